"""Everything that made-up people say and that is noted about them in the demo."""

from __future__ import annotations

from dataclasses import dataclass

from iop_group.domain.events import Outcome


@dataclass(frozen=True, slots=True)
class Concern:
    """What was raised about one member, and how it was followed up."""

    words: str
    outcome: Outcome
    how: str


FACILITATOR = "Robin"
CO_FACILITATOR = "Jo"
PROGRAM = "Demo program (everyone here is made up)"
DISCLOSURE = "Made-up records of the demo. Nobody in them exists."

FIRST_GROUP = ("Ana R.", "Ben", "Cy", "Dee", "Eli", "Fay", "Gus", "Hal")
SECOND_GROUP = ("Ida", "Jon", "Kit", "Lena M.", "Moe", "Nia", "Oz")
THIRD_GROUP = ("Pat", "Quinn", "Rosa", "Sue", "Tess", "Uma")

TAKEAWAYS = (
    "An urge passes, also when I do nothing",
    "I can ask for ten minutes before I answer",
    "I am not the only one with that road home",
    "Saying it out loud makes it smaller",
    "A plan for Friday is half of Friday",
    "Rest counts as doing something",
    "I can leave early and that is fine",
    "My list of people is longer than I thought",
    "It helps to see the wave before it is high",
    "Being tired is when I need the card",
)
COMMITMENTS = (
    "call my brother before Friday",
    "walk after dinner twice",
    "put the card into my wallet",
    "go to one meeting this week",
    "tell one friend about the group",
    "leave the phone in the kitchen at night",
    "take the other way home past the library",
    "eat breakfast before work",
    "write down three good minutes a day",
    "ask the nurse my question",
    "be at the garden club on Saturday",
)
MEMBER_NOTES = (
    "Talked about the way home past Maple Lane and tried out another one on paper.",
    "Was quiet at first, then spoke about sleep. Liked the idea of an evening list.",
    "Practised saying no with an invented cousin. Said the second try felt easier.",
    "Told how the phone call went: shorter than feared, kinder than expected.",
    "Stepped back from a difficult story and named what helped instead.",
    "Asked for more time next week to talk about work at the Blue Teapot.",
    "Found two people for the list of supports and wants a third.",
    "Named an early sign: skipping lunch. Will watch for it.",
)
GROUP_NOTES = (
    "Made up for the demo: the group was lively, and the wave picture stuck.",
    "Made up for the demo: slow start after a rainy day; warmer once people shared plans.",
    "Made up for the demo: good listening today. The pairs worked better than the whole circle.",
    "Made up for the demo: several spoke about weekends. Take this up again next time.",
)
CONCERNS = {
    ("Ana R.", 28): Concern("seemed low after the break", Outcome.TALKED, "sees the counselor tomorrow"),
    ("Ana R.", 0): Concern("would like a call on a quiet day", Outcome.LEFT_OPEN, "nobody picked up so far"),
    ("Ida", 21): Concern("asked for help with a letter", Outcome.HANDED_OFF, "to the case manager"),
    ("Ida", 0): Concern("worried about the weekend alone", Outcome.TALKED, "has three people to call"),
    ("Pat", 0): Concern("asked for two minutes after group", Outcome.TALKED, "said what the week was like"),
}
"""By the first member of the group, and the days between the session and the group's newest one."""

ADDENDUM = "One arrival was noted five minutes late."
