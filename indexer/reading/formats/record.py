"""What does a record say of its article?

A record is an object of JSON, the front matter of a Markdown file or a row of a table. Nobody agrees on what its keys
are called: case, accents, blanks and punctuation make no difference, words of other languages mean English keys, and of
the usual names for a thing the first that has a value counts. Programs wrap records in others (`_source`, `fields`,
`attributes`) and values in objects (`{"rendered": …}`): what is inside is read as if it were outside.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Literal

from indexer.model.drafts import Draft
from indexer.reading.formats.exported import exported_article
from indexer.reading.formats.exports.posts import is_service, post_of
from indexer.reading.formats.key_names import english_keys, folded_key
from indexer.reading.formats.record_values import day_of, marks, people, sound, strings, text_of
from indexer.reading.pages import as_page, without_cdata
from indexer.text.declared_dates import declared_day

__all__ = ["declares", "described", "draft_of", "has_text", "is_for_text", "unwrapped"]

_TEXT = (
    "text body content articlebody contenttext contenthtml html htmlcontent bodyhtml bodytext fulltext maintext rawtext"
    " plaintext textcontent markdown selftext story contentencoded cooked article"
    # what is there in place of a text: its parts
    " paragraphs blocks contentelements listcontent"
).split()
_PARTS = (
    "standfirst dek subtitle abstract abstractnote description snippet leadparagraph excerpt summary selection"
    " highlight quote note notes"
).split()
"""What is taken for a text where the record has none: each of these that says something of its own."""
_MESSAGE = ("message",)
"""What is taken for a text where the record says when or by whom, and is of no program's log or error."""
_OF_PROGRAMS = frozenset("level loglevel severity logger error errors errorcode exception stacktrace".split())
_MARKED = ("highlights", "annotations")
"""Lists of what a reader marked in a text that the record does not have."""
_BRANCHES = "children messages chatmessages mapping message author sections replies body doc parts".split()
"""What has the text of an outline or a conversation under a title, in pieces within pieces."""
_LEAVES = "string text parts content sentences heading".split()
"""What a piece of such a text is called."""
_TITLE = "title headline name webtitle resolvedtitle giventitle headlines subject".split()
_AUTHORS = (
    "authors author byline creator creators writer writers authorname primaryauthor publishedby postedby username"
    " by sender from"
    " dccreator authorusername authorships"
).split()
_PUBLISHED = (
    "date published publicationdate datepublished datepublish publishedat publishdate publisheddate pubdate"
    " webpublicationdate firstpublicationdate publishedon publishedtime publicationtime isopublished issued revdate"
    " publishingdate firstpublishdate displaydate"
    " created createdat createdutc createdon createdtime creationdate creationtime datecreated posted postedat"
    " createtime dategmt timestamp time ts"
    " year publicationyear"
    " createdtimestampusec dateadded addedat timeadded savedat highlightedat versions"
).split()
"""What may be the day on which a record was saved comes last."""
_MODIFIED = (
    "modified datemodified datemodify modifiedat modifiedtime updated updatedate updatedat updatedtime dateupdated"
    " lastmod lastmodified lastmodifiedat lastupdated changed"
).split()
_SITE = (
    "site sitename publisher publication publicationtitle source website newspaper outlet medianame provider"
    " domainname domain sourcedomain containertitle journal"
).split()
_ACCOUNTS = ("account", "user", "userprofile", "owner", "credits")
"""Objects that say who wrote a post: a name alone under these keys is that of an account."""
_LANGUAGE = "language lang langs inlanguage languagecode langcode locale".split()
_URL = (
    "url urlsource link weburl permalink href resolvedurl givenurl canonicalurl sourceurl originalurl externalurl uri"
).split()
_KNOWN = frozenset({*_TEXT, *_PARTS, *_TITLE, *_AUTHORS, *_PUBLISHED, *_MODIFIED, *_SITE, *_LANGUAGE, *_URL})
_PREFIXES = ("article", "post", "page", "news", "story", "book", "document")
_LINKED = ("alternate", "canonical", "link", "links")
"""Lists of links among which readers of feeds have the address, as `href`."""
_KEY = ("_id", "id", "docno")
_LONGEST_KEY = 200
"""Characters of the longest text that is taken for a record's own id."""
_INNER = "_source node attributes fields data item post article document object tweet record properties content".split()
"""Keys of a record behind which the record itself may be; behind `content` it has a title and a text, or
an address."""
_DECLARING = frozenset(
    {*_TITLE, *_AUTHORS, *_PUBLISHED, *_SITE, *_LANGUAGE, *_URL} - {"name", "subject", "time", "by", "from", "sender"}
) | frozenset(
    "tags tag categories category keywords slug layout draft description summary aliases alias "
    "updated modified lastmod"
    " status type id uid cssclass cssclasses toc weight template subtitle license copyright bibliography "
    "abstract affiliation"
    " email cover image featuredimage excerpt comments".split()
)

