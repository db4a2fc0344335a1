"""Are articles found that are like one?"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer import Article, Index, UnknownIdError, UsageError

if TYPE_CHECKING:
    from conftest import Run

TOPICS = {
    "sea": "The lighthouse keeper saw the storm break over the harbour while the boats rode at their moorings. ",
    "bees": "A beekeeper opens the hive in spring, counts the brood combs and feeds the queen with sugar syrup. ",
    "rail": "The locomotive hauled its carriages over the viaduct, and the signalman lowered the semaphore arm. ",
}
EXTRA = ("A cold night.", "By day it rained.", "Nobody spoke.", "It was quiet.", "He wrote it down.", "They agreed.")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles of three topics, in three segments, and their index."""
    folder = tmp_path_factory.mktemp("library")
    shutil.copytree(Path(__file__).resolve().parents[1] / "corpus", folder / "corpus")
    with Index(folder / ".indexer") as index:
        index.update([folder / "corpus"])
        for topic, text in TOPICS.items():
            words = text.split()
            index.add(
                Article(" ".join(words[at % 3 :] + words[: 9 + at]) + " " + end, path=f"{topic}/{at}", language="en")
                for at, end in enumerate(EXTRA)
            )
    return folder


@pytest.mark.parametrize("topic", TOPICS)
def test_articles_of_one_topic_are_like_each_other(library: Path, topic: str) -> None:
    with Index(library / ".indexer") as index:
        for at in range(len(EXTRA)):
            seed = f"{topic}/{at}"
            result = index.similar(seed, limit=5, duplicates=True)
            assert {hit.path for hit in result.hits} == {f"{topic}/{n}" for n in range(len(EXTRA))} - {seed}
            scores = [hit.score for hit in result.hits]
            assert scores == sorted(scores, reverse=True)
            assert all(0 <= score <= 1 for score in scores)
            assert [hit.rank for hit in result.hits] == [1, 2, 3, 4, 5]


def test_an_article_is_never_among_those_like_it(library: Path) -> None:
    with Index(library / ".indexer") as index:
        ids = {hit.article for hit in index.search("text:*", limit=None, per_article=1, duplicates=True).hits}
        assert len(ids) > 40
        for name in ids:
            hits = index.similar(name, limit=None, snippets=False, duplicates=True).hits
            articles = [hit.article for hit in hits]
            assert name not in articles
            assert len(set(articles)) == len(articles)
            again = index.similar(name, limit=3, snippets=False, duplicates=True).hits
            assert [hit.id for hit in again] == [hit.id for hit in hits[:3]]


def test_a_near_duplicate_is_left_out_unless_it_is_asked_for(tmp_path: Path) -> None:
    text = (Path(__file__).resolve().parents[1] / "corpus" / "notes").iterdir()
    story = max((path.read_text(encoding="utf-8", errors="replace") for path in text), key=len)
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "one.txt").write_text(story)
    (tmp_path / "s" / "two.txt").write_text(f"{story}\n\nTaken over from another paper.\n")
    with Index(tmp_path / "index") as index:
        index.update([tmp_path / "s"])
        assert index.similar(tmp_path / "s" / "one.txt", duplicates=True).hits[0].path.endswith("two.txt")
        assert index.similar(tmp_path / "s" / "one.txt").hits == ()


def test_the_caller_s_mistakes_are_named(library: Path) -> None:
    with Index(library / ".indexer") as index:
        with pytest.raises(UnknownIdError):
            index.similar("zzzzzzzzzzzz")
        for argument in ({"limit": -1}, {"duplicates": 1}, {"snippets": "no"}):
            with pytest.raises(UsageError, match=next(iter(argument))):
                index.similar("sea/1", **argument)


def test_the_command_takes_ids_and_addresses_and_prints_hits(run: Run, library: Path) -> None:
    path = next((library / "corpus" / "notes").iterdir()).relative_to(library)
    by_address = json.loads(run("similar", path, "--format", "json", cwd=library).stdout)
    identifier = json.loads(run("show", path, "--format", "json", cwd=library).stdout)["article"]
    assert by_address["hits"]
    assert by_address.keys() == {"schema", "query", "total", "hits", "missing", "undated", "more"}
    for name in (identifier, f"{identifier}.1", identifier[:8]):
        assert json.loads(run("similar", name, "--format", "json", cwd=library).stdout) == by_address
    text = run("similar", path, "-n", "2", cwd=library)
    assert text.returncode == 0
    for hit in by_address["hits"][:2]:
        assert f"{hit['rank']}. {hit['title']}" in text.stdout
        assert f"{hit['path']}:{hit['line']}" in text.stdout or not hit["line"]
    paths = run("similar", path, "--format", "paths", cwd=library).stdout.splitlines()
    assert len(paths) == len(by_address["hits"])


def test_exit_codes(run: Run, library: Path, tmp_path: Path) -> None:
    assert run("similar", "zzzzzzzzzzzz", cwd=library).returncode == 2
    with Index(tmp_path / ".indexer") as index:
        index.add([Article("Zebra quagga okapi.", path="alone")])
    done = run("similar", "alone", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "no article is like alone\n"
