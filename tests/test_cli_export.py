"""Does an export have every article with all that is known of it, in a file that is complete or not there?"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import tracemalloc
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import REPOSITORY, examples
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from indexer import Article, Index
from indexer.reading.formats.exported import article_values, exported_article

if TYPE_CHECKING:
    from conftest import Run, RunInstalled

NOT_CARRIED = {"id", "path", "part"}
"""Keys of a record that say where the article is: those of an export are others than those of its source."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample articles and some that come from no file, and the index."""
    folder = tmp_path_factory.mktemp("library")
    shutil.copytree(REPOSITORY / "corpus", folder / "corpus")
    with Index(folder / ".indexer") as index:
        index.update([folder / "corpus"], exclude=["README.md"])
        index.add(
            [
                Article(
                    "The keeper’s \x1b[31mlamp\u202e, 灯台.\n\n* not an item\n"
                    "# nor a heading <b>bold</b> &amp; [x](y)\n",
                    title="A_b *c* <script>alert(1)</script>",
                    kicker="Analysis",
                    authors=("Ann Lee", "Bo; Ray"),
                    published=date(2019, 2, 1),
                    precision="month",
                    modified=date(2020, 3, 4),
                    site="Lamps",
                    section="Coast",
                    description="Of lamps.",
                    language="en",
                    url="https://lamps.example/a?b=1&c=<d>",
                    captions=("The lamp.", "Its keeper"),
                    path="note:1",
                    key="K 1",
                    sender="Ann Lee <ann@lamps.example>",
                    recipients=("bo@boats.example", "Cy"),
                ),
                Article("", title="A headline alone", path="note:2"),
            ]
        )
    return folder


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_every_article_is_a_line_with_all_that_is_known(run: Run, library: Path) -> None:
    done = run("export", cwd=library)
    assert (done.returncode, done.stderr) == (0, "30 articles\n")
    found = records(done.stdout)
    assert len(found) == 30
    assert {frozenset(record) for record in found} == {frozenset(found[0])}
    paths = [record["path"] for record in found]
    assert paths == sorted(paths)
    (lamp,) = (record for record in found if record["key"] == "K 1")
    assert {key: lamp[key] for key in lamp.keys() - {"id", "text"}} == {
        "indexer_article": 1,
        "key": "K 1",
        "title": "A_b *c* <script>alert(1)</script>",
        "kicker": "Analysis",
        "authors": ["Ann Lee", "Bo; Ray"],
        "from": "Ann Lee <ann@lamps.example>",
        "to": ["bo@boats.example", "Cy"],
        "date": "2019-02-01",
        "date_precision": "month",
        "modified": "2020-03-04",
        "site": "Lamps",
        "section": "Coast",
        "description": "Of lamps.",
        "language": "en",
        "url": "https://lamps.example/a?b=1&c=<d>",
        "path": "note:1",
        "part": None,
        "captions": ["The lamp.", "Its keeper"],
    }
    with Index(library / ".indexer") as index:
        assert [record["text"] for record in found] == [one.article.text for one in index.export()]
        for record in found:
            stored, _ = index.article(record["id"])
            assert stored.article.text == record["text"]


@pytest.mark.parametrize("name", ["articles.jsonl", "articles.json"])
def test_an_export_is_indexed_as_the_same_articles(run: Run, library: Path, tmp_path: Path, name: str) -> None:
    exported = run("export", cwd=library)
    text = exported.stdout
    (tmp_path / name).write_text(text if name.endswith("l") else json.dumps(records(text)), encoding="utf-8")
    assert run("index", name, cwd=tmp_path).returncode == 0
    again = records(run("export", cwd=tmp_path).stdout)
    before = records(exported.stdout)
    for record in before:
        record["text"] = record["text"] or record["title"]
    carried = [
        sorted(json.dumps({key: record[key] for key in record.keys() - NOT_CARRIED}, sort_keys=True) for record in some)
        for some in (before, again)
    ]
    assert carried[0] == carried[1]


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@examples(200)
@given(
    st.builds(
        Article,
        **dict.fromkeys(("text", "title", "kicker", "site", "section", "description", "url", "key", "sender"), TEXTS),
        authors=st.lists(TEXTS).map(tuple),
        recipients=st.lists(TEXTS).map(tuple),
        captions=st.lists(TEXTS).map(tuple),
        published=st.none() | st.dates(),
        modified=st.none() | st.dates(),
        precision=st.sampled_from(["day", "month", "year"]),
    )
)
def test_a_record_gives_back_its_article(article: Article) -> None:
    written = json.dumps(article_values("abc", article, "x"), ensure_ascii=False)
    expected = article if article.published else replace(article, precision="day")
    assert exported_article(json.loads(written)) == expected


