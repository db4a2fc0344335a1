"""What do Org, AsciiDoc, reStructuredText, lyrics and subtitles declare at the top of a text?

Org has lines of `#+KEY: value`; AsciiDoc a title behind `=`, and below it lines with the author, the revision and
attributes; reStructuredText a title above a stroke, and below it fields `:key: value`. It ends with a blank line.
Lyrics with times (LRC) have lines of `[ti:value]`, and the subtitles of SubStation Alpha a section of `[Script Info]`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

__all__ = ["split"]

_STROKES: Final = frozenset("=*#~-")
_ORG: Final = re.compile(
    r"(?::PROPERTIES:[ \t\r]*\n(?::[^\n]*\n){0,60}?:END:[ \t\r]*\n)?(?:#\+[A-Za-z_]{2,30}:[^\n]*\n|[ \t\r]*\n){1,60}"
)
_ORG_LINE: Final = re.compile(r"^#\+(?P<key>[A-Za-z_]{2,30}):[ \t]*(?P<value>[^\n]*)", re.MULTILINE)
_ORG_DAY: Final = re.compile(r"[<\[](?P<day>\d{4}-\d\d-\d\d)[^<>\[\]\n]{0,30}[>\]]")
_ASCIIDOC: Final = re.compile(
    r"= (?P<title>\S[^\n]{0,300})\n"
    r"(?:(?P<author>[^\W\d_][^\n<>:=]{1,100}?)[ \t]*(?:<[^<>\n]{3,100}>)?[ \t\r]*\n"
    r"(?:(?:v?\d[\w.]{0,20},[ \t]*)?(?P<date>\d{4}-\d\d-\d\d|[^\W\d_]+ \d{1,2}, \d{4})(?:[:,][^\n]*)?[ \t\r]*\n)?)?"
    r"(?P<fields>(?::!?[\w-]{1,60}!?:[^\n]*\n){0,60})(?=[ \t\r]*\n)"
)
_UNDERLINED: Final = re.compile(
    r"(?:(?P<above>[=*#~-]{3,200})[ \t\r]*\n)?"
    r"[ \t]*(?P<title>[^\s=*#~-][^\n]{0,300}?)[ \t\r]*\n(?P<below>[=*#~-]{3,200})[ \t\r]*\n"
    r"(?:[ \t\r]*\n(?P<fields>(?::[\w -]{1,60}:[^\n]*\n){1,60})(?=[ \t\r]*\n))?"
)
_FIELD: Final = re.compile(r"^:(?P<key>[\w -]{1,60}):[ \t]*(?P<value>[^\n]*)", re.MULTILINE)

_LYRICS: Final = re.compile(r"(?:\[[a-z#]{1,10}:[^\[\]\n]{0,300}\][ \t\r]*\n|[ \t\r]*\n){1,30}(?=\[\d{1,3}:\d\d[.:]\d)")
_LYRICS_LINE: Final = re.compile(r"^\[(?P<key>ti|ar):[ \t]*(?P<value>[^\[\]\n]*)\]", re.MULTILINE)
_LYRICS_KEYS: Final = {"ti": "title", "ar": "author"}
_SCRIPT_TITLE: Final = re.compile(r"^Title:[ \t]*(?P<title>[^\n]*)", re.MULTILINE)
_UNTITLED: Final = frozenset({"", "Default Aegisub file", "<untitled>"})
_SCRIPT_END: Final = re.compile(r"^\[Events\][ \t\r]*\n(?=(?:Format|Dialogue|Comment): )", re.MULTILINE)


def split(text: str) -> tuple[Mapping[str, object], str, int]:
    """Part `text` into what is declared at its top, the rest, and the line on which the rest begins."""
    found = text.startswith(("#+", ":PROPERTIES:")) and _ORG.match(text)
    if found:
        from indexer.reading.formats.record import declares  # few texts need it

        declared = _declared(_ORG_LINE, found[0])
        declared = {key: _ORG_DAY.sub(r"\g<day>", value) for key, value in declared.items()}
        return _parted(text, found, declared if any(map(declares, declared)) else {})
    if text.startswith("= ") and (found := _ASCIIDOC.match(text)):
        named = {key: value for key in ("title", "author", "date") if (value := (found[key] or "").strip())}
        return _parted(text, found, _declared(_FIELD, found["fields"]) | named)
    if text.startswith("[") and (timed := _timed(text)):
        return timed
    second = text.find("\n") + 1
    below = text[second : second + 1]
    if (text[:1] in _STROKES or below in _STROKES) and (found := _UNDERLINED.match(text)) and _fits(found):
        return _parted(text, found, _declared(_FIELD, found["fields"] or "") | {"title": found["title"].strip()})
    return {}, text, 1


def _timed(text: str) -> tuple[Mapping[str, object], str, int] | None:
    """Part lyrics or subtitles of which each line has its times, or return None."""
    if head := _LYRICS.match(text):
        said = {_LYRICS_KEYS[key]: value for key, value in _declared(_LYRICS_LINE, head[0]).items()}
        return said, text[head.end() :], head[0].count("\n") + 1
    events = _SCRIPT_END.search(text) if text.startswith("[Script Info]") else None
    if events is None:
        return None
    title = _SCRIPT_TITLE.search(text, 0, events.start())
    named = title["title"].strip() if title else ""
    return (
        {} if named in _UNTITLED else {"title": named},
        text[events.start() :],
        text.count("\n", 0, events.start()) + 1,
    )


def _parted(text: str, head: re.Match[str], declared: Mapping[str, str]) -> tuple[Mapping[str, object], str, int]:
    rest = text[head.end() :]
    if not declared or not rest.strip():
        return {}, text, 1
    return declared, rest, head[0].count("\n") + 1


def _declared(line: re.Pattern[str], text: str) -> dict[str, str]:
    return {field["key"].lower(): value for field in line.finditer(text) if (value := field["value"].strip())}


def _fits(found: re.Match[str]) -> bool:
    """Whether a stroke is one sign, as long as the title above it at least, and like the one above that."""
    title, above, below = found["title"].strip(), found["above"], found["below"]
    return len(set(below)) == 1 and len(below) >= len(title) and above in {None, below}
