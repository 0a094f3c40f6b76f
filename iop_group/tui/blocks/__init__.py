"""The room's workspaces: one for each kind of block."""
