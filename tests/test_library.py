"""Themes are found wherever the program was put, and one bad file never stops the others."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from iop_group import shelf
from iop_group.colors import parse_colors
from iop_group.domain.crisis import crisis_lines_from
from iop_group.domain.curriculum import parse_curriculum
from iop_group.domain.errors import Problem, Severity
from iop_group.domain.formats import parse_format
from iop_group.domain.program import program_from_dict
from iop_group.domain.rituals import parse_ritual, parse_safety_card
from iop_group.domain.topic_checks import check_topic
from iop_group.library import Library, Loaded, themes_folder
from iop_group.plain_files import LARGEST, read_text, read_toml

TOPIC = "---\ntitle: {}\n---\n## Discussion\n- Who?\n"


@pytest.fixture
def built_in(tmp_path: Path) -> Path:
    """A small built-in folder with one of each."""
    root = tmp_path / "built-in"
    for folder in ("topics", "formats", "rituals", "safety", "colors"):
        (root / folder).mkdir(parents=True)
    (root / "topics" / "waves.md").write_text(TOPIC.format("Waves"), "utf-8")
    return root


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The program's own topics."""
    folder = tmp_path / "home" / "themes" / "topics"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def library(built_in: Path, own: Path) -> Library:
    return Library(own.parents[1], built_in=built_in)


def titles(loaded: Loaded[object]) -> list[str]:
    return [str(getattr(item, "title", "")) for item in loaded]


def examined(example: str) -> tuple[Problem, ...]:
    """What is wrong with an example of the manual; its first telling words say what kind of file it is."""
    if "primary =" in example:
        return parse_colors(example, "a.toml")[1]
    if "[[line]]" in example or "[checkin]" in example:
        data = read_toml(example, "a.toml")
        if isinstance(data, Problem):
            return (data,)
        return (crisis_lines_from if "[[line]]" in example else program_from_dict)(data, "a.toml")[1]
    if "## Discussion" in example:
        return check_topic(example, "a.md")
    if "## Week 1" in example:
        return parse_curriculum(example, "a.md")[1]
    if "## Check-in" in example:
        return parse_format(example, "a.md")[1]
    return (parse_safety_card if "order:" in example else parse_ritual)(example, "a.md")[1]


class TestBuiltIn:
    @pytest.fixture
    def shipped(self) -> Library:
        return Library()

    def test_everything_that_ships_is_in_order(self, shipped: Library) -> None:
        every = [
            shipped.topics(),
            shipped.curricula(),
            shipped.formats(),
            shipped.rituals(),
            shipped.safety_cards(),
            shipped.colors(),
        ]
        for loaded in (*every, shipped.crisis_lines()):
            assert loaded.problems == ()
            assert loaded.items
        files = [
            path
            for path in themes_folder().glob("*/*")
            if path.name[0] != "_" and path.name != "crisis-lines.toml"
        ]
        assert sum(len(loaded) for loaded in every) == len(files)

    def test_the_topics_pass_a_second_reader(self, shipped: Library) -> None:
        assert shipped.check_topics() == ()

    def test_every_example_in_the_manual_is_right(self) -> None:
        manual = (themes_folder() / "README.md").read_text("utf-8")
        checked = [
            examined(block)
            for block in re.findall(r"^```(?:toml|markdown)\n(.*?)^```", manual, re.DOTALL | re.M)
        ]
        assert len(checked) >= 5
        assert [problem for problems in checked for problem in problems] == []

    def test_the_five_formats_have_the_minutes_of_their_names(self, shipped: Library) -> None:
        formats = {form.id: form for form in shipped.formats()}
        assert {form_id: form.minutes for form_id, form in formats.items()} == {
            "180-iop-day": 180,
            "50-skills": 50,
            "60-thirds": 60,
            "90-matrix-like": 90,
            "90-smart-like": 90,
        }
        for form in formats.values():
            assert form.blocks[-1].protected
            assert form.blocks[0].id == "opening"

    def test_rituals_and_themes_that_the_program_needs(self, shipped: Library) -> None:
        assert shipped.ritual("opening") is not None
        assert shipped.ritual("closing") is not None
        assert shipped.ritual("nothing") is None
        themes = {theme.name: theme for theme in shipped.colors()}
        assert themes["calm-dark"].dark
        assert not themes["calm-light"].dark
        assert themes["high-contrast-large"].large

    def test_safety_cards_stand_in_their_order(self, shipped: Library) -> None:
        orders = [card.order for card in shipped.safety_cards()]
        assert orders == sorted(orders)


