"""Which lines are the page's own for what is around them, whatever they say?

Between the headline and the first paragraph pages have buttons, counts and the length of a recording; below the last
paragraph the titles of other articles, and who the author is. A word alone says little; one beside other such lines is
theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.cleaning.pasted.byline import names_role
from indexer.cleaning.pasted.head import is_prose
from indexer.cleaning.pasted.kinds import NOISE, Kind
from indexer.cleaning.pasted.lines import Line, is_marked
from indexer.cleaning.rules.kickers import is_section

__all__ = ["surroundings"]

_MOST_BUTTON_WORDS = 2
"""Words of a line that is a button beside another: a standfirst, even a short one, is a sentence of more."""
_LONGEST_COUNT = 14
_COUNT = re.compile(
    r"[\d\s:/.,·•|()+–—-]*\d[\d\s:/.,·•|()+–—-]*|[·•|/+]|\(?\d{1,3}\s?min(?:ut\w{1,3})?\.?\)?", re.IGNORECASE
)
"""How many comments there are, where in a recording one is, how long it takes."""
_SENTENCE = re.compile(r"[.!?…:;,][\"”’»)]*\Z")
_MOST_TITLES = 12
"""Lines below a last heading such as "Related topics" that are titles and topics: chosen; more may be a list of the
author's."""
_MOST_TITLE_WORDS = 20
_FEWEST_PROSE = 2
_LAST = 3
"""Lines of prose at the end among which it is said who the author is."""
_ENDS_WITH_BUTTONS = NOISE - {Kind.SIGN_OFF, Kind.SIGNATURE, Kind.LIST_FOOTER, Kind.DUPLICATE, Kind.PULL_QUOTE}
_BIO = re.compile(r"(?:is|was|has been|joined|covers|writes|reports|reported from|ist|est|es|è|é)\s")
_LONGEST_BIO = 400


def surroundings(lines: Sequence[Line], kinds: Sequence[Kind], authors: Sequence[str]) -> dict[int, Kind]:
    """Return which lines below a headline are the page's for their neighbours, by index, and what they are.

    The `authors` are those that the byline named.
    """
    prose = [index for index, kind in enumerate(kinds) if kind is Kind.TEXT and is_prose(lines[index].text)]
    if not prose:
        return {}
    marks = dict.fromkeys(_buttons(lines, kinds, prose[0]), Kind.SHARE)
    if len(prose) >= _FEWEST_PROSE:
        marks.update(dict.fromkeys(_titles(lines, kinds, prose[-1]), Kind.READ_MORE))
        near = (*range(prose[0]), *range(prose[-_LAST:][0], len(lines)))
        marks.update((index, Kind.AUTHOR_BIO) for index in near if _is_bio(lines[index].text, authors))
    return marks


def _buttons(lines: Sequence[Line], kinds: Sequence[Kind], body: int) -> Iterator[int]:
    """Yield which lines above the `body` are buttons beside others, and which, anywhere, are counts beside buttons.

    The last line above the body can be its first heading.
    """
    for index, kind in enumerate(kinds):
        if kind is not Kind.TEXT:
            continue
        text = lines[index].text
        is_count = len(text) <= _LONGEST_COUNT and _COUNT.fullmatch(text) is not None
        if is_count and index < body:
            yield index
        elif _ENDS_WITH_BUTTONS.isdisjoint((*kinds[max(0, index - 1) : index], *kinds[index + 1 : index + 2])):
            continue
        elif is_count or (
            index < body - 1
            and text.count(" ") < _MOST_BUTTON_WORDS
            and not (_SENTENCE.search(text) or is_section(text))
        ):
            yield index


def _titles(lines: Sequence[Line], kinds: Sequence[Kind], last: int) -> Sequence[int]:
    """Return which lines below the `last` prose are titles of other articles: all below a heading for them."""
    heading = next((index for index in range(last + 1, len(lines)) if kinds[index] is Kind.READ_MORE), len(lines))
    below = [index for index in range(heading + 1, len(lines)) if kinds[index] is Kind.TEXT]
    if len(below) > _MOST_TITLES or not all(_is_title(lines[index].text) for index in below):
        return ()
    return below


def _is_title(line: str) -> bool:
    return line.count(" ") < _MOST_TITLE_WORDS and not is_marked(line) and not line.endswith((".", ":", ";", ","))


def _is_bio(line: str, authors: Sequence[str]) -> bool:
    """Whether a line says of one of the authors what they are."""
    if len(line) > _LONGEST_BIO:
        return False
    for author in authors:
        if line.startswith(f"{author} ") and (verb := _BIO.match(line, len(author) + 1)):
            return verb[0].startswith(("covers", "reported from")) or names_role(line, verb.end())
    return False
