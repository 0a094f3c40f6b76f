"""The wheel carries the package and the themes, and needs nothing of the folder it was built in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
THEMES = ROOT / "themes"


def files_under(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    }


def run_in(folder: Path, site: Path, code: str) -> str:
    """Run code in another folder, where the package comes from `site` alone."""
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONSAFEPATH": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What installing the wheel puts into site-packages."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_carries_the_themes_as_they_are(site: Path) -> None:
    assert files_under(site / "iop_group" / "themes") == files_under(THEMES)


def test_the_wheel_carries_the_whole_package_and_nothing_else(site: Path) -> None:
    carried = files_under(site / "iop_group")
    package = files_under(ROOT / "iop_group")
    assert {name: carried.get(name) for name in package} == package
    tops = {path.name for path in site.iterdir() if not path.name.endswith(".dist-info")}
    assert tops == {"iop_group"}


def test_installed_the_themes_are_found_inside_the_package(site: Path, tmp_path: Path) -> None:
    code = "from iop_group.library import themes_folder; print(themes_folder())"
    assert Path(run_in(tmp_path, site, code)) == site / "iop_group" / "themes"


def test_in_a_source_tree_the_themes_are_found_beside_the_package(tmp_path: Path) -> None:
    code = "from iop_group.library import themes_folder; print(themes_folder())"
    assert Path(run_in(tmp_path, ROOT, code)) == THEMES


def test_the_wheel_names_its_command_and_its_version(site: Path) -> None:
    (info,) = site.glob("*.dist-info")
    assert "iop-group = iop_group.cli:main" in (info / "entry_points.txt").read_text()
    version = run_in(site, site, "import iop_group; print(iop_group.__version__)")
    assert f"\nVersion: {version}\n" in (info / "METADATA").read_text()
