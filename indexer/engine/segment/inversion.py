"""How do tokens become postings?

By sorting: tokens that are in the order of their documents are put into the order of their terms, and runs of equal
term and document are the postings. What fits into memory is inverted a batch at a time, each giving a `Run`; runs are
merged term by term, by copying slices.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, joined, narrowed, radix_order, ranges

__all__ = ["Postings", "Run", "invert", "merged"]

_SLAB = 1 << 18
"""Tokens that are merged at once, as in merging segments."""


class Postings(NamedTuple):
    """The postings of some terms, one term after the other.

    `counts` are the postings of each term; `documents` and `frequencies` have one element for each posting, documents
    ascending within a term. `places` are the tokens of each term; `positions` and `forms` have one element for each
    token, ascending within a posting. `weights` are what is scored instead of frequencies, float32, one for each
    posting. What a field does not have is empty.
    """

    counts: NDArray[np.int64]
    documents: NDArray[Any]
    frequencies: NDArray[Any]
    places: NDArray[np.int64]
    positions: NDArray[Any]
    forms: NDArray[Any]
    weights: NDArray[Any] = np.zeros(0, np.float32)


class Run(NamedTuple):
    """The postings of one batch of documents; `terms` are the numbers of its terms, ascending."""

    terms: NDArray[np.int64]
    postings: Postings

    @property
    def bytes(self) -> int:
        """The memory it takes."""
        return int(self.terms.nbytes + sum(array.nbytes for array in self.postings))


def invert(
    terms: NDArray[np.int32],
    documents: NDArray[np.uint32],
    positions: NDArray[Any] | None = None,
    forms: NDArray[Any] | None = None,
) -> Run:
    """The postings of tokens: arrays with one element for each, in the order of documents and positions.

    `forms` say which of its term's forms a token is.
    """
    order = radix_order(terms)
    sorted_terms, sorted_documents = terms[order], documents[order]
    other_term = np.empty(len(order), np.bool_)
    other_term[:1] = True
    np.not_equal(sorted_terms[1:], sorted_terms[:-1], out=other_term[1:])
    begins = other_term.copy()
    begins[1:] |= sorted_documents[1:] != sorted_documents[:-1]
    starts = np.flatnonzero(begins)
    first_tokens = np.flatnonzero(other_term)
    first_postings = np.flatnonzero(other_term[starts])
    none = np.zeros(0, np.uint8)
    return Run(
        sorted_terms[first_tokens].astype(np.int64),
        Postings(
            np.diff(first_postings, append=len(starts)),
            sorted_documents[starts],
            narrowed(np.diff(starts, append=len(order))),
            np.diff(first_tokens, append=len(order)),
            none if positions is None else narrowed(positions)[order],
            none if forms is None else narrowed(forms)[order],
        ),
    )


def merged(runs: list[Run]) -> Iterator[Run]:
    """The runs put together, about `_SLAB` tokens at a time, terms ascending; documents of a run that is further on
    come later.

    The terms of a run may be in any order here. The list is emptied, to save memory.
    """
    if not runs:
        return
    terms = np.concatenate([run.terms for run in runs])
    counts = np.concatenate([run.postings.counts for run in runs])
    places = np.concatenate([run.postings.places for run in runs])
    names = "documents", "frequencies", "positions", "forms", "weights"
    pieces = [[getattr(run.postings, name) for run in runs] for name in names]
    runs.clear()
    documents, frequencies, positions, forms, weights = map(joined, pieces)
    # From here on, one element for each term of each run; first in the order of the runs, then of the terms.
    first_posting, first_token = bounds_of(counts)[:-1], bounds_of(places)[:-1]
    order = radix_order(terms)
    terms, counts, places = terms[order], counts[order], places[order]
    first_posting, first_token = first_posting[order], first_token[order]
    begins = np.flatnonzero(np.diff(terms, prepend=-1))
    tokens = bounds_of(places)
    token_ends = tokens[np.append(begins[1:], len(terms))]
    done = 0
    while done < len(begins):
        enough = int(np.searchsorted(token_ends, tokens[begins[done]] + _SLAB, "right"))
        until = max(done + 1, enough)
        start, end = int(begins[done]), int(begins[until]) if until < len(begins) else len(terms)
        inner = begins[done:until] - start
        posting = _places(first_posting[start:end], counts[start:end])
        token = _places(first_token[start:end], places[start:end])
        yield Run(
            terms[begins[done:until]],
            Postings(
                np.add.reduceat(counts[start:end], inner),
                documents[posting],
                frequencies[posting],
                np.add.reduceat(places[start:end], inner),
                positions[token] if len(positions) else positions,
                forms[token] if len(forms) else forms,
                weights[posting] if len(weights) else weights,
            ),
        )
        done = until


def _places(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64] | slice:
    """The numbers from each of `starts` on, so many of each; as a slice where they follow each other."""
    if (starts[1:] == (starts + sizes)[:-1]).all():
        return slice(int(starts[0]), int(starts[-1] + sizes[-1]))
    return ranges(starts, sizes)
