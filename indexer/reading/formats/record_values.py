"""What does a value of a record say?

It is a text, a number or a day; or an object that means one, such as a person, `{"rendered": …}` or
`{"date-parts": …}`; or a list of such.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from indexer.reading.formats.key_names import folded_key

__all__ = ["day_of", "marks", "people", "sound", "strings", "text_of"]

_VALUES = (
    "name",
    "literal",
    "rendered",
    "main",
    "original",
    "displayname",
    "fullname",
    "title",
    "html",
    "text",
    "value",
    "t",
    "content",
    "quote",
    "data",
    "children",
    "attributes",
    "properties",
    "realname",
    "login",
    "basic",
    "by",
    "parts",
    "author",
)
"""Keys of an object that means one text, by which that is found."""

_DATED = ("date", "numberlong", "published", "created", "start", "raw")
"""Keys of an object that is a day, as databases and site generators write it."""
_GIVEN_AND_FAMILY = (("firstname", "lastname"), ("given", "family"), ("givenname", "familyname"))
"""How the parts of a person's name are called where it has parts."""
_DEEPEST = 3
"""Objects in each other."""


def strings(value: object, depth: int = 0) -> Iterator[str]:
    """Yield what a value says in words: itself, the name of an object, or those of a list's members."""
    for member in value if isinstance(value, list | tuple) else (value,):
        if isinstance(member, str):
            if string := sound(member).strip():
                yield string
        elif isinstance(member, Mapping):
            if depth < _DEEPEST:
                yield from strings(_said(member), depth + 1)
        elif isinstance(member, date):
            yield member.isoformat()


def text_of(value: object) -> str:
    """Return the text that a value is: of a list of them all, since it has the paragraphs of one text or, where only
    some are objects, what is set in one way or another in it, such as a link."""
    if not isinstance(value, list | tuple) or len(value) < 2:
        return next(strings(value), "")
    if any(isinstance(member, Mapping) for member in value) and any(isinstance(member, str) for member in value):
        runs = (member if isinstance(member, str) else next(strings(member), "") for member in value)
        return sound("".join(runs)).strip()
    return "\n\n".join(strings(value))


def marks(value: object) -> Iterator[str]:
    """Yield what a reader marked in a text, each passage with the note to it."""
    for mark in value if isinstance(value, list) else [value]:
        yield from strings(mark)
        if isinstance(mark, Mapping) and isinstance(note := mark.get("note"), str) and note not in strings(mark):
            yield from strings(note)


def people(value: object) -> Iterator[str]:
    """Yield the names in the value of an author's key: of an object of objects, which Pocket writes, those inside."""
    if isinstance(value, Mapping) and value and all(isinstance(inner, Mapping) for inner in value.values()):
        value = list(value.values())
    if isinstance(value, list):  # reference managers have editors and translators in one list with them
        value = [one for one in value if isinstance(one, Mapping) and one.get("creatorType") == "author"] or value
    yield from strings(value)


def day_of(value: object) -> str:
    """Return a date as its record writes it; of a number its digits, for it counts years or seconds. Reference managers
    write a list of its parts."""
    for _ in range(_DEEPEST):
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            value = value[0]  # the first of several versions
        if not isinstance(value, Mapping):
            break
        if parts := _date_parts(value):
            return parts
        named = {folded_key(key): inner for key, inner in value.items()}
        value = next((named[key] for key in _DATED if named.get(key)), None) or next(strings(value), "")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return next(strings(value), "")
    try:
        return str(int(value))
    except (OverflowError, ValueError):
        return ""


def sound(text: str) -> str:
    r"""Return `text` without what JSON can write but no encoding can: NULs, and halves of pairs such as `\ud83d`."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "")


def _said(value: Mapping[str, object]) -> object:
    """Return which value of an object says what it means."""
    folded = {folded_key(key): inner for key, inner in value.items()}
    for first, last in _GIVEN_AND_FAMILY:
        given, family = folded.get(first), folded.get(last)
        if "name" not in folded and isinstance(given, str) and isinstance(family, str):
            return f"{given} {family}"
    return next((folded[key] for key in _VALUES if folded.get(key)), None)


def _date_parts(value: Mapping[str, object]) -> str:
    """Return the day, month or year that an object of CSL's names by its `date-parts`, or ""."""
    parts = next((inner for key, inner in value.items() if folded_key(key) == "dateparts"), None)
    while isinstance(parts, list | tuple) and parts and isinstance(parts[0], list | tuple):
        parts = parts[0]
    numbers = [str(part) for part in parts] if isinstance(parts, list | tuple) else []
    if not 1 <= len(numbers) <= 3 or not all(number.isdigit() for number in numbers):
        return ""
    return "-".join(number.zfill(4 if place == 0 else 2) for place, number in enumerate(numbers))
