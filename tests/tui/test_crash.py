"""When the program fails, it says in plain words what is saved, and reports nothing but where it failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from iop_group.tui.crash import describe
from iop_group.tui.grounded import GroundedApp


class Stubborn(GroundedApp):
    """An app that cannot save."""

    def save_everything(self) -> str:
        raise ValueError("Ana's note does not fit")


def a_failure() -> BaseException:
    try:
        try:
            raise KeyError("Ben's code")
        except KeyError as error:
            raise RuntimeError("while drawing Ben") from error
    except RuntimeError as error:
        return error


def test_the_report_names_every_cause_and_no_message() -> None:
    text = "\n".join(describe(a_failure()))
    assert text.index("builtins.RuntimeError") < text.index("builtins.KeyError")
    assert "Ben" not in text
    assert "a_failure" in text


def test_the_report_can_do_without_an_error() -> None:
    assert len(list(describe(None))) == 2


def test_the_farewell_promises_nothing_that_was_not_saved(tmp_path: Path) -> None:
    farewell = Stubborn(home=tmp_path).farewell(a_failure())
    assert "the last change may not be saved" in farewell
    assert "Ana" not in farewell


def test_the_farewell_names_the_report(tmp_path: Path) -> None:
    home = tmp_path / "not yet made"
    farewell = GroundedApp(home=home).farewell(a_failure())
    assert "everything you entered is saved" in farewell
    assert str(home / "crash.txt") in farewell
    assert (home / "crash.txt").exists()


def test_a_report_that_cannot_be_written_is_not_promised(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    assert "crash.txt" not in GroundedApp(home=tmp_path / "home").farewell(None)


def test_an_older_report_is_replaced(tmp_path: Path) -> None:
    app = GroundedApp(home=tmp_path)
    app.farewell(a_failure())
    app.farewell(None)
    assert "RuntimeError" not in (tmp_path / "crash.txt").read_text()


async def test_under_test_a_failure_still_reaches_the_test(tmp_path: Path) -> None:
    class Failing(GroundedApp):
        def on_mount(self) -> None:
            raise LookupError

    with pytest.raises(LookupError):
        async with Failing(home=tmp_path).run_test():
            pass
