"""Which tokens does each document have, as one number that does not depend on how they are laid out?

Two segments have the same tokens in a document if the sums of their hashes are the same; that two different ones have
the same sum has a chance of 1 in 2**64.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.engine.segment.fields import SurfaceForms
from indexer.engine.segment.segment import Segment
from indexer.engine.verification.postings import own_terms, slabs

__all__ = ["token_sums", "vector_sums"]

_WORD = np.uint64(0x9E3779B97F4A7C15)
_POSITION = np.uint64(0xC2B2AE3D27D4EB4F)
_SHIFT = np.uint64(29)
_VECTORS = 4096  # that are read at once


def token_sums(segment: Segment, name: str) -> NDArray[np.uint64]:
    """The sum of the hashes of the tokens of each document, or each article where the field is kept by article: of
    their term, their word and their position. The words are those of all parts."""
    field = own_terms(segment, name)
    sums = np.zeros(field.documents, np.uint64)
    words = segment.field(segment.kinds[name].words) if segment.kinds[name].exact else None
    hash_of: NDArray[np.uint64] | None = None
    bounds = np.zeros(0, np.int64)
    if isinstance(words, SurfaceForms):
        bounds, places = words.form_places()
        hash_of = np.zeros(int(bounds[-1]), np.uint64)
        hash_of[places] = words.hashes_of(np.arange(words.count))
    for numbers, postings in slabs(field):
        hashes = field.hashes_of(np.arange(numbers.start, numbers.stop))
        tokens = np.repeat(hashes, postings.places)
        if hash_of is not None and len(postings.forms):
            begins = np.repeat(bounds[numbers.start : numbers.stop], postings.places)
            tokens ^= _mixed(hash_of[begins + postings.forms] * _WORD)
        tokens = _mixed(tokens + postings.positions.astype(np.uint64) * _POSITION)
        np.add.at(sums, np.repeat(postings.documents, postings.frequencies), tokens)
    return sums


def vector_sums(segment: Segment, name: str) -> NDArray[np.uint64]:
    """The sum of the hashes of the terms of each article's term vector, with their frequencies."""
    count = segment.articles.count
    sums = np.zeros(count, np.uint64)
    field = own_terms(segment, name)
    hashes = field.hashes_of(np.arange(field.count)) if field.count else np.zeros(0, np.uint64)
    for at in range(0, count, _VECTORS):
        starts, terms, tf = segment.articles.vectors(np.arange(at, min(at + _VECTORS, count)), name)
        owners = np.repeat(np.arange(len(starts) - 1), np.diff(starts)) + at
        np.add.at(sums, owners, _mixed(hashes[terms] + tf.astype(np.uint64) * _POSITION))
    return sums


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed: NDArray[np.uint64] = (values ^ (values >> _SHIFT)) * _WORD
    return mixed ^ (mixed >> _SHIFT)
