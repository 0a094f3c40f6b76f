"""How a sealed file is laid out, byte for byte: a header, then frames that each hold all of the tables."""

from __future__ import annotations

import json
import re
import secrets
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from iop_group.domain.errors import BadInput

MAGIC = b"\x89GNS\r\n\x1a\n"
FRAME_MAGIC = b"\xf5GNF"
VERSION = 1
"""Of the layout; a file with a higher number is left alone."""

HEADER = struct.Struct("<8sHHI16s16s16x")
"""MAGIC, version, flags (0), kind, vault id, file id, zeros: 64 bytes, little endian."""
FRAME_HEADER = struct.Struct("<4sIQ12s")
"""FRAME_MAGIC, bytes of the sealed text with its 16 byte tag, number of the save, nonce: 28 bytes."""

BLOCK = 4096
"""Bytes that a disk loses together; texts are padded to whole blocks, which also hides their length."""

_BEGIN = re.compile(rb'\{"saved_at":"([0-9T:.+-]+)","twin":(true|false),"tables":')
"""What every sealed text begins with; after it come the tables and a closing brace."""

_ENCODER = json.JSONEncoder(separators=(",", ":"))

KEY_BYTES = 32
ID_BYTES = 16
NO_ID = bytes(ID_BYTES)


class WrongKey(BadInput, ValueError):
    """A key or an id of the wrong length: a mistake of the caller."""

    def __init__(self, what: str, size: int) -> None:
        super().__init__(f"The {what} is not {size} bytes long.", "Nothing was opened.")


@dataclass(frozen=True, slots=True)
class Identity:
    """Which file of which vault this is; sealed into every frame, so none can be moved to another file."""

    vault_id: bytes
    file_id: bytes
    kind: int
    """What the file is for; another kind has another key."""

    def header(self) -> bytes:
        """The first 64 bytes of the file."""
        return HEADER.pack(MAGIC, VERSION, 0, self.kind, self.vault_id, self.file_id)

    @classmethod
    def of(cls, header: bytes) -> Self:
        """What 64 bytes say, whether or not it is true."""
        _, _, _, kind, vault_id, file_id = HEADER.unpack(header)
        return cls(vault_id, file_id, kind)


def is_newer(image: bytes) -> bool:
    """Whether a file's first bytes tell of a version that is not known yet."""
    if len(image) < HEADER.size or not image.startswith(MAGIC):
        return False
    version: int = HEADER.unpack_from(image)[1]
    return version > VERSION


@dataclass(frozen=True, slots=True)
class Frame:
    """One save that verified."""

    start: int
    end: int
    seq: int
    """Number of the save; it only ever grows."""
    plain: bytes


class Seal:
    """The cipher of one file: AES-256-GCM under a key that no other file has."""

    def __init__(self, key: bytes, identity: Identity) -> None:
        """The key of the vault, 32 bytes."""
        info = f"iop-group/1/file/{identity.kind}".encode()
        derived = HKDF(SHA256(), length=KEY_BYTES, salt=identity.file_id, info=info).derive(key)
        self.identity = identity
        self.header = identity.header()
        self._cipher = AESGCM(derived)

    def frame(self, seq: int, plain: bytes) -> bytes:
        """The text as a frame. The nonce is by chance: with one key per file, none comes twice."""
        nonce = secrets.token_bytes(12)
        start = FRAME_HEADER.pack(FRAME_MAGIC, len(plain) + 16, seq, nonce)
        return start + self._cipher.encrypt(nonce, plain, self.header + start)

    def opened(self, image: bytes, at: int) -> Frame | None:
        """The frame at that place, or None when there is none that verifies."""
        body = at + FRAME_HEADER.size
        start = image[at:body]
        if len(start) < FRAME_HEADER.size:
            return None
        _, size, seq, nonce = FRAME_HEADER.unpack(start)
        if body + size > len(image):
            return None
        try:
            plain = self._cipher.decrypt(nonce, image[body : body + size], self.header + start)
        except InvalidTag:
            return None
        return Frame(at, body + size, seq, plain)


@dataclass(frozen=True, slots=True)
class Version:
    """What one frame holds."""

    state: bytes
    """The tables as JSON."""
    saved_at: datetime
    """When the save was begun, in UTC."""
    twin: bool = False
    """Whether a second copy of the same must follow."""

    def text(self, block: int = BLOCK) -> bytes:
        """To be sealed: JSON in UTF-8, filled up with spaces to whole blocks."""
        at = self.saved_at.astimezone(UTC).isoformat(timespec="milliseconds").encode()
        twin = b"true" if self.twin else b"false"
        text = b'{"saved_at":"%s","twin":%s,"tables":%s}' % (at, twin, self.state)
        return text.ljust(-(-len(text) // block) * block)

    @classmethod
    def of(cls, text: bytes) -> Self | None:
        """What was sealed, or None when it is nothing that this version would have written."""
        whole = text.rstrip(b" ")
        begin = _BEGIN.match(whole)
        if begin is None or not whole.endswith(b"}"):
            return None
        try:
            saved_at = datetime.fromisoformat(begin[1].decode("ascii"))
        except ValueError:
            return None
        # Parsed only when it is asked for: lists look into thousands of files.
        return cls(whole[begin.end() : -1], saved_at.astimezone(UTC), begin[2] == b"true")


def dumped(tables: object) -> bytes:
    """The tables as JSON in ASCII, so that half a character from a broken terminal is kept too.

    Raises what json raises.
    """
    return _ENCODER.encode(tables).encode("ascii")


def new_file(seal: Seal, seq: int, version: Version, *, block: int = BLOCK) -> bytes:
    """A file with its first save."""
    return seal.header + seal.frame(seq, version.text(block))


def compact_file(seal: Seal, seq: int, version: Version, *, block: int = BLOCK) -> bytes:
    """A file with the same state twice, as saves seq and seq + 1.

    The second copy begins a block of its own: one bad block cannot take both.
    """
    first = Version(version.state, version.saved_at, twin=True)
    begin = new_file(seal, seq, first, block=block)
    second = Version(version.state, version.saved_at)
    return begin.ljust(-(-len(begin) // block) * block, b"\0") + seal.frame(seq + 1, second.text(block))
