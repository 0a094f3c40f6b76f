"""The program's settings file: read forgivingly, written without losing a comment or a byte."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iop_group.domain.errors import BadInput, NotSaved, Problem
from iop_group.domain.naming import SETTINGS_NAME, key_of
from iop_group.domain.plain import one_line
from iop_group.plain_files import read_text, read_toml, write_text

if TYPE_CHECKING:
    from iop_group.domain.program import Program

Table = dict[str, str | bool | list[str]]
Value = str | int | bool | list[str] | list[Table]


def settings_path(home: Path) -> Path:
    """Where the settings of this home stand."""
    return home / SETTINGS_NAME


def load_settings(home: Path) -> tuple[Program, tuple[Problem, ...]]:
    """The settings, with defaults for what is missing or cannot be read; the file is never touched."""
    from iop_group.domain.program import Program, program_from_dict  # the locked door does without

    data = _tables(home)
    return (Program(), (data,)) if isinstance(data, Problem) else program_from_dict(data, SETTINGS_NAME)


def load_theme(home: Path) -> str:
    """The name of the colour theme that is set, empty if none is: all that can be known before unlocking."""
    data = _tables(home)
    if isinstance(data, Problem):
        return ""
    written = [value for name, value in data.items() if key_of(name) == "theme" and isinstance(value, str)]
    return one_line(written[-1]) if written else ""


def _tables(home: Path) -> dict[str, Any] | Problem:
    path = settings_path(home)
    if not os.path.lexists(path):
        return {}
    text = read_text(path, SETTINGS_NAME)
    return text if isinstance(text, Problem) else read_toml(text, SETTINGS_NAME)


def save_value(home: Path, key: str, value: Value) -> None:
    """Put one setting into the file and on the disk; everything else in the file stays as it was written.

    `key` is a name, or sections and name with dots: `checkin.items`. Each table of a list becomes a block.
    Raises BadInput when the file or its section cannot be read (it is left alone), NotSaved when the disk
    does not take it.
    """
    path = settings_path(home)
    text = ""
    if os.path.lexists(path):
        found = read_text(path, SETTINGS_NAME)
        if isinstance(found, Problem):
            raise BadInput(f"The settings were not changed: {SETTINGS_NAME} cannot be read.", found.text)
        text = found
    _write(path.resolve(), _with_value(text, key, value))


def _with_value(text: str, key: str, value: Value) -> str:
    # Written rarely, and slow to import.
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    problem = read_toml(text, SETTINGS_NAME)
    if isinstance(problem, Problem):
        place = SETTINGS_NAME if problem.line is None else f"{SETTINGS_NAME}, line {problem.line}"
        raise BadInput(f"The settings were not changed: {place} is not right.", problem.text)
    section, _, name = key.rpartition(".")
    try:
        document = tomlkit.parse(text)
        target: MutableMapping[str, Any] = document
        for part in filter(None, section.split(".")):
            table = target.setdefault(part, tomlkit.table())
            if not isinstance(table, MutableMapping):
                advice = f"{section} is a section: write [{section}] on a line of its own."
                raise BadInput("The settings were not changed.", advice)
            target = table
        if _is_blocks(value):
            target.pop(name, None)  # blocks that are changed in place would keep their old lines
        target[name] = _in_blocks(value) if _is_blocks(value) else value
        return tomlkit.dumps(document)
    except TOMLKitError:
        advice = f"{SETTINGS_NAME} has something unusual in it. Write the setting by hand."
        raise BadInput("The settings were not changed.", advice) from None


def _is_blocks(value: Value) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _in_blocks(value: Value) -> Any:
    """A list of tables, each as a block of its own."""
    import tomlkit

    blocks = tomlkit.aot()
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict):
            table = tomlkit.table()
            table.update(item)
            blocks.append(table)
    return blocks


def _write(path: Path, text: str) -> None:
    try:
        write_text(path, text)
    except OSError as error:
        reason = error.strerror or "the disk did not take it"
        advice = "Check the home folder and try again."
        raise NotSaved(f"The settings were not saved ({reason}).", advice) from None
