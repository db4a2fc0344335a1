"""Which articles does the index hold, one after the other, with all that is known of each?

They come in the order of their paths, and one at a time: what is held in memory does not grow with their texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from indexer.address import Address
from indexer.fields.articles import passages_of, stored_article
from indexer.fields.records import article_record
from indexer.model.articles import Article, Passage
from indexer.searching.hits import matching
from indexer.searching.open_index import OpenIndex
from indexer.searching.options import SearchOptions
from indexer.store.damage import damage_reported
from indexer.store.location import IndexFolder
from indexer.store.snapshot import open_reader

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
    folder: IndexFolder, text: str | None, options: SearchOptions, today: date | None
) -> Iterator[IndexedArticle]:
    """The articles that have a passage which matches the query `text`, or all (None). Of the options, only those that
    decide what matches are used.

    They are of one commit, whose files are open until the last was given or the iterator is closed: the caller may ask
    and change the index between any two of them.
    """
    with open_reader(folder) as reader, damage_reported(folder.path):
        opened = OpenIndex(reader)
        mask = matching(opened, text, options, today)
        articles = opened.collection.articles
        found = np.flatnonzero(articles.sums(mask))
        ordered = found[np.argsort(opened.collection.name_ranks[found])].tolist()
        for article in ordered:
            documents = range(int(articles.starts[article]), int(articles.starts[article + 1]))
            yield _article(opened, documents, mask[documents.start : documents.stop].tolist())


def _article(opened: OpenIndex, documents: range, matches: list[bool]) -> IndexedArticle:
    segment, first = opened.searcher.located(documents.start)
    number = segment.articles.article_of(first)
    record, passages = article_record(segment, number), passages_of(segment, number)
    return IndexedArticle(
        record.article,
        stored_article(record, passages),
        passages,
        tuple(passage for passage, matched in zip(passages, matches, strict=True) if matched),
        opened.source_of(record),
    )
