"""Drafts of topics: kept beside what is in use, by the writer that saves sessions too."""

from __future__ import annotations

from pathlib import Path

import pytest

from iop_group.domain.errors import BadInput, NotFound, NotSaved
from iop_group.library import Library
from iop_group.plain_files import DRAFT
from iop_group.tui.desk import Desk
from tests.hostile import HOSTILE
from tests.tui.desk_for_tests import FakeClock, make_desk

TOPIC = "---\ntitle: Ours\n---\n## Key points\n- One.\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path, FakeClock())


def folder(desk: Desk) -> Path:
    return desk.home / "themes" / "topics"


def put(desk: Desk, name: str, text: str = TOPIC) -> Path:
    folder(desk).mkdir(parents=True, exist_ok=True)
    (folder(desk) / name).write_bytes(text.encode("utf-8", "replace"))
    return folder(desk) / name


def free(_: str) -> bool:
    return False


def test_what_is_typed_is_on_the_disk_beside_what_is_in_use_and_is_no_topic_yet(desk: Desk) -> None:
    path = put(desk, "ours.md")
    draft = desk.drafts.open("ours.md")
    draft.type(TOPIC + "- Two.\n")
    assert desk.flush()
    assert path.read_text() == TOPIC
    assert (folder(desk) / f"{DRAFT}ours.md").read_text() == TOPIC + "- Two.\n"
    assert desk.drafts.names() == ("ours.md",)
    titles = [t.text for t in Library(desk.home).topics().items if t.title == "Ours"]
    assert titles == [TOPIC]
    desk.close()


def test_put_in_use_it_takes_the_place_and_the_draft_is_gone(desk: Desk) -> None:
    path = put(desk, "ours.md")
    draft = desk.drafts.open("ours.md")
    draft.type("---\ntitle: Better\n---\n## Key points\n- One.\n")
    draft.use()
    assert "Better" in path.read_text()
    assert desk.drafts.names() == ()
    assert desk.flush()
    assert [p.name for p in folder(desk).iterdir()] == ["ours.md"]
    desk.close()


def test_a_text_typed_back_to_what_is_in_use_leaves_no_draft(desk: Desk) -> None:
    put(desk, "ours.md")
    draft = desk.drafts.open("ours.md")
    draft.type(TOPIC + "x")
    draft.type(TOPIC)
    assert desk.flush()
    assert [p.name for p in folder(desk).iterdir()] == ["ours.md"]
    desk.close()


def test_a_half_written_topic_is_there_again_after_the_program_was_killed(
    tmp_path: Path,
) -> None:
    desk = make_desk(tmp_path, FakeClock())
    name = desk.drafts.begin("Friday evening", TOPIC, free)
    desk.drafts.open(name).type(TOPIC + "- Half a li")
    assert desk.flush()
    desk.close()
    again = make_desk(tmp_path, FakeClock())
    assert again.drafts.names() == ("friday-evening.md",)
    assert again.drafts.open("friday-evening.md").text.endswith("- Half a li")
    again.close()


def test_a_new_topic_takes_no_name_that_is_in_use_anywhere(desk: Desk) -> None:
    put(desk, "friday.txt")
    put(desk, f"{DRAFT}friday-2.md")
    assert desk.drafts.begin("Friday", TOPIC, lambda stem: stem == "friday-3") == "friday-4.md"
    desk.close()


@pytest.mark.parametrize("title", HOSTILE)
def test_any_title_makes_a_plain_file_name(desk: Desk, title: str) -> None:
    name = desk.drafts.begin(title, TOPIC, free)
    assert name.isprintable()
    assert (folder(desk) / f"{DRAFT}{name}").parent == folder(desk)
    assert desk.drafts.open(name).text == TOPIC
    desk.close()


def test_a_draft_thrown_away_leaves_what_is_in_use(desk: Desk) -> None:
    path = put(desk, "ours.md")
    draft = desk.drafts.open("ours.md")
    draft.type("Gone.")
    draft.discard()
    assert desk.drafts.names() == ()
    assert desk.flush()
    assert path.read_text() == TOPIC
    assert not (folder(desk) / f"{DRAFT}ours.md").exists()
    desk.close()


def test_a_file_changed_by_somebody_else_meanwhile_is_noticed(desk: Desk) -> None:
    path = put(desk, "ours.md")
    draft = desk.drafts.open("ours.md")
    draft.type("mine")
    assert not draft.overtaken
    path.write_text("theirs, and longer than before")
    assert draft.overtaken
    desk.close()


def test_a_disk_that_takes_nothing_is_said_and_the_words_stay(desk: Desk) -> None:
    put(desk, "ours.md")
    draft = desk.drafts.open("ours.md")
    (folder(desk) / f"{DRAFT}ours.md").mkdir()
    draft.type("Still here.")
    assert not desk.writer.flush(0.3)
    assert desk.save_state.error is not None
    assert desk.drafts.open("ours.md", anew=False).text == "Still here."
    assert desk.drafts.names() == ("ours.md",)
    (folder(desk) / f"{DRAFT}ours.md").rmdir()
    assert desk.flush()
    assert (folder(desk) / f"{DRAFT}ours.md").read_text() == "Still here."
    desk.close()


def test_what_is_no_text_is_refused_in_plain_words(desk: Desk) -> None:
    path = put(desk, "ours.md")
    path.write_bytes(b"\x00\x01\x02" * 100)
    with pytest.raises(BadInput):
        desk.drafts.open("ours.md")
    with pytest.raises(NotFound):
        desk.drafts.open("gone.md")
    with pytest.raises(NotFound):
        desk.drafts.open("../settings.toml")
    desk.close()


def test_a_topic_too_long_to_be_a_file_cannot_be_put_in_use(desk: Desk) -> None:
    draft = desk.drafts.open(put(desk, "ours.md").name)
    draft.type("x" * 1_100_000)
    with pytest.raises((BadInput, NotSaved)):
        draft.use()
    draft.discard()
    desk.close()
