"""Made-up archives of many sessions, and a disk that counts or is slow."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench.report import Line
from iop_group.demo import UnflushedDisk
from iop_group.domain.events import GROUP, Closed, Event, Signed
from iop_group.vault.disk import Disk
from iop_group.vault.files import Tables
from iop_group.vault.frame_format import Identity, Seal, Version, compact_file
from iop_group.vault.sealed import Kind
from iop_group.vault.vault import Vault
from iop_group.vault.writer import Writer
from tests.vault.sample import NOON, clock, note, planned, started
from tests.vault.sealing import KEYS, tables_in

TONIGHT = "f" * 32
NOTES = 40
"""Notes in an archived session; with them it has some ten kilobytes."""
PANCAKES = "They made pancakes."
"""Said in one session only."""
SLOW = 0.1
"""Seconds of a flush on a slow disk."""
FRAME = 16.0
"""Milliseconds that nobody sees."""
_WORDS = "said that the week had been long and that there was a call on Friday".split()  # noqa: SIM905


def text_of(session: int, place: int) -> str:
    """A note unlike the others."""
    turned = (session * 7 + place * 3) % len(_WORDS)
    return " ".join((*_WORDS[turned:], *_WORDS[:turned], str(session)))


def filled(folder: Path, many: int) -> Path:
    """A home with tonight's session and so many in the archive."""
    vault_folder = folder / "vault"
    with Vault.open(vault_folder, KEYS, disk=UnflushedDisk(), now=clock) as vault:
        vault.sessions.create(TONIGHT, [planned(TONIGHT, number=many + 1), started()])
        template_id = "e" * 32
        events = [planned(template_id), started(), *(note(n, "TEXT") for n in range(NOTES))]
        end = (Closed(), Signed(GROUP, "plain"))
        events += [Event(f"end-{n}", NOON + timedelta(hours=n + 1), "Kim", act) for n, act in enumerate(end)]
        vault.sessions.create(template_id, events)
    path = vault_folder / "sessions" / f"{template_id}.gns"
    template = tables_in(path)
    path.unlink()
    for number in range(many):
        _write(vault_folder / "sessions", number, _changed(template, number))
    with Vault.open(vault_folder, KEYS, disk=UnflushedDisk(), now=clock):
        pass
    return folder


def _changed(template: Tables, number: int) -> Tables:
    session_id = f"{number:032x}"
    text = json.dumps(template).replace("e" * 32, session_id)
    day = NOON - timedelta(days=number + 1)
    tables: Tables = json.loads(text.replace(f"{NOON:%Y-%m-%d}T", f"{day:%Y-%m-%d}T"))
    for place, event in enumerate(tables["events"].values()):
        if "text" in event:
            event["text"] = text_of(number, place)
        if "number" in event:
            event["number"] = number + 1
    if number == 0:
        tables["events"]["3"]["text"] = PANCAKES
    kept = tables["digest"]["1"]
    other = [line for line in kept["text"].split("\n") if not line.startswith("TEXT")]
    kept["text"] = "\n".join([*other, *(e["text"] for e in tables["events"].values() if "text" in e)])
    kept["summary"]["number"] = number + 1
    return tables


def _write(folder: Path, number: int, tables: Tables) -> None:
    identity = Identity(bytes.fromhex(KEYS.vault_id), number.to_bytes(16, "big"), Kind.SESSION)
    state = json.dumps(tables, separators=(",", ":")).encode("ascii")
    content = compact_file(Seal(KEYS.data_key, identity), 1, Version(state, NOON))
    (folder / f"{number:032x}.gns").write_bytes(content)


def rows(folder: Path) -> Iterator[tuple[str, str, int, str]]:
    """Id, title, number and text of each archived session, for those who keep it otherwise."""
    for number in range(int(folder.name)):
        text = "\n".join(text_of(number, place) for place in range(2, NOTES + 2))
        yield (
            f"{number:032x}",
            "Tuesday evening",
            number + 1,
            text if number else f"{text}\n{PANCAKES}",
        )


def documents(folder: Path) -> Iterator[dict[str, Any]]:
    """The records of each archived session as one document, for those who keep all of them together."""
    for path in sorted((folder / "vault" / "sessions").glob("*.gns")):
        tables = tables_in(path)
        yield {"id": path.stem, "events": list(tables["events"].values())}


class CountingDisk(Disk):
    """The real disk; remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []

    def open(self, path: Path, create: bool = False, excl: bool = False) -> int:
        self.calls.append("open")
        return super().open(path, create, excl)

    def pwrite(self, fd: int, data: bytes, offset: int) -> int:
        self.calls.append("pwrite")
        return super().pwrite(fd, data, offset)

    def fsync(self, fd: int) -> None:
        self.calls.append("fsync")
        super().fsync(fd)

    def replace(self, old: Path, new: Path) -> None:
        self.calls.append("replace")
        super().replace(old, new)

    def unlink(self, path: Path) -> None:
        self.calls.append("unlink")
        super().unlink(path)

    def sync_dir(self, folder: Path) -> None:
        self.calls.append("sync_dir")
        Disk().sync_dir(folder)


class SlowDisk(Disk):
    """Each flush takes as long as on a tired laptop."""

    def fsync(self, fd: int) -> None:
        time.sleep(SLOW)
        super().fsync(fd)


def blocked(folder: Path) -> Iterator[Line]:
    """How long the screen's thread waits for the vault while each flush takes a tenth of a second."""
    waits: list[float] = []
    saved: list[datetime] = []
    with Vault.open(folder / "vault", KEYS, disk=SlowDisk(), now=clock, look=False) as vault:
        file = vault.sessions.open(TONIGHT)
        writer = Writer(now=clock, on_saved=saved.append, on_failed=lambda _: None)
        end, number = perf_counter() + 20 * SLOW, len(file.events)
        while perf_counter() < end:
            began = perf_counter()
            writer.submit(file, [note(number)], {"note": f"half {number}"})
            file.events, writer.pending, vault.problems  # noqa: B018 - what a screen asks
            waits.append((perf_counter() - began) * 1000)
            number += 1
            time.sleep(0.005)
        writer.stop(10 * SLOW)
    yield Line(what="flushes meanwhile", ours=len(saved), bar=21.0, unit="")  # one more at the end
    yield Line(what="screen waits, flush of 100 ms, p50", ours=median(waits), bar=1.0, unit="ms")
    yield Line(what="screen waits, flush of 100 ms, longest", ours=max(waits), bar=FRAME, unit="ms")
