"""Which references are in a file of BibTeX's, and what does each say of an article?

A reference is `@article{key, title = {…}, author = "…", …}`, where braces are balanced. What LaTeX has for letters and
signs is written as these. The text of a reference is its abstract and its notes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from indexer.reading.formats.exports.entry import Entry

__all__ = ["entries", "is_export"]

_BEGINS: Final = re.compile(
    r"\A(?:[\ufeff\s]|%[^\n]*\n){0,200}+@[A-Za-z]{3,20}\s?(?:\{[^\s,{}=]{0,200},?|\([^\s,{}()=]{1,200}\s?[,=])\s*\n?"
)
_REFERENCE: Final = re.compile(
    r"^[ \t\ufeff]*@(?P<kind>[A-Za-z]{3,20})[ \t]?[{(](?:[ \t]*[^\s,{}=]{0,200}[ \t]*,)?", re.MULTILINE
)
_STRING: Final = re.compile(r"[ \t\ufeff]*@string[ \t]?[{(]\s*(?P<name>[^\s,{}()=]{1,200})\s*=\s*", re.IGNORECASE)
_LONGEST_STRING: Final = 1000
"""Characters of what an abbreviation stands for, such as the name of a journal: what has more could be put in so often
that the references had many times the characters of the file."""
_NO_ARTICLES: Final = frozenset({"string", "preamble", "comment"})
_FIELD: Final = re.compile(r"(?<![\w-])(?P<name>[A-Za-z][\w-]{0,40})\s*=\s*")
_BARE: Final = re.compile(r"[^\s{}\",#][^{}\",#\n]*")
_JOINED: Final = re.compile(r"\s*#\s*")
_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)
_QUOTE: Final = re.compile(r"\\.|[{}\"]", re.DOTALL)
_ACCENTS: Final = dict(
    zip("`'^~\"=.uvHckr", "\u0300\u0301\u0302\u0303\u0308\u0304\u0307\u0306\u030c\u030b\u0327\u0328\u030a", strict=True)
)
_ACCENTED: Final = re.compile(
    r"\\(?:(?P<sign>[`'^~\"=.])\s*|(?P<letter>[uvHckr])(?=[\s{])\s*)\{?\\?(?P<base>[A-Za-z])\}?"
)
_LETTERS: Final = {
    "ss": "ß",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
}
_COMMAND: Final = re.compile(r"\\(?P<name>[A-Za-z]{1,20})\s?|\\(?P<sign>[&%$#_{}])|[{}]|(?P<tie>~)|---?")
_ESCAPED: Final = re.compile(r"\\([&%$#_])")


def is_export(text: str) -> bool:
    """Whether a `text` begins as such a file does."""
    return _BEGINS.match(text) is not None


def entries(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the references in the `lines` of a file, in order."""
    text = "\n".join(lines)
    line, counted = 0, 0
    found = [*_REFERENCE.finditer(text)]
    ends = [*(reference.start() for reference in found[1:]), len(text)]
    written = dict(_strings(text[one.start() : end] for one, end in zip(found, ends, strict=False)))
    for reference, end in zip(found, ends, strict=False):
        line += text.count("\n", counted, reference.start())
        counted = reference.start()
        if reference["kind"].lower() not in _NO_ARTICLES:
            yield _entry(text[reference.start() : end], reference.end() - reference.start(), line, written)


def _strings(references: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the abbreviations that are made among the `references`, in small letters, and what each stands for."""
    for text in references:
        if string := _STRING.match(text):
            yield string["name"].lower(), _value(text, string.end(), {})[0][:_LONGEST_STRING]


def _entry(text: str, begin: int, line: int, written: Mapping[str, str]) -> Entry:
    """Return the reference whose fields begin at `begin`, and which ends with the text; it is on this `line`. What
    `written` has of abbreviations is put in their places."""
    said: dict[str, str] = {}
    body: dict[int, list[str]] = {}
    counted = 0
    for name, value, place in _fields(text, begin, written):
        line += text.count("\n", counted, place)
        counted = place
        if name in {"abstract", "note", "annote", "annotation"}:
            body.setdefault(line, []).append(_plain(value))
        said.setdefault(name, value)
    return Entry(
        title=_plain(said.get("title", "")),
        authors=tuple(filter(None, map(_plain, " ".join(said.get("author", "").split()).split(" and ")))),
        published=_published(said),
        site=_plain(said.get("journal") or said.get("journaltitle") or said.get("booktitle") or ""),
        language=_plain(said.get("language") or said.get("langid") or ""),
        url=_ESCAPED.sub(r"\1", said.get("url", "").strip())
        or (f"https://doi.org/{said['doi'].strip()}" if said.get("doi") else ""),
        body={number: " ".join(texts) for number, texts in body.items()},
    )


def _published(said: Mapping[str, str]) -> str:
    if date := said.get("date"):
        return _plain(date)
    return " ".join(filter(None, (_plain(said.get(name, "")) for name in ("day", "month", "year"))))


def _fields(text: str, begin: int, written: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    """Yield the name and the value of each field of a reference, and where the value begins. What is no field between
    two of them is passed over."""
    while field := _FIELD.search(text, begin):
        value, begin = _value(text, field.end(), written)
        yield field["name"].lower(), value, field.end()


def _value(text: str, begin: int, written: Mapping[str, str]) -> tuple[str, int]:
    """Return the value that begins there, whose parts may be joined by `#` and be abbreviations, and where it ends."""
    said: list[str] = []
    while True:
        if text[begin : begin + 1] in {"{", '"'}:
            end = _closing(text, begin)
            said.append(text[begin + 1 : end - 1])
        elif bare := _BARE.match(text, begin):
            end = bare.end()
            name = bare[0].rstrip()
            said.append(written.get(name.lower(), name))
        else:
            end = begin
        if not (joined := _JOINED.match(text, end)):
            return "".join(said), end
        begin = joined.end()


def _closing(text: str, begin: int) -> int:
    """Return where the value ends that opens at `begin`, behind its brace or quotation mark; an unclosed one ends with
    its reference."""
    quoted = text[begin] == '"'
    depth = 0
    for sign in (_QUOTE if quoted else _BRACE).finditer(text, begin + 1):
        if sign[0] == "{":
            depth += 1
        elif sign[0] == "}" and depth:
            depth -= 1
        elif sign[0] == ('"' if quoted else "}") and not depth:
            return sign.end()
    return len(text)


def _plain(value: str) -> str:
    """Return a value without the marks of LaTeX."""
    value = _ACCENTED.sub(_accented, value)
    return unicodedata.normalize("NFC", " ".join(_COMMAND.sub(_meant, value).split()))


def _accented(found: re.Match[str]) -> str:
    return found["base"] + _ACCENTS[found["sign"] or found["letter"]]


def _meant(found: re.Match[str]) -> str:
    if found["name"]:
        return _LETTERS.get(found["name"], "")
    if found[0].startswith("--"):
        return "—" if len(found[0]) == 3 else "–"
    return " " if found["tie"] else found["sign"] or ""
