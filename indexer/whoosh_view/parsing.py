"""How does a Whoosh program read the query language of the product?

parser = LanguageParser()
with whoosh.index.open_dir(".indexer").searcher() as searcher:
    results = searcher.search(parser.parse('+solar "feed-in tariff" author:ruiz date:2019..2021'))
"""

from __future__ import annotations

from datetime import date
from typing import Any

from indexer.errors import QuerySyntaxError
from indexer.querying.grouping import Mode
from indexer.querying.parsing import parse
from indexer.quiet import quiet
from indexer.whoosh_view.translation import to_whoosh

with quiet():
    from whoosh.qparser import QueryParserError

__all__ = ["LanguageParser", "LanguageSyntaxError"]


class LanguageSyntaxError(QueryParserError):  # type: ignore[misc]
    """A query that cannot be read, as Whoosh's parsers raise it.

    Its message shows the query, with a caret below the place that is wrong; `cause` is the product's own error, which
    knows the place.
    """

    def __init__(self, cause: QuerySyntaxError) -> None:
        marks = " " * cause.start + "^" * (cause.end - cause.start)
        super().__init__(f"{cause}\n  {cause.query}\n  {marks}\n{cause.hint}")
        self.cause = cause


class LanguageParser:
    """Reads the query language described in `indexer.querying` into queries of Whoosh's.

    In mode "any", words without an operator between them are alternatives; in mode "all", each is required.
    """

    def __init__(self, mode: Mode = "any") -> None:
        self.mode = mode

    def parse(self, text: str, *, literal: bool = False, today: date | None = None) -> Any:
        """The query that a text means; `literal` takes it as words only, and `today` is the day from which `last week`
        is counted. Raises LanguageSyntaxError."""
        try:
            found = parse(text, mode=self.mode, literal=literal, today=today)
        except QuerySyntaxError as error:
            raise LanguageSyntaxError(error) from error
        return to_whoosh(found.root)
