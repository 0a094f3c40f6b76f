"""The report of a failure of the program: where it happened, and nothing that anyone typed."""

from __future__ import annotations

import os
import platform
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Final

from iop_group import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

REPORT_NAME: Final = "crash.txt"
_CAUSES: Final = 10
_PLACES: Final = 60


def write_report(error: BaseException | None, path: Path) -> None:
    """Write the report to a file that only its owner can read, in place of an older one; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(describe(error)) + "\n")


def describe(error: BaseException | None) -> Iterator[str]:
    """Kinds of errors and places in the code, line by line: no messages, no values, no folders."""
    from importlib.metadata import version

    yield f"iop-group {__version__}, Textual {version('textual')}"
    yield f"Python {platform.python_version()} on {platform.system()}"
    for _ in range(_CAUSES):
        if error is None:
            return
        yield ""
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        yield from _places(error.__traceback__)
        error = _behind(error)


def _behind(error: BaseException) -> BaseException | None:
    """What led to the error; Textual's WorkerFailed keeps it in a field of its own."""
    inner = getattr(error, "error", None)
    return inner if isinstance(inner, BaseException) else error.__cause__ or error.__context__


def _places(trace: TracebackType | None) -> Iterator[str]:
    for frame, line in list(traceback.walk_tb(trace))[-_PLACES:]:
        package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        yield f"  {_short(Path(frame.f_code.co_filename), package)}:{line} {frame.f_code.co_qualname}"


def _short(file: Path, package: str) -> str:
    """The file from its package on, so that no folder of a person shows."""
    folders = file.parts[:-1]
    if package not in folders:
        return file.name
    start = len(folders) - 1 - folders[::-1].index(package)
    return "/".join(file.parts[start:])
