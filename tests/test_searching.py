"""Which hits answer a query?"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import DateSyntaxError, QuerySyntaxError, UnknownIdError, UsageError
from indexer.index import Index
from indexer.model.articles import Article
from indexer.model.hits import SearchResult

OLD = 10**18


def fill(folder: Path) -> Index:
    """Files of equal passages, and some of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "b.txt": "The keeper counts ships. " * 40,
        "a.txt": "A keeper was seen on the rocks.",
        "c/a.txt": "The keeper was seen on a rock.",
        "a-.txt": "That keeper was seen on the rock.",
        "ten.jsonl": "".join(
            f'{{"text": "These keepers were seen on rocks, number {number}."}}\n' for number in range(1, 13)
        ),
        "lamp.txt": "Paraffin lamps light the harbour. A lighthouse stands there.",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        os.utime(path, ns=(OLD, OLD))
    index = Index(folder / ".indexer")
    index.update([folder], passage_words=20)
    return index


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with fill(tmp_path / "library") as index:
        yield index


def find(index: Index, query: str = "keeper", **options: object) -> SearchResult:
    return index.search(query, **options)  # type: ignore[arg-type]


# Order


def test_equal_scores_are_ordered_by_path_and_place(index: Index) -> None:
    hits = find(index, limit=None, per_article=0).hits
    for score in {hit.score for hit in hits}:
        tied = [
            (os.fsencode(hit.path), hit.article.partition("-")[2].zfill(3), hit.ordinal)
            for hit in hits
            if hit.score == score
        ]
        assert tied == sorted(tied)
    records = [hit.article.partition("-")[2] for hit in hits if hit.path == "ten.jsonl"]
    assert records == ["", *map(str, range(2, 13))], "the tenth comes after the ninth"
    single = [hit.path for hit in hits if hit.path in {"a.txt", "c/a.txt"}]
    assert single == ["a.txt", "c/a.txt"]


def test_the_best_come_first_and_are_numbered(index: Index) -> None:
    hits = find(index, "keeper rocks lighthouse", limit=None).hits
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert len({hit.id for hit in hits}) == len(hits)


def test_a_hit_says_where_it_stands(index: Index) -> None:
    (hit,) = find(index, "paraffin").hits
    assert hit.path == "lamp.txt"
    assert hit.source == str(index.path.parent / "lamp.txt")
    assert hit.id == f"{hit.article}.{hit.ordinal}"
    assert hit.text == "Paraffin lamps light the harbour. A lighthouse stands there."
    assert (hit.start, hit.end, hit.first_line, hit.last_line) == (0, len(hit.text), 1, 1)
    assert hit.text[slice(*hit.snippet.highlights[0])] == "Paraffin"
    assert not hit.stale


def test_the_title_is_the_files_name_where_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "untitled.json").write_text('{"text": "Paraffin is dear."}')
    index = Index(tmp_path / ".indexer")
    index.update([tmp_path])
    assert find(index, "paraffin").hits[0].title == "untitled.json"


# How many


@pytest.mark.parametrize("most", [1, 2, 3])
def test_at_most_so_many_hits_of_an_article(index: Index, most: int) -> None:
    everything = find(index, limit=None, per_article=0)
    result = find(index, limit=None, per_article=most)
    taken: dict[str, int] = {}
    expected = []
    for hit in everything.hits:
        taken[hit.article] = taken.get(hit.article, 0) + 1
        if taken[hit.article] <= most:
            expected.append(hit.id)
    assert max(taken.values()) > most
    assert [hit.id for hit in result.hits] == expected
    assert result.total == everything.total == len(everything.hits)


@given(size=st.integers(1, 9), per_article=st.integers(0, 3))
def test_pages_follow_each_other(tmp_path_factory: pytest.TempPathFactory, size: int, per_article: int) -> None:
    folder = tmp_path_factory.getbasetemp() / "pages"
    index = Index(folder / ".indexer") if folder.exists() else fill(folder)
    with index:
        whole = find(index, limit=None, per_article=per_article).hits
        pages = [
            hit
            for offset in range(0, len(whole) + size, size)
            for hit in find(index, limit=size, offset=offset, per_article=per_article).hits
        ]
        assert tuple(pages) == whole


def test_no_hits_of_many(index: Index) -> None:
    result = find(index, limit=0)
    assert result.hits == ()
    assert result.total > 0
    assert find(index, offset=10_000).hits == ()


@pytest.mark.parametrize("option", ["limit", "offset", "per_article"])
def test_counts_below_nothing_are_refused(index: Index, option: str) -> None:
    options: dict[str, Any] = {option: -1}
    with pytest.raises(UsageError):
        find(index, **options)


