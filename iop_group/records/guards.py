"""Gentle findings in a note before it is signed: names, contacts, wording, copied sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from iop_group.domain.events import GROUP
from iop_group.domain.people import Member
from iop_group.domain.session import Session
from iop_group.domain.wording import find_wording
from iop_group.records.name_finder import NameFinder
from iop_group.records.words_of import words_of

PEER = "a peer"


class Kind(StrEnum):
    """What was found."""

    NAME = "name"
    SAME = "same sentence"
    WORDING = "wording"
    PHONE = "phone number"
    EMAIL = "e-mail address"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in one text that is worth a second look; it never holds a signature back."""

    kind: Kind
    start: int
    end: int
    """Half-open span in the text, in characters."""
    words: str
    """What stands there."""
    offer: str = ""
    """What could stand there; empty where only the facilitator can know."""
    hint: str = ""
    """One plain sentence without anybody's name."""


_HINTS = {
    Kind.NAME: "This is another member's name or code.",
    Kind.SAME: "The same sentence stands in another member's note.",
    Kind.PHONE: "This looks like a phone number.",
    Kind.EMAIL: "This looks like an e-mail address.",
}
_OFFERS = {Kind.NAME: PEER, Kind.PHONE: "a phone number", Kind.EMAIL: "an e-mail address"}

# Bounded repeats, each tried from few places, so that no text makes them slow.
_PHONE = re.compile(r"(?<![\w.,:/-])(?:\+|\()?[0-9][0-9 ()./-]{5,24}[0-9](?![\w:])")
_YEAR_FIRST = r"[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}"
_DATE = re.compile(_YEAR_FIRST + r"|[0-9]{1,2}[-./][0-9]{1,2}[-./](?:[0-9]{2}){1,2}")
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_SENTENCE = re.compile(r"[^\n.!?\u2026\u3002]+[.!?\u2026\u3002]*")
SAME_FROM = 6
"""Words from which two equal sentences are worth a word (reference: practice b 10)."""
_LOOK_BACK = 8
"""Characters before a place that tell whether a sentence begins there."""
_ENDS = frozenset(".!?\u2026\n")


def names_for(session: Session, subject: str) -> NameFinder:
    """Looks for everyone of the session's roster but the subject; for the group note, for everyone."""
    people = everyone(session)
    own = [m for m in people if m.code == subject]
    return NameFinder([m for m in people if m.code != subject], own=own)


def everyone(session: Session) -> tuple[Member, ...]:
    """Everybody of the session, also under the name that stood in its plan."""
    now_called = [Member(code, p.name) for code, p in session.attendance.people.items()]
    return tuple(dict.fromkeys([*now_called, *session.plan.roster]))


def findings(text: str, names: NameFinder) -> tuple[Finding, ...]:
    """Names, contacts and wording in one text, in order."""
    found = [
        *(_finding(Kind.NAME, text, start, end) for start, end in names.spans(text)),
        *_contacts(text),
        *(
            Finding(Kind.WORDING, f.start, f.end, f.found, _first_choice(f.use), f"Consider: {f.use}.")
            for f in find_wording(text)
        ),
    ]
    return tuple(sorted(found, key=lambda f: (f.start, f.end)))


def _first_choice(use: str) -> str:
    """The table may offer several words; one of them can be put in place."""
    return re.split(r",? or |, ", use, maxsplit=1)[0]


def _finding(kind: Kind, text: str, start: int, end: int) -> Finding:
    return Finding(kind, start, end, text[start:end], _OFFERS.get(kind, ""), _HINTS[kind])


def _contacts(text: str) -> Iterator[Finding]:
    for found in _PHONE.finditer(text):
        digits = sum(c.isdigit() for c in found[0])
        if _FEWEST_DIGITS <= digits <= _MOST_DIGITS and not _DATE.fullmatch(found[0]):
            yield _finding(Kind.PHONE, text, found.start(), found.end())
    for found in _EMAIL.finditer(text):
        yield _finding(Kind.EMAIL, text, found.start(), found.end())


def check_note(session: Session, subject: str, sections: Mapping[str, str]) -> dict[str, tuple[Finding, ...]]:
    """Findings by heading for one note; headings without any are left out."""
    names = names_for(session, subject)
    checked = {heading: findings(text, names) for heading, text in sections.items()}
    return {heading: found for heading, found in checked.items() if found}


def sameness(
    notes: Mapping[str, Mapping[str, str]], generated: Mapping[str, str]
) -> dict[str, dict[str, tuple[Finding, ...]]]:
    """Sentences of six words or more that stand in two members' notes: subject to heading to findings.

    `generated` has, by subject, the lines that the log filled in; those may be alike.
    """
    known = {subject: {_key(text, s) for s in _sentences(text)} for subject, text in generated.items()}
    places: dict[str, list[tuple[str, str, Finding]]] = {}
    for subject, sections in notes.items():
        for heading, text in sections.items():
            for start, end in _sentences(text):
                key = _key(text, (start, end))
                if subject != GROUP and key.count(" ") + 1 >= SAME_FROM and key not in known.get(subject, ()):
                    finding = _finding(Kind.SAME, text, start, end)
                    places.setdefault(key, []).append((subject, heading, finding))
    return _shared(places)


def _shared(
    places: Mapping[str, list[tuple[str, str, Finding]]],
) -> dict[str, dict[str, tuple[Finding, ...]]]:
    shared: dict[str, dict[str, tuple[Finding, ...]]] = {}
    for where in places.values():
        if len({subject for subject, _, _ in where}) > 1:
            for subject, heading, finding in where:
                own = shared.setdefault(subject, {})
                own[heading] = tuple(sorted((*own.get(heading, ()), finding), key=lambda f: f.start))
    return shared


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for found in _SENTENCE.finditer(text):
        blank = len(found[0]) - len(found[0].lstrip())
        if found[0].strip():
            yield found.start() + blank, found.start() + len(found[0].rstrip())


def _key(text: str, span: tuple[int, int]) -> str:
    return " ".join(word.folded for word in words_of(text[span[0] : span[1]]))


def apply_offer(text: str, finding: Finding) -> str:
    """The text with the offer in place of the words; as it was if it reads otherwise there by now."""
    if not finding.offer or text[finding.start : finding.end] != finding.words:
        return text
    offer = peer_at(text, finding.start) if finding.kind is Kind.NAME else finding.offer
    return text[: finding.start] + offer + text[finding.end :]


def peers_for(text: str, names: NameFinder) -> tuple[str, int]:
    """The text with "a peer" in the place of every name that is looked for, and how many there were."""
    pieces, done, count = [], 0, 0
    for start, end in names.spans(text):
        pieces += [text[done:start], peer_at(text, start)]
        done, count = end, count + 1
    return "".join((*pieces, text[done:])), count


def peer_at(text: str, place: int) -> str:
    """What stands there for a name: `A peer` where a sentence begins, else `a peer`."""
    before = text[max(0, place - _LOOK_BACK) : place]
    begins = before.rstrip(" ")[-1:] in _ENDS if before.strip() else len(before) < _LOOK_BACK
    return PEER[0].upper() + PEER[1:] if begins else PEER
