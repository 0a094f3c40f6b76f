"""Colour themes: what is hard to read is refused, and nothing in a file can crash the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_group.colors import ROLES, ColorTheme, contrast, parse_colors
from iop_group.domain.errors import Problem, Severity
from iop_group.library import themes_folder

GOOD = {
    **dict.fromkeys(ROLES, "#ffffff"),
    "background": "#000000",
    "surface": "#111111",
    "panel": "#222222",
}


def parse(
    changed: dict[str, str | None] | None = None, *lines: str
) -> tuple[ColorTheme | None, tuple[Problem, ...]]:
    colors = {role: color for role, color in {**GOOD, **(changed or {})}.items() if color is not None}
    text = "\n".join([*lines, *(f'{role} = "{color}"' for role, color in colors.items())])
    return parse_colors(text, "colors/my-own.toml")


def refused(changed: dict[str, str | None], *lines: str) -> list[Problem]:
    theme, problems = parse(changed, *lines)
    assert theme is None
    return list(problems)


def test_contrast_is_measured_as_the_web_guidelines_do() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#abcdef", "#abcdef") == 1


def test_a_theme_keeps_what_its_file_says() -> None:
    theme, problems = parse(
        {"accent": "#FFF"}, 'name = "Warm Evening"', 'title = "Warm"', "dark = false", "large = true"
    )
    assert problems == ()
    assert theme is not None
    assert (theme.name, theme.title, theme.dark, theme.large) == ("warm-evening", "Warm", False, True)
    assert theme.accent == "#ffffff"


def test_the_name_comes_from_the_file_where_none_is_given() -> None:
    theme, _ = parse()
    assert theme is not None
    assert (theme.name, theme.title, theme.dark, theme.large) == ("my-own", "my-own", True, False)


def test_colours_may_stand_in_a_section_of_their_own() -> None:
    text = 'name = "x"\n[colors]\n' + "\n".join(f'{role} = "{color}"' for role, color in GOOD.items())
    theme, problems = parse_colors(text, "a.toml")
    assert theme is not None
    assert problems == ()


def test_muted_text_is_plain_text_unless_it_has_a_colour() -> None:
    theme, _ = parse({"muted": None})
    assert theme is not None
    assert theme.muted == theme.foreground


@pytest.mark.parametrize("color", ["red", "#ggg", "#12345", "ansi_red", "#ffffff80", "", "rgb(1,2,3)"])
def test_only_hex_is_a_colour(color: str) -> None:
    (problem,) = refused({"accent": color})
    assert "accent is a colour in hex" in problem.text
    assert problem.line == 3


def test_a_missing_colour_is_named() -> None:
    (problem,) = refused({"panel": None})
    assert "panel is missing" in problem.text
    assert problem.line is None


def test_a_pair_that_is_hard_to_read_is_named_with_its_contrast() -> None:
    problems = refused({"muted": "#767676"})
    assert [problem.text for problem in problems] == [
        "muted on surface is too hard to read: contrast 4.15, and 4.5 is needed."
    ]
    assert problems[0].line == 11


@pytest.mark.parametrize("role", ["foreground", "muted", "accent", "success", "warning", "error"])
@pytest.mark.parametrize("ground", ["background", "surface"])
def test_every_text_is_measured_on_every_ground(role: str, ground: str) -> None:
    problems = refused({role: "#555555", ground: "#404040"})
    assert any(f"{role} on {ground}" in problem.text for problem in problems)


def test_text_on_the_panel_and_frames_are_measured_too() -> None:
    assert "foreground on panel" in refused({"panel": "#dddddd"})[0].text
    problems = refused({"primary": "#444444"})
    assert "3.0 is needed" in problems[0].text


def test_large_themes_need_more_contrast() -> None:
    assert parse({"error": "#999999"})[0] is not None
    assert "7.0 is needed" in refused({"error": "#888888"}, "large = true")[0].text


def test_unknown_and_wrong_values_are_said() -> None:
    theme, problems = parse({}, 'dark = "yes"', "acent = 1", "zebra = 1")
    assert theme is not None
    assert sorted((problem.severity, problem.line) for problem in problems) == [
        (Severity.HINT, 2),
        (Severity.HINT, 3),
        (Severity.WARNING, 1),
    ]
    assert any("did you mean “accent”" in problem.text for problem in problems)


def test_a_file_that_is_no_toml_is_said_with_its_line() -> None:
    theme, (problem,) = parse_colors('name = "x"\naccent #fff\n', "a.toml")
    assert theme is None
    assert (problem.line, problem.where) == (2, "a.toml")


@given(st.text() | st.dictionaries(st.sampled_from(ROLES), st.text(max_size=8)).map(
    lambda colors: "\n".join(f"{role} = '{color}'" for role, color in colors.items())
))  # fmt: skip
def test_any_text_is_a_theme_or_a_problem(text: str) -> None:
    theme, problems = parse_colors(text, "a.toml")
    assert (theme is None) == any(problem.severity is Severity.ERROR for problem in problems)


@pytest.mark.parametrize("path", sorted((themes_folder() / "colors").iterdir()), ids=lambda path: path.stem)
def test_every_built_in_theme_reads_well(path: Path) -> None:
    theme, problems = parse_colors(path.read_text("utf-8"), path.name)
    assert problems == ()
    assert theme is not None
    assert theme.name == path.stem
