"""Which documents match, with what score, whatever the index's past?"""

from __future__ import annotations

import json
import random
import zlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from searchers import build, flags, searcher_of

from indexer.analysis import GAP, TITLE_WEIGHT
from indexer.arrays import bounds_of, first_alike, radix_order, ranges
from indexer.engine import builder, commits, queries
from indexer.engine.builder import SegmentBuilder
from indexer.engine.documents import Document, Field, Part
from indexer.engine.format import layout, spool
from indexer.engine.format.blocks import BlockReader
from indexer.engine.format.container import SectionReader, SectionWriter
from indexer.engine.generations import open_segments
from indexer.engine.search.expansion import expand
from indexer.engine.search.maxscore import MaxScore
from indexer.engine.search.term_scorer import TermScorer
from indexer.engine.search.word_queries import any_word
from indexer.engine.searcher import Searcher
from indexer.engine.segment.merging import merge
from indexer.engine.segment.posting_list import PostingList
from indexer.engine.segment.segment import Segment
from indexer.engine.segment.terms import Terms
from indexer.engine.statistics import CollectionStatistics, document_frequency, total_lengths, values_of
from indexer.errors import DamagedIndexError
from indexer.fields.names import path_of_group
from indexer.fields.records import stored_fields
from indexer.fields.schema import SCORED_FIELDS
from indexer.index import Index
from indexer.model.articles import Article
from indexer.querying import compile_query, parse
from indexer.ranking import PassageBM25
from indexer.store.location import IndexFolder
from indexer.store.snapshot import open_reader

K1, B = 1.2, 0.6
VOCABULARY = ["sea", "wind", "boat", "oar", "sail", "rope", "knot", "buoy"]
# The words are their own stems.


# Files of arrays


@given(
    st.lists(
        st.lists(st.integers(0, 255), max_size=300_000 // 1000).map(lambda octets: np.array(octets * 97, np.uint8))
        | st.lists(st.integers(0, 2**31), max_size=20).map(lambda numbers: np.array(numbers, np.uint32)),
        max_size=6,
    )
)
@examples(20)
def test_arrays_are_read_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, arrays: list[Any]) -> None:
    path = tmp_path_factory.mktemp("arrays") / "arrays.seg"
    writer = SectionWriter(path)
    for number, array in enumerate(arrays):
        for piece in np.array_split(array, 3):
            writer.add(str(number), piece)
    assert writer.finish({"number": len(arrays)}) == path.stat().st_size
    reader = SectionReader(path)
    assert reader.facts == {"number": len(arrays)}
    reader.check()
    for number, array in enumerate(arrays):
        assert np.array_equal(reader.array(str(number)), array)
        assert reader.array(str(number)).dtype == array.dtype
        assert np.array_equal(reader.slice(str(number), len(array) // 3, len(array)), array[len(array) // 3 :])
        with pytest.raises(DamagedIndexError):
            reader.slice(str(number), 0, len(array) + 1)
    reader.close()


def test_every_altered_byte_is_noticed_before_it_is_used(tmp_path: Path) -> None:
    path = tmp_path / "arrays.seg"
    writer = SectionWriter(path)
    writer.add("a", np.arange(40_000, dtype=np.uint32))
    writer.add("b", np.arange(90, dtype=np.uint8))
    writer.finish({})
    whole = path.read_bytes()
    chance = random.Random(1)
    for place in [*chance.sample(range(len(whole)), 200), *range(len(whole) - 60, len(whole))]:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with pytest.raises(DamagedIndexError):
            SectionReader(path).check()
    path.write_bytes(whole[:100_000] + b"x" + whole[100_001:])
    reader = SectionReader(path)
    assert reader.slice("a", 0, 10).tolist() == list(range(10)), "the page is sound"
    assert reader.array("b")[-1] == 89
    for _ in range(2):
        with pytest.raises(DamagedIndexError, match="altered"):
            reader.slice("a", 25_000, 25_001)
    for length in (0, 1, 20, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(DamagedIndexError):
            SectionReader(path)


def test_a_section_is_not_reopened(tmp_path: Path) -> None:
    writer = SectionWriter(tmp_path / "x.seg")
    writer.add("a", np.zeros(3, np.uint8))
    writer.add("b", np.zeros(3, np.uint8))
    with pytest.raises(ValueError, match="section a"):
        writer.add("a", np.zeros(3, np.uint8))
    with pytest.raises(ValueError, match="section b"):
        writer.add("b", np.zeros(3, np.uint32))
    writer.discard()
    assert not list(tmp_path.iterdir())


# Sorting


@given(st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 70_000), max_size=200))
def test_sorting_by_halves_is_stable_sorting(values: list[int]) -> None:
    array = np.array(values, np.uint32)
    assert radix_order(array).tolist() == np.argsort(array, kind="stable").tolist()


@given(st.lists(st.integers(-(2**63), 2**63 - 1) | st.sampled_from([5, 5 + (1 << 16), 5 + (7 << 16), 5 - (1 << 48)])))
def test_equal_values_have_the_same_place_and_others_another(values: list[int]) -> None:
    alike = first_alike(np.array(values, np.int64)).tolist()
    assert [values[place] for place in alike] == values
    assert len(set(alike)) == len(set(values))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=20))
