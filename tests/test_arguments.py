"""Is what a caller gets wrong blamed on the argument, and what is plainly meant taken so?"""

from __future__ import annotations

import contextlib
import dataclasses
import inspect
import pathlib
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import indexer
from indexer import Article, DateSyntaxError, Index, IndexerError, QuerySyntaxError, UnknownIdError, UsageError
from indexer.model.articles import BlockSpan, LineSpan


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with Index(tmp_path_factory.mktemp("made") / "index") as made:
        made.add([Article("The baker baked bread.", path="good", published=date(2019, 5, 1))])
    return made.path


@pytest.fixture
def index(made: Path, tmp_path: Path) -> Iterator[Index]:
    shutil.copytree(made, tmp_path / "index")
    with Index(tmp_path / "index") as opened:
        yield opened


def article(**values: Any) -> Article:
    """An article, of which a caller without type checks can give any value."""
    return Article(**({"text": "The baker baked rolls.", "path": "new"} | values))


def committed(index: Index) -> list[tuple[str, int]]:
    """The files of the index, which no refused call may change."""
    return sorted((file.name, file.stat().st_mtime_ns) for file in index.path.iterdir())


# Articles


class OwnDate(date):
    """A day of another library's."""


class NotATime(datetime):
    """pandas' NaT: a datetime without a day."""

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True

    __hash__ = datetime.__hash__

    def date(self) -> date:
        raise ValueError


NOT_A_TIME = NotATime(1970, 1, 1)


@pytest.mark.parametrize(
    ("published", "day"),
    [
        (datetime(2020, 1, 1, 5), date(2020, 1, 1)),  # noqa: DTZ001 - a zone would change nothing
        ("2020-01-01", date(2020, 1, 1)),
        ("2020-01-01T05:00:00Z", date(2020, 1, 1)),
        ("4 May 2021", date(2021, 5, 4)),
        ("27/02/2019", date(2019, 2, 27)),
        ("27\xa0February\n2019", date(2019, 2, 27)),
        (OwnDate(2020, 1, 1), date(2020, 1, 1)),
        (np.datetime64("2020-01-01T05:00:00.123456789"), date(2020, 1, 1)),
        (np.datetime64("NaT"), None),
        (NOT_A_TIME, None),
        ("", None),
        (None, None),
    ],
)
def test_a_day_that_is_plainly_meant_is_taken(index: Index, published: Any, day: date | None) -> None:
    for values in ({"published": published}, {"published": published, "modified": published}):
        index.add([article(**values)])
        (hit,) = index.search("rolls").hits
        assert hit.published == day
        assert type(hit.published) in {date, type(None)}
        assert index.article(hit.id)[0].article.published == day


@pytest.mark.parametrize(
    "values",
    [
        {"text": None},
        {"text": b"bytes"},
        {"text": ["a", "b"]},
        {"title": 5},
        {"title": b"bytes"},
        {"kicker": 5},
        {"site": ["a"]},
        {"language": 7},
        {"url": b"http://a.org"},
        {"section": 1.5},
        {"description": ...},
        {"authors": 5},
        {"authors": b"Ann Lee"},
        {"authors": {"name": "Ann Lee"}},
        {"authors": ["Ann Lee", None]},
        {"authors": [["Ann Lee"]]},
        {"captions": [5]},
        {"published": 5},
        {"published": True},
        {"published": "2020"},
        {"published": "03/04/2020"},
        {"published": "some day"},
        {"published": "2020-02-31"},
        {"published": "2020\0"},
        {"published": "2020-02-28 " * 50_000},
        {"published": np.datetime64("-0044-03-15")},
        {"published": ["2020-01-01"]},
        {"modified": b"2020-01-01"},
        {"spans": [(0, 1, 1)]},
        {"spans": [LineSpan(5, 1, 1), LineSpan(0, 2, 2)]},
        {"spans": [LineSpan(0, 2, 1)]},
        {"spans": [LineSpan(None, 1, 1)]},  # type: ignore[arg-type]
        {"blocks": [BlockSpan(-1, "row")]},
        {"blocks": 5},
        {"blocks": [BlockSpan(0, "verse")]},  # type: ignore[arg-type]
        {"blocks": [BlockSpan(5, "row"), BlockSpan(4, "row")]},
        {"removed": ["a line"]},
        {"part": None},
        {"precision": "hour"},
        {"part": "#1\0"},
        {"part": "page 3"},
        {"authors": np.array("Ann Lee")},
    ],
    ids=str,
)
def test_a_wrong_value_is_blamed_on_its_article_and_field(index: Index, values: dict[str, Any]) -> None:
    before = committed(index)
    with pytest.raises(UsageError) as caught:
        index.add([article(path="first"), article(**values)])
    assert "articles[1]" in str(caught.value)
    assert "'new'" in str(caught.value)
    (field,) = values
    assert field in str(caught.value)
    assert len(str(caught.value)) < 200
    assert str(caught.value).isprintable()
    assert committed(index) == before, "nothing of the batch is added"
    assert index.search("rolls").total == 0


