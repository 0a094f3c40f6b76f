"""The same three jobs - save, list, search - by the vault, by SQLite and by TinyDB as it comes."""

from __future__ import annotations

import sqlite3
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Protocol

from tinydb import TinyDB, where

from bench.vault_scenes import TONIGHT, documents, rows
from iop_group.vault.disk import DiskLike
from iop_group.vault.session_file import SessionFile
from iop_group.vault.vault import Vault
from tests.vault.sample import NOON, clock, note
from tests.vault.sealing import KEYS

NOTE = "She said that the week was long, and that she had called her sister on Friday night."


class Rival(Protocol):
    """What all of them can."""

    def __init__(self, folder: Path) -> None: ...
    def save(self) -> None: ...
    def list_all(self) -> int: ...
    def close(self) -> None: ...


class Sealed:
    """Ours."""

    def __init__(self, folder: Path, *, disk: DiskLike | None = None) -> None:
        self.vault = Vault.open(folder / "vault", KEYS, disk=disk, now=clock, look=False)

    @cached_property
    def _file(self) -> SessionFile:
        return self.vault.sessions.open(TONIGHT)

    @cached_property
    def _numbers(self) -> count[int]:
        return count(len(self._file.events))

    def save(self) -> None:
        """A note and a half-typed text, on the disk when it returns."""
        number = next(self._numbers)
        self._file.save([note(number, NOTE)], {"note": f"half a sentence {number}"})

    def tidy(self) -> None:
        """What the writer does once nothing waits."""
        self._file.tidy()

    def search(self, words: str) -> int:
        """How many sessions hold them."""
        return len(self.vault.index.search(words))

    def close(self) -> None:
        self.vault.close()

    def list_all(self) -> int:
        """Every summary, with what a row shows."""
        return len([(s.id, s.group_name, s.number, s.started_at) for s in self.vault.index.summaries()])


class Sqlite:
    """One plain database: a row for each session with its text, a row for each event of tonight."""

    def __init__(self, folder: Path) -> None:
        self._db = _connected(folder)
        self._numbers = count(1000)

    def save(self) -> None:
        """The same in one transaction."""
        number = next(self._numbers)
        with self._db:
            self._db.execute(
                "insert into events values (?, ?, ?, ?)",
                (TONIGHT, f"note-{number}", NOON.isoformat(), NOTE),
            )
            self._db.execute(
                "insert into typing values ('note', ?) on conflict (slot) do update set text = excluded.text",
                (f"half a sentence {number}",),
            )

    def search(self, words: str) -> int:
        """By LIKE, without an index of words; each with what is around them."""
        found = self._db.execute(
            "select id, substr(text, max(1, instr(lower(text), ?) - 26), 80) from sessions where text like ?",
            (words, f"%{words}%"),
        )
        return len(found.fetchall())

    def close(self) -> None:
        self._db.close()

    def list_all(self) -> int:
        return len(self._db.execute("select id, title, number from sessions order by number desc").fetchall())


def _connected(folder: Path) -> sqlite3.Connection:
    path = folder / "rival.sqlite"
    is_new = not path.exists()
    db = sqlite3.connect(path)
    db.execute("pragma journal_mode = wal")
    db.execute("pragma synchronous = full")
    if is_new:
        with db:
            db.execute("create table sessions (id text primary key, title text, number int, text text)")
            db.execute("create table events (session text, id text, at text, text text)")
            db.execute("create table typing (slot text primary key, text text)")
            db.executemany("insert into sessions values (?, ?, ?, ?)", rows(folder))
        db.execute("pragma wal_checkpoint(truncate)")
    return db


class StockTinyDb:
    """TinyDB with its own JSONStorage: the same records in one file that is written anew each time."""

    def __init__(self, folder: Path) -> None:
        self._db = _stock(folder)
        self._numbers = count(1000)

    def save(self) -> None:
        number = next(self._numbers)
        self._db.update(
            {f"note-{number}": NOTE, "typing": f"half a sentence {number}"}, where("id") == TONIGHT
        )

    def close(self) -> None:
        self._db.close()

    def list_all(self) -> int:
        return len([(one["id"], one["events"][0]["group_name"]) for one in self._db.all()])


def _stock(folder: Path) -> TinyDB:
    path = folder / "rival.json"
    is_new = not path.exists()
    db = TinyDB(path)
    if is_new:
        db.insert_multiple(documents(folder))
    return db
