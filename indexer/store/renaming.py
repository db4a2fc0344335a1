"""How do files that were renamed get their new paths in the index without being read again?

What an index keeps of a path is the names of its articles, their ids, and the words of the field `path`. The segments
that hold them are written again with other ones, and rows of the tables that name them; all else stays as it is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from indexer.address import numbers_of
from indexer.arrays import is_among
from indexer.engine.generations import SegmentEntry, opened_segments
from indexer.engine.segment.forward import Beginning, ForwardIndex, forward_index
from indexer.engine.segment.renaming import rename
from indexer.engine.segment.segment import Segment
from indexer.fields.names import identifier_of, identifiers_of, numbers_of_identifiers
from indexer.fields.records import parts_of_records
from indexer.fields.terms import folded_terms, folder_terms, is_apart
from indexer.store.clusters import article_key, member_key
from indexer.store.damage import damage_reported
from indexer.store.files import FILE_COLUMNS
from indexer.store.location import IndexFolder
from indexer.store.manifest import Header, read_header
from indexer.store.names import SEGMENT_PREFIX, manifest_path
from indexer.store.publishing import generations, publish, remove_replaced
from indexer.store.tables import Row, Tables, advance_tables, with_other_keys

__all__ = ["Moves", "commit_renamed", "moves_of"]

_ALL = sys.maxsize


def commit_renamed(folder: IndexFolder, header: Header, paths: Mapping[str, str]) -> None:
    """Make visible that files were renamed: `paths` are their new ones as stored, by their old ones; the caller holds
    the lock, and of `header` the settings, the sources and the time are taken.

    Raises DamagedIndexError and StorageError.
    """
    moves = moves_of(paths)
    with damage_reported(folder.path):
        newest, generation = generations(folder)
        before = read_header(manifest_path(folder.path, newest))
        clusters = Tables(folder.path, before.tables_of("clusters"))
        members = _members_of(clusters)
        clusters.close()
        clustered = [identifier for mine in members.values() for identifier in mine]
        segments, identifiers = _segments_renamed(folder.path, before.segments, moves, clustered)
        tables = {
            **before.tables,
            "files": with_other_keys(folder.path, before.tables_of("files"), moves.keys, FILE_COLUMNS),
            "clusters": advance_tables(
                folder.path, before.tables_of("clusters"), _clusters_renamed(members, identifiers)
            ),
            "unsettled": with_other_keys(folder.path, before.tables_of("unsettled"), moves.keys),
        }
        kept = replace(before, settings=header.settings, roots=header.roots, updated=header.updated)
        header = replace(kept, segments=tuple(segments), tables=tables)
    publish(folder, header, generation, before)
    remove_replaced(folder, newest, before.data_files.keys() - header.data_files.keys())


class Moves(NamedTuple):
    """Where files are now: `keys` are their new paths by the old ones, both as the tables have them.

    The words of a path change as those of its folder do where the name stays the same: `beginnings` are those of such
    folders in the field `path`, and `of_files` has the number of each file's by its old path.
    """

    keys: Mapping[bytes, bytes]
    beginnings: Sequence[Beginning]
    of_files: Mapping[bytes, int]


def moves_of(paths: Mapping[str, str]) -> Moves:
    """The moves of files with these new `paths`, as stored, by the old ones."""
    keys = dict(zip(_keys(paths.keys()), _keys(paths.values()), strict=True))
    beginnings: list[Beginning] = []
    numbers: dict[tuple[str, str], int] = {}
    of_files: dict[bytes, int] = {}
    are_apart = is_apart("/".join(paths.values()))  # asked of all together, as it takes a third of the loop
    for key, (old, new) in zip(keys, paths.items(), strict=True):
        before, _, name = old.rpartition("/")
        after, _, same = new.rpartition("/")
        number = numbers.get((before, after))
        if number is None:
            gone, come = folder_terms(before), folder_terms(after)
            number = numbers[before, after] = len(beginnings) if gone and come else -1
            if number >= 0:
                beginnings.append(Beginning(len(gone), come))
        if number >= 0 and name == same and (are_apart or is_apart(name)):
            of_files[key] = number
    return Moves(keys, beginnings, of_files)


def _keys(paths: Iterable[str]) -> list[bytes]:
    """Paths as the tables have them, encoded together."""
    return os.fsencode("\0".join(paths)).split(b"\0")


def _segments_renamed(
    folder: Path, entries: Sequence[SegmentEntry], moves: Moves, clustered: Collection[str]
) -> tuple[list[SegmentEntry], dict[str, str]]:
    """The segments of a commit with the articles of some files under their new paths; and of those whose ids are
    `clustered`, the new id by the old one. Deletions stay as they are.

    Raises DamagedIndexError and OSError.
    """
    identifiers: dict[str, str] = {}
    members = [identifier.encode() for identifier in clustered]
    result: list[SegmentEntry] = []
    with opened_segments(folder, entries) as segments:
        for entry, segment in zip(entries, segments, strict=True):
            result.append(_renamed(folder, entry, segment, moves, identifiers, members))
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
    articles = segment.articles
    names = articles.names()
    olds = [name[: name.rfind(b"\0")] for name in names]
    news = list(map(moves.keys.get, olds))
    moved = [article for article, new in enumerate(news) if new is not None]
    if not moved:
        return entry
    known = articles.numbers("id").astype(np.int64)
    parts = parts_of_records(articles.records)
    ids = known.copy()
    if any(parts):
        addresses = [new + os.fsencode(part) for new, part in zip(news, parts, strict=True) if new is not None]
    else:
        addresses = [new for new in news if new is not None]
    ids[moved] = numbers_of(addresses)
    now_called = identifiers_of(ids, articles.numbers("copy"))
    in_clusters = np.sort(np.fromiter(numbers_of_identifiers(clustered), np.int64))
    changed = is_among(known, in_clusters) & (known != ids)
    for article in np.flatnonzero(changed).tolist():
        identifiers[identifier_of(segment, article)] = now_called[article].decode()
    file = rename(
        segment,
        folder,
        [name if new is None else new + name[len(old) :] for name, old, new in zip(names, olds, news, strict=True)],
        {
            "path": _words_of_paths(segment, moves, olds, news, parts),
            "article": ForwardIndex.of_single_terms(now_called),
        },
        {"id": ids},
        prefix=SEGMENT_PREFIX,
    )
    return entry._replace(name=file.name, size=file.size)


def _words_of_paths(
    segment: Segment, moves: Moves, olds: Sequence[bytes], news: Sequence[bytes | None], parts: Sequence[str]
) -> ForwardIndex:
    """What each article of a segment has in the field `path`, where its file had an old path and has a new one, or None
    where it has not moved; `parts` are those of their files that they are."""
    beginnings = list(moves.beginnings)
    chosen = [moves.of_files.get(old, -1) for old in olds]
    for article, (new, part) in enumerate(zip(news, parts, strict=True)):
        if new is not None and (chosen[article] < 0 or (part and not is_apart(part))):
            chosen[article] = len(beginnings)
            beginnings.append(Beginning(_ALL, folded_terms(os.fsdecode(new) + part)))
    return forward_index(segment, "path").with_beginnings(beginnings, np.array(chosen, np.int64))


def _members_of(clusters: Tables) -> dict[str, list[str]]:
    """The ids of the articles in each cluster, by its label."""
    rows = clusters.live()
    members: dict[str, list[str]] = {}
    for place, key in enumerate(rows.keys):
        if key.startswith(b"a"):
            members.setdefault(rows.values[place].decode("ascii"), []).append(key[1:].decode("ascii"))
    return members


def _clusters_renamed(members: Mapping[str, Sequence[str]], identifiers: Mapping[str, str]) -> dict[bytes, Row | None]:
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
