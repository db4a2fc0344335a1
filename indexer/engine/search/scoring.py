"""What must be known of a formula for documents to be scored with it?"""

from __future__ import annotations

from typing import Any, Protocol

from numpy.typing import NDArray

__all__ = ["Scorer", "Weighting"]


class Scorer(Protocol):
    """Scores the postings of one term."""

    def __call__(self, frequencies: NDArray[Any], lengths: NDArray[Any]) -> NDArray[Any]:
        """The scores, float64, of postings with these frequencies in documents of these lengths in the field.

        A score is at least 0, must not fall where the frequency grows, nor grow where the length does: the best that a
        term can do is computed from extremes of both. A frequency of 0 scores 0.
        """


class Weighting(Protocol):
    """A formula, and the statistics of the collection that it uses."""

    def scorer(self, field: str, term: bytes, frequency: int) -> Scorer:
        """The scorer of a term that `frequency` of the live documents have in the field."""
