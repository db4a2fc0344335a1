"""Does a hostile file cost itself, by name, and nothing else?"""

from __future__ import annotations

import gzip
import io
import os
import signal
import sys
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from growth import assert_linear
from misbehaving import (
    die,
    dying_after_a_portion,
    dying_within_messages,
    killed,
    misbehaving,
    process_of,
    real_work,
)

from indexer import Index, reading
from indexer.cleaning.overruling.overrides import Overrides, RulesFile, Section
from indexer.errors import IndexerError, SourceError, StorageError
from indexer.indexing import workers
from indexer.indexing.extraction import extract
from indexer.indexing.limited_reader import LimitedReader
from indexer.indexing.limits import Limits, is_harmless
from indexer.reading.budget import Budget
from indexer.reading.pages import with_bounded_tags

OLD = 10**18
MB = 2**20

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")
needs_limited_memory = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")


def write(folder: Path, count: int) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        put(folder / f"{number:03d}.txt", f"The keeper of day {number} lit the lamp.\n")
    return folder


def put(path: Path, text: str) -> None:
    path.write_text(text)
    os.utime(path, ns=(OLD, OLD))


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    monkeypatch.setattr(workers, "work", misbehaving)
    monkeypatch.setattr(workers, "_CHUNK_FILES", 4)
    monkeypatch.setattr("indexer.indexing.starting.PARALLEL_BYTES", 0)
    return Index(tmp_path / ".indexer")


@needs_posix
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_crash_costs_the_file_that_a_worker_was_at(index: Index, tmp_path: Path, jobs: int) -> None:
    folder = write(tmp_path / "files", 30)
    for name in ("007-abort.txt", "015-kill.txt", "020-kill.pdf"):
        put(folder / name, f"The keeper lit the lamp, and that was all of {name}.\n")
    report = index.update([folder], jobs=jobs, isolate=True, max_seconds=60)
    assert report.added == 30
    assert dict(report.failed) == {
        "files/007-abort.txt": "its reader crashed: SIGABRT, perhaps for want of memory",
        "files/015-kill.txt": "its reader crashed: SIGKILL, perhaps for want of memory",
        "files/020-kill.pdf": "its reader crashed: SIGKILL, perhaps for want of memory",
    }
    assert index.search("keeper", limit=None).total == 30
    # What the system killed may be read when it has more memory.
    (folder / "015-kill.txt").rename(folder / "015.txt.txt")
    again = index.update([folder], jobs=2)
    assert (again.added, again.unchanged, list(again.failed)[:1]) == (1, 30, ["files/007-abort.txt"])


@needs_posix
@pytest.mark.usefixtures("spawned")
def test_a_file_that_a_worker_happened_to_be_at_is_read_after_all(index: Index, tmp_path: Path) -> None:
    folder = write(tmp_path / "files", 12)
    put(folder / "006-once.txt", "The keeper lit the lamp once.\n")
    report = index.update([folder], jobs=2, include=["*.txt"])
    assert (report.added, dict(report.failed)) == (13, {})
    assert index.search("keeper", limit=None).total == 13


