"""Which terms does an article have in the fields that are not text?"""

from __future__ import annotations

from datetime import date

from indexer.analysis import fold_words
from indexer.text.tokens import depends_on_capitals, words

__all__ = [
    "folded_terms",
    "folder_terms",
    "is_apart",
    "number_of_day",
    "number_term",
    "value_term",
]


def number_term(day: date) -> bytes:
    """A day as a term of the field `date`, as Whoosh's NUMERIC fields have it: terms sort as days do."""
    return b"\0" + (number_of_day(day) + (1 << 31)).to_bytes(4, "big")


def number_of_day(day: date) -> int:
    """A day as a number: 20230220."""
    return day.year * 10000 + day.month * 100 + day.day


def folder_terms(folder: str) -> list[bytes]:
    """The words that a folder gives the field `path` of all that is below it; none where it has none, or where they
    may depend on what comes behind the slash."""
    return [word.text.encode() for word in words(folder)] if is_apart(folder) else []


def is_apart(text: str) -> bool:
    """Whether no word of this part of a path depends on what is beyond a slash."""
    return text.isascii() and not depends_on_capitals(text)


def folded_terms(text: str) -> list[bytes]:
    """The words of a text, folded, in their order."""
    return [word.encode("utf-8", "replace") for word in fold_words(text).split()] if text else []


def value_term(text: str) -> list[bytes]:
    """A whole value as the only term, if there is one."""
    return [text.encode("utf-8", "replace")] if text else []
