"""Hands an export over: printed, or into a private file, always with a warning."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from iop_group.cli.output import say, warn, write_private_file

CONFIDENTIAL = (
    "This holds confidential records. Keep it where others cannot read it, and delete it after use."
)


def hand_out(arguments: SimpleNamespace, text: str, *, name: str) -> None:
    """Write the text, into a folder under that name; the name must tell nobody. Raises BadInput, OSError."""
    if arguments.out:
        path = Path(arguments.out)
        path = path / f"{name}.{'json' if arguments.format == 'json' else 'md'}" if path.is_dir() else path
        write_private_file(path, text if text.endswith("\n") else f"{text}\n", force=arguments.force)
        say(f"Written to {path}")
    else:
        say(text.removesuffix("\n"))
    warn(CONFIDENTIAL)
