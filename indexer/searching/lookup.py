"""Which article has this id, or is at this address?"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace

from indexer.address import Address, nearest_range, readings
from indexer.engine import queries
from indexer.errors import UnknownIdError
from indexer.fields.articles import passages_of, stored_article
from indexer.fields.records import ArticleRecord, article_record
from indexer.model.articles import Article, Passage
from indexer.searching.open_index import OpenIndex, title_of
from indexer.searching.staleness import is_stale
from indexer.store.damage import damage_reported

__all__ = ["StoredArticle", "find_article"]

SHORTEST_ID = 4
"""Characters of an article's id that may be given instead of the whole."""

_ARTICLE_ID = re.compile(r"[a-z0-9-]{1,32}")
_ORDINAL = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the index holds it: its cleaned text, and its passages with their places in it.

    `source` is the absolute path of its file, or "" where it comes from none.
    """

    id: str
    article: Article
    passages: tuple[Passage, ...]
    source: str
    stale: bool

    @property
    def address(self) -> Address:
        """Where the article is: in its file, or under the path that it was added with."""
        line = self.passages[0].first_line if self.passages else None
        return Address(self.source or self.article.path, self.article.part, line)


def find_article(opened: OpenIndex, identifier: str) -> tuple[StoredArticle, int | None]:
    """The article with this id, or that the passage with this id belongs to, and then the passage's ordinal.

    The beginning of an id, from 4 characters on, will do where it is the beginning of one article's only. So will an
    address as hits have it: the path of a file, relative to the current folder or as stored, with the part of the file
    where the article is not all of it, and with a line, which then says which passage: `saved.zip!/a/b.html:12`.

    Raises UnknownIdError.
    """
    name, dot, ordinal = identifier.strip().lower().partition(".")
    with damage_reported(opened.path):
        at_address = _at_address(opened, identifier)
        if at_address is not None:
            return at_address
        found = _expand(opened, name)
        if not found and not (_ARTICLE_ID.fullmatch(name) and (not dot or _ORDINAL.fullmatch(ordinal))):
            raise UnknownIdError(
                f"no article is at {identifier}",
                hint="addresses and ids are what `indexer search` prints for each hit; a file that is not in the index "
                "is read by indexer clean",
            )
        if not found:
            raise UnknownIdError(f"no article has the id {identifier}")
        if len(found) > 1:
            raise UnknownIdError(f"several articles have ids that begin with {name}: {', '.join(found[:5])}")
        stored = _article(opened, *_stored(opened, found[0]))
    if not dot:
        return stored, None
    count = len(stored.passages)
    if not _ORDINAL.fullmatch(ordinal) or not 1 <= int(ordinal) <= count:
        raise UnknownIdError(f"{found[0]} has no passage {ordinal or '(none given)'}; it has passages 1 to {count}")
    return stored, int(ordinal)


def _at_address(opened: OpenIndex, text: str) -> tuple[StoredArticle, int | None] | None:
    """The live article at the address `text`, and where it has a line the ordinal of the passage there."""
    for address in readings(text):
        for path in dict.fromkeys((_stored_path(opened, address.path), address.path)):
            if not path or not _is_path(f"{path}{address.part}"):
                continue
            identifier = address.with_path(path).article_id()
            if opened.searcher.frequency("article", identifier.encode()):
                if address.line is None:
                    return _article(opened, *_stored(opened, identifier)), None
                return _on_line(opened, identifier, address.line)
    return None


def _stored_path(opened: OpenIndex, path: str) -> str:
    """How the path of a file is stored, or "" where there is no current folder that it could be relative to."""
    try:
        return opened.reader.folder.stored_path(os.path.abspath(path))
    except (OSError, ValueError):
        return ""


def _is_path(path: str) -> bool:
    """Whether `path` can be the path of anything."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def _on_line(opened: OpenIndex, identifier: str, line: int) -> tuple[StoredArticle, int | None]:
    """The article that has this line, of those that share an address, and the ordinal of the passage there; where none
    has it, of the passage before."""
    others = sorted(opened.searcher.expand("article", queries.Prefix(f"{identifier}-".encode())))
    names = [identifier, *(term.decode() for term in others if opened.searcher.frequency("article", term))]
    stored = [_stored(opened, name) for name in names]
    places = sorted(
        ((record, passages, passage) for record, passages in stored for passage in passages),
        key=lambda place: (place[2].first_line or 0, place[2].ordinal),
    )
    lines = [(passage.first_line, passage.last_line) for _, _, passage in places]
    record, passages, found = places[nearest_range(lines, line)]
    return _article(opened, record, passages), None if found.first_line is None else found.ordinal


def _stored(opened: OpenIndex, identifier: str) -> tuple[ArticleRecord, tuple[Passage, ...]]:
    """What is stored of a live article, and its passages."""
    matches = opened.searcher.matches(queries.Term("article", identifier.encode()))
    segment, document = opened.searcher.located(int(matches.documents[0]))
    article = segment.articles.article_of(document)
    return article_record(segment, article), passages_of(segment, article)


def _expand(opened: OpenIndex, name: str) -> list[str]:
    """The ids of live articles that are `name`, or else begin with it."""
    if not _ARTICLE_ID.fullmatch(name):
        return []
    if opened.searcher.frequency("article", name.encode()):
        return [name]
    if len(name) < SHORTEST_ID:
        return []
    terms = sorted(opened.searcher.expand("article", queries.Prefix(name.encode())))
    return [term.decode() for term in terms if opened.searcher.frequency("article", term)]


def _article(opened: OpenIndex, record: ArticleRecord, passages: tuple[Passage, ...]) -> StoredArticle:
    source = opened.source_of(record)
    article = replace(stored_article(record, passages), title=title_of(record))
    return StoredArticle(record.article, article, passages, source, is_stale(source, record))