def test_ranges_are_those_of_python(pairs: list[tuple[int, int]]) -> None:
    starts, sizes = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    assert ranges(starts, sizes).tolist() == [n for start, size in pairs for n in range(start, start + size)]
    assert bounds_of(sizes).tolist() == [sum(size for _, size in pairs[:i]) for i in range(len(pairs) + 1)]


# Postings


PLAIN = (Field("text", stemmed=True, exact="exact", scored=True), Field("tag"))
Words = list[list[str]]


def plain_segment(folder: Path, texts: Sequence[Sequence[Part]], tags: Sequence[Sequence[str]] = ()) -> Segment:
    builder = SegmentBuilder(folder, PLAIN)
    for number, parts in enumerate(texts):
        terms = {"tag": [tag.encode() for tag in tags[number]] if tags else []}
        builder.add(Document(b"%06d" % number, b"stored %d" % number, {"text": parts}, terms, GAP))
    file = builder.finish()
    assert file is not None
    assert file.documents == len(texts)
    return Segment(folder, file.name)


def occurrences(texts: Sequence[Sequence[Part]]) -> dict[str, dict[int, list[int]]]:
    """Where each word is: its positions in each document, those of repeated parts once."""
    found: dict[str, dict[int, list[int]]] = {}
    for number, parts in enumerate(texts):
        position = 0
        for text, _ in parts:
            words = text.split()
            for word in words:
                found.setdefault(word, {}).setdefault(number, []).append(position)
                position += 1
            position += GAP if words else 0
    return found


def assert_postings(segment: Segment, texts: Sequence[Sequence[Part]]) -> None:
    """All postings of both fields are those that the texts have."""
    exact, stems = segment.field("exact"), segment.field("text")
    assert exact is not None
    assert isinstance(stems, Terms)
    expected = occurrences(texts)
    assert [term.decode() for term in exact.terms(range(exact.count))] == sorted(expected)
    for word, places in expected.items():
        number = exact.find(word.encode())
        found = exact.postings(number)
        assert exact.frequency(number) == found.count == len(places)
        assert found.documents.tolist() == sorted(places)
        assert found.tf.tolist() == [len(places[document]) for document in sorted(places)]
        counts = np.zeros(segment.documents, np.int64)
        counts[list(places)] = [len(there) for there in places.values()]
        assert np.array_equal(found.tf_in(np.arange(segment.documents)), counts)
        for documents in (found.documents, found.documents[::3], found.documents[-1:]):
            positions, sizes = exact.positions(number, documents)
            assert positions.tolist() == [place for document in documents.tolist() for place in places[document]]
            assert sizes.tolist() == [len(places[document]) for document in documents.tolist()]
    for number in range(stems.count):
        found = stems.postings(number)
        assert stems.frequency(number) == found.count
        if found.levels is not None:
            frequencies, lengths = found.levels
            assert segment.field("text") is stems
            assert stems.lengths is not None
            for frequency, length in zip(found.tf.tolist(), stems.lengths[found.documents].tolist(), strict=True):
                assert ((frequencies >= frequency) & (lengths <= length)).any()
    whole = stems.slab(range(stems.count))
    for number, (start, end) in enumerate(zip(bounds_of(whole.counts), bounds_of(whole.counts)[1:], strict=False)):
        assert whole.documents[start:end].tolist() == stems.postings(number).documents.tolist()
        assert whole.frequencies[start:end].tolist() == stems.postings(number).tf.tolist()


