"""How text looks: in every theme, and on terminals with few colours."""

import pytest
from rich.color import ColorSystem
from rich.style import Style

from iop_group.colors import contrast
from iop_group.library import Library
from iop_group.tui.theming import Themes
from iop_group.tui.widgets.ink import INKS
from iop_group.tui.widgets.line import Line
from tests.tui.until import until
from tests.tui.widgets.stage import Stage


def styles(line: Line, ink: str, base: str = "text") -> list[Style]:
    strip = line.strip_of((("x", ink), ("y", "text")), 10, base)
    return [segment.style or Style.null() for segment in strip]


@pytest.mark.parametrize("ink", [*INKS, "no such ink"])
async def test_every_ink_has_a_look(ink: str) -> None:
    line = Line()
    async with Stage(line).run_test():
        assert all(style.color and style.bgcolor for style in styles(line, ink))


async def test_a_new_theme_changes_the_colours_at_once() -> None:
    line = Line(("x", "accent"))
    async with Stage(line).run_test() as pilot:
        dark = line.render_line(0)
        pilot.app.theme = "textual-light"
        await until(pilot, lambda: line.render_line(0) != dark)


@pytest.mark.parametrize("ink", ["strong", "accent", "warning", "error", "title"])
async def test_what_matters_has_a_shape_as_well_as_a_colour(ink: str) -> None:
    line = Line()
    async with Stage(line).run_test():
        assert styles(line, ink)[0].bold


async def test_the_cursor_row_is_reversed_without_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    line = Line()
    async with Stage(line).run_test():
        assert all(style.reverse for style in styles(line, "accent", "cursor"))


async def test_the_cursor_row_is_reversed_with_sixteen_colours() -> None:
    line = Line()
    async with Stage(line).run_test() as pilot:
        pilot.app.console._color_system = None
        assert [style.reverse for style in styles(line, "dim", "cursor")] == [True]


@pytest.mark.parametrize("ink", ["text", "dim", "accent", "warning"])
@pytest.mark.parametrize("base", ["cursor", "bar"])
@pytest.mark.parametrize("theme", [colors.name for colors in Library(None).colors()])
async def test_with_sixteen_colours_the_current_row_and_the_title_line_are_readable(
    theme: str, base: str, ink: str
) -> None:
    line = Line()
    async with Stage(line).run_test() as pilot:
        Themes(Library(None)).apply(pilot.app, theme)
        pilot.app.console._color_system = ColorSystem.STANDARD
        line.notify_style_update()
        style = styles(line, ink, base)[0]
        assert style.color is not None
        assert style.bgcolor is not None
        pair = [color.downgrade(ColorSystem.STANDARD) for color in (style.color, style.bgcolor)]
        assert contrast(*(color.get_truecolor().hex for color in pair)) >= 4.5
        assert style.reverse


async def test_the_cursor_row_is_reversed_in_the_terminals_own_colours() -> None:
    line = Line()
    async with Stage(line).run_test() as pilot:
        pilot.app.theme = "ansi-dark"
        await until(pilot, lambda: styles(line, "text", "cursor")[0].reverse)


async def test_blanks_cost_no_pieces_of_their_own() -> None:
    line = Line()
    async with Stage(line).run_test():
        row = (("  ", "text"), ("✓", "success"), ("  ", "text"), ("Ana", "strong"), ("   ", "text"))
        assert [segment.text for segment in line.strip_of(row, 20)] == ["  ✓  ", "Ana" + " " * 12]


async def test_blanks_are_never_underlined_or_lit() -> None:
    line = Line()
    async with Stage(line).run_test():
        row = (("late", "error"), ("  ", "text"), ("_", "cursor"), ("  ", "text"))
        assert [segment.text for segment in line.strip_of(row, 9)] == ["late", "  ", "_", "  "]
