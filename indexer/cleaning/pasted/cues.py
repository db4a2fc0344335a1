"""What is said in subtitles, and in a transcript with the times between its lines?

SubRip, WebVTT and YouTube's own subtitles have each line on the screen behind its times; who copies a transcript from a
site has a time above each. The times go, and what is said is put together up to the end of a sentence. Of captions that
roll, each line that the one before has already goes too. SubStation Alpha has all on one line, `Dialogue: …,text`;
lyrics (LRC) have `[00:12.00]` before each line, which stays a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.cleaning.pasted.lines import Line
from indexer.text.line_breaks import break_between

__all__ = ["cue_lines"]

_TIMES = re.compile(
    r"\s*(?:\d{1,3}:)?\d{1,2}:\d\d[.,]\d{1,3}(?:\s*-->\s*|,)(?:\d{1,3}:)?\d{1,2}:\d\d[.,]\d{1,3}(?:\s.*)?"
)
_TIME = re.compile(r"\s*[(\[]?(?:\d{1,2}:)?\d{1,2}:\d\d[)\]]?\s*")
_LONGEST_TIME = 16
"""Characters of a line with a time, at most, blanks included."""
_FEWEST = 3
_SHARE = 0.3
"""Times among the lines of a transcript, at least: there is one above each line or two."""
_DIALOGUE = re.compile(
    r"Dialogue:[^,\n]{0,40},\s?\d{1,2}:\d\d:\d\d[.:]\d\d,\s?\d{1,2}:\d\d:\d\d[.:]\d\d(?:,[^,\n]{0,200}){6},"
)
_OVERRIDE = re.compile(r"\{[^{}\n]{0,500}\}")
_BREAK = re.compile(r"\\[Nnh]")
_SUNG = re.compile(r"\s{0,9}(?:\[\d{1,3}:\d\d[.:]\d{1,3}\]\s?){1,60}")
_WITHIN = re.compile(r"<\d{1,3}:\d\d[.:]\d{1,3}>")
"""The time of a word in lyrics."""
_NUMBER = re.compile(r"\s*\d{1,6}\s*")
_UNSAID = re.compile(r"\s*(?:NOTE|STYLE|REGION)(?:\s.*)?")
_MARKUP = re.compile(r"</?(?:[a-z]{1,5}|\d\d:)[^<>]{0,100}>|\{\\an\d\}|<\d{1,2}:\d\d[^<>]{0,12}>", re.IGNORECASE)
_SPEAKER = re.compile(r"<v(?:\.[\w.]+)?\s+(?P<name>[^<>]{1,60})>")
_SENTENCE_END = re.compile(r"[.!?…。!?][\"'”’»)\]]*\Z")
_TURN = re.compile(r"(?:[-–—]\s|>>)")
_LONGEST = 1000
"""Characters of what is put together where no sentence ends."""


def cue_lines(lines: Sequence[str], first: int) -> list[Line] | None:
    """Return what is said in `lines`, of which the first is number `first`; None where they have no times as subtitles
    and transcripts do."""
    times = [index for index, line in enumerate(lines) if ":" in line and _TIMES.fullmatch(line)]
    if len(times) > 1 or (times and lines[0].lstrip("\ufeff").startswith("WEBVTT")):
        return [*_together([*_said(lines, times)], first)]
    if spoken := [*_spoken(lines)]:
        return [*_together(spoken, first)]
    if sung := _sung(lines):
        return [Line(text, first + index, first + index, gap=gap) for index, text, gap in sung]
    times = [
        index for index, line in enumerate(lines) if len(line) < _LONGEST_TIME and ":" in line and _TIME.fullmatch(line)
    ]
    inked = sum(1 for line in lines if line.strip())
    if len(times) < _FEWEST or len(times) < _SHARE * inked:
        return None
    marked = set(times)
    return [*_together([(i, t) for i, line in enumerate(lines) if i not in marked and (t := line.strip())], first)]


def _spoken(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield what is said in the subtitles of SubStation Alpha, by the index of its line; nothing of other texts."""
    if not any(line.strip() == "[Events]" for line in lines[:_FEWEST]):
        return
    shown = ""
    for index, line in enumerate(lines):
        if dialogue := _DIALOGUE.match(line):
            text = " ".join(_BREAK.sub(" ", _OVERRIDE.sub("", line[dialogue.end() :])).split())
            if text and text != shown:
                shown = text
                yield index, text


def _sung(lines: Sequence[str]) -> list[tuple[int, str, bool]]:
    """Return the lines of lyrics with times by their index, each with whether it is apart from the one before; none
    where a line has no time."""
    sung: list[tuple[int, str, bool]] = []
    gap = True
    for index, line in enumerate(lines):
        if not line.strip():
            gap = True
            continue
        time = _SUNG.match(line)
        if time is None:
            return []
        text = " ".join(_WITHIN.sub("", line[time.end() :]).split())
        if text:
            sung.append((index, text, gap))
        gap = not text
    return sung if len(sung) >= _FEWEST else []


def _said(lines: Sequence[str], times: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield each line that is on the screen, by its index."""
    ends = [*times[1:], len(lines)]
    shown = ""
    for begin, end in zip(times, ends, strict=True):
        # At the end are the number of the next and comments.
        tail = end
        while tail > begin + 1 and _is_between(lines[tail - 1]):
            tail -= 1
        for index in range(begin + 1, end):
            line = lines[index]
            if not line.strip():
                if end == len(lines) or index >= tail:
                    break
                continue
            if _NUMBER.fullmatch(line) and index == end - 1:
                break
            text = " ".join(_MARKUP.sub("", _SPEAKER.sub(r"\g<name>: ", line)).split())
            if text and text != shown:
                shown = text
                yield index, text


def _is_between(line: str) -> bool:
    return not line.strip() or _NUMBER.fullmatch(line) is not None or _UNSAID.match(line) is not None


def _together(said: Sequence[tuple[int, str]], first: int) -> Iterator[Line]:
    """Yield what is said, sentence by sentence."""
    text, begin, end = "", 0, 0
    for index, line in said:
        if text and (_SENTENCE_END.search(text) or _TURN.match(line) or len(text) > _LONGEST):
            yield Line(text, first + begin, first + end, gap=True)
            text = ""
        if not text:
            text, begin = line, index
        else:
            text += break_between(text, line) + line
        end = index
    if text:
        yield Line(text, first + begin, first + end, gap=True)
