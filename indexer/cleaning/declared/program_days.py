"""On which day do the programs of a page know its article to be published?

Scripts and attributes have it for counting readers, for advertising, or to draw the page again. They hold other
articles too: a day counts where no other is said to be one of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from indexer.cleaning.declared.metadata_days import OTHER_DAYS
from indexer.cleaning.declared.structured import Declared

__all__ = ["days_for_programs", "days_in_broken_data"]

_IN_JSON: Final = re.compile(
    r"\\?\"(?:date_?published|published_?(?:at|on|date|time)?|publish_?(?:date|time|at)|publication_?date"
    r"|first_?published(?:_?at)?|pub_?date)\\?\"\s{0,9}:\s{0,9}\\?\"(\d{4}-\d\d-\d\d)",
    re.IGNORECASE,
)
# "datePublished":"2019-06-14T…", 'pubdate': 'June 14, 2019', published_at = 1560499200000, \"publishDate\":\"…
# A first letter with its case written out is looked for fast.
_SAID: Final = re.compile(
    r"(?P<name>[pP](?i:ub(?:b?li(?:sh|cat|cac|caz|que)|_?date|_?time))[\w.-]{0,20})\\?[\"']?\s{0,9}[:=]\s{0,9}"
    r"(?:\\?[\"'](?P<text>[^\"'\\]{6,40})|(?P<number>\d{10}(?:\d{3})?)(?!\d))"
)
_NAME: Final = re.compile(r"pub(?:b?li(?:sh|cat|cac|caz|que)|[_-]?date|[_-]?time)", re.IGNORECASE)
_BEFORE: Final = re.compile(r"[\w.-]*\Z")
_MOST_BEFORE: Final = 24
_OTHER: Final = re.compile(rf"{OTHER_DAYS}|republ|schedul|publisher|id\Z", re.IGNORECASE)
"""In names of what is no day of publication."""


def days_in_broken_data(declared: Declared) -> Iterator[str]:
    """Yield the days of publication in JSON-LD that is not JSON, for a missing comma or a line break."""
    for script in declared.scripts:
        if "ld+json" in (script.get("type") or ""):
            yield from _IN_JSON.findall(script.text or "")


def days_for_programs(root: etree._Element, declared: Declared) -> Iterator[str]:
    """Yield what scripts and attributes under `root` say of when something was published, as it is written there."""
    for script in declared.scripts:
        yield from _said(script.text or "")
    for element in root.iter("*"):
        for name, value in element.items():
            if "pub" in name and _NAME.search(str(name)) and not _OTHER.search(str(name)):
                yield str(value)
            elif "ubli" in value and ":" in value:
                yield from _said(str(value))


def _said(source: str) -> Iterator[str]:
    for match in _SAID.finditer(source):
        before = _BEFORE.search(source, max(0, match.start() - _MOST_BEFORE), match.start())
        if not _OTHER.search((before[0] if before else "") + match["name"]):
            yield match["text"] or match["number"]
