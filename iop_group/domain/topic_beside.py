"""What can only be said of a topic beside the others: twins, what comes before it, what it is a copy of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from iop_group.domain.errors import Severity
from iop_group.domain.naming import near_miss
from iop_group.domain.topic_copies import has_changed, origin_line, origin_of
from iop_group.domain.topic_line_checks import Check, Finding, Reading
from iop_group.domain.topics import TopicModule

EASY, HARD = 6, 8
"""US school grades: what the group reads should be at most the first; above the second few follow."""


def _no_grade(_: TopicModule) -> float | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The other topics, as far as a check must know them."""

    built_in: Mapping[str, TopicModule] = field(default_factory=dict)
    """By id, also those that an own file takes the place of."""
    own: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Id to the names of the program's own files that have it; one at least."""
    own_name: str = ""
    """The name of the file that is checked, if it is one of these."""
    is_built_in: bool = False
    """The file that is checked is a built-in one."""
    grade: Callable[[TopicModule], float | None] = _no_grade
    """The reading grade of what the group sees, or None."""

    def checks(self) -> tuple[Check, ...]:
        """To be run with the others."""
        return (self._twins, self._before, self._original, self._reading)

    def _twins(self, seen: Reading) -> Iterator[Finding]:
        topic_id, line = seen.module.id, seen.document.line_of("id")
        others = [name for name in self.own.get(topic_id, ()) if name != self.own_name]
        if others and not self.is_built_in:
            said = (
                f"{others[0]} has the id {topic_id} too, and only one of them is used. Give one another id."
            )
            yield Severity.WARNING, line, said
        elif topic_id in self.built_in and not self.is_built_in:
            yield (
                Severity.HINT,
                line,
                "A built-in topic has this id: in your folder, this file takes its place.",
            )

    def _before(self, seen: Reading) -> Iterator[Finding]:
        known = {*self.built_in, *self.own, seen.module.id}
        for topic_id in seen.module.before:
            if topic_id not in known:
                meant = near_miss(topic_id, sorted(known))
                advice = f" Did you mean {meant}?" if meant else ""
                said = f"“before” names {topic_id}, and there is no topic of that id.{advice}"
                yield Severity.WARNING, seen.document.line_of("before"), said

    def _original(self, seen: Reading) -> Iterator[Finding]:
        topic_id, _ = origin_of(seen.module.based_on)
        original = self.built_in.get(topic_id)
        if original is not None and has_changed(original, seen.module.based_on):
            said = (
                f"The built-in {topic_id} has changed since your copy. Compare the two. "
                f"When you have, write: based on: {origin_line(original)}"
            )
            yield Severity.WARNING, seen.document.line_of("basedon"), said

    def _reading(self, seen: Reading) -> Iterator[Finding]:
        grade = self.grade(seen.module)
        if grade is not None and grade > EASY:
            how = "Many will not follow" if grade > HARD else "Some will not follow"
            advice = "shorter words, shorter sentences."
            said = f"The group’s text reads like school grade {grade:.0f}. {how}: {advice}"
            yield Severity.HINT, None, said
