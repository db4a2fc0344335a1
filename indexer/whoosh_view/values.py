"""How are the values that a Whoosh schema stores kept, without pickling them?

As JSON; what JSON has no form for is an object of one key that says what it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

__all__ = ["packed", "unpacked"]


def packed(values: Mapping[str, Any]) -> bytes:
    """The stored values of a document as bytes. Raises TypeError for a value that is neither text, bytes, number,
    truth value, date, None nor a list or dictionary of these."""
    return json.dumps({name: _plain(value) for name, value in values.items()}).encode()


def unpacked(stored: bytes) -> dict[str, Any]:
    """The stored values of a document that Whoosh's writer wrote."""
    return {name: _value(value) for name, value in json.loads(stored).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, dict):
        return {"dict": [[_plain(key), _plain(inner)] for key, inner in value.items()]}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [_value(inner) for inner in value]
    if isinstance(value, dict):
        ((kind, inner),) = value.items()
        match kind:
            case "bytes":
                return bytes.fromhex(inner)
            case "datetime":
                return datetime.fromisoformat(inner)
            case "date":
                return date.fromisoformat(inner)
            case _:
                return {_value(key): _value(item) for key, item in inner}
    return value
