"""Questions about a group or a member, one at a time: what is set, and whether they stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from textual.app import App

from iop_group.domain.errors import BadInput, IopGroupError, NotSaved
from iop_group.domain.people import (
    NAME_LIMIT,
    NO_CURRICULUM,
    Group,
    Member,
    Membership,
    checked_name,
    checked_time,
)
from iop_group.records.local_time import DAYS
from iop_group.tui import rosters
from iop_group.tui.desk import Desk
from iop_group.tui.groups_lines import MEMBERSHIPS, count_of
from iop_group.tui.planning import formats_by_length
from iop_group.tui.widgets.dialog import Ask, Confirm
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.pick import Pick

AS_THE_PROGRAM, WITHOUT = "as in the settings", "none"

After = Callable[[IopGroupError | None], None]
"""Told when something was changed, or why it could not be."""


def trouble(reader: Callable[[str], object]) -> Callable[[str], str | None]:
    """A check for Ask: the one line of what the reader cannot take."""

    def check(text: str) -> str | None:
        try:
            reader(text)
        except BadInput as error:
            return str(error)
        return None

    return check


def ask_member_name(app: App[object], desk: Desk, member: Member, after: After) -> None:
    """Another display name for a member, in every group."""

    def take(text: str | None) -> None:
        if text is None:
            return
        _try(partial(desk.vault.registry.put_member, replace(member, display_name=checked_name(text))), after)

    entry = Entry(member.display_name, max_length=NAME_LIMIT)
    prompt = "The name they chose. Past sessions keep the name of their day."
    ask = Ask("Display name", prompt, entry=entry, check=trouble(checked_name), accept="Keep")
    app.push_screen(ask, take)


def ask_to_take_off(app: App[object], desk: Desk, member: Member, group: Group, after: After) -> None:
    """A member off the roster."""
    text = f"{member.display_name} is no longer expected. Every word about them stays."
    question = Confirm("Take off the roster?", text, yes="Take off")
    _if_sure(app, question, partial(rosters.take_off, member.code, group, desk), after)


def ask_to_remove(app: App[object], desk: Desk, group: Group, after: After) -> None:
    """A group off the list."""
    text = f"“{group.name}” is no longer offered. Its sessions and notes stay, and so do its members."
    question = Confirm("Remove the group?", text, yes="Remove", careful=True)
    _if_sure(app, question, partial(desk.vault.registry.remove_group, group.id), after)


def _if_sure(app: App[object], question: Confirm, act: Callable[[], object], after: After) -> None:
    def take(yes: bool | None) -> None:
        if yes:
            _try(act, after)

    app.push_screen(question, take)


def _try(act: Callable[[], object], after: After) -> None:
    try:
        act()
    except NotSaved as error:
        after(error)
    else:
        after(None)


def ask_what_to_change(app: App[object], desk: Desk, group: Group, after: After, at: int = 0) -> None:
    """Name, day, time, format, open or closed; comes back after each until Escape."""
    formats = desk.library.formats().items
    lines = [
        ("Name", group.name),
        ("Day", "no fixed day" if group.weekday is None else DAYS[group.weekday]),
        ("Time", group.starts or "no fixed time"),
        ("Format", next((f.title for f in formats if f.id == group.format_id), "its file is missing")),
        ("Newcomers", MEMBERSHIPS[group.membership]),
        ("Curriculum", _curriculum_words(group, desk)),
    ]

    def take(choice: int | None) -> None:
        if choice is None:
            return

        def keep(changed: Group | None) -> None:
            try:
                if changed is not None and changed != group:
                    desk.vault.registry.put_group(changed)
                    after(None)
            except NotSaved as error:
                after(error)
            else:
                ask_what_to_change(app, desk, changed or group, after, choice)

        (_ask_name, _ask_day, _ask_time, _ask_format, _turn_membership, _ask_curriculum)[choice](
            app, desk, group, keep
        )

    app.push_screen(Pick(group.name, lines, selected=at, accept="Change"), take)


Keep = Callable[[Group | None], None]


def _ask_name(app: App[object], desk: Desk, group: Group, keep: Keep) -> None:
    reader = partial(rosters.group_name, desk=desk, but=group.id)

    def take(text: str | None) -> None:
        keep(None if text is None else replace(group, name=reader(text)))

    entry = Entry(group.name, max_length=NAME_LIMIT)
    app.push_screen(Ask("Name", "What is the group called?", entry=entry, check=trouble(reader)), take)


def _ask_day(app: App[object], desk: Desk, group: Group, keep: Keep) -> None:
    def take(day: int | None) -> None:
        keep(None if day is None else replace(group, weekday=day if day < len(DAYS) else None))

    now = len(DAYS) if group.weekday is None else group.weekday
    app.push_screen(Pick("On which day?", [*DAYS, "No fixed day"], selected=now), take)


def _ask_time(app: App[object], desk: Desk, group: Group, keep: Keep) -> None:
    def take(text: str | None) -> None:
        keep(None if text is None else replace(group, starts=checked_time(text)))

    entry = Entry(group.starts, placeholder="18:00")
    prompt = "When does it begin? Empty for no fixed time."
    app.push_screen(Ask("Time", prompt, entry=entry, check=trouble(checked_time)), take)


def _ask_format(app: App[object], desk: Desk, group: Group, keep: Keep) -> None:
    formats = formats_by_length(desk)

    def take(choice: int | None) -> None:
        keep(None if choice is None else replace(group, format_id=formats[choice].id))

    now = next((i for i, f in enumerate(formats) if f.id == group.format_id), 0)
    lines = [(f.title, f"{f.minutes} min") for f in formats]
    empty = "There is no format. `iop-group doctor` says why."
    app.push_screen(Pick("Which format?", lines, selected=now, empty=empty), take)


def _curriculum_words(group: Group, desk: Desk) -> str:
    if not group.curriculum:
        return AS_THE_PROGRAM
    if group.curriculum == NO_CURRICULUM:
        return WITHOUT
    plan = desk.library.curriculum(group.curriculum)
    return plan.title if plan else "its file is missing"


def _ask_curriculum(app: App[object], desk: Desk, group: Group, keep: Keep) -> None:
    plans = desk.library.curricula().items
    ids = ["", NO_CURRICULUM, *(plan.id for plan in plans)]

    def take(choice: int | None) -> None:
        keep(None if choice is None else replace(group, curriculum=ids[choice]))

    now = ids.index(group.curriculum) if group.curriculum in ids else 0
    lines = [(AS_THE_PROGRAM, ""), (WITHOUT, ""), *((p.title, count_of(len(p.weeks), "week")) for p in plans)]
    app.push_screen(Pick("Topics from which curriculum?", lines, selected=now), take)


def _turn_membership(app: App[object], desk: Desk, group: Group, keep: Keep) -> None:
    other = Membership.CLOSED if group.membership is Membership.OPEN else Membership.OPEN
    keep(replace(group, membership=other))
