"""Member and Topics covered: reached by one key, read while they are made, left by Escape."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from iop_group.domain.errors import Damaged, NotFound
from iop_group.domain.events import (
    Answered,
    AttendanceMarked,
    BlockEntered,
    Closed,
    CommitmentMade,
    Mark,
    NoteWritten,
    Signed,
    TopicTaken,
)
from iop_group.domain.people import Group, Member
from iop_group.domain.session import Session
from iop_group.tui.app import IopGroupApp
from iop_group.tui.desk import Desk
from iop_group.tui.member_page import NOTHING_YET
from iop_group.tui.screens.base import HouseScreen
from iop_group.tui.screens.covered import CoveredScreen
from iop_group.tui.screens.curtain import CurtainScreen
from iop_group.tui.screens.groups import GroupsScreen
from iop_group.tui.screens.member import MemberScreen
from iop_group.tui.screens.review import ReviewScreen
from iop_group.tui.screens.session import SessionScreen
from iop_group.tui.text import width
from iop_group.tui.widgets.pick import Pick
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import (
    GROUP_ID,
    FakeClock,
    make_desk,
    members_called,
    paste,
    plan_of,
    running,
    screen_text,
)
from tests.tui.doors import PASSPHRASE, enter, is_locked, opener_of, program, sealed_home, sees
from tests.tui.sizes import at_sizes
from tests.tui.until import until

BEN, CY = "M0001", "M0002"
WEEK = 7 * 24 * 60 * 60
PEOPLE = ("Ben", "Cy")


def session_id(number: int) -> str:
    return f"{number:032x}"


def hold(desk: Desk, clock: FakeClock, number: int, names: tuple[str, ...] = PEOPLE) -> None:
    """One evening: all are there, say a number and a plan; signed. A week passes."""
    topic = TopicTaken(f"t{number % 3}", f"Topic {number % 3}")
    plan = plan_of(names, session=session_id(number), number=number, topic=topic)
    keeper = desk.start(plan)
    codes = [m.code for m in plan.roster]
    keeper.act(*(AttendanceMarked(code, Mark.ARRIVED) for code in codes), BlockEntered("topic"))
    clock.advance(60 * 60)
    keeper.act(*(Answered(code, "mood", number % 11) for code in codes))
    keeper.act(*(CommitmentMade(code, f"plan {number} of {code}") for code in codes))
    keeper.act(NoteWritten(f"n{number}", f"Cy was glad, {number}", codes[0]), Closed())
    keeper.act(*(Signed(code, "plain", {"Session": f"Calm {number}."}) for code in codes))
    clock.advance(WEEK - 60 * 60)


def with_people(desk: Desk, names: tuple[str, ...] = PEOPLE) -> None:
    members = members_called(names)
    group = Group(id=GROUP_ID, name="Tuesday evening", roster=tuple(m.code for m in members))
    desk.vault.registry.put_many(groups=(group,), members=members)


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Desk:
    """Four evenings of Ben and Cy."""
    desk = make_desk(tmp_path, clock)
    with_people(desk)
    for number in range(1, 5):
        hold(desk, clock, number)
    assert desk.flush()
    return desk


def in_front(pilot: Pilot[None], kind: type) -> Callable[[], bool]:
    return lambda: isinstance(pilot.app.screen, kind)


def whole(screen: MemberScreen) -> bool:
    """Has everything been read?"""
    return len(screen._page.parts) > 1


async def test_from_groups_o_shows_the_member_at_the_cursor_and_escape_goes_back(desk: Desk) -> None:
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("o")
        await sees(pilot, "Tab goes to the members")
        await pilot.press("right", "down", "o")
        await until(pilot, in_front(pilot, MemberScreen))
        await sees(pilot, "Cy · M0002", "Tuesday evening · first here on 24 Nov 2026", "Mood now")
        await pilot.press("escape")
        await until(pilot, in_front(pilot, GroupsScreen))


async def test_from_review_o_asks_whose_unless_the_list_is_one_members(desk: Desk) -> None:
    async with running(desk, ReviewScreen(desk), bare=True) as pilot:
        await pilot.press("o")
        await until(pilot, in_front(pilot, Pick))
        await pilot.press("2")
        await until(pilot, in_front(pilot, MemberScreen))
        await sees(pilot, "Cy · M0002")
        await pilot.press("escape")
        await until(pilot, in_front(pilot, ReviewScreen))
        await pilot.press("m")
        await until(pilot, in_front(pilot, Pick))
        await pilot.press("2", "o")
        await until(pilot, in_front(pilot, MemberScreen))
        await sees(pilot, "Ben · M0001")


async def test_it_is_found_by_its_name(desk: Desk) -> None:
    async with running(desk, SessionScreen(desk, session_id(1)), bare=True) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "Export" in screen_text(pilot))
        paste(pilot, "Member over time")
        await sees(pilot, "One member over time:")
        await pilot.press("enter")
        await until(pilot, in_front(pilot, Pick))
        await pilot.press("1")
        await until(pilot, in_front(pilot, MemberScreen))


async def test_enter_opens_the_session_of_the_line_and_escape_leads_back_to_the_line(desk: Desk) -> None:
    screen = MemberScreen(desk, BEN)
    async with running(desk, screen, bare=True) as pilot:
        await until(pilot, lambda: whole(screen))
        for _ in range(4):
            await pilot.press("]")
        await sees(pilot, "▸ Tue 15 Dec")
        await pilot.press("down", "enter")
        await until(pilot, in_front(pilot, SessionScreen))
        await sees(pilot, "Tuesday evening, session 3")
        await pilot.press("escape")
        await until(pilot, in_front(pilot, MemberScreen))
        await sees(pilot, "▸ Tue 8 Dec")


async def test_brackets_go_from_part_to_part(desk: Desk) -> None:
    screen = MemberScreen(desk, BEN)
    async with running(desk, screen, bare=True, size=(80, 24)) as pilot:
        await until(pilot, lambda: whole(screen))

        def first_line() -> str:
            return screen_text(pilot).splitlines()[2].strip(" ▸▁▂▃▄▅▆▇█")

        seen = []
        for key in ("]", "]", "]", "[", "["):
            await pilot.press(key)
            await pilot.pause()
            seen.append(first_line().split("   ")[0])
        assert seen == [
            "Hours in the room, by week",
            "Check-in",
            "Taken away, and to try before next time",
            "Check-in",
            "Hours in the room, by week",
        ]


async def test_nobody_elses_name_stands_on_the_page(desk: Desk) -> None:
    screen = MemberScreen(desk, BEN)
    async with running(desk, screen, bare=True, size=(100, 200)) as pilot:
        await until(pilot, lambda: whole(screen))
        text = screen_text(pilot)
        assert "Ben" in text
        assert "Cy" not in text
        assert CY not in text


async def test_what_the_index_knows_is_there_while_the_sessions_are_still_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, read = threading.Event(), desk.session

    def slow(session_id: str) -> Session:
        assert go.wait(30)
        return read(session_id)

    monkeypatch.setattr(desk, "session", slow)
    screen = MemberScreen(desk, BEN)
    async with running(desk, screen, bare=True) as pilot:
        await sees(pilot, "Sessions", "Tue 15 Dec", "here")
        assert "Mood now" not in screen_text(pilot)
        go.set()
        await sees(pilot, "Mood now")


async def test_leaving_while_it_is_read_stops_the_reading(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, began, read = threading.Event(), list[str](), desk.session

    def slow(session_id: str) -> Session:
        began.append(session_id)
        assert go.wait(30)
        return read(session_id)

    monkeypatch.setattr(desk, "session", slow)
    screen = MemberScreen(desk, BEN)
    async with running(desk, screen, bare=True) as pilot:
        await until(pilot, lambda: began)
        await pilot.press("escape")
        await until(pilot, lambda: not screen.is_attached)
        go.set()
        await until(pilot, lambda: not list(pilot.app.workers))
        assert len(began) == 1


async def test_after_a_change_it_is_read_again_and_else_not(
    desk: Desk, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, real = list[str](), desk.session

    def watched(session_id: str) -> Session:
        read.append(session_id)
        return real(session_id)

    screen = MemberScreen(desk, BEN)
    async with running(desk, screen, bare=True) as pilot:
        await until(pilot, lambda: whole(screen))
        monkeypatch.setattr(desk, "session", watched)
        await pilot.resize_terminal(70, 24)
        await until(pilot, lambda: not list(pilot.app.workers))
        assert read == []
        hold(desk, clock, 5)
        assert desk.flush()
        screen.refreshed()
        await sees(pilot, "22 Dec")
        assert len(read) == 5


async def test_a_session_that_cannot_be_read_is_said_and_the_others_are_shown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = desk.session

    def broken(session: str) -> Session:
        if session == session_id(2):
            raise Damaged("A session file is damaged.", "Run `iop-group doctor`.")
        return real(session)

    monkeypatch.setattr(desk, "session", broken)
    async with running(desk, MemberScreen(desk, BEN), bare=True) as pilot:
        await sees(pilot, "1 session could not be read", "Mood now")


async def test_somebody_new_is_told_of_in_a_sentence(tmp_path: Path, clock: FakeClock) -> None:
    desk = make_desk(tmp_path, clock)
    with_people(desk)
    async with running(desk, MemberScreen(desk, BEN), bare=True) as pilot:
        await sees(pilot, "Ben · M0001", NOTHING_YET)
        await pilot.press("enter", "]", "[", "down", "end")
        assert isinstance(pilot.app.screen, MemberScreen)


async def test_somebody_whom_only_the_sessions_know_has_a_page_too(desk: Desk, clock: FakeClock) -> None:
    stranger = Member("Z9Z9Z", "Wilhelmina")
    plan = replace(plan_of(session=session_id(9)), roster=(stranger,))
    desk.start(plan).act(AttendanceMarked(stranger.code, Mark.ARRIVED), BlockEntered("opening"), Closed())
    assert desk.flush()
    async with running(desk, MemberScreen(desk, stranger.code), bare=True) as pilot:
        await sees(pilot, "Wilhelmina · Z9Z9Z", "in no group now")


@at_sizes((60, 20), (80, 24), (160, 45))
async def test_forty_sessions_and_hostile_words_keep_the_page_whole(
    tmp_path: Path, clock: FakeClock, size: tuple[int, int]
) -> None:
    desk = make_desk(tmp_path, clock)
    names = tuple(name[:60] for name in HOSTILE)
    with_people(desk, names)
    for number, words in enumerate((*HOSTILE, *("plain",) * 16), start=1):
        plan = plan_of(names, session=session_id(number), topic=TopicTaken(f"t{number}", words))
        plan = replace(plan, group_name=words)
        keeper = desk.start(plan)
        keeper.act(AttendanceMarked(BEN, Mark.ARRIVED), BlockEntered("topic"), Answered(BEN, "mood", 7))
        clock.advance(3600)
        keeper.act(CommitmentMade(BEN, words), NoteWritten("n", words, BEN), Closed())
        keeper.act(Signed(BEN, "plain", {words: words}))
        clock.advance(WEEK / 3)
    assert desk.flush()
    screen = MemberScreen(desk, BEN)
    async with running(desk, screen, bare=True, size=size) as pilot:
        await until(pilot, lambda: whole(screen))
        for key in ("]", "]", "]", "]", "]", "pagedown", "end", "up"):
            await pilot.press(key)
            await pilot.pause()
            lines = screen_text(pilot).splitlines()
            assert all(line.isprintable() for line in lines)
            assert all(width(line.rstrip(" ▁▂▃▄▅▆▇█")) <= 78 for line in lines[1:-1])
            assert "Esc Back" in lines[-1]


async def test_the_curtain_and_the_lock_hide_it_and_the_passphrase_leads_back(
    tmp_path: Path, clock: FakeClock
) -> None:
    opener = opener_of(sealed_home(tmp_path)[0], clock)
    async with program(opener, unlocked=True) as pilot:
        assert isinstance(pilot.app, IopGroupApp)
        desk = pilot.app.desk
        with_people(desk)
        hold(desk, clock, 1)
        assert desk.flush()
        today = pilot.app.screen
        assert isinstance(today, HouseScreen)
        today.go("member", BEN)
        await sees(pilot, "Ben · M0001", "Mood now")
        await pilot.press("f10")
        await until(pilot, in_front(pilot, CurtainScreen))
        assert "Ben" not in screen_text(pilot)
        await pilot.press("f10")
        await until(pilot, in_front(pilot, MemberScreen))
        await pilot.press("ctrl+l")
        await is_locked(pilot)
        assert "Ben" not in screen_text(pilot)
        await enter(pilot, PASSPHRASE)
        await sees(pilot, "Ben · M0001", "Mood now")


async def test_locking_while_it_is_read_waits_for_the_session_that_is_being_read(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener = opener_of(sealed_home(tmp_path)[0], clock)
    go, began = threading.Event(), list[str]()
    async with program(opener, unlocked=True) as pilot:
        assert isinstance(pilot.app, IopGroupApp)
        desk, today = pilot.app.desk, pilot.app.screen
        with_people(desk)
        for number in range(1, 4):
            hold(desk, clock, number)
        assert desk.flush()
        read = desk.session

        def slow(session_id: str) -> Session:
            began.append(session_id)
            assert go.wait(30)
            return read(session_id)

        monkeypatch.setattr(desk, "session", slow)
        assert isinstance(today, HouseScreen)
        today.go("member", BEN)
        await until(pilot, lambda: began)
        await pilot.press("ctrl+l")
        await is_locked(pilot)
        go.set()
        await until(pilot, lambda: not list(pilot.app.workers))
        assert len(began) == 1, "no other is begun"


async def test_from_groups_t_shows_what_the_group_has_had_and_who_has_not(
    desk: Desk, clock: FakeClock
) -> None:
    with_people(desk, ("Ben", "Cy", "Newcomer"))
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("t")
        await until(pilot, in_front(pilot, CoveredScreen))
        await sees(pilot, "Tuesday evening · topics covered", "3 topics held", "2 of 3", "not yet: Newcomer")
        await sees(pilot, "before: 24 Nov")
        await pilot.press("escape")
        await until(pilot, in_front(pilot, GroupsScreen))


async def test_a_group_that_is_gone_has_no_page(desk: Desk) -> None:
    with pytest.raises(NotFound):
        CoveredScreen(desk, "nobody")
    desk.close()
