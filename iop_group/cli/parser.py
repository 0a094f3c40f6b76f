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
EXPORT_ABOUT = "The file holds confidential records in the open: keep it where others cannot read it."
HOME_HELP = "the folder with your records (else IOP_GROUP_HOME, else your data folder)"
PASSPHRASE_HELP = "for scripts: the passphrase is its first line (else IOP_GROUP_PASSPHRASE)"  # noqa: S105 - says where it is


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
    parser.add_argument("--passphrase-file", metavar="FILE", help=PASSPHRASE_HELP)
    families = parser.add_subparsers(dest="family", metavar="COMMAND", title="commands", prog=PROGRAM)
    families.add_parser(
        "demo",
        help="open the program on made-up groups and sessions",
        description="Opens on made-up records in a throw-away folder that is removed when you leave.",
    )
    room = families.add_parser(
        "room",
        help="show what the group may see, in a second window",
        description="Drag the window to the projector. It shows nothing until a group runs in the program.",
    )
    room.add_argument("--demo", action="store_true", help="the group of the demo")
    _common(room, json=False)
    for name, about, fill in (
        ("sessions", "list, show, search and export sessions", _sessions),
        ("topics", "list, show, check and begin topics, and print handouts", _topics),
        ("members", "list, show, import and export members", _members),
        ("vault", "set up, check, back up and restore the records", _vault),
        ("doctor", "say whether everything is in order", _opens),
    ):
        family = families.add_parser(name, help=about)
        if words is None or name in words:
            fill(family)
    return parser


