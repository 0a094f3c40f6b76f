"""One folder of `themes/`: its files in both places, read when asked for, with what is wrong in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from iop_group.domain.errors import Problem, Severity
from iop_group.domain.plain import one_line
from iop_group.plain_files import FileState, file_state, read_text

_ITEM = TypeVar("_ITEM")
_FOUND_co = TypeVar("_FOUND_co", covariant=True)
Parsed = tuple[_ITEM | None, tuple[Problem, ...]]
"""The item that a file makes, or None when it makes none, and what to say about it."""

NOT_OURS = (".", "_", "~", "#")
"""First letters of files that are passed over: drafts, and what editors leave behind."""


@dataclass(frozen=True, slots=True)
class Loaded(Generic[_FOUND_co]):
    """What could be read, and what to say about the rest."""

    items: tuple[_FOUND_co, ...]
    problems: tuple[Problem, ...]

    def __iter__(self) -> Iterator[_FOUND_co]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


class Source(NamedTuple):
    """Where an item came from."""

    path: Path
    own: bool
    """The program's own file, not a built-in one."""


class Shelf(Generic[_ITEM]):
    """One folder of themes in both places; reads a file again only when it has changed."""

    def __init__(
        self,
        folder: str,
        endings: tuple[str, ...],
        parse: Callable[[str, str], Parsed[_ITEM]],
        id_of: Callable[[_ITEM], str],
    ) -> None:
        self._folder = folder
        self._endings = endings
        self._parse = parse
        self._id_of = id_of
        self._read: dict[Path, tuple[FileState | None, Parsed[_ITEM]]] = {}
        self.sources: dict[str, Source] = {}
        """By id, where each item in use came from when the folder was last listed."""
        self.every: tuple[tuple[Source, _ITEM], ...] = ()
        """What each readable file made, whether it is in use or not."""

    def load(self, built_in: Path, own: Path | None) -> Loaded[_ITEM]:
        """Every item once, own ones in the place of built-in ones of the same id."""
        items: dict[str, _ITEM] = {}
        problems: list[Problem] = []
        sources: dict[str, Source] = {}
        every: list[tuple[Source, _ITEM]] = []
        for root, is_own in ((built_in, False), (own, True)):
            for path in self._paths(root, problems, is_own=is_own):
                item, found = self._item(path)
                problems += found
                if item is None:
                    problems += self._stands_in(path, sources) if is_own else ()
                    continue
                every.append((Source(path, is_own), item))
                item_id = self._id_of(item)
                before = sources.get(item_id)
                if before is not None:
                    problems.append(self._twice(path, before, is_own=is_own))
                if before is None or before.own is not is_own:
                    items[item_id], sources[item_id] = item, Source(path, is_own)
        self.sources, self.every = sources, tuple(every)
        return Loaded(tuple(items.values()), tuple(problems))

    def find(self, item_id: str, built_in: Path, own: Path | None) -> _ITEM | None:
        """The item of that id, as load() has it, but most often without reading the other files.

        An own file may be called anything; a built-in one that is called like its id is looked at first.
        """
        for path in self._paths(own, [], is_own=True):
            item, _ = self._item(path)
            if item is not None and self._id_of(item) == item_id:
                return item
        by_name = sorted(self._paths(built_in, [], is_own=False), key=lambda path: path.stem != item_id)
        items = (self._item(path)[0] for path in by_name)
        return next((item for item in items if item is not None and self._id_of(item) == item_id), None)

    def _where(self, path: Path) -> str:
        return one_line(f"{self._folder}/{path.name}")

    def _paths(self, root: Path | None, problems: list[Problem], *, is_own: bool) -> Iterator[Path]:
        if root is None:
            return
        folder = root / self._folder
        try:
            names = sorted(path.name for path in folder.iterdir())
        except FileNotFoundError:
            # A program need not have files of its own.
            if not is_own:
                said = "The built-in files are missing. Install the program again."
                problems.append(Problem(Severity.ERROR, self._folder, None, said))
            return
        except OSError as error:
            reason = error.strerror or "the disk did not answer"
            said = f"This folder cannot be read ({reason}). Change its permissions so that you can open it."
            problems.append(Problem(Severity.ERROR, self._folder, None, said))
            return
        for name in names:
            plain = name.casefold()
            if plain.endswith(self._endings) and not name.startswith(NOT_OURS) and plain != "readme.md":
                yield folder / name

    def _item(self, path: Path) -> Parsed[_ITEM]:
        where = self._where(path)
        state = file_state(path)
        known = self._read.get(path)
        if known is not None and known[0] == state:
            return known[1]
        text = read_text(path, where)
        if isinstance(text, Problem):
            # Not kept: permissions can be mended without changing the file.
            return None, (text,)
        parsed = self._parse(text, where)
        self._read[path] = state, parsed
        return parsed

    def _stands_in(self, path: Path, sources: Mapping[str, Source]) -> Iterator[Problem]:
        """An own file that cannot be used, where a built-in one goes by its name."""
        if path.stem in sources:
            said = "Until this file is mended, the built-in one of the same name is used."
            yield Problem(Severity.WARNING, self._where(path), None, said)

    def _twice(self, path: Path, before: Source, *, is_own: bool) -> Problem:
        where = self._where(path)
        if is_own and not before.own:
            return Problem(Severity.HINT, where, None, "Your own file takes the place of the built-in one.")
        said = f"{one_line(before.path.name)} has the same id, so this file is left out. Give it another id."
        return Problem(Severity.WARNING, where, None, said)
