"""What does a document consist of, and what do the documents of one article share?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["ArticleEntry", "Document", "Field", "Part"]

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Field(NamedTuple):
    """A field of a segment. Of a `stemmed` one, the words' stems are the terms, else the words themselves.

    `exact` names a field that shares the postings of this stemmed one and has the words as its terms, without those of
    parts that belong to the whole group. Lengths of the documents are kept where the field is `scored`. A field that is
    the same in all documents of a group is `per_article`: its postings are kept once per group, and its texts or terms
    are taken from the first document. `vectors` is the number of terms in the term vector of each group, 0 for a field
    without term vectors.
    """

    name: str
    stemmed: bool = False
    exact: str = ""
    scored: bool = False
    per_article: bool = False
    vectors: int = 0

    @property
    def words(self) -> str:
        """The field that has all words of this stemmed one as its terms: those of `title` are in `title_words`."""
        return f"{self.name}_words"


class Part(NamedTuple):
    """A piece of the text of a field; each of its words counts as `weight` occurrences.

    A part that weighs more than 1 belongs to the whole group, as a title does: every document begins with it, it is the
    text of a field that is kept per article, and the term vector of the group counts each of its words once.
    """

    text: str
    weight: int = 1


class ArticleEntry(NamedTuple):
    """What the documents of one group share; given with the first of them.

    `stored` are bytes to be given back, compressed like the documents' own. `numbers` are whole numbers by the name of
    their column; a column that is absent holds 0. `values` are texts by the name of their column, any number of each.
    `keys` are numbers by which articles are found, and which they give back: arrays of uint64, shape (keys,). `marks`
    are numbers by which they are found alone: arrays of uint32, shape (marks,), which take fewer bytes. `blobs` are
    other bytes, each by its name.
    """

    stored: bytes = b""
    numbers: Mapping[str, int] = _NOTHING
    values: Mapping[str, Sequence[str]] = _NOTHING
    keys: Mapping[str, NDArray[np.uint64]] = _NOTHING
    marks: Mapping[str, NDArray[np.uint32]] = _NOTHING
    blobs: Mapping[str, bytes] = _NOTHING


class Document(NamedTuple):
    """What is indexed and stored of one document.

    `texts` are the parts of each analysed field, `terms` the terms of all others, in order. The positions of a part
    begin `gap` behind the last of the part before. `group` names what the document belongs to, as a passage to its
    article; documents of one group are added one after the other, and the same `terms` object may serve them all.
    `numbers` are whole numbers of this document by the name of their column; `article` is what the documents of the
    group share.
    """

    group: bytes
    stored: bytes
    texts: Mapping[str, Sequence[Part]]
    terms: Mapping[str, Sequence[bytes]]
    gap: int = 0
    numbers: Mapping[str, int] = _NOTHING
    article: ArticleEntry | None = None
