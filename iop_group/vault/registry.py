"""The groups, the members and the preferences: one small TinyDB beside the sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from iop_group.domain.codec import decode, encode
from iop_group.domain.errors import BadInput, Damaged, NotFound, NotSaved, Problem, Severity
from iop_group.domain.people import Group, Member
from iop_group.vault.disk import Disk, DiskLike
from iop_group.vault.files import (
    QUARANTINE,
    AtomicStorage,
    Origin,
    Tables,
    Unreadable,
    checked_meta,
    damaged,
    next_number,
    set_aside,
    utc_now,
)

FILE = "registry.json"
_NAME = "registry"

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is taken for another one when it is read aloud."""

CODE_LENGTH = 5


class Registry:
    """Who may be in which group. What a method has put is on the disk when it returns; else NotSaved."""

    def __init__(
        self,
        path: Path,
        *,
        disk: DiskLike | None = None,
        device: str = "",
        now: Callable[[], datetime] = utc_now,
        read_only: bool = False,
    ) -> None:
        """Raises NewerFile, and Unreadable when the file is there and cannot be opened.

        A damaged file is set aside and the registry begins anew, with a problem that says so.
        """
        self._path = path
        self._disk: DiskLike = disk or Disk()
        self._origin = Origin(device, now)
        self._read_only = read_only
        self._problems: tuple[Problem, ...] = ()
        self._given: set[str] = set()
        self._db = self._opened()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found wrong with the file."""
        return self._problems

    def groups(self) -> tuple[Group, ...]:
        """The groups, in the order in which they were made."""
        return tuple(_group(document) for document in self._present("groups"))

    def group(self, group_id: str) -> Group:
        """The group of that id. Raises NotFound."""
        for group in self.groups():
            if group.id == group_id:
                return group
        raise NotFound("There is no group with this id.", "Choose one of the groups in the program.")

    def members(self) -> dict[str, Member]:
        """Code to member, in the order in which they joined."""
        return {document["id"]: _member(document) for document in self._present("members")}

    def preference(self, name: str, default: Any = None) -> Any:
        """What was kept under that name, as JSON values."""
        for document in self._present("preferences"):
            if document["id"] == name:
                return document["value"]
        return default

    def put_group(self, group: Group) -> None:
        """Keep the group; one of the same id is replaced."""
        self.put_many(groups=(group,))

    def put_member(self, member: Member) -> None:
        """Keep the member; one of the same code is replaced."""
        self.put_many(members=(member,))

    def put_many(self, *, groups: Sequence[Group] = (), members: Sequence[Member] = ()) -> None:
        """Keep all of them by one write, or none."""
        self._put({"groups": map(encode, groups), "members": map(_member_record, members)})

    def remove_group(self, group_id: str) -> None:
        """Take the group out; its sessions stay. Raises NotFound."""
        self.group(group_id)
        self._put({"groups": [{"id": group_id, "removed": True}]})

    def remove_member(self, code: str) -> None:
        """Take the member out, with the name; words about them stay in the sessions. Raises NotFound."""
        if code not in self.members():
            raise NotFound(
                "There is no member with this code.", "See `iop-group members list` for the codes."
            )
        self._put({"members": [{"id": code, "removed": True}]})

    def set_preference(self, name: str, value: Any) -> None:
        """Keep a small JSON value under that name."""
        self._put({"preferences": [{"id": name, "value": value}]})

    def new_code(self) -> str:
        """A code that no member has or had: chance alone, so that it tells nothing about the person."""
        import secrets  # slow to load, and needed for newcomers only

        taken = {document["id"] for document in self._db.table("members")} | self._given
        while True:
            code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
            if code not in taken:
                self._given.add(code)
                return code

    def _present(self, table: str) -> list[dict[str, Any]]:
        return [dict(document) for document in self._db.table(table) if not document.get("removed")]

    def _put(self, records: dict[str, Iterable[dict[str, Any]]]) -> None:
        # TinyDB writes once for each table; an import must be there as a whole or not at all.
        if self._read_only:
            raise NotSaved("The vault was opened for reading only.", "Open the program to write in it.")
        tables: Tables = self._db.storage.read() or {"meta": {"1": self._origin.meta(_NAME)}}
        marks = self._origin.marks()
        for name, changed in records.items():
            table = tables.setdefault(name, {})
            places = {document["id"]: number for number, document in table.items()}
            for record in changed:
                place = places.setdefault(record["id"], next_number(table))
                table[place] = {**record, **marks}
        self._db.storage.write(tables)

    def _opened(self) -> TinyDB:
        db = TinyDB(self._path, storage=AtomicStorage, disk=self._disk)
        try:
            _check(db.storage.read())
        except Unreadable:
            raise
        except Damaged:
            return self._anew()
        return db

    def _anew(self) -> TinyDB:
        problem = "The groups and members could not be read."
        if self._read_only:
            self._report(f"{problem} The file was left where it is. The sessions can be read.")
            return TinyDB(storage=MemoryStorage)
        folder = self._path.parent
        try:
            name = set_aside(self._disk, self._path, folder / QUARANTINE)
        except OSError as error:
            raise Damaged(
                problem, "Free some space on the disk, so that the file can be set aside."
            ) from error
        kept = f"The damaged file was kept in {folder.name}/{QUARANTINE}/{name}."
        self._report(f"{problem} {kept} The list begins anew; the sessions have kept their names.")
        return TinyDB(self._path, storage=AtomicStorage, disk=self._disk)

    def _report(self, text: str) -> None:
        self._problems = (*self._problems, Problem(Severity.ERROR, self._path.name, None, text))


def _member_record(member: Member) -> dict[str, Any]:
    return {"id": member.code, "display_name": member.display_name}


def _member(document: Mapping[str, Any]) -> Member:
    return decode(Member, {**document, "code": document["id"]})


def _group(document: Mapping[str, Any]) -> Group:
    return decode(Group, document)


def _check(tables: Tables | None) -> None:
    """Raises Damaged when any document is not what it should be, and NewerFile."""
    if tables is None:
        return
    checked_meta(tables, _NAME)
    readers: dict[str, Callable[[Mapping[str, Any]], object]] = {
        "groups": _group,
        "members": _member,
        "preferences": itemgetter("value"),
    }
    try:
        for name, reader in readers.items():
            for number, document in tables.get(name, {}).items():
                int(number)
                if not isinstance(document["id"], str):
                    raise damaged()
                if not document.get("removed"):
                    reader(document)
    except (BadInput, KeyError, TypeError, ValueError, AttributeError):
        raise damaged() from None
