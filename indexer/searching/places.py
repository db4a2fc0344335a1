"""Where in its article is each of several matches, and what is stored of these articles?

Both are looked up for all matches together: columns are read for all documents of a segment at once, and records, which
are compressed together, in the order in which they are stored.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.engine.searcher import Match
from indexer.searching.open_index import OpenIndex, Place, ShownArticle

__all__ = ["articles_of", "places_of"]


_PLACE_BYTES = 400
"""What a place takes while it is kept, about: a tuple of five numbers and an entry."""


def articles_of(opened: OpenIndex, matches: Sequence[Match]) -> list[ShownArticle]:
    """What is shown of the article of each match."""
    numbers = [(match.segment, match.article) for match in matches]
    articles = {number: opened.article(number) for number in sorted(set(numbers))}
    return [articles[number] for number in numbers]


def places_of(opened: OpenIndex, matches: Sequence[Match]) -> list[Place]:
    """Where in its article each match is. No text is read: passages follow each other without a gap."""
    known = [opened.places.get(match.document) for match in matches]
    unknown = [match for match, place in zip(matches, known, strict=True) if place is None]
    if not unknown:
        return [place for place in known if place is not None]
    found: dict[int, Place] = {}
    for number in {match.segment for match in unknown}:
        mine = [match for match in unknown if match.segment == number]
        for match, place in zip(mine, _places_in(opened, number, mine), strict=True):
            found[match.document] = opened.places.put(match.document, place, _PLACE_BYTES)
    return [place or found[match.document] for match, place in zip(matches, known, strict=True)]


def _places_in(opened: OpenIndex, number: int, matches: Sequence[Match]) -> list[Place]:
    """Where in its article each of the matches in one segment is."""
    segment = opened.searcher.segments[number]
    documents = np.array([match.document for match in matches]) - opened.searcher.offset_of(number)
    articles = np.array([match.article for match in matches])
    first, beyond = segment.articles.starts[articles], segment.articles.starts[articles + 1]
    column = segment.documents_columns.at
    starts = column("start", documents)
    is_last = documents + 1 == beyond
    lengths = segment.articles.numbers_at("length", articles)
    ends = np.where(is_last, lengths, column("start", np.where(is_last, documents, documents + 1)))
    columns = (documents - first + 1, starts, ends, column("first_line", documents), column("last_line", documents))
    return [
        Place(ordinal, start, end, first_line or None, last_line or None)
        for ordinal, start, end, first_line, last_line in zip(*(column.tolist() for column in columns), strict=True)
    ]
