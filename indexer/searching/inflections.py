"""Which other words are inflections of a query's word, in the languages of the index's articles?

The index holds English stems: what `analysis.stem` makes of a word is the same in text and query, whatever the
language, but only English inflections come to one stem by it. For articles in other languages the words of the index
are asked: those that the Snowball stemmer of the article's language brings to the stem of the query's word are looked
up with it, in articles of that language alone. An index of English articles is not asked at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from indexer.analysis import STEMMED_LANGUAGES, stem, stems_in
from indexer.engine import queries
from indexer.engine.cache import LruCache
from indexer.engine.searcher import Searcher
from indexer.engine.statistics import values_of
from indexer.querying import Query, Term, with_inflections
from indexer.ranking.bm25 import term_weight
from indexer.text import words

__all__ = ["Inflection", "Inflections"]

_SHORTEST_WORD: Final = 4
"""Letters of the shortest word that has inflections here: shorter ones are nearly always like some word of some other
language."""
_SHORTEST: Final = 3
"""Letters of the shortest beginning that inflections have in common."""
_MOST_ADDED: Final = 8
"""Letters by which an inflection is longer than the word."""
_LEAST_SHARE: Final = 0.001
"""Share of the passages that a language must have: short texts are taken for rare languages now and then."""


_KEPT_BYTES = 4 * 2**20
"""Bytes of answers that are kept; a word takes about `_WORD_BYTES`, each of its inflections `_INFLECTION_BYTES`."""
_WORD_BYTES = 400
_INFLECTION_BYTES = 200


class Inflection(NamedTuple):
    """Look up `term`, an English stem, in articles in this language.

    It counts `weight` times: an inflection is the same word as the others, and as rare as all of them together, however
    rare it is by itself.
    """

    language: str
    term: str
    weight: float


class Inflections:
    """Answers for one commit of the index, which has so many live `passages`, and keeps what it was asked."""

    def __init__(self, searcher: Searcher, passages: int) -> None:
        self._searcher = searcher
        self._passages = passages
        self._languages: list[str] | None = None
        self._known: LruCache[tuple[Inflection, ...]] = LruCache(_KEPT_BYTES)

    def added_to(self, query: Query) -> Query:
        """The query with what is to be looked up beside each of its plain words."""
        return with_inflections(query, self.of) if self._stemmed_languages() else query

    def of(self, leaf: Term) -> tuple[Inflection, ...]:
        """What to look up beside a plain word of a query.

        Nothing for one that is looked up as it is written, is short, or is in capitals: an acronym has no inflections,
        and NATO is not Italian `nati`.
        """
        if leaf.form != "stem" or not self._stemmed_languages() or leaf.source.isupper():
            return ()
        key = leaf.source, leaf.text
        known = self._known.get(key)
        if known is None:
            found = words(leaf.source)
            word = found[0].text if len(found) == 1 else ""
            inflected = word.isalpha() and len(word) >= _SHORTEST_WORD
            known = tuple(self._of_word(word, leaf.text)) if inflected else ()
            self._known.put(key, known, _WORD_BYTES + 4 * len(leaf.source) + _INFLECTION_BYTES * len(known))
        return known

    def _of_word(self, word: str, term: str) -> Iterator[Inflection]:
        languages = self._stemmed_languages()
        found = [(language, other) for language in languages for other in sorted(self._terms(word, term, language))]
        together = sum(map(self._frequency, {term, *(other for _, other in found)}))
        for language, other in found:
            yield Inflection(language, other, self._rarity(together) / self._rarity(self._frequency(other)))

    def _frequency(self, term: str) -> int:
        return self._searcher.frequency("text", term.encode("utf-8", "replace"))

    def _rarity(self, frequency: int) -> float:
        return term_weight(min(frequency, self._passages), self._passages)

    def _stemmed_languages(self) -> list[str]:
        """The languages of the index that have a stemmer, English aside; the most frequent first."""
        if self._languages is None:
            counts = values_of(self._searcher.segments, "language")
            least = _LEAST_SHARE * counts.total()
            self._languages = [
                language
                for value, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
                if count >= least and (language := value.decode("utf-8", "replace")) in STEMMED_LANGUAGES
            ]
        return self._languages

    def _terms(self, word: str, term: str, language: str) -> set[str]:
        """The English stems of the words that are inflections of `word`, but for its own, which is `term`."""
        (wanted,) = stems_in(language, [word])
        shared = _common_beginning(word, wanted)
        # The last letter of a stem may stand for another one, as in French `y` for `i`.
        shared = shared[: max(_SHORTEST, len(shared) - 1)]
        if len(shared) < _SHORTEST:
            return set()
        near = [
            other
            for found in self._searcher.expand("text_words", queries.Prefix(shared.encode("utf-8", "replace")))
            if (other := found.decode("utf-8", "replace")).isalpha() and len(other) <= len(word) + _MOST_ADDED
        ]
        same = (other for other, stemmed in zip(near, stems_in(language, near), strict=True) if stemmed == wanted)
        # A word may be of deleted passages only, and its English stem another word's as well.
        live = (other for other in same if self._searcher.frequency("text_words", other.encode("utf-8", "replace")))
        return {stem(other) for other in live} - {term}


def _common_beginning(one: str, other: str) -> str:
    return one[: next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(other))]
