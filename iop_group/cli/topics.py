"""Lists, shows, checks and begins topic modules, and prints their handouts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from iop_group.cli.output import (
    counted,
    problem_record,
    report,
    say,
    say_json,
    say_table,
    warn,
    write_private_file,
)
from iop_group.domain.errors import NotFound, Problem, Severity
from iop_group.domain.markup import Line, LineKind
from iop_group.domain.naming import near_miss
from iop_group.domain.plain import one_line
from iop_group.domain.topic_parts import TopicPart, private_lines
from iop_group.domain.topic_search import find_topics
from iop_group.domain.topics import TopicModule
from iop_group.home import resolve_home
from iop_group.library import Library
from iop_group.plain_files import read_text

ENDINGS = (".md", ".markdown", ".txt")
_MARKS = {LineKind.POINT: "- ", LineKind.SUBHEADING: "# ", LineKind.TEXT: "", LineKind.NOTE: ""}


def run(arguments: SimpleNamespace) -> int:
    """`iop-group topics ...`."""
    home = resolve_home(arguments.home)
    library = Library(home)
    match arguments.action:
        case "list":
            return _list(library, arguments)
        case "show":
            return _show(library, arguments.slug, as_json=arguments.json)
        case "new":
            return _new(home, library, " ".join(arguments.title), arguments.origin)
        case "handout":
            return _handout(_found(library, arguments.slug), arguments)
    return _check(library, [Path(p) for p in arguments.paths], as_json=arguments.json)


def _list(library: Library, arguments: SimpleNamespace) -> int:
    loaded = library.topics()
    topics = find_topics(
        loaded.items,
        words=arguments.words,
        strand=arguments.strand,
        modality=arguments.modality,
        lead=arguments.lead,
        tag=arguments.tag,
        most_minutes=arguments.minutes,
    )
    if arguments.json:
        say_json([_summary(library, t) for t in topics])
    else:
        say_table(
            ("SLUG", "TITLE", "STRAND", "MINUTES", "FROM"),
            ((t.id, t.title, t.strand or "-", str(t.minutes), _origin(library, t)) for t in topics),
        )
    return report(p for p in loaded.problems if p.severity is Severity.ERROR)


def _new(home: Path, library: Library, title: str, origin: str | None) -> int:
    from iop_group.topic_files import copied_text, new_topic

    text = copied_text(_found(library, origin)) if origin else None
    path = new_topic(home, title, text=text)
    say(str(path))
    warn("Open this file in a text editor. When you have saved it: iop-group topics check")
    return 0


def _handout(topic: TopicModule, arguments: SimpleNamespace) -> int:
    from iop_group.records.handout import handout_html, handout_markdown

    text = handout_html(topic) if arguments.html else handout_markdown(topic)
    if not arguments.out:
        say(text.rstrip("\n"))
        return 0
    path = Path(arguments.out)
    if path.is_dir():
        path /= f"{topic.id}.{'html' if arguments.html else 'md'}"
    write_private_file(path, text, force=arguments.force)
    say(f"Written to {path}")
    return 0


def _origin(library: Library, topic: TopicModule) -> str:
    source = library.topic_source(topic.id)
    return "your own" if source and source.own else "built in"


def _summary(library: Library, topic: TopicModule) -> dict[str, Any]:
    return {
        "id": topic.id,
        "title": one_line(topic.title),
        "strand": one_line(topic.strand),
        "core": topic.core,
        "minutes": topic.minutes,
        "own": _origin(library, topic) == "your own",
    }


def _found(library: Library, slug: str) -> TopicModule:
    topic = library.topic(slug)
    if topic is None:
        meant = near_miss(slug, [t.id for t in library.topics().items])
        advice = f"Did you mean {meant}?" if meant else "See `iop-group topics list`."
        raise NotFound("There is no topic of this name.", advice)
    return topic


def _show(library: Library, slug: str, *, as_json: bool) -> int:
    topic = _found(library, slug)
    if as_json:
        say_json({**_summary(library, topic), **_details(topic)})
    else:
        for line in _text(topic):
            say(line)
    return 0


def _details(topic: TopicModule) -> dict[str, Any]:
    return {
        "summary": one_line(topic.summary),
        "objectives": [one_line(o) for o in topic.objectives],
        "content_note": one_line(topic.content_note),
        "sources": [one_line(s) for s in topic.sources],
        "version": one_line(topic.version),
        "introduction": [one_line(line.text) for line in topic.introduction],
        "parts": [_part(p) for p in topic.parts],
    }


def _part(part: TopicPart) -> dict[str, Any]:
    return {
        "id": part.id,
        "heading": one_line(part.heading),
        "kind": part.kind.value,
        "minutes": part.minutes,
        "optional": part.optional,
        "private": part.private,
        "lines": [
            {"kind": line.kind.value, "text": one_line(line.text), "private": private}
            for line, private in _lines(part)
        ],
    }


def _lines(part: TopicPart) -> Iterator[tuple[Line, bool]]:
    """Each line, and whether it is for the facilitator alone."""
    hidden = private_lines(part)
    return ((line, line in hidden) for line in part.lines)


def _text(topic: TopicModule) -> Iterator[str]:
    yield one_line(topic.title)
    facts = (topic.strand, f"{topic.minutes} min" if topic.minutes else "", topic.summary)
    yield from (one_line(fact) for fact in facts if fact)
    if topic.objectives:
        yield "Objectives"
        yield from (f"  - {one_line(o)}" for o in topic.objectives)
    if topic.content_note:
        yield f"Say first: {one_line(topic.content_note)}"
    yield from (f"  > {one_line(line.text)}" for line in topic.introduction)
    for part in topic.parts:
        yield ""
        minutes = f" ({part.minutes} min{', optional' if part.optional else ''})" if part.minutes else ""
        yield f"{one_line(part.heading)}{minutes}"
        for line, private in _lines(part):
            mark = f"{line.mark}. " if line.kind is LineKind.NUMBERED else _MARKS[line.kind]
            yield f"  {'> ' if private else ''}{mark}{one_line(line.text)}"


def _check(library: Library, paths: list[Path], *, as_json: bool) -> int:
    if paths:
        files = list(_files(paths))
        problems = [p for path, where in files for p in _checked(library, path, where)]
        count = len(files)
    else:
        problems, count = list(library.check_topics()), len(library.topics())
    serious = any(p.severity is not Severity.HINT for p in problems)
    if as_json:
        say_json([problem_record(p) for p in problems])
        return int(serious)
    for problem in problems:
        say(one_line(str(problem)))
    said = counted(len(problems), "remark") if problems else "nothing to mend"
    warn(f"Checked {counted(count, 'topic')}: {said}.")
    return int(serious)


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix.casefold() in ENDINGS)
            yield from (
                (p, str(p)) for p in inside if p.name.casefold() != "readme.md" and p.name[0] not in "._~#"
            )
        elif path.exists():
            yield path, str(path)
        else:
            raise NotFound(f"There is no file {one_line(str(path))}.", "Check its name and folder.")


def _checked(library: Library, path: Path, where: str) -> tuple[Problem, ...]:
    text = read_text(path, one_line(where))
    if isinstance(text, Problem):
        return (text,)
    return library.check_topic(text, one_line(where), own_path=path)
