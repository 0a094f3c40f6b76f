"""New topics and copies get a place of their own, and nothing that is there is written over."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from iop_group import topic_files
from iop_group.domain.errors import BadInput, NotFound, NotSaved, Severity
from iop_group.domain.topics import group_lines, parse_topic
from iop_group.library import Library, themes_folder
from iop_group.topic_files import copied_text, copy_topic, new_topic, own_topics_folder, save_topic, template
from tests.hostile import HOSTILE


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with nothing in it yet."""
    return tmp_path / "home"


def files(home: Path) -> list[str]:
    """Everything in the folder, hidden files too."""
    return sorted(path.name for path in own_topics_folder(home).iterdir())


class TestNew:
    def test_the_template_waits_to_be_filled_in(self, home: Path) -> None:
        path = new_topic(home, "Getting through Friday: a plan")
        assert path == own_topics_folder(home) / "getting-through-friday-a-plan.md"
        library = Library(home)
        topic = library.topic(path.stem)
        assert topic is not None
        assert topic.title == "Getting through Friday: a plan"
        problems = library.check_topic(topic.text, path.name, own_path=path)
        assert {p.severity for p in problems} == {Severity.WARNING}
        assert all("sees nothing under" in p.text for p in problems)
        assert files(home) == [path.name]

    def test_the_template_shows_the_group_nothing_before_it_is_filled_in(self) -> None:
        topic, _ = parse_topic(template().replace("title:", "title: T"), "a.md")
        assert topic is not None
        shown = [line.text for part in topic.parts for line in group_lines(part)]
        assert shown == ["Steps"]

    def test_the_template_is_no_topic_itself(self) -> None:
        assert (themes_folder() / "topics" / topic_files.TEMPLATE).exists()
        assert all("template" not in topic.id for topic in Library().topics())

    def test_a_text_of_ones_own_gets_the_title(self, home: Path) -> None:
        path = new_topic(home, "Mine", text="---\ntitle: x\nid: y\n---\n## Opening\nHello.\n")
        assert path.read_text("utf-8") == "---\ntitle: Mine\n---\n## Opening\nHello.\n"

    def test_a_name_that_is_taken_gets_a_number(self, home: Path) -> None:
        names = [new_topic(home, "Coping with cravings").name, new_topic(home, "coping, with cravings?").name]
        assert names == ["coping-with-cravings-2.md", "coping-with-cravings-3.md"]
        (own_topics_folder(home) / "odd.md").write_text("---\ntitle: T\nid: mine\n---\n", "utf-8")
        assert new_topic(home, "Mine").name == "mine-2.md"
        assert Library(home).check_topics() and not [
            p for p in Library(home).check_topics() if "has the id" in p.text or "takes" in p.text
        ]

    def test_a_broken_file_is_not_written_over(self, home: Path) -> None:
        own_topics_folder(home).mkdir(parents=True)
        (own_topics_folder(home) / "mine.md").write_text("half a thought", "utf-8")
        assert new_topic(home, "Mine").name == "mine-2.md"
        assert (own_topics_folder(home) / "mine.md").read_text("utf-8") == "half a thought"

    @pytest.mark.parametrize(
        "title", ["README", "con", "事實", "🙂", "a" * 300, "../../etc/x", "_draft", *HOSTILE]
    )
    def test_any_title_makes_a_topic_that_is_found_or_is_refused(self, home: Path, title: str) -> None:
        try:
            path = new_topic(home, title)
        except BadInput:
            return
        assert path.parent == own_topics_folder(home)
        assert Library(home).topic(path.stem) is not None

    def test_a_title_of_nothing_is_refused(self, home: Path) -> None:
        for title in ("", "  ", "\x00"):
            with pytest.raises(BadInput):
                new_topic(home, title)
        assert not own_topics_folder(home).exists()

    @pytest.mark.skipif(sys.platform == "win32", reason="modes are those of Unix")
    def test_nobody_else_may_read_what_is_made(self, home: Path) -> None:
        path = new_topic(home, "Mine")
        assert path.stat().st_mode & 0o077 == 0


