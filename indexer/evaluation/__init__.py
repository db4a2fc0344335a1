"""How good is the ranking? Queries with judgments, run files and measures."""

from indexer.evaluation.judgments import Judgments, read_judgments
from indexer.evaluation.measures import MEASURES, Measured, measure
from indexer.evaluation.queries import read_queries
from indexer.evaluation.runs import Run, read_run, write_run

__all__ = [
    "MEASURES",
    "Judgments",
    "Measured",
    "Run",
    "measure",
    "read_judgments",
    "read_queries",
    "read_run",
    "write_run",
]