@pytest.mark.parametrize("path", [None, "", b"", 5, ["a"], "note\0a", b"a\0", "half \ud83d of a pair"], ids=repr)
def test_a_path_that_none_can_have_is_refused(index: Index, path: Any) -> None:
    with pytest.raises(UsageError, match="path"):
        index.add([article(path=path)])
    assert index.remove(["good"]) == 1


def test_a_nul_in_a_path_cannot_reach_another_article(index: Index) -> None:
    index.add([article(path="note")])
    with pytest.raises(UsageError, match="NUL"):
        index.add([article(path="note\0a")])
    with pytest.raises(UsageError, match="NUL"):
        index.remove(["note\0a"])
    assert index.search("baker").total == 2


@pytest.mark.parametrize("path", [pathlib.PurePosixPath("a/b"), b"a/b", "a/b"])
def test_a_path_may_be_a_path_or_bytes(index: Index, path: Any) -> None:
    index.add([article(path=path)])
    assert [hit.path for hit in index.search("rolls").hits] == ["a/b"]
    assert index.remove([path]) == 1


@pytest.mark.parametrize("authors", ["Ann Lee", ["Ann Lee"], iter(["Ann Lee"]), {"Ann Lee"}, ("Ann Lee", " ")])
def test_one_author_may_be_a_text(index: Index, authors: Any) -> None:
    index.add([article(authors=authors)])
    assert [hit.authors for hit in index.search("author:lee").hits] == [("Ann Lee",)]


def test_numbers_of_other_libraries_are_numbers(index: Index) -> None:
    spans = [LineSpan(np.int64(0), np.int32(3), np.uint8(4))]  # type: ignore[arg-type]
    index.add([article(spans=spans, blocks=[BlockSpan(np.int64(0), "paragraph")])])  # type: ignore[arg-type]
    (hit,) = index.search("rolls").hits
    assert (hit.first_line, hit.last_line) == (3, 4)
    assert str(hit.address) == "new:3"
    assert index.article(str(hit.address))[1] == 1
    assert index.article(Path("new"))[0].article.text == "The baker baked rolls."


def test_what_is_none_is_not_known(index: Index) -> None:
    fields = ("title", "kicker", "site", "language", "url", "section", "description", "authors", "captions", "spans")
    index.add([article(**dict.fromkeys(fields))])
    (hit,) = index.search("rolls").hits
    assert (hit.title, hit.authors, hit.site, hit.language, hit.url) == ("new", (), "", "", "")


def test_halves_of_surrogate_pairs_become_replacement_characters(index: Index) -> None:
    fields = dict.fromkeys(("text", "title", "site", "url"), "rolls \ud83d")
    index.add([article(authors=["Ann \udfff"], captions=["\ud800"], **fields)])
    (hit,) = index.search("rolls").hits
    assert (hit.text, hit.title, hit.authors) == ("rolls \ufffd", "rolls \ufffd", ("Ann \ufffd",))


def test_an_article_with_only_a_title_is_found_and_shown(index: Index) -> None:
    for text in ("", " \n"):
        index.add([article(text=text, title="Zebra crossing", path="title")])
        (hit,) = index.search("zebra").hits
        assert (hit.title, hit.text.strip(), hit.ordinal) == ("Zebra crossing", "", 1)
        assert index.search("title:crossing zebras").total == 1
        assert index.article(hit.id)[0].article.title == "Zebra crossing"
        assert index.count("zebra") == {"title": 1}
    assert index.remove("title") == 1
    assert index.search("zebra").total == 0


