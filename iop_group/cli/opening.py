"""Opens the program on the screen, on the real home or on a throw-away one."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from iop_group.domain.errors import BadInput, WrongUsage
from iop_group.home import resolve_home

if TYPE_CHECKING:
    from iop_group.tui.opener import Opener

MAKE_WAY = 0.0005
"""Seconds after which one thread makes way for another that waits; Python's own is ten times that.

A picture that is ready would wait so long for the terminal, and a key for the records that are being read.
"""


def run(arguments: SimpleNamespace) -> int:
    """`iop-group` and `iop-group demo`."""
    if arguments.family == "demo":
        if arguments.home:
            raise WrongUsage("The demo has a throw-away home of its own.", "Leave out --home.")
        return _open_demo()
    check_terminal()
    from iop_group.tui.opener import Opener

    opener = Opener(resolve_home(arguments.home))
    _finish_restore(opener.folder)
    opener.look_in()
    secret = _given(arguments)
    if secret is not None:
        if opener.is_new:
            raise BadInput(
                "There are no records here yet.",
                "Start without a given passphrase, or type `iop-group vault init`.",
            )
        opener.desk = opener.unlock(secret).desk
    return _open(opener)


def _finish_restore(folder: Path) -> None:
    """Bring a restore to its end that was cut off at the last moment."""
    from iop_group.vault.staged import is_cut_off

    if is_cut_off(folder):  # hardly ever: everybody else is spared the import
        from iop_group.vault.swapping import finish_swap

        finish_swap(folder)


def _given(arguments: SimpleNamespace) -> str | None:
    """The passphrase as scripts give it, or None. Raises BadInput."""
    from iop_group.vault.passphrases import from_environment, from_file

    file = arguments.passphrase_file
    return from_environment(os.environ) if file is None else from_file(Path(file))


def _open(opener: Opener) -> int:
    from iop_group.tui.app import run as open_program

    return open_program(opener)


def check_terminal() -> None:
    """Before anything loads Textual. Raises BadInput where no screen can be shown."""
    from iop_group.tui.terminal import check_terminal, prepare_environment

    gc.disable()  # until the first picture, which it would only delay: what is made now stays
    sys.setswitchinterval(MAKE_WAY)
    prepare_environment()  # before anything imports Textual, which reads it then and never again
    if trouble := check_terminal():
        raise BadInput(trouble, "")


def _open_demo() -> int:
    check_terminal()
    from datetime import UTC, datetime

    from iop_group.demo import PASSPHRASE, fill_home
    from iop_group.tui.opener import Opener
    from iop_group.vault.kdf import KdfParameters

    home = Path(tempfile.mkdtemp(prefix="iop-group-demo-"))
    try:
        fill_home(home, datetime.now(UTC))
        hint = f"This is the demo. Its passphrase is: {PASSPHRASE}"
        opener = Opener(home, kdf=KdfParameters.for_tests(), hint=hint)
        opener.desk = opener.unlock(PASSPHRASE).desk
        return _open(opener)
    finally:
        shutil.rmtree(home, ignore_errors=True)
