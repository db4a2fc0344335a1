"""How are articles shown for Pyserini's indexer (`JsonCollection`)?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from indexer.cli.printers.json import dump
from indexer.cli.printers.printer import Printer

if TYPE_CHECKING:
    from indexer.searching.exporting import IndexedArticle

__all__ = ["FormatPrinter"]


class FormatPrinter(Printer):
    """`{"id": …, "contents": …}` of each article or passage on a line, in UTF-8; the contents are title and text."""

    form = "pyserini"

    def exported(self, articles: Iterable[IndexedArticle], *, passages: bool) -> None:
        """Write one line for each article or matching passage."""
        for found in articles:
            title = found.article.title
            for name, text in (
                [(f"{found.id}.{part.ordinal}", part.text) for part in found.matching]
                if passages
                else [(found.id, found.article.text)]
            ):
                contents = "\n\n".join(filter(None, (title, text.strip())))
                self.console.write_data(dump({"id": name, "contents": contents}))
