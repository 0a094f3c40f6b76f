"""Writes an export where the facilitator wants it: for her eyes alone, and never over another file."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from iop_group.domain.errors import BadInput, NotSaved

ELSEWHERE = "Choose another name or another folder."


def write_new_file(typed: str, text: str) -> Path:
    """The path of the new file, mode 0600, on the disk when this returns. Raises BadInput, NotSaved."""
    try:
        path = Path(typed.strip()).expanduser()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BadInput("A file of this name is there already.", ELSEWHERE) from None
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput("This folder is not there.", ELSEWHERE) from None
    except (OSError, ValueError, RuntimeError):
        raise BadInput("A file cannot be made there.", ELSEWHERE) from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise NotSaved("It could not be written to its end and was removed.", ELSEWHERE) from None
    return path
