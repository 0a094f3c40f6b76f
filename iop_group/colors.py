"""Colour themes as plain files: read, measured for contrast, and refused with a reason when hard to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from iop_group.domain.errors import Problem, Severity
from iop_group.domain.naming import key_of, near_miss, slug, stem_of
from iop_group.domain.plain import one_line
from iop_group.plain_files import read_toml

READABLE = 4.5
"""Contrast of text on its ground (WCAG 2.2, 1.4.3)."""
READABLE_FROM_AFAR = 7.0
"""Contrast in large themes (WCAG 2.2, 1.4.6)."""
VISIBLE = 3.0
"""Contrast of frames and marks (WCAG 2.2, 1.4.11)."""

ROLES = (
    "primary",
    "secondary",
    "accent",
    "warning",
    "error",
    "success",
    "foreground",
    "background",
    "surface",
    "panel",
    "muted",
)
_READ = ("foreground", "muted", "accent", "success", "warning", "error")
_SEEN = ("primary", "secondary")
_GROUNDS = ("background", "surface")
_KEYS = ("name", "title", "dark", "large", "colors", *ROLES)
_HEX_LENGTHS = (4, 7)
_HEX_DIGITS = frozenset("0123456789abcdef")


class ColorTheme(NamedTuple):
    """Colours by role, each as `#rrggbb`."""

    name: str
    """Id; what `theme` in the settings says."""
    title: str
    dark: bool
    large: bool
    """For reading from three metres: clocks and prompts in large letters, contrast of 7 and more."""
    primary: str
    secondary: str
    accent: str
    warning: str
    error: str
    success: str
    foreground: str
    background: str
    surface: str
    panel: str
    muted: str


def parse_colors(text: str, file_name: str) -> tuple[ColorTheme | None, tuple[Problem, ...]]:
    """The theme that a file makes, or None when a colour is missing, unreadable or hard to read."""
    data = read_toml(text, file_name)
    if isinstance(data, Problem):
        return None, (data,)
    return _Reader(text, file_name).theme(data)


def contrast(one: str, other: str) -> float:
    """How much two `#rrggbb` colours differ in lightness: 1 (not at all) to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_LINEAR_BELOW = 0.04045


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4


class _Reader:
    """Reads one file; keeps every problem, so that one look mends them all."""

    def __init__(self, text: str, where: str) -> None:
        self._lines = text.splitlines()
        self._where = where
        self._problems: list[Problem] = []

    def theme(self, data: Mapping[str, object]) -> tuple[ColorTheme | None, tuple[Problem, ...]]:
        values = self._values(data)
        colors = {role: color for role in ROLES if (color := self._color(role, values))}
        dark, large = self._yes(values, "dark", default=True), self._yes(values, "large", default=False)
        if len(colors) == len(ROLES):
            self._measure(colors, large=large)
        if any(problem.severity is Severity.ERROR for problem in self._problems):
            return None, tuple(self._problems)
        name = slug(_words(values.get("name")) or stem_of(self._where), "theme")
        title = _words(values.get("title")) or name
        return ColorTheme(name=name, title=title, dark=dark, large=large, **colors), tuple(self._problems)

    def _values(self, data: Mapping[str, object]) -> dict[str, object]:
        """By name; the colours may stand in a section `[colors]` or without one."""
        values: dict[str, object] = {}
        for key, value in data.items():
            inner = value if key_of(key) == "colors" and isinstance(value, Mapping) else {key: value}
            values.update({key_of(str(name)): content for name, content in inner.items()})
        for key in values.keys() - set(_KEYS):
            meant = near_miss(key, _KEYS)
            hint = f": did you mean “{meant}”?" if meant else "."
            self._say(Severity.HINT, key, f"“{one_line(key)}” is not known in a colour theme{hint}")
        # Text that is only looked up may simply be the text colour.
        return {"muted": values["foreground"], **values} if "foreground" in values else values

    def _color(self, role: str, values: Mapping[str, object]) -> str:
        value = _words(values.get(role)).casefold()
        digits = value[1:]
        if value[:1] == "#" and len(value) in _HEX_LENGTHS and _HEX_DIGITS.issuperset(digits):
            return value if len(value) == max(_HEX_LENGTHS) else "#" + "".join(2 * digit for digit in digits)
        if role in values:
            self._say(Severity.ERROR, role, f'{role} is a colour in hex, such as: {role} = "#e8dfd0"')
        else:
            self._say(Severity.ERROR, "", f'The colour {role} is missing. Write: {role} = "#e8dfd0"')
        return ""

    def _yes(self, values: Mapping[str, object], name: str, *, default: bool) -> bool:
        value = values.get(name, default)
        if isinstance(value, bool):
            return value
        self._say(Severity.WARNING, name, f"{name} is true or false, without quotation marks.")
        return default

    def _measure(self, colors: Mapping[str, str], *, large: bool) -> None:
        read, seen = (READABLE_FROM_AFAR, READABLE) if large else (READABLE, VISIBLE)
        pairs = [(role, ground, read) for role in _READ for ground in _GROUNDS]
        pairs += [("foreground", "panel", read)]
        pairs += [(role, ground, seen) for role in _SEEN for ground in _GROUNDS]
        for role, ground, least in pairs:
            ratio = contrast(colors[role], colors[ground])
            if ratio < least:
                # Rounded down: 4.49 must not read as 4.5.
                said = f"{role} on {ground} is too hard to read: contrast {int(ratio * 100) / 100:.2f}"
                self._say(Severity.ERROR, role, f"{said}, and {least:.1f} is needed.")

    def _say(self, severity: Severity, name: str, text: str) -> None:
        self._problems.append(Problem(severity, self._where, self._line_of(name), text))

    def _line_of(self, name: str) -> int | None:
        for number, line in enumerate(self._lines, start=1):
            if name and key_of(line.partition("=")[0][:40]) == name:
                return number
        return None


def _words(value: object) -> str:
    return one_line(value) if isinstance(value, str) else ""