def test_an_article_with_neither_text_nor_title_has_no_passage(index: Index) -> None:
    assert index.add([article(text="")]) == 0
    assert index.add([article()]) == 1
    assert index.add([article(text="")]) == 0
    assert index.search("rolls").total == 0


@pytest.mark.parametrize(
    "articles", [None, 5, "text", b"bytes", {"a": 1}, [5], [None], ["text"], [{"text": "a"}]], ids=repr
)
def test_what_is_no_article_is_refused(index: Index, articles: Any) -> None:
    with pytest.raises(UsageError, match="articles"):
        index.add(articles)


def test_one_article_may_be_given_alone(index: Index) -> None:
    assert index.add(article()) == 1  # type: ignore[arg-type]
    assert index.search("rolls").total == 1


def test_of_two_articles_with_one_path_none_is_added(index: Index) -> None:
    with pytest.raises(UsageError, match=r"articles\[1\].*'new'"):
        index.add([article(), article()])
    assert index.search("rolls").total == 0


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("turned", [True, False])
def test_of_two_articles_with_one_address_none_is_added(index: Index, together: bool, turned: bool) -> None:
    """Ids are made of addresses."""
    first, second = article(path="a", part="#1"), article(path="a#1")
    if turned:
        first, second = second, first
    if not together:
        index.add([first])
    with pytest.raises(UsageError, match="address 'a#1'"):
        index.add([first, second] if together else [second])
    assert index.search("rolls").total == (0 if together else 1)
    assert not index.check(deep=True).damage
    assert index.add([article(path=first.path), article(path="a#2")]) == 2, "what is replaced has no address any more"


def test_the_address_of_a_part_of_a_file_is_refused(index: Index, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "saved.zip", "w") as archive:
        archive.writestr("b.txt", "The baker baked buns.")
    index.update([tmp_path / "saved.zip"])
    with pytest.raises(UsageError, match=re.escape("saved.zip!/b.txt")):
        index.add([article(path="saved.zip!/b.txt")])
    assert index.add([article(path="saved.zip!/c.txt")]) == 1
    assert not index.check(deep=True).damage


@pytest.mark.parametrize("line", [1, 10**30])
def test_the_address_of_any_line_is_read_again(index: Index, line: int) -> None:
    index.add([article(spans=[LineSpan(0, line, line)])])
    (hit,) = index.search("rolls").hits
    assert index.article(str(hit.address)) == index.article(hit.id)


def test_the_path_of_a_file_is_refused_and_nothing_is_added(index: Index, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A file.")
    index.update([tmp_path / "a.txt"])
    before = committed(index)
    with pytest.raises(UsageError, match=r"'a\.txt'"):
        index.add([article(), article(path="a.txt")])
    assert committed(index) == before
    assert index.search("rolls").total == 0


def test_an_error_of_the_callers_own_is_passed_on_and_adds_nothing(index: Index) -> None:
    def articles() -> Iterator[Article]:
        yield article()
        raise LookupError

    before = committed(index)
    with pytest.raises(LookupError):
        index.add(articles())
    assert committed(index) == before


def test_a_refused_article_makes_no_index(tmp_path: Path) -> None:
    index = Index(tmp_path / "none")
    with pytest.raises(UsageError):
        index.add([article(text=None)])
    assert not index.path.exists()


# Queries


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("limit", value) for value in (2.5, -1, True, "10", b"1", [1], float("nan"), float("inf"), np.True_, 1j)),
        *(("limit", value) for value in (Decimal("sNaN"), Decimal("2.5"), Fraction(1, 3), np.float32("nan"))),
        *(("offset", value) for value in (None, 2.5, -1, True, "1")),
        *(("per_article", value) for value in (None, 0.5, -2, "2")),
        *(("mode", value) for value in ("and", "ALL", "All", "", None, 1, ["all"])),
        *(("literal", value) for value in (None, 1, "no")),
        *(("duplicates", value) for value in (None, 0, "hide")),
        *(("snippet_length", value) for value in (None, 0, -1, 2.5, "80", True)),
        *(("explain", value) for value in (None, 1, "yes")),
        *(("since", value) for value in (True, 5, 20190101, 2019.5, b"2019", "x", "", "2019-13", "..2020", [2019])),
        *(("until", value) for value in (False, -2019, 10_000, "x", ">2019", b"2019")),
        *(("until", value) for value in (NOT_A_TIME, np.datetime64("NaT"), "2019\0")),
        *(("today", value) for value in (2019, "2019", b"2019-01-01", 1.5, NOT_A_TIME)),
    ],
)
def test_a_wrong_argument_of_a_search_is_named(index: Index, name: str, value: Any) -> None:
    with pytest.raises(UsageError, match=name) as caught:
        index.search("baker", **{name: value})
    if name == "mode":
        assert '"any" or "all"' in str(caught.value)
    if name in inspect.signature(index.count).parameters:
        with pytest.raises(UsageError, match=name):
            index.count("baker", **{name: value})


