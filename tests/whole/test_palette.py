"""Whoever knows no key finds every act by its name: the same group, driven through the palette."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from textual.command import Hit
from textual.screen import Screen

from iop_group.domain.events import BlockEntered, Closed, PartEntered
from iop_group.tui.commands import Place, commands_at
from iop_group.tui.desk import Desk
from iop_group.tui.navigation import screen_for
from iop_group.tui.palette import Commands
from iop_group.tui.screens.room import RoomScreen
from tests.tui.desk_for_tests import SESSION_ID, FakeClock, make_desk, running, start_session
from tests.tui.until import until
from tests.whole.driver import ME, Facilitator
from tests.whole.onlooker import asked_for

MEMBERS: Final = ("Ana R.", "Ben", "Cy")


def before_the_group(one: Facilitator) -> None:
    """From Today to the first block."""
    one.sees("Welcome").command("Groups").sees("What is the group called?")
    one.type("Tuesday evening").press("enter").sees("Nobody yet.")
    for count, member in enumerate(MEMBERS, 1):
        one.type(member).press("enter").sees(f"{count} member", member)
    one.press("escape").sees("Enter plans the first session.")
    one.command("Plan a session").sees("Start the session")
    one.command("Start session").sees("Your name as it will stand").type(ME).press("enter")
    one.in_block("Opening")


def opening_and_check_in(one: Facilitator) -> None:
    """Ticks, arrivals, answers and passes."""
    one.command("Tick").sees("✓ Welcome everyone")
    one.command("Arrivals").sees("Arrivals  0 of 3").press("A").sees("3 marked as here").press("escape")
    one.sees("Everyone is here.").command("Next").goes_on("Check-in")
    one.command("Pass").matches(r"Ana R\. +pass")
    one.command("Clear answer").misses("pass   ").type("5")
    one.matches(r"Ana R\. +5").command("Next member").sees("Ben: Mood now")
    one.command("Pass on all").sees("2 of 3 checked in", "✓ Ben")
    one.command("Undo").sees("Taken back")


def always_there(one: Facilitator) -> None:
    """What can be done in every block."""
    one.command("Note").sees("Note about the group").type("by name").press("enter").misses("Note about")
    one.command("Stay-after").sees("Ask to stay").type("has a question").press("enter").misses("Ask to stay")
    one.command("Pause").sees("left  paused").command("Pause").misses("left  paused")
    one.command("Add a minute").matches(r"1[01]:\d\d left")
    one.command("Back").in_block("Opening").command("Next").goes_on("Check-in")
    one.command("Agenda").sees("Go there").press("escape").misses("Go there")
    one.command("Safety").sees("Crisis lines").press("r").misses("Crisis lines")
    one.command("Curtain").sees("Enter opens").misses("Tuesday").press("enter").sees("Tuesday evening")
    one.command("Help").sees("PgDn Down").press("escape").misses("PgDn Down")


def topic_and_sharing(one: Facilitator) -> None:
    """Points and parts, then turns."""
    one.command("Next").goes_on("Topic")
    first = one.point
    one.command("Next point").moves_on(first)
    second = one.point
    one.command("Previous point").moves_on(second)
    assert one.point == first
    one.command("Next part").sees("  part 2 of ").command("Previous part").sees("  part 1 of ")
    one.press("]").sees("  part 2 of ").press("]").sees("  part 3 of ")
    one.command("Mark used").sees("✓  ")
    one.command("Objectives").tick_objective(1)
    one.command("For you").sees("For you alone").press("escape").misses("For you alone")
    one.command("Next").goes_on("Open talk")
    one.command("Start turn").speaks("Ana R.").command("End turn").has_spoken("Ana R.")
    one.at_cursor("Ben").command("Back later").at_cursor("Cy").command("Pass").matches(r" Cy +passed")
    one.command("I speak").speaks("You").command("Start or end turn").has_spoken("You")
    one.command("Start or end turn").speaks("Ben").press("enter").has_spoken("Ben")
    one.command("Order").sees("In which order").press("1").misses("In which order")


def closing_and_after(one: Facilitator) -> None:
    """The round, the stay-after, and the signature."""
    one.command("Next").goes_on("Closing")
    one.command("Commitment").sees("Ana R. will try").type("call Dee").press("enter").sees("Ben takes away")
    one.command("Takeaway").sees("Ben takes away").type("rest").press("enter").sees("Ben will try")
    one.command("Resolve stay-after").sees("What was done").press("enter").sees("We talked").press("1")
    one.sees("a few words if you like").press("enter").sees("All have been followed up.").press("escape")
    one.misses("All have been followed up.")
    one.command("Close session").sees("The clocks stop here").press("enter").sees("0 of 4 signed")
    one.command("Sign").matches("1 of 4 signed|Not yet")
    if "Not yet" in one.screen:
        one.press("enter").sees("1 of 4 signed")
    one.command("Note format").sees("Which format").press("escape").misses("Which format")
    one.command("Go back").command("Go back").sees("To sign")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """One whole run by names, and what `sessions show --json` says about it."""
    home = tmp_path_factory.mktemp("palette") / "home"
    with Facilitator(home, size=(80, 24)) as one:
        before_the_group(one)
        opening_and_check_in(one)
        always_there(one)
        topic_and_sharing(one)
        closing_and_after(one)
        one.open_palette().type("Quit").sees("Save everything").press("enter")
        assert one.program.wait_exit() == 0
    (line,) = asked_for(home, "sessions", "list")
    yield asked_for(home, "sessions", "show", line["id"])


def test_a_group_run_by_names_has_the_same_kind_of_record(record: dict[str, Any]) -> None:
    names = {person["member"]: person["name"] for person in record["attendance"]}
    assert tuple(names.values()) == MEMBERS
    assert [note["text"] for note in record["notes"]] == ["by name"]
    assert [concern["outcome"] for concern in record["concerns"]] == ["talked"]
    assert sorted(turn["turns"] for turn in record["turns"]) == [1, 1, 1]
    assert [o["covered"] for o in record["topic"]["objectives"]].count(True) == 1
    assert list(record["commitments"].values()) == ["call Dee"]
    assert list(record["takeaways"].values()) == ["rest"]
    assert all(block["held"] for block in record["blocks"] if block["kind"] != "debrief")
    assert record["record"][0]["status"] == "signed"


ROOM_BLOCKS: Final = {
    Place.OPENING: "opening",
    Place.CHECK_IN: "check-in",
    Place.TOPIC: "topic",
    Place.SHARING: "sharing",
    Place.CLOSING: "closing",
}
OTHERS: Final = (
    Place.TODAY,
    Place.PLAN,
    Place.GROUPS,
    Place.AFTER,
    Place.REVIEW,
    Place.SESSION,
    Place.TOPICS,
    Place.SETTINGS,
)


async def found_by(screen: Screen[Any], words: str) -> list[str]:
    """Names of the commands that the palette offers for these words, the best first."""
    hits = [hit async for hit in Commands(screen).search(words) if isinstance(hit, Hit)]
    return [str(hit.text) for hit in sorted(hits, key=lambda hit: -hit.score)]


async def check_place(screen: Screen[Any], place: Place) -> None:
    """Every command of the place and of everywhere stands first when its whole name is typed."""
    for command in commands_at(place, Place.ANYWHERE):
        if command.act != "command_palette":
            assert (await found_by(screen, command.name))[:1] == [command.name]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk on a new home, its clock standing still."""
    return make_desk(tmp_path, FakeClock())


@pytest.mark.parametrize("place", ROOM_BLOCKS, ids=str)
async def test_every_command_of_a_block_is_found_by_its_name(desk: Desk, place: Place) -> None:
    keeper = start_session(desk, BlockEntered(ROOM_BLOCKS[place]))
    async with running(desk, RoomScreen(desk, keeper), bare=True) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, RoomScreen)
        await until(pilot, lambda: place in screen.places() and screen.focused is not None)
        await check_place(screen, place)
        await check_place(screen, Place.ROOM)


@pytest.mark.parametrize("place", OTHERS, ids=str)
async def test_every_command_of_a_place_is_found_by_its_name(desk: Desk, place: Place) -> None:
    start_session(desk, PartEntered(0), Closed())
    about = "" if place in (Place.TODAY, Place.PLAN) else SESSION_ID
    screen = None if place is Place.TODAY else screen_for(place.value, about, desk)
    async with running(desk, screen) as pilot:
        await until(pilot, lambda: pilot.app.screen.is_current and pilot.app.screen.is_mounted)
        await check_place(pilot.app.screen, place)
