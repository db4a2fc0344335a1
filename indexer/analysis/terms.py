"""Which terms does a text have?

The index holds every text in two forms. The *exact* form is its folded words: what phrases, wildcards, fuzzy words and
suggestions are looked up in. The *stemmed* form is the Porter2 stem of each of them: what plain words are looked up in.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import compress

import Stemmer

from indexer.analysis.irregular import BASE_FORMS
from indexer.text import fold, is_unsegmented, word_forms, words

__all__ = [
    "GAP",
    "STEMMED_LANGUAGES",
    "TITLE_WEIGHT",
    "fold_words",
    "porter2",
    "stem",
    "stem_beginnings",
    "stems_in",
    "terms_of",
]

TITLE_WEIGHT = 3
"""A word of the title counts as this many of the text's, in its frequency and in the length (Robertson, Zaragoza and
Taylor 2004, "Simple BM25 extension to multiple weighted fields"; the number is the best one of those measured)."""

GAP = 100
"""Positions left free between the title and the text, so that no phrase reaches across."""

_ALGORITHMS = dict(
    pair.split("=")
    for pair in (
        "ar=arabic ca=catalan cs=czech da=danish de=german el=greek es=spanish et=estonian eu=basque fi=finnish "
        "fr=french ga=irish hi=hindi hu=hungarian hy=armenian id=indonesian it=italian lt=lithuanian nb=norwegian "
        "ne=nepali nl=dutch nn=norwegian no=norwegian pl=polish pt=portuguese ro=romanian ru=russian sr=serbian "
        "sv=swedish ta=tamil tr=turkish"
    ).split()
)

STEMMED_LANGUAGES = frozenset(code for code, name in _ALGORITHMS.items() if name in Stemmer.algorithms())
"""The languages beside English whose words can be stemmed, by their ISO 639-1 codes."""

_CONTRACTED = ("'t", "'d", "'m", "'re", "'ve", "'ll")


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    # The cache of the stemmer itself is slower than the dictionary of `stem`.
    return Stemmer.Stemmer("english", 0)


def porter2(words: Sequence[str]) -> list[str]:
    """The Porter2 (Snowball English) stems of folded words, of irregular forms that of their base form.

    Words of other languages that are written in ASCII go through the same stemmer: their stems are odd, but they are
    the same in text and query. Others stay as they are, contractions aside.
    """
    words = [BASE_FORMS.get(word, word) for word in words]
    stemmed = [(word.isalpha() and word.isascii()) or word.endswith(_CONTRACTED) for word in words]
    found = iter(_stemmer().stemWords(list(compress(words, stemmed))))
    return [next(found) if one else word for word, one in zip(words, stemmed, strict=True)]


def stems_in(language: str, words: Sequence[str]) -> list[str]:
    """The Snowball stems of folded words in one of `STEMMED_LANGUAGES`."""
    stemmed: list[str] = _stemmer_in(language).stemWords(list(words))
    return stemmed


@lru_cache(maxsize=len(_ALGORITHMS))
def _stemmer_in(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_ALGORITHMS[language], 0)


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """The stem of one word."""
    return porter2([word])[0]


def stem_beginnings(stem: str) -> tuple[str, ...]:
    """Every word with this stem begins with one of these.

    Porter2 takes endings away. Where it also changes a letter, that is the stem's last: an `e` is added (`taming`,
    `tame`), `y` becomes `i` (`city`, `citi`), `bil` becomes `bl` (`visibility`, `visibl`). `dying` (`die`) and its like
    keep one letter; `skies` (`sky`) is a word of its own. Irregular forms need not keep any.
    """
    if len(stem) == 3 and stem.endswith("ie"):
        begun = stem[0]
    elif stem.endswith(("e", "i", "bl")) or stem == "sky":
        begun = stem[:-1]
    else:
        begun = stem
    return begun or stem, *_irregular_forms().get(stem, ())


@lru_cache(maxsize=1)
def _irregular_forms() -> dict[str, tuple[str, ...]]:
    """The irregular forms of each stem that has any."""
    forms: dict[str, tuple[str, ...]] = {}
    for form, base in zip(BASE_FORMS, porter2(list(BASE_FORMS)), strict=True):
        forms[base] = (*forms.get(base, ()), form)
    return forms


def terms_of(text: str) -> list[tuple[str, int]]:
    """The exact terms of `text` in order, each with its position, counted from 0.

    A run of an unsegmented script gives its pairs, and its last character on the last pair's position, so that
    every character begins some term and a single character can be looked up as a prefix.

    White space parts words, line breaks between two characters of an unsegmented script aside, and nothing of a word
    depends on what lies beyond it: the terms of a text are those of its parts between white space, one after the other.
    """
    if text.isascii():
        return [(form, position) for position, form in enumerate(word_forms(text))]
    found = words(text)
    terms: list[tuple[str, int]] = []
    for position, word in enumerate(found):
        terms.append((word.text, position))
        if len(word.text) == 2 and is_unsegmented(word.text):
            following = found[position + 1] if position + 1 < len(found) else None
            if following is None or following.start >= word.end:
                terms.append((word.text[1], position))
    return terms


def fold_words(text: str) -> str:
    """The words of `text` in exact form, joined by single spaces."""
    return " ".join(word_forms(text)) or fold(text).strip()
