"""How are the values that a Whoosh schema stores kept, without pickling them?

As JSON; what JSON has no form for is an object of one key that says what it is. A value comes back equal to what was
stored, and of the same built-in type.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import numpy as np

__all__ = ["packed", "unpacked"]

_PLAIN: Final = (str, bool, int, float, type(None))

# Each type, the later ones before those that they are kinds of; how it is written, and how it is read.
_FORMS: Final[dict[str, tuple[type, Callable[[Any], Any], Callable[[Any], Any]]]] = {
    "bytes": (bytes, lambda value: value.hex(), bytes.fromhex),
    "datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
    "date": (date, date.isoformat, date.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
    "timedelta": (
        timedelta,
        lambda value: [value.days, value.seconds, value.microseconds],
        lambda parts: timedelta(*parts),
    ),
    "decimal": (Decimal, str, Decimal),
    "uuid": (UUID, lambda value: value.hex, UUID),
    "complex": (complex, lambda value: [value.real, value.imag], lambda parts: complex(*parts)),
}
_SEVERAL: Final[dict[str, type]] = {"tuple": tuple, "set": set, "frozenset": frozenset}


def packed(name: str, value: Any) -> str:
    """The stored value of the field `name`, as JSON. Raises TypeError, which names the field, for what cannot be
    stored."""
    try:
        return json.dumps(_written(value))
    except (TypeError, ValueError, RecursionError) as error:
        raise TypeError(f"field {name!r}: a value of type {type(value).__name__} cannot be stored: {error}") from None


def unpacked(stored: str | bytes) -> dict[str, Any]:
    """The stored values of a document, by the names of their fields."""
    values: Mapping[str, Any] = json.loads(stored)
    return {name: _read(value) for name, value in values.items()}


def _written(value: Any) -> Any:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, np.bool_ | np.integer | np.floating) and type(value) is not np.longdouble:
        return value.item()
    for name, (kind, write, _) in _FORMS.items():
        if isinstance(value, kind):
            return {name: write(value)}
    if isinstance(value, dict):
        return {"dict": [[_written(key), _written(inner)] for key, inner in value.items()]}
    if isinstance(value, list):
        return list(map(_written, value))
    for name, several in _SEVERAL.items():
        if isinstance(value, several):
            return {name: list(map(_written, value))}  # type: ignore[call-overload]
    raise TypeError(f"{type(value).__qualname__} is not text, bytes, a number, a date or a collection of these")


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return list(map(_read, value))
    if not isinstance(value, dict):
        return value
    ((name, inner),) = value.items()
    if name in _SEVERAL:
        return _SEVERAL[name](map(_read, inner))
    if name == "dict":
        return {_read(key): _read(item) for key, item in inner}
    return _FORMS[name][2](inner)
