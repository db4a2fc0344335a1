"""How good is a run? The measures of trec_eval, computed by ir-measures.

The order of a run's articles decides, not their scores: trec_eval would sort equal scores by id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

from indexer.errors import UsageError
from indexer.evaluation.judgments import Judgments
from indexer.evaluation.runs import Run
from indexer.installing import how_to_install

__all__ = ["MEASURES", "Measured", "measure"]

MEASURES = ("nDCG@10", "AP", "R@100", "P@10")
"""What is measured: normalised discounted cumulative gain of the first 10 (Järvelin and Kekäläinen 2002), average
precision, the share of relevant articles among the first 100, the share of the first 10 that is relevant."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The measures of a run.

    `means` has the mean over all judged queries of each of `MEASURES`, `queries` the values of each query. A judged
    query that the run does not answer counts as 0.
    """

    means: Mapping[str, float]
    queries: Mapping[str, Mapping[str, float]]


def measure(run: Run, judgments: Judgments) -> Measured:
    """Compare a run with judgments. Only queries with at least one relevant article are judged.

    Raises UsageError where the library is not installed, and where no query is judged.
    """
    try:
        import ir_measures
    except ImportError as error:
        raise UsageError(
            "measuring needs the package ir-measures", hint=f"install it with: {how_to_install('eval')}"
        ) from error
    judged = {query: grades for query, grades in judgments.items() if any(grade > 0 for grade in grades.values())}
    if not judged:
        raise UsageError("no query has a relevant article", hint="are the queries and the judgments of one collection?")
    ordered = {
        query: {article: float(-rank) for rank, (article, _) in enumerate(run.get(query, ()))} for query in judged
    }
    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    names = dict(zip(measures, MEASURES, strict=True))
    values: dict[str, dict[str, float]] = {query: dict.fromkeys(MEASURES, 0.0) for query in judged}
    for one in ir_measures.iter_calc(measures, judged, ordered):
        values[one.query_id][names[one.measure]] = float(one.value)
    means = {name: fmean(of_query[name] for of_query in values.values()) for name in MEASURES}
    return Measured(means, values)
