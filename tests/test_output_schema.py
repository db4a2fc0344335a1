"""Does the data that a search prints keep to its published description?"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from indexer import Index

if TYPE_CHECKING:
    from conftest import Run, RunInstalled

SCHEMA = json.loads(resources.files("indexer.cli").joinpath("search.schema.json").read_text(encoding="utf-8"))

# What programs that were written against schema number 1 may rely on; this list only ever grows.
PROMISED = {"schema", "query", "total", "hits", "missing", "undated"}
PROMISED_OF_HITS = {
    *("rank", "id", "article", "passage", "score", "title", "authors", "date", "site", "language", "url", "path"),
    *("line", "end_line", "start", "end", "text", "snippet", "highlights", "stale"),
    *("title_highlights", "caption", "explanation"),
}
PROMISED_COLUMNS = [
    *("rank", "id", "score", "title", "authors", "date", "site", "path", "line", "end_line", "start", "end", "snippet"),
    "part",
]

QUERIES = ["lighthouse keeper", "caption:lens", "author:* date:2019..", "phare OR 新幹線", "zzyzzyx"]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample articles and their index."""
    folder = tmp_path_factory.mktemp("library")
    shutil.copytree(Path(__file__).resolve().parents[1] / "corpus", folder / "corpus")
    with Index(folder / ".indexer") as index:
        index.update([folder / "corpus"])
    return folder


def found(run: Run, library: Path, *arguments: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run("search", "--format", "json", *arguments, cwd=library).stdout)
    return answer


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["schema"] == {"const": 1}


@pytest.mark.parametrize("query", QUERIES)
def test_promise_7_json_follows_the_schema_and_has_no_other_keys(run: Run, library: Path, query: str) -> None:
    done = run("search", "--format", "json", query, cwd=library)
    answer = json.loads(done.stdout)
    assert done.returncode == (0 if answer["hits"] else 1)
    Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(answer)
    assert answer["query"] == query
    assert answer.keys() == SCHEMA["properties"].keys()
    for hit in answer["hits"]:
        assert hit.keys() == SCHEMA["$defs"]["hit"]["properties"].keys()


def test_promise_7_nothing_that_was_promised_is_gone() -> None:
    assert set(SCHEMA["required"]) >= PROMISED
    assert set(SCHEMA["$defs"]["hit"]["required"]) >= PROMISED_OF_HITS


def test_promise_7_jsonl_has_the_hits_of_the_json_one_a_line(run: Run, library: Path) -> None:
    lines = run("search", "--format", "jsonl", "lighthouse", "keeper", cwd=library).stdout.splitlines()
    assert [json.loads(line) for line in lines] == found(run, library, "lighthouse", "keeper")["hits"] != []


def test_promise_7_csv_has_a_row_for_each_hit(run: Run, library: Path) -> None:
    done = run("search", "--format", "csv", "-n", "0", "lighthouse", "keeper", "time", cwd=library)
    hits = found(run, library, "-n", "0", "lighthouse", "keeper", "time")["hits"]
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == len(hits) > 10
    assert list(rows[0])[: len(PROMISED_COLUMNS)] == PROMISED_COLUMNS
    for row, hit in zip(rows, hits, strict=True):
        for column in ("rank", "id", "score", "title", "path", "line", "end_line", "start", "end"):
            assert row[column] == str(hit[column])
        assert row["date"] == (hit["date"] or "")
        assert row["authors"] == "; ".join(hit["authors"])
        assert row["snippet"] == " ".join(hit["snippet"].split())


def test_a_csv_without_hits_has_its_heading(run: Run, library: Path) -> None:
    done = run("search", "--format", "csv", "zzyzzyx", cwd=library)
    assert done.returncode == 1
    assert done.stdout == ",".join(PROMISED_COLUMNS) + "\n"


def test_promise_7_paths_are_those_of_the_json(run: Run, library: Path) -> None:
    done = run("search", "--format", "paths", "lighthouse", "keeper", cwd=library)
    hits = found(run, library, "lighthouse", "keeper")["hits"]
    assert done.stdout.splitlines() == [f"{hit['path']}:{hit['line']}" for hit in hits]


def test_promise_8_paths_open_from_where_the_command_ran(run: Run, library: Path) -> None:
    for here in (library, library / "corpus" / "notes", library.parent):
        location = [] if here != library.parent else ["--index", str(library / ".indexer")]
        hits = json.loads(run("search", "--format", "json", *location, "lighthouse", cwd=here).stdout)["hits"]
        assert hits
        assert all((here / hit["path"]).is_file() for hit in hits)


def test_promise_8_sed_shows_the_words_of_the_passage(run: Run, library: Path) -> None:
    hits = [hit for hit in found(run, library, "-n", "0", "the", "time")["hits"] if hit["path"].endswith(".txt")]
    assert len(hits) > 5
    for hit in hits:
        lines = f"{hit['line']},{hit['end_line']}p"
        shown = subprocess.run(["sed", "-n", lines, hit["path"]], cwd=library, capture_output=True, check=True).stdout
        encoding = "cp1252" if "old-files" in hit["path"] else "utf-8"
        assert set(hit["text"].split()) <= set(shown.decode(encoding).split()), hit["id"]


