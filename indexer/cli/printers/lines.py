"""How are hits shown as lines that editors jump to?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.cli.console import safe_line
from indexer.cli.printers.printer import Printer

if TYPE_CHECKING:
    from indexer.model.hits import SearchResult

__all__ = ["FormatPrinter"]


class FormatPrinter(Printer):
    """`path:line:text` of each hit, as `grep -n` writes it: what vim's quickfix, Emacs and others read.

    The line is 1 where the article has no lines; the text is the snippet on one line.
    """

    form = "lines"

    def hits(self, result: SearchResult) -> None:
        """Write one line for each hit."""
        for hit in result.hits:
            address = self.address(hit)
            text = safe_line(" ".join((hit.snippet.text or hit.title).split()))
            self.console.write_path(address.article, f":{address.line or 1}:")
            self.console.write(f"{text}\n")
            self.console.out.flush()
