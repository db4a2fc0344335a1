"""Which blocks of a page say in words when its article was published?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from indexer.cleaning.declared import date_words
from indexer.cleaning.page.blocks import Block
from indexer.cleaning.rules.phrases import any_of, phrases
from indexer.text.dates import find_date
from indexer.text.patterns import compiled

__all__ = ["UPDATED", "first_published", "from_published", "last_change", "only_labelled", "posted"]

UPDATED: Final = re.compile(date_words.UPDATED, re.IGNORECASE)
_PUBLISHED: Final = f"(?i){date_words.PUBLISHED}"
"""Before the day of a change."""
_FIRST: Final = re.compile(
    r"\b(?:(?:originally|first) (?:published|posted|appeared)\b|zuerst (?:veröffentlicht|erschienen)\b).{0,80}",
    re.IGNORECASE,
)
_POSTED: Final = (
    r"(?i)(?:th(?:is|e) (?:(?:blog )?(?:entry|post)|article|item|story) was (?:posted|published|written|filed)"
    r"|diese[rs]? (?:beitrag|eintrag|artikel|meldung|posting) wurde"
    r"|ce(?:t article|tte (?:entrée|note)| billet| message) a été (?:publi|post|rédig)ée?"
    r"|est[ae] (?:entrada|artículo|post) (?:fue|se) public\w{1,4}|est[ae] (?:entrada|artigo|post) foi publicad[oa]"
    r"|quest(?:o post|o articolo|a voce) è stat[oa] (?:pubblicat|scritt|inserit)[oa]"
    r"|(?:dit|deze) (?:bericht|artikel|entry) (?:is|werd) (?:geplaatst|gepubliceerd)"
    r"|(?:det här inlägget|detta inlägg) (?:postades|publicerades)|dette (?:innlegget ble|indlæg blev)"
    r"|ten wpis (?:był|został)|tento (?:článek|příspěvek) byl)\b.{0,80}"
)
_YEAR: Final = re.compile(r"\d{4}")
"""Every full date has one, in whatever digits; it is looked for first."""
_FEWEST: Final = 7
"""Words of such a sentence, the day among them."""
_ALSO_OTHERS: Final = frozenset({"date", "data", "datum", "fecha", "stand", "vom"})
"""Words before the day of publication that are also before other days."""
_LABELS: Final = "|".join(word for word in phrases("published") if word not in _ALSO_OTHERS)
_LABELLED: Final = rf"(?i)\b(?:{_LABELS})(?:\s(?:{any_of('on')}))?\s?:?\s(?=\d|[^\W\d_]{{3,12}}[.,]?\s\d)(.{{8,40}})"


def first_published(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield what `blocks` say of when an article came out that was changed since, or printed elsewhere."""
    return (said for block in blocks for said in _FIRST.findall(block.text))


def posted(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the beginnings of those of `blocks` with which blogs end an article: `This entry was posted on Friday, June
    14, 2019 at 9 am and is filed under …`."""
    posting = compiled(_POSTED)
    return (said[0] for block in blocks if block.words >= _FEWEST and (said := posting.match(block.text)))


def only_labelled(blocks: Iterable[Block]) -> list[str]:
    """Return the only day that `blocks` say, among other things, to be that of publication: of several, some are other
    articles'."""
    label = compiled(_LABELLED)
    said = (said for block in blocks if _YEAR.search(block.text) for said in label.findall(block.text))
    days = {day for day in map(find_date, said) if day}
    return [day.isoformat() for day in days] if len(days) == 1 else []


def from_published(text: str) -> str:
    """Return `text` from where it says when the article was published, if it says before when it was changed."""
    changed = UPDATED.search(text)
    published = compiled(_PUBLISHED).search(text, changed.end()) if changed else None
    return text[published.start() :] if changed and published and not find_date(text[: changed.start()]) else text


def last_change(text: str) -> re.Match[str] | None:
    """Return the word in `text` that says when the article was changed, unless it says behind it when it was
    published."""
    changed = UPDATED.search(text)
    return changed if changed and not compiled(_PUBLISHED).search(text, changed.end()) else None
