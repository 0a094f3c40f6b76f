"""The words of all sessions in one sealed file, which is read only when something is searched."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from iop_group.vault.excerpts import END
from iop_group.vault.files import write_whole
from iop_group.vault.frame_format import BLOCK, HEADER, Seal
from iop_group.vault.sealed import Sealing, identity

PACK = 1 << 20
"""Bytes of text after which a new frame begins: so much is in memory at once, not the words of years."""

_TAG_BYTES = 16


class WordsFile:
    """Records of excerpts.searchable(), in an order of the caller's; may be thrown away.

    The tag that write() returns tells one writing from every other.
    """

    def __init__(self, path: Path, sealing: Sealing) -> None:
        self._path = path
        self._sealing = sealing
        self._seal = Seal(sealing.keys.data_key, identity(path, sealing))

    def packs(self, tag: str) -> Iterator[bytes]:
        """Whole records one after the other, as far as they are whole and of that writing."""
        wanted = bytes.fromhex(tag)
        image = b""
        with suppress(OSError):
            image = self._sealing.disk.read(self._path) if wanted else b""
        at, seq = HEADER.size, 1
        while (frame := self._seal.opened(image, at)) is not None:
            if frame.seq != seq or not frame.plain.startswith(wanted):
                return
            yield frame.plain[_TAG_BYTES:].rstrip(b" ")
            at, seq = frame.end, seq + 1

    def write(self, records: Iterable[bytes]) -> str:
        """Replace the file; returns its tag. Raises OSError; then the old one is there, or none."""
        tag = secrets.token_bytes(_TAG_BYTES)
        content = bytearray(self._seal.header)
        for seq, pack in enumerate(_packed(records), 1):
            text = tag + pack
            content += self._seal.frame(seq, text.ljust(-(-len(text) // BLOCK) * BLOCK))
        write_whole(self._sealing.disk, self._path, bytes(content))
        return tag.hex()


def _packed(records: Iterable[bytes]) -> Iterator[bytes]:
    pack = bytearray()
    for record in records:
        pack += record + END
        if len(pack) >= PACK:
            yield bytes(pack)
            pack.clear()
    if pack:
        yield bytes(pack)
