"""The passphrase as scripts give it: in the environment or in a file, never on the command line."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from pathlib import Path

from iop_group.domain.errors import BadInput
from iop_group.domain.passphrase import normalised
from iop_group.vault.disk import Disk, DiskLike

VARIABLE = "IOP_GROUP_PASSPHRASE"


def from_environment(environ: Mapping[str, str]) -> str | None:
    """The passphrase in IOP_GROUP_PASSPHRASE, or None if there is none. Raises BadInput if no text."""
    return normalised(environ.get(VARIABLE, "")) or None


def from_file(path: Path, *, disk: DiskLike | None = None) -> str:
    """The first line of the file, without its line end. Raises BadInput when there is none to be had."""
    try:
        content = (disk or Disk()).read(path)
    except OSError:
        raise BadInput(
            "The passphrase file cannot be read.", "Look at its name and who may read it."
        ) from None
    # Windows' own tools write UTF-16 or put a mark before UTF-8.
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        # From None: the error carries the whole content.
        raise BadInput("The passphrase file is no text.", "Write it in UTF-8.") from None
    first = normalised(text.partition("\n")[0])
    if not first:
        raise BadInput("The passphrase file is empty.", "Put the passphrase on its first line.")
    return first
