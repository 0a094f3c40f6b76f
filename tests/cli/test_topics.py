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
    own = next(line for line in ran.out.splitlines() if line.startswith("asking"))
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
