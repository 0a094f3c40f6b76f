"""The first start: a passphrase, a recovery code on paper, a folder for backups, and then Today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from iop_group.domain.errors import IopGroupError
from iop_group.tui.messages import Opened
from iop_group.tui.opener import Opener
from iop_group.tui.screens.choose_passphrase import ADVICE, ChoosePassphrase
from iop_group.tui.screens.door import QUIT, Door, Words
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.keybar import Key

if TYPE_CHECKING:
    from iop_group.tui.desk import Desk

_WELCOME = (
    "Your groups, sessions and notes stay on this computer. They are sealed with a passphrase that only you "
    "know; nobody can open them without it.\n\n"
    "Three steps, about three minutes. Have paper and a pen ready:\n\n"
    "1  choose a passphrase\n2  write the recovery code on paper\n3  choose a folder for backups, if you like"
)
_FROM_BEFORE = "\n\nThe records that are here already will be sealed with it."
_CHOOSE = f"It opens your records from now on, every time the program starts. {ADVICE}"
_BACKUPS = (
    "A computer that breaks or is stolen takes your records with it. Name a folder on another disk or on a "
    "stick: sealed copies go there whenever you ask for one. Leave it empty to choose later, in Settings."
)
_WHOLE_DISK = (
    "One thing more: turn on full-disk encryption (BitLocker on Windows, FileVault on macOS, LUKS on Linux). "
    "It also guards what lies outside of your records, such as exported files."
)
FOLDER_LENGTH = 1000


class WelcomeScreen(Door[None]):
    """What is going to happen; the ground of the first start."""

    LAST: ClassVar[Key] = (QUIT, "Quit")

    def __init__(self, opener: Opener) -> None:
        about = _WELCOME + (_FROM_BEFORE if opener.has_plain_records else "")
        super().__init__("Welcome", about, accept="Begin")
        self._opener = opener

    def accepted(self) -> None:
        """The passphrase first."""
        screen = ChoosePassphrase[str]("1  A passphrase", _CHOOSE, lambda _, new: new)
        self.app.push_screen(screen, self._hand_out_code)

    def _hand_out_code(self, passphrase: str | None) -> None:
        from iop_group.tui.screens.recovery import hand_out

        if passphrase is not None:
            hand_out(
                self.app,
                lambda code: self._opener.create(passphrase, code),
                self._offer_backups,
                word="making the key ...",
                heading="2  Your recovery code",
                back=self.accepted,
            )

    def _offer_backups(self, desk: Desk) -> None:
        def go_in(_: None) -> None:
            self.post_message(Opened(desk))

        self.app.push_screen(BackupFolder(desk), go_in)


class BackupFolder(Door[None]):
    """A folder for backups, or none for now. The records are open by now: every way leads on."""

    LAST: ClassVar[Key] = ("Esc", "Later")

    def __init__(self, desk: Desk) -> None:
        super().__init__("3  Backups", _BACKUPS, accept="Open the program")
        self._desk = desk
        self._folder = Entry(max_length=FOLDER_LENGTH, placeholder="no folder yet")

    def compose_page(self) -> Iterable[Widget]:
        yield self._folder
        yield Words(_WHOLE_DISK)

    def fields(self) -> Sequence[Entry]:
        return (self._folder,)

    def accepted(self) -> None:
        """Keep the folder if backups can lie there."""
        from iop_group.tui.backing_up import checked_folder

        try:
            folder = checked_folder(self._folder.value, self._desk.home)
            if folder:
                self._desk.set("backup_folder", folder)
        except IopGroupError as error:
            self.complain(str(error), self._folder)
        else:
            self.close()
