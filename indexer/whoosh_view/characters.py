"""Where is a single character of a script written without spaces?

The index holds the pairs of such characters, and the last one of a run alone, so that each character is the beginning
of a term wherever it occurs. For Whoosh, which looks up whole terms only, a single character is a term of its own,
whose postings are those of all terms that begin with it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import distinct, is_among
from indexer.engine.segment.fields import Field
from indexer.engine.segment.posting_list import PostingList
from indexer.text import is_unsegmented

__all__ = ["CharacterField", "is_character"]


def is_character(term: bytes) -> bool:
    """Whether a term is a single character of a script written without spaces."""
    if len(term) > 4:
        return False
    text = term.decode("utf-8", "replace")
    return len(text) == 1 and is_unsegmented(text)


class CharacterField:
    """One character in a field, as a field whose only term, with the number 0, it is."""

    def __init__(self, field: Field, character: bytes) -> None:
        self.lengths = field.lengths
        self._field = field
        self._numbers = field.occurring(field.with_prefix(character))

    def find(self, term: bytes) -> int:
        """0, or -1 where nothing begins with the character."""
        return 0 if self._numbers else -1

    def postings(self, number: int) -> PostingList:
        """The postings of the character."""
        parts = [self._field.postings(number) for number in self._numbers]
        documents = distinct(np.concatenate([part.documents for part in parts]))
        frequencies = np.zeros(len(documents), np.uint32)
        for part in parts:
            frequencies[np.searchsorted(documents, part.documents)] += part.tf.astype(np.uint32)
        return PostingList(len(documents), documents, frequencies)

    def positions(self, number: int, documents: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """The positions of the character in `documents`, ascending, one document after the other; and how many there
        are in each."""
        keys = [np.zeros(0, np.int64)]
        for term in self._numbers:
            having = np.flatnonzero(is_among(documents, self._field.postings(term).documents))
            if len(having):
                positions, sizes = self._field.positions(term, documents[having])
                keys.append((np.repeat(having, sizes) << 32) + positions)
        found = distinct(np.concatenate(keys))
        return found & 0xFFFFFFFF, np.bincount(found >> 32, minlength=len(documents))
