"""How are hits shown as one JSON object per line?"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.cli.printers.json import dump
from indexer.cli.printers.printer import FileCount
from indexer.cli.printers.values import Values
from indexer.model import SearchResult

__all__ = ["FormatPrinter"]


class FormatPrinter(Values):
    """One JSON object per line, in UTF-8."""

    form = "jsonl"

    def hits(self, result: SearchResult) -> None:
        """Write one object for each hit."""
        self.console.write_data("".join(dump(self.hit_values(hit)) for hit in result.hits))

    def files(self, query: str, files: Sequence[FileCount], *, counted: bool) -> None:
        """Write one object for each file."""
        self.console.write_data("".join(dump(self.file_values(file, counted=counted)) for file in files))
