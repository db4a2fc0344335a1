"""What do a person's rules decide of a text?

A rule is the name of one of the cleaner's own (`related`), which is told by `clean --explain`; a text that is all of a
line or paragraph, with `*` for any characters and `?` for one (`text:Sign up for*`), whatever its case and accents; or
a part of a page, by a CSS selector (`css:.promo`) or an XPath expression (`xpath://div[@id="promo"]`).

What names a text comes before what names a part of a page, and that before the name of a rule. Of several parts around
a text the innermost decides. Else what is said last does, and where the same section says both, keep.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from indexer.cleaning.overruling.expressions import parts_finder, shown
from indexer.cleaning.overruling.overrides import Section
from indexer.cleaning.rules.reasons import REASONS
from indexer.errors import UsageError
from indexer.text import fold
from indexer.text.characters import normalize

__all__ = ["Override", "Ruling", "check_rules"]

Kind = Literal["name", "text", "css", "xpath"]

_PREFIXES: Final[dict[str, Kind]] = {"text": "text", "css": "css", "xpath": "xpath"}
_FORMS: Final = "a rule is a name that clean --explain shows, text:PATTERN, css:SELECTOR or xpath:EXPRESSION"
_LIST: Final = "all rules: indexer help rules"


class Override(NamedTuple):
    """One rule of a person's: whether it `keeps`, and what `by` says to whom asks where it is from."""

    rule: str
    keeps: bool
    by: str


class Ruling:
    """All rules that hold for an article. Raises UsageError for a rule that means nothing.

    `parts` are the rules that name parts of a page, each with the function that finds these under the root of a tree;
    what comes first decides. `drops` says whether any rule takes out what the cleaner's own would.
    """

    def __init__(self, sections: Sequence[Section], name: str) -> None:
        texts: list[tuple[re.Pattern[str], Override]] = []
        parts: list[tuple[Callable[[Any], Any], Override]] = []
        names: dict[str, Override] = {}
        for override in _overrides(sections, name):
            kind, value = _taken_apart(override.rule)
            if kind == "name":
                names[value] = override
            elif kind == "text":
                texts.append((_pattern(value), override))
            else:
                parts.append((parts_finder(kind, value), override))
        self._texts = tuple(reversed(texts))
        self._names = names
        self.parts = tuple(reversed(parts))
        self.drops = any(not override.keeps for override in names.values())

    def on_text(self, text: str) -> Override | None:
        """What is decided of a line or paragraph by its text."""
        if not self._texts:
            return None
        folded = fold(" ".join(text.split()))
        bare = folded.removeprefix("- ")  # an item, with the mark that it is written down with
        found = (one for pattern, one in self._texts if pattern.match(folded) or pattern.match(bare))
        return next(found, None)

    def on_removal(self, rule: str) -> Override | None:
        """What is decided of a text that goes by the cleaner's `rule`."""
        return self._names.get(rule)

    def on_likeness(self, rules: Iterable[str]) -> Override | None:
        """What is decided of a text that is kept, though it looks like what goes by these of the cleaner's `rules`."""
        found = (self._names.get(rule) for rule in rules)
        return next((override for override in found if override is not None and not override.keeps), None)


def check_rules(keep: Sequence[str], drop: Sequence[str]) -> None:
    """Raise UsageError where one of the rules of a section means nothing, or is to be kept and dropped."""
    for rule in (*keep, *drop):
        kind, value = _taken_apart(rule)
        if kind in {"css", "xpath"}:
            parts_finder(kind, value)
    if both := sorted({*keep} & {*drop}):
        raise UsageError(f"{shown(both[0])} is both kept and dropped", hint="give it once")


def _overrides(sections: Sequence[Section], name: str) -> Iterator[Override]:
    """Yield all rules, what decides last."""
    for section in sections:
        for option, rules in (("drop", section.drop), ("keep", section.keep)):
            for rule in rules:
                by = f'{name}, ["{section.where}"] {option} {rule}' if section.where else f"--{option} {rule}"
                yield Override(rule, option == "keep", by)


def _taken_apart(rule: str) -> tuple[Kind, str]:
    """Return which kind of rule one is, and what it names. Raises UsageError where it is none."""
    prefix, colon, value = rule.partition(":")
    kind = _PREFIXES.get(prefix.strip().lower()) if colon else "name"
    if kind is None:
        raise UsageError(f'no kind of rule is called "{shown(prefix)}:"', hint=_FORMS)
    if kind != "name":
        if not value.strip():
            raise UsageError(f'the rule "{shown(rule)}" names nothing', hint=_FORMS)
        return kind, value.strip()
    if rule in REASONS:
        return kind, rule
    from difflib import get_close_matches  # only for those who mistype

    if rule[:1] in {".", "#"}:
        raise UsageError(f'no rule is called "{shown(rule)}"', hint=f"did you mean css:{shown(rule)}?")
    meant = get_close_matches(rule.lower().replace(" ", "-").replace("_", "-"), REASONS, 1)
    raise UsageError(f'no rule is called "{shown(rule)}"', hint=f"did you mean {meant[0]}? {_LIST}" if meant else _LIST)


@lru_cache(maxsize=256)
def _pattern(value: str) -> re.Pattern[str]:
    """Return the expression for a folded text that is all of what `value` means."""
    folded = fold(" ".join(normalize(value).split()))
    return re.compile(fnmatch.translate(folded.replace("[", "[[]")))