# A closing tag or a line break; a "<" alone is as likely to mean "less than".
_HTML = re.compile(r"</[a-z][a-z0-9]*\s*>|<br\s*/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,6}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
_HEADING = re.compile(r"\s{0,9}#{1,3} \S")
"""How a text in Markdown begins; a text with other marks of it reads well without."""
_CUT = re.compile(r"(?:…|\.\.\.)?\s?\[\+?\d{1,7} chars\]\Z")
"""What an answer of a search for news has in place of the rest of a text."""
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_OF_JATS = re.compile(r"(?<=[</])jats:(?:(title)|(?=[a-z]))")
"""What is before the names of tags in abstracts that publishers give to Crossref; titles are those of sections."""
_TELLING = frozenset({*_TEXT, "title", "headline", "selection", "excerpt", "highlight", *_MESSAGE})

_DEEPEST = 3
_DEEPEST_PIECE = 100
_MUCH_LONGER = 1.2
"""Times the characters of the first text of a record that another has to have to be read instead: the first is then an
extract of it."""


def draft_of(record: object, *, line: int) -> Draft | None:
    """Return the article that a record of JSON on `line` of its file holds, or None without text or title."""
    if not isinstance(record, Mapping):
        return None
    if (article := exported_article(record)) is not None:
        return Draft("text", article.text, line, one_line=True, article=article)
    own = unwrapped(record)
    folded = _folded(own)
    content = without_cdata(_content(folded)) or _first(folded, _TITLE)
    if content.endswith(" chars]"):
        content = _CUT.sub("", content)
    if "jats:" in content:
        content = _OF_JATS.sub(lambda name: "h2" if name[1] else "", content)
    if "&" in content and not _HTML.search(content):
        content = _ENTITY.sub(lambda entity: html.unescape(entity[0]), content)  # it may have been escaped markup
    if not content:
        return None
    kind: Literal["html", "markdown", "text"] = (
        "html" if _HTML.search(content) else "markdown" if _HEADING.match(content) else "text"
    )
    return _described(Draft(kind, content, line, one_line=True, key=_key(own)), folded)


def has_text(record: object) -> bool:
    """Whether a record has a text of its own, and not a title or a description alone."""
    return isinstance(record, Mapping) and bool(_texts(_folded(unwrapped(record)), _TEXT))


def is_for_text(key: str) -> bool:
    """Whether an article's text is under this key, or its headline; a name alone is that of anything."""
    return _english(key) in _TELLING


def declares(key: object) -> bool:
    """Whether a front matter has such a key as a rule."""
    return isinstance(key, str) and _english(key) in _DECLARING


def unwrapped(record: Mapping[str, object]) -> Mapping[str, object]:
    """Return `record` with what the records inside it say that stand for itself."""
    for _ in range(_DEEPEST):
        key = next((key for key in _INNER if key in record and _is_inner(key, record[key])), None)
        if key is None:
            break
        record = {**{other: value for other, value in record.items() if other != key}, **record[key]}  # type: ignore[dict-item] # it is a mapping
    return {} if is_service(record) else post_of(record)


def _is_inner(key: str, value: object) -> bool:
    return (
        isinstance(value, Mapping)
        and bool(value)
        and (key != "content" or {"title", "text"} <= value.keys() or "url" in value)
    )


def described(draft: Draft, record: Mapping[str, object]) -> Draft:
    """Return `draft` with what `record` says of it; what it does not say becomes empty."""
    own = unwrapped(record)
    return _described(dataclasses.replace(draft, key=_key(own)), _folded(own))


def _key(own: Mapping[str, object]) -> str:
    """Return the id that an unwrapped record gives itself: one text or number, under the first of the usual names."""
    named: dict[str, object] = {}
    for written, value in own.items():
        named.setdefault(written.casefold(), value)
    for name in _KEY:
        value = named.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int):
            continue
        key = sound(str(value)).strip()
        if key and len(key) <= _LONGEST_KEY:
            return key
    return ""


def _described(draft: Draft, folded: Mapping[str, object]) -> Draft:
    if isinstance(folded.get("username"), str) and isinstance(name := folded.get("name"), str) and name:
        folded = {**{key: value for key, value in folded.items() if key != "name"}, "username": name}
    sites = [site for value in _present(folded, _SITE) if (site := next(strings(value), ""))]
    named = [site for site in sites if not _ADDRESS.match(site)]
    authors = next(filter(None, (tuple(people(value)) for value in _present(folded, _AUTHORS))), ())
    if not authors:
        embedded = folded.get("embedded")  # as WordPress answers programs
        accounts = [folded.get(key) for key in _ACCOUNTS if isinstance(folded.get(key), Mapping)]
        persons = [embedded.get("author")] if isinstance(embedded, Mapping) else accounts
        authors = next(filter(None, (tuple(people(person)) for person in persons)), ())
    # Clippers and readers write the address of the page where others name the paper.
    addresses = chain((site for site in sites if _ADDRESS.fullmatch(site)), _links(folded))
    return dataclasses.replace(
        draft,
        title=_first(folded, _TITLE),
        authors=authors,
        published=_published(folded),
        modified=_modified(folded),
        site=next(iter(named), "") or _origin(folded),
        language=_first(folded, _LANGUAGE),
        url=_first(folded, _URL) or next(addresses, ""),
    )


