"""Making groups and filling them, on the screen."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot

from iop_group.domain.errors import NotSaved
from iop_group.domain.people import Group, Member, Membership
from iop_group.tui.desk import Desk
from iop_group.tui.screens.enrol import Enrol
from iop_group.tui.screens.groups import GroupsScreen
from iop_group.tui.widgets.dialog import Ask, Confirm
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.pick import Pick
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import FakeClock, make_desk, members_called, running, screen_text
from tests.tui.sizes import at_sizes
from tests.tui.until import until

TUESDAY = "tuesday"


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Desk:
    return make_desk(tmp_path, clock)


def with_members(desk: Desk, names: Sequence[str]) -> tuple[Member, ...]:
    members = members_called(names)
    group = Group(id=TUESDAY, name="Tuesday evening", roster=tuple(m.code for m in members))
    desk.vault.registry.put_many(groups=(group,), members=members)
    return members


def tuesday(desk: Desk) -> Group:
    return desk.vault.registry.group(TUESDAY)


async def shows(pilot: Pilot[None], text: str) -> None:
    await until(pilot, lambda: text in screen_text(pilot))


async def answer(pilot: Pilot[None], text: str) -> None:
    """Put a whole text into the field in front, as a paste would, and press Enter."""
    entry = pilot.app.screen.query_one(Entry)
    entry.value = text
    await pilot.press("enter")


async def in_front(pilot: Pilot[None], kind: type) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))


async def test_a_first_start_asks_for_the_group_and_then_for_its_members(desk: Desk) -> None:
    screen = GroupsScreen(desk)
    async with running(desk, screen, bare=True) as pilot:
        await in_front(pilot, Enrol)
        await shows(pilot, "New group")
        await pilot.press(*"Tue", "enter", *"Ana", "enter", *"Ben", "enter")
        await until(pilot, lambda: len(desk.vault.registry.members()) == 2)
        await shows(pilot, "2 members: Ana · Ben")
        await pilot.press("enter")
        await in_front(pilot, GroupsScreen)
        (group,) = desk.vault.registry.groups()
        names = [m.display_name for m in desk.vault.registry.members().values()]
        assert (group.name, names, len(group.roster)) == ("Tue", ["Ana", "Ben"], 2)
        await shows(pilot, "Enter plans the first session.")


async def test_names_typed_quickly_do_not_run_into_each_other(desk: Desk) -> None:
    with_members(desk, [])
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("a")
        await in_front(pilot, Enrol)
        entry = pilot.app.screen.query_one(Entry)
        # All keys in the field's queue at once, as from a terminal that was busy.
        for key in [*"Ana", "enter", *"Ben", "enter"]:
            entry.post_message(Key(key, key if len(key) == 1 else "\r"))
        await until(pilot, lambda: len(desk.vault.registry.members()) == 2)
        assert [m.display_name for m in desk.vault.registry.members().values()] == ["Ana", "Ben"]


async def test_enter_on_a_group_plans_its_session(desk: Desk) -> None:
    with_members(desk, ["Ana"])
    went: list[tuple[str, str]] = []

    class Watched(GroupsScreen):
        def go(self, place: str, about: str = "", *, instead: bool = False) -> None:
            went.append((place, about))

    async with running(desk, Watched(desk), bare=True) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: went)
        assert went == [("plan", TUESDAY)]


async def test_a_half_typed_name_is_still_there_after_escape(desk: Desk) -> None:
    with_members(desk, ["Ana"])
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("a")
        await in_front(pilot, Enrol)
        await pilot.press(*"Be", "escape")
        await in_front(pilot, GroupsScreen)
        await pilot.press("a")
        await in_front(pilot, Enrol)
        assert pilot.app.screen.query_one(Entry).value == "Be"


async def test_an_empty_or_taken_group_name_gets_one_plain_line(desk: Desk) -> None:
    with_members(desk, [])
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("n")
        await in_front(pilot, Enrol)
        await pilot.press("enter")
        await shows(pilot, "name is empty")
        await answer(pilot, "tuesday evening")
        await shows(pilot, "of that name already")
        assert len(desk.vault.registry.groups()) == 1


async def test_a_name_that_is_there_already_is_asked_about_and_not_added_by_itself(desk: Desk) -> None:
    with_members(desk, ["Ben"])
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("a")
        await in_front(pilot, Enrol)
        await answer(pilot, "Ben")
        await in_front(pilot, Pick)
        await shows(pilot, "on this roster, code M0001")
        await pilot.press("1")
        await in_front(pilot, Enrol)
        assert len(tuesday(desk).roster) == 1
        await answer(pilot, "Ben")
        await in_front(pilot, Pick)
        await pilot.press("2")
        await in_front(pilot, Enrol)
        await shows(pilot, "2 members: Ben · Ben")
        assert len(tuesday(desk).roster) == 2


async def test_names_with_commas_between_them_are_several_members(desk: Desk) -> None:
    with_members(desk, ["Ben"])
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("a")
        await in_front(pilot, Enrol)
        await answer(pilot, "Ana, Ben ,, Cy, Dee")
        await in_front(pilot, Pick)
        await pilot.press("escape")
        await in_front(pilot, Enrol)
        assert pilot.app.screen.query_one(Entry).value == "Ben, Cy, Dee"
        await pilot.press("enter")
        await in_front(pilot, Pick)
        await pilot.press("1")
        await shows(pilot, "4 members: Ben · Ana · Cy · Dee")


async def test_a_long_list_of_new_members_says_that_there_are_more(desk: Desk) -> None:
    with_members(desk, [f"M{number}" for number in range(7)])
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("a")
        await shows(pilot, "7 members: … · M1 · M2 · M3 · M4 · M5 · M6")


async def test_the_order_of_the_circle_is_changed_where_the_members_stand(desk: Desk) -> None:
    with_members(desk, ["Ana", "Ben", "Cy"])
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("<")
        await shows(pilot, "Tab goes there")
        await pilot.press("tab", "end", "<", "<", "<")
        await until(pilot, lambda: tuesday(desk).roster == ("M0003", "M0001", "M0002"))
        await shows(pilot, "Earlier")
        await pilot.press(">")
        await until(pilot, lambda: tuesday(desk).roster == ("M0001", "M0003", "M0002"))


async def test_somebody_of_another_group_can_be_the_same_person(desk: Desk) -> None:
    members = with_members(desk, ["Ben"])
    desk.vault.registry.put_group(Group(id="friday", name="Friday"))
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("down", "a")
        await in_front(pilot, Enrol)
        await answer(pilot, "Ben")
        await in_front(pilot, Pick)
        await shows(pilot, "Tuesday evening, code M0001")
        await pilot.press("1")
        await in_front(pilot, Enrol)
        assert desk.vault.registry.group("friday").roster == (members[0].code,)
        assert len(desk.vault.registry.members()) == 1


async def test_somebody_new_of_a_known_name_gets_a_record_of_their_own(desk: Desk) -> None:
    with_members(desk, ["Ben"])
    desk.vault.registry.put_group(Group(id="friday", name="Friday"))
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("down", "a")
        await in_front(pilot, Enrol)
        await answer(pilot, "Ben")
        await in_front(pilot, Pick)
        await pilot.press("escape")
        await in_front(pilot, Enrol)
        assert pilot.app.screen.query_one(Entry).value == "Ben"
        await pilot.press("enter")
        await in_front(pilot, Pick)
        await pilot.press("2")
        await in_front(pilot, Enrol)
        assert len(desk.vault.registry.members()) == 2


async def test_a_name_that_cannot_be_saved_stays_in_the_field(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise NotSaved("The disk is full.", "Free some space.")

    with_members(desk, ["Ana"])
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("a")
        await in_front(pilot, Enrol)
        monkeypatch.setattr(desk.vault.registry, "put_many", full)
        await answer(pilot, "Ben")
        await shows(pilot, "The disk is full.")
        assert pilot.app.screen.query_one(Entry).value == "Ben"
        monkeypatch.undo()
        await pilot.press("enter")
        await until(pilot, lambda: len(tuesday(desk).roster) == 2)


async def test_day_time_format_and_newcomers_are_changed_one_after_the_other(desk: Desk) -> None:
    with_members(desk, ["Ana"])
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("e")
        await in_front(pilot, Pick)
        await pilot.press("2")
        await shows(pilot, "Wednesday")
        await pilot.press("2")
        await until(pilot, lambda: tuesday(desk).weekday == 1 and isinstance(pilot.app.screen, Pick))
        await pilot.press("3")
        await in_front(pilot, Ask)
        await answer(pilot, "25:00")
        await shows(pilot, "no time of day")
        await answer(pilot, "18")
        await until(pilot, lambda: tuesday(desk).starts == "18:00" and isinstance(pilot.app.screen, Pick))
        await pilot.press("4")
        await shows(pilot, "Which format?")
        await pilot.press("5")  # the shortest stand first
        await until(pilot, lambda: tuesday(desk).format_id == "180-iop-day")
        await shows(pilot, "Newcomers")
        await pilot.press("5")
        await until(pilot, lambda: tuesday(desk).membership is Membership.CLOSED)
        await shows(pilot, "closed: the same")
        await pilot.press("6")
        await shows(pilot, "Topics from which curriculum?")
        await pilot.press("3")
        await until(pilot, lambda: tuesday(desk).curriculum == "12-weeks-by-3")
        await shows(pilot, "12 weeks, 3 groups a week")
        await pilot.press("1")
        await in_front(pilot, Ask)
        await answer(pilot, "Tuesday night")
        await until(pilot, lambda: tuesday(desk).name == "Tuesday night")
        await in_front(pilot, Pick)
        await pilot.press("escape")
        await in_front(pilot, GroupsScreen)
        await shows(pilot, "Tue 18:00")


async def test_a_member_gets_another_display_name(desk: Desk) -> None:
    with_members(desk, ["Ana", "Ben"])
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("right", "down", "e")
        await in_front(pilot, Ask)
        await answer(pilot, "Benny")
        await in_front(pilot, GroupsScreen)
        await shows(pilot, "Benny")
        assert desk.vault.registry.members()["M0002"].display_name == "Benny"


async def test_a_member_leaves_the_roster_only_after_a_yes(desk: Desk) -> None:
    with_members(desk, ["Ana", "Ben"])
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("tab", "delete")
        await in_front(pilot, Confirm)
        await pilot.press("escape")
        await in_front(pilot, GroupsScreen)
        assert len(tuesday(desk).roster) == 2
        await pilot.press("delete")
        await in_front(pilot, Confirm)
        await pilot.press("enter")
        await until(pilot, lambda: tuesday(desk).roster == ("M0002",))
        assert "M0001" in desk.vault.registry.members()


async def test_a_group_made_by_mistake_is_removed_by_y_alone(desk: Desk) -> None:
    with_members(desk, ["Ana"])
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("delete")
        await in_front(pilot, Confirm)
        await pilot.press("enter")
        assert len(desk.vault.registry.groups()) == 1
        await pilot.press("y")
        await until(pilot, lambda: not desk.vault.registry.groups())
        await in_front(pilot, GroupsScreen)
        await shows(pilot, "There is no group yet.")


async def test_a_roster_that_cannot_be_saved_is_said_and_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise NotSaved("The disk is full.", "Free some space.")

    with_members(desk, ["Ana"])
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        monkeypatch.setattr(desk.vault.registry, "put_many", full)
        await pilot.press("right", "delete")
        await in_front(pilot, Confirm)
        await pilot.press("enter")
        await in_front(pilot, GroupsScreen)
        await until(pilot, lambda: len(pilot.app._notifications) == 1)
        await shows(pilot, "Ana")


async def test_a_file_of_names_is_shown_before_anything_is_written(desk: Desk, tmp_path: Path) -> None:
    with_members(desk, ["Ana"])
    names = tmp_path / "names.csv"
    names.write_text("display_name\nAna\nGus\n[/b]\n" + "x" * 70 + "\n", encoding="utf-8")
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("i")
        await in_front(pilot, Ask)
        await answer(pilot, f"'{names}'")
        await in_front(pilot, Confirm)
        assert len(tuesday(desk).roster) == 1
        await pilot.press("enter")
        await until(pilot, lambda: len(tuesday(desk).roster) == 3)
        shown = [m.display_name for m in desk.vault.registry.members().values()]
        assert shown == ["Ana", "Gus", "[/b]"]


async def test_a_file_that_cannot_be_read_is_asked_for_again(desk: Desk, tmp_path: Path) -> None:
    with_members(desk, ["Ana"])
    again = tmp_path / "again.csv"
    again.write_text("Ana\n", encoding="utf-8")
    async with running(desk, GroupsScreen(desk), bare=True) as pilot:
        await pilot.press("i")
        await in_front(pilot, Ask)
        first = pilot.app.screen
        await answer(pilot, "~nobody-here/none.csv")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask) and pilot.app.screen is not first)
        second = pilot.app.screen
        assert second.query_one(Entry).value == "~nobody-here/none.csv"
        await answer(pilot, str(again))
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask) and pilot.app.screen is not second)
        await pilot.press("escape")
        await in_front(pilot, GroupsScreen)
        assert len(tuesday(desk).roster) == 1


@at_sizes((60, 20), (80, 24))
async def test_hostile_names_and_forty_members_keep_the_screen_whole(
    desk: Desk, size: tuple[int, int]
) -> None:
    with_members(desk, [*HOSTILE, *(f"Member {n}" for n in range(40))])
    for number, name in enumerate(HOSTILE):
        desk.vault.registry.put_group(Group(id=f"g{number}", name=name))
    async with running(desk, GroupsScreen(desk), bare=True, size=size) as pilot:
        await pilot.press("right", "end", "pageup", "delete")
        await in_front(pilot, Confirm)
        await pilot.press("escape")
        await in_front(pilot, GroupsScreen)
        await pilot.press("home", "e")
        await in_front(pilot, Ask)
        await pilot.press("escape")
        await in_front(pilot, GroupsScreen)
        await pilot.press("left")
        for _ in HOSTILE:
            await pilot.press("down")
            assert all(line.isprintable() for line in screen_text(pilot).splitlines())
        await pilot.press("e")
        await in_front(pilot, Pick)
