"""A facilitator runs a whole group by keys alone, from an empty home to the signed record."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest

from tests.vault.sealing import tables_in
from tests.whole.driver import GROUP, ME, Facilitator, OnALaptop
from tests.whole.in_room import NAMES
from tests.whole.onlooker import asked_for

ANSWERS: Final = ("5671211", "7732321", "t043121", "3pp4111", "8152221", "ppppppp", "6643121", "0tp1321")
"""Keys of each member's check-in: three scales, last commitment, support, needs time, private follow-up."""
DONE, PARTLY, NOT_YET, NONE = "done", "partly", "not yet", "none"
SAID: Final = (
    (5, 6, 7, DONE, "1-2", "yes", NONE),
    (7, 7, 3, PARTLY, "3+", "no", NONE),
    (10, 0, 4, NOT_YET, NONE, "no", NONE),
    (3, None, None, NONE, NONE, "yes", NONE),
    (8, 1, 5, PARTLY, "1-2", "no", NONE),
    (None,) * 7,
    (6, 6, 4, NOT_YET, NONE, "no", NONE),
    (0, 10, None, DONE, "3+", "no", NONE),
)
"""What those keys mean; None is a pass."""
OPENING: Final = (
    "Welcome everyone",
    "What this group is for",
    "Privacy: what is said",
    "Privacy: its limits",
)
NOTES: Final = (
    ("Ben", "Laughed for the first time in weeks."),
    ("Dee", "Quiet; looked at the door twice."),
    ("", "A warm start, everyone on time."),
)
WORDS: Final = "wants to talk about the flat"
OUTCOME_WORDS: Final = "ten minutes after group"
PRIVATE: Final = "We both talked too much tonight."
ADDENDUM: Final = "The next group meets in room four."
SECONDS: Final = 3.0
"""How far a time in the record may be from the moment when the screen showed the act."""


@dataclass(frozen=True, slots=True)
class Evening:
    """One whole run, and what was seen and measured on the way."""

    home: Path
    record: dict[str, Any]
    """What `sessions show --json` says."""
    listed: list[dict[str, Any]]
    """What `sessions list --json` says."""
    spent: dict[str, float]
    """Title of a block to the seconds that passed before the screen."""
    began: float
    ended: float

    @property
    def names(self) -> dict[str, str]:
        """Code to display name."""
        return {person["member"]: person["name"] for person in self.record["attendance"]}


class Watch:
    """How long each block was in sight."""

    def __init__(self) -> None:
        self.entered: list[tuple[str, float]] = []

    def at(self, block: str) -> None:
        """The block has just come into sight; an empty one ends."""
        self.entered.append((block, time.time()))

    def spent(self) -> dict[str, float]:
        """Title to seconds."""
        pairs = zip(self.entered, self.entered[1:], strict=False)
        return {block: after - at for (block, at), (_, after) in pairs}


def come_together(one: Facilitator, watch: Watch) -> None:
    """From the opening to the end of the check-in."""
    watch.at("Opening")
    one.everyone_arrives().say_all_of_opening(OPENING)
    one.next_block("Check-in")
    watch.at("Check-in")
    for done, (member, answers) in enumerate(zip(NAMES, ANSWERS, strict=True), start=1):
        one.check_in(member, answers, done)


def learn(one: Facilitator, watch: Watch) -> None:
    """The topic, with notes in between."""
    one.next_block("Topic")
    watch.at("Topic")
    before = one.point
    one.press("enter").moves_on(before)
    one.next_part(2).cover_objective(1).next_part(3).use_question()
    for about, text in NOTES:
        one.note(about, text)


def share(one: Facilitator, watch: Watch) -> None:
    """Turns: taken, passed, put off, made longer, and the facilitator's own."""
    one.next_block("Open talk")
    watch.at("Open talk")
    one.give_the_floor("Ana R.")
    planned = one.turn_planned
    one.press("f6").sees(f"of {(planned + 60) // 60}:{planned % 60:02}", saved=True).end_turn("Ana R.")
    one.pass_turn("Ben").later("Cy").give_the_floor("Dee")
    one.stay_after("Dee", WORDS).end_turn("Dee")
    one.press("y").speaks("You").end_turn("You", "y")


def part(one: Facilitator, watch: Watch) -> None:
    """The closing round, what was done about the stay-after, and the debrief."""
    one.next_block("Closing")
    watch.at("Closing")
    for member in NAMES:
        one.harvest(member, f"one thing for {member}", f"will call a friend, {member}")
    one.resolve("Dee", 1, OUTCOME_WORDS)
    one.next_block("Debrief")
    watch.at("Debrief")
    one.debrief(PRIVATE)
    one.close()
    watch.at("")


TERMINALS: Final[dict[str, tuple[type[Facilitator], tuple[int, int], dict[str, str]]]] = {
    "100x30": (Facilitator, (100, 30), {}),
    "80x24, 16 colours, no function keys": (OnALaptop, (80, 24), {"TERM": "xterm", "COLORTERM": ""}),
    "80x24, no colours": (Facilitator, (80, 24), {"NO_COLOR": "1"}),
}
RICH_COLOURS: Final = re.compile(rb"\x1b\[[0-9;]*[34]8;[25];")