@pytest.mark.parametrize(
    "change",
    [
        {"indexer_article": 2},
        {"indexer_article": True},
        {"text": 7},
        {"title": ["a"]},
        {"authors": "Ann"},
        {"captions": [1]},
        {"date": "soon"},
        {"date": 7},
        {"to": "Ann"},
        {"from": 7},
        {"date_precision": "hour"},
        {"title": "\ud800"},
        {"text": "a\0b"},
    ],
)
def test_a_record_that_was_changed_into_another_s_is_read_as_any_other(change: dict[str, object]) -> None:
    assert exported_article(article_values("abc", Article("text", title="title"), "x") | change) is None


def test_a_query_and_days_choose_articles(run: Run, library: Path) -> None:
    found = records(run("export", "lighthouse", "keeper", "--all", "--since", "2023", cwd=library).stdout)
    assert [record["path"] for record in found] == ["corpus/news-pasted/fresnel-lighthouse-lens.txt"]
    dated = records(run("export", "--since", "2019-02-01", "--until", "2019-02-01", cwd=library).stdout)
    assert [record["key"] for record in dated] == ["K 1"]
    done = run("export", "xylophone", cwd=library)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == 'nothing found\nno passage has "xylophone"\n'
    assert run("export", "(", cwd=library).returncode == 2


@pytest.mark.parametrize("options", [[], ["--passages"], ["--format", "markdown"], ["-o", "notes.jsonl", "--force"]])
def test_what_is_left_out_is_said_as_a_search_says_it(run: Run, library: Path, options: list[str]) -> None:
    query = ["--since", "2023", "lighthosue", "OR", "the"]
    notes = run("search", "-c", *query, cwd=library).stderr.splitlines()
    assert re.fullmatch(r"\d+ more matching passages have no date", notes[0])
    assert notes[1:] == ['no passage has "lighthosue"; did you mean lighthouse?']
    assert [line for line in run("export", *options, *query, cwd=library).stderr.splitlines() if line in notes] == notes
    done = run("export", *options, "lighthosue", cwd=library)
    assert done.stderr == 'nothing found\nno passage has "lighthosue"; did you mean lighthouse?\n'
    assert run("export", "-q", *options, *query, cwd=library).stderr in {"", done.stderr}


@pytest.mark.parametrize("options", [["--since", "2023"], ["--until", "1500"], ["--literal", "--since", "2023"]])
def test_days_alone_leave_out_what_has_no_date_and_say_so(run: Run, library: Path, options: list[str]) -> None:
    with Index(library / ".indexer") as index:
        undated = sum(len(one.passages) for one in index.export() if one.article.published is None)
    assert undated > 1
    done = run("export", *options, cwd=library)
    assert done.returncode == (1 if "--until" in options else 0)
    assert done.stderr.splitlines()[1:] == [f"{undated} more matching passages have no date"]


def test_an_index_that_is_written_to_is_said_to_be(run: Run, library: Path) -> None:
    holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": "2024-02-29T12:00:00+00:00"}
    note = library / ".indexer" / "writer.json"
    note.write_text(json.dumps(holder))
    try:
        done = run("export", cwd=library)
    finally:
        note.unlink()
    assert done.returncode == 0
    assert f"the index is being written to by process {os.getpid()} on " in done.stderr


