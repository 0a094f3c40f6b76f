"""The talk meter adds up what was said only when it may have changed."""

from __future__ import annotations

from datetime import datetime

import pytest

from iop_group.domain.events import Act, Answered, BlockEntered, TurnEnded, TurnStarted
from iop_group.domain.people import FACILITATOR
from iop_group.domain.session import Session, apply
from iop_group.domain.talk import talk_by_slices
from iop_group.tui.talk_lines import METER_SECONDS, TalkMeter
from tests.domain.logs import Log, moment


def told(*acts: tuple[float, Act]) -> Session:
    return Log.of(*acts).session


def shown(meter: TalkMeter, session: Session, now: datetime, *, room: int = 10) -> str:
    return "\n".join("".join(text for text, _ in row) for row in meter.rows(session, now, 30, room))


IN_TOPIC = (0, BlockEntered("topic"))
BOTH_TALKED = (
    IN_TOPIC,
    (0, TurnStarted(FACILITATOR, "topic", 60)),
    (60, TurnEnded()),
    (60, TurnStarted("a1", "topic", 180)),
    (240, TurnEnded()),
)


def test_nothing_is_shown_before_anybody_has_talked() -> None:
    meter, session = TalkMeter(), told(IN_TOPIC)
    assert not meter.is_shown(session, moment(30))
    assert shown(meter, session, moment(30)) == ""


def test_the_shares_stand_there_and_the_hour_where_there_is_room() -> None:
    meter, session = TalkMeter(), told(*BOTH_TALKED)
    assert meter.is_shown(session, moment(300))
    assert "you 25, group 75 %" in shown(meter, session, moment(300))
    assert "Talk" not in shown(meter, session, moment(300), room=3)
    assert shown(meter, session, moment(300), room=1) == ""


def test_whoever_takes_the_floor_is_shown_at_once() -> None:
    meter, session = TalkMeter(), told(*BOTH_TALKED)
    assert "You have the floor" not in shown(meter, session, moment(301))
    session = told(*BOTH_TALKED, (301, TurnStarted(FACILITATOR, "topic", 60)))
    assert "You have the floor" in shown(meter, session, moment(301))


def test_an_answer_waits_for_no_adding_up(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[datetime] = []

    def counting(session: Session, now: datetime) -> tuple[float | None, ...]:
        counted.append(now)
        return talk_by_slices(session, now)

    monkeypatch.setattr("iop_group.tui.talk_lines.talk_by_slices", counting)
    log = Log.of(*BOTH_TALKED)
    meter, session = TalkMeter(), log.session
    first = shown(meter, session, moment(300))
    session = apply(session, log.add(301, Answered("a1", "mood", 5)))
    assert shown(meter, session, moment(301)) == first
    assert len(counted) == 1
    shown(meter, session, moment(300 + METER_SECONDS))
    assert len(counted) == 2
