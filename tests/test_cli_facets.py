"""Are matches counted rightly by author, site, day and so on, and shown so that a person sees it?"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from terminal import stray_controls

from indexer import Article, Index, UsageError
from indexer.cli.printers.counts import bars
from indexer.model.counts import FacetCount
from indexer.searching.facets import FACETS, Facet
from indexer.text.widths import width_of

if TYPE_CHECKING:
    from conftest import Run


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample articles and some more in a second segment, of which two were deleted, and the index."""
    folder = tmp_path_factory.mktemp("library")
    shutil.copytree(Path(__file__).resolve().parents[1] / "corpus", folder / "corpus")
    with Index(folder / ".indexer") as index:
        index.update([folder / "corpus"])
        days = [date(2021, 3, 1), date(2021, 5, 31), None, date(2019, 12, 31), date(2021, 3, 9)]
        index.add(
            Article(
                f"The lamp of the lighthouse, number {number}. " * 60,
                path=f"added/{number % 2}/{number}",
                published=day,
                authors=("Ann Field", "Bo\x1b[2JRay", "Ann Field")[: number + 1],
                site="lamps.example" if number else "",
            )
            for number, day in enumerate(days)
        )
        index.remove(["added/0/4"])
        removed = index.search("lighthouse keeper", limit=1).hits[0]
        (folder / removed.path).unlink()
        index.update()
    return folder


def counted(index: Index, query: str, by: Facet, **how: str) -> tuple[dict[str, tuple[int, int]], tuple[int, int]]:
    """The counts by looking at every hit, and those of hits without a value."""
    articles: dict[str, set[str]] = {}
    passages: Counter[str] = Counter()
    without: set[str] = set()
    others = 0
    for hit in index.search(query, limit=None, per_article=0, duplicates=True, snippets=False, **how).hits:  # type: ignore[arg-type]
        values = {
            "author": list(hit.authors),
            "site": [hit.site] if hit.site else [],
            "language": [hit.language] if hit.language else [],
            "year": [str(hit.published)[:4]] if hit.published else [],
            "month": [str(hit.published)[:7]] if hit.published else [],
            "section": [section] if (section := index.article(hit.id)[0].article.section) else [],
            "folder": [hit.path.rpartition("/")[0] or "."],
        }[by]
        for value in set(values):
            articles.setdefault(value, set()).add(hit.article)
            passages[value] += 1
        if not values:
            without.add(hit.article)
            others += 1
    return {value: (len(found), passages[value]) for value, found in articles.items()}, (len(without), others)


@pytest.mark.parametrize("by", FACETS)
@pytest.mark.parametrize("query", ["lighthouse", "text:*", "the lamp NOT author:field", "zzyzzyx", "date:2019..2021"])
def test_counts_are_those_of_the_hits(library: Path, by: Facet, query: str) -> None:
    with Index(library / ".indexer") as index:
        facets = index.facets(query, by)
        expected, without = counted(index, query, by)
        assert {count.value: count[1:] for count in facets.counts} == expected
        assert facets.without[1:] == without
        assert facets.passages == index.search(query).total
        keys = [(-count.articles, -count.passages, count.value) for count in facets.counts]
        assert keys == sorted(keys)


def test_an_author_who_is_named_twice_counts_once(library: Path) -> None:
    with Index(library / ".indexer") as index:
        counts = {count.value: count for count in index.facets("added lamp", "author").counts}
        assert counts["Ann Field"].articles == 4


def test_days_limit_what_is_counted(library: Path) -> None:
    with Index(library / ".indexer") as index:
        facets = index.facets("text:*", "year", since=2020, until="2021-06")
        expected, without = counted(index, "text:*", "year", since="2020", until="2021-06")
        assert {count.value: count[1:] for count in facets.counts} == expected
        assert set(expected) == {"2020", "2021"}
        assert without == facets.without[1:] == (0, 0)


