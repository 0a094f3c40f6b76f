"""Finds the newest whole save in a sealed file, however damaged it is, and says what was wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from iop_group.vault.frame_format import (
    BLOCK,
    FRAME_MAGIC,
    HEADER,
    NO_ID,
    Frame,
    Identity,
    Seal,
    Version,
    is_newer,
)


class Status(StrEnum):
    """What was found of a file. Anything but OK is shown, and the file's exact bytes are kept."""

    OK = "ok"
    TAIL_DISCARDED = "tail_discarded"
    """Bytes after the newest whole save: one that was never finished, or one that went bad."""
    INTERIOR_DAMAGE = "interior_damage"
    HEADER_REBUILT = "header_rebuilt"
    NAME_MISMATCH = "name_mismatch"
    """A whole file in the place of another one; never taken for it."""
    EMPTY_FILE = "empty_file"
    NO_VALID_FRAME = "no_valid_frame"
    FOREIGN_CHANGE = "foreign_change"
    """Another program wrote to the file while it was open here; theirs was copied aside."""
    UNSETTLED = "unsettled"
    """It can be read, but may not be on the disk; nothing of it may be called saved yet."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the file should be, as far as its name and the caller tell."""

    vault_id: bytes | None = None
    file_id: bytes | None = None
    kind: int = 0

    def is_met_by(self, identity: Identity) -> bool:
        """Whether it is that file."""
        return (
            self.vault_id in {None, identity.vault_id}
            and self.file_id in {None, identity.file_id}
            and self.kind == identity.kind
        )

    def candidates(self, image: bytes) -> Iterator[Identity]:
        """Who the file may be: what its header says, then what it must have said before it went bad."""
        found = Identity.of(image[: HEADER.size])
        yield found
        for vault_id in [self.vault_id] if self.vault_id else [found.vault_id, NO_ID]:
            yield Identity(vault_id, self.file_id or found.file_id, self.kind)


@dataclass(frozen=True, slots=True)
class Found:
    """The newest whole save of a file, and what was wrong with the file."""

    status: Status
    seal: Seal | None = None
    seq: int = 0
    version: Version | None = None
    newer: bool = False
    """Whether a newer version of the program wrote the file."""
    compact: bool = False
    """Whether the file is nothing but the same save twice."""


def scan(image: bytes, key: bytes, expected: Expected, *, block: int = BLOCK) -> Found:
    """Look through a file's content; the save with the highest number that verifies wins. Never raises."""
    if not image:
        return Found(Status.EMPTY_FILE)
    if is_newer(image):
        return Found(Status.NO_VALID_FRAME, newer=True)
    if len(image) < HEADER.size:
        return Found(Status.NO_VALID_FRAME)
    for identity in expected.candidates(image):
        seal = Seal(key, identity)
        frames = list(_frames(image, seal))
        if frames:
            if not expected.is_met_by(identity):
                return Found(Status.NAME_MISMATCH)
            return _judged(image, seal, frames, block)
    return Found(Status.NO_VALID_FRAME)


def _frames(image: bytes, seal: Seal) -> Iterator[Frame]:
    at = image.find(FRAME_MAGIC, HEADER.size)
    while at >= 0:
        frame = seal.opened(image, at)
        if frame is not None:
            yield frame
        at = image.find(FRAME_MAGIC, at + 1 if frame is None else frame.end)


def _judged(image: bytes, seal: Seal, frames: list[Frame], block: int) -> Found:
    newest = max(frames, key=lambda frame: frame.seq)
    version = Version.of(newest.plain)
    if version is None:
        return Found(Status.NO_VALID_FRAME)
    status = Status.OK
    if image[: HEADER.size] != seal.header:
        status = Status.HEADER_REBUILT
    elif not _is_unbroken(image, frames, block):
        status = Status.INTERIOR_DAMAGE
    elif newest.end < len(image) or version.twin:
        status = Status.TAIL_DISCARDED
    whole = status is Status.OK and len(frames) == 2  # noqa: PLR2004 - the same save twice
    first = Version.of(frames[0].plain) if whole else None
    compact = first is not None and first.twin and first.state == version.state
    return Found(status, seal, newest.seq, version, compact=compact)


def _is_unbroken(image: bytes, frames: list[Frame], block: int) -> bool:
    """Whether up to the last frame there are only frames in their order, and zeros that fill up a block."""
    place, seq = HEADER.size, 0
    for frame in frames:
        gap = image[place : frame.start]
        if gap and (frame.start % block or len(gap) >= block or gap.strip(b"\0")):
            return False
        if frame.seq <= seq:
            return False
        place, seq = frame.end, frame.seq
    return True