def test_passages_are_those_that_match(run: Run, library: Path) -> None:
    found = records(run("export", "--passages", "lighthouse", cwd=library).stdout)
    with Index(library / ".indexer") as index:
        hits = index.search("lighthouse", limit=None, per_article=0, duplicates=True).hits
        assert {record["id"]: record["text"] for record in found} == {hit.id: hit.text for hit in hits}
    for record in found:
        source = (library / record["path"]).read_bytes().decode("utf-8", "replace").splitlines()
        if record["line"] and not record["part"] and record["path"].endswith(".txt"):
            assert record["text"].split()[0] in source[record["line"] - 1]
    everything = records(run("export", "--passages", cwd=library).stdout)
    for one, other in pairwise(everything):
        assert one["article"] != other["article"] or one["end"] == other["start"]


def test_a_passage_has_all_that_is_known_of_its_article(run: Run, library: Path) -> None:
    of_articles = {record["id"]: record for record in records(run("export", cwd=library).stdout)}
    for passage in records(run("export", "--passages", cwd=library).stdout):
        article = of_articles[passage["article"]]
        known = article.keys() - {"indexer_article", "id", "text"}
        assert {key: passage[key] for key in known} == {key: article[key] for key in known}


def test_pyserini_has_ids_and_contents(run: Run, library: Path) -> None:
    articles = records(run("export", "--format", "pyserini", cwd=library).stdout)
    assert {frozenset(record) for record in articles} == {frozenset(("id", "contents"))}
    assert len({record["id"] for record in articles}) == 30
    assert "A headline alone" in [record["contents"] for record in articles]
    passages = records(run("export", "--format", "pyserini", "--passages", "keeper", cwd=library).stdout)
    assert all("." in record["id"] for record in passages)


def test_markdown_shows_what_the_author_wrote(run: Run, library: Path) -> None:
    done = run("export", "--format", "markdown", "灯台", cwd=library)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    tokens = MarkdownIt("commonmark").parse(done.stdout)
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1"]
    shown = [
        child.content
        for token in tokens
        for child in token.children or ()
        if child.type in {"text", "text_special", "html_inline"}
    ]
    text = "".join(shown)
    assert not [child for token in tokens for child in token.children or () if child.type == "html_inline"]
    assert "A_b *c* <script>alert(1)</script>" in text
    assert "* not an item" in text
    assert "# nor a heading <b>bold</b> &amp; [x](y)" in text
    assert "<https://lamps.example/a?b=1&c=%3Cd%3E>" in done.stdout
    assert "Its keeper" in text


def test_markdown_of_all_articles_has_a_heading_for_each(run: Run, library: Path) -> None:
    tokens = MarkdownIt("commonmark").parse(run("export", "--format", "markdown", cwd=library).stdout)
    assert sum(token.type == "heading_open" for token in tokens) == 30
    assert sum(token.type == "hr" for token in tokens) == 29
    refused = run("export", "--format", "markdown", "--passages", cwd=library)
    assert refused.returncode == 2
    assert "--format markdown cannot show passages" in refused.stderr


def test_an_export_is_utf_8_whatever_the_terminal(run: Run, library: Path) -> None:
    done = run("export", "灯台", cwd=library, encoding="latin-1")
    assert "灯台" in json.loads(done.out.decode("utf-8"))["text"]
    assert b"\x1b" not in done.out


def test_a_file_is_written_once_and_replaced_on_request_only(run: Run, library: Path, tmp_path: Path) -> None:
    file = tmp_path / "a b.jsonl"
    done = run("export", "-o", file, cwd=library)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"30 articles in {file}\n"
    whole = file.read_bytes()
    assert whole == run("export", cwd=library).out
    refused = run("export", "-o", file, "keeper", cwd=library)
    assert refused.returncode == 2
    assert refused.stderr == (
        f"error: {file} exists already; nothing was written\nhint: name another file, or give --force\n"
    )
    assert file.read_bytes() == whole
    file.chmod(0o600)
    assert run("export", "-o", file, "--force", "keeper", cwd=library).returncode == 0
    assert 0 < len(file.read_bytes()) < len(whole)
    assert file.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == [file.name]


