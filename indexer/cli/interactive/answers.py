"""What does a query as typed so far give?"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from indexer.cli.console import Console
from indexer.cli.notes import HitOptions, MatchOptions, say_what_else_matches, say_what_is_missing, say_what_was_found
from indexer.cli.numbers import many
from indexer.cli.printers import Shown
from indexer.cli.printers.text import FormatPrinter
from indexer.errors import IndexerError
from indexer.index import Index
from indexer.model.hits import Hit, SearchResult
from indexer.querying import Word, parse, query_words

__all__ = ["Answer", "LiveSearch", "ShownArticle"]

_BEING_TYPED = re.compile(r"[^\W_]{2,}$")
"""A word at the end of the query, which may be the beginning of one. A single letter begins half of the vocabulary."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown of a query.

    `text` is the query as typed, `limit` how many hits it was asked for. `hits` are their lines, for a screen of
    `columns`; `messages` are the lines that say how many there are, what is missing, or what is wrong. `result` is None
    where there is nothing to search for, or the query cannot be read.
    """

    text: str
    limit: int | None
    columns: int
    result: SearchResult | None
    hits: tuple[tuple[str, ...], ...]
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article to read: its hit, its lines for a screen of `columns`, and which of them its passage begins on."""

    hit: Hit
    text: str
    columns: int
    lines: tuple[str, ...]
    first: int


class LiveSearch:
    """Asks an index, with the options that the command was given, and lays out what it says.

    `match_options` decide what matches, `hit_options` which hits are shown of it. Lines are as the command prints them
    to a terminal, with colours where it would have them.
    """

    def __init__(self, index: Index, console: Console, match_options: MatchOptions, hit_options: HitOptions) -> None:
        self._index = index
        self._console = console
        self._match_options = match_options
        self._hit_options = hit_options

    def ask(self, text: str, limit: int | None, columns: int) -> Answer:
        """Search for `text`. What cannot be searched for has a message, and no error is raised."""
        console = self._on_screen(columns)
        printer = FormatPrinter(console)
        result: SearchResult | None = None

        def search() -> None:
            nonlocal result
            if not text.strip():
                self._say_what_there_is(console)
                return
            result = self._result(text, limit, printer.snippet_length)
            if result.query != text:
                console.say(f"the last word is taken as the beginning of one: {result.query}")
            say_what_was_found(console, self._index, result)
            say_what_else_matches(console, self._index, result, self._match_options)
            say_what_is_missing(console, self._index, result)

        messages = _messages_of(console, search)
        hits = tuple(tuple(printer.hit_lines(hit)) for hit in result.hits) if result else ()
        return Answer(text, limit, columns, result, hits, messages)

    def read(self, hit: Hit, text: str, columns: int) -> ShownArticle:
        """The article that `hit` is in, with what it has of the query `text` marked.

        Raises UnknownIdError where it is no longer in the index.
        """
        stored, ordinal = self._index.article(hit.id)
        mode, literal = self._match_options["mode"], self._match_options["literal"]
        found = self._index.highlights(text, stored, mode=mode, literal=literal)
        shown = Shown(stored, stored.passages, ordinal, found)
        printer = FormatPrinter(self._on_screen(columns))
        head = [*printer.head_lines(shown), ""]
        lines = list(printer.reading_lines(shown, dim=False))
        first = next((at for at, (line, of) in enumerate(lines) if of == ordinal and line), 0)
        return ShownArticle(hit, text, columns, (*head, *(line for line, _ in lines)), len(head) + first)

    def explained(self, error: IndexerError, columns: int) -> tuple[str, ...]:
        """The lines that say what went wrong."""
        console = self._on_screen(columns)
        return _messages_of(console, lambda: console.report(error))

    def _result(self, text: str, limit: int | None, snippet_length: int) -> SearchResult:
        """The hits of `text`. Where no passage has its last word, which may not be complete yet, words that begin so
        are looked for, unless it is excluded; the result's query says that."""
        search = partial(
            self._index.search, limit=limit, snippet_length=snippet_length, **self._hit_options, **self._match_options
        )
        result = search(text)
        typed = _BEING_TYPED.search(text)
        is_literal = self._match_options["literal"]
        if is_literal or typed is None or not any(word.endswith(typed[0]) for word in result.missing):
            return result
        completed = f"{text}*"
        if not any(word.start + len(word.source) == len(completed) for word in self._words(completed)):
            return result
        longer = search(completed)
        return result if any(word.endswith(f"{typed[0]}*") for word in longer.missing) else longer

    def _words(self, text: str) -> tuple[Word, ...]:
        """What is searched for by `text`, and not excluded."""
        options = self._match_options
        return query_words(parse(text, mode=options["mode"], literal=options["literal"], today=None))

    def _say_what_there_is(self, console: Console) -> None:
        console.say(f"type words to search for in {os.path.basename(self._index.path.parent)}")
        if not self._index.is_empty():
            found = self._index.statistics()
            there = f"{many(found.articles, 'article')}, {many(found.passages, 'passage')}"
            console.say(f"{there}; what can be typed: indexer help query")

    def _on_screen(self, columns: int) -> Console:
        """A console as the command's, but of a screen that is so wide, and whose messages can be read back."""
        given = self._console
        size = os.terminal_size((columns, given.context.size.lines))
        console = Console(replace(given.context, size=size, stdout=io.StringIO(), stderr=io.StringIO()))
        console.color, console.mark, console.quiet = given.color, given.mark, given.quiet
        return console


def _messages_of(console: Console, do: Callable[[], None]) -> tuple[str, ...]:
    """What is said while something is done, and what went wrong with it, in lines."""
    try:
        do()
    except IndexerError as error:
        console.report(error)
    err = console.err
    return tuple(err.getvalue().splitlines()) if isinstance(err, io.StringIO) else ()
