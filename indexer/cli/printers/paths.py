"""How are hits shown as places that editors and other programs can open?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from indexer.cli.printers.printer import FileCount, Printer

if TYPE_CHECKING:
    from indexer.model.hits import SearchResult

__all__ = ["FormatPrinter"]


class FormatPrinter(Printer):
    """`path:line` of each hit, as the bytes that name the file; with NULs, the path alone."""

    form = "paths"

    def hits(self, result: SearchResult) -> None:
        """Write one place per line, or one path before each NUL."""
        for hit in result.hits:
            address = self.address(hit)
            if self.null:
                self.console.write_path(address.path, "\0")
            else:
                self.console.write_path(str(address))

    def files(self, query: str, files: Sequence[FileCount], *, counted: bool) -> None:
        """Write one path per line."""
        if counted:
            self._refuse("counts")
        for file in files:
            self.console.write_path(file.path, "\0" if self.null else "\n")
