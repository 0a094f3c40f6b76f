"""The newest save of one sealed file, and the way of the next one to the disk."""

from __future__ import annotations

import errno
import secrets
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from iop_group.vault.disk import DiskLike
from iop_group.vault.frame_file import FrameFile, keep_aside
from iop_group.vault.frame_format import (
    BLOCK,
    ID_BYTES,
    NO_ID,
    Identity,
    Seal,
    Version,
    compact_file,
    new_file,
)
from iop_group.vault.frame_scan import Expected, Found, Status, scan

COMPACT_ABOVE = 1 << 20
"""Bytes above which the history in a file is dropped once nobody waits."""

AT_ONCE = 16
"""So many times that size, and it is dropped by the save itself: then nobody ever had no need to wait."""


class Saves:
    """The states of one file, as bytes. Whatever writes may raise OSError; then nothing new was saved."""

    def __init__(
        self,
        path: Path,
        *,
        key: bytes,
        disk: DiskLike,
        expected: Expected,
        quarantine: Path | None = None,
        block: int = BLOCK,
    ) -> None:
        """Look at the file. Raises OSError when it is there and the system will not hand it over."""
        self._path = path
        self._key = key
        self._disk = disk
        self._expected = expected
        self._quarantine = quarantine
        self._block = block
        content = self._content()
        self.found = Found(Status.OK) if content is None else self._scan(content)
        self.status = self.found.status
        self.version = self.found.version
        self.seq = self.found.seq
        self.seal = self.found.seal or self._new_seal()
        self.settled = content is None
        """Whether all that was asked to be saved is on the disk."""
        self._file = FrameFile(disk, path, content)
        self._damaged = content if self.status is not Status.OK else None
        self._saved_here = False
        self._compact = False
        self._compact_above = COMPACT_ABOVE

    def _content(self) -> bytes | None:
        try:
            return self._disk.read(self._path)
        except FileNotFoundError:
            if not self._disk.exists(self._path.parent):
                self._disk.listdir(self._path.parent)  # raises, and says what is missing
            return None

    def _scan(self, content: bytes) -> Found:
        return scan(content, self._key, self._expected, block=self._block)

    def _new_seal(self) -> Seal:
        file_id = self._expected.file_id or secrets.token_bytes(ID_BYTES)
        return Seal(self._key, Identity(self._expected.vault_id or NO_ID, file_id, self._expected.kind))

    @property
    def is_lost(self) -> bool:
        """Whether there is a file, and nothing in it that can be shown."""
        return self._file.exists and self.version is None

    def settle(self) -> None:
        """Make sure that the newest save is on the disk: what was read may be only in the system's memory."""
        if self.version is None:
            return
        try:
            self._keep_damaged()
            if self.found.compact:
                self._file.adopt()
                self._compact = True
            else:
                self._replace(self.version)
        except OSError:
            if self.status is Status.OK:
                self.status = Status.UNSETTLED
            raise
        self.settled = True

    def save(self, state: bytes, at: datetime) -> None:
        """Return when the state is on the disk; the same as before costs nothing."""
        if self.settled and self.version is not None and state == self.version.state:
            return
        self.settled = False
        version = Version(state, at)
        self._keep_damaged()
        self._look_for_others()
        if self._file.is_open:
            self._append(version)
        elif self._file.exists or not self._created(version):
            self._replace(version)
        self.version = version
        self.settled = self._saved_here = True
        if self.status is Status.UNSETTLED:
            self.status = Status.OK
        if self._file.size > AT_ONCE * self._compact_above:
            self._drop_history(version)

    def tidy(self) -> None:
        """Drop the history if there is much of it, in the time of some saves. What fails does no harm."""
        if not self.settled or self.version is None or self._file.size <= self._compact_above:
            return
        with suppress(OSError):
            if self._file.is_open and self._file.theirs() is None:  # else it is for the next save to tell
                self._drop_history(self.version)

    def close(self) -> None:
        """Leave the last state twice, without its history, and let the file go.

        Raises OSError only when someone else's file stands in the place of what was saved.
        """
        try:
            if self._saved_here and self.version is not None:
                self._close_compact(self.version)
        finally:
            self._file.close()

    def _close_compact(self, version: Version) -> None:
        try:
            if not self.settled or not self._file.is_open:  # it may hold what was written last
                raise OSError(errno.ESTALE, "left as it is")
            self._look_for_others()
            if not self._compact or not self._file.is_open:
                self._replace(version)
        except OSError:
            if self._file.is_lost():
                self.settled = False
                raise

    def _keep_damaged(self) -> None:
        if self._damaged is not None:
            self._keep(self._damaged, "damaged")
            self._damaged = None

    def _keep(self, content: bytes, mark: str) -> None:
        keep_aside(self._disk, self._path, content, folder=self._quarantine, mark=mark)

    def _look_for_others(self) -> None:
        """Keep what someone else put into the file's place, but for what holds the same as ours."""
        theirs = self._file.theirs()
        if theirs is None:
            return
        found = self._scan(theirs)
        self.seq = max(self.seq, found.seq)
        if found.version and self.version and found.version.state == self.version.state:
            return
        if theirs:
            self._keep(theirs, "theirs")
        self.status = Status.FOREIGN_CHANGE

    def _append(self, version: Version) -> None:
        self.seq += 1  # also when it fails: no number is used twice
        self._file.append(self.seal.frame(self.seq, version.text(self._block)))
        self._compact = False

    def _created(self, version: Version) -> bool:
        self.seq += 1
        try:
            self._file.create(new_file(self.seal, self.seq, version, block=self._block))
        except FileExistsError:
            self._look_for_others()
            return False
        return True

    def _replace(self, version: Version) -> None:
        self.seq += 2
        self._file.rewrite(compact_file(self.seal, self.seq - 1, version, block=self._block))
        self._compact = True

    def _drop_history(self, version: Version) -> None:
        # A large state is not written twice at each save; after trouble it is tried again later.
        self._compact_above = 2 * self._file.size
        with suppress(OSError):
            self._replace(version)
            self._compact_above = max(COMPACT_ABOVE, 4 * self._file.size)
