"""How often does each term occur among the passages that are there now?

Whoosh counts deleted documents in document frequencies and lengths until their segment is merged, and its merging
rounds lengths. Scores must depend on the passages and on nothing of the index's past, so live counts are kept here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["CollectionStatistics", "live_document_frequency"]


@dataclass(frozen=True, slots=True)
class CollectionStatistics:
    """Totals over the live passages: their number, and for each scored field the sum of its lengths in words."""

    passages: int = 0
    lengths: Mapping[str, int] = field(default_factory=dict)

    def average_length(self, name: str) -> float:
        """The mean length of the field in words, and 1 where it is empty."""
        return self.lengths.get(name, 0) / self.passages if self.passages and self.lengths.get(name) else 1.0


def live_document_frequency(reader: Any, name: str, term: bytes | str) -> int:
    """How many live documents have `term` in the field `name`; `reader` is Whoosh's.

    Where documents are deleted, only they are looked up among the term's postings.
    """
    frequency = 0
    for leaf, _ in reader.leaf_readers():
        if (name, term) not in leaf:
            continue
        frequency += leaf.doc_frequency(name, term)
        if leaf.has_deletions():
            frequency -= _deleted_with(leaf, name, term)
    return frequency


def _deleted_with(leaf: Any, name: str, term: bytes | str) -> int:
    """How many of a segment's deleted documents have the term."""
    field_object = leaf.schema[name]
    postings = leaf._terms.matcher(name, field_object.to_bytes(term), field_object.format)
    count = 0
    for number in sorted(leaf._perdoc.deleted_docs()):
        if not postings.is_active():
            break
        postings.skip_to(number)
        if postings.is_active() and postings.id() == number:
            count += 1
    return count
