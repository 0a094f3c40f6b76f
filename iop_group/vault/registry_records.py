"""How groups and members are written down in the registry, and whether every record of it can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from iop_group.domain.codec import reader_of
from iop_group.domain.errors import BadInput
from iop_group.domain.people import Group, Member
from iop_group.vault.files import Tables, checked_meta, damaged

NAME = "registry"
"""Its id in the table `meta`."""

# Made while the passphrase is being typed, and not when it has been.
_read_member, _read_group = reader_of(Member), reader_of(Group)


def member_record(member: Member) -> dict[str, Any]:
    return {"id": member.code, "display_name": member.display_name}


def member_of(document: Mapping[str, Any]) -> Member:
    return _read_member({**document, "code": document["id"]})


def group_of(document: Mapping[str, Any]) -> Group:
    return _read_group(document)


def check(tables: Tables | None) -> None:
    """Raises Damaged when any document is not what it should be, and NewerFile."""
    if tables is None:
        return
    checked_meta(tables, NAME)
    readers: dict[str, Callable[[Mapping[str, Any]], object]] = {
        "groups": group_of,
        "members": member_of,
    }
    try:
        for name, reader in readers.items():
            for number, document in tables.get(name, {}).items():
                int(number)
                if not isinstance(document["id"], str):
                    raise damaged()
                if not document.get("removed"):
                    reader(document)
    except (BadInput, KeyError, TypeError, ValueError, AttributeError):
        raise damaged() from None