HANGING = "The keeper lit the lamp, and that was all of this longer text.\n"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of the length of `HANGING` may take a second, and all others longer than they take on a busy machine."""
    monkeypatch.setattr(Limits, "seconds_for", lambda _, size: 1 if size == len(HANGING) else 120)


@needs_posix
@pytest.mark.usefixtures("impatient")
def test_a_file_that_takes_too_long_is_named_and_read_again_under_another_limit(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "files", 10)
    put(folder / "005-hang.txt", HANGING)
    report = index.update([folder], jobs=2, max_seconds=60)
    assert (report.added, dict(report.failed)) == (10, {"files/005-hang.txt": "limit exceeded: more than 1 second"})
    monkeypatch.setattr(workers, "work", real_work)
    monkeypatch.setattr(Limits, "seconds_for", lambda *_: 120)
    assert index.update([folder], jobs=2).unchanged == 10  # not tried again
    again = index.update([folder], jobs=2, max_seconds=60)
    assert (again.added, dict(again.failed)) == (1, {})


@needs_posix
@pytest.mark.usefixtures("index", "impatient")
def test_the_command_says_what_to_do_about_limits(tmp_path: Path, run: Run) -> None:
    folder = write(tmp_path / "files", 3)
    put(folder / "a-hang.txt", HANGING)
    put(folder / "b-hang.txt", HANGING[::-1])
    done = run("index", "files", "--max-seconds", "60", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("limit exceeded: more than 1 second") == 2
    assert done.stderr.count("hint: give it more with --max-memory or --max-seconds") == 1


@needs_limited_memory
@pytest.mark.usefixtures("spawned")
def test_a_file_that_takes_too_much_memory_is_named(index: Index, tmp_path: Path) -> None:
    folder = write(tmp_path / "files", 10)
    put(folder / "005-huge.txt", "The keeper lit the lamp, and that was all.\n")
    report = index.update([folder], jobs=2, max_memory=500 * MB)
    named = {"files/005-huge.txt": "limit exceeded: more than 500 MB of memory"}
    assert (report.added, dict(report.failed)) == (10, named)


@needs_posix
@pytest.mark.parametrize("dying", [dying_within_messages, dying_after_a_portion])
def test_a_worker_that_is_killed_within_a_message_does_not_keep_its_parent_waiting(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dying: Callable[..., None]
) -> None:
    monkeypatch.setattr(workers, "work", dying)
    folder = write(tmp_path / "files", 3)
    put(folder / "many.jsonl", '{"text": "The keeper lit the lamp."}\n' * 1000)
    report = index.update([folder], jobs=2)
    assert (report.added, list(report.failed)) == (3, ["files/many.jsonl"])


@needs_posix
def test_pages_of_a_site_survive_a_crash_beside_them(index: Index, tmp_path: Path) -> None:
    """They are held back until all workers have read everything."""
    folder = write(tmp_path / "files", 4)
    for number in range(5):
        own = " ".join(f"keeper{number}{word} lamp{word * number + number}." for word in range(60))
        lines = f"<p>Story of {own}</p><p>Give to us, the wreath of the coast, today.</p>"
        head = f'<link rel="canonical" href="https://coast.example/{number}">'
        put(folder / f"{number}.html", f"<html><head>{head}</head><body><article>{lines}</article></body></html>")
    put(folder / "zz-abort.txt", "The keeper lit the lamp, and that was all.\n")
    report = index.update([folder], jobs=2)
    assert (report.added, list(report.failed)) == (9, ["files/zz-abort.txt"])
    assert index.search("wreath").total == 0
    assert index.search("story", duplicates=True).total == 5


def test_workers_that_die_at_no_file_end_the_run(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "work", die)
    with pytest.raises(IndexerError, match=r"ended unexpectedly \(exit code 9\)"):
        index.update([write(tmp_path / "files", 10)], jobs=2)


def test_only_small_files_of_plain_formats_are_read_without_limits() -> None:
    def harmless(name: str, size: int = 1000) -> bool:
        return is_harmless(reading.format_of(name), name, size)

    assert all(map(harmless, ("a.txt", "a.md", "a.html", "a.json", "a.csv")))
    assert not any(map(harmless, ("a.pdf", "a.zip", "a.txt.gz", "a.eml", "a.mbox", "a.docx", "a.warc", "a")))
    assert not harmless("a.txt", 10**6)


@pytest.mark.parametrize("rule", ["css:p", "xpath://*[count(//*[count(//*) > 1]) = 1]", "XPath: //p"])
def test_what_a_person_has_looked_up_in_a_page_has_limits(rule: str) -> None:
    page = reading.format_of("a.html"), "a.html", 1000
    section = RulesFile("rules.toml", (Section("lamps.org", ("share",), (rule,)),))
    for overrides in (Overrides(keep=(rule,)), Overrides(drop=("share", rule)), Overrides(file=section)):
        assert not is_harmless(*page, overrides)
    assert is_harmless(*page, Overrides(("text:css:p", "share"), ("text:xpath:*",)))


def test_a_larger_file_may_take_longer() -> None:
    assert Limits(seconds=60).seconds_for(0) == 60
    assert Limits(seconds=60).seconds_for(100 * MB) == 660
    assert Limits(seconds=0).seconds_for(1) == float("inf")


# A fault of the machine


def test_a_full_disk_is_not_the_fault_of_the_file_that_was_read(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device", "/scratch/model")

    write(tmp_path / "files", 3)
    with monkeypatch.context() as patch:
        patch.setattr("indexer.indexing.extraction.clean", full)
        with pytest.raises(StorageError, match="No space left on device: /scratch/model"):
            Index(tmp_path / ".indexer").update([tmp_path / "files"])
    done = run("index", "files", cwd=tmp_path)
    assert (done.returncode, done.stderr[:5]) == (0, "3 new")


def test_an_unforeseen_fault_with_a_file_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "files", 3)
    with Index(tmp_path / ".indexer") as index:
        with monkeypatch.context() as patch:
            patch.setattr("indexer.indexing.extraction.clean", lambda *_: 1 // 0)
            assert len(index.update([tmp_path / "files"]).failed) == 3
        assert index.update([tmp_path / "files"]).added == 3


# Files that became something else


def load(path: Path, limit: int) -> bytes:
    with reading.opened(str(path), limit) as content:
        return content.whole()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_file_that_became_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(SourceError, match="not a regular file"):
        load(tmp_path / "a.txt", 100)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
@pytest.mark.parametrize("target", ["/proc/kmsg", "/proc/self/mem", "/proc/self/environ", "/dev/zero", "/dev/tty"])
def test_a_link_into_the_system_is_not_read(tmp_path: Path, target: str) -> None:
    (tmp_path / "a.txt").symlink_to(target)
    with suppress(SourceError):
        assert load(tmp_path / "a.txt", 100) == b""


def test_of_a_file_that_has_grown_no_more_is_read_than_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 200)
    with pytest.raises(SourceError, match=r"^too large \(limit 100 bytes\)$"):
        load(path, 100)
    assert len(load(path, 200)) == 200


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_file_that_becomes_a_pipe_between_walk_and_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "files", 3)
    opened = reading.opened

    def swap(path: str, *given: Any) -> AbstractContextManager[reading.Content]:
        if path.endswith("001.txt"):
            os.unlink(path)
            os.mkfifo(path)
        return opened(path, *given)

    monkeypatch.setattr(reading, "opened", swap)
    report = Index(tmp_path / ".indexer").update([folder])
    assert (report.added, dict(report.failed)) == (2, {"files/001.txt": "not a regular file"})


# More than there is in it


def zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


TEXT = b"The keeper lit the lamp.\n" * 40_000  # 1 MB


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", lambda: zipped({f"{number}.txt": TEXT for number in range(6)})),
        ("b.zip", lambda: zipped({f"{number}.txt.gz": gzip.compress(TEXT) for number in range(6)})),
        ("c.zip", lambda: zipped({f"{number}.zip": zipped({"a.txt.gz": gzip.compress(TEXT)}) for number in range(6)})),
        ("d.tar.gz", lambda: tarred({f"{number}.txt": TEXT for number in range(6)})),
        ("e.tar.gz", lambda: tarred({f"{number}.txt.gz": gzip.compress(TEXT) for number in range(6)})),
        ("f.zip", lambda: zipped({"a.tar.gz": tarred({f"{n}.zip": zipped({"a.txt": TEXT}) for n in range(6)})})),
        ("g.txt.gz", lambda: gzip.compress(TEXT * 6)),
    ],
)
def test_one_budget_of_bytes_holds_through_all_levels(
    monkeypatch: pytest.MonkeyPatch, name: str, data: Callable[[], bytes]
) -> None:
    content = data()
    assert reading.read(name, content).drafts
    monkeypatch.setattr("indexer.reading.budget.LIMIT", 5 * 10**6)
    with pytest.raises(SourceError, match="too large"):
        reading.read(name, content)


def test_a_file_is_counted_once_however_deep_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.reading.budget.LIMIT", 5 * 10**6)
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = len(TEXT) * 4
        archive.addfile(info, io.BytesIO(TEXT * 4))
    assert len(reading.read("a.tar.gz", gzip.compress(tar.getvalue())).drafts) == 1


@pytest.mark.parametrize("name", ["a.zip", "a.docx", "a.tar.gz"])
def test_files_are_counted_though_they_are_empty(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    members = {f"{number}.png": b"" for number in range(60)}
    content = tarred(members) if name == "a.tar.gz" else zipped(members)
    monkeypatch.setattr("indexer.reading.budget.MOST_MEMBERS", 50)
    monkeypatch.setattr("indexer.reading.budget._FEWEST_BYTES", 2**20)
    try:
        problems = [str(problem) for problem in reading.read(name, content).problems]
    except SourceError as error:
        problems = [str(error)]
    assert "too large (more than 50 files in it)" in problems


def test_folders_of_an_archive_are_not_counted_and_more_files_are_read_of_a_large_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("indexer.reading.budget.MOST_MEMBERS", 20)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for number in range(60):
            folder = tarfile.TarInfo(f"{number}")
            folder.type = tarfile.DIRTYPE
            archive.addfile(folder)
            archive.addfile(tarfile.TarInfo(f"{number}/a.png"))
        info = tarfile.TarInfo("a.txt")
        info.size = 100
        archive.addfile(info, io.BytesIO(TEXT[:100]))
    assert len(reading.read("a.tar", packed.getvalue()).drafts) == 1


def test_the_limit_that_is_told_is_the_one_that_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.reading.budget.MOST_MEMBERS", 3)
    budget = Budget(1000)
    for _ in range(13):
        budget.count_members()
    with pytest.raises(SourceError, match=r"more than 13 files in it"):
        budget.count_members()


def test_problems_without_number_are_counted_and_not_all_named(tmp_path: Path) -> None:
    put(tmp_path / "a.jsonl", '{"text": "The keeper lit the lamp."}\n' + "nonsense\n" * 5000)
    report = Index(tmp_path / ".indexer").update([tmp_path / "a.jsonl"])
    assert report.failed["a.jsonl"].endswith("; 4900 more problems")
    assert len(report.failed["a.jsonl"]) < 10_000


# What takes quadratic time

MANY = 40_000
SLOW: dict[str, Callable[[int], str]] = {
    "attributes.html": lambda many: (
        "<p " + " ".join(f'a{n}="x"' for n in range(many)) + ">The keeper lit the lamp.</p>"
    ),
    "quoted.html": lambda many: "<p " + " ".join(f'a{n}="<>"' for n in range(many)) + ">The keeper lit the lamp.</p>",
    "bare.html": lambda many: "<p " + " ".join(f"a{n}" for n in range(many)) + ">The keeper lit the lamp.</p>",
    "table.md": lambda many: front_matter("[" + ".".join("a" * many) + "]"),
    "key.md": lambda many: front_matter(".".join("a" * many) + " = 1"),
    "inline.md": lambda many: front_matter("x = {" + ".".join("a" * many) + " = 1}"),
    "quoted.md": lambda many: front_matter('."b c" . '.join("a" * (many // 5)) + " = 1"),  # no front matter is longer
    "subject.eml": lambda many: "Subject: " + "keeper's lamp " * many + "\n\n" + "The keeper lit the lamp.\n" * many,
    "frame.html": lambda many: (
        "*** END OF THE PROJECT GUTENBERG EBOOK " * (many // 2) + "<p>The keeper lit the lamp.</p>"
    ),
    "saved.html": lambda many: "p-canonical" + '<a href="' * many + "<p>The keeper lit the lamp.</p>",
    "keys.md": lambda many: "---\ntitle: a: b\n" + "k: [c\n" * (many // 8) + "---\nThe keeper lit the lamp.",
    "parts.eml": lambda many: "Subject: x\n\n" + "--b\nContent-type: x\n" * many + "The keeper lit the lamp.\n",
    "scrubbed.eml": lambda many: "Subject: x\n\n" + "---------- next part ----------\nA\n" * (many // 4),
    "received.eml": lambda many: "Received: from x; y\n" * many + "Subject: x\n\nThe keeper lit the lamp.\n",
    "links.json": lambda many: '{"text": "It burns.", "alternate": [' + '{"href": 1}, ' * many + '{"href": "x"}]}',
    "folded.eml": lambda many: "Subject: x\n" + " keeper's lamp\n" * many + "\nThe keeper lit the lamp.\n",
}


def front_matter(line: str) -> str:
    return f"+++\ntitle = 'x'\n{line}\n+++\nThe keeper lit the lamp."


@pytest.mark.parametrize("name", SLOW)
def test_what_takes_quadratic_time_is_bounded(name: str) -> None:
    def work(content: bytes) -> None:
        assert extract(name, content, 120).articles

    assert_linear(work, lambda many: SLOW[name](many).encode(), MANY)


def test_only_tags_with_more_attributes_than_anyone_writes_lose_them() -> None:
    usual = "<p " + " ".join(f'data-a{n}="{"x y " * 40} > <"' for n in range(100)) + ">lamp</p>"
    assert with_bounded_tags(usual) == usual
    for many in ("a " * 5000, "a/" * 5000, 'a= ">" ' * 5000, "a='>' " * 5000, "a = '>>' " * 5000, "a' " * 5000):
        assert with_bounded_tags(f"{usual}<i {many}>lamp</i>{usual}") == f"{usual}<i>lamp</i>{usual}"


def test_what_is_no_attribute_ends_no_page() -> None:
    text = '<p class="lit" title="It is lit">The keeper lit the lamp.</p>' * 2000
    for stray in ('<p class=lamp">', "<p title='keeper''>", "<script>if (a<b) say('\"');</script>", "<!-- it's -->"):
        assert with_bounded_tags(f"{stray}{text}") == f"{stray}{text}"
    data = f'<script>a<b; "{"lamp " * 5000}"</script>{text}'
    assert with_bounded_tags(data) == data


@needs_posix
@pytest.mark.usefixtures("spawned")
def test_an_interrupt_does_not_reach_a_limited_process_while_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would end it while it imports, or before it is sent what it is to do, with a traceback on the terminal."""
    held_back: list[bool] = []
    resource_tracker._resource_tracker._stop()  # type: ignore[attr-defined] # not in its stubs

    def start(_: object) -> None:
        resource_tracker.ensure_running()  # as any start does: the first one lets signals through
        held_back.append({signal.SIGINT, signal.SIGTERM, signal.SIGHUP} <= signal.pthread_sigmask(signal.SIG_BLOCK, ()))
        raise OSError("enough")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", start)
    with pytest.raises(OSError, match="enough"), LimitedReader(Limits()) as limited:
        limited.data(lambda _: None, b"%PDF-1.4")
    assert held_back == [True]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


