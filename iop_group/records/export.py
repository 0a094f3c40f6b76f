"""Everything that leaves a session as text or data, in one place to import from."""

from iop_group.records.facts import session_facts
from iop_group.records.member_export import member_export, member_json, member_markdown
from iop_group.records.reading import session_text
from iop_group.records.session_export import session_export, session_json, session_markdown

__all__ = [
    "member_export",
    "member_json",
    "member_markdown",
    "session_export",
    "session_facts",
    "session_json",
    "session_markdown",
    "session_text",
]
