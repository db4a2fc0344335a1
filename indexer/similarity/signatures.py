"""What does the index remember of each article, to compare it with all others?

A sketch of its text, by which articles that are nearly the same are found, and hashes of its lines, by which lines are
found that stand on many pages of a site. Both are of the articles as they were read, so that what is found depends on
all of them together and never on the order in which they came.

They are kept in one file a generation, written anew whenever articles come or go. A search reads of it only which
articles are nearly the same.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, distinct
from indexer.engine.format.container import SectionReader, SectionWriter
from indexer.fields import Fingerprints

__all__ = ["Duplicates", "Signature", "Signed", "read_signatures", "recurring_lines", "unsettled", "write_signatures"]

_FEWEST_PAGES: Final = 3
"""A line is the site's and no article's if so many of its pages have it, not counting pages nearly the same."""

_ID_WIDTH: Final = 24


class Signature(NamedTuple):
    """What is remembered of an article: its id, its sketch (`resemblance`; 126 bytes), and the hashes of its lines that
    may be its site's (8 bytes each, `indexing.recurring`; none where its site is not known).

    `dropped` has a byte for each line, 1 where it was known to be the site's when the article was indexed.
    """

    identifier: str
    sketch: bytes
    lines: bytes = b""
    dropped: bytes = b""

    @property
    def fingerprints(self) -> Fingerprints:
        """The same as the index keeps it with the article."""
        keys = {"lines": np.frombuffer(self.lines, "<u8").astype(np.uint64)} if self.lines else {}
        blobs = {"dropped": self.dropped} if self.lines else {}
        return Fingerprints(keys, blobs={"sketch": self.sketch if any(self.sketch) else b""} | blobs)

    def applied(self, recurring: NDArray[np.uint64]) -> Signature:
        """The signature of the article indexed without the `recurring` lines."""
        if not self.lines:
            return self
        return self._replace(dropped=_is_in(np.frombuffer(self.lines, "<u8"), recurring).tobytes())


Signed: TypeAlias = Mapping[str, Sequence[Signature]]
"""The signatures of the articles of each file, by its path as stored."""


def recurring_lines(signed: Signed) -> NDArray[np.uint64]:
    """The hashes of lines that stand on several pages of their site; ascending."""
    articles = [article for path in sorted(signed) for article in signed[path] if article.lines]
    if len(articles) < _FEWEST_PAGES:
        return np.zeros(0, np.uint64)
    from indexer.similarity.sketches import clusters

    lines = np.frombuffer(b"".join(article.lines for article in articles), "<u8")
    sizes = [len(article.lines) // 8 for article in articles]
    cluster = np.repeat(clusters(_sketches(articles)), sizes)
    order = np.lexsort((cluster, lines))
    lines, cluster = lines[order], cluster[order]
    # One of each line for each cluster; then a line with as many left.
    first = np.ones(len(lines), np.bool_)
    first[1:] = (lines[1:] != lines[:-1]) | (cluster[1:] != cluster[:-1])
    lines = lines[first]
    reach = _FEWEST_PAGES - 1
    return distinct(lines[reach:][lines[reach:] == lines[: len(lines) - reach]])


def unsettled(signed: Signed, recurring: NDArray[np.uint64]) -> list[str]:
    """The files of which some article was indexed with a line that recurs, or without one that does not; sorted."""
    articles = [(path, article) for path in sorted(signed) for article in signed[path] if article.lines]
    lines = np.frombuffer(b"".join(article.lines for _, article in articles), "<u8")
    dropped = np.frombuffer(b"".join(article.dropped for _, article in articles), np.bool_)
    wrong = np.flatnonzero(_is_in(lines, recurring) != dropped)
    bounds = bounds_of([len(article.lines) // 8 for _, article in articles])
    places = distinct(np.searchsorted(bounds, wrong, side="right") - 1)
    return list(dict.fromkeys(articles[place][0] for place in places.tolist()))


def _is_in(values: NDArray[np.uint64], among: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """For each value whether it is in the ascending array `among`."""
    if not len(among):
        return np.zeros(len(values), np.bool_)
    found: NDArray[np.bool_] = among[np.minimum(np.searchsorted(among, values), len(among) - 1)] == values
    return found


def _sketches(articles: Sequence[Signature]) -> NDArray[np.uint16]:
    from indexer.similarity.sketches import PLACES  # which only those need that write

    octets = b"".join(article.sketch for article in articles)
    return np.frombuffer(octets, "<u2").reshape(len(articles), PLACES)


def write_signatures(path: Path, signed: Signed) -> tuple[int, int]:
    """Write the signatures of all articles, and which of these are nearly the same; return the bytes of the file, and
    how many articles have another that is nearly the same."""
    paths = sorted(file for file in signed if signed[file])
    articles = [article for file in paths for article in signed[file]]
    identifiers = _as_array([article.identifier for article in articles])
    writer = SectionWriter(path)
    try:
        encoded = [os.fsencode(file) for file in paths]
        writer.add("paths", _octets(b"".join(encoded)))
        writer.add("path_sizes", np.array([len(name) for name in encoded], np.int32))
        writer.add("articles", np.array([len(signed[file]) for file in paths], np.int32))
        writer.add("identifiers", identifiers.view(np.uint8))
        writer.add("sketches", _octets(b"".join(article.sketch for article in articles)))
        writer.add("line_counts", np.array([len(article.lines) // 8 for article in articles], np.int32))
        writer.add("lines", _octets(b"".join(article.lines for article in articles)))
        writer.add("dropped", _octets(b"".join(article.dropped for article in articles)))
        alike, cluster = _alike(articles)
        order = np.argsort(identifiers[alike], kind="stable")
        writer.add("alike", identifiers[alike][order].view(np.uint8))
        writer.add("clusters", cluster[order])
        return writer.finish({}), len(alike)
    except BaseException:
        writer.discard()
        raise


def _alike(articles: Sequence[Signature]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places of those articles that have another that is nearly the same, and the cluster of each of them."""
    if not articles:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    from indexer.similarity.sketches import clusters

    cluster = clusters(_sketches(articles))
    sizes = np.bincount(cluster, minlength=len(articles))
    alike = np.flatnonzero(sizes[cluster] > 1)
    return alike, cluster[alike]


