"""What changes among near-duplicates and lines that recur on a site, when articles come and go?

Only clusters are looked at that an article leaves or is linked to, and only lines that an article has which comes,
goes, or changes its cluster. The outcome is what comparing all articles again would give.

A row of the tables of lines is there for each line that recurs: three or more pages of its site have it, those of a
cluster counted once. Its key is the hash of the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import distinct, is_among
from indexer.engine.segment.segment import Segment
from indexer.fields.names import group_prefix, identifier_of, path_of_group
from indexer.similarity.clusters import UnionFind, clusters_among, parted
from indexer.similarity.signatures import Signatures, signatures_in
from indexer.similarity.sketches import BANDS, alike, band_marks
from indexer.store.clusters import Clusters, article_key, member_key
from indexer.store.tables import Row, Tables

__all__ = ["Base", "Comparison", "compared", "recurring_lines", "still_unsettled"]

_FEWEST_PAGES: Final = 3
"""A line is the site's and no article's if so many of its pages have it, not counting pages nearly the same."""

_PAIRS_AT_ONCE: Final = 1 << 21
"""Pairs of articles that have a band in common, in the order of magnitude, that are held at once."""
_ARTICLES_AT_ONCE: Final = 1 << 12
_BYTES_OF_LINE: Final = 8


@dataclass(frozen=True, slots=True)
class Base:
    """The articles of a commit, of which some are about to go.

    `gone` are the documents that go, by the name of their segment. `clusters` and `lines` are the commit's; with
    `left`, they are already without the articles that go.
    """

    segments: Sequence[Segment]
    gone: Mapping[str, NDArray[np.int64]]
    clusters: Clusters
    lines: Tables
    left: bool = False
    _staying: dict[str, NDArray[np.bool_]] = field(default_factory=dict)

    def leaving(self) -> Signatures:
        """The signatures of the articles that go."""
        return signatures_in(
            [
                (segment, distinct(segment.articles.of(self.gone[segment.name])))
                for segment in self.segments
                if len(self.gone.get(segment.name, ())) and not self.left
            ]
        )

    def staying(self, segment: Segment) -> NDArray[np.bool_]:
        """For each article of a segment whether it is in the index and stays there."""
        known = self._staying.get(segment.name)
        if known is None:
            deleted = segment.articles.deleted
            known = np.ones(segment.articles.count, np.bool_) if deleted is None else ~deleted
            if segment.name in self.gone:
                known[segment.articles.of(self.gone[segment.name])] = False
            self._staying[segment.name] = known
        return known

    def locate(self, identifier: str) -> tuple[Segment, int] | None:
        """The segment and number of an article that stays."""
        for segment in self.segments:
            terms = segment.field("article")
            number = -1 if terms is None else terms.find(identifier.encode("ascii"))
            if terms is not None and number >= 0:
                for article in segment.articles.of(terms.postings(number).documents).tolist():
                    if self.staying(segment)[article]:
                        return segment, article
        return None

    def signatures(self, identifiers: Iterable[str]) -> Signatures:
        """The signatures of those of some articles that stay, in the order given."""
        places = [place for identifier in identifiers if (place := self.locate(identifier)) is not None]
        return signatures_in([(segment, np.array([article])) for segment, article in places])

    def links(self, sketched: NDArray[np.uint8]) -> Iterator[tuple[int, str]]:
        """The articles that stay and are nearly the same as one of `sketched`, with the number of that one."""
        usable = np.flatnonzero(sketched.any(axis=1))
        for segment in self.segments:
            # Of many articles made by one template each may share a band with each: few at once, to bound memory.
            count = max(1, segment.articles.count)
            step = max(1, _PAIRS_AT_ONCE // count)
            for at in range(0, len(usable), step):
                rows = usable[at : at + step]
                asked, articles = segment.articles.find_keys(
                    "bands", band_marks(sketched[rows]).ravel().astype(np.uint64)
                )
                mine = self.staying(segment)[articles]
                pairs = distinct(rows[asked[mine] // BANDS] * np.int64(count) + articles[mine])
                row, article = np.divmod(pairs, count)
                if not len(pairs):
                    continue
                linked = alike(sketched[row], segment.articles.blob_rows("sketch", article))
                for number, other in zip(row[linked].tolist(), article[linked].tolist(), strict=True):
                    yield number, identifier_of(segment, other)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing articles gave.

    `clusters` and `lines` are changed rows of the tables. `recurring` are those lines that recur of all that were
    looked at, ascending. `unsettled` are the files, by their paths as stored, of which an article was indexed with a
    line that now recurs, or without one that does not.
    """

    clusters: Mapping[bytes, Row | None]
    lines: Mapping[bytes, Row | None]
    recurring: NDArray[np.uint64]
    unsettled: frozenset[str]


