"""One slot of the key file: the key of the records, wrapped so that one secret unwraps it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from iop_group.vault.kdf import KEY_BYTES, SALT_BYTES, KdfParameters, derive_key

KDF = "argon2id"
AEAD = "aes-256-gcm"

VAULT_ID_BYTES = 16
_NONCE_BYTES = 12
_WRAPPED_BYTES = KEY_BYTES + 16
"""The key and the tag of AES-GCM."""


class SlotName(StrEnum):
    """What a slot opens to."""

    PASSPHRASE = "passphrase"  # noqa: S105 - its name
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Slot:
    """Public, all of it: without the secret it tells nothing about the key."""

    name: SlotName
    vault_id: str
    parameters: KdfParameters
    salt: bytes
    nonce: bytes
    wrapped: bytes

    def to_record(self) -> dict[str, Any]:
        """As it stands in the file; bytes in hexadecimal."""
        return {**self._bound(), "wrapped": self.wrapped.hex()}

    def unwrap(self, secret: str) -> bytes | None:
        """The 32-byte key, or None if the secret is another or any field of the slot was changed.

        Takes as long as the parameters say. Raises CannotDerive.
        """
        key = derive_key(secret, self.salt, self.parameters)
        try:
            return AESGCM(key).decrypt(self.nonce, self.wrapped, self._bound_bytes())
        except InvalidTag:
            return None

    @classmethod
    def from_record(cls, record: object) -> Self:
        """Raises ValueError for anything that a slot cannot be, parameters out of range among it."""
        if not isinstance(record, dict) or record.keys() != _FIELDS:
            raise ValueError("fields")
        if record["kdf"] != KDF or record["aead"] != AEAD:
            raise ValueError("ciphers")
        parameters = KdfParameters(
            memory=whole_number(record["memory"]),
            iterations=whole_number(record["iterations"]),
            lanes=whole_number(record["lanes"]),
        )
        if not parameters.in_range:
            raise ValueError("parameters")
        return cls(
            name=SlotName(record["name"]),
            vault_id=from_hex(record["vault_id"], VAULT_ID_BYTES).hex(),
            parameters=parameters,
            salt=from_hex(record["salt"], SALT_BYTES),
            nonce=from_hex(record["nonce"], _NONCE_BYTES),
            wrapped=from_hex(record["wrapped"], _WRAPPED_BYTES),
        )

    def _bound(self) -> dict[str, Any]:
        """Every field but the wrapped key, which is bound to them."""
        return {
            "name": self.name.value,
            "kdf": KDF,
            "memory": self.parameters.memory,
            "iterations": self.parameters.iterations,
            "lanes": self.parameters.lanes,
            "salt": self.salt.hex(),
            "aead": AEAD,
            "nonce": self.nonce.hex(),
            "vault_id": self.vault_id,
        }

    def _bound_bytes(self) -> bytes:
        return canonical(self._bound())


_FIELDS = frozenset(
    ("name", "kdf", "memory", "iterations", "lanes", "salt", "aead", "nonce", "vault_id", "wrapped")
)


def wrap(name: SlotName, secret: str, *, data_key: bytes, vault_id: str, parameters: KdfParameters) -> Slot:
    """A slot that the secret opens, with a salt and a nonce of its own. Raises CannotDerive."""
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    empty = Slot(name, vault_id, parameters, salt, nonce, b"")
    key = derive_key(secret, salt, parameters)
    wrapped = AESGCM(key).encrypt(nonce, data_key, empty._bound_bytes())
    return Slot(name, vault_id, parameters, salt, nonce, wrapped)


def canonical(record: Mapping[str, Any]) -> bytes:
    """The one way to write a record down: keys in order, nothing between, ASCII."""
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def whole_number(value: object) -> int:
    """The value itself. Raises ValueError for anything but an int."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("number")
    return value


def from_hex(value: object, size: int) -> bytes:
    """That many bytes from lower-case hexadecimal. Raises ValueError."""
    if not isinstance(value, str) or len(value) != 2 * size or value.strip("0123456789abcdef"):
        raise ValueError("hexadecimal")
    return bytes.fromhex(value)
