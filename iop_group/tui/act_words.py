"""What an act is called when it is taken back: what it was, and whose."""

from __future__ import annotations

from iop_group.domain.events import GROUP, Act, NoteWritten
from iop_group.domain.people import EVERYONE, FACILITATOR
from iop_group.domain.plain import one_line
from iop_group.domain.session import Session
from iop_group.tui.text import fit

_ENOUGH = 24
"""Cells of a note's words."""


_WORDS = {
    "BlockEntered": "going to that block",
    "AttendanceMarked": "the mark in the attendance",
    "Answered": "the check-in answer",
    "NoteWritten": "the note",
    "TurnStarted": "the start of the turn",
    "TurnEnded": "the end of the turn",
    "TurnExtended": "the added minute",
    "TurnPassed": "the pass",
    "MinutesAdded": "the change of minutes",
    "BlockDropped": "leaving out the block",
    "BlockRestored": "bringing back the block",
    "BlockAdded": "the block that was added",
    "BlockMoved": "moving the block",
    "ConcernRaised": "the stay-after",
    "ConcernWithdrawn": "the change of the answer",
    "ConcernResolved": "what was done about the stay-after",
    "WishWritten": "the point of the group's list",
    "WishTicked": "the tick on the group's list",
    "TakeawayGiven": "the takeaway",
    "CommitmentMade": "the commitment",
    "MemberJoined": "the new name on today's roster",
    "MemberRemoved": "the removal from today's roster",
    "Paused": "the pause",
    "Resumed": "the end of the pause",
    "Closed": "closing the session",
    "ItemTicked": "the tick",
    "PartEntered": "going to that part",
    "PointShown": "going to that point",
    "QuestionUsed": "the mark on the question",
    "PartDropped": "leaving out the part",
    "PartRestored": "bringing back the part",
    "PartExtended": "the change of the part's minutes",
    "ObjectiveCovered": "the tick on the objective",
    "HandRaised": "the hand",
    "QueueSet": "the order of the queue",
    "TopicChosen": "the choice of the topic",
    "RecordWritten": "the words in the draft",
    "SafetyCardOpened": "opening the safety card",
}


def act_words(act: Act) -> str:
    """What an act is called when it is taken back; names nobody."""
    return _WORDS.get(type(act).__name__, "the last act")


def undo_words(session: Session, act: Act) -> str:
    """The same with whose it was, and how a note began; for the facilitator's own screen."""
    names = {**session.attendance.names(), FACILITATOR: "you", EVERYONE: "feedback", GROUP: "the group"}
    about = act.about if isinstance(act, NoteWritten) else getattr(act, "member", None)
    whose = f"{names[about]}, " if about in names else ""
    begun = f" “{fit(one_line(act.text), _ENOUGH)}”" if isinstance(act, NoteWritten) else ""
    return f"{whose}{act_words(act)}{begun}"
