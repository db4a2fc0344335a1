"""Is all that a query asks for and no passage has named, with what may have been meant?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import Article, Index, UsageError
from indexer.searching.edit_distance import edit_distance

if TYPE_CHECKING:
    from conftest import Run

ARTICLES = (
    Article(
        "David Blunkett has to resign, said the minister. Blunkett was tired.",
        title="Blunkett to resign",
        authors=("Helen Marsh",),
        site="lantern.example",
        section="Politics",
        published=date(2005, 2, 1),
        path="politics",
        captions=("The harbour at dawn",),
    ),
    Article("A blanket is warm. Take a blanket, another blanket and one more blanket.", path="blankets"),
    Article("Blankets again, and a blanket. The blanket was red.", path="more blankets"),
    Article("The espresso machine. An express train.", title="Coffee", path="coffee", authors=("Ann O'Leary",)),
    Article("Express mail, express trains, the express lane.", path="express", kicker="Analysis"),
    Article("General Motors said so. Wi-Fi and wi-fi.", path="motors"),
    Article("The keeper of the light. The keeper of bees.", path="keeper"),
    Article("They don't mind. I don't know, and you can't ask. We can, you can, I can, can you? A cat.", path="don't"),
    Article("Don, t. Walmart sells. Sarbanes and Oxley wrote the Sarbanes-Oxley law.", path="law"),
    Article("Only this, only that. Only they, and only we; they don't.", path="only", site="abc.example"),
    Article("Die Häuser am Hafen. Die alten Häuser stehen am Hafen.", path="hafen", language="de"),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with Index(tmp_path_factory.mktemp("library") / ".indexer") as opened:
        opened.add(ARTICLES)
        yield opened


@pytest.mark.parametrize(
    ("query", "missing"),
    [
        # words: by frequency, and by what is beside them
        ("Blunket", {"Blunket": ("blanket", "blunkett")}),
        ("Blunket resign", {"Blunket": ("blunkett", "blanket")}),
        ("minister -Blunket", {"Blunket": ("blunkett", "blanket")}),
        ("espreso machine", {"espreso": ("espresso", "express")}),
        ("machien", {"machien": ("machine",)}),
        ("=keepr", {"=keepr": ("=keeper",)}),
        ("kepeer~1 zzz", {"kepeer~1": ("keeper",), "zzz": ()}),
        ("qeeper", {"qeeper": ("keeper",)}),
        ("BBCX", {"BBCX": ()}),
        ("20055", {"20055": ()}),
        # two letters of five, beside what occurs with the word alone
        ("David Blant", {"Blant": ()}),
        ("Cofey", {"Cofey": ()}),
        ("machine Cofey", {"Cofey": ("coffee",)}),
        ('"red wes"', {'"red wes"': ()}),
        ('"alten Haesr"', {'"alten Haesr"': ('"alten hauser"',)}),
        ("keepr^3 keeper", {"keepr": ("keeper",)}),
        # phrases and compounds
        ('"Davd Blunket" blanket', {'"Davd Blunket"': ('"david blunkett"',)}),
        ('"keeper light"', {'"keeper light"': ('"keeper light"~9',)}),
        ('"train espresso"', {'"train espresso"': ("train AND espresso",)}),
        ('"keeper motors"', {'"keeper motors"': ()}),
        ("general-motros said", {"general-motros": ("general-motors",)}),
        ("light-keeper", {"light-keeper": ()}),
        ("Sarbanes-Oxly law", {"Sarbanes-Oxly": ("sarbanes-oxley",)}),
        ('"Sarbanes Oxly"', {'"Sarbanes Oxly"': ('"sarbanes oxley"',)}),
        ("wall-mart", {"wall-mart": ("walmart",)}),
        ("zzyzx-oxly", {"zzyzx-oxly": ()}),
        ('"we know they know"', {'"we know they know"': ("we AND know AND they",)}),
        # words near each other, in the field in which they are asked for
        ("keeper NEAR/0 bees", {"keeper NEAR/0 bees": ("keeper AND bees",)}),
        ("title:(blunkett NEAR/0 resign)", {"title:blunkett NEAR/0 resign": ("title:(blunkett AND resign)",)}),
        ("title:(blunkett NEAR/0 (resign OR to))", {}),
        (
            "subject:((blunkett OR coffee) NEAR/0 resign)",
            {"subject:(blunkett OR coffee) NEAR/0 resign": ("subject:((blunkett OR coffee) AND resign)",)},
        ),
        ("title:(blunket NEAR/2 resign)", {"title:blunket NEAR/2 resign": ("title:blunkett NEAR/2 resign",)}),
        ("(text:keepr) NEAR/9 bees", {"(text:keepr) NEAR/9 bees": ("(text:keeper) NEAR/9 bees",)}),
        # an apostrophe that is left out, and words written as one, by frequency
        ("dont", {"dont": ("don't", '"don t"')}),
        ("cant", {"cant": ("can't",)}),
        ("wi-fi", {}),
        ('"keepr"', {'"keepr"': ('"keeper"',)}),
        ("generalmotors", {"generalmotors": ('"general motors"',)}),
        ("author:helenmarsh", {"author:helenmarsh": ()}),
        # patterns
        ("zz* keeper", {"zz*": ()}),
        ("zzzz~ keeper", {"zzzz~": ()}),
        ("well-kn* keeper", {"well-kn*": ()}),
        ("keep* wi-f*", {}),
        # fields
        ("site:acb", {"site:acb": ("site:abc",)}),
        ("author:Marhs", {"author:Marhs": ("author:marsh",)}),
        ('author:"Helen Marhs"', {'author:"Helen Marhs"': ('author:"helen marsh"',)}),
        ("author:(helen marhs)", {"author:marhs": ("author:marsh",)}),
        ("author:O'Laery", {"author:O'Laery": ("author:o'leary",)}),
        ("site:lantrn.example", {"site:lantrn.example": ("site:lantern.example",)}),
        ("section:politcs resign", {"section:politcs": ("section:politics",)}),
        ("kicker:anaylsis", {"kicker:anaylsis": ("kicker:analysis",)}),
        ("title:cofee", {"title:cofee": ("title:coffee",)}),
        ("title:keeper", {"title:keeper": ()}),
        ("title:=keeper", {"title:=keeper": ()}),
        ("title:=cofee", {"title:=cofee": ("title:=coffee",)}),
        ("title:blanket", {"title:blanket": ("title:blunkett",)}),  # not as blankets, which texts alone have
        ('title:"blunket to"', {'title:"blunket to"': ('title:"blunkett to"',)}),
        ("caption:harbuor", {"caption:harbuor": ("caption:harbour",)}),
        ("path:motos", {"path:motos": ("path:motors",)}),
        ("language:fi keeper", {"language:fi": ()}),
        ("date:1850", {"date:1850": ()}),
        ("date:2005", {}),
        # names of fields as they are typed
        ("subject:cofee", {"subject:cofee": ("subject:coffee",)}),
        ("Subject : cofee", {"Subject:cofee": ("Subject:coffee",)}),
        ("subject:=cofee", {"subject:=cofee": ("subject:=coffee",)}),
        ("subject:(cofee author:marhs)", {"subject:cofee": ("subject:coffee",), "author:marhs": ("author:marsh",)}),
        ("text:keepr", {"text:keepr": ("text:keeper",)}),
        ("year:1850", {"year:1850": ()}),
        ("year:1850 keeper", {"year:1850": ()}),
        # what is there
        ("Haus", {}),
        ("us keeper", {"us": ()}),
        ("author:* NOT blanket", {}),
        ("author:marsh blanket", {}),
    ],
)
def test_what_no_passage_has_is_named_with_what_was_meant(
    index: Index, query: str, missing: dict[str, tuple[str, ...]]
) -> None:
    result = index.search(query)
    assert result.missing == missing
    for suggestions in result.missing.values():
        for text in suggestions:
            assert index.search(text, limit=0).total, "what is suggested is found"


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--format", "jsonl"],
        ["--format", "csv"],
        ["--format", "paths"],
        ["--format", "lines"],
        ["-l"],
        ["-c"],
        ["--all"],
        ["-l", "--format", "json"],
    ],
)
def test_every_format_says_what_is_missing(run: Run, index: Index, options: list[str]) -> None:
    done = run("search", *options, "--since", "2004", "Blunket", "resign", "said", cwd=index.path.parent)
    assert 'no passage has "Blunket"; did you mean blunkett or blanket?' in done.stderr.splitlines()
    assert ("1 more matching passage has no date" in done.stderr) == ("--all" not in options)
    assert run("search", "-q", *options, "Blunket", cwd=index.path.parent).stderr == ""


@pytest.mark.parametrize(
    "command", [["facets", "--by", "author"], ["timeline"], ["facets", "--by", "site", "--format", "csv"]]
)
@pytest.mark.parametrize("query", ["Blunket resign", "Blunket"])
def test_counts_say_what_is_missing_too(run: Run, index: Index, command: list[str], query: str) -> None:
    done = run(*command, query, cwd=index.path.parent)
    assert 'no passage has "Blunket"; did you mean ' in done.stderr
    assert done.returncode == (0 if " " in query else 1)


def test_json_has_it_in_its_object(run: Run, index: Index) -> None:
    done = run("search", "--format", "json", "Blunket", "resign", cwd=index.path.parent)
    assert done.stderr == ""
    assert json.loads(done.stdout)["missing"] == {"Blunket": ["blunkett", "blanket"]}


def test_quotation_marks_are_not_doubled(run: Run, index: Index) -> None:
    done = run("search", '"Davd Blunket"', "author:Marhs", cwd=index.path.parent)
    assert 'no passage has "Davd Blunket"; did you mean "david blunkett"?' in done.stderr.splitlines()
    assert 'no passage has "author:Marhs"; did you mean author:marsh?' in done.stderr.splitlines()


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("", "", 0),
        ("", "ab", 2),
        ("ab", "ab", 0),
        ("ab", "ba", 1),
        ("keeper", "kepeer", 1),
        ("keeper", "keepers", 1),
        ("kitten", "sitting", 3),
        ("ca", "abc", 3),
    ],
)
def test_letters_that_are_swapped_are_one_edit(one: str, other: str, edits: int) -> None:
    for first, second in ((one, other), (other, one)):
        assert edit_distance(first, second, transpositions=True) == edits


WORDS = st.sampled_from(
    'Blunket keepr "keeper lihgt" author:marhs zz* keepr~ wi-fii O\'Laery date:1850 language:fi NOT OR ( ) + - '
    "title:cofee =keepr 語 日本語 us u.s. path:a.b site:* \ud800 é".split(" ")
)


@given(st.lists(WORDS | st.text(max_size=8), max_size=6).map(" ".join))
def test_any_query_gets_suggestions_that_are_found(index: Index, query: str) -> None:
    try:
        result = index.search(query, limit=1)
    except UsageError:
        result = index.search(query, limit=1, literal=True)
    for suggestions in result.missing.values():
        assert len(suggestions) <= 3
        for text in suggestions:
            assert index.search(text, limit=0).total
