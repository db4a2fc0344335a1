"""What does the person ask?"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from conftest import examples
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st
from searchers import searching

from indexer.engine import queries
from indexer.engine.searcher import Searcher
from indexer.errors import QuerySyntaxError, UnknownFieldError
from indexer.fields.names import path_of_group
from indexer.model.articles import Article
from indexer.querying import (
    Compound,
    Fuzzy,
    Mode,
    Pattern,
    Phrase,
    Query,
    Term,
    compile_query,
    fields,
    lexing,
    parse,
    query_words,
    with_parts,
)
from indexer.querying.tree import Days

TODAY = date(2024, 3, 31)

PASSAGES = {
    "orchard": Article(
        title="An orchard keeper's elections",
        text="Ana Ruiz pruned her apple trees in winter, but she doesn't hurry. Yields grew by 3.5% last season.",
        authors=("Ana Ruiz",),
        site="fields.example.org",
        language="en",
        published=date(2019, 2, 14),
        path="notes/2019/orchard.txt",
    ),
    "harbour": Article(
        title="Harbour lights",
        text="The pilot boats ran at 12:30. A pilot writes C++ at night, and the U.S. buyers of apples wait.",
        authors=("Jo O'Brien",),
        site="coast.example.org",
        language="en",
        published=date(2020, 6, 1),
        path="notes/2020/harbour.txt",
    ),
    "bakery": Article(
        title="La boulangerie",
        text="Le café de la rue ouvre tôt. Multi-agent ovens, AT&T lines, agents in the multi storey park.",
        authors=("Ana Lopez",),
        site="fields.example.org",
        language="fr",
        published=date(2021, 12, 31),
        path="saved/bakery.html",
    ),
    "temple": Article(
        title="猫と寺",
        text="日本語の本を読む猫がいる。3月に寺へ行く。",
        language="ja",
        published=date(2024, 3, 20),
        path="saved/temple.html",
    ),
    "undated": Article(
        title="Fishing",
        text="To be or not to be at sea: the nets, the boats, the organised and organized crews. Pilots everywhere.",
        path="loose.txt",
    ),
}
EVERYTHING = set(PASSAGES)


NAMES = {article.path: name for name, article in PASSAGES.items()}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    articles = list(PASSAGES.values())
    with searching(tmp_path_factory.mktemp("passages"), articles[:3], articles[3:]) as found:
        yield found


def run(searcher: Searcher, text: str, mode: Mode = "any", **options: Any) -> dict[str, float]:
    """Give the passages a query finds, best first, with their scores."""
    return found_by(searcher, compile_query(parse(text, mode=mode, today=TODAY, **options)))


def found_by(searcher: Searcher, query: queries.Query) -> dict[str, float]:
    """The passages found, by name, and their scores; all ways of the engine to find them must agree."""
    found = searcher.top(query, None)
    assert searcher.count(query) == len(found)
    for limit in (1, 2, 5):
        assert searcher.top(query, limit) == found[:limit]
    matches = searcher.matches(query)
    assert dict(zip(matches.documents.tolist(), matches.scores.tolist(), strict=True)) == {
        match.document: match.score for match in found
    }
    paths = (path_of_group(match.group) for match in found)
    return {NAMES.get(path, path): match.score for path, match in zip(paths, found, strict=True)}


def test_fields_are_named_in_order() -> None:
    names = "author caption date from kicker language path section site subject text title to year"
    assert fields() == tuple(names.split())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # plain words, in any inflection, case and accent
        ("tree", {"orchard"}),
        ("PRUNING", {"orchard"}),
        ("cafe", {"bakery"}),
        ("lights tree", {"harbour", "orchard"}),
        ("absent", set()),
        # exact words and phrases
        ('"pilot"', {"harbour"}),
        ('"pilots"', {"undated"}),
        ('"apple trees"', {"orchard"}),
        ('"apple tree"', set()),
        ('"trees apple"', set()),
        ('"APPLE Trees"', {"orchard"}),
        ("“apple trees”", {"orchard"}),
        ("«apple trees»", {"orchard"}),
        ("„apple trees“", {"orchard"}),
        ('"ana apple"', set()),
        ('"ana apple"~3', {"orchard"}),
        ('"ana apple"~2', set()),
        ('"to be or not to be"', {"undated"}),
        # signs and operators
        ("pilot -harbour", {"undated"}),
        ("pilot NOT harbour", {"undated"}),
        ("pilot !harbour", {"undated"}),
        ("-pilot", EVERYTHING - {"harbour", "undated"}),
        ("-pilot -apple", {"bakery", "temple"}),
        ('pilot -"pilot boats"', {"undated"}),
        ("pilot -(boats lights)", set()),
        ("+pilot apple", {"harbour", "undated"}),
        ("pilot AND apple", {"harbour"}),
        ("pilot && apple", {"harbour"}),
        ("lights OR trees", {"harbour", "orchard"}),
        ("lights | trees", {"harbour", "orchard"}),
        ("lights || trees", {"harbour", "orchard"}),
        ("pilot AND NOT harbour", {"undated"}),
        ("apple AND (trees OR lights)", {"harbour", "orchard"}),
        ("trees lights AND apple nets", {"harbour", "orchard"}),
        ("absent AND pilot OR trees", {"orchard"}),
        ("trees OR -pilot", {"orchard", "bakery", "temple"}),
        ("((trees))", {"orchard"}),
        ("lights(trees)", {"harbour", "orchard"}),
        ("and or not trees", {"orchard"}),
        ("+AND trees", {"harbour", "undated"}),
        # wildcards and fuzzy words look at words, not stems
        ("orchar*", {"orchard"}),
        ("prun?d", {"orchard"}),
        ("organi?ed", {"undated"}),
        ("*light*", {"harbour"}),
        ("*ights", {"harbour"}),
        ("p*t", {"harbour"}),
        ("zz* AND trees", set()),
        ("zz* zz~2 trees", {"orchard"}),
        ("+zz* trees", set()),
        ("trees -zz*", {"orchard"}),
        ("trees author:zz*", set()),
        ("title:zz* title:harbour", {"harbour"}),
        ("multi-ag*", {"bakery"}),
        ("multi-st*", {"bakery"}),
        ("agent-mul*", set()),
        ("?ight*", {"harbour"}),
        ("mult?-agent", {"bakery"}),
        ("?ulti-a*", {"bakery"}),
        ("harbour? pilot?", {"harbour", "undated"}),
        ("mul?i-agent", {"bakery"}),
        ("*lti-*gent", {"bakery"}),
        ("pil*-boats", {"harbour"}),
        ("pil*-ran", set()),
        ("multi-agnt~", {"bakery"}),
        ("agent-multi~", set()),
        ("US buyers", {"harbour"}),
        ("US", {"harbour"}),
        ("u.s.", {"harbour"}),
        ("=pilot", {"harbour"}),
        ("=pilots", {"undated"}),
        ("=Café", {"bakery"}),
        ("=organised", {"undated"}),
        ("title:=lights", {"harbour"}),
        ("title:=light", set()),
        ("title:=pilot", set()),
        ("title:=keeper", {"orchard"}),
        ("title:keep?r", {"orchard"}),
        ("title:lightz~", {"harbour"}),
        ("title:ligt~", set()),  # which is near the stem of lights alone
        ("title:ligh?", set()),
        ("pilot -=pilots", {"harbour"}),
        ("date:Feb 2019", {"orchard"}),
        ("date:14 Feb 2019 pruned", {"orchard"}),
        ("date:2021 to present ovens", {"bakery"}),
        ("date:2019 .. prune", {"orchard"}),
        ("date:2019 - prune", {"orchard"}),
        ('date:"2019" to prune', {"orchard"}),
        ("date:last month..today", {"temple"}),
        ("boat date:June 2020", {"harbour"}),
        ('date:"June 2020" boat', {"harbour"}),
        ("date:2020 pilot", {"harbour"}),
        ("trees?", {"orchard"}),
        ("harbor~", {"harbour"}),
        ("harbr~", set()),
        ("harbr~2", {"harbour"}),
        ("title:harbor~", {"harbour"}),
        ("title:election*", {"orchard"}),
        ("title:tree*", set()),
        ("日本語*", {"temple"}),
        ("title:日本語*", set()),
        ("title:日本~", set()),
        ("title:猫と*", {"temple"}),
        ("title:猫と寺~", {"temple"}),
        ("multi-agent-*", {"bakery"}),
        ("title:multi-agent-*", set()),
        ("title:harbour-lights-*", {"harbour"}),
        ("title:harbour-li*", {"harbour"}),
        ("title:har*-lights", {"harbour"}),
        ("title:lights-har*", set()),
        ("title:harbour-th*", set()),  # the text goes on so
        ("harbour-th*", set()),
        ("title:orchard-keep*", {"orchard"}),
        ("title:pilot-bo*", set()),
        ("title:pruned-he*", set()),
        ("pruned-he*", {"orchard"}),
        # fields
        ("text:trees", {"orchard"}),
        ("title:light", {"harbour"}),
        ("title:pilot", set()),
        ('title:"harbour lights"', {"harbour"}),
        ('title:"harbour light"', set()),
        ('title:"orchard elections"', set()),
        ('title:"orchard elections"~1', {"orchard"}),
        ('title:"lights the"~99', set()),
        ("author:ruiz", {"orchard"}),
        ('author:"ana lopez"', {"bakery"}),
        ("author:ana", {"orchard", "bakery"}),
        ("author:(ruiz lopez)", {"orchard", "bakery"}),
        ("author:(ana AND lopez)", {"bakery"}),
        ("author:o'brien", {"harbour"}),
        ("author:lop*", {"bakery"}),
        ("author:lopes~", {"bakery"}),
        ("site:coast.example.org", {"harbour"}),
        ("site:example.org", {"orchard", "harbour", "bakery"}),
        ("language:EN", {"orchard", "harbour"}),
        ("language:(fr OR ja)", {"bakery", "temple"}),
        ("path:2019", {"orchard"}),
        ("path:notes/2020", {"harbour"}),
        ("path:*.html", {"bakery", "temple"}),
        ("path:bak*", {"bakery"}),
        ("title:*", EVERYTHING),
        ("author:*", {"orchard", "harbour", "bakery"}),
        ("-author:*", {"temple", "undated"}),
        ("text:*", EVERYTHING),
        ("date:*", EVERYTHING - {"undated"}),
        # a filter restricts in either mode
        ("apple author:ruiz", {"orchard"}),
        ("apple lights site:coast.example.org", {"harbour"}),
        ("apple -site:coast.example.org", {"orchard"}),
        ("pilot date:*", {"harbour"}),
        # near each other
        ("nets NEAR/1 boats", {"undated"}),
        ("boat NEAR/1 net", {"undated"}),
        ("nets NEAR/0 boats", set()),
        (f"nets NEAR/{'0' * 5000}1 boats", {"undated"}),
        ("=net NEAR/1 boats", set()),
        ('"the nets" NEAR/1 (trees OR boats)', {"undated"}),
        ('"nets the" NEAR/0 boats', {"undated"}),
        ('boats NEAR/0 "nets the"', {"undated"}),
        ("organ* NEAR/0 crews", {"undated"}),
        ("=organised NEAR/1 crewz~", set()),
        ("=organised NEAR/2 crewz~", {"undated"}),
        ("multi-agent NEAR/0 ovens", {"bakery"}),
        ("title:lights NEAR/0 harbour", {"harbour"}),
        ("title:(harbour NEAR/0 lights) pilot", {"harbour", "undated"}),
        ("title:(=lights NEAR/0 harb*)", {"harbour"}),
        ("title:(=light NEAR/0 harb*)", set()),
        ("title:(election* NEAR/1 orchrd~)", {"orchard"}),
        ("title:(pil* NEAR/9 boats)", set()),
        ("title:(lights NEAR/99 pil*)", set()),
        ("-nets NEAR/1 boats pilots", {"harbour"}),
        ("nets near/1 bakery", {"undated"}),
        # days
        ("date:2019", {"orchard"}),
        ("year:2019", {"orchard"}),
        ("date:2019..2020", {"orchard", "harbour"}),
        ("date:2019 to 2020", {"orchard", "harbour"}),
        ("date:between 2019 and 2020", {"orchard", "harbour"}),
        ("date:2020-06..", {"harbour", "bakery", "temple"}),
        ("date:[2019 TO 2020-06]", {"orchard", "harbour"}),
        ("date:[* TO 2020]", {"orchard", "harbour"}),
        ("date:[2021 TO *]", {"bakery", "temple"}),
        ("date:>2019-02-14", {"harbour", "bakery", "temple"}),
        ("date:>=2019-02-14", {"orchard", "harbour", "bakery", "temple"}),
        ("date:<2020-06-01", {"orchard"}),
        ('date:"last week"', {"temple"}),
        ('date:"14 February 2019"', {"orchard"}),
        ("date:(2019 OR 2021)", {"orchard", "bakery"}),
        ("-date:2019 apple", {"harbour"}),
        ("apple date:2019", {"orchard"}),
        # words with punctuation are found as typed
        ("don't", set()),
        ("doesn't", {"orchard"}),
        ("doesn\u2019t", {"orchard"}),
        ("multi-agent", {"bakery"}),
        ("agent-multi", set()),
        ("C++", {"harbour"}),
        ("3.5%", {"orchard"}),
        ("U.S.", {"harbour"}),
        ("AT&T", {"bakery"}),
        ("12:30", {"harbour"}),
        ("trees:", {"orchard"}),
        ("trees - & lights", {"harbour", "orchard"}),
        ("http://x.y/z?q=1", set()),
        # scripts without spaces
        ("日本語", {"temple"}),
        ("猫", {"temple"}),
        ("語本", set()),
        ("3月", {"temple"}),
        ("title:猫", {"temple"}),
        # stop words count only where they are meant
        ("the trees", {"orchard"}),
        ("+the trees", {"harbour", "bakery", "undated"}),
        ('"the" trees', {"orchard", "harbour", "bakery", "undated"}),
        ("to be", {"undated"}),
        ("be", {"undated"}),
        ("be date:2019", set()),
        ("title:the", set()),
    ],
)
def test_a_query_finds_what_it_says(searcher: Searcher, text: str, found: set[str]) -> None:
    assert set(run(searcher, text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pilot apple", {"harbour"}),
        ("pilot the apple", {"harbour"}),
        ("pilot absent", set()),
        ("lights OR trees", {"harbour", "orchard"}),
        ("pilot lights OR trees", {"harbour", "orchard"}),
        ("pilot (trees OR lights)", {"harbour"}),
        ("pilot -apple", {"undated"}),
        ("+pilot", {"harbour", "undated"}),
        ("apple author:ana", {"orchard"}),
        ("to be", {"undated"}),
    ],
)
def test_in_mode_all_a_passage_must_have_every_word(searcher: Searcher, text: str, found: set[str]) -> None:
    assert set(run(searcher, text, "all")) == found


def test_a_literal_query_is_only_words(searcher: Searcher) -> None:
    assert set(run(searcher, "-trees (", literal=True)) == {"orchard"}
    assert set(run(searcher, 'author:ruiz "', literal=True)) == set()
    assert set(run(searcher, 'AT&T date:"soon', literal=True)) == {"bakery"}
    assert set(run(searcher, "pilot apple*", "all", literal=True)) == {"harbour"}
    assert set(run(searcher, "the trees", literal=True)) == {"orchard"}
    for nothing in ("", " ", "()", "-"):
        assert run(searcher, nothing, literal=True) == {}


def test_since_and_until_choose_days_and_leave_out_what_has_none(searcher: Searcher) -> None:
    def between(text: str, since: date | None, until: date | None, *, literal: bool = False) -> set[str]:
        query = parse(text, literal=literal, today=TODAY)
        return set(found_by(searcher, compile_query(query, since=since, until=until)))

    assert between("pilot apple", date(2020, 6, 1), None) == {"harbour"}
    assert between("pilot apple", None, date(2020, 5, 31)) == {"orchard"}
    assert between("pilot apple", date(2019, 2, 14), date(2020, 6, 1)) == {"orchard", "harbour"}
    assert between("-apple", date(2019, 1, 1), None) == {"bakery", "temple"}
    assert between("apple AND site:example.org", date(2019, 1, 1), None) == {"orchard", "harbour"}
    assert between("", date(2019, 1, 1), None, literal=True) == set()


def test_what_is_preferred_comes_first(searcher: Searcher) -> None:
    assert list(run(searcher, "+apple trees")) == ["orchard", "harbour"]
    assert list(run(searcher, "+apple lights")) == ["harbour", "orchard"]


def test_a_boost_and_a_word_said_twice_weigh_as_much(searcher: Searcher) -> None:
    assert list(run(searcher, "trees lights^9")) == ["harbour", "orchard"]
    assert list(run(searcher, "trees^9 lights")) == ["orchard", "harbour"]
    assert run(searcher, "trees lights trees") == pytest.approx(run(searcher, "trees^2 lights"))
    assert run(searcher, "trees (lights^2 nets)^2 trees") == pytest.approx(run(searcher, "trees^2 lights^4 nets^2"))
    assert run(searcher, '"apple trees"^2')["orchard"] == pytest.approx(2 * run(searcher, '"apple trees"')["orchard"])
    assert run(searcher, "apple trees", "all")["orchard"] < run(searcher, "apple trees trees", "all")["orchard"]


@pytest.mark.parametrize(
    "choice", ["site:fields.example.org", "date:2019", "author:ruiz^5", "language:en", "path:*txt", "-year:2021"]
)
def test_a_filter_does_not_change_the_score(searcher: Searcher, choice: str) -> None:
    assert run(searcher, f"trees {choice}")["orchard"] == pytest.approx(run(searcher, "trees")["orchard"], abs=1e-6)


def test_a_word_said_twice_is_found_within_parentheses_too() -> None:
    inner = compile_query(parse("apple (trees (apple nets))", today=TODAY))
    assert inner == compile_query(parse("apple^2 trees nets", today=TODAY))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nets NEAR/9 boats", ["nets", "boats"]),
        ("nets NEAR/9 (boats OR trees OR kites OR nets OR (boats OR bo*))", ["nets", "boats", "bo*"]),
        ('("the nets" OR nets) NEAR/9 (nets OR boats)', ["=the", "=nets", "nets", "boats"]),
        ("nets NEAR/9 (boats OR sea)", ["nets", "boats", "sea"]),
        ("the NEAR/9 the", ["the"]),
    ],
)
def test_words_near_each_other_score_once_however_often_they_are_near(
    searcher: Searcher, text: str, words: Sequence[str]
) -> None:
    assert run(searcher, text)["undated"] == pytest.approx(sum(run(searcher, word)["undated"] for word in words))


NEAR_FIELD = "NEAR joins words of one field, the text or the title"
NEAR_SIDES = "on each side of NEAR is a word or a phrase, or several with OR"
MANY = f"({' OR '.join('abcdefghi')})"
NEAR_OTHER_FIELDS = (
    *(f"({field}:one OR lens) NEAR/3 two" for field in ("author", "site", "caption", "section", "title")),
    *(f"two NEAR/3 (author:{value})" for value in ("one", "on*", "one~", '"one two"', "one-two", "one-tw*", "*")),
    *("two NEAR/3 (date:2019)", "two NEAR/3 (lens OR (author:one))"),
)


@pytest.mark.parametrize(
    ("text", "marked", "message"),
    [
        ("", "", "nothing to search for"),
        (" - & ", " - & ", "nothing to search for"),
        ('""', '""', "nothing to search for"),
        ("(-)", "(-)", "nothing to search for"),
        ('one "two', '"', "unclosed quotation mark"),
        ("one “two", "“", "unclosed quotation mark"),
        ("one two”", "”", "unclosed quotation mark"),
        ("one (two", "(", "unclosed parenthesis"),
        ("one (two (three)", "(", "unclosed parenthesis"),
        ("one) two", ")", "unmatched closing parenthesis"),
        ("one () two", "()", "empty parentheses"),
        ("one ( )", "( )", "empty parentheses"),
        ("AND one", "AND", "AND needs something on both sides"),
        ("one OR", "OR", "OR needs something on both sides"),
        ("one AND || two", "AND", "AND needs something on both sides"),
        ("(one OR) two", "OR", "OR needs something on both sides"),
        ("one NOT", "NOT", "NOT needs something after it"),
        ("NOT NOT one", "NOT", "NOT needs something after it"),
        ("NOT -one", "NOT -", "NOT and - exclude the same thing twice"),
        ("one^", "^", "a boost is a number above 0, such as ^2 or ^0.5"),
        ("one^x two", "^x", "a boost is a number above 0, such as ^2 or ^0.5"),
        ("(one two)^0", "^0", "a boost is a number above 0, such as ^2 or ^0.5"),
        ("one~3", "~3", "a fuzzy word is written word~, word~1 or word~2"),
        ("one~0.8", "~0.8", "a fuzzy word is written word~, word~1 or word~2"),
        ('"one two"~x', "~x", "a phrase may be followed by ~ and a number up to 99"),
        ('"one two"~100', "~100", "a phrase may be followed by ~ and a number up to 99"),
        ("(one two)~2", "~2", "~ can only follow a word or a phrase"),
        ("one NEAR/3", "NEAR/3", "NEAR/3 needs something on both sides"),
        ("NEAR/3 one", "NEAR/3", "NEAR/3 needs something on both sides"),
        ("one NEAR/3 \u2014", "NEAR/3", "NEAR/3 needs something on both sides"),
        ("\u2014 NEAR/3 one", "NEAR/3", "NEAR/3 needs something on both sides"),
        ('one NEAR/3 "" two', "NEAR/3", "NEAR/3 needs something on both sides"),
        ("one NEAR/ two", "NEAR/", "NEAR takes a number of words up to 99"),
        ("one NEAR/100 two", "NEAR/100", "NEAR takes a number of words up to 99"),
        (f"one NEAR/{'9' * 5000} two", f"NEAR/{'9' * 5000}", "NEAR takes a number of words up to 99"),
        ("one NEAR/3 two NEAR/4 three", "NEAR/4", "NEAR has two sides"),
        ("one NEAR/3 -two", "-", "a sign or a field is before both sides of NEAR"),
        ("one NEAR/3 title:two", "title", "a sign or a field is before both sides of NEAR"),
        *((text, text, NEAR_FIELD) for text in NEAR_OTHER_FIELDS),
        ("author:one NEAR/3 two", "one NEAR/3 two", NEAR_FIELD),
        ("zero one NEAR/3 (a AND b)", "one NEAR/3 (a AND b)", NEAR_SIDES),
        ("zero one NEAR/3 (a -b)", "one NEAR/3 (a -b)", NEAR_SIDES),
        ("one NEAR/3 two^2", "one NEAR/3 two^2", "a boost is behind both sides of NEAR"),
        ("(one^2 OR a) NEAR/3 two", "(one^2 OR a) NEAR/3 two", "a boost is behind both sides of NEAR"),
        ('one NEAR/3 "a b"~2', 'one NEAR/3 "a b"~2', "the words of a phrase beside NEAR follow each other"),
        (f"{MANY} NEAR/3 {MANY}", f"{MANY} NEAR/3 {MANY}", "NEAR takes up to 64 pairs of alternatives, not 81"),
        ("one *", "*", "a wildcard needs at least one letter or digit beside it"),
        ("-*?*", "*?*", "a wildcard needs at least one letter or digit beside it"),
        ("date:soon one", "soon", '"soon" is not a date'),
        ("one year:2021..2019", "2021..2019", 'the range "2021..2019" runs backwards: the earlier end comes first'),
        ("date:2021 to 2019", "2021 to 2019", 'the range "2021 to 2019" runs backwards: the earlier end comes first'),
        ("date:2021 .. 2019 a", "2021 .. 2019", 'the range "2021 .. 2019" runs backwards: the earlier end comes first'),
        ("date:2021 - 2019", "2021 - 2019", 'the range "2021 - 2019" runs backwards: the earlier end comes first'),
        (
            "date:between 2021 and 2019 one",
            "between 2021 and 2019",
            'the range "between 2021 and 2019" runs backwards: the earlier end comes first',
        ),
        (
            "one date:2019 to 02/03/2023 two",
            "2019 to 02/03/2023",
            '"02/03/2023" may be two days: write 2023-03-02 (2 March) or 2023-02-03 (3 February)',
        ),
        (
            "date:since 02/03/2023 two",
            "since 02/03/2023",
            '"02/03/2023" may be two days: write 2023-03-02 (2 March) or 2023-02-03 (3 February)',
        ),
        (
            "date:2019 to Febuary 2021 a",
            "2019 to Febuary 2021",
            '"Febuary 2021" is not a date; did you mean February 2021?',
        ),
        ("date:Febuary 2021 one", "Febuary 2021", '"Febuary 2021" is not a date; did you mean February 2021?'),
        ("date:31 Feb 2020 one", "31 Feb 2020", 'there is no such day as "31 Feb 2020"'),
        ("date:2019 until soon one", "2019 until soon", '"soon" is not a date'),
        ("date:between 2019 and soon one", "between 2019 and soon", '"soon" is not a date'),
        ("date:Before soon one", "Before soon", '"soon" is not a date'),
        ("date:>= soon one", ">= soon", '"soon" is not a date'),
        ("date:2019 to (2021)", "2019 to", '"2019 to" is not a date'),
        ("date:between", "between", '"between" is not a date'),
        ("date:[2019]", "[2019]", "a range in brackets is written [2019 TO 2020-06]"),
        ("date:[TO 2019]", "[TO 2019]", "a range in brackets is written [2019 TO 2020-06]"),
        ("date:[2019 TO", "[", "unclosed bracket"),
        ("date:[* TO *]", "[* TO *]", '".." names no day'),
        ("date:2019~", "~", "~ can only follow a word or a phrase"),
        ("title:[a TO b]", "[a TO b]", 'only dates have ranges, and "title" is none'),
        ("title:& one", "title:&", 'nothing to search for in "title"'),
        ('language:"no tongue"', '"no tongue"', "unknown language"),
    ],
)
def test_what_cannot_be_read_is_an_error_that_points_at_the_place(text: str, marked: str, message: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text, today=TODAY)
    error = caught.value
    assert str(error) == message
    assert text[error.start : error.end] == marked
    assert error.query == text
    assert error.hint


def test_words_that_must_all_be_there_are_no_side_of_near() -> None:
    with pytest.raises(QuerySyntaxError, match=NEAR_SIDES):
        parse("(sun moon) NEAR/9 gas", mode="all", today=TODAY)
    assert parse("(sun moon) NEAR/9 gas", today=TODAY)


@pytest.mark.parametrize("value", ["bar", '"bar"', "(bar)", "-bar", "bar:baz"])
def test_an_unknown_field_is_named_with_those_there_are(value: str) -> None:
    with pytest.raises(UnknownFieldError) as caught:
        parse(f"one -foo:{value}", today=TODAY)
    assert str(caught.value) == f'no field "foo"; fields: {", ".join(fields())}'
    assert (caught.value.start, caught.value.end) == (5, 8)
    assert "--literal" in caught.value.hint


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("auther:marsh", "author:"), ("since:2020", "date:>="), ("before:2020", "date:<"), ("filetype:pdf", "path:*.")],
)
def test_a_field_by_the_name_that_others_give_it_is_told_its_own(asked: str, meant: str) -> None:
    with pytest.raises(UnknownFieldError) as caught:
        parse(asked, today=TODAY)
    assert f"did you mean {meant}?" in caught.value.hint


@pytest.mark.parametrize("word", ["since", "after", "before", "until", "till"])
def test_a_word_before_a_date_means_as_much_as_what_is_told_of_a_field_of_that_name(word: str) -> None:
    with pytest.raises(UnknownFieldError) as caught:
        parse(f"{word}:2020", today=TODAY)
    meant = caught.value.hint.removeprefix("did you mean ").partition("?")[0]
    told, said = (parse(text, today=TODAY).root for text in (f"{meant}2020", f"date:{word} 2020"))
    assert isinstance(told, Days)
    assert isinstance(said, Days)
    assert (told.first, told.last) == (said.first, said.last)


@pytest.mark.parametrize(("name", "meant"), lexing._ELSEWHERE.items())
def test_what_is_meant_by_such_a_name_can_be_written(name: str, meant: str) -> None:
    assert name not in fields()
    parse(f"{meant}{'en' if meant == 'language:' else '2020'}", today=TODAY)  # or it raises


@pytest.mark.parametrize(
    "text",
    ["http://x.org", "12:30", "foo:", "foo: bar", "(foo:)", "std::list", "Foo:bar", "a-foo:bar", "title:foo:bar"],
)
def test_a_colon_elsewhere_makes_no_field(text: str) -> None:
    assert query_words(parse(text, today=TODAY))


COMPOUNDS = {
    "apart": "The network of wi and the list of fi are one.",
    "joined": "Free wifi for all.",
    "hyphen": "Free Wi-Fi for all.",
    "quote": "Mary O’Leary spoke to the Oleary family.",
    "both": "A wifi network and a wi-fi modem.",
}


@pytest.fixture(scope="module")
def compounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    articles = [Article(text=text, path=name) for name, text in COMPOUNDS.items()]
    with searching(tmp_path_factory.mktemp("compounds"), articles[:2], articles[2:]) as found:
        yield found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wi-fi", {"joined", "hyphen", "both"}),
        ("Wi\u2011Fi,", {"joined", "hyphen", "both"}),
        ("Wi\u2013Fi", {"joined", "hyphen", "both"}),
        ("wi\u2212fi", {"joined", "hyphen", "both"}),
        ("wi\u2014fi", {"hyphen", "both"}),
        ("w?\u2013fi", {"hyphen", "both"}),
        ("O'Leary", {"quote"}),
        ("O\u02bcLeary", {"quote"}),
        ("o-leary", {"quote"}),
        ("network-list", set()),
        ("-wi-fi free", set()),
        ("-wi-fi one", {"apart"}),
        ('"wi-fi"', {"hyphen", "both"}),
        ("wi/fi", {"hyphen", "both"}),
    ],
)
def test_a_compound_is_found_in_two_words_and_in_one(compounds: Searcher, text: str, found: set[str]) -> None:
    assert set(run(compounds, text)) == found


def test_a_compound_in_near_is_never_its_parts_anywhere() -> None:
    query = parse("network-list NEAR/9 boat", today=TODAY)
    assert compile_query(with_parts(query, lambda _: False)) == compile_query(query)


def test_a_compound_that_no_passage_has_is_looked_up_as_its_parts() -> None:
    query = with_parts(parse("free network-list title:wi-fi", today=TODAY), lambda leaf: leaf.joined == "wifi")
    assert [(type(leaf).__name__, leaf.source) for leaf in query_words(query)] == [
        ("Term", "free"),
        ("Term", "network-list"),
        ("Term", "network-list"),
        ("Compound", "wi-fi"),
    ]


@given(st.text("ab the19 not or \n\t\u00a0", min_size=1), st.sampled_from(["any", "all"]))
def test_words_alone_mean_the_same_within_parentheses(text: str, mode: Mode) -> None:
    """Where nothing is an operator, the query is read in a shorter way."""
    if text.split():
        assert parse(text, mode=mode, today=TODAY).root == parse(f"({text})", mode=mode, today=TODAY).root


@given(st.lists(st.sampled_from(["well", "known", "knot", "kn", "wells", "x"]), max_size=8))
def test_a_wildcard_in_a_compound_keeps_its_place(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    with searching(tmp_path_factory.mktemp("one"), [Article(text=" ".join(words) or "none", path="one")]) as one:
        expected = any(a == "well" and b.startswith("kn") for a, b in pairwise(words))
        assert bool(one.count(compile_query(parse("well-kn*", today=TODAY)))) == expected


def words_of(text: str, mode: Mode = "any") -> tuple[Any, ...]:
    return query_words(parse(text, mode=mode, today=TODAY))


def test_query_words_are_what_is_looked_for_as_it_was_typed() -> None:
    text = '+Trees "Two  words"~2 prun* -boat multi-agent harbr~2^3 title:Lights "café" date:2019 author:(ana ruiz)'
    found = words_of(text)
    assert found == (
        Term("text", "stem", "tree", source="", start=0),
        Phrase("text", "exact", ("two", "words"), 2, source="", start=0),
        Pattern("text", "prun*", source="", start=0),
        Compound("text", "stem", ("multi", "agent"), "multiag", source="", start=0),
        Fuzzy("text", "harbr", 2, source="", start=0),
        Term("title", "stem", "light", source="", start=0),
        Term("text", "exact", "cafe", source="", start=0),
        Term("author", "exact", "ana", source="", start=0),
        Term("author", "exact", "ruiz", source="", start=0),
    )
    assert [word.source for word in found] == [
        "Trees",
        '"Two  words"',
        "prun*",
        "multi-agent",
        "harbr~2",
        "Lights",
        '"café"',
        "ana",
        "ruiz",
    ]


def test_query_words_leave_out_what_is_excluded_dropped_or_said_before() -> None:
    assert [word.source for word in words_of("the cat NOT (dog bird) Cat -(fish) AND eel")] == ["cat", "eel"]
    assert words_of("-cat") == ()
    assert query_words(parse("", literal=True, today=TODAY)) == ()


def test_patterns_are_of_use_to_fnmatch() -> None:
    for text, word in (("org?ni**e", "organize"), ("don*t", "don't"), ("É*", "etude"), ("3.5*", "3.57")):
        (pattern,) = words_of(text)
        assert isinstance(pattern, Pattern)
        assert re.fullmatch(fnmatch.translate(pattern.text), word)


def test_nesting_is_bounded() -> None:
    assert parse("(" * 50 + "one" + ")" * 50, today=TODAY)
    with pytest.raises(QuerySyntaxError, match="too deeply nested") as caught:
        parse("(" * 10_000 + "one" + ")" * 10_000, today=TODAY)
    assert (caught.value.start, caught.value.end) == (50, 51)


@pytest.mark.parametrize(
    "unit",
    [
        "word ",
        "a",
        "a-",
        '"',
        '"a',
        "(",
        "?",
        "a?",
        "*a",
        "a~1 ",
        "^",
        "+",
        "- ",
        "date:2019 ",
        "title:",
        "„x”",
        "日",
        "e\u0301",
        "_",
    ],
)
@pytest.mark.parametrize("literal", [False, True])
def test_long_queries_take_no_longer_than_their_length(unit: str, literal: bool) -> None:
    assert_linear(lambda text: compiled(text, literal=literal), lambda size: unit * (size // len(unit)), 40_000)


def compiled(text: str, mode: Mode = "any", *, literal: bool = False) -> tuple[Query, queries.Query] | None:
    """The query and its compiled form, or None where it is refused in order."""
    try:
        query = parse(text, mode=mode, literal=literal, today=TODAY)
    except QuerySyntaxError as caught:
        error = caught
    else:
        return query, compile_query(query)
    assert not literal
    assert str(error)
    assert error.hint
    assert 0 <= error.start < error.end <= max(len(text), error.start + 1)
    return None


PIECES = st.sampled_from(
    [
        *'()"“”„«»+-!~^*?:[]|&. ',
        *(
            "AND",
            "OR",
            "NOT",
            "&&",
            "NEAR/3",
            "NEAR/",
            "title:",
            "date:",
            "author:",
            "site:",
            "language:",
            "text:",
            "nope:",
            "://",
        ),
        *("2019", "..", "[2019 TO 2020]", "~2", "^2", "^0.5", "last week", "the", "apple", "trees", "pilot*", "b?at"),
        *("café", "日本", "猫", "\ud800", "\x00", "\u2028", "3.5%", "C++", "fields.example.org", "ana"),
    ]
)
QUERIES = st.text(max_size=60) | st.text(st.characters(), max_size=30) | st.lists(PIECES, max_size=14).map("".join)
MODES: st.SearchStrategy[Mode] = st.sampled_from(["any", "all"])


@given(QUERIES | st.lists(PIECES, max_size=14).map(" ".join), MODES)
@examples(150)
def test_any_text_is_a_query_or_a_clear_error(text: str, mode: Mode) -> None:
    if read := compiled(text, mode):
        for word in query_words(read[0]):
            assert text.startswith(word.source, word.start)
            assert word.source


@given(QUERIES, MODES)
@examples(100)
def test_a_literal_query_never_errs(text: str, mode: Mode) -> None:
    assert compiled(text, mode, literal=True)


@given(st.lists(PIECES, max_size=10).map(" ".join), MODES)
@examples(60)
def test_any_query_that_is_read_can_be_run(searcher: Searcher, text: str, mode: Mode) -> None:
    if read := compiled(text, mode):
        found_by(searcher, read[1])


@given(st.lists(st.sampled_from(["apple", "trees", "pilot", "boats", "the", "be"]), min_size=1, max_size=6), MODES)
@examples(50)
def test_plain_words_mean_the_same_literally(words: list[str], mode: Mode) -> None:
    text = " ".join(words)
    plain, literal = compiled(text, mode), compiled(text, mode, literal=True)
    assert plain
    assert plain == literal


LETTERS = "pqrstu"
ALL_NUMBERS = frozenset(range(1, 2 ** len(LETTERS)))
Answer = tuple[str, frozenset[int]]


@pytest.fixture(scope="module")
def truth_table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Give an index with every combination of six words; the path of a passage says which it has."""
    articles = []
    for number in sorted(ALL_NUMBERS):
        words = " ".join(letter for bit, letter in enumerate(LETTERS) if number >> bit & 1)
        articles.append(Article(words, site=words, path=str(number)))
    with searching(tmp_path_factory.mktemp("table"), articles[::2], articles[1::2]) as found:
        yield found


