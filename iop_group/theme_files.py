"""The plain files of `themes/` beside topics and colours: which there are, and what a text of each makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from iop_group.domain.agenda import Format
from iop_group.domain.crisis import crisis_lines_from
from iop_group.domain.curriculum import Curriculum, parse_curriculum
from iop_group.domain.errors import NotSaved, Problem
from iop_group.domain.formats import parse_format
from iop_group.domain.naming import slug, stem_of
from iop_group.domain.rituals import Ritual, SafetyCard, parse_ritual, parse_safety_card
from iop_group.home import own_themes_folder
from iop_group.library import CRISIS_LINES, themes_folder
from iop_group.plain_files import DRAFT, read_text, read_toml
from iop_group.shelf import NOT_OURS, Parsed

WRITTEN = (".md", ".markdown", ".txt")
FOLDERS = {
    "formats": "Session formats",
    "rituals": "Opening and closing",
    "safety": "Safety cards",
    "curricula": "Curricula",
}
"""Folders in the order in which they are shown, with their headings."""


_PARSERS: dict[str, Callable[[str, str], Parsed[Format | Ritual | SafetyCard | Curriculum]]] = {
    "formats": parse_format,
    "rituals": parse_ritual,
    "safety": parse_safety_card,
    "curricula": parse_curriculum,
}


@dataclass(frozen=True, slots=True)
class Read:
    """What a text makes of itself."""

    id: str
    """Two files of one id stand in for each other."""
    title: str
    """Empty when nothing can be made of it."""
    problems: tuple[Problem, ...]

    @property
    def usable(self) -> bool:
        """Can the program work with it? A line that is passed over leaves the rest in use."""
        return bool(self.title)


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """One file that is in use, or would be if it could be read."""

    folder: str
    path: Path
    own: bool
    """The program's own file, not a built-in one."""
    read: Read

    @property
    def name(self) -> str:
        """Of the file, within its folder."""
        return self.path.name


def read_theme(folder: str, name: str, text: str) -> Read:
    """What a text of that folder makes. Never raises, whatever the text is."""
    where = f"{folder}/{name}"
    if name == CRISIS_LINES:
        return _crisis_lines(where, text)
    item, problems = _PARSERS[folder](text, where)
    return Read(item.id, item.title, problems) if item else Read(slug(stem_of(name), folder), "", problems)


def theme_files(home: Path) -> tuple[ThemeFile, ...]:
    """Each of them once, the program's own in the place of the built-in one, by folder and file name."""
    found: list[ThemeFile] = []
    for folder in FOLDERS:
        own = list(_files(own_themes_folder(home), folder, own=True))
        ids = {file.read.id for file in own if file.read.usable}
        built_in = (file for file in _files(themes_folder(), folder, own=False) if file.read.id not in ids)
        found += sorted((*own, *built_in), key=_place)
    return tuple(found)


def set_aside(file: ThemeFile) -> str:
    """Take a file of the program's own out of use, and keep it beside; its new name. Raises NotSaved."""
    number = 1
    # What would look like a draft could be thrown away as one.
    while (aside := _beside(file, number)).exists() or aside.name.startswith(DRAFT):
        number += 1
    try:
        file.path.rename(aside)
    except OSError as error:
        reason = error.strerror or "the disk did not take it"
        raise NotSaved(f"The file was not set aside ({reason}).", "Check the folder themes.") from None
    return aside.name


def _beside(file: ThemeFile, number: int) -> Path:
    return file.path.with_name(f"_{'' if number == 1 else f'{number}-'}{file.name}")


def _place(file: ThemeFile) -> tuple[bool, str]:
    """By name, and the crisis lines after the cards."""
    return file.name == CRISIS_LINES, file.name.casefold()


def _files(root: Path, folder: str, *, own: bool) -> Iterator[ThemeFile]:
    try:
        names = sorted(path.name for path in (root / folder).iterdir())
    except OSError:  # a home need not have the folder, and the doctor tells of one that cannot be read
        return
    for name in names:
        if name.startswith(NOT_OURS) or not (name.casefold().endswith(WRITTEN) or name == CRISIS_LINES):
            continue
        if name.casefold() == "readme.md":
            continue
        path = root / folder / name
        text = read_text(path, f"{folder}/{name}")
        read = Read("", "", (text,)) if isinstance(text, Problem) else read_theme(folder, name, text)
        yield ThemeFile(folder, path, own, read)


def _crisis_lines(where: str, text: str) -> Read:
    data = read_toml(text, where)
    if isinstance(data, Problem):
        return Read(CRISIS_LINES, "", (data,))
    lines, problems = crisis_lines_from(data, where)
    return Read(CRISIS_LINES, "Crisis lines" if lines else "", problems)
