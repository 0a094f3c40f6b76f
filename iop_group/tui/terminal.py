"""What has to be right about the terminal before and around the program; loads Textual only when it runs."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.driver import Driver

ESCAPE_DELAY_MS: Final = 25
"""How long a lone Esc byte may still turn out to be the start of another key."""

DRAWN: Final = "✓▸●○⚑▪│─"
"""A sample of what the screens draw; a terminal that cannot carry it breaks every line."""

SIGNALLED: Final = 128
"""Exit statuses above this mean: ended by the signal with the number that is left, as shells have it."""

_DEVELOPER_SWITCHES: Final = (
    "TEXTUAL",
    "TEXTUAL_DEBUG",
    "TEXTUAL_LOG",
    "TEXTUAL_SCREENSHOT",
    "TEXTUAL_SHOW_RETURN",
)


def prepare_environment() -> None:
    """Set what Textual reads once, while it is imported; call this before anything imports it.

    Esc is answered quickly and nothing slides about, unless the environment already says otherwise. The
    switches that make Textual write keys, logs or pictures to files are dropped: what members said must not
    end up there.
    """
    os.environ.setdefault("ESCDELAY", str(ESCAPE_DELAY_MS))
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    for name in _DEVELOPER_SWITCHES:
        os.environ.pop(name, None)


def check_terminal() -> str | None:
    """Say in one sentence why the screens cannot be shown here, or None if they can.

    Keys are read from standard input and the screens are drawn on standard error, so these two count.
    """
    keys, picture = sys.__stdin__, sys.__stderr__
    if keys is None or picture is None or not (keys.isatty() and picture.isatty()):
        return "iop-group needs a terminal: start it in a terminal window, with nothing redirected or piped."
    if sys.platform != "win32" and os.environ.get("TERM") == "dumb":
        return (
            "This terminal cannot show screens (TERM is 'dumb'): start iop-group in another terminal window."
        )
    try:
        DRAWN.encode(picture.encoding)
    except (UnicodeEncodeError, LookupError):
        return (
            f"This terminal is set to {picture.encoding}, which cannot draw the screens: "
            "set it to UTF-8 (on Linux and macOS: unset PYTHONIOENCODING) and start iop-group again."
        )
    return None


def quiet_driver() -> type[Driver] | None:
    """The driver that rests while nothing happens; None leaves Textual to its own.

    It builds on inner parts of Textual. Where they are missing (Windows, another Textual) the program still
    runs, only less quietly.
    """
    if sys.platform == "win32":
        return None
    try:
        from iop_group.tui.driver import QuietDriver, textual_fits
    except ImportError:
        return None
    return QuietDriver if textual_fits() else None


def leaving_signals() -> tuple[signal.Signals, ...]:
    """The signals that ask the program to go: terminate, hang up (a closed window), interrupt, quit."""
    if sys.platform == "win32":
        return ()
    return (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)


def install_signal_handlers(app: App[Any], save: Callable[[], object]) -> None:
    """Leave properly on a signal: save, give the terminal back, exit with SIGNALLED + its number.

    Call it inside the running event loop, at the latest in `on_load`. Stock Textual dies on these signals and
    leaves the terminal unusable. Only the first signal counts: a closed window sends more than one.
    """
    loop = asyncio.get_running_loop()
    received: list[signal.Signals] = []

    def leave(number: signal.Signals) -> None:
        received.append(number)
        if len(received) > 1:
            return
        try:
            save()
        finally:
            app.exit(return_code=SIGNALLED + number)

    for number in leaving_signals():
        loop.add_signal_handler(number, leave, number)


def ignore_further_signals() -> None:
    """For the interpreter's own end: a closed window's second signal must not falsify the exit status."""
    for number in leaving_signals():
        signal.signal(number, signal.SIG_IGN)
