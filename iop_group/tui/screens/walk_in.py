"""People nobody expected: whether they are known here already, and how they join the group."""

from __future__ import annotations

from dataclasses import dataclass, replace

from iop_group.domain.errors import NotFound, NotSaved
from iop_group.domain.people import Member, Membership
from iop_group.domain.plain import folded
from iop_group.domain.session import Session
from iop_group.tui.desk import Desk


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who came in, and how they are known."""

    member: Member
    known_as: str = ""
    """Where the name is known from, in a word or two."""
    new: bool = False


def newcomers_called(name: str, desk: Desk, session: Session) -> list[Newcomer]:
    """Everyone of that name: on today's list first, then in the registry."""
    attendance = session.attendance
    today = {
        code: Newcomer(Member(code, presence.name), "on today's list")
        for code, presence in attendance.people.items()
        if folded(presence.name) == folded(name) and not presence.removed
    }
    registry = desk.vault.registry
    rosters = {code for group in registry.groups() for code in group.roster}
    known = [
        Newcomer(
            member, f"{'of a group here' if member.code in rosters else 'known here'}, code {member.code}"
        )
        for member in registry.members().values()
        if folded(member.display_name) == folded(name) and member.code not in today
    ]
    return [*today.values(), *known]


def join_group(person: Newcomer, desk: Desk, group_id: str) -> str:
    """Put them into the registry, and on the roster of an open group; says what could not be kept."""
    registry = desk.vault.registry
    members = (person.member,) if person.new else ()
    try:
        group = registry.group(group_id)
    except NotFound:
        group = None
    stays = (
        group is not None and group.membership is Membership.OPEN and person.member.code not in group.roster
    )
    changed = (replace(group, roster=(*group.roster, person.member.code)),) if group and stays else ()
    if not members and not changed:
        return ""
    try:
        registry.put_many(groups=changed, members=members)
    except NotSaved as error:
        return f"Here for today only. {error}"
    return ""


def leave_group(code: str, desk: Desk, group_id: str) -> str:
    """Off the group's roster again: letting them in was a slip; says what could not be kept."""
    registry = desk.vault.registry
    try:
        group = registry.group(group_id)
        roster = tuple(member for member in group.roster if member != code)
        if roster != group.roster:
            registry.put_many(groups=(replace(group, roster=roster),))
    except NotFound:
        return ""
    except NotSaved as error:
        return f"Still on the group's roster. {error}"
    return ""
