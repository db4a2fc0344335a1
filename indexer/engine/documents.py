"""What does a document consist of?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

__all__ = ["Document", "Field", "Part"]


class Field(NamedTuple):
    """A field of a segment. Of a `stemmed` one, the words' stems are the terms, else the words themselves.

    `exact` names a field that shares the postings of this stemmed one and has the words as its terms. Lengths of the
    documents are kept where the field is `scored`.
    """

    name: str
    stemmed: bool = False
    exact: str = ""
    scored: bool = False


class Part(NamedTuple):
    """A piece of the text of a field; each of its words counts as `times` of them."""

    text: str
    times: int = 1


class Document(NamedTuple):
    """What is indexed and stored of one document.

    `texts` are the parts of each analysed field, `terms` the terms of all others, in order. Positions of a part begin
    `gap` behind the last of the part before. `group` names what the document belongs to, as a passage to its article;
    documents of one group are added one after the other, and the same `terms` object may serve them all.
    """

    group: bytes
    stored: bytes
    texts: Mapping[str, Sequence[Part]]
    terms: Mapping[str, Sequence[bytes]]
    gap: int = 0
