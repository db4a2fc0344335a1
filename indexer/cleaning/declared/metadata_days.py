"""Which days do the JSON-LD and the `meta` elements of a page declare, for its publication and its last change?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from indexer.cleaning.declared.structured import Declared, Properties
from indexer.text.declared_dates import declared_day

__all__ = ["LONGEST", "OTHER_DAYS", "as_day", "modified", "published", "published_elsewhere"]

LONGEST: Final = 120
"""Characters of an attribute or text that may be a date."""
_PUBLISHED: Final = (
    "article:published_time datepublished og:article:published_time parsely-pub-date sailthru.date dc.date.issued date"
    " pubdate cxenseparse:publishtime cxenseparse:recs:publishtime article:published bt:pubdate og:publish_date"
    " og:published_time shareaholic:article_published_time published_time publishdate publish_date publish-date"
    " pub_date date-pub published published-date citation_publication_date citation_date citation_online_date"
    " prism.publicationdate dcterms.created dcterms:created dc.date.created datecreated dc.date dcterms.date"
    " dcterms.issued dcterms:issued dc.issued created"
    " eprints.date bepress_citation_date article_date_original originalpublicationdate release:date og:release_date"
).split()
OTHER_DAYS: Final = "last|modif|updat|expir|revis|unpub"
"""The source of a pattern for what is in the names of properties that have another day than that of publication."""
_OTHER_PUBLISHED: Final = re.compile(
    rf"(?!.*(?:{OTHER_DAYS})).*"
    r"(?:(?:published|publish|publication|pub)[-_:. ]?(?:date|time|at|on)"
    r"|(?:first|date|time)[-_:. ]?(?:published|publication))"
)
"""What others call such a property."""
_MODIFIED: Final = "article:modified_time datemodified og:updated_time dcterms.modified last-modified changed".split()
"""The names of those for the day of the last change, in lower case, the surest first."""
_SCHEMA_ORG: Final = frozenset({"datepublished", "datecreated"})
"""The names of those that are properties of schema.org's, as JSON-LD has them too."""
# As libraries cite: 2023 Jan 7.
_YEAR_FIRST: Final = re.compile(r"((?:19|20)\d\d) ([A-Za-z]{3,9}) (\d{1,2})")
_MACHINE_LENGTH: Final = 9
_CTIME: Final = re.compile(r"[A-Za-z]{3}\s[A-Za-z]{3}\s")


def published(declared: Declared) -> Iterator[Iterable[str]]:
    """Yield the texts in which the page says to programs when it was published, the surest first."""
    yield _properties(declared.articles, "datePublished", "dateCreated")
    yield _contents(declared, _names_of_publication(declared.metas))
    yield _properties(declared.objects, "datePublished")


def published_elsewhere(declared: Declared) -> Iterator[str]:
    """Yield the texts in which it says so in another vocabulary than that of schema.org."""
    return _contents(declared, (name for name in _names_of_publication(declared.metas) if name not in _SCHEMA_ORG))


def modified(declared: Declared) -> Iterator[Iterable[str]]:
    """Yield the texts in which the page says to programs when it was last changed, the surest first."""
    yield _properties(declared.articles, "dateModified")
    yield _contents(declared, (name for name in _MODIFIED if name in declared.metas))


def as_day(value: str) -> str:
    """Return a declared `value`, or the day in it that a program wrote in its own way, such as seconds since 1970."""
    day = declared_day(value) if value[:_MACHINE_LENGTH].isdigit() or _CTIME.match(value) else None
    return day.day.isoformat() if day and day.precision == "day" else value[:LONGEST]


def _names_of_publication(names: Collection[str]) -> Iterator[str]:
    """Yield those of the lower-case `names` of a page's `meta` elements that are for the day of publication, the surest
    first."""
    yield from (name for name in _PUBLISHED if name in names)
    yield from (name for name in names if "pub" in name and _OTHER_PUBLISHED.fullmatch(name))


def _properties(objects: Sequence[Properties], *names: str) -> Iterator[str]:
    values = (properties.get(name) for properties in objects for name in names)
    return (as_day(str(value)) for value in values if isinstance(value, (str, int, float)))


def _contents(declared: Declared, names: Iterable[str]) -> Iterator[str]:
    contents = (declared.metas[name][0][:LONGEST] for name in names)
    return (_YEAR_FIRST.sub(r"\3 \2 \1", as_day(content)) for content in contents)
