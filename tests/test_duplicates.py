"""Articles that are nearly the same, and lines that are on every page of a site."""

from __future__ import annotations

import json
import os
import random
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from conftest import Run, examples
from hypothesis import given
from hypothesis import strategies as st

from indexer import Article, Index
from indexer.model.articles import LineSpan
from indexer.similarity import sketches as module
from indexer.similarity.clusters import clusters_among
from indexer.similarity.site_lines import line_hashes, without
from indexer.similarity.sketches import PLACES, sketches
from indexer.text.sites import site_of

VOCABULARY = [f"{a}{b}" for a in ("lamp", "tide", "fog", "reef", "mast", "keel", "oar") for b in "abcdefghijklmnopqrst"]


def story(seed: int, length: int = 120) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(VOCABULARY) for _ in range(length)]


def shingles(text: Sequence[str]) -> set[tuple[str, ...]]:
    return set(zip(*(text[at:] for at in range(5)), strict=False))


# Resemblance


@given(st.integers(0, 10**6), st.integers(60, 400), st.floats(0, 1))
def test_sketches_estimate_the_share_of_common_shingles(seed: int, length: int, kept: float) -> None:
    one = story(seed, length)
    cut = int(length * kept)
    other = one[:cut] + story(seed + 1, length - cut)
    a, b = shingles(one), shingles(other)
    true = len(a & b) / len(a | b)
    first, second = sketches([" ".join(one), " ".join(other)])
    assert abs(float(np.mean(first == second)) - true) < 0.3  # nearly five standard deviations


def test_the_estimate_is_right_on_average() -> None:
    errors = []
    for seed in range(200):
        one = story(seed)
        other = one[:60] + story(seed + 1000, 60)
        a, b = shingles(one), shingles(other)
        first, second = sketches([" ".join(one), " ".join(other)])
        errors.append(float(np.mean(first == second)) - len(a & b) / len(a | b))
    assert abs(float(np.mean(errors))) < 0.01
    assert float(np.std(errors)) < 0.08


@given(st.lists(st.text(max_size=300), max_size=6))
def test_a_sketch_depends_on_its_text_alone(texts: list[str]) -> None:
    together = sketches(texts)
    assert together.shape == (len(texts), PLACES)
    for text, sketch in zip(texts, together, strict=True):
        assert np.array_equal(sketches([text])[0], sketch)


def test_a_long_text_is_sketched_piece_by_piece_with_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [" ".join(story(1, 900)), "reef " * 50 + "y" * 5000 + " mast keel" * 50, " ".join(story(2))]
    whole = module.sketches(texts)
    monkeypatch.setattr(module, "_BYTES_AT_ONCE", 100)
    monkeypatch.setattr(module, "_POWERS", {})
    assert np.array_equal(module.sketches(texts), whole)


def test_a_long_text_takes_no_more_memory_than_a_few_times_its_own() -> None:
    text = " ".join(story(1, 400_000))
    sketches([text[: 1 << 20]])  # what is kept for all texts
    tracemalloc.start()
    try:
        sketches([text])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 15 * len(text)  # 10 of chunks that are 6 long; 38 where its sums are all there at once


def test_case_and_punctuation_make_no_difference_and_short_texts_are_not_compared() -> None:
    text = " ".join(story(1))
    same = sketches([text, text.upper(), text.replace(" ", ", ") + ".", " ".join(story(1)[:39])])
    assert np.array_equal(same[0], same[1])
    assert np.array_equal(same[0], same[2])
    assert not same[3].any()


def test_what_is_nearly_the_same_is_found_among_many_others() -> None:
    stories = [story(seed) for seed in range(300)]
    stories[250] = [*story(999, 12), *stories[10][:108]]
    stories[280] = [*stories[250][:100], *story(998, 10)]  # like 250, and 10 through it
    found = clusters_among(sketches([" ".join(text) for text in stories]))
    assert found[250] == found[280] == found[10] == 10
    assert [index for index, first in enumerate(found.tolist()) if first != index] == [250, 280]


def test_texts_without_words_are_like_nothing() -> None:
    assert clusters_among(sketches(["", "", "a b c"])).tolist() == [0, 1, 2]
    assert clusters_among(sketches([])).tolist() == []


