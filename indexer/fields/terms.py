"""Which terms does an article have in the fields that are not text?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from indexer.analysis import fold_words
from indexer.text.tokens import depends_on_capitals, words

__all__ = [
    "folded_terms",
    "number_of_day",
    "number_term",
    "path_terms",
    "value_term",
]


def number_term(day: date) -> bytes:
    """A day as a term of the field `date`, as Whoosh's NUMERIC fields have it: terms sort as days do."""
    return b"\0" + (number_of_day(day) + (1 << 31)).to_bytes(4, "big")


def number_of_day(day: date) -> int:
    """A day as a number: 20230220."""
    return day.year * 10000 + day.month * 100 + day.day


def path_terms(path: str, part: str, was: str = "", had: Sequence[bytes] = ()) -> list[bytes]:
    """What an article has in the field `path`, if it is at this place. Where its path `was` another one, `had` is what
    the field has there."""
    article = path + part
    folder, slash, name = article.rpartition("/")
    found: list[bytes] = []
    if slash and article.isascii() and not depends_on_capitals(path):  # no other word depends on what is beyond a slash
        before, known, same = (was + part).rpartition("/")
        count = len(_words_found(before)) if was and known and before.isascii() and not depends_on_capitals(was) else 0
        found = [*_words_found(folder), *(had[count:] if count and same == name else _words_found(name))]
    return found or folded_terms(article)


@lru_cache(maxsize=1 << 10)
def _words_found(text: str) -> list[bytes]:
    """The words of a part of a path; unlike `folded_terms`, none where it is all of other characters."""
    return [word.text.encode() for word in words(text)]


def folded_terms(text: str) -> list[bytes]:
    """The words of a text, folded, in their order."""
    return [word.encode("utf-8", "replace") for word in fold_words(text).split()] if text else []


def value_term(text: str) -> list[bytes]:
    """A whole value as the only term, if there is one."""
    return [text.encode("utf-8", "replace")] if text else []
