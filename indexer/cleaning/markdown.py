"""What does Markdown say once its markup is gone?

markdown-it finds the blocks, as CommonMark and GitHub mean them, and the lines they are on. Every line keeps its
place, so that a passage can still be shown by its lines: the lines of a paragraph are joined, headings, items, rows and
lines of code stay lines. Links keep their text; pictures give their descriptions to the captions. What the notes of
Obsidian have beside that (comments, wiki links, callouts, names of blocks) is read as it shows them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from indexer.cleaning.inline_markup import Labels, plain, take_pictures
from indexer.cleaning.markdown_extensions import without_extensions
from indexer.cleaning.pasted.known import Known
from indexer.cleaning.pasted.lines import Line, join
from indexer.model.articles import BlockKind, Removal
from indexer.text.hyphens import Hyphens

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["read_markdown"]

_DEEPEST: Final = 200
"""Blocks within blocks; markdown-it leaves out what is further in, and Python's own limit is not far behind."""
_DEEP: Final = re.compile(r"^(?:[ >*+-]|\d{1,9}[.)](?=\s)){61,}", re.MULTILINE)
_KEPT: Final = 40
"""Characters of a longer indent, or series of marks, that are kept: enough for any list or quotation."""
_NOTE: Final = "\ue000"
"""Put before the mark of a footnote, which would be that of a link's target otherwise."""
_FOOTNOTE: Final = re.compile(r"^(?= {0,3}\[\^[^\[\]\s]{1,60}\]:)", re.MULTILINE)
_HIDDEN: Final = re.compile(r"(?<!\S)%%(?=[^%\s]|\s\S)[^%]{0,1000}%%(?!\S)")
_KEPT_BY_LOGSEQ: Final = re.compile(
    r"^[ \t]+(?:id:: [0-9a-f]{8}-[0-9a-f-]{27}|collapsed:: (?:true|false)|logseq\.[\w.-]{1,60}:: [^\n]*)$", re.MULTILINE
)
_FENCE: Final = re.compile(r"\s{0,3}(?:`{3,}|~{3,})")
_UNREAD: Final = re.compile(r"<(script|style|template|svg)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_BLOCK_TAG: Final = re.compile(
    r"</?(?:p|div|article|aside|header|footer|main|nav|h[1-6]|ul|ol|li|table|tr|td|th|blockquote|pre|figure|figcaption|section|details|summary|center|dl|dt|dd)\b[^<>]*>"
    r"|<(?:br|hr)\b[^<>]*>",
    re.IGNORECASE,
)
_TAGGED_HEADING: Final = re.compile(r"\s*<h([1-6])\b", re.IGNORECASE)
_BLANK: Final = re.compile(r"[\s>]*")
_TABLE_RULE_MARKS: Final = frozenset("|:- ")
_ITEM: Final = re.compile(r"\s*(?P<mark>[-*+]|(?P<number>\d{1,9})[.)])\s+(?=\S)")
_TASK: Final = re.compile(r"\[[ xX/-]\]\s+")
_CALLOUT: Final = re.compile(r"\[!\w{1,30}(?:\|[^\]]{0,60})?\][+-]?\s*")
_BLOCK_NAME: Final = re.compile(r"\s\^(?=[\d-]*[A-Za-z])[A-Za-z0-9-]{3,40}\Z")


