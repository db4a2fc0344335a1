"""Do sections of a segment have the lengths, and the order, that reading them takes for granted?

Each function raises DamagedIndexError with the place where they do not.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engine.format.container import SectionReader
from indexer.errors import DamagedIndexError

__all__ = ["check_bounds", "check_large", "check_length", "check_order", "require"]


def require(condition: object, place: str, what: str) -> None:
    """Raise DamagedIndexError, with the place, unless something holds."""
    if not condition:
        raise DamagedIndexError(f"{place}: {what}")


def check_length(sections: SectionReader, name: str, length: int) -> None:
    """A section has as many elements as there are things that it is about."""
    require(sections.length(name) == length, name, f"it has {sections.length(name)} elements instead of {length}")


def check_bounds(sections: SectionReader, name: str, parts: int, end: int, *, strict: bool = False) -> None:
    """A section says where each of `parts` parts begins and the last ends, of something with `end` elements."""
    check_length(sections, name, parts + 1)
    bounds = sections.array(name).astype(np.int64)
    require(bounds[0] == 0, name, f"it begins with {bounds[0]}")
    require(bounds[-1] == end, name, f"it ends with {bounds[-1]} instead of {end}")
    falls = np.flatnonzero(np.diff(bounds) < int(strict))
    require(not len(falls), name, f"element {falls[0] + 1 if len(falls) else 0} is not larger than the one before")


def check_order(values: NDArray[Any], place: str, below: int) -> None:
    """Whole numbers are ascending, and less than `below`."""
    numbers = values.astype(np.int64)
    falls = np.flatnonzero(np.diff(numbers) < 1)
    require(not len(falls), place, f"element {falls[0] + 1 if len(falls) else 0} is not larger than the one before")
    if len(numbers):
        require(numbers.min() >= 0 and numbers.max() < below, place, f"a number is not below {below}")


def check_large(sections: SectionReader, name: str, below: int) -> None:
    """Of numbers in a section, those that do not fit are listed by ascending places, each with its value."""
    if f"{name}_large_at" in sections or f"{name}_large" in sections:
        check_length(sections, f"{name}_large", sections.length(f"{name}_large_at"))
        check_order(sections.array(f"{name}_large_at"), f"{name}_large_at", below)