@pytest.mark.parametrize(
    "arguments",
    [
        {"limit": 10.0},
        {"limit": np.int64(3)},
        {"limit": np.float32(3), "offset": Decimal(0), "per_article": Fraction(4, 2)},
        {"literal": np.True_, "snippets": np.False_},
        {"since": np.datetime64("2019-01-01"), "until": OwnDate(2019, 5, 1)},
        {"limit": 10**30, "per_article": 10**30},
        {"since": 2019, "until": 2019},
        {"since": datetime(2019, 1, 1), "until": datetime(2019, 5, 1, 23)},  # noqa: DTZ001
        {"since": "2019", "until": "2019"},
        {"since": np.int32(2019)},
        {"since": "last year", "today": datetime(2020, 3, 3)},  # noqa: DTZ001
        {"today": "2020-01-01"},
    ],
    ids=str,
)
def test_an_argument_that_is_plainly_meant_is_taken(index: Index, arguments: dict[str, Any]) -> None:
    assert [hit.path for hit in index.search("baker", **arguments).hits] == ["good"]


def test_an_offset_beyond_all_hits_gives_none(index: Index) -> None:
    assert index.search("baker", offset=10**30).hits == ()


def test_a_year_is_all_its_days(index: Index) -> None:
    for day in (date(2018, 12, 31), date(2019, 1, 1), date(2019, 12, 31), date(2020, 1, 1)):
        index.add([article(path=str(day), published=day)])
    hits = index.search("rolls", since=2019, until=2019).hits
    assert {hit.path for hit in hits} == {"2019-01-01", "2019-12-31"}


@pytest.mark.parametrize(("since", "until"), [(2020, 2019), ("2020", "2019"), (date(2019, 2, 2), date(2019, 2, 1))])
def test_days_that_run_backwards_are_refused(index: Index, since: Any, until: Any) -> None:
    for method in (index.search, index.count):
        with pytest.raises(UsageError, match="later than until"):
            method("baker", since=since, until=until)


class NoPath:
    """An object that says it is a path."""

    def __fspath__(self) -> Any:
        return 5


def test_an_identifier_that_is_no_path_is_refused(index: Index) -> None:
    for method in (index.article, index.similar):
        with pytest.raises(UsageError, match="identifier"):
            method(NoPath())


@pytest.mark.parametrize("query", [None, 5, b"baker", ["baker"]])
def test_a_query_is_a_text(index: Index, query: Any) -> None:
    for method in (index.search, index.count, index.article):
        with pytest.raises(UsageError, match="must be a text"):
            method(query)


def test_errors_can_be_caught_by_their_names(index: Index) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        index.search("(baker")
    assert (caught.value.start, caught.value.end) == (0, 1)
    with pytest.raises(indexer.UnknownFieldError):
        index.search("nosuch:x")
    with pytest.raises(DateSyntaxError):
        index.search("x", since="some day")
    with pytest.raises(UnknownIdError):
        index.article("nosuchid")


def test_all_errors_are_exported() -> None:
    errors = {
        name for name, value in vars(indexer.errors).items() if isinstance(value, type) and issubclass(value, Exception)
    }
    assert errors <= set(indexer.__all__)
    documented = inspect.getdoc(Index.search) or ""
    for name in ("QuerySyntaxError", "DateSyntaxError", "UnknownFieldError"):
        assert name in documented


