"""What is an article called in an evaluation?"""

from __future__ import annotations

from collections.abc import Iterable
from os.path import splitext

from indexer.address import Address
from indexer.fields.records import ArticleRecord

__all__ = ["by_name", "name_of"]


def name_of(record: ArticleRecord) -> str:
    """The id that the article's record gave itself; else the name of its file without suffix, in an archive too; else,
    where it is one of several in its file, its address, with its number where that is all that tells it from them."""
    if record.key:
        return record.key
    address = Address(record.path, record.part)
    number = record.article.partition("-")[2]
    if number:
        return f"{address.article}#{number}"
    return address.article if "#" in record.part else splitext(address.name)[0] or address.article


def by_name(ranked: Iterable[tuple[ArticleRecord, float]]) -> list[tuple[str, float]]:
    """Articles by their names, each with its score, in order; of two with one name the first."""
    named: dict[str, float] = {}
    for record, score in ranked:
        named.setdefault(name_of(record), score)
    return list(named.items())