class TestCopies:
    def test_a_copy_takes_the_place_of_the_built_in_one_and_knows_it(self, home: Path) -> None:
        library = Library(home)
        path = copy_topic(home, library, "coping-with-cravings")
        assert path.name == "coping-with-cravings.md"
        topic = library.topic("coping-with-cravings")
        source = library.topic_source("coping-with-cravings")
        assert topic is not None
        assert source is not None
        assert source.own
        assert topic.based_on.startswith("coping-with-cravings (")
        problems = library.check_topic(topic.text, path.name, own_path=path)
        assert [(p.severity, "takes its place" in p.text) for p in problems] == [(Severity.HINT, True)]

    def test_a_second_copy_is_refused(self, home: Path) -> None:
        library = Library(home)
        copy_topic(home, library, "coping-with-cravings")
        with pytest.raises(BadInput, match="your own file already"):
            copy_topic(home, library, "coping-with-cravings")
        with pytest.raises(NotFound):
            copy_topic(home, library, "nothing")

    def test_a_broken_file_of_that_name_stays(self, home: Path) -> None:
        own_topics_folder(home).mkdir(parents=True)
        broken = own_topics_folder(home) / "coping-with-cravings.md"
        broken.write_text("broken", "utf-8")
        library = Library(home)
        path = copy_topic(home, library, "coping-with-cravings")
        assert path.name == "coping-with-cravings-2.md"
        assert library.topic("coping-with-cravings") is not None
        source = library.topic_source("coping-with-cravings")
        assert source is not None
        assert source.path == path
        assert broken.read_text("utf-8") == "broken"

    def test_when_the_built_in_one_changes_the_copy_says_so(self, home: Path, tmp_path: Path) -> None:
        built_in = tmp_path / "b"
        (built_in / "topics").mkdir(parents=True)
        original = built_in / "topics" / "waves.md"
        original.write_text("---\ntitle: Waves\nreviewed by: A\n---\n## Opening\nOne.\n", "utf-8")
        library = Library(home, built_in=built_in)
        path = copy_topic(home, library, "waves")
        assert "reviewed" not in path.read_text("utf-8")
        assert not [p for p in library.check_topics() if "has changed" in p.text]
        original.write_text("---\ntitle: Waves\n---\n## Opening\nTwo.\n", "utf-8")
        said = [p for p in library.check_topics() if "has changed" in p.text]
        assert [(p.where, p.line) for p in said] == [("topics/waves.md", 4)]

    def test_a_new_topic_can_begin_with_the_words_of_another(self, home: Path) -> None:
        original = Library(home).topic("coping-with-cravings")
        assert original is not None
        path = new_topic(home, "Cravings at work", text=copied_text(original))
        topic = Library(home).topic("cravings-at-work")
        assert topic is not None
        assert (topic.title, path.stem) == ("Cravings at work", "cravings-at-work")
        assert topic.based_on.startswith("coping-with-cravings (")
        assert [part.heading for part in topic.parts] == [part.heading for part in original.parts]


class TestSaving:
    def test_a_text_takes_the_place_of_the_old_one_whole(self, home: Path) -> None:
        path = new_topic(home, "Mine")
        save_topic(path, "---\ntitle: Café\r\n---\n")
        assert path.read_bytes() == "---\ntitle: Café\r\n---\n".encode()
        assert files(home) == ["mine.md"]

    @pytest.mark.parametrize("text", ["a\x00b", "lone \udfff", "x" * 1_000_001])
    def test_what_could_not_be_read_again_is_refused_and_the_old_text_stays(
        self, home: Path, text: str
    ) -> None:
        path = new_topic(home, "Mine")
        before = path.read_bytes()
        with pytest.raises(BadInput):
            save_topic(path, text)
        assert path.read_bytes() == before

    def test_a_disk_that_refuses_leaves_the_old_text_and_nothing_else(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = new_topic(home, "Mine")
        before = path.read_bytes()

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(NotSaved, match="No space left"):
            save_topic(path, "new")
        with pytest.raises(NotSaved):
            new_topic(home, "Another")
        assert path.read_bytes() == before
        assert files(home) == ["mine.md"]

    def test_a_link_is_followed_and_stays(self, home: Path, tmp_path: Path) -> None:
        real = tmp_path / "elsewhere.md"
        real.write_text("old", "utf-8")
        own_topics_folder(home).mkdir(parents=True)
        link = own_topics_folder(home) / "mine.md"
        link.symlink_to(real)
        save_topic(link, "new")
        assert link.is_symlink()
        assert real.read_text("utf-8") == "new"
