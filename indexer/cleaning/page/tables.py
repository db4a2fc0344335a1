"""Does a table hold data, and what are its rows?

Old pages place their parts with tables. Such a table is read like any other element; only one that holds data is
read row by row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

from indexer.cleaning.page.tree import line_of
from indexer.text.line_breaks import LINE_SEPARATOR, on_one_line

__all__ = ["Row", "code_in", "is_data", "is_gutter", "is_inset", "rows"]

_CELLS: Final = frozenset({"td", "th"})
# A cell with more paragraphs than this holds a part of a page.
_MOST_PARAGRAPHS: Final = 4
_INLINE: Final = frozenset(
    "a abbr b bdi bdo cite code em font i kbd mark q s small span strong sub sup time tt u var wbr".split()
)
# As highlighters of programs call the cells with the numbers of lines.
_GUTTER: Final = re.compile(
    r"(?:\A|\s|[_-])(?:line-?(?:nos?|numbers?|num)|linenumbering|gutter(?:-gl)?|blob-num|crayon-nums?|lnt?|ln-numbers|diff-line-num)(?:\Z|\s|[_-])"
)
_UNREAD: Final = frozenset({"script", "style", "noscript", "template", "svg", "select", "button", "iframe"})


class Row(NamedTuple):
    """A row as one line of text, `a | b | c`, the line of the page it begins on, and how many characters are links."""

    text: str
    line: int
    linked: int


def is_data(table: etree._Element) -> bool:
    """Whether `table` holds rows of data, and does not place the parts of a page."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    widest = 0
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in _CELLS]
        widest = max(widest, len(cells))
        if any(len(cell) > 1 and _is_part_of_page(cell) for cell in cells):
            return False
    return widest > 1


def code_in(table: etree._Element) -> str | None:
    """Return the program that `table` shows beside the numbers of its lines, or None where it shows none."""
    if table.find(".//table") is not None:
        return None
    lines: list[str] = []
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in _CELLS]
        code = [cell for cell in cells if not (is_gutter(cell) or _counts_lines(cell))]
        if len(cells) == len(code) or len(code) > 1:
            return None
        lines += (_code(cell).strip("\n") for cell in code)
    return "\n".join(lines) if lines else None


def is_gutter(element: etree._Element) -> bool:
    """Whether an element is called as highlighters of programs call what has the numbers of lines."""
    return _GUTTER.search(element.get("class") or "") is not None or element.get("data-line-number") is not None


def _counts_lines(cell: etree._Element) -> bool:
    """Whether a cell has preformatted text of nothing but numbers, each one more than that before it."""
    if cell.find(".//pre") is None:
        return False
    numbers = _code(cell).split()
    return bool(numbers) and all(
        number.isdecimal() and int(number) == int(numbers[0]) + place for place, number in enumerate(numbers)
    )


_LINES: Final = frozenset({"div", "li"})
"""What highlighters put around a line of a program."""


def _code(cell: etree._Element) -> str:
    """Return the program in a cell; a line may end with a tag."""
    pieces: list[str] = []
    last = "\n"
    for event, part in etree.iterwalk(cell, events=("start", "end")):
        if event == "start":
            piece = part.text or ""
        else:
            ends = part.tag == "br" or (part.tag in _LINES and not last.endswith("\n"))
            piece = ("\n" if ends else "") + (part.tail or "" if part is not cell else "")
        pieces.append(piece)
        last = piece or last
    return "".join(pieces)


def is_inset(table: etree._Element) -> bool:
    """Whether `table` has one cell, without a program in it: before style sheets, that framed what is beside a text."""
    cells = table.iter("td", "th")
    cell = next(cells, None)
    return cell is not None and next(cells, None) is None and cell.find(".//pre") is None


def _is_part_of_page(cell: etree._Element) -> bool:
    paragraphs = 0
    for element in cell.iter("p", "h1", "h2", "h3", "h4", "form", "section", "article"):
        paragraphs += 1 if element.tag == "p" else 2
    return paragraphs > _MOST_PARAGRAPHS


def rows(table: etree._Element) -> Iterator[Row]:
    """Yield the rows of `table` that have text, its caption among them."""
    for row in table.iter("caption", "tr"):
        cells = [row] if row.tag == "caption" else [cell for cell in row if cell.tag in _CELLS]
        texts = [_text(cell) for cell in cells]
        if any(texts):
            linked = sum(len(_text(link)) for link in row.iter("a"))
            text = " | ".join(texts).strip(" |")
            yield Row(text, line_of(row), min(linked, len(text)))


def _text(cell: etree._Element) -> str:
    """Return the text inside `cell` as a browser shows it, but on one line."""
    pieces: list[str] = []
    # An explicit stack, because pages nest deeper than Python may recurse.
    rest: list[etree._Element | str | None] = [cell]
    while rest:
        part = rest.pop()
        if part is None or isinstance(part, str):
            pieces.append(part or "")
        elif isinstance(part.tag, str) and part.tag not in _UNREAD:
            if part.tag not in _INLINE:
                pieces.append(LINE_SEPARATOR)
            for child in reversed(part):
                rest += (child.tail, child)
            rest.append(part.text)
    return on_one_line("".join(pieces))
