"""What stands on the groups screen, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from iop_group.csv_import import NameList
from iop_group.domain.errors import Severity
from iop_group.domain.people import Group, Member, Membership
from iop_group.domain.plain import folded
from iop_group.tui.columns import Column, lay_out
from iop_group.tui.text import Row, symbols
from iop_group.tui.today_entries import DAYS

WIDEST = 46
"""Cells of a member's line: the code must not stand too far from its name."""
MEMBERSHIPS = {
    Membership.OPEN: "open: newcomers at any session",
    Membership.CLOSED: "closed: the same people throughout",
}
_ENOUGH = 28
"""Cells from which the day stands beside the group's name."""
_NAMES_SHOWN = 40
_GROUP = (Column("rest"), Column(9, "right"))
_MEMBER = (Column("rest"), Column(7, "right"))


def day_and_time(group: Group) -> str:
    """Such as `Tue 18:00`; empty when neither is set."""
    day = "" if group.weekday is None else DAYS[group.weekday]
    return f"{day} {group.starts}".strip()


def count_of(number: int, one: str, many: str = "") -> str:
    """Such as `1 member` and `3 members`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def group_row(group: Group, cells: int) -> Row:
    """A line of the list at the left."""
    if cells < _ENOUGH:
        return ((group.name, "text"),)
    return lay_out(_GROUP, (group.name, (day_and_time(group), "dim")), cells)


def member_row(member: Member, cells: int) -> Row:
    """A member with the code, which tells two people of one name apart."""
    return lay_out(_MEMBER, (member.display_name, (member.code, "dim")), min(cells, WIDEST))


def about_rows(group: Group | None, members: int, format_title: str | None) -> list[Row]:
    """What is set for the group; `format_title` is None when its file is missing."""
    if group is None:
        return []
    dot = f" {symbols().dot} "
    facts = (day_and_time(group), count_of(members, "member"), f"{group.membership} group")
    shape = (format_title, "dim") if format_title else ("The file of its format is missing: e, 4", "warning")
    return [
        ((group.name, "title"),),
        ((dot.join(fact for fact in facts if fact), "dim"),),
        (shape,),
        (),
    ]


def twins_words(members: Sequence[Member]) -> str:
    """A quiet word about people of one name; empty when there are none."""
    names = Counter(folded(m.display_name) for m in members)
    twice = any(number > 1 for number in names.values())
    return "A name is there twice. The codes tell the two apart." if twice else ""


def import_words(read: NameList, fresh: Sequence[str], elsewhere: int) -> str:
    """What a file would add and what is wrong with it, before anything is written.

    `elsewhere`: how many of the new names another group's member has too.
    """
    shown = f" {symbols().dot} ".join(fresh[:_NAMES_SHOWN])  # a name may have a comma in it
    more = f" and {len(fresh) - _NAMES_SHOWN} more" if len(fresh) > _NAMES_SHOWN else ""
    lines = [f"New: {shown}{more}" if fresh else "There is nobody new in the file."]
    there = len(read.names) - len(fresh)
    if there:
        lines.append(f"{there} on the roster already, left as they are.")
    if elsewhere:
        lines.append(
            f"{count_of(elsewhere, 'name is', 'names are')} known here already. "
            "An import makes new people; to keep someone's record together, add them by hand with a."
        )
    problems = [f"Line {p.line}: {p.text}" for p in read.problems]
    if problems:
        left_out = any(p.severity is Severity.ERROR for p in read.problems)
        lines += ["", "These lines are left out, or need a look:" if left_out else "Worth a look:", *problems]
    return "\n".join(lines)
