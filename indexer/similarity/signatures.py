"""What does the index remember of each article, to compare it with all others?

A sketch of its text, by which articles that are nearly the same are found, and hashes of its lines, by which lines are
found that appear on many pages of a site. Both are of the article as it was read, so that what is found depends on all
articles together and never on the order in which they came. They are kept with the article in its segment.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, is_among
from indexer.engine.segment.segment import Segment
from indexer.fields.documents import Fingerprints
from indexer.fields.names import identifier_of, path_of_group
from indexer.similarity.sketches import PLACES, band_marks

__all__ = ["Signature", "Signatures", "signatures_in", "signatures_of"]


class Signature(NamedTuple):
    """What is remembered of one article: its id, its sketch (63 bytes), and the hashes of its lines that may be its
    site's (8 bytes each; none where its site is not known).

    `dropped` has a byte for each line, 1 where it was known to be the site's when the article was indexed.
    """

    identifier: str
    sketch: bytes
    lines: bytes = b""
    dropped: bytes = b""

    def applied(self, recurring: NDArray[np.uint64]) -> Signature:
        """The signature of the article indexed without the `recurring` lines, whose hashes are ascending."""
        if not self.lines:
            return self
        return self._replace(dropped=is_among(np.frombuffer(self.lines, "<u8"), recurring).tobytes())

    def fingerprints(self, marks: NDArray[np.uint32] | None = None) -> Fingerprints:
        """The same as the article's segment has it. The `marks` of its sketch's bands may be given: those of many are
        made together in a thirtieth of the time."""
        keys = {"lines": np.frombuffer(self.lines, "<u8").astype(np.uint64)} if self.lines else {}
        blobs = {"dropped": self.dropped} if self.lines else {}
        if not any(self.sketch):
            return Fingerprints(keys, blobs=blobs)
        if marks is None:
            marks = band_marks(np.frombuffer(self.sketch, np.uint8).reshape(1, PLACES))[0]
        return Fingerprints(keys, {"bands": marks}, blobs | {"sketch": self.sketch})


class Signatures(NamedTuple):
    """The signatures of several articles, their ids, and the paths of their files.

    `sketches` has shape (articles, PLACES). `lines` are the hashes of all lines, those of article a from `starts[a]` to
    `starts[a + 1]`; `dropped` has an element for each of them.
    """

    identifiers: Sequence[str]
    paths: Sequence[str]
    sketches: NDArray[np.uint8]
    lines: NDArray[np.uint64]
    starts: NDArray[np.int64]
    dropped: NDArray[np.bool_]

    @property
    def owners(self) -> NDArray[np.int64]:
        """The article that each line belongs to."""
        return np.repeat(np.arange(len(self.identifiers)), np.diff(self.starts))


class _LazyTexts(Sequence[str]):
    """Texts about articles of segments, made when they are asked for."""

    def __init__(
        self, text_of: Callable[[Segment, int], str], parts: Sequence[tuple[Segment, NDArray[np.int64]]]
    ) -> None:
        self._text_of = text_of
        self._parts = parts
        self._starts = bounds_of([len(articles) for _, articles in parts]).tolist()

    def __len__(self) -> int:
        return int(self._starts[-1])

    def __getitem__(self, place: Any) -> Any:
        part = bisect_right(self._starts, place) - 1
        segment, articles = self._parts[part]
        return self._text_of(segment, int(articles[place - self._starts[part]]))


def signatures_of(articles: Sequence[tuple[str, Signature]]) -> Signatures:
    """The signatures of articles, each given with the path of its file."""
    found = [signature for _, signature in articles]
    return Signatures(
        [signature.identifier for signature in found],
        [path for path, _ in articles],
        np.frombuffer(b"".join(signature.sketch for signature in found), np.uint8).reshape(len(found), PLACES),
        np.frombuffer(b"".join(signature.lines for signature in found), "<u8").astype(np.uint64, copy=False),
        bounds_of([len(signature.lines) // 8 for signature in found]),
        np.frombuffer(b"".join(signature.dropped for signature in found), np.bool_),
    )


def signatures_in(parts: Sequence[tuple[Segment, NDArray[np.int64]]]) -> Signatures:
    """The signatures of some articles of segments. Raises DamagedIndexError."""
    sketches = [np.zeros((0, PLACES), np.uint8)]
    lines = [np.zeros(0, np.uint64)]
    sizes: list[NDArray[np.int64]] = []
    dropped: list[bytes] = []
    for segment, articles in parts:
        rows = segment.articles.blob_rows("sketch", articles)
        sketches.append(rows if rows.shape[1] else np.zeros((len(articles), PLACES), np.uint8))
        counts = np.zeros(len(articles), np.int64)
        if "lines" in segment.articles.key_columns.names:
            for place, article in enumerate(articles.tolist()):
                own = segment.articles.keys("lines", article)
                if len(own):
                    counts[place] = len(own)
                    lines.append(own)
                    dropped.append(segment.articles.blob("dropped", article).ljust(len(own), b"\0"))
        sizes.append(counts)
    return Signatures(
        _LazyTexts(identifier_of, parts),
        _LazyTexts(_path_of, parts),
        np.concatenate(sketches),
        np.concatenate(lines),
        bounds_of(np.concatenate([np.zeros(0, np.int64), *sizes])),
        np.frombuffer(b"".join(dropped), np.bool_),
    )


def _path_of(segment: Segment, article: int) -> str:
    return path_of_group(segment.articles.name(article))
