"""Which words do the articles have, and how often?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from itertools import islice
from typing import Literal, TypeAlias

import numpy as np

from indexer.analysis import fold_words
from indexer.model.counts import TermCount
from indexer.searching.open_index import OpenIndex
from indexer.store.damage import damage_reported

__all__ = ["TermOrder", "terms_of"]

TermOrder: TypeAlias = Literal["frequency", "name"]
"""The order of words: that of the passages that have them, the most first, or that of their letters."""

_FIELD = "text_words"


def terms_of(opened: OpenIndex, prefix: str, limit: int | None, order: TermOrder) -> list[TermCount]:
    """The words that begin with `prefix`, which is folded as they are; at most `limit` of them."""
    with damage_reported(opened.path):
        counts: Counter[bytes] = Counter()
        for segment in opened.searcher.segments:
            field = segment.field(_FIELD)
            if field is not None:
                within = field.with_prefix(fold_words(prefix).encode("utf-8", "replace"))
                for number, term in zip(within, field.terms(within), strict=True):
                    counts[term] += field.frequency(number)
        if order == "name":
            return list(islice(_counted(opened, sorted(counts)), limit))
        return _most_frequent(opened, counts, len(counts) if limit is None else limit)


def _most_frequent(opened: OpenIndex, counts: Counter[bytes], limit: int) -> list[TermCount]:
    """The most frequent words. `counts` has deleted passages too, so no word has more passages than it says."""
    found: list[TermCount] = []
    terms = sorted(counts, key=lambda term: (-counts[term], term))
    at, step = 0, max(1, limit)
    while at < len(terms) and limit:
        found += _counted(opened, terms[at : at + step])
        found = nsmallest(limit, found, key=lambda count: (-count.passages, count.term))
        at += step
        if at < len(terms) and len(found) == limit and found[-1].passages > counts[terms[at]]:
            break
    return found


def _counted(opened: OpenIndex, terms: Iterable[bytes]) -> Iterator[TermCount]:
    """How often words occur in live passages; those that do not are left out."""
    collection = opened.collection
    field = collection.field(_FIELD)
    deleted = opened.searcher.joined.deleted
    for term in terms:
        number = -1 if field is None else field.find(term)
        if field is None or number < 0:
            continue
        documents = field.postings(number).documents
        if deleted is not None:
            documents = documents[~deleted[documents]]
        if not len(documents):
            continue
        owners = collection.articles.of(documents)
        is_first = np.ones(len(documents), np.bool_)
        is_first[1:] = owners[1:] != owners[:-1]
        # A title is indexed with each passage of its article, before the text; it counts with the first of them.
        places, positions = collection.positions(_FIELD, term, documents)
        in_text = positions >= collection.title_lengths(documents)[places]
        occurrences = int(np.count_nonzero(in_text | is_first[places]))
        yield TermCount(term.decode("utf-8", "replace"), len(documents), int(np.count_nonzero(is_first)), occurrences)