class TestOwnFiles:
    def test_the_own_file_comes_before_the_built_in_one_and_says_so(
        self, library: Library, own: Path
    ) -> None:
        (own / "mine.md").write_text("---\ntitle: Our waves\nid: waves\n---\n## Opening\n", "utf-8")
        loaded = library.topics()
        assert titles(loaded) == ["Our waves"]
        assert [(p.severity, p.where) for p in loaded.problems] == [(Severity.HINT, "topics/mine.md")]
        source = library.topic_source("waves")
        assert source is not None
        assert source.own
        assert source.path == own / "mine.md"

    def test_two_own_files_of_one_id_keep_the_first(self, library: Library, own: Path) -> None:
        for name in ("a", "b"):
            (own / f"{name}.md").write_text(f"---\ntitle: {name}\nid: same\n---\n## Opening\n", "utf-8")
        loaded = library.topics()
        assert titles(loaded) == ["Waves", "a"]
        assert [(p.severity, p.where) for p in loaded.problems] == [(Severity.WARNING, "topics/b.md")]

    def test_a_topic_is_found_by_its_id(self, library: Library) -> None:
        topic = library.topic("waves")
        assert topic is not None
        assert topic.text == TOPIC.format("Waves")
        assert library.topic("nothing") is None
        source = library.topic_source("waves")
        assert source is not None
        assert not source.own

    def test_other_files_in_the_folder_are_not_topics(self, library: Library, own: Path) -> None:
        for name in (
            "README.md",
            ".hidden.md",
            "_draft.md",
            "~old.md",
            "#lock.md",
            "notes.pdf",
            "backup.md~",
        ):
            (own / name).write_text("no topic", "utf-8")
        (own / "pictures").mkdir()
        assert titles(library.topics()) == ["Waves"]
        assert library.topics().problems == ()

    def test_other_endings_that_editors_give_are_taken(self, library: Library, own: Path) -> None:
        (own / "a.MD").write_text(TOPIC.format("A"), "utf-8")
        (own / "b.md.txt").write_text(TOPIC.format("B"), "utf-8")
        assert titles(library.topics()) == ["Waves", "A", "B"]

    def test_a_program_without_files_of_its_own_has_the_built_in_ones(
        self, built_in: Path, tmp_path: Path
    ) -> None:
        for home in (None, tmp_path / "nowhere"):
            loaded = Library(home, built_in=built_in).topics()
            assert titles(loaded) == ["Waves"]
            assert loaded.problems == ()