def _links(folded: Mapping[str, object]) -> Iterator[str]:
    """Yield the addresses in a record's lists of links."""
    for links in _present(folded, _LINKED):
        for link in links if isinstance(links, list) else [links]:
            if isinstance(link, Mapping) and link.get("rel", "alternate") == "alternate":
                yield from strings(link.get("href"))


def _origin(folded: Mapping[str, object]) -> str:
    """Return the title of the feed that a record says it comes from."""
    origin = folded.get("origin")
    return _first(origin, ["title"]) if isinstance(origin, Mapping) else ""


def _modified(folded: Mapping[str, object]) -> str:
    """Return the first date in a record that is that of its last change, as it is written."""
    if folded.keys().isdisjoint(_MODIFIED):
        return ""
    return next((day for key in _MODIFIED if key in folded and (day := day_of(folded[key])) and declared_day(day)), "")


def _published(folded: Mapping[str, object]) -> str:
    """Return the first date of a record, as it is written; what is not a date only where nothing is one."""
    values = [day for key in _PUBLISHED if key in folded and (day := day_of(folded[key]))]
    if len(values) < 2:
        return "".join(values)
    return next((value for value in values if declared_day(value)), values[0])


def _content(folded: Mapping[str, object]) -> str:
    """Return the text of a record: the first of its texts, unless another is much longer; or all that stands for
    one."""
    texts = _texts(folded, _TEXT)
    if texts:
        first, *others = texts
        longer = [text for text in others if _length(text) > _MUCH_LONGER * _length(first)]
        return max(longer, key=_length, default=first)
    parts: list[str] = []
    marked = ("\n\n".join(marks(folded.get(key))) for key in _MARKED)
    for part in filter(None, (*_texts(folded, (*_PARTS, *(_MESSAGE if _is_posted(folded) else ()))), *marked)):
        if not any(part in other for other in parts):
            parts = [other for other in parts if other not in part] + [part]
    if not parts:
        return "\n\n".join(dict.fromkeys(_pieces(folded, _DEEPEST_PIECE)))
    if any(_HTML.search(part) for part in parts):
        return "\n".join(part if _HTML.search(part) else as_page(part) for part in parts)
    return "\n\n".join(parts)


def _is_posted(folded: Mapping[str, object]) -> bool:
    """Whether the message in a record is what somebody wrote, and not what a program answers or notes."""
    dated = any(declared_day(day_of(folded[key])) for key in _PUBLISHED if key in folded)
    return folded.keys().isdisjoint(_OF_PROGRAMS) and (dated or any(_present(folded, (*_AUTHORS, *_TITLE))))


def _pieces(folded: Mapping[str, object], depth: int) -> Iterator[str]:
    """Yield the pieces of a text that a record has in the pieces of an outline or of a conversation, in order."""
    for key in _BRANCHES if depth else ():
        value = folded.get(key)
        if isinstance(value, Mapping) and key == "mapping":
            value = list(value.values())
        for piece in value if isinstance(value, list) else [value]:
            if isinstance(piece, Mapping):
                inner = {folded_key(name): said for name, said in piece.items()}
                yield from islice(_texts(inner, _LEAVES), 1)
                yield from _pieces(inner, depth - 1)


def _length(text: str) -> int:
    """Return about how many characters of `text` a reader sees."""
    return len(text) - sum(map(len, re.findall(r"<[^<>]{1,500}>", text))) if "<" in text else len(text)


def _texts(folded: Mapping[str, object], keys: Iterable[str]) -> list[str]:
    """Return the text under each of `keys`."""
    return [text for value in _present(folded, keys) if (text := text_of(value))]


def _folded(own: Mapping[str, object]) -> dict[str, object]:
    """Return an unwrapped record by its folded keys; of several that are then the same, the first that has a value."""
    folded: dict[str, object] = {}
    for key, value in own.items():
        if not folded.get(name := folded_key(key)):
            folded[name] = value
    meant = english_keys()
    for name in [name for name in folded if name in meant or name.startswith(_PREFIXES)]:
        if not folded.get(key := meant.get(name) or _bare(name)):
            folded[key] = folded[name]
    return folded


def _english(key: str) -> str:
    """Return the folded English key that `key` is or means."""
    folded = folded_key(key)
    return english_keys().get(folded) or _bare(folded)


def _bare(folded: str) -> str:
    """Return a folded key without the word that says whose title, text or day it is: `article_title`, `page_url`."""
    if not folded.startswith(_PREFIXES) or folded in _KNOWN:
        return folded
    bare = next(folded.removeprefix(prefix) for prefix in _PREFIXES if folded.startswith(prefix))
    return bare if bare in _KNOWN else folded


def _first(folded: Mapping[str, object], keys: Iterable[str]) -> str:
    return next((string for value in _present(folded, keys) for string in strings(value)), "")


def _present(folded: Mapping[str, object], keys: Iterable[str]) -> Iterator[object]:
    """Return what a record has under these keys, but for what is empty."""
    return filter(None, map(folded.get, keys))
