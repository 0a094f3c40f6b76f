"""Another place, on another disk, for what the disk of the records refuses; sealed as it would be at home."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from iop_group.domain.errors import NotSaved
from iop_group.vault.disk import Disk, DiskLike, take_away_empty
from iop_group.vault.files import make_folder, not_saved
from iop_group.vault.rescue_names import PREFIX
from iop_group.vault.sealed import SUFFIX

if TYPE_CHECKING:
    from iop_group.vault.frames import FrameStorage
    from iop_group.vault.session_file import SessionFile
    from iop_group.vault.writer import Unsaved


class Rescue:
    """One folder of one run of the program; it has a name by chance, so nothing is ever written over."""

    def __init__(self, place: Path, *, disk: DiskLike | None = None) -> None:
        """The place must be there; nothing is made before something is kept."""
        self.place = place
        self.folder = place / f"{PREFIX}{os.urandom(4).hex()}"
        self._disk: DiskLike = disk or Disk()
        self._files: dict[SessionFile, FrameStorage] = {}
        self._one_at_a_time = threading.Lock()
        self.upto = -1
        """Number of the last thing submitted to the writer that is here or on the disk."""

    def keep(self, unsaved: Unsaved) -> None:
        """Return when all of it is on that disk. Raises NotSaved; what was kept before is there then."""
        with self._one_at_a_time:
            try:
                if unsaved.files and not self._files:
                    make_folder(self._disk, self.folder)
                for file, events, typing in unsaved.files:
                    file.keep_elsewhere(self._file(file), events, typing)
            except OSError as error:
                raise not_saved(error) from error
            self.upto = unsaved.upto

    def _file(self, file: SessionFile) -> FrameStorage:
        if file not in self._files:
            own = file.storage.path
            path = self.folder / f"{own.parent.name}-{file.id}{SUFFIX}"
            self._files[file] = file.storage.elsewhere(path, self._disk)
        return self._files[file]

    def close(self) -> None:
        """Leave it there for the next start, or for another computer."""
        with self._one_at_a_time:
            for storage in self._files.values():
                with suppress(NotSaved):
                    storage.close()

    def drop(self) -> None:
        """Take it away: all of it is in the records now."""
        self.close()
        with self._one_at_a_time:
            for storage in self._files.values():
                take_away(storage.path, self._disk)


def take_away(file: Path, disk: DiskLike) -> None:
    """Remove a file of a rescue, and its folder when nothing else lies there. Never raises."""
    with suppress(OSError):
        disk.unlink(file)
        take_away_empty(file.parent)
