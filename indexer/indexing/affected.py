"""Which files may have another outcome since other rules overrule cleaning?

Those of whose articles other sections of the rules are about than before. A file that may have more articles than the
index knows of it is among them whatever the sections are about.
"""

from __future__ import annotations

import os
from typing import Final

from indexer import reading
from indexer.cleaning.overruling.overrides import EVERYWHERE, Overrides, Section
from indexer.engine.generations import opened_segments
from indexer.fields.names import path_of_group
from indexer.fields.records import article_record
from indexer.reasons import Cause
from indexer.store.files import FileEntry, KnownFiles
from indexer.store.location import IndexFolder
from indexer.store.manifest import Header

__all__ = ["affected_files"]

_ONE_ARTICLE: Final = frozenset({"text", "markdown", "html"})
"""The formats of files that have one article at most."""


def affected_files(folder: IndexFolder, before: Header, files: KnownFiles, overrides: Overrides) -> set[str] | None:
    """The paths, as stored, of those of the `files` of the commit `before` that the rules may give another outcome;
    None for all of them.

    Raises DamagedIndexError where the index cannot be read.
    """
    old = before.settings.overrides
    differing = set(_all(old)) ^ set(_all(overrides))
    if any(section.where in {EVERYWHERE, ""} for section in differing):
        return None
    if old.file.sections == overrides.file.sections:
        return set()
    unknown = {path for place, path in enumerate(files.paths) if not _is_known_whole(path, files.entry(place))}
    return unknown | _other(folder, before, old, overrides)


def _all(overrides: Overrides) -> tuple[Section, ...]:
    return (*overrides.file.sections, Section("", overrides.keep, overrides.drop))


def _is_known_whole(path: str, entry: FileEntry) -> bool:
    """Whether the index knows all that may be in a file, or none of it is read anyway."""
    if entry.reason is not None:
        return entry.reason.cause is not Cause.EMPTY
    found = reading.format_of(path)
    return entry.external or (entry.articles > 0 and found is not None and found.name in _ONE_ARTICLE)


def _other(folder: IndexFolder, before: Header, old: Overrides, new: Overrides) -> set[str]:
    """The paths of the files with an article that other sections are about."""
    found: set[str] = set()
    with opened_segments(folder.path, before.segments) as segments:
        for segment in segments:
            deleted = segment.articles.deleted
            for number in range(segment.articles.count):
                if deleted is not None and deleted[number]:
                    continue
                path = path_of_group(segment.articles.name(number))
                if path in found:
                    continue
                record = article_record(segment, number)
                place = os.path.abspath(folder.source_path(path)) + record.part
                if old.sections_for(place, record.url) != new.sections_for(place, record.url):
                    found.add(path)
    return found