def test_promise_8_the_range_is_the_passage_s_in_the_article(run: Run, library: Path) -> None:
    for hit in found(run, library, "-n", "3", "lighthouse", "keeper")["hits"]:
        article = json.loads(run("show", "--format", "json", hit["article"], cwd=library).stdout)
        assert article["text"][hit["start"] : hit["end"]] == hit["text"]
        assert article["title"] == hit["title"]
        assert article["passages"][hit["passage"] - 1]["id"] == hit["id"]


def test_promise_8_highlights_are_the_words_that_match(run: Run, library: Path) -> None:
    hits = found(run, library, "-n", "0", "lighthouse", "keeper")["hits"]
    marked = [hit["snippet"][start:end].lower() for hit in hits for start, end in hit["highlights"]]
    assert {"lighthouse", "keeper"} <= set(marked)
    assert {word.rstrip("s") for word in marked} == {"lighthouse", "keeper"}
    assert all(hit["snippet"] in hit["text"] for hit in hits)


def test_only_a_whole_phrase_is_highlighted(run: Run, library: Path) -> None:
    hits = found(run, library, "-n", "0", "--per-article", "0", '"the lighthouse"')["hits"]
    marked = {hit["snippet"][start:end].lower() for hit in hits for start, end in hit["highlights"]}
    assert hits
    assert {" ".join(words.split()) for words in marked} <= {"the lighthouse", "the lighthouses"}


def test_hits_are_ranked_from_1_and_pages_go_on_where_the_last_ended(run: Run, library: Path) -> None:
    whole = found(run, library, "-n", "6", "--per-article", "0", "time")
    pages = [
        found(run, library, "-n", "3", "--per-article", "0", "--offset", offset, "time")["hits"]
        for offset in ("0", "3")
    ]
    assert [hit["rank"] for hit in whole["hits"]] == [1, 2, 3, 4, 5, 6]
    assert [*pages[0], *pages[1]] == whole["hits"]
    beyond = found(run, library, "--offset", str(whole["total"]), "time")
    assert (beyond["hits"], beyond["total"]) == ([], whole["total"])


def test_strings_are_written_as_they_are_and_bytes_as_utf_8(run: Run, library: Path) -> None:
    done = run("search", "--format", "json", "新幹線", cwd=library)
    assert "新幹線".encode() in done.out
    assert b"\\u" not in done.out


@pytest.mark.parametrize("form", ["paths", "text"])
def test_a_stdout_that_knows_only_ascii_ends_no_run(run: Run, library: Path, form: str) -> None:
    done = run("search", "--format", form, "新幹線", "phare", cwd=library, encoding="ascii")
    assert done.returncode == 0
    assert "error" not in done.stderr
    assert done.out.isascii()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "shift_jis", "utf-16"])
@pytest.mark.parametrize(
    "arguments",
    [
        *(["search", "--format", form, "新幹線", "phare"] for form in ("json", "jsonl", "csv")),
        *(["search", option, "--format", form, "新幹線"] for option in ("-l", "-c") for form in ("json", "jsonl")),
        ["show", "--format", "json", "corpus"],
        ["clean", "--format", "json", "corpus"],
        ["stats", "--format", "json"],
        ["index", "-q", "--format", "json"],
    ],
    ids=" ".join,
)
def test_data_is_utf_8_whatever_the_encoding_of_the_terminal(
    run: Run, library: Path, arguments: list[str], encoding: str
) -> None:
    name = next(
        path for path in sorted((library / "corpus").iterdir()) if "新幹線" in path.read_text("utf-8", "replace")
    )
    arguments = [f"corpus/{name.name}" if argument == "corpus" else argument for argument in arguments]
    as_usual = run(*arguments, cwd=library)
    assert as_usual.returncode == 0
    out = run(*arguments, cwd=library, encoding=encoding).out
    if "index" not in arguments:  # it tells how many seconds it took
        assert out == as_usual.out
    assert out.decode("utf-8")
    if {"search", "show", "clean"} & set(arguments) and not {"-l", "-c"} & set(arguments):
        assert "新幹線".encode() in out


def test_a_stdout_that_knows_only_ascii_ends_no_process(run_installed: RunInstalled, library: Path) -> None:
    env = {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = run_installed("search", "新幹線", "phare", cwd=library, env=env)
    assert (done.returncode, done.stdout.isascii(), "error" in done.stderr) == (0, True, False)


def test_a_number_of_passages_and_a_date_are_data_too(run: Run, library: Path) -> None:
    hits = found(run, library, "-n", "0", "date:2019..2023")["hits"]
    assert hits
    assert all("2019" <= hit["date"][:4] <= "2023" for hit in hits)
    assert os.path.isabs(json.loads(run("stats", "--format", "json", cwd=library).stdout)["index"])
