"""Which of the matches comes first?

BM25 with k1 = 1.2 and b = 0.6 over one field that holds the title's words three times beside the passage's: the simple
BM25F of Robertson, Zaragoza and Taylor (2004). The weight of a term is ln(1 + (N - df + 1/2) / (df + 1/2)), raised for
rare terms to the power 1.15 (as w * (w/5)^0.15), where N counts passages and df those that have the term.
"""

from __future__ import annotations

from math import log
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engine.statistics import CollectionStatistics

__all__ = ["PassageBM25", "term_weight"]

K1 = 1.2
B = 0.6


def term_weight(frequency: int, passages: int) -> float:
    """The weight of a term that `frequency` of `passages` passages have; always above 0."""
    weight = log(1 + (passages - frequency + 0.5) / (frequency + 0.5))
    return float(weight * (weight / 5) ** 0.15)


class BM25(NamedTuple):
    """Scores the postings of a term: `factor` * tf / (tf + `base` + `slope` * length)."""

    factor: float
    base: float
    slope: float

    def __call__(self, frequencies: NDArray[Any], lengths: NDArray[Any]) -> NDArray[np.float64]:
        """The scores of postings with these frequencies in fields of these lengths."""
        scores = lengths * self.slope
        scores += self.base
        scores += frequencies
        np.divide(frequencies, scores, out=scores)
        scores *= self.factor
        return scores


class PassageBM25:
    """The formula, with the statistics of the live passages."""

    def __init__(self, statistics: CollectionStatistics) -> None:
        self.statistics = statistics

    def scorer(self, field: str, term: bytes, frequency: int) -> BM25:
        """The scorer of a term that `frequency` of the passages have in the field."""
        passages = max(self.statistics.passages, 1)
        weight = term_weight(min(frequency, passages), passages)
        return BM25(weight * (K1 + 1), K1 * (1 - B), K1 * B / self.statistics.average_length(field))
