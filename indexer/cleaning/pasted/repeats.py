"""Which lines say again what the text says elsewhere?

A paragraph that follows itself, and a pull quote: six words or more that are by themselves and also, from one mark of
punctuation to another, within a longer paragraph nearby. Refrains and lists, whose lines follow each other without a
gap, may repeat themselves; so may questions, which are headings, and what occurs a third time, as in the entries of a
catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from indexer.cleaning.pasted.lines import Line, is_marked
from indexer.text import fold

__all__ = ["duplicates", "pull_quotes"]

_FEWEST_WORDS = 6
_MOST_QUOTE_WORDS = 45
_FEWEST_WORDS_AROUND = 5
"""Words that the paragraph has beside those of the quote; with fewer it is another wording of the same line."""
_REACH = 8
"""Lines between a quote and the paragraph it was pulled out of."""
_WORD = re.compile(r"\w+")
# Apostrophes and hyphens part no sentences.
_TOKEN = re.compile(r"\w+|[^\w\s'’-]")
# A heading is not a quote, even if the text below takes up its words.
_BEGINS_SENTENCE = ('"', "“", "„", "«", "‘")
_ENDS_SENTENCE = (".", "!", "…", '"', "”", "»", "’")
_INTRODUCES = (":", "：")


def duplicates(lines: Sequence[Line]) -> list[int]:
    """Return which lines are paragraphs that repeat the line before them, by ascending index.

    A cell of a table, which begins with a figure, may equal the one before it.
    """
    return [
        index
        for index in range(1, len(lines))
        if lines[index].gap
        and lines[index].text.count(" ") + 1 >= _FEWEST_WORDS
        and not lines[index].text[0].isdigit()
        and lines[index].text.casefold() == lines[index - 1].text.casefold()
    ]


def pull_quotes(lines: Sequence[Line]) -> list[int]:
    """Return which lines are paragraphs whose words all occur, in order, within one longer line nearby, by index."""
    candidates = [index for index in range(len(lines)) if _may_be_quote(lines, index)]
    if not candidates or len(lines) < 2:
        return []
    words = [_WORD.findall(fold(line.text)) for line in lines]
    quotes: dict[str, list[int]] = {}
    # The lengths of the quotes that begin with the same six words: so a line is looked through once, not once a quote.
    lengths: dict[str, set[int]] = {}
    for index in candidates:
        quote = words[index]
        if len(quote) >= _FEWEST_WORDS:
            quotes.setdefault(" ".join(quote), []).append(index)
            lengths.setdefault(" ".join(quote[:_FEWEST_WORDS]), set()).add(len(quote))
    first_words = {opening.partition(" ")[0] for opening in lengths}
    sources: dict[str, set[int]] = {}
    for index, line in enumerate(words):
        if not first_words.isdisjoint(line):
            for part in _parts(lines[index].text, line, lengths):
                sources.setdefault(part, set()).add(index)
    alone = ((places[0], sources.get(quote, set())) for quote, places in quotes.items() if len(places) == 1)
    return sorted(place for place, found in alone if len(found) == 1 and abs(place - min(found)) <= _REACH)


def _parts(text: str, words: Sequence[str], lengths: Mapping[str, Collection[int]]) -> Iterator[str]:
    """Yield the parts of a line that are between marks of punctuation and may be quotes.

    `lengths` has, for the first six words of a quote, how many words it may have.
    """
    ends = _ends(text)
    for start in range(len(words) - _FEWEST_WORDS + 1):
        if start in ends:
            for length in lengths.get(" ".join(words[start : start + _FEWEST_WORDS]), ()):
                if start + length in ends and length + _FEWEST_WORDS_AROUND <= len(words):
                    yield " ".join(words[start : start + length])


def _ends(text: str) -> frozenset[int]:
    """Return before which of a text's words, counted from 0, it starts again: after punctuation, and at both ends."""
    ends = {0}
    count = 0
    for token in _TOKEN.findall(fold(text)):
        if _WORD.match(token):
            count += 1
        else:
            ends.add(count)
    return frozenset(ends | {count})


def _may_be_quote(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is a paragraph of its own, a sentence, and of a length that is pulled out of a text."""
    line = lines[index]
    if is_marked(line.text) or not (line.text.endswith(_ENDS_SENTENCE) or line.text.startswith(_BEGINS_SENTENCE)):
        return False
    if index and lines[index - 1].text.endswith(_INTRODUCES):
        return False
    following = lines[index + 1].gap if index + 1 < len(lines) else True
    spaces = line.text.count(" ")
    return line.gap and following and _FEWEST_WORDS <= spaces + 1 <= _MOST_QUOTE_WORDS
