"""How are results shown as one JSON value?"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from indexer.cli.printers.values import SCHEMA, Values

if TYPE_CHECKING:
    from indexer.cli.printers.printer import Cleaned, Evaluated, FileCount, Shown
    from indexer.model.counts import Facets, TermCount, Timeline
    from indexer.model.hits import SearchResult
    from indexer.model.reports import IndexPreview, IndexReport
    from indexer.model.statistics import IndexStatistics
    from indexer.store.checking import Checked

__all__ = ["FormatPrinter", "dump"]

_ACTIVE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class FormatPrinter(Values):
    """One JSON value in UTF-8."""

    form = "json"

    def hits(self, result: SearchResult) -> None:
        """Write one object: schema, query, total, hits, missing, undated, more."""
        self._write(self.result_values(result))

    def files(self, query: str, files: Sequence[FileCount], *, counted: bool) -> None:
        """Write one object: schema, query, files."""
        values = [self.file_values(file, counted=counted) for file in files]
        self._write({"schema": SCHEMA, "query": query, "files": values})

    def facets(self, facets: Facets) -> None:
        """Write one object: schema, query, by, articles, passages, without, values."""
        self._write(self.facets_values(facets))

    def timeline(self, timeline: Timeline) -> None:
        """Write one object: schema, query, by, articles, passages, undated, values."""
        self._write(self.timeline_values(timeline))

    def terms(self, prefix: str, terms: Sequence[TermCount]) -> None:
        """Write one object: schema, prefix, terms."""
        self._write({"schema": SCHEMA, "prefix": prefix, "terms": [term._asdict() for term in terms]})

    def passages(self, shown: Shown) -> None:
        """Write one object: the article and its passages."""
        self._write(self.shown_values(shown))

    def articles(self, cleaned: Sequence[Cleaned]) -> None:
        """Write a list of articles."""
        self._write([self.cleaned_values(one) for one in cleaned])

    def statistics(self, statistics: IndexStatistics) -> None:
        """Write one object."""
        self._write(self.statistics_values(statistics))

    def measures(self, evaluated: Evaluated) -> None:
        """Write one object: schema, asked, judged, measures, queries."""
        self._write(self.measures_values(evaluated))

    def report(self, report: IndexReport) -> None:
        """Write one object."""
        self._write(self.report_values(report))

    def preview(self, preview: IndexPreview) -> None:
        """Write one object."""
        self._write(self.preview_values(preview))

    def checked(self, checked: Checked) -> None:
        """Write one object: schema, index, files, size, damage."""
        self._write({"schema": SCHEMA, **asdict(checked)})

    def _write(self, value: object) -> None:
        self.console.write_data(dump(value, indent=2))


def dump(value: object, indent: int | None = None) -> str:
    r"""JSON that no terminal can take for a command, and no name is lost in.

    Escaped are C1 controls, marks that reorder text, and bytes of file names that are not UTF-8 (as `\udcff`).
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent) + "\n"
    return _ACTIVE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
