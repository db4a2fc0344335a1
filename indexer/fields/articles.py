"""Which article, and which passages, are stored?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from indexer.model.articles import Article, Passage

if TYPE_CHECKING:
    from indexer.engine.segment.segment import Segment
    from indexer.fields.records import ArticleRecord

__all__ = ["passages_of", "stored_article"]


def stored_article(record: ArticleRecord, passages: Iterable[Passage]) -> Article:
    """The article that a record is stored of; `passages` are all of its own."""
    return Article(
        text="".join(passage.text for passage in passages),
        title=record.title,
        kicker=record.kicker,
        authors=tuple(record.authors),
        published=date.fromisoformat(record.published) if record.published else None,
        site=record.site,
        language=record.language,
        url=record.url,
        captions=tuple(caption for caption, _ in record.captions),
        path=record.path,
        part=record.part,
        modified=date.fromisoformat(record.modified) if record.modified else None,
        section=record.section,
        description=record.description,
        precision=record.precision,
        key=record.key,
        sender=record.sender,
        recipients=tuple(record.recipients),
    )


def passages_of(segment: Segment, article: int) -> tuple[Passage, ...]:
    """The passages of an article of a segment. They tile its text."""
    passages: list[Passage] = []
    number, start = segment.documents_columns.one, 0
    for ordinal, document in enumerate(segment.articles.documents_of(article), 1):
        text = segment.stored[document].decode("utf-8", "surrogatepass")
        lines = number("first_line", document) or None, number("last_line", document) or None
        passages.append(Passage(ordinal, start, start + len(text), text, *lines))
        start += len(text)
    return tuple(passages)
