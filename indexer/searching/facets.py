"""How many matches have each author, site or day?

Articles are counted over columns, which are put together once for each commit; no record is decoded.
"""

from __future__ import annotations

import os
from datetime import date
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import distinct
from indexer.engine.search.multi_article import ArticleColumn
from indexer.fields.names import path_of_group
from indexer.model.counts import FacetCount, Facets, Timeline
from indexer.searching.hits import matching
from indexer.searching.open_index import OpenIndex
from indexer.searching.options import SearchOptions
from indexer.store.damage import damage_reported

__all__ = ["FACETS", "Facet", "count_facets", "count_timeline"]

Facet: TypeAlias = Literal["author", "site", "year", "month", "language", "section", "folder"]
"""By what matches are counted."""

FACETS: tuple[Facet, ...] = ("author", "site", "year", "month", "language", "section", "folder")

_MOST_MONTHS = 48
"""Months of the longest timeline that is one of months: the bars of four years fill two screens."""

_MONTHS = 12

_LAST_DAY = 9999_12_31


def count_facets(opened: OpenIndex, text: str | None, options: SearchOptions, today: date | None, by: Facet) -> Facets:
    """How many matching articles and passages have each value, or all of them (None); of the options, only those that
    decide what matches are used."""
    with damage_reported(opened.path):
        passages = opened.collection.articles.sums(matching(opened, text, options, today))
        column = _column(opened, by)
        articles_of, passages_of = _counts(column, passages)
        having = np.flatnonzero(articles_of)
        order = having[np.lexsort((-passages_of[having], -articles_of[having]))].tolist()
        counts = [
            FacetCount(column.vocabulary[value], int(articles_of[value]), int(passages_of[value])) for value in order
        ]
        counts.sort(key=lambda count: (-count.articles, -count.passages, count.value))
        return Facets(text or "", by, tuple(counts), *_totals(passages), _without(column, passages))


def count_timeline(
    opened: OpenIndex, text: str | None, options: SearchOptions, today: date | None, by: Literal["month", "year"] | None
) -> Timeline:
    """How many matching articles and passages are of each month or year, or all of them (None); without `by`, of months
    where they are few."""
    with damage_reported(opened.path):
        passages = opened.collection.articles.sums(matching(opened, text, options, today))
        months = _column(opened, "month")
        articles_of, passages_of = _counts(months, passages)
        undated = _without(months, passages)
    having = np.flatnonzero(articles_of).tolist()
    # Months are numbered through from the year 0.
    numbers = {_month_number(months.vocabulary[value]): value for value in having}
    first, last = min(numbers, default=0), max(numbers, default=-1)
    unit: Literal["month", "year"] = by or ("month" if last - first < _MOST_MONTHS else "year")
    size = 1 if unit == "month" else _MONTHS
    sums = {number: [0, 0] for number in range(first // size, last // size + 1)}
    for number, value in numbers.items():
        sums[number // size][0] += int(articles_of[value])
        sums[number // size][1] += int(passages_of[value])
    counts = tuple(FacetCount(_label(number, unit), *both) for number, both in sums.items())
    return Timeline(text or "", unit, counts, *_totals(passages), undated)


def _counts(column: ArticleColumn, passages: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of each value, the articles that have matching passages, and these passages; shape (values,) each."""
    mine = passages[column.owners]
    count = len(column.vocabulary)
    articles = np.bincount(column.ordinals[mine > 0], minlength=count)
    return articles, np.bincount(column.ordinals, mine, minlength=count).astype(np.int64)


def _totals(passages: NDArray[np.int64]) -> tuple[int, int]:
    return int(np.count_nonzero(passages)), int(passages.sum())


def _without(column: ArticleColumn, passages: NDArray[np.int64]) -> FacetCount:
    """What matches and has no value."""
    left = passages.copy()
    left[column.owners] = 0
    return FacetCount("", *_totals(left))


def _column(opened: OpenIndex, by: Facet) -> ArticleColumn:
    known = opened.columns.get(by)
    if known is None:
        articles = opened.collection.articles
        if by in {"year", "month"}:
            known = _of_days(articles.numbers("date"), by)
        elif by == "folder":
            known = _of_folders(articles.names(np.arange(articles.count)))
        else:
            known = articles.column(by)
        opened.columns[by] = known
    return known


def _of_days(days: NDArray[np.int64], by: str) -> ArticleColumn:
    """The months or years of days, which are numbers such as 20190227; 0 is not a day.

    Raises ValueError for what is none: a timeline to such a day would be without end.
    """
    owners = np.flatnonzero(days)
    if len(owners) and not 0 < int(days[owners].min()) <= int(days[owners].max()) <= _LAST_DAY:
        raise ValueError("not a day")
    each = days[owners] // (10000 if by == "year" else 100)
    values = distinct(each)
    return ArticleColumn(
        owners,
        np.searchsorted(values, each),
        tuple(f"{value:04d}" if by == "year" else f"{value // 100:04d}-{value % 100:02d}" for value in values.tolist()),
    )


def _of_folders(names: list[bytes]) -> ArticleColumn:
    """The folders of the articles' files, as they are stored; "." is that of the index."""
    numbers: dict[str, int] = {}
    ordinals = [numbers.setdefault(os.path.dirname(path_of_group(name)) or ".", len(numbers)) for name in names]
    return ArticleColumn(np.arange(len(names)), np.array(ordinals, np.int64), tuple(numbers))


def _month_number(month: str) -> int:
    return int(month[:4]) * _MONTHS + int(month[5:]) - 1


def _label(number: int, unit: str) -> str:
    return f"{number:04d}" if unit == "year" else f"{number // _MONTHS:04d}-{number % _MONTHS + 1:02d}"
