"""CSV files of display names, as spreadsheets really write them."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.csv_import import LARGEST, NameList, names_from, read_names
from iop_group.domain.errors import BadInput, NotFound, Severity
from iop_group.domain.people import NAME_LIMIT
from iop_group.domain.plain import one_line
from tests.hostile import HOSTILE


def _read(text: str, encoding: str = "utf-8") -> NameList:
    return names_from(text.encode(encoding), "names.csv")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ana R.\nBen", ("Ana R.", "Ben")),
        ("display_name\nAna R.\n", ("Ana R.",)),
        ("Display Name\r\nAna\r\n\r\nBen\r\n", ("Ana", "Ben")),
        ("name\rAna\rBen\r", ("Ana", "Ben")),
        ("code,display_name,week\n1,Ana,2\n2,Ben,3\n", ("Ana", "Ben")),
        ("code;display-name\n1;Ana\n", ("Ana",)),
        ("code\tDISPLAYNAME\n1\tAna\n", ("Ana",)),
        ("name,display_name\nSomebody Else,Ana\n", ("Ana",)),
        ('"Ana, the second"\n"say ""hi"""\n', ("Ana, the second", 'say "hi"')),
        ('Ana "Bee" R.\n', ('Ana "Bee" R.',)),
        ('"two\nlines"\n', ("two lines",)),
        ("\n\n  \nAna\n;;\n", ("Ana",)),
        ("Ana;\nBen;\n", ("Ana", "Ben")),
        ("  Ana   R.  \n", ("Ana R.",)),
    ],
)
def test_names_are_found_however_the_file_is_laid_out(text: str, names: tuple[str, ...]) -> None:
    read = _read(text)
    assert read.names == names
    assert read.complete


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_letter_survives(encoding: str) -> None:
    assert _read("Zoë\nשלום\n中文\n👩‍👩‍👧\n", encoding).names == ("Zoë", "שלום", "中文", "👩‍👩‍👧")


def test_a_name_too_long_is_said_with_its_line_and_without_its_words() -> None:
    read = _read(f"Ana\n\n{'secret ' * 20}\nBen\n")
    assert read.names == ("Ana", "Ben")
    assert read.lines == (1, 4)
    assert not read.complete
    (problem,) = read.problems
    assert (problem.where, problem.line, problem.severity) == ("names.csv", 3, Severity.ERROR)
    assert "secret" not in problem.text


def test_a_row_without_a_name_is_said() -> None:
    read = _read("code,name\n1,Ana\n2,\n3\n")
    assert read.names == ("Ana",)
    assert [p.line for p in read.problems] == [3, 4]


def test_two_people_of_one_name_are_both_kept_with_a_hint() -> None:
    read = _read("Zoë\nBen\nzoe\n")
    assert read.names == ("Zoë", "Ben", "zoe")
    assert read.complete
    assert str(read.problems[0]).startswith("hint: names.csv:3: The same name as on line 1.")


def test_a_comma_in_a_name_without_quotes_is_said() -> None:
    read = _read("Ana\nBen, the elder\n")
    assert (read.names, read.complete) == (("Ana",), False)
    assert read.problems[0].line == 2


def test_quotes_that_do_not_match_are_said_with_the_line_where_they_begin() -> None:
    read = _read('Ana\n"Ben\nCy\n')
    assert (read.names, read.complete) == (("Ana",), False)
    assert read.problems[0].line == 2


def test_columns_without_a_known_heading_are_never_guessed() -> None:
    with pytest.raises(BadInput, match="display_name") as error:
        _read("Ana,Smith,1980-01-01\n")
    assert "Smith" not in str(error.value)


@pytest.mark.parametrize("text", ["", "\n\n", "display_name\n", ";;\n"])
def test_a_file_without_names_is_said(text: str) -> None:
    with pytest.raises(BadInput, match="no names"):
        _read(text)


def test_another_encoding_is_said_with_its_line() -> None:
    with pytest.raises(BadInput, match=r"names\.csv:2: the letters are not UTF-8\. Save it again"):
        names_from("Ana\nZoë\n".encode("latin-1"), "names.csv")


def test_a_workbook_is_no_csv_file() -> None:
    with pytest.raises(BadInput, match="not a CSV file"):
        names_from(b"PK\x03\x04\x00\x00", "names.csv")


def test_a_broken_utf_16_file_is_said() -> None:
    with pytest.raises(BadInput, match="UTF-8"):
        names_from(b"\xff\xfea", "names.csv")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_kept_whole_or_turned_away(name: str) -> None:
    quoted = name.replace('"', '""').encode("utf-8", "replace").decode()
    try:
        read = _read(f'"{quoted}"\n')
    except BadInput:
        return
    for kept in read.names:
        assert kept == one_line(kept)
        assert len(kept) <= NAME_LIMIT


@given(st.binary(max_size=300))
def test_any_bytes_give_names_or_a_sentence(data: bytes) -> None:
    try:
        read = names_from(data, "names.csv")
    except BadInput:
        return
    assert len(read.names) == len(read.lines)


@given(st.text(max_size=200))
def test_any_text_gives_names_or_a_sentence(text: str) -> None:
    try:
        read = _read(text.encode("utf-8", "replace").decode())
    except BadInput:
        return
    assert all(kept == one_line(kept) and kept for kept in read.names)


def test_a_file_is_read_from_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("Ana\n")
    assert read_names(path).names == ("Ana",)


def test_a_missing_file_a_folder_and_a_huge_file_are_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"no file none\.csv"):
        read_names(tmp_path / "none.csv")
    with pytest.raises(BadInput, match="is a folder"):
        read_names(tmp_path)
    huge = tmp_path / "huge.csv"
    huge.write_bytes(b"x" * (LARGEST + 1))
    with pytest.raises(BadInput, match="too large"):
        read_names(huge)


def test_a_file_that_may_not_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    path = tmp_path / "names.csv"
    path.write_text("Ana\n")
    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(BadInput, match="Permission denied"):
        read_names(path)
