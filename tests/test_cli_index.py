"""What does a person get who indexes from the shell?"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import REPOSITORY, start

from indexer import Index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Run, RunInstalled

LONG_AGO = 10**9

HOLD_THE_LOCK = """
import sys
from pathlib import Path
from indexer.store.writing import writing
from indexer.store.location import IndexFolder
with writing(IndexFolder(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.readline()
"""


def write(path: Path, text: str | bytes) -> Path:
    """Write a file as if it had been there for long."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def state(folder: Path) -> dict[str, tuple[int, int, int]]:
    """The files in a folder: each one's size, modification time and inode."""
    files = {str(path): path.stat() for path in sorted(folder.rglob("*")) if path.is_file()}
    return {path: (status.st_size, status.st_mtime_ns, status.st_ino) for path, status in files.items()}


def many_articles(folder: Path, count: int) -> Path:
    """Files that take seconds to index."""
    for number in range(count):
        write(folder / f"{number:04}.txt", f"Report {number}\n\n" + f"The keeper saw storm {number} rise. " * 400)
    return folder


def ends(group: int) -> bool:
    """Whether no process of the group is left, within half a minute."""
    for _ in range(600):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with two articles in `saved`."""
    return two_articles(tmp_path)


def two_articles(folder: Path) -> Path:
    write(folder / "saved" / "storm.txt", "The storm\n\nA storm came over the harbour in the night.\n")
    write(folder / "saved" / "calm.txt", "The calm\n\nA calm lay over the harbour in the morning.\n")
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of `articles` with its index; nobody changes this one."""
    folder = two_articles(tmp_path_factory.mktemp("model"))
    with Index(folder / ".indexer") as index:
        index.update([folder / "saved"])
    return folder


@pytest.fixture
def indexed(model: Path, tmp_path: Path) -> Path:
    """The folder of `articles` with its index."""
    return Path(shutil.copytree(model, tmp_path / "indexed"))


@pytest.fixture
def holder(indexed: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts a process that holds the index of `indexed` until its standard input ends."""
    processes = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD_THE_LOCK, indexed / ".indexer"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        return process

    yield start
    for process in processes:
        process.communicate(timeout=30)


def test_promise_2_all_read_is_0_and_the_summary_names_the_index(run: Run, articles: Path) -> None:
    done = run("index", "saved", cwd=articles)
    assert done.returncode == 0
    assert done.stdout == ""
    assert done.stderr.startswith("2 new")
    assert done.stderr.rstrip().endswith("→ .indexer")
    assert run("search", "-l", "storm", cwd=articles).stdout == "saved/storm.txt\n"


def test_promise_2_files_that_fail_are_named_and_give_1_while_the_others_are_indexed(run: Run, articles: Path) -> None:
    write(articles / "saved" / "binary.txt", bytes(range(256)) * 4)
    write(articles / "saved" / "broken.json", '{"title": "x", "text": ')
    write(articles / "saved" / "lines.jsonl", '{"text": "A gale blew."}\n{oops\n{"text": "A breeze blew."}\n')
    done = run("index", "saved", cwd=articles)
    assert done.returncode == 1
    assert done.stderr.startswith("3 new")
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 3
    assert errors[0].startswith("error: saved/binary.txt: undecodable")
    assert errors[1].startswith("error: saved/broken.json: not valid JSON")
    assert errors[2].startswith("error: saved/lines.jsonl: line 2: not valid JSON")
    assert "3 files could not be read completely" in done.stderr
    assert run("search", "-c", "gale OR breeze", cwd=articles).stdout == "saved/lines.jsonl:2\n"
    # They fail again as long as nobody repairs them, even where only errors are shown.
    again = run("index", "-q", cwd=articles)
    assert (again.returncode, again.stderr.splitlines()) == (1, errors)


@pytest.mark.parametrize("path", ["nowhere", "empty"])
def test_promise_2_nothing_done_is_2(run: Run, tmp_path: Path, path: str) -> None:
    write(tmp_path / "empty" / "picture.png", b"\x89PNG")
    done = run("index", path, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("error: no")
    assert "hint: " in done.stderr
    assert run("search", "word", cwd=tmp_path).returncode in {1, 2}


def test_promise_2_where_every_file_fails_nothing_was_done(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "binary.txt", bytes(range(256)) * 4)
    done = run("index", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert "error: binary.txt: undecodable" in done.stderr


def test_a_path_that_does_not_exist_leaves_the_index_as_it_was(run: Run, indexed: Path) -> None:
    before = state(indexed)
    assert run("index", "saved", "nowhere", cwd=indexed).returncode == 2
    assert state(indexed) == before


def test_promise_12_with_nothing_changed_it_says_so_and_writes_nothing(run: Run, indexed: Path) -> None:
    run("index", cwd=indexed)  # the files are copies, and have other inodes than those that were indexed
    before = state(indexed)
    for arguments in (["saved"], []):
        again = run("index", *arguments, cwd=indexed)
        assert again.returncode == 0
        assert again.stderr.startswith("nothing has changed: 2 files")
        assert state(indexed) == before


def test_only_what_is_new_changed_or_gone_is_worked_on(run: Run, indexed: Path) -> None:
    write(indexed / "saved" / "storm.txt", "The hurricane\n\nA hurricane came instead.\n")
    write(indexed / "saved" / "fog.txt", "The fog\n\nFog lay over the harbour.\n")
    (indexed / "saved" / "calm.txt").unlink()
    done = run("index", "--format", "json", cwd=indexed)
    report = json.loads(done.stdout)
    assert [report[key] for key in ("schema", "added", "changed", "removed", "unchanged")] == [1, 1, 1, 1, 0]
    assert run("search", "-l", "hurricane OR fog", cwd=indexed).stdout.splitlines() != []
    assert run("search", "-l", "calm", cwd=indexed).returncode == 1


def test_promise_13_skipped_files_are_counted_with_the_reason_and_named_on_demand(run: Run, articles: Path) -> None:
    write(articles / "saved" / "copy.txt", (articles / "saved" / "storm.txt").read_bytes())
    write(articles / "saved" / "empty.txt", "")
    write(articles / "saved" / "large.txt", "word " * 1000)
    write(articles / "saved" / "picture.png", b"\x89PNG")
    done = run("index", "--max-size", "1k", "saved", cwd=articles)
    assert done.returncode == 0
    counted = "skipped: 1 duplicate, 1 empty after cleaning, 1 too large, 1 unsupported format"
    assert f"{counted} (-v names them)\n" in done.stderr
    assert "picture.png" not in done.stderr
    named = run("index", "--max-size", "1k", "-v", "saved", cwd=articles).stderr
    assert "  saved/storm.txt: duplicate of saved/copy.txt\n" in named
    assert "  saved/empty.txt: empty after cleaning\n" in named
    assert "  saved/large.txt: too large (4.9 KB, limit 1 KB)\n" in named
    assert "  saved/picture.png: unsupported format\n" in named
    within = run("index", "--max-size", "1M", "saved", cwd=articles)
    assert "passages from 4.9 KB in " in within.stderr


def test_promise_13_pages_that_robots_may_not_index_are_the_user_s_own(run: Run, tmp_path: Path) -> None:
    page = "<p>The lighthouse keeper wrote to the harbour master about the lamp, the oil and the weather.</p>"
    head = '<title>Private notes</title><meta name="robots" content="noindex, nofollow, noarchive">'
    write(tmp_path / "page.html", f"<!doctype html><html><head>{head}</head><body><h1>Notes</h1>{page}</body></html>")
    write(tmp_path / "robots.txt", "User-agent: *\nDisallow: /\n\nThe keeper wrote this file by hand.\n")
    assert run("index", ".", cwd=tmp_path).returncode == 0
    assert "page.html" in run("search", "-l", "keeper", cwd=tmp_path).stdout


def test_files_can_be_chosen_by_name(run: Run, articles: Path) -> None:
    write(articles / "saved" / "drafts" / "gale.txt", "The gale\n\nA gale came over the harbour.\n")
    write(articles / "saved" / "breeze.md", "# The breeze\n\nA breeze came over the harbour.\n")
    options = ["--include", "*.txt", "--exclude", "drafts", "--exclude", "calm*"]
    assert run("index", *options, "saved", cwd=articles).returncode == 0
    assert run("search", "-l", "harbour", cwd=articles).stdout == "saved/storm.txt\n"


def test_promise_14_a_second_writer_is_told_who_holds_the_index(
    run: Run, indexed: Path, holder: Callable[[], subprocess.Popen[str]]
) -> None:
    write(indexed / "saved" / "fog.txt", "Fog lay over the harbour.\n")
    first = holder()
    done = run("index", "saved", cwd=indexed)
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: the index is being written to by process {first.pid} on ")
    assert f" since {time.strftime('%Y-%m-%d')} " in done.stderr
    assert "hint: wait for it to finish" in done.stderr
    assert run("search", "-l", "storm", cwd=indexed).stdout == "saved/storm.txt\n"
    assert run("stats", cwd=indexed).returncode == 0


def test_promise_14_with_wait_the_second_writer_goes_on_when_the_first_has_ended(
    run: Run, indexed: Path, holder: Callable[[], subprocess.Popen[str]]
) -> None:
    write(indexed / "saved" / "fog.txt", "Fog lay over the harbour.\n")
    first = holder()
    assert first.stdin is not None
    threading.Timer(1.0, first.stdin.close).start()
    waiting, done, *_ = run("index", "--wait", "20", "saved", cwd=indexed).stderr.splitlines()
    assert waiting.endswith(": waiting up to 20 s")
    assert done.startswith("1 new")
    first.stdin = None  # closed


def test_promise_15_rebuild_works_where_the_old_index_cannot_be_read(run: Run, indexed: Path) -> None:
    for file in (indexed / ".indexer").iterdir():
        if file.stat().st_size:
            file.write_bytes(b"\0" * 64)
    assert run("search", "storm", cwd=indexed).returncode == 2
    assert run("index", "saved", cwd=indexed).returncode == 2
    blind = run("index", "--rebuild", cwd=indexed)
    assert blind.returncode == 2
    assert "hint: name it: indexer index --rebuild PATH" in blind.stderr
    assert run("index", "--rebuild", "saved", cwd=indexed).returncode == 0
    assert run("search", "-l", "storm", cwd=indexed).stdout == "saved/storm.txt\n"
    assert sorted(path.name for path in indexed.iterdir()) == [".indexer", "saved"]


def test_rebuild_without_paths_takes_what_was_indexed(run: Run, indexed: Path) -> None:
    write(indexed / "other.txt", "Nobody asked for this harbour.\n")
    assert run("index", "--rebuild", cwd=indexed).stderr.startswith("2 new")
    assert len(run("search", "-l", "harbour", cwd=indexed).stdout.splitlines()) == 2


def test_promise_17_the_same_corpus_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    answers = []
    for name, jobs in (("one", "1"), ("two", "2")):
        folder = tmp_path / name
        shutil.copytree(REPOSITORY / "corpus" / "news-pasted", folder / "corpus")
        for number in range(20):  # the padding makes it more than 1 MiB, which two processes share between them
            record = {"text": f"The keeper of light {number} saw the storm.", "padding": "x" * 2**16}
            write(folder / "corpus" / "reports" / f"{number:02}.json", json.dumps(record))
        assert run("index", "-q", "--jobs", jobs, "corpus", cwd=folder).returncode in {0, 1}
        answers.append(
            [
                run("search", "--format", "json", "-n", "0", "--per-article", "0", *query, cwd=folder).stdout
                for query in (["lighthouse", "storm"], ['"the keeper"'], ["--all", "the", "time", "sea*"])
            ]
        )
    assert answers[0] == answers[1]
    assert all(json.loads(answer)["total"] for answer in answers[0])


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_promise_2_an_interrupted_run_gives_130_and_leaves_the_old_index_usable(
    run: Run, indexed: Path, jobs: str
) -> None:
    many_articles(indexed / "many", 300)
    process = start(["index", "--jobs", jobs, "many"], indexed, stderr=subprocess.PIPE)
    until = time.monotonic() + 30
    while not (indexed / ".indexer" / "writer.json").exists() and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)
    _, messages = process.communicate(timeout=30)
    assert process.returncode == 130
    assert re.fullmatch(r"interrupted(; \d+ of 300 files are kept)?\n", messages), messages
    assert ends(process.pid)
    assert "saved/storm.txt" in run("search", "-l", "-n", "0", "storm", cwd=indexed).stdout
    again = run("index", "saved", cwd=indexed)
    assert again.returncode == 0
    assert again.stderr.startswith("nothing has changed")


def test_the_index_is_that_of_the_option_then_the_variable_then_the_nearest(run: Run, indexed: Path) -> None:
    inner = indexed / "saved" / "inner"
    write(inner / "fog.txt", "Fog lay over the harbour.\n")
    assert run("index", "fog.txt", "--index", "made", cwd=inner).stderr.rstrip().endswith("→ made")
    files = ["search", "-l", "harbour"]
    # The nearest from here upwards, with paths that open from here.
    outer = {str(indexed / "saved" / "storm.txt"), str(indexed / "saved" / "calm.txt")}
    assert set(run(*files, cwd=inner).stdout.splitlines()) == outer
    variable = {"INDEXER_INDEX": str(inner / "made")}
    assert run(*files, cwd=indexed, env=variable).stdout == "saved/inner/fog.txt\n"
    assert len(run(*files, "--index", ".indexer", cwd=indexed, env=variable).stdout.splitlines()) == 2
    assert len(run(*files, cwd=indexed, env={"INDEXER_INDEX": ""}).stdout.splitlines()) == 2


def test_an_index_and_its_articles_can_be_moved(run: Run, indexed: Path) -> None:
    moved = indexed.with_name("moved")
    indexed.rename(moved)
    done = run("search", "--format", "json", "storm", cwd=moved)
    assert [(hit["path"], hit["stale"]) for hit in json.loads(done.stdout)["hits"]] == [("saved/storm.txt", False)]


def test_file_names_are_given_back_byte_for_byte(run: Run, run_installed: RunInstalled, articles: Path) -> None:
    names = [b"sp ace.txt", b"new\nline.txt", b"caf\xe9.txt", "灯台.txt".encode(), b"-l.txt", b"'\".txt"]
    folder = os.fsencode(articles / "names")
    os.mkdir(folder)
    for number, name in enumerate(names):
        with open(os.path.join(folder, name), "w", encoding="ascii") as file:
            file.write(f"Whale number {number} was seen off the harbour.\n")
    here = Path(os.fsdecode(folder))
    assert run("index", "-q", ".", cwd=here).returncode == 0
    listed = run("search", "-l", "-0", "whale", cwd=here).out
    assert sorted(listed.split(b"\0")) == sorted([b"", *names])
    for form in ("text", "json"):
        done = run("search", "-n", "0", "--format", form, "whale", cwd=here)
        assert (done.returncode, "error" in done.stderr) == (0, False)
    again = run_installed("index", cwd=here)
    assert again.stderr.startswith("nothing has changed: 6 files")


def test_an_index_that_cannot_be_written_can_still_be_searched(run: Run, indexed: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (indexed / ".indexer").chmod(0o500)
    try:
        assert run("search", "-l", "storm", cwd=indexed).stdout == "saved/storm.txt\n"
        write(indexed / "saved" / "fog.txt", "Fog lay over the harbour.\n")
        refused = run("index", "saved", cwd=indexed)
        assert refused.returncode == 2
        assert "hint: " in refused.stderr
    finally:
        (indexed / ".indexer").chmod(0o700)


def test_a_folder_with_other_things_is_not_taken_for_an_index(run: Run, articles: Path) -> None:
    done = run("index", "--index", "saved", "saved", cwd=articles)
    assert done.returncode == 2
    assert "is not an index and holds other files" in done.stderr
    assert sorted(path.name for path in (articles / "saved").iterdir()) == ["calm.txt", "storm.txt"]


def test_promise_3_quiet_indexing_is_silent(run: Run, articles: Path) -> None:
    done = run("index", "-q", "saved", cwd=articles)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
