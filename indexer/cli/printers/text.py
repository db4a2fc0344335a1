"""How are results shown to a person?"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer.cli.console import safe, safe_line, width_of
from indexer.cli.printers.counts import bars, table
from indexer.cli.printers.printer import Cleaned, Evaluated, FileCount, Printer, Shown
from indexer.model import Facets, Hit, IndexPreview, SearchResult, TermCount, Timeline

if TYPE_CHECKING:
    from indexer.index import IndexStatistics

__all__ = ["FormatPrinter"]

SNIPPET_LINES = 3
_DUPLICATES = 3
_INDENT = "   "
_MOST_SOURCES = 10
_WIDTH = 80  # columns, where no terminal says how many there are
_WORDS = re.compile(r"\S+")


class FormatPrinter(Printer):
    """Titles, places and snippets in lines, with colours and links where they are wanted."""

    form = "text"

    def hits(self, result: SearchResult) -> None:
        """Write each hit's title, place and snippet, and an empty line between two."""
        self.console.page("\n".join("".join(f"{line}\n" for line in self._hit_lines(hit)) for hit in result.hits))

    def files(self, query: str, files: Sequence[FileCount], *, counted: bool) -> None:
        """Write one file per line, as `grep -l` and `grep -c` do."""
        for file in files:
            end = "\0" if self.null else ":" if counted else "\n"
            if self.hyperlink:
                name = safe_line(self.console.context.shown(file.source))
                self.console.write(f"{_link(name, file.source)}{end}")
            else:
                self.console.write_path(self.console.context.shown(file.source), end)
            if counted:
                self.console.write(f"{file.passages}\n")
                self.console.out.flush()

    def facets(self, facets: Facets) -> None:
        """Write one line for each value."""
        self.console.page("".join(f"{line}\n" for line in table(facets.by, facets.counts)))

    def timeline(self, timeline: Timeline) -> None:
        """Write one line with a bar for each month or year."""
        encoding = getattr(self.console.out, "encoding", None) or "utf-8"
        lines = bars(timeline.by, timeline.counts, self._width, encoding)
        self.console.page("".join(f"{line}\n" for line in lines))

    def terms(self, prefix: str, terms: Sequence[TermCount]) -> None:
        """Write one line for each word."""
        lines = [f"{'passages':>9} {'articles':>9} {'occurs':>9}  word"] if terms else []
        for term, passages, articles, occurrences in terms:
            lines.append(f"{passages:>9,} {articles:>9,} {occurrences:>9,}  {safe_line(term)}")
        self.console.page("".join(f"{line}\n" for line in lines))

    def passages(self, shown: Shown) -> None:
        """Write the article's title and place, then the passages; those beside the one asked for are dim."""
        from indexer.searching.highlighting import highlights

        article = shown.stored.article
        title = self._highlighted(
            safe_line(article.title), highlights(article.title, shown.words, title=True), bold=True
        )
        address = self.address(shown.stored)
        if shown.passages:
            address = replace(address, line=shown.passages[0].first_line)
        head = f"{title}{safe(_byline(article.authors, article.published))}\n{safe_line(str(address))}\n\n"
        body: list[str] = []
        for part in shown.passages:
            text = self._highlighted(part.text, highlights(part.text, shown.words))
            beside = shown.ordinal is not None and part.ordinal != shown.ordinal
            body.append(self._dim(text) if beside else text)
        self.console.page(head + "".join(body).rstrip("\n") + "\n")

    def articles(self, cleaned: Sequence[Cleaned]) -> None:
        """Write title, authors and date of each article, then its text."""
        self.console.page("\n\n".join(map(_article_text, cleaned)))

    def statistics(self, statistics: IndexStatistics) -> None:
        """Write one line for each thing that is known, with its name before it."""
        shown = self.console.context.shown
        sources = [_chosen(shown(root) or ".", statistics.patterns.get(root)) for root in statistics.roots]
        if len(sources) > _MOST_SOURCES:
            sources[_MOST_SOURCES:] = [f"and {len(sources) - _MOST_SOURCES:,} more"]
        rows = [
            ("index", shown(statistics.index)),
            ("updated", statistics.updated or "never"),
            ("sources", ", ".join(sources)),
            ("files", f"{statistics.files:,}"),
            ("articles", f"{statistics.articles:,}"),
            ("passages", f"{statistics.passages:,} of about {statistics.passage_words} words"),
            ("words", f"{statistics.words:,}"),
            ("size", f"{statistics.size / 1e6:,.1f} MB"),
            ("languages", ", ".join(f"{code} {count:,}" for code, count in statistics.languages.items())),
            ("skipped", ", ".join(f"{count:,} {reason}" for reason, count in statistics.skipped.items())),
            ("failed", ", ".join(f"{count:,} {reason}" for reason, count in statistics.failed.items())),
        ]
        self.console.write("".join(f"{name:<10} {safe(value)}\n" for name, value in rows if value))

    def preview(self, preview: IndexPreview) -> None:
        """Write one line for each file: what would become of it, its path, and the reason."""
        rows = [("new", path, "") for path in preview.new]
        rows += [("changed", path, "") for path in preview.changed]
        rows += [("moved", new, f"it was {old}") for old, new in preview.moved.items()]
        rows += [("removed", path, why) for path, why in preview.removed.items()]
        rows += [("skipped", path, str(reason)) for path, reason in preview.skipped.items()]
        lines = (f"{what:<8} {safe_line(path)}{': ' if why else ''}{safe_line(why)}\n" for what, path, why in rows)
        self.console.write("".join(lines))

    def measures(self, evaluated: Evaluated) -> None:
        """Write one line for each measure."""
        means = evaluated.measured.means
        rows = [("queries", f"{len(evaluated.measured.queries):,}"), *((name, f"{means[name]:.4f}") for name in means)]
        self.console.write("".join(f"{name:<10} {value}\n" for name, value in rows))

    @property
    def _color(self) -> bool:
        return self.console.colored(self.console.out)

    @property
    def _width(self) -> int:
        context = self.console.context
        return context.size.columns if context.is_terminal(self.console.out) else _WIDTH

    def _hit_lines(self, hit: Hit) -> Iterator[str]:
        title = self._highlighted(safe_line(hit.title), hit.title_highlights, bold=True)
        yield f"{hit.rank}. {title}{safe(_byline(hit.authors, hit.published))}"
        place = safe_line(str(self.address(hit)))
        if self._color:
            place = click.style(place, fg="cyan")
        if self.hyperlink and hit.source:
            place = _link(place, hit.source)
        yield f"{_INDENT}{place}  {self._dim(hit.id)}" + (f"  {self._dim('(changed since)')}" if hit.stale else "")
        yield from (_INDENT + line for line in self._snippet_lines(hit))
        if hit.duplicates:
            others = [safe_line(self.address(other).article) for other in hit.duplicates]
            more = f" and {len(others) - _DUPLICATES} more" if len(others) > _DUPLICATES else ""
            yield _INDENT + self._dim(f"also in {', '.join(others[:_DUPLICATES])}{more}")

    def _snippet_lines(self, hit: Hit) -> Iterator[str]:
        """The snippet in at most three lines, cut between words, with an ellipsis where it leaves something out."""
        text = hit.snippet.text
        room = self._width - len(_INDENT) - 4  # an ellipsis may be at either end
        lines: list[list[tuple[int, int]]] = []
        used = room
        for start, end in _breakable(text, room):
            gap = int(bool(lines) and text[start - 1].isspace())
            size = width_of(text[start:end])
            if used + gap + size > room:
                lines.append([])
                used, gap = 0, 0
            lines[-1].append((start, end))
            used += gap + size
        shown = lines[:SNIPPET_LINES]
        whole = hit.text.rstrip()
        for index, parts in enumerate(shown):
            line = "".join(
                (" " if number and text[start - 1].isspace() else "")
                + self._word(text, start, end, hit.snippet.highlights)
                for number, (start, end) in enumerate(parts)
            )
            cut_before = index == 0 and bool(hit.text[: hit.snippet.start].strip())
            cut_after = index == len(shown) - 1 and (
                len(lines) > len(shown) or hit.snippet.start + len(text.rstrip()) < len(whole)
            )
            yield ("… " if cut_before else "") + line + (" …" if cut_after else "")

    def _word(self, text: str, start: int, end: int, ranges: Sequence[tuple[int, int]]) -> str:
        inside = [(max(a, start) - start, min(b, end) - start) for a, b in ranges if a < end and b > start]
        return self._highlighted(text[start:end], inside)

    def _highlighted(self, text: str, ranges: Sequence[tuple[int, int]], *, bold: bool = False) -> str:
        """`text`, made safe, with `ranges` of it in red and the whole bold, if colours are wanted."""
        if not self._color:
            return safe(text)
        parts: list[str] = []
        at = 0
        for start, end in (*ranges, (len(text), len(text))):
            if at < start:
                parts.append(click.style(safe(text[at:start]), bold=True) if bold else safe(text[at:start]))
            if start < end:
                parts.append(click.style(safe(text[start:end]), fg="red", bold=True))
            at = end
        return "".join(parts)

    def _dim(self, text: str) -> str:
        return click.style(text, dim=True) if self._color else text


