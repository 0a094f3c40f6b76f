"""Lists members, and brings in display names from a CSV file."""

from __future__ import annotations

import secrets
from argparse import Namespace
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from iop_group.cli.output import counted, report, say, say_json, say_table, warn
from iop_group.cli.unlocking import read_vault, write_vault
from iop_group.csv_import import NameList, read_names
from iop_group.domain.errors import BadInput
from iop_group.domain.people import Group, Member, checked_name
from iop_group.domain.plain import folded, one_line
from iop_group.home import resolve_home
from iop_group.vault.registry import Registry
from iop_group.vault.vault import Vault


def run(arguments: Namespace) -> int:
    """`iop-group members ...`."""
    home = resolve_home(arguments.home)
    if arguments.action == "list":
        return _list(read_vault(arguments, home), home, as_json=arguments.json)
    return _import(arguments, home)


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


def _import(arguments: Namespace, home: Path) -> int:
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
