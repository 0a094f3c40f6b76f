"""Makes and saves topic files of the program's own; nothing that is there is ever written over unasked."""

from __future__ import annotations

import os
from pathlib import Path

from iop_group.domain.encodings import decode
from iop_group.domain.errors import BadInput, NotFound, NotSaved, Problem
from iop_group.domain.naming import slug
from iop_group.domain.plain import one_line
from iop_group.domain.topic_copies import origin_line, with_lines
from iop_group.domain.topics import TopicModule
from iop_group.home import own_themes_folder
from iop_group.library import Library, themes_folder
from iop_group.plain_files import LARGEST, read_text, write_text

TEMPLATE = "_template.md"
"""Lies with the built-in topics; its first letter keeps it out of the list."""

NO_NAMES = frozenset({"readme", "aux", "con", "nul", "prn"})
"""The first is no topic, and Windows keeps the others for itself."""


def own_topics_folder(home: Path) -> Path:
    """Where the program's own topics stand; the folder may not be there yet."""
    return own_themes_folder(home) / "topics"


def template() -> str:
    """A topic that waits to be filled in, with a private note in every part. Raises NotFound."""
    text = read_text(themes_folder() / "topics" / TEMPLATE, TEMPLATE)
    if isinstance(text, Problem):
        raise NotFound("The template for topics is missing.", "Install the program again.")
    return text


def new_topic(home: Path, title: str, *, text: str | None = None) -> Path:
    """Put a new topic into the home under a name and id that no other has: the template, or that text.

    Raises BadInput for an empty title or a text that is none, NotSaved when the disk does not take it.
    """
    title = one_line(title)
    if not title:
        raise BadInput("The topic has no title.", "Give it a few words.")
    library = Library(home)
    whole = with_lines(template() if text is None else text, {"title": title, "id": None})
    taken = NO_NAMES.union(topic.id for topic in library.topics())
    return _put(own_topics_folder(home), slug(title, "topic"), whole, taken)


def copy_topic(home: Path, library: Library, topic_id: str) -> Path:
    """The program's own copy of a built-in topic, which from now on takes its place.

    Raises NotFound, BadInput when there is a copy already, NotSaved.
    """
    topic = library.topic(topic_id)
    source = library.topic_source(topic_id)
    if topic is None or source is None:
        raise NotFound("There is no topic of this name.", "See `iop-group topics list`.")
    if source.own:
        raise BadInput(f"{one_line(source.path.name)} is your own file already.", "Change it there.")
    return _put(own_topics_folder(home), topic.id, copied_text(topic), frozenset())


def copied_text(topic: TopicModule) -> str:
    """The topic's file as a copy begins: it says what it is based on, and nobody has reviewed it yet."""
    reviews = {"reviewed by": None, "reviewed on": None}
    return with_lines(topic.text, {"id": topic.id, "based on": origin_line(topic), **reviews})


def save_topic(path: Path, text: str) -> None:
    """Put the text in the place of the file's, whole or not at all.

    Raises BadInput when the text could not be read again, NotSaved when the disk does not take it.
    """
    _checked(text)
    try:
        write_text(path.resolve(), text)
    except OSError as error:
        raise _not_saved(error) from None


def _checked(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > LARGEST:
        raise BadInput("The text is too long to be saved.", "Make two of it.")
    problem = decode(data, "")
    if isinstance(problem, Problem):
        raise BadInput("The text was not saved: it holds signs that are no text.", "Take them out.")


def _put(folder: Path, name: str, text: str, taken: frozenset[str]) -> Path:
    """A new file of the first free name, whole when it returns."""
    _checked(text)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = _reserved(folder, name, taken)
        try:
            write_text(path, text)
        except OSError:
            path.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _not_saved(error) from None
    return path


def _reserved(folder: Path, name: str, taken: frozenset[str]) -> Path:
    number = 1
    while True:
        stem = name if number == 1 else f"{name}-{number}"
        number += 1
        if stem in taken:
            continue
        path = folder / f"{stem}.md"
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            continue
        return path


def _not_saved(error: OSError) -> NotSaved:
    reason = error.strerror or "the disk did not take it"
    return NotSaved(f"The text was not saved ({reason}).", "Check the home folder and try again.")
