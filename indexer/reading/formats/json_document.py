"""How is a JSON file read? It is one article, or a list of them, or holds such lists somewhere inside it.

Exports and feeds put their articles behind headers of their own and several objects deep (`response.results`,
`db[0].data.posts`). The lists are found by what is in them: records that have a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from indexer.errors import SourceError
from indexer.model.drafts import Draft, Problem, Reading
from indexer.reading.encoding.decoding import decode
from indexer.reading.formats.exports.bookmarks import bookmarks
from indexer.reading.formats.exports.frames import framed
from indexer.reading.formats.exports.posts import is_annotation, is_reference, without_assignment
from indexer.reading.formats.json_text import DECODER, document_in, series_in
from indexer.reading.formats.record import described, draft_of, has_text, is_for_text, unwrapped

__all__ = ["read", "read_text"]

_Key: TypeAlias = str | int
_Path: TypeAlias = tuple[_Key, ...]

_LISTS: Final = frozenset(
    "articles items results data documents docs posts entries records hits list stories orderedItems"
    " bookmarks notes clippings links value @graph item entry".split()
)
"""What lists of articles are called: they are such whatever their records lack."""
_NO_ARTICLES: Final = frozenset(
    "comments replies annotations users authors contributors persons people tags categories keywords media "
    "multimedia images"
    " attachments settings related highlights options roles".split()
)
"""What is inside an article or beside articles, though some of it may have a text."""
_THINGS: Final = frozenset(
    "WebSite WebPage Organization NewsMediaOrganization Person ImageObject VideoObject BreadcrumbList ListItem"
    " SearchAction SiteNavigationElement Place PostalAddress".split()
)
_DEEPEST: Final = 6
_SAMPLED: Final = 20
_USER_LISTS: Final = ("users", "authors")

_BLANK: Final = re.compile(r"[ \t\r\n]*")


class _List(NamedTuple):
    """A list of records, or an object of them by their ids: its path in the document, and what they are like: 2 where
    they have texts, 1 where they have titles or descriptions, 0 where they are not records of articles."""

    path: _Path
    keys: tuple[_Key, ...]
    records: Sequence[object]
    worth: int


def read(data: bytes) -> Reading:
    """The articles of a document: those of a saved export, or one record."""
    text, encoding = decode(data)
    return read_text(without_assignment(text), encoding)


def read_text(text: str, encoding: str) -> Reading:
    """The articles of a text of JSON, or of several behind each other; raises SourceError where it is none."""
    if not text.strip():
        return Reading((), encoding)
    problems: list[Problem] = []
    try:
        document, text = document_in(text)
        records = _records(document, text)
    except SourceError:
        series = series_in(text)
        if series is None:
            raise
        problems += series.problems
        records = ((line, record, None) for line, record in series.documents)
    drafts: list[Draft] = []
    for line, record, common in records:
        if _is_thing(record):
            continue
        if draft := draft_of(record, line=line):
            drafts.append(_completed(draft, common))
        elif not is_reference(record):
            problems.append(Problem(line, "no text in this record"))
    return Reading(tuple(drafts), encoding, tuple(problems))


def _is_thing(record: object) -> bool:
    """Whether a record is of a thing that schema.org knows beside articles, such as the site they are on."""
    kind = record.get("@type") if isinstance(record, Mapping) else None
    return isinstance(kind, str) and kind in _THINGS and not has_text(record)


def _completed(draft: Draft, common: Draft | None) -> Draft:
    """Return `draft` with what a feed says of all its articles where the record says nothing itself."""
    if common is None:
        return draft
    return replace(
        draft,
        authors=draft.authors or common.authors,
        site=draft.site or common.site,
        language=draft.language or common.language,
    )


def _records(document: object, text: str) -> Iterator[tuple[int, object, Draft | None]]:
    """Yield the records of a whole file, each with the line it begins on and what is said of all of its list."""
    if saved := bookmarks(document, text):
        yield from ((line, record, None) for line, record in saved)
        return
    lines = _Lines(text)
    sample = document[:_SAMPLED] if isinstance(document, list) else []
    if (
        isinstance(document, list)
        and (not document or any(map(_is_article, sample)))
        and not any(map(_is_folder, sample))
    ):
        yield from ((line, record, None) for line, record in lines.of((), range(len(document)), document))
        return
    if table := framed(document):
        yield from ((lines.first, record, None) for record in table)
        return
    own = isinstance(document, Mapping) and has_text(
        {key: value for key, value in document.items() if not _has_articles(key, value)}
    )
    lists = [*_by_id(document)] or [*_lists(document, ())]
    best = max((found.worth for found in lists), default=0)
    lists = [found for found in lists if found.worth == best and (found.worth == 2 or not own)]
    if own or not lists:
        if isinstance(document, list):
            yield from ((line, record, None) for line, record in lines.of((), range(len(document)), document))
        elif not own and not _is_article(document) and (answer := _record_in(document)):
            path, record = answer
            yield from ((line, record, None) for line, record in lines.of(path[:-1], path[-1:], [record]))
        else:
            yield lines.first, document, None
    said: dict[_Path, tuple[Draft | None, Mapping[_Key, list[str]]]] = {}  # an object may have many lists
    for found in lists:
        outer = found.path[:-1]
        if outer not in said:
            around = _around(document, outer)
            said[outer] = _common(document, around), _writers(around)
        common, writers = said[outer]
        for line, record in lines.of(found.path, found.keys, found.records):
            names = writers.get(number) if (number := _id(record, "id")) is not None else None
            yield line, record, Draft("text", "", authors=tuple(names)) if names else common


def _by_id(document: object) -> Iterator[_List]:
    """Yield the list of records that a whole document is where it has several by their ids, each with a text."""
    if isinstance(document, dict) and len(document) > 1 and all(map(has_text, document.values())):
        found = _list_at(document, ())
        if found is not None:
            yield found


def _record_in(document: object) -> tuple[_Path, object] | None:
    """Return the one record that a document answers with, the outermost that has a text, with its path; None where none
    has."""
    level: list[tuple[_Path, object]] = [((), document)]
    while level and len(level[0][0]) < _DEEPEST:
        level = [
            ((*path, key), inner)
            for path, value in level
            if isinstance(value, Mapping)
            for key, inner in islice(value.items(), _SAMPLED)
            if isinstance(inner, Mapping) and key not in _NO_ARTICLES
        ]
        if found := next((place for place in level if has_text(place[1])), None):
            return found
    return None


def _is_article(record: object) -> bool:
    return isinstance(record, Mapping) and draft_of(record, line=1) is not None


def _is_folder(record: object) -> bool:
    """Whether a record has no text, but a list of articles."""
    if not isinstance(record, Mapping) or has_text(record):
        return False
    lists = (value for key, value in record.items() if key in _LISTS and isinstance(value, list) and value)
    return any(all(map(_is_article, value[:_SAMPLED])) for value in lists)


def _lists(value: object, path: _Path) -> Iterator[_List]:
    """Yield the lists of records inside a value that is none, the outer ones only."""
    if len(path) >= _DEEPEST or not isinstance(value, dict | list):
        return
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in members:
        if not isinstance(inner, dict | list) or not inner or _is_one_text(key, inner):
            continue
        if key in _NO_ARTICLES and not (isinstance(inner, list) and all(map(is_annotation, inner[:_SAMPLED]))):
            continue
        place = (*path, key)
        found = _list_at(inner, place)
        if found and found.worth:
            yield found
        else:
            yield from _lists(inner, place)


def _has_articles(key: _Key, value: object) -> bool:
    """Whether a value is a list of articles although its key, such as `content`, is one for a text."""
    return isinstance(key, str) and is_for_text(key) and isinstance(value, list) and not _is_one_text(key, value)


def _is_one_text(key: _Key, value: dict[str, object] | list[object]) -> bool:
    """Whether a value has the parts of one text, paragraph by paragraph: it is called so, and none has a title."""
    if not isinstance(key, str) or not is_for_text(key) or not isinstance(value, list):
        return False
    parts = [part for part in islice(value, _SAMPLED) if isinstance(part, Mapping)]
    return not any((draft := draft_of(part, line=1)) and draft.title for part in parts)


def _list_at(value: dict[str, object] | list[object], path: _Path) -> _List | None:
    """Return the list of records that `value` is, or None where it is something else."""
    keys: tuple[_Key, ...] = tuple(value) if isinstance(value, dict) else tuple(range(len(value)))
    records: list[object] = list(value.values()) if isinstance(value, dict) else value
    sample = [record for record in islice(records, _SAMPLED) if isinstance(record, Mapping)]
    if len(sample) < min(len(records), _SAMPLED):
        return None
    if isinstance(value, dict) and len(set(map(frozenset, sample))) > 1 + len(sample) / 2:
        return None  # parts of one thing, not several of a kind
    sample = [unwrapped(record) for record in sample]
    if 2 * sum(map(has_text, sample)) >= len(sample) or (path and path[-1] in _LISTS and any(map(has_text, sample))):
        return _List(path, keys, records, 2)
    is_article = 2 * sum(map(_is_article, sample)) >= len(sample)
    return _List(path, keys, records, 1) if is_article and path and path[-1] in _LISTS else None


def _around(document: object, path: _Path) -> Mapping[str, object]:
    """Return the object at `path`, which has a list among others."""
    around: object = document
    for key in path:
        around = around[key]  # type: ignore[index] # the path leads through mappings and lists
    return around if isinstance(around, Mapping) else {}


def _id(record: object, key: str) -> _Key | None:
    """Return the text or number under `key` by which tables refer to each other's records."""
    value = record.get(key) if isinstance(record, Mapping) else None
    return value if isinstance(value, str | int) else None


