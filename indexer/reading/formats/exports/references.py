"""Which references are in an export of a reference manager or a library, and what does each say of an article?

RIS begins a reference with `TY  - ` and ends it with `ER  - `; PubMed begins one with `PMID- `, EndNote with `%0 `, and
the Web of Science with `PT `. Each line has a tag and a value, and what has no tag goes on. The text of a reference is
its abstract and its notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from indexer.reading.formats.exports.entry import Entry

__all__ = ["entries", "is_export"]

_FIELD: Final = re.compile(r"(?P<tag>[A-Z][A-Z0-9]{1,3}) {0,2}-(?: (?P<value>.*))?")
_ENDNOTE: Final = re.compile(r"%(?P<tag>[0-9A-Z@!?$^&*(<>~+]) (?P<value>.*)")
_SCIENCE: Final = re.compile(r"(?P<tag>[A-Z][A-Z0-9])(?: (?P<value>.*))?")
_BEGINS: Final = re.compile(
    r"\A[\ufeff\s]{0,9}(?:TY {2}- |PMID- ?\d|(?P<endnote>%[0T] \S)"
    r"|(?P<science>FN [^\n]{1,200}\nVR \d|PT [JBSP]\r?\nAU ))"
)
_FIRST: Final = frozenset({"TY", "PMID", "PT"})
_END: Final = "ER"
_MEANT: Final = dict(zip("0TAJBID8UXNG", "TY TI AU JO T2 PB PY DA UR AB N1 LA".split(), strict=True)) | {"N": "VL"}
"""What EndNote's tags are in RIS."""
_PERSON_A_LINE: Final = "AF"
_TITLE: Final = ("TI", "T1", "BT", "CT")
_AUTHORS: Final = ("FAU", "AF", "AU", "A1")
_PUBLISHED: Final = ("DA", "Y1", "PY", "DP")
_SITE: Final = ("JT", "T2", "JF", "JO", "JA", "PB", "SO")
_TEXT: Final = frozenset({"AB", "N2", "N1"})


def is_export(text: str) -> bool:
    """Whether a `text` begins as such an export does."""
    return _BEGINS.match(text) is not None


def entries(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the references in the `lines` of an export, in order."""
    fields: list[_Field] = []
    begin = _BEGINS.match("\n".join(lines[:20]))
    of_endnote, of_science = (begin["endnote"], begin["science"]) if begin else ("", "")
    pattern = _ENDNOTE if of_endnote else _SCIENCE if of_science else _FIELD
    for number, line in enumerate(lines):
        field = pattern.fullmatch(line.lstrip("\ufeff").rstrip())
        tag = field["tag"] if field else ""
        tag = _MEANT.get(tag, tag) if of_endnote else tag
        if fields and (tag in _FIRST or (of_endnote and not line.strip())):
            yield _entry(fields)
            fields = []
        if field and tag != _END and (fields or tag in _FIRST or not of_science):
            fields.append(_Field(tag, [(field["value"] or "").strip()], number))
        elif fields and not field and line.strip():
            fields[-1].parts.append(line.strip())
    if fields:
        yield _entry(fields)


class _Field(NamedTuple):
    """A tag, the lines of its value, and the number of the first."""

    tag: str
    parts: list[str]
    begin: int


def _entry(fields: Iterable[_Field]) -> Entry:
    written = [
        (field.tag, value, field.begin)
        for field in fields
        for value in (field.parts if field.tag == _PERSON_A_LINE else [" ".join(field.parts)])
    ]

    def values(tags: Sequence[str]) -> list[str]:
        """The values of the first of these tags that the reference has."""
        return next(filter(None, ([value for name, value, _ in written if name == tag and value] for tag in tags)), [])

    return Entry(
        title=" ".join(values(_TITLE)),
        authors=tuple(values(_AUTHORS)),
        published=" ".join((*values(("PD",)), *values(_PUBLISHED)[:1])).rstrip("/"),
        site=next(iter(values(_SITE)), ""),
        language=next(iter(values(("LA",))), ""),
        url=next(iter(values(("UR",))), ""),
        body={number: value for tag, value, number in written if tag in _TEXT},
    )
