"""Which Whoosh fields do the fields of the index look like?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.analysis import stem
from indexer.fields import INDEX_FIELDS, Record
from indexer.quiet import quiet
from indexer.text import words

with quiet():
    from whoosh import fields
    from whoosh.analysis import Token, Tokenizer

__all__ = ["WordTokenizer", "schema"]


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


def schema() -> fields.Schema:
    """The schema of every index. What is stored of a passage is said to be stored."""
    known: dict[str, Any] = {}
    for field in INDEX_FIELDS:
        stored = field.name in Record._fields
        if field.kind == "day":
            known[field.name] = fields.NUMERIC(int, bits=32, signed=True, shift_step=0)
        elif field.kind == "value":
            known[field.name] = fields.ID(stored=stored)
        else:
            known[field.name] = _text(stemmed=field.kind == "text", stored=stored)
        if field.words:
            known[field.words] = _text()
    return fields.Schema(**known, **{name: fields.STORED() for name in Record._fields if name not in known})


def _text(*, stemmed: bool = False, stored: bool = False) -> fields.TEXT:
    return fields.TEXT(analyzer=WordTokenizer(stemmed=stemmed), phrase=True, stored=stored)
