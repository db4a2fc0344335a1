"""What does a Whoosh program make of the table of contents that lists a commit?

The table names these functions and what they are called with. So a commit is listed without Whoosh, which takes longer
to import than most commits take.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whoosh.fields import Schema

    from indexer.whoosh_view.refusing import NoSegments
    from indexer.whoosh_view.segment import PassageSegment

__all__ = ["listed_schema", "listed_segment", "no_segments"]


def listed_schema() -> Schema:
    """The schema of every index."""
    from indexer.whoosh_view.fields import schema

    return schema()


def listed_segment(indexname: str, name: str, documents: int, deleted: Sequence[int]) -> PassageSegment:
    """Whoosh's object for a segment that the engine wrote, which has so many documents, of which some are deleted."""
    from indexer.whoosh_view.segment import PassageSegment

    return PassageSegment.of(indexname, name, documents, deleted)


def no_segments() -> NoSegments:
    """The segments of an index that has none."""
    from indexer.whoosh_view.refusing import NoSegments

    return NoSegments()
