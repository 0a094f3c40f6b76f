"""Turns raw figures into lines: ours, the yardstick's, their ratio, and the bar it has to stay under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure; with a yardstick the bar is a ratio, without one it is a plain bound."""

    what: str
    ours: float
    yardstick: float | None = None
    ratio: float | None = None
    bar: float
    unit: str

    @property
    def measured(self) -> float:
        return self.ours if self.ratio is None else self.ratio

    @property
    def holds(self) -> bool:
        return self.measured <= self.bar

    def __str__(self) -> str:
        against = "" if self.ratio is None else f"{self.yardstick:9.1f}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f} x"
        bar = f"{self.bar:g}" + ("" if self.ratio is None else " x")
        verdict = "" if self.holds else "  over the bar"
        figures = f"{self.ours:>9.1f}{against:>9} {self.unit:<8}{ratio:>9}  <= {bar:<8}"
        return f"{self.what:<38}{figures}{verdict}".rstrip()


HEAD = f"{'':<38}{'ours':>9}{'against':>9} {'':<8}{'ratio':>9}     bar"


def of_rounds(what: str, ours: Sequence[float], yardstick: Sequence[float], *, bar: float, unit: str) -> Line:
    """Compare figures that were taken in turns: the median of the rounds' ratios."""
    ratio = median(mine / theirs for mine, theirs in zip(ours, yardstick, strict=True))
    return Line(what=what, ours=median(ours), yardstick=median(yardstick), ratio=ratio, bar=bar, unit=unit)


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent stay under."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]
