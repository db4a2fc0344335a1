"""Which `meta` elements have the day on which an article was published, or changed?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

__all__ = ["MODIFIED", "SCHEMA_ORG", "published"]

_PUBLISHED: Final = (
    "article:published_time datepublished og:article:published_time parsely-pub-date sailthru.date dc.date.issued date"
    " pubdate cxenseparse:publishtime cxenseparse:recs:publishtime article:published bt:pubdate og:publish_date"
    " og:published_time shareaholic:article_published_time published_time publishdate publish_date publish-date"
    " pub_date date-pub published published-date citation_publication_date citation_date citation_online_date"
    " prism.publicationdate dcterms.created dcterms:created dc.date.created datecreated dc.date dcterms.date"
    " dcterms.issued dcterms:issued dc.issued created"
    " eprints.date bepress_citation_date article_date_original originalpublicationdate release:date og:release_date"
).split()
_OTHER_PUBLISHED: Final = re.compile(
    r"(?!.*(?:last|modif|updat|expir|revis|unpub)).*"
    r"(?:(?:published|publish|publication|pub)[-_:. ]?(?:date|time|at|on)"
    r"|(?:first|date|time)[-_:. ]?(?:published|publication))"
)
"""What others call such a property."""
MODIFIED: Final = "article:modified_time datemodified og:updated_time dcterms.modified last-modified changed".split()
"""The names of those for the day of the last change, in lower case, the surest first."""
SCHEMA_ORG: Final = frozenset({"datepublished", "datecreated"})
"""The names of those that are properties of schema.org's, as JSON-LD has them too."""


def published(names: Collection[str]) -> Iterator[str]:
    """Yield those of the lower-case `names` of a page's `meta` elements that are for the day of publication, the surest
    first."""
    yield from (name for name in _PUBLISHED if name in names)
    yield from (name for name in names if "pub" in name and _OTHER_PUBLISHED.fullmatch(name))
