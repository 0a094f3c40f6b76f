"""Tags in a note: `#family` finds it again, and stays out of the record's sentences."""

from __future__ import annotations

import re

_TAG = re.compile(r"(?<![\w#])#(\w[\w-]*)")
_LAST = re.compile(r"(?:\s*(?<![\w#])#\w[\w-]*)+\s*$")


def without_tags(text: str) -> str:
    """The note as a record has it: tags at its end are gone, a tag within a sentence is a word of it."""
    return _TAG.sub(r"\1", _LAST.sub("", text)).strip()
