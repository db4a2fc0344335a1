"""What is a run asked to do, and whom does it tell how far it has come?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from indexer.cleaning.overruling.overrides import NO_OVERRIDES, Overrides, RulesFile
from indexer.indexing.limits import Limits
from indexer.indexing.roots import Confirm
from indexer.indexing.settings import settings_of
from indexer.model.choices import Extractor
from indexer.store.manifest import Root, Settings

__all__ = ["Progress", "Request"]


class Progress(Protocol):
    """Is called with how much of a run is done."""

    def __call__(self, *, files: int, total_files: int, bytes_: int, total_bytes: int) -> None:
        """`files` of `total_files` and `bytes_` of `total_bytes` have been read."""


@dataclass(frozen=True, slots=True)
class Request:
    """What an update is to do.

    `roots` are the files and folders to look at, as stored; with none, all that were indexed before. `passage_words`,
    `extractor`, and of what overrules cleaning `keep`, `drop` and `rules`, are None to keep what the index has. `jobs`
    is the number of processes; `wait` the seconds to wait for another writer; `confirm` is asked before many files of a
    root are removed.

    With `isolated`, what may fail badly is read in a process of its own even where `jobs` is 1. `limits` are None for
    the usual ones; where they are given, files that exceeded other ones are read again.
    """

    roots: tuple[Root, ...] = ()
    passage_words: int | None = None
    extractor: Extractor | None = None
    jobs: int = 1
    wait: float = 0.0
    confirm: Confirm | None = None
    isolated: bool = False
    limits: Limits | None = None
    keep: tuple[str, ...] | None = None
    drop: tuple[str, ...] | None = None
    rules: RulesFile | None = None

    def settings(self, known: Settings | None = None) -> Settings:
        """The settings that are asked for, where those `known` are the index's."""
        if known is None:
            return settings_of(self.passage_words, self.extractor, self.overrides(NO_OVERRIDES))
        words, extractor = self.passage_words or known.passage_words, self.extractor or known.extractor
        return settings_of(words, extractor, self.overrides(known.overrides))

    def overrides(self, known: Overrides) -> Overrides:
        """What is asked to overrule cleaning, where that which is `known` did so far."""
        return known.changed(self.keep, self.drop, self.rules)
