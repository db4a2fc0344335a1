"""How is a document in RTF read? All of it is one article.

Headings, items of lists, captions and tables are such in the HTML of the draft; text boxes and notes follow the
paragraph that holds them. What was deleted or is hidden is left out, as are headers, footers and comments.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Final, Literal

from indexer.errors import SourceError
from indexer.model.drafts import Draft, Reading
from indexer.reading.formats.exports.articles import articles_in_document
from indexer.reading.formats.office.properties import authors_in, title_in
from indexer.reading.formats.office.rtf_text import RtfText
from indexer.reading.formats.office.word_styles import tag_of

__all__ = ["read"]

# A control word with its number and the blank behind it; a byte in hexadecimal; a control symbol; a brace; plain bytes.
_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,40})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
_CHARSETS: Final = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
}
"""The encodings that fonts declare."""
_CODE_PAGES: Final = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_CHARACTERS: Final = {
    "tab": " ",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}
_SYMBOLS: Final = {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\t": " "}
_BESIDE: Final = frozenset({"footnote", "shptxt", "dptxbxtext"})
_MARKS: Final = frozenset({"listtext", "pntext"})
_TABLES: Final[Mapping[str, Literal["fonts", "styles", "field"]]] = {
    "fonttbl": "fonts",
    "stylesheet": "styles",
    "info": "field",
}
_LINE_BREAKS: Final = frozenset({b"\r", b"\n"})
_LEVELS: Final = 6
# What is marked as "not to be read by those who do not know it", and is read.
_KNOWN: Final = _BESIDE | {"shpinst", "do", "ud", "fldrslt"}
_SKIPPED: Final = frozenset(
    "colortbl header headerl headerr headerf footer footerl footerr footerf pict fldinst objdata objclass objname"
    " annotation xe tc txe rxe sp shprslt nonesttables nesttableprops listtable listoverridetable revtbl filetbl"
    " nonshppict background bkmkstart bkmkend ftnsep ftnsepc aftnsep aftnsepc private template operator subject"
    " keywords doccomm company category manager comment revtim printim buptim hlinkbase".split()
)


def read(data: bytes) -> Reading:
    """The text of a document, and what its information group declares."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise SourceError("damaged rtf", detail="it does not begin like one")
    reader = _Reader()
    reader.run(data)
    content = reader.body.html()
    if not content:
        return Reading()
    draft = Draft(
        "document",
        content,
        title=title_in(reader.fields["title"]),
        authors=authors_in([reader.fields["author"]]),
        published=reader.day,
        lined=False,
    )
    return Reading(articles_in_document(draft))


@dataclass(slots=True)
class _State:
    """What holds inside a group: where its characters go, and how they are to be read."""

    text: RtfText
    into: Literal["text", "fonts", "styles", "field", "nothing"] = "text"
    field: str = ""
    number: int = 0
    codec: str = ""
    replaced: int = 1
    hidden: bool = False
    raised: bool = False
    tag: str = "p"
    in_table: bool = False
    alternatives: bool = False


