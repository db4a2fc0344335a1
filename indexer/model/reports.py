"""What did a run over the sources do, or would it do?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.model.sources import Missing
    from indexer.reasons import Reason

__all__ = [
    "IndexPreview",
    "IndexReport",
]


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What one indexing run did. Counts are files unless they say otherwise; `seconds` is wall time.

    `skipped` maps each file that was left out, and each file in an archive, by its address, to the reason; `failed`
    each file that could not be read completely to the reason in words; of these, `missing` are the sources that are
    gone, or of which so many files are missing or left out that none was removed. `removed` counts files that were
    indexed before and no longer are; `left_out` counts the articles of those of them that are still there, but that
    `include` and `exclude` leave out. `duplicates` counts those of the skipped files whose bytes are in the index under
    another path. `moved` counts files that were found again under another path; of many, a few are read again.
    `carried` counts the articles from no file that a rebuild carried over; `lost` maps each that it could not carry
    over to the reason, or the index, where it is not known which articles those were.
    """

    index: str
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    articles: int = 0
    passages: int = 0
    bytes_read: int = 0
    seconds: float = 0.0
    skipped: Mapping[str, Reason] = field(default_factory=dict, hash=False)
    failed: Mapping[str, str] = field(default_factory=dict, hash=False)
    missing: Mapping[str, Missing] = field(default_factory=dict, hash=False)
    lost: Mapping[str, str] = field(default_factory=dict, hash=False)
    left_out: int = 0
    moved: int = 0
    carried: int = 0
    duplicates: int = 0


@dataclass(frozen=True, slots=True)
class IndexPreview:
    """What an indexing run would do, if it were not a dry run.

    `new` and `changed` are the files that would be read, with their sizes in bytes in all; `removed` maps each file
    whose articles would be removed to the reason, `moved` the old path of each file to the new one, `skipped` each file
    that would be left out, as far as that can be told without reading it. `articles` counts those that would be
    removed, `carried` those from no file that a rebuild would carry over. `failed` and `missing` are as in IndexReport.
    `resumed` are those of the changed files that are read in part and would be read on, behind how many records. `asks`
    are the sources of which so much would be removed that a run which can ask does so first, with what it says of them;
    what is listed is what follows a yes.
    """

    index: str
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    bytes: int = 0
    unchanged: int = 0
    articles: int = 0
    removed: Mapping[str, str] = field(default_factory=dict, hash=False)
    moved: Mapping[str, str] = field(default_factory=dict, hash=False)
    skipped: Mapping[str, Reason] = field(default_factory=dict, hash=False)
    failed: Mapping[str, str] = field(default_factory=dict, hash=False)
    missing: Mapping[str, Missing] = field(default_factory=dict, hash=False)
    carried: int = 0
    resumed: Mapping[str, int] = field(default_factory=dict, hash=False)
    asks: Mapping[str, str] = field(default_factory=dict, hash=False)
