"""A whole note as one page of text with its headings as lines, and back; no word is ever lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from iop_group.domain.plain import printable
from iop_group.domain.session import Session
from iop_group.records.drafts import current_sections, generated_note
from iop_group.records.guards import Finding
from iop_group.records.note_formats import NoteFormat, Piece

Place = tuple[int, int]
"""Line and column of a text, both from 0."""


def page_of(sections: Mapping[str, str]) -> str:
    """`Heading:` on a line of its own, the text under it, an empty line between two sections."""
    page = "\n\n".join(f"{heading}:\n{text.strip()}" for heading, text in sections.items()) + "\n"
    return printable(page, lines=True)


def heading_lines(lines: Sequence[str], headings: Sequence[str]) -> dict[int, str]:
    """Line number to the heading that stands there.

    A heading with words behind it (`Plan: call`) counts where no line has it alone, so that writing on in the
    heading's own line is not taken for something else.
    """
    alone = {f"{heading}:": heading for heading in headings}
    found = {n: alone[line.strip()] for n, line in enumerate(lines) if line.strip() in alone}
    for heading in (h for h in headings if h not in found.values()):
        begun = (n for n, line in enumerate(lines) if n not in found and line.startswith(f"{heading}:"))
        place = next(begun, None)
        if place is not None:
            found[place] = heading
    return found


def sections_in(page: str, headings: Sequence[str]) -> dict[str, str]:
    """Heading to text. Words above the first heading, or whose heading is gone, go to the section before."""
    if not headings:
        return {}
    lines = page.split("\n")
    places = heading_lines(lines, headings)
    texts: dict[str, list[str]] = {heading: [] for heading in headings}
    here = headings[0]
    for number, line in enumerate(lines):
        if number in places:
            here = places[number]
            behind = line.strip().removeprefix(f"{here}:").strip()
            texts[here] += [behind] if behind else []
        else:
            texts[here].append(line)
    return {heading: "\n".join(lines).strip() for heading, lines in texts.items()}


def first_to_fill(page: str, headings: Sequence[str], form: NoteFormat, subject: str) -> Place:
    """Where there is something to write: under the first heading that should not stay empty, else on the line
    behind what stands where the facilitator's own words go.
    """
    places = {heading: number for number, heading in heading_lines(page.split("\n"), headings).items()}
    for heading, text in sections_in(page, headings).items():
        if not text and heading in places and heading not in form.optional:
            return places[heading] + 1, 0
    own = next((h for h, pieces in form.layout(subject) if Piece.NOTES in pieces), "")
    following = sorted(number for number in places.values() if number > places.get(own, -1))
    end = following[0] if following and own in places else page.count("\n") + 1
    return max(0, end - 1), 0


def place_of(page: str, at: int) -> Place:
    """Line and column of a place given in characters."""
    before = page[:at]
    return before.count("\n"), at - (before.rfind("\n") + 1)


def at_place(page: str, place: Place) -> int:
    """The place in characters of a line and column."""
    lines = page.split("\n")
    return sum(len(line) + 1 for line in lines[: place[0]]) + place[1]


def outside_headings(page: str, headings: Sequence[str], found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings in what people wrote; a heading that is somebody's name too is none."""
    places = heading_lines(page.split("\n"), headings)
    return tuple(f for f in found if place_of(page, f.start)[0] not in places)


def finding_near(found: Sequence[Finding], at: int) -> Finding | None:
    """The finding at a place or after it, else the first one."""
    return next((f for f in found if f.end >= at), found[0] if found else None)


def finding_after(found: Sequence[Finding], at: int) -> Finding | None:
    """The first finding that begins at or after a place, else the first one."""
    return next((f for f in found if f.start >= at), found[0] if found else None)


def reshaped(session: Session, subject: str, before: str, after: str, now: datetime) -> dict[str, str]:
    """The written draft in another format: every line of the facilitator's moves along.

    Generated lines that the facilitator took out or changed do not come back.
    """
    carried = current_sections(session, subject, after, now)
    draft = session.record.drafts.get(subject)
    if draft is None:
        return carried
    kept = {line.strip() for text in draft.sections.values() for line in text.splitlines()}
    offered = generated_note(session, subject, before, now).values()
    taken_out = {line.strip() for text in offered for line in text.splitlines()} - kept
    return {
        heading: "\n".join(line for line in text.splitlines() if line.strip() not in taken_out).strip()
        for heading, text in carried.items()
    }
