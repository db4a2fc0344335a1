"""How are bytes of articles kept that need no compression: of all, or of some, as long as they come?

Where all blobs of a kind have the same number of bytes, they are the rows of a matrix, with zeros for articles that
have none, which are listed; else they follow each other, and where each begins is noted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, narrowed
from indexer.engine.format.container import SectionReader, SectionWriter

__all__ = ["Blobs", "BlobsWriter"]

_FEW = 100
"""To read one blob takes as long as to check the pages of so many."""

_PREFIX = "article_blobs:"
_AT = ":at"
_WITHOUT = ":without"


class BlobsWriter:
    """Collects the blobs of articles, by name."""

    def __init__(self, sections: SectionWriter) -> None:
        self._sections = sections
        self._rows = 0
        self._blobs: dict[str, list[bytes]] = {}

    def add(self, blobs: Mapping[str, bytes]) -> None:
        """Add the next article."""
        for name, data in blobs.items():
            self._row(name).append(data)
        self._rows += 1

    def copy(self, reader: Blobs, kept: NDArray[np.bool_] | None) -> None:
        """Add the articles of another segment: all, or those that are to be `kept`."""
        articles = range(reader.rows) if kept is None else np.flatnonzero(kept).tolist()
        for name in reader.names:
            self._row(name).extend(reader.blob(name, article) for article in articles)
        self._rows += len(articles)

    def finish(self) -> None:
        """Write the blobs of all names."""
        for name in sorted(self._blobs):
            blobs = self._row(name)
            widths = {len(data) for data in blobs} - {0}
            if not widths:
                continue
            without = [article for article, data in enumerate(blobs) if not data]
            section, add = _PREFIX + name, self._sections.add
            width = max(widths)
            if len(widths) == 1 and (width + 4) * len(without) <= 4 * self._rows:
                blobs = [data or bytes(width) for data in blobs]
                add(section, np.frombuffer(b"".join(blobs), np.uint8))
                add(section + _WITHOUT, np.array(without, np.uint32))
            else:
                add(section, np.frombuffer(b"".join(blobs), np.uint8))
                add(section + _AT, narrowed(bounds_of(list(map(len, blobs)))))
            self._blobs[name] = []

    def _row(self, name: str) -> list[bytes]:
        """The blobs of a name so far, one for each article."""
        blobs = self._blobs.setdefault(name, [])
        blobs.extend([b""] * (self._rows - len(blobs)))
        return blobs


class Blobs:
    """The blobs of `rows` articles."""

    def __init__(self, sections: SectionReader, rows: int) -> None:
        self.rows = rows
        self._sections = sections

    @property
    def names(self) -> list[str]:
        """The kinds of blobs that any article has."""
        found = (name.removeprefix(_PREFIX) for name in self._sections if name.startswith(_PREFIX))
        return [name for name in found if not name.endswith((_AT, _WITHOUT))]

    def blob(self, name: str, article: int) -> bytes:
        """The bytes of an article; none where it has no blob of this name."""
        section, sections = _PREFIX + name, self._sections
        if section not in sections:
            return b""
        if section + _AT in sections:
            begin, end = sections.slice(section + _AT, article, article + 2).tolist()
            return sections.slice(section, begin, end).tobytes()
        without = sections.array(section + _WITHOUT)
        place = bisect_left(without, article)
        if place < len(without) and without[place] == article:
            return b""
        width = sections.length(section) // self.rows
        return sections.slice(section, article * width, (article + 1) * width).tobytes()

    def rows_of(self, name: str, articles: NDArray[Any]) -> NDArray[np.uint8]:
        """The blobs of several articles, all of which have the same number of bytes or none: shape (articles, bytes),
        zeros for those that have none. Raises ValueError where two differ."""
        section, sections = _PREFIX + name, self._sections
        if section not in sections:
            return np.zeros((len(articles), 0), np.uint8)
        if section + _AT not in sections:
            width = sections.length(section) // self.rows
            if len(articles) * _FEW < self.rows:
                pieces = [sections.slice(section, at, at + width) for at in (articles * width).tolist()]
                return np.concatenate([np.zeros(0, np.uint8), *pieces]).reshape(len(articles), width)
            rows: NDArray[np.uint8] = sections.array(section).reshape(self.rows, width)[articles]
            return rows
        at = sections.array(section + _AT).astype(np.int64)
        sizes = at[articles + 1] - at[articles]
        width = int(sizes.max(initial=0))
        some = sizes > 0
        if (sizes[some] != width).any():
            raise ValueError(f"the blobs {name} are not of one length")
        found = np.zeros((len(articles), width), np.uint8)
        found[some] = sections.array(section)[at[articles][some][:, None] + np.arange(width)]
        return found
