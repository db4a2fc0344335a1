"""Which sections has a file of rules?

It is TOML: under the name of a site, or a pattern of paths, lists of what to keep and to drop.

    ["*"]
    drop = ["text:Sign up for*"]

    ["example.org"]
    keep = ["related"]
    drop = ["css:.promo"]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from indexer.cleaning.overruling.expressions import shown
from indexer.cleaning.overruling.overrides import EVERYWHERE, RulesFile, Section
from indexer.cleaning.overruling.ruling import check_rules
from indexer.errors import UsageError

__all__ = ["read_rules", "sections_of"]

_AT_LINE: Final = re.compile(r" ?\(at line (\d{1,9}), column \d{1,9}\)| ?\(at end of document\)")
_HOST: Final = re.compile(r"(?=.*[\w*])[\w.*-]+")
_PORT: Final = re.compile(r"\A\w+:|:\d*\Z")
"""What is before or behind the host in an address."""
_DOMAINS: Final = frozenset({".org", ".zip"})
"""Suffixes of files that are top-level domains as well, besides those of two letters, which may be countries'."""
_LONGEST_NAME: Final = 4096
"""Characters of the name of a section: those of the longest path on Linux."""
_OPTIONS: Final = frozenset({"keep", "drop"})
_SECTION: Final = 'a section is ["example.org"], ["folder/"] or ["*"], with keep = ["RULE"] and drop = ["RULE"]'


def read_rules(data: bytes, name: str) -> RulesFile:
    """Return what is in a file of rules called `name`.

    Raises UsageError, which begins with the name and, where it is known, the line, for what is no file of rules.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{name}:{line}: it is not UTF-8", hint="save it as UTF-8") from None
    try:
        values = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        raise UsageError(f"{name}:{line}: not TOML: {shown(_AT_LINE.sub('', str(error)))}", hint=_SECTION) from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, thousands of lists in a list
        what = "it is nested too deeply" if isinstance(error, RecursionError) else "it has a value that cannot be read"
        raise UsageError(f"{name}: not TOML: {what}", hint=_SECTION) from None
    return RulesFile(name, tuple(_sections(values, _Source(text, name))))


def sections_of(values: Mapping[str, Any], name: str) -> RulesFile:
    """Return the sections that are given as a mapping, such as a file of rules has. Raises UsageError as `read_rules`
    does, without lines."""
    return RulesFile(name, tuple(_sections(values, _Source("", name))))


class _Source:
    """The text of a file of rules, in which what is wrong is looked for."""

    def __init__(self, text: str, name: str) -> None:
        self._lines = text.split("\n")
        self._name = name

    def error(self, message: str, hint: str | None, where: object, rule: str = "") -> UsageError:
        """Return the error about a `rule` in the section `where`, or about the section."""
        line = self._line(where, rule)
        return UsageError(f"{self._name}{f':{line}' if line else ''}: {message}", hint=hint or _SECTION)

    def _line(self, where: object, rule: str) -> int:
        """Return the line that names a rule below the head of its section, 0 where none does."""
        if not isinstance(where, str):
            return 0
        head = next((at for at, line in enumerate(self._lines) if line.lstrip().startswith("[") and where in line), -1)
        if head < 0:
            head = next((at for at, line in enumerate(self._lines) if where in line), -1)
        if rule:
            return next((at + 1 for at, line in enumerate(self._lines) if at >= head and rule in line), head + 1)
        return head + 1


def _sections(values: Mapping[str, Any], source: _Source) -> Iterator[Section]:
    for where, rules in _flat(values, source):
        _check_place(where, source)
        if unknown := sorted(map(str, rules.keys() - _OPTIONS)):
            raise source.error(f'"{shown(unknown[0])}" is neither keep nor drop', None, where, unknown[0])
        keep, drop = (_listed(rules.get(option, ()), option, where, source) for option in ("keep", "drop"))
        for rule in (*keep, *drop):
            try:
                check_rules((rule,), ())
            except UsageError as error:
                raise source.error(str(error), error.hint, where, rule) from None
        section = Section(where.strip(), keep, drop)
        try:
            check_rules(keep, drop)
            section.covers("/", "")
        except UsageError as error:
            raise source.error(str(error), error.hint, where) from None
        yield section


def _check_place(where: object, source: _Source) -> None:
    """Raise UsageError where the name of a section is neither EVERYWHERE, nor a site, nor a pattern of paths."""
    named = where.strip() if isinstance(where, str) else ""
    if not named or "://" in named:
        raise source.error(f'"{shown(str(where))}" is not a site', "write its host alone: example.org", where)
    if "/" in named or named in {EVERYWHERE, "localhost"}:
        return
    message = f'"{shown(named)}" is neither a site nor a folder'
    if _HOST.fullmatch(named):
        if named[named.rfind(".") :].lower() in _endings():
            raise source.error(message, f"files of this name are written ./{shown(named)}", where)
        if "." in named or "*" in named:
            return
    if _PORT.search(named):
        raise source.error(message, "write its host alone: example.org", where)
    raise source.error(message, f"a folder is written {shown(named)}/", where)


@cache
def _endings() -> frozenset[str]:
    """The suffixes of files that no site ends with."""
    from indexer import reading  # given by few

    found = {suffix for known in reading.FORMATS for suffix in known.suffixes}
    return frozenset(suffix for suffix in found if len(suffix) > len(".md")) - _DOMAINS


def _flat(values: Mapping[str, Any], source: _Source) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the sections with their names. One that is written without quotes, `[example.org]`, is two tables to TOML;
    what is above all sections is about every article."""
    own = {key: value for key, value in values.items() if not isinstance(value, Mapping)}
    if own:
        yield EVERYWHERE, own
    pending = [(key, value) for key, value in values.items() if isinstance(value, Mapping)]
    while pending:
        where, rules = pending.pop(0)
        if len(str(where)) > _LONGEST_NAME:
            raise source.error(f'"{shown(where)}" is too long for a site or a folder', None, where)
        inner = [(f"{where}.{key}", value) for key, value in rules.items() if isinstance(value, Mapping)]
        own = {key: value for key, value in rules.items() if not isinstance(value, Mapping)}
        if own or not inner:
            yield where, own
        pending = inner + pending


def _listed(value: object, option: str, where: str, source: _Source) -> tuple[str, ...]:
    """Return the rules that an `option` lists; one alone is a list of one."""
    rules = (value,) if isinstance(value, str) else value
    if not isinstance(rules, list | tuple) or not all(isinstance(rule, str) for rule in rules):
        raise source.error(f"{option} must be a list of rules, not {_value_shown(value)}", None, where, option)
    return tuple(rules)


def _value_shown(value: object) -> str:
    """Return a value as it is in a message."""
    try:
        return shown(repr(value))
    except (ValueError, RecursionError):  # a number of thousands of digits; a list in thousands of others
        return f"a value of the type {type(value).__name__}"