def _writers(around: Mapping[str, object]) -> Mapping[_Key, list[str]]:
    """Return who wrote each record of a list, by the record's id, where tables beside it say so: in Ghost's exports
    they have persons, and pairs of a post's id and a person's."""
    pairs, persons = around.get("posts_authors"), around.get("users")
    if not isinstance(pairs, list) or not isinstance(persons, list):
        return {}
    names = {_id(person, "id"): person.get("name") for person in persons if isinstance(person, Mapping)}
    found: dict[_Key, list[str]] = {}
    for pair in pairs:
        post, name = _id(pair, "post_id"), names.get(_id(pair, "author_id"))
        if post is not None and isinstance(name, str):
            found.setdefault(post, []).append(name)
    return found


def _common(document: object, around: Mapping[str, object]) -> Draft | None:
    """Return what is said of all records of a list by what is `around` it: a JSON feed, or the one user of an
    export."""
    is_feed = isinstance(document, Mapping) and "jsonfeed.org" in str(document.get("version", ""))
    if is_feed or isinstance(around.get("feed"), Mapping):
        head = described(Draft("text", ""), around if is_feed else around["feed"])  # type: ignore[arg-type] # see above
        return replace(head, site=head.title)
    users = next((around[key] for key in _USER_LISTS if around.get(key)), None)
    if isinstance(users, list) and len(users) == 1 and isinstance(users[0], Mapping):
        return Draft("text", "", authors=described(Draft("text", ""), {"author": users[0]}).authors)
    return None