def run_whole_evening(home: Path, terminal: str) -> Evening:
    """Everything by keys, and then what the commands say about it."""
    watch = Watch()
    driver, size, env = TERMINALS[terminal]
    with driver(home, size=size, env=env) as one:
        one.make_group().plan().start_session()
        for act in (come_together, learn, share, part):
            act(one, watch)
        one.sees("0 of 9 signed").sign_all(9).add_to_signed(ADDENDUM)
        assert one.leave() == 0
        assert one.program.terminal_left_dirty() == []
        assert "COLORTERM" not in env or not RICH_COLOURS.search(one.program.output)
    listed = asked_for(home, "sessions", "list")
    record = asked_for(home, "sessions", "show", listed[0]["id"])
    began, ended = watch.entered[0][1], watch.entered[-1][1]
    return Evening(home, record, listed, watch.spent(), began, ended)


@pytest.fixture(scope="module", params=TERMINALS)
def evening(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    """One whole run in each terminal, looked at by all tests."""
    yield run_whole_evening(tmp_path_factory.mktemp("evening") / "home", request.param)


def seconds_from(moment: str, seen: float) -> float:
    """Distance of a time in the record from a moment on the wall clock."""
    return abs(datetime.fromisoformat(moment).timestamp() - seen)


def test_the_list_names_the_session_and_says_that_it_is_signed(evening: Evening) -> None:
    (line,) = evening.listed
    assert (line["group_name"], line["number"], line["facilitator"]) == (GROUP, 1, ME)
    assert line["format_title"] == "90 minutes: topic first, then open talk"
    assert line["topic"]["title"] == evening.record["topic"]["title"]
    assert (line["state"], line["notes"], line["signed"]) == ("signed", 9, 9)
    assert sorted(line["came"]) == sorted(evening.names)
    assert (line["expected"], line["open_concerns"]) == (8, 0)


def test_the_record_has_everyone_by_the_name_they_chose(evening: Evening) -> None:
    assert tuple(evening.names.values()) == NAMES
    assert {person["standing"] for person in evening.record["attendance"]} == {"present"}
    assert evening.record["format"] == "90-matrix-like"


def test_the_record_has_every_answer_of_the_check_in(evening: Evening) -> None:
    said = {
        evening.names[one["member"]]: tuple(None if a["passed"] else a["value"] for a in one["answers"])
        for one in evening.record["check_in"]
    }
    assert said == dict(zip(NAMES, SAID, strict=True))


def test_the_record_has_what_was_covered_of_the_topic(evening: Evening) -> None:
    topic = evening.record["topic"]
    first, *others = [objective["covered"] for objective in topic["objectives"]]
    assert first and others and not any(others)
    assert topic["questions_used"] == 1


def test_the_record_has_the_notes_the_stay_after_and_the_closing_round(evening: Evening) -> None:
    names = {**evening.names, "group": ""}
    assert [(names[n["about"]], n["text"]) for n in evening.record["notes"]] == list(NOTES)
    (concern,) = evening.record["concerns"]
    assert (names[concern["member"]], concern["words"]) == ("Dee", WORDS)
    assert (concern["outcome"], concern["outcome_words"]) == ("talked", OUTCOME_WORDS)
    assert not concern["open"]
    takeaways = {names[code]: text for code, text in evening.record["takeaways"].items()}
    commitments = {names[code]: text for code, text in evening.record["commitments"].items()}
    assert takeaways == {member: f"one thing for {member}" for member in NAMES}
    assert commitments == {member: f"will call a friend, {member}" for member in NAMES}


def test_the_record_has_the_turns_and_no_turn_for_who_passed(evening: Evening) -> None:
    turns = {evening.names.get(t["member"], t["member"]): t["turns"] for t in evening.record["turns"]}
    assert turns == {"Ana R.": 1, "Dee": 1, "facilitator": 1}


def test_the_record_has_the_minutes_that_passed_before_the_screen(evening: Evening) -> None:
    blocks = {block["title"]: block["spent_seconds"] for block in evening.record["blocks"]}
    assert blocks == pytest.approx(evening.spent, abs=SECONDS)
    assert all(block["held"] for block in evening.record["blocks"])
    assert seconds_from(evening.record["started_at"], evening.began) < SECONDS
    assert seconds_from(evening.record["closed_at"], evening.ended) < SECONDS
    together = evening.ended - evening.began - evening.spent["Debrief"]
    for person in evening.record["attendance"]:
        assert person["seconds"] == pytest.approx(together, abs=evening.spent["Opening"] + SECONDS)


def test_every_note_is_signed_by_name_and_one_has_an_addendum(evening: Evening) -> None:
    record = evening.record["record"]
    assert {(note["status"], note["signed_by"]) for note in record} == {("signed", ME)}
    assert len(record) == 9
    assert sum(note["addenda"] for note in record) == 1
    session = evening.home / "vault" / "sessions" / f"{evening.record['id']}.gns"
    assert ADDENDUM in json.dumps(tables_in(session))


def test_the_private_lane_is_in_a_file_of_its_own(evening: Evening) -> None:
    sealed = [*evening.home.rglob("*.gns")]
    holding = [file for file in sealed if PRIVATE in json.dumps(tables_in(file))]
    assert [file.parent.name for file in holding] == ["private"]
