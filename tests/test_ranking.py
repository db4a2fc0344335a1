"""The order of articles: by their own words, pairs of neighbours, their best passage, and their neighbours."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Sequence
from datetime import date
from math import log, sqrt
from pathlib import Path

import numpy as np
import pytest

from indexer import Article, Index
from indexer.analysis import TITLE_WEIGHT, stem, terms_of
from indexer.model.hits import Hit
from indexer.querying import parse
from indexer.ranking.bm25 import K1, B
from indexer.ranking.smoothing import smoothed
from indexer.searching.query_words import scored_words

TODAY = date(2024, 3, 31)
WORDS = "keeper lamp tower fog ship gale harbour light storm coast bell chart".split()


def articles(count: int, seed: int) -> list[Article]:
    chance = random.Random(seed)
    made = []
    for number in range(count):
        paragraphs = [
            " ".join(chance.choices(WORDS, k=chance.randint(30, 90))).capitalize() + "."
            for _ in range(chance.randint(1, 5))
        ]
        title = " ".join(chance.choices(WORDS, k=2)).capitalize()
        made.append(Article(path=f"n:{number:03d}", title=title, text="\n\n".join(paragraphs), language="en"))
    return made


def order(index: Index, query: str, **options: object) -> list[tuple[str, float]]:
    hits = index.search(query, limit=None, per_article=1, duplicates=True, **options).hits  # type: ignore[arg-type]
    return [(hit.path, round(hit.score, 5)) for hit in hits]


def index_of(path: Path, made: Sequence[Article], parts: int = 1) -> Index:
    index = Index(path)
    for part in range(parts):
        index.add(made[part::parts], passage_words=40)
    return index


@pytest.mark.parametrize("expand", [False, True])
def test_the_order_depends_on_the_articles_alone(tmp_path: Path, expand: bool) -> None:
    made = articles(60, 1)
    fresh = index_of(tmp_path / "fresh", made)
    several = index_of(tmp_path / "several", [*made, *articles(90, 2)[60:]], 4)
    several.remove([f"n:{number:03d}" for number in range(60, 90)])
    for query in ("keeper", "lamp tower", "fog ship gale harbour", '"storm coast"', "bell* chart"):
        expected = order(fresh, query, expand=expand)
        assert expected
        assert order(several, query, expand=expand) == expected


def tokens(text: str) -> list[str]:
    return [stem(word) for word, _ in terms_of(text)]


def test_an_article_s_own_words_count_as_the_formula_says(tmp_path: Path) -> None:
    """BM25 with frequencies and lengths of articles, whose titles count `TITLE_WEIGHT` times, once; idf of articles."""
    made = articles(40, 3)
    index = index_of(tmp_path / "index", made)
    counts = {one.path: tokens(one.text) + TITLE_WEIGHT * tokens(one.title) for one in made}
    average = sum(map(len, counts.values())) / len(counts)
    having = sum("keeper" in found for found in counts.values())
    weight = log(1 + (len(counts) - having + 0.5) / (having + 0.5))
    weight *= (weight / 5) ** 0.15

    def bm25(found: list[str]) -> float:
        tf = found.count("keeper")
        return float(weight * (K1 + 1) * tf / (tf + K1 * (1 - B + B * len(found) / average)))

    from indexer.ranking.evidence import EXACT_WEIGHT, article_scores
    from indexer.ranking.words import QueryWord

    collection = index._current().collection
    numbers = np.arange(collection.articles.count)
    evidence = article_scores(collection, [QueryWord(b"keeper", b"keeper", 2.0)], numbers, None)
    names = [name.rpartition(b"\0")[0].decode() for name in collection.articles.names(numbers)]
    typed = {one.path: (one.title + " " + one.text).lower().count("keeper") for one in made}
    for name, score in zip(names, evidence.scores[0].tolist(), strict=True):
        tf = typed[name]
        exact = weight * (K1 + 1) * tf / (tf + K1 * (1 - B + B * len(counts[name]) / average))
        assert score == pytest.approx(2 * (bm25(counts[name]) + EXACT_WEIGHT * exact))


def test_neighbours_are_those_with_the_most_similar_terms(tmp_path: Path) -> None:
    """The formula of smoothing, in an index of two segments, whose terms have other numbers in each."""
    chance = random.Random(5)
    words = [f"{word}{letter}" for word in WORDS for letter in "abcdefghij"]
    made = [
        Article(path=f"n:{number:02d}", text=" ".join(chance.choices(words, k=60)), language="en")
        for number in range(40)
    ]
    index = Index(tmp_path / "index")
    index.add(made[:20])
    index.add(made[20:])
    collection = index._current().collection
    numbers = np.arange(collection.articles.count)
    assert len(index._current().reader.segments) == 2
    vectors = collection.articles.vectors(numbers, "text")
    found = [
        dict(zip(vectors.terms[begin:end].tolist(), vectors.tf[begin:end].tolist(), strict=True))
        for begin, end in itertools.pairwise(vectors.starts.tolist())
    ]
    having = Counter(term for one in found for term in one)
    weights = [
        {
            term: (1 + log(tf)) * log(1 + (len(found) - having[term] + 0.5) / (having[term] + 0.5))
            for term, tf in one.items()
        }
        for one in found
    ]
    norms = [sqrt(sum(weight**2 for weight in one.values())) for one in weights]
    own = np.random.default_rng(1).uniform(1, 9, len(found))
    mixed, clear = [], []
    for one, (mine, norm) in enumerate(zip(weights, norms, strict=True)):
        near = [
            (sum(weight * theirs.get(term, 0.0) for term, weight in mine.items()) / norm / other_norm, other)
            for other, (theirs, other_norm) in enumerate(zip(weights, norms, strict=True))
            if other != one
        ]
        near.sort(reverse=True)
        nearest = near[:10]
        clear.append(near[9][0] - near[10][0] > 1e-3)  # entries of vectors are rounded to 1/4000 of their lengths
        total = sum(cosine for cosine, _ in nearest)
        mixed.append(0.6 * own[one] + 0.4 * sum(cosine * own[other] for cosine, other in nearest) / max(total, 1e-9))
    given = smoothed(collection, numbers, own)
    wanted = np.array(mixed) + (given - mixed).mean()
    assert sum(clear) > 20
    assert given[clear] == pytest.approx(wanted[clear], abs=0.02)
    assert given.min() == own.min()


def found(tmp_path: Path, texts: dict[str, str], query: str, **options: object) -> list[Hit]:
    index = Index(tmp_path / "index")
    filler = {f"filler {number}": f"The {word} was seen by all." for number, word in enumerate(WORDS * 2)}
    index.add([Article(path=path, text=text, language="en") for path, text in (filler | texts).items()])
    return list(index.search(query, duplicates=True, **options).hits)  # type: ignore[arg-type]


def test_a_word_as_typed_comes_before_other_forms_of_its_stem(tmp_path: Path) -> None:
    texts = {"one": "Mr Adams spoke in the hall.", "other": "The man Adam spoke in the hall."}
    assert [hit.path for hit in found(tmp_path, texts, "Adams")] == ["one", "other"]


def test_words_side_by_side_come_before_words_apart(tmp_path: Path) -> None:
    texts = {
        "apart": "Motors of the kind that the general public wants are sold here, he said.",
        "together": "The firm General Motors, which is known to all in the trade, has sold cars.",
    }
    assert found(tmp_path, texts, "General Motors")[0].path == "together"
    assert found(tmp_path / "again", texts, "general motors")[0].path == "together"


def test_a_passage_with_the_words_comes_before_one_that_has_them_in_the_title_alone(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    text = (
        "Nothing is said of it here, for a while at least, and then for a while longer.\n\nThe beacon is lit at dusk."
    )
    index.add([Article(path="one", title="The beacon", text=text)], passage_words=8)
    hits = index.search("beacon", per_article=0).hits
    assert len(hits) > 1
    assert hits[0].text.strip() == "The beacon is lit at dusk."
    assert {hit.score for hit in hits} == {hits[0].score}, "the score is the article's"


def test_the_best_passages_of_an_article_follow_each_other(tmp_path: Path) -> None:
    index = index_of(tmp_path / "index", articles(30, 5))
    hits = index.search("lamp fog", limit=None, per_article=2).hits
    paths = [hit.path for hit in hits]
    assert len(set(paths)) * 2 >= len(paths)
    seen = list(dict.fromkeys(paths))
    assert sorted(paths, key=seen.index) == paths
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_every_match_is_given_once_in_every_order(tmp_path: Path) -> None:
    index = index_of(tmp_path / "index", articles(30, 6), 2)
    options = {"limit": None, "per_article": 0, "duplicates": True}
    expected = {hit.id for hit in index.search("lamp", order="passages", **options).hits}  # type: ignore[arg-type]
    for way in ("relevance", "newest", "oldest", "path"):
        ids = [hit.id for hit in index.search("lamp", order=way, **options).hits]  # type: ignore[arg-type]
        assert len(ids) == len(set(ids))
        assert set(ids) == expected


def test_articles_are_sorted_by_day_and_path(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    days = {"b": date(2020, 5, 1), "a": date(2020, 5, 1), "c": date(2021, 1, 1), "d": None}
    index.add([Article(path=path, text="The lamp.", published=day) for path, day in days.items()])

    def paths(way: str) -> str:
        return "".join(hit.path for hit in index.search("lamp", order=way, duplicates=True).hits)  # type: ignore[arg-type]

    assert (paths("newest"), paths("oldest"), paths("path")) == ("cabd", "abcd", "abcd")


def test_passages_without_a_date_are_counted_where_days_are_asked_for(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    index.add([Article(path="a", text="The lamp."), Article(path="b", text="A lamp.", published=date(2020, 1, 1))])
    assert index.search("lamp", since="2019").undated == 1
    assert index.search("lamp").undated == 0


@pytest.mark.parametrize(
    ("query", "found", "undated"),
    [
        ("lamp date:2020", 1, 1),
        ("lamp date:2019", 0, 1),
        ("lamp Date: 2020", 1, 1),
        ("fog date:2020", 0, 0),
        ("lamp OR date:2019", 2, 0),
        ("lamp -date:2020", 1, 0),
        ("lamp date:*", 1, 0),
        ("date:2020", 1, 1),
        ("year:(2019 2020) lamp", 1, 1),
    ],
)
def test_so_they_are_where_the_query_asks_for_days(tmp_path: Path, query: str, found: int, undated: int) -> None:
    index = Index(tmp_path / "index")
    index.add([Article(path="a", text="The lamp."), Article(path="b", text="A lamp.", published=date(2020, 1, 1))])
    result = index.search(query)
    assert (result.total, result.undated) == (found, undated)


def test_a_word_that_no_passage_has_is_named_beside_hits(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    index.add([Article(path="a", text="Mr Blunkett has resigned. Blunkett was tired.")])
    result = index.search("Blunket resigned")
    assert result.hits
    assert result.missing == {"Blunket": ("blunkett",)}


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("Towers =Lamps", ["Towers", "Lamps"]),
        ('"lamps"', ["lamps"]),
        ("\u201clamps\u201d", ["lamps"]),
        ('moon NEAR/9 "tide one"', ["moon", "tide", "one"]),
        ("moon NEAR/9 Net-lists", ["moon", "Net", "lists", "Net-lists"]),
        ("(=Moon OR Moons) NEAR/9 net-li*", ["Moon", "Moons", "net"]),
    ],
)
def test_words_are_labelled_as_each_is_typed(query: str, labels: list[str]) -> None:
    assert [word.label for word in scored_words(parse(query, today=TODAY), lambda _: ()).words] == labels


@pytest.mark.parametrize(
    ("query", "words", "pairs"),
    [
        ("lamp towers", ["lamp lamp", "tower towers"], [(b"lamp", b"tower", 10.0)]),
        ("General Motors sold", ["general general", "motor motors", "sell sold"], [10.0, 1.0]),
        ("A B C", ["b b", "c c"], [10.0]),
        ("wi-fi", ["wi wi", "fi fi", "wifi "], [10.0]),
        ('"the lamp" -fog title:bell', ["the the", "lamp lamp"], [10.0]),
        ("lamp^2 lamp", ["lamp lamp"], []),
    ],
)
def test_what_is_scored_of_a_query(query: str, words: list[str], pairs: list[object]) -> None:
    scored = scored_words(parse(query, today=TODAY), lambda _: ())
    assert [f"{word.term.decode()} {word.exact.decode()}" for word in scored.words] == words
    weights = [tuple(pair) if pairs and isinstance(pairs[0], tuple) else pair.weight for pair in scored.pairs]
    assert [weight for weight in weights if scored.pairs and weight is not None] == pairs or query == "lamp^2 lamp"
    assert scored.others == ("title:" in query)


def test_places_are_the_same_whether_all_are_found_or_only_those_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = articles(30, 11)
    index = index_of(tmp_path / "index", made, 2)
    asked = np.arange(30)[::3]
    whole = index._current().collection.places(b"keeper", asked)
    monkeypatch.setattr("indexer.ranking.collection._ALWAYS", -1)
    monkeypatch.setattr("indexer.ranking.collection._OF_MANY", 0)
    other = Index(tmp_path / "index")
    collection = other._current().collection
    found = collection.places(b"keeper", asked)
    assert found.places.tolist() == whole.places.tolist()
    names = [name.rpartition(b"\0")[0].decode() for name in collection.articles.names(asked)]
    texts = {one.path: tokens(one.title) + tokens(one.text) for one in made}
    counts = [texts[name].count("keeper") for name in names]
    assert found.sizes.tolist() == whole.sizes.tolist() == counts


def test_a_frequent_word_is_scored_in_the_articles_asked_for_and_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from indexer.ranking.evidence import article_scores
    from indexer.ranking.words import QueryWord

    index = index_of(tmp_path / "index", articles(30, 11), 2)
    asked = np.arange(30)[::3]
    words = [QueryWord(b"keeper", b"keeper"), QueryWord(b"keeper", b"lamp"), QueryWord(b"nowhere", b"nowhere")]
    whole = index._current().collection
    expected = article_scores(whole, words, asked, None)
    assert len(whole.word_scores) == 3
    monkeypatch.setattr("indexer.ranking.collection._ALWAYS", 0)
    monkeypatch.setattr("indexer.ranking.collection._OF_MANY", 0)
    other = Index(tmp_path / "index")
    collection = other._current().collection
    found = article_scores(collection, words, asked, None)
    assert found.scores.any()
    assert found.scores.tolist() == expected.scores.tolist()
    assert found.in_body.tolist() == expected.in_body.tolist()
    assert len(collection.word_scores) == 1  # of the word that is in no article


def test_a_form_of_another_stem_counts_where_the_stem_is_not(tmp_path: Path) -> None:
    from indexer.ranking.evidence import EXACT_WEIGHT, article_scores
    from indexer.ranking.words import QueryWord

    texts = ["The keeper is here.", "A lamp is here.", "The keeper has a lamp.", "Nothing of it."]
    index = Index(tmp_path / "index")
    index.add([Article(path=f"n:{number}", text=text, language="en") for number, text in enumerate(texts)])
    words = [QueryWord(b"keeper", b"lamp"), QueryWord(b"keeper"), QueryWord(b"lamp")]
    both, stem_alone, other = article_scores(index._current().collection, words, np.arange(4), None).scores
    assert both == pytest.approx(stem_alone + EXACT_WEIGHT * other)
    assert np.count_nonzero(both) == 3


def test_vectors_that_were_read_before_are_given_with_new_ones(tmp_path: Path) -> None:
    index = index_of(tmp_path / "index", articles(20, 12), 2)
    asked = np.array([3, 17, 0, 3])
    expected = index._current().collection.articles.vectors(asked, "text")
    reopened = Index(tmp_path / "index")
    again = reopened._current().collection.articles
    again.vectors(np.array([17, 5]), "text")
    for found, first in zip(again.vectors(asked, "text"), expected, strict=True):
        assert np.array_equal(np.asarray(found), np.asarray(first))
    assert len(again.vectors(np.zeros(0, np.int64), "text").terms) == 0
