"""Errors tell the person at the keyboard what to do."""

from __future__ import annotations

import pytest

from iop_group.domain.errors import (
    BadInput,
    Damaged,
    HomeInUse,
    HomeUnusable,
    IopGroupError,
    NewerFile,
    NotFound,
    NotSaved,
    Problem,
    Severity,
    WrongUsage,
)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BadInput, 1),
        (NotFound, 1),
        (NewerFile, 1),
        (Damaged, 1),
        (NotSaved, 1),
        (HomeUnusable, 1),
        (WrongUsage, 2),
        (HomeInUse, 3),
    ],
)
def test_each_error_has_its_exit_status(error: type[IopGroupError], status: int) -> None:
    assert error("What is wrong.", "What to do.").exit_status == status


def test_an_error_is_one_line_with_the_trouble_and_what_to_do() -> None:
    assert str(BadInput("The name is empty.", "Type a letter.")) == "The name is empty. Type a letter."
    assert str(BadInput("The name is empty.", "")) == "The name is empty."


def test_a_problem_says_file_and_line() -> None:
    assert str(Problem(Severity.WARNING, "a.md", 3, "No minutes.")) == "warning: a.md:3: No minutes."
    assert str(Problem(Severity.HINT, "a.md", None, "No title.")) == "hint: a.md: No title."
