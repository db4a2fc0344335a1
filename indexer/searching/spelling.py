"""Which words of the index look like one that is in no passage, and which of them is the likeliest?

The likeliest is the most frequent with the fewest wrong letters; where the query has other words, the one that occurs
most often beside them. The weights are those of a noisy channel (Kernighan, Church and Gale 1990), with one figure for
all kinds of mistakes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import log

from indexer.engine import queries
from indexer.engine.searcher import Searcher
from indexer.fields.schema import TEXT_FIELDS, words_field
from indexer.searching.edit_distance import edit_distance

__all__ = ["Spelling", "by_likelihood", "likeliest"]

_SHORTEST = 4
"""Letters of the shortest word of a text that is compared with others: shorter ones are near too many."""

_SHORTEST_VALUE = 3
"""The same in other fields, which have few words."""

_SHORTEST_OF_TWO_EDITS = 6
"""Letters of the shortest word that may differ by two letters. The first letter may differ where no other does."""

_SHORTEST_BESIDE = 5
"""Letters of the shortest word that may differ by two letters where it occurs beside the query's other words, and no
word that differs by one letter does."""

_COMPARED_BESIDE = 40
"""Words that differ by two letters and are looked up beside the query's other words, the most frequent first."""

_COMPARED = 8
"""Words that are looked up beside the query's other words: the likeliest by letters and frequency alone."""

_MOST = 5

_EDIT = 4.0
"""What one more edit has to be outweighed by: a word that is e^4, about 50 times, as frequent."""

_LEAST = _EDIT
"""A word that is so much less likely than the best is not given: as if it were as frequent, with one more edit."""

_ALONE = 0.01
"""What an occurrence counts that is not beside another word of the query, where there are other words. Of 763 words of
news and web pages, misspelt beside one to three of their neighbours, the first suggestion was right for 90.7 % with
0.1, for 91.7 % with 0.01."""

_NOT_BESIDE = log(_ALONE)
"""What it adds to a word's likelihood that it never occurs beside the query's other words."""


class Spelling:
    """Finds words of one field of the index that look like others, `beside` what else a query asks for."""

    def __init__(self, searcher: Searcher, field: str, beside: queries.Query | None) -> None:
        self._searcher = searcher
        self._field = field
        self._words = words_field(field) if field in TEXT_FIELDS else field
        self._beside = beside

    def beside_words(self, words: Iterable[str]) -> Spelling:
        """The same for a word that is to occur beside these, folded, in the field, too."""
        terms = tuple(queries.Term(*self._term(word)) for word in words)
        beside = (self._beside, *terms) if self._beside else terms
        return Spelling(self._searcher, self._field, queries.AnyOf(beside)) if terms else self

    def frequency(self, word: str) -> int:
        """How many passages have a folded word in the field."""
        return self._searcher.frequency(*self._term(word))

    def nearest(self, word: str, edits: int = 2) -> list[str]:
        """Words in the field that are at most so many edits away from the folded `word`, the likeliest first."""
        return likeliest(self.likelihoods(word, edits))

    def likelihoods(self, word: str, edits: int = 2) -> dict[str, float]:
        """Words in the field that are at most so many edits away from the folded `word`, each with how likely it is
        that it was meant."""
        shortest = _SHORTEST if self._field in TEXT_FIELDS else _SHORTEST_VALUE
        if len(word) < shortest or any(map(str.isdigit, word)):
            return {}
        is_short, few = len(word) < _SHORTEST_OF_TWO_EDITS, min(edits, 1)
        near = self._near(word, 1, few if is_short else edits) or self._near(word, 0, few)
        compared = by_likelihood(near)[:_COMPARED]
        added = {other: self._beside_others(other) for other in compared}
        likely = {other: near[other] + more for other, more in added.items()}
        occurs_beside = self._beside is None or any(more > _NOT_BESIDE for more in added.values())
        if is_short and len(word) >= _SHORTEST_BESIDE and edits > few and not occurs_beside:
            far = self._near(word, 1, edits)
            others = [other for other in by_likelihood(far) if other not in near][:_COMPARED_BESIDE]
            added = {other: self._beside_others(other) for other in others}
            likely |= {other: far[other] + more for other, more in added.items() if more > _NOT_BESIDE}
        return likely

    def halves(self, word: str) -> Iterator[tuple[str, str]]:
        """The two parts of a folded word wherever both of them are words in the field."""
        for cut in range(1, len(word)):
            one, other = word[:cut], word[cut:]
            if self.frequency(one) and self.frequency(other):
                yield one, other

    def _term(self, word: str) -> tuple[str, bytes]:
        """The term by which a word is looked up, and its field in the index."""
        return self._words, _bytes(word)

    def _near(self, word: str, shared: int, edits: int) -> dict[str, float]:
        """Words that have the first `shared` letters of `word` and are at most so many edits away from it, each with
        how likely it is."""
        # Two letters in the wrong order are two edits to the engine, and one to a person.
        near: dict[str, float] = {}
        for term in self._searcher.expand(self._words, queries.Fuzzy(word, 2, shared)):
            other = term.decode("utf-8", "replace")
            if 0 < edit_distance(word, other, transpositions=True) <= edits and (frequency := self.frequency(other)):
                # Nobody minds an apostrophe that is left out: dont.
                mistakes = edit_distance(word.replace("'", ""), other.replace("'", ""), transpositions=True)
                near[other] = log(frequency) - _EDIT * mistakes
        return near

    def _beside_others(self, word: str) -> float:
        """What it adds to a word's likelihood that it occurs beside what else the query asks for."""
        if self._beside is None:
            return 0.0
        both = self._searcher.count(queries.AllOf((queries.Term(*self._term(word)), self._beside)))
        return log(both / self.frequency(word) + _ALONE)


def likeliest(likelihoods: Mapping[str, float]) -> list[str]:
    """The likeliest of several texts, the best first, without those that are far behind it."""
    best = max(likelihoods.values(), default=0.0)
    return [text for text in by_likelihood(likelihoods) if likelihoods[text] > best - _LEAST][:_MOST]


def by_likelihood(likelihoods: Mapping[str, float]) -> list[str]:
    """The likeliest of several texts first; equally likely ones in the order of their characters."""
    return sorted(likelihoods, key=lambda text: (-likelihoods[text], text))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
