"""Small collections in segments of their own, for tests of the engine and of what is asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.address import Address
from indexer.engine.builder import SegmentBuilder
from indexer.engine.searcher import Searcher
from indexer.engine.segment.segment import Segment
from indexer.engine.statistics import CollectionStatistics, total_lengths
from indexer.fields.documents import documents
from indexer.fields.schema import FIELDS, SCORED_FIELDS
from indexer.model.articles import Article, Passage
from indexer.ranking import PassageBM25


def build(folder: Path, articles: Iterable[Article]) -> Segment:
    """A segment in `folder` of articles that are one passage each."""
    builder = SegmentBuilder(folder, FIELDS)
    for article in articles:
        identifier = Address(article.path, article.part).article_id()
        whole = Passage(1, 0, len(article.text), article.text)
        for document in documents(article, [whole], identifier, [1] * len(article.captions)):
            builder.add(document)
    file = builder.finish()
    assert file is not None
    return Segment(folder, file.name)


def searcher_of(segments: Sequence[Segment]) -> Searcher:
    """A searcher with the product's ranking."""
    statistics = CollectionStatistics(
        sum(segment.live for segment in segments),
        dict(zip(SCORED_FIELDS, total_lengths(segments, SCORED_FIELDS), strict=True)),
    )
    return Searcher(segments, PassageBM25(statistics))


@contextmanager
def searching(folder: Path, *collections: Iterable[Article]) -> Iterator[Searcher]:
    """A searcher over a segment of each of the collections."""
    segments = [build(folder, articles) for articles in collections]
    yield searcher_of(segments)
    for segment in segments:
        segment.close()


def flags(size: int, chosen: Iterable[int]) -> NDArray[np.bool_]:
    """An array that is true at the chosen places."""
    found = np.zeros(size, np.bool_)
    found[list(chosen)] = True
    return found
