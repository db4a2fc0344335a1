"""How are hits and counts shown as a table of comma-separated values?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from indexer.cli.console import safe
from indexer.cli.printers.values import Values
from indexer.model.counts import FacetCount, Facets, TermCount, Timeline

if TYPE_CHECKING:
    from indexer.model.hits import SearchResult

__all__ = ["FormatPrinter"]

_COLUMNS = (
    *("rank", "id", "score", "title", "authors", "date", "site"),
    *("path", "line", "end_line", "start", "end", "snippet", "part"),
)


class FormatPrinter(Values):
    """A heading, then one row for each hit or value, in UTF-8."""

    form = "csv"

    def hits(self, result: SearchResult) -> None:
        """Write one row for each hit."""
        rows = []
        for hit in result.hits:
            own = {"authors": "; ".join(hit.authors), "snippet": " ".join(hit.snippet.text.split())}
            rows.append(self.hit_values(hit) | own)
        self._write(_COLUMNS, rows)

    def facets(self, facets: Facets) -> None:
        """Write one row for each value."""
        self._write_counts(facets.by, facets.counts)

    def timeline(self, timeline: Timeline) -> None:
        """Write one row for each month or year."""
        self._write_counts(timeline.by, timeline.counts)

    def terms(self, prefix: str, terms: Sequence[TermCount]) -> None:
        """Write one row for each word."""
        self._write(TermCount._fields, (term._asdict() for term in terms))

    def _write_counts(self, by: str, counts: Iterable[FacetCount]) -> None:
        rows = [{by: value, "articles": articles, "passages": passages} for value, articles, passages in counts]
        self._write((by, "articles", "passages"), rows)

    def _write(self, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
        """Write a table; what its columns do not name is left out."""
        table = io.StringIO()
        writer = csv.DictWriter(table, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({key: safe(value) if isinstance(value, str) else value for key, value in row.items()})
        self.console.write_data(table.getvalue())