def compared(base: Base, came: Signatures) -> Comparison:
    """Compare the articles of `base` that stay, those that go, and those that `came`. Raises DamagedIndexError."""
    went = base.leaving()
    labels = _labels(base, went, came)
    clusters: dict[bytes, Row | None] = {}
    moved: list[str] = []
    for identifier, (before, after, stays) in sorted(labels.items()):
        if before == after:
            continue
        if before:
            clusters[member_key(before, identifier)] = None
        clusters[article_key(identifier)] = Row(after.encode("ascii")) if after else None
        if after:
            clusters[member_key(after, identifier)] = Row()
        if stays:
            moved.append(identifier)
    affected = distinct(np.concatenate([went.lines, came.lines, base.signatures(moved).lines]))
    if not len(affected):
        return Comparison(clusters, {}, affected, frozenset())
    before_states = _known_lines(base.lines, affected)
    states = _recur(base, came, labels, affected)
    flipped = np.flatnonzero(states != before_states)
    wrong = came.dropped != states[np.searchsorted(affected, came.lines)]
    unsettled = {came.paths[owner] for owner in distinct(came.owners[wrong]).tolist()}
    unsettled |= _otherwise_indexed(base, affected[flipped], states[flipped])
    return Comparison(
        clusters,
        {_line_key(affected[place]): Row() if states[place] else None for place in flipped.tolist()},
        affected[states],
        frozenset(unsettled),
    )


def still_unsettled(base: Base, paths: Iterable[str]) -> Iterator[str]:
    """Those of some files of which an article that stays was indexed with a line that recurs, or without one that does
    not."""
    for path in paths:
        if any(_is_unsettled(base, segment, path) for segment in base.segments):
            yield path


def _is_unsettled(base: Base, segment: Segment, path: str) -> bool:
    articles = [number for number in segment.articles.find(group_prefix(path)) if base.staying(segment)[number]]
    for at in range(0, len(articles), _ARTICLES_AT_ONCE):
        came = signatures_in([(segment, np.array(articles[at : at + _ARTICLES_AT_ONCE], np.int64))])
        lines = distinct(came.lines)
        if bool((came.dropped != _known_lines(base.lines, lines)[np.searchsorted(lines, came.lines)]).any()):
            return True
    return False


def recurring_lines(lines: Tables) -> NDArray[np.uint64]:
    """The hashes of all lines that recur, ascending."""
    return np.sort(np.frombuffer(b"".join(lines.live().keys), ">u8").astype(np.uint64))


def _line_key(line: np.uint64) -> bytes:
    return int(line).to_bytes(_BYTES_OF_LINE, "big")


class _Label(NamedTuple):
    """The cluster of an article, before and after; "" for none. Whether the article neither comes nor goes."""

    before: str
    after: str
    stays: bool = False


def _labels(base: Base, went: Signatures, came: Signatures) -> dict[str, _Label]:
    """The clusters of all articles that went, of those that came and are in one, and of those that may have another."""
    were = base.clusters.labels(went.identifiers)
    labels = {identifier: _Label(label, "") for identifier, label in zip(went.identifiers, were, strict=True)}
    groups = _Groups(base, frozenset(labels), came)
    for members, joined in groups.found():
        label = min([*members, *joined])
        if len(members) == 1 and not joined:
            label = ""
        for member in members:
            if member in groups.parts:
                labels[member] = _Label(base.clusters.label(member), label, stays=True)
            else:
                labels[member] = _Label(labels[member].before if member in labels else "", label)
        for other in joined:
            if other != label:
                labels.update((member, _Label(other, label, stays=True)) for member in base.clusters.members(other))
    return labels


