"""What does Markdown say once its markup is gone?

Every line keeps its place, so that a passage can still be shown by its lines. The lines of a paragraph are joined, as
Markdown means them; headings, items, rows and lines of code stay lines. Links keep their text; pictures give their
descriptions to the captions.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from indexer.cleaning.inline_markup import plain, take_pictures
from indexer.cleaning.pasted.known import Known
from indexer.cleaning.pasted.lines import Line, join, vocabulary
from indexer.model import BlockKind, Removal

__all__ = ["read_markdown"]

_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?:\s(?P<text>.*))?")
_UNDERLINE = re.compile(r" {0,3}(?:(?P<first>=+)|-+)\s*")
_QUOTE = re.compile(r"(?: {0,3}>)+ ?")
_ITEM = re.compile(r"\s*(?:[-*+]|(?P<number>\d{1,9})[.)])\s+(?:\[[ xX]\]\s+)?(?=\S)")
_REFERENCE = re.compile(r" {0,3}\[[^\[\]^][^\[\]]{0,200}\]:\s*\S.*")
_RULE_MARKS = frozenset("-*_ ")
_TABLE_RULE_MARKS = frozenset("|:- ")


class _Piece(NamedTuple):
    """A stretch of Markdown on the lines `first` to `last`, without the markup of its block; `mark` stands for that."""

    parts: list[str]
    first: int
    last: int
    gap: bool
    mark: str = ""
    is_open: bool = False
    kind: BlockKind = "paragraph"

    def line(self, known_words: frozenset[str]) -> Line:
        """Return the line that the piece is without its inline markup."""
        text = join(self.parts, known_words)
        shown = text if self.kind == "preformatted" else self.mark + plain(text)
        return Line(shown, self.first, self.last, self.gap, self.kind)


def read_markdown(
    content: str, first: int, apart: Callable[[str, str], bool], *, titled: bool
) -> tuple[Known, list[Line]]:
    """Return what a Markdown text declares, and its lines; the first line of `content` is number `first`.

    Unless it is `titled` already, its first heading of the first level is the title and no line of the text.
    Two lines that are `apart` are not joined.
    """
    known_words = vocabulary(content)
    reader = _Reader(apart, titled=titled)
    for number, raw in enumerate(content.split("\n"), first):
        reader.read(raw, number)
    known = Known(reader.title, captions=tuple(reader.captions), removed=tuple(reader.removed))
    return known, [line for piece in reader.pieces if (line := piece.line(known_words)).text]


class _Reader:
    """The state of reading a Markdown text line by line."""

    def __init__(self, apart: Callable[[str, str], bool], *, titled: bool) -> None:
        self.title = ""
        self.captions: list[str] = []
        self.removed: list[Removal] = []
        self.pieces: list[_Piece] = []
        self._apart = apart
        self._titled = titled
        self._gap = True
        self._fence = ""
        self._in_comment = False
        self._quoted = False

    def read(self, line: str, number: int) -> None:
        """Read the next line, which has this `number`."""
        if self._fence:
            self._read_code(line, number)
            return
        line = self._without_comments(line)
        quote = _QUOTE.match(line)
        if quote is not None:
            # A quotation begins a paragraph; a line without its mark may still go on with it.
            self._gap = self._gap or not self._quoted
            line = line[quote.end() :]
        self._quoted = quote is not None
        fence = _FENCE.match(line)
        if fence is not None:
            self._fence = fence["fence"]
            self._gap = True
            return
        line, pictures = take_pictures(line)
        for picture in pictures:
            self.captions.append(picture)
            self.removed.append(Removal("caption", picture, number))
        if not line.strip() or _REFERENCE.fullmatch(line):
            self._gap = True
        elif heading := _HEADING.fullmatch(line):
            self._add_heading((heading["text"] or "").rstrip(" #"), len(heading["marks"]), number, number)
        elif not self._underlines(line, number):
            self._read_text(line, number)

    def _without_comments(self, line: str) -> str:
        """Return `line` without HTML comments, which may go on over several lines."""
        shown: list[str] = []
        start = 0
        while start < len(line):
            mark = "-->" if self._in_comment else "<!--"
            end = line.find(mark, start)
            if not self._in_comment:
                shown.append(line[start:] if end < 0 else line[start:end])
            if end < 0:
                break
            self._in_comment = not self._in_comment
            start = end + len(mark)
        return "".join(shown)

    def _read_code(self, line: str, number: int) -> None:
        stripped = line.strip()
        if stripped.startswith(self._fence) and not stripped.strip(self._fence[0]):
            self._fence = ""
            self._gap = True
        elif stripped:
            self.pieces.append(_Piece([" ".join(stripped.split())], number, number, self._gap, kind="preformatted"))
            self._gap = False
        else:
            self._gap = True

    def _add_heading(self, text: str, level: int, first: int, last: int) -> None:
        if level == 1 and not self._titled and (title := plain(text)):
            self._titled = True
            self.title = title
            self.removed.append(Removal("title", title, first))
        else:
            self.pieces.append(_Piece([text], first, last, gap=True, kind="heading"))
        self._gap = True

    def _underlines(self, line: str, number: int) -> bool:
        """Take `line` for the underline of a heading or for a rule, if it is one."""
        last = self.pieces[-1] if self.pieces and not self._gap else None
        underline = _UNDERLINE.fullmatch(line)
        if underline and last and last.is_open and not last.mark:
            del self.pieces[-1]
            self._add_heading(" ".join(last.parts), 1 if underline["first"] else 2, last.first, number)
            return True
        marks = frozenset(line)
        is_rule = marks <= _RULE_MARKS and len(marks - {" "}) == 1 and len(line.replace(" ", "")) >= 3
        if is_rule:
            self._gap = True
        return is_rule

    def _read_text(self, line: str, number: int) -> None:
        """Read a line of a paragraph, an item or a table."""
        item = _ITEM.match(line)
        text = line[item.end() :] if item else line.strip()
        if text.startswith("|"):
            if not frozenset(text) <= _TABLE_RULE_MARKS:
                cells = (cell.strip() for cell in text.strip("| ").split("|"))
                self.pieces.append(_Piece([" | ".join(cells)], number, number, self._gap, kind="row"))
                self._gap = False
            return
        is_broken = line.endswith(("  ", "\\"))
        text = text.removesuffix("\\").strip()
        last = self.pieces[-1] if self.pieces and not self._gap else None
        if item is None and last is not None and last.is_open and not self._apart(plain(last.parts[-1]), plain(text)):
            last.parts.append(text)
            self.pieces[-1] = last._replace(last=number, is_open=not is_broken)
        else:
            mark = "" if item is None else f"{item['number']}. " if item["number"] else "- "
            kind: BlockKind = "item" if item else "quote" if self._quoted else "paragraph"
            self.pieces.append(_Piece([text], number, number, self._gap, mark, not is_broken, kind))
        self._gap = False
