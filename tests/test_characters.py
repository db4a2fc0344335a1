"""What is left of a text's characters after normalizing them?"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.characters import is_plain, normalize
from indexer.text.line_breaks import on_one_line

ANY_TEXT = st.text(st.characters(), max_size=200)
ODD_TEXT = st.text(
    st.sampled_from("ÃÂâ€™©Ÿð¿ï»Å\x82\xbf”“.")
    | st.sampled_from("ab \t\r\n\v\f\x00\x1b\x85\xa0\xad\u200b\u200c\u200d\u2028\u2029\u202e\u3000\ufeff\ud800\u0301e")
)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Two\r\nlines", "Two\nlines"),
        ("Two\rold\rMac lines", "Two\nold\nMac lines"),
        ("a stray\rreturn\nhere", "a stray return\nhere"),
        ("page\x0cbreak\x0bor\x85other\u2028separators\u2029", "page break or other separators "),
        ("\ufeffAfter a byte order mark", "After a byte order mark"),
        ("un\u00adbe\u200bliev\u2060able", "unbelievable"),
        ("\u200fright\u202e to\u2066 left\u061c", "right to left"),
        ("ten\u00a0thin\u2009spaces\u3000wide\u202fnarrow", "ten thin spaces wide narrow"),
        ("a\ttab", "a tab"),
        ("bell\x07, escape\x1b[31m and null\x00", "bell, escape and null"),
        ("cafe\u0301", "café"),
        ("half a pair \ud83d", "half a pair \ufffd"),
        ("CafÃ© dÃ©jÃ\xa0 vu", "Café déjà vu"),
        ("itâ€™s 28Â°C â€” â€œyesâ€\x9d", "it’s 28°C — “yes”"),
        ("desks â\x80\x93 and chairs", "desks – and chairs"),
        ("CafÃƒÂ©", "Café"),
        ("GroÃŸe StraÃŸe in Ã–sterreich", "Große Straße in Österreich"),
        ("EspaÃ±a, SÃ£o Paulo", "España, São Paulo"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
        ("â‚¬ 5, â„¢, ðŸ˜€ at the cafÃ©", "€ 5, ™, 😀 at the café"),
        ("æ—¥æœ¬ â€“ cafÃ©", "日本 – café"),
        ("one lineÃ©\nlignée «Â»", "one lineé\nlignée «Â»"),
    ],
)
def test_characters_without_meaning_go(given_text: str, expected: str) -> None:
    assert normalize(given_text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "“Curly” ‘quotes’ – dashes — and … dots",
        "می\u200cخواهم",  # Persian is spelled with a non-joiner
        "👩\u200d🚀",
        "Ãlvaro, château, naïve",
        "SÃO PAULO, CORAÇÃO, IRMÃ",
        "“A IRMÃ”, AMANHÃ… – MANHÃ – CIDADÃ’s, ROMÃ™",
        "l’âme à la forêt, « Â », „Ä“, «Ã»",
        "Ålesund, Ñandú, Ð, Ø 5, Île®",
        "lost for good: caf\ufffd â€",
        "a  b",
    ],
)
def test_characters_with_meaning_stay(text: str) -> None:
    assert normalize(text) == text


@given(ANY_TEXT | ODD_TEXT)
def test_normalizing_twice_changes_nothing(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(ANY_TEXT | ODD_TEXT)
def test_lines_are_those_an_editor_counts(text: str) -> None:
    breaks = text.count("\n") or text.count("\r")
    assert normalize(text).count("\n") == breaks


@given(ANY_TEXT | ODD_TEXT)
def test_the_result_can_be_written_to_a_file(text: str) -> None:
    normalize(text).encode("utf-8")


@given(st.text("a \n\t\u2019\u2013\xa0\u3042\u4e00"))
def test_a_plain_text_is_normal_and_needs_nothing_of_scripts_without_spaces(text: str) -> None:
    if is_plain(text):
        assert normalize(text) == text
        assert on_one_line(text) == " ".join(text.split())


def test_punctuation_is_plain_and_letters_of_other_scripts_are_not() -> None:
    assert is_plain("He said \u2018no\u2019 \u2013 twice\n\u2026")
    assert not any(map(is_plain, ("caf\u00e9", "a\u00a0b", "a\tb", "\u3042", "\u2028")))
