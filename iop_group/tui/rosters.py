"""Groups and their members, made and changed; each act is on the disk when it returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from iop_group.domain.errors import BadInput
from iop_group.domain.people import Group, Member, checked_name
from iop_group.domain.plain import folded
from iop_group.tui.desk import Desk, new_id


def group_called(name: str, desk: Desk, *, but: str = "") -> Group | None:
    """The group of that name, however it is written; `but` is the id of one that does not count."""
    wanted = folded(name)
    groups = desk.vault.registry.groups()
    return next((g for g in groups if folded(g.name) == wanted and g.id != but), None)


def group_name(text: str, desk: Desk, *, but: str = "") -> str:
    """The name as it will be kept. Raises BadInput when it is empty, too long or taken."""
    name = checked_name(text, what="group's name")
    if group_called(name, desk, but=but) is not None:
        raise BadInput("There is a group of that name already.", "Give this one another.")
    return name


def make_group(text: str, desk: Desk) -> Group:
    """A new group without members. Raises BadInput and NotSaved."""
    group = Group(id=new_id(), name=group_name(text, desk))
    desk.vault.registry.put_group(group)
    return group


def roster_of(group: Group, desk: Desk) -> tuple[Member, ...]:
    """The members on the roster, in the order of the circle: as they joined, until somebody is moved."""
    members = desk.vault.registry.members()
    return tuple(members[code] for code in group.roster if code in members)


def called(name: str, group: Group, desk: Desk) -> tuple[Member, ...]:
    """Those of that name who are on the roster already."""
    return tuple(m for m in roster_of(group, desk) if folded(m.display_name) == folded(name))


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of that name who is not on this roster."""

    member: Member
    where: str
    """The names of their groups; empty when they are on no roster now."""


def known_elsewhere(name: str, group: Group, desk: Desk) -> tuple[Known, ...]:
    """Members of that name whom other groups have, or had: one person may be in several groups."""
    registry = desk.vault.registry
    groups = registry.groups()
    return tuple(
        Known(member, ", ".join(g.name for g in groups if member.code in g.roster))
        for member in registry.members().values()
        if folded(member.display_name) == folded(name) and member.code not in group.roster
    )


def how_many_known(names: Iterable[str], group: Group, desk: Desk) -> int:
    """How many of the names somebody has who is not on this roster."""
    members = desk.vault.registry.members().values()
    taken = {folded(m.display_name) for m in members if m.code not in group.roster}
    return sum(folded(name) in taken for name in names)


def add_new(names: Iterable[str], group: Group, desk: Desk) -> tuple[Member, ...]:
    """New people on the roster, all by one write or none. Raises BadInput and NotSaved."""
    registry = desk.vault.registry
    members = tuple(Member(registry.new_code(), checked_name(name)) for name in names)
    grown = replace(group, roster=(*group.roster, *(m.code for m in members)))
    registry.put_many(groups=(grown,), members=members)
    return members


def add_known(member: Member, group: Group, desk: Desk) -> None:
    """Somebody who is known here already, on this roster too. Raises NotSaved."""
    desk.vault.registry.put_group(replace(group, roster=(*group.roster, member.code)))


def move(code: str, places: int, group: Group, desk: Desk) -> None:
    """Earlier (less than 0) or later in the circle, as far as it goes. Raises NotSaved."""
    roster = [c for c in group.roster if c != code]
    at = max(0, min(len(roster), group.roster.index(code) + places))
    moved = (*roster[:at], code, *roster[at:])
    if moved != group.roster:
        desk.vault.registry.put_group(replace(group, roster=moved))


def take_off(code: str, group: Group, desk: Desk) -> None:
    """Off the roster; the member and every word about them stay. Raises NotSaved."""
    desk.vault.registry.put_group(replace(group, roster=tuple(c for c in group.roster if c != code)))


def not_yet_there(names: Sequence[str], roster: Iterable[Member]) -> tuple[str, ...]:
    """The names of a list that the roster lacks; two of one name need two people on the roster."""
    there = Counter(folded(m.display_name) for m in roster)
    fresh = []
    for name in names:
        if there[folded(name)] > 0:
            there[folded(name)] -= 1
        else:
            fresh.append(name)
    return tuple(fresh)