# Updates


@pytest.mark.parametrize("call", ["update", "rebuild"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("paths", value) for value in (5, [5], [None], [""], ["a\0"], ["no such file"], ["\ud83d"], np.array("a"))),
        *(("include", value) for value in (5, [5], [b"*.txt"])),
        *(("exclude", value) for value in ({"a": 1}, [None])),
        *(("max_size", value) for value in (-1, None, "50MB", 0.5)),
        *(("passage_words", value) for value in (0, -5, 2.5, "120", 10**9, True)),
        *(("extractor", value) for value in ("foo", "OWN", 5, "")),
        *(("jobs", value) for value in (0, -1, 2.5, None, 1000)),
        *(("wait", value) for value in (-1, None, "1", float("nan"), True, np.True_, -(10**400))),
        *((name, value) for name in ("keep", "drop") for value in ("no such rule", ["share", ".promo"], np.array("x"))),
        ("progress", 5),
    ],
)
def test_a_wrong_argument_of_an_update_is_named(tmp_path: Path, call: str, name: str, value: Any) -> None:
    (tmp_path / "a.txt").write_text("The baker baked bread.")
    index = Index(tmp_path / "index")
    arguments = {"paths": [tmp_path / "a.txt"]} | {name: value}
    with pytest.raises(UsageError) as caught:
        getattr(index, call)(**arguments)
    assert name in str(caught.value) or "no such file" in str(caught.value)
    assert not index.path.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        {"max_size": 5e7},
        {"include": "*.txt"},
        {"include": {"*.txt": 1}.keys(), "exclude": "*.md"},
        {"exclude": None, "wait": 1},
        {"wait": float("inf")},
        {"max_size": 10**30},
    ],
    ids=str,
)
@pytest.mark.parametrize("form", [str, lambda path: str(path).encode(), lambda path: path, lambda path: iter([path])])
def test_one_path_may_be_given_alone(tmp_path: Path, form: Callable[[Path], Any], arguments: dict[str, Any]) -> None:
    (tmp_path / "a.txt").write_text("The baker baked bread.")
    assert Index(tmp_path / "index").update(form(tmp_path / "a.txt"), **arguments).added == 1


@pytest.mark.parametrize("paths", [5, [5], [None], ["\0"], {"a": 1}], ids=repr)
def test_what_is_to_be_removed_is_named_by_paths(index: Index, paths: Any) -> None:
    with pytest.raises(UsageError, match="paths"):
        index.remove(paths)


def test_one_path_to_remove_is_not_taken_letter_by_letter(index: Index) -> None:
    for letter in "god":
        index.add([article(path=letter)])
    assert index.remove("good") == 1
    assert index.search("rolls").total == 3


@pytest.mark.parametrize("path", [None, 5, "", b"", "a\0b", "\ud83d", ["a"]], ids=repr)
def test_an_index_needs_a_path(path: Any) -> None:
    with pytest.raises(UsageError, match="path"):
        Index(path)


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.text(st.characters(categories=["Cs"]), min_size=1),
    st.binary(),
    st.dates(),
    st.datetimes(),
    st.lists(st.one_of(st.none(), st.integers(), st.text()), max_size=3),
    st.dictionaries(st.text(), st.text(), max_size=2),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=st.dictionaries(st.sampled_from([field.name for field in dataclasses.fields(Article)]), ANYTHING),
    options=st.dictionaries(
        st.sampled_from(["limit", "offset", "per_article", "mode", "literal", "since", "until", "duplicates", "today"]),
        ANYTHING,
    ),
)
def test_any_article_and_any_option_is_taken_or_refused_and_leaves_the_index_readable(
    index: Index, fields: dict[str, Any], options: dict[str, Any]
) -> None:
    with contextlib.suppress(UsageError):
        index.add([article(**fields)])
    try:
        index.search("baker rolls", **options)
    except UsageError:
        pass
    except IndexerError as error:
        pytest.fail(f"{type(error).__name__}: {error}")
    hits = index.search("baker OR rolls", limit=None).hits
    assert "good" in {hit.path for hit in hits} or fields.get("path") == "good"
    for hit in hits:
        assert index.article(hit.id)[0].article.path == hit.path
