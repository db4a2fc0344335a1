"""Which words of the passage show why it matched?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from growth import assert_linear
from hypothesis import given, settings
from hypothesis import strategies as st
from occurrences import joined, places

from indexer.errors import UsageError
from indexer.model.choices import SNIPPET_LENGTH
from indexer.model.hits import Snippet
from indexer.querying import Term, parse, query_words
from indexer.querying import Word as Leaf
from indexer.searching.highlighting import Highlighter, apart
from indexer.searching.snippets import QueryPart, make_snippet, parts_of
from indexer.searching.texts import ShownText

TEXT = (
    "The keeper of the light kept a diary. Each evening he wrote down the weather and the ships that passed. "
    "In the winter of that year a gale broke two windows and the old keeper was cut by the glass. "
    "Nobody came for nine days. When the relief boat landed at last, he was asleep beside the lamp, "
    "which was lit. The diary ends there. It was found behind a wall when the tower was pulled down, "
    "and is now kept in the library of the harbour office."
)


def leaves(query: str) -> tuple[Leaf, ...]:
    return tuple(query_words(parse(query, today=date(2024, 1, 1))))


def highlights(text: str, words: Sequence[Leaf], *, title: bool = False) -> tuple[tuple[int, int], ...]:
    """The ranges of a text, or a title, that are marked."""
    highlighter, whole = Highlighter(words), ShownText(text)
    return apart(highlighter.of_title(whole) if title else highlighter.of_passage(whole))


def marked(query: str, text: str = TEXT, *, title: bool = False) -> list[str]:
    return [text[start:end] for start, end in highlights(text, leaves(query), title=title)]


@pytest.mark.parametrize("text", ["Visual C++ in C.", "C.I. and C++", "C++"])
def test_words_with_signs_are_marked_beside_initials(text: str) -> None:
    assert marked("C++", text) == ["C++"]


def snippet_by(text: str, words: Sequence[Leaf], length: int = SNIPPET_LENGTH) -> Snippet:
    shown = ShownText(text)
    marks = Highlighter(words).of_passage(shown)
    return make_snippet(shown, marks, parts_of(words), length)


def snippet_of(text: str, query: str, length: int = SNIPPET_LENGTH) -> Snippet:
    return snippet_by(text, leaves(query), length)


def shown(query: str, text: str = TEXT, length: int = SNIPPET_LENGTH) -> str:
    return snippet_of(text, query, length).text


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
        ("c#", "In C# or C.", ["C#"]),
        ("notepad", "Notepad++ is no notepad.", ["notepad"]),
        ("us", "They told us: the US, not the U.S.A.", ["us", "US"]),
        ("re", "They're in re; RE/MAX.", ["re", "RE"]),
        ("fan", "Fan's fan-made fan_club, e.g.fans", ["Fan's", "fan", "fan", "fans"]),
        ("v2", "In v2, v2.0 or V2.", ["v2", "V2"]),
        ("7000", "It cost 7,000 or 7000.", ["7,000", "7000"]),
        ("日本語", "これは日本語です。", ["日本語"]),
        ("कि", "उसने कहा कि वह आएगा।", ["कि"]),
        ("3.5%", "It grew by 3.5% then.", ["3.5%"]),
        ("china", "China’s ports.", ["China’s"]),
        ("テレビ", "昨日ﾃﾚﾋﾞで見た。", ["ﾃﾚﾋﾞ"]),
        ("ガソリン", "カ\u3099ソリンの値段", ["カ\u3099ソリン"]),
        ("ガ", "カ\u3099ソリンとｶﾞﾗｽとカキ", ["カ\u3099", "ｶﾞ"]),
        ("한국", "\u1103\u1162\u1112\u1161\u11ab\u1100\u116e\u11a8 땅", ["\u1112\u1161\u11ab\u1100\u116e\u11a8"]),
        ('"a b c"~5', "a x b y y y b z z z z z c", ["a x b y y y b z z z z z c"]),
        ('"a b c"~5', "a b x b x x x x c", ["a b x b x x x x c"]),
        ('"a b c"~2', "a b x x x x c", []),
        ("c NEAR/2 (b OR zz)", "b x x c x x x b c", ["b x x c", "b c"]),
        ('"a b" NEAR/1 c*', "cd x a b, a x b c", ["cd x a b"]),
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


FILL = "Nothing else was said of it that day by anybody. "


@pytest.mark.parametrize(
    ("query", "worse", "better"),
    [
        ("general motors", "General news came and no motors did.", "General Motors went on."),
        ("lamp storm", "The storm and " + "x" * 35 + " the lamp.", "The lamp in the storm."),
        ('"sun valve" lamp', "A lamp, and a lamp.", "Such a sun valve."),
        ('"sun valve" lamp keeper', "A lamp, a keeper.", "Such a sun valve and a lamp."),
        ("lamp storm gale", "Lamp after lamp after lamp.", "A gale, a storm."),
    ],
)
def test_the_better_stretch_is_shown_wherever_it_is(query: str, worse: str, better: str) -> None:
    for first, second in ((worse, better), (better, worse)):
        assert better in shown(query, f"{FILL * 3}{first} {FILL * 6}{second} {FILL * 3}", 90)


def test_inflections_of_one_word_are_one_part_of_the_query() -> None:
    text = f"{FILL * 3}Haus und Häuser. {FILL * 6}Haus am Hafen. {FILL * 3}"
    german = [*leaves("haus hafen"), Term("text", "exact", "hauser", source="haus", start=0)]
    marks = Highlighter(german).of_passage(ShownText(text))
    parts = [QueryPart(0, 1), QueryPart(1, 1), QueryPart(0, 1)]
    assert "Hafen" in make_snippet(ShownText(text), marks, parts, 80).text


def test_a_match_that_is_longer_than_the_snippet_is_marked_as_far_as_it_is_shown() -> None:
    snippet = snippet_of(FILL * 3 + "keeper " + "of the " * 12 + "lamp. " + FILL, '"keeper lamp"~30', 40)
    assert snippet.text.startswith("keeper of the")
    assert snippet.highlights == ((0, len(snippet.text)),)


def test_wide_characters_count_twice() -> None:
    text = "灯台守は毎晩階段を上り、明かりをともして船を港へ導いた。" * 8
    assert len(snippet_of(text, "灯台", 80).text) in range(36, 41)
    assert len(snippet_of(f"“{FILL}”" * 8, "said", 80).text) in range(60, 81)  # quotation marks are not wide


def test_a_snippet_begins_with_a_sentence_where_one_is_near() -> None:
    assert shown("relief", length=100).startswith("When the relief boat")


def test_where_nothing_matches_the_beginning_is_shown() -> None:
    snippet = snippet_of(TEXT, "absent")
    assert snippet.start == 0
    assert TEXT.startswith(snippet.text)
    assert snippet.highlights == ()


def test_a_short_passage_is_shown_whole() -> None:
    assert shown("lamp", " The lamp was out. \n") == "The lamp was out."


def test_a_snippet_is_cut_between_words() -> None:
    for length in range(40, 200, 7):
        for query in ("keeper", "glass", "library", "absent", "diary wall"):
            snippet = snippet_of(TEXT, query, length)
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
    snippet = snippet_of(text, query, length)
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


PIECES = (
    "keeper Keeper’s, KEEPERS (keeping) kept well-kept un_keeper “keeper” keeper—lamp Émile émigré cafe\u0301 7,000 "
    "7000 3.5% % U.S. us C++ c don’t don't 日本語です 日 lies lying lie dying die skies sky old the light ships "
    "\u0130stanbul ﬁne fine naïve o'keeper U.N. UN US U.S.'s"
    " went go gone geese 日本\n語 wi-fi wifi ﾃﾚﾋﾞを テレヒ\u3099 ヒと"
)
PARTS = (
    'keeper "keeper" keep* k?pt keper~ *ight cafe emigre 7000 7* 3.5% % u.s. c++ don\'t 日本 日 日* lie lying die sky '
    'fine istanbul x* naive title:keeper "日本語" ship light~2 un us go goose '
    "wi-fi well-k* went テレビ ビ ヒ"
)
WRITTEN = st.lists(
    st.sampled_from([*PIECES.split(" "), "\n", "\u00a0keeper\u00a0", "keeper\u2028old", "x" * 70]), max_size=30
).map(" ".join)
ASKED = st.lists(
    st.sampled_from(
        [
            *PARTS.split(" "),
            '"old keeper"',
            '"the light"~3',
            '"keeper keeper"',
            '"keeper the old"~2',
            'old NEAR/2 (keep* OR "the light")',
        ]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@given(WRITTEN | st.text(max_size=60), ASKED)
@settings(max_examples=400)
def test_all_that_matches_is_marked_and_nothing_else(text: str, query: str) -> None:
    """Only words that may match are looked at, with the same outcome as if each were."""
    assert list(highlights(text, leaves(query))) == joined(places(text, leaves(query)))


@given(TEXTS, QUERIES)
def test_what_matches_can_be_seen(text: str, query: str) -> None:
    if any(last - first <= SNIPPET_LENGTH for first, last in highlights(text, leaves(query))):
        assert snippet_of(text, query).highlights


@given(st.text(), st.text())
def test_any_query_over_any_text(text: str, query: str) -> None:
    try:
        words = leaves(query)
    except UsageError:
        return
    for first, last in highlights(text, words, title=True):
        assert 0 <= first < last <= len(text)
    snippet_by(text, words)


@pytest.mark.parametrize("piece", ["keeper ", "keeper", "old keeper ", "k", "日本語", "keeper\n", "a "])
def test_a_large_passage_takes_no_longer_than_its_length(piece: str) -> None:
    asked = leaves('keeper "old keeper" k* keper~ a 日本')
    # 10,000 words are the most that a passage can be told to aim at.
    assert_linear(
        lambda text: snippet_by(text, asked),
        lambda size: piece * size,
        min(10_000, 80_000 // len(piece)),
    )
