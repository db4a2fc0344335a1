"""Which lines say again what the text says elsewhere?

A paragraph that follows itself, and a pull quote: six words or more that stand by themselves and also within a longer
paragraph. Refrains and lists, whose lines follow each other without a gap, may repeat themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.cleaning.lines import Line, is_marked
from indexer.text import fold

__all__ = ["duplicates", "pull_quotes"]

_FEWEST_WORDS = 6
_MOST_QUOTE_WORDS = 45
_WORD = re.compile(r"\w+")
# A heading is no quote, even if the text below takes up its words.
_SENTENCE = re.compile(r"\A[\"“„«‘]|[.!?…\"”»’]\Z")


def duplicates(lines: Sequence[Line]) -> list[int]:
    """Return which lines are paragraphs that repeat the line before them, by ascending index."""
    return [
        index
        for index in range(1, len(lines))
        if lines[index].gap
        and lines[index].text.count(" ") + 1 >= _FEWEST_WORDS
        and lines[index].text.casefold() == lines[index - 1].text.casefold()
    ]


def pull_quotes(lines: Sequence[Line]) -> list[int]:
    """Return which lines are paragraphs whose words all stand, in order, within a longer line, by ascending index."""
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
    found: set[int] = set()
    for line in words:
        for start in range(len(line) - _FEWEST_WORDS + 1):
            if line[start] in first_words:
                for length in lengths.get(" ".join(line[start : start + _FEWEST_WORDS]), ()):
                    if length < len(line):
                        found.update(quotes.get(" ".join(line[start : start + length]), ()))
    return sorted(found)


def _may_be_quote(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is a paragraph of its own, a sentence, and of a length that is pulled out of a text."""
    line = lines[index]
    if is_marked(line.text) or not _SENTENCE.search(line.text):
        return False
    following = lines[index + 1].gap if index + 1 < len(lines) else True
    spaces = line.text.count(" ")
    return line.gap and following and _FEWEST_WORDS <= spaces + 1 <= _MOST_QUOTE_WORDS
