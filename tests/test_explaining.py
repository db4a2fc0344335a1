"""Does the arithmetic of a score add up to it?"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import Article, Index, UsageError
from indexer.model.hits import Hit
from indexer.searching import relevance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Run

QUERIES = [
    "lighthouse keeper",
    "lighthouse lighthouse keeper^3",
    '"lighthouse keeper" lens~ tide*',
    "title:canal^2 lighthouse",
    "+lighthouse keeper -tide",
    "lighthouse AND (keeper OR lens) date:2019..",
    "wi-fi lighthouse steam-engine",
    "phare lumières",
    "author:marsh",
    "language:en",
    "caption:harbour sea",
    "NOT lighthouse",
    "新幹線 lighthouse",
    "went bees",
    '((sea OR "the lighthouse" OR tide*) NEAR/9 (keeper OR sea))^2 lighthouse',
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with Index(tmp_path_factory.mktemp("library") / ".indexer") as opened:
        opened.update([Path(__file__).resolve().parents[1] / "corpus"], passage_words=40)
        yield opened


def assert_adds_up(hit: Hit) -> None:
    assert hit.explanation is not None
    # Every part of the sum, and the score, is rounded to six decimals.
    assert sum(part.score for part in hit.explanation) == pytest.approx(
        hit.score, abs=1e-6 * (len(hit.explanation) + 1)
    )


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("order", ["relevance", "passages", "newest", "path"])
def test_the_parts_add_up_to_the_score(index: Index, query: str, order: str) -> None:
    for expand in {False, order == "relevance"}:
        result = index.search(query, order=order, expand=expand, explain=True, limit=200, per_article=0)  # type: ignore[arg-type]
        assert bool(result.hits) == bool(result.total)
        for hit in result.hits:
            assert_adds_up(hit)
            assert not any(part.stage == "feedback" for part in hit.explanation or ()) or expand


WORDS = st.sampled_from(
    'lighthouse keeper "the sea" sea* tide~ title:canal wi-fi author:* NOT OR + - phare ( )'.split(" ")
)


@given(st.lists(WORDS, max_size=6).map(" ".join), st.sampled_from(["relevance", "passages"]))
def test_any_query_s_scores_add_up(index: Index, query: str, order: str) -> None:
    try:
        hits = index.search(query, order=order, explain=True).hits  # type: ignore[arg-type]
    except UsageError:
        return
    for hit in hits:
        assert_adds_up(hit)


def test_hits_behind_those_that_were_scored_again_are_said_to_be(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relevance, "DEPTH", 3)
    hits = index.search("sea lighthouse", explain=True, limit=None, per_article=0).hits
    for hit in hits:
        assert_adds_up(hit)
    stages = [{part.stage for part in hit.explanation or ()} for hit in hits]
    assert "passage" in stages[0]
    assert "passage" not in stages[-1]


def test_every_stage_has_its_part(tmp_path: Path) -> None:
    with Index(tmp_path / "x") as index:
        index.add(
            [Article(f"The {word} gale broke the mast. " * 3, title="Gale", path=word) for word in "abcdefgh"]
            + [Article("Nothing of it here.", title="The gale", path="title")]
        )
        hits = index.search("gale mast", explain=True, duplicates=True).hits
    stages = {hit.path: {part.stage for part in hit.explanation or ()} for hit in hits}
    assert stages["a"] == {"word", "pairs", "passage", "neighbours"}
    assert "title_only" in stages["title"]
    word = next(part for part in hits[0].explanation or () if part.label == "mast")
    assert (word.occurrences, word.having) == (3, 8)


def test_a_passage_s_word_says_its_weight_and_frequency(tmp_path: Path) -> None:
    with Index(tmp_path / "x") as index:
        index.add([Article("A gale, a gale.", title="Gale", path="a"), Article("Calm.", path="b")])
        (hit,) = index.search("gale", order="passages", explain=True).hits
    (part,) = hit.explanation or ()
    assert (part.stage, part.label, part.occurrences, part.having) == ("word", "gale", 5, 1)
    assert part.weight is not None
    assert 0 < part.score < part.weight


def test_without_being_asked_nothing_is_explained(index: Index) -> None:
    assert all(hit.explanation is None for hit in index.search("sea").hits)


@pytest.mark.parametrize("options", [[], ["--passages"], ["--expand"], ["--sort", "newest"]])
def test_the_command_shows_what_the_score_is_the_sum_of(run: Run, index: Index, options: list[str]) -> None:
    done = run("search", "--explain", *options, "lighthouse", "keeper", cwd=index.path.parent)
    hits = json.loads(
        run("search", "--explain", "--format", "json", *options, "lighthouse", "keeper", cwd=index.path.parent).stdout
    )["hits"]
    printed = [hit for hit in done.stdout.split("\n\n") if hit]
    assert len(printed) == len(hits) > 3
    for text, hit in zip(printed, hits, strict=True):
        (total,) = re.findall(r"^   score (\S+) =$", text, re.MULTILINE)
        parts = re.findall(r"^    +([+-]\d+\.\d{4})  ", text, re.MULTILINE)
        assert float(total) == pytest.approx(hit["score"], abs=1e-4)
        assert len(parts) == len(hit["explanation"])
        assert sum(map(float, parts)) == pytest.approx(hit["score"], abs=1e-4 * len(parts))
        assert sum(part["score"] for part in hit["explanation"]) == pytest.approx(hit["score"], abs=1e-5)


@pytest.mark.parametrize("options", [["-l"], ["-c"], ["--format", "csv"], ["--format", "paths"], ["--format", "lines"]])
def test_what_cannot_show_it_refuses_it(run: Run, index: Index, options: list[str]) -> None:
    done = run("search", "--explain", *options, "lighthouse", cwd=index.path.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--explain has no effect with" in done.stderr
