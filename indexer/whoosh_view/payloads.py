"""How are the values of Whoosh's postings kept, without pickling them?

A posting's value says what a field's format notes of each occurrence of a term: its position, the characters it spans,
its boost. These are kept as columns, with an element for each occurrence. Values of formats that are not known here,
and values that their format would write otherwise, are kept as the bytes they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, narrowed
from indexer.engine.format.container import SectionReader, SectionWriter
from indexer.quiet import quiet

with quiet():
    from whoosh import formats
    from whoosh.system import pack_uint

__all__ = ["Occurrence", "PayloadReader", "Payloads", "taken_apart", "write_payloads"]

Occurrence: TypeAlias = tuple[Any, ...]
"""What a format notes of one occurrence of a term, in the order of the format's columns."""


class _Kind(NamedTuple):
    """A format: which columns its occurrences have, and how a value is read and written."""

    columns: tuple[str, ...]
    decode: Callable[[Any, bytes], list[Occurrence]]
    encode: Callable[[Any, Sequence[Occurrence]], bytes]


def _firsts(occurrences: Sequence[Occurrence]) -> list[Any]:
    return [occurrence[0] for occurrence in occurrences]


_KINDS: Final[dict[str, _Kind]] = {
    "Existence": _Kind((), lambda _, __: [()], lambda _, __: b""),
    "Frequency": _Kind(
        (),
        lambda format_, value: [()] * format_.decode_frequency(value),
        lambda _, occurrences: bytes(pack_uint(len(occurrences))),
    ),
    "Positions": _Kind(
        ("position",),
        lambda format_, value: [(position,) for position in format_.decode_positions(value)],
        lambda format_, occurrences: format_.encode(_firsts(occurrences)),
    ),
    "Characters": _Kind(
        ("position", "start", "end"),
        lambda format_, value: list(format_.decode_characters(value)),
        lambda format_, occurrences: format_.encode(occurrences),
    ),
    "PositionBoosts": _Kind(
        ("position", "boost"),
        lambda format_, value: list(format_.decode_position_boosts(value)),
        lambda format_, occurrences: format_.encode(occurrences),
    ),
    "CharacterBoosts": _Kind(
        ("position", "start", "end", "boost"),
        lambda format_, value: list(format_.decode_character_boosts(value)),
        lambda format_, occurrences: format_.encode(occurrences)[0],
    ),
}
_RAW: Final = "raw"


class Payloads(NamedTuple):
    """The values of some postings, in order.

    `counts` are the occurrences in each; `columns` have an element for each occurrence. `values` are the bytes where
    the kind is "raw": what the columns have then is not needed to give the values back.
    """

    kind: str
    field_boost: float
    counts: list[int]
    columns: dict[str, list[Any]]
    values: Sequence[bytes]


def taken_apart(format_: Any, values: Sequence[bytes]) -> Payloads:
    """The values of postings, taken apart as the format says.

    Of values that stay bytes, there are positions if all of them have some.
    """
    kind = type(format_).__name__
    known = _KINDS.get(kind)
    if known is not None and type(format_) is getattr(formats, kind):
        try:
            return _known(known, kind, format_, values)
        except Exception:  # noqa: BLE001, S110 - whatever decoding raises: the value is not of this format
            pass
    counts: list[int] = []
    positions: list[int] = []
    for value in values:
        found = _guessed(format_, value)
        counts.append(len(found))
        positions += (position for position in found if position is not None)
    columns = {"position": positions} if len(positions) == sum(counts) else {}
    return Payloads(_RAW, float(format_.field_boost), counts, columns, values)


def _known(known: _Kind, kind: str, format_: Any, values: Sequence[bytes]) -> Payloads:
    """The values of a format that is known. Raises ValueError where it would write one of them otherwise."""
    counts: list[int] = []
    columns: list[list[Any]] = [[] for _ in known.columns]
    for value in values:
        occurrences = known.decode(format_, value)
        if not occurrences or known.encode(format_, occurrences) != value:
            raise ValueError(value)
        counts.append(len(occurrences))
        for column, found in zip(columns, zip(*occurrences, strict=True), strict=True):
            column.extend(found)
    return Payloads(kind, float(format_.field_boost), counts, dict(zip(known.columns, columns, strict=True)), ())


def _guessed(format_: Any, value: bytes) -> list[int | None]:
    """The positions in the value of a format that is not known, or None for each occurrence: at least one."""
    try:
        if format_.supports("positions"):
            return [int(position) for position in format_.decode_as("positions", value)] or [None]
        if format_.supports("frequency"):
            return [None] * max(1, int(format_.decode_as("frequency", value)))
    except Exception:  # noqa: BLE001, S110 - as above
        pass
    return [None]


def write_payloads(sections: SectionWriter, prefix: str, payloads: Payloads, *, without: str = "") -> dict[str, Any]:
    """Write the values, but the column called `without`, into sections whose names begin with `prefix`; return the
    facts that reading them needs."""
    add = sections.add
    if payloads.kind == _RAW:
        add(f"{prefix}values", np.frombuffer(b"".join(payloads.values), np.uint8))
        add(f"{prefix}values_at", narrowed(bounds_of(list(map(len, payloads.values)))))
    else:
        add(f"{prefix}at", narrowed(bounds_of(payloads.counts)))
        for name, column in payloads.columns.items():
            if name == "boost":
                add(f"{prefix}{name}", np.array(column, np.float64))
            elif name != without:
                add(f"{prefix}{name}", np.array(column, np.int64))
    return {"kind": payloads.kind, "field_boost": payloads.field_boost}


class PayloadReader:
    """Reads what `write_payloads` wrote, for the format that it was written with."""

    def __init__(self, sections: SectionReader, prefix: str, facts: dict[str, Any]) -> None:
        self._sections = sections
        self._prefix = prefix
        self._kind = _KINDS.get(facts["kind"])
        self.columns = () if self._kind is None else self._kind.columns
        self._format = None if self._kind is None else getattr(formats, facts["kind"])(facts["field_boost"])

    def value(self, posting: int, positions: Sequence[int] | None = None) -> bytes:
        """The value of a posting; its `positions` where their column is kept elsewhere."""
        sections, prefix = self._sections, self._prefix
        if self._kind is None:
            begin, end = sections.slice(f"{prefix}values_at", posting, posting + 2).tolist()
            return sections.slice(f"{prefix}values", begin, end).tobytes()
        begin, end = sections.slice(f"{prefix}at", posting, posting + 2).tolist()
        columns: list[Sequence[Any] | NDArray[Any]] = [
            positions
            if column == "position" and positions is not None
            else sections.slice(f"{prefix}{column}", begin, end).tolist()
            for column in self._kind.columns
        ]
        occurrences = list(zip(*columns, strict=True)) if columns else [()] * (end - begin)
        return self._kind.encode(self._format, occurrences)
