"""Which terms of a field are meant by a beginning, a pattern, a range or a likeness?"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from indexer.engine.queries import Expansion, Fuzzy, Prefix, Range, Regex
from indexer.engine.segment.fields import Field

__all__ = ["expand"]


def expand(field: Field, expansion: Expansion) -> range | list[int]:
    """The numbers of the terms of `field` that are meant, ascending."""
    return field.occurring(_meant(field, expansion))


def _meant(field: Field, expansion: Expansion) -> range | list[int]:
    match expansion:
        case Prefix(prefix):
            return field.with_prefix(prefix)
        case Range(first, last, below):
            start = 0 if first is None else field.at_least(first)
            return range(start, field.count if last is None else field.at_least(last if below else last + b"\0"))
        case Regex(pattern, prefix, whole):
            within = field.with_prefix(prefix)
            compiled = re.compile(pattern)
            matches = compiled.fullmatch if whole else compiled.match
            terms = (term.decode("utf-8", "replace") for term in field.terms(within))
            return [number for number, term in zip(within, terms, strict=True) if matches(term)]
        case Fuzzy(text, distance, shared):
            within = field.with_prefix(text[:shared].encode("utf-8", "replace"))
            return list(_similar(field, within, text, distance))


def _similar(field: Field, within: range, text: str, distance: int) -> Iterator[int]:
    """The numbers of the terms `within` that are at most `distance` edits from `text`."""
    if not within:
        return
    octets, bounds = field.octets(within)
    sizes = np.diff(bounds)
    beyond_ascii = np.concatenate(([0], np.cumsum(octets > 127)))[bounds]
    ascii_only = beyond_ascii[1:] == beyond_ascii[:-1]
    near = np.flatnonzero(ascii_only & (np.abs(sizes - len(text)) <= distance))
    width = len(text) + distance
    inside = np.arange(width) < sizes[near, None]
    letters = np.zeros((len(near), width), np.uint32)
    letters[inside] = octets[(bounds[near, None] + np.arange(width))[inside]]
    lengths = sizes[near]
    others = [
        (place, term)
        for place in np.flatnonzero(~ascii_only).tolist()
        if abs(len(term := field.term(within.start + place).decode("utf-8", "replace")) - len(text)) <= distance
    ]
    if others:
        padded = "".join([term.ljust(width, "\0") for _, term in others]).encode("utf-32-le", "surrogatepass")
        near = np.concatenate((near, [place for place, _ in others]))
        letters = np.concatenate((letters, np.frombuffer(padded, "<u4").reshape(len(others), width)))
        lengths = np.concatenate((lengths, [len(term) for _, term in others]))
    yield from sorted((near[_edits(letters, lengths, text) <= distance] + within.start).tolist())


def _edits(letters: NDArray[np.uint32], lengths: NDArray[np.int64], text: str) -> NDArray[np.int64]:
    """The Levenshtein distance of `text` to each row of `letters`, of which only the first `lengths` count.

    The table of Wagner and Fischer (1974), a row of it for each letter of `text`, for all terms at once.
    """
    count, width = letters.shape
    offsets = np.arange(width + 1, dtype=np.int16)
    above = np.tile(offsets, (count, 1))
    for row, letter in enumerate(text, 1):
        here = np.empty_like(above)
        here[:, 0] = row
        replaced = above[:, :-1] + (letters != ord(letter))
        np.minimum(replaced, above[:, 1:] + 1, out=here[:, 1:])
        # An insertion is one more than the place to the left, which may itself be one more than the place left of it.
        here = np.minimum.accumulate(here - offsets, axis=1) + offsets
        above = here
    return above[np.arange(count), lengths]
