"""How are hits shown as one JSON object per line?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from indexer.cli.printers.json import dump
from indexer.cli.printers.values import Values

if TYPE_CHECKING:
    from indexer.cli.printers.printer import FileCount
    from indexer.model.hits import SearchResult
    from indexer.searching.exporting import IndexedArticle

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

    def exported(self, articles: Iterable[IndexedArticle], *, passages: bool) -> None:
        """Write one object for each article, which `index` reads as the same article, or for each matching passage."""
        from indexer.reading.formats.exported import article_values

        for found in articles:
            if passages:
                values = [self.passage_values(found, part) for part in found.matching]
            else:
                values = [article_values(found.id, found.article, self.address(found).path)]
            self.console.write_data("".join(map(dump, values)))
