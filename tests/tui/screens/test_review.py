"""Review: any session of any year is found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from iop_group.domain.events import (
    GROUP,
    AttendanceMarked,
    BlockEntered,
    Closed,
    Mark,
    NoteWritten,
    Planned,
    Signed,
    TopicTaken,
)
from iop_group.domain.people import Group, Member
from iop_group.domain.summary import Summary
from iop_group.tui import review_lines
from iop_group.tui.desk import Desk
from iop_group.tui.review_lines import Sieve, members_in, state_run, summary_row
from iop_group.tui.screens import review
from iop_group.tui.screens.review import ReviewScreen
from iop_group.tui.text import Row, row_width
from iop_group.tui.widgets.dialog import Ask
from iop_group.tui.widgets.pick import Pick
from iop_group.tui.widgets.rows import Rows
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import START, FakeClock, make_desk, paste, plan_of, running, screen_text
from tests.tui.until import until

BEN, CY = "M0001", "M0002"


def session_id(number: int) -> str:
    return f"{number:032x}"


def hold(desk: Desk, clock: FakeClock, plan: Planned, *, close: bool = True, sign: bool = False) -> None:
    """A session at which everyone of the roster was, with one note."""
    desk.vault.registry.put_many(groups=(Group(id=plan.group, name=plan.group_name),), members=plan.roster)
    keeper = desk.start(plan)
    keeper.act(BlockEntered("opening"))
    keeper.act(*(AttendanceMarked(m.code, Mark.ARRIVED) for m in plan.roster))
    keeper.act(NoteWritten("n1", f"Rain outside, number {plan.number}", GROUP))
    clock.advance(90 * 60)
    if close:
        keeper.act(Closed())
    if sign:
        keeper.act(*(Signed(s, "plain", {"Session": "Calm."}) for s in keeper.session.subjects))


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Desk:
    """Three sessions: signed with Ben; to sign, of another group with Cy; unfinished with Ben and Cy."""
    desk = make_desk(tmp_path, clock)
    hold(desk, clock, plan_of(("Ben",), session=session_id(1), number=1), sign=True)
    monday = plan_of(("Ben", "Cy"), session=session_id(2), number=2, topic=TopicTaken("sleep", "Sleep"))
    hold(desk, clock, replace(monday, group="monday", group_name="Monday noon", roster=monday.roster[1:]))
    hold(desk, clock, plan_of(("Ben", "Cy"), session=session_id(3), number=3), close=False)
    desk.flush()
    return desk


async def shown(desk: Desk, *keys: str) -> tuple[list[int], str]:
    """Numbers of the sessions in the list after some keys, and the heading."""
    screen = ReviewScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        await until(pilot, lambda: screen.shown)
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        await until(pilot, lambda: pilot.app.screen is screen)
        return [int(s, 16) for s in screen.shown], screen_text(pilot).splitlines()[0]


async def test_all_sessions_are_there_the_newest_first_with_their_state(desk: Desk) -> None:
    screen = ReviewScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        await until(pilot, lambda: "3 sessions" in screen_text(pilot))
        lines = screen_text(pilot).splitlines()[2:5]
        assert [line.split()[-1] for line in lines] == ["unfinished", "signed", "signed"]
        assert "0 of 2 signed" in lines[1]
        assert "Monday noon" in lines[1]
        assert "Tue 24 Nov 2026" in lines[2]


async def test_one_group_one_topic_or_only_what_is_unsigned(desk: Desk) -> None:
    found, heading = await shown(desk, "g", "2")
    assert found == [2]
    assert "1 of 3 sessions · Monday noon" in heading


async def test_a_topic_filters(desk: Desk) -> None:
    assert (await shown(desk, "t", "2"))[0] == [3, 1]


async def test_a_member_filters_by_who_came(desk: Desk) -> None:
    found, heading = await shown(desk, "m", "3")
    assert found == [3, 2]
    assert "Cy" in heading


async def test_only_unsigned_leaves_out_what_still_runs_and_the_same_key_shows_all(desk: Desk) -> None:
    found, heading = await shown(desk, "u")
    assert (found, "only unsigned" in heading) == ([2], True)


async def test_the_same_key_shows_signed_sessions_again(desk: Desk) -> None:
    assert (await shown(desk, "u", "u"))[0] == [3, 2, 1]


async def test_escape_first_shows_everything_again_and_then_leaves(desk: Desk) -> None:
    screen = ReviewScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        await pilot.press("u")
        await until(pilot, lambda: len(screen.shown) == 1)
        await pilot.press("escape")
        await until(pilot, lambda: len(screen.shown) == 3)
        at = screen.at
        assert at is not None
        assert at.id == session_id(2), "the cursor stays on its session"
        await pilot.press("escape")
        await until(pilot, lambda: not screen.is_attached)


async def test_words_are_found_and_shown_where_they_stand(desk: Desk) -> None:
    screen = ReviewScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
        paste(pilot, "RAIN number 2")
        await pilot.press("enter")
        await until(pilot, lambda: screen.shown == (session_id(2),))
        assert "Rain outside, number 2" in screen_text(pilot)
        await pilot.press("g")
        await until(pilot, lambda: isinstance(pilot.app.screen, Pick))
        await pilot.press("3")
        await until(pilot, lambda: "Esc shows all of them again" in screen_text(pilot))
        await pilot.press("enter", "n", "escape")
        await until(pilot, lambda: len(screen.shown) == 3)


@pytest.mark.parametrize(
    ("key", "number", "place"),
    [("enter", 3, "RoomScreen"), ("enter", 1, "SessionScreen"), ("n", 2, "AfterScreen")],
)
async def test_enter_and_n_open_what_there_is_to_do(desk: Desk, key: str, number: int, place: str) -> None:
    screen = ReviewScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        await until(pilot, lambda: screen.shown)
        screen.query_one(Rows).move_to(screen.shown.index(session_id(number)))
        await pilot.press(key)
        await until(pilot, lambda: type(pilot.app.screen).__name__ == place)


async def test_an_unfinished_session_has_no_notes_yet(desk: Desk) -> None:
    screen = ReviewScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        await pilot.press("n")
        await until(pilot, lambda: "still runs" in screen_text(pilot))
        assert pilot.app.screen is screen


async def test_without_any_session_it_says_what_to_do(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    async with running(desk, ReviewScreen(desk), bare=True) as pilot:
        await until(pilot, lambda: "There is no session yet" in screen_text(pilot))
        await pilot.press("enter", "n", "g", "escape")


def a_summary(number: int) -> Summary:
    at = START - timedelta(days=number)
    return Summary(
        id=session_id(number),
        group="tuesday",
        group_name="Tuesday evening",
        number=number,
        format_title="90 minutes",
        topic_id="t",
        topic="Coping with cravings",
        facilitator="Kim",
        started_at=at,
        closed_at=at,
        block="",
        came=(BEN,),
        had_topic=(),
        names={BEN: "Ben"},
        expected=8,
        notes=2,
        signed=number % 3,
        open_concerns=(),
    )


async def test_of_ten_thousand_sessions_only_those_that_are_seen_are_drawn(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(tmp_path, clock)
    every = [a_summary(number) for number in range(10_000)]
    drawn: list[str] = []

    def draw(summary: Summary, cells: int) -> Row:
        drawn.append(summary.id)
        return summary_row(summary, cells)

    monkeypatch.setattr(desk.vault.index, "summaries", lambda: every)
    monkeypatch.setattr(review, "summary_row", draw)
    screen = ReviewScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        await until(pilot, lambda: "10000 sessions" in screen_text(pilot))
        await pilot.press("end", "u")
        await until(pilot, lambda: "only unsigned" in screen_text(pilot))
        assert 0 < len(set(drawn)) < 100


async def test_whatever_people_typed_is_only_text(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    for number, text in enumerate(HOSTILE, start=1):
        plan = plan_of((text,), session=session_id(number), topic=TopicTaken(f"t{number}", text))
        code = f"M{number:04}"
        roster = (Member(code, text),)
        hold(desk, clock, replace(plan, group=f"g{number}", group_name=text, roster=roster))
    desk.flush()
    screen = ReviewScreen(desk)
    async with running(desk, screen, bare=True, size=(80, 24)) as pilot:
        await until(pilot, lambda: len(screen.shown) == len(HOSTILE))
        for key in ("g", "m", "t"):
            await pilot.press(key)
            await until(pilot, lambda: isinstance(pilot.app.screen, Pick))
            for way in ("end", "home", "down"):
                await pilot.press(way)
                assert all(line.isprintable() for line in screen_text(pilot).splitlines())
            await pilot.press("enter")
            await until(pilot, lambda: pilot.app.screen is screen)
        assert len(screen.shown) <= 1


@pytest.mark.parametrize("cells", [20, 55, 66, 75, 88, 96, 120])
def test_a_line_fills_its_width_and_no_more(cells: int) -> None:
    assert row_width(summary_row(a_summary(1), cells)) == cells


def test_states_say_how_far_the_record_is() -> None:
    s = a_summary(2)
    states = [
        s,
        replace(s, signed=1),
        replace(s, closed_at=None),
        replace(s, closed_at=None, started_at=None),
    ]
    assert [state_run(one)[0] for one in states] == ["signed", "1 of 2 signed", "unfinished", "not started"]


def test_two_members_of_one_name_can_be_told_apart() -> None:
    summaries = [replace(a_summary(1), came=(BEN, CY), names={BEN: "Sam", CY: "Sam"})]
    assert [c.title for c in members_in(summaries, {})] == [f"Sam ·{BEN}", f"Sam ·{CY}"]
    renamed = members_in(summaries, {CY: Member(CY, "Samira")})
    assert [c.title for c in renamed] == ["Sam", "Samira"]


def test_an_empty_sieve_asks_nothing() -> None:
    assert not Sieve().asks
    assert review_lines.asked_words(Sieve(), {}) == ""
