"""When the disk of the records takes nothing any more: other places for the words, and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from iop_group.domain.errors import BadInput, NotSaved, Problem, Severity
from iop_group.domain.plain import printable
from iop_group.tui.backing_up import folder_of

if TYPE_CHECKING:
    from iop_group.tui.desk import Desk


def places_for(desk: Desk) -> tuple[Path, ...]:
    """Where words are kept without being asked, and looked for at each start; the best first."""
    if desk.demo:
        return ()
    chosen = folder_of(desk)
    with suppress(RuntimeError):  # nobody may be at home
        return (*((chosen,) if chosen is not None else ()), Path.home())
    return (chosen,) if chosen is not None else ()


def keep_in(desk: Desk, place: Path) -> Path:
    """Keep there what is not saved, from now on; which folder it is. Takes time; in any thread.

    Raises NotSaved.
    """
    from iop_group.vault.rescue import Rescue

    rescue = desk.rescue if desk.rescue is not None and desk.rescue.place == place else Rescue(place)
    rescue.keep(desk.writer.unsaved())
    desk.rescue, before = rescue, desk.rescue
    if before is not None and before is not rescue:
        before.drop()
    return rescue.folder


def keep_somewhere(desk: Desk) -> Path | None:
    """The same without being asked, for an end that nobody can put off; None when no place takes it."""
    chosen = (desk.rescue.place,) if desk.rescue is not None else ()
    for place in (*chosen, *places_for(desk)):
        with suppress(NotSaved):
            if place.is_dir():
                return keep_in(desk, place)
    return None


def checked_place(text: str) -> Path:
    """The folder as a whole path. Raises BadInput when nothing can lie there."""
    bare = printable(text).strip()
    try:
        place = Path(bare).expanduser()
    except RuntimeError:
        raise BadInput("That folder cannot be worked out.", "Type it as a whole path.") from None
    if not bare or not place.is_absolute():
        raise BadInput("That is not a whole path.", "Type it from the very beginning, with its disk.")
    if not place.is_dir():
        raise BadInput("That folder is not there.", "Plug its disk in, or name another one.")
    return place


def brought_back(desk: Desk, folders: Iterable[Path]) -> tuple[Problem, ...]:
    """Bring home what these folders hold, and what is to be said about it."""
    from iop_group.vault.bringing_back import BroughtBack, bring_back

    came = BroughtBack()
    for folder in folders:
        came += bring_back(desk.vault, folder)
    desk.vault.sessions.close()
    desk.vault.private.close()
    if not came.is_news:
        return came.problems
    text = "What this disk had refused was kept elsewhere. It is back in the records now."
    return (*came.problems, Problem(Severity.HINT, "vault", None, text))
