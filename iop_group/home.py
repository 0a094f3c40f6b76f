"""Where the program keeps everything: one home with the vault, its own themes and the settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from iop_group.domain.errors import HomeUnusable

VARIABLE = "IOP_GROUP_HOME"
"""Names the home when `--home` is not given."""


def resolve_home(argument: Path | str | None = None, environ: Mapping[str, str] | None = None) -> Path:
    """The home as an absolute path: `--home`, else IOP_GROUP_HOME, else the platform's data folder.

    Nothing is made or looked at here. Raises HomeUnusable when the path can be none at all.
    """
    named = str(argument or "") or (os.environ if environ is None else environ).get(VARIABLE, "")
    try:
        return Path(named or _platform_folder()).expanduser().absolute()
    except (RuntimeError, OSError):  # `~nobody/x` has no folder; the current folder may be gone
        raise HomeUnusable(
            "The home folder cannot be worked out.", "Give it as a whole path: --home /path/to/folder."
        ) from None


def _platform_folder() -> str:
    import platformdirs

    # Without appauthor=False Windows would nest the folder twice.
    return platformdirs.user_data_dir("iop-group", appauthor=False)


def vault_folder(home: Path) -> Path:
    """Where sessions, groups and members are kept."""
    return home / "vault"


def own_themes_folder(home: Path) -> Path:
    """Where the program's own topics, formats, rituals and colours are."""
    return home / "themes"
