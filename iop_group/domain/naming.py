"""Names in plain files, and how they are compared: keys, ids, and words that were nearly right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from iop_group.domain.plain import folded

SETTINGS_NAME = "settings.toml"
LONGEST_ID = 60
_LONGEST_NAME = 40
_ALIKE = 0.75


def key_of(name: str) -> str:
    """The name as it is compared: case, spaces, dashes and underscores do not count."""
    return "".join(c for c in name.casefold() if c.isalnum())


def slug(text: str, fallback: str) -> str:
    """The text as an id: `Café & Co` becomes `cafe-co`; the fallback when nothing is left."""
    kept = "".join(c if c.isalnum() else " " for c in folded(text[: LONGEST_ID * 4]))
    return "-".join(kept.split())[:LONGEST_ID].strip("-") or fallback


def stem_of(file_name: str) -> str:
    """The file's name without folders and without its last ending."""
    name = file_name.replace("\\", "/").rpartition("/")[2]
    return name.rpartition(".")[0] or name


def set_of_words(words: str) -> frozenset[str]:
    """The words of a line, to look others up in."""
    return frozenset(words.split())


def near_miss(word: str, known: Iterable[str]) -> str | None:
    """The known word that the writer probably meant, or None."""
    if not word or len(word) > _LONGEST_NAME:
        return None
    found = get_close_matches(word, list(known), n=1, cutoff=_ALIKE)
    return found[0] if found else None
