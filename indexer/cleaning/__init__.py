"""What did the author write?

A `Draft` in, an `Article` out: pasted text and Markdown lose the lines that are not the author's, web pages all that is
not the article. The outcome depends on the draft alone.
"""

from __future__ import annotations

from dataclasses import replace

from indexer.cleaning.language import language_of
from indexer.model import Article, Draft, LineSpan

__all__ = ["REVISION", "clean"]

REVISION = 2
"""Raised whenever cleaning gives another outcome than before: files indexed with an earlier one are then read again."""


def clean(draft: Draft) -> Article:
    """Return the article that is in `draft`. Its text is "" where nothing is left, not even a title."""
    # Each kind imports its own parser; most collections need one of them.
    if draft.kind == "html":
        from indexer.cleaning.html import clean_html

        article = clean_html(draft)
    elif draft.kind == "markdown":
        from indexer.cleaning.pasted import clean_markdown

        article = clean_markdown(draft)
    else:
        from indexer.cleaning.pasted import clean_text

        article = clean_text(draft)
    if not article.text and article.title:
        # A headline alone is still something to find.
        article = replace(article, text=article.title, spans=(LineSpan(0, draft.line, draft.line),))
    return article if article.language else replace(article, language=language_of(article.text))
