"""Which articles does the index hold, one after the other, with all that is known of each?

They come in the order of their paths, and one at a time: what is held in memory does not grow with their texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from indexer import querying
from indexer.address import Address
from indexer.fields import article_record, stored_article
from indexer.model import Article, Passage
from indexer.querying.tree import HasField
from indexer.searching.hits import SearchOptions, matching
from indexer.searching.open_index import OpenIndex
from indexer.store.damage import damage_reported

__all__ = ["IndexedArticle", "indexed_articles"]


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article as the index holds it: its cleaned text, what is known of it, and its passages.

    `matching` are the passages that match what was asked for, all of them where nothing was. `source` is the absolute
    path of its file, or "" where it comes from none.
    """

    id: str
    article: Article
    passages: tuple[Passage, ...]
    matching: tuple[Passage, ...]
    source: str

    @property
    def address(self) -> Address:
        """Where the article is: in its file, or under the path that it was added with."""
        return Address(self.source or self.article.path, self.article.part)


def indexed_articles(
    opened: OpenIndex, text: str | None, options: SearchOptions, today: date
) -> Iterator[IndexedArticle]:
    """The articles that have a passage which matches the query `text`, or all (None). Of the options, only those that
    decide what matches are used."""
    with damage_reported(opened.path):
        if text is None:
            everything = querying.Query("", HasField("text", source="", start=0))
            query = querying.compile_query(everything, since=options.since, until=options.until)
            mask = opened.searcher.mask(query)
        else:
            mask = matching(opened, text, options, today)
        articles = opened.collection.articles
        found = np.flatnonzero(articles.sums(mask))
        ordered = found[np.argsort(opened.collection.name_ranks[found])].tolist()
        for article in ordered:
            documents = range(int(articles.starts[article]), int(articles.starts[article + 1]))
            yield _article(opened, documents, mask[documents.start : documents.stop].tolist())


def _article(opened: OpenIndex, documents: range, matches: list[bool]) -> IndexedArticle:
    segment, first = opened.searcher.located(documents.start)
    record = article_record(segment, segment.articles.article_of(first))
    numbers = np.arange(first, first + len(documents))
    columns = [segment.documents_columns.at(name, numbers).tolist() for name in ("start", "first_line", "last_line")]
    texts = [segment.stored[number].decode("utf-8", "surrogatepass") for number in numbers.tolist()]
    passages = tuple(
        Passage(ordinal, start, start + len(text), text, first_line or None, last_line or None)
        for ordinal, (text, start, first_line, last_line) in enumerate(zip(texts, *columns, strict=True), 1)
    )
    return IndexedArticle(
        record.article,
        stored_article(record, "".join(texts)),
        passages,
        tuple(passage for passage, matched in zip(passages, matches, strict=True) if matched),
        opened.source_of(record),
    )
