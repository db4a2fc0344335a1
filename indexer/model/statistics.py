"""What is in an index?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.model.choices import Extractor

__all__ = [
    "IndexStatistics",
]


@dataclass(frozen=True, slots=True)
class IndexStatistics:
    """Statistics of an index. `words` counts the passages' words, `size` the bytes of the index on disk, `skipped` and
    `failed` files by reason, `languages` passages by code. `extractor` finds the text of web pages. `patterns` are
    those that choose among a source's files, by its path: "include" and "exclude". `keep` and `drop` are the rules that
    overrule cleaning in all articles, `rules` those of the file `rules_file`, by what its sections are about. `updated`
    is an ISO date and time in UTC. `partial` are the files, by their paths, of which only the first records are
    read, since a run was interrupted, and how many: the next run goes on there.
    """

    index: str
    updated: str
    files: int
    articles: int
    passages: int
    words: int
    size: int
    passage_words: int
    extractor: Extractor
    roots: tuple[str, ...]
    patterns: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict, hash=False)
    languages: dict[str, int] = field(default_factory=dict, hash=False)
    skipped: dict[str, int] = field(default_factory=dict, hash=False)
    failed: dict[str, int] = field(default_factory=dict, hash=False)
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    rules_file: str = ""
    rules: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict, hash=False)
    partial: dict[str, int] = field(default_factory=dict, hash=False)
