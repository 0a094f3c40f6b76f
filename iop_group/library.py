"""Finds the plain files of `themes/`, the program's own before the built-in ones, and says what is wrong."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from iop_group.colors import ColorTheme, parse_colors
from iop_group.domain.errors import Problem, Severity
from iop_group.domain.plain import one_line
from iop_group.plain_files import read_text, read_toml
from iop_group.shelf import Loaded, Parsed, Shelf, Source

if TYPE_CHECKING:
    from iop_group.domain.agenda import Format
    from iop_group.domain.crisis import CrisisLine
    from iop_group.domain.curriculum import Curriculum
    from iop_group.domain.rituals import Ritual, SafetyCard
    from iop_group.domain.topic_beside import Beside
    from iop_group.domain.topics import TopicModule

__all__ = ["Library", "Loaded", "Source", "themes_folder"]

_WRITTEN = (".md", ".markdown", ".txt")
_TABLES = (".toml",)
CRISIS_LINES = "crisis-lines.toml"


def themes_folder() -> Path:
    """The built-in themes: inside the package when it was installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "themes"
    return installed if installed.is_dir() else package.parent / "themes"


class Library:
    """Everything that a program can make its own. Nothing is read before it is asked for."""

    def __init__(self, home: Path | None = None, *, built_in: Path | None = None) -> None:
        """With a home, its `themes/` come first; built_in is for tests."""
        self._built_in = built_in if built_in is not None else themes_folder()
        self._own = home / "themes" if home is not None else None
        self._topics: Shelf[TopicModule] = Shelf("topics", _WRITTEN, _topic, lambda topic: topic.id)
        self._curricula: Shelf[Curriculum] = Shelf("curricula", _WRITTEN, _curriculum, lambda plan: plan.id)
        self._formats: Shelf[Format] = Shelf("formats", _WRITTEN, _format, lambda form: form.id)
        self._rituals: Shelf[Ritual] = Shelf("rituals", _WRITTEN, _ritual, lambda ritual: ritual.id)
        self._cards: Shelf[SafetyCard] = Shelf("safety", _WRITTEN, _safety_card, lambda card: card.id)
        self._colors: Shelf[ColorTheme] = Shelf("colors", _TABLES, parse_colors, lambda theme: theme.name)

    def topics(self) -> Loaded[TopicModule]:
        """All topic modules, built-in ones first, each in the order of the file names."""
        return self._topics.load(self._built_in, self._own)

    def topic(self, topic_id: str) -> TopicModule | None:
        """The module of that id, the program's own first."""
        return next((topic for topic in self.topics().items if topic.id == topic_id), None)

    def topic_source(self, topic_id: str) -> Source | None:
        """Which file the module of that id came from when topics were last listed."""
        return self._topics.sources.get(topic_id)

    def original_has_changed(self, topic: TopicModule) -> bool:
        """The built-in topic that this one is a copy of is not what it was then (as last listed)."""
        from iop_group.domain.topic_copies import has_changed, origin_of

        origin, _ = origin_of(topic.based_on)
        built_in = (one for source, one in self._topics.every if not source.own and one.id == origin)
        return any(has_changed(original, topic.based_on) for original in built_in)

    def check_topic(self, text: str, where: str, *, own_path: Path | None = None) -> tuple[Problem, ...]:
        """Everything that can be said about a topic's text, beside the other topics; `where` stands in it.

        own_path is the file that the text is of, so that it is not held against itself.
        """
        self.topics()
        return self._checked(text, where, own_path, self._beside())

    def check_topics(self) -> tuple[Problem, ...]:
        """The same about every topic in use, and why any other file in their folders is not in use."""
        found = list(self.topics().problems)
        beside = self._beside()
        for source, topic in self._topics.every:
            if self._topics.sources[topic.id] == source:
                where = f"topics/{one_line(source.path.name)}"
                found += self._checked(topic.text, where, source.path, beside)
        return tuple(dict.fromkeys(found))

    def _beside(self) -> Beside:
        from iop_group.domain.topic_beside import Beside
        from iop_group.reading_grade import reading_grade

        own: dict[str, list[str]] = {}
        for source, topic in self._topics.every:
            if source.own:
                own.setdefault(topic.id, []).append(one_line(source.path.name))
        built_in = {topic.id: topic for source, topic in self._topics.every if not source.own}
        return Beside(built_in=built_in, own=own, grade=reading_grade)

    def _checked(self, text: str, where: str, path: Path | None, beside: Beside) -> tuple[Problem, ...]:
        from iop_group.domain.topic_checks import check_topic

        if path is not None:
            folder = path.resolve().parent
            is_own = self._own is not None and folder == (self._own / "topics").resolve()
            beside = replace(
                beside,
                own_name=one_line(path.name) if is_own else "",
                is_built_in=folder == (self._built_in / "topics").resolve(),
            )
        return check_topic(text, where, beside=beside)

    def curricula(self) -> Loaded[Curriculum]:
        """The curricula, in the order of the file names; ids in them that no topic has are named."""
        loaded = self._curricula.load(self._built_in, self._own)
        known = {topic.id for topic in self.topics()}
        strange = [
            Problem(
                Severity.WARNING,
                f"curricula/{one_line(self._curricula.sources[plan.id].path.name)}",
                None,
                f"There is no topic {topic_id}, so it is never proposed.",
            )
            for plan in loaded
            for week in plan.weeks
            for topic_id in week
            if topic_id not in known
        ]
        return Loaded(loaded.items, (*loaded.problems, *strange))

    def curriculum(self, curriculum_id: str) -> Curriculum | None:
        """The curriculum of that id, the program's own first."""
        return self._curricula.find(curriculum_id, self._built_in, self._own) if curriculum_id else None

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

    def color(self, name: str) -> ColorTheme | None:
        """The colour theme of that name, the program's own first; as a rule the others are not read."""
        return self._colors.find(name, self._built_in, self._own)

    def crisis_lines(self) -> Loaded[CrisisLine]:
        """The lines of the program's own file; of the built-in one when there is none or it has no lines."""
        problems: tuple[Problem, ...] = ()
        for root in (self._own, self._built_in):
            path = None if root is None else root / "safety" / CRISIS_LINES
            if path is None or (root is self._own and not os.path.lexists(path)):
                continue
            lines, found = _read_crisis_lines(path)
            problems += found
            if lines:
                return Loaded(lines, problems)
        return Loaded((), problems)


