"""Which terms a text has: stems of irregular forms."""

from __future__ import annotations

import pytest

from indexer.analysis import porter2, stem
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