def _sessions(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(
        dest="action", metavar="list|show|search|export", required=True, prog=parser.prog
    )
    _opens(actions.add_parser("list", help="every session, the newest first"))
    show = actions.add_parser("show", help="one session whole")
    _session_id(show)
    _opens(show)
    search = actions.add_parser("search", help="sessions with these words in them")
    search.add_argument("text", metavar="TEXT", nargs="+", help="words that must all be there")
    _opens(search)
    export = actions.add_parser("export", help="take one session out as a file", description=EXPORT_ABOUT)
    _session_id(export)
    _exports(export)


def _topics(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(
        dest="action", metavar="list|show|check|new|handout", required=True, prog=parser.prog
    )
    every = actions.add_parser("list", help="every topic, or those that fit")
    for option, metavar, about in (
        ("--strand", "STRAND", "only of this strand, such as Coping"),
        ("--modality", "KIND", "only this kind of work, such as CBT"),
        ("--lead", "LEAD", "only for this lead: peer, counselor or co-lead"),
        ("--tag", "TAG", "only with this tag"),
        ("--words", "WORDS", "only with all these words somewhere in them"),
    ):
        every.add_argument(option, metavar=metavar, default="", help=about)
    every.add_argument("--minutes", metavar="N", type=int, help="only of so many minutes at most")
    _common(every)
    show = actions.add_parser("show", help="one topic with its parts")
    _slug(show)
    _common(show)
    check = actions.add_parser("check", help="say what is wrong in topic files")
    check.add_argument("paths", metavar="PATH", nargs="*", help="files or folders; else all that are in use")
    _common(check)
    new = actions.add_parser("new", help="begin a topic of your own, and say where its file is")
    new.add_argument("title", metavar="TITLE", nargs="+", help="what it is called")
    new.add_argument("--from", metavar="SLUG", dest="origin", help="begin with the words of this topic")
    _common(new, json=False)
    handout = actions.add_parser("handout", help="what the group sees of a topic, to print")
    _slug(handout)
    handout.add_argument("--html", action="store_true", help="as a page for a browser; else as Markdown")
    _out(handout)
    _common(handout, json=False)


def _slug(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", metavar="SLUG", help="as `iop-group topics list` names it")


def _members(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(
        dest="action", metavar="list|show|import|export", required=True, prog=parser.prog
    )
    _opens(actions.add_parser("list", help="every member, with the groups they are in"))
    bring = actions.add_parser(
        "import",
        help="add members from a CSV file of display names",
        description="One display name a line, or a column called display_name.",
    )
    bring.add_argument("file", metavar="FILE.csv")
    bring.add_argument("--group", metavar="NAME", help="put them on this group's roster; made if it is new")
    _opens(bring, json=False)
    show = actions.add_parser("show", help="one member over time; it names nobody else")
    _code(show)
    _opens(show)
    export = actions.add_parser(
        "export",
        help="take one member's record out as a file; it names nobody else",
        description=EXPORT_ABOUT,
    )
    _code(export)
    _exports(export)


def _code(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="as `iop-group members list` shows it")


def _vault(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(
        dest="action",
        metavar="init|check|backup|restore|rescue|passphrase|recover",
        required=True,
        prog=parser.prog,
    )
    init = actions.add_parser("init", help="choose a passphrase, and get the recovery code")
    _new_code(init)
    _opens(init, json=False)
    check = actions.add_parser("check", help="open every save in every file, and change nothing")
    check.add_argument("--backup", metavar="DIR", help="open every copy in this backup folder too")
    _opens(check)
    backup = actions.add_parser("backup", help="copy what has changed into a folder, and verify it")
    backup.add_argument("dir", metavar="DIR", nargs="?", help="else the folder chosen in the settings")
    backup.add_argument(
        "--without-passphrase", action="store_true", help="for scripts: compare the copies, open none"
    )
    _opens(backup)
    _restore(actions.add_parser("restore", help="bring the records, or one session, back from a backup"))
    rescue = actions.add_parser(
        "rescue",
        help="bring back what was kept elsewhere, or set aside",
        description="Adds what sealed sessions in the folder hold besides; nothing is replaced.",
    )
    rescue.add_argument("dir", metavar="DIR", help="where it lies: a stick, or the vault's quarantine")
    _opens(rescue)
    _passphrase(actions.add_parser("passphrase", help="choose another passphrase"))
    recover = actions.add_parser("recover", help="open with the recovery code, and choose a passphrase")
    recover.add_argument("--recovery-code-file", metavar="FILE", help="for scripts: read the code from it")
    _opens(recover, json=False)


def _passphrase(change: argparse.ArgumentParser) -> None:
    change.add_argument("--new-passphrase-file", metavar="FILE", help="for scripts: the new one")
    change.add_argument("--new-recovery-code", action="store_true", help="make another recovery code instead")
    _new_code(change)
    _opens(change, json=False)


def _restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", metavar="DIR", help="the folder of the backups")
    parser.add_argument("--list", action="store_true", help="only say which backups are there")
    parser.add_argument("--as-of", metavar="DAY", help="the last one of that day or before: 2026-11-24")
    parser.add_argument("--session", metavar="ID", help="only this session")
    parser.add_argument("--force", action="store_true", help="also when some of its files are damaged")
    _opens(parser)


def _new_code(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--recovery-code-file", metavar="FILE", help="for scripts: write the code there; else it is printed"
    )


def _exports(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=("markdown", "json"), default="markdown", help="markdown if not said"
    )
    _out(parser)
    _opens(parser, json=False)


def _session_id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the session's id, or enough of its beginning")


def _out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="FILE", help="a file or folder; else it is printed")
    parser.add_argument("--force", action="store_true", help="write over a file that is there already")


def _common(parser: argparse.ArgumentParser, *, json: bool = True) -> None:
    # Accepted behind the command too; left out there, it must not hide the one in front.
    parser.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS, help=HOME_HELP)
    if json:
        parser.add_argument("--json", action="store_true", help="for scripts: JSON with stable names")


def _opens(parser: argparse.ArgumentParser, *, json: bool = True) -> None:
    """A command that needs the records open."""
    _common(parser, json=json)
    parser.add_argument("--passphrase-file", metavar="FILE", default=argparse.SUPPRESS, help=PASSPHRASE_HELP)
