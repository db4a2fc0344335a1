"""What of a query is scored?"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Pair", "QueryWord"]


class QueryWord(NamedTuple):
    """A word of a query.

    `term` is its stem in the field `text`; `exact` the word as typed in the field `text_words`, or b"" where it is not
    known. It counts `weight` times. With `language`, it counts only in articles whose language is that. `label` is how
    it is called when a score is explained.
    """

    term: bytes
    exact: bytes = b""
    weight: float = 1.0
    language: bytes = b""
    label: str = ""


class Pair(NamedTuple):
    """Two words that are neighbours in the query, as stems. Side by side they count `weight` times as much as
    others."""

    first: bytes
    second: bytes
    weight: float = 1.0
