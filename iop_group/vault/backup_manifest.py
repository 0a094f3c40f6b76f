"""The list of what one backup holds, with a proof that only the vault's key can give."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from iop_group.domain.errors import Damaged, NewerFile
from iop_group.vault.key_slots import VAULT_ID_BYTES, canonical, from_hex, whole_number
from iop_group.vault.sealed_files import is_place

FORMAT, VERSION = "iop-group-backup", 1

_OBJECT = re.compile(r"[0-9a-f]{32}-\d{1,20}-[0-9a-f]{16}\.gns")
_KEY = re.compile(r"vault\.key\.\d{1,20}-[0-9a-f]{16}")
_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}\.\d{3})Z\.json")
_TIME = "%Y-%m-%dT%H%M%S.%f"
_FIELDS = frozenset(
    ("format", "version", "vault_id", "number", "made_at", "key", "files", "aside", "proof", "check")
)
_STORED = frozenset(("place", "object", "seq", "size", "sha256"))
_DIGEST_BYTES = 32


class DamagedManifest(Damaged):
    """A list of a backup that is not whole."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One file of the vault, as it lies in the backup."""

    place: str
    """Its path in the vault."""
    object: str
    """Name of the copy."""
    seq: int
    """Number of the newest save in it."""
    size: int
    sha256: str

    @classmethod
    def of(cls, place: str, content: bytes, *, file_id: bytes, seq: int) -> Self:
        """What the copy of that content is called."""
        digest = hashlib.sha256(content).hexdigest()
        return cls(place, f"{file_id.hex()}-{seq}-{digest[:16]}.gns", seq, len(content), digest)

    def is_whole(self, content: bytes) -> bool:
        """Whether that is the file, to the bit."""
        return len(content) == self.size and hashlib.sha256(content).hexdigest() == self.sha256


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one backup holds. Tells nothing that the names and sizes of the copies do not tell."""

    vault_id: str
    number: int
    """Counts the backups of the folder, from 1: clocks are put back."""
    made_at: datetime
    """UTC, to the millisecond."""
    key: str
    """Name of the copy of the key file."""
    files: tuple[Stored, ...]
    aside: tuple[Stored, ...] = ()
    """Copies that are newer than what stood in the vault, because something had put an old file back."""
    proof: str | None = None
    """HMAC-SHA256 of the rest; None when the backup was made without the passphrase."""

    @property
    def copies(self) -> tuple[Stored, ...]:
        """Everything of the folder that this list needs."""
        return (*self.files, *self.aside)

    @property
    def name(self) -> str:
        """What its file is called."""
        return manifest_name(self.made_at)

    def proven(self, data_key: bytes) -> Manifest:
        """The same with its proof."""
        return replace(self, proof=_proof(data_key, self._record()))

    def is_proven_by(self, data_key: bytes) -> bool:
        """Whether whoever made it had the key, and nobody has changed it since."""
        return self.proof is not None and hmac.compare_digest(self.proof, _proof(data_key, self._record()))

    def to_bytes(self) -> bytes:
        """The file's content."""
        record = {**self._record(), "proof": self.proof}
        return (json.dumps({**record, "check": _check(record)}, indent=1) + "\n").encode("ascii")

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Raises NewerFile, and DamagedManifest for anything else that this program would not write."""
        try:
            return cls._from_record(_parsed(content))
        except (ValueError, KeyError, TypeError, RecursionError):
            raise DamagedManifest("The list of a backup is damaged.", "Use another backup.") from None

    def _record(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "version": VERSION,
            "vault_id": self.vault_id,
            "number": self.number,
            "made_at": self.made_at.isoformat(timespec="milliseconds"),
            "key": self.key,
            "files": [asdict(stored) for stored in self.files],
            "aside": [asdict(stored) for stored in self.aside],
        }

    @classmethod
    def _from_record(cls, record: dict[str, Any]) -> Self:
        check = record.pop("check")
        if not hmac.compare_digest(check, _check(record)) or not _KEY.fullmatch(record["key"]):
            raise ValueError("check")
        proof = record["proof"]
        return cls(
            vault_id=from_hex(record["vault_id"], VAULT_ID_BYTES).hex(),
            number=whole_number(record["number"]),
            made_at=datetime.fromisoformat(record["made_at"]).astimezone(UTC),
            key=record["key"],
            files=tuple(map(_stored, record["files"])),
            aside=tuple(map(_stored, record["aside"])),
            proof=proof if proof is None else from_hex(proof, _DIGEST_BYTES).hex(),
        )


def manifest_name(moment: datetime) -> str:
    """What the list of a backup made then is called; no sign in it that Windows refuses."""
    return f"{moment.astimezone(UTC).strftime(_TIME)[:-3]}Z.json"


def moment_in(name: str) -> datetime | None:
    """When the backup of that name was made (UTC), or None if that is no name of a list."""
    if (found := _NAME.fullmatch(name)) is None:
        return None
    try:
        return datetime.strptime(found[1], _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None


def free_moment(now: datetime, taken: frozenset[str]) -> datetime:
    """Now to the millisecond, or a little later if a backup has that name already."""
    moment = now.astimezone(UTC)
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    while manifest_name(moment) in taken:
        moment += timedelta(milliseconds=1)
    return moment


def _parsed(content: bytes) -> dict[str, Any]:
    record = json.loads(content)
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise ValueError("format")
    if whole_number(record.get("version")) > VERSION:
        raise NewerFile(
            "A backup was made by a newer version of iop-group.", "Update the program to restore it."
        )
    if record.keys() != _FIELDS:
        raise ValueError("fields")
    return record


def _stored(record: dict[str, Any]) -> Stored:
    # The names become paths: nothing but what this program writes may come through.
    if record.keys() != _STORED or not is_place(record["place"]) or not _OBJECT.fullmatch(record["object"]):
        raise ValueError("file")
    digest = from_hex(record["sha256"], _DIGEST_BYTES).hex()
    numbers = whole_number(record["seq"]), whole_number(record["size"])
    return Stored(record["place"], record["object"], *numbers, digest)


def _check(record: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(record)).hexdigest()


def _proof(data_key: bytes, record: dict[str, Any]) -> str:
    salt = bytes.fromhex(record["vault_id"])
    key = HKDF(SHA256(), length=_DIGEST_BYTES, salt=salt, info=b"iop-group/1/manifest").derive(data_key)
    return hmac.new(key, canonical(record), hashlib.sha256).hexdigest()
