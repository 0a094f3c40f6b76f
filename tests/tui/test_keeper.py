"""The keeper: every act is folded in at once and handed to the writer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count

from iop_group.domain.events import Answered, BlockEntered, Event, NoteWritten, PartEntered, Signed, Undone
from iop_group.domain.session import fold
from iop_group.tui.keeper import Keeper
from tests.tui.desk_for_tests import plan_of

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


class Log:
    """A session file that remembers what it was given."""

    def __init__(self) -> None:
        self.events: tuple[Event, ...] = (Event("plan", NOW, "Kim", plan_of()),)
        self.typing: dict[str, str] = {"note": "half"}
        self.submitted: list[tuple[tuple[Event, ...], Mapping[str, str]]] = []

    def submit(self, events: tuple[Event, ...], typing: Mapping[str, str]) -> None:
        self.submitted.append((events, typing))


def keeper_of(log: Log) -> Keeper:
    numbers = count(1)
    return Keeper(log, log.submit, now=lambda: NOW, new_id=lambda: f"e{next(numbers)}", author=lambda: "Kim")


def test_an_act_is_seen_at_once_submitted_once_and_told_to_the_screen() -> None:
    log, told = Log(), []
    keeper = keeper_of(log)
    keeper.on_change = lambda: told.append(1)
    keeper.act(Answered("M0001", "mood", 4), Answered("M0001", "urge", 5))
    assert len(keeper.session.checkin.of("M0001")) == 2
    assert [len(events) for events, _ in log.submitted] == [2]
    assert told == [1]


def test_the_session_is_always_the_fold_of_the_log() -> None:
    keeper = keeper_of(Log())
    keeper.act(Answered("M0001", "mood", 4))
    keeper.undo()
    keeper.act(Answered("M0001", "mood", 6))
    assert keeper.session == fold(keeper.events)


def test_undo_is_an_event_and_takes_back_the_last_act_only() -> None:
    log = Log()
    keeper = keeper_of(log)
    keeper.act(Answered("M0001", "mood", 4))
    keeper.act(Answered("M0002", "mood", 5))
    assert keeper.undo() == Answered("M0002", "mood", 5)
    assert keeper.undo() == Answered("M0001", "mood", 4)
    assert keeper.undo() is None
    assert [type(e.act) for events, _ in log.submitted for e in events] == [
        Answered,
        Answered,
        Undone,
        Undone,
    ]
    assert keeper.session.checkin.answers == {"M0001": {}, "M0002": {}} or not keeper.session.checkin.answers


def test_what_was_one_key_is_taken_back_by_one_key() -> None:
    keeper = keeper_of(Log())
    keeper.act(Answered("M0001", "mood", 4))
    keeper.act(Answered("M0002", "mood", passed=True), Answered("M0002", "urge", passed=True))
    keeper.undo()
    assert set(keeper.session.checkin.of("M0001")) == {"mood"}
    assert not keeper.session.checkin.of("M0002")
    keeper.undo()
    assert not keeper.session.checkin.of("M0001")


def test_what_comes_of_an_act_by_itself_is_taken_back_with_it() -> None:
    keeper = keeper_of(Log())
    keeper.act(BlockEntered("opening"))
    keeper.act(BlockEntered("topic"))
    keeper.follow(PartEntered(0), after=BlockEntered)
    assert keeper.undo() == BlockEntered("topic")
    assert keeper.session.coverage.part is None
    current = keeper.session.course.current
    assert current is not None
    assert current.id == "opening"


def test_what_was_done_in_between_is_never_taken_back_with_what_came_by_itself() -> None:
    keeper = keeper_of(Log())
    keeper.act(BlockEntered("opening"))
    keeper.act(BlockEntered("topic"))
    keeper.act(NoteWritten("n1", "her own words"))
    keeper.follow(PartEntered(0), after=BlockEntered)
    assert keeper.undo() == PartEntered(0)
    assert [note.text for note in keeper.session.notes.notes] == ["her own words"]


def test_a_signature_cannot_be_taken_back() -> None:
    keeper = keeper_of(Log())
    keeper.act(Answered("M0001", "mood", 4))
    keeper.act(Signed("group", "plain", {"Note": "x"}))
    assert keeper.undo() is None
    assert "group" in keeper.session.record.signed


def test_half_typed_text_is_there_again_and_goes_when_it_became_an_act() -> None:
    log = Log()
    keeper = keeper_of(log)
    assert keeper.slots() == ("note",)
    assert keeper.typed("note") == "half"
    keeper.type("note", "half a thought")
    keeper.type("note", "half a thought")
    assert log.submitted == [((), {"note": "half a thought"})]
    keeper.finish("note", NoteWritten("n1", "half a thought"))
    assert keeper.typed("note") == ""
    events, typing = log.submitted[-1]
    assert [e.act for e in events] == [NoteWritten("n1", "half a thought")]
    assert typing == {"note": ""}
    assert keeper.slots() == ()


def test_the_past_can_be_closed_at_the_time_it_ended() -> None:
    keeper = keeper_of(Log())
    then = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
    keeper.act(Answered("M0001", "mood", 4), at=then)
    assert keeper.events[-1].at == then
