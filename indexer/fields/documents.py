"""How does an article with its passages become documents of the engine?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from indexer.address import Address
from indexer.analysis import GAP, TITLE_WEIGHT
from indexer.engine.documents import ArticleEntry, Document, Part
from indexer.fields.names import group_name, numbers_of_identifiers
from indexer.fields.records import SourceFile, packed_record
from indexer.fields.terms import folded_terms, number_of_day, number_term, value_term

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from indexer.model.articles import Article, Passage

__all__ = [
    "Fingerprints",
    "documents",
]


class Fingerprints(NamedTuple):
    """What is kept of an article to compare it with others, as `ArticleEntry` has it."""

    keys: Mapping[str, NDArray[np.uint64]] = {}
    marks: Mapping[str, NDArray[np.uint32]] = {}
    blobs: Mapping[str, bytes] = {}


def documents(
    article: Article,
    passages: Sequence[Passage],
    identifier: str,
    caption_ordinals: Sequence[int] = (),
    *,
    number: int = 1,
    source: SourceFile = SourceFile(),  # noqa: B008 - it cannot be changed
    fingerprints: Fingerprints = Fingerprints(),  # noqa: B008 - nor can this
) -> Iterator[Document]:
    """The index's documents for the passages of one article, whose id is `identifier`.

    `caption_ordinals` are the ordinals of the passages that its captions are nearest to (`passages.caption_ordinals`).
    `number` counts the articles of its file from 1.
    """
    terms = {
        "author": folded_terms(" ".join(article.authors)),
        "site": folded_terms(article.site),
        "section": folded_terms(article.section),
        "kicker": folded_terms(article.kicker),
        "path": folded_terms(Address(article.path, article.part).article),
        "language": value_term(article.language),
        "date": [number_term(article.published)] if article.published else [],
        "article": value_term(identifier),
    }
    if article.sender or article.recipients:
        terms |= {"from": folded_terms(article.sender), "to": folded_terms(" ".join(article.recipients))}
    captions = tuple(zip(article.captions, caption_ordinals, strict=True)) if caption_ordinals else ()
    group = group_name(article.path, number)
    entry: ArticleEntry | None = ArticleEntry(
        packed_record(article, captions, source),
        _numbers(article, identifier, passages[-1].end if passages else 0),
        {
            "author": article.authors,
            "site": (article.site,) if article.site else (),
            "section": (article.section,) if article.section else (),
            "language": (article.language,) if article.language else (),
        },
        *fingerprints,
    )
    title: dict[str, Sequence[Part]] = {"title": (Part(article.title),)} if article.title else {}
    shared = (Part(article.title, TITLE_WEIGHT),) if article.title else ()
    for passage in passages:
        texts: dict[str, Sequence[Part]] = {"text": (*shared, Part(passage.text)), **title}
        own = tuple(Part(text) for text, ordinal in captions if ordinal == passage.ordinal) if captions else ()
        if own:
            texts["caption"] = own
        yield Document(
            group,
            passage.text.encode("utf-8", "surrogatepass"),
            texts,
            terms,
            GAP,
            _passage_numbers(passage),
            entry,
        )
        entry, title = None, {}  # which the first document gives for all


def _numbers(article: Article, identifier: str, length: int) -> dict[str, int]:
    copy = identifier.partition("-")[2]
    (number,) = numbers_of_identifiers([identifier.encode("ascii")])
    numbers = {"id": number, "length": length}
    if article.published:
        numbers["date"] = number_of_day(article.published)
    if copy:
        numbers["copy"] = int(copy)
    return numbers


def _passage_numbers(passage: Passage) -> dict[str, int]:
    numbers = {"start": passage.start}
    if passage.first_line is not None and passage.last_line is not None:
        numbers["first_line"], numbers["last_line"] = passage.first_line, passage.last_line
    return numbers
