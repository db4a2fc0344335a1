"""Which parts of a page does a CSS selector or an XPath expression name?

An expression is checked as it is given: what libxml2 would find only when it gets to that place in a page (a function
that does not exist, a variable) is refused before any page is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from indexer.errors import SourceError, UsageError
from indexer.reasons import Cause

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["parts_finder", "shown"]

_HINT: Final = "a part of a page is named by css:SELECTOR or xpath:EXPRESSION; see: indexer help rules"
_LONGEST_SHOWN: Final = 80
"""Characters of a rule in a message, so that it is on one line."""

_TOKEN: Final = re.compile(
    r"""\s*(?:"[^"]*"|'[^']*'|\d+(?:\.\d*)?|\.\d+|(?P<name>[^\W\d][\w.-]*)|::|//|\.\.|[!<>]=|\S)"""
)
_MANY: Final = 10_000
_ARGUMENTS: Final[dict[str, tuple[int, int]]] = {
    **dict.fromkeys(("last", "position", "true", "false"), (0, 0)),
    **dict.fromkeys(("local-name", "namespace-uri", "name", "string", "string-length"), (0, 1)),
    **dict.fromkeys(("normalize-space", "number"), (0, 1)),
    **dict.fromkeys(("count", "id", "boolean", "not", "lang", "sum", "floor", "ceiling", "round"), (1, 1)),
    **dict.fromkeys(("starts-with", "contains", "substring-before", "substring-after"), (2, 2)),
    "substring": (2, 3),
    "translate": (3, 3),
    "concat": (2, _MANY),
}
"""The functions of XPath 1.0, section 4, each with the fewest and the most arguments that it takes."""
_NODE_TESTS: Final = frozenset({"comment", "text", "processing-instruction", "node"})
_OPERATORS: Final = frozenset({"and", "or", "div", "mod"})
_BEFORE_OPERAND: Final = frozenset({"", "(", "[", ",", "/", "//", "::", "@", "|", "+", "-", "=", "<", ">", "!="})
_OF_THE_PAGE: Final = re.compile("limit|memory", re.IGNORECASE)
"""In the error where a page is too large or too deep for an expression."""

_SAMPLE: Final = """\
<html lang="en"><head><title>a</title></head><body id="b"><h1>a</h1><div class="c"><p>a <a href="d">b</a></p></div>
<ul><li>1</li></ul><table><tr><td>1</td></tr></table><section><img src="e"/></section></body></html>"""
"""A page on which each expression is tried; it is small, since an expression may take any power of its size."""


_DEEPEST: Final = 5
"""Conditions within each other: each may take as many times as long as the sample has elements, and five that all look
at the whole page take 0.6 seconds, six 8 seconds."""


def shown(text: str) -> str:
    """Return a text from outside as it is in a message: on one line, and of a long one the beginning."""
    line = "".join(character if character.isprintable() else "\ufffd" for character in text[: _LONGEST_SHOWN + 1])
    return line if len(line) <= _LONGEST_SHOWN else f"{line[: _LONGEST_SHOWN - 1]}…"


@lru_cache(maxsize=256)
def parts_finder(language: str, value: str) -> Callable[[etree._Element], Sequence[Any]]:
    """Return the function that finds the parts of a page that a selector or an expression names, under the root of its
    tree; `language` is "css" or "xpath". Raises UsageError where it names none.

    The function raises UsageError too, for what cannot be computed on a page, and SourceError where it cannot on this
    page, which is too large.
    """
    from lxml import etree

    rule = shown(f"{language}:{value}")
    try:
        expression = _translated(value) if language == "css" else value
        find: Callable[[etree._Element], Any] = etree.XPath(expression)
        _check(expression)
        found = find(_sample())
    except (etree.XPathError, ValueError, RecursionError) as error:
        what = "a selector" if language == "css" else "an expression"
        raise UsageError(f"{rule} is not {what}: {_reason(error)}", hint=_HINT) from None
    if not isinstance(found, list):
        raise UsageError(f"{rule} names no parts of a page", hint=_HINT)

    def finder(root: etree._Element) -> Sequence[Any]:
        try:
            parts: Sequence[Any] = find(root)
        except etree.XPathError as error:
            if _OF_THE_PAGE.search(str(error)):
                raise SourceError(Cause.LIMIT, detail=f"{rule}: {_reason(error)}") from None
            raise UsageError(f"{rule} cannot be looked up in a page: {_reason(error)}", hint=_HINT) from None
        return parts

    return finder


def _translated(selector: str) -> str:
    """Return the XPath expression for a CSS selector. Raises ValueError where it is none."""
    from cssselect import HTMLTranslator, SelectorError

    try:
        return HTMLTranslator().css_to_xpath(selector)
    except SelectorError as error:
        raise ValueError(str(error)) from None


def _reason(error: Exception) -> str:
    """Return what is wrong with an expression, by the error that it raised."""
    return "it is nested too deeply" if isinstance(error, RecursionError) else shown(str(error).rstrip("."))


@cache
def _sample() -> etree._Element:
    from lxml import etree

    return etree.fromstring(_SAMPLE)


def _check(expression: str) -> None:
    """Raise ValueError for what the syntax of XPath allows, and no page can be asked: variables, prefixes, functions
    that XPath 1.0 does not have, another number of arguments than one takes; and for conditions in too many others."""
    tokens = [*_tokens(expression), ("", False)]
    calls: list[tuple[str, int]] = []  # that are open, with the arguments so far; "[" for a condition, "" for a group
    before = ""
    for (text, is_name), (after, _) in pairwise(tokens):
        if text == "$":
            raise ValueError(f"a rule has no variables (${after})")
        if is_name and after == ":":
            raise ValueError(f'no prefix "{text}:" is known')
        if text in {"(", "["}:
            calls.append((_called(before) if text == "(" else "[", int(after != ")")))
            if sum(name == "[" for name, _ in calls) > _DEEPEST:
                raise ValueError("its conditions are nested too deeply")
        elif text == "," and calls:
            calls[-1] = calls[-1][0], calls[-1][1] + 1
        elif text in {")", "]"} and calls:
            _check_call(*calls.pop())
        if is_name and after == "(" and text in _OPERATORS and before not in _BEFORE_OPERAND:
            before = "("  # an operator, behind which a bracket only groups
        else:
            before = f"{text}()" if is_name and after == "(" else text


def _called(before: str) -> str:
    """Return the function that is called by a bracket behind a token, or ""."""
    name = before.removesuffix("()")
    return name if name != before and name not in _NODE_TESTS else ""


def _check_call(name: str, count: int) -> None:
    if name in {"", "["}:
        return
    if name not in _ARGUMENTS:
        raise ValueError(f"there is no function {name}()")
    fewest, most = _ARGUMENTS[name]
    if not fewest <= count <= most:
        raise ValueError(f"{name}() does not take {count} argument{'' if count == 1 else 's'}")


def _tokens(expression: str) -> Iterator[tuple[str, bool]]:
    """Yield the tokens of an expression, each with whether it is a name."""
    for found in _TOKEN.finditer(expression):
        yield found[0].strip(), found["name"] is not None
