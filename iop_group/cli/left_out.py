"""Parts of Python that this program never uses, and that others would load with what they need.

asyncio loads `ssl` for connections that this program never opens; shutil loads two compressors. `ssl` and
hashlib's `_hashlib` bring a second OpenSSL beside the one in `cryptography`. All of them say themselves that
they may be missing. Left out, the program holds some 5 MB less and stands on the screen some 9 ms sooner.
"""

from __future__ import annotations

import sys
from typing import Final, cast

UNUSED: Final = ("ssl", "lzma", "bz2")
OPENSSL_DIGESTS: Final = "_hashlib"
OWN_DIGESTS: Final = ("_md5", "_sha1", "_sha3", "_blake2")
"""Python's own, which hashlib takes where OpenSSL's are missing; some systems build Python without them."""
OWN_SHA2: Final = ("_sha2", "_sha256")
"""From Python 3.12 on, and before."""


def leave_out() -> None:
    """From now on these cannot be imported. For the program's own process, before it loads anything else."""
    modules = cast("dict[str, object]", sys.modules)  # None in it means: there is no such module
    for name in (*UNUSED, *((OPENSSL_DIGESTS,) if _has_own_digests() else ())):
        modules.setdefault(name, None)


def _has_own_digests() -> bool:
    return all(map(_is_there, OWN_DIGESTS)) and any(map(_is_there, OWN_SHA2))


def _is_there(name: str) -> bool:
    # importlib.util would say it too, and costs more to load than all that is asked here.
    return any(finder.find_spec(name, None) is not None for finder in sys.meta_path)