# Lines


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.example.org/a/b", "example.org"),
        ("https://web.archive.org/web/2020/https://news.example.org/x", "news.example.org"),
        ("http://[broken", ""),
        ("", ""),
        ("note:1", ""),
    ],
)
def test_the_site_of_a_url(url: str, site: str) -> None:
    assert site_of(url) == site


BOILERPLATE = "Support our work with a small gift today."
OWN = "The keeper of the light wrote down each storm that he had seen"


def test_lines_are_taken_out_with_their_gaps_and_the_others_keep_their_places() -> None:
    text = f"{OWN} one.\n\n{BOILERPLATE}\n\n- {OWN} two\n- {BOILERPLATE}\n- {OWN} three"
    starts = [at for at in range(len(text)) if at == 0 or (text[at - 1] == "\n" and text[at] != "\n")]
    article = Article(text, spans=tuple(LineSpan(start, 10 * n, 10 * n) for n, start in enumerate(starts, 1)))
    hashes = line_hashes(Article(BOILERPLATE), "a.org")
    assert len(hashes) == 8
    left = without(article, "a.org", {hashes})
    assert left.text == f"{OWN} one.\n\n- {OWN} two\n- {OWN} three"
    assert [(span.start, span.first) for span in left.spans] == [
        (0, 10),
        (left.text.index("- "), 30),
        (left.text.rindex("- "), 50),
    ]
    assert [(removal.rule, removal.line) for removal in left.removed] == [("site", 20), ("site", 40)]
    assert without(article, "b.org", {hashes}) is article


def test_an_article_is_never_taken_apart() -> None:
    article = Article(f"{BOILERPLATE}\n\n{BOILERPLATE}\n\n{OWN}.")
    assert without(article, "a.org", {line_hashes(Article(BOILERPLATE), "a.org")}) is article


def test_short_lines_are_left_alone() -> None:
    assert line_hashes(Article("Pros\n\n1.\n\nWhat we like most"), "a.org") == b""


# The index


def page(folder: Path, name: str, paragraphs: Sequence[str], site: str = "news.example") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    path.write_text(
        f"<html><head><link rel=canonical href='https://{site}/{name}'><title>About {name}</title></head>"
        f"<body><article><h1>About {name}</h1>{body}</article></body></html>"
    )
    os.utime(path, ns=(10**18, 10**18 + len(paragraphs)))
    return path


def own(seed: int) -> list[str]:
    return [" ".join(story(10 * seed + part, 40)).capitalize() + "." for part in range(3)]


GIFT = "Our reporting needs the wreath of your support every single month, so give."


