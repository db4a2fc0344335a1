"""Which hits answer a query?

The engine gives the best matches, ordered by score, ties by path and place, at most so many from one article. Only the
hits of the page asked for are read from the index and looked up on the disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer import querying
from indexer.engine import queries
from indexer.engine.searcher import Match, Ranking
from indexer.fields.names import path_of_group
from indexer.fields.records import ArticleRecord
from indexer.model.choices import SNIPPET_LENGTH
from indexer.model.hits import Highlights, Hit, SearchResult, Snippet
from indexer.querying import Query, Term, Word
from indexer.querying.tree import AndNot, Days, HasField, with_leaves
from indexer.ranking.articles import RankedArticles
from indexer.searching.duplicates import one_of_each, others_of
from indexer.searching.highlighting import Highlighter, apart
from indexer.searching.open_index import OpenIndex, Place, ShownArticle
from indexer.searching.options import SearchOptions
from indexer.searching.places import articles_of, places_of
from indexer.searching.query_words import scored_words
from indexer.searching.relevance import by_article
from indexer.searching.snippets import QueryPart, make_snippet, parts_of
from indexer.searching.sorting import sorted_by
from indexer.searching.staleness import is_stale
from indexer.searching.suggestions import missing_words
from indexer.searching.texts import ShownText
from indexer.store.damage import damage_reported

if TYPE_CHECKING:
    from indexer.searching.lookup import StoredArticle

__all__ = [
    "EVERYTHING",
    "count_by_file",
    "highlights_in",
    "hits_of",
    "matching",
    "ranked_articles",
    "search",
]

EVERYTHING = "text:*"
"""The query that every passage matches."""

_WITHOUT_DATE = AndNot(None, (HasField("date", source="", start=0),))
"""Articles without a date."""

_NO_SNIPPET = Snippet("")
_NO_RANGES: tuple[tuple[int, int], ...] = ()


def search(opened: OpenIndex, text: str, options: SearchOptions, today: date | None) -> SearchResult:
    """The hits for the query `text`; `today` is what "last week" counts from.

    Raises QuerySyntaxError, and DamagedIndexError where the index cannot be read.
    """
    with damage_reported(opened.path):
        typed = _parsed(text, options, today)
        query = _in_index(opened, typed)
        leaves = querying.query_words(query)
        ranking = opened.searcher.rank(_compiled(opened, query, options))
        total = ranking.count()
        if not total:
            missing = missing_words(opened, typed, total) if opened.reader.header.passages else {}
            return SearchResult(text, 0, (), missing, _undated(opened, query, options))
        stop = None if options.limit is None else options.offset + options.limit
        order = _in_order(opened, ranking, query, options, stop)
        chosen: Iterable[tuple[Match, str | None]] = ((match, None) for match in order.matches)
        if not options.duplicates and opened.duplicates is not None:
            chosen = one_of_each(opened, order.matches)
        page = list(islice(chosen, options.offset, stop))
        hits = hits_of(opened, leaves, page, options.offset + 1, snippet_length=options.snippet_length)
        if options.explain:
            hits = _explained(opened, query, order.ranked, hits, page)
        missing = missing_words(opened, typed, total)
        more = _more(opened, ranking, options.per_article, [match for match, _ in page])
        return SearchResult(text, total, hits, missing, _undated(opened, query, options), more)


class _Order(NamedTuple):
    """The matches in the order that is asked for, and the articles by which they are in it, if they are."""

    matches: Iterator[Match]
    ranked: RankedArticles | None = None


def _in_order(opened: OpenIndex, ranking: Ranking, query: Query, options: SearchOptions, stop: int | None) -> _Order:
    if stop == 0:
        return _Order(iter(()))
    if options.order == "passages":
        return _Order(ranking.each(stop, options.per_article))
    if options.order == "relevance":
        words = scored_words(query, opened.inflections.of)
        return _Order(*by_article(opened, ranking, words, options.per_article, expand=options.expand))
    return _Order(sorted_by(opened, ranking, options.order, options.per_article))


def _explained(
    opened: OpenIndex,
    query: Query,
    ranked: RankedArticles | None,
    hits: Sequence[Hit],
    page: Sequence[tuple[Match, object]],
) -> tuple[Hit, ...]:
    """The hits, each with what its score is the sum of."""
    from indexer.searching.explaining import Explainer  # seldom needed

    words = scored_words(query, opened.inflections.of).words
    explainer = Explainer(opened, query, words, ranked)
    return tuple(replace(hit, explanation=explainer.of(match)) for hit, (match, _) in zip(hits, page, strict=True))


def _more(opened: OpenIndex, ranking: Ranking, per_article: int, page: Sequence[Match]) -> int:
    """How many more passages match of the articles on the page that have `per_article` hits there."""
    if not per_article:
        return 0
    shown: dict[tuple[int, int], int] = {}
    full: list[Match] = []
    for match in page:
        place = match.segment, match.article
        shown[place] = count = shown.get(place, 0) + 1
        if count == per_article:
            full.append(match)
    if not full:
        return 0
    return ranking.count_in(map(opened.searcher.documents_of, full)) - per_article * len(full)


def _undated(opened: OpenIndex, query: Query, options: SearchOptions) -> int:
    """How many passages match but for the days asked for, in the options or in the query, since their articles have no
    date."""
    limited = options.since is not None or options.until is not None
    root = with_leaves(query.root, lambda leaf: _WITHOUT_DATE if isinstance(leaf, Days) else leaf)
    if not limited and root is query.root:
        return 0
    already = () if limited else (query.root,)
    undated = replace(query, root=AndNot(root, (*_WITHOUT_DATE.excluded, *already)))
    return opened.searcher.count(querying.compile_query(opened.inflections.added_to(undated)))


def count_by_file(opened: OpenIndex, text: str, options: SearchOptions, today: date | None) -> dict[str, int]:
    """How many passages match in each file: paths as stored, best match first. Of the options, only those that decide
    what matches are used."""
    with damage_reported(opened.path):
        query = _read(opened, text, options, today)
        found = opened.searcher.top(_compiled(opened, query, options), None)
    return dict(Counter(path_of_group(match.group) for match in found))


def matching(opened: OpenIndex, text: str | None, options: SearchOptions, today: date | None) -> NDArray[np.bool_]:
    """For each document, whether it matches the query `text`; every one does that is asked for nothing (None). Of the
    options, only those that decide what matches are used."""
    if text is None:
        text, options = EVERYTHING, replace(options, literal=False)
    return opened.searcher.mask(_compiled(opened, _read(opened, text, options, today), options))


def ranked_articles(
    opened: OpenIndex, text: str, options: SearchOptions, today: date | None
) -> list[tuple[ArticleRecord, float]]:
    """The articles that answer the query, each once, in the order of a search's hits and with their scores; at most
    `limit` of them. Near-duplicates are given too. Neither texts nor files are looked at."""
    with damage_reported(opened.path):
        query = _read(opened, text, options, today)
        ranking = opened.searcher.rank(_compiled(opened, query, options))
        matches = list(
            islice(
                _in_order(opened, ranking, query, replace(options, per_article=1), options.limit).matches, options.limit
            )
        )
        return [
            (article.record, match.score) for article, match in zip(articles_of(opened, matches), matches, strict=True)
        ]


def hits_of(
    opened: OpenIndex,
    leaves: Sequence[Word],
    matches: Sequence[tuple[Match, str | None]],
    first: int = 1,
    *,
    snippet_length: int = SNIPPET_LENGTH,
) -> tuple[Hit, ...]:
    """The matches as hits, ranked from `first` on, with the occurrences of `leaves` marked; some with a cluster, whose
    other articles are named with it."""
    return _Page(opened, leaves, snippet_length).hits(matches, first)


def highlights_in(
    opened: OpenIndex, text: str, stored: StoredArticle, options: SearchOptions, today: date | None
) -> Highlights:
    """What a search for `text` marks in an article: in its title and in each of its passages."""
    article = stored.article
    with damage_reported(opened.path):
        leaves = querying.query_words(_read(opened, text, options, today))
        words = [word for leaf in leaves for word in _in_language(opened, leaf, article.language)]
    highlighter = Highlighter(words)
    return Highlights(
        apart(highlighter.of_title(ShownText(article.title))),
        tuple(apart(highlighter.of_passage(ShownText(part.text))) for part in stored.passages),
        tuple(dict.fromkeys(leaf.source for leaf in leaves)),
    )


def _in_language(opened: OpenIndex, leaf: Word, language: str) -> list[Word]:
    """What is asked for, and for a single word its inflections in a language."""
    if not isinstance(leaf, Term):
        return [leaf]
    return [leaf, *(replace(leaf, text=term) for other, term, _ in opened.inflections.of(leaf) if other == language)]


def _read(opened: OpenIndex, text: str, options: SearchOptions, today: date | None) -> Query:
    """The query as it is to be looked up in this index."""
    return _in_index(opened, _parsed(text, options, today))


def _parsed(text: str, options: SearchOptions, today: date | None) -> Query:
    return querying.parse(text, mode=options.mode, literal=options.literal, today=today)


def _in_index(opened: OpenIndex, query: Query) -> Query:
    """The query with the parts of those compounds that this index does not have."""
    return querying.with_parts(query, lambda compound: bool(opened.searcher.count(querying.compile_leaf(compound))))


def _compiled(opened: OpenIndex, query: Query, options: SearchOptions) -> queries.Query:
    """What the engine is asked."""
    return querying.compile_query(opened.inflections.added_to(query), since=options.since, until=options.until)


class _Page:
    """Makes the hits of one query of matches; their snippets of at most `snippet_length` columns, or without (0)."""

    def __init__(self, opened: OpenIndex, leaves: Sequence[Word], snippet_length: int) -> None:
        self._opened = opened
        self._leaves = leaves
        self._in_captions = [
            replace(leaf, field="text") for leaf in leaves if leaf.field == "caption" and snippet_length
        ]
        self._snippet_length = snippet_length
        self._by_language: dict[str, tuple[Highlighter, Sequence[QueryPart]]] = {}
        self._in_titles: dict[str, tuple[tuple[int, int], ...]] = {}
        self._stale: dict[str, bool] = {}

    def hits(self, matches: Sequence[tuple[Match, str | None]], first: int) -> tuple[Hit, ...]:
        """The matches as hits, ranked from `first` on; some with a cluster, whose other articles are named with it."""
        found = [match for match, _ in matches]
        parts_of_hits = zip(matches, articles_of(self._opened, found), places_of(self._opened, found), strict=True)
        return tuple([self._hit(rank, *part) for rank, part in enumerate(parts_of_hits, first)])

    def _hit(self, rank: int, match: tuple[Match, str | None], article: ShownArticle, place: Place) -> Hit:
        record = article.record
        found, cluster = match
        text, snippet, title_highlights = "", _NO_SNIPPET, _NO_RANGES
        if self._snippet_length:
            text, snippet, title_highlights = self._shown(found.document, article)
        hit = object.__new__(Hit)  # its fields together: one by one, as it is frozen, takes four times as long
        hit.__dict__.update(
            id=f"{record.article}.{place.ordinal}",
            article=record.article,
            ordinal=place.ordinal,
            rank=rank,
            score=found.score,
            title=article.title,
            authors=record.authors,
            published=article.published,
            site=record.site,
            language=record.language,
            url=record.url,
            path=record.path,
            source=article.source,
            first_line=place.first_line,
            last_line=place.last_line,
            start=place.start,
            end=place.end,
            text=text,
            snippet=snippet,
            title_highlights=title_highlights,
            stale=self._is_stale(article),
            part=record.part,
            duplicates=() if cluster is None else others_of(self._opened, cluster, record.article),
            caption=self._caption(record, place.ordinal) if self._in_captions and not snippet.highlights else None,
            explanation=None,
        )
        return hit

    def _shown(self, document: int, article: ShownArticle) -> tuple[str, Snippet, tuple[tuple[int, int], ...]]:
        """A passage's text and snippet, and where the words of the query are in its article's title."""
        record = article.record
        known = self._by_language.get(record.language)
        if known is None:
            known = self._by_language[record.language] = self._highlighter(record.language, self._leaves)
        highlighter, parts = known
        passage = self._opened.passage(document)
        snippet = make_snippet(passage, highlighter.of_passage(passage), parts, self._snippet_length)
        title = self._in_titles.get(record.article)
        if title is None:
            title = self._in_titles[record.article] = apart(highlighter.of_title(article.title_text))
        return passage.text, snippet, title

    def _caption(self, article: ArticleRecord, ordinal: int) -> Snippet | None:
        """The first caption near the article's passage in which something that is asked of captions occurs."""
        captions = [text for text, near in article.captions if near == ordinal]
        highlighter, _ = self._highlighter(article.language, self._in_captions)
        found = ((text, apart(highlighter.of_passage(ShownText(text)))) for text in captions)
        return next((Snippet(text, ranges) for text, ranges in found if ranges), None)

    def _highlighter(self, language: str, asked: Sequence[Word]) -> tuple[Highlighter, Sequence[QueryPart]]:
        """What finds what is asked for in passages in a language, and the words that are its inflections in it; and
        which part of the query each of them is."""
        leaves: list[Word] = []
        parts: list[QueryPart] = []
        for leaf, part in zip(asked, parts_of(asked), strict=True):
            own = _in_language(self._opened, leaf, language)
            leaves += own
            parts += [part] * len(own)
        return Highlighter(leaves), parts

    def _is_stale(self, article: ShownArticle) -> bool:
        """As `is_stale`, looked up once for each file."""
        known = self._stale.get(article.source)
        if known is None:
            known = self._stale[article.source] = is_stale(article.source, article.record)
        return known