FORMS = ["run", "runs", "running", "runner", "sail", "sails", "sea", "oar", "x"]
TEXTS = st.lists(
    st.builds(
        lambda title, times, words: [Part(" ".join(title), times), Part(" ".join(words))],
        st.lists(st.sampled_from(FORMS), max_size=3),
        st.sampled_from([1, 3]),
        st.lists(st.sampled_from(FORMS), max_size=12),
    ),
    min_size=1,
    max_size=30,
)


@given(TEXTS)
@examples(40)
def test_postings_are_what_the_texts_have(tmp_path_factory: pytest.TempPathFactory, texts: list[list[Part]]) -> None:
    segment = plain_segment(tmp_path_factory.mktemp("segment"), texts)
    assert_postings(segment, texts)


@pytest.fixture(scope="module")
def many() -> list[list[Part]]:
    """Texts enough for every layout: words in most documents, in some, in few; often, very often, and far behind."""
    chance = random.Random(5)
    texts = []
    for number in range(3000):
        words = ["common"] * chance.randrange(3)
        words += [f"some{number % 40}", f"rare{chance.randrange(4000)}", f"gap{number * number % 97}"]
        words += ["often"] * (chance.randrange(300) if number % 500 == 0 else 0)
        words += ["far"] if number % 900 == 0 else []
        words += ["gone"] if 700 < number < 770 or number > 2990 else []
        chance.shuffle(words)
        words += ["pad"] * (400 if number % 900 == 0 else 0)
        texts.append([Part(f"title{number % 3}", 3), Part(" ".join([*words, "end"]))])
    return texts


