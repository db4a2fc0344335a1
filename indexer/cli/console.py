"""What may be written to which stream, and how?

Results go to standard output; messages, warnings, progress and errors to standard error. What comes from articles or
file names is made harmless before it is shown: a terminal obeys control characters.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

import click

from indexer.cli.context import Context
from indexer.errors import IndexerError, QuerySyntaxError

__all__ = ["Console", "safe", "safe_line"]

# C0 and C1 controls, and the marks that reorder what is shown around them.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BREAKS = re.compile("[\n\t\x85\u2028\u2029]")


def safe(text: str) -> str:
    """`text` with every character that could act on a terminal replaced by U+FFFD; line breaks and tabs stay."""
    return _CONTROLS.sub("\ufffd", text)


def safe_line(text: str) -> str:
    """`text` made safe and kept on one line, as a file's name must be, which may hold line breaks."""
    return safe(_BREAKS.sub("\ufffd", text))


def _window(error: QuerySyntaxError, width: int) -> tuple[str, int, int]:
    """What is shown of a query that cannot be read, on one line of `width` columns, and the place in it that is wrong.

    Of a query that is longer, the beginning of the place is shown with what is around it.
    """
    from indexer.text.widths import width_of  # the notion of words is imported with it

    query = safe(re.sub(r"\s", " ", error.query))
    start, end = error.start, min(error.end, len(query))
    if width_of(query) <= width:
        return query, start, max(start, end)
    room = max(8, width // 4)  # columns on each side are at most twice as many as characters
    first, last = max(0, start - room), start + room
    shown = f"{'…' if first else ''}{query[first:last]}{'…' if last < len(query) else ''}"
    shift = first - (1 if first else 0)
    return shown, start - shift, min(end, last) - shift


@contextmanager
def _losing_messages() -> Iterator[None]:
    """Go on without a message that cannot be written, as where the disk is full or the terminal has gone: the exit code
    says the same. A closed pipe ends the run, as that of results does."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError:
        pass


class Console:
    """Standard output and error of one run of the command."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.out = context.stdout
        self.err = context.stderr
        self.color = "auto"
        self.mark = "auto"
        self.quiet = False
        self.debug = False
        self.use_pager = True
        for stream in (self.out, self.err):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(errors="replace")  # a terminal that cannot show a letter must not end the run

    # Standard output

    def write(self, text: str) -> None:
        """Write a result unchanged."""
        self.out.write(text)

    def write_data(self, text: str) -> None:
        """Write data for a program, which is UTF-8 whatever the encoding of the terminal."""
        raw = getattr(self.out, "buffer", None)
        if raw is None:
            self.out.write(text)
        else:
            self.out.flush()
            raw.write(text.encode("utf-8"))

    def write_path(self, path: str, end: str = "\n") -> None:
        """Write a file's name: to a terminal harmless, elsewhere as the exact bytes that name the file."""
        if self.context.is_terminal(self.out):
            self.out.write(safe_line(path) + end)
            return
        self.out.flush()
        raw = getattr(self.out, "buffer", None)
        if raw is None:
            self.out.write(path + end)
        else:
            raw.write(os.fsencode(path) + end.encode())

    def page(self, text: str) -> None:
        """Write a result, through the user's pager where it is longer than the terminal."""
        if self.use_pager and self.context.is_terminal(self.out) and text.count("\n") >= self.context.size.lines:
            # As git does: stay on the screen's contents, pass colours through, leave where all fits.
            os.environ.setdefault("LESS", "FRX")
            click.echo_via_pager(text, color=self.colored(self.out))
        else:
            self.write(text)

    def flush(self) -> None:
        """Push everything out, so that a closed pipe is noticed here."""
        self.out.flush()
        with _losing_messages():
            self.err.flush()

    # Standard error

    def say(self, text: str) -> None:
        """A message, unless --quiet was given."""
        if not self.quiet:
            self._tell(safe_line(text))

    def warn(self, text: str) -> None:
        """A warning, unless --quiet was given."""
        if not self.quiet:
            self._tell(f"{self._paint('warning:', 'yellow')} {safe_line(text)}")

    def error(self, text: str, hint: str = "") -> None:
        """An error and what to do about it; always shown."""
        self._tell(f"{self._paint('error:', 'red')} {safe_line(text)}")
        if hint:
            self._tell(f"{self._paint('hint:', 'cyan')} {safe_line(hint)}")

    def report(self, error: IndexerError) -> None:
        """Show an error; for a query, with a caret under the place."""
        if isinstance(error, QuerySyntaxError):
            from indexer.text.widths import width_of

            self.error(str(error))
            query, start, end = _window(error, self.context.size.columns - 2)
            before, place = query[:start], query[start:end]
            self._tell(f"  {query}")
            self._tell(f"  {' ' * width_of(before)}{self._paint('^' * max(1, width_of(place)), 'red')}")
            if error.hint:
                self._tell(f"{self._paint('hint:', 'cyan')} {error.hint}")
        else:
            self.error(str(error), error.hint)

    def is_interactive(self) -> bool:
        """Whether there is a person to ask."""
        return self.context.is_terminal(self.context.stdin) and self.context.is_terminal(self.err)

    def confirm(self, question: str) -> bool:
        """Ask a person, who must type "y" or "yes"."""
        with suppress(BrokenPipeError):
            self.out.flush()
        self.err.write(f"{safe_line(question)} [y/N] ")
        self.err.flush()
        answer = ""
        try:
            answer = self.context.stdin.readline()
        finally:
            if not answer.endswith("\n"):  # it ended with Ctrl-D or Ctrl-C, and what is said next begins a line
                self.err.write("\n")
                self.err.flush()
        return answer.strip().lower() in {"y", "yes"}

    def colored(self, stream: TextIO) -> bool:
        """Whether to write colours to `stream`: as --color says, else by NO_COLOR, FORCE_COLOR, TERM and whether it is
        a terminal."""
        if self.color != "auto":
            return self.color == "always"
        environment = self.context.environment
        if environment.get("NO_COLOR"):
            return False
        if environment.get("FORCE_COLOR", "0") not in {"", "0"}:
            return True
        return environment.get("TERM") != "dumb" and self.context.is_terminal(stream)

    def brackets(self, stream: TextIO) -> bool:
        """Whether to put brackets around matches in what is written to `stream`: as --mark says, else where there are
        no colours."""
        return self.mark == "always" or (self.mark == "auto" and not self.colored(stream))

    def _paint(self, text: str, color: str) -> str:
        return click.style(text, fg=color, bold=True) if self.colored(self.err) else text

    def _tell(self, text: str) -> None:
        with suppress(BrokenPipeError):
            self.out.flush()  # in the order it was written, where both go to one place
        with _losing_messages():
            self.err.write(text + "\n")
            self.err.flush()
