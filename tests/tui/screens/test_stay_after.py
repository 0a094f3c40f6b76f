"""Stay-afters: asked for in two keys, resolved before the session closes."""

from __future__ import annotations

from pathlib import Path

import pytest

from iop_group.domain.events import AttendanceMarked, ConcernRaised, ConcernResolved, Mark, Outcome
from iop_group.domain.people import NAME_LIMIT
from iop_group.tui.keeper import Keeper
from iop_group.tui.screens.stay_after import ResolveDialog, StayAfterDialog, StayAfterQueue, before_closing
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import FakeClock, make_desk, paste, running, screen_text, start_session
from tests.tui.sizes import at_sizes
from tests.tui.until import until


def concerns(keeper: Keeper) -> list[tuple[str, str, Outcome | None, str]]:
    return [(c.member, c.words, c.outcome, c.outcome_words) for c in keeper.session.notes.concerns]


async def test_a_digit_and_enter_ask_a_member_to_stay(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, StayAfterDialog(keeper), bare=True) as pilot:
        await pilot.press("2", "enter")
        await until(pilot, lambda: concerns(keeper) == [("M0002", "", None, "")])


async def test_those_who_are_here_stand_first_and_a_letter_finds_a_name(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, AttendanceMarked("M0007", Mark.ARRIVED))
    dialog = StayAfterDialog(keeper)
    async with running(desk, dialog, bare=True) as pilot:
        await pilot.press("f", "enter")
        await until(pilot, lambda: "Stay-after  Fay" in screen_text(pilot))
        await pilot.press("escape", "1")
        await until(pilot, lambda: "Stay-after  Gus" in screen_text(pilot))
        paste(pilot, "call his sponsor")
        await pilot.press("enter")
        await until(pilot, lambda: concerns(keeper) == [("M0007", "call his sponsor", None, "")])


async def test_half_typed_words_wait_for_the_same_member(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    first = StayAfterDialog(keeper, "M0004")
    async with running(desk, first, bare=True) as pilot:
        paste(pilot, "urge of ni")
        await pilot.press("escape")
        await until(pilot, lambda: not first.is_current)
        assert concerns(keeper) == []
        await pilot.app.push_screen(StayAfterDialog(keeper, "M0004"))
        await until(pilot, lambda: "urge of ni" in screen_text(pilot))
        await pilot.press("n", "e", "enter")
        await until(pilot, lambda: concerns(keeper) == [("M0004", "urge of nine", None, "")])
        assert keeper.slots() == ()


async def test_asking_twice_changes_the_words_of_the_same_concern(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, ConcernRaised("c1", "M0004", "urge"))
    async with running(desk, StayAfterDialog(keeper, "M0004"), bare=True) as pilot:
        await until(pilot, lambda: "Asked to stay" in screen_text(pilot))
        assert keeper.slots() == ()
        await pilot.press("s", "enter")
        await until(pilot, lambda: concerns(keeper) == [("M0004", "urges", None, "")])


async def test_without_anybody_on_the_list_the_dialog_says_what_to_do(
    tmp_path: Path, clock: FakeClock
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, names=())
    dialog = StayAfterDialog(keeper, "gone")
    async with running(desk, dialog, bare=True) as pilot:
        await until(pilot, lambda: "F3 adds who comes in" in screen_text(pilot))
        await pilot.press("enter", "1", "a", "escape")
        await until(pilot, lambda: not dialog.is_current)


@pytest.mark.parametrize(
    ("key", "outcome"),
    [
        ("1", Outcome.TALKED),
        ("2", Outcome.HANDED_OFF),
        ("3", Outcome.SAFETY_STEPS),
        ("4", Outcome.DECLINED),
    ],
)
async def test_what_was_done_needs_no_words(
    tmp_path: Path, clock: FakeClock, key: str, outcome: Outcome
) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, ConcernRaised("c1", "M0002", "urge"))
    async with running(desk, ResolveDialog(keeper, keeper.session.notes.concerns[0]), bare=True) as pilot:
        await pilot.press(key, "enter")
        await until(pilot, lambda: concerns(keeper) == [("M0002", "urge", outcome, "")])


async def test_leaving_open_needs_a_word_why(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, ConcernRaised("c1", "M0002"))
    dialog = ResolveDialog(keeper, keeper.session.notes.concerns[0])
    async with running(desk, dialog, bare=True) as pilot:
        await pilot.press("5", "enter")
        await until(pilot, lambda: "Say why it stays open" in screen_text(pilot))
        assert not keeper.session.notes.concerns[0].outcome
        paste(pilot, "left before we could talk")
        await pilot.press("enter")
        await until(pilot, lambda: not dialog.is_current)
        assert concerns(keeper) == [("M0002", "", Outcome.LEFT_OPEN, "left before we could talk")]


async def test_the_queue_shows_open_ones_first_and_enter_resolves(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(
        desk,
        ConcernRaised("c1", "M0001", "done already"),
        ConcernRaised("c2", "M0002", "still to do"),
        ConcernResolved("c1", Outcome.TALKED),
    )
    queue = StayAfterQueue(keeper)
    async with running(desk, queue, bare=True) as pilot:
        assert [c.id for c in queue.concerns] == ["c2", "c1"]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ResolveDialog))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "All have been followed up." in screen_text(pilot))


async def test_another_member_can_be_asked_from_the_queue(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk)
    async with running(desk, StayAfterQueue(keeper), bare=True) as pilot:
        await until(pilot, lambda: "Nobody was asked to stay" in screen_text(pilot))
        await pilot.press("f")
        await until(pilot, lambda: isinstance(pilot.app.screen, StayAfterDialog))
        await pilot.press("3", "enter")
        await until(pilot, lambda: "1 still to talk about." in screen_text(pilot))


async def test_closing_waits_until_every_stay_after_is_resolved(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    keeper = start_session(desk, ConcernRaised("c1", "M0001", "urge"))
    closed: list[bool] = []
    async with running(desk, bare=True) as pilot:
        ground = pilot.app.screen
        assert not before_closing(ground, keeper, lambda: closed.append(True))
        await until(pilot, lambda: "Before people go" in screen_text(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is ground)
        assert closed == []
        assert not before_closing(ground, keeper, lambda: closed.append(True))
        await until(pilot, lambda: "Before people go" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ResolveDialog))
        await pilot.press("2", "enter")
        await until(pilot, lambda: closed == [True])  # what was waiting goes on by itself
        assert before_closing(ground, keeper)


@at_sizes((60, 20), (80, 24), (40, 12))
async def test_hostile_names_and_words_go_through_every_stay_after_screen(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    desk = make_desk(tmp_path, clock)
    names = [text[:NAME_LIMIT] or "-" for text in HOSTILE]
    keeper = start_session(desk, names=names)
    codes = keeper.session.attendance.roster
    raised = [ConcernRaised(f"c{n}", code, HOSTILE[n]) for n, code in enumerate(codes)]
    keeper.act(*raised)
    async with running(desk, StayAfterQueue(keeper), bare=True, size=size) as pilot:
        await pilot.press(*["down"] * len(codes), "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ResolveDialog))
        await pilot.press("1")
        paste(pilot, HOSTILE[-1])
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, StayAfterQueue))
        await pilot.press("f")
        await until(pilot, lambda: isinstance(pilot.app.screen, StayAfterDialog))
        await pilot.press("end", "enter")
        paste(pilot, HOSTILE[6])
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, StayAfterQueue))
        assert len(keeper.session.notes.unresolved) == len(codes)
