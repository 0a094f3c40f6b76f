"""Asks for secrets at a terminal, unseen; a script gives them in the environment or in a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from getpass import getpass
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar

from iop_group.cli.output import say, warn, write_private_file
from iop_group.domain.errors import BadInput, Locked, WrongUsage
from iop_group.domain.passphrase import checked, hint
from iop_group.vault.passphrases import from_environment, from_file
from iop_group.vault.recovery_code import RecoveryCode, confirm, parse

T = TypeVar("T")

TRIES = 3


def at_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def given_passphrase(arguments: SimpleNamespace) -> str | None:
    """What --passphrase-file or IOP_GROUP_PASSPHRASE gives, or None. Raises BadInput."""
    if arguments.passphrase_file is not None:
        return from_file(Path(arguments.passphrase_file))
    return from_environment(os.environ)


def with_passphrase(arguments: SimpleNamespace, do: Callable[[str], T]) -> T:
    """What `do` makes of the passphrase; at a terminal there are three tries. Raises Locked."""
    try:
        given = given_passphrase(arguments)
    except BadInput as error:
        raise Locked(error.problem, error.advice) from None
    if given is not None:
        return do(given)
    if not at_terminal():
        advice = "Give the passphrase in IOP_GROUP_PASSPHRASE or with --passphrase-file."
        raise Locked("The records are locked.", advice)
    return _tried(lambda: do(_unseen("Passphrase: ")), Locked)


def new_passphrase(given: str | None, *, option: str) -> str:
    """A passphrase that may be chosen. Raises BadInput, and WrongUsage when there is nobody to ask."""
    if given is not None:
        return checked(given)
    if not at_terminal():
        raise WrongUsage("There is no new passphrase.", f"Give it {option}.")
    return _tried(_chosen, BadInput)


def _chosen() -> str:
    chosen = checked(_unseen("New passphrase: "))
    say(hint(chosen).text, to=sys.stderr)
    if _unseen("The same again: ") != chosen:
        raise BadInput("These were two different passphrases.", "Type it again.")
    return chosen


def typed_code() -> RecoveryCode:
    """The recovery code from the paper. Raises BadInput after three slips."""
    return _tried(lambda: parse(_unseen("Recovery code: ")), BadInput)


def hand_over(arguments: SimpleNamespace, code: RecoveryCode) -> None:
    """Give the code away before anything depends on it: to a file, to paper and typed back, or to a script.

    Raises BadInput when it is not typed back.
    """
    if arguments.recovery_code_file is not None:
        write_private_file(Path(arguments.recovery_code_file), f"{code.printed}\n", force=False)
        return
    if not at_terminal():
        print(code.printed, flush=True)
        warn("This is the recovery code. Put it on paper now: it is not shown again.")
        return
    say("This is the recovery code. It opens the records when the passphrase is forgotten.", to=sys.stderr)
    say(f"\n    {code.printed}\n", to=sys.stderr)
    say("Write it on paper now, and keep the paper away from this computer.", to=sys.stderr)
    _tried(lambda: confirm(code, _line("Type it from the paper: ")), BadInput)
    say("Right. Now close or clear this window: the code can be read by scrolling up.", to=sys.stderr)


def take_back(arguments: SimpleNamespace) -> None:
    """The code opens nothing after all: take its file away again."""
    if arguments.recovery_code_file is not None:
        Path(arguments.recovery_code_file).unlink(missing_ok=True)


def agreed(question: str) -> bool:
    """Yes or no; what nobody is there to answer is a yes, since a script has said what it wants."""
    return not at_terminal() or _line(f"{question} [y/n] ").strip().casefold() in {"y", "yes"}


def _unseen(prompt: str) -> str:
    try:
        return getpass(prompt)
    except EOFError:
        raise Locked("Nothing was typed.", "Start again.") from None


def _line(prompt: str) -> str:
    print(prompt, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline()


def _tried(do: Callable[[], T], slip: type[BadInput] | type[Locked]) -> T:
    """What comes of it; after each slip but the last one it is said what was wrong."""
    for _ in range(TRIES - 1):
        try:
            return do()
        except slip as error:
            warn(str(error))
    return do()
