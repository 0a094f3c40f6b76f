"""Finds the plain files of `themes/`, the program's own before the built-in ones, and says what is wrong."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from iop_group.colors import ColorTheme, parse_colors
from iop_group.domain.agenda import Format
from iop_group.domain.crisis import CrisisLine, crisis_lines_from
from iop_group.domain.errors import Problem, Severity
from iop_group.domain.formats import parse_format
from iop_group.domain.plain import one_line
from iop_group.domain.rituals import Ritual, SafetyCard, parse_ritual, parse_safety_card
from iop_group.domain.topics import TopicModule, parse_topic
from iop_group.plain_files import FileState, file_state, read_text, read_toml

_ITEM = TypeVar("_ITEM")
_FOUND_co = TypeVar("_FOUND_co", covariant=True)
_Parsed = tuple[_ITEM | None, tuple[Problem, ...]]

_WRITTEN = (".md", ".markdown", ".txt")
_TABLES = (".toml",)
_NOT_OURS = (".", "_", "~", "#")
_CRISIS_LINES = "crisis-lines.toml"


def themes_folder() -> Path:
    """The built-in themes: inside the package when it was installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "themes"
    return installed if installed.is_dir() else package.parent / "themes"


@dataclass(frozen=True, slots=True)
class Loaded(Generic[_FOUND_co]):
    """What could be read, and what to say about the rest."""

    items: tuple[_FOUND_co, ...]
    problems: tuple[Problem, ...]

    def __iter__(self) -> Iterator[_FOUND_co]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True)
class Source:
    """Where an item came from."""

    path: Path
    own: bool
    """The program's own file, not a built-in one."""


class _Shelf(Generic[_ITEM]):
    """One folder of themes in both places; reads a file again only when it has changed."""

    def __init__(
        self,
        folder: str,
        endings: tuple[str, ...],
        parse: Callable[[str, str], _Parsed[_ITEM]],
        id_of: Callable[[_ITEM], str],
    ) -> None:
        self._folder = folder
        self._endings = endings
        self._parse = parse
        self._id_of = id_of
        self._read: dict[Path, tuple[FileState | None, _Parsed[_ITEM]]] = {}
        self.sources: dict[str, Source] = {}

    def load(self, built_in: Path, own: Path | None) -> Loaded[_ITEM]:
        """Every item once, own ones in the place of built-in ones of the same id."""
        items: dict[str, _ITEM] = {}
        problems: list[Problem] = []
        sources: dict[str, Source] = {}
        for root, is_own in ((built_in, False), (own, True)):
            for path in self._paths(root, problems, is_own=is_own):
                item, found = self._item(path)
                problems += found
                if item is None:
                    continue
                item_id = self._id_of(item)
                before = sources.get(item_id)
                if before is not None:
                    problems.append(self._twice(path, before, is_own=is_own))
                if before is None or before.own is not is_own:
                    items[item_id], sources[item_id] = item, Source(path, is_own)
        self.sources = sources
        return Loaded(tuple(items.values()), tuple(problems))

    def _where(self, path: Path) -> str:
        return one_line(f"{self._folder}/{path.name}")

    def _paths(self, root: Path | None, problems: list[Problem], *, is_own: bool) -> Iterator[Path]:
        if root is None:
            return
        folder = root / self._folder
        try:
            names = sorted(path.name for path in folder.iterdir())
        except FileNotFoundError:
            # A program need not have files of its own.
            if not is_own:
                said = "The built-in files are missing. Install the program again."
                problems.append(Problem(Severity.ERROR, self._folder, None, said))
            return
        except OSError as error:
            reason = error.strerror or "the disk did not answer"
            said = f"This folder cannot be read ({reason}). Change its permissions so that you can open it."
            problems.append(Problem(Severity.ERROR, self._folder, None, said))
            return
        for name in names:
            plain = name.casefold()
            if plain.endswith(self._endings) and not name.startswith(_NOT_OURS) and plain != "readme.md":
                yield folder / name

    def _item(self, path: Path) -> _Parsed[_ITEM]:
        where = self._where(path)
        state = file_state(path)
        known = self._read.get(path)
        if known is not None and known[0] == state:
            return known[1]
        text = read_text(path, where)
        if isinstance(text, Problem):
            # Not kept: permissions can be mended without changing the file.
            return None, (text,)
        parsed = self._parse(text, where)
        self._read[path] = state, parsed
        return parsed

    def _twice(self, path: Path, before: Source, *, is_own: bool) -> Problem:
        where = self._where(path)
        if is_own and not before.own:
            return Problem(Severity.HINT, where, None, "Your own file takes the place of the built-in one.")
        said = f"{one_line(before.path.name)} has the same id, so this file is left out. Give it another id."
        return Problem(Severity.WARNING, where, None, said)