# What is read without an index


@needs_posix
@pytest.mark.usefixtures("spawned")
def test_one_process_reads_file_after_file_until_one_ends_it(tmp_path: Path) -> None:
    put(tmp_path / "a.pdf", "The keeper lit the lamp.")
    path = os.fspath(tmp_path / "a.pdf")
    with LimitedReader() as limited:
        first = limited.file(process_of, path)
        assert limited.file(process_of, path) == first != os.getpid()
        with pytest.raises(SourceError, match="its reader crashed: SIGKILL"):
            limited.file(killed, path)
        second = limited.file(process_of, path)
        assert second not in {first, os.getpid()}
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)


@needs_posix
def test_a_process_that_ends_between_two_files_is_not_the_fault_of_the_next(tmp_path: Path) -> None:
    put(tmp_path / "a.pdf", "The keeper lit the lamp.")
    path = os.fspath(tmp_path / "a.pdf")
    with LimitedReader() as limited:
        first = limited.file(process_of, path)
        os.kill(first, signal.SIGKILL)
        assert limited._serving is not None
        limited._serving[0].join()
        assert limited.file(process_of, path) not in {first, os.getpid()}


def test_a_little_of_a_plain_format_needs_no_process(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "The keeper lit the lamp.")
    path = os.fspath(tmp_path / "a.txt")
    with LimitedReader() as limited:
        assert limited.file(process_of, path) == os.getpid()


def test_clean_gives_up_a_file_that_takes_too_long(tmp_path: Path, run: Run) -> None:
    put(tmp_path / "long.md", "The keeper lit the lamp.\n\n" * 20_000)
    done = run("clean", "--max-seconds", "0.001", "long.md", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "long.md: limit exceeded: more than 0.001" in done.stderr
    assert "give it more with --max-memory or --max-seconds" in done.stderr


@needs_limited_memory
def test_clean_gives_up_a_file_that_takes_too_much_memory_and_reads_the_others(tmp_path: Path, run: Run) -> None:
    put(tmp_path / "large.txt", "The keeper lit the lamp.\n" * 2_000_000)
    put(tmp_path / "small.txt", "The keeper lit the lamp.\n")
    done = run("clean", "--max-memory", "60MB", "large.txt", "small.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout.count("keeper")) == (1, 1), done.stderr
    assert "large.txt: limit exceeded: more than 60 MB of memory" in done.stderr
