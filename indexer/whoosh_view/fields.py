"""Which Whoosh fields are the fields of the index?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.analysis import stem, terms_of
from indexer.fields.records import STORED_FIELDS
from indexer.fields.schema import INDEX_FIELDS, IndexField
from indexer.quiet import quiet
from indexer.text import Word, fold, words
from indexer.whoosh_view.columns import COLUMNS, ListsColumn

with quiet():
    from whoosh import fields
    from whoosh.analysis import Token, Tokenizer

__all__ = ["WordTokenizer", "schema"]


class WordTokenizer(Tokenizer):  # type: ignore[misc]
    """The analysis of the index as a tokenizer of Whoosh's: folded words, or their stems.

    It gives the terms that `analysis.terms_of` gives, for a document. For a query (`mode="query"`) a single character
    of a script written without spaces, which is indexed as the beginning of a pair only, stays as it is beside other
    words. With `tokenize=False`, as Whoosh's parser calls it for wildcards and prefixes, the whole text is one token.
    """

    def __init__(self, *, stemmed: bool) -> None:
        self.stemmed = stemmed

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), self.stemmed))

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        tokenize: bool = True,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[Any]:
        """Yield Whoosh's one token again and again, as its tokenizers do."""
        no_morph = kwargs.pop("no_morph", False)
        token = Token(positions, chars, removestops=removestops, mode=mode, **kwargs)
        found = _terms(value, query=mode == "query") if tokenize else [(Word(0, len(value), fold(value)), 0)]
        for word, position in found:
            token.text = stem(word.text) if self.stemmed and tokenize and not no_morph else word.text
            token.boost = 1.0
            token.stopped = False
            token.pos = start_pos + position
            if keeporiginal:
                token.original = value[word.start : word.end]
            if chars:
                token.startchar, token.endchar = start_char + word.start, start_char + word.end
            yield token


def _terms(text: str, *, query: bool) -> Iterator[tuple[Word, int]]:
    """The terms of a text with their places in it, and their positions."""
    found = words(text)
    if query:
        yield from ((word, position) for position, word in enumerate(found))
        return
    for term, position in terms_of(text):
        word = found[position]
        yield (word if term == word.text else Word(max(word.start, word.end - 1), word.end, term)), position


class _Names(fields.TEXT):  # type: ignore[misc]
    """Words of names, of which each whole name is a value to group by."""

    def to_column_value(self, value: Any) -> tuple[str, ...]:
        """The names in the value of a document."""
        return (value,) if isinstance(value, str) else tuple(value)

    def from_column_value(self, value: Any) -> Any:
        """The names in a value of the column, or the one that a group is called by."""
        return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


class _Text(fields.TEXT):  # type: ignore[misc]
    """Words of a text that is a value to group by."""

    def from_column_value(self, value: bytes) -> str:
        """The text in a value of the column."""
        return value.decode("utf-8", "surrogatepass")


def schema() -> fields.Schema:
    """The schema of every index. What is stored of a passage is said to be stored."""
    found: dict[str, Any] = {}
    for field in INDEX_FIELDS:
        if field.kind == "day":
            found[field.name] = fields.NUMERIC(int, bits=32, signed=True, shift_step=0, sortable=True)
        elif field.kind == "value":
            found[field.name] = fields.ID(stored=True, sortable=True)
        else:
            found[field.name] = _text(field)
        for name in filter(None, (field.words, field.own)):
            found[name] = fields.TEXT(analyzer=WordTokenizer(stemmed=False), phrase=True)
    return fields.Schema(**found, **{name: fields.STORED() for name in STORED_FIELDS if name not in found})


def _text(field: IndexField) -> fields.TEXT:
    analyzer = WordTokenizer(stemmed=field.kind == "text")
    stored = field.name in STORED_FIELDS
    if field.name == "author":  # of which there may be several
        return _Names(analyzer=analyzer, phrase=True, stored=stored, sortable=ListsColumn())
    if field.name in COLUMNS:
        return _Text(analyzer=analyzer, phrase=True, stored=stored, sortable=True)
    return fields.TEXT(analyzer=analyzer, phrase=True, stored=stored)