def texts(index: Index, query: str) -> list[str]:
    return sorted(hit.path for hit in index.search(query, limit=None, duplicates=True).hits)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_site_says_everywhere_is_no_article_s(
    tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.indexing.starting.PARALLEL_BYTES", 0)
    monkeypatch.setattr("indexer.indexing.workers._CHUNK_FILES", 1)
    for number in range(5):
        page(tmp_path / "saved", f"{number}.html", [*own(number), GIFT])
    page(tmp_path / "saved", "other.html", [*own(7), GIFT], site="other.example")
    with Index(tmp_path / "index") as index:
        index.update([tmp_path / "saved"], jobs=jobs)
        assert texts(index, "wreath") == ["saved/other.html"]
        assert index.update([tmp_path / "saved"]).unchanged == 6


def test_what_was_settled_too_early_is_settled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.indexing.workers._CHUNK_FILES", 1)
    monkeypatch.setattr("indexer.indexing.worker._MOST_HELD", 1)
    for number in range(5):
        page(tmp_path / "saved", f"{number}.html", [*own(number), GIFT])
    with Index(tmp_path / "index") as index:
        report = index.update([tmp_path / "saved"])
        assert (report.added, report.changed) == (5, 0)
        assert texts(index, "wreath") == []


def test_pages_that_come_and_go_put_it_right(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    with Index(tmp_path / "index") as index:
        for number in range(2):
            page(saved, f"{number}.html", [*own(number), GIFT])
        index.update([saved])
        assert texts(index, "wreath") == ["saved/0.html", "saved/1.html"]
        page(saved, "2.html", [*own(2), GIFT])
        report = index.update([saved])
        assert (report.added, report.changed, report.unchanged) == (1, 0, 2)
        assert texts(index, "wreath") == []
        (saved / "1.html").unlink()
        index.update([saved])
        assert texts(index, "wreath") == ["saved/0.html", "saved/2.html"]
        page(saved, "0.html", own(0))
        index.update([saved])
        assert texts(index, "wreath") == ["saved/2.html"]


def test_what_was_interrupted_before_it_was_settled_is_settled_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = tmp_path / "saved"
    with Index(tmp_path / "index") as index:
        for number in range(3):
            page(saved, f"{number}.html", [*own(number), GIFT])
            if number < 2:
                index.update([saved])
        with monkeypatch.context() as patch:
            patch.setattr("indexer.indexing.updating._read_unsettled", lambda *_: None)
            index.update([saved])
        assert texts(index, "wreath") == ["saved/0.html", "saved/1.html"]
        index.update([saved])
        assert texts(index, "wreath") == []


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["with", "without", "gone"])), max_size=8))
@examples(15)
def test_any_order_of_comings_and_goings_gives_the_same(changes: list[tuple[int, str]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        saved = Path(name) / "saved"
        saved.mkdir()
        now = 0

        def look(index: Index) -> list[tuple[str, str]]:
            if not index.exists():
                return []  # nothing was found to be indexed
            hits = index.search("about", limit=None, per_article=0, duplicates=True).hits
            return sorted((hit.id, hit.text) for hit in hits)

        with Index(Path(name) / "index") as index:
            index.update([saved])
            for number, change in changes:
                now += 1
                path = saved / f"{number}.html"
                if change == "gone":
                    path.unlink(missing_ok=True)
                else:
                    page(saved, path.name, [*own(number), *([GIFT] if change == "with" else [])])
                    os.utime(path, ns=(10**18, 10**18 + now))
                index.update([saved])
            stepwise = look(index) if changes else []
        with Index(Path(name) / "fresh") as fresh:
            fresh.update([saved])
            assert stepwise == (look(fresh) if changes else [])


def test_a_story_saved_twice_is_shown_once_with_the_other_named(run: Run, tmp_path: Path) -> None:
    text = " ".join(story(4)) + " wreath."
    (tmp_path / "a.txt").write_text(f"Keeper found\n\n{text}\n")
    (tmp_path / "b.txt").write_text(f"A keeper was found\n\n{text}\n\nIt was added later on.\n")
    (tmp_path / "c.txt").write_text("Another wreath altogether.\n")
    run("index", ".", cwd=tmp_path)
    found = json.loads(run("search", "--format", "json", "wreath", cwd=tmp_path).stdout)
    assert found["total"] == 3
    first = {hit["path"]: [other["path"] for other in hit["duplicates"]] for hit in found["hits"]}
    assert first in ({"a.txt": ["b.txt"], "c.txt": []}, {"b.txt": ["a.txt"], "c.txt": []})
    shown = run("search", "wreath", cwd=tmp_path).stdout
    assert "also in " in shown
    both = json.loads(run("search", "--duplicates", "show", "--format", "json", "wreath", cwd=tmp_path).stdout)
    assert sorted(hit["path"] for hit in both["hits"]) == ["a.txt", "b.txt", "c.txt"]
    assert run("search", "-l", "wreath", cwd=tmp_path).stdout.split() != []
    assert len(run("search", "-l", "wreath", cwd=tmp_path).stdout.split()) == 3


def test_pages_of_hits_neither_repeat_nor_miss_an_article(tmp_path: Path) -> None:
    with Index(tmp_path / "index") as index:
        index.add(
            Article(" ".join(story(number // 3)) + f" wreath {number}.", title=f"T{number}", path=f"n{number:02}")
            for number in range(30)
        )
        whole = index.search("wreath", limit=None).hits
        assert len(whole) == 10
        assert sorted([hit.path for hit in whole] + [other.path for hit in whole for other in hit.duplicates]) == [
            f"n{number:02}" for number in range(30)
        ]
        pages = [hit.id for offset in (0, 4, 8) for hit in index.search("wreath", limit=4, offset=offset).hits]
        assert pages == [hit.id for hit in whole]
        index.remove(["n00", "n01"])
        assert sum(len(hit.duplicates) for hit in index.search("wreath", limit=None).hits) == 18
