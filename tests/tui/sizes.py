"""Terminals of several sizes, of which every run tries one: the proofs try the others."""

from __future__ import annotations

import pytest


def at_sizes(first: tuple[int, int], *others: tuple[int, int]) -> pytest.MarkDecorator:
    """Give a test its `size`, (columns, lines): the one where most can go wrong first."""
    proofs = (pytest.param(size, marks=pytest.mark.proof) for size in others)
    return pytest.mark.parametrize("size", [first, *proofs], ids=lambda size: "x".join(map(str, size)))