def _breakable(text: str, room: int) -> Iterator[tuple[int, int]]:
    """The words of `text`; those wider than a line, as runs of Japanese are, character by character."""
    for word in _WORDS.finditer(text):
        start, end = word.span()
        if width_of(word[0]) <= (room if word[0].isascii() else room // 2):
            yield start, end
        else:
            yield from ((at, at + 1) for at in range(start, end))


def _link(shown: str, source: str) -> str:
    """`shown` as a link to the file `source`, as terminals understand it (OSC 8)."""
    return f"\x1b]8;;{Path(source).as_uri()}\x1b\\{shown}\x1b]8;;\x1b\\"


def _byline(authors: Sequence[str], published: object | None) -> str:
    """` — author, date`, as far as they are known."""
    known = [*authors, *([str(published)] if published else [])]
    return f" — {', '.join(known)}" if known else ""


def _article_text(cleaned: Cleaned) -> str:
    article = cleaned.article
    byline = _byline(article.authors, article.published).removeprefix(" — ")
    head = [line for line in (article.title, byline) if line]
    return safe("\n".join(head) + ("\n\n" if head else "") + article.text.rstrip("\n") + "\n")


def _chosen(source: str, patterns: Mapping[str, Sequence[str]] | None) -> str:
    """A source with the options that choose among its files."""
    options = (f"--{name} {shlex.quote(pattern)}" for name, given in (patterns or {}).items() for pattern in given)
    return " ".join((source, *options))
