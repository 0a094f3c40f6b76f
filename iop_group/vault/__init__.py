"""Where records are kept: TinyDB on files that are private and always whole."""