class _Groups:
    """Articles that came, parts of clusters that lose members, and whole clusters, put together where they are linked.

    `parts` has the articles that stay and are looked at one by one.
    """

    def __init__(self, base: Base, went: frozenset[str], came: Signatures) -> None:
        self.parts: dict[str, int] = {}
        self._came = came
        self._sets = UnionFind(len(came.identifiers))
        self._whole: dict[str, int] = {}
        for label in sorted({label for identifier in went if (label := base.clusters.label(identifier))}):
            members = [member for member in base.clusters.members(label) if member not in went]
            for places in parted(base.signatures(members).sketches):
                number = self._sets.add()
                self.parts.update((members[place], number) for place in places)
        for row, first in enumerate(clusters_among(came.sketches).tolist()):
            if row != first:
                self._sets.join(row, first)
        for row, identifier in base.links(came.sketches):
            self._sets.join(row, self._number(base, identifier))

    def found(self) -> Iterator[tuple[list[str], list[str]]]:
        """The articles, and the labels of the whole clusters, that are together now; but for articles that came and are
        alone."""
        roots = self._sets.roots()
        count = len(self._came.identifiers)
        sizes = np.bincount(roots, minlength=1)
        groups: dict[int, tuple[list[str], list[str]]] = {}
        for row in np.flatnonzero(sizes[roots[:count]] > 1).tolist():
            groups.setdefault(int(roots[row]), ([], []))[0].append(self._came.identifiers[row])
        for identifier, number in self.parts.items():
            groups.setdefault(int(roots[number]), ([], []))[0].append(identifier)
        for label, number in self._whole.items():
            groups.setdefault(int(roots[number]), ([], []))[1].append(label)
        yield from groups.values()

    def _number(self, base: Base, identifier: str) -> int:
        """The number of the set that an article which stays is in."""
        known = self.parts.get(identifier)
        if known is not None:
            return known
        label = base.clusters.label(identifier)
        numbers, name = (self._whole, label) if label else (self.parts, identifier)
        if name not in numbers:
            numbers[name] = self._sets.add()
        return numbers[name]


def _known_lines(tables: Tables, lines: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """For each of some lines, ascending, whether the tables have it."""
    found = tables.get_all([_line_key(line) for line in lines])
    known = np.sort(np.frombuffer(b"".join(found), ">u8").astype(np.uint64))
    return is_among(lines, known)


def _recur(base: Base, came: Signatures, labels: Mapping[str, _Label], lines: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """For each of some lines, ascending, whether it recurs among the articles that stay and those that came."""
    staying = list(_having(base, lines))
    counts = np.bincount(np.searchsorted(lines, came.lines), minlength=len(lines))
    for _, places, _ in staying:
        counts += np.bincount(places, minlength=len(lines))
    owners: dict[int, list[int]] = {}
    enough = counts >= _FEWEST_PAGES
    mine = np.searchsorted(lines, came.lines)
    chosen = enough[mine]
    for place, owner in zip(mine[chosen].tolist(), came.owners[chosen].tolist(), strict=True):
        owners.setdefault(place, []).append(owner)
    having: dict[int, list[tuple[Segment, int]]] = {}
    for segment, places, articles in staying:
        chosen = enough[places]
        for place, article in zip(places[chosen].tolist(), articles[chosen].tolist(), strict=True):
            having.setdefault(place, []).append((segment, article))
    states = np.zeros(len(lines), np.bool_)
    for place in np.flatnonzero(enough).tolist():
        clusters: set[str] = set()
        for cluster in _clusters_of(base, came, labels, owners.get(place, ()), having.get(place, ())):
            clusters.add(cluster)
            if len(clusters) >= _FEWEST_PAGES:
                states[place] = True
                break
    return states


def _clusters_of(
    base: Base,
    came: Signatures,
    labels: Mapping[str, _Label],
    owners: Iterable[int],
    having: Iterable[tuple[Segment, int]],
) -> Iterator[str]:
    """The clusters of articles that came and of articles that stay; its own id for one that is in none."""
    for owner in owners:
        identifier = came.identifiers[owner]
        yield (labels[identifier].after if identifier in labels else "") or identifier
    for segment, article in having:
        identifier = identifier_of(segment, article)
        yield (labels[identifier].after if identifier in labels else base.clusters.label(identifier)) or identifier


def _having(base: Base, lines: NDArray[np.uint64]) -> Iterator[tuple[Segment, NDArray[np.int64], NDArray[np.int64]]]:
    """The articles that stay and have any of some lines, segment by segment: the places of the lines, and the article
    of each."""
    for segment in base.segments:
        places, articles = segment.articles.find_keys("lines", lines)
        mine = base.staying(segment)[articles]
        yield segment, places[mine], articles[mine]


def _otherwise_indexed(base: Base, lines: NDArray[np.uint64], states: NDArray[np.bool_]) -> set[str]:
    """The files that have an article which stays and was indexed as if one of `lines` had another state."""
    found: set[str] = set()
    for segment, places, articles in _having(base, lines) if len(lines) else ():
        for place, article in zip(places.tolist(), articles.tolist(), strict=True):
            own = segment.articles.keys("lines", article)
            dropped = segment.articles.blob("dropped", article)
            where = int(np.flatnonzero(own == lines[place])[0])
            if bool(dropped[where]) != bool(states[place]):
                found.add(path_of_group(segment.articles.name(article)))
    return found
