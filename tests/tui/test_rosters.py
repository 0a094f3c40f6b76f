"""Making groups and putting people on their rosters."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.csv_import import names_from
from iop_group.domain.errors import BadInput
from iop_group.domain.people import Member
from iop_group.tui import rosters
from iop_group.tui.groups_lines import import_words, twins_words
from tests.tui.desk_for_tests import FakeClock, make_desk, members_called

some_names = st.lists(st.sampled_from(["Ana", "ana", "Ben", "Zoë", "Zoe"]), max_size=8)


@given(some_names, some_names)
def test_importing_the_same_list_again_adds_nobody(roster: list[str], names: list[str]) -> None:
    members = members_called(roster)
    fresh = rosters.not_yet_there(names, members)
    grown = [*members, *members_called(fresh)]
    assert rosters.not_yet_there(names, grown) == ()
    assert len(fresh) <= len(names)


def test_two_people_of_one_name_in_a_list_become_two_people() -> None:
    assert rosters.not_yet_there(["Ben", "Ben", "Ana"], [Member("A", "ben")]) == ("Ben", "Ana")


def test_a_group_gets_a_name_that_no_other_group_has(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, FakeClock())
    group = rosters.make_group(" Tuesday  evening ", desk)
    assert group.name == "Tuesday evening"
    with pytest.raises(BadInput, match="already"):
        rosters.make_group("TUESDAY EVENING", desk)
    assert rosters.group_name("tuesday evening", desk, but=group.id) == "tuesday evening"
    desk.close()


def test_somebody_of_another_group_is_found_by_name(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, FakeClock())
    tuesday = rosters.make_group("Tuesday", desk)
    (ben,) = rosters.add_new(["Ben"], tuesday, desk)
    friday = rosters.make_group("Friday", desk)
    assert rosters.known_elsewhere("ben", friday, desk) == (rosters.Known(ben, "Tuesday"),)
    assert rosters.how_many_known(["BEN", "Ana"], friday, desk) == 1
    rosters.add_known(ben, friday, desk)
    friday = desk.vault.registry.group(friday.id)
    assert rosters.known_elsewhere("ben", friday, desk) == ()
    assert rosters.roster_of(friday, desk) == (ben,)
    desk.close()


def test_a_removed_member_stays_known_with_their_record(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, FakeClock())
    group = rosters.make_group("Tuesday", desk)
    (ben,) = rosters.add_new(["Ben"], group, desk)
    rosters.take_off(ben.code, desk.vault.registry.group(group.id), desk)
    group = desk.vault.registry.group(group.id)
    assert group.roster == ()
    assert rosters.known_elsewhere("Ben", group, desk) == (rosters.Known(ben, ""),)
    desk.close()


def test_an_import_is_described_before_it_is_made() -> None:
    read = names_from(b'display_name\nAna\nBen\nBen\n"Hal, the older"\n' + b"x" * 70 + b"\n", "names.csv")
    words = import_words(read, ("Ben", "Ben", "Hal, the older"), 1)
    assert "New: Ben · Ben · Hal, the older" in words
    assert "1 on the roster already" in words
    assert "1 name is known here already" in words
    assert "Line 4: The same name as on line 3" in words
    assert "Line 6: " in words


def test_an_import_of_nobody_new_says_so() -> None:
    assert import_words(names_from(b"Ana\n", "n.csv"), (), 0).startswith("There is nobody new")


def test_people_of_one_name_are_said_quietly() -> None:
    assert twins_words(members_called(["Ana", "Ben"])) == ""
    assert "codes" in twins_words(members_called(["Zoë", "zoe"]))
