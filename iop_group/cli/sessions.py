"""Lists, shows, searches and exports sessions; reads only, also while the program runs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from iop_group.cli.exporting import hand_out
from iop_group.cli.output import local, report, say, say_json, say_table
from iop_group.cli.unlocking import read_vault
from iop_group.domain.codec import encode
from iop_group.domain.errors import BadInput, NotFound
from iop_group.domain.plain import one_line
from iop_group.home import resolve_home
from iop_group.vault.vault import Vault

if TYPE_CHECKING:  # lists are made from the index alone
    from iop_group.domain.session import Session
    from iop_group.domain.summary import Summary

SHORTEST_ID = 8
"""Characters of an id that lists show, unless more are needed to tell two apart."""


def run(arguments: SimpleNamespace) -> int:
    """`iop-group sessions ...`."""
    home = resolve_home(arguments.home)
    vault = read_vault(arguments, home)
    match arguments.action:
        case "list":
            return _list(vault, home, as_json=arguments.json)
        case "search":
            return _search(vault, " ".join(arguments.text), as_json=arguments.json)
    if vault is None:
        raise _no_such_session()
    if arguments.action == "show":
        return _show(vault, arguments.id, as_json=arguments.json)
    return _export(vault, home, arguments)


def _list(vault: Vault | None, home: Path, *, as_json: bool) -> int:
    summaries = vault.index.summaries() if vault else []
    if as_json:
        say_json([_record(s) for s in summaries])
    elif summaries:
        _table(summaries)
    else:
        say(f"There are no sessions in {home} yet. Start the first one with `iop-group`.")
    return report(vault.problems) if vault else 0


def _search(vault: Vault | None, words: str, *, as_json: bool) -> int:
    found = vault.index.search(words) if vault else []
    if as_json:
        say_json([{**_record(s), "found": one_line(place)} for s, place in found])
    elif vault is None or not found:
        say("No session has all of these words.")
    else:
        length = _id_length(vault.sessions.ids())
        for summary, place in found:
            say(f"{summary.id[:length]}  {local(summary.started_at)}  {one_line(summary.group_name)}")
            say(f"{' ' * length}  {one_line(place)}")
    return report(vault.problems) if vault else 0


def _show(vault: Vault, beginning: str, *, as_json: bool) -> int:
    import shutil

    from iop_group.records.export import session_facts, session_text

    session, now = _session(vault, beginning), datetime.now(UTC)
    if as_json:
        say_json(session_facts(session, now))
    else:
        for line in session_text(session, shutil.get_terminal_size((100, 24)).columns, now):
            say(line)
    return 0


def _export(vault: Vault, home: Path, arguments: SimpleNamespace) -> int:
    from iop_group.records.export import session_json, session_markdown
    from iop_group.settings import load_settings

    program, problems = load_settings(home)
    session, now = _session(vault, arguments.id), datetime.now(UTC)
    write = session_json if arguments.format == "json" else session_markdown
    text = write(session, statement=program.letterhead, now=now)
    hand_out(arguments, text, name=_file_name(session))
    return report(problems)


def _session(vault: Vault, beginning: str) -> Session:
    """The one session whose id begins like this. Raises NotFound, BadInput, Damaged, NewerFile."""
    wanted = beginning.strip().casefold()
    matching = [i for i in vault.sessions.ids() if wanted and i.startswith(wanted)]
    if not matching:
        raise _no_such_session()
    if len(matching) > 1:
        raise BadInput(f"{len(matching)} sessions have an id that begins so.", "Give more of it.")
    events, _ = vault.sessions.read(matching[0])
    from iop_group.domain.session import fold

    return fold(events)


def _no_such_session() -> NotFound:
    return NotFound("There is no session with this id.", "See `iop-group sessions list` for the ids.")


def _file_name(session: Session) -> str:
    """Date and id: a file name is seen by many, so it names nobody and no group."""
    began = session.course.started_at
    day = f"{began.astimezone():%Y-%m-%d}" if began else "planned"
    return f"session-{day}-{session.plan.session[:SHORTEST_ID]}"


def _record(summary: Summary) -> dict[str, Any]:
    """Stable names, those of `sessions show --json` where both tell the same."""
    topic = {"id": summary.topic_id, "title": one_line(summary.topic)} if summary.topic_id else None
    return {
        "id": summary.id,
        "group": summary.group,
        "group_name": one_line(summary.group_name),
        "number": summary.number,
        "format_title": one_line(summary.format_title),
        "topic": topic,
        "facilitator": one_line(summary.facilitator),
        "started_at": encode(summary.started_at),
        "closed_at": encode(summary.closed_at),
        "state": _state(summary),
        "block": one_line(summary.block),
        "came": list(summary.came),
        "expected": summary.expected,
        "notes": summary.notes,
        "signed": summary.signed,
        "open_concerns": len(summary.open_concerns),
    }


def _state(summary: Summary) -> str:
    if summary.started_at is None:
        return "planned"
    if summary.closed_at is None:
        return "unfinished"
    return "signed" if summary.fully_signed else "to sign"


def _table(summaries: Sequence[Summary]) -> None:
    length = _id_length([s.id for s in summaries])
    say_table(
        ("ID", "BEGAN", "GROUP", "NO", "TOPIC", "CAME", "SIGNED", "STATE"),
        (
            (
                s.id[:length],
                local(s.started_at),
                s.group_name,
                str(s.number),
                s.topic or "-",
                f"{len(s.came)} of {s.expected}",
                f"{s.signed} of {s.notes}",
                _state(s),
            )
            for s in summaries
        ),
    )


def _id_length(ids: Collection[str]) -> int:
    """How many characters tell all ids apart."""
    length = SHORTEST_ID
    while len({i[:length] for i in ids}) < len(set(ids)):
        length += 1
    return length
