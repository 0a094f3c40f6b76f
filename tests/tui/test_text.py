"""Text in terminal cells."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from iop_group.tui.columns import Column, lay_out
from iop_group.tui.text import (
    ASCII,
    UNICODE,
    bar,
    clean,
    cut,
    fit,
    fit_row,
    minutes_text,
    pad,
    pad_row,
    row_width,
    symbols,
    width,
    wrap,
)
from tests.hostile import HOSTILE

TEXTS = st.one_of(
    st.text(), st.text(st.sampled_from("aé語👩\u200d\ufe0f\u0301 \t\n[\x1b")), st.sampled_from(HOSTILE)
)
CELLS = st.integers(0, 90)


@pytest.fixture(autouse=True)
def a_common_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("IOP_GROUP_ASCII", "PYTHONIOENCODING"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@given(TEXTS, CELLS)
def test_a_fitted_text_is_never_wider_than_asked(text: str, cells: int) -> None:
    assert cell_len(fit(text, cells)) <= cells


@given(TEXTS, CELLS)
def test_a_padded_text_is_exactly_as_wide_as_asked(text: str, cells: int) -> None:
    assert cell_len(pad(text, cells)) == cell_len(pad(text, cells, "right")) == cells


@given(TEXTS)
def test_shown_text_has_nothing_that_steers_a_terminal(text: str) -> None:
    shown = clean(text)
    assert shown.isprintable()
    assert shown.encode().decode() == shown
    assert clean(shown) == shown


@given(TEXTS, CELLS)
def test_wrapped_lines_fit_and_lose_no_letter(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert all(cell_len(line) <= max(2, cells) for line in lines)
    whole = "".join(clean(part) for part in text.splitlines())
    assert "".join("".join(lines).split()) == "".join(whole.split())


@given(st.lists(st.text("abc", min_size=1, max_size=8)), st.integers(8, 40))
def test_words_that_fit_are_never_broken(words: list[str], cells: int) -> None:
    assert " ".join(wrap(" ".join(words), cells)).split() == words


@given(st.lists(st.tuples(st.integers(0, 30) | st.just("rest"), TEXTS), max_size=6), CELLS)
def test_a_table_line_is_exactly_as_wide_as_asked(columns: list[tuple[int, str]], total: int) -> None:
    shape = [Column(wide if isinstance(wide, int) else "rest") for wide, _ in columns]
    assert row_width(lay_out(shape, [text for _, text in columns], total)) == total


def test_columns_line_up_and_the_rest_column_takes_what_is_left() -> None:
    columns = [Column("rest"), Column(5, "right")]
    lines = [lay_out(columns, [name, minutes], 16) for name, minutes in (("Ana R.", "7"), ("日本", "12:00"))]
    assert ["".join(text for text, _ in line) for line in lines] == ["Ana R.         7", "日本       12:00"]


def test_a_cell_may_carry_several_inks() -> None:
    row = lay_out([Column(8)], [(("6", "strong"), (" (5)", "dim"))], 8)
    assert row == (("6", "strong"), (" (5)", "dim"), ("   ", "text"))


def test_a_narrow_table_keeps_the_name_and_leaves_out_numbers_whole() -> None:
    columns = [Column("rest"), Column(5, "right"), Column(5, "right"), Column(9)]
    row = lay_out(columns, ["Ana Rosenberg", "12:40", "5:02", "last week"], 24)
    assert "".join(text for text, _ in row) == "Ana Ros…  12:40   5:02  "


def test_missing_cells_are_blank() -> None:
    assert row_width(lay_out([Column(3), Column(3)], [], 8)) == 8


def test_a_row_that_is_too_long_ends_in_an_ellipsis() -> None:
    assert fit_row((("Tuesday", "title"), (" evening", "dim"), (" more", "dim")), 10) == (
        ("Tuesday", "title"),
        (" e…", "dim"),
    )


def test_a_row_can_be_pushed_to_the_right() -> None:
    assert pad_row((("5:02", "text"),), 6, "right") == (("  ", "text"), ("5:02", "text"))


def test_a_wide_letter_is_never_halved() -> None:
    assert cut("日本", 3) == "日"
    assert fit("日本語", 5) == "日本…"


def test_joined_signs_are_measured_as_they_are_drawn() -> None:
    assert width("👩\u200d👧") == width("👩👧") == 4
    assert width("❤\ufe0f") == width("❤")


def test_flags_and_skin_tones_take_the_cells_that_every_terminal_gives_them() -> None:
    assert clean("🇩🇪 👍🏽 ok") == "DE 👍 ok"
    assert width("🇩🇪 👍🏽") == 5


def test_lines_and_tabs_become_spaces_in_one_line() -> None:
    assert clean("two\nlines\tand\u2028three") == "two lines and three"


def test_empty_lines_of_a_note_are_kept() -> None:
    assert wrap("one\n\ntwo", 20) == ["one", "", "two"]
    assert wrap("", 20) == [""]


@pytest.mark.parametrize("unit", ["x", "語", "word ", "x" + "\u0301" * 9])
def test_a_very_long_line_is_wrapped_in_time_that_grows_with_it(unit: str) -> None:
    def seconds(text: str) -> float:
        start = time.thread_time()
        wrap(text, 72)
        return time.thread_time() - start

    short = min(seconds(unit * 4_000) for _ in range(5))
    assert min(seconds(unit * 16_000) for _ in range(5)) < 12 * short


@pytest.mark.parametrize(
    ("share", "drawn"), [(0, ""), (-1, ""), (0.01, "▆"), (0.5, "▆▆▆▆▆"), (1, "▆" * 10), (7, "▆" * 10)]
)
def test_a_bar_shows_a_share_and_nothing_only_for_nothing(share: float, drawn: str) -> None:
    assert bar(share, 10) == drawn


def test_a_bar_of_no_cells_or_no_number_is_empty() -> None:
    assert bar(0.5, 0) == bar(float("nan"), 10) == ""


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (59.9, "0:59"), (65, "1:05"), (-20, "0:20"), (4504, "75:04")]
)
def test_minutes_are_always_m_ss(seconds: float, shown: str) -> None:
    assert minutes_text(seconds) == shown


@pytest.mark.parametrize(
    "environ",
    [
        {"IOP_GROUP_ASCII": "1", "LANG": "C.UTF-8"},
        {"TERM": "linux", "LANG": "en_US.UTF-8"},
        {"LANG": "de_DE.ISO-8859-1"},
        {"LC_ALL": "C", "LANG": "en_US.UTF-8"},
        {"PYTHONIOENCODING": "ascii:replace"},
    ],
)
def test_a_plain_terminal_gets_plain_signs(environ: dict[str, str]) -> None:
    assert symbols(environ) is ASCII


@pytest.mark.parametrize(
    "environ",
    [{}, {"LANG": "C.UTF-8"}, {"LC_CTYPE": "en_US.utf8", "LANG": "C"}, {"IOP_GROUP_ASCII": "0"}],
)
def test_other_terminals_get_the_common_signs(environ: dict[str, str]) -> None:
    assert symbols(environ) is UNICODE


def test_no_sign_is_two_cells_wide() -> None:
    for signs in (UNICODE, ASCII):
        assert {width(getattr(signs, name)) for name in signs._fields if name != "ellipsis"} == {1}


def test_plain_signs_are_used_where_text_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOP_GROUP_ASCII", "1")
    assert fit("Tuesday evening", 10) == "Tuesday..."
    assert fit("Tuesday", 3) == "Tue"
    assert bar(1, 3) == "###"
