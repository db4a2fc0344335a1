"""Does `indexer eval` measure what a search ranks, by the ids that the articles gave themselves?"""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer import Article, Index, UsageError
from indexer.evaluation import read_run
from indexer.reading.formats.record import draft_of

if TYPE_CHECKING:
    from conftest import Run

TEXTS = {
    "d1": "The keeper lit the lamp of the lighthouse at dusk.",
    "d2": "A lamp without a keeper is dark, said the harbour master.",
    "d 3": "The harbour was silent, and boats lay at the quay.",
    "17": "Snow fell on the mountains for nine days without a pause.",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection in BEIR's layout, and its index."""
    folder = tmp_path_factory.mktemp("library")
    records = [{"_id": name, "title": "", "text": text} for name, text in TEXTS.items()]
    records[-1]["_id"] = 17  # type: ignore[assignment]
    with gzip.open(folder / "corpus.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(record) + "\n" for record in records)
    (folder / "queries.jsonl").write_text(
        '{"_id": "a", "text": "keeper of the lamp"}\n{"_id": "b", "text": "harbour: (quay"}\n'
        '{"_id": "c", "text": "days of snow"}\n{"_id": "unjudged", "text": "boats"}\n'
    )
    (folder / "qrels.tsv").write_text(
        "query-id\tcorpus-id\tscore\na\td1\t1\na\td2\t1\nb\td 3\t1\nc\t17\t2\nc\td1\t0\nd\td1\t0\n"
    )
    with Index(folder / ".indexer") as index:
        index.update([folder / "corpus.jsonl.gz"])
    return folder


def test_a_collection_of_beir_is_measured_as_it_comes(run: Run, library: Path) -> None:
    done = run("eval", "queries.jsonl", "qrels.tsv", cwd=library)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["queries", "3"],
        ["nDCG@10", "1.0000"],
        ["AP", "1.0000"],
        ["R@100", "1.0000"],
        ["P@10", f"{(0.2 + 0.1 + 0.1) / 3:.4f}"],
    ]


@pytest.mark.parametrize("option", [[], ["--expand"], ["--passages"]])
def test_the_same_figures_are_data_with_those_of_each_query(run: Run, library: Path, option: list[str]) -> None:
    done = run("eval", "queries.jsonl", "qrels.tsv", "--format", "json", *option, cwd=library)
    answer = json.loads(done.stdout)
    assert answer.keys() == {"schema", "asked", "judged", "measures", "queries"}
    assert (answer["schema"], answer["asked"], answer["judged"]) == (1, 4, 3)
    assert answer["queries"].keys() == {"a", "b", "c"}
    for name, mean in answer["measures"].items():
        assert mean == pytest.approx(sum(values[name] for values in answer["queries"].values()) / 3)
    assert answer["measures"]["R@100"] == 1.0


def test_the_run_file_has_the_articles_in_the_order_of_a_search(run: Run, library: Path) -> None:
    done = run("eval", "queries.jsonl", "qrels.tsv", "--run-file", "out.run", "--depth", "2", cwd=library)
    assert done.returncode == 0
    found = read_run(str(library / "out.run"))
    assert found.keys() == {"a", "b", "c", "unjudged"}
    assert all(len(articles) <= 2 for articles in found.values())
    with Index(library / ".indexer") as index:
        hits = index.search("keeper of the lamp", limit=2, per_article=1, duplicates=True).hits
        by_text = {text: name for name, text in TEXTS.items()}
        assert [name for name, _ in found["a"]] == [by_text[hit.text.strip()] for hit in hits]
        assert [score for _, score in found["a"]] == pytest.approx([hit.score for hit in hits], abs=1e-6)


def test_judgments_of_something_else_are_warned_about(run: Run, library: Path) -> None:
    (library / "others.tsv").write_text("a\tx9\t1\nz\tx8\t1\n")
    done = run("eval", "queries.jsonl", "others.tsv", cwd=library)
    assert done.returncode == 0
    assert "nDCG@10    0.0000" in done.stdout
    assert "1 judged query is not in queries.jsonl" in done.stderr
    assert "no judged article was found" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["queries.jsonl", "nothing.tsv"], "cannot read"),
        (["qrels.tsv", "qrels.tsv", "--depth", "0"], "--depth"),
        (["queries.jsonl", "qrels.tsv", "--expand", "--passages"], "exclude each other"),
        (["queries.jsonl", "qrels.tsv", "--run-file", "no/such/folder"], "cannot write"),
        (["queries.jsonl", "qrels.tsv", "--index", "elsewhere"], "no index"),
        (["queries.jsonl"], "QRELS"),
    ],
)
def test_what_cannot_be_measured_is_an_error(run: Run, library: Path, arguments: list[str], said: str) -> None:
    done = run("eval", *arguments, cwd=library)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "hint: " in done.stderr


@pytest.mark.parametrize(
    ("record", "key"),
    [
        ({"_id": "x1", "id": 9}, "x1"),
        ({"id": 9}, "9"),
        ({"DOCNO": " AP-1 "}, "AP-1"),
        ({"_id": {"$oid": "5f"}, "id": "7"}, "7"),
        ({"_id": True, "docno": "7"}, "7"),
        ({"_id": "x" * 201}, ""),
        ({"_id": "x" * 200}, "x" * 200),
        ({"_id": "x1", "_source": {"uid": "y"}}, "x1"),
        ({}, ""),
    ],
)
def test_a_record_s_own_id_is_one_text_or_number(record: dict[str, object], key: str) -> None:
    draft = draft_of({**record, "text": "The lamp was lit."}, line=1)
    assert draft is not None
    assert draft.key == key


def test_an_article_without_an_id_of_its_own_has_its_file_s_name(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "storm.v2.txt").write_text("A storm blew all night.")
    with zipfile.ZipFile(sources / "saved.zip", "w") as archive:
        archive.writestr("a/calm.txt", "No storm, and the sea was calm.")
    (sources / "two.jsonl").write_text('{"text": "A storm of hail."}\n{"text": "A storm of dust and sand."}\n')
    with Index(tmp_path / ".indexer") as index:
        index.update([sources])
        index.add([Article("A storm, added.", path="added", key="K7")])
        names = {name for name, _ in index.ranked("storm")}
        assert {"storm.v2", "calm", "K7", "two"} < names
        assert len(names) == 5
        (address,) = (name for name in names if name.endswith("#2"))
        assert address == os.path.join("sources", "two.jsonl#2")


def test_the_id_is_kept_with_the_article_and_through_compacting(library: Path) -> None:
    with Index(library / ".indexer") as index:
        index.compact()
        (hit,) = index.search("mountains").hits
        assert index.article(hit.id)[0].article.key == "17"


def test_ranked_refuses_arguments_of_the_wrong_kind(library: Path) -> None:
    with Index(library / ".indexer") as index:
        assert [name for name, _ in index.ranked("harbour", limit=None, order="path")] == ["d2", "d 3"]
        assert index.ranked("harbour", limit=0) == []
        for argument in ({"limit": -1}, {"order": "best"}, {"expand": 1}, {"mode": "some"}):
            with pytest.raises(UsageError, match=next(iter(argument))):
                index.ranked("harbour", **argument)
