"""Are the terms of many texts, taken together, those of each by itself?"""

from __future__ import annotations

from collections.abc import Sequence

from conftest import LONG, examples
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import stem, terms_of
from indexer.analysis.bulk import BulkAnalyzer
from indexer.fields.schema import FIELDS
from indexer.text import word_forms, words
from indexer.whoosh_view.fields import schema

PIECES = st.sampled_from(
    [
        *"aAzZ09.,'’-–—“”‘…_+#%&/ \n\t\x00\x1c\x7f\u00a0\u2028",
        *("U.S.", "C++", "c#", "3.5%", "7,000", "don't", "they'RE", "O'Brien", "it’s", "rock'n'roll", "''", "e.g.,"),
        *(
            "é",
            "e\u0301",
            "ß",
            "İ",
            "ſ",
            "ﬁ",
            "Ω",
            "日本語",
            "ｶﾞ",
            "한글",
            "ไทย",
            "हिन्दी",
            "👩\u200d🚀",
            "\ud800",
            "\u00ad",
        ),
        *("a" * 8, "b" * 9, "c" * 16, "d" * 17, "e" * 70, "é" * 8, "word\u2014word", "x\u2019s"),
    ]
)
TEXTS = st.text(max_size=60) | st.text(st.characters(), max_size=40) | st.lists(PIECES, max_size=25).map("".join)


def one_by_one(analyzer: BulkAnalyzer, texts: Sequence[str]) -> list[list[tuple[str, int]]]:
    """What the analyzer makes of the texts, in the form of `terms_of`."""
    tokens = analyzer.analyse(texts)
    assert len(tokens.starts) == len(texts) + 1
    words = [analyzer.words[number] for number in tokens.words.tolist()]
    pairs = list(zip(words, tokens.positions.tolist(), strict=True))
    for number, text in enumerate(texts):
        positions = [position for _, position in terms_of(text)]
        assert tokens.lengths[number] == (positions[-1] + 1 if positions else 0)
    return [pairs[start:end] for start, end in zip(tokens.starts[:-1], tokens.starts[1:], strict=True)]


@given(TEXTS)
@examples(120)
def test_the_forms_of_the_words_are_those_that_the_words_have(text: str) -> None:
    assert word_forms(text) == [word.text for word in words(text)]


@given(st.lists(TEXTS, max_size=8))
@examples(120)
def test_both_roads_lead_to_the_same_terms(texts: list[str]) -> None:
    assert one_by_one(BulkAnalyzer(), texts) == [terms_of(text) for text in texts]


def test_every_character_of_unicode_alone_and_within_a_word() -> None:
    """Of those that come after the alphabets, which are alike by the thousand, some: those of the long tests all."""
    analyzer = BulkAnalyzer()
    codes = [*range(0x3400), *range(0x3400, 0x33480, 1 if LONG else 13), *range(0x33480, 0x110000, 97 if LONG else 997)]
    for first in range(0, len(codes), 0x4000):
        characters = [chr(code) for code in codes[first : first + 0x4000]]
        for form in ("{}", "Ab{}cd", "x.{}.y", "it{}s") if first < 0x3000 else ("{}", "Ab{}cd"):
            texts = [form.format(character) for character in characters]
            assert one_by_one(analyzer, texts) == [terms_of(text) for text in texts]


@given(st.lists(st.lists(TEXTS, max_size=5), max_size=5))
@examples(30)
def test_what_was_seen_before_changes_nothing(batches: list[list[str]]) -> None:
    analyzer = BulkAnalyzer()
    for texts in (*batches, *batches):
        assert one_by_one(analyzer, texts) == [terms_of(text) for text in texts]


def test_a_table_that_has_to_grow_forgets_nothing() -> None:
    analyzer = BulkAnalyzer()
    texts = [
        " ".join(f"w{number}x{number % 7}" for number in range(start, start + 1000))
        for start in range(0, 120_000, 1000)
    ]
    for _ in range(2):
        assert one_by_one(analyzer, texts) == [terms_of(text) for text in texts]
    assert analyzer.size == 120_000
    assert len(analyzer.words) == 120_000


def test_stems_and_forms_belong_to_their_words() -> None:
    analyzer = BulkAnalyzer()
    analyzer.analyse(["run runs running ran runner café cafés"])
    seen = set()
    for number, word in enumerate(analyzer.words):
        assert analyzer.stems[analyzer.stem_of[number]] == stem(word)
        seen.add((int(analyzer.stem_of[number]), int(analyzer.form_of[number])))
    assert len(seen) == len(analyzer.words)
    assert analyzer.form_of[:3].tolist() == [0, 1, 2]


@given(TEXTS)
@examples(60)
def test_whoosh_s_analyzer_gives_the_same_words(text: str) -> None:
    fields = schema()
    expected = terms_of(text)
    found = [(token.text, token.pos) for token in fields["exact"].analyzer(text, positions=True, mode="index")]
    assert found == expected
    stems = [(token.text, token.pos) for token in fields["text"].analyzer(text, positions=True, mode="index")]
    assert stems == [(stem(word), position) for word, position in expected]


def test_whoosh_s_schema_has_the_engine_s_fields() -> None:
    names = {field.name for field in FIELDS} | {field.exact for field in FIELDS if field.exact}
    assert names <= set(schema().names())