@pytest.mark.parametrize("batch", [2_000, 10**9])
def test_every_layout_of_postings_is_read_back(
    tmp_path: Path, many: list[list[Part]], monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(builder, "_FIRST_BATCH", batch)
    monkeypatch.setattr(builder, "_BATCH", batch)
    monkeypatch.setattr(spool, "_IN_MEMORY", 5_000)
    segment = plain_segment(tmp_path, many, [[f"tag{number % 7}", "all"] for number in range(len(many))])
    stems = segment.field("text")
    assert isinstance(stems, Terms)
    layouts: Counter[str] = Counter()
    for number in range(stems.count):
        found = stems.postings(number)
        layouts["dense" if found.dense is not None else "listed"] += 1
        layouts["once"] += found.frequencies is None
        layouts["large"] += bool(found.tf.max() > 255)
    assert min(layouts[kind] for kind in ("dense", "listed", "once", "large")) > 0
    assert_postings(segment, many)
    tags = segment.field("tag")
    assert tags is not None
    assert tags.lengths is None
    assert values_of([segment], "tag") == {b"all": 3000, **{b"tag%d" % n: len(range(n, 3000, 7)) for n in range(7)}}
    assert {file.suffix for file in tmp_path.iterdir()} == {".seg"}


@given(st.lists(st.lists(st.integers(0, 5000), min_size=1, unique=True).map(sorted), max_size=5))
def test_gaps_give_the_documents_back(lists: list[list[int]]) -> None:
    gaps = [np.diff(np.array(documents), prepend=-1) - 1 for documents in lists]
    packed = layout.encode_gaps(
        np.concatenate([np.zeros(0, np.int64), *gaps]), np.array(list(map(len, lists)), np.int64)
    )
    begins = bounds_of(packed.sizes)
    assert begins[-1] == len(packed.units)
    for number, documents in enumerate(lists):
        octets = packed.units[begins[number] : begins[number + 1]].view(np.uint8)
        assert layout.decode_gaps(octets, len(documents)).tolist() == documents


# Merging


@pytest.mark.parametrize("seed", range(3))
def test_merged_segments_are_those_built_at_once(tmp_path: Path, many: list[list[Part]], seed: int) -> None:
    chance = random.Random(seed)
    texts = many if seed else [[Part(" ".join(chance.choices(FORMS, k=4)))] for _ in range(60)]
    cuts = [0, *sorted(chance.sample(range(1, len(texts)), 2)), len(texts)]
    parts, kept = [], []
    for start, end in pairwise(cuts):
        segment = plain_segment(tmp_path, texts[start:end])
        gone = set(chance.sample(range(end - start), (end - start) // 4)) if seed != 1 or start else set()
        if gone:
            segment.deleted = flags(end - start, gone)
        parts.append(segment)
        kept += [text for number, text in enumerate(texts[start:end]) if number not in gone]
    file = merge(parts, tmp_path)
    assert file is not None
    merged = Segment(tmp_path, file.name)
    once = plain_segment(tmp_path, kept)
    assert merged.documents == once.documents == len(kept)
    assert_postings(merged, kept)
    merged.sections.check()
    for name in ("text", "exact"):
        mine, theirs = merged.field(name), once.field(name)
        assert mine is not None
        assert theirs is not None
        assert mine.lengths is not None
        assert mine.lengths.tolist() == (theirs.lengths.tolist() if theirs.lengths is not None else None)


def test_segments_become_no_larger_than_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred commits, and a compaction, for which there is no limit."""
    monkeypatch.setattr(commits, "LARGEST", 20)
    index = Index(tmp_path / "index")
    for number in range(100):
        index.add([Article(f"sea wind {number}", path=str(number))])
    sizes = sorted(SectionReader(path).facts["documents"] for path in index.path.glob("*.seg"))
    assert sum(sizes) == 100
    assert sizes[-1] <= 20
    large = [size for size in sizes if size > 10]
    assert len(sizes) - len(large) <= 2 * (commits.MERGED_AT_ONCE - 1), "small ones become large ones"
    assert index.search("sea", limit=None, per_article=0).total == 100
    index.compact()
    assert [SectionReader(path).facts["documents"] for path in index.path.glob("*.seg")] == [100]


def test_nothing_is_left_of_a_segment_that_is_all_deleted(tmp_path: Path) -> None:
    segment = plain_segment(tmp_path, [[Part("sea")], [Part("wind")]])
    segment.deleted = flags(2, [0, 1])
    assert merge([segment], tmp_path) is None


@pytest.mark.parametrize("at", [[0, 2**62], [0, 9, 3], [1, 3], [0, 1, 3], []])
@pytest.mark.parametrize("kind", ["at", "first"])
def test_blocks_that_are_said_to_be_elsewhere_are_damage(tmp_path: Path, at: list[int], kind: str) -> None:
    """Whoever copied as much as they say would do so without end."""
    writer = SectionWriter(tmp_path / "a.seg")
    writer.add("x", np.zeros(3, np.uint8))
    writer.add("x_sizes", np.zeros(3, np.uint8))
    for other in ("at", "first"):
        writer.add(f"x_{other}", np.array(at if other == kind else [0, 3], np.uint64))
    writer.finish({})
    with pytest.raises(DamagedIndexError, match="the blocks of x"):
        BlockReader(SectionReader(tmp_path / "a.seg"), "x", 3).blocks()


def test_an_altered_segment_is_not_merged(tmp_path: Path, many: list[list[Part]]) -> None:
    segment = plain_segment(tmp_path, many)
    path = Path(segment.sections.path)
    octets = bytearray(path.read_bytes())
    octets[len(octets) // 2] ^= 1
    path.write_bytes(octets)
    before = set(tmp_path.iterdir())
    with pytest.raises(DamagedIndexError):
        merge([Segment(tmp_path, segment.name)], tmp_path)
    assert set(tmp_path.iterdir()) == before, "what was begun is taken away"


def test_segments_stay_few_and_are_not_written_too_often(tmp_path: Path) -> None:
    """Eighty commits of one article each: as in a tree with tiers, each is written a few times."""
    index = Index(tmp_path / "index")
    written = 0
    most = 0
    known: set[str] = set()
    for number in range(80):
        index.add([Article(f"sea wind {number}", path=str(number))])
        files = {file.name for file in index.path.glob("*.seg")}
        written += sum(SectionReader(index.path / name).facts["documents"] for name in files - known)
        known |= files
        most = max(most, len(files))
    assert most <= 2 * (commits.MERGED_AT_ONCE - 1)
    assert written <= 80 * 80 / commits.MERGED_AT_ONCE
    assert index.search("sea", limit=None).total == 80


# Expanding


@given(
    st.lists(st.text("abcé日", min_size=1, max_size=6), min_size=1, max_size=25, unique=True),
    st.text("abcé日", min_size=1, max_size=6),
    st.integers(1, 2),
    st.integers(0, 2),
)
@examples(60)
def test_likeness_is_levenshtein_s(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], text: str, distance: int, shared: int
) -> None:
    builder = SegmentBuilder(tmp_path_factory.mktemp("terms"), [Field("tag")])
    for word in words:
        builder.add(Document(word.encode(), b"", {}, {"tag": [word.encode()]}))
    file = builder.finish()
    assert file is not None
    segment = Segment(builder._sections.path.parent, file.name)
    field = segment.field("tag")
    assert field is not None
    found = {field.term(n).decode() for n in expand(field, queries.Fuzzy(text, distance, shared))}
    assert found == {w for w in words if w.startswith(text[:shared]) and levenshtein(w, text) <= distance}
    prefix = {field.term(n).decode() for n in expand(field, queries.Prefix(text[:1].encode()))}
    assert prefix == {word for word in words if word.startswith(text[:1])}


def levenshtein(one: str, other: str) -> int:
    if not one or not other:
        return len(one) + len(other)
    same = levenshtein(one[1:], other[1:]) + (one[0] != other[0])
    return same if one[0] == other[0] else min(same, levenshtein(one[1:], other) + 1, levenshtein(one, other[1:]) + 1)


# Scores


class Collection:
    """A small random collection in an index, and what is in it in plain lists."""

    def __init__(self, path: Path, count: int, seed: int) -> None:
        self.index = Index(path)
        chance = random.Random(seed)
        self.articles: dict[str, tuple[list[str], list[str]]] = {}
        for number in range(count):
            title = chance.choices(VOCABULARY, k=chance.randrange(4))
            text = chance.choices(VOCABULARY, weights=range(1, 9), k=chance.randrange(1, 60))
            self.articles[f"{number:03d}"] = title, text
        self.add(*self.articles)

    def add(self, *names: str) -> None:
        self.index.add(
            Article(" ".join(text), title=" ".join(title), path=name)
            for name in names
            for title, text in [self.articles[name]]
        )

    def remove(self, *names: str) -> None:
        self.index.remove(names)
        for name in names:
            del self.articles[name]

    def segments(self) -> Sequence[Segment]:
        with open_reader(IndexFolder(self.index.path)) as snapshot:
            return open_segments(self.index.path, snapshot.header.segments)


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collection:
    """Of several segments, with deletions in each, of which none was merged."""
    monkeypatch.setattr(commits, "MOST_DELETED", 1.0)
    monkeypatch.setattr(commits, "MERGED_AT_ONCE", 10_000)
    collection = Collection(tmp_path / "index", 60, seed=1)
    chance = random.Random(2)
    for start in (100, 200):
        more = {f"{start + n}": (["sea"], chance.choices(VOCABULARY, k=30)) for n in range(20)}
        collection.articles.update(more)
        collection.add(*more)
        collection.remove(*chance.sample(sorted(collection.articles), 12))
    return collection


def test_there_are_segments_and_deletions(collection: Collection) -> None:
    segments = collection.segments()
    assert len(segments) == 3
    assert sum(segment.deleted is not None for segment in segments) >= 2


def test_frequencies_count_live_documents_only(collection: Collection) -> None:
    segments = collection.segments()
    for word in (*VOCABULARY, "absent"):
        both = sum(word in title or word in text for title, text in collection.articles.values())
        titles = sum(word in title for title, _ in collection.articles.values())
        texts = sum(word in text for _, text in collection.articles.values())
        for names, expected in (
            (("text", "text_words"), both),
            (("title", "title_words"), titles),
            (("exact",), texts),
        ):
            assert {document_frequency(segments, name, word.encode()) for name in names} == {expected}


def test_statistics_count_live_passages_only(collection: Collection) -> None:
    titles = sum(len(title) for title, _ in collection.articles.values())
    texts = sum(len(text) for _, text in collection.articles.values())
    expected = CollectionStatistics(
        len(collection.articles),
        {"text": texts + TITLE_WEIGHT * titles, "text_words": texts + titles, "title": titles, "title_words": titles}
        | {"caption": 0, "caption_words": 0},
    )
    with open_reader(IndexFolder(collection.index.path)) as snapshot:
        assert snapshot.header.statistics == expected
    lengths = total_lengths(collection.segments(), SCORED_FIELDS)
    assert dict(zip(SCORED_FIELDS, lengths, strict=True)) == expected.lengths


def scores(segments: Sequence[Segment], query: str) -> dict[str, float]:
    """The score of each article (all of one passage) by its path."""
    searcher = searcher_of(segments)
    asked = compile_query(parse(query, today=date(2024, 1, 1)))
    found = searcher.matches(asked)
    assert found.documents.tolist() == sorted(found.documents.tolist())
    paths = [stored_fields(*searcher.located(number))["path"] for number in found.documents.tolist()]
    assert [path_of_group(match.group) for match in searcher.top(asked, None)] == sorted(
        paths, key=lambda path: (-found.scores[paths.index(path)], path)
    )
    return dict(zip(paths, found.scores.tolist(), strict=True))


def expected(collection: Collection, *words: str) -> dict[str, float]:
    """BM25 as `ranking` describes it, computed from the plain lists."""
    count = len(collection.articles)
    tf = {name: Counter(text) + Counter(title * TITLE_WEIGHT) for name, (title, text) in collection.articles.items()}
    average = sum(counter.total() for counter in tf.values()) / count
    result: dict[str, float] = {}
    for word in words:
        having = [name for name in tf if tf[name][word]]
        weight = log(1 + (count - len(having) + 0.5) / (len(having) + 0.5))
        weight *= (weight / 5) ** 0.15
        for name in having:
            frequency = tf[name][word]
            norm = K1 * (1 - B + B * tf[name].total() / average)
            result[name] = result.get(name, 0.0) + weight * frequency * (K1 + 1) / (frequency + norm)
    return result


@pytest.mark.parametrize("words", [("sea",), ("buoy", "oar"), ("sea", "wind", "knot", "rope"), ("absent", "sail")])
def test_scores_are_those_of_the_formula(collection: Collection, words: tuple[str, ...]) -> None:
    assert scores(collection.segments(), " ".join(words)) == pytest.approx(expected(collection, *words), abs=2e-6)


def test_merging_changes_no_score(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    before = scores(collection.segments(), "sea knot rope")
    monkeypatch.setattr(commits, "MOST_DELETED", 0.0)
    monkeypatch.setattr(commits, "MERGED_AT_ONCE", 1)
    collection.index.add([Article("", path="nothing")])
    collection.index.add([Article("", path="nothing more")])
    segments = collection.segments()
    assert len(segments) == 1
    assert segments[0].deleted is None
    assert scores(segments, "sea knot rope") == before
    assert document_frequency(segments, "text", b"sea") == len(expected(collection, "sea"))


# The best of all matches


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """Three segments, one with deletions, of words as unequally frequent as those of a language."""
    folder = tmp_path_factory.mktemp("large")
    chance = random.Random(9)
    weights = [1 / rank for rank in range(1, 121)]
    segments = []
    for size in (4000, 900, 40):
        articles = []
        for number in range(size):
            words = chance.choices(range(120), weights, k=chance.randrange(1, 90))
            articles.append(Article(" ".join(f"w{word}" for word in words), path=f"{number % 50:03d}/{size}/{number}"))
        segments.append(build(folder, articles))
    segments[0].deleted = flags(4000, chance.sample(range(4000), 700))
    return searcher_of(segments)


TERMS = st.builds(
    queries.Term,
    st.just("text"),
    st.integers(0, 130).map(lambda word: b"w%d" % word),
    st.sampled_from([1.0, 1.0, 0.5, 4.0]),
)
CONDITIONS = st.builds(
    queries.Constant,
    TERMS | st.lists(TERMS, min_size=1, max_size=5).map(lambda terms: queries.AnyOf(tuple(terms))),
    st.just(0.0),
)
# Terms that are looked up in some of the documents only, as inflections are in articles in their language.
FILTERED = st.builds(
    lambda term, conditions, at: queries.AllOf((*conditions[:at], term, *conditions[at:])),
    TERMS,
    st.lists(CONDITIONS, min_size=1, max_size=2),
    st.integers(0, 2),
)
WORDS = st.lists(TERMS | FILTERED, min_size=1, max_size=5).map(lambda terms: queries.AnyOf(tuple(terms)))
ASKED = (
    TERMS
    | WORDS
    | st.builds(lambda words, condition: queries.AllOf((words, condition)), WORDS, CONDITIONS)
    | st.builds(queries.AndNot, WORDS, TERMS)
    | st.builds(lambda one, other: queries.AllOf((one, other)), TERMS, TERMS)
    | st.builds(queries.AndMaybe, TERMS, WORDS)
    | CONDITIONS
    | FILTERED
)


@given(ASKED, st.integers(1, 40), st.sampled_from([0, 1, 2]))
@examples(120)
def test_the_best_are_the_best_of_all(large: Searcher, asked: queries.Query, limit: int, per_group: int) -> None:
    """What leaves most matches out must find what scoring all of them finds, ties and all."""
    everything = large.top(asked, None, per_group=per_group)
    assert large.top(asked, limit, per_group=per_group) == everything[:limit]
    matches = large.matches(asked)
    assert large.count(asked) == large.rank(asked).count() == len(matches.documents)
    assert np.flatnonzero(large.mask(asked)).tolist() == matches.documents.tolist()
    half = range(large.documents // 2)
    assert large.rank(asked).count_in([half]) == sum(document in half for document in matches.documents.tolist())
    if not per_group:
        by_score = sorted(zip(matches.documents.tolist(), matches.scores.tolist(), strict=True), key=lambda m: -m[1])
        assert [match.score for match in everything] == [score for _, score in by_score]


@given(st.lists(TERMS | FILTERED, min_size=2, max_size=5), st.integers(1, 40))
@settings(max_examples=200, deadline=None)
def test_scores_of_filtered_terms_are_the_same_to_the_last_bit(
    large: Searcher, parts: list[queries.Query], limit: int
) -> None:
    """Found by leaving most matches out, each has the sum that evaluating every part gives it."""
    asked = queries.AnyOf(tuple(parts))
    words = any_word(asked)
    assert words is not None
    ((_, evaluator),) = large.evaluators_for(asked)
    there = evaluator.find_words(words)
    found = MaxScore().best(there.scorers, there.documents, limit, allowed=there.allowed)
    everything = evaluator.matches(asked)
    exact = dict(zip(everything.documents.tolist(), everything.scores.tolist(), strict=True))
    assert [exact[document] for document in found.documents.tolist()] == found.scores.tolist()
    best = sorted(exact.values(), reverse=True)[:limit]
    assert sorted(found.scores.tolist(), reverse=True)[: len(best)] == best


RARE = queries.Term("text", b"w90")


@pytest.mark.parametrize(
    "beside",
    [RARE, queries.AllOf((RARE, queries.Constant(queries.Term("text", b"w1"), 0.0)))],
    ids=["a term", "a filtered term"],
)
def test_many_matches_are_never_scored(large: Searcher, beside: queries.Query, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rare word beside the commonest: only the rare one's documents can be among the best."""
    scored = 0
    real = PassageBM25.scorer

    def scorer(self: PassageBM25, field: str, term: bytes, frequency: int) -> Any:
        inner = real(self, field, term, frequency)

        def count(frequencies: Any, lengths: Any) -> Any:
            nonlocal scored
            scored += len(lengths)
            return inner(frequencies, lengths)

        return count

    monkeypatch.setattr(PassageBM25, "scorer", scorer)
    fresh = searcher_of(large.segments)
    asked = queries.AnyOf((queries.Term("text", b"w0"), beside))
    total = fresh.count(asked)
    fresh.top(asked, 3)
    assert scored < total / 4


def test_stored_bytes_and_groups_are_kept(tmp_path: Path) -> None:
    chance = random.Random(3)
    stored = [bytes(chance.randrange(256) for _ in range(chance.randrange(4000))) for _ in range(90)]
    groups = [b"group %02d" % (97 - number // 4) for number in range(90)]
    builder = SegmentBuilder(tmp_path, PLAIN)
    for group, octets in zip(groups, stored, strict=True):
        builder.add(Document(group, octets, {}, {}))
    file = builder.finish()
    assert file is not None
    segment = Segment(tmp_path, file.name)
    articles = segment.articles
    for number in (*range(90), *chance.sample(range(90), 40)):
        assert segment.stored[number] == stored[number]
    assert [articles.name(article) for article in articles.of(np.arange(90)).tolist()] == groups
    names = articles.names()
    assert [names[article] for article in articles.find(b"group 8")] == [b"group 8%d" % n for n in range(10)]
    assert list(articles.find(b"h")) == []
    ranks = articles.ranks()
    assert sorted(names, key=lambda name: ranks[names.index(name)]) == sorted(names)


def test_a_document_that_a_term_gives_nothing_is_found_once() -> None:
    """Of two terms the first gives the first document nothing, so that the second meets it again."""

    def term(documents: list[int], scores: list[int]) -> TermScorer:
        return TermScorer(PostingList(len(documents), np.array(documents), np.array(scores)), None, None, 1.0)

    found = MaxScore().best([term([1, 3], [0, 5]), term([1, 2], [1, 1])], 4, 3)
    assert (found.documents.tolist(), found.scores.tolist()) == ([1, 2, 3], [1.0, 1.0, 5.0])


def test_a_segment_s_file_says_itself_what_it_holds(tmp_path: Path) -> None:
    """The layout is plain enough to be read without this package."""
    segment = plain_segment(tmp_path, [[Part("sea wind")]])
    octets = Path(segment.sections.path).read_bytes()
    begin, end = (int.from_bytes(octets[-28 + at : -20 + at], "little") for at in (0, 8))
    assert zlib.crc32(octets[begin:-12]) == int.from_bytes(octets[-12:-8], "little")
    directory = json.loads(octets[begin:end])
    kind, offset, count = directory["sections"]["exact.terms"]
    assert (kind, octets[offset : offset + count]) == ("|u1", b"seawind")


def test_parts_of_the_same_form_are_told_apart(tmp_path: Path) -> None:
    """As tuples, a conjunction and a disjunction of the same words are equal."""
    segment = build(tmp_path, [Article(text, path=text) for text in ("a1 b1", "a1", "b1", "c1")])
    words = queries.Term("text", b"a1"), queries.Term("text", b"b1")
    searcher = searcher_of([segment])
    both = queries.AllOf((queries.AnyOf(words), queries.AllOf(words)))
    assert [match.document for match in searcher.top(both, None)] == [0]
    assert searcher.count(both) == 1
