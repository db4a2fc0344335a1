"""Are the articles of a segment, their columns and what is stored whole?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

import numpy as np

from indexer.arrays import distinct
from indexer.engine.format.blocks import BlockReader
from indexer.engine.format.columns import NumberColumns
from indexer.engine.segment.segment import Segment
from indexer.engine.verification.sections import check_bounds, check_length, check_order, require

__all__ = ["article_checks"]


def article_checks(segment: Segment) -> Iterator[Callable[[], None]]:
    """The checks of everything but the fields. Each raises DamagedIndexError with the place, or what decoding altered
    bytes raises."""
    articles = segment.articles
    yield partial(_check_names, segment)
    yield partial(_check_blocks, segment, "stored", segment.stored)
    yield partial(_check_blocks, segment, "article_records", articles.records)
    for prefix, columns in (
        ("document_numbers", segment.documents_columns),
        ("article_numbers", articles.number_columns),
    ):
        for name in columns.names:
            yield partial(_check_numbers, segment, f"{prefix}:{name}", columns)
    for name in articles.value_columns.names:
        yield partial(_check_values, segment, name)
    for name in articles.key_columns.names:
        yield partial(_check_keys, segment, name)
    for name in articles.mark_columns.names:
        yield partial(_check_marks, segment, name)
    for name in articles.blob_columns.names:
        yield partial(_check_blobs, segment, name)


def _check_names(segment: Segment) -> None:
    sections, count = segment.sections, segment.articles.count
    check_bounds(sections, "article_starts", count, segment.documents, strict=True)
    check_bounds(sections, "article_names_at", count, sections.length("article_names"))
    check_length(sections, "article_order", count)
    order = sections.array("article_order")
    require(np.array_equal(np.sort(order), np.arange(count)), "article_order", "it does not have each article once")
    names = segment.articles.names()
    ordered = [names[article] for article in order.tolist()]
    for before, name in pairwise(ordered):
        require(before < name, "article_order", f"{name!r} is not behind {before!r}")


def _check_blocks(segment: Segment, name: str, blocks: BlockReader) -> None:
    """Every block can be unpacked, and is as long as the byte strings in it are together."""
    sections = segment.sections
    if name not in sections:
        return
    count = sections.length(f"{name}_first") - 1
    check_bounds(sections, f"{name}_first", count, blocks.count, strict=True)
    check_bounds(sections, f"{name}_at", count, sections.length(name), strict=True)
    check_length(sections, f"{name}_sizes", blocks.count)
    _, _, first, sizes = blocks.blocks()
    for block, (begin, end) in enumerate(zip(first[:-1].tolist(), first[1:].tolist(), strict=True)):
        octets = blocks.unpacked(block)
        said = int(sizes[begin:end].sum())
        require(len(octets) == said, f"{name}, block {block}", f"it has {len(octets)} bytes instead of {said}")


def _check_numbers(segment: Segment, section: str, columns: NumberColumns) -> None:
    check_length(segment.sections, section, columns.rows)


def _check_values(segment: Segment, name: str) -> None:
    sections, section = segment.sections, f"article_values:{name}"
    check_length(sections, f"{section}:counts", segment.articles.count)
    count = sections.length(f"{section}:vocabulary_at") - 1
    check_bounds(sections, f"{section}:vocabulary_at", count, sections.length(f"{section}:vocabulary"))
    column = segment.articles.values(name)
    require(len(column.ordinals) == column.starts[-1], section, "it has more or fewer values than its articles")
    seen = distinct(column.ordinals)
    require(np.array_equal(seen, np.arange(count)), section, "a value is none of its vocabulary, or of no article")
    octets = [value.encode("utf-8", "surrogatepass") for value in column.vocabulary]
    require(octets == sorted(set(octets)), f"{section}:vocabulary", "it is not sorted")


def _check_keys(segment: Segment, name: str) -> None:
    sections, section = segment.sections, f"article_keys:{name}"
    count = sections.length(f"{section}:order")
    check_bounds(sections, f"{section}:at", segment.articles.count, count)
    require(count and not sections.length(section) % count, section, "its keys are not of one length")
    keys, _ = segment.articles.key_columns.all_keys(name)
    right = np.argsort(keys, kind="stable")
    require(np.array_equal(sections.array(f"{section}:order"), right), f"{section}:order", "it does not sort the keys")


def _check_marks(segment: Segment, name: str) -> None:
    section = f"article_marks:{name}"
    check_length(segment.sections, f"{section}:articles", segment.sections.length(section))
    marks, articles = segment.articles.mark_columns.all_marks(name)
    pairs = marks.astype(np.uint64) << np.uint64(32) | articles
    require(bool((pairs[1:] >= pairs[:-1]).all()), section, "the marks are not ascending")
    require(bool((articles < segment.articles.count).all()), f"{section}:articles", "an article is none of the segment")


def _check_blobs(segment: Segment, name: str) -> None:
    sections, section, count = segment.sections, f"article_blobs:{name}", segment.articles.count
    if f"{section}:at" in sections:
        check_bounds(sections, f"{section}:at", count, sections.length(section))
        return
    require(count and not sections.length(section) % count, section, "its blobs are not of one length")
    without = sections.array(f"{section}:without")
    check_order(without, f"{section}:without", count)
    rows = sections.array(section).reshape(count, -1)
    require(not rows[without].any(), section, "an article without a blob has one")