class _Reader:
    """Reads one file. `fields` are its properties, `day` the one it was made on, in ISO 8601, if it says so."""

    def __init__(self) -> None:
        self.body = RtfText()
        self.fields = {"title": "", "author": ""}
        self._made: dict[str, int] = {}
        self._now = _State(self.body)
        self._around: list[_State] = []
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, str] = {}
        self._style = ""
        self._codec = "cp1252"
        self._font = 0
        self._bytes = bytearray()
        self._skip = 0
        self._high = 0

    @property
    def day(self) -> str:
        """Return the day on which the document was made."""
        year, month, day = (self._made.get(key, 0) for key in ("yr", "mo", "dy"))
        return f"{year:04}-{month:02}-{day:02}" if year and month and day else ""

    def run(self, data: bytes) -> None:
        """Read all of `data`."""
        place = 0
        starred = False
        while token := _TOKEN.match(data, place):
            place = token.end()
            word, number, code, symbol, brace, plain = token.groups()
            if plain or code:
                self._add(plain or bytes.fromhex(code.decode()))
                continue
            if not (word or symbol or brace):
                continue  # a line break of the file's own
            self._decode()
            self._skip = 0
            if word == b"bin":
                place += max(0, int(number or 0))
            elif word:
                self._word(word.decode(), None if number is None else int(number), starred=starred)
            elif brace:
                self._brace(opens=brace == b"{")
            elif symbol in _SYMBOLS:
                self._write(_SYMBOLS[symbol])
            elif symbol in _LINE_BREAKS:
                self._word("par", None, starred=False)
            starred = symbol == b"*"
        self._decode()

    def _add(self, raw: bytes) -> None:
        """Take up bytes of text, but for those that stand in for a character given by its number."""
        skipped = min(self._skip, len(raw))
        self._skip -= skipped
        if self._now.into != "nothing":
            self._bytes += raw[skipped:]

    def _decode(self) -> None:
        if self._bytes:
            self._write(self._bytes.decode(self._now.codec or self._codec, "replace"))
            self._bytes.clear()

    def _write(self, text: str) -> None:
        now = self._now
        if now.into == "text" and not now.hidden:
            plain = escape(text, quote=False)
            now.text.add(f"<sup>{plain}</sup>" if now.raised else plain)
        elif now.into == "field" and now.field in self.fields:
            self.fields[now.field] += text
        elif now.into == "styles":
            name, ended, _ = text.partition(";")
            self._style += name
            if ended:
                tag = tag_of(self._style.strip())
                self._styles[now.number] = "p" if tag is None else tag
                self._style = ""

    def _brace(self, *, opens: bool) -> None:
        if opens:
            around = self._now
            self._around.append(around)
            self._now = replace(around, alternatives=False)
            if around.alternatives:
                # Two ways to write the same: the first for readers that know no Unicode.
                around.alternatives = False
                self._now.into = "nothing"
        elif self._around:
            self._now = self._around.pop()

    def _word(self, name: str, number: int | None, *, starred: bool) -> None:
        now = self._now
        if now.into == "nothing":
            return
        if name in _SKIPPED or (starred and name not in _KNOWN):
            now.into = "nothing"
        elif name == "upr":
            now.alternatives = True
        elif name in _MARKS:
            now.into = "nothing"
            if self._around and self._around[-1].tag == "p":
                self._around[-1].tag = "li"
        elif name in _TABLES:
            now.into = _TABLES[name]
        elif now.into == "text" and name in _BESIDE:
            text = RtfText()
            now.text.beside(text)
            now.text, now.tag, now.in_table = text, "p", False
        elif not (self._character(name, number) or self._encoding(name, number)):
            self._paragraph(name, number)
            self._table_entry(name, number or 0)

    def _character(self, name: str, number: int | None) -> bool:
        """Write the character that a word stands for, if it is such a word."""
        if name == "u" and number is not None:
            self._skip = self._now.replaced
            code = number & 0xFFFF
            if 0xD800 <= code < 0xDC00:
                self._high = code
            elif 0xDC00 <= code < 0xE000:
                self._write(chr(0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00) if self._high else "\ufffd")
                self._high = 0
            elif code:
                self._write(chr(code))
        elif name in _CHARACTERS:
            self._write(_CHARACTERS[name])
        elif name == "line":
            if self._now.into == "text":
                self._now.text.add("<br>")
        else:
            return False
        return True

    def _encoding(self, name: str, number: int | None) -> bool:
        """Note what a word says of how characters are written, if it is such a word."""
        now = self._now
        if name == "uc":
            now.replaced = max(0, number or 0)
        elif name == "ansicpg":
            self._codec = _codec(number or 0)
        elif name in _CODE_PAGES:
            self._codec = _CODE_PAGES[name]
        elif name == "deff":
            self._font = number or 0
        elif name == "f" and now.into != "fonts":
            now.codec = self._fonts.get(number or 0, "")
        elif name == "plain":
            now.codec = self._fonts.get(self._font, "")
            now.hidden = now.raised = False
        elif name in {"v", "deleted"}:
            now.hidden = number != 0
        elif name in {"super", "nosupersub"}:
            now.raised = name == "super" and number != 0
        else:
            return False
        return True

    def _paragraph(self, name: str, number: int | None) -> None:
        """Do what a word of the text's layout says."""
        now = self._now
        if now.into != "text":
            return
        if name in {"par", "sect"}:
            now.text.end_paragraph(now.tag, in_table=now.in_table)
        elif name == "cell":
            now.text.end_cell()
        elif name == "row":
            now.text.end_row()
        elif name in {"page", "nestcell"}:
            now.text.add(" ")
        else:
            self._style_of_paragraph(name, number)

    def _style_of_paragraph(self, name: str, number: int | None) -> None:
        """Note what a word says of the paragraph."""
        now = self._now
        if name == "pard":
            now.tag, now.in_table = "p", False
        elif name == "s":
            now.tag = self._styles.get(number or 0, "p")
        elif name == "intbl":
            now.in_table = True
        elif now.tag == "p" and name == "ls" and number:
            now.tag = "li"
        elif now.tag == "p" and name == "outlinelevel" and (number or 0) < _LEVELS:
            now.tag = f"h{(number or 0) + 1}"

    def _table_entry(self, name: str, number: int) -> None:
        """Note what a word says in the tables of fonts and styles, and among the properties."""
        now = self._now
        if now.into == "fonts":
            if name == "f":
                now.number = number
            elif name == "fcharset":
                self._fonts[now.number] = _CHARSETS.get(number, "")
        elif now.into == "styles" and name == "s":
            now.number = number
        elif now.into == "field":
            if name in self.fields:
                self.fields[name] = ""
                now.field = name
            elif name == "creatim":
                now.field = name
            elif now.field == "creatim":
                self._made[name] = number


def _codec(code_page: int) -> str:
    if code_page == 65001:
        return "utf-8"
    try:
        return codecs.lookup(f"cp{code_page}").name
    except LookupError:
        return "cp1252"
