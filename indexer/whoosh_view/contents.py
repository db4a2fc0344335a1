"""How is a commit of the index listed for Whoosh?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indexer.engine.generations import SegmentEntry
from indexer.quiet import quiet
from indexer.whoosh_view.fields import schema
from indexer.whoosh_view.refusing import NoSegments
from indexer.whoosh_view.segment import PassageSegment

with quiet():
    from whoosh.filedb.filestore import RamStorage
    from whoosh.index import TOC

__all__ = ["table_of_contents"]


def table_of_contents(folder: Path, generation: int, name: str, entries: Sequence[SegmentEntry]) -> bytes:
    """The bytes of Whoosh's table of contents for the index `name` in a folder."""
    storage = RamStorage()
    segments = [PassageSegment.of(folder, name, entry) for entry in entries] or NoSegments()
    TOC(schema(), segments, generation).write(storage, name)
    return bytes(storage.files[TOC._filename(name, generation)])
