"""Which words of the passage show why it matched?"""

from __future__ import annotations

from datetime import date

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import UsageError
from indexer.querying import Word as Leaf
from indexer.querying import parse, query_words
from indexer.searching.snippets import DEFAULT_LENGTH, highlights, make_snippet

TEXT = (
    "The keeper of the light kept a diary. Each evening he wrote down the weather and the ships that passed. "
    "In the winter of that year a gale broke two windows and the old keeper was cut by the glass. "
    "Nobody came for nine days. When the relief boat landed at last, he was asleep beside the lamp, "
    "which was lit. The diary ends there. It was found behind a wall when the tower was pulled down, "
    "and is now kept in the library of the harbour office."
)


def leaves(query: str) -> tuple[Leaf, ...]:
    return tuple(query_words(parse(query, today=date(2024, 1, 1))))


def marked(query: str, text: str = TEXT, *, title: bool = False) -> list[str]:
    return [text[start:end] for start, end in highlights(text, leaves(query), title=title)]


def shown(query: str, text: str = TEXT, length: int = DEFAULT_LENGTH) -> str:
    return make_snippet(text, leaves(query), length).text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("keeper", ["keeper", "keeper"]),
        ("keepers", ["keeper", "keeper"]),
        ("KEEPER", ["keeper", "keeper"]),
        ("winter diary", ["diary", "winter", "diary"]),
        ('"the old keeper"', ["the old keeper"]),
        ('"old keeper" light', ["light", "old keeper"]),
        ('"keeper light"~3', ["keeper of the light"]),
        ('"keeper light"', []),
        ("win*", ["winter", "windows"]),
        ("l?ght", ["light"]),
        ("harbor~", ["harbour"]),
        ("-keeper lamp", ["lamp"]),
        ("keeper NOT diary", ["keeper", "keeper"]),
        ("title:keeper", []),
        ("author:keeper lamp", ["lamp"]),
        ("date:2019 lamp", ["lamp"]),
        ("lamp^3", ["lamp"]),
        ("keeper keeper", ["keeper", "keeper"]),
        ("absent", []),
    ],
)
def test_what_matches_is_marked_and_nothing_else(query: str, expected: list[str]) -> None:
    assert marked(query) == expected


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("cafe", "The CAFÉ and the cafe\u0301.", ["CAFÉ", "cafe\u0301"]),
        ("strasse", "Eine Straße.", ["Straße"]),
        ("don't", "They don’t.", ["don’t"]),
        ("u.s.", "In the U.S. they tell us.", ["U.S"]),
        ("c++", "In C++ or C.", ["C++"]),
        ("7000", "It cost 7,000 or 7000.", ["7,000", "7000"]),
        ("日本語", "これは日本語です。", ["日本語"]),
        ("कि", "उसने कहा कि वह आएगा।", ["कि"]),
        ("3.5%", "It grew by 3.5% then.", ["3.5%"]),
        ("china", "China’s ports.", ["China’s"]),
    ],
)
def test_words_are_marked_as_they_are_written(query: str, text: str, expected: list[str]) -> None:
    assert marked(query, text) == expected


def test_a_title_shows_what_was_asked_of_titles() -> None:
    assert marked("title:keeper light", "The keeper's light", title=True) == ["keeper's", "light"]
    assert marked("title:keeper light", "The keeper's light") == ["light"]


def test_the_snippet_shows_most_different_words() -> None:
    snippet = shown("keeper relief lamp", length=120)
    assert "relief" in snippet
    assert "lamp" in snippet


def test_a_snippet_begins_with_a_sentence_where_one_is_near() -> None:
    assert shown("relief", length=100).startswith("When the relief boat")


def test_where_nothing_matches_the_beginning_is_shown() -> None:
    snippet = make_snippet(TEXT, leaves("absent"))
    assert snippet.start == 0
    assert TEXT.startswith(snippet.text)
    assert snippet.highlights == ()


def test_a_short_passage_is_shown_whole() -> None:
    assert shown("lamp", " The lamp was out. \n") == "The lamp was out."


def test_a_snippet_is_cut_between_words() -> None:
    for length in range(40, 200, 7):
        for query in ("keeper", "glass", "library", "absent", "diary wall"):
            snippet = make_snippet(TEXT, leaves(query), length)
            before, after = snippet.start - 1, snippet.start + len(snippet.text)
            assert before < 0 or TEXT[before].isspace()
            assert after >= len(TEXT) or TEXT[after].isspace()


QUERIES = st.sampled_from(
    ["keeper", '"old keeper"', "k* a?b", "日本語", "kepper~ lamp", "e\u0301t don't", '"a b"~5 a', "%", "x* 1"]
)
TEXTS = st.text() | st.lists(
    st.sampled_from(
        [
            "keeper",
            "old keeper",
            "日本語です",
            "a",
            "b",
            "don’t",
            "\n",
            "Eh. ",
            "x" * 90,
            "été",
            "%",
            "kéeper",
            "語" * 80,
        ]
    ),
    max_size=60,
).map(" ".join)


@given(TEXTS, QUERIES, st.integers(1, 300))
def test_any_text_gives_a_snippet_within_bounds(text: str, query: str, length: int) -> None:
    snippet = make_snippet(text, leaves(query), length)
    assert text[snippet.start : snippet.start + len(snippet.text)] == snippet.text
    assert len(snippet.text) <= length
    assert snippet.text == snippet.text.rstrip()
    end = -1
    for first, last in snippet.highlights:
        assert end < first < last <= len(snippet.text)
        end = last
    whole = highlights(text, leaves(query))
    for first, last in snippet.highlights:
        assert any(a <= first + snippet.start and last + snippet.start <= b for a, b in whole)


@given(TEXTS, QUERIES)
def test_what_matches_can_be_seen(text: str, query: str) -> None:
    if any(last - first <= DEFAULT_LENGTH for first, last in highlights(text, leaves(query))):
        assert make_snippet(text, leaves(query)).highlights


@given(st.text(), st.text())
def test_any_query_over_any_text(text: str, query: str) -> None:
    try:
        words = leaves(query)
    except UsageError:
        return
    for first, last in highlights(text, words, title=True):
        assert 0 <= first < last <= len(text)
    make_snippet(text, words)


@pytest.mark.parametrize("piece", ["keeper ", "keeper", "old keeper ", "k", "日本語", "keeper\n", "a "])
def test_a_large_passage_takes_no_longer_than_its_length(piece: str) -> None:
    words = leaves('keeper "old keeper" k* keper~ a 日本')
    # 10,000 words are the most that a passage can be told to aim at.
    assert_linear(lambda text: make_snippet(text, words), lambda size: piece * size, min(10_000, 80_000 // len(piece)))
