"""How is a timeline shown as a picture?"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from indexer.cli.console import safe_line
from indexer.cli.numbers import many
from indexer.cli.printers.printer import Printer

if TYPE_CHECKING:
    from indexer.model.counts import Timeline

__all__ = ["FormatPrinter"]

_WIDTH, _HEIGHT = 800, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 56, 36
_LABELS = 10
"""Labels below the bars, at most about: more would touch each other."""
_LONGEST = 80
"""Characters of a query that fit over the picture."""

_STYLE = """\
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 16px; font-weight: 600 }
.note, .label { fill: #59636e }
.bar { fill: #0969da }
.line { stroke: #d1d9e0 }
.page { fill: #ffffff }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc }
.note, .label { fill: #9198a1 }
.bar { fill: #4493f8 }
.line { stroke: #3d444d }
.page { fill: #0d1117 }
}"""


class FormatPrinter(Printer):
    """One self-contained SVG in UTF-8, with colours for light and for dark."""

    form = "svg"

    def timeline(self, timeline: Timeline) -> None:
        """Write a bar for each month or year, as high as it has articles."""
        self.console.write_data(_picture(timeline))


def _picture(timeline: Timeline) -> str:
    query = safe_line(timeline.query) or "All articles"
    title = escape(query if len(query) <= _LONGEST else f"{query[: _LONGEST - 1]}…")
    counts = timeline.counts
    dated = sum(count.articles for count in counts)
    note = f"{many(dated, 'article')} by {timeline.by}"
    if timeline.undated.articles:
        note += f", {timeline.undated.articles:,} without a date"
    most = max((count.articles for count in counts), default=0)
    top = _rounded_up(most)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        f"<title>{title}: {note}</title>",
        f"<style>{_STYLE}</style>",
        f'<rect class="page" width="{_WIDTH}" height="{_HEIGHT}"/>',
        f'<text class="title" x="{_LEFT}" y="24">{title}</text>',
        f'<text class="note" x="{_LEFT}" y="42">{note}</text>',
    ]
    for value in sorted({0, top // 2, top} if top > 1 else {0, top}):
        y = _y(value, top)
        parts.append(f'<line class="line" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="label" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:,}</text>')
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(counts))
    every = -(-len(counts) // _LABELS)
    bar = min(60.0, step * 0.8)
    for place, count in enumerate(counts):
        x = _LEFT + step * (place + 0.5)
        if count.articles:
            y = _y(count.articles, top)
            height = _HEIGHT - _BOTTOM - y
            parts.append(
                f'<rect class="bar" x="{x - bar / 2:.1f}" y="{y:.1f}" width="{bar:.1f}" height="{height:.1f}">'
                f"<title>{count.value}: {count.articles:,} articles, {count.passages:,} passages</title></rect>"
            )
        if place % every == 0:
            y = _HEIGHT - _BOTTOM + 20
            parts.append(f'<text class="label" x="{x:.1f}" y="{y}" text-anchor="middle">{count.value}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _y(value: int, top: int) -> float:
    """Where on the picture a number of articles is."""
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - value / max(1, top))


def _rounded_up(most: int) -> int:
    """The next even number of one digit, or with one digit before the zeros."""
    size = int("1" + "0" * (len(str(most)) - 1))
    top = -(-most // size) * size
    return top + size if top > 1 and top // 2 * 2 != top else top
