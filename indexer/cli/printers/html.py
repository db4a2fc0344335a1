"""How are hits shown as one page that a browser opens?

The page is complete: it loads nothing, and without its script everything is shown. All that comes from articles is
escaped, and links lead to web pages and files only.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from indexer.cli.console import safe, safe_line
from indexer.cli.notes import notes_of
from indexer.cli.numbers import many
from indexer.cli.printers.printer import Printer, remarks_on

if TYPE_CHECKING:
    from indexer.model.hits import Hit, SearchResult

__all__ = ["FormatPrinter"]

_MOST_MONTHS = 48
"""Months of the longest timeline of months, as `indexer timeline` has it."""

_LABELS = 6
"""Labels below the timeline, at most: more would touch each other on a page of 400 pixels."""

_FOLDER = Path(__file__).parent


class FormatPrinter(Printer):
    """One self-contained page in UTF-8: the hits, a timeline, and filters by year, site and author."""

    form = "html"

    def hits(self, result: SearchResult) -> None:
        """Write the page of a search."""
        self.console.write_data("".join(f"{line}\n" for line in self._page(result)))

    def _page(self, result: SearchResult) -> Iterator[str]:
        style = (_FOLDER / "page.css").read_text(encoding="utf-8")
        script = (_FOLDER / "page.js").read_text(encoding="utf-8")
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
        query = _text(result.query)
        yield "<!DOCTYPE html>"
        yield '<html lang="en">'
        yield "<head>"
        yield '<meta charset="utf-8">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield '<meta name="color-scheme" content="light dark">'
        yield f"<title>{query or 'Search'}</title>"
        yield f"<style>\n{style}</style>"
        yield "</head>"
        yield "<body>"
        yield f'<header>\n<h1 dir="auto">{query}</h1>'
        yield from (f"<p>{_text(note)}</p>" for note in _notes(result))
        yield "</header>"
        if result.hits:
            yield from _timeline(result.hits)
            yield from _filters(result.hits)
            yield "<main>\n<ol>"
            for hit in result.hits:
                yield from self._hit(hit)
            yield "</ol>\n</main>"
        yield f"<script>{script}</script>"
        yield "</body>\n</html>"

    def _hit(self, hit: Hit) -> Iterator[str]:
        address = self.address(hit)
        file = Path(hit.source).as_uri() if hit.source else ""
        values = {
            "date": str(hit.published or ""),
            "site": safe_line(hit.site),
            "authors": json.dumps([safe_line(author) for author in hit.authors]),
        }
        data = "".join(f' data-{name}="{escape(value)}"' for name, value in values.items())
        language = f' lang="{escape(hit.language)}"' if re.fullmatch(r"[A-Za-z]{2,3}(-\w+)*", hit.language) else ""
        title = _link(hit.url if _is_web(hit.url) else file, _marked(hit.title, hit.title_highlights))
        yield f'<li value="{hit.rank}" class="hit"{data}>'
        yield f'<h2 dir="auto"{language}>{title}</h2>'
        about = [f'<span dir="auto">{_text(one)}</span>' for one in (*hit.authors, hit.site) if one]
        if hit.published:
            about.append(f'<time datetime="{hit.published}">{hit.published}</time>')
        if about:
            yield f'<p class="about">{" · ".join(about)}</p>'
        shown = hit.caption or hit.snippet
        if shown.text.strip():
            passage = hit.text if hit.caption is None else ""
            before = "… " if passage[: shown.start].strip() else ""
            after = " …" if passage[shown.start + len(shown.text) :].strip() else ""
            snippet = _marked(shown.text, shown.highlights)
            yield f'<blockquote dir="auto"{language}>{before}{snippet.strip()}{after}</blockquote>'
        remarks = "".join(f" ({one})" for one in remarks_on(hit))
        yield f'<p class="place">{_link(file, _text(str(address)))} <code>{hit.id}</code>{remarks}</p>'
        if hit.duplicates:
            others = ", ".join(_text(self.address(other).article) for other in hit.duplicates)
            yield f'<p class="place">also in {others}</p>'
        yield "</li>"


def _notes(result: SearchResult) -> Iterator[str]:
    """What is said above the hits: how many there are, and what is not among them."""
    if result.hits:
        first, last = result.hits[0].rank, result.hits[-1].rank
        yield f"{first:,}–{last:,} of {result.total:,} matching passages"
    else:
        yield f"no more hits: {result.total:,} passages match" if result.total else "nothing found"
    if result.more:
        yield f"{many(result.more, 'more hit')} in articles already shown"
    yield from notes_of(result)


def _timeline(hits: Sequence[Hit]) -> Iterator[str]:
    """A bar for each month or year, as high as the articles on the page that were published then are many."""
    days = {hit.article: hit.published for hit in hits if hit.published}
    if not days:
        return
    months = Counter(day.year * 12 + day.month - 1 for day in days.values())
    first, last = min(months), max(months)
    size = 1 if last - first < _MOST_MONTHS else 12
    units = Counter[int]()
    for month, count in months.items():
        units[month // size] += count
    most = max(units.values())
    numbers = range(first // size, last // size + 1)
    every = -(-len(numbers) // _LABELS)
    unit = "month" if size == 1 else "year"
    yield "<figure><div>"
    for place, number in enumerate(numbers):
        label = f"{number // 12:04d}-{number % 12 + 1:02d}" if size == 1 else f"{number:04d}"
        count = units[number]
        said = f"{label}: {many(count, 'article')}"
        shown = label if place % every == 0 and (place + every / 2 < len(numbers) or not place) else ""
        yield (
            f'<button type="button" disabled value="{label}" title="{said}" aria-label="{said}">'
            f'<span class="bar" style="height:{100 * count / most:.1f}%"></span>'
            f'<span class="label">{shown}</span></button>'
        )
    undated = len({hit.article for hit in hits}) - len(days)
    note = f"articles on this page by {unit}, at most {most:,}"
    if undated:
        note += f"; {many(undated, 'has', 'have')} no date"
    yield f"</div><figcaption>{note}</figcaption></figure>"


def _filters(hits: Sequence[Hit]) -> Iterator[str]:
    """Choices of year, site and author, which the script shows."""
    yield "<form hidden>"
    yield from _choices("year", (str(hit.published.year) for hit in hits if hit.published), by_name=True)
    yield from _choices("site", (safe_line(hit.site) for hit in hits if hit.site))
    yield from _choices("author", (author for hit in hits for author in dict.fromkeys(map(safe_line, hit.authors))))
    yield '<button type="reset">Show all</button>'
    yield '<output aria-live="polite"></output>'
    yield "</form>"


def _choices(name: str, values: Iterable[str], *, by_name: bool = False) -> Iterator[str]:
    counts = Counter(values)
    if not counts:
        return
    yield f'<label>{name} <select name="{name}"><option value="">all</option>'
    for value in sorted(counts, key=lambda value: value if by_name else (-counts[value], value)):
        yield f'<option value="{escape(value)}">{escape(value)} ({counts[value]:,})</option>'
    yield "</select></label>"


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _link(target: str, shown: str) -> str:
    """What is `shown`, already escaped, as a link to `target`, an address of a web page or file, or ""."""
    return f'<a href="{_text(target)}" rel="noreferrer">{shown}</a>' if target else shown


def _marked(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    """A text with ranges of it marked."""
    parts: list[str] = []
    at = 0
    for start, end in ranges:
        parts.append(f"{_text(text[at:start])}<mark>{_text(text[start:end])}</mark>")
        at = end
    return "".join([*parts, _text(text[at:])])


def _text(text: str) -> str:
    return escape(safe(text))
