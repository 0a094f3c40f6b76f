"""What stands in vault.key: who made it, for which vault, and one slot for each secret."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, replace
from typing import Any, Self

from iop_group.domain.errors import Damaged, NewerFile
from iop_group.vault.key_slots import (
    VAULT_ID_BYTES,
    Slot,
    SlotName,
    canonical,
    from_hex,
    whole_number,
)

FORMAT = "iop-group-vault"
VERSION = 1

_MOST_BYTES = 64 * 1024
_FIELDS = frozenset(("format", "version", "revision", "vault_id", "slots", "check"))


class DamagedKeyFile(Damaged):
    """A key file that is not whole, or was changed by something other than this program."""

    exit_status = 3


class WeakenedKeyFile(DamagedKeyFile):
    """A key file that asks for less protection of the secrets than this program ever gives."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """Public: a thief who has it must still guess a secret, at the cost that the slots name."""

    vault_id: str
    """32 hexadecimal digits; in the header of every file of the vault too."""
    revision: int
    """Counts the changes of slots, from 1; tells which of two whole copies is the newer."""
    passphrase: Slot
    recovery: Slot

    def slot(self, name: SlotName) -> Slot:
        """The slot of that name."""
        return self.passphrase if name is SlotName.PASSPHRASE else self.recovery

    def with_slot(self, slot: Slot, *, revision: int) -> KeyFile:
        """The same with another slot in place of the one of its name."""
        if slot.name is SlotName.PASSPHRASE:
            return replace(self, passphrase=slot, revision=revision)
        return replace(self, recovery=slot, revision=revision)

    @property
    def strong_enough(self) -> bool:
        """Whether records of real people may be kept behind every slot."""
        return self.passphrase.parameters.strong_enough and self.recovery.parameters.strong_enough

    def to_bytes(self) -> bytes:
        """The file's content: JSON that a person can look at."""
        record = self._record()
        record["check"] = _check(record)
        return (json.dumps(record, indent=2) + "\n").encode("ascii")

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Raises NewerFile, and DamagedKeyFile for anything else that this program would not write.

        The check in the file finds accidents, so that a flipped bit is not taken for a wrong passphrase.
        Against people stands the seal of each slot.
        """
        try:
            return cls._from_record(_parsed(content))
        except (ValueError, RecursionError):
            # From None: what went wrong is no help to anyone, and json's errors carry the whole text.
            raise DamagedKeyFile("A key file is damaged.", "Put it back from a backup.") from None

    def _record(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "version": VERSION,
            "revision": self.revision,
            "vault_id": self.vault_id,
            "slots": [self.passphrase.to_record(), self.recovery.to_record()],
        }

    @classmethod
    def _from_record(cls, record: dict[str, Any]) -> Self:
        if record.keys() != _FIELDS or not isinstance(record["slots"], list):
            raise ValueError("fields")
        vault_id = from_hex(record["vault_id"], VAULT_ID_BYTES).hex()
        slots = [Slot.from_record(slot) for slot in record["slots"]]
        if [slot.name for slot in slots] != list(SlotName) or {slot.vault_id for slot in slots} != {vault_id}:
            raise ValueError("slots")
        revision = whole_number(record["revision"])
        check = from_hex(record.pop("check"), hashlib.sha256().digest_size).hex()
        if revision < 1 or not hmac.compare_digest(check, _check(record)):
            raise ValueError("check")
        return cls(vault_id, revision, *slots)


def _parsed(content: bytes) -> dict[str, Any]:
    """The record, if it is of this version. Raises NewerFile and ValueError."""
    if len(content) > _MOST_BYTES:
        raise ValueError("size")
    record = json.loads(content)
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise ValueError("format")
    version = whole_number(record.get("version"))
    if version > VERSION:
        raise NewerFile(
            "These records were last opened by a newer version of iop-group.",
            "Update the program to open them; this version leaves everything as it is.",
        )
    if version < 1:
        raise ValueError("version")
    return record


def _check(record: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(record)).hexdigest()
