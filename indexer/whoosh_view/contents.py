"""How is a commit of the index listed for Whoosh?

As `TOC.write` of Whoosh 2.7 does it: the sizes of numbers, the versions of the format and of Whoosh, the schema as a
pickle, the generation, and the segments as a pickle.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from indexer.engine.generations import SegmentEntry, deleted_documents
from indexer.quiet import quiet
from indexer.whoosh_view.listed import listed_schema, listed_segment, no_segments

with quiet():
    from whoosh import __version__ as release
    from whoosh.system import _FLOAT_SIZE, _INT_SIZE, _LONG_SIZE, pack_int

__all__ = ["table_of_contents"]

_BYTE_ORDER: Final = -12345
_VERSION: Final = -111
"""Of the format of the table, as `whoosh.index` has it."""

_SCHEMA_PROTOCOL: Final = 2
"""Of pickle, as Whoosh takes it for the schema."""


class _Called:
    """Is pickled as a call of a function, and unpickled as what that returns."""

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self._call = function, arguments

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self._call


def table_of_contents(folder: Path, generation: int, name: str, entries: Sequence[SegmentEntry]) -> bytes:
    """The bytes of Whoosh's table of contents for the index `name` in a folder."""
    schema = pickle.dumps(_Called(listed_schema), _SCHEMA_PROTOCOL)
    segments = [_segment(folder, name, entry) for entry in entries] or _Called(no_segments)
    return b"".join(
        (
            *(_varint(size) for size in (_INT_SIZE, _LONG_SIZE, _FLOAT_SIZE)),
            *(pack_int(number) for number in (_BYTE_ORDER, _VERSION)),
            *(_varint(number) for number in release[:3]),
            _varint(len(schema)),
            schema,
            *(pack_int(number) for number in (generation, 0)),  # the second is not used
            pickle.dumps(segments, pickle.HIGHEST_PROTOCOL),
        )
    )


def _varint(number: int) -> bytes:
    """A number in bytes of 7 bits each, the lowest first, all but the last with the eighth bit set."""
    found = bytearray()
    while number >= 0x80:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)


def _segment(folder: Path, indexname: str, entry: SegmentEntry) -> _Called:
    deleted = deleted_documents(folder, entry)
    numbers = [] if deleted is None else np.flatnonzero(deleted).tolist()
    return _Called(listed_segment, indexname, entry.name, entry.documents, numbers)
