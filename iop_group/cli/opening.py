"""Opens the program on the screen, on the real home or on a throw-away one."""

from __future__ import annotations

import gc
import shutil
import tempfile
from argparse import Namespace
from pathlib import Path

from iop_group.domain.errors import BadInput, WrongUsage
from iop_group.home import resolve_home


def run(arguments: Namespace) -> int:
    """`iop-group` and `iop-group demo`."""
    if arguments.family == "demo":
        if arguments.home:
            raise WrongUsage("The demo has a throw-away home of its own.", "Leave out --home.")
        return _open_demo()
    _check_terminal()
    from iop_group.tui.app import run as open_program

    return open_program(resolve_home(arguments.home), demo=False)


def _check_terminal() -> None:
    from iop_group.tui.terminal import check_terminal, prepare_environment

    gc.disable()  # until the first picture, which it would only delay: what is made now stays
    prepare_environment()  # before anything imports Textual, which reads it then and never again
    if trouble := check_terminal():
        raise BadInput(trouble, "")


def _open_demo() -> int:
    _check_terminal()
    from datetime import UTC, datetime

    from iop_group.demo import fill_home
    from iop_group.tui.app import run as open_program

    home = Path(tempfile.mkdtemp(prefix="iop-group-demo-"))
    try:
        fill_home(home, datetime.now(UTC))
        return open_program(home, demo=True)
    finally:
        shutil.rmtree(home, ignore_errors=True)
