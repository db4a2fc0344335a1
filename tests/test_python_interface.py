"""How does a Python program use all this?"""

from __future__ import annotations

import copy
import dataclasses
import importlib.resources
import pickle
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import indexer
from indexer import Article, Hit, Index, IndexerError, IndexReport, SearchResult
from indexer.errors import NoIndexError, UsageError


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "a.txt").write_text("The keeper lit the lamp at dusk. He wrote nothing down.\n")
    (folder / "b.json").write_text(
        '{"title": "Gale", "author": "Ana Ruiz", "date": "2022-03-04", "text": "A gale took the roof off."}'
    )
    return folder


def test_as_the_documentation_shows(tmp_path: Path, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Index("articles.index") as index:
        report = index.update(["sources"])
        hits = index.search("gale roof", limit=3).hits
    assert isinstance(report, IndexReport)
    assert report.added == 2
    (hit,) = hits
    assert (hit.title, hit.authors, hit.published, hit.path) == (
        "Gale",
        ("Ana Ruiz",),
        date(2022, 3, 4),
        "sources/b.json",
    )
    assert hit.source == str(sources / "b.json")
    assert hit.score > 0


def test_the_words_of_a_query_are_found_in_an_article(tmp_path: Path) -> None:
    text = "Die Häuser stehen am Hafen.\n\nViele kamen zu den Häusern."
    with Index(tmp_path / "x") as index:
        index.add([Article(text, title="Das Haus", path="hafen", language="de")])
        stored, _ = index.article("hafen")
        found = index.highlights("Haus hafen -Viele date:2019", stored)
        assert found.sought == ("Haus", "hafen")
        assert [stored.article.title[start:end] for start, end in found.title] == ["Haus"]
        marked = [
            part.text[start:end]
            for part, ranges in zip(stored.passages, found.passages, strict=True)
            for start, end in ranges
        ]
        assert marked == ["Häuser", "Hafen", "Häusern"]
        assert index.highlights("date:2019", stored).sought == ()
        assert index.highlights("xylophone", dataclasses.replace(stored, passages=())).passages == ()
        assert index.highlights("Haus -Hafen", stored, literal=True).sought == ("Haus", "-Hafen")
        with pytest.raises(UsageError, match="stored must be an article as the method article gives it"):
            index.highlights("Haus", stored.article)  # type: ignore[arg-type]
        with pytest.raises(UsageError, match="query must be a text"):
            index.highlights(None, stored)  # type: ignore[arg-type]
        with pytest.raises(UsageError, match="mode must be"):
            index.highlights("Haus", stored, mode="none")  # type: ignore[arg-type]


def test_what_is_public_is_there() -> None:
    assert indexer.__all__ == sorted(indexer.__all__)
    for name in indexer.__all__:
        assert getattr(indexer, name) is not None
    with pytest.raises(AttributeError, match="nonsense"):
        indexer.nonsense  # noqa: B018


def test_the_package_is_typed() -> None:
    assert importlib.resources.files("indexer").joinpath("py.typed").is_file()


@pytest.mark.parametrize("value", [Article, Hit, SearchResult, IndexReport, indexer.Passage, indexer.Snippet])
def test_values_cannot_be_changed(value: type) -> None:
    assert dataclasses.is_dataclass(value)
    assert value.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_paths_may_be_texts_or_paths(tmp_path: Path, sources: Path) -> None:
    assert Index(str(tmp_path / "one")).update([str(sources)]).added == 2
    assert Index(tmp_path / "two").update([sources / "a.txt", sources / "b.json"]).added == 2


def test_an_index_knows_whether_it_exists(tmp_path: Path, sources: Path) -> None:
    index = Index(tmp_path / "index")
    assert index.path == tmp_path / "index"
    assert not index.exists()
    index.update([sources])
    assert index.exists()


def test_an_object_can_be_used_after_it_was_closed(tmp_path: Path, sources: Path) -> None:
    with Index(tmp_path / "index") as index:
        index.update([sources])
        assert index.search("keeper").total == 1
    assert index.search("keeper").total == 1
    index.close()
    index.close()


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
@pytest.mark.parametrize("is_open", [False, True])
def test_a_copy_has_files_of_its_own(
    tmp_path: Path, sources: Path, again: Callable[[Index], Index], is_open: bool
) -> None:
    index = Index(tmp_path / "index")
    index.update([sources])
    if is_open:
        assert index.search("keeper").total == 1
    other = again(index)
    assert other.search("keeper").total == 1
    other.close()
    assert index.search("lamp").total == 1
    index.close()
    assert other.search("roof").total == 1


def everything(index: Index, sources: Path) -> Iterator[Any]:
    """What each of the methods gives back."""
    result = index.search("keepr lamp", explain=True)
    yield from (
        *index.search("roof").hits,
        result,
        *result.hits,
        result.hits[0].address,
        index.search("roof", since=2022),
        index.count("lamp"),
    )
    stored, _ = index.article(result.hits[0].id)
    yield from (stored, index.highlights("lamp", stored), index.similar(stored.id), next(index.export("lamp")))
    yield from (index.facets(None, "author"), index.timeline(None), index.terms("l"), index.statistics())
    yield from (
        index.overrides(),
        index.preview(),
        index.preview([sources], rebuild=True),
        index.update(),
        index.check(),
    )


def test_what_is_given_back_is_copied_compared_and_hashed(tmp_path: Path, sources: Path) -> None:
    index = Index(tmp_path / "index")
    index.update([sources])
    for value in everything(index, sources):
        assert copy.deepcopy(value) == pickle.loads(pickle.dumps(value)) == copy.copy(value) == value
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            assert dataclasses.replace(value) == value
            assert dataclasses.asdict(value)
            assert hash(copy.deepcopy(value)) == hash(value)


@pytest.mark.parametrize("options", [{}, {"snippets": False}, {"order": "passages"}])
def test_a_hit_has_its_fields_and_no_others(tmp_path: Path, sources: Path, options: dict[str, Any]) -> None:
    index = Index(tmp_path / "index")
    index.update([sources])
    (hit,) = index.search("roof", **options).hits
    assert vars(hit).keys() == {field.name for field in dataclasses.fields(Hit)}
    assert Hit(**vars(hit)) == hit


@pytest.mark.parametrize(
    "call",
    [
        lambda index: index.search("(keeper"),
        lambda index: index.search("nosuch:keeper"),
        lambda index: index.search("keeper", since="some day"),
        lambda index: index.search("keeper", since="Febuary 2019"),
        lambda index: index.search("keeper", limit="ten"),
        lambda index: index.article("nosuchid"),
        lambda index: index.update(["no such file"]),
        lambda index: Index(index.path / "none").search("keeper"),
    ],
)
def test_an_error_passes_from_one_process_to_another(
    tmp_path: Path, sources: Path, call: Callable[[Index], object]
) -> None:
    index = Index(tmp_path / "index")
    index.update([sources])
    with pytest.raises(IndexerError) as caught:
        call(index)
    for other in (pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value)):
        assert type(other) is type(caught.value)
        assert (str(other), other.hint, vars(other)) == (str(caught.value), caught.value.hint, vars(caught.value))


