"""How do files that were renamed get their new paths in the index without being read again?

What an index keeps of a path is the names of its articles, their ids, and the words of the field `path`. The segments
that hold them are written again with other ones, and rows of the tables that name them; all else stays as it is.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from indexer.engine.disk import sync
from indexer.engine.generations import SegmentEntry, open_segments
from indexer.engine.segment.renaming import rename
from indexer.engine.segment.segment import SUFFIX, Segment
from indexer.fields import identifier_of, named_terms, number_of_identifier, part_of_record
from indexer.store.clusters import article_key, member_key
from indexer.store.names import SEGMENT_PREFIX
from indexer.store.tables import Row, Tables

__all__ = ["clusters_renamed", "segments_renamed", "unsettled_renamed"]


def segments_renamed(
    folder: Path, entries: Sequence[SegmentEntry], moves: Mapping[str, str]
) -> tuple[list[SegmentEntry], dict[str, str]]:
    """The segments of a commit with the articles of some files under their new paths, by their old ones; and the new id
    of each of these articles, by its old one. Deletions stay as they are.

    Raises DamagedIndexError and OSError.
    """
    encoded = {os.fsencode(old): os.fsencode(new) for old, new in moves.items()}
    identifiers: dict[str, str] = {}
    result: list[SegmentEntry] = []
    for entry, segment in zip(entries, open_segments(folder, entries), strict=True):
        try:
            result.append(_renamed(folder, entry, segment, encoded, identifiers))
        finally:
            segment.close()
    return result, identifiers


def _renamed(
    folder: Path, entry: SegmentEntry, segment: Segment, moves: Mapping[bytes, bytes], identifiers: dict[str, str]
) -> SegmentEntry:
    """The entry of a segment in which articles have their new names; its own where none is to have one."""
    names = [(path, rest) for path, _, rest in (name.rpartition(b"\0") for name in segment.articles.names())]
    if not any(path in moves for path, _ in names):
        return entry
    deleted = segment.articles.deleted
    ids = segment.articles.numbers("id").astype(np.int64)
    terms: dict[str, list[Sequence[bytes]]] = {"path": [], "article": []}
    for article, (path, _) in enumerate(names):
        part = part_of_record(segment.articles.record(article))
        before = identifier_of(segment, article)
        copy = int(before.partition("-")[2] or 1)
        words, identifier = named_terms(os.fsdecode(moves.get(path, path)), part, copy)
        terms["path"].append(words)
        terms["article"].append([identifier.encode()])
        ids[article] = number_of_identifier(identifier)
        if path in moves and (deleted is None or not deleted[article]):
            identifiers[before] = identifier
    file = rename(
        segment,
        folder,
        [b"%b\0%b" % (moves.get(path, path), rest) for path, rest in names],
        terms,
        {"id": ids},
        prefix=SEGMENT_PREFIX,
    )
    sync(folder / f"{file.name}{SUFFIX}")
    return entry._replace(name=file.name, size=file.size)


def clusters_renamed(clusters: Tables, identifiers: Mapping[str, str]) -> dict[bytes, Row | None]:
    """The rows of the tables of clusters that change when articles have other ids; a cluster's label is its least."""
    rows = clusters.live()
    members: dict[str, list[str]] = {}
    for place, key in enumerate(rows.keys):
        if key.startswith(b"a"):
            members.setdefault(rows.values[place].decode("ascii"), []).append(key[1:].decode("ascii"))
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


def unsettled_renamed(unsettled: Tables, moves: Mapping[str, str]) -> dict[bytes, Row | None]:
    """The rows of the tables of files to be read again that change when files have other paths."""
    keys = [key for key in unsettled.live().keys if os.fsdecode(key) in moves]
    return dict.fromkeys(keys) | {os.fsencode(moves[os.fsdecode(key)]): Row() for key in keys}
