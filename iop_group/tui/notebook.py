"""The notes of one session as they stand: signed, written, half-typed, or only generated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from iop_group.domain.events import GROUP, Act, AddendumAdded, RecordWritten, Signed
from iop_group.domain.record import SignedNote
from iop_group.domain.session import Session
from iop_group.records import drafts
from iop_group.records.facts import subjects
from iop_group.records.gate import left_empty, missing
from iop_group.records.guards import Finding, Kind, findings, names_for, sameness
from iop_group.records.note_formats import FORMATS, note_format
from iop_group.tui.after_text import heading_lines, outside_headings, page_of, reshaped, sections_in
from iop_group.tui.keeper import Keeper
from iop_group.tui.text import Run, symbols

FORMAT_SLOT = "note format"
"""Where the format is kept that was chosen for this session's notes."""
GROUP_NOTE = "Group note"
_PAGE = ""
"""The one heading under which a whole page is looked through."""


class Notebook:
    """Each note is kept apart: nothing that is done to one of them touches another."""

    def __init__(self, keeper: Keeper, usual_format: str, now: Callable[[], datetime]) -> None:
        self.keeper = keeper
        self._now = now
        self._usual = note_format(keeper.typed(FORMAT_SLOT) or usual_format).id
        self._seen: set[str] = set()
        self._known: dict[str, str] = {}
        self._checked: dict[str, tuple[str, tuple[Finding, ...], tuple[str, ...]]] = {}
        self._hints: dict[str, tuple[Finding, ...]] = {}
        self._kept: dict[str, tuple[Session, str, dict[str, str]]] = {}

    @property
    def session(self) -> Session:
        """As it stands now."""
        return self.keeper.session

    @property
    def subjects(self) -> tuple[str, ...]:
        """The group first, then everyone who came."""
        return subjects(self.session)

    @property
    def unsigned(self) -> tuple[str, ...]:
        """Notes still to sign."""
        return tuple(s for s in self.subjects if self.signed(s) is None)

    def called(self, subject: str) -> str:
        """The name in the list."""
        return GROUP_NOTE if subject == GROUP else self.session.attendance.names().get(subject, subject)

    def signed(self, subject: str) -> SignedNote | None:
        """The note as it was signed, or None."""
        return self.session.record.signed.get(subject)

    def format_of(self, subject: str) -> str:
        """Id of the format in which the note stands."""
        half = (f.id for f in FORMATS if self.keeper.typed(_slot(subject, f.id)))
        return next(half, None) or drafts.format_of(self.session, subject, self._usual)

    def headings(self, subject: str) -> tuple[str, ...]:
        """The headings of the note, in order."""
        return tuple(self._sections(subject))

    def _sections(self, subject: str) -> dict[str, str]:
        """As kept or generated, without what is half-typed."""
        form, known = self.format_of(subject), self._kept.get(subject)
        if known is None or known[0] is not self.session or known[1] != form:
            sections = drafts.current_sections(self.session, subject, form, self._now())
            known = self._kept[subject] = (self.session, form, sections)
        return known[2]

    def page(self, subject: str) -> str:
        """The note as one text; what was half-typed goes before what was kept."""
        return self._half(subject) or page_of(self._sections(subject))

    def _half(self, subject: str) -> str:
        return self.keeper.typed(_slot(subject, self.format_of(subject)))

    def is_written(self, subject: str) -> bool:
        """Has the facilitator written into it?"""
        return subject in self.session.record.drafts or bool(self._half(subject))

    # What is done to a note

    def type(self, subject: str, page: str) -> None:
        """Keep what is being typed; a page as it was before is nobody's typing."""
        slot = _slot(subject, self.format_of(subject))
        changed = page != page_of(self._sections(subject))
        # An emptied page is an edit too, and an empty slot would not say so.
        self.keeper.type(slot, (page or "\n") if changed else "")

    def keep(self, subject: str) -> None:
        """What was typed becomes the facilitator's draft."""
        half, kept, form = self._half(subject), self._sections(subject), self.format_of(subject)
        if not half or self.signed(subject) is not None:
            return
        written = sections_in(half, tuple(kept))
        if written == {heading: text.strip() for heading, text in kept.items()}:
            self.keeper.type(_slot(subject, form), "")
        else:
            self.keeper.finish(_slot(subject, form), RecordWritten(subject, form, written))

    def take_format(self, subject: str, form: str) -> None:
        """Another format for this note, and for those that nobody has written into."""
        before = self.format_of(subject)
        self.keep(subject)
        if subject in self.session.record.drafts and form != before:
            moved = reshaped(self.session, subject, before, form, self._now())
            self.keeper.act(RecordWritten(subject, form, moved))
        self._usual = form
        self.keeper.type(FORMAT_SLOT, form)

    def sign(self, subject: str) -> None:
        """The note as it stands, its last words and the signature in one save."""
        form = self.format_of(subject)
        written = sections_in(self.page(subject), self.headings(subject))
        draft = self.session.record.drafts.get(subject)
        same = draft is not None and (draft.note_format, dict(draft.sections)) == (form, written)
        acts: list[Act] = [] if same else [RecordWritten(subject, form, written)]
        self.keeper.finish(_slot(subject, form), *acts, Signed(subject, form, written))

    def add(self, subject: str, reason: str, text: str) -> None:
        """An addendum under a signed note."""
        self.keeper.finish(addendum_slot(subject), AddendumAdded(subject, reason, text))

    # What is said about a note

    def is_empty(self, subject: str) -> bool:
        """Does no section say anything?"""
        return not any(sections_in(self.page(subject), self.headings(subject)).values())

    def own_line(self, subject: str) -> int:
        """Line, from 0, that parts what most members' notes tell alike from what only this one does.

        Nothing parts them cleanly (the time of arrival stands among what is alike), so the best place counts.
        """
        others = [s for s in self.subjects if s not in (GROUP, subject)]
        if subject == GROUP or not others:
            return 0
        told = Counter(line for other in others for line in set(self.page(other).split("\n")))
        lines = self.page(subject).split("\n")
        heads = heading_lines(lines, self.headings(subject))
        alike, best, own = 0, 0, 0
        for number, line in enumerate(lines):
            if number not in heads:
                alike += len(line) if told[line] * 2 >= len(others) else -len(line)
            if line and alike > best:
                best, own = alike, number + 1
        return own + 1 if own < len(lines) and not lines[own] else own

    def see(self, subject: str) -> None:
        """It was read: its end has been on the screen, or it was opened."""
        self._seen.add(subject)

    def check(self) -> None:
        """Look through every note that changed, and for sentences that stand in two."""
        open_ones = self.unsigned
        pages = {s: self.page(s) for s in self.subjects if s != GROUP}
        for subject in open_ones:
            if subject not in self._checked or self._checked[subject][0] != self.page(subject):
                self._checked[subject] = self._look_through(subject)
        for subject in pages.keys() - self._known.keys():
            self._known[subject] = drafts.facts_about(self.session, subject, self._now())
        same = sameness({s: {_PAGE: page} for s, page in pages.items()}, self._known)
        for subject in open_ones:
            found = (*self._checked[subject][1], *same.get(subject, {}).get(_PAGE, ()))
            self._hints[subject] = tuple(sorted(found, key=lambda f: (f.start, f.end)))

    def _look_through(self, subject: str) -> tuple[str, tuple[Finding, ...], tuple[str, ...]]:
        page, headings = self.page(subject), self.headings(subject)
        found = findings(page, names_for(self.session, subject))
        lacking = missing(self.session, subject, sections_in(page, headings), self._now())
        return page, outside_headings(page, headings, found), lacking

    def hints(self, subject: str) -> tuple[Finding, ...]:
        """What the last check() found, in order; a signed note has none."""
        return () if self.signed(subject) else self._hints.get(subject, ())

    def missing(self, subject: str) -> tuple[str, ...]:
        """What the last check() missed, in plain sentences."""
        return self._checked[subject][2] if subject in self._checked else ()

    def gate(self, subject: str) -> tuple[str, ...]:
        """For whoever signs: what the last check() missed, empty headings, an end not looked at."""
        empty = left_empty(sections_in(self.page(subject), self.headings(subject)))
        told = [*self.missing(subject)]
        if empty:
            told.append(f"Left empty: {', '.join(empty)}.")
        if subject not in self._seen:
            told.append("You have not looked at the end of it.")
        return tuple(told)

    def state(self, subject: str) -> Run:
        """One or two words for the list."""
        if self.signed(subject) is not None:
            return (f"{symbols().done} signed", "success")
        hints = self.hints(subject)
        if any(f.kind is Kind.NAME for f in hints):
            return ("name in note", "warning")
        if hints:
            return ("1 hint" if len(hints) == 1 else f"{len(hints)} hints", "warning")
        if not (self.is_written(subject) or subject in self._seen):
            return ("to read", "dim")
        return ("draft", "text") if self.missing(subject) else ("ready", "text")


def _slot(subject: str, form: str) -> str:
    return f"record {form} {subject}"


def addendum_slot(subject: str) -> str:
    """Where a half-typed addendum is kept."""
    return f"addendum {subject}"
