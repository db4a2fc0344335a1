"""Under which keys do the data formats show a result?

The keys of a search are described by `search.schema.json` in the folder above; under one schema number, keys are only
ever added.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from indexer.cli.printers.printer import Cleaned, Evaluated, FileCount, Printer, Shown

if TYPE_CHECKING:
    from indexer.model.articles import Passage, Removal, Verdict
    from indexer.model.counts import FacetCount, Facets, Timeline
    from indexer.model.hits import Hit, SearchResult
    from indexer.model.reports import IndexPreview, IndexReport
    from indexer.model.statistics import IndexStatistics
    from indexer.searching.exporting import IndexedArticle

__all__ = ["SCHEMA", "Values"]

SCHEMA = 1


class Values(Printer):
    """A printer that knows the keys and values of each kind of result."""

    def hit_values(self, hit: Hit) -> dict[str, Any]:
        """The values of one hit."""
        return {
            "rank": hit.rank,
            "id": hit.id,
            "article": hit.article,
            "passage": hit.ordinal,
            "score": hit.score,
            "title": hit.title,
            "authors": list(hit.authors),
            "date": hit.published.isoformat() if hit.published else None,
            "site": hit.site or None,
            "language": hit.language or None,
            "url": hit.url or None,
            "path": self.address(hit).path,
            "part": hit.part or None,
            "line": hit.first_line,
            "end_line": hit.last_line,
            "start": hit.start,
            "end": hit.end,
            "text": hit.text,
            "snippet": hit.snippet.text,
            "highlights": [list(pair) for pair in hit.snippet.highlights],
            "title_highlights": [list(pair) for pair in hit.title_highlights],
            "stale": hit.stale,
            "duplicates": [
                {"article": other.article, "path": self.address(other).path, "part": other.part or None}
                for other in hit.duplicates
            ],
            "caption": None
            if hit.caption is None
            else {"snippet": hit.caption.text, "highlights": [list(pair) for pair in hit.caption.highlights]},
            "explanation": None if hit.explanation is None else [part._asdict() for part in hit.explanation],
        }

    def result_values(self, result: SearchResult) -> dict[str, Any]:
        """The values of a search and its hits."""
        return {
            "schema": SCHEMA,
            "query": result.query,
            "total": result.total,
            "hits": [self.hit_values(hit) for hit in result.hits],
            "missing": {word: list(suggestions) for word, suggestions in result.missing.items()},
            "undated": result.undated,
            "more": result.more,
        }

    def file_values(self, file: FileCount, *, counted: bool) -> dict[str, Any]:
        """The values of one file that matches."""
        path = {"path": file.path}
        return path | ({"passages": file.passages} if counted else {})

    def facets_values(self, facets: Facets) -> dict[str, Any]:
        """The numbers of matches with each value."""
        return {
            "schema": SCHEMA,
            "query": facets.query,
            "by": facets.by,
            "articles": facets.articles,
            "passages": facets.passages,
            "without": _numbers(facets.without),
            "values": [count._asdict() for count in facets.counts],
        }

    def timeline_values(self, timeline: Timeline) -> dict[str, Any]:
        """The numbers of matches of each month or year."""
        return {
            "schema": SCHEMA,
            "query": timeline.query,
            "by": timeline.by,
            "articles": timeline.articles,
            "passages": timeline.passages,
            "undated": _numbers(timeline.undated),
            "values": [count._asdict() for count in timeline.counts],
        }

    def shown_values(self, shown: Shown) -> dict[str, Any]:
        """The values of passages of an article of the index."""
        from indexer.reading.formats.exported import metadata_values

        stored = shown.stored
        return {
            "schema": SCHEMA,
            "id": stored.id if shown.ordinal is None else f"{stored.id}.{shown.ordinal}",
            "article": stored.id,
            **metadata_values(stored.article),
            "path": self.address(stored).path,
            "stale": stored.stale,
            "text": "".join(part.text for part in shown.passages),
            "passages": [
                {
                    "id": f"{stored.id}.{part.ordinal}",
                    "passage": part.ordinal,
                    "line": part.first_line,
                    "end_line": part.last_line,
                    "start": part.start,
                    "end": part.end,
                    "text": part.text,
                }
                for part in shown.passages
            ],
        }

    def passage_values(self, found: IndexedArticle, part: Passage) -> dict[str, Any]:
        """The values of a passage, with what is known of its article."""
        from indexer.reading.formats.exported import metadata_values

        return {
            "id": f"{found.id}.{part.ordinal}",
            "article": found.id,
            "passage": part.ordinal,
            **metadata_values(found.article),
            "path": self.address(found).path,
            "line": part.first_line,
            "end_line": part.last_line,
            "start": part.start,
            "end": part.end,
            "text": part.text,
        }

    def cleaned_values(self, cleaned: Cleaned) -> dict[str, Any]:
        """The values of a cleaned article."""
        from indexer.reading.formats.exported import metadata_values

        article, known = cleaned.article, metadata_values(cleaned.article)
        published, precision = known.pop("date"), known.pop("date_precision")
        verdicts = None if cleaned.verdicts is None else [_verdict_values(verdict) for verdict in cleaned.verdicts]
        return {
            "file": cleaned.file,
            "encoding": cleaned.encoding,
            "published": published,
            "published_precision": precision,
            **known,
            "text": article.text,
            "blocks": [{"start": block.start, "kind": block.kind} for block in article.blocks],
            "removed": [_removal_values(removal) for removal in article.removed],
            "kept": [_removal_values(removal) for removal in article.kept],
            "passages": [_passage_values(part) for part in cleaned.passages],
            **({} if verdicts is None else {"verdicts": verdicts}),
        }

    def statistics_values(self, statistics: IndexStatistics) -> dict[str, Any]:
        """The values of what an index holds."""
        return {"schema": SCHEMA, **asdict(statistics)}

    def measures_values(self, evaluated: Evaluated) -> dict[str, Any]:
        """The means of the measures, and their values for each judged query."""
        measured = evaluated.measured
        return {
            "schema": SCHEMA,
            "asked": evaluated.asked,
            "judged": len(measured.queries),
            "measures": dict(measured.means),
            "queries": {name: dict(values) for name, values in measured.queries.items()},
        }

    def preview_values(self, preview: IndexPreview) -> dict[str, Any]:
        """The values of what an indexing run would do."""
        skipped = {path: str(reason) for path, reason in preview.skipped.items()}
        return {"schema": SCHEMA, **asdict(preview), "skipped": skipped}

    def report_values(self, report: IndexReport) -> dict[str, Any]:
        """The values of what an indexing run did."""
        skipped = {path: str(reason) for path, reason in report.skipped.items()}
        return {"schema": SCHEMA, **asdict(report), "skipped": skipped}


def _numbers(count: FacetCount) -> dict[str, int]:
    return {"articles": count.articles, "passages": count.passages}


def _removal_values(removal: Removal) -> dict[str, Any]:
    values = {"rule": removal.rule, "line": removal.text, "number": removal.line}
    return {**values, "by": removal.by} if removal.by else values


def _verdict_values(verdict: Verdict) -> dict[str, Any]:
    return {
        "kept": not verdict.rule,
        "rule": verdict.rule or None,
        "reason": verdict.reason or None,
        "number": verdict.line,
        "text": verdict.text,
        "by": verdict.by or None,
    }


def _passage_values(part: Passage) -> dict[str, Any]:
    return {
        "text": part.text,
        "start": part.start,
        "end": part.end,
        "first_line": part.first_line,
        "last_line": part.last_line,
        "first_page": part.first_page,
        "last_page": part.last_page,
    }
