"""Which workspace serves which kind of block; imported when the block is entered."""

from __future__ import annotations

from importlib import import_module

from iop_group.domain.agenda import Block, BlockKind
from iop_group.tui.blocks.base import Workspace
from iop_group.tui.desk import Desk
from iop_group.tui.keeper import Keeper

_WORKSPACES = {
    BlockKind.OPENING: ("opening", "OpeningWorkspace"),
    BlockKind.CHECK_IN: ("checkin", "CheckinWorkspace"),
    BlockKind.TOPIC: ("topic", "TopicWorkspace"),
    BlockKind.BREAK: ("rest", "RestWorkspace"),
    BlockKind.SHARING: ("sharing", "SharingWorkspace"),
    BlockKind.CLOSING: ("closing", "ClosingWorkspace"),
    BlockKind.DEBRIEF: ("debrief", "DebriefWorkspace"),
}


def workspace_for(desk: Desk, keeper: Keeper, block: Block) -> Workspace:
    """The workspace of a block."""
    module, name = ("wishes", "WishesWorkspace") if block.lists else _WORKSPACES[block.kind]
    workspace: type[Workspace] = getattr(import_module(f"iop_group.tui.blocks.{module}"), name)
    return workspace(desk, keeper, block)
