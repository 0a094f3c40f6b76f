"""What the folder is called that is filled before it takes the vault's place, and whether it still has to."""

from __future__ import annotations

from pathlib import Path

from iop_group.vault import key_names

_ENDING = ".restored"

ASIDE = ".before-"
"""Part of the name under which that is kept which gave way to a restore."""

BESIDE = "home"
"""Folder in a restored vault with what belongs beside it; empty or gone once it was put there."""


def staged(vault: Path) -> Path:
    """The folder beside the vault."""
    return vault.with_name(f"{vault.name}{_ENDING}")


def is_cut_off(vault: Path) -> bool:
    """Whether a restore was cut off between its renames. Costs a look or three; loads no cryptography."""
    return (vault / BESIDE).exists() or (not vault.exists() and key_names.any_there(staged(vault)))
