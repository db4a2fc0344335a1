"""Queries, judgments, run files and measures."""

from __future__ import annotations

import gzip
import json
from math import log2
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import UsageError
from indexer.evaluation import MEASURES, measure, read_judgments, read_queries, read_run, write_run


def file_of(folder: Path, text: str, name: str = "file") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    "text",
    [
        '{"_id": "1", "text": "sun valve"}\n\n{"_id": "2", "text": "Fresnel’s lens"}\n',
        '{"id": 1, "text": "sun valve"}\n{"id": 2, "text": "Fresnel’s lens"}\n',
        "1\tsun valve\r\n2\tFresnel’s lens\r\n",
        "\ufeff1\tsun valve\n2\tFresnel’s lens",
        "<top>\n<num> Number: 1\n<title> sun\n valve\n<desc> any\n<top>\n<num>2</num>\n<title>Fresnel’s lens",
    ],
)
def test_queries_are_read_in_every_form(tmp_path: Path, text: str) -> None:
    assert read_queries(file_of(tmp_path, text)) == {"1": "sun valve", "2": "Fresnel’s lens"}


def test_a_compressed_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "queries.tsv.gz"
    path.write_bytes(gzip.compress(b"1\tsun valve\n"))
    assert read_queries(str(path)) == {"1": "sun valve"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no queries"),
        ("1 sun valve\n", "line 1"),
        ('{"_id": "1"}\n', "line 1"),
        ('{"_id": "1", "text": "a"}\n{"_id": "1", "text": "b"}\n', "given twice"),
        ('{"_id": "1", "text": ["a"]}\n', "line 1"),
        ("<top>\n<title> no number\n</top>", "topic 1"),
    ],
)
def test_a_file_that_has_no_queries_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_queries(file_of(tmp_path, text))


@pytest.mark.parametrize(
    "text",
    [
        "query-id\tcorpus-id\tscore\n1\ta\t1\n1\tb\t0\n2\tc\t2\n",
        "1\ta\t1\n1\tb\t0\n2\tc\t2\n",
        "1 0 a 1\n1 0 b 0\n2 0 c 2\n",
    ],
)
def test_judgments_are_read_in_every_form(tmp_path: Path, text: str) -> None:
    assert read_judgments(file_of(tmp_path, text)) == {"1": {"a": 1, "b": 0}, "2": {"c": 2}}


@pytest.mark.parametrize("text", ["", "1\ta\tyes\n", "1 a\n", "1 0 a 1 more\n"])
def test_other_judgments_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError):
        read_judgments(file_of(tmp_path, text))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="missing"):
        read_queries(str(tmp_path / "missing"))


def test_a_run_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    run = {"1": [("b", 2.5), ("a", 2.5)], "2": [("c", 0.125)]}
    write_run(run, str(tmp_path / "run"), "indexer")
    assert (tmp_path / "run").read_text().splitlines()[0] == "1 Q0 b 1 2.500000 indexer"
    assert read_run(str(tmp_path / "run")) == run


def test_the_measures_are_those_of_their_definitions() -> None:
    judged = {"1": {"a": 2, "b": 1, "x": 0}, "2": {"c": 1}, "3": {"d": 0}}
    found = measure({"1": [("b", 1.0), ("x", 1.0), ("a", 1.0)]}, judged)
    gain = (1 + 2 / log2(4)) / (2 + 1 / log2(3))
    assert found.queries["1"] == pytest.approx(
        {"nDCG@10": gain, "AP": (1 + 2 / 3) / 2, "R@100": 1.0, "P@10": 0.2}, abs=1e-6
    )
    assert found.queries["2"] == dict.fromkeys(MEASURES, 0.0), "a query without an answer counts as 0"
    assert "3" not in found.queries, "nothing is relevant for it"
    assert found.means["P@10"] == pytest.approx(0.1)


@given(st.permutations(["a", "b", "c", "d", "e"]))
def test_equal_scores_keep_the_order_of_the_run(order: list[str]) -> None:
    found = measure({"1": [(name, 1.0) for name in order]}, {"1": {"c": 1}})
    assert found.means["AP"] == pytest.approx(1 / (order.index("c") + 1))


def test_nothing_to_judge_is_said() -> None:
    with pytest.raises(UsageError, match="no query"):
        measure({"1": [("a", 1.0)]}, {"1": {"a": 0}})


def test_ids_with_spaces_stay_one_column(tmp_path: Path) -> None:
    write_run({"1": [("my notes/a b.txt", 1.0)]}, str(tmp_path / "run"), "indexer")
    assert [len(line.split()) for line in (tmp_path / "run").read_text().splitlines()] == [6]
    assert json.dumps(read_run(str(tmp_path / "run"))) == '{"1": [["my_notes/a_b.txt", 1.0]]}'
