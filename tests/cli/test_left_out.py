"""What the program does without, and that everything else goes on without it."""

from __future__ import annotations

import hmac
import subprocess
import sys
from hashlib import sha256
from types import SimpleNamespace

import pytest

from iop_group.cli import left_out

WITHOUT = """
from iop_group.cli.left_out import leave_out
leave_out()
import asyncio, hashlib, hmac, secrets, shutil, tempfile, uuid, zipfile
print(hashlib.sha256(b"x").hexdigest(), hmac.new(b"k", b"x", hashlib.sha256).hexdigest())
for name in ("ssl", "lzma", "bz2", "_hashlib"):
    try:
        __import__(name)
    except ImportError:
        print(name)
asyncio.run(asyncio.to_thread(print, "done"))
"""


def test_python_goes_on_without_them_and_counts_the_same() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True)
    digests, *rest = done.stdout.splitlines()
    assert digests.split() == [sha256(b"x").hexdigest(), hmac.new(b"k", b"x", sha256).hexdigest()]
    assert rest == ["ssl", "lzma", "bz2", "_hashlib", "done"]
    assert done.stderr == ""


@pytest.mark.parametrize("names", ["OWN_DIGESTS", "OWN_SHA2"])
def test_where_python_has_no_digests_of_its_own_those_of_openssl_stay(
    names: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = SimpleNamespace(modules={}, meta_path=sys.meta_path)
    monkeypatch.setattr(left_out, "sys", here)
    monkeypatch.setattr(left_out, names, ("_no_such_digest",))
    left_out.leave_out()
    assert here.modules == dict.fromkeys(left_out.UNUSED)


def test_what_is_loaded_already_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    import ssl

    here = SimpleNamespace(modules={"ssl": ssl}, meta_path=[])
    monkeypatch.setattr(left_out, "sys", here)
    left_out.leave_out()
    assert here.modules == {"ssl": ssl, "lzma": None, "bz2": None}
