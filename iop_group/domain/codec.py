"""Frozen dataclasses to plain JSON values and back, with errors that name the field and not its content."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from iop_group.domain.errors import BadInput

T = TypeVar("T")


def encode(value: Any) -> Any:
    """Dataclasses as dicts, tuples as lists, times as UTC ISO text; fields at their default are kept too."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds")
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple | list):
        return [encode(v) for v in value]
    if isinstance(value, Mapping):
        return {k: encode(v) for k, v in value.items()}
    return value


def decode(kind: type[T], data: Any) -> T:
    """The dataclass that encode() made the data from. Unknown fields are left out. Raises BadInput."""
    return reader_of(kind)(data)


def reader_of(kind: type[T]) -> Callable[[Any], T]:
    """What decode() does for that kind, made ready: the first time takes about a millisecond."""
    return typing.cast(Callable[[Any], T], _reader(typing.cast(Any, kind)))


def _bad(what: str) -> BadInput:
    return BadInput(
        f"A stored record has no readable {what}.", "Run `iop-group doctor` to see which file it is in."
    )


Reader = Callable[[Any], Any]


@cache
def _reader(kind: Any) -> Reader:
    origin = typing.get_origin(kind)
    arguments = typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return _union_reader(arguments)
    if origin is tuple:
        return _tuple_reader(arguments[0]) if arguments[-1] is ... else _fixed_reader(arguments)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping_reader(arguments[1])
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _dataclass_reader(kind)
    return _scalar_reader(kind)


def _union_reader(kinds: tuple[Any, ...]) -> Reader:
    readers = [_reader(k) for k in kinds if k is not type(None)]
    nullable = type(None) in kinds

    def read(data: Any) -> Any:
        if data is None and nullable:
            return None
        for reader in readers[:-1]:
            try:
                return reader(data)
            except BadInput:
                continue
        return readers[-1](data)

    return read


def _tuple_reader(kind: Any) -> Reader:
    inner = _reader(kind)

    def read(data: Any) -> tuple[Any, ...]:
        if not isinstance(data, list | tuple):
            raise _bad("list")
        return tuple(inner(v) for v in data)

    return read


def _fixed_reader(kinds: tuple[Any, ...]) -> Reader:
    """For a tuple whose places have kinds of their own, such as (code, words)."""
    readers = [_reader(k) for k in kinds]

    def read(data: Any) -> tuple[Any, ...]:
        if not isinstance(data, list | tuple) or len(data) != len(readers):
            raise _bad("list")
        return tuple(reader(v) for reader, v in zip(readers, data, strict=True))

    return read


def _mapping_reader(kind: Any) -> Reader:
    inner = _reader(kind)

    def read(data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            raise _bad("table")
        return {str(k): inner(v) for k, v in data.items()}

    return read


def _dataclass_reader(kind: type[Any]) -> Reader:
    hints = typing.get_type_hints(kind)
    fields = [(f.name, _reader(hints[f.name]), _is_required(f)) for f in dataclasses.fields(kind)]

    def read(data: Any) -> Any:
        if not isinstance(data, Mapping):
            raise _bad(kind.__name__)
        values = {}
        for name, reader, required in fields:
            if name in data:
                values[name] = reader(data[name])
            elif required:
                raise _bad(f"{kind.__name__}.{name}")
        return kind(**values)

    return read


def _is_required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _scalar_reader(kind: Any) -> Reader:
    if kind is datetime:
        return _read_time
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda data: _read_choice(kind, data)

    def read(data: Any) -> Any:
        # bool is an int in Python; a stored True is no count.
        if not isinstance(data, kind) or (kind is int and isinstance(data, bool)):
            raise _bad(kind.__name__)
        return data

    return read


def _read_choice(kind: type[StrEnum], data: Any) -> StrEnum:
    try:
        return kind(data)
    except ValueError:
        raise _bad(kind.__name__) from None


def _read_time(data: Any) -> datetime:
    try:
        time = datetime.fromisoformat(data)
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        raise _bad("time") from None
