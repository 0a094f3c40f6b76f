"""A pytest plug-in that gives TinyDB's own tests our sealed storage in place of the one they know."""

from __future__ import annotations

from pathlib import Path

import tinydb
from tinydb import TinyDB, database, storages

from iop_group.vault.frames import FrameStorage

KEY = bytes(range(32))


class JSONStorage(FrameStorage):
    """The sealed storage, called as those tests call theirs; how to write JSON means nothing to it."""

    def __init__(self, path: str | Path, *, ensure_ascii: bool = True) -> None:
        super().__init__(path, key=KEY)


# One of the tests knows the storage by where it stands.
JSONStorage.__module__ = storages.__name__
for module in (tinydb, database, storages):
    vars(module)["JSONStorage"] = JSONStorage
type.__setattr__(TinyDB, "default_storage_class", JSONStorage)
