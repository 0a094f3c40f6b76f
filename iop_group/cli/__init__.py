"""The command line: every way into the program, and the one place where errors become a line and a status."""

from __future__ import annotations

import io
import os
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

from iop_group.cli.left_out import leave_out

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from iop_group.domain.errors import IopGroupError

FINE, PROBLEMS = 0, 1
INTERRUPTED = 130
READER_GONE = 141
"""What a shell gives to a program whose reader, such as `head`, has left."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 fine, 1 problems found, 2 wrong usage, 3 locked."""
    _make_streams_forgiving()
    try:
        arguments = _read(sys.argv[1:] if argv is None else argv)
        if argv is None:  # otherwise this is somebody else's process
            leave_out()
        status = _family(arguments.family)(arguments)
        sys.stdout.flush()
        return status
    except SystemExit as finished:  # --version and --help
        return finished.code if isinstance(finished.code, int) else FINE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Python flushes once more on its way out; there is nobody left to read that.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    except OSError as error:
        return _told(
            f"{error.strerror or 'The system refused'}{_of(error)}. Check the disk and who may use it."
        )
    except _ours() as error:
        return _told(str(error), error.exit_status)


def _read(words: Sequence[str]) -> SimpleNamespace:
    if not words:  # as it is started every day: nothing to read, so nothing is loaded that reads it
        return SimpleNamespace(family=None, home=None, passphrase_file=None)
    from iop_group.cli.parser import build_parser

    return build_parser(words).parse_args(words, SimpleNamespace())


def _make_streams_forgiving() -> None:
    """A character that the terminal cannot show comes out as its code instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _told(text: str, status: int = PROBLEMS) -> int:
    from iop_group.cli.output import warn

    warn(text)
    return status


def _of(error: OSError) -> str:
    return f": {os.fsdecode(error.filename)}" if isinstance(error.filename, str | bytes) else ""


def _ours() -> type[IopGroupError]:
    # Looked up only when something was raised: --version loads nothing of the program.
    from iop_group.domain.errors import IopGroupError

    return IopGroupError


def _family(name: str | None) -> Callable[[SimpleNamespace], int]:
    # Imported here, so that --version waits for none of it and lists do not wait for the screens.
    match name:
        case "sessions":
            from iop_group.cli.sessions import run
        case "topics":
            from iop_group.cli.topics import run
        case "members":
            from iop_group.cli.members import run
        case "vault":
            from iop_group.cli.vault import run
        case "room":
            from iop_group.cli.room import run
        case "doctor":
            from iop_group.cli.doctor import run
        case _:
            from iop_group.cli.opening import run
    return run
