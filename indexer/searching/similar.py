"""Which articles are like this one?

The heaviest terms of an article are a query, which finds candidates. These are ordered half by their BM25 for that
query, half by the cosine of their term vectors and the article's, each divided by its best. Where articles that are
relevant for one query were to find each other (three for each query of three judged collections), nDCG@10 was .413 so,
.400 by cosines alone and .399 by BM25 alone. Each article is shown with the passage that has most of the terms.
"""

from __future__ import annotations

from itertools import islice

import numpy as np
from numpy.typing import NDArray

from indexer.engine import queries
from indexer.engine.searcher import Match
from indexer.model.hits import SearchResult
from indexer.querying import Term
from indexer.ranking.bm25 import term_weight
from indexer.ranking.evidence import article_scores
from indexer.ranking.term_vectors import counted_terms, weights_of
from indexer.ranking.words import QueryWord
from indexer.searching.duplicates import one_of_each
from indexer.searching.hits import hits_of
from indexer.searching.lookup import find_article
from indexer.searching.open_index import OpenIndex
from indexer.store.damage import damage_reported

__all__ = ["similar_articles"]

_TERMS = 25
"""Terms of the article by which candidates are found."""

_DEPTH = 1000
_CANDIDATES = 300
"""Passages whose articles are candidates, and the most of these; as many as a search scores again."""

_SHOWN_TERMS = 10
"""Terms that are marked in snippets: of more, nothing would be seen."""

_DECIMALS = 6


def similar_articles(
    opened: OpenIndex, identifier: str, limit: int | None, *, duplicates: bool, snippet_length: int
) -> SearchResult:
    """The articles most like the one with this id or address, or whose passage has it; the best first.

    Scores are from 0 to 1. Near-duplicates of it are left out, and of each other all but one, unless `duplicates` are
    asked for; `snippet_length` is as in `SearchOptions`. `total` is how many articles were compared.

    Raises UnknownIdError.
    """
    with damage_reported(opened.path):
        stored, _ = find_article(opened, identifier)
        documents = opened.searcher.matches(queries.Term("article", stored.id.encode())).documents
        own = opened.searcher.match(int(documents[0]), 0.0)
        terms = _heaviest(opened, own)
        matches = _most_alike(opened, documents, terms)
        total = len(matches)
        chosen: list[tuple[Match, str | None]] = [(match, None) for match in matches]
        if not duplicates and opened.duplicates is not None:
            chosen = list(one_of_each(opened, [own, *matches]))[1:]
        leaves = [Term("text", "stem", term, source=term, start=0) for term, _ in terms[:_SHOWN_TERMS]]
        page = list(islice(chosen, limit))
        return SearchResult(stored.article.title, total, hits_of(opened, leaves, page, snippet_length=snippet_length))


def _heaviest(opened: OpenIndex, own: Match) -> list[tuple[str, float]]:
    """The terms that say most of the article, with their weights, the heaviest first."""
    segment = opened.searcher.segments[own.segment]
    field = segment.field("text")
    if field is None:
        return []
    vector = segment.articles.vector(own.article, "text")
    articles = opened.collection.articles
    weighted = []
    for number, tf in zip(vector.terms.tolist(), vector.tf.tolist(), strict=True):
        term = field.term(number)
        frequency = articles.frequency("text", term)
        if frequency > 1:  # one of this article alone finds no other
            weight = (1 + np.log(tf)) * term_weight(min(frequency, articles.live), articles.live)
            weighted.append((-float(weight), term.decode("utf-8", "replace")))
    return [(term, -weight) for weight, term in sorted(weighted)[:_TERMS]]


def _most_alike(opened: OpenIndex, documents: NDArray[np.int64], terms: list[tuple[str, float]]) -> list[Match]:
    """The best passage of each candidate but the article itself, the most alike first."""
    parts = tuple(queries.Term("text", term.encode(), weight) for term, weight in terms)
    if not parts:
        return []
    articles = opened.collection.articles
    found = opened.searcher.rank(queries.AnyOf(parts)).best(_DEPTH)
    owners = articles.of(found.documents)
    order = np.lexsort((found.documents, -found.scores, owners))
    owners, ranked, scores = owners[order], found.documents[order], found.scores[order]
    first = np.ones(len(owners), np.bool_)
    first[1:] = owners[1:] != owners[:-1]
    own = int(articles.of(documents[:1])[0])
    first &= owners != own
    candidates, passages, best = owners[first], ranked[first], scores[first]
    if len(candidates) > _CANDIDATES:
        kept = np.sort(np.argsort(-best, kind="stable")[:_CANDIDATES])
        candidates, passages = candidates[kept], passages[kept]
    words = [QueryWord(term.encode(), weight=weight) for term, weight in terms]
    collection = opened.collection
    evidence = article_scores(collection, words, candidates, None).scores.sum(axis=0)
    alike = np.round((_of_best(evidence) + _of_best(_cosines(opened, own, candidates))) / 2, _DECIMALS)
    order = np.lexsort((collection.name_ranks[candidates], -alike))
    return [opened.searcher.match(int(passages[place]), float(alike[place])) for place in order.tolist()]


def _of_best(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The scores as shares of the best."""
    return scores / max(float(scores.max(initial=0.0)), 1e-9)


def _cosines(opened: OpenIndex, own: int, candidates: NDArray[np.int64]) -> NDArray[np.float64]:
    """The cosine of each candidate's term vector and the article's own, as neighbours are found by in ranking: how much
    a term says is counted among these articles."""
    articles = np.concatenate(([own], candidates))
    vectors = opened.collection.articles.vectors(articles, "text")
    counted = counted_terms(vectors)
    rows, terms, _, _ = counted
    weights = weights_of(vectors, counted)
    first = rows == 0
    mine = np.bincount(terms[first], weights[first], minlength=len(terms))
    cosines: NDArray[np.float64] = np.bincount(rows, mine[terms] * weights, minlength=len(articles)).astype(np.float64)
    return cosines[1:]
