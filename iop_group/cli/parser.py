"""The words that the command line knows."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any, NoReturn

from iop_group import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = "iop-group"
ABOUT = "Run a group session in an intensive outpatient program, and keep its record."
EPILOG = """\
Without a command the program opens on your screen.

Exit status: 0 fine, 1 problems found, 2 wrong usage, 3 open elsewhere or locked.
"""
HOME_HELP = "the folder with your records (else IOP_GROUP_HOME, else your data folder)"


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Measures the terminal without shutil, which argparse would load for that even for --version."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=_columns())


def _columns() -> int:
    try:
        columns = int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size().columns
    except (OSError, ValueError):
        columns = 80
    return max(40, min(columns, 100)) - 2


class Parser(argparse.ArgumentParser):
    """argparse, but wrong usage is one line that says what to do."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"formatter_class": _Formatter, "allow_abbrev": False, **settings})

    def error(self, message: str) -> NoReturn:
        from iop_group.domain.errors import WrongUsage  # not needed for --version and --help

        raise WrongUsage(f"{message[:1].upper()}{message[1:]}.", f"See `{self.prog} --help`.")


def build_parser(words: Sequence[str] | None = None) -> Parser:
    """The command line. Given the words to read, only the commands among them get their options.

    The program that opens on the screen then waits for none of them.
    """
    parser = Parser(prog=PROGRAM, description=ABOUT, epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"iop-group {__version__}")
    parser.add_argument("--home", metavar="DIR", help=HOME_HELP)
    families = parser.add_subparsers(dest="family", metavar="COMMAND", title="commands", prog=PROGRAM)
    families.add_parser(
        "demo",
        help="open the program on made-up groups and sessions",
        description="Opens on made-up records in a throw-away folder that is removed when you leave.",
    )
    for name, about, fill in (
        ("sessions", "list, show, search and export sessions", _sessions),
        ("topics", "list, show and check topics", _topics),
        ("members", "list members and import display names", _members),
        ("doctor", "say whether everything is in order", _common),
    ):
        family = families.add_parser(name, help=about)
        if words is None or name in words:
            fill(family)
    return parser


def _sessions(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(
        dest="action", metavar="list|show|search|export", required=True, prog=parser.prog
    )
    _common(actions.add_parser("list", help="every session, the newest first"))
    show = actions.add_parser("show", help="one session whole")
    _session_id(show)
    _common(show)
    search = actions.add_parser("search", help="sessions with these words in them")
    search.add_argument("text", metavar="TEXT", nargs="+", help="words that must all be there")
    _common(search)
    export = actions.add_parser(
        "export",
        help="take one session out as a file",
        description="The file holds confidential records in the open: keep it where others cannot read it.",
    )
    _session_id(export)
    export.add_argument(
        "--format", choices=("markdown", "json"), default="markdown", help="markdown if not said"
    )
    export.add_argument("--out", metavar="FILE", help="a file or folder; else it is printed")
    export.add_argument("--force", action="store_true", help="write over a file that is there already")
    _common(export, json=False)


def _topics(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="list|show|check", required=True, prog=parser.prog)
    _common(actions.add_parser("list", help="every topic"))
    show = actions.add_parser("show", help="one topic with its parts")
    show.add_argument("slug", metavar="SLUG", help="as `iop-group topics list` names it")
    _common(show)
    check = actions.add_parser("check", help="say what is wrong in topic files")
    check.add_argument("paths", metavar="PATH", nargs="*", help="files or folders; else all that are in use")
    _common(check)


def _members(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="list|import", required=True, prog=parser.prog)
    _common(actions.add_parser("list", help="every member, with the groups they are in"))
    bring = actions.add_parser(
        "import",
        help="add members from a CSV file of display names",
        description="One display name a line, or a column called display_name.",
    )
    bring.add_argument("file", metavar="FILE.csv")
    bring.add_argument("--group", metavar="NAME", help="put them on this group's roster; made if it is new")
    _common(bring, json=False)


def _session_id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the session's id, or enough of its beginning")


def _common(parser: argparse.ArgumentParser, *, json: bool = True) -> None:
    # Accepted behind the command too; left out there, it must not hide the one in front.
    parser.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS, help=HOME_HELP)
    if json:
        parser.add_argument("--json", action="store_true", help="for scripts: JSON with stable names")
