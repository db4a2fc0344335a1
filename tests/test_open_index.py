"""What an open index keeps from one search to the next, and when it is opened again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.engine.search import evaluation
from indexer.engine.searcher import Searcher
from indexer.index import Index
from indexer.model.articles import Article
from indexer.model.hits import Snippet
from indexer.searching import open_index
from indexer.store import snapshot

TEXTS = {
    "keeper": "The keeper of the light kept a diary. Each evening he wrote down the weather.",
    "relief": "The relief boat landed at last. The keeper was asleep beside the lamp.",
    "german": "Der Hafen liegt still. Die Häuser am Hafen wurden verkauft.",
}


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index(tmp_path / "x") as opened:
        opened.add(
            Article(text, title=f"On {path}", path=path, language="de" if path == "german" else "en")
            for path, text in TEXTS.items()
        )
        yield opened


@pytest.fixture
def searchers(monkeypatch: pytest.MonkeyPatch) -> list[Searcher]:
    """The searchers that are made from now on."""
    made: list[Searcher] = []

    def searcher(*arguments: Any) -> Searcher:
        made.append(Searcher(*arguments))
        return made[-1]

    monkeypatch.setattr(open_index, "Searcher", searcher)
    return made


@pytest.mark.usefixtures("index")
def test_one_searcher_answers_until_something_is_committed(index: Index, searchers: list[Searcher]) -> None:
    index.search("keeper")
    index.search("lamp boat")
    index.count("keeper")
    index.article(index.search("keeper").hits[0].id)
    assert len(searchers) == 1
    index.add([Article("A keeper of bees.", path="bees")])
    assert index.search("keeper").total == 3
    index.search("keeper")
    assert len(searchers) == 2


def test_what_another_process_commits_is_seen_at_once(index: Index, tmp_path: Path) -> None:
    """However shortly one commit follows a search, even where the clock of the file system is coarse."""
    other = Index(tmp_path / "x")
    for number in range(5):
        assert index.search("bees").total == number
        other.add([Article("Keepers of bees.", path=f"bees {number}")])


def test_a_folder_that_is_as_it_was_is_not_listed_again(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = 0
    real = snapshot.state_of

    def state_of(*arguments: Any) -> Any:
        nonlocal listed
        listed += 1
        return real(*arguments)

    monkeypatch.setattr(open_index, "state_of", state_of)
    index.search("keeper")
    index.search("keeper")
    assert listed, "it was changed just now: another change may have the same time"
    old = 10**18
    os.utime(index.path, ns=(old, old))
    index.search("keeper")
    listed = 0
    index.search("keeper")
    assert not listed
    os.utime(index.path, ns=(old + 1, old + 1))
    index.search("keeper")
    assert listed


def test_an_index_that_is_gone_is_found_to_be(index: Index) -> None:
    from shutil import rmtree

    from indexer.errors import NoIndexError

    index.search("keeper")
    rmtree(index.path)
    with pytest.raises(NoIndexError):
        index.search("keeper")


@pytest.mark.parametrize(
    "query", ["keeper lamp", '"relief boat"', "Haus", "kep~", "keeper -lamp", "title:relief", "absnt"]
)
def test_a_search_again_gives_the_same_hits(index: Index, query: str) -> None:
    first = index.search(query)
    assert index.search(query) == first
    index.close()
    assert index.search(query) == first


def test_small_caches_change_no_answer(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queries = ("keeper lamp", '"relief boat"', "Haus", "evening weather", "keeper language:de", "absnt keper")
    expected = [index.search(query) for query in queries]
    monkeypatch.setattr(open_index, "_KEPT_BYTES", 0)
    monkeypatch.setattr(evaluation, "_KEPT_BYTES", 0)
    with Index(tmp_path / "x") as without:
        assert [without.search(query) for query in queries] == expected
        assert [without.search(query) for query in queries] == expected


def test_hits_without_snippets_are_the_same_but_for_what_is_shown(index: Index) -> None:
    whole = index.search("keeper relief")
    bare = index.search("keeper relief", snippets=False)
    assert bare.total == whole.total
    assert bare.hits == tuple(replace(hit, text="", snippet=Snippet(""), title_highlights=()) for hit in whole.hits)


def test_without_snippets_no_passage_is_read(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    from indexer.engine.format.blocks import BlockReader

    read: list[str] = []
    real = BlockReader.__getitem__

    def item(self: BlockReader, place: int) -> bytes:
        read.append(self._name)
        return real(self, place)

    monkeypatch.setattr(BlockReader, "__getitem__", item)
    assert index.search("keeper", snippets=False).hits
    assert "stored" not in read
    index.search("keeper")
    assert "stored" in read
