"""Themes are found wherever the program was put, and one bad file never stops the others."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

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