def _read_crisis_lines(path: Path) -> tuple[tuple[CrisisLine, ...], tuple[Problem, ...]]:
    from iop_group.domain.crisis import crisis_lines_from

    where = f"safety/{CRISIS_LINES}"
    text = read_text(path, where)
    data = text if isinstance(text, Problem) else read_toml(text, where)
    return ((), (data,)) if isinstance(data, Problem) else crisis_lines_from(data, where)


# Colours are needed for the first picture; the readers of everything else wait until they are asked for.


def _topic(text: str, where: str) -> Parsed[TopicModule]:
    from iop_group.domain.topics import parse_topic

    return parse_topic(text, where)


def _curriculum(text: str, where: str) -> Parsed[Curriculum]:
    from iop_group.domain.curriculum import parse_curriculum

    return parse_curriculum(text, where)


def _format(text: str, where: str) -> Parsed[Format]:
    from iop_group.domain.formats import parse_format

    return parse_format(text, where)


def _ritual(text: str, where: str) -> Parsed[Ritual]:
    from iop_group.domain.rituals import parse_ritual

    return parse_ritual(text, where)


def _safety_card(text: str, where: str) -> Parsed[SafetyCard]:
    from iop_group.domain.rituals import parse_safety_card

    return parse_safety_card(text, where)
