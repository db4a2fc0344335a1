"""Are near-duplicates and recurring lines, kept commit by commit, what comparing all articles gives?"""

from __future__ import annotations

import base64
import itertools
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from indexer import passages
from indexer.engine import commits
from indexer.engine.segment.writing import SegmentFile
from indexer.fields.documents import documents
from indexer.model.articles import Article
from indexer.similarity.clusters import clusters_among, parted
from indexer.similarity.signatures import Signature, signatures_of
from indexer.similarity.sketches import BANDS, PLACES, band_marks
from indexer.store import commit as commit_module
from indexer.store import tables
from indexer.store.commit import commit, compact, create, new_segment, open_base
from indexer.store.comparison import compared, recurring_lines
from indexer.store.files import FileEntry
from indexer.store.location import IndexFolder
from indexer.store.manifest import Settings
from indexer.store.snapshot import open_reader, read_newest, unsettled_files
from indexer.store.sources import find_documents
from indexer.store.tables import Tables
from indexer.store.writing import writing


class Page(NamedTuple):
    """What is compared of an article: what makes its sketch, its lines, and which of these it is indexed without."""

    family: int
    variant: int
    lines: frozenset[int] = frozenset()
    dropped: frozenset[int] = frozenset()


def sketch_of(page: Page) -> bytes:
    """A sketch; those of one family agree in about 39 places, some more and some less than the 38 that count."""
    if page.family < 0:
        return bytes(PLACES)
    sketch = np.random.default_rng(page.family).integers(1, 256, PLACES, dtype=np.uint8)
    if page.variant:
        chance = np.random.default_rng(1000 * page.family + page.variant)
        places = chance.choice(PLACES, 8 + page.variant, replace=False)
        sketch[places] = chance.integers(1, 256, len(places), dtype=np.uint8)
    return sketch.tobytes()


def signature_of(path: str, page: Page) -> Signature:
    identifier = base64.b32encode(path.encode().ljust(10, b"."))[:12].decode().lower()
    lines = sorted(page.lines)
    dropped = bytes(line in page.dropped for line in lines)
    return Signature(identifier, sketch_of(page), np.array(lines, "<u8").tobytes(), dropped)


def are_linked(one: bytes, other: bytes) -> bool:
    a, b = np.frombuffer(one, np.uint8), np.frombuffer(other, np.uint8)
    if not a.any() or not b.any() or np.count_nonzero(a == b) < 38:
        return False
    return any((a[3 * band : 3 * band + 3] == b[3 * band : 3 * band + 3]).all() for band in range(BANDS))


def clusters_of(sketches: Sequence[bytes]) -> list[int]:
    """For each sketch the first of its cluster, by comparing every pair."""
    first = list(range(len(sketches)))
    for one, other in itertools.combinations(range(len(sketches)), 2):
        if are_linked(sketches[one], sketches[other]):
            low, high = sorted((first[one], first[other]))
            first = [low if number == high else number for number in first]
    return first


def everything(pages: Mapping[str, Page]) -> tuple[dict[str, list[str]], set[int], set[str]]:
    """The members of each article's cluster of several, the lines that recur, and the files indexed otherwise."""
    paths = sorted(pages)
    found = clusters_of([sketch_of(pages[path]) for path in paths])
    names = [signature_of(path, pages[path]).identifier for path in paths]
    clusters = {
        names[place]: sorted(name for name, first in zip(names, found, strict=True) if first == found[place])
        for place in range(len(paths))
        if found.count(found[place]) > 1
    }
    having: dict[int, set[int]] = {}
    for place, path in enumerate(paths):
        for line in pages[path].lines:
            having.setdefault(line, set()).add(found[place])
    recurring = {line for line, where in having.items() if len(where) >= 3}
    wrong = {path for path, page in pages.items() if page.dropped != page.lines & recurring}
    return clusters, recurring, wrong


PAGES = st.builds(
    Page,
    st.sampled_from([0, 0, 0, 1, 2, 3, -1]),
    st.integers(0, 5),
    st.frozensets(st.integers(1, 4), max_size=3),
    st.frozensets(st.integers(1, 4), max_size=3),
).map(lambda page: page._replace(dropped=page.dropped & page.lines))
PATHS = st.sampled_from([f"p{number}" for number in range(9)])
STEPS = st.lists(st.dictionaries(PATHS, PAGES | st.none(), min_size=1, max_size=5), min_size=1, max_size=6)


def put(folder: IndexFolder, changes: Mapping[str, Page | None], *, merge: bool) -> None:
    """Commit changed articles, each of a file of its own and, where not all are compared at once, in a segment of its
    own."""
    entries: dict[str, FileEntry | None] = {}
    segments: list[SegmentFile | None] = []
    builder = new_segment(folder)
    for path, page in changes.items():
        entries[path] = None
        if page is not None:
            article = Article("The keeper wrote.", path=path)
            signature = signature_of(path, page)
            parts = passages.split(article, 120)
            for document in documents(article, parts, signature.identifier, fingerprints=signature.fingerprints()):
                builder.add(document)
            if commit_module._MOST_COMPARED == 1:
                segments.append(builder.finish())
                builder = new_segment(folder)
            entries[path] = FileEntry(articles=1, passages=len(parts), size=1, digest="ab" * 16)
    segments.append(builder.finish())
    deleted: dict[str, list[int]] = {}
    for found in find_documents(folder, set(changes)).values():
        for name, numbers in found.items():
            deleted.setdefault(name, []).extend(numbers)
    header = read_newest(folder)
    commit(folder, header, entries, list(filter(None, segments)), deleted, merge="due" if merge else None)


