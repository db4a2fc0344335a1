"""In which fields are the terms of a passage?

| field | terms | for |
|---|---|---|
| `text` | stems of the passage and, three times each, of its article's title | plain words; what ranking scores |
| `exact` | folded words of title and passage | phrases, wildcards, fuzzy words, suggestions |
| `title` | stems of the title | `title:` |
| `author`, `site`, `path` | folded words | `author:`, `site:`, `path:` |
| `language` | the code, as `en` | `language:` |
| `date` | the number 20230220 | `date:`, `year:`, `--since`, `--until` |
| `source`, `article` | ids of the file and of the article | deleting, showing |
| `order` | no terms: a column of sort keys | breaking ties, grouping by article |

Each document of the index is one passage. What a hit shows is in its stored fields.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from indexer.analysis import GAP, TITLE_WEIGHT, Terms, add_terms, fold_words, stem, stem_all
from indexer.model import Article, Passage
from indexer.quiet import quiet
from indexer.text import words

with quiet():
    from whoosh import fields, formats
    from whoosh.analysis import Token, Tokenizer
    from whoosh.columns import VarBytesColumn

__all__ = [
    "SCHEMA_REVISION",
    "SCORED_FIELDS",
    "FieldTerms",
    "Record",
    "TermsField",
    "WordTokenizer",
    "document",
    "number_of",
    "order_key",
    "schema",
]

SCHEMA_REVISION = 1
"""Raised whenever an index written before would hold other terms: its files are then read again."""

SCORED_FIELDS = ("text", "exact", "title")
"""The fields whose lengths count in scores."""


class WordTokenizer(Tokenizer):  # type: ignore[misc]
    """Whoosh's view of our words, so that a plain Whoosh program that opens the index analyses as we do."""

    def __init__(self, *, stemmed: bool) -> None:
        self.stemmed = stemmed

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[Any]:
        """Yield Whoosh's one token again and again, as its tokenizers do."""
        token = Token(positions, chars, removestops=removestops, mode=mode, **kwargs)
        for position, word in enumerate(words(value), start_pos):
            token.text = stem(word.text) if self.stemmed else word.text
            token.boost = 1.0
            token.stopped = False
            token.pos = position
            if keeporiginal:
                token.original = value[word.start : word.end]
            if chars:
                token.startchar, token.endchar = start_char + word.start, start_char + word.end
            yield token


@dataclass(frozen=True, slots=True)
class FieldTerms:
    """A text already analysed: the positions of each term; those before `title_end` are the title's and weigh more."""

    positions: Terms
    title_end: int = 0


class TermsField(fields.TEXT):  # type: ignore[misc]
    """A text field that takes analysed text (`FieldTerms`) as well as plain strings."""

    def __init__(self, *, stemmed: bool) -> None:
        super().__init__(analyzer=WordTokenizer(stemmed=stemmed), phrase=True)

    def index(self, value: FieldTerms | str, **kwargs: Any) -> Iterable[tuple[bytes, int, float, bytes]]:
        """Give each term's bytes, frequency, weight and encoded positions."""
        if isinstance(value, str):
            yield from super().index(value, **kwargs)
            return
        encode = self.format.encode
        title_end = value.title_end
        for term, positions in value.positions.items():
            frequency = len(positions)
            if positions[0] < title_end:
                frequency += (TITLE_WEIGHT - 1) * bisect_left(positions, title_end)
            value_bytes = _encoded_once(positions[0]) if len(positions) == 1 else encode(positions)
            yield term.encode("utf-8", "replace"), frequency, float(frequency), value_bytes


@lru_cache(maxsize=4096)
def _encoded_once(position: int) -> bytes:
    """What Whoosh's format makes of a single position, as most words of a passage have."""
    return bytes(_POSITIONS.encode([position]))


_POSITIONS = formats.Positions()


def schema() -> fields.Schema:
    """The schema of every index."""
    return fields.Schema(
        text=TermsField(stemmed=True),
        exact=TermsField(stemmed=False),
        title=TermsField(stemmed=True),
        author=fields.TEXT(analyzer=WordTokenizer(stemmed=False)),
        site=fields.TEXT(analyzer=WordTokenizer(stemmed=False)),
        path=fields.TEXT(analyzer=WordTokenizer(stemmed=False)),
        language=fields.ID(),
        date=fields.NUMERIC(int, bits=32, signed=True, shift_step=8),
        source=fields.ID(),
        article=fields.ID(),
        order=fields.COLUMN(VarBytesColumn()),
        record=fields.STORED(),
    )


def number_of(day: date) -> int:
    """A day as the index holds it: 20230220."""
    return day.year * 10000 + day.month * 100 + day.day


class Record(NamedTuple):
    """What is stored with each passage: all that a hit shows.

    `path` is relative to the index's root where the file lies below it. `size`, `mtime_ns` and `digest` are the file's
    when it was read; `digest` is "" for an article that comes from no file. `published` is an ISO date or "".
    """

    article: str
    ordinal: int
    path: str
    title: str
    authors: tuple[str, ...]
    published: str
    site: str
    language: str
    url: str
    start: int
    end: int
    first_line: int | None
    last_line: int | None
    size: int
    mtime_ns: int
    digest: str
    text: str


def order_key(path: str, article: str, ordinal: int) -> bytes:
    """What passages sort by where their scores are equal: path, place of the article in its file, place in the article.

    Up to the last NUL it names the article, up to the one before that the path.
    """
    number = article.partition("-")[2] or "1"
    return b"%b\0%08d\0%06d" % (os.fsencode(path), int(number), ordinal)


def document(article: Article, passage: Passage, source: str, record: Record) -> tuple[dict[str, Any], tuple[int, ...]]:
    """The fields of one passage for Whoosh's `add_document`, and the lengths of its `SCORED_FIELDS`.

    `source` is the id of its file.
    """
    exact: Terms = {}
    title_end = add_terms(article.title, exact)
    title = {word: list(positions) for word, positions in exact.items()}
    text_start = title_end + GAP if title_end else 0
    end = add_terms(passage.text, exact, text_start)
    stemmed = stem_all(exact)
    values: dict[str, Any] = {
        "text": FieldTerms(stemmed, title_end),
        "exact": FieldTerms(exact),
        "source": source,
        "article": record.article,
        "path": fold_words(article.path),
        "order": order_key(article.path, record.article, record.ordinal),
        "record": tuple(record),
    }
    if title:
        values["title"] = FieldTerms(stem_all(title))
    if article.authors:
        values["author"] = " ".join(article.authors)
    if article.site:
        values["site"] = article.site
    if article.language:
        values["language"] = article.language
    if article.published:
        values["date"] = number_of(article.published)
    text_words = end - text_start
    return values, (text_words + TITLE_WEIGHT * title_end, text_words + title_end, title_end)
