"""What the key files are called: all that has to be known before there is a secret to try."""

from __future__ import annotations

from pathlib import Path

KEY_FILE = "vault.key"
SECOND_COPY = "vault.key.bak"
COPIES = (KEY_FILE, SECOND_COPY)


def any_there(folder: Path) -> bool:
    """Whether the folder holds a key file, or its second copy, in whatever state. Loads no cryptography."""
    return any((folder / name).exists() for name in COPIES)
