"""The yardstick with what sealing alone takes: hello after one key was derived and one text sealed."""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench.hello import Hello
from iop_group.vault.kdf import SALT_BYTES, KdfParameters, derive_key

if __name__ == "__main__":
    key = derive_key("hello", bytes(SALT_BYTES), KdfParameters.for_tests())
    AESGCM(key).encrypt(bytes(12), b"hello", None)
    Hello().run()
