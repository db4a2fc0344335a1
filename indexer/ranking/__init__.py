"""Which of the matches comes first? Passages by BM25; articles by their own evidence, and by their neighbours'."""

from indexer.ranking.bm25 import PassageBM25, term_weight

__all__ = ["PassageBM25", "term_weight"]
