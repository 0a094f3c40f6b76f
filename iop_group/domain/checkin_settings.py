"""The check-in round as a program sets it: which items, in which order, in whose words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from iop_group.domain.checkin import DEFAULT_ITEMS, CheckinItem, ItemKind
from iop_group.domain.errors import BadInput, Problem, Severity
from iop_group.domain.naming import key_of, near_miss, slug
from iop_group.domain.plain import one_line

LONGEST_SHORT = 9
"""Characters that fit a column heading."""
MOST_CHOICES = 9
"""A choice is picked by one digit."""
_PLACES = ("items", "words", "own")
_OWN_KEYS = ("id", "label", "kind", "choices", "shared", "short", "hint")


def items_from(value: object, where: str) -> tuple[tuple[CheckinItem, ...], tuple[Problem, ...]]:
    """All items in the order of the round, from `[checkin]`; the usual ones where it cannot be read.

    `items = ["mood", ...]` switches on and orders, `[checkin.words]` rewords, `[[checkin.own]]` adds.
    """
    reader = _Reader(where)
    if not isinstance(value, Mapping):
        reader.say("checkin is a section. Write [checkin] on a line of its own.")
        return DEFAULT_ITEMS, tuple(reader.problems)
    places = {key_of(str(key)): content for key, content in value.items()}
    for key in places.keys() - set(_PLACES):
        meant = near_miss(key, _PLACES)
        hint = f": did you mean “{meant}”?" if meant else "."
        reader.say(f"“{one_line(key)}” is not known in [checkin]{hint}", Severity.HINT)
    items = reader.own(places.get("own"), DEFAULT_ITEMS)
    items = reader.worded(places.get("words"), items)
    return reader.ordered(places.get("items"), items), tuple(reader.problems)


class _Reader:
    """Collects what cannot be used while the rest goes on."""

    def __init__(self, where: str) -> None:
        self._where = where
        self.problems: list[Problem] = []

    def say(self, text: str, severity: Severity = Severity.WARNING) -> None:
        self.problems.append(Problem(severity, self._where, None, text))

    def ordered(self, names: object, items: tuple[CheckinItem, ...]) -> tuple[CheckinItem, ...]:
        """Those named are on and stand in that order; the others are off and follow."""
        if names is None:
            return items
        if not isinstance(names, list):
            self.say('items is a list in square brackets, such as: items = ["mood", "urge"]')
            return items
        by_id = {item.id: item for item in items}
        chosen: dict[str, CheckinItem] = {}
        for name in names:
            item = self._named(name, by_id, "items")
            if item is not None:
                chosen[item.id] = replace(item, on=True)
        if not chosen and names:
            return items
        return (*chosen.values(), *(replace(item, on=False) for item in items if item.id not in chosen))

    def worded(self, words: object, items: tuple[CheckinItem, ...]) -> tuple[CheckinItem, ...]:
        """With the program's own words for some of the items."""
        if words is None:
            return items
        if not isinstance(words, Mapping):
            self.say('[checkin.words] is a section of lines such as: mood = "How are you now?"')
            return items
        by_id = {item.id: item for item in items}
        for name, said in words.items():
            item = self._named(name, by_id, "[checkin.words]")
            if item is not None:
                by_id[item.id] = self._reworded(item, said)
        return tuple(by_id.values())

    def _reworded(self, item: CheckinItem, said: object) -> CheckinItem:
        table = said if isinstance(said, Mapping) else {"label": said}
        label = _words(table.get("label", item.label))
        short = _words(table.get("short", ""))
        hint = table.get("hint", item.hint)
        if not label or not isinstance(hint, str):
            self.say(f"The words for “{item.id}” are text in quotation marks.")
            return item
        return replace(item, label=label, short=_short(short, label, item.short), hint=one_line(hint))

    def own(self, tables: object, items: tuple[CheckinItem, ...]) -> tuple[CheckinItem, ...]:
        """With the items that the program added."""
        if tables is None:
            return items
        if not isinstance(tables, list):
            self.say("Start each item of your own with [[checkin.own]], in double brackets.")
            return items
        added = list(items)
        for number, table in enumerate(tables, start=1):
            item = self._own_item(table, number)
            if item is None:
                continue
            if any(other.id == item.id for other in added):
                self.say(f"There are two check-in items “{item.id}”. The second one is left out.")
            else:
                added.append(item)
        return tuple(added)

    def _own_item(self, table: object, number: int) -> CheckinItem | None:
        if not isinstance(table, Mapping):
            self.say(f"Item {number} of [[checkin.own]] has no lines.")
            return None
        values = {key_of(str(key)): value for key, value in table.items()}
        label = _words(values.get("label"))
        if not label:
            self.say(f"Item {number} of [[checkin.own]] needs a label in quotation marks.")
            return None
        for key in values.keys() - set(_OWN_KEYS):
            self.say(f"“{one_line(key)}” is not known in [[checkin.own]].", Severity.HINT)
        choices = values.get("choices", [])
        kind = self._kind(values.get("kind"), label, has_choices=bool(choices))
        picked = self._choices(choices, label) if kind is ItemKind.CHOICE else ()
        if kind is None or (kind is ItemKind.CHOICE and not picked):
            return None
        item_id = slug(_words(values.get("id")) or label, f"own-{number}")
        short = _short(_words(values.get("short")), label, _first_words(label))
        shared = values.get("shared") is True
        hint = _words(values.get("hint"))
        return CheckinItem(item_id, label, short, kind, picked, shared=shared, hint=hint)

    def _kind(self, value: object, label: str, *, has_choices: bool) -> ItemKind | None:
        if value is None:
            return ItemKind.CHOICE if has_choices else ItemKind.WORDS
        kind = next((kind for kind in ItemKind if kind == _words(value).casefold()), None)
        if kind is None:
            self.say(f"The kind of “{label}” is one of: {', '.join(ItemKind)}. The item is left out.")
        return kind

    def _choices(self, value: object, label: str) -> tuple[str, ...]:
        words = tuple(filter(None, map(_words, value))) if isinstance(value, list) else ()
        if not 1 < len(set(words)) == len(words) <= MOST_CHOICES:
            self.say(f"“{label}” needs two to {MOST_CHOICES} different choices in quotation marks.")
            return ()
        return words

    def _named(self, name: object, by_id: Mapping[str, CheckinItem], place: str) -> CheckinItem | None:
        item = by_id.get(slug(_words(name), ""))
        if item is None:
            meant = near_miss(_words(name).casefold(), by_id)
            hint = f": did you mean “{meant}”?" if meant else f". There are: {', '.join(by_id)}."
            self.say(f"{place} names “{_words(name)}”, and there is no such check-in item{hint}")
        return item


