"""What was written and said."""

from __future__ import annotations

from iop_group.domain.events import (
    GROUP,
    CommitmentMade,
    ConcernRaised,
    ConcernResolved,
    ConcernWithdrawn,
    NoteWritten,
    Outcome,
    TakeawayGiven,
)
from iop_group.domain.notes import Concern, Note
from tests.domain.logs import moment, told


def test_a_note_written_again_is_replaced_and_keeps_its_time_and_place() -> None:
    notes = told(
        (0, NoteWritten("n1", "first")),
        (10, NoteWritten("n2", "about Ana", "a1")),
        (20, NoteWritten("n1", "second")),
    ).notes
    assert notes.notes == (
        Note("n1", "second", GROUP, moment(0)),
        Note("n2", "about Ana", "a1", moment(10)),
    )
    assert [n.id for n in notes.about("a1")] == ["n2"]
    assert [n.id for n in notes.about(GROUP)] == ["n1"]


def test_an_empty_note_is_taken_out() -> None:
    assert told((0, NoteWritten("n1", "x")), (5, NoteWritten("n1", "  "))).notes.notes == ()
    assert told((5, NoteWritten("n1", ""))).notes.notes == ()


def test_each_member_has_one_takeaway_and_one_commitment() -> None:
    notes = told(
        (0, TakeawayGiven("a1", "old")),
        (1, TakeawayGiven("a1", "new")),
        (2, CommitmentMade("a1", "walk")),
        (3, CommitmentMade("b2", "call")),
        (4, CommitmentMade("a1", " ")),
    ).notes
    assert (notes.takeaways, notes.commitments) == ({"a1": "new"}, {"b2": "call"})


def test_a_concern_is_unresolved_until_something_was_said_and_open_while_left_open() -> None:
    raised = (0.0, ConcernRaised("c1", "a1", "low"))
    notes = told(raised).notes
    assert [c.id for c in notes.unresolved] == [c.id for c in notes.open_concerns] == ["c1"]
    left = told(raised, (9, ConcernResolved("c1", Outcome.LEFT_OPEN, "call back"))).notes
    assert left.unresolved == ()
    assert [c.id for c in left.open_concerns] == ["c1"]
    done = told(raised, (1, ConcernRaised("c2", "b2")), (9, ConcernResolved("c1", Outcome.TALKED))).notes
    assert [c.id for c in done.open_concerns] == ["c2"]
    assert done.concerns[0] == Concern("c1", "a1", "low", moment(0), Outcome.TALKED, "", moment(9))


def test_a_concern_raised_again_waits_again() -> None:
    notes = told(
        (0, ConcernRaised("c1", "a1", "low")),
        (9, ConcernResolved("c1", Outcome.TALKED)),
        (20, ConcernRaised("c1", "a1", "still low")),
    ).notes
    assert notes.unresolved == (Concern("c1", "a1", "still low", moment(20)),)


def test_a_concern_is_withdrawn_only_while_nothing_was_said_about_it() -> None:
    raised = (0, ConcernRaised("c1", "a1", "low")), (1, ConcernRaised("c2", "b2", "tired"))
    withdrawn = told(*raised, (5, ConcernWithdrawn("c1"))).notes
    assert [c.id for c in withdrawn.concerns] == ["c2"]
    resolved = told(*raised, (4, ConcernResolved("c1", Outcome.TALKED)), (5, ConcernWithdrawn("c1"))).notes
    assert [c.id for c in resolved.concerns] == ["c1", "c2"]
