"""Lists members, shows one over time, brings in display names, and takes one member's record out."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from iop_group.cli.exporting import hand_out
from iop_group.cli.output import counted, report, say, say_json, say_table, warn
from iop_group.cli.unlocking import read_vault, write_vault
from iop_group.csv_import import NameList, read_names
from iop_group.domain.errors import BadInput, Damaged, NewerFile, NotFound
from iop_group.domain.people import Group, Member, checked_name
from iop_group.domain.plain import folded, one_line
from iop_group.home import resolve_home
from iop_group.vault.registry import Registry
from iop_group.vault.vault import Vault

if TYPE_CHECKING:  # only exports read sessions
    from iop_group.domain.session import Session
    from iop_group.records.over_time import OverTime


def run(arguments: SimpleNamespace) -> int:
    """`iop-group members ...`."""
    home = resolve_home(arguments.home)
    if arguments.action == "import":
        return _import(arguments, home)
    vault = read_vault(arguments, home)
    if arguments.action == "list":
        return _list(vault, home, as_json=arguments.json)
    if vault is None:
        raise _no_such_member()
    if arguments.action == "show":
        return _show(vault, arguments.code, as_json=arguments.json)
    return _export(vault, home, arguments)


def _list(vault: Vault | None, home: Path, *, as_json: bool) -> int:
    members, groups = (vault.registry.members(), vault.registry.groups()) if vault else ({}, ())
    if as_json:
        say_json([_record(m, groups) for m in members.values()])
    elif members:
        rows = ((m.code, m.display_name, ", ".join(g.name for g in _of(m, groups))) for m in members.values())
        say_table(("CODE", "DISPLAY NAME", "GROUPS"), rows)
    else:
        say(
            f"There are no members in {home} yet. Add them in the program, or with `members import FILE.csv`."
        )
    return report(vault.registry.problems) if vault else 0


def _record(member: Member, groups: Collection[Group]) -> dict[str, object]:
    return {
        "code": member.code,
        "display_name": one_line(member.display_name),
        "groups": [{"id": g.id, "name": one_line(g.name)} for g in _of(member, groups)],
    }


def _of(member: Member, groups: Collection[Group]) -> list[Group]:
    return [g for g in groups if member.code in g.roster]


def _called(code: str, members: Mapping[str, Member]) -> Member:
    """The member with that code. Raises NotFound."""
    member = members.get(code.strip())
    if member is None:
        raise _no_such_member()
    return member


def _show(vault: Vault, code: str, *, as_json: bool) -> int:
    from iop_group.records.over_time import everyone_in, over_time, over_time_facts, theirs

    members, every = vault.registry.members(), vault.index.summaries()
    member = _called(code, members)
    sessions = _sessions(vault, (s.id for s in theirs(member.code, every)))
    others = everyone_in(every) | frozenset(members.values())
    told = over_time(member, sessions, now=datetime.now(UTC), others=others)
    if as_json:
        say_json(over_time_facts(told))
    elif told.sittings:
        _table(told)
    else:
        say("This member has not been in a session yet.")
    return report(vault.problems)


def _table(told: OverTime) -> None:
    """A session a line: attendance, the note's state, and what was answered."""
    series = told.series
    answers = zip(*(one.points for one in series), strict=True) if series else repeat((), len(told.sittings))
    say_table(
        ("DATE", "GROUP", "ATTENDANCE", "MIN", "NOTE", *(one.item.upper() for one in series)),
        (
            (
                *(s.day.isoformat(), s.facts["group_name"], s.standing.value, str(s.minutes), s.note),
                *(point.words if point else "" for point in points),
            )
            for s, points in zip(told.sittings, answers, strict=False)
        ),
    )


def _export(vault: Vault, home: Path, arguments: SimpleNamespace) -> int:
    from iop_group.records.export import member_json, member_markdown
    from iop_group.settings import load_settings

    members = vault.registry.members()
    member = _called(arguments.code, members)
    program, problems = load_settings(home)
    write = member_json if arguments.format == "json" else member_markdown
    # All of them: whoever sat in a group is somebody whose name must not stand in the export.
    sessions = list(_sessions(vault, vault.sessions.ids()))
    text = write(
        sessions, member.code, statement=program.letterhead, now=datetime.now(UTC), others=members.values()
    )
    hand_out(arguments, text, name=f"member-{member.code}")
    return report((*problems, *vault.problems))


def _sessions(vault: Vault, ids: Iterable[str]) -> Iterator[Session]:
    """Those that can be read."""
    from iop_group.domain.session import fold

    for session_id in ids:
        with suppress(Damaged, NewerFile, NotFound):  # the vault has noted it, and it is reported
            events, _ = vault.sessions.read(session_id)
            yield fold(events)


def _no_such_member() -> NotFound:
    return NotFound("There is no member with this code.", "See `iop-group members list` for the codes.")


def _import(arguments: SimpleNamespace, home: Path) -> int:
    listed = read_names(Path(arguments.file))
    status = report(listed.problems)
    if not listed.complete:
        warn("Nothing was added. Mend these lines and import the file again.")
        return status
    with write_vault(arguments, home) as vault:
        registry = vault.registry
        group = _group(registry, arguments.group) if arguments.group is not None else None
        names = _new_names(registry, listed, group)
        members = tuple(Member(registry.new_code(), name) for name in names)
        if group:
            group = replace(group, roster=(*group.roster, *(m.code for m in members)))
        registry.put_many(groups=(group,) if group else (), members=members)
        status = max(status, report(vault.registry.problems))
    where = f" to {one_line(group.name)}" if group else ""
    say(f"Added {counted(len(members), 'member')}{where}.")
    if left_out := len(listed.names) - len(members):
        say(
            f"Left out {counted(left_out, 'name')} already there. "
            "A second person of the same name is added in the program."
        )
    return status


def _group(registry: Registry, name: str) -> Group:
    """The group of that name or id; a new one when there is none. Raises BadInput."""
    name = checked_name(name, what="group's name")
    found = [g for g in registry.groups() if folded(one_line(g.name)) == folded(name) or g.id == name]
    if len(found) > 1:
        raise BadInput(
            f"{len(found)} groups have this name.", "Give one of them another name in the program."
        )
    return found[0] if found else Group(id=secrets.token_hex(16), name=name)


def _new_names(registry: Registry, listed: NameList, group: Group | None) -> list[str]:
    """The file's names without those that are there already, so that a second import adds nobody twice."""
    members = registry.members()
    known = (members[c] for c in group.roster if c in members) if group else members.values()
    there = Counter(folded(m.display_name) for m in known)
    names = []
    for name in listed.names:
        if there[folded(name)]:
            there[folded(name)] -= 1
        else:
            names.append(name)
    return names
