"""Which rules that overrule cleaning does a caller give?

As in `arguments`, each function takes the argument's name, for the error, and its value.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from indexer import arguments
from indexer.cleaning.overruling.overrides import NO_OVERRIDES, Overrides, RulesFile
from indexer.errors import SourceError, UsageError
from indexer.reasons import Cause

__all__ = ["CheckedRules", "checked_rules", "overrides_of", "rules_file_of"]

_MOST_BYTES: Final = 2**20
"""A file of rules has some hundred bytes for each site."""


class CheckedRules(NamedTuple):
    """The rules that were given, and mean something: for all articles and in a file; None for what was not given."""

    keep: tuple[str, ...] | None
    drop: tuple[str, ...] | None
    file: RulesFile | None


def checked_rules(keep: object, drop: object, rules: object) -> CheckedRules:
    """The rules that are given as the arguments `keep`, `drop` and `rules`. Raises UsageError for those that mean
    nothing, or say both."""
    kept = None if keep is None else _rules_of("keep", keep)
    dropped = None if drop is None else _rules_of("drop", drop)
    if kept and dropped:
        from indexer.cleaning.overruling.ruling import check_rules

        check_rules(kept, dropped)
    return CheckedRules(kept, dropped, None if rules is None else rules_file_of("rules", rules))


def overrides_of(keep: object, drop: object, rules: object, known: Overrides = NO_OVERRIDES) -> Overrides:
    """What overrules cleaning, by the arguments `keep`, `drop` and `rules` and what is `known`. Raises UsageError as
    `checked_rules` does."""
    return known.changed(*checked_rules(keep, drop, rules))


def rules_file_of(name: str, value: Any) -> RulesFile:
    """A file of rules: its path, what is in it as a mapping, or one that was read before."""
    from indexer.cleaning.overruling.rules_file import read_rules, sections_of  # given by few

    if isinstance(value, RulesFile):
        return value
    if isinstance(value, Mapping):
        return sections_of(value, name)
    path = arguments.path_of(name, value)
    try:
        return read_rules(_read(path), os.path.basename(path))
    except SourceError as error:
        raise UsageError(f"{name}: {path}: {error}", hint="name a file of rules; see: indexer help rules") from None


def _read(path: str) -> bytes:
    """The bytes of a file of rules. Raises SourceError where the system refuses, or too much comes."""
    try:
        with open(path, "rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise SourceError(Cause.UNREADABLE, detail=error.strerror or str(error)) from None
    if len(data) > _MOST_BYTES:
        raise SourceError(Cause.TOO_LARGE, detail="limit 1 MB")
    return data


def _rules_of(name: str, value: object) -> tuple[str, ...]:
    """Several rules that overrule cleaning, or one in place of several."""
    from indexer.cleaning.overruling.ruling import check_rules  # given by few

    rules = tuple(dict.fromkeys(arguments.texts_of(name, value)))
    try:
        check_rules(rules, ())
    except UsageError as error:
        raise UsageError(f"{name}: {error}", hint=error.hint) from None
    return rules
