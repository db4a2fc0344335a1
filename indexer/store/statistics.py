"""What does an index hold, in figures?"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from indexer.model.statistics import IndexStatistics
from indexer.reasons import Cause, Reason
from indexer.store.damage import damage_reported
from indexer.store.snapshot import IndexReader, size_of

if TYPE_CHECKING:
    from indexer.cleaning.overruling.overrides import Overrides

__all__ = ["statistics_of"]


def statistics_of(reader: IndexReader) -> IndexStatistics:
    """The statistics of the commit that is open."""
    header = reader.header
    overrides = header.settings.overrides
    with damage_reported(reader.folder.path):
        notable = zip(reader.files, reader.files.notable.tolist(), strict=True)
        noted = reader.files.get_all(path for path, is_notable in notable if is_notable)
    reasons = Counter(
        (
            entry.failed,
            (entry.reason or Reason(Cause.INCOMPLETE)).label,
        )
        for entry in noted.values()
        if entry.reason or entry.failed
    )
    return IndexStatistics(
        index=str(reader.folder.path),
        updated=header.updated,
        files=header.files,
        articles=header.articles,
        passages=header.passages,
        words=header.statistics.lengths.get("text_words", 0) - header.statistics.lengths.get("title", 0),
        size=size_of(reader.folder),
        passage_words=header.settings.passage_words,
        extractor=header.settings.extractor,
        roots=tuple(os.path.abspath(reader.folder.source_path(root.path)) for root in header.roots),
        patterns={
            os.path.abspath(reader.folder.source_path(root.path)): {"include": root.include, "exclude": root.exclude}
            for root in header.roots
            if root.include or root.exclude
        },
        languages=reader.count_values("language"),
        skipped={reason: count for (failed, reason), count in sorted(reasons.items()) if not failed},
        failed={reason: count for (failed, reason), count in sorted(reasons.items()) if failed},
        keep=overrides.keep,
        drop=overrides.drop,
        rules_file=overrides.file.name,
        rules=_by_place(overrides),
        partial={
            os.path.abspath(reader.folder.source_path(path)): entry.partial.records
            for path, entry in noted.items()
            if entry.partial is not None
        },
    )


def _by_place(overrides: Overrides) -> dict[str, dict[str, tuple[str, ...]]]:
    """The rules of a file by what its sections are about; those of sections of the same name together."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for section in overrides.file.sections:
        rules = found.setdefault(section.where, {"keep": (), "drop": ()})
        rules["keep"] = tuple(dict.fromkeys((*rules["keep"], *section.keep)))
        rules["drop"] = tuple(dict.fromkeys((*rules["drop"], *section.drop)))
    return found
