"""How are hits shown as a table of comma-separated values?"""

from __future__ import annotations

import csv
import io

from indexer.cli.console import safe
from indexer.cli.printers.values import Values
from indexer.model import SearchResult

__all__ = ["FormatPrinter"]

_COLUMNS = (
    *("rank", "id", "score", "title", "authors", "date", "site"),
    *("path", "line", "end_line", "start", "end", "snippet", "part"),
)


class FormatPrinter(Values):
    """A heading, then one row for each hit, in UTF-8."""

    form = "csv"

    def hits(self, result: SearchResult) -> None:
        """Write one row for each hit."""
        table = io.StringIO()
        rows = csv.DictWriter(table, _COLUMNS, extrasaction="ignore", lineterminator="\n")
        rows.writeheader()
        for hit in result.hits:
            own = {"authors": "; ".join(hit.authors), "snippet": " ".join(hit.snippet.text.split())}
            values = self.hit_values(hit) | own
            rows.writerow({key: safe(value) if isinstance(value, str) else value for key, value in values.items()})
        self.console.write_data(table.getvalue())
