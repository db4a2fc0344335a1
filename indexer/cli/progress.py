"""How far along is a long run?

A bar on the terminal, if standard error is one: files, bytes, rate and time left. It is removed, and the terminal
restored, when the block ends, however it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from indexer.cli.console import Console

if TYPE_CHECKING:
    from indexer.indexing.request import Progress

__all__ = ["progress_bar"]


@contextmanager
def progress_bar(console: Console) -> Iterator[Progress | None]:
    """Give a function that moves the bar, or None where no terminal would show it."""
    context = console.context
    if console.quiet or not context.is_terminal(console.err) or context.environment.get("TERM") == "dumb":
        yield None
        return
    from rich.console import Console as Terminal
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
    from rich.progress import Progress as Bar

    terminal = Terminal(file=console.err, no_color=not console.colored(console.err))
    bar = Bar(
        TextColumn("{task.fields[files]}/{task.fields[total_files]} files"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=terminal,
        transient=True,
    )
    task = None

    def move(*, files: int, total_files: int, bytes_: int, total_bytes: int) -> None:
        nonlocal task
        if task is None:
            # Started with the first news: a run that finds nothing to do shows no bar.
            bar.start()
            task = bar.add_task("", total=total_bytes, files=0, total_files=total_files)
        bar.update(task, completed=bytes_, files=files, total_files=total_files)

    try:
        yield move
    finally:
        bar.stop()  # which does nothing where it was not started