@cache
def _parser() -> MarkdownIt:
    """Return the parser, which finds blocks only: on unbalanced brackets the library's parser of what is inside them
    takes 25 microseconds a character, and in `2*3*4` it finds emphasis."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def read_markdown(
    content: str, first: int, apart: Callable[[str, str], bool], *, titled: bool
) -> tuple[Known, list[Line]]:
    """Return what a Markdown text declares, and its lines; the first line of `content` is number `first`.

    Unless it is `titled` already, its first heading of the first level is the title and no line of the text.
    Two lines that are `apart` are not joined.
    """
    prepared = without_extensions(_without_notes(content) if "%%" in content else content)
    if ":: " in prepared:
        prepared = _KEPT_BY_LOGSEQ.sub("", prepared)
    if "[^" in prepared:
        prepared = _FOOTNOTE.sub(_NOTE, prepared)
    prepared = _DEEP.sub(_shallower, prepared)
    environment: dict[str, Any] = {}
    tokens = _parser().parse(prepared, environment)
    reader = _Reader(prepared.split("\n"), first, apart, frozenset(environment.get("references", ())), titled=titled)
    reader.read(tokens)
    hyphens = Hyphens.of_text(content)
    known = Known(reader.title, captions=tuple(reader.captions), removed=tuple(reader.removed))
    return known, [line for piece in reader.pieces if (line := piece.line(hyphens, reader.labels)).text]


def _without_notes(text: str) -> str:
    """Return `text` without what its author notes for themselves between `%%`, on the lines it had."""
    kept: list[str] = []
    in_code = hidden = False
    for line in text.split("\n"):
        in_code ^= not hidden and _FENCE.match(line) is not None
        bare = line.strip()
        if hidden:
            hidden = not bare.endswith("%%")
            kept.append("")
        elif not in_code and bare.startswith("%%") and "%%" not in bare[2:]:
            hidden = True
            kept.append("")
        else:
            kept.append(line if in_code else _HIDDEN.sub("", line))
    return text if hidden else "\n".join(kept)


def _without_comments(text: str) -> str:
    """Return a block's `text` without comments, on the lines it had; one that begins it and is not closed is all of
    it."""
    if "<!--" not in text:
        return text
    kept: list[str] = []
    end = 0
    while (begin := text.find("<!--", end)) >= 0:
        closing = text.find("-->", begin + 4)
        if closing < 0:
            if text[end:begin].strip():
                break  # within a paragraph it is not a comment then
            closing = len(text)
        kept.append(text[end:begin])
        end = closing + 3
        kept.append("\n" * text.count("\n", begin, end))
    return "".join((*kept, text[end:]))


def _shallower(match: re.Match[str]) -> str:
    marks = match[0]
    return marks if len(frozenset(marks)) == 1 and marks[0] != " " else marks[:_KEPT]


def _emptied(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


class _Piece(NamedTuple):
    """A stretch of Markdown on the lines `first` to `last`, without the markup of its block; `mark` stands for that."""

    parts: list[str]
    first: int
    last: int
    gap: bool
    mark: str = ""
    kind: BlockKind = "paragraph"

    def line(self, hyphens: Hyphens, labels: Labels) -> Line:
        """Return the line that the piece is without its inline markup."""
        text = join(self.parts, hyphens)
        shown = text if self.kind == "preformatted" else self.mark + plain(text, labels)
        return Line("" if shown == self.mark else shown, self.first, self.last, self.gap, self.kind)


class _Reader:
    """The state of reading the blocks of a text whose `lines` are numbered from `first` on; `labels` are those of its
    links' targets."""

    def __init__(
        self, lines: Sequence[str], first: int, apart: Callable[[str, str], bool], labels: Labels, *, titled: bool
    ) -> None:
        self.title = ""
        self.captions: list[str] = []
        self.removed: list[Removal] = []
        self.pieces: list[_Piece] = []
        self.labels = labels
        self._lines = lines
        self._first = first
        self._apart = apart
        self._titled = titled
        self._reached = 0
        """How many lines are read."""
        self._set_apart = True
        """Whether the next piece begins a paragraph in any case."""

    def read(self, tokens: Sequence[Token]) -> None:  # noqa: C901, PLR0912 - one branch a kind of token
        """Read all blocks."""
        mark, quotes, items = "", 0, 0
        begun: Sequence[int] = (0, 1)
        cells: list[str] | None = None
        for index, token in enumerate(tokens):
            kind = token.type
            if kind in {"blockquote_open", "blockquote_close"}:
                quotes += token.nesting
                self._set_apart = self._set_apart or token.nesting > 0
            elif kind == "list_item_open":
                mark += f"{token.info}. " if token.info else "- "
                items, begun = items + 1, token.map or begun
            elif kind == "list_item_close":
                if mark.strip("- "):  # an item without text is a number that its author set apart
                    self._add([mark.strip()], begun[0], begun[0])
                mark, items = "", items - 1
            elif kind == "inline":
                around = tokens[index - 1]
                if cells is not None:
                    cells.append(self._cell(token))
                elif around.type == "heading_open":
                    self._heading(token.content, int(around.tag[1]), around.map or token.map or [0, 1])
                else:
                    self._paragraph(token, mark, in_item=items > 0, quoted=quotes > 0)
                    mark = ""
            elif kind in {"fence", "code_block"}:
                self._code(token, fenced=kind == "fence")
            elif kind == "html_block":
                self._html(token, mark)
                mark = ""
            elif kind == "tr_open":
                cells = []
            elif kind == "tr_close" and cells is not None:
                self._row(cells, tokens[index - 1 - 3 * len(cells)].map)
                cells = None

    def _begins(self, line: int) -> bool:
        """Whether what begins on this line of the text, from 0, begins a paragraph: a blank line is before it."""
        between = self._lines[self._reached : line]
        gap = self._set_apart or any(_BLANK.fullmatch(blank) for blank in between)
        self._set_apart = False
        return gap

    def _add(self, parts: list[str], first: int, last: int, mark: str = "", kind: BlockKind = "paragraph") -> None:
        """Add a piece that is on the lines from `first` to `last` of the text, counted from 0."""
        gap = self._begins(first)
        self.pieces.append(_Piece(parts, self._first + first, self._first + last, gap, mark, kind))
        self._reached = last + 1

    def _heading(self, text: str, level: int, place: Sequence[int]) -> None:
        first, last = place[0], place[1] - 1
        self._set_apart = True
        text = " ".join(self._pictured(text, first).split("\n"))
        if level == 1 and not self._titled and (title := plain(text, self.labels)):
            self._titled = True
            self.title = title
            self.removed.append(Removal("title", title, self._first + first))
            self._reached = last + 1
        else:
            self._add([text], first, last, kind="heading")
        self._set_apart = True

    def _paragraph(self, token: Token, mark: str, *, in_item: bool, quoted: bool) -> None:  # noqa: C901
        """Read the lines of a paragraph; those that are apart, or that its author parted, stay lines."""
        first = token.map[0] if token.map else self._reached
        kind: BlockKind = "item" if mark else "quote" if quoted else "paragraph"
        self._set_apart = self._set_apart or not in_item
        parts: list[str] = []
        begin = first
        for number, raw in enumerate(_without_comments(token.content).split("\n"), first):
            text = raw.strip()
            if number == first:
                text = _TASK.sub("", text, count=1) if mark and text.startswith("[") else text
            is_head = quoted and number == first and _CALLOUT.match(text)
            if is_head:
                text = _CALLOUT.sub("", text)
            is_broken = raw.endswith(("  ", "\\")) or is_head
            text = self._pictured(text.removesuffix("\\").removeprefix(_NOTE).strip(), number)
            if text.startswith("|"):  # a row, though the table lacks the line below its head
                if parts:
                    self._add(parts, begin, number - 1, mark, kind)
                if not frozenset(text) <= _TABLE_RULE_MARKS:
                    self._add([" | ".join(map(str.strip, text.strip("| ").split("|")))], number, number, kind="row")
                parts, begin, mark = [], number + 1, ""
                continue
            item = _ITEM.match(raw) if number > first else None
            if item:  # CommonMark takes it for the rest of the line before; its author did not
                text = text[len(item["mark"]) :].strip()
            is_note = raw.lstrip().startswith(_NOTE)
            if parts and (item or is_note or self._apart(plain(parts[-1], self.labels), plain(text, self.labels))):
                self._add(parts, begin, number - 1, mark, kind)
                parts, begin = [], number
                mark = "" if item is None else f"{item['number']}. " if item["number"] else "- "
                kind = "item" if mark else "quote" if quoted else "paragraph"
            parts += [text] if text else []
            if is_broken and parts:
                self._add(parts, begin, number, mark, kind)
                parts, mark = [], ""
                kind = "quote" if quoted else "paragraph"
            if not parts:
                begin = number + 1
        if parts:
            parts[-1] = _BLOCK_NAME.sub("", parts[-1])
            self._add(parts, begin, max(begin, first + token.content.count("\n")), mark, kind)

    def _pictured(self, text: str, line: int) -> str:
        """Return `text` without its pictures, whose descriptions become captions."""
        text, pictures = take_pictures(text, self.labels)
        for picture in pictures:
            self.captions.append(picture)
            self.removed.append(Removal("caption", picture, self._first + line))
        return text

    def _code(self, token: Token, *, fenced: bool) -> None:
        first = (token.map[0] if token.map else self._reached) + fenced
        self._set_apart = True
        for number, raw in enumerate(token.content.split("\n"), first):
            if text := " ".join(raw.replace(_NOTE, "").split()):
                self._add([text], number, number, kind="preformatted")
        self._set_apart = True

    def _html(self, token: Token, mark: str) -> None:
        """Read a block of HTML line by line; a line without a tag of a block goes on with the one before it."""
        first = token.map[0] if token.map else self._reached
        content = _UNREAD.sub(_emptied, _without_comments(token.content))
        parts: list[str] = []
        begin = first
        self._set_apart = self._set_apart or not mark
        for number, raw in enumerate(content.split("\n"), first):
            heading = _TAGGED_HEADING.match(raw)
            text = " ".join(_BLOCK_TAG.sub(" ", raw).split())
            if heading or (parts and text != raw.strip()):
                if parts:
                    self._add(parts, begin, number - 1, mark, "item" if mark else "paragraph")
                parts, mark = [], "" if parts else mark
            if heading:
                self._heading(text, int(heading[1]), (number, number + 1))
            elif text:
                begin = begin if parts else number
                parts.append(text)
        if parts:
            self._add(parts, begin, begin + len(parts) - 1, mark, "item" if mark else "paragraph")
        self._set_apart = not mark

    def _cell(self, token: Token) -> str:
        return self._pictured(token.content.strip(), token.map[0] if token.map else self._reached)

    def _row(self, cells: Sequence[str], place: Sequence[int] | None) -> None:
        line = place[0] if place else self._reached
        self._add([" | ".join(cells)], line, line, kind="row")
