"""What are the lines of a text as its author meant them, and how are they written down again?

Pasted text comes in three layouts: paragraphs parted by blank lines, one paragraph a line, or paragraphs broken into
lines of equal width, as mail and old wire stories are. The last are put together again; everywhere else a line of the
file is a line of the text. Every line knows which lines of its file it is on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from indexer.model.articles import BlockKind, BlockSpan, LineSpan
from indexer.text.hyphens import Hyphens
from indexer.text.line_breaks import break_between

__all__ = ["Line", "blocks_of", "is_marked", "join", "read_lines", "settled", "without", "write_lines"]

_WIDTHS = range(60, 91)
"""Lengths, in characters, that a line broken by its width usually has."""
_NARROWEST = 50
"""A line shorter than this was not broken by its width."""
_WRAPPED_SHARE = 0.8
_FEWEST_BREAKS = 2
_MOST_SENTENCE_ENDS = 0.5
_STOPS_SHORT = 45
"""In text broken by width, a line shorter than this ends its paragraph."""

_MARKED = re.compile(r"(?:[-*•·‣◦–—]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\(?[A-Z]\))\s|[>|:]")
# Who speaks in a transcript, or when: `MR. JONES: `, `Q. `, `[00:12:31] `.
_TURN = re.compile(r"(?:[QA][.:]|[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{1,30}:|[(\[]\d{1,2}:\d\d(?::\d\d)?[)\]])\s")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\Z")
_DIVIDED = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:[-‐][^\W\d_]+)*+[-‐]\Z")
_LONGEST_HALF = 80
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*+")
_ENDS_DIVIDED = ("-", "‐")
# The marks of what a mail quotes.
_QUOTED = re.compile(r"(?:> ?)+")
# After these the hyphen stands for a word left out: "pre- and post-war".
_SUSPENDING = frozenset("and or to nor und oder bis et ou y o e ed en of".split())


_Item = TypeVar("_Item")


class Line(NamedTuple):
    """A line of text, its white space collapsed, and the lines `first` to `last` of the source it is on.

    `gap` is true where it begins a paragraph of its own: a blank line parts it from the line before. `kind` is what its
    markup says it is, or None for text without markup.
    """

    text: str
    first: int
    last: int
    gap: bool
    kind: BlockKind | None = None


class _Source(NamedTuple):
    """A line of the file that is not blank; `indent` and `width` in characters, the indent being part of the width."""

    text: str
    number: int
    gap: bool
    indent: int
    width: int


class _Pair(NamedTuple):
    """Two neighbouring lines of one paragraph, and the width of the upper one in characters."""

    width: int
    upper: str
    lower: str


def read_lines(content: str, first: int, apart: Callable[[str, str], bool]) -> list[Line]:
    """Return the lines of `content`, whose first line is number `first` of its source.

    `content` has normalized characters. Two lines that are `apart`, such as a headline and a date, are never joined.
    """
    sources = list(_sources(content, first))
    if _is_wrapped(sources):
        lines = list(_unwrapped(sources, apart, Hyphens.of_text(content)))
    else:
        lines = [Line(source.text, source.number, source.number, source.gap) for source in sources]
    for line in lines:
        if line.text.endswith(_ENDS_DIVIDED):
            return _undivided(lines, Hyphens.of_text(content))
    return lines


def without(lines: Sequence[Line], indices: Iterable[int]) -> list[Line]:
    """Return `lines` without those at `indices`; paragraphs that were apart stay apart."""
    gone = frozenset(indices)
    kept: list[Line] = []
    gap = False
    for index, line in enumerate(lines):
        gap = gap or line.gap
        if index not in gone:
            kept.append(line if line.gap == gap else line._replace(gap=gap))
            gap = False
    return kept


def settled(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` with a gap before every line that is a paragraph, whether a blank line showed it or not.

    Only the lines of verse, lists and tables follow each other without a gap, and only where reading them again could
    not take them for one broken paragraph.
    """
    kept: list[Line] = []
    for group in _runs(lines, lambda _, lower: lower.gap):
        dense = len(group) == 1 or _is_verse(group)
        kept.append(group[0])
        for upper, lower in pairwise(group):
            follows = dense or (is_marked(upper.text) and is_marked(lower.text))
            kept.append(lower if follows else lower._replace(gap=True))
    return kept


