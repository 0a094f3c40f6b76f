"""Random sessions in which everything private carries a mark, by which it is known wherever it turns up."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterable, Sequence
from datetime import timedelta
from enum import StrEnum

from hypothesis import strategies as st

from iop_group.domain import events
from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.checkin import DEFAULT_ITEMS
from iop_group.domain.events import Act, Event, Planned, TopicTaken, Undone, Unknown
from iop_group.domain.people import FACILITATOR, Member
from iop_group.domain.rituals import Ritual, parse_ritual
from iop_group.domain.session import Session, fold
from iop_group.domain.topics import TopicModule, parse_topic
from tests.domain.logs import START

MARK = "zqxprivate"
"""In every private text, and in every name behind the first."""
FIRST = "Wvkfirst"
"""The first name of everybody: only who has the floor is called so, and only if names are switched on."""
MEMBERS = (*(Member(f"m{number}", f"{FIRST} {MARK}") for number in range(4)), Member("m4", FIRST))
LIST = Block("list", BlockKind.SHARING, "Block list", 10, lists=True)
BLOCKS = (*(Block(f"{kind}", kind, f"Block {kind}", 10) for kind in BlockKind), LIST)
ADDED = tuple(Block(f"{kind}-2", kind, f"Block {kind} added", 10) for kind in BlockKind)
TOPIC = f"""---
title: {MARK} title
content note: {MARK} read first
objectives: {MARK} one, {MARK} two
---
{MARK} before the first heading

## Facilitator {MARK} (5 min)
- {MARK} point

## Key points (10 min)
- open point
> {MARK} note
- another open point <!-- {MARK} comment -->
### For the facilitator {MARK}
- {MARK} below it
### A subheading
1. an open step

## Discussion (10 min)
- What is open?
  > {MARK} inside
- What else?

## Handout
- handed out
"""
RITUALS = {
    f"{kind}": f"---\ntitle: {MARK}\n---\n{MARK}\n- say this\n> {MARK}\n- Facilitator: {MARK}\n- and that\n"
    for kind in (BlockKind.OPENING, BlockKind.CLOSING)
}

_PRIVATE = st.sampled_from([MARK, f"{MARK} [b]x[/b]", f"\x1b[2J{MARK}", f"{MARK}\n{MARK}"])
_CODES = st.sampled_from([m.code for m in MEMBERS] + [FACILITATOR, "walk-in"])
_NAMED: dict[str, st.SearchStrategy[typing.Any]] = {
    "member": _CODES,
    "subject": _CODES,
    "about": _CODES,
    "members": st.lists(_CODES, max_size=4).map(tuple),
    "display_name": st.sampled_from([f"{FIRST} {MARK}", f" {FIRST}\u202e {MARK}"]),
    "block": st.sampled_from([block.id for block in BLOCKS]),
    "part": st.integers(-1, 4),
    "point": st.integers(-1, 4),
    "ritual": st.sampled_from(["opening", "closing"]),
    "item": st.sampled_from(["1-say-this", "2-facilitator", "3-and-that", *(i.id for i in DEFAULT_ITEMS)]),
    "minutes": st.integers(-20, 20),
    "seconds": st.integers(0, 400),
    "topic": st.just(TopicTaken("t", f"{MARK} title", text=TOPIC)),
}


def _values(name: str, kind: typing.Any) -> st.SearchStrategy[typing.Any]:
    """Something for a field: private unless it has to mean something."""
    if kind is Block:
        return st.sampled_from(ADDED)
    if name in _NAMED:
        return _NAMED[name]
    if kind is str:
        return _PRIVATE
    if kind in (int, bool):
        return st.from_type(kind) if kind is bool else st.integers(0, 9)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    inner = typing.get_args(kind)
    if type(None) in inner:
        return st.one_of(*(st.none() if k is type(None) else _values("", k) for k in inner))
    if typing.get_origin(kind) is tuple:
        return st.lists(_values("", inner[0]), max_size=3).map(tuple)
    return st.dictionaries(_PRIVATE, _PRIVATE, max_size=3)


def _acts_of(kind: type[Act]) -> st.SearchStrategy[Act]:
    hints = typing.get_type_hints(kind)
    fields = {
        f.name: _values(f.name, hints[f.name]) for f in dataclasses.fields(typing.cast("typing.Any", kind))
    }
    return st.builds(kind, **fields)


KINDS = tuple(
    kind
    for kind in vars(events).values()
    if isinstance(kind, type) and issubclass(kind, Act) and kind not in (Act, Planned, Undone, Unknown)
)
"""Every act there is; one that is added later is tried too."""
ACTS = st.one_of(*map(_acts_of, KINDS))
_PART = st.integers(-1, 4)
_SCENES: tuple[st.SearchStrategy[list[Act]], ...] = (
    st.builds(lambda part, at: [events.PartEntered(part), events.PointShown(part, at)], _PART, _PART),
    st.lists(st.one_of(_acts_of(events.TurnStarted), _acts_of(events.ItemTicked), ACTS), max_size=3),
)


def session_of(acts: Sequence[Act], undone: Iterable[int] = ()) -> Session:
    """The session in which these acts happen, one every twenty seconds."""
    plan = Planned(
        session="s",
        group="g",
        group_name=f"{MARK} group",
        number=1,
        format_id="f",
        format_title=MARK,
        blocks=BLOCKS,
        topic=TopicTaken("t", f"{MARK} title", text=TOPIC),
        facilitator=f"{MARK} facilitator",
        co_facilitator=MARK,
        roster=MEMBERS,
        items=DEFAULT_ITEMS,
    )
    happened: list[Act] = [plan, *acts]
    happened += [Undone(f"e{number}") for number in undone if number < len(happened)]
    return fold(
        Event(f"e{number}", START + timedelta(seconds=20 * number), MARK, act)
        for number, act in enumerate(happened)
    )


def _told(acts: list[Act], block: Act, scene: list[Act], undone: list[int]) -> Session:
    return session_of([*acts, block, *scene], undone)


SESSIONS = st.builds(
    _told,
    st.lists(ACTS, max_size=20),
    _acts_of(events.BlockEntered),
    st.one_of(*_SCENES),
    st.lists(st.integers(2, 30), max_size=2),
)
"""Whatever has happened before, in the end the group is somewhere and does something."""


def module() -> TopicModule:
    """The topic of these sessions."""
    found, _ = parse_topic(TOPIC, "t.md")
    assert found is not None
    return found


def ritual(session: Session) -> Ritual | None:
    """The ritual of the block that runs."""
    block = session.course.current
    text = RITUALS.get(block.kind) if block is not None else None
    return parse_ritual(text, f"{block.kind}.md")[0] if text and block is not None else None
