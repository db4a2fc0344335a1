"""Are the words of the articles counted as they occur?"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer import Article, Index, UsageError
from indexer.analysis import fold_words
from indexer.model.counts import TermCount

if TYPE_CHECKING:
    from conftest import Run

ARTICLES = {
    "a": ("The lamp", "The keeper lit the lamp. Lamps burn oil, and the lamp was bright. " * 3),
    "b": ("", "A photograph of the lamp; photographers like photographs. Über den Dächern brennt die Lampe."),
    "c": ("Keeper of the keys", "Nothing else is here. " * 9),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the articles in two segments, from which another one was deleted."""
    folder = tmp_path_factory.mktemp("library")
    with Index(folder / ".indexer") as index:
        index.add([Article("The zebra and the okapi. " * 50, path="gone"), article("a")], passage_words=8)
        index.add([article("b"), article("c")], passage_words=8)
        index.remove(["gone"])
    return folder


def article(path: str) -> Article:
    title, text = ARTICLES[path]
    return Article(text, title=title, path=path)


def expected(library: Path) -> dict[str, TermCount]:
    """The counts by looking at every passage."""
    passages: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    occurrences: Counter[str] = Counter()
    with Index(library / ".indexer") as index:
        for path, (title, text) in ARTICLES.items():
            parts = index.article(path)[0].passages
            assert len(parts) > 1
            for part in parts:
                passages.update(set(fold_words(f"{title}\n{part.text}").split()))
            articles.update(set(fold_words(f"{title}\n{text}").split()))
            occurrences.update(fold_words(f"{title}\n{text}").split())
    return {term: TermCount(term, passages[term], articles[term], occurrences[term]) for term in passages}


def test_words_are_counted_as_they_occur(library: Path) -> None:
    with Index(library / ".indexer") as index:
        found = index.terms(limit=None)
        assert {term.term: term for term in found} == expected(library)
        assert [(-term.passages, term.term) for term in found] == sorted((-term.passages, term.term) for term in found)
        for limit in range(len(found)):
            assert index.terms(limit=limit) == found[:limit]


def test_a_beginning_is_folded_and_order_may_be_that_of_names(library: Path) -> None:
    with Index(library / ".indexer") as index:
        found = [term.term for term in index.terms("PHOTO", order="name")]
        assert found == ["photograph", "photographers", "photographs"]
        assert [term.term for term in index.terms("Dä")] == ["dachern"]
        names = [term.term for term in index.terms(order="name", limit=None)]
        assert names == sorted(names)
        assert index.terms("zebra") == []


def test_the_caller_s_mistakes_are_named(library: Path) -> None:
    with Index(library / ".indexer") as index:
        for argument in ({"prefix": 7}, {"limit": -1}, {"order": "length"}):
            with pytest.raises(UsageError, match=next(iter(argument))):
                index.terms(**argument)


def test_text_json_and_csv_say_the_same(run: Run, library: Path) -> None:
    data = json.loads(run("terms", "l", "--format", "json", cwd=library).stdout)
    assert data.keys() == {"schema", "prefix", "terms"}
    assert {term["term"]: TermCount(**term) for term in data["terms"]} == {
        name: term for name, term in expected(library).items() if name.startswith("l")
    }
    rows = csv.DictReader(io.StringIO(run("terms", "l", "--format", "csv", cwd=library).stdout))
    assert [row["term"] for row in rows] == [term["term"] for term in data["terms"]]
    lines = run("terms", "l", cwd=library).stdout.splitlines()[1:]
    assert [line.split()[-1] for line in lines] == [term["term"] for term in data["terms"]]


def test_exit_codes_and_what_is_left_out(run: Run, library: Path) -> None:
    done = run("terms", "-n", "2", cwd=library)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 3)
    assert done.stderr == "the first 2 words; for all of them: -n 0\n"
    assert run("terms", "-n", "0", cwd=library).stderr == ""
    none = run("terms", "zebra", cwd=library)
    assert (none.returncode, none.stdout, none.stderr) == (1, "", 'no word begins with "zebra"\n')
    assert run("terms", "x", "--index", "nowhere", cwd=library).returncode == 2
