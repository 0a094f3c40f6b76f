"""Files of themes that are being written: kept beside those in use, under names that are passed over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from iop_group.domain.errors import BadInput, NotFound, NotSaved, Problem
from iop_group.domain.naming import slug
from iop_group.domain.plain import printable
from iop_group.plain_files import DRAFT, FileState, file_state, read_text
from iop_group.topic_files import NO_NAMES, save_topic

if TYPE_CHECKING:
    from iop_group.domain.events import Event

TEXT = "text"
"""The slot that the writer is handed; an empty text takes the draft away."""
_ENDINGS = (".md", ".markdown", ".txt", ".toml")
_ADVICE = "Check the folder themes in the home folder."


class TopicDraft:
    """One file that is open, and what was typed last; the writer saves it as it saves a session."""

    def __init__(
        self, folder: Path, name: str, submit: Callable[[TopicDraft, str], None], begin: str = ""
    ) -> None:
        """`begin` is what is in use as long as there is no such file: the text of a built-in one.

        Raises NotFound without a draft or anything in use, BadInput for a file that cannot be read.
        """
        self.name = name
        """The file's name in use."""
        self.target = folder / name
        self.path = folder / f"{DRAFT}{name}"
        self._submit = submit
        self.began = file_state(self.target)
        """What the file in use was like when it was opened; None when there was none."""
        there = text_in(self.target)
        self.used = begin or None if there is None else there
        """The text in use; None when nothing is in use under this name yet."""
        draft = text_in(self.path)
        if draft is None and self.used is None:
            raise NotFound("This file is gone.", "Press n in the list to write a new one.")
        self.text = draft if draft is not None else self.used or ""

    @property
    def is_kept(self) -> bool:
        """Is there anything that the file in use has not?"""
        return bool(self.text.strip()) and self.text != self.used

    @property
    def overtaken(self) -> bool:
        """Was the file in use changed by somebody else since?"""
        return file_state(self.target) != self.began

    def type(self, text: str) -> None:
        """Keep what was typed."""
        if text != self.text:
            self.text = text
            self._submit(self, text if self.is_kept else "")

    def use(self) -> Path:
        """Put it in the place of the file in use, on the disk at once. Raises NotSaved, BadInput."""
        save_topic(self.target, self.text)
        self.used, self.began = self.text, file_state(self.target)
        self._submit(self, "")
        return self.target

    def discard(self) -> None:
        """Back to what is in use; without that, to nothing."""
        self.text = self.used or ""
        self._submit(self, "")

    def save(self, events: Sequence[Event], typing: Mapping[str, str]) -> None:
        """The writer's way to the disk, in its thread. Raises NotSaved."""
        try:
            if typing[TEXT]:
                save_topic(self.path, typing[TEXT])
            else:
                self.path.unlink(missing_ok=True)
        except BadInput as error:
            raise NotSaved(error.problem, error.advice) from None
        except OSError as error:
            reason = error.strerror or "the disk did not take it"
            raise NotSaved(f"The text was not saved ({reason}).", _ADVICE) from None

    def tidy(self) -> None:
        """A draft is one small file that is replaced each time: there is nothing to tidy."""


class TopicDrafts:
    """All drafts of one folder; what was typed last counts, however slow the disk is."""

    def __init__(self, folder: Path, submit: Callable[[TopicDraft, str], None]) -> None:
        """The folder of the program's own files; `submit` hands a draft's text to the writer."""
        self._folder = folder
        self._submit = submit
        self._open: dict[str, TopicDraft] = {}

    def names(self) -> tuple[str, ...]:
        """Names that the drafts' files will have in use, in order."""
        try:
            there = {path.name for path in self._folder.iterdir() if path.name.startswith(DRAFT)}
        except OSError:
            there = set()
        names = {name.removeprefix(DRAFT) for name in there if name.casefold().endswith(_ENDINGS)}
        for name, draft in self._open.items():
            (names.add if draft.is_kept else names.discard)(name)
        return tuple(sorted(names))

    def open(self, name: str, *, anew: bool = True, begin: str = "") -> TopicDraft:
        """The draft for a file in use, or to be. Raises NotFound, BadInput.

        `anew` reads the files; otherwise what was typed last counts, whether it could be saved or not.
        `begin` is the text of the built-in file that is in use as long as there is none of one's own.
        """
        if Path(name).name != name:
            raise NotFound("This file is gone.", "Choose one in the list.")
        if anew or name not in self._open:
            self._open[name] = TopicDraft(self._folder, name, self._submit, begin)
        return self._open[name]

    def begin(self, title: str, text: str, taken: Callable[[str], bool]) -> str:
        """A draft of a new topic; the name of its file. `taken` says which ids there are. Raises NotSaved."""
        wanted = slug(title, "topic")
        number, stem = 1, wanted
        while stem in NO_NAMES or taken(stem) or self._is_there(stem):
            number += 1
            stem = f"{wanted}-{number}"
        name = f"{stem}.md"
        try:
            save_topic(self._folder / f"{DRAFT}{name}", text)
        except BadInput as error:
            raise NotSaved(error.problem, error.advice) from None
        self._open.pop(name, None)
        return name

    def _is_there(self, stem: str) -> bool:
        names = {*self.names(), *self._open}
        return any(f"{stem}{end}" in names or (self._folder / f"{stem}{end}").exists() for end in _ENDINGS)


def text_in(path: Path) -> str | None:
    """The file's text as it can be shown; None when there is no file. Raises BadInput."""
    state: FileState | None = file_state(path)
    if state is None:
        return None
    text = read_text(path, path.name)
    if isinstance(text, Problem):
        raise BadInput("This file cannot be opened.", text.text)
    return printable(text.removeprefix("\ufeff"), lines=True)
