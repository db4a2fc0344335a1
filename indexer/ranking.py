"""Which of the matches comes first?

BM25 with k1 = 1.2 and b = 0.6 over one field that holds the title's words three times beside the passage's: the simple
BM25F of Robertson, Zaragoza and Taylor (2004). The weight of a term is ln(1 + (N - df + 1/2) / (df + 1/2)), raised for
rare terms to the power 1.15 (as w * (w/5)^0.15), where N counts passages and df those that have the term.
"""

from __future__ import annotations

from math import log
from typing import Any

from indexer.engine.statistics import CollectionStatistics, live_document_frequency
from indexer.quiet import quiet

with quiet():
    from whoosh.scoring import BM25FScorer, WeightingModel, WeightScorer

__all__ = ["PassageBM25", "term_weight"]

K1 = 1.2
B = 0.6


def term_weight(frequency: int, passages: int) -> float:
    """The weight of a term that `frequency` of `passages` passages have; always above 0."""
    weight = log(1 + (passages - frequency + 0.5) / (frequency + 0.5))
    return float(weight * (weight / 5) ** 0.15)


class PassageBM25(WeightingModel):  # type: ignore[misc]
    """Whoosh's weighting with our term weights and exact statistics of the live passages."""

    def __init__(self, statistics: CollectionStatistics) -> None:
        self.statistics = statistics

    def idf(self, searcher: Any, fieldname: str, text: bytes | str) -> float:
        """The term's weight; Whoosh keeps it for the searcher's life."""
        frequency = live_document_frequency(searcher.reader(), fieldname, text)
        return term_weight(min(frequency, self.statistics.passages), max(self.statistics.passages, 1))

    def scorer(self, searcher: Any, fieldname: str, text: bytes | str, qf: float = 1) -> Any:
        """The scorer of one term in one segment."""
        if not searcher.schema[fieldname].scorable:
            return WeightScorer.for_(searcher, fieldname, text)
        scorer = BM25FScorer(searcher, fieldname, text, B, K1, qf=qf)
        scorer.avgfl = self.statistics.average_length(fieldname)
        scorer.setup(searcher, fieldname, text)
        return scorer
