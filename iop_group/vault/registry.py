"""The groups and the members: one small TinyDB beside the sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from iop_group.domain.codec import encode
from iop_group.domain.errors import Damaged, NotFound, NotSaved, Problem, Severity
from iop_group.domain.people import Group, Member
from iop_group.vault.common import Common
from iop_group.vault.disk import Disk, DiskLike
from iop_group.vault.files import (
    QUARANTINE,
    Origin,
    Tables,
    Unreadable,
    next_number,
    set_aside,
    utc_now,
)
from iop_group.vault.findings import why_lost, words_for
from iop_group.vault.frame_scan import Status
from iop_group.vault.frames import FrameStorage
from iop_group.vault.registry_records import NAME, check, group_of, member_of, member_record
from iop_group.vault.sealed import Kind, Sealing

if TYPE_CHECKING:
    from iop_group.vault.keys import Keys

FILE = "registry.gns"

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is taken for another one when it is read aloud."""

CODE_LENGTH = 5


class Registry:
    """Who may be in which group. What a method has put is on the disk when it returns; else NotSaved."""

    def __init__(
        self,
        path: Path,
        keys: Keys,
        *,
        disk: DiskLike | None = None,
        device: str = "",
        now: Callable[[], datetime] = utc_now,
        read_only: bool = False,
        common: Common | None = None,
    ) -> None:
        """Raises NewerFile, and Unreadable when the file is there and cannot be opened.

        A damaged file is set aside and the registry begins anew, with a problem that says so.
        """
        self._path = path
        self._disk: DiskLike = disk or Disk()
        self._origin = Origin(device, now)
        self._sealing = Sealing(keys, Kind.REGISTRY, self._disk, now, read_only)
        self._common = common or Common(self._disk)
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
        return tuple(group_of(document) for document in self._present("groups"))

    def group(self, group_id: str) -> Group:
        """The group of that id. Raises NotFound."""
        for group in self.groups():
            if group.id == group_id:
                return group
        raise NotFound("There is no group with this id.", "Choose one of the groups in the program.")

    def members(self) -> dict[str, Member]:
        """Code to member, in the order in which they joined."""
        return {document["id"]: member_of(document) for document in self._present("members")}

    def put_group(self, group: Group) -> None:
        """Keep the group; one of the same id is replaced."""
        self.put_many(groups=(group,))

    def put_member(self, member: Member) -> None:
        """Keep the member; one of the same code is replaced."""
        self.put_many(members=(member,))

    def put_many(self, *, groups: Sequence[Group] = (), members: Sequence[Member] = ()) -> None:
        """Keep all of them by one write, or none."""
        self._put({"groups": map(encode, groups), "members": map(member_record, members)})

    def remove_group(self, group_id: str) -> None:
        """Take the group out; its sessions stay. Raises NotFound."""
        self.group(group_id)
        self._put({"groups": [{"id": group_id, "removed": True}]})

    def new_code(self) -> str:
        """A code that nobody was given before: chance alone, so that it tells nothing about the person."""
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
        tables: Tables = self._db.storage.read() or {"meta": {"1": self._origin.meta(NAME)}}
        marks = self._origin.marks()
        for name, changed in records.items():
            table = tables.setdefault(name, {})
            places = {document["id"]: number for number, document in table.items()}
            for record in changed:
                place = places.setdefault(record["id"], next_number(table))
                table[place] = {**record, **marks}
        self._common.reserve.save(lambda: self._db.storage.write(tables))

    def close(self) -> bool:
        """Let the file go, without its history; False if it is not what was saved into it."""
        storage = self._db.storage
        try:
            self._db.close()
        except NotSaved as error:
            self._report(str(error))
            return False
        if isinstance(storage, FrameStorage):
            self._report_found(storage, kept=True, only=Status.FOREIGN_CHANGE)
            if found := self._found():
                self._common.numbers.saw(self._path.name, found.seq, whole=False)
        return True

    def _opened(self) -> TinyDB:
        found = self._found()
        if found is None:
            return TinyDB(storage=MemoryStorage)
        try:
            tables = found.read()
            check(tables)
        except Unreadable:
            raise
        except Damaged:
            return self._anew(found.status)
        if tables is not None:
            self._common.numbers.saw(self._path.name, found.seq, whole=found.status is Status.OK)
        storage = found if self._read_only else self._sealing.storage(self._path, vault=self._path.parent)
        damaged_one = found if found.status is not Status.OK else storage
        self._report_found(damaged_one, kept=storage.settled and not self._read_only)
        return TinyDB(storage=lambda: storage)

    def _found(self) -> FrameStorage | None:
        """The file as it is, not touched; None where there is not even a folder."""
        try:
            return self._sealing.looked_at(self._path, vault=self._path.parent)
        except FileNotFoundError:
            return None

    def _anew(self, status: Status) -> TinyDB:
        problem = " ".join(filter(None, ("The groups and members could not be read.", why_lost(status))))
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
        storage = self._sealing.storage(self._path, vault=folder)
        return TinyDB(storage=lambda: storage)

    def _report_found(self, storage: FrameStorage, *, kept: bool, only: Status | None = None) -> None:
        words = words_for(storage, self._origin.now(), kept=kept)
        if words and only in {None, storage.status}:
            self._report(words)

    def _report(self, text: str) -> None:
        problem = Problem(Severity.ERROR, self._path.name, None, text)
        if problem not in self._problems:
            self._problems = (*self._problems, problem)
