"""What are articles called in the index?"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from indexer.address import ID_DIGITS, ID_LENGTH, id_of_number

if TYPE_CHECKING:
    from indexer.engine.segment.segment import Segment

__all__ = [
    "group_name",
    "group_prefix",
    "identifier_of",
    "identifiers_of",
    "number_of_group",
    "numbers_of_identifiers",
    "path_of_group",
    "prefix_of_group",
]

_SHIFTS = np.arange(5 * ID_LENGTH - 5, -5, -5)
_DIGITS = np.frombuffer(ID_DIGITS.encode(), np.uint8)
_AS_INT_READS = bytes.maketrans(ID_DIGITS.encode(), b"0123456789abcdefghijklmnopqrstuv")
"""From the characters of base 32 in RFC 4648 to those that `int` reads."""


def group_name(path: str, number: int = 1) -> bytes:
    """The name of the group of an article's passages: its path, then its place among the articles of the file."""
    return group_prefix(path) if number == 1 else b"%b%08d" % (group_prefix(path), number)


def group_prefix(path: str) -> bytes:
    """What the names of the groups of all articles of a file begin with."""
    return os.fsencode(path) + b"\0"


def prefix_of_group(name: bytes) -> bytes:
    """What a group's name has in common with those of the file's other articles."""
    return name[: name.rfind(b"\0") + 1]


def number_of_group(name: bytes) -> int:
    """The place of an article among those of its file, from 1, in the name of its group."""
    return int(name[name.rfind(b"\0") + 1 :] or 1)


def path_of_group(name: bytes) -> str:
    """The path in a group's name."""
    return os.fsdecode(name.rpartition(b"\0")[0])


def identifier_of(segment: Segment, article: int) -> str:
    """The id of an article of a segment."""
    identifier = id_of_number(segment.articles.number("id", article))
    copy = segment.articles.number("copy", article)
    return f"{identifier}-{copy}" if copy else identifier


def identifiers_of(numbers: NDArray[np.int64], copies: NDArray[Any]) -> list[bytes]:
    """The ids of articles, as `identifier_of` gives each, by what they have in the columns `id` and `copy`."""
    digits = _DIGITS[numbers[:, None] >> _SHIFTS & 31]
    identifiers: list[bytes] = digits.view(f"S{ID_LENGTH}").ravel().tolist()
    for article in np.flatnonzero(copies).tolist():
        identifiers[article] += b"-%d" % int(copies[article])
    return identifiers


def numbers_of_identifiers(identifiers: Iterable[bytes]) -> Iterator[int]:
    """Ids of articles, without the numbers behind them, as the column `id` has them."""
    return (int(identifier[:ID_LENGTH].translate(_AS_INT_READS), 32) for identifier in identifiers)