class TestBadFiles:
    def test_one_bad_file_never_stops_the_others(self, library: Library, own: Path) -> None:
        (own / "a-folder.md").mkdir()
        (own / "b-link.md").symlink_to(own / "gone.md")
        (own / "c-loop.md").symlink_to(own / "c-loop.md")
        (own / "d-latin.md").write_bytes(b"---\ntitle: Caf\xe9\n")
        with (own / "e-huge.md").open("wb") as huge:
            huge.truncate(50_000_000)
        (own / "f-empty.md").write_bytes(b"")
        if hasattr(os, "mkfifo"):
            os.mkfifo(own / "g-pipe.md")
        (own / "z-good.md").write_text(TOPIC.format("Good"), "utf-8")
        loaded = library.topics()
        assert titles(loaded) == ["Waves", "Good"]
        said = {problem.where.removeprefix("topics/"): problem.text for problem in loaded.problems}
        assert "folder" in said["a-folder.md"]
        assert "link" in said["b-link.md"]
        assert said["c-loop.md"]
        assert "UTF-8" in said["d-latin.md"]
        assert "50.0 MB" in said["e-huge.md"]
        assert "no title" in said["f-empty.md"]
        assert all(problem.severity is Severity.ERROR for problem in loaded.problems)

    def test_a_file_that_may_not_be_read_is_said_and_tried_again(
        self, library: Library, own: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (own / "a.md").write_text(TOPIC.format("A"), "utf-8")
        opened = Path.open

        def refused(path: Path, mode: str = "r") -> object:
            if path.name == "a.md":
                raise PermissionError(13, "Permission denied")
            return opened(path, mode)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "open", refused)
            loaded = library.topics()
            assert titles(loaded) == ["Waves"]
            assert "permissions" in loaded.problems[0].text
        assert titles(library.topics()) == ["Waves", "A"]

    def test_a_folder_that_cannot_be_listed_is_said(self, tmp_path: Path, built_in: Path) -> None:
        themes = tmp_path / "home" / "themes"
        themes.mkdir(parents=True)
        (themes / "topics").write_text("in the way", "utf-8")
        loaded = Library(tmp_path / "home", built_in=built_in).topics()
        assert titles(loaded) == ["Waves"]
        assert loaded.problems[0].where == "topics"

    def test_missing_built_in_files_are_said(self, tmp_path: Path) -> None:
        loaded = Library(built_in=tmp_path / "nowhere").topics()
        assert loaded.items == ()
        assert "Install the program again" in loaded.problems[0].text

    def test_a_file_name_cannot_steer_the_terminal(self, library: Library, own: Path) -> None:
        (own / "a\x1b[31m\nb.md").write_text("", "utf-8")
        assert library.topics().problems[0].where == "topics/a[31m b.md"

    def test_a_file_at_the_limit_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        path.write_bytes(b"a" * LARGEST)
        assert isinstance(read_text(path, "a.md"), str)
        path.write_bytes(b"a" * (LARGEST + 1))
        assert isinstance(read_text(path, "a.md"), Problem)

    def test_a_broken_own_file_never_hides_the_built_in_one_in_silence(
        self, library: Library, own: Path
    ) -> None:
        (own / "waves.md").write_text("no title here", "utf-8")
        loaded = library.topics()
        assert titles(loaded) == ["Waves"]
        assert [(p.severity, p.where) for p in loaded.problems] == [
            (Severity.ERROR, "topics/waves.md"),
            (Severity.WARNING, "topics/waves.md"),
        ]
        assert "the built-in one of the same name is used" in loaded.problems[1].text
        (own / "waves.md").write_bytes(b"\xff\xfe\xff")
        assert "the built-in one" in library.topics().problems[1].text
        (own / "waves.md").write_text(TOPIC.format("Mine"), "utf-8")
        assert titles(library.topics()) == ["Mine"]
        assert ["takes the place" in p.text for p in library.topics().problems] == [True]

    def test_a_top_that_never_ends_is_said_with_its_line_where_it_takes_the_place(
        self, library: Library, own: Path
    ) -> None:
        (own / "waves.md").write_text("---\ntitle: Mine\n## Opening\n", "utf-8")
        said = {(p.severity, p.line) for p in library.topics().problems}
        assert said == {(Severity.ERROR, 1), (Severity.HINT, None)}


class TestChecking:
    def test_a_text_is_held_against_the_other_topics(self, library: Library, own: Path) -> None:
        (own / "a.md").write_text(TOPIC.format("A"), "utf-8")
        text = "---\ntitle: B\nid: {}\nbefore: gone\n---\n## Discussion\n- Who?\n"
        told = {p.text for p in library.check_topic(text.format("a"), "b.md", own_path=own / "b.md")}
        assert any(t.startswith("a.md has the id a too") for t in told)
        assert any(t.startswith("“before” names gone") for t in told)
        told = {p.text for p in library.check_topic(text.format("waves"), "b.md")}
        assert any("A built-in topic has this id" in t for t in told)

    def test_a_file_is_not_held_against_itself(self, library: Library, own: Path, built_in: Path) -> None:
        text = TOPIC.format("A")
        (own / "a.md").write_text(text, "utf-8")
        link = own.parent / "other" / ".." / "topics" / "a.md"
        (own.parent / "other").mkdir()
        for path in (own / "a.md", link):
            told = library.check_topic(text, "a.md", own_path=path)
            assert not [p for p in told if "id" in p.text.split()]
        told = library.check_topic(TOPIC.format("Waves"), "w.md", own_path=built_in / "topics" / "waves.md")
        assert not [p for p in told if "built-in" in p.text]

    def test_everything_in_use_is_checked_and_what_is_not_in_use_is_said_once(
        self, library: Library, own: Path
    ) -> None:
        (own / "a.md").write_text("no title", "utf-8")
        (own / "b.md").write_text(TOPIC.format("B").replace("Who?", "Do you?"), "utf-8")
        (own / "c.md").write_text("---\ntitle: C\nid: b\n---\n## Opening\nHello.\n", "utf-8")
        told = library.check_topics()
        assert len(set(told)) == len(told)
        assert {p.where for p in told if p.severity is Severity.ERROR} == {"topics/a.md"}
        assert any("yes or no" in p.text and p.where == "topics/b.md" for p in told)
        assert any(p.where == "topics/c.md" and "left out" in p.text for p in told)


