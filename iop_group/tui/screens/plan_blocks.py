"""The blocks of a session that is being planned: their minutes, their order, one more or one less."""

from __future__ import annotations

from iop_group.domain.adding import MINUTES
from iop_group.domain.agenda import Block, BlockKind
from iop_group.domain.formats import TITLES
from iop_group.tui.desk import Desk
from iop_group.tui.plan_lines import Line, minutes_of
from iop_group.tui.screens.group_changes import trouble
from iop_group.tui.screens.plan_choices import PlanChoices
from iop_group.tui.widgets.dialog import Ask
from iop_group.tui.widgets.fields import Entry
from iop_group.tui.widgets.pick import Pick
from iop_group.tui.widgets.rows import Rows


class PlanBlocks(PlanChoices):
    """What the keys do on a block's line."""

    def __init__(self, desk: Desk, group_id: str) -> None:
        super().__init__(desk, group_id)
        self._lines: list[Line] = []

    def _block_line(self, block: Block) -> Line:
        def change(minutes: int) -> None:
            if self._draft is not None:
                self._draft = self._draft.longer(block, minutes)

        def take(text: str | None) -> None:
            minutes = minutes_of(text or "")
            if minutes is not None:
                change(minutes - block.minutes)
                self._show()

        def ask() -> None:
            entry = Entry(placeholder=f"{block.minutes}", max_length=3)
            prompt = "How many minutes?"
            self.app.push_screen(Ask(block.title, prompt, entry=entry, check=trouble(minutes_of)), take)

        return Line("", block.title, f"{block.minutes} min", ask, change, block=block.id)

    def action_change(self, minutes: int) -> None:
        """More or fewer minutes for the block at the cursor."""
        at = self.query_one(Rows).index
        if at is not None and self._lines[at].change is not None:
            change = self._lines[at].change
            if change is not None:
                change(minutes)
                self._show()

    def _at_block(self) -> Block | None:
        """The block at the cursor."""
        at = self.query_one(Rows).index if self.is_mounted else None
        if at is None or self._draft is None or at >= len(self._lines):
            return None
        return next((b for b in self._draft.blocks if b.id == self._lines[at].block), None)

    def action_add_break(self) -> None:
        """A break after the block at the cursor, which goes along for its minutes."""
        self._add(BlockKind.BREAK)

    def action_add_block(self) -> None:
        """Any block that a session may have twice."""
        kinds = tuple(MINUTES)

        def take(choice: int | None) -> None:
            if choice is not None:
                self._add(kinds[choice])

        lines = [(TITLES[kind], f"{MINUTES[kind]} min") for kind in kinds]
        self.app.push_screen(Pick("Which block?", lines), take)

    def _add(self, kind: BlockKind) -> None:
        after, draft = self._at_block(), self._draft
        if draft is not None:
            self._draft = draft.with_new(kind, after.id if after else "")
            self._show_at(next(b for b in self._draft.blocks if b not in draft.blocks))

    def action_leave_out(self) -> None:
        """The block at the cursor is not held."""
        block = self._at_block()
        if block is not None and self._draft is not None:
            self._draft = self._draft.without(block)
            self._show()

    def action_block_earlier(self) -> None:
        """The block at the cursor a place earlier."""
        self._move_block(-1)

    def action_block_later(self) -> None:
        """The block at the cursor a place later."""
        self._move_block(1)

    def _move_block(self, step: int) -> None:
        block = self._at_block()
        if block is not None and self._draft is not None:
            self._draft = self._draft.moved(block, step)
            self._show_at(block)

    def _show_at(self, block: Block) -> None:
        """Paint, with the cursor on a block."""
        self._show()
        self.query_one(Rows).move_to(next(i for i, line in enumerate(self._lines) if line.block == block.id))
        self.show_keys()
