"""Which references are in an export of a reference manager or a library, and what does each say of an article?

RIS begins a reference with `TY  - ` and ends it with `ER  - `; PubMed begins one with `PMID- `. Each line has a tag of
two to four letters and a value, and what has no tag goes on. The text of a reference is its abstract and its notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from indexer.reading.formats.exports.entry import Entry

__all__ = ["entries", "is_export"]

_FIELD: Final = re.compile(r"(?P<tag>[A-Z][A-Z0-9]{1,3}) {0,2}-(?: (?P<value>.*))?")
_BEGINS: Final = re.compile(r"\A[\ufeff\s]{0,9}(?:TY {2}- |PMID- ?\d)")
_FIRST: Final = frozenset({"TY", "PMID"})
_END: Final = "ER"
_TITLE: Final = ("TI", "T1", "BT", "CT")
_AUTHORS: Final = ("FAU", "AU", "A1")
_PUBLISHED: Final = ("DA", "Y1", "PY", "DP")
_SITE: Final = ("JT", "T2", "JF", "JO", "JA", "PB")
_TEXT: Final = frozenset({"AB", "N2", "N1"})


def is_export(text: str) -> bool:
    """Whether a `text` begins as such an export does."""
    return _BEGINS.match(text) is not None


def entries(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the references in the `lines` of an export, in order."""
    fields: list[_Field] = []
    for number, line in enumerate(lines):
        field = _FIELD.fullmatch(line.lstrip("\ufeff").rstrip())
        if field and field["tag"] in _FIRST and fields:
            yield _entry(fields)
            fields = []
        if field and field["tag"] != _END:
            fields.append(_Field(field["tag"], [(field["value"] or "").strip()], number))
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
    written = [(field.tag, " ".join(field.parts), field.begin) for field in fields]

    def values(tags: Sequence[str]) -> list[str]:
        """The values of the first of these tags that the reference has."""
        return next(filter(None, ([value for name, value, _ in written if name == tag and value] for tag in tags)), [])

    return Entry(
        title=" ".join(values(_TITLE)),
        authors=tuple(values(_AUTHORS)),
        published=next(iter(values(_PUBLISHED)), "").rstrip("/"),
        site=next(iter(values(_SITE)), ""),
        language=next(iter(values(("LA",))), ""),
        url=next(iter(values(("UR",))), ""),
        body={number: value for tag, value, number in written if tag in _TEXT},
    )
