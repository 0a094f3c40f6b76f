"""What the list of topics is made of: the files in use, what is being written, and who has had what."""

from __future__ import annotations

from dataclasses import replace

from iop_group.domain.errors import IopGroupError, Problem, Severity
from iop_group.domain.people import Group
from iop_group.domain.topics import TopicModule, parse_topic
from iop_group.tui.desk import Desk
from iop_group.tui.planning import topics_had
from iop_group.tui.rosters import roster_of
from iop_group.tui.today_entries import by_next
from iop_group.tui.topic_list import Had, Item, in_order
from iop_group.tui.topics_lines import UNTITLED, all_problems


def items(desk: Desk) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    """The topics as they stand in the list, drafts too, and what is wrong with any file."""
    library = desk.library
    found = [_item(desk, topic) for topic in library.topics().items]
    problems = list(all_problems(library))
    for name in desk.drafts.names():
        try:
            text = desk.drafts.open(name, anew=False).text
        except IopGroupError as error:
            problems.append(Problem(Severity.ERROR, f"topics/{name}", None, str(error)))
            continue
        topic, _ = parse_topic(text, name)
        shown = topic or TopicModule(id=name, title=UNTITLED)
        found.append(Item(replace(shown, title=shown.title or UNTITLED), own=True, draft=name))
    return in_order(found), tuple(problems)


def _item(desk: Desk, topic: TopicModule) -> Item:
    source = desk.library.topic_source(topic.id)
    own = source is not None and source.own
    return Item(topic, own=own, behind=own and desk.library.original_has_changed(topic))


def usual_group(desk: Desk) -> Group | None:
    """The group that meets next."""
    return next(iter(by_next(desk.vault.registry.groups(), desk.now())), None)


def had_by(desk: Desk, group: Group | None) -> Had:
    """Who on the group's roster has had what."""
    if group is None:
        return Had()
    members = roster_of(group, desk)
    return Had(group.name, members, topics_had(desk, group.id))