@pytest.mark.parametrize(
    "change",
    [
        lambda index, _: index.close(),
        lambda index, _: index.add([Article("The keeper spoke.", path="new")]),
        lambda index, _: index.compact(),
        lambda index, sources: index.rebuild([sources]),
        lambda index, _: index.drop_all(),
        lambda index, _: (Index(index.path).add([Article("The keeper spoke.", path="new")]), index.search("keeper")),
    ],
)
def test_an_export_that_was_begun_is_of_one_commit(
    tmp_path: Path, sources: Path, change: Callable[[Index, Path], object]
) -> None:
    index = Index(tmp_path / "index")
    index.update([sources])
    expected = list(index.export())
    export = index.export()
    given = [next(export)]
    change(index, sources)
    assert [*given, *export] == expected


def test_writing_and_searching_take_turns(tmp_path: Path, sources: Path) -> None:
    with Index(tmp_path / "index") as index:
        index.update([sources])
        for number in range(5):
            assert index.search("keeper", limit=None).total == number + 1
            index.add([Article("The keeper spoke.", path=str(number))])


@pytest.mark.usefixtures("sources")
def test_the_current_folder_may_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    index = Index("index")
    index.update(["sources"])
    monkeypatch.chdir("/")
    assert index.search("keeper").total == 1
    assert index.update().unchanged == 2