def read_signatures(path: Path) -> dict[str, list[Signature]]:
    """The signatures that were written to a file. Raises DamagedIndexError and OSError."""
    from indexer.similarity.sketches import PLACES

    file = SectionReader(path)
    names = file.array("paths").tobytes()
    bounds = bounds_of(file.array("path_sizes")).tolist()
    identifiers = _identifiers(file.array("identifiers"))
    sketches = [octets.tobytes() for octets in file.array("sketches").reshape(len(identifiers), 2 * PLACES)]
    counts = file.array("line_counts").tolist()
    lines, dropped = file.array("lines").tobytes(), file.array("dropped").tobytes()
    signed: dict[str, list[Signature]] = {}
    article = line = 0
    for (start, end), count in zip(pairwise(bounds), file.array("articles").tolist(), strict=True):
        mine = signed[os.fsdecode(names[start:end])] = []
        for _ in range(count):
            after = line + counts[article]
            mine.append(
                Signature(identifiers[article], sketches[article], lines[8 * line : 8 * after], dropped[line:after])
            )
            article, line = article + 1, after
    file.close()
    return signed


class Duplicates:
    """Which articles of a generation are nearly the same as others."""

    def __init__(self, path: Path) -> None:
        self._file = SectionReader(path)
        self._alike = self._file.array("alike").view(f"S{_ID_WIDTH}")
        self._clusters: NDArray[np.int64] = self._file.array("clusters")

    def cluster_of(self, identifier: str) -> int | None:
        """The cluster an article is in; None where no other is nearly the same."""
        wanted = np.bytes_(identifier.encode())
        place = int(np.searchsorted(self._alike, wanted))
        if place < len(self._alike) and self._alike[place] == wanted:
            return int(self._clusters[place])
        return None

    def members(self, cluster: int) -> list[str]:
        """The ids of the articles in a cluster, sorted."""
        return [identifier.decode() for identifier in self._alike[self._clusters == cluster].tolist()]

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


def _as_array(identifiers: Sequence[str]) -> NDArray[np.bytes_]:
    return np.array([identifier.encode() for identifier in identifiers], f"S{_ID_WIDTH}")


def _identifiers(octets: NDArray[np.uint8]) -> list[str]:
    return [identifier.decode() for identifier in octets.view(f"S{_ID_WIDTH}").tolist()]


def _octets(data: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(data, np.uint8)