@pytest.mark.parametrize("query", ["lighthouse", "text:*", "zzyzzyx"])
@pytest.mark.parametrize("by", ["month", "year"])
def test_a_timeline_has_every_month_or_year_in_order(library: Path, query: str, by: Facet) -> None:
    with Index(library / ".indexer") as index:
        timeline = index.timeline(query, by)  # type: ignore[arg-type]
        expected, undated = counted(index, query, by)
        values = [count.value for count in timeline.counts]
        assert {count.value: count[1:] for count in timeline.counts if count.passages} == expected
        assert (timeline.undated.articles, timeline.undated.passages) == undated
        assert values == sorted(values)
        if expected:
            years = range(int(min(expected)[:4]), int(max(expected)[:4]) + 1)
            every = [str(year) if by == "year" else f"{year}-{month:02d}" for year in years for month in range(1, 13)]
            assert values == [one for one in dict.fromkeys(every) if min(expected) <= one <= max(expected)]


def test_a_timeline_is_one_of_months_where_they_are_few(library: Path) -> None:
    with Index(library / ".indexer") as index:
        assert index.timeline("text:*").by == "year"
        assert index.timeline("text:*", since="2018-03", until="2022-02").by == "month"
        assert index.timeline("zzyzzyx").counts == ()


def test_an_empty_index_has_no_counts(tmp_path: Path) -> None:
    with Index(tmp_path / "index") as index:
        index.add([Article("A lamp.", path="lamp")])
        index.remove(["lamp"])
        for by in get_args(Facet):
            assert index.facets("lamp", by).counts == ()
        assert index.timeline("lamp").counts == ()


def test_the_caller_s_mistakes_are_named(library: Path) -> None:
    with Index(library / ".indexer") as index:
        with pytest.raises(UsageError, match="by must be"):
            index.facets("lamp", "colour")  # type: ignore[arg-type]
        with pytest.raises(UsageError, match="by must be"):
            index.timeline("lamp", "week")  # type: ignore[arg-type]
        with pytest.raises(UsageError, match="query must be"):
            index.facets(7, "year")  # type: ignore[arg-type]


# At the shell


@pytest.mark.parametrize("command", [["facets", "--by", "author", "-n", "0"], ["timeline", "--by", "month"]])
def test_text_json_and_csv_say_the_same(run: Run, library: Path, command: list[str]) -> None:
    data = json.loads(run(*command, "lighthouse", "lamp", "--format", "json", cwd=library).stdout)
    without = "without" if command[0] == "facets" else "undated"
    assert data.keys() == {"schema", "query", "by", "articles", "passages", without, "values"}
    assert (data["schema"], data["query"]) == (1, "lighthouse lamp")
    rows = list(csv.DictReader(io.StringIO(run(*command, "lighthouse", "lamp", "--format", "csv", cwd=library).stdout)))
    assert [tuple(row) for row in rows[:1]] == [(data["by"], "articles", "passages")]
    assert [int(row["passages"]) for row in rows] == [value["passages"] for value in data["values"]]
    done = run(*command, "lighthouse", "lamp", cwd=library)
    assert done.returncode == 0
    for value in data["values"]:
        if value["articles"]:
            shown = value["value"].replace("\x1b", "\ufffd")
            (line,) = (line for line in done.stdout.splitlines() if shown in line and str(value["passages"]) in line)
            assert str(value["articles"]) in line


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_values_cannot_act_on_the_terminal(run: Run, library: Path, form: str) -> None:
    done = run("facets", "lamp", "--by", "author", "-n", "0", "--format", form, cwd=library)
    assert "Ray" in done.stdout
    assert stray_controls(done.stdout) == []


def test_what_is_left_out_is_said(run: Run, library: Path) -> None:
    done = run("facets", "text:*", "--by", "author", "-n", "2", cwd=library)
    assert len(done.stdout.splitlines()) == 3
    assert re.search(r"^\d+ more values: -n 0$", done.stderr, re.MULTILINE)
    assert re.search(r"^\d+ matching articles? ha\w+ no author$", done.stderr, re.MULTILINE)
    assert "no date" in run("timeline", "text:*", cwd=library).stderr
    assert run("facets", "text:*", "--by", "author", "-n", "2", "-q", cwd=library).stderr == ""


