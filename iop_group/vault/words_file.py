"""The words of all sessions in one sealed file, which is read only when something is searched."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from struct import Struct

from iop_group.vault.excerpts import END
from iop_group.vault.files import write_whole
from iop_group.vault.frame_format import BLOCK, HEADER, Seal
from iop_group.vault.sealed import Sealing, identity

PACK = 1 << 20
"""Bytes of text after which a new frame begins: so much is in memory at once, not the words of years."""

_HEAD = Struct("<16sII")
"""Before each pack: the tag, the number of its records, its bytes; after it spaces fill up a block."""


class WordsFile:
    """Records of excerpts.searchable(), in an order of the caller's; may be thrown away.

    The tag that write() returns tells one writing from every other.
    """

    def __init__(self, path: Path, sealing: Sealing) -> None:
        self._path = path
        self._sealing = sealing
        self._seal = Seal(sealing.keys.data_key, identity(path, sealing))

    def packs(self, tag: str) -> Iterator[tuple[int, bytes]]:
        """How many records, and the records, as far as they are whole and of that writing."""
        wanted = bytes.fromhex(tag)
        image = b""
        with suppress(OSError):
            image = self._sealing.disk.read(self._path) if wanted else b""
        at, seq = HEADER.size, 1
        while (frame := self._seal.opened(image, at)) is not None:
            if frame.seq != seq or not frame.plain.startswith(wanted):
                return
            _, count, size = _HEAD.unpack_from(frame.plain)
            yield count, frame.plain[_HEAD.size : _HEAD.size + size]
            at, seq = frame.end, seq + 1

    def write(self, records: Iterable[bytes]) -> str:
        """Replace the file; returns its tag. Raises OSError; then the old one is there, or none."""
        tag = secrets.token_bytes(16)
        content = bytearray(self._seal.header)
        for seq, (count, pack) in enumerate(_packed(records), 1):
            text = _HEAD.pack(tag, count, len(pack)) + pack
            content += self._seal.frame(seq, text.ljust(-(-len(text) // BLOCK) * BLOCK))
        write_whole(self._sealing.disk, self._path, bytes(content))
        return tag.hex()


def _packed(records: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    count, pack = 0, bytearray()
    for record in records:
        pack += record + END
        count += 1
        if len(pack) >= PACK:
            yield count, bytes(pack)
            count, pack = 0, bytearray()
    if pack:
        yield count, bytes(pack)
