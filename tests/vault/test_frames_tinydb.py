"""TinyDB's own tests pass with the sealed storage in the place of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path

import pytest

HERE = Path(__file__).parent

OF_JSON_TEXT = {
    "test_middlewares.py::test_caching_json_write",  # looks at the storage's open file object
    "test_storages.py::test_json_kwargs",  # compares the file with an indented text
    "test_storages.py::test_json_read",  # has modes in which to open a file
    "test_storages.py::test_create_dirs",  # asks for missing folders to be made
    "test_storages.py::test_encoding",  # chooses an encoding
    "test_storages.py::test_json_invalid_mode_warning",
}
"""What is said there of JSON in the open, and of arguments that only such a file has."""


def run(*command: str | Path, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, **environment}
    arguments = [sys.executable, "-m", *map(str, command)]
    return subprocess.run(
        arguments, cwd=folder, env=settings, check=False, capture_output=True, text=True, timeout=100
    )


@pytest.fixture(scope="module")
def their_tests(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tests from TinyDB's source distribution, which pip fetches; they are no part of this project."""
    place = tmp_path_factory.mktemp("tinydb")
    name = f"tinydb=={version('tinydb')}"
    options = ("--quiet", "--no-deps", "--no-binary=:all:", "--no-build-isolation")
    done = run("pip", "download", *options, name, folder=place)
    archives = list(place.glob("*.tar.gz"))
    if done.returncode or not archives:
        pytest.skip("pip cannot fetch TinyDB's source distribution")
    with tarfile.open(archives[0]) as archive:
        for member in archive.getmembers():
            _, _, inner = member.name.partition("/")
            content = archive.extractfile(member)
            if inner.startswith("tests/") and ".." not in inner and content is not None:
                (place / inner).parent.mkdir(exist_ok=True)
                (place / inner).write_bytes(content.read())
    return place


def test_their_own_tests_pass_with_the_sealed_storage(their_tests: Path) -> None:
    plain = ("-q", "-c", os.devnull, f"--rootdir={their_tests}", "-p", "no:cacheprovider")
    found = os.pathsep.join([str(HERE), str(HERE.parents[1])])
    done = run("pytest", "-p", "frame_suite", *plain, "tests", folder=their_tests, PYTHONPATH=found)
    failed = re.findall(r"^FAILED tests/(\S+)", done.stdout, re.MULTILINE)
    assert set(failed) == OF_JSON_TEXT, done.stdout
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) > 200
    assert "error" not in done.stdout.splitlines()[-1]
