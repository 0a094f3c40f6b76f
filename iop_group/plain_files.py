"""Reads and writes the small files that people edit by hand; what is wrong comes back as a sentence."""

from __future__ import annotations

import os
import re
import stat
import sys
import tomllib
from pathlib import Path
from typing import Any

from iop_group.domain.encodings import decode
from iop_group.domain.errors import Problem, Severity

LARGEST = 1_000_000
"""Bytes; a topic of forty pages has a tenth of it."""
DRAFT = "_draft-"
"""Begins the name of a file that is being written; the rest is the name that it will have in use."""
_LINE = re.compile(r"\(at line (\d+), column \d+\)")


FileState = tuple[int, int, int]


def file_state(path: Path) -> FileState | None:
    """When the file changed last (ns), its size in bytes and its number; None when it cannot be told.

    The number tells when an editor puts a new file of the same size in its place within one tick of the disk.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def read_text(path: Path, where: str) -> str | Problem:
    """The text of a file, or why it cannot be had. Never waits on a pipe or a device."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _error(where, "This is a folder or a device, not a file. Move it away or rename it.")
        if status.st_size > LARGEST:
            size = f"{status.st_size / 1_000_000:.1f} MB"
            return _error(where, f"This file is too large ({size}). Files here are text of 1 MB at most.")
        with path.open("rb") as file:
            return decode(file.read(LARGEST), where)
    except FileNotFoundError:
        return _error(where, "This is a link to a file that is not there. Remove it or make it again.")
    except PermissionError:
        return _error(where, "This file may not be read. Change its permissions so that you can open it.")
    except OSError as error:
        reason = error.strerror or "the disk did not answer"
        return _error(where, f"This file cannot be read ({reason}). Make a new copy of it.")


def read_toml(text: str, where: str) -> dict[str, Any] | Problem:
    """The tables of a settings-like file, or what is wrong with the line that cannot be read."""
    try:
        # A mark at the start of the file is what some editors write; TOML does not allow it.
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else None
        return Problem(Severity.ERROR, where, line, _advice(text, line))


def _advice(text: str, line: int | None) -> str:
    lines = text.splitlines()
    content = lines[line - 1] if line is not None and line <= len(lines) else ""
    if "=" not in content and content.strip():
        return 'This line cannot be read. Write it like this: name = "value"'
    return 'This line, or the one above it, cannot be read. Words need quotation marks: name = "value"'


def write_text(path: Path, text: str) -> None:
    """Whole or not at all: a new file beside it, flushed, then put in its place, then the folder flushed.

    Folders that are missing are made, for nobody else. Raises OSError; the old file is then as it was.
    """
    import tempfile  # with half a dozen others behind it, and most runs of the program write no such file

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.stem}-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """So that the new name survives a power cut; Windows has no such thing and needs none."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _error(where: str, text: str) -> Problem:
    return Problem(Severity.ERROR, where, None, text)
