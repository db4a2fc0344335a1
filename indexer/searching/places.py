"""Where in its article is each of several matches, and what is stored of these articles?

Both are looked up for all matches together: columns are read for all documents of a segment at once, and records, which
are compressed together, in the order in which they are stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.engine.searcher import Match
from indexer.fields import ArticleRecord
from indexer.searching.open_index import OpenIndex

__all__ = ["Place", "articles_of", "places_of"]


class Place(NamedTuple):
    """Where in its article a passage is: its number, counted from 1, its offsets in the cleaned text, and its lines in
    the source file, None where that has none."""

    ordinal: int
    start: int
    end: int
    first_line: int | None
    last_line: int | None


def articles_of(opened: OpenIndex, matches: Sequence[Match]) -> list[ArticleRecord]:
    """What is stored of the article of each match."""
    wanted = sorted({(match.segment, match.article) for match in matches})
    records = {place: opened.article(*place) for place in wanted}
    return [records[match.segment, match.article] for match in matches]


def places_of(opened: OpenIndex, matches: Sequence[Match]) -> list[Place]:
    """Where in its article each match is. No text is read: passages follow each other without a gap."""
    found: dict[int, Place] = {}
    for number in {match.segment for match in matches}:
        segment = opened.searcher.segments[number]
        mine = [match for match in matches if match.segment == number]
        documents = np.array([match.document for match in mine]) - opened.searcher.offset_of(number)
        articles = np.array([match.article for match in mine])
        first, beyond = segment.articles.starts[articles], segment.articles.starts[articles + 1]
        column = segment.documents_columns.at
        starts = column("start", documents)
        is_last = documents + 1 == beyond
        lengths = segment.articles.numbers_at("length", articles)
        ends = np.where(is_last, lengths, column("start", np.where(is_last, documents, documents + 1)))
        columns = (documents - first + 1, starts, ends, column("first_line", documents), column("last_line", documents))
        for match, ordinal, start, end, first_line, last_line in zip(mine, *(c.tolist() for c in columns), strict=True):
            found[match.document] = Place(ordinal, start, end, first_line or None, last_line or None)
    return [found[match.document] for match in matches]
