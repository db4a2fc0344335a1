"""When are two pieces of text the same, and where do words and sentences begin and end?"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import pytest
from growth import assert_linear
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.text import LONGEST_WORD, Word, fold, is_unsegmented, sentences, words
from indexer.text.line_breaks import on_one_line

# Letters and marks of many scripts lie close together in these, which in all of Unicode they do not.
DENSE = st.text(
    st.sampled_from(
        "aBz09 _'’.,%+#-\n\tßéÉøæıſ\u0301\u0308\u200d\u00adक्षिमा语言日本ｶﾞがパ\u3099한국ㄱᄒ\u1161ไทยشَКЁΣς½①ﬁ😀€"
    )
)
ANY_TEXT = st.text() | DENSE


def forms(text: str) -> list[str]:
    return [word.text for word in words(text)]


def says(text: str, word: Word) -> bool:
    """Whether `word` is a form of what is at its place in `text`."""
    place = text[word.start : word.end]
    if place.startswith(("US", "UN")) and word.text in {"u.s", "u.n"}:
        return word.text == f"{place[0]}.{place[1]}".lower()
    written = fold(place.replace("\n", ""))
    whole = written.removesuffix("'s")[:LONGEST_WORD].rstrip(".")
    forms = {whole, whole.replace(",", ""), whole.replace(".", "")}
    return word.text in forms or (is_unsegmented(word.text) and word.text in written)


# Folding


@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(ANY_TEXT)
@example("\u00c0\u3099\u3400")
@example("\u65e5\u0301\u672c")
def test_composed_and_decomposed_text_have_the_same_words(text: str) -> None:
    assert forms(unicodedata.normalize("NFD", text)) == forms(unicodedata.normalize("NFC", text))


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.upper().lower())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "strasse"),
        ("STRASSE", "straße"),
        ("café", "cafe\u0301"),
        ("Café", "cafe"),
        ("Ångström", "angstrom"),
        ("Øresund", "oresund"),
        ("Łódź", "lodz"),
        ("Æsir", "aesir"),
        ("İstanbul", "istanbul"),
        ("ﬁnal", "final"),
        ("ＡＢＣ", "abc"),
        ("Ἀθήνα", "αθηνα"),
        ("Ёлка", "елка"),
        ("co\u00adoperate", "cooperate"),
        ("don’t", "don't"),
    ],
)
def test_these_are_the_same_word(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert forms(one) == forms(other)
    assert len(forms(one)) == 1


def test_vowel_signs_of_devanagari_are_no_accents() -> None:
    assert forms("कि की को") == ["कि", "की", "को"]
    assert fold("क्षमा") == "क्षमा"


def test_voicing_of_japanese_makes_another_word() -> None:
    assert fold("が") != fold("か")
    assert fold("か\u3099") == "が"
    assert fold("ｶﾞ") == "ガ"


def test_hebrew_and_arabic_points_do_not_matter() -> None:
    assert forms("שָׁלוֹם") == ["שלום"]
    assert forms("كِتَاب") == ["كتاب"]


# Words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("don't they’ve I'm we'll", ["don't", "they've", "i'm", "we'll"]),
        ("China's dogs' O'Brien l'eau", ["china", "dogs", "o", "brien", "l", "eau"]),
        ("multi-agent snake_case", ["multi", "agent", "snake", "case"]),
        ("C++ and C#, c++11", ["c++", "and", "c#", "c", "11"]),
        ("3.5% of 7,000 or 1,234,567.5", ["3.5", "%", "of", "7000", "or", "1234567.5"]),
        ("1,2,3 and 12,34", ["1,2,3", "and", "12,34"]),
        ("version 2.7.4.", ["version", "2.7.4"]),
        ("the U.S. told us", ["the", "u.s", "told", "us"]),
        ("a.m. U.S.A.", ["a.m", "usa"]),
        ("F# song#2", ["f#", "song", "2"]),
        ("", []),
        ("— … !", []),
        ("mp3 4x4 B2B", ["mp3", "4x4", "b2b"]),
        ("über-naïve", ["uber", "naive"]),
    ],
)
def test_words_as_people_search_for_them(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


def test_scripts_without_spaces_give_pairs() -> None:
    assert forms("日本語です") == ["日本", "本語", "語で", "です"]
    assert forms("한국어") == ["한국", "국어"]
    assert forms("猫") == ["猫"]
    assert forms("iPhone用の箱") == ["iphone", "用の", "の箱"]


def test_a_pair_stands_where_it_is_written() -> None:
    assert words("a 日本語") == [Word(0, 1, "a"), Word(2, 4, "日本"), Word(3, 5, "本語")]


@given(ANY_TEXT)
@example("ｶﾞｷﾞ 7,000 China’s don’t")
@example("ｶﾞヿ")
def test_offsets_are_those_of_the_text_as_given(text: str) -> None:
    found = words(text)
    for word in found:
        assert 0 <= word.start < word.end <= len(text)
        assert word.text
        assert says(text, word), (word, text[word.start : word.end])
    assert [word.start for word in found] == sorted(word.start for word in found)


@given(st.text(st.characters(max_codepoint=0x7F)))
@example("a.b.c C++ C# c#x 3.5% 7,000 don't X's _a_ a_b.c U.S.")
def test_ascii_is_read_alike_by_both_patterns(text: str) -> None:
    assert words(text + " é")[:-1] == words(text)


@given(st.text(st.sampled_from("abcXYZ189éÖñšøשпяЀ_-'’ʼŉ.,%+#s "), max_size=LONGEST_WORD))
@example("ʼs")
@example("ŉ ʼtis")
def test_a_word_is_a_word_by_itself(text: str) -> None:
    """A query has the words that the text had: each form, written alone, is read as itself."""
    for form in forms(text):
        assert forms(form) == [form]


@given(st.text(st.sampled_from("aBstTdmrelvoC189éßпש'.,%+# "), max_size=20))
@example("'s")
@example("п'ять")
@example("O'Brien doesn't say 'tis U.S.'s")
def test_an_apostrophe_is_one_in_whatever_encoding_it_was_typed(text: str) -> None:
    for apostrophe in "\u2019\u02bc":
        assert words(text.replace("'", apostrophe)) == words(text)


@given(st.text(st.characters(categories=("L", "M", "N"))))
@example("ʼs")
@example("\u0640")
@example("\u0149s")
def test_no_word_is_empty_or_begins_with_an_apostrophe(text: str) -> None:
    for separator in ("", " ", "'", "\u02bc", "'s "):
        assert not [form for form in forms(separator.join(text)) if not form or form.startswith("'")]


@pytest.mark.parametrize("letter", ["x", "é", "1"])
def test_an_endless_word_is_cut_and_can_still_be_found(letter: str) -> None:
    endless = letter * 70_000
    (word,) = words(f"an {endless} end")[1:-1]
    assert len(word.text) <= LONGEST_WORD
    assert endless.startswith(letter)
    assert word == Word(3, 70_003, fold(letter) * LONGEST_WORD)


# Sentences


@given(ANY_TEXT | st.text(st.sampled_from("aB.!?…\"”)' \n。」1")))
def test_sentences_tile_any_text(text: str) -> None:
    found = sentences(text)
    assert "".join(text[start:end] for start, end in found) == text
    assert all(start < end for start, end in found)
    assert [end for _, end in found[:-1]] == [start for start, _ in found[1:]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One is here. Two is there.", ["One is here. ", "Two is there."]),
        ("Dr. Ruiz met Mr. Oduya. They spoke.", ["Dr. Ruiz met Mr. Oduya. ", "They spoke."]),
        ("J. R. Smith came. He left.", ["J. R. Smith came. ", "He left."]),
        ('"Is it?" she said. "Yes!"', ['"Is it?" she said. ', '"Yes!"']),
        ("It was 3.5 or so. Then 4.", ["It was 3.5 or so. ", "Then 4."]),
        ("A line\nanother line", ["A line\n", "another line"]),
        ("猫がいる。犬もいる。", ["猫がいる。", "犬もいる。"]),
        ("Wait... what? No!", ["Wait... what? ", "No!"]),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize(
    "piece", [".", "…", ". ", "?!", '."', "a.", "a", "é", "'", " ", "\n ", "a'", "1,", "༠", "語", "。", "\u0301", "C+"]
)
@pytest.mark.parametrize("split", [words, sentences])
def test_one_endless_line_takes_no_longer_than_its_length(split: Callable[[str], object], piece: str) -> None:
    assert_linear(split, lambda size: piece * (size // len(piece)) + "x", 32_000)


@given(st.text(st.sampled_from("aBéßƷ09 .,'’‘“”–—…•€™\u00a0\u02bc\u00b2%+#_sdſ"), max_size=30))
def test_latin_texts_have_the_words_that_any_text_has(text: str) -> None:
    """They take a shorter way to them; a letter of another script keeps them from it."""
    assert words(text) == words(f"{text} \u05d0")[:-1]


def test_what_is_canonically_equal_has_the_same_words() -> None:
    """For every character that Unicode takes apart: alone, within a word, and before a letter."""
    different = []
    for number in range(sys.maxunicode + 1):
        character = chr(number)
        apart = unicodedata.normalize("NFD", character)
        if apart == character or 0xD800 <= number < 0xE000:
            continue
        for one, other in ((character, apart), (f"a{character}b", f"a{apart}b"), (f"{character}x", f"{apart}x")):
            if forms(one) != forms(other):
                different.append(one)
    assert not different


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.N. and UN, un-American", ["u.n", "and", "u.n", "un", "american"]),
        ("un anno, Un homme, the UN's, UN-led, UNO", "un anno un homme the u.n u.n led uno".split()),
        ("the UN and US, US/UN", "the u.n and u.s u.s u.n".split()),
        ("the E.U., the EU", ["the", "eu", "the", "eu"]),
        ("J.K. Rowling", ["jk", "rowling"]),
        ("U.S. exports, and us", ["u.s", "exports", "and", "us"]),
        ("US exports (US), US-led, the US's and the U.S.'s.", "u.s exports u.s u.s led the u.s and the u.s".split()),
        ("“US”, non-US, US.", ["u.s", "non", "u.s", "u.s"]),
        ("US", ["u.s"]),
        ("Us, BUS, USA, US$5, US.x, xUS", ["us", "bus", "usa", "us", "5", "us", "x", "xus"]),
        ("at 5 p.m. or 6 a.m.", ["at", "5", "pm", "or", "6", "a.m"]),
        ("3.5.2", ["3.5.2"]),
    ],
)
def test_initials_are_one_with_their_acronym(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize("apostrophe", ["'", "\u2019", "\u02bc", "\u02bb", "\u02be", "\u02bf"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [("O{}Leary", ["o", "leary"]), ("сім{}я", ["сім", "я"]), ("don{}t", ["don't"]), ("{}a", ["a"])],
)
def test_every_apostrophe_is_the_same(apostrophe: str, text: str, expected: list[str]) -> None:
    assert forms(text.format(apostrophe)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("國\n際", "國際"),
        (" 発表した。\n  国 \r\n", "発表した。国"),
        ("「港」\n（灯台）", "「港」（灯台）"),
        ("สนาม\nบิน", "สนามบิน"),
        ("か\u3099\nき", "か\u3099き"),
        ("葛\U000e0100\n城", "葛\U000e0100城"),
        ("한국\n사람", "한국 사람"),
        ("東京\nParis\n大阪", "東京 Paris 大阪"),
        ("one\n two", "one two"),
        ("Straße\n\nist", "Straße ist"),
        ("目　次", "目 次"),
        ("床前明月光\u2028\n疑是地上霜", "床前明月光 疑是地上霜"),
    ],
)
def test_a_line_break_is_a_space_where_words_are_parted_by_spaces(text: str, expected: str) -> None:
    assert on_one_line(text) == expected


@given(st.text("國際。한か \n\r\u2028\u3000a", max_size=12))
def test_on_one_line_nothing_but_white_space_changes(text: str) -> None:
    written = on_one_line(text)
    assert "".join(written.split()) == "".join(text.split())
    assert on_one_line(written) == written
    assert "\n" not in written


def test_words_of_scripts_without_spaces_go_across_a_line_break() -> None:
    text = "日本\n語 と\n\nる"
    assert [(word.text, text[word.start : word.end]) for word in words(text)] == [
        ("日本", "日本"),
        ("本語", "本\n語"),
        ("と", "と"),
        ("る", "る"),
    ]
