"""What does a Markdown file say of itself before it begins?

Between lines of `---` is YAML, between lines of `+++` TOML; Hugo also writes an object of JSON, others name the
language behind the opening (`---json`) or put JSON between lines of `;;;`; Nikola has `.. key: value`, in a comment of
HTML where the text is Markdown. MultiMarkdown and Pelican begin with `Key: value` at once and end with a blank line,
Hexo with a line of strokes; Pandoc begins with title, authors and day behind `%`, Logseq with `key:: value`, and Notion
has such lines below the title. Joplin has them behind the text. Two rules may as well be part of the text: only what is
made of keys, of which one is usual in front matters, is taken for one. PyYAML reads it, and what it cannot read as a
whole, key by key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from indexer.reading.formats.record import declares

if TYPE_CHECKING:
    import yaml

__all__ = ["split"]

_OPENING: Final = re.compile(
    r"(?P<mark>---|\+\+\+|;;;)(?P<language>(?<=---)[ \t]?(?:json|toml|ya?ml))?[ \t\r]*\n(?![ \t\r]*\n)"
)
_YAML_END: Final = re.compile(r"^(?:---|\.\.\.)[ \t\r]*$", re.MULTILINE)
_TOML_END: Final = re.compile(r"^\+\+\+[ \t\r]*$", re.MULTILINE)
_JSON_END: Final = re.compile(r"^(?:---|;;;)[ \t\r]*$", re.MULTILINE)
_TOML_LINE: Final = re.compile(r"(?P<key>[A-Za-z_][\w-]{0,58})[ \t]*=[ \t]*(?P<value>\S.*)")
_MANY_LINES: Final = ('"""', "'''")
"""What opens a text of several lines in TOML."""
_OF_THEMES: Final = ("params", "extra")
"""Where Hugo and Zola have what they know no key of their own for, such as the author."""
_NIKOLA: Final = re.compile(
    r"(?P<opened><!--[ \t\r]*\n(?:[ \t\r]*\n)?)?(?P<lines>(?:\.\. [a-z][\w-]{0,30}:(?!:)[^\n]*\n){2,40})"
    r"(?(opened)[ \t\r]*(?:\n[ \t\r]*)?-->)[ \t\r]*(?:\n|\Z)"
)
_KEY: Final = re.compile(r"[\"']?(?P<key>[^\W_][\w .-]{0,58}?)[\"']?[ \t]*:(?=\s|\Z)")
_HEAD: Final = re.compile(r"(?P<key>[^\W\d_][\w -]{0,30})::?[ \t]+(?P<value>\S.*)")
_TITLE: Final = re.compile(
    r"# (?P<title>\S[^\n]*)\n[ \t\r]*\n"
    r"(?:(?:!\[[^\n]{1,1000}\)[ \t\r]*\n[ \t\r]*\n)?#{1,3} Metadata[ \t\r]*\n(?:[ \t\r]*\n)?)?(?=[A-Za-z*_-])"
)
"""A title, and the picture and the heading that Readwise has above what it says of an article."""
_INLINE: Final = re.compile(r"# (?P<title>\S[^\n]*)\n(?=[A-Za-z][\w -]{0,30}::[ \t]\S)")
"""A title with fields of Dataview's at once below it."""
_MARKED: Final = frozenset("-*+_")
_FIELD: Final = re.compile(
    r"(?:[-*+][ \t]+)?(?P<stroke>\*\*|__|\*|_|)(?P<key>[A-Za-z][\w -]{0,30}?)(?:::?(?P=stroke)|(?P=stroke)::?)"
    r"[ \t]+(?P<value>\S.*)"
)
"""A field as an item of a list, or with an emphasised key."""
_READER: Final = re.compile(
    r"(?P<head>Title: [^\n]*\n(?:[ \t\r]*\n|[A-Z][A-Za-z ]{2,30}: [^\n]*\n){1,20}?)Markdown Content:[ \t\r]*\n"
)
"""What Jina's reader writes above a page, with blank lines between."""
_BLANK_LINE: Final = re.compile(r"\n[ \t\r]*\n")
_FEWEST_KEYS: Final = 2
"""Usual keys above a line of strokes, which may as well underline a heading."""
_PANDOC: Final = re.compile(
    r"%[ \t]+(?P<title>\S[^\n]*(?:\n[ \t]+\S[^\n]*){0,9})\n%(?P<author>[^\n]*(?:\n[ \t]+\S[^\n]*){0,99})\n"
    r"(?:%(?P<date>[^\n]*)\n)?(?!%)"
)
"""Title, authors and day behind a `%` each; what goes on is indented."""
_PROPERTIES: Final = re.compile(
    r"^id: [0-9a-f]{32}[ \t\r]*\n(?:[a-z_]{1,40}:[^\n]*\n){1,60}type_: \d{1,3}\s*\Z", re.MULTILINE
)
"""What Joplin writes behind a note."""
_LONGEST: Final = 100_000
"""Characters of a front matter; a longer one is a document of its own."""
_CHAIN: Final = re.compile(r"(?<![\w\"'-])(?:(?:\"[^\"\n]*+\"|'[^'\n]*+'|[\w-]++)[ \t]*+\.[ \t]*+){50}")
"""A key of TOML with more dots than any has: each may be a table in a table, and the library takes quadratic time."""
_LONGEST_VALUE: Final = 80
"""Characters of a value that is not prose."""
_RESOLVED: Final = frozenset({"tag:yaml.org,2002:null", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:merge"})


def split(text: str) -> tuple[Mapping[str, object], str, int]:
    """Part `text` into what its front matter declares, the rest, and the line on which the rest begins.

    A line of `---` may as well be a rule between parts of the text: without an end, or with something else than keys
    in between, it is not front matter, and everything is the rest.
    """
    if text.startswith("%") and (pandoc := _PANDOC.match(text)):
        said = {key: " ".join(value.split()) for key, value in pandoc.groupdict("").items()}
        return said | {"author": said["author"].split("; ")}, text[pandoc.end() :], pandoc[0].count("\n") + 1
    opening = _OPENING.match(text)
    if opening is None:
        if text.startswith("Title: ") and (reader := _READER.match(text)):
            fields = (line.split(": ", 1) for line in reader["head"].split("\n") if ": " in line)
            return {key: value.strip() for key, value in fields}, text[reader.end() :], reader[0].count("\n") + 1
        if unopened := _unopened(text):
            return unopened
        tail = _PROPERTIES.search(text)
        return _json(text) if text.startswith("{") else _with_properties(text, tail) if tail else _titled(text)
    end, read = _read_as(opening)
    closing = end.search(text, opening.end(), opening.end() + _LONGEST)
    declared = read(text[opening.end() : closing.start()]) if closing else None
    if closing is None or declared is None:
        return {}, text, 1
    rest = closing.end() + 1
    return _with_themes(declared), text[rest:], text.count("\n", 0, rest) + 1


def _read_as(opening: re.Match[str]) -> tuple[re.Pattern[str], Callable[[str], Mapping[str, object] | None]]:
    """Return how what an `opening` opens ends, and what reads it."""
    if opening["mark"] == "+++":
        return _TOML_END, _toml
    language = (opening["language"] or "").strip()
    if language == "toml":
        return _YAML_END, _toml
    return (_JSON_END, _object) if language == "json" or opening["mark"] == ";;;" else (_YAML_END, _yaml)


def _object(block: str) -> dict[str, object] | None:
    """Read an object of JSON, also without its braces; None where it is none."""
    for written in (block, f"{{{block}}}"):
        try:
            declared = json.loads(written)
        except (ValueError, RecursionError):
            continue
        return declared if isinstance(declared, dict) and any(map(declares, declared)) else None
    return None


def _with_themes(declared: Mapping[str, object]) -> Mapping[str, object]:
    """Return what is `declared` with what only themes read of it, where their keys are usual ones."""
    if _OF_THEMES[0] not in declared and _OF_THEMES[1] not in declared:
        return declared
    inner = (declared.get(name) for name in _OF_THEMES)
    said = {
        key: value for one in inner if isinstance(one, Mapping) for key, value in one.items() if declares(key) and value
    }
    return {**said, **declared}


def _of_nikola(text: str, head: re.Match[str]) -> tuple[Mapping[str, object], str, int] | None:
    """Part a text of Nikola's; comments of other programs, and of people, are none."""
    fields = (line[3:].partition(":") for line in head["lines"].split("\n") if line)
    declared = {key: value.strip() for key, _, value in fields}
    if sum(map(declares, declared)) < _FEWEST_KEYS:
        return None
    return declared, text[head.end() :], head[0].count("\n") + 1


def _unopened(text: str) -> tuple[Mapping[str, object], str, int] | None:
    """Part a text of Nikola's, or of Hexo's, which begins with the keys at once and has a line of `---` behind them."""
    if text.startswith((".. ", "<!--")):
        nikola = _NIKOLA.match(text)
        return None if nikola is None else _of_nikola(text, nikola)
    closing = _YAML_END.search(text, 0, _LONGEST) if _KEY.match(text) else None
    block = text[: closing.start()] if closing else ""
    if closing is None or _BLANK_LINE.search(block):
        return None
    declared = _yaml(block)
    if not declared or sum(map(declares, declared)) < _FEWEST_KEYS:
        return None
    return declared, text[closing.end() + 1 :], text.count("\n", 0, closing.end() + 1) + 1


def _titled(text: str) -> tuple[Mapping[str, object], str, int]:
    """Part a text that begins with `Key: value` lines, perhaps below a title."""
    title = _TITLE.match(text)
    if title is None:
        if title := _INLINE.match(text):
            declared, rest, line = _head(text[title.end() :])
            return ({**declared, "title": title["title"].strip()}, rest, line + 1) if declared else ({}, text, 1)
        return _head(text)
    declared, rest, line = _head(text[title.end() :])
    if not declared:
        return {}, text, 1
    return {**declared, "title": title["title"].strip()}, rest, line + title[0].count("\n")


def _head(text: str) -> tuple[Mapping[str, object], str, int]:
    """Part a text that begins with `Key: value` lines: at least half of the keys, and the first, are usual ones."""
    values: dict[str, list[str]] = {}
    key, offset, line = "", 0, 1
    for raw in _lines(text):
        bare = _plain_field(raw.strip())
        if not bare:
            break
        if field := _HEAD.fullmatch(bare):
            key = field["key"]
            values[key] = [field["value"]]
        elif key and raw[0] in " \t":
            values[key].append(bare)
        else:
            return {}, text, 1
        offset, line = offset + len(raw), line + 1
    known = sum(map(declares, values))
    if not values or not declares(next(iter(values))) or 2 * known < len(values) or not text[offset:].strip():
        return {}, text, 1
    return {key: " ".join(parts) for key, parts in values.items()}, text[offset:], line


def _plain_field(line: str) -> str:
    """Return `Key: value` without the marks of an item and of emphasis around the key; any other line as it is."""
    found = _FIELD.fullmatch(line) if line[:1] in _MARKED else None
    return line if found is None else f"{found['key']}: {found['value']}"


def _json(text: str) -> tuple[Mapping[str, object], str, int]:
    """Part a text that begins with an object of JSON with usual keys, alone on its lines."""
    try:
        declared, end = json.JSONDecoder().raw_decode(text[:_LONGEST])
    except (ValueError, RecursionError):
        return {}, text, 1
    rest = text.find("\n", end) + 1
    if not any(map(declares, declared)) or not rest or text[end:rest].strip() or not text[rest:].strip():
        return {}, text, 1
    return declared, text[rest:], text.count("\n", 0, rest) + 1


def _with_properties(text: str, tail: re.Match[str]) -> tuple[Mapping[str, object], str, int]:
    """Part a note of Joplin's: its first line is the title, and its properties are behind it."""
    declared: dict[str, object] = {}
    for line in _lines(tail[0]):
        key, _, value = line.partition(":")
        declared[key.strip()] = value.strip()
    title, _, rest = text[: tail.start()].partition("\n")
    if not rest.strip() or not title.strip():
        return declared, text[: tail.start()], 1
    return {**declared, "title": title.lstrip("# ").strip()}, rest, 2


def _lines(text: str) -> Iterator[str]:
    begin = 0
    while (end := text.find("\n", begin)) >= 0:
        yield text[begin : end + 1]
        begin = end + 1
    yield text[begin:]


def _toml(block: str) -> dict[str, object] | None:
    """Read TOML: an empty record where it is in error, None where it does not look like TOML."""
    import tomllib

    if "=" not in block:
        return None
    if _CHAIN.search(block):
        return {}
    try:
        return tomllib.loads(block)
    except (ValueError, RecursionError):
        return dict(_toml_lines(block.partition("\n[")[0]))


def _toml_lines(block: str) -> Iterator[tuple[str, object]]:
    """Yield the keys and values of lines that are not TOML together, such as those with an unescaped quotation mark."""
    import tomllib

    for line in _lines(block):
        if found := _TOML_LINE.fullmatch(line.strip()):
            try:
                yield from tomllib.loads(line.strip()).items()
            except (ValueError, RecursionError):
                value = found["value"]
                if value[0] in "[{" or value.startswith(_MANY_LINES):
                    continue
                is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
                yield found["key"], value[1:-1] if is_quoted else value


def _yaml(block: str) -> Mapping[str, object] | None:
    """Read the YAML of a front matter; None where it is none."""
    if not _KEY.match(block) and not block.startswith("#") and block.strip():
        return None
    declared = _loaded(block)
    if not isinstance(declared, Mapping):
        declared = _key_by_key(block)
    if declared is None or not all(map(_is_key, declared)):
        return None
    if any(map(declares, declared)):
        return declared
    # Nobody's usual keys: what reads like a sentence is one.
    return None if any(map(_is_prose, declared.values())) else declared


def _loaded(text: str) -> object:
    """Return what a piece of YAML says, or None where it is in error."""
    import yaml

    try:
        return yaml.load(text, _loader())  # noqa: S506 - it is a safe loader
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError):
        return None


@cache
def _loader() -> type[yaml.CSafeLoader]:
    """Return a loader that leaves numbers and dates as they are written: the title 1984 is not a number."""
    import yaml

    class Loader(yaml.CSafeLoader):
        yaml_implicit_resolvers: Any = {  # noqa: RUF012 - as in the library
            first: [(tag, pattern) for tag, pattern in resolvers if tag in _RESOLVED]
            for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
        }

    return Loader


def _key_by_key(block: str) -> dict[str, object] | None:
    """Read what is not YAML as a whole, such as a title with a colon; None where a line is neither a key nor below
    one."""
    declared: dict[str, object] = {}
    key, below = "", ""
    for line in (*block.split("\n"), ":"):
        bare = line.strip()
        if not bare or line.startswith("#"):
            continue
        if key and line.startswith((" ", "\t", "- ")):
            below += f"\n{line}"
            continue
        if key:
            declared[key] = _value(below)
        found = _KEY.match(line)
        if found is None:
            return declared if line == ":" and declared else None
        key, below = found["key"], line[found.end() :]
    return declared


def _value(text: str) -> object:
    """Return a value with a key before it; what is not YAML is taken as it is written."""
    loaded = _loaded(f"value:{text}")
    if isinstance(loaded, Mapping) and "value" in loaded:
        return loaded["value"]
    return " ".join(text.split()).strip("\"'")


def _is_key(key: object) -> bool:
    """Whether something is a key of a front matter, and not the beginning of a sentence."""
    return isinstance(key, str) and len(key.split()) <= 3 and _KEY.match(f"{key}:") is not None


def _is_prose(value: object) -> bool:
    """Whether a value reads like a sentence."""
    return isinstance(value, str) and (
        len(value) > _LONGEST_VALUE or (" " in value.strip() and value.rstrip()[-1:] in ".!?…")
    )
