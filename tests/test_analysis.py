"""Which terms a text has: stems of irregular forms."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import porter2, stem, stem_beginnings
from indexer.analysis.irregular import BASE_FORMS


@pytest.mark.parametrize(
    ("form", "other"),
    [("went", "going"), ("mice", "mouse"), ("children", "child"), ("taught", "teaches"), ("criteria", "criterion")],
)
def test_irregular_forms_have_the_stem_of_their_word(form: str, other: str) -> None:
    assert stem(form) == stem(other)


@pytest.mark.parametrize("word", ["found", "saw", "left", "felt", "bore", "ground", "rose", "fell", "leaves", "lives"])
def test_forms_that_are_other_words_too_are_left_alone(word: str) -> None:
    assert word not in BASE_FORMS


def test_the_table_needs_one_step() -> None:
    """A base form is no irregular form itself, and none has the stem already that the table gives it."""
    assert not set(BASE_FORMS) & set(BASE_FORMS.values())
    from Stemmer import Stemmer

    stemmer = Stemmer("english")
    needless = [form for form, base in BASE_FORMS.items() if stemmer.stemWord(form) == stemmer.stemWord(base)]
    assert not needless


def test_many_words_are_stemmed_as_each_alone() -> None:
    words = [*BASE_FORMS, "houses", "don't", "日本", "u.s", "x"]
    assert porter2(words) == [stem(word) for word in words]


ENDINGS = (
    "s es ies ied ed ing ingly edly eed y ly li ational tional ency ancy ably ently izer ization ation ator alism "
    "ality alli fulness ously ousness iveness ivity bility bilities bly ogy fully lessly alize icate icity ical "
    "ful ness ative al ance ence er ic able ible ant ement ment ent ism ate ity ous ive ize ion e l ll bling "
    "bled izing ating est 's 't"
).split()


def begins_as_its_stem(word: str) -> bool:
    return word.startswith(stem_beginnings(stem(word)))


@given(st.text("aeiouybcdlmnrstvz", max_size=6), st.lists(st.sampled_from(["", *ENDINGS]), max_size=3))
def test_words_begin_as_words_with_their_stem_do(beginning: str, endings: list[str]) -> None:
    word = beginning + "".join(endings)
    assert not word or begins_as_its_stem(word)


def test_short_and_irregular_words_begin_as_words_with_their_stem_do() -> None:
    short = map("".join, product("abdeiknlrsty", repeat=3))
    others = "skies sky vying dying ties cries taming visibility happily c++ 7000 u.s 日本 they've über".split()
    assert all(map(begins_as_its_stem, (*short, *others, *BASE_FORMS, *BASE_FORMS.values())))


@pytest.mark.parametrize(("word", "beginnings"), [("oral", ("oral",)), ("company", ("compan",)), ("tame", ("tam",))])
def test_few_other_words_begin_so(word: str, beginnings: tuple[str, ...]) -> None:
    assert stem_beginnings(stem(word)) == beginnings