class Library:
    """Everything that a program can make its own. Nothing is read before it is asked for."""

    def __init__(self, home: Path | None = None, *, built_in: Path | None = None) -> None:
        """With a home, its `themes/` come first; built_in is for tests."""
        self._built_in = built_in if built_in is not None else themes_folder()
        self._own = home / "themes" if home is not None else None
        self._topics = _Shelf[TopicModule]("topics", _WRITTEN, parse_topic, lambda topic: topic.id)
        self._formats = _Shelf[Format]("formats", _WRITTEN, parse_format, lambda form: form.id)
        self._rituals = _Shelf[Ritual]("rituals", _WRITTEN, parse_ritual, lambda ritual: ritual.id)
        self._cards = _Shelf[SafetyCard]("safety", _WRITTEN, parse_safety_card, lambda card: card.id)
        self._colors = _Shelf[ColorTheme]("colors", _TABLES, parse_colors, lambda theme: theme.name)

    def topics(self) -> Loaded[TopicModule]:
        """All topic modules, built-in ones first, each in the order of the file names."""
        return self._topics.load(self._built_in, self._own)

    def topic(self, topic_id: str) -> TopicModule | None:
        """The module of that id, the program's own first."""
        return next((topic for topic in self.topics().items if topic.id == topic_id), None)

    def topic_source(self, topic_id: str) -> Source | None:
        """Which file the module of that id came from when topics were last listed."""
        return self._topics.sources.get(topic_id)

    def formats(self) -> Loaded[Format]:
        """All session formats, in the order of the file names."""
        return self._formats.load(self._built_in, self._own)

    def rituals(self) -> Loaded[Ritual]:
        """The rituals: `opening`, `closing` and any other."""
        return self._rituals.load(self._built_in, self._own)

    def ritual(self, ritual_id: str) -> Ritual | None:
        """The ritual of that id."""
        return next((ritual for ritual in self.rituals().items if ritual.id == ritual_id), None)

    def safety_cards(self) -> Loaded[SafetyCard]:
        """The safety cards in their order."""
        loaded = self._cards.load(self._built_in, self._own)
        ordered = sorted(loaded.items, key=lambda card: (card.order, card.title))
        return Loaded(tuple(ordered), loaded.problems)

    def colors(self) -> Loaded[ColorTheme]:
        """The colour themes that can be read well."""
        return self._colors.load(self._built_in, self._own)

    def crisis_lines(self) -> Loaded[CrisisLine]:
        """The lines of the program's own file; of the built-in one when there is none or it has no lines."""
        problems: tuple[Problem, ...] = ()
        for root in (self._own, self._built_in):
            path = None if root is None else root / "safety" / _CRISIS_LINES
            if path is None or (root is self._own and not os.path.lexists(path)):
                continue
            lines, found = _read_crisis_lines(path)
            problems += found
            if lines:
                return Loaded(lines, problems)
        return Loaded((), problems)


def _read_crisis_lines(path: Path) -> tuple[tuple[CrisisLine, ...], tuple[Problem, ...]]:
    where = f"safety/{_CRISIS_LINES}"
    text = read_text(path, where)
    data = text if isinstance(text, Problem) else read_toml(text, where)
    return ((), (data,)) if isinstance(data, Problem) else crisis_lines_from(data, where)
