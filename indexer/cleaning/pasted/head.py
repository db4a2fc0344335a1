"""Which of the first lines are the headline, the byline, the date and the kicker?

The head of an article is what is before its first paragraph of prose. Its headline is the first line there that is
nothing else, has the shape of a headline, and is followed by text; an article that begins with prose has none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

from indexer.cleaning.pasted.byline import is_role
from indexer.cleaning.pasted.captions import word_key
from indexer.cleaning.pasted.kinds import Kind
from indexer.cleaning.pasted.lines import Line, is_marked
from indexer.cleaning.rules.kickers import is_section

__all__ = ["is_prose", "mark_head", "mark_titles"]

# What can be a headline or the text of one.
_WORDS = frozenset({Kind.TEXT, Kind.KICKER, Kind.POSSIBLE_BYLINE})

_HEAD = frozenset({Kind.BYLINE, Kind.POSSIBLE_BYLINE, Kind.DATE, Kind.LABELLED_DATE, Kind.KICKER})
"""What `mark_head` marks beside the headline."""

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
    titles = _titles(lines, kinds, body, title)
    marks: dict[int, Kind] = dict.fromkeys(titles, Kind.TITLE)
    if not title and not titles and not any(kind in _HEAD for kind in kinds):
        return marks
    if titles:
        marks.update((i, Kind.KICKER) for i in range(titles[0]) if kinds[i] is Kind.KICKER)
    known = bool(title or titles)
    for i in range(second):
        if kinds[i] is Kind.BYLINE or (kinds[i] is Kind.POSSIBLE_BYLINE and known and i not in marks):
            marks[i] = Kind.BYLINE
            below = i + 1
            if below < second and below not in marks and kinds[below] is Kind.TEXT and is_role(lines[below].text):
                marks[below] = Kind.BYLINE
    marks.update((i, Kind.DATE) for i in _dates(kinds, body, marks))
    return marks


def mark_titles(lines: Sequence[Line], title: str) -> dict[int, Kind]:
    """Return which of `lines`, which all look like text, are the title, by index: what `mark_head` does for those."""
    body = next((index for index, line in enumerate(lines) if is_prose(line.text)), len(lines))
    if not body:
        return {}
    return dict.fromkeys(_titles(lines, [Kind.TEXT] * len(lines), body, title), Kind.TITLE)


def _titles(lines: Sequence[Line], kinds: Sequence[Kind], body: int, title: str) -> list[int]:
    """Return which lines before the `body` repeat the `title` or, where none is known, which is the headline."""
    if title:
        key = word_key(title)
        return [
            i for i in range(body) if kinds[i] in _WORDS and (lines[i].text == title or word_key(lines[i].text) == key)
        ]
    headline = _headline(lines, kinds, body)
    return [] if headline is None else [headline]


def _headline(lines: Sequence[Line], kinds: Sequence[Kind], body: int) -> int | None:
    """Return which line before the `body` is the headline, or None. A kicker is one only if nothing else can be."""
    for allowed in ({Kind.TEXT, Kind.POSSIBLE_BYLINE}, {Kind.KICKER}):
        for index in range(body):
            if kinds[index] in allowed:
                fits = _is_headline(lines[index].text) and not _is_dialogue(lines[index:])
                return index if fits and _leads(lines, kinds, index) else None
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


def _leads(lines: Sequence[Line], kinds: Sequence[Kind], index: int) -> bool:
    """Whether text follows the line, and it is not the first of a verse, a list or a broken paragraph."""
    following = list(islice((i for i in range(index + 1, len(lines)) if kinds[i] is Kind.TEXT), _NEAR))
    if not following or lines[following[0]].text[0].islower():
        return False
    if following[0] > index + 1 or lines[following[0]].gap:
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