def write_lines(lines: Sequence[Line]) -> tuple[str, tuple[LineSpan, ...]]:
    """Return the text of settled `lines`, and where each of them is in the source."""
    parts: list[str] = []
    spans: list[LineSpan] = []
    offset = 0
    for line in lines:
        if parts:
            parts.append("\n\n" if line.gap else "\n")
            offset += len(parts[-1])
        spans.append(LineSpan(offset, line.first, line.last))
        parts.append(line.text)
        offset += len(line.text)
    return "".join(parts), tuple(spans)


def blocks_of(lines: Sequence[Line], spans: Sequence[LineSpan]) -> tuple[BlockSpan, ...]:
    """Return what the markup says of each of the `lines`; `spans` are those that `write_lines` gave for them."""
    kinds = (line.kind for line in lines)
    return tuple(BlockSpan(span.start, kind) for span, kind in zip(spans, kinds, strict=True) if kind)


def is_marked(text: str) -> bool:
    """Whether a line is an item of a list, a quoted line of mail or a row of a table."""
    return _MARKED.match(text) is not None


def join(parts: Sequence[str], hyphens: Hyphens) -> str:
    """Return the one line that was broken into `parts`. `hyphens` tell whether a word divided at a break keeps its
    hyphen."""
    pieces: list[str] = []
    for upper, lower in pairwise(parts):
        halves = _halves(upper, lower)
        if halves is None:
            pieces += upper, break_between(upper, lower)
        else:
            pieces.append(upper[:-1] if hyphens.is_one_word(*halves) else upper)
    return "".join((*pieces, parts[-1]))


def _halves(upper: str, lower: str) -> tuple[str, str] | None:
    """The halves of the word that is divided between two lines; None where none is."""
    divided = _DIVIDED.search(upper[-_LONGEST_HALF:]) if upper.endswith(_ENDS_DIVIDED) else None
    rest = _WORD.match(lower)
    if divided is None or rest is None or rest[0] in _SUSPENDING:
        return None
    return divided[0][:-1], rest[0]


def _undivided(lines: Sequence[Line], hyphens: Hyphens) -> list[Line]:
    """Return `lines` with each word that is divided between two of them whole, at the end of the upper one."""
    whole: list[Line] = []
    for line in lines:
        upper = whole[-1] if whole else None
        halves = None
        marks, text = _quotation(line.text)
        if upper and not line.gap and text[:1].islower():
            marks_above, above = _quotation(upper.text)
            if marks.replace(" ", "") == marks_above.replace(" ", "") and _can_continue(above, text):
                halves = _halves(above, text)
        if upper is None or halves is None:
            whole.append(line)
            continue
        moved, _, rest = text.partition(" ")
        if not rest and moved.endswith(_ENDS_DIVIDED):  # a line that is nothing but a part of words is not prose
            whole.append(line)
            continue
        kept = upper.text[:-1] if hyphens.is_one_word(*halves) else upper.text
        whole[-1] = upper._replace(text=kept + moved, last=line.last)
        if rest:
            whole.append(line._replace(text=marks + rest))
    return whole


def _quotation(line: str) -> tuple[str, str]:
    """Return the marks before a line that a mail quotes, and the line without them."""
    marks = _QUOTED.match(line)
    return (marks[0], line[marks.end() :]) if marks else ("", line)


def _sources(content: str, first: int) -> Iterator[_Source]:
    gap = True
    for number, raw in enumerate(content.split("\n"), first):
        text = raw.strip()
        if "  " in text or not text.isprintable():  # of white space only a space is printable
            text = " ".join(raw.split())
        if text:
            yield _Source(text, number, gap, len(raw) - len(raw.lstrip()), len(raw.rstrip()))
        gap = not text


