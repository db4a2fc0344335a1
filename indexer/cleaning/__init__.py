"""What did the author write?

A `Draft` in, an `Article` out: pasted text and Markdown lose the lines that are not the author's, web pages all that is
not the article; of a document all is the author's. The outcome depends on the draft, and on what a person decides
otherwise (`overruling`), alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.cleaning.overruling.overrides import LocalOverrides
    from indexer.model.articles import Article, LineSpan, Verdict
    from indexer.model.choices import Extractor
    from indexer.model.drafts import Draft
    from indexer.text.declared_dates import DeclaredDay

__all__ = ["REVISION", "clean", "explain", "require"]

_DEFAULT = "en"
"""The language that programs declare for what they were told nothing of."""
_LONG_ENOUGH = 300
"""Bytes of a text, in UTF-8, that is told from English: of Chinese a third as many characters say as much."""
REVISION = 13
"""Raised whenever cleaning gives another outcome than before: files indexed with an earlier one are then read again."""


def require(extractor: Extractor) -> None:
    """Raise UsageError, which says what to install, where the extractor cannot be had."""
    if extractor == "best":
        from indexer.cleaning.voting import require_voters

        require_voters()


def clean(draft: Draft, extractor: Extractor = "own", local: LocalOverrides | None = None, path: str = "") -> Article:
    """Return the article that is in `draft`, of the file `path` where one is named. Its text is "" where nothing is
    left, not even a title.

    A person's rules, if `local` has some for it, overrule the cleaner's; they are about our own extractor, which then
    is not voted on.
    """
    if draft.article is not None:
        return _as_exported(draft.article, draft, path)
    # A run that finds nothing changed cleans nothing.
    from indexer.cleaning.declared.drafts import normalized
    from indexer.text.declared_dates import declared_day
    from indexer.text.language_tags import language_tag

    day = declared_day(draft.published) if draft.published else None
    draft = normalized(draft if day is None else replace(draft, published=""))
    ruling = None if local is None or draft.kind == "html" else local.ruling(draft.part, draft.url)
    # Each kind imports its own parser; most collections need one of them.
    if draft.kind == "html":
        from indexer.cleaning.page.page import clean_html

        article = clean_html(draft, local)
        if extractor == "best" and (local is None or local.ruling(draft.part, article.url) is None):
            from indexer.cleaning.voting import best_of

            article = best_of(article, draft)
    elif draft.kind == "document":
        from indexer.cleaning.document import clean_document

        article = clean_document(draft, ruling)
    elif draft.kind == "markdown":
        from indexer.cleaning.pasted.pasted import clean_markdown

        article = clean_markdown(draft, ruling)
    else:
        from indexer.cleaning.pasted.pasted import clean_text

        article = clean_text(draft, ruling)
    if day or draft.modified:
        article = _dated(article, day, declared_day(draft.modified))
    if draft.part or not draft.lined:
        article = _in_part(article, draft)
    if draft.key:
        article = replace(article, key=draft.key)
    if draft.sender or draft.recipients:
        article = replace(article, sender=draft.sender, recipients=draft.recipients)
    article = _with_text(article, draft)
    language = _language(language_tag(article.language) if article.language else "", article.text)
    return article.told(language, path)


def _as_exported(article: Article, draft: Draft, path: str) -> Article:
    """Return an `article` that was cleaned before it was exported, with the place of its draft."""
    return _with_text(replace(article, path=path, part=draft.part, spans=_whole_of(draft)), draft)


def _with_text(article: Article, draft: Draft) -> Article:
    """Return `article` with its title for its text where it has none: a headline alone is still something to find."""
    if article.text or not article.title:
        return article
    return replace(article, text=article.title, spans=_whole_of(draft))


def _whole_of(draft: Draft) -> tuple[LineSpan, ...]:
    """Return the line that the whole of a draft comes from."""
    from indexer.model.articles import LineSpan

    return (LineSpan(0, draft.line, draft.line),) if draft.lined else ()


def explain(draft: Draft, local: LocalOverrides | None = None) -> tuple[Article, tuple[Verdict, ...]]:
    """Return the article that is in `draft`, and what was decided of each block of it, in the order of the source."""
    from indexer.cleaning.explaining import verdicts  # asked for by few

    article = clean(draft, local=local)
    return article, verdicts(draft, article, local)


def _language(declared: str, text: str) -> str:
    """Return the language of a `text` whose file declares one, or ""; a theme or a program that was told nothing
    declares another than the text's."""
    from indexer.text.language import language_of, plain_language_of

    if not declared:
        return language_of(text)
    if (plainly := plain_language_of(text)) and plainly != declared:
        return plainly
    if not plainly and declared == _DEFAULT and len(text[:_LONG_ENOUGH].encode()) >= _LONG_ENOUGH:
        # What is said where nothing was set; English is told by its words nearly always.
        return told if (told := language_of(text)) and told != _DEFAULT else declared
    return declared


def _dated(article: Article, day: DeclaredDay | None, changed: DeclaredDay | None) -> Article:
    """Return `article` with the days of publication and of the last change that its file declares."""
    if changed and not article.modified:
        article = replace(article, modified=changed.day)
    return _published(article, day) if day else article


def _published(article: Article, day: DeclaredDay) -> Article:
    """Return `article` with the day that its file declares; where that is a year or a month alone, a day within it that
    the text gives is kept."""
    if article.published and day.precision != "day":
        known = 1 if day.precision == "year" else 2
        if article.published.timetuple()[:known] == day.day.timetuple()[:known]:
            return article
    return replace(article, published=day.day, precision=day.precision)


def _in_part(article: Article, draft: Draft) -> Article:
    """Return `article` with the place of its draft, and without lines where the draft has none to look up."""
    if draft.lined:
        return replace(article, part=draft.part)
    removed = tuple(removal._replace(line=0) for removal in article.removed)
    kept = tuple(removal._replace(line=0) for removal in article.kept)
    pages = article.spans if draft.paged else ()
    return replace(article, part=draft.part, spans=(), pages=pages, removed=removed, kept=kept)
