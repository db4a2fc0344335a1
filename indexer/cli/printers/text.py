"""How are results shown to a person?"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer.cli.console import safe, safe_line
from indexer.cli.printers.counts import bars, table
from indexer.cli.printers.explanations import explained
from indexer.cli.printers.layout import Line, Piece, lines_of, pieces_of
from indexer.cli.printers.printer import Cleaned, Evaluated, FileCount, Printer, Shown, remarks_on
from indexer.cli.printers.reading import reading_lines

if TYPE_CHECKING:
    from indexer.model.articles import Verdict
    from indexer.model.counts import Facets, TermCount, Timeline
    from indexer.model.hits import Hit, SearchResult, Snippet
    from indexer.model.reports import IndexPreview
    from indexer.model.statistics import IndexStatistics

__all__ = ["FormatPrinter"]

SNIPPET_LINES = 3
_DUPLICATES = 3
_INDENT = "   "
_LINE_DIGITS = 5
_MOST_SOURCES = 10
_WIDTH = 80  # columns, where no terminal says how many there are
_NARROWEST = 12  # columns of a line of text, however narrow the terminal is
_OPEN, _CLOSE = "[", "]"


class FormatPrinter(Printer):
    """Titles, places and snippets in lines, with colours and links where they are wanted."""

    form = "text"

    def hits(self, result: SearchResult) -> None:
        """Write each hit's title, place and snippet, and an empty line between two."""
        self.console.page("\n".join("".join(f"{line}\n" for line in self.hit_lines(hit)) for hit in result.hits))

    def files(self, query: str, files: Sequence[FileCount], *, counted: bool) -> None:
        """Write one file per line, as `grep -l` and `grep -c` do."""
        for file in files:
            end = "\0" if self.null else ":" if counted else "\n"
            if self.hyperlink and file.source:
                self.console.write(f"{_link(safe_line(file.path), file.source)}{end}")
            else:
                self.console.write_path(file.path, end)
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
        """Write the article's title, place, site and URL, then the passages.

        Before the text are the lines of the file on which passages begin, and a sign beside the passage that was asked
        for; where the whole article goes to a file or a program, there is the text alone.
        """
        lines = [*self.head_lines(shown), "", *(line for line, _ in self.reading_lines(shown))]
        self.console.page("\n".join(lines).rstrip("\n") + "\n")

    def head_lines(self, shown: Shown) -> Iterator[str]:
        """The article's title, authors and day, its place, its site and URL, as far as they are known."""
        article, asked = shown.stored.article, shown.ordinal
        found = shown.highlights.title if shown.highlights else ()
        yield from self._title_lines("", article.title, found, _byline(article.authors, article.published))
        address = self.address(shown.stored)
        first = next((part for part in shown.passages if part.ordinal == asked), None) or next(
            iter(shown.passages), None
        )
        place = safe_line(str(replace(address, line=first.first_line) if first else address))
        yield self._place(place) + ("" if asked is None else f"  {self._dim(f'{shown.stored.id}.{asked}')}")
        if origin := "  ".join(safe_line(text) for text in (article.site, article.url) if text):
            yield origin

    def reading_lines(self, shown: Shown, *, dim: bool = True) -> Iterator[tuple[str, int]]:
        """The text of passages, in the lines of a terminal if it goes to one, each with its passage's ordinal; beside a
        passage that was asked for, the others are dim unless `dim` is false."""
        ranges: list[tuple[int, int]] = []
        at = 0
        in_passages = shown.highlights.passages if shown.highlights else ((),) * len(shown.passages)
        for part, found in zip(shown.passages, in_passages, strict=True):
            ranges += [(at + start, at + end) for start, end in found]
            at += len(part.text)
        asked = shown.ordinal
        on_terminal = self.console.context.is_terminal(self.console.out)
        digits = 0
        if on_terminal or asked is not None:
            digits = max(
                (len(str(part.first_line)) for part in shown.passages if part.first_line is not None), default=0
            )
        signs = 2 if asked is not None else 0
        gutter = signs + digits + (2 if digits else 0)
        columns = max(_NARROWEST, self._width - gutter) if on_terminal else None
        mark = len(_OPEN) if self._brackets else 0
        before: int | None = None
        for line in reading_lines(shown.passages, ranges, columns, mark, apart=asked is not None):
            if not line.pieces:
                yield "", line.ordinal
                continue
            sign = "> " if line.ordinal == asked else ""
            number = str(line.number) if digits and line.number not in {None, before} else ""
            before = line.number or before
            beside = dim and asked is not None and line.ordinal != asked
            start = f"{sign:<{signs}}{number:>{digits}}".ljust(gutter)
            beginning = self._dim(start) if start.strip() else start
            yield beginning + line.indent + self._styled(line.pieces, dim=beside), line.ordinal

    def articles(self, cleaned: Sequence[Cleaned]) -> None:
        """Write title, authors and date of each article, then its text or, where it is explained, each block of its
        source with what was decided of it."""
        self.console.page("\n\n".join(map(self._article_text, cleaned)))

    def statistics(self, statistics: IndexStatistics) -> None:
        """Write one line for each thing that is known, with its name before it."""
        from indexer.reading.sizes import readable_size

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
            ("size", readable_size(statistics.size)),
            ("rules", "; ".join(_overruling(statistics))),
            ("languages", _passages_in(statistics.languages)),
            ("skipped", ", ".join(f"{count:,} {reason}" for reason, count in statistics.skipped.items())),
            ("failed", ", ".join(f"{count:,} {reason}" for reason, count in statistics.failed.items())),
            ("partial", ", ".join(f"{shown(path)} ({_up_to(count)})" for path, count in statistics.partial.items())),
        ]
        self.console.write("".join(f"{name:<10} {safe(value)}\n" for name, value in rows if value))

    def preview(self, preview: IndexPreview) -> None:
        """Write one line for each file: what would become of it, its path, and the reason."""
        rows = [("new", path, "") for path in preview.new]
        resumed = {path: f"is read {_up_to(count)}" for path, count in preview.resumed.items()}
        rows += [("changed", path, resumed.get(path, "")) for path in preview.changed]
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
    def _brackets(self) -> bool:
        return self.console.brackets(self.console.out)

    @property
    def snippet_length(self) -> int:
        """The columns that the lines of a snippet have."""
        return SNIPPET_LINES * self._room

    @property
    def _room(self) -> int:
        """The columns of a snippet's line; an ellipsis may be at either end of it."""
        return max(_NARROWEST, self._width - len(_INDENT) - 4)

    @property
    def _width(self) -> int:
        context = self.console.context
        return context.size.columns if context.is_terminal(self.console.out) else _WIDTH

    def hit_lines(self, hit: Hit) -> Iterator[str]:
        """A hit's title, place and snippet, and what its score is the sum of where that was asked for."""
        byline = _byline(hit.authors, hit.published)
        yield from self._title_lines(f"{hit.rank}. ", hit.title, hit.title_highlights, byline)
        place = self._place(safe_line(str(self.address(hit))))
        if self.hyperlink and hit.source:
            place = _link(place, hit.source)
        remarks = [hit.id, *(f"({one})" for one in remarks_on(hit))]
        yield f"{_INDENT}{place}" + "".join(f"  {self._dim(remark)}" for remark in remarks)
        lines = self._snippet_lines(*((hit.snippet, hit.text) if hit.caption is None else (hit.caption, "")))
        yield from (_INDENT + line for line in lines)
        if hit.explanation is not None:
            yield from (_INDENT + safe(line) for line in explained(hit.score, hit.explanation))
        if hit.duplicates:
            others = [safe_line(self.address(other).article) for other in hit.duplicates]
            more = f" and {len(others) - _DUPLICATES} more" if len(others) > _DUPLICATES else ""
            yield _INDENT + self._dim(f"also in {', '.join(others[:_DUPLICATES])}{more}")

    def _snippet_lines(self, snippet: Snippet, passage: str) -> Iterator[str]:
        """A snippet of a passage in at most three lines, cut between words, with an ellipsis where it is cut.

        Where it takes more lines, those are shown that have most of the matches.
        """
        text, ranges = snippet.text, snippet.highlights
        lines = lines_of(text, self._room, ranges, len(_OPEN) if self._brackets else 0)
        first = _first_shown(lines, ranges)
        shown = lines[first : first + SNIPPET_LINES]
        whole = passage.rstrip()
        for index, line in enumerate(shown):
            cut_before = index == 0 and (first > 0 or bool(passage[: snippet.start].strip()))
            cut_after = index == len(shown) - 1 and (
                first + len(shown) < len(lines) or snippet.start + len(text.rstrip()) < len(whole)
            )
            yield (
                ("… " if cut_before else "") + self._styled(pieces_of(text, line, ranges)) + (" …" if cut_after else "")
            )

    def _title_lines(self, before: str, title: str, ranges: Sequence[tuple[int, int]], byline: str) -> Iterator[str]:
        """What is `before` a title, the title with `ranges` of it marked, and the byline: on a terminal in lines of its
        width, the others indented as all of a hit is; elsewhere in one."""
        title, text = safe_line(title), safe_line(title) + safe_line(byline)
        lines: list[Line] = [[(0, len(text))]]
        if self.console.context.is_terminal(self.console.out):
            columns = max(_NARROWEST, self._width - max(len(before), len(_INDENT)))
            lines = lines_of(text, columns, ranges, len(_OPEN) if self._brackets else 0)
        for number, line in enumerate(lines):
            own = [(start, min(end, len(title))) for start, end in line if start < len(title)]
            others = [(max(start, len(title)), end) for start, end in line if end > len(title)]
            yield (
                (_INDENT if number else before)
                + self._styled(pieces_of(text, own, ranges), bold=True)
                + (" " if own and others and own[-1][1] < others[0][0] else "")
                + self._styled(pieces_of(text, others, ()))
            )

    def _styled(self, pieces: Iterable[Piece], *, bold: bool = False, dim: bool = False) -> str:
        """The pieces, made safe, and matches among them in red or in brackets, as wanted; the others bold or dim."""
        color, brackets = self._color, self._brackets
        parts: list[str] = []
        for text, marked in pieces:
            shown = f"{_OPEN}{safe(text)}{_CLOSE}" if marked and brackets else safe(text)
            if color and marked:
                shown = click.style(shown, fg="red", bold=True)
            elif color and (bold or dim):
                shown = click.style(shown, bold=bold or None, dim=dim or None)
            parts.append(shown)
        return "".join(parts)

    def _place(self, text: str) -> str:
        return click.style(text, fg="cyan") if self._color else text

    def _article_text(self, cleaned: Cleaned) -> str:
        article = cleaned.article
        byline = _byline(article.authors, article.published).removeprefix(" — ")
        head = [line for line in (article.title, byline) if line]
        before = safe("\n".join(head) + ("\n\n" if head else ""))
        if cleaned.verdicts is None:
            return before + safe(article.text.rstrip("\n") + "\n")
        return before + "".join(f"{line}\n" for verdict in cleaned.verdicts for line in self._verdict_lines(verdict))

    def _verdict_lines(self, verdict: Verdict) -> Iterator[str]:
        """A block as in a comparison of texts: with its line and a sign before it, and behind it why it was removed."""
        number = f"{verdict.line or '':>{_LINE_DIGITS}} "
        sign, color = ("-", "red") if verdict.rule else ("+", "green")
        indent = " " * (len(number) + 2)
        for index, line in enumerate(_wrapped(safe(verdict.text), max(_NARROWEST, self._width - len(indent)))):
            mark = f"{self._dim(number)}{self._colored(sign, color)} " if index == 0 else indent
            yield mark + (self._dim(line) if verdict.rule else line)
        if verdict.reason:
            name = f"{self._colored(verdict.rule, color)}: " if verdict.rule else ""
            yield f"{indent}  {name}{self._dim(safe_line(verdict.reason))}"

    def _colored(self, text: str, color: str) -> str:
        return click.style(text, fg=color) if self._color else text

    def _dim(self, text: str) -> str:
        return click.style(text, dim=True) if self._color else text