def _can_continue(upper: str, lower: str) -> bool:
    """Whether `lower` can be the rest of the line `upper`: neither begins a line by nature."""
    return not (is_marked(lower) or _TURN.match(lower) or upper.startswith((">", "|", ":")))


def _continues(upper: _Source, lower: _Source) -> bool:
    """Whether two neighbouring lines can belong to one paragraph."""
    return not (lower.gap or _is_indented(upper, lower)) and _can_continue(upper.text, lower.text)


def _is_indented(upper: _Source, lower: _Source) -> bool:
    """Whether `lower` begins a paragraph by being indented; under an item of a list it would continue it."""
    return lower.indent >= max(2, upper.indent + 1) and not is_marked(upper.text)


def _is_wrapped(sources: Sequence[_Source]) -> bool:
    """Whether the paragraphs were broken into lines of equal width."""
    pairs: list[_Pair] = []
    for paragraph in _runs(sources, lambda upper, lower: not _continues(upper, lower)):
        breaks = [_Pair(a.width, a.text, b.text) for a, b in pairwise(paragraph)]
        # Addresses, signatures and verse say nothing about the width of the prose beside them.
        if any(pair.width >= _NARROWEST for pair in breaks):
            pairs += breaks
    if len(pairs) < _FEWEST_BREAKS or _full_share(pairs) < _WRAPPED_SHARE:
        return False
    return sum(_SENTENCE_END.search(pair.upper) is not None for pair in pairs) <= _MOST_SENTENCE_ENDS * len(pairs)


def _full_share(pairs: Sequence[_Pair]) -> float:
    """Return how many of the upper lines are as long as their width allows, 0 to 1.

    Such a line has one of the usual widths, or is so long that the next word would have made it the longest of all.
    """
    if not pairs:
        return 0.0
    widest = min(max(pair.width for pair in pairs), _WIDTHS[-1])
    full = 0
    for width, _, lower in pairs:
        room = widest - width - 1
        full += width in _WIDTHS or (_NARROWEST <= width < _WIDTHS[0] and len(lower.partition(" ")[0]) > room)
    return full / len(pairs)


def _unwrapped(sources: Sequence[_Source], apart: Callable[[str, str], bool], hyphens: Hyphens) -> Iterator[Line]:
    """Yield the lines that were broken into `sources`."""
    before: Sequence[_Source] = ()
    for run in _runs(sources, lambda upper, lower: not _is_broken(upper, lower) or apart(upper.text, lower.text)):
        # What follows a joined or precedes an indented line is a paragraph, even if no blank line says so.
        gap = run[0].gap or len(before) > 1 or bool(before and _is_indented(before[-1], run[0]))
        yield Line(join([source.text for source in run], hyphens), run[0].number, run[-1].number, gap)
        before = run


def _is_broken(upper: _Source, lower: _Source) -> bool:
    """Whether, in text broken by width, `lower` is the rest of `upper`."""
    return upper.width >= _STOPS_SHORT and _continues(upper, lower)


def _is_verse(group: Sequence[Line]) -> bool:
    """Whether these lines are short, and were broken where their author wanted it."""
    if any(len(line.text) > _WIDTHS[-1] for line in group):
        return False
    pairs = [_Pair(len(a.text), a.text, b.text) for a, b in pairwise(group) if _can_continue(a.text, b.text)]
    return _full_share(pairs) < _WRAPPED_SHARE


def _runs(items: Sequence[_Item], parted: Callable[[_Item, _Item], bool]) -> Iterator[Sequence[_Item]]:
    """Yield the stretches of `items` within which no two neighbours are `parted`."""
    start = 0
    for index in range(1, len(items)):
        if parted(items[index - 1], items[index]):
            yield items[start:index]
            start = index
    if items:
        yield items[start:]
