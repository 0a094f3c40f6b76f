"""`iop-group topics ...`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

GOOD = """---
title: Asking for help
strand: Coping
objectives:
  - Name one person to ask
content note: We talk about asking.
---
For me alone.

## Facilitator: prepare
- Bring paper.

## Key points (10 min)
- Asking is a skill.
> Wait a moment here.

### Steps
1. Breathe.

## Discussion (10 min, optional)
- What helped you to ask?
"""


def _own(home: Path, name: str, text: str) -> Path:
    folder = home / "themes" / "topics"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_built_in_topics_and_own_ones_are_listed(run: Run, tmp_path: Path) -> None:
    _own(tmp_path / "home", "asking.md", GOOD)
    ran = run("topics", "list")
    assert ran.status == 0
    own = next(line for line in ran.out.splitlines() if line.startswith("asking "))
    assert own.split() == ["asking", "Asking", "for", "help", "Coping", "20", "your", "own"]
    listed = json.loads(run("topics", "list", "--json").out)
    assert {t["id"] for t in listed} >= {"asking", "coping-with-cravings"}
    assert [t["own"] for t in listed if t["id"] == "asking"] == [True]


def test_a_topic_that_cannot_be_read_is_said_and_the_others_are_listed(run: Run, tmp_path: Path) -> None:
    _own(tmp_path / "home", "bad.md", "no title")
    ran = run("topics", "list")
    assert ran.status == 1
    assert ran.err.startswith("error: topics/bad.md")
    assert "coping-with-cravings" in ran.out


def test_a_topic_is_shown_with_private_lines_marked(run: Run, tmp_path: Path) -> None:
    _own(tmp_path / "home", "asking.md", GOOD)
    ran = run("topics", "show", "asking")
    assert ran.status == 0
    assert "  > For me alone." in ran.out
    assert "  > - Bring paper." in ran.out
    assert "\n  - Asking is a skill." in ran.out
    assert "\n  > Wait a moment here." in ran.out
    assert "\n  1. Breathe." in ran.out
    assert "Discussion (10 min, optional)" in ran.out
    shown = json.loads(run("topics", "show", "asking", "--json").out)
    assert shown["objectives"] == ["Name one person to ask"]
    points = next(p for p in shown["parts"] if p["kind"] == "key-points")
    assert [line["private"] for line in points["lines"]] == [False, True, False, False]


def test_a_topic_without_extras_is_shown_too(run: Run, tmp_path: Path) -> None:
    _own(tmp_path / "home", "bare.md", "---\ntitle: Bare\n---\n## Key points\n- One.\n")
    assert run("topics", "show", "bare").out == "Bare\n\nKey points\n  - One.\n"


def test_a_topic_nearly_named_right_is_suggested(run: Run) -> None:
    ran = run("topics", "show", "coping-with-craving")
    assert (ran.status, ran.err) == (
        1,
        "There is no topic of this name. Did you mean coping-with-cravings?\n",
    )
    assert "topics list" in run("topics", "show", "zzz").err


def test_the_built_in_topics_have_nothing_to_mend(run: Run) -> None:
    ran = run("topics", "check")
    assert (ran.status, ran.out) == (0, "")
    assert "nothing to mend" in ran.err


def test_a_check_says_file_and_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text(GOOD.replace("What helped you to ask?", "Did you ask?"), encoding="utf-8")
    ran = run("topics", "check", path)
    assert ran.status == 1
    assert f"{path}:21: This can be answered with yes or no." in ran.out
    told = json.loads(run("topics", "check", path, "--json").out)
    assert told[0].keys() == {"severity", "where", "line", "text"}


def test_a_hint_alone_is_no_trouble(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text(GOOD.replace("strand:", "lead: somebody\nstrand:"), encoding="utf-8")
    ran = run("topics", "check", path)
    assert ran.status == 0
    assert ran.out.startswith("hint: ")
    assert ran.err == "Checked 1 topic: 1 remark.\n"


def test_a_check_of_a_folder_takes_the_topics_in_it(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("a.md", "README.md", "_draft.md", "picture.png"):
        (folder / name).write_text(GOOD, encoding="utf-8")
    assert run("topics", "check", folder).err == "Checked 1 topic: nothing to mend.\n"


def test_a_check_of_everything_in_use_names_what_was_left_out(run: Run, tmp_path: Path) -> None:
    _own(tmp_path / "home", "bad.md", "no title")
    _own(tmp_path / "home", "asking.md", GOOD)
    ran = run("topics", "check")
    assert ran.status == 1
    assert "topics/bad.md" in ran.out
    assert run("topics", "check", tmp_path / "nowhere").status == 1
    assert run("topics", "check", tmp_path / "home" / "themes" / "topics" / "bad.md").status == 1


def test_a_file_that_is_no_text_is_said(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "picture.md"
    path.write_bytes(b"\xff\xd8\xff")
    ran = run("topics", "check", path)
    assert ran.status == 1
    assert "UTF-8" in ran.out


class TestFinding:
    def test_only_what_fits_is_listed(self, run: Run, tmp_path: Path) -> None:
        _own(
            tmp_path / "home",
            "asking.md",
            GOOD.replace("strand:", "tags: help, phone\nlead: co-lead\nstrand:"),
        )
        for words in (
            ("--tag", "PHONE"),
            ("--words", "asking skill"),
            ("--lead", "co-lead", "--strand", "coping"),
        ):
            listed = json.loads(run("topics", "list", *words, "--json").out)
            assert "asking" in {t["id"] for t in listed}
        assert [t["id"] for t in json.loads(run("topics", "list", "--minutes", "20", "--json").out)] == [
            "asking"
        ]
        assert "coping-with-cravings" not in run("topics", "list", "--modality", "MI").out
        assert run("topics", "list", "--tag", "nothing").out.splitlines() == [
            "SLUG  TITLE  STRAND  MINUTES  FROM"
        ]

    def test_minutes_are_a_number(self, run: Run) -> None:
        ran = run("topics", "list", "--minutes", "many")
        assert ran.status == 2
        assert len(ran.err.splitlines()) == 1


class TestNew:
    def test_a_topic_is_begun_and_its_place_is_said(self, run: Run, tmp_path: Path) -> None:
        ran = run("topics", "new", "Getting through", "Friday")
        path = tmp_path / "home" / "themes" / "topics" / "getting-through-friday.md"
        assert (ran.status, ran.out) == (0, f"{path}\n")
        assert "topics check" in ran.err
        assert "title: Getting through Friday\n" in path.read_text("utf-8")
        assert run("topics", "check").status == 1
        assert "getting-through-friday" in run("topics", "list").out

    def test_a_second_one_of_the_same_title_gets_a_name_of_its_own(self, run: Run) -> None:
        first, second = (run("topics", "new", "Friday").out for _ in range(2))
        assert (Path(first.strip()).name, Path(second.strip()).name) == ("friday.md", "friday-2.md")

    def test_it_can_begin_with_the_words_of_another(self, run: Run) -> None:
        path = Path(run("topics", "new", "Cravings at work", "--from", "coping-with-cravings").out.strip())
        text = path.read_text("utf-8")
        assert "title: Cravings at work\n" in text
        assert "based on: coping-with-cravings (" in text
        assert run("topics", "check").out == ""
        assert "Did you mean" in run("topics", "new", "T", "--from", "coping-with-craving").err

    def test_without_words_nothing_is_made(self, run: Run, tmp_path: Path) -> None:
        assert run("topics", "new", " ").status == 1
        assert run("topics", "new").status == 2
        assert not (tmp_path / "home" / "themes").exists()


class TestHandout:
    def test_the_groups_text_is_printed_and_nothing_private(self, run: Run, tmp_path: Path) -> None:
        _own(tmp_path / "home", "asking.md", GOOD)
        for words in ((), ("--html",)):
            ran = run("topics", "handout", "asking", *words)
            assert ran.status == 0
            assert "Asking is a skill." in ran.out
            for private in ("For me alone", "Bring paper", "Wait a moment", "Name one person"):
                assert private not in ran.out
        assert "<!DOCTYPE html>" in run("topics", "handout", "asking", "--html").out

    def test_it_can_go_into_a_file(self, run: Run, tmp_path: Path) -> None:
        ran = run("topics", "handout", "coping-with-cravings", "--html", "--out", tmp_path)
        path = tmp_path / "coping-with-cravings.html"
        assert (ran.status, ran.out) == (0, f"Written to {path}\n")
        assert path.read_text("utf-8").startswith("<!DOCTYPE html>")
        assert "--force" in run("topics", "handout", "coping-with-cravings", "--html", "--out", tmp_path).err
        assert (
            run("topics", "handout", "coping-with-cravings", "--html", "--out", tmp_path, "--force").status
            == 0
        )

    def test_a_topic_that_is_not_there_is_said(self, run: Run) -> None:
        assert run("topics", "handout", "nothing").status == 1


def test_a_broken_file_of_ones_own_does_not_hide_the_built_in_topic(run: Run, tmp_path: Path) -> None:
    path = _own(tmp_path / "home", "coping-with-cravings.md", "---\nminutes: 5\n---\n## Opening\n")
    ran = run("topics", "check")
    assert ran.status == 1
    assert "error: topics/coping-with-cravings.md: There is no title." in ran.out
    assert "the built-in one of the same name is used" in ran.out
    assert "built in" in next(
        r for r in run("topics", "list").out.splitlines() if r.startswith("coping-with")
    )
    path.write_text(GOOD, encoding="utf-8")
    assert "hint: topics/coping-with-cravings.md: " in run("topics", "check").out


def test_a_check_of_one_file_holds_it_against_the_topics_in_use(run: Run, tmp_path: Path) -> None:
    own = _own(tmp_path / "home", "asking.md", GOOD)
    assert run("topics", "check", own).out == ""
    elsewhere = tmp_path / "asking.md"
    elsewhere.write_text(GOOD.replace("strand:", "before: nothing-such\nstrand:"), encoding="utf-8")
    out = run("topics", "check", elsewhere).out
    assert f"warning: {elsewhere}:3: “before” names nothing-such" in out
    assert "asking.md has the id asking too" in out
