"""Acts on keys and backups, for a screen that offers them; what they need is loaded when it is needed."""

from __future__ import annotations

from collections.abc import Callable

from iop_group.domain.errors import IopGroupError
from iop_group.tui.screens.base import HouseScreen

PATH_LENGTH = 1000
_BACKUPS = "A folder on another disk or on a stick, as a whole path. Empty: none."


class KeepingScreen(HouseScreen):
    """A screen with these acts."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Who only reads changes no keys: another window may be doing so."""
        return not (self.desk.reading and action in {"new_passphrase", "new_code"})

    def action_new_passphrase(self) -> None:
        from iop_group.tui.screens.resealing import ask_new_passphrase

        ask_new_passphrase(self)

    def action_new_code(self) -> None:
        from iop_group.tui.screens.resealing import ask_new_code

        ask_new_code(self)

    def action_back_up(self) -> None:
        """Make a backup; where there is no folder for it yet, ask for one first."""
        from iop_group.tui.screens.resealing import back_up_now

        def back_up() -> None:
            back_up_now(self)

        if self.desk.program.backup_folder:
            back_up()
        else:
            self.ask_folder(then=back_up)

    def ask_folder(self, then: Callable[[], None] = lambda: None) -> None:
        """Ask for the folder of the backups, keep it, and go on if there is one."""
        from iop_group.tui.backing_up import checked_folder
        from iop_group.tui.screens.group_changes import trouble
        from iop_group.tui.widgets.dialog import Ask
        from iop_group.tui.widgets.fields import Entry

        def checked(text: str) -> str:
            return checked_folder(text, self.desk.home)

        def take(text: str | None) -> None:
            if text is None:
                return
            try:
                self.desk.set("backup_folder", checked(text))
            except IopGroupError as error:
                self.complain(error)
                return
            self.refreshed()
            if text:
                then()

        entry = Entry(self.desk.program.backup_folder, max_length=PATH_LENGTH)
        asked = Ask("Folder for backups", _BACKUPS, entry=entry, check=trouble(checked), accept="Keep")
        self.app.push_screen(asked, take)
