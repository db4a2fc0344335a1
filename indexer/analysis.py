"""Which terms does a text have?

The index holds every text in two forms. The *exact* form is its folded words: what phrases, wildcards, fuzzy words and
suggestions are looked up in. The *stemmed* form is the Porter2 stem of each of them: what plain words are looked up in.
"""

from __future__ import annotations

from functools import lru_cache

import Stemmer

from indexer.text import fold, is_unsegmented, words

__all__ = ["TITLE_WEIGHT", "Terms", "add_terms", "stem", "stem_all"]

TITLE_WEIGHT = 3
"""A word of the title counts as this many of the text's, in its frequency and in the length (Robertson, Zaragoza and
Taylor 2004, "Simple BM25 extension to multiple weighted fields"; the number is the best one of those measured)."""

GAP = 100
"""Positions left free between the title and the text, so that no phrase reaches across."""

Terms = dict[str, list[int]]
"""The positions at which each term stands, ascending."""


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    # The cache of the stemmer itself is slower than the dictionary of `stem`.
    return Stemmer.Stemmer("english", 0)


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """The Porter2 (Snowball English) stem of a folded word.

    Words of other languages go through the same stemmer: their stems are odd, but they are the same in text and query.
    """
    if not word.isascii() or not word.isalpha():
        return word if not word.endswith(("'t", "'d", "'m", "'re", "'ve", "'ll")) else str(_stemmer().stemWord(word))
    return str(_stemmer().stemWord(word))


def add_terms(text: str, exact: Terms, start: int = 0) -> int:
    """Add the exact terms of `text` to `exact`, with positions from `start` on; return the first position not used.

    A run of an unsegmented script gives its pairs, and its last character on the last pair's position, so that
    every character begins some term and a single character can be looked up as a prefix.
    """
    found = words(text)
    position = start
    for position, word in enumerate(found, start):
        exact.setdefault(word.text, []).append(position)
    if not text.isascii():
        for index, word in enumerate(found):
            if len(word.text) == 2 and is_unsegmented(word.text):
                following = found[index + 1] if index + 1 < len(found) else None
                if following is None or following.start >= word.end:
                    exact.setdefault(word.text[1], []).append(start + index)
    return start + len(found)


def stem_all(exact: Terms) -> Terms:
    """The stemmed terms of a text, from its exact ones. Positions of a stem stay ascending."""
    stemmed: Terms = {}
    for word, positions in exact.items():
        stemmed.setdefault(stem(word), []).extend(positions)
    for positions in stemmed.values():
        positions.sort()
    return stemmed


def fold_words(text: str) -> str:
    """The words of `text` in exact form, joined by single spaces."""
    return " ".join(word.text for word in words(text)) or fold(text).strip()
