"""What are the blocks of text of a page, in the order of their markup?

A block is the text between two block-level tags: a paragraph, a heading, an item of a list, a row of a table. It is
in a box, as CSS calls what a block-level element makes; the boxes form a tree, so that whoever chooses among the
blocks needs no parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias, TypeVar

from lxml import etree

from indexer.cleaning.page.hints import HEADINGS, LONGEST_NAMES, NO_HINT, Hint, hint, hint_of_names, is_invisible
from indexer.cleaning.page.notes import is_note
from indexer.cleaning.page.prose import is_prose
from indexer.cleaning.page.tables import code_in, is_data, is_gutter, is_inset, rows
from indexer.cleaning.page.tree import line_of
from indexer.text.characters import is_plain, normalize
from indexer.text.line_breaks import LINE_SEPARATOR, on_one_line

__all__ = ["Block", "Box", "Kind", "Page", "segment"]

Kind = Literal["paragraph", "heading", "item", "row", "preformatted"]

_BLOCK_TAGS: Final = HEADINGS | frozenset(
    "address article aside blockquote body button center dd details dialog div dl dt fieldset figcaption figure footer"
    " form frameset head header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead"
    " tr ul".split()
)
_SKIPPED_TAGS: Final = frozenset(
    "applet area audio base canvas datalist embed frame iframe img input link map math meta meter noembed noframes"
    " noscript object optgroup option param picture progress rp rt script select source style svg template textarea"
    " title track video".split()
)
_PICTURES: Final = frozenset({"img", "picture", "video", "iframe", "embed", "object"})
# What is read for what: a heading is also the line that opens and closes a part of a page.
_HEADED: Final = HEADINGS | {"summary"}
_LISTS: Final = frozenset({"ul", "ol"})
_TELLING_TAGS: Final = _HEADED | _LISTS | {"table", "li", "pre"}
"""Of all tags that make a box, those that also say what the text in it is."""
_MOST_SORTS: Final = 4096


class _Sorts(dict[object, str]):
    """How each tag is read; those that pages invent are added when met, up to a limit."""

    def __missing__(self, tag: object) -> str:
        """Return how a `tag` that is in no list is read. Custom elements have a hyphen in their names."""
        sort = "skipped" if not isinstance(tag, str) else "block" if "-" in tag else "inline"
        if len(self) < _MOST_SORTS:
            self[tag] = sort
        return sort


_SORTS: Final = _Sorts(
    {
        **dict.fromkeys(_BLOCK_TAGS, "block"),
        **dict.fromkeys(_TELLING_TAGS, "telling"),
        **dict.fromkeys(_SKIPPED_TAGS, "skipped"),
        "a": "link",
        "br": "break",
        "button": "button",
    }
)
_LONGEST_HEADING: Final = 40
"""Words; more of them are a text that was only made to look like a heading."""
_LONGEST_AVERAGE_WORD: Final = 12
"""Characters between spaces; with more, the text is in a script that does not part its words."""
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9f]"
)
_CHARACTERS_PER_WORD: Final = 2
_BLANK_LINES: Final = re.compile(rf"[\n{LINE_SEPARATOR}](?:[^\S\n{LINE_SEPARATOR}]*[\n{LINE_SEPARATOR}])+")
# Old pages frame with such a table what is beside the text.
_INSET: Final = Hint("sidebar", word="inset")


_Number = TypeVar("_Number", int, float)


# Every rule looks up the attributes of both, and those of a named tuple take longer.
@dataclass(slots=True, eq=False)
class Box:
    """A block-level element. `number` is its place among a page's boxes; a box is numbered before those inside it.

    `shape` has its class names: boxes of one tag and shape are made alike.
    """

    number: int
    tag: str
    hint: Hint
    parent: Box | None
    shape: str = ""


@dataclass(slots=True, eq=False)
class Block:
    """A run of text between two block-level tags.

    `first` and `last` are the lines of the page it is on. `group` is the same number for the items of one list or
    the rows of one table, and 0 for other blocks. `linked` is the share of its characters inside links, 0 to 1.
    `words` is counted by spaces; scripts without them count two characters as a word. `is_prose` says whether it reads
    like a paragraph: every step of finding the article asks it.
    """

    text: str
    kind: Kind
    box: Box
    first: int
    last: int
    group: int
    linked: float
    words: int
    is_prose: bool


class Page(NamedTuple):
    """The blocks of a page and the boxes around them, each in the order in which they begin.

    `parents` has for each box the number of the one around it, -1 for none, `pictures` for each picture, film or other
    embedded thing the number of the box that it is right inside, `addresses` that for each link, with where it leads,
    and `watched` for the elements that were asked for, as far as they are boxes, the number of each.
    """

    blocks: list[Block]
    boxes: list[Box]
    parents: list[int]
    pictures: list[int]
    addresses: list[tuple[int, str]]
    watched: dict[etree._Element, int]

    def sums(self, own: list[_Number]) -> list[_Number]:
        """Return for each box what it has of its `own` and what all boxes inside it have, in the list that is given."""
        parents = self.parents
        for number in range(len(own) - 1, 0, -1):
            if part := own[number]:
                own[parents[number]] += part
        return own

    def weights(self, of_blocks: Sequence[float]) -> list[float]:
        """Return for each box the sum of what the blocks in it weigh, which is given for each block."""
        weights = [0.0] * len(self.boxes)
        for block, weight in zip(self.blocks, of_blocks, strict=True):
            if weight:
                weights[block.box.number] += weight
        return self.sums(weights)

    def counts(self, numbers: Iterable[int]) -> list[int]:
        """Return for each box how many of `numbers` are its own or that of a box inside it."""
        counts = [0] * len(self.boxes)
        for number in numbers:
            counts[number] += 1
        return self.sums(counts)


_Frame: TypeAlias = tuple[bool, bool, Box | None, int]
"""What holds for the text right inside a block-level element, beside the box that it is in: whether it is preformatted,
whether it is a heading, the innermost list item around it, and the number of the outermost list, 0 for none. Each list
and item makes one, in a tenth of the time of a named tuple."""


def segment(root: etree._Element, watched: AbstractSet[etree._Element] = frozenset()) -> Page:
    """Return the blocks and boxes under `root`, and which boxes the elements `watched` are. Scripts, images, form
    fields and the like give none."""
    return _Segmenter().run(root, watched)


class _Segmenter:
    """Walks one tree; the text of a block is gathered until a block-level tag begins or ends."""

    def __init__(self) -> None:
        self._page = Page([], [], [], [], [], {})
        self._groups = 0
        self._begun: set[int] = set()

    def run(self, root: etree._Element, watched: AbstractSet[etree._Element]) -> Page:  # noqa: C901, PLR0912, PLR0915
        """Return the page. All that happens for every element is here, in one loop: calls would double its time."""
        _, boxes, parents, pictures, addresses, _ = self._page
        box = self._box("html", NO_HINT, None)
        frame: _Frame = (False, False, None, 0)
        opened: list[tuple[Box, _Frame]] = []
        ends: list[str] = []
        pieces: list[str] = []
        line, linked, breaks, links = 1, 0, 0, 0
        skipped = is_preformatted = is_heading = False
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                tag = element.tag
                sort = _SORTS[tag]
                if sort == "button":
                    # One that is all of a heading is the heading.
                    sort = "inline" if is_heading else "block"
                if sort in {"block", "telling"}:
                    if pieces:
                        self._flush(pieces, box, frame, line, linked)
                    linked = breaks = 0
                    around = box
                    parents.append(around.number)
                    if not (items := element.items()):
                        box = Box(len(boxes), tag, hint(tag, {}), around)
                    elif len(items) == 1 and items[0][0] == "class":
                        box = Box(len(boxes), tag, hint_of_names(tag, items[0][1][:LONGEST_NAMES]), around, items[0][1])
                    else:
                        attributes = dict(items)
                        box = Box(len(boxes), tag, hint(tag, attributes), around, attributes.get("class", ""))
                    boxes.append(box)
                    if watched and element in watched:
                        self._page.watched[element] = box.number
                    if sort == "telling":
                        inner = self._open(element, tag, box, frame)
                        if inner is None:
                            skipped = True
                            box = around
                        else:
                            opened.append((around, frame))
                            box, frame = inner
                            is_preformatted, is_heading, _, _ = frame
                elif sort in {"inline", "link"}:
                    if items := element.items():
                        attributes = dict(items)
                        # Many links have an address alone.
                        skipped = (len(items) > 1 or items[0][0] != "href") and is_invisible(attributes)
                        skipped = skipped or (is_preformatted and is_gutter(element))
                        if sort == "link" and not skipped:
                            # Those of headings to a place on the page are for pointing to.
                            address = attributes.get("href")
                            if address is None or (is_heading and address.startswith("#")):
                                sort = "inline"
                            else:
                                links += 1
                                addresses.append((box.number, address))
                        if pieces and is_note(element, tag, attributes, pieces[-1]):
                            # The number of a note is not part of the word before it.
                            pieces.append(" ")
                    else:
                        if pieces and tag == "sup" and is_note(element, tag, {}, pieces[-1]):
                            pieces.append(" ")
                        sort = "inline"  # a link leads nowhere without an address
                elif sort == "break":
                    breaks += 1
                    skipped = True
                    if is_preformatted:
                        pieces.append(LINE_SEPARATOR)
                    elif breaks > 1:
                        if pieces:
                            self._flush(pieces, box, frame, line, linked)
                        linked = breaks = 0
                    elif pieces:
                        pieces.append(LINE_SEPARATOR)
                else:
                    skipped = True
                    if tag in _PICTURES:
                        pictures.append(box.number)
                if skipped:
                    walker.skip_subtree()
                    continue
                ends.append(sort)
                text = element.text
            else:
                if skipped:
                    skipped = False
                else:
                    sort = ends.pop()
                    if sort in {"block", "telling"}:
                        if pieces:
                            self._flush(pieces, box, frame, line, linked)
                        linked = breaks = 0
                        if sort == "block":
                            box = box.parent or box
                        else:
                            box, frame = opened.pop()
                            is_preformatted, is_heading, _, _ = frame
                    elif sort == "link":
                        links -= 1
                text = element.tail
            if text:
                blank = text.isspace()
                if not pieces:
                    if blank and not is_preformatted:
                        continue
                    line = element.sourceline or 1
                pieces.append(text)
                if not blank:
                    breaks = 0
                    if links:
                        linked += len(text)
        return self._page

    def _open(self, element: etree._Element, tag: str, box: Box, frame: _Frame) -> tuple[Box, _Frame] | None:
        """Return the innermost box and the frame inside an `element` that is more than a box, or None where nothing in
        it is left to read.

        `box` is that of the element, and `frame` the one around it.
        """
        if tag == "table":
            if (code := code_in(element)) is not None:
                self._preformatted(code, box, line_of(element), 0)
                return None
            if is_data(element):
                self._table(element, box)
                return None
            return (self._box(tag, _INSET, box) if is_inset(element) else box), frame
        is_preformatted, is_heading, item, group = frame
        if tag == "li":
            item = box
        elif tag in _LISTS:
            group = group or self._next_group()
        elif tag == "pre":
            is_preformatted = True
        else:
            is_heading = True
        return box, (is_preformatted, is_heading, item, group)

    def _box(self, tag: str, hinted: Hint, parent: Box | None) -> Box:
        box = Box(len(self._page.boxes), tag, hinted, parent)
        self._page.boxes.append(box)
        self._page.parents.append(parent.number if parent else -1)
        return box

    def _next_group(self) -> int:
        self._groups += 1
        return self._groups

    def _flush(self, pieces: list[str], box: Box, frame: _Frame, line: int, linked: int) -> None:
        """End the block that is in the `box`, where `frame` holds; its text was gathered in `pieces` from `line` on."""
        raw = pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces.clear()
        is_preformatted, is_heading, item, group = frame
        if is_preformatted:
            self._preformatted(raw, box, line, linked)
            return
        text = _collapse(raw)
        if not text:
            return
        words = _count_words(text)
        kind: Kind = "heading" if is_heading and words <= _LONGEST_HEADING else "paragraph"
        if item and item.number not in self._begun:
            self._begun.add(item.number)
            if kind == "paragraph":
                kind = "item"
        last = line
        if "\n" in raw:
            line += raw.count("\n", 0, len(raw) - len(raw.lstrip()))
            last = line + raw.strip().count("\n")
        self._add(text, kind, box, line, last, group if kind == "item" else 0, linked / len(text), words)

    def _preformatted(self, raw: str, box: Box, line: int, linked: int) -> None:
        """Add a block for each run of lines without a blank one; in an article's text a blank line ends a paragraph."""
        start = 0
        for gap in (*_BLANK_LINES.finditer(raw), None):
            part = raw[start : gap.start() if gap else None]
            lines = [normalize(written).rstrip() for written in part.replace(LINE_SEPARATOR, "\n").split("\n")]
            text = "\n".join(written for written in lines if written)
            if text:
                first = line + part.count("\n", 0, len(part) - len(part.lstrip()))
                last = first + part.strip().count("\n")
                self._add(text, "preformatted", box, first, last, 0, linked / len(raw), _count_words(text))
            if gap:
                line += part.count("\n") + gap[0].count("\n")
                start = gap.end()

    def _table(self, table: etree._Element, box: Box) -> None:
        group = self._next_group()
        for row in rows(table):
            text = _collapse(row.text)
            if text:
                self._add(text, "row", box, row.line, row.line, group, row.linked / len(text), _count_words(text))

    def _add(
        self, text: str, kind: Kind, box: Box, first: int, last: int, group: int, linked: float, words: int
    ) -> None:
        linked = min(linked, 1.0)
        self._page.blocks.append(
            Block(text, kind, box, first, last, group, linked, words, is_prose(text, kind, words, linked))
        )


def _collapse(raw: str) -> str:
    """Return the text of `raw` on one line, with normalized characters."""
    # Most blocks are plain already, and looking is faster than normalizing.
    text = " ".join(raw.split())
    if (text.isascii() and text.isprintable()) or is_plain(text):
        return text
    if not raw.isascii():
        text = on_one_line(raw)
    normalized = normalize(text)
    return text if normalized is text else " ".join(normalized.split())


def _count_words(text: str) -> int:
    words = text.count(" ") + 1
    if len(text) > _LONGEST_AVERAGE_WORD * words:
        words += len(_UNSPACED.findall(text)) // _CHARACTERS_PER_WORD
    return words
