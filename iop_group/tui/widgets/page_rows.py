"""A text of any length to read, in which some lines lead somewhere."""

from iop_group.tui.widgets.rows import Rows


class PageRows(Rows):
    """Scrolls line by line; the cursor goes to the next line that leads somewhere once it is in sight."""

    DEFAULT_CSS = "PageRows { height: 1fr; width: 1fr; }"

    def turn_to(self, line: int, *, at: int | None = None) -> None:
        """That line at the top, as far as it goes; the cursor on `at`, or else on the first in sight."""
        self.jump_to(line)
        first, end = self._in_sight()
        self._take(range(at, at + 1) if at is not None and first <= at < end else range(first, end))

    def action_move(self, rows: int) -> None:
        """To the next line that leads somewhere if it is in sight or just behind the edge; else scroll."""
        first, end = self._in_sight()
        down = rows > 0
        here = self._at if self._at is not None and first <= self._at < end else first - 1 if down else end
        ahead = range(here + 1, end + 1) if down else range(here - 1, first - 2, -1)
        found = next((line for line in ahead if self._may(line)), None)
        if found is None or not first <= found < end:
            self.jump_to(first + rows)
        if found is not None:
            self.move_to(found)

    def action_move_page(self, pages: int) -> None:
        """By a page less one line, so that the eye finds its place."""
        self.turn_to(self._in_sight()[0] + pages * max(1, self.size.height - 1))

    def action_move_end(self, way: int) -> None:
        """To the start or the end."""
        self.jump_to(self.count if way > 0 else 0)
        first, end = self._in_sight()
        self._take(range(first, end) if way < 0 else range(end - 1, first - 1, -1))

    def action_choose(self) -> None:
        """Where the line at the cursor leads; while none is in sight, read on."""
        first, end = self._in_sight()
        if self._at is not None and first <= self._at < end:
            super().action_choose()
        else:
            self.action_move_page(1)

    def _in_sight(self) -> tuple[int, int]:
        """The first line, and the one behind the last."""
        top = int(self.scroll_offset.y)
        return top, min(self.count, top + self.size.height)

    def _take(self, lines: range) -> None:
        found = next((line for line in lines if self._may(line)), None)
        if found is not None:
            self.move_to(found)

    def _reveal(self) -> bool:
        """The cursor follows what is read, and never the other way round."""
        return False