def test_where_nothing_matches_no_file_is_made(run: Run, library: Path, tmp_path: Path) -> None:
    assert run("export", "-o", tmp_path / "none.jsonl", "xylophone", cwd=library).returncode == 1
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [(".", "is a folder"), ("no/such/folder.jsonl", "cannot write"), ("pipe", "exists already")],
)
def test_what_cannot_be_written_is_said(run: Run, library: Path, tmp_path: Path, name: str, reason: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = run("export", "-o", tmp_path / name, cwd=library)
    assert done.returncode == 2
    assert reason in done.stderr
    assert os.listdir(tmp_path) == ["pipe"]


def test_only_regular_files_are_replaced_and_links_stay(run: Run, library: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    refused = run("export", "-o", tmp_path / "pipe", "--force", cwd=library)
    assert refused.returncode == 2
    assert "not a file that can be replaced" in refused.stderr
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to("file")
    assert run("export", "-o", tmp_path / "link", cwd=library).returncode == 2
    assert (tmp_path / "file").read_text() == "mine"
    assert run("export", "-o", tmp_path / "link", "--force", cwd=library).returncode == 0
    assert (tmp_path / "link").is_symlink()
    assert len(records((tmp_path / "file").read_text(encoding="utf-8"))) == 30


def test_a_run_that_fails_leaves_nothing(
    run: Run, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise OSError(28, "No space left on device")

    (tmp_path / "old.jsonl").write_text("mine")
    monkeypatch.setattr("indexer.cli.printers.pyserini.dump", fail)
    for name, more in (("new.jsonl", ()), ("old.jsonl", ("--force",))):
        assert run("export", "--format", "pyserini", "-o", tmp_path / name, *more, cwd=library).returncode == 2
    assert os.listdir(tmp_path) == ["old.jsonl"]
    assert (tmp_path / "old.jsonl").read_text() == "mine"


def test_another_s_file_that_appears_meanwhile_stays(
    run: Run, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def while_it_runs(value: object) -> str:
        (tmp_path / "new.jsonl").write_text("mine")
        return f"{value}\n"

    monkeypatch.setattr("indexer.cli.printers.pyserini.dump", while_it_runs)
    assert run("export", "--format", "pyserini", "-o", tmp_path / "new.jsonl", cwd=library).returncode == 2
    assert (tmp_path / "new.jsonl").read_text() == "mine"
    assert os.listdir(tmp_path) == ["new.jsonl"]


def test_a_file_among_the_sources_is_warned_of(run: Run, tmp_path: Path) -> None:
    (tmp_path / "storm.txt").write_text("The storm took the boat.\n")
    assert run("index", ".", cwd=tmp_path).returncode == 0
    done = run("export", "-o", "out.jsonl", cwd=tmp_path)
    assert "warning: out.jsonl is in a folder that is indexed" in done.stderr


def test_a_file_that_is_larger_than_what_is_indexed_says_how_to_index_it(
    run: Run, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.model.choices.MAX_SIZE", 1000)
    file = tmp_path / "out.jsonl"
    assert f"to index a file of this size: indexer index --max-size 1MB {file}\n" in (
        run("export", "-o", file, cwd=library).stderr
    )
    for form in ("markdown", "pyserini"):  # which are not for this program to read
        done = run("export", "--format", form, "-o", tmp_path / form, cwd=library)
        assert (done.returncode, done.stderr) == (0, f"30 articles in {tmp_path / form}\n")


def test_force_goes_with_a_file(run: Run, library: Path) -> None:
    assert run("export", "--force", cwd=library).returncode == 2


def test_a_reader_that_has_gone_ends_the_export_quietly(run_installed: RunInstalled, library: Path) -> None:
    done = run_installed("export", "--passages", cwd=library, shell='"$@" | head -1')
    assert len(records(done.stdout)) == 1
    assert "rror" not in done.stderr


def test_an_export_holds_one_article_at_a_time(tmp_path: Path) -> None:
    size = 100_000
    words = "".join(f"word{number} of the text. " for number in range(size // 20))
    peaks: list[int] = []
    for count in (5, 40):
        with Index(tmp_path / f"{count}") as index:
            index.add(Article(f"{number} {words}", path=f"note:{number}", language="en") for number in range(count))
            next(index.export())  # what is read once
            tracemalloc.start()
            assert sum(1 for _ in index.export()) == count
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] - peaks[0] < 10 * size
