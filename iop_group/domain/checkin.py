"""The check-in round: what is asked, and what a member answered or passed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class ItemKind(StrEnum):
    """How an item is answered."""

    SCALE = "scale"
    """A whole number from 0 to 10."""
    CHOICE = "choice"
    """One of a few words, picked by its digit."""
    WORDS = "words"
    """A few words."""


SCALE_TOP = 10


@dataclass(frozen=True, slots=True)
class CheckinItem:
    """One question of the round (reference: clinical 2.2)."""

    id: str
    label: str
    """The whole question, spoken."""
    short: str
    """Column heading, nine characters or fewer."""
    kind: ItemKind = ItemKind.SCALE
    choices: tuple[str, ...] = ()
    on: bool = True
    shared: bool = False
    """May ever stand on a screen that the group sees; sensitive items never may."""
    hint: str = ""


FOLLOW_UP = "follow-up"
COMMITMENT = "commitment"
FOLLOW_UPS = ("none", "after group", "now")
TALK_PRIVATELY = "talk privately"
OUTCOMES = ("done", "partly", "not yet", "none")

DEFAULT_ITEMS: tuple[CheckinItem, ...] = (
    CheckinItem("mood", "Mood now", "mood", hint="0 very low · 5 so-so · 10 very good"),
    CheckinItem("urge", "Strongest urge since last time", "urge", hint="0 none · 10 the strongest"),
    CheckinItem("sleep", "Sleep or rest", "sleep", hint="0 very poor · 10 very good"),
    CheckinItem(COMMITMENT, "Last commitment", "last time", ItemKind.CHOICE, OUTCOMES, shared=True),
    CheckinItem(
        "support",
        "Support contacts or meetings",
        "support",
        ItemKind.CHOICE,
        ("none", "1-2", "3+"),
        shared=True,
    ),
    CheckinItem("time", "Needs time today", "time", ItemKind.CHOICE, ("yes", "no"), shared=True),
    CheckinItem(FOLLOW_UP, "Private follow-up", "follow-up", ItemKind.CHOICE, FOLLOW_UPS),
    CheckinItem(
        "use",
        "Used since last session",
        "used",
        ItemKind.CHOICE,
        ("no", "yes", TALK_PRIVATELY, "rather not say"),
        on=False,
    ),
    CheckinItem(
        "medication",
        "Medication as planned",
        "medicine",
        ItemKind.CHOICE,
        ("yes", "partly", "no", "does not apply", "rather not say"),
        on=False,
    ),
    CheckinItem("goal", "Own goal", "goal", ItemKind.WORDS, on=False),
    CheckinItem("good", "One good thing", "good", ItemKind.WORDS, on=False, shared=True),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member said; passed=True when they passed, which is never 0 and never blank."""

    value: int | str | None = None
    passed: bool = False


PASS = Answer(passed=True)


@dataclass(frozen=True, slots=True)
class CheckIn:
    """The round so far."""

    answers: Mapping[str, Mapping[str, Answer]] = field(default_factory=dict)
    """Member code to item id to answer."""

    def of(self, member: str) -> Mapping[str, Answer]:
        """That member's answers by item id."""
        return self.answers.get(member, {})

    def answered(self, member: str, item: str, answer: Answer | None) -> CheckIn:
        """With one answer given, changed or (None) taken out."""
        own = {k: v for k, v in self.of(member).items() if k != item}
        if answer is not None:
            own[item] = answer
        return replace(self, answers={**self.answers, member: own})

    def heard(self, member: str) -> bool:
        """Has said or passed at least one thing."""
        return bool(self.of(member))


def read_key(item: CheckinItem, key: str) -> Answer | None:
    """What one key answers: a digit (or `t` for ten) on a scale, 1 to n for a choice; else None."""
    if item.kind is ItemKind.SCALE:
        if key == "t":
            return Answer(SCALE_TOP)
        return Answer(int(key)) if key in set("0123456789") else None
    if item.kind is ItemKind.CHOICE and key in set("123456789") and int(key) <= len(item.choices):
        return Answer(item.choices[int(key) - 1])
    return None


def asks_privately(item: CheckinItem, answer: Answer) -> bool:
    """The answer asks for a private word, now or after group."""
    if answer.passed:
        return False
    return (item.id == FOLLOW_UP and answer.value in FOLLOW_UPS[1:]) or answer.value == TALK_PRIVATELY


def asks_at_once(item: CheckinItem, answer: Answer) -> bool:
    """The private word cannot wait: the safety cards are opened."""
    return item.id == FOLLOW_UP and not answer.passed and answer.value == FOLLOW_UPS[-1]


def answer_text(answer: Answer | None) -> str:
    """As it stands in a record; empty when nothing was asked."""
    if answer is None:
        return ""
    return "pass" if answer.passed else str(answer.value)