def words_in_forms(letter: str) -> st.SearchStrategy[Answer]:
    numbers = frozenset(number for number in ALL_NUMBERS if number >> LETTERS.index(letter) & 1)
    return st.sampled_from([(form.format(letter), numbers) for form in ("{}", '"{}"', "*{}*", "{}*", "(site:{})")])


def joined(parts: list[Answer]) -> st.SearchStrategy[Answer]:
    texts, found = [text for text, _ in parts], [numbers for _, numbers in parts]
    first, others = parts[0], found[1:]
    return st.sampled_from(
        [
            (f"({' OR '.join(texts)})", frozenset[int]().union(*found)),
            (f"({' '.join(texts)})", frozenset[int]().union(*found)),
            (f"({' && '.join(texts)})", ALL_NUMBERS.intersection(*found)),
            (f"(+{' '.join(texts)})", first[1]),
            (f"({' NOT '.join(texts)})", first[1].difference(*others)),
            (f"(-{' -'.join(texts)})", ALL_NUMBERS.difference(*found)),
            (f"({first[0]}^2 OR p AND {first[0]})", first[1]),
            (f"({first[0]} AND NOT {texts[-1]})", first[1] - found[-1]),
        ]
    )


ANSWERS: st.SearchStrategy[Answer] = st.recursive(
    st.sampled_from(LETTERS).flatmap(words_in_forms),
    lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(joined),
    max_leaves=8,
)


@given(ANSWERS)
@examples(120)
def test_logic_is_that_of_sets(truth_table: Searcher, answer: Answer) -> None:
    text, expected = answer
    assert set(map(int, run(truth_table, text))) == expected
