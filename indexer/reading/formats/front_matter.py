"""What does a Markdown file say of itself before it begins?

Between lines of `---` stands YAML, between lines of `+++` TOML. Of YAML only what front matters are made of is read:
`key: value`, quoted or not, text that goes on over several lines, and lists of names or of things with a name. Below a
key anything else is passed over; where lines are neither keys nor below one, nothing is taken from the front matter.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["split"]

_OPENING = re.compile(r"(---|\+\+\+)[ \t\r]*\n")
_YAML_END = re.compile(r"^(?:---|\.\.\.)[ \t\r]*$", re.MULTILINE)
_TOML_END = re.compile(r"^\+\+\+[ \t\r]*$", re.MULTILINE)

_LONGEST_KEY = 60
_QUOTES = ('"', "'")


def split(text: str) -> tuple[Mapping[str, object], str, int]:
    """Part `text` into what its front matter declares, the rest, and the line on which the rest begins.

    A line of `---` may as well be a rule between parts of the text: without an end, or with something else than keys
    in between, it is no front matter, and everything is the rest.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return {}, text, 1
    end, read = (_YAML_END, _yaml) if opening[1] == "---" else (_TOML_END, _toml)
    closing = end.search(text, opening.end())
    declared = read(text[opening.end() : closing.start()]) if closing else None
    if closing is None or declared is None:
        return {}, text, 1
    rest = closing.end() + 1
    return declared, text[rest:], text.count("\n", 0, rest) + 1


def _toml(block: str) -> dict[str, object] | None:
    """Read TOML: an empty record where it is in error, None where it does not look like TOML."""
    try:
        return tomllib.loads(block)
    except (ValueError, RecursionError):
        return {} if "=" in block else None


def _yaml(block: str) -> dict[str, object] | None:
    """Read the YAML of front matters: an empty record where it is another, None where it does not begin like one."""
    values: dict[str, tuple[str, list[str]]] = {}
    below: list[str] | None = None
    for line in block.split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith((" ", "\t", "- ")) and below is not None:
            below.append(line.strip())
        elif pair := _pair(line):
            key, value = pair
            below = []
            values[key] = (value, below)
        else:
            return None if below is None else {}
    return {key: _value(value, below) for key, (value, below) in values.items()}


def _pair(line: str) -> tuple[str, str] | None:
    """Part `key: value`; None where `line` is not of that form."""
    key, colon, value = line.partition(":")
    key = key.strip().strip("\"'")
    is_key = colon and len(key) <= _LONGEST_KEY and key.replace("_", "").replace("-", "").replace(" ", "").isalnum()
    return (key, value.strip()) if is_key and (not value or value[0].isspace()) else None


def _value(first: str, below: Sequence[str]) -> str | tuple[str, ...]:
    """Read what stands behind a key and on the lines `below` it."""
    if first.startswith(("|", ">")):
        return " ".join(below)
    if first.startswith("["):
        return _flow_list(" ".join((first, *below)))
    if first and not first.startswith("#"):
        return _scalar(" ".join((first, *below)))
    if any(line.startswith("-") for line in below):
        return _block_list(below)
    return _named(below)


def _flow_list(text: str) -> tuple[str, ...]:
    """Read `[one, "two"]`."""
    inner = text.partition("]")[0].removeprefix("[")
    try:
        members = next(csv.reader([inner], skipinitialspace=True), [])
    except csv.Error:
        return ()
    return tuple(map(_scalar, members))


def _block_list(lines: Sequence[str]) -> tuple[str, ...]:
    """Read members that begin with a hyphen each: strings, or mappings of which the name is wanted."""
    members: list[list[str]] = []
    for line in lines:
        if line.startswith("-"):
            members.append([line[1:].strip()])
        elif members:
            members[-1].append(line)
    return tuple(_named(member) or _scalar(member[0]) for member in members)


def _named(lines: Sequence[str]) -> str:
    """Return what a mapping, one `key: value` a line, has under `name`."""
    pairs = filter(None, map(_pair, lines))
    return next((_scalar(value) for key, value in pairs if key == "name"), "")


def _scalar(text: str) -> str:
    """Read a string; what YAML takes for null or a truth value says nothing in words."""
    quote = text[:1]
    if quote in _QUOTES and (end := text.rfind(quote)) > 0:
        return _unquoted(text[: end + 1])
    plain = text.partition(" #")[0].strip()
    return "" if plain in ("~", "null", "true", "false") else plain


def _unquoted(text: str) -> str:
    inner = text[1:-1]
    if text[0] == "'":
        return inner.replace("''", "'")
    try:
        return str(json.loads(text))
    except ValueError:
        return inner
