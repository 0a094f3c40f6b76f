"""Opens the room view: needs no passphrase, and opens no record."""

from __future__ import annotations

from types import SimpleNamespace

from iop_group.domain.errors import BadInput, WrongUsage
from iop_group.home import resolve_home
from iop_group.room_view.address import DEMO, meeting_place, name_of, possible


def run(arguments: SimpleNamespace) -> int:
    """`iop-group room`. Raises BadInput, WrongUsage and HomeUnusable."""
    if arguments.demo and arguments.home:
        raise WrongUsage("The demo has a throw-away home of its own.", "Leave out --home.")
    if not possible():
        raise BadInput(
            "A second window for the group does not work on this system.", "F11 shows it in the program."
        )
    from iop_group.cli.opening import check_terminal

    check_terminal()
    home = resolve_home(arguments.home)
    place = meeting_place(DEMO if arguments.demo else name_of(home))
    from iop_group.room_view.app import run as open_window

    return open_window(home, place)
