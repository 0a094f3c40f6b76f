"""The reading grade as another library has it."""

from __future__ import annotations

import warnings


def independent(text: str) -> float:
    """Flesch and Kincaid's school grade of a text, to a tenth."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # how it reads its own word lists is no matter of ours
        import textstat
    return float(textstat.flesch_kincaid_grade(text))
