"""What can go wrong, said in words that tell the person at the keyboard what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class IopGroupError(Exception):
    """Something the person at the keyboard can put right; never carries names or note text."""

    exit_status = 1
    """What the command line exits with (design section 7)."""

    def __init__(self, problem: str, advice: str) -> None:
        super().__init__(problem, advice)
        self.problem = problem
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.problem} {self.advice}".strip()


class BadInput(IopGroupError):
    """A file or an entry that cannot be read as what it should be."""


class NotFound(IopGroupError):
    """A session, group, member or topic of that id is not there."""


class NewerFile(IopGroupError):
    """Written by a newer version of the program; never touched by this one."""


class Damaged(IopGroupError):
    """A stored file whose content cannot be trusted."""


class NotSaved(IopGroupError):
    """A write that is not on the disk; the text is kept and the write tried again."""


class HomeUnusable(IopGroupError):
    """The home folder cannot be made or written."""


class HomeInUse(IopGroupError):
    """Another instance of the program has the same home open."""

    exit_status = 3


class Locked(IopGroupError):
    """The records stay locked: that was not their passphrase, nor their recovery code."""

    exit_status = 3


class WrongUsage(IopGroupError):
    """The command line was used in a way that it does not know."""

    exit_status = 2


class Severity(StrEnum):
    """How much a problem in a file matters; nothing but a missing title stops a file from loading."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Problem:
    """One plain sentence about one place in one file."""

    severity: Severity
    where: str
    """File name as the reader knows it, without private folders."""
    line: int | None
    """1-based line, or None where the whole file is meant."""
    text: str

    def __str__(self) -> str:
        place = self.where if self.line is None else f"{self.where}:{self.line}"
        return f"{self.severity}: {place}: {self.text}"
