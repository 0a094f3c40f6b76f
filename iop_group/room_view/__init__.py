"""The group's own view in a second window: a process that is handed a snapshot and can open nothing."""