class TestCurricula:
    def write(self, own: Path, text: str) -> None:
        (own.parent / "curricula").mkdir()
        (own.parent / "curricula" / "ours.md").write_text(text, "utf-8")

    def test_an_own_curriculum_is_found_and_strange_ids_in_it_are_said(
        self, library: Library, own: Path
    ) -> None:
        self.write(own, "---\ntitle: Ours\n---\n## Week 1\n- waves\n- gone\n")
        (own.parents[2] / "built-in" / "curricula").mkdir()
        loaded = library.curricula()
        assert [plan.weeks for plan in loaded] == [(("waves", "gone"),)]
        assert [(p.severity, p.where) for p in loaded.problems] == [(Severity.WARNING, "curricula/ours.md")]
        assert "no topic gone" in loaded.problems[0].text
        assert library.curriculum("ours") == loaded.items[0]
        assert library.curriculum("other") is None


MANY = 500


class TestManyTopics:
    @pytest.fixture
    def many(self, own: Path) -> Library:
        """Five hundred topics of the usual length in the program's own folder."""
        text = (themes_folder() / "topics" / "coping-with-cravings.md").read_text("utf-8")
        body = text.partition("\n---\n")[2]
        for number in range(MANY):
            (own / f"t{number:03}.md").write_text(f"---\ntitle: T {number}\n---\n{body}", "utf-8")
        return Library(own.parents[1])

    def test_each_file_is_read_once_and_only_a_changed_one_again(
        self, many: Library, own: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reads = counted_reads(monkeypatch)
        many.topics()
        assert len(reads) == len(set(reads)) == len(many.topics())
        reads.clear()
        (own / "t007.md").write_text(TOPIC.format("Changed"), "utf-8")
        assert "Changed" in titles(many.topics())
        assert reads == ["t007.md"]

    def test_a_file_of_the_same_size_and_time_in_the_place_of_another_is_read(
        self, library: Library, own: Path
    ) -> None:
        path, new = own / "a.md", own / ".a.new"
        path.write_text(TOPIC.format("One"), "utf-8")
        assert "One" in titles(library.topics())
        new.write_text(TOPIC.format("Two"), "utf-8")
        os.utime(new, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
        new.replace(path)
        assert "Two" in titles(library.topics())

    @pytest.mark.proof
    def test_five_hundred_cost_no_more_for_each_than_thirty_six(
        self, own: Path, many: Library, tmp_path: Path
    ) -> None:
        few = tmp_path / "few" / "themes" / "topics"
        few.mkdir(parents=True)
        for path in sorted(own.iterdir())[:36]:
            (few / path.name).write_bytes(path.read_bytes())

        def seconds(home: Path) -> float:
            library = Library(home, built_in=tmp_path / "nothing")
            start = time.process_time()
            assert library.topics().items
            return time.process_time() - start

        taken = [(seconds(own.parents[1]), seconds(few.parents[1])) for _ in range(5)]
        assert min(many for many, _ in taken) <= 3 * min(few for _, few in taken) * MANY / 36


def counted_reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from now on."""
    reads: list[str] = []

    def watched(path: Path, where: str) -> str | Problem:
        reads.append(path.name)
        return read_text(path, where)

    monkeypatch.setattr(shelf, "read_text", watched)
    return reads


class TestReadingAgain:
    def test_a_file_is_read_again_only_when_it_changed(
        self, library: Library, own: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = own / "a.md"
        path.write_text(TOPIC.format("A"), "utf-8")
        library.topics()
        read: list[str] = []
        opened = Path.open

        def watched(path: Path, mode: str = "r") -> object:
            read.append(path.name)
            return opened(path, mode)

        monkeypatch.setattr(Path, "open", watched)
        assert titles(library.topics()) == ["Waves", "A"]
        assert read == []
        path.write_bytes(TOPIC.format("Changed").encode())
        assert titles(library.topics()) == ["Waves", "Changed"]
        assert read.count("waves.md") == 0

    def test_a_file_that_went_is_gone(self, library: Library, own: Path) -> None:
        path = own / "a.md"
        path.write_text(TOPIC.format("A"), "utf-8")
        library.topics()
        path.unlink()
        assert titles(library.topics()) == ["Waves"]

    def test_nothing_is_read_before_it_is_asked_for(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def never(*_: object) -> None:
            raise AssertionError("read too early")

        monkeypatch.setattr(Path, "open", never)
        monkeypatch.setattr(Path, "iterdir", never)
        Library(tmp_path)


class TestCrisisLines:
    LINE = '[[line]]\nregion = "US"\nlabel = "{}"\n'

    def write(self, root: Path, text: str) -> None:
        (root / "safety").mkdir(parents=True, exist_ok=True)
        (root / "safety" / "crisis-lines.toml").write_text(text, "utf-8")

    def test_the_own_file_takes_the_place_of_the_whole_built_in_one(self, tmp_path: Path) -> None:
        self.write(tmp_path / "b", self.LINE.format("One") + self.LINE.format("Two"))
        library = Library(tmp_path / "home", built_in=tmp_path / "b")
        assert [line.label for line in library.crisis_lines()] == ["One", "Two"]
        self.write(tmp_path / "home" / "themes", self.LINE.format("Ours"))
        assert [line.label for line in library.crisis_lines()] == ["Ours"]

    @pytest.mark.parametrize("text", ["[[line]\n", "# nothing yet\n"])
    def test_an_own_file_without_lines_is_said_and_not_used(self, tmp_path: Path, text: str) -> None:
        self.write(tmp_path / "b", self.LINE.format("One"))
        self.write(tmp_path / "home" / "themes", text)
        loaded = Library(tmp_path / "home", built_in=tmp_path / "b").crisis_lines()
        assert [line.label for line in loaded] == ["One"]
        assert [p.severity for p in loaded.problems] == [Severity.ERROR]

    def test_without_any_file_there_are_no_lines_but_a_problem(self, tmp_path: Path) -> None:
        loaded = Library(built_in=tmp_path).crisis_lines()
        assert loaded.items == ()
        assert len(loaded.problems) == 1


class TestWhereThemesAre:
    def run(self, code: str, *, folder: Path, path: Path) -> str:
        """What Python prints for that code, started in a folder with a package path."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(path),
            "PYTHONSAFEPATH": "1",
            "PYTHONPYCACHEPREFIX": "",
        }
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    CODE = "from iop_group.library import themes_folder; print(themes_folder())"

    def test_beside_the_package_in_a_checkout(self) -> None:
        assert (themes_folder() / "topics").is_dir()

    def test_inside_the_package_when_installed_and_never_in_the_current_folder(self, tmp_path: Path) -> None:
        site, here = tmp_path / "site", tmp_path / "here"
        (here / "themes" / "topics").mkdir(parents=True)
        site.mkdir()
        package = Path(__file__).resolve().parent.parent / "iop_group"
        for path in package.glob("*.py"):
            self.copy(path, site / "iop_group" / path.name)
        for path in (package / "domain").glob("*.py"):
            self.copy(path, site / "iop_group" / "domain" / path.name)
        (site / "iop_group" / "themes").mkdir()
        assert self.run(self.CODE, folder=here, path=site) == str(site / "iop_group" / "themes")
        (site / "iop_group" / "themes").rmdir()
        assert self.run(self.CODE, folder=here, path=site) == str(site / "themes")

    def copy(self, source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())

    def test_the_library_does_not_load_the_screens(self, tmp_path: Path) -> None:
        code = (
            "import sys, iop_group.library, iop_group.settings;"
            "print(sorted({'textual', 'tinydb', 'tomlkit', 'rich'} & set(sys.modules)))"
        )
        root = Path(__file__).resolve().parent.parent
        assert self.run(code, folder=tmp_path, path=root) == "[]"


class TestOneColourTheme:
    EXAMPLE = (themes_folder() / "colors" / "calm-dark.toml").read_text(encoding="utf-8")

    def test_is_the_one_that_the_whole_list_has(self, tmp_path: Path) -> None:
        library = Library(tmp_path)
        assert [library.color(theme.name) for theme in library.colors()] == list(library.colors())
        assert library.color("no such theme") is None

    def test_an_own_file_of_any_name_takes_the_place_of_the_built_in_one(self, tmp_path: Path) -> None:
        own = tmp_path / "themes" / "colors"
        own.mkdir(parents=True)
        (own / "a.toml").write_text("name = broken", encoding="utf-8")
        changed = self.EXAMPLE.replace("title = ", "title = 'Mine' #", 1)
        (own / "ours.toml").write_text(changed, encoding="utf-8")
        library = Library(tmp_path)
        found = library.color("calm-dark")
        assert found is not None
        assert (found.title, found) == ("Mine", library.colors().items[0])
