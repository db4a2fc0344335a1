"""Which terms does a text have? `terms` takes one text, `bulk` thousands at once."""

from indexer.analysis.terms import (
    GAP,
    STEMMED_LANGUAGES,
    TITLE_WEIGHT,
    fold_words,
    porter2,
    stem,
    stem_beginnings,
    stems_in,
    terms_of,
)

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
