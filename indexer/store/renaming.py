"""How do files that were renamed get their new paths in the index without being read again?

What an index keeps of a path is the names of its articles, their ids, and the words of the field `path`. The segments
that hold them are written again with other ones, and rows of the tables that name them; all else stays as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import numpy as np

from indexer.address import numbers_of
from indexer.arrays import is_among
from indexer.engine.disk import sync
from indexer.engine.generations import SegmentEntry, open_segments
from indexer.engine.segment import SUFFIX
from indexer.engine.segment.fields import ArticleTerms
from indexer.engine.segment.renaming import rename
from indexer.engine.segment.segment import Segment
from indexer.fields.names import identifier_of, identifiers_of, numbers_of_identifiers
from indexer.fields.records import parts_of_records
from indexer.fields.terms import path_terms
from indexer.store.clusters import article_key, member_key
from indexer.store.names import SEGMENT_PREFIX
from indexer.store.tables import Row, Tables

__all__ = ["Moves", "clusters_renamed", "members_of_clusters", "moves_of", "segments_renamed"]

Moves: TypeAlias = Mapping[bytes, tuple[bytes, str, str]]
"""The new paths of files by the old ones, both as the tables have them; with each the old and the new one as text."""


def moves_of(paths: Mapping[str, str]) -> Moves:
    """The moves of files with these new `paths`, as stored, by the old ones."""
    encoding, errors = sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()  # as `os.fsencode`, once for all
    return {old.encode(encoding, errors): (new.encode(encoding, errors), old, new) for old, new in paths.items()}


def segments_renamed(
    folder: Path, entries: Sequence[SegmentEntry], moves: Moves, clustered: Collection[str]
) -> tuple[list[SegmentEntry], dict[str, str]]:
    """The segments of a commit with the articles of some files under their new paths; and of those whose ids are
    `clustered`, the new id by the old one. Deletions stay as they are.

    Raises DamagedIndexError and OSError.
    """
    identifiers: dict[str, str] = {}
    members = [identifier.encode() for identifier in clustered]
    result: list[SegmentEntry] = []
    for entry, segment in zip(entries, open_segments(folder, entries), strict=True):
        try:
            result.append(_renamed(folder, entry, segment, moves, identifiers, members))
        finally:
            segment.close()
    return result, identifiers


def _renamed(
    folder: Path,
    entry: SegmentEntry,
    segment: Segment,
    moves: Moves,
    identifiers: dict[str, str],
    clustered: Sequence[bytes],
) -> SegmentEntry:
    """The entry of a segment in which articles have their new names; its own where none is to have one."""
    names = segment.articles.names()
    ends = [name.rfind(b"\0") for name in names]
    moved = [moves.get(name[:end]) for name, end in zip(names, ends, strict=True)]
    if not any(moved):
        return entry
    articles = segment.articles
    known = articles.numbers("id").astype(np.int64)
    words = _words_of_paths(segment)
    parts = parts_of_records(list(articles.records))
    places: list[int] = []
    addresses: list[str] = []
    for article, (move, part, end) in enumerate(zip(moved, parts, ends, strict=True)):
        if move is not None:
            now, old, new = move
            words[article] = path_terms(new, part, old, words[article])
            names[article] = now + names[article][end:]
            places.append(article)
            addresses.append(new + part)
    ids = known.copy()
    ids[places] = numbers_of(addresses)
    now_called = identifiers_of(ids, articles.numbers("copy"))
    in_clusters = np.sort(np.fromiter(numbers_of_identifiers(clustered), np.int64))
    changed = is_among(known, in_clusters) & (known != ids)
    for article in np.flatnonzero(changed).tolist():
        identifiers[identifier_of(segment, article)] = now_called[article].decode()
    file = rename(
        segment,
        folder,
        names,
        {"path": words, "article": [[identifier] for identifier in now_called]},
        {"id": ids},
        prefix=SEGMENT_PREFIX,
    )
    sync(folder / f"{file.name}{SUFFIX}")
    return entry._replace(name=file.name, size=file.size)


def _words_of_paths(segment: Segment) -> list[list[bytes]]:
    """What each article of a segment has in the field `path`, in order."""
    field = segment.field("path")
    if not isinstance(field, ArticleTerms):
        return [[] for _ in range(segment.articles.count)]
    terms = field.by_article
    postings = terms.slab(range(terms.count))
    articles = np.repeat(postings.documents, postings.frequencies)
    order = np.lexsort((postings.positions, articles))
    numbers = np.repeat(np.arange(terms.count), postings.places)[order]
    words = list(map(list(terms.terms(range(terms.count))).__getitem__, numbers.tolist()))
    bounds = np.searchsorted(articles[order], np.arange(segment.articles.count + 1)).tolist()
    return [words[begin:end] for begin, end in pairwise(bounds)]


def members_of_clusters(clusters: Tables) -> dict[str, list[str]]:
    """The ids of the articles in each cluster, by its label."""
    rows = clusters.live()
    members: dict[str, list[str]] = {}
    for place, key in enumerate(rows.keys):
        if key.startswith(b"a"):
            members.setdefault(rows.values[place].decode("ascii"), []).append(key[1:].decode("ascii"))
    return members


def clusters_renamed(members: Mapping[str, Sequence[str]], identifiers: Mapping[str, str]) -> dict[bytes, Row | None]:
    """The rows of the tables of clusters that change when articles have other ids; a cluster's label is its least."""
    removed: dict[bytes, Row | None] = {}
    added: dict[bytes, Row | None] = {}
    for label, mine in members.items():
        if not any(member in identifiers for member in mine):
            continue
        now = [identifiers.get(member, member) for member in mine]
        removed |= {article_key(member): None for member in mine}
        removed |= {member_key(label, member): None for member in mine}
        added |= {article_key(member): Row(min(now).encode("ascii")) for member in now}
        added |= {member_key(min(now), member): Row() for member in now}
    return removed | added