@pytest.mark.parametrize("options", [[], ["--literal"], ["--since", "2020"]])
@pytest.mark.parametrize("command", [["facets", "--by", "author"], ["timeline"]])
def test_without_a_query_all_articles_are_counted(
    run: Run, library: Path, command: list[str], options: list[str]
) -> None:
    done = run(*command, *options, "--format", "json", cwd=library)
    everything = run(
        *command, *[one for one in options if one != "--literal"], "--format", "json", "text:*", cwd=library
    )
    assert done.returncode == 0
    assert json.loads(done.stdout) == json.loads(everything.stdout) | {"query": ""}
    assert done.stderr == everything.stderr


@pytest.mark.parametrize("command", [["facets", "--by", "site"], ["timeline"]])
@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_exit_codes_are_those_of_a_search(run: Run, library: Path, command: list[str], form: str) -> None:
    assert run(*command, "lighthouse", "--format", form, cwd=library).returncode == 0
    none = run(*command, "zzyzzyx", "--format", form, cwd=library)
    assert (none.returncode, none.stderr) == (1, 'nothing found\nno passage has "zzyzzyx"\n')
    for wrong in (['"open'], ["--since", "2020", "--until", "2019", "lamp"], ["--format", "paths", "lamp"]):
        done = run(*command, *wrong, cwd=library)
        assert (done.returncode, done.stdout) == (2, "")
        assert "hint: " in done.stderr


def test_a_word_with_a_dash_has_the_same_hint_as_in_a_search(run: Run, library: Path) -> None:
    done = run("timeline", "lamp", "-keeper", cwd=library)
    assert done.returncode == 2
    assert "NOT word" in done.stderr


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_bars_fit_the_terminal(run: Run, library: Path, columns: int) -> None:
    lines = run("timeline", "text:*", cwd=library, terminals=["stdout"], columns=columns, lines=99).stdout.splitlines()
    assert max(map(width_of, lines)) <= columns
    assert max(line.count("█") for line in lines) > (columns - 30) * 0.9


def test_bars_are_drawn_in_letters_where_the_terminal_has_no_others(run: Run, library: Path) -> None:
    out = run("timeline", "text:*", cwd=library, encoding="ascii").stdout
    assert "####" in out
    assert "??" not in out


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60), st.integers(30, 120))
def test_a_longer_bar_is_more(numbers: list[int], width: int) -> None:
    counts = [FacetCount(f"{2000 + place}", number, number) for place, number in enumerate(numbers)]
    lines = list(bars("year", counts, width, "utf-8"))[1:]
    assert all(len(line) <= width for line in lines)
    found = {line.split()[0]: line.partition("  ")[2] for line in lines}
    lengths = {
        value: sum("▏▎▍▌▋▊▉█".index(char) + 1 for char in line if char in "▏▎▍▌▋▊▉█") for value, line in found.items()
    }
    shown = [(count.articles, lengths[count.value]) for count in counts if count.articles]
    assert all(length > 0 for _, length in shown)
    assert [length for _, length in sorted(shown)] == sorted(length for _, length in shown)


@pytest.mark.parametrize("query", ["text:*", "zzyzzyx", "lamp & <b>\x1b ]]>"])
def test_a_picture_is_self_contained_and_for_light_and_dark(run: Run, library: Path, query: str) -> None:
    literal = ["--literal"] if "&" in query else []
    done = run("timeline", query, *literal, "--format", "svg", cwd=library)
    root = ET.fromstring(done.out)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not re.search(r"href|url\(|@import|<script", done.stdout)
    assert "prefers-color-scheme: dark" in done.stdout
    texts = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == query.replace("\x1b", "\ufffd")
    data = json.loads(run("timeline", query, *literal, "--format", "json", cwd=library).stdout)
    rows = [element for element in root.iter("{http://www.w3.org/2000/svg}rect") if element.get("class") == "bar"]
    values = [value["articles"] for value in data["values"] if value["articles"]]
    heights = [float(row.get("height", 0)) for row in rows]
    assert len(heights) == len(values)
    for height, value in zip(heights, values, strict=True):
        assert height / max(heights) == pytest.approx(value / max(values), abs=0.01)
