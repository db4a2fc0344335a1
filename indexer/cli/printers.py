"""How does each output format show hits?

One function a format; all take a result and give the whole text. The keys of the JSON are described by
`search.schema.json` in this folder; under one schema number, keys are only ever added.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from indexer.cli.command import shown_path
from indexer.cli.console import safe, safe_line, width_of
from indexer.model import Duplicate, Hit, SearchResult

__all__ = [
    "SCHEMA",
    "Style",
    "address_of",
    "as_csv",
    "as_json",
    "as_json_lines",
    "as_text",
    "byline",
    "dump",
    "highlighted",
    "path_of",
    "place_of",
]

SCHEMA = 1
SNIPPET_LINES = 3
_DUPLICATES = 3
_INDENT = "   "
_COLUMNS = (
    "rank",
    "id",
    "score",
    "title",
    "authors",
    "date",
    "site",
    "path",
    "line",
    "end_line",
    "start",
    "end",
    "snippet",
    "part",
)
_ACTIVE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_WORDS = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Style:
    """How text is shown: with colours or not, links or not, in lines of `width` columns."""

    color: bool = False
    hyperlink: bool = False
    width: int = 80


def address_of(found: Hit | Duplicate) -> str:
    """The article's file, from here, and where in it the article is."""
    return path_of(found) + found.part


def path_of(hit: Hit | Duplicate) -> str:
    """The hit's file, from here; for an article that comes from no file, its path as given."""
    return shown_path(hit.source) if hit.source else hit.path


def place_of(hit: Hit) -> str:
    """`path:line`, or the path alone where there are no lines; with the part of the file the article is in, if it is
    not all of it: `saved.zip!/a/b.html:12`."""
    address = address_of(hit)
    return address if hit.first_line is None else f"{address}:{hit.first_line}"


def byline(authors: Sequence[str], published: object | None) -> str:
    """` — author, date`, as far as they are known."""
    known = [*authors, *([str(published)] if published else [])]
    return f" — {', '.join(known)}" if known else ""


# Text


def as_text(result: SearchResult, style: Style) -> str:
    """Each hit's title, place and snippet, and an empty line between two."""
    return "\n".join("".join(f"{line}\n" for line in _hit_lines(hit, style)) for hit in result.hits)


def _hit_lines(hit: Hit, style: Style) -> Iterator[str]:
    title = highlighted(safe_line(hit.title), hit.title_highlights, style, bold=True)
    yield f"{hit.rank}. {title}{safe(byline(hit.authors, hit.published))}"
    place = safe_line(place_of(hit))
    if style.color:
        place = click.style(place, fg="cyan")
    if style.hyperlink and hit.source:
        place = f"\x1b]8;;{Path(hit.source).as_uri()}\x1b\\{place}\x1b]8;;\x1b\\"
    yield f"{_INDENT}{place}  {_dim(hit.id, style)}" + (f"  {_dim('(changed since)', style)}" if hit.stale else "")
    yield from (_INDENT + line for line in _snippet_lines(hit, style))
    if hit.duplicates:
        others = [safe_line(address_of(other)) for other in hit.duplicates]
        more = f" and {len(others) - _DUPLICATES} more" if len(others) > _DUPLICATES else ""
        yield _INDENT + _dim(f"also in {', '.join(others[:_DUPLICATES])}{more}", style)


def _snippet_lines(hit: Hit, style: Style) -> Iterator[str]:
    """The snippet in at most three lines, cut between words, with an ellipsis where it leaves something out."""
    text = hit.snippet.text
    room = style.width - len(_INDENT) - 4  # an ellipsis may stand at either end
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
            + _word(text, start, end, hit.snippet.highlights, style)
            for number, (start, end) in enumerate(parts)
        )
        cut_before = index == 0 and bool(hit.text[: hit.snippet.start].strip())
        cut_after = index == len(shown) - 1 and (
            len(lines) > len(shown) or hit.snippet.start + len(text.rstrip()) < len(whole)
        )
        yield ("… " if cut_before else "") + line + (" …" if cut_after else "")


def _breakable(text: str, room: int) -> Iterator[tuple[int, int]]:
    """The words of `text`; those wider than a line, as runs of Japanese are, character by character."""
    for word in _WORDS.finditer(text):
        start, end = word.span()
        if width_of(word[0]) <= (room if word[0].isascii() else room // 2):
            yield start, end
        else:
            yield from ((at, at + 1) for at in range(start, end))


def _word(text: str, start: int, end: int, ranges: Sequence[tuple[int, int]], style: Style) -> str:
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in ranges if a < end and b > start]
    return highlighted(text[start:end], inside, style)


def highlighted(text: str, ranges: Sequence[tuple[int, int]], style: Style, *, bold: bool = False) -> str:
    """`text`, made safe, with `ranges` of it in red and the whole bold, if colours are wanted."""
    if not style.color:
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


def _dim(text: str, style: Style) -> str:
    return click.style(text, dim=True) if style.color else text


# Data


def as_json(result: SearchResult) -> str:
    """One object: schema, query, total, hits, missing."""
    return dump(
        {
            "schema": SCHEMA,
            "query": result.query,
            "total": result.total,
            "hits": [_values(hit) for hit in result.hits],
            "missing": {word: list(suggestions) for word, suggestions in result.missing.items()},
        },
        indent=2,
    )


def as_json_lines(result: SearchResult) -> str:
    """One object a line, a hit each."""
    return "".join(dump(_values(hit)) for hit in result.hits)


def as_csv(result: SearchResult) -> str:
    """A heading and a row for each hit."""
    import csv  # as seldom as it is asked for
    import io

    table = io.StringIO()
    rows = csv.DictWriter(table, _COLUMNS, extrasaction="ignore", lineterminator="\n")
    rows.writeheader()
    for hit in result.hits:
        values = _values(hit) | {"authors": "; ".join(hit.authors), "snippet": " ".join(hit.snippet.text.split())}
        rows.writerow({key: safe(value) if isinstance(value, str) else value for key, value in values.items()})
    return table.getvalue()


def dump(value: object, indent: int | None = None) -> str:
    r"""JSON that no terminal can take for a command, and no name is lost in.

    Escaped are C1 controls, marks that reorder text, and bytes of file names that are no UTF-8 (as `\udcff`).
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent) + "\n"
    return _ACTIVE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _values(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "id": hit.id,
        "article": hit.article,
        "passage": hit.ordinal,
        "score": hit.score,
        "title": hit.title,
        "authors": list(hit.authors),
        "date": hit.published.isoformat() if hit.published else None,
        "site": hit.site or None,
        "language": hit.language or None,
        "url": hit.url or None,
        "path": path_of(hit),
        "part": hit.part or None,
        "line": hit.first_line,
        "end_line": hit.last_line,
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "snippet": hit.snippet.text,
        "highlights": [list(pair) for pair in hit.snippet.highlights],
        "stale": hit.stale,
        "duplicates": [
            {"article": other.article, "path": path_of(other), "part": other.part or None} for other in hit.duplicates
        ],
    }