def _first_shown(lines: Sequence[Line], ranges: Sequence[tuple[int, int]]) -> int:
    """The first of the lines to show: those that have most of the matches."""
    if len(lines) <= SNIPPET_LINES:
        return 0
    counts = [sum(first < line[-1][1] and last > line[0][0] for first, last in ranges) for line in lines]
    return max(
        range(len(lines) - SNIPPET_LINES + 1), key=lambda first: (sum(counts[first : first + SNIPPET_LINES]), -first)
    )


def _wrapped(text: str, columns: int) -> Iterator[str]:
    """The lines of `text`, each cut between words where it is wider than so many columns."""
    for whole in text.split("\n"):
        for line in lines_of(whole, columns) or [[]]:
            yield "".join(piece.text for piece in pieces_of(whole, line, ()))


def _link(shown: str, source: str) -> str:
    """`shown` as a link to the file `source`, as terminals understand it (OSC 8)."""
    return f"\x1b]8;;{Path(source).as_uri()}\x1b\\{shown}\x1b]8;;\x1b\\"


def _byline(authors: Sequence[str], published: object | None) -> str:
    """` — author, date`, as far as they are known."""
    known = [*authors, *([str(published)] if published else [])]
    return f" — {', '.join(known)}" if known else ""


def _up_to(records: int) -> str:
    """How far a file is read that is not read to its end."""
    return f"up to record {records:,}"


def _overruling(statistics: IndexStatistics) -> Iterator[str]:
    """What overrules cleaning: the options, and the file with its sections."""
    options = [f"--keep {shlex.quote(rule)}" for rule in statistics.keep]
    options += [f"--drop {shlex.quote(rule)}" for rule in statistics.drop]
    if options:
        yield " ".join(options)
    if statistics.rules:
        yield f"{statistics.rules_file}: {', '.join(statistics.rules)}"


def _passages_in(languages: Mapping[str, int]) -> str:
    counts = ", ".join(f"{code} {count:,}" for code, count in languages.items())
    return f"{counts} passages" if counts else ""


def _chosen(source: str, patterns: Mapping[str, Sequence[str]] | None) -> str:
    """A source with the options that choose among its files."""
    options = (f"--{name} {shlex.quote(pattern)}" for name, given in (patterns or {}).items() for pattern in given)
    return " ".join((source, *options))
