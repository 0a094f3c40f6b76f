"""From the bytes of a file that people edit to its text."""

from __future__ import annotations

import codecs

from iop_group.domain.errors import Problem, Severity


def decode(data: bytes, where: str) -> str | Problem:
    """The text of a file's bytes: UTF-8, or UTF-16 with its mark; else a Problem with the line."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if wide else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        advice = "This is not readable text. Save the file again as plain text with the encoding UTF-8."
        return Problem(Severity.ERROR, where, line, advice)
    if "\0" in text:
        return Problem(Severity.ERROR, where, None, "This is not a text file. Save it again as plain text.")
    return text
