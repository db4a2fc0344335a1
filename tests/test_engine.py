"""Which documents match, with what score, whatever the index's past?"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from math import log
from pathlib import Path
from typing import Any

import pytest

from indexer.analysis import TITLE_WEIGHT
from indexer.engine import commits, segments
from indexer.engine.evaluation import evaluate, searcher_over
from indexer.engine.segments import SegmentBuilder
from indexer.engine.statistics import CollectionStatistics, live_document_frequency
from indexer.index import Index
from indexer.manifest import Settings
from indexer.model import Article
from indexer.querying import compile_query, parse
from indexer.quiet import quiet
from indexer.ranking import PassageBM25, term_weight
from indexer.schema import Record
from indexer.storage import IndexFolder, Snapshot

with quiet():
    from whoosh.util.numeric import byte_to_length, length_to_byte

K1, B = 1.2, 0.6
VOCABULARY = ["sea", "wind", "boat", "oar", "sail", "rope", "knot", "buoy"]
# The words are their own stems.


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

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        with IndexFolder(self.index.path).snapshot() as snapshot:
            yield snapshot


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collection:
    """Of several segments, with deletions in each, of which none was merged."""
    monkeypatch.setattr(commits, "MOST_DELETED", 1.0)
    monkeypatch.setattr(commits, "MOST_SEGMENTS", 100)
    collection = Collection(tmp_path / "index", 60, seed=1)
    chance = random.Random(2)
    for start in (100, 200):
        more = {f"{start + n}": (["sea"], chance.choices(VOCABULARY, k=30)) for n in range(20)}
        collection.articles.update(more)
        collection.add(*more)
        collection.remove(*chance.sample(sorted(collection.articles), 12))
    return collection


def test_there_are_segments_and_deletions(collection: Collection) -> None:
    with collection.snapshot() as snapshot:
        leaves = snapshot.reader.leaf_readers()
        assert len(leaves) == 3
        assert sum(leaf.has_deletions() for leaf, _ in leaves) >= 2


def test_frequencies_count_live_documents_only(collection: Collection) -> None:
    with collection.snapshot() as snapshot:
        for word in (*VOCABULARY, "absent"):
            both = sum(word in title or word in text for title, text in collection.articles.values())
            titles = sum(word in title for title, _ in collection.articles.values())
            assert live_document_frequency(snapshot.reader, "text", word) == both
            assert live_document_frequency(snapshot.reader, "exact", word.encode()) == both
            assert live_document_frequency(snapshot.reader, "title", word) == titles


def test_statistics_count_live_passages_only(collection: Collection) -> None:
    with collection.snapshot() as snapshot:
        statistics = snapshot.header.statistics
        titles = sum(len(title) for title, _ in collection.articles.values())
        texts = sum(len(text) for _, text in collection.articles.values())
        assert statistics == CollectionStatistics(
            len(collection.articles), {"text": texts + TITLE_WEIGHT * titles, "exact": texts + titles, "title": titles}
        )


def scores(snapshot: Snapshot, query: str) -> dict[str, float]:
    """The score of each article (all of one passage) by its path."""
    searcher = searcher_over(snapshot.reader, PassageBM25(snapshot.header.statistics))
    found = evaluate(searcher, compile_query(parse(query, today=date(2024, 1, 1))))
    assert [match.document for match in found] == sorted(match.document for match in found)
    return {Record(*searcher.stored_fields(match.document)["record"]).path: match.score for match in found}


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
            length = byte_to_length(length_to_byte(tf[name].total()))
            frequency = tf[name][word]
            score = weight * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / average))
            result[name] = result.get(name, 0.0) + score
    return result


@pytest.mark.parametrize("words", [("sea",), ("buoy", "oar"), ("sea", "wind", "knot", "rope"), ("absent", "sail")])
def test_scores_are_those_of_the_formula(collection: Collection, words: tuple[str, ...]) -> None:
    with collection.snapshot() as snapshot:
        assert scores(snapshot, " ".join(words)) == pytest.approx(expected(collection, *words), abs=2e-6)


@pytest.mark.parametrize("most", [1, 2])
def test_merging_changes_no_score(collection: Collection, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    with collection.snapshot() as snapshot:
        before = scores(snapshot, "sea knot rope")
    monkeypatch.setattr(commits, "MOST_DELETED", 0.0)
    monkeypatch.setattr(commits, "MOST_SEGMENTS", most)
    collection.index.add([Article("", path="nothing")])
    with collection.snapshot() as snapshot:
        leaves = snapshot.reader.leaf_readers()
        assert len(leaves) <= most
        assert not any(leaf.has_deletions() for leaf, _ in leaves)
        assert scores(snapshot, "sea knot rope") == before
        assert live_document_frequency(snapshot.reader, "text", "sea") == len(expected(collection, "sea"))


def test_postings_that_do_not_fit_into_memory_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Collection(tmp_path / "whole", 40, seed=3)
    monkeypatch.setattr(segments, "MOST_POSTINGS", 50)
    parts = Collection(tmp_path / "parts", 40, seed=3)
    with whole.snapshot() as one, parts.snapshot() as other:
        for query in ("sea knot", '"sail rope"', "b*", "title:sea"):
            assert scores(one, query) == scores(other, query)
    assert not list((tmp_path / "parts").glob("*.tmp"))


def test_long_passages_keep_their_order(tmp_path: Path) -> None:
    """Lengths are rounded to a byte, but the shorter is never below the longer."""
    index = Index(tmp_path / "index")
    for number, length in enumerate((1, 2, 10, 100, 140)):
        index.add([Article("sea " + "wind " * length, path=str(number))])
    assert [hit.path for hit in index.search("sea").hits] == ["0", "1", "2", "3", "4"]


def test_rarer_terms_weigh_more_and_none_weighs_nothing() -> None:
    weights = [term_weight(frequency, 1000) for frequency in range(1, 1001)]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] > 0
    assert term_weight(1, 1) > 0


@pytest.mark.parametrize("count", [1, 2, 9, 30])
def test_segments_stay_few(tmp_path: Path, count: int) -> None:
    index = Index(tmp_path / "index")
    for number in range(count):
        index.add([Article(f"sea number {number}", path=str(number))])
    with IndexFolder(index.path).snapshot() as snapshot:
        assert len(snapshot.reader.leaf_readers()) <= commits.MOST_SEGMENTS
        assert snapshot.reader.doc_count() == count
    assert index.search("sea", limit=None).total == count


def test_a_segment_given_up_leaves_nothing(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path / "index")
    folder.create(Settings(120, 1))
    with folder.lock():
        builder = SegmentBuilder(folder.whoosh_index())
        assert builder.finish() is None
        folder.commit(folder.manifest(), merge=True)
    names = [file.name for file in folder.path.iterdir() if file.name.startswith("MAIN_")]
    assert names == ["MAIN_WRITELOCK"]


def test_the_index_is_a_whoosh_index(collection: Collection) -> None:
    """A plain Whoosh program can open it, and analyses queries as we do."""
    with quiet():
        from whoosh.index import open_dir
        from whoosh.qparser import QueryParser

    whoosh_index: Any = open_dir(str(collection.index.path))
    try:
        with whoosh_index.searcher() as searcher:
            found = searcher.search(QueryParser("text", whoosh_index.schema).parse("Boats"), limit=None)
            assert {Record(*hit["record"]).path for hit in found} == set(expected(collection, "boat"))
    finally:
        whoosh_index.close()