class _Lines:
    """Finds the lines of a text of valid JSON on which values begin, given their paths in it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._members_of: dict[_Path, dict[_Key, int]] = {}
        self._counted = self._past_blanks(0)
        self._line = 1 + text.count("\n", 0, self._counted)
        self.first = self._line

    def of(self, path: _Path, keys: Sequence[_Key], records: Sequence[object]) -> Iterator[tuple[int, object]]:
        """Yield each of the `records`, which are under `keys` at `path`, with its line."""
        begin = self._begin(path)
        # Of a key that occurs twice the last counts: JSON says nothing of it, Python's reader does.
        places = dict(self._members(begin)) if keys and isinstance(keys[0], str) else None
        offsets = (
            (places[key] for key in keys) if places is not None else (offset for _, offset in self._members(begin))
        )
        for record, offset in zip(records, offsets, strict=False):
            yield self._line_at(offset), record

    def _begin(self, path: _Path) -> int:
        """Return where the value at `path` begins; of what is around it, this is kept, for it may hold many lists."""
        if not path:
            return self._past_blanks(0)
        around = path[:-1]
        if around not in self._members_of:
            self._members_of[around] = dict(self._members(self._begin(around)))
        return self._members_of[around][path[-1]]

    def _line_at(self, offset: int) -> int:
        if offset < self._counted:
            return 1 + self._text.count("\n", 0, offset)
        self._line += self._text.count("\n", self._counted, offset)
        self._counted = offset
        return self._line

    def _members(self, begin: int) -> Iterator[tuple[_Key, int]]:
        """Yield the keys, or numbers, of the members of the value at `begin`, and where each member begins."""
        is_object = self._text[begin] == "{"
        offset, number = self._past_blanks(begin + 1), 0
        while self._text[offset] not in "]}":
            key: _Key = number
            if is_object:
                name, end = DECODER.raw_decode(self._text, offset)
                key, offset = name, self._past_blanks(self._past_blanks(end) + 1)
            yield key, offset
            _, end = DECODER.raw_decode(self._text, offset)
            offset = self._past_blanks(end)
            if self._text[offset] == ",":
                offset = self._past_blanks(offset + 1)
            number += 1

    def _past_blanks(self, offset: int) -> int:
        blanks = _BLANK.match(self._text, offset)
        return blanks.end() if blanks else offset
