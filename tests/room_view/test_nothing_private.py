"""Whatever happens in a group, nothing private reaches the room view: not its line, not its screen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iop_group.domain.events import Act, BlockEntered, ItemTicked, PartEntered, PointShown, TurnStarted
from iop_group.domain.group_sight import sight_of
from iop_group.domain.room_snapshot import RoomSnapshot, snapshot_from_record, snapshot_to_record
from iop_group.domain.session import Session
from iop_group.tui.widgets.picture import picture_rows
from tests.domain.logs import START
from tests.domain.marked_sessions import FIRST, MARK, SESSIONS, module, ritual, session_of

LATER = START + timedelta(minutes=9)
SIZES = ((40, 12), (80, 24), (160, 45))
MODULE = module()


@pytest.fixture(autouse=True, scope="module")
def the_terminals_own_letters() -> Iterator[None]:
    """Block letters would hide a mark from these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IOP_GROUP_ASCII", "1")
        yield


def seen(session: Session, *, names: bool) -> RoomSnapshot | None:
    """What the group may see of a session."""
    return sight_of(session, LATER, module=MODULE, ritual=ritual(session), names=names)


def received_and_drawn(snapshot: RoomSnapshot) -> Iterator[str]:
    """Every text that the second process gets, and every one that it draws of it."""
    line = json.dumps(snapshot_to_record(snapshot, LATER), ensure_ascii=False)
    yield line
    arrived = snapshot_from_record(json.loads(line), LATER)
    for cells, lines in SIZES:
        rows = picture_rows(arrived, LATER, cells, lines)
        assert len(rows) == lines
        yield "\n".join("".join(text for text, _ in row) for row in rows)


def check(session: Session) -> None:
    """With names switched off nobody is named; switched on, nothing more than a first name is."""
    for names in (False, True):
        snapshot = seen(session, names=names)
        texts = list(received_and_drawn(snapshot)) if snapshot is not None else []
        assert not any(MARK in text for text in texts)
        assert names or not any(FIRST in text for text in texts)


@given(SESSIONS)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_private_reaches_the_room_view(session: Session) -> None:
    check(session)


@pytest.mark.proof
@pytest.mark.timeout(900)
@given(SESSIONS)
@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_private_reaches_the_room_view_in_ten_thousand_sessions(session: Session) -> None:
    check(session)


@pytest.mark.parametrize(
    ("acts", "words"),
    [
        ([BlockEntered("topic"), PartEntered(1)], "open point"),
        ([BlockEntered("topic"), PartEntered(1), PointShown(1, 2)], "1. an open step"),
        ([BlockEntered("topic"), PartEntered(2), PointShown(2, 1)], "What else?"),
        ([BlockEntered("closing"), ItemTicked("closing", "1-say-this", MARK)], "and that"),
        ([BlockEntered("sharing"), TurnStarted("m0", "sharing", 60)], FIRST),
    ],
)
def test_these_sessions_do_show_the_group_what_is_for_it(acts: list[Act], words: str) -> None:
    snapshot = seen(session_of(acts), names=True)
    assert snapshot is not None
    assert all(words in text for text in received_and_drawn(snapshot))


def test_a_mark_that_came_through_would_be_found() -> None:
    snapshot = seen(session_of([BlockEntered("sharing")]), names=False)
    assert snapshot is not None
    for leaking in (
        replace(snapshot, title=MARK),
        replace(snapshot, speaker=MARK),
        replace(snapshot, lines=(MARK,)),
    ):
        assert all(MARK in text for text in received_and_drawn(leaking))


@given(st.text(), st.lists(st.text(), max_size=50), st.text())
def test_whatever_a_file_holds_it_is_drawn_on_lines_that_fit(title: str, lines: list[str], name: str) -> None:
    session_like = {
        "kind": "topic",
        "title": title,
        "left": -3.5,
        "runs": True,
        "heading": title,
        "lines": lines,
        "question": "",
        "speaker": name,
    }
    snapshot = snapshot_from_record(session_like, LATER)
    for cells, rows in SIZES:
        drawn = picture_rows(snapshot, LATER, cells, rows)
        assert len(drawn) == rows
        assert not any("\x1b" in text or "\n" in text for row in drawn for text, _ in row)
