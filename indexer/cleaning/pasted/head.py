"""Which of the first lines are the headline, the byline, the date and the kicker?

The head of an article is what is before its first paragraph of prose. Its headline is the first line there that is
nothing else, has the shape of a headline, and is followed by text; an article that begins with prose has none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

from indexer.cleaning.pasted.byline import is_name_alone, is_role, opens_byline
from indexer.cleaning.pasted.captions import word_key
from indexer.cleaning.pasted.kinds import Kind
from indexer.cleaning.pasted.lines import Line, is_marked
from indexer.cleaning.rules.kickers import is_label, is_section

__all__ = ["is_prose", "mark_head", "mark_titles"]

# What can be a headline or the text of one.
_WORDS = frozenset({Kind.TEXT, Kind.KICKER, Kind.POSSIBLE_BYLINE})

_HEAD = frozenset({Kind.BYLINE, Kind.POSSIBLE_BYLINE, Kind.DATE, Kind.LABELLED_DATE, Kind.KICKER})
"""What `mark_head` marks beside the headline."""

_SIGNED = frozenset({Kind.BYLINE, Kind.DATE, Kind.LABELLED_DATE})
"""What is below the headline of an article, and not below that of a poem or a list."""

_FEWEST_TITLE_WORDS = 4
"""Words of a headline that has the name of its section above it: chosen; "The Storm" above "A tale" is a
headline with its standfirst."""

_LONGEST_TITLE = 200
_MOST_TITLE_WORDS = 24
_MOST_SENTENCE_WORDS = 15
"""Words of a headline that is a question, a call or two sentences; a longer one is the standfirst below it."""
_LONG_PROSE = 200
_SHORTEST_PROSE = 60
_SHORTEST_WIDE_PROSE = 20
_CLOSED = re.compile(r"[.。।۔][\"'”’»)\]」』]*\Z")
_OPEN_END = re.compile(r"[,;:，；：、。।]\Z")
_SENTENCES = re.compile(r"[!?][\"'”’»)]*\Z|(?<=[^\W\d_]{2})[.!?…][\"'”’»)]*\s(?=[^\W\d_])")
_LINK = re.compile(r"\b(?:read|learn|see) more\W*\Z", re.IGNORECASE)
_INITIALS = re.compile(r"(?:\b[^\W\d_]\.){2,}\Z")
_URL = re.compile(r"\S+://|www\.", re.IGNORECASE)
_SPEAKER = re.compile(r"[^\W\d_a-z][\w.'’ -]{0,30}:\s|[QA]\.\s")
_LETTER = re.compile(r"[^\W\d_]")
# How many lines may part a headline from the first prose where no blank line sets it off.
_NEAR = 3
_TURNS = 3


def is_prose(line: str) -> bool:
    """Whether the line is a paragraph of sentences, by its length and its full stop."""
    if len(line) > _LONG_PROSE:
        return True
    if len(line) >= _SHORTEST_PROSE:
        return _CLOSED.search(line) is not None
    return len(line) >= _SHORTEST_WIDE_PROSE and line.endswith(("。", "。」"))


def mark_head(lines: Sequence[Line], kinds: Sequence[Kind], title: str) -> dict[int, Kind]:
    """Return which lines of the head are not text but `title`, `byline`, `date` or `kicker`, by index.

    `kinds` says what each line looks like by itself. Where `title` is known no headline is sought, but the lines that
    repeat it are marked.
    """
    prose = (index for index, kind in enumerate(kinds) if kind is Kind.TEXT and is_prose(lines[index].text))
    body = next(prose, len(lines))
    second = next(prose, len(lines))
    titles = _titles(lines, kinds, body, second, title)
    marks: dict[int, Kind] = dict.fromkeys(titles, Kind.TITLE)
    if not title and not titles and not any(kind in _HEAD for kind in kinds):
        return marks
    if titles:
        marks.update(
            (i, Kind.KICKER) for i in range(titles[0]) if kinds[i] is Kind.KICKER or _is_label(lines, kinds, i)
        )
    known = bool(title or titles)
    for i in range(second):
        if kinds[i] is Kind.BYLINE or (kinds[i] is Kind.POSSIBLE_BYLINE and known and i not in marks):
            marks[i] = Kind.BYLINE
            below = i + 1
            if below < second and below not in marks and kinds[below] is Kind.TEXT and is_role(lines[below].text):
                marks[below] = Kind.BYLINE
    if titles and Kind.BYLINE not in marks.values():
        marks.update((i, Kind.BYLINE) for i in _names(lines, kinds, titles[-1] + 1, second))
    head = second if known and _goes_on(kinds, body, second) else body
    marks.update((i, Kind.DATE) for i in _dates(kinds, head, marks))
    return marks


def _goes_on(kinds: Sequence[Kind], body: int, second: int) -> bool:
    """Whether the first prose, at `body`, is a standfirst: several lines that are not text are between it and the
    `second`. One date alone there heads the entry of a timeline."""
    return sum(kind is not Kind.TEXT for kind in kinds[body + 1 : second]) > 1


def _names(lines: Sequence[Line], kinds: Sequence[Kind], start: int, stop: int) -> list[int]:
    """Return which lines between `start` and `stop` are a byline without a word that says so, and its roles.

    A name alone is one beside a date, above a role such as "BBC News", or below the word "By". Where several could be
    it none is: two names beside dates are places.
    """
    found: list[list[int]] = []
    for i in range(start, stop):
        if kinds[i] is not Kind.TEXT or not is_name_alone(lines[i].text):
            continue
        below = i + 1 < stop and kinds[i + 1] is Kind.TEXT and is_role(lines[i + 1].text)
        above = i > start and opens_byline(lines[i - 1].text)
        dated = any(kind in _SIGNED for kind in (*kinds[max(start, i - 1) : i], *kinds[i + 1 : min(stop, i + 2)]))
        if below or above or dated:
            found.append([*([i - 1] if above else []), i, *([i + 1] if below else [])])
    return found[0] if len(found) == 1 else []


def mark_titles(lines: Sequence[Line], title: str) -> dict[int, Kind]:
    """Return which of `lines`, which all look like text, are the title, by index: what `mark_head` does for those."""
    body = next((index for index, line in enumerate(lines) if is_prose(line.text)), len(lines))
    if not body:
        return {}
    return dict.fromkeys(_titles(lines, [Kind.TEXT] * len(lines), body, 0, title), Kind.TITLE)


def _titles(lines: Sequence[Line], kinds: Sequence[Kind], body: int, second: int, title: str) -> list[int]:
    """Return which lines before the `body` repeat the `title` or, where none is known, which is the headline."""
    if title:
        key = word_key(title)
        return [
            i for i in range(body) if kinds[i] in _WORDS and (lines[i].text == title or word_key(lines[i].text) == key)
        ]
    headline = _below_labels(lines, kinds, body, second)
    if headline is None:
        headline = _headline(lines, kinds, body)
    return [] if headline is None else [headline]


def _below_labels(lines: Sequence[Line], kinds: Sequence[Kind], body: int, second: int) -> int | None:
    """Return which line is the headline below the names of sections, or None where no such name is above it.

    Section names are told from short headlines by what follows: a longer line of the shape of a headline, and below it
    a byline or a date.
    """
    if _SIGNED.isdisjoint(kinds[1:second]):
        return None
    first = next((i for i in range(body) if kinds[i] in {Kind.TEXT, Kind.POSSIBLE_BYLINE}), body)
    if first == body or not _is_label(lines, kinds, first):
        return None
    for index in range(first + 1, body):
        if kinds[index] not in {Kind.TEXT, Kind.POSSIBLE_BYLINE} or _is_label(lines, kinds, index):
            continue
        text = lines[index].text
        long_enough = text.count(" ") + 1 >= _FEWEST_TITLE_WORDS
        signed = any(kind in _SIGNED for kind in kinds[index + 1 : second])
        return index if long_enough and signed and _is_headline(text) else None
    return None


def _is_label(lines: Sequence[Line], kinds: Sequence[Kind], index: int) -> bool:
    """Whether a line can be the name of a section, or what menus have above an article."""
    return kinds[index] in {Kind.TEXT, Kind.POSSIBLE_BYLINE} and is_label(lines[index].text)


def _headline(lines: Sequence[Line], kinds: Sequence[Kind], body: int) -> int | None:
    """Return which line before the `body` is the headline, or None. A kicker is one only if nothing else can be."""
    for allowed in ({Kind.TEXT, Kind.POSSIBLE_BYLINE}, {Kind.KICKER}):
        for index in range(body):
            if kinds[index] in allowed:
                fits = _is_headline(lines[index].text) and not _is_dialogue(lines[index:])
                return index if fits and _leads(lines, kinds, index, body) else None
    return None


def _is_headline(line: str) -> bool:
    """Whether a line has the shape of a headline: not long, not closed by a full stop, not the rest of a sentence."""
    words = line.count(" ") + 1
    if len(line) > _LONGEST_TITLE or words > _MOST_TITLE_WORDS:
        return False
    if words > _MOST_SENTENCE_WORDS and _SENTENCES.search(line):
        return False
    if is_section(line) or _LINK.search(line):
        return False
    if (_CLOSED.search(line) and not _INITIALS.search(line)) or _OPEN_END.search(line):
        return False
    if is_marked(line) or _URL.match(line) or not _LETTER.search(line):
        return False
    # "iPhone" may open a headline; the second half of a sentence may not.
    return not line[0].islower() or any(character.isupper() for character in line.split(" ", 1)[0])


def _is_dialogue(lines: Sequence[Line]) -> bool:
    """Whether the first of the lines and those below it begin with the name of who speaks."""
    return len(lines) > 1 and all(_SPEAKER.match(line.text) for line in lines[:_TURNS])


def _leads(lines: Sequence[Line], kinds: Sequence[Kind], index: int, body: int) -> bool:
    """Whether text follows the line, and it is not the first of a verse, a list or a broken paragraph."""
    following = list(islice((i for i in range(index + 1, len(lines)) if kinds[i] is Kind.TEXT), _NEAR))
    if not following or lines[following[0]].text[0].islower():
        return False
    if following[0] > index + 1 or lines[following[0]].gap:
        return True
    if body < len(lines) and not _SIGNED.isdisjoint(kinds[index + 1 : body]):
        return True
    return any(is_prose(lines[i].text) for i in following)


def _dates(kinds: Sequence[Kind], body: int, marks: Mapping[int, Kind]) -> list[int]:
    """Return which lines are the article's own dates, and not the headings of a timeline.

    Dates that say what they are count anywhere, bare ones in the head and beside the byline.
    """
    labelled = [i for i, kind in enumerate(kinds) if kind is Kind.LABELLED_DATE]
    bare = [i for i, kind in enumerate(kinds) if kind is Kind.DATE]
    headings = sum(kinds[i + 1] is Kind.TEXT for i in bare if i + 1 < len(kinds))
    if headings < 2:
        bylines = {i for i, kind in marks.items() if kind is Kind.BYLINE}
        labelled.extend(i for i in bare if i < body or bylines & {i - 1, i + 1})
    return labelled
