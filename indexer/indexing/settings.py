"""Which settings does an index have that was asked for with some of them?"""

from __future__ import annotations

from indexer import cleaning
from indexer.cleaning.overruling.overrides import NO_OVERRIDES, Overrides
from indexer.fields.schema import SCHEMA_REVISION
from indexer.model.choices import Extractor
from indexer.store.manifest import Settings

__all__ = ["settings_of"]


def settings_of(words: int | None, extractor: Extractor | None = None, overrides: Overrides | None = None) -> Settings:
    """The settings of this version with this passage length in words, extractor of web pages and what overrules
    cleaning, or its defaults."""
    if words is None:
        from indexer.passages import DEFAULT_WORDS  # an index that exists has its own

        words = DEFAULT_WORDS
    return Settings(words, cleaning.REVISION, SCHEMA_REVISION, extractor or "own", overrides or NO_OVERRIDES)
