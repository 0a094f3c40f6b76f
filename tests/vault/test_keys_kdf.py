"""Trying a passphrase must cost a thief, and never more than this machine has."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from cryptography.exceptions import UnsupportedAlgorithm

from iop_group.vault import kdf
from iop_group.vault.kdf import CannotDerive, KdfParameters, derive_key

MEBIBYTE = 1024


def clock(took: float) -> Callable[[], float]:
    """A clock on which whatever lies between two looks took that many seconds."""
    times: Iterator[float] = iter((100.0, 100.0 + took))
    return lambda: next(times)


@pytest.fixture
def no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kdf, "_argon2id", lambda *_: bytes(32))


def test_the_usual_cost_is_128_mebibytes_and_the_least_64() -> None:
    usual, least = KdfParameters.default(), KdfParameters.least()
    assert (usual.memory, usual.iterations, usual.lanes) == (128 * MEBIBYTE, 3, 4)
    assert least.memory == 64 * MEBIBYTE
    assert usual.strong_enough
    assert least.strong_enough
    assert not KdfParameters.for_tests().strong_enough
    assert KdfParameters.for_tests().in_range


@pytest.mark.usefixtures("no_work")
@pytest.mark.parametrize(
    ("took", "expected"),
    [
        (0.75, KdfParameters.default()),
        (0.5, KdfParameters.default()),
        (1.0, KdfParameters.default()),
        (2.0, KdfParameters.least()),
        (0.25, KdfParameters(memory=128 * MEBIBYTE, iterations=9, lanes=4)),
        (0.01, KdfParameters(memory=128 * MEBIBYTE, iterations=16, lanes=4)),
        (0.0, KdfParameters(memory=128 * MEBIBYTE, iterations=16, lanes=4)),
    ],
)
def test_a_quick_machine_works_harder_and_a_slow_one_never_less_than_the_least(
    took: float, expected: KdfParameters
) -> None:
    found = KdfParameters.calibrated(clock=clock(took))
    assert found == expected
    assert found.in_range
    assert found.strong_enough


def test_a_machine_without_the_memory_gets_the_least(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(kdf, "_argon2id", refuse)
    assert KdfParameters.calibrated() == KdfParameters.least()
    with pytest.raises(CannotDerive, match="it takes 128 MiB") as refused:
        derive_key("lamp otter fjord", bytes(16), KdfParameters.default())
    assert refused.value.exit_status == 3


def test_an_installation_without_argon2_is_told_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise UnsupportedAlgorithm("argon2")

    monkeypatch.setattr(kdf, "Argon2id", refuse)
    with pytest.raises(CannotDerive, match="Install it again"):
        derive_key("lamp otter fjord", bytes(16), KdfParameters.for_tests())


def test_each_parameter_the_salt_and_the_secret_make_another_key() -> None:
    keys = {
        derive_key(secret, salt, KdfParameters(memory, iterations, lanes))
        for secret in ("one", "two")
        for salt in (bytes(16), b"s" * 16)
        for memory in (64, 128)
        for iterations in (1, 2)
        for lanes in (1, 2)
    }
    assert len(keys) == 32


def test_it_is_argon2id_as_the_standard_has_it() -> None:
    # From the tests of the reference implementation, version 1.3.
    found = derive_key("password", b"somesalt", KdfParameters(memory=256, iterations=2, lanes=1))
    assert found.hex() == "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"