def test_files_are_counted(index: Index) -> None:
    counts = index.count("keeper")
    everything = find(index, limit=None, per_article=0).hits
    assert counts == {path: sum(hit.path == path for hit in everything) for path in counts}
    assert list(counts) == list(dict.fromkeys(hit.path for hit in everything)), "the best match first"
    assert index.count("nowhere") == {}


# Days


@pytest.fixture
def dated(tmp_path: Path) -> Index:
    index = Index(tmp_path / "dated")
    index.add(
        Article("Tide tables.", path=name, published=day)
        for name, day in {
            "old": date(1999, 12, 31),
            "january": date(2024, 1, 31),
            "february": date(2024, 2, 1),
            "leap": date(2024, 2, 29),
            "none": None,
        }.items()
    )
    return index


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, {"old", "january", "february", "leap", "none"}),
        ("2024", None, {"january", "february", "leap"}),
        ("2024-02", None, {"february", "leap"}),
        (None, "2024-01", {"old", "january"}),
        (None, "2024-02-01", {"old", "january", "february"}),
        ("2024-02-01", "2024-02-28", {"february"}),
        (date(2024, 2, 29), date(2024, 2, 29), {"leap"}),
        ("2025", None, set()),
        ("last week", None, {"leap"}),
    ],
)
def test_days_are_included_at_both_ends(
    dated: Index, since: date | str | None, until: date | str | None, expected: set[str]
) -> None:
    today = date(2024, 3, 6)
    assert {hit.path for hit in dated.search("tide", since=since, until=until, today=today).hits} == expected
    assert set(dated.count("tide", since=since, until=until, today=today)) == expected


def test_days_that_are_none(dated: Index) -> None:
    with pytest.raises(DateSyntaxError):
        dated.search("tide", since="soonish")


def test_hits_carry_the_day(dated: Index) -> None:
    assert {hit.path: hit.published for hit in dated.search("tide").hits}["leap"] == date(2024, 2, 29)


# Sources that have changed


def test_a_hit_is_stale_when_its_source_changed(index: Index) -> None:
    path = index.path.parent / "lamp.txt"

    def stale() -> bool:
        return find(index, "paraffin").hits[0].stale

    assert not stale()
    os.utime(path, ns=(OLD + 1, OLD + 1))
    assert not stale(), "only touched"
    text = path.read_text()
    path.write_text(text.replace("lamps", "lamp!"))
    assert path.stat().st_size == len(text)
    assert stale(), "edited, of the same size"
    assert index.article(find(index, "paraffin").hits[0].id)[0].stale
    path.write_text(text + "More.")
    assert stale()
    path.unlink()
    assert stale(), "gone"
    path.mkdir()
    assert stale(), "something else"
    path.rmdir()
    path.write_text(text)
    assert not stale(), "as it was"


# Words that are not there


def test_missing_words_get_suggestions_that_are_real_words(index: Index) -> None:
    result = find(index, "lighthous parafin")
    assert result.missing["parafin"] == ("paraffin",), "whether or not another word is found"
    result = find(index, "keaper lighthuose zzzzzz")
    assert result.missing["keaper"] == ("keeper",)
    assert result.missing["lighthuose"] == ("lighthouse",), "and not the stem"
    assert result.missing["zzzzzz"] == ()
    for words in result.missing.values():
        for word in words:
            assert find(index, word).total


def test_what_is_missing_is_named_where_something_is_found_too(index: Index) -> None:
    result = find(index, "keeper zzzzzz")
    assert result.hits
    assert result.missing == {"zzzzzz": ()}
    assert find(index, "keeper").missing == {}


def test_the_words_that_are_there_are_not_missing(index: Index) -> None:
    result = find(index, "keeper zzzzzz", mode="all")
    assert result.total == 0
    assert set(result.missing) == {"zzzzzz"}


def test_words_of_removed_files_are_not_suggested(index: Index) -> None:
    (index.path.parent / "lamp.txt").unlink()
    index.update()
    assert find(index, "parafin").missing == {"parafin": ()}
    assert find(index, "paraffin").missing == {"paraffin": ()}


# Ids


def test_an_article_is_found_by_its_id_or_its_beginning(index: Index) -> None:
    hit = find(index, "paraffin").hits[0]
    for identifier in (hit.article, hit.article.upper(), f" {hit.article} ", hit.article[:8], hit.article[:4]):
        stored, ordinal = index.article(identifier)
        assert (stored.id, stored.article.path, ordinal) == (hit.article, "lamp.txt", None)
    for identifier in (hit.id, f"{hit.article[:6]}.{hit.ordinal}"):
        assert index.article(identifier)[1] == hit.ordinal
    assert stored.source == hit.source
    assert not stored.stale


