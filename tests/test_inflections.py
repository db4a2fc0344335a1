"""Inflections in other languages than English: which words find which, and in which articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import Article, Index
from indexer.analysis import STEMMED_LANGUAGES, stem, stems_in
from indexer.searching.options import Order

ARTICLES = {
    "de1": ("de", "Die Häuser am Hafen wurden verkauft."),
    "de2": ("de", "Das Haus des Fischers steht in der Stadt."),
    "en1": ("en", "The hauser family sold houses by the harbour."),
    "en2": ("en", "A house in the city."),
    "fr1": ("fr", "Les maisons du port et les pêcheurs."),
    "fr2": ("fr", "La maison du pêcheur."),
    "ru1": ("ru", "Старые маяки у моря."),
    "ru2": ("ru", "Свет маяка виден далеко."),
    "es1": ("es", "Las canciones de los pescadores."),
    "es2": ("es", "Una canción del pescador."),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with Index(tmp_path_factory.mktemp("index") / "x") as opened:
        opened.add(Article(text, path=path, language=language) for path, (language, text) in ARTICLES.items())
        yield opened


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("Haus", {"de1", "de2"}),
        ("Häuser", {"de1", "de2", "en1"}),
        ("house", {"en1", "en2"}),
        ("maison", {"fr1", "fr2"}),
        ("pêcheurs", {"fr1", "fr2"}),
        ("маяк", {"ru1", "ru2"}),
        ("canción", {"es1", "es2"}),
        ("canciones", {"es1", "es2"}),
        ('"Häuser"', {"de1", "en1"}),
        ("Haus -Stadt", {"de1"}),
        ("+Haus Hafen", {"de1", "de2"}),
        ("Haus language:de", {"de1", "de2"}),
        ("Haus language:en", set()),
    ],
)
def test_a_word_finds_its_inflections_in_articles_in_its_language(index: Index, query: str, paths: set[str]) -> None:
    assert {hit.path for hit in index.search(query).hits} == paths
    assert set(index.count(query)) == paths


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("NATO", {"capitals"}),
        ("nato", {"capitals", "nati"}),
        ("N.A.T.O.", {"capitals"}),
        ("mar", {"mar"}),
        ("mare", {"mar", "mare", "mari"}),
        ("MARE", {"mare"}),
        ("title:NATO", set()),
    ],
)
def test_a_short_word_or_one_in_capitals_has_none(tmp_path: Path, query: str, paths: set[str]) -> None:
    articles = {
        "capitals": ("it", "Il vertice della NATO."),
        "nati": ("it", "Quattro nuovi nati nel parco."),
        "mar": ("it", "Il mar Ligure."),
        "mare": ("it", "Il mare e la spiaggia."),
        "mari": ("it", "I mari del sud."),
    }
    with Index(tmp_path / "x") as index:
        index.add(Article(text, path=path, language=language) for path, (language, text) in articles.items())
        assert {hit.path for hit in index.search(query).hits} == paths


@pytest.mark.parametrize("order", ["relevance", "passages"])
def test_an_inflection_is_as_rare_as_all_of_them_together(tmp_path: Path, order: Order) -> None:
    english = [Article("The president met the president.", path=f"en{n}", language="en") for n in range(30)]
    others = [Article(f"The harbour is {n} years old.", path=f"no{n}", language="en") for n in range(30)]
    spanish = Article("El presidente llegó al puerto.", path="es", language="es")
    with Index(tmp_path / "x") as index:
        index.add([spanish, *english, *others])
        hits = index.search("president", limit=None, order=order, explain=True).hits
        assert [hit.path for hit in hits][-1] == "es"
        assert 0 < hits[-1].score < hits[0].score
        for hit in hits[0], hits[-1]:
            assert sum(part.score for part in hit.explanation or ()) == pytest.approx(hit.score, abs=1e-4)


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("UN", {"en", "dots"}),
        ("U.N.", {"en", "dots"}),
        ('"UN troops"', {"en", "dots"}),
        ("un", {"en", "dots", "fr", "it"}),
        ('"un homme"', {"fr"}),
    ],
)
def test_an_acronym_is_not_a_common_word_of_another_language(tmp_path: Path, query: str, paths: set[str]) -> None:
    articles = {
        "en": ("en", "The UN troops came."),
        "dots": ("en", "The U.N.'s troops left."),
        "fr": ("fr", "Il y avait un homme."),
        "it": ("it", "Un anno dopo."),
    }
    with Index(tmp_path / "x") as index:
        index.add(Article(text, path=path, language=language) for path, (language, text) in articles.items())
        hits = index.search(query).hits
        assert {hit.path for hit in hits} == paths
        assert all(hit.snippet.highlights for hit in hits)


def test_all_words_are_wanted_in_any_inflection(index: Index) -> None:
    assert {hit.path for hit in index.search("Haus Hafen", mode="all").hits} == {"de1"}


def test_inflections_are_highlighted_in_their_language_alone(index: Index) -> None:
    def marked(query: str) -> dict[str, list[str]]:
        return {
            hit.path: [hit.snippet.text[start:end] for start, end in hit.snippet.highlights]
            for hit in index.search(query).hits
        }

    assert marked("Haus houses") == {"de1": ["Häuser"], "de2": ["Haus"], "en1": ["houses"], "en2": ["house"]}


def test_words_of_deleted_passages_find_nothing(tmp_path: Path) -> None:
    with Index(tmp_path / "x") as index:
        index.add(
            [
                Article("Die Häuser am Hafen.", path="a", language="de"),
                Article("Der Hafen liegt still.", path="b", language="de"),
            ]
        )
        assert index.search("Haus").total == 1
        index.remove(["a"])
        assert index.search("Haus").total == 0


@given(st.sampled_from(sorted(STEMMED_LANGUAGES)), st.lists(st.text(max_size=20), max_size=5))
def test_every_language_stems_any_word(language: str, written: list[str]) -> None:
    assert len(stems_in(language, written)) == len(written)


def test_english_has_its_own_stems() -> None:
    assert "en" not in STEMMED_LANGUAGES
    assert stem("houses") == stem("house")