def test_objects_in_several_threads_do_not_mix(tmp_path: Path, sources: Path) -> None:
    Index(tmp_path / "index").update([sources])
    totals: list[int] = []

    def search() -> None:
        with Index(tmp_path / "index") as index:
            totals.extend(index.search("keeper").total for _ in range(20))

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert totals == [1] * 80


def test_statistics_say_what_the_index_holds(tmp_path: Path, sources: Path) -> None:
    (sources / "c.xls").write_text("What is this?")
    (sources / "d.json").write_text("{")
    (sources / "e.txt").write_text((sources / "a.txt").read_text())
    index = Index(tmp_path / "index")
    index.update([sources])
    index.add([Article("Elsewhere it rained.", path="radio")])
    statistics = index.statistics()
    assert statistics.index == str(index.path)
    assert (statistics.files, statistics.articles, statistics.passages, statistics.passage_words) == (3, 3, 3, 120)
    text = sum(len(hit.text.split()) for hit in index.search("keeper gale elsewhere").hits)
    assert statistics.words == text
    assert statistics.roots == (str(sources),)
    assert statistics.skipped == {"duplicate": 1, "unsupported format": 1}
    assert sum(statistics.failed.values()) == 1
    assert statistics.size == sum(file.stat().st_size for file in index.path.rglob("*"))
    assert date.fromisoformat(statistics.updated[:10])


def test_progress_is_told(tmp_path: Path, sources: Path) -> None:
    told: list[tuple[int, int, int, int]] = []

    def progress(*, files: int, total_files: int, bytes_: int, total_bytes: int) -> None:
        told.append((files, total_files, bytes_, total_bytes))

    Index(tmp_path / "index").update([sources], progress=progress)
    size = sum(file.stat().st_size for file in sources.iterdir())
    assert told[-1] == (2, 2, size, size)
    assert told == sorted(told)


@pytest.mark.parametrize(
    "call",
    [
        lambda index, _: index.update(["/no/such/folder"]),
        lambda index, _: index.update([]),
        lambda index, sources: index.update([sources], passage_words=0),
        lambda index, sources: index.update([sources], passage_words=-5),
        lambda index, _: index.add([Article("Words.", path="a")], passage_words=0),
    ],
)
def test_what_cannot_be_done_is_said_and_makes_nothing(
    tmp_path: Path, sources: Path, call: Callable[[Index, Path], object]
) -> None:
    index = Index(tmp_path / "index")
    with pytest.raises(UsageError):
        call(index, sources)
    assert not index.path.exists()


def test_without_an_index_there_is_nothing_to_rebuild(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    with pytest.raises(IndexerError):
        index.rebuild()
    assert not index.path.exists()


def test_what_the_folder_is_named_does_not_matter(tmp_path: Path, sources: Path) -> None:
    for name in ("with space", "ünïcode", "-dash", "a.b.c", "MAIN_x", "manifest-1.jsonl"):
        with Index(tmp_path / name) as index:
            index.update([sources])
            index.rebuild()
            assert index.search("keeper").total == 1


def test_errors_have_one_root() -> None:
    assert issubclass(NoIndexError, IndexerError)
    assert NoIndexError("x").hint


def test_the_sample_articles_can_be_indexed_and_searched(tmp_path: Path, corpus: Path) -> None:
    with Index(tmp_path / "index") as index:
        report = index.update([corpus])
        assert report.added > 10
        assert report.failed == {}
        for word in ("the", "and", "year"):
            for hit in index.search(word, limit=None, literal=True).hits:
                stored, ordinal = index.article(hit.id)
                assert ordinal == hit.ordinal
                assert stored.article.text[hit.start : hit.end] == hit.text
        assert index.update().unchanged == report.added


def test_real_collections_can_be_indexed(tmp_path: Path, data: Path) -> None:
    """What people really have: nothing may end the run."""
    with Index(tmp_path / "index") as index:
        report = index.update([data / "zoo"], jobs=2)
        assert report.added > 50
        assert not [reason for reason in report.failed.values() if "internal error" in reason]
        assert index.search("the government", limit=5).total > 0
        assert index.update().added == 0