def test_a_stored_article_is_whole(index: Index) -> None:
    hit = next(hit for hit in find(index, limit=None, per_article=0).hits if hit.path == "b.txt")
    stored, _ = index.article(hit.article)
    assert len(stored.passages) > 5
    assert "".join(passage.text for passage in stored.passages) == stored.article.text
    assert [passage.ordinal for passage in stored.passages] == list(range(1, len(stored.passages) + 1))
    for passage in stored.passages:
        assert stored.article.text[passage.start : passage.end] == passage.text


def test_the_articles_of_one_file_have_ids_of_their_own(index: Index) -> None:
    hits = [hit for hit in find(index, limit=None).hits if hit.path == "ten.jsonl"]
    assert len({hit.article for hit in hits}) == 12
    for hit in hits:
        stored, ordinal = index.article(hit.id)
        assert stored.id == hit.article
        assert stored.passages[(ordinal or 0) - 1].text == hit.text


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        ".",
        " ",
        "abc",
        "zzzzzzzzzzzz",
        "*",
        "..",
        "a.b.c",
        "\udcff",
        "\0",
        "x" * 10_000,
        "日本",
        "\udcff\udcff\udcff\udcff",
    ],
)
def test_unknown_ids_are_said_to_be(index: Index, identifier: str) -> None:
    with pytest.raises(UnknownIdError):
        index.article(identifier)


@pytest.mark.parametrize("ordinal", ["", "0", "2", "99", "-1", "x", "1.1", "٣", "²", "9" * 5000])
def test_unknown_passages_are_said_to_be(index: Index, ordinal: str) -> None:
    article = find(index, "paraffin").hits[0].article
    with pytest.raises(UnknownIdError, match="passage"):
        index.article(f"{article}.{ordinal}")


def test_a_beginning_that_several_share_is_no_id(index: Index) -> None:
    articles = [hit.article for hit in find(index, limit=None).hits if hit.path == "ten.jsonl"]
    with pytest.raises(UnknownIdError, match="several"):
        index.article(min(articles, key=len)[:6])
    assert index.article(min(articles, key=len))[0].id == min(articles, key=len), "the first has the file's own"


def test_articles_that_are_gone_have_no_id(index: Index) -> None:
    hit = find(index, "paraffin").hits[0]
    (index.path.parent / "lamp.txt").unlink()
    index.update()
    for identifier in (hit.id, hit.article, hit.article[:6]):
        with pytest.raises(UnknownIdError):
            index.article(identifier)


# The same again


def test_the_same_corpus_elsewhere_gives_the_same_answers(index: Index, tmp_path: Path) -> None:
    with fill(tmp_path / "another" / "place") as other:
        for query in ("keeper", "rocks lamp", '"the keeper"', "ke*"):
            for mine, its in zip(find(index, query, limit=None).hits, find(other, query, limit=None).hits, strict=True):
                assert replace(mine, source="") == replace(its, source="")


def test_an_index_can_be_moved_with_its_sources(index: Index, tmp_path: Path) -> None:
    before = find(index, limit=None).hits
    index.close()
    shutil.move(tmp_path / "library", tmp_path / "moved")
    with Index(tmp_path / "moved" / ".indexer") as moved:
        after = find(moved, limit=None).hits
        assert [replace(hit, source="") for hit in after] == [replace(hit, source="") for hit in before]
        assert all(hit.source.startswith(str(tmp_path / "moved")) for hit in after)
        assert moved.update().unchanged == 6


def test_searching_again_gives_the_same(index: Index) -> None:
    assert find(index, limit=None) == find(index, limit=None)


@given(
    st.text(max_size=60)
    | st.text(st.sampled_from("ab \"()*?~^:+-.|&![]{}<>=\\/'#%0 title:date:ANDORNOT\u0301日\udcff\0"), max_size=40)
)
def test_any_query_has_an_answer_or_a_place_where_it_is_wrong(
    tmp_path_factory: pytest.TempPathFactory, query: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / "queries"
    with Index(folder / ".indexer") if folder.exists() else fill(folder) as index:
        try:
            find(index, query)
        except QuerySyntaxError as error:
            assert 0 <= error.start < error.end  # noqa: PT017 - most queries are right
        except DateSyntaxError:
            pass
        result = find(index, query, literal=True)
        assert result.total >= len(result.hits)


@pytest.mark.parametrize(
    "query",
    ["keeper " * 2000, "(" * 500 + "keeper" + ")" * 500, "+keeper " * 1000, "k* " * 100, "NOT " * 1000 + "keeper"],
)
def test_long_queries_have_an_answer_or_a_clear_error(index: Index, query: str) -> None:
    with contextlib.suppress(UsageError):
        assert find(index, query).total >= 0