def assert_as_everything(folder: IndexFolder, pages: Mapping[str, Page]) -> None:
    clusters, recurring, wrong = everything(pages)
    with open_reader(folder) as reader:
        found = reader.duplicates
        for path, page in pages.items():
            name = signature_of(path, page).identifier
            label = found.label(name) or None if found is not None else None
            members = found.members(label) if found is not None and label is not None else None
            assert members == clusters.get(name), path
        lines = Tables(folder.path, reader.header.tables_of("lines"))
        assert set(recurring_lines(lines).tolist()) == recurring
        lines.close()
        assert wrong <= unsettled_files(folder, reader.header) <= set(pages)
        assert reader.header.passages == len(pages)
        assert list(reader.files) == sorted(pages)


@examples(40)
@given(STEPS, st.sampled_from([2, 6]), st.booleans(), st.booleans(), st.sampled_from([1, 100_000]))
def test_any_comings_and_goings_give_what_comparing_all_gives(
    steps: list[dict[str, Page | None]], merged: int, merge: bool, compacted: bool, at_once: int
) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(commit_module, "_MOST_COMPARED", at_once)
        patch.setattr(tables, "MERGED_AT_ONCE", merged)
        patch.setattr(commits, "MERGED_AT_ONCE", merged)
        patch.setattr(commits, "MOST_DELETIONS", 2)
        folder = IndexFolder(Path(name) / "index")
        create(folder, Settings(120, 1))
        pages: dict[str, Page] = {}
        for changes in steps:
            for path, page in changes.items():
                if page is None:
                    pages.pop(path, None)
                else:
                    pages[path] = page
            with writing(folder):
                put(folder, changes, merge=merge)
            assert_as_everything(folder, pages)
        if compacted:
            compact(folder)
            assert_as_everything(folder, pages)


@examples(40)
@given(st.dictionaries(PATHS, PAGES, max_size=8), st.dictionaries(PATHS, PAGES, min_size=1, max_size=6), st.sets(PATHS))
def test_lines_are_known_before_they_are_committed(
    before: dict[str, Page], read: dict[str, Page], gone: set[str]
) -> None:
    """As a worker asks that has read some files, while others are about to go."""
    with tempfile.TemporaryDirectory() as name:
        folder = IndexFolder(Path(name) / "index")
        create(folder, Settings(120, 1))
        with writing(folder):
            put(folder, before, merge=False)
            stale = find_documents(folder, read.keys() | gone)
            numbers: dict[str, list[int]] = {}
            for found in stale.values():
                for segment, them in found.items():
                    numbers.setdefault(segment, []).extend(them)
            arrays = {segment: np.array(sorted(them), np.int64) for segment, them in numbers.items()}
            came = signatures_of([(path, signature_of(path, page)) for path, page in read.items()])
            with open_base(folder, arrays) as base:
                told = compared(base, came).recurring
    after = {path: page for path, page in before.items() if path not in gone} | read
    _, recurring, _ = everything(after)
    mine = set().union(*(page.lines for page in read.values()))
    assert set(told.tolist()) & mine == recurring & mine


@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(0, 6)), max_size=25))
def test_clusters_are_what_comparing_every_pair_gives(pages: list[tuple[int, int]]) -> None:
    found = [sketch_of(Page(family, variant)) for family, variant in pages]
    array = np.frombuffer(b"".join(found), np.uint8).reshape(len(found), PLACES)
    expected = clusters_of(found)
    assert clusters_among(array).tolist() == expected
    usable = np.flatnonzero(array.any(axis=1))
    parts = {tuple(place for place, first in enumerate(expected) if first == one) for one in expected}
    assert {tuple(usable[part].tolist()) for part in parted(array[usable])} == {
        part for part in parts if part[0] in usable
    }


def test_clusters_among_many_articles_of_one_template_are_found_band_by_band() -> None:
    chance = np.random.default_rng(7)
    template = chance.integers(0, 256, PLACES, dtype=np.uint8)
    array = chance.integers(0, 256, (400, PLACES), dtype=np.uint8)
    shared = chance.random(array.shape) < 0.45
    array[shared] = np.broadcast_to(template, array.shape)[shared]
    for place in range(0, 100, 2):
        array[place + 1] = array[place]
        array[place + 1, chance.choice(PLACES, 15, replace=False)] ^= 1
    assert clusters_among(array).tolist() == clusters_of([row.tobytes() for row in array])


def test_texts_agree_in_a_band_if_and_only_if_they_have_a_mark_in_common() -> None:
    chance = np.random.default_rng(3)
    array = chance.integers(0, 3, (60, PLACES), dtype=np.uint8)
    marks = band_marks(array)
    assert marks.shape == (60, BANDS)
    for one, other in itertools.combinations(range(60), 2):
        same = (array[one, : 3 * BANDS] == array[other, : 3 * BANDS]).reshape(BANDS, 3).all(axis=1)
        assert (marks[one] == marks[other]).tolist() == same.tolist()
        assert bool(set(marks[one].tolist()) & set(marks[other].tolist())) == bool(same.any())


def test_files_are_settled_once_they_are_indexed_as_they_should_be(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path / "index")
    create(folder, Settings(120, 1))
    lines = frozenset([7])
    with writing(folder):
        put(folder, {f"p{number}": Page(number, 0, lines) for number in range(3)}, merge=True)
        assert unsettled_files(folder, read_newest(folder)) == {"p0", "p1", "p2"}
        put(folder, {f"p{number}": Page(number, 0, lines, lines) for number in range(2)}, merge=True)
        assert unsettled_files(folder, read_newest(folder)) == {"p2"}
        put(folder, {"p2": None}, merge=True)
        assert unsettled_files(folder, read_newest(folder)) == {"p0", "p1"}
        put(folder, {"p0": None, "p1": None}, merge=True)
        assert read_newest(folder).settled
