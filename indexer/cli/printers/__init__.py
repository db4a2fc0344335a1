"""How are results shown? One printer for each output format, behind one interface.

A command has a result and asks `printer_of` for the printer of the format that the user wants. What a format cannot
show, its printer refuses; which formats a command offers, its `--format` says.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from indexer.cli.printers.printer import Cleaned, Evaluated, FileCount, Printer, Shown

if TYPE_CHECKING:
    from indexer.cli.console import Console

__all__ = ["Cleaned", "Evaluated", "FileCount", "Printer", "Shown", "printer_of"]


def printer_of(form: str, console: Console, *, null: bool = False, hyperlink: bool = False) -> Printer:
    """The printer of a format: "text", "json", "jsonl", "csv", "paths", "lines", "html" or "svg".

    With `null`, a NUL instead of a line break follows each file name; with `hyperlink`, paths are links to their files.
    """
    # Each format is imported when it is asked for.
    kind: type[Printer] = import_module(f"indexer.cli.printers.{form}").FormatPrinter
    return kind(console, null=null, hyperlink=hyperlink)
