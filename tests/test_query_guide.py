"""Does every example of the guide to queries find what it says in the sample articles?"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import REPOSITORY
from terminal import stray_controls

from indexer import Article, Index
from indexer.cli.query_guide import GUIDE, guide
from indexer.querying import fields, parse
from indexer.querying.tree import FILTERS

if TYPE_CHECKING:
    from conftest import Run

TODAY = date(2023, 2, 28)

FOUND = {
    "lighthouse keeper": ["fresnel-lighthouse-lens", "bees-and-pollination"],
    "=keepers": ["fresnel-lighthouse-lens", "bees-and-pollination"],
    '"sun valve"': ["fresnel-lighthouse-lens"],
    '"sun gas"~5': ["fresnel-lighthouse-lens"],
    "bull's-eye": ["fresnel-lighthouse-lens"],
    "first-order": ["fresnel-lighthouse-lens"],
    "photogr*": ["drawing-with-light", "smallpox-eradication"],
    "wom?n": ["history-of-the-bicycle", "coffee-houses-of-europe"],
    "gutenburg~": ["printing-press-mainz"],
    "gutemburg~2": ["printing-press-mainz"],
    "tide NOT moon": ["why-the-sea-rises-twice-a-day", "fresnel-lighthouse-lens"],
    "tide -moon": ["why-the-sea-rises-twice-a-day", "fresnel-lighthouse-lens"],
    "+tide moon": ["why-the-sea-rises-twice-a-day", "fresnel-lighthouse-lens"],
    "storm AND (gale OR wind)": ["fitzroy-weather-forecast", "bridges-and-boats"],
    "moon NEAR/9 (tide OR sea)": ["why-the-sea-rises-twice-a-day", "measuring-longitude"],
    "title:canal": ["panama-canal-staircase"],
    "caption:lens": ["fresnel-lighthouse-lens"],
    "text:valve title:moon": ["fresnel-lighthouse-lens"],
    "path:news-pasted": [
        *("drawing-with-light", "fitzroy-weather-forecast", "fresnel-lighthouse-lens", "printing-press-mainz"),
        *("railways-and-standard-time", "smallpox-eradication", "suez-canal-short-cut"),
        "why-the-sea-rises-twice-a-day",
    ],
    "language:fr": ["phare-de-cordouan"],
    "from:ann": ["fog"],
    "to:keepers": ["fog"],
    "subject:fog": ["fog"],
}
"""For queries of the guide, the articles that they find, the best first."""

BY_METADATA: dict[str, Callable[[Article], bool]] = {
    "author:marsh": lambda article: any("Marsh" in author for author in article.authors),
    "author:*": lambda article: bool(article.authors),
    'author:"helen marsh"': lambda article: "Helen Marsh" in article.authors,
    "site:reuters": lambda article: article.site == "Reuters",
    "section:science": lambda article: article.section == "Science",
    "kicker:analysis": lambda article: article.kicker == "Analysis",
    "date:2023": lambda article: is_within(article, "2023-01-01", "2023-12-31"),
    "date:2019-06": lambda article: is_within(article, "2019-06-01", "2019-06-30"),
    "date:Feb 2023": lambda article: is_within(article, "2023-02-01", "2023-02-28"),
    "date:2010s": lambda article: is_within(article, "2010-01-01", "2019-12-31"),
    "date:2019..2021-09": lambda article: is_within(article, "2019-01-01", "2021-09-30"),
    "date:>=2021": lambda article: is_within(article, "2021-01-01", "9999-12-31"),
    "date:<1 May 2020": lambda article: is_within(article, "0001-01-01", "2020-04-30"),
    "date:last week": lambda article: is_within(article, "2023-02-20", "2023-02-26"),
}
"""For the others, what is known of each article that they find."""


def is_within(article: Article, first: str, last: str) -> bool:
    return article.published is not None and first <= article.published.isoformat() <= last


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The sample articles and a mail."""
    folder = tmp_path_factory.mktemp("guide")
    shutil.copytree(REPOSITORY / "corpus", folder / "corpus", ignore=shutil.ignore_patterns("README.md"))
    (folder / "fog.eml").write_text(
        "From: Ann Lee <ann@lamps.example>\nTo: keepers@coast.example\n"
        "Subject: Fog tonight\n\nThe horn is out of order.\n"
    )
    index = Index(folder / ".indexer")
    index.update([folder])
    return index


def found_by(index: Index, query: str) -> list[str]:
    """The names of the files in which a query finds something, the best first."""
    hits = index.search(query, limit=None, per_article=1, duplicates=True, today=TODAY).hits
    return list(dict.fromkeys(name_of(hit.path) for hit in hits))


EXAMPLES = [query for _, examples in GUIDE for example in examples for query in example.queries]


@pytest.mark.parametrize("query", EXAMPLES)
def test_an_example_of_the_guide_finds_what_it_says(index: Index, query: str) -> None:
    found = found_by(index, query)
    assert found
    if query in BY_METADATA:
        fit = {name_of(one.article.path) for one in index.export() if BY_METADATA[query](one.article)}
        assert set(found) == fit
    elif query in FOUND:
        assert found == FOUND[query]
    else:
        assert query == "moon^3 canal"


def name_of(path: str) -> str:
    return Path(path).name.partition(".")[0]


def test_a_weight_of_the_guide_changes_the_order(index: Index) -> None:
    assert found_by(index, "moon^3 canal")[0] == "why-the-sea-rises-twice-a-day"
    assert found_by(index, "moon canal^3")[0] == "panama-canal-staircase"


def test_what_the_notes_of_the_guide_say_is_true(index: Index) -> None:
    page = " ".join(guide(100).split())
    filters = re.search("What follows (.+?) only chooses passages", page)
    assert filters is not None
    assert set(re.findall(r"\w+", filters[1])) - {"or"} == FILTERS
    for word in ("don't", "C++", "3.5%", "U.S.", "a.org/b"):
        assert word in page
        parse(word, today=TODAY)
    shell = re.findall(r"indexer search (.+?)(?:, and|\.$)", page)
    assert len(shell) == 2
    for line in shell:
        words = shlex.split(line)
        assert index.search(" ".join(word for word in words if word != "--")).total


def test_every_field_and_sign_of_the_language_is_in_the_guide() -> None:
    page = guide(100)
    assert {name for name in fields() if f"{name}:" not in page} == set()
    for sign in (
        '"',
        "~",
        "=",
        "*",
        "?",
        "+",
        " -",
        "^",
        "(",
        "AND",
        "OR",
        "NOT",
        "..",
        ">=",
        "<",
        "--literal",
        "--all",
    ):
        assert sign in page


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_the_guide_is_one_page(run: Run, columns: int) -> None:
    done = run("help", "query", columns=columns)
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(len, done.stdout.splitlines())) <= min(columns, 100)
    assert done.stdout.count("\n") <= (66 if columns == 60 else 48)
    assert not stray_controls(done.stdout)


def test_help_shows_the_help_of_commands(run: Run) -> None:
    assert run("help").stdout == run("--help").stdout
    assert run("help", "search").stdout == run("search", "--help").stdout
    assert run("help", "help").stdout == run("help", "--help").stdout


def test_help_on_nothing_that_there_is_says_what_there_is(run: Run) -> None:
    done = run("help", "serch")
    assert done.returncode == 2
    assert done.stderr == ("error: no help on serch\nhint: topics: query, rules; all commands: indexer help\n")


def test_a_search_without_a_query_names_the_guide(run: Run) -> None:
    assert "indexer help query" in run("search", "--help").stdout
