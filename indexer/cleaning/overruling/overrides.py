"""Which rules does a person overrule, and for which articles?

What is given is kept as it was written: `Overrides` is a setting of the index, compared and stored as text. What the
rules decide of a text is in `ruling`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from indexer.cleaning.overruling.ruling import Ruling
    from indexer.reading.patterns import Pattern

__all__ = ["EVERYWHERE", "NO_OVERRIDES", "LocalOverrides", "Overrides", "RulesFile", "Section"]

EVERYWHERE: Final = "*"
"""Where a section holds for all articles, with a site or without."""


@dataclass(frozen=True, slots=True)
class Section:
    """The rules for some articles, as they were written.

    `where` is the host of a site (`example.org`, `*.example.org`), with a slash in it a pattern of the paths of files
    (`clippings/`, `notes/*.md`), or EVERYWHERE; it is "" for rules that are in no file.
    """

    where: str
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()

    def covers(self, path: str, site: str) -> bool:
        """Whether the section is about an article in the file at the absolute `path`, which is from the `site`."""
        if self.where == EVERYWHERE:
            return True
        if "/" in self.where:
            return _is_below(self.where, path)
        return fnmatchcase(site, self.where.lower().removeprefix("www."))

    @property
    def needs_site(self) -> bool:
        """Whether the site of an article decides."""
        return self.where != EVERYWHERE and "/" not in self.where


@dataclass(frozen=True, slots=True)
class RulesFile:
    """The sections of a file of rules, in its order, and the name of the file; both empty for none."""

    name: str = ""
    sections: tuple[Section, ...] = ()


_NO_FILE: Final = RulesFile()
_OF_PARTS: Final = frozenset({"css", "xpath"})
"""The kinds of rules that name a part of a page."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """All that overrules cleaning: the rules that hold for every article, and those of a file."""

    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    file: RulesFile = _NO_FILE

    def __bool__(self) -> bool:
        """Whether anything is overruled."""
        return bool(self.keep or self.drop or self.file.sections)

    def at(self, path: str) -> LocalOverrides | None:
        """What overrules the cleaning of a file, given its absolute path; None where nothing does."""
        return LocalOverrides(self, path) if self else None

    def changed(self, keep: tuple[str, ...] | None, drop: tuple[str, ...] | None, file: RulesFile | None) -> Overrides:
        """These overrides with others in their place where they are given. A rule that is kept now is not dropped any
        more, and the other way round."""
        kept = tuple(rule for rule in self.keep if rule not in (drop or ())) if keep is None else keep
        dropped = tuple(rule for rule in self.drop if rule not in (keep or ())) if drop is None else drop
        return Overrides(kept, dropped, self.file if file is None else file)

    @property
    def name_parts(self) -> bool:
        """Whether any rule names a part of a page: to find it may take any time and memory."""
        sections = (Section("", self.keep, self.drop), *self.file.sections)
        rules = (rule for section in sections for rule in (*section.keep, *section.drop))
        return any(rule.partition(":")[0].strip().lower() in _OF_PARTS for rule in rules)

    def sections_for(self, path: str, url: str) -> tuple[Section, ...]:
        """The sections about the article with this absolute path and URL, in the order in which they overrule each
        other: those of the file as they are in it, then what holds for every article."""
        from indexer.text.sites import site_of  # few overrule anything

        site = site_of(url) if url else ""
        found = tuple(section for section in self.file.sections if section.covers(path, site))
        return (*found, Section("", self.keep, self.drop)) if self.keep or self.drop else found

    def stored(self) -> dict[str, Any]:
        """The overrides as values of JSON."""
        sections = [[section.where, section.keep, section.drop] for section in self.file.sections]
        return {"keep": self.keep, "drop": self.drop, "name": self.file.name, "sections": sections}

    @classmethod
    def of_stored(cls, values: dict[str, Any]) -> Overrides:
        """The overrides that were stored as values of JSON. Raises ValueError and others where they were not."""
        rules = [rule for _, keep, drop in values["sections"] for rule in (*keep, *drop)]
        texts = (*values["keep"], *values["drop"], values["name"], *rules, *(where for where, *_ in values["sections"]))
        if not all(isinstance(text, str) for text in texts):
            raise ValueError("a rule is not a text")
        sections = tuple(Section(where, tuple(keep), tuple(drop)) for where, keep, drop in values["sections"])
        return cls(tuple(values["keep"]), tuple(values["drop"]), RulesFile(values["name"], sections))


NO_OVERRIDES: Final = Overrides()


@dataclass(frozen=True, slots=True)
class LocalOverrides:
    """What overrules the cleaning of the articles in the file at the absolute `path`."""

    overrides: Overrides
    path: str

    @property
    def needs_site(self) -> bool:
        """Whether the site of an article decides which rules hold for it."""
        return any(section.needs_site for section in self.overrides.file.sections)

    def ruling(self, part: str, url: str) -> Ruling | None:
        """What overrules the cleaning of the article in this part of the file and of this URL, both as in Draft; None
        where nothing does."""
        sections = self.overrides.sections_for(f"{self.path}{part}", url)
        return _ruling_of(sections, self.overrides.file.name) if sections else None


@lru_cache(maxsize=256)
def _ruling_of(sections: Sequence[Section], name: str) -> Ruling:
    from indexer.cleaning.overruling.ruling import Ruling  # few overrule anything

    return Ruling(sections, name)


def _is_below(where: str, path: str) -> bool:
    """Whether a pattern with a slash means a file: anywhere, unless it begins with a slash or `~`."""
    return _pattern(where).matches([name for name in path.replace("!/", "/").split("/") if name])


@lru_cache(maxsize=256)
def _pattern(where: str) -> Pattern:
    from indexer.reading.patterns import pattern_of  # few overrule anything

    whole = os.path.expanduser(where)
    return pattern_of(whole if whole.startswith("/") else f"**/{whole}")
