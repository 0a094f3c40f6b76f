"""Drafts, signatures, addenda."""

from __future__ import annotations

from iop_group.domain.events import GROUP, AddendumAdded, RecordWritten, Signed
from iop_group.domain.record import Addendum, Draft, SignedNote
from tests.domain.logs import moment, told

DRAFT = RecordWritten(GROUP, "plain", {"Session": "words"})
SIGNED = Signed(GROUP, "plain", {"Session": "words"})


def test_the_last_draft_counts() -> None:
    later = RecordWritten(GROUP, "dap", {"Data": "other"})
    assert told((0, DRAFT), (9, later)).record.drafts == {GROUP: Draft("dap", {"Data": "other"}, moment(9))}


def test_a_signed_note_is_never_edited_and_never_signed_twice() -> None:
    record = told(
        (0, SIGNED),
        (5, RecordWritten(GROUP, "plain", {"Session": "changed"})),
        (9, Signed(GROUP, "plain", {"Session": "changed"})),
    ).record
    assert record.signed == {GROUP: SignedNote("plain", {"Session": "words"}, "Kim", moment(0))}
    assert record.drafts == {}


def test_addenda_follow_one_another_under_a_signed_note_only() -> None:
    first, second = AddendumAdded(GROUP, "Correction", "one"), AddendumAdded(GROUP, "Late entry", "two")
    assert told((0, first)).record.addenda == {}
    record = told((0, SIGNED), (5, first), (9, second)).record
    assert record.addenda[GROUP] == (
        Addendum("Correction", "one", "Kim", moment(5)),
        Addendum("Late entry", "two", "Kim", moment(9)),
    )
