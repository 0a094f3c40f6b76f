"""The settings file is read forgivingly and written whole, with its comments."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import tomlkit
import tomlkit.exceptions

from iop_group.domain.errors import BadInput, NotSaved, Severity
from iop_group.domain.program import Program
from iop_group.settings import load_settings, load_theme, save_value, settings_path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def write(home: Path, text: str | bytes) -> Path:
    home.mkdir(exist_ok=True)
    path = settings_path(home)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


class TestLoading:
    def test_without_a_file_there_are_the_defaults(self, home: Path) -> None:
        assert load_settings(home) == (Program(), ())

    def test_what_the_file_says_counts(self, home: Path) -> None:
        write(home, '\ufefffacilitator = "Sam"\r\n[checkin]\r\nitems = ["mood"]\r\n')
        program, problems = load_settings(home)
        assert problems == ()
        assert program.facilitator == "Sam"
        assert [item.id for item in program.asked] == ["mood"]

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ('region = "US"\nfacilitator = Sam\n', 2),
            ('region = "US"\n\nfacilitator\n', 3),
            ("a = " + "[" * 5000, None),
            ("a = " + "9" * 5000, None),
            (b"a = '\xff'", 1),
            (b"\0", None),
        ],
    )
    def test_a_file_that_cannot_be_read_is_said_and_left_alone(
        self, home: Path, text: str | bytes, line: int | None
    ) -> None:
        path = write(home, text)
        before = path.read_bytes()
        program, (problem,) = load_settings(home)
        assert program == Program()
        assert (problem.severity, problem.where) == (Severity.ERROR, "settings.toml")
        assert problem.line == line
        assert path.read_bytes() == before

    def test_a_folder_of_that_name_is_said(self, home: Path) -> None:
        settings_path(home).mkdir(parents=True)
        program, (problem,) = load_settings(home)
        assert program == Program()
        assert "folder" in problem.text

    def test_a_link_to_nothing_is_said(self, home: Path) -> None:
        home.mkdir()
        settings_path(home).symlink_to(home / "gone.toml")
        assert "link" in load_settings(home)[1][0].text


class TestSaving:
    def test_a_value_is_saved_and_read_back(self, home: Path) -> None:
        save_value(home, "facilitator", 'Sam "the" [b]Lee[/b]')
        save_value(home, "late_after_minutes", 5)
        save_value(home, "bell", True)
        save_value(home, "checkin.items", ["urge", "mood"])
        save_value(home, "region", "US")
        program, problems = load_settings(home)
        assert problems == ()
        assert program.facilitator == 'Sam "the" [b]Lee[/b]'
        assert (program.late_after_minutes, program.bell, program.region) == (5, True, "US")
        assert [item.id for item in program.asked] == ["urge", "mood"]

    def test_comments_and_order_stay(self, home: Path) -> None:
        start = '# ours\r\nregion = "US"   # where we are\r\n'
        path = write(home, start + '\r\n[checkin.words]\r\nmood = "Energy"\r\n')
        save_value(home, "region", "CA")
        save_value(home, "theme", "calm-light")
        save_value(home, "checkin.items", ["mood"])
        text = path.read_bytes().decode()
        assert text.startswith(start.replace("US", "CA"))
        program, problems = load_settings(home)
        assert problems == ()
        assert (program.region, program.theme) == ("CA", "calm-light")
        assert program.asked[0].label == "Energy"

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
    def test_the_file_is_private_and_nothing_is_left_beside_it(self, home: Path) -> None:
        write(home, "").chmod(0o644)
        save_value(home, "region", "US")
        assert settings_path(home).stat().st_mode & 0o777 == 0o600
        assert [path.name for path in home.iterdir()] == ["settings.toml"]

    def test_a_linked_file_is_written_where_it_lies(self, home: Path, tmp_path: Path) -> None:
        real = tmp_path / "dotfiles.toml"
        real.write_text('theme = "calm-light"\n', "utf-8")
        home.mkdir()
        settings_path(home).symlink_to(real)
        save_value(home, "region", "US")
        assert settings_path(home).is_symlink()
        assert 'region = "US"' in real.read_text("utf-8")

    @pytest.mark.parametrize("text", ["facilitator = Sam", b"\xff", 'checkin = "mood"', "a = 1\na.b = 2"])
    def test_a_file_that_is_not_right_is_never_written_over(self, home: Path, text: str | bytes) -> None:
        path = write(home, text)
        before = path.read_bytes()
        with pytest.raises(BadInput) as caught:
            save_value(home, "checkin.items", ["mood"])
        assert "not changed" in str(caught.value)
        assert path.read_bytes() == before

    def test_a_section_that_is_spread_over_the_file_is_written_too(self, home: Path) -> None:
        write(home, '[checkin.words]\nmood = "Energy"\n[[checkin.own]]\nlabel = "Pain"\n')
        save_value(home, "checkin.items", ["pain", "mood"])
        program, problems = load_settings(home)
        assert problems == ()
        assert [item.label for item in program.asked] == ["Pain", "Energy"]

    def test_a_file_that_only_the_reader_understands_is_left_alone(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def confused(_: str) -> None:
            raise tomlkit.exceptions.TOMLKitError

        path = write(home, 'region = "US"\n')
        monkeypatch.setattr(tomlkit, "parse", confused)
        with pytest.raises(BadInput):
            save_value(home, "region", "CA")
        assert path.read_text("utf-8") == 'region = "US"\n'

    @pytest.mark.parametrize("call", ["fsync", "fdopen"])
    def test_a_disk_that_does_not_take_it_is_said_and_the_old_file_stays(
        self, home: Path, monkeypatch: pytest.MonkeyPatch, call: str
    ) -> None:
        path = write(home, 'region = "US"\n')

        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, call, full)
        with pytest.raises(NotSaved) as caught:
            save_value(home, "region", "CA")
        assert "No space left" in str(caught.value)
        assert path.read_text("utf-8") == 'region = "US"\n'
        assert [entry.name for entry in home.iterdir()] == ["settings.toml"]

    def test_a_home_that_cannot_be_made_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "home").write_text("in the way", "utf-8")
        with pytest.raises(NotSaved):
            save_value(tmp_path / "home", "region", "US")


class TestTheme:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            'theme = "large-light"',
            'facilitator = "Sam"\nTheme = "calm-light"',
            'theme = "calm-light"\nTHEME = "large-dark"',
            "theme = 3",
            'theme = "a\\u001b[2Jb  c"',
            "theme = calm-light",
            b"theme = '\xff'",
        ],
    )
    def test_the_door_finds_the_theme_that_the_settings_have(self, home: Path, text: str | bytes) -> None:
        write(home, text)
        assert (load_theme(home) or Program().theme) == load_settings(home)[0].theme

    def test_without_a_file_there_is_none(self, home: Path) -> None:
        assert load_theme(home) == ""