def own_items(items: Iterable[CheckinItem]) -> list[CheckinItem]:
    """Those that the program added."""
    usual = {item.id for item in DEFAULT_ITEMS}
    return [item for item in items if item.id not in usual]


def own_table(item: CheckinItem) -> dict[str, str | bool | list[str]]:
    """An item of the program's own as it stands in settings.toml; what is as usual is left out."""
    table: dict[str, str | bool | list[str]] = {"id": item.id, "label": item.label, "kind": item.kind.value}
    if item.choices:
        table["choices"] = list(item.choices)
    if item.short != item.label:
        table["short"] = item.short
    if item.hint:
        table["hint"] = item.hint
    if item.shared:
        table["shared"] = True
    return table


def new_item(label: str, kind: ItemKind, choices: str, items: Iterable[CheckinItem]) -> CheckinItem:
    """A question of the program's own; `choices` with commas between. Raises BadInput."""
    label = one_line(label)
    if not label:
        raise BadInput("The question is empty.", "Type what you ask.")
    reader = _Reader("")
    table: dict[str, object] = {"label": label, "kind": kind.value}
    if kind is ItemKind.CHOICE:
        table["choices"] = [one_line(choice) for choice in choices.split(",")]
    known = tuple(items)
    added = reader.own([table], known)
    if len(added) == len(known):
        raise BadInput(reader.problems[0].text, "Change the words and try again.")
    return added[-1]


def _words(value: object) -> str:
    return one_line(value) if isinstance(value, str) else ""


def _first_words(label: str) -> str:
    """As many words as fit a column, or the beginning of the first."""
    fitting = label[: LONGEST_SHORT + 1].rpartition(" ")[0]
    return fitting or label[:LONGEST_SHORT]


def _short(short: str, label: str, otherwise: str) -> str:
    """What fits a column: the short words given, else the label where it fits, else what was there."""
    return next((words for words in (short, label) if 0 < len(words) <= LONGEST_SHORT), otherwise)
