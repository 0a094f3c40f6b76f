"""The house stands as it was drawn: arrows point one way, and each part keeps to its own business."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "iop_group"

LOADED_BY = """
import importlib, json, sys
before = set(sys.modules)
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(sorted(set(sys.modules) - before)))
"""

NO_INPUT_OR_OUTPUT = {"io", "os", "pathlib", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "time"}
CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "monotonic", "monotonic_ns", "perf_counter"}
FILE_CALLS = {
    "fdopen",
    "mkdir",
    "makedirs",
    "open",
    "read_bytes",
    "read_text",
    "remove",
    "rename",
    "replace_file",
    "rmdir",
    "touch",
    "unlink",
    "write_bytes",
    "write_text",
}


def sources(*parts: str) -> list[Path]:
    """All modules of a part of the package, whether it is a folder or one file."""
    place = PACKAGE.joinpath(*parts)
    files = sorted(place.rglob("*.py")) or [place.with_suffix(".py")]
    return [file for file in files if file.exists()]


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(file: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in the file, but not those for the type checker alone."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for_types_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in for_types_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = module_name(file).split(".")
            start = base if file.name == "__init__.py" else base[:-1]
            yield ".".join([*start[: len(start) - node.level + 1], node.module or ""]).rstrip(".")


def is_in(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def calls(file: Path) -> Iterator[tuple[int, str, bool]]:
    """Line, name and whether it is a method, of every call in a file."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.lineno, node.func.attr, True
            elif isinstance(node.func, ast.Name):
                yield node.lineno, node.func.id, False


def loaded_by(*modules: str) -> list[str]:
    """The modules that a fresh interpreter loads for these imports."""
    command = [sys.executable, "-c", LOADED_BY, *modules]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    loaded: list[str] = json.loads(done.stdout)
    return loaded


ARROWS = {
    "domain": ["vault", "library", "records", "tui", "cli", "room_view"],
    "vault": ["library", "records", "tui", "cli", "room_view"],
    "library": ["vault", "records", "tui", "cli", "room_view"],
    "records": ["vault", "library", "tui", "cli", "room_view"],
    "room_view": [
        *("cli", "vault", "records", "tui.app", "tui.screens", "tui.blocks", "tui.desk", "tui.keeper"),
        *("tui.locking", "tui.opener", "tui.room_sight", "tui.showing"),
    ],
    "tui": ["cli"],
    "tui/widgets": ["tui.blocks", "tui.screens", "tui.app"],
    "tui/blocks": ["tui.screens", "tui.app"],
    "tui/screens": ["tui.app"],
}


@pytest.mark.parametrize("part", ARROWS)
def test_arrows_point_one_way(part: str) -> None:
    forbidden = [f"iop_group.{name}" for name in ARROWS[part]]
    wrong = [
        f"{file.relative_to(ROOT)} imports {module}"
        for file in sources(*part.split("/"))
        for module in imports(file)
        if is_in(module, *forbidden)
    ]
    assert wrong == []


def test_the_domain_knows_nothing_but_the_standard_library() -> None:
    wrong = [
        f"{file.name} imports {module}"
        for file in sources("domain")
        for module in imports(file)
        if not is_in(module, "iop_group.domain") and module.partition(".")[0] not in sys.stdlib_module_names
    ]
    assert wrong == []


def test_the_domain_reads_no_clock_and_no_file() -> None:
    wrong = [
        f"{file.name}:{line} {name}()"
        for file in sources("domain")
        for line, name, is_method in calls(file)
        if (is_method and name in CLOCKS) or (not is_method and name == "open")
    ]
    wrong += [
        f"{file.name} imports {module}"
        for file in sources("domain")
        for module in imports(file)
        if module in NO_INPUT_OR_OUTPUT
    ]
    assert wrong == []


def test_only_disk_touches_the_files_of_the_vault() -> None:
    wrong = [
        f"{file.name}:{line} {name}()"
        for file in sources("vault")
        if file.name != "disk.py"
        for line, name, is_method in calls(file)
        if name in FILE_CALLS and not (is_method and reaches_through_disk(file, line))
    ]
    assert wrong == []


def reaches_through_disk(file: Path, line: int) -> bool:
    """Whether a call goes to the disk object, which is how the vault is meant to reach its files."""
    return re.search(r"\b_?disk\.\w+\(", file.read_text(encoding="utf-8").splitlines()[line - 1]) is not None


@pytest.mark.parametrize("part", ["domain", "vault", "library", "records"])
def test_below_the_screens_nothing_loads_textual(part: str) -> None:
    loaded = loaded_by(*(module_name(file) for file in sources(part)))
    assert not [name for name in loaded if is_in(name, "textual", "rich")]


def test_the_room_view_loads_no_records_and_nothing_that_could_open_them() -> None:
    loaded = loaded_by("iop_group.cli.room", "iop_group.room_view.app")
    assert "iop_group.room_view.receiver" in loaded
    ours = {name for name in loaded if is_in(name, "iop_group.vault", "iop_group.records", "iop_group.tui")}
    drawing = ("crash", "driver", "grounded", "terminal", "text", "theming", "times", "widgets")
    assert [
        n for n in ours if n != "iop_group.tui" and not is_in(n, *(f"iop_group.tui.{d}" for d in drawing))
    ] == []
    assert not [name for name in loaded if is_in(name, "tinydb", "cryptography")]


def test_the_domain_loads_the_standard_library_alone() -> None:
    loaded = loaded_by(*(module_name(file) for file in sources("domain")))
    assert {name.partition(".")[0] for name in loaded} - {"iop_group"} <= sys.stdlib_module_names


def test_the_terminal_is_checked_before_textual_is_loaded() -> None:
    assert not [name for name in loaded_by("iop_group.tui.terminal") if is_in(name, "textual", "rich")]


def test_the_command_line_prepares_the_environment_for_textual() -> None:
    assert "prepare_environment" in {name for file in sources("cli") for _, name, _ in calls(file)}


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help_do_not_wait_for_textual(option: str) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "iop_group", option],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    loaded = [line.rpartition("|")[2].strip() for line in done.stderr.splitlines()]
    assert "iop_group.cli" in loaded
    assert not [name for name in loaded if is_in(name, "textual", "rich", "tinydb")]


def tracked_files() -> list[Path]:
    """The files under version control and the new ones beside them; the whole tree where there is no git."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return [file for file in ROOT.rglob("*") if file.is_file() and ".venv" not in file.parts]
    return [ROOT / name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


OF_A_MACHINE = re.compile(
    r"(?<![\w.~])/(?:root|Users|work|farm)/[a-z.]"  # folders of a machine
    rf"|{re.escape(str(Path.home()))}/"
    r"|https?://[^\s\"'<>]*/simple\b|(?:--|extra-)index-url|find-links|files\.pythonhosted",  # registries
)


def test_no_file_names_a_machine_or_a_registry() -> None:
    wrong = []
    for file in tracked_files():
        if file == Path(__file__):
            continue
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        wrong += [
            f"{file.relative_to(ROOT)}:{number} {line.strip()[:80]}"
            for number, line in enumerate(lines, 1)
            if OF_A_MACHINE.search(line)
        ]
    assert wrong == []
