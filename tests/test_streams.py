"""Files that are read piece by piece: is all the same as if they were read at once, and does memory stay bounded?"""

from __future__ import annotations

import gc
import gzip
import io
import json
import os
import signal
import sys
import tarfile
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import Index, reading
from indexer.cleaning import clean
from indexer.engine import builder
from indexer.errors import SourceError
from indexer.indexing import running, worker, workers
from indexer.indexing.being_read import FileBeingRead
from indexer.indexing.limits import Limits
from indexer.indexing.planning import Job
from indexer.indexing.process import AT_NO_RECORD, work
from indexer.indexing.starting import Processes
from indexer.indexing.worker import Worker
from indexer.model.drafts import Reading
from indexer.reading import content_of, read, sources
from indexer.reading.content import Content
from indexer.reading.encoding import texts
from indexer.reading.encoding.decoding import decode
from indexer.reading.encoding.texts import Texts
from indexer.reasons import Cause, Reason
from indexer.store.commit import commit as committed
from indexer.store.files import FileEntry, Partial
from indexer.store.location import IndexFolder
from indexer.store.manifest import Settings

KB = 1024
OLD = 10**18


def sentence(number: int) -> str:
    return f"The keeper of day {number} lit lamp{number} and wrote it down in the book of the coast."


def mailbox(count: int, words: Callable[[int], str] = sentence) -> bytes:
    mails = (
        f"From ann@example.org Mon Feb  3 10:00:00 2020\nFrom: Ann <ann@example.org>\nSubject: Day {number}\n"
        f"Date: Mon, 3 Feb 2020 10:00:00 +0100\n\n{words(number)}\n\n>From here on it was dark.\n\n"
        for number in range(count)
    )
    return "".join(mails).encode()


def records(count: int) -> bytes:
    lines = (json.dumps({"title": f"Day {number}", "text": sentence(number)}) for number in range(count))
    return "\n".join(lines).encode()


def table(count: int) -> bytes:
    rows = (f'Day {number},"{sentence(number)}\r\nand ""more"" of it"\r\n' for number in range(count))
    return ("title,text\r\n" + "".join(rows)).encode()


def web_archive(count: int, words: Callable[[int], str] = sentence) -> bytes:
    found: list[bytes] = []
    for number in range(count):
        page = f"<html><title>Day {number}</title><p>{words(number)}</p></html>".encode()
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
        kinds = (("request", b"GET / HTTP/1.1\r\n\r\n"), ("response", answer))
        for kind, block in kinds:
            head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://a.example/{number}\r\n"
            found.append(head.encode() + b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n")
    return b"".join(found)


def tape(count: int, words: Callable[[int], str] = sentence) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for number in range(count):
            info = tarfile.TarInfo(f"{number % 7}/{number}.txt")
            info.size = len(words(number))
            archive.addfile(info, io.BytesIO(words(number).encode()))
    return packed.getvalue()


STREAMS: dict[str, Callable[[int], bytes]] = {
    "a.mbox": mailbox,
    "a.jsonl": records,
    "a.csv": table,
    "a.warc": web_archive,
    "a.tar": tape,
}


def small_pieces(patch: pytest.MonkeyPatch, size: int) -> None:
    """Read so many bytes at a time, and look no further ahead than is needed here."""
    for module in ("content", "window"):
        patch.setattr(f"indexer.reading.{module}.PIECE", size)
    patch.setattr(texts, "_WHOLE", size)
    patch.setattr("indexer.reading.containers.mbox._HEADER", 400)
    patch.setattr("indexer.reading.containers.warc._HEAD", 400)


@pytest.mark.parametrize("name", STREAMS)
@pytest.mark.parametrize("size", [1, 37, 1000])
def test_a_stream_is_read_as_what_is_in_memory_is(name: str, size: int) -> None:
    data = STREAMS[name](12)
    whole = read(name, data)
    assert len(whole.drafts) == 12
    with pytest.MonkeyPatch.context() as patch:
        small_pieces(patch, size)
        assert read(name, data) == whole
        assert read(f"{name}.gz", gzip.compress(data)) == whole


@given(st.data())
def test_an_altered_stream_too(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(STREAMS)))
    octets = bytearray(STREAMS[name](3))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(octets) - 1))
        octets[at : at + data.draw(st.integers(0, 30))] = data.draw(
            st.sampled_from([b"", b"\n", b'"', b"From x\n", b"\r", b"\0", b"\xe9", b"WARC/1.0\r\n", b"\n\n"])
        )
    whole = outcome(name, bytes(octets))
    with pytest.MonkeyPatch.context() as patch:
        small_pieces(patch, data.draw(st.integers(1, 200)))
        assert outcome(name, bytes(octets)) == whole


def outcome(name: str, data: bytes) -> Reading | str:
    try:
        return read(name, data)
    except SourceError as error:
        return str(error)


WRITTEN = {
    "utf-8": "Das Café am Flußufer, 灯台.\nUnd noch eine Zeile: žluťoučký kůň.\n",
    "utf-8-sig": "Das Café am Flußufer.\n",
    "utf-16": "Das Café am Flußufer, 灯台.\n",
    "utf-16-le": "Das Café am Flußufer und noch vieles mehr steht hier.\n",
    "utf-16-be": "Das Café am Flußufer und noch vieles mehr steht hier.\n",
    "utf-32": "Das Café am Flußufer, 灯台.\n",
    "utf-32-be": "Das Café am Flußufer, 灯台.\n",
    "cp1252": "Der Wärter zündete die Lampe früh an, für die Schiffe draußen.\n",
    "cp1251": "Смотритель зажёг лампу рано, и корабли вернулись домой.\n",
    "shift_jis": "灯台守はランプに火をともした。船は家に帰った。\n",
    "euc_jp": "灯台守はランプに火をともした。船は家に帰った。\n",
    "iso2022_jp": "灯台守はランプに火をともした。船は家に帰った。\n",
    "gb18030": "守灯人很早就点亮了灯,船只安全回家。他写下了一切。\n",
    "cp500": "The keeper lit the lamp early and wrote it down in the book\n",
}


@pytest.mark.parametrize("codec", WRITTEN)
@pytest.mark.parametrize("size", [7, 64, 1000])
def test_the_encoding_of_a_stream_is_found_as_that_of_a_text_is(codec: str, size: int) -> None:
    data = (WRITTEN[codec] * 30).encode(codec)
    assert as_stream(data, size) == decode(data)


@pytest.mark.parametrize(
    "data",
    [
        "Das Café am Flußufer.\n".encode() * 40 + b"A stray \xe9 in it.\n" + "Flußufer\n".encode() * 9,
        b"Nul\0s are left out.\n" * 20,
        b"\xef\xbb\xbf" + "灯台\n".encode() * 50,
        b"plain\n" * 300,
    ],
)
def test_stray_bytes_and_nuls_of_a_stream_are_read_as_those_of_a_text(data: bytes) -> None:
    for size in (5, 64, len(data)):
        assert as_stream(data, size) == decode(data)


def test_a_binary_stream_is_refused() -> None:
    with pytest.raises(SourceError, match="undecodable"):
        as_stream(bytes(range(1, 32)) * 100, 64)


def as_stream(data: bytes, size: int) -> tuple[str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "_WHOLE", size)
        patch.setattr("indexer.reading.content.PIECE", size)
        found = Texts(content_of(data).stream)
        return "".join(found.pieces()), found.encoding


# Records that are too large cost themselves

HUGE = 6000


@pytest.fixture
def small_records(monkeypatch: pytest.MonkeyPatch) -> None:
    small_pieces(monkeypatch, 500)
    monkeypatch.setattr("indexer.reading.containers.mbox._LONGEST_LINE", 100)
    for module in (
        "containers.mbox",
        "containers.tar_archive",
        "containers.warc",
        "formats.json_lines",
        "formats.table",
    ):
        monkeypatch.setattr(f"indexer.reading.{module}.MAX_SIZE", 3000)


@pytest.mark.usefixtures("small_records")
@pytest.mark.parametrize(
    "huge", ["word " * HUGE, "x" * 5 * HUGE, "a line of it\n" * HUGE, "From there on it was dark.\n" * HUGE]
)
def test_a_mail_that_is_too_large_costs_itself(huge: str) -> None:
    found = read("a.mbox", mailbox(5, lambda number: huge if number == 2 else sentence(number)))
    assert [draft.part for draft in found.drafts] == ["#1", "#2", "#4", "#5"]
    assert [str(problem) for problem in found.problems] == ["#3: too large (more than 2.9 KB)"]


@pytest.mark.usefixtures("small_records")
def test_a_line_that_is_too_large_costs_itself() -> None:
    found = read("a.jsonl", records(2) + b'\n{"text": "' + b"x" * HUGE + b'"}\n' + records(1))
    assert [draft.line for draft in found.drafts] == [1, 2, 4]
    assert [str(problem) for problem in found.problems] == ["line 3: too large (more than 2.9 KB)"]


@pytest.mark.usefixtures("small_records")
def test_a_missing_quotation_mark_costs_its_row() -> None:
    rows = [f"Day {number},The keeper lit lamp {number} again." for number in range(200)]
    rows[3] = 'Day 3,"The keeper lit lamp 3 again.'
    found = read("a.csv", "\n".join(["title,text", *rows]).encode())
    assert [draft.line for draft in found.drafts] == [line for line in range(2, 202) if line != 5]
    assert [str(problem) for problem in found.problems] == ["line 5: too large (more than 2.9 KB)"]


def test_a_table_in_which_every_row_is_too_long_is_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.reading.formats.table.MAX_SIZE", 60)
    with pytest.raises(SourceError, match="damaged table: more than 100 rows cannot be read"):
        read("a.csv", b"title,text\n" + (b'"' + b"a" * 40 + b"\n") * 300)


@pytest.mark.usefixtures("small_records")
def test_a_page_that_is_too_large_costs_itself() -> None:
    found = read("a.warc", web_archive(4, lambda number: "x" * HUGE if number == 2 else sentence(number)))
    assert [draft.part for draft in found.drafts] == ["#1", "#2", "#4"]
    assert [str(problem) for problem in found.problems] == ["#3: too large (more than 2.9 KB)"]


@pytest.mark.usefixtures("small_records")
def test_a_file_in_an_archive_that_is_too_large_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.reading.budget.LIMIT", 10 * 2**20)
    found = read("a.tar", tape(4, lambda number: "x" * HUGE if number == 2 else sentence(number)))
    assert [draft.part for draft in found.drafts] == ["!/0/0.txt", "!/1/1.txt", "!/3/3.txt"]
    assert [str(problem) for problem in found.problems] == ["!/2/2.txt: too large (more than 2.9 KB)"]


def test_files_behind_a_damaged_header_of_an_archive_are_read() -> None:
    data = bytearray(tape(6))
    for number in (2, 3):  # each file takes two blocks, of which the first is its header
        data[1024 * number + 100 : 1024 * number + 160] = b"\xff" * 60
    found = read("a.tar", bytes(data))
    assert [draft.part for draft in found.drafts] == ["!/0/0.txt", "!/1/1.txt", "!/4/4.txt", "!/5/5.txt"]
    assert [str(problem) for problem in found.problems] == ["damaged tar: bad header at byte 2048"]
    assert str(read("a.tar", tape(6)[: 2 * 1024 + 100]).problems[0]) == "damaged tar: unexpected end of data"


@pytest.mark.usefixtures("small_records")
@pytest.mark.parametrize("size", [4096, 2**40, -1024])
def test_a_header_of_an_archive_is_not_read_at_any_length(size: int) -> None:
    longer = tarfile.TarInfo("x")
    longer.type = tarfile.XHDTYPE
    longer.size = size
    files = tape(3)[: 3 * 1024]
    found = read("a.tar", files[:1024] + longer.tobuf(tarfile.GNU_FORMAT) + b"x" * 4096 + files[1024:])
    assert [draft.part for draft in found.drafts] == ["!/0/0.txt", "!/1/1.txt", "!/2/2.txt"]
    assert [str(problem) for problem in found.problems] == [f"damaged tar: a header of {size} bytes"]


@pytest.mark.parametrize("end", [0, 1, 512, 700, 10_000])
def test_an_archive_may_end_with_any_number_of_zeros(end: int) -> None:
    found = read("a.tar", tape(3)[: 3 * 1024] + bytes(end))
    assert (len(found.drafts), found.problems) == (3, ())


def test_what_was_read_ahead_of_a_stream_is_not_copied_again() -> None:
    stream = content_of(bytes(range(256)) * 8192).stream()
    ahead: set[int] = set()
    for number in range(4000):
        assert stream.read(512) == bytes(range(256)) * 2
        assert stream.tell() == 512 * (number + 1)
        ahead.add(id(stream._ahead))
    assert len(ahead) <= 2
    stream.seek(4001 * 512 + 7)
    assert (stream.read(2), stream.tell()) == (b"\7\x08", 4001 * 512 + 9)
    assert (len(stream.read()), stream.read(1), stream.read()) == (2**21 - 4001 * 512 - 9, b"", b"")


def test_of_a_damaged_stream_what_comes_before_is_read() -> None:
    packed = bytearray(gzip.compress(os.urandom(40_000).hex().encode() + b"\n" + records(3)))
    data = gzip.compress(records(3000))
    found = read("a.jsonl.gz", data[: len(data) // 2])
    assert 500 < len(found.drafts) < 2900
    assert str(found.problems[-1]).startswith("damaged gz")
    with pytest.raises(SourceError, match="damaged gz"):
        read("a.jsonl.gz", bytes(packed[:5]))


# Memory


def endless(name: str, count: int) -> Content:
    """A stream of so many copies of a few records, made as it is read."""
    once = STREAMS[name](50) + (b"\n" if name == "a.jsonl" else b"")
    head, rest = (once[:12], once[12:]) if name == "a.csv" else (b"", once)

    class Repeated(io.RawIOBase):
        def __init__(self) -> None:
            self.left = count
            self.waiting = head

        def readable(self) -> bool:
            return True

        def readinto(self, into: Any) -> int:
            while len(self.waiting) < len(into) and self.left:
                self.left -= 1
                self.waiting += rest
            given = self.waiting[: len(into)]
            into[: len(given)] = given
            self.waiting = self.waiting[len(given) :]
            return len(given)

        def tell(self) -> int:
            return (count - self.left) * len(rest)

    return Content(Repeated, len(head) + count * len(rest))


@pytest.mark.parametrize("name", ["a.mbox", "a.jsonl", "a.csv", "a.warc"])
def test_memory_does_not_grow_with_the_stream(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    small_pieces(monkeypatch, 16 * KB)

    def peak(count: int) -> tuple[int, int]:
        gc.collect()
        tracemalloc.reset_peak()
        articles = sum(len(found.drafts) for found in reading.pieces(name, endless(name, count)))
        return articles, tracemalloc.get_traced_memory()[1]

    tracemalloc.start()
    try:
        peak(2)  # imports, and what is cached
        before = tracemalloc.get_traced_memory()[0]
        (few, small), (many, large) = peak(6), peak(24)
    finally:
        tracemalloc.stop()
    assert (few, many) == (300, 1200)
    held = endless(name, 24).size - endless(name, 6).size  # of one that held all of it
    assert large - before < small - before + held / 2


@pytest.mark.parametrize("name", [*STREAMS, "a.txt", "a.html", "a.txt.gz"])
def test_what_was_read_of_a_file_is_freed_at_once(tmp_path: Path, name: str) -> None:
    """A worker collects no garbage: what refers to itself would be kept until its segment is finished."""
    made = STREAMS[name](20) if name in STREAMS else sentence(1).encode()
    path = put(tmp_path / name, gzip.compress(made) if name.endswith(".gz") else made)
    begun = Worker(IndexFolder(tmp_path / "index"), Settings(120, 1), 30.0)
    (tmp_path / "index").mkdir()
    gc.collect()
    gc.disable()
    try:
        articles = ended = 0
        while not ended:  # a slow machine reads it in several steps
            outcomes, held, ended = begun.read([Job(name, str(path), path.stat().st_size, OLD)])
            articles += sum(outcome.entry.articles for outcome in outcomes) + len(held)
        assert articles > 0
        assert not [kept for kept in gc.get_objects() if isinstance(kept, Content)]
    finally:
        gc.enable()
        begun.discard()


# In an index


@pytest.fixture
def splits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Finish a segment after a few articles, also within a file."""
    split(monkeypatch)


def split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "MOST_BYTES", 2000)
    monkeypatch.setattr(builder, "_FIRST_BATCH", 500)
    monkeypatch.setattr(builder, "_BATCH", 500)
    monkeypatch.setattr(worker, "_PIECE", 300)
    monkeypatch.setattr(worker, "_PORTION", 600)
    monkeypatch.setattr(worker, "_LARGEST_PORTION", 2400)
    monkeypatch.setattr(sources, "_BATCH", 5)
    monkeypatch.setattr(worker, "_MOST_HELD", 1500)


def put(path: Path, data: bytes, time: int = OLD) -> Path:
    path.write_bytes(data)
    os.utime(path, ns=(time, time))
    return path


@pytest.mark.parametrize("words", range(1, 12))
@pytest.mark.usefixtures("splits")
def test_segments_are_finished_whatever_the_size_of_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: int
) -> None:
    """Pieces and what is read together are cut at sizes of their own, which may never fall together."""
    monkeypatch.setattr(worker, "SEGMENT_BYTES", 3000)
    count = 600 // (words + 1)
    lines = (json.dumps({"title": f"Day {number}", "text": "keeper " * words * 4}) for number in range(count))
    data = "\n".join(lines).encode()
    put(tmp_path / "a.jsonl", data)
    finished = 0
    finish = builder.SegmentBuilder.finish

    def counted(own: builder.SegmentBuilder) -> object:
        nonlocal finished
        finished += 1
        return finish(own)

    monkeypatch.setattr(builder.SegmentBuilder, "finish", counted)
    with Index(tmp_path / "index") as index:
        assert index.update([tmp_path / "a.jsonl"]).articles == count
    assert finished >= len(data) // 8000


def interruption(calls: int) -> Callable[..., None]:
    """What is told of progress, and interrupts the run when it has been told so many times."""
    left = calls

    def told(**_: int) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise KeyboardInterrupt

    return told


def state(index: Index) -> list[tuple[str, str, str]]:
    return sorted((one.article.path, one.article.part, one.article.title) for one in index.export())


@pytest.mark.usefixtures("splits")
@pytest.mark.parametrize("name", STREAMS)
def test_a_file_of_several_segments_is_indexed_as_one_of_one(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / name, STREAMS[name](60))
    segments: list[str] = []

    def commit(*given: Any, **more: Any) -> None:
        segments.extend(segment.name for segment in given[3])
        committed(*given, **more)

    monkeypatch.setattr(running, "commit", commit)
    with Index(tmp_path / "index") as index:
        report = index.update([tmp_path / name])
        assert (report.added, report.articles, dict(report.failed)) == (1, 60, {})
        assert len(segments) > 1
        split = state(index), ids(index)
        assert index.check(deep=True).damage == ()
        assert index.update().unchanged == 1
    monkeypatch.undo()
    with Index(tmp_path / "whole") as index:
        index.update([tmp_path / name])
        assert (state(index), ids(index)) == split


def ids(index: Index) -> list[tuple[str, str]]:
    return sorted((hit.article, hit.title) for hit in index.search("keeper", limit=None, duplicates=True).hits)


@pytest.mark.usefixtures("splits")
def test_a_run_that_was_interrupted_in_a_file_goes_on_there(tmp_path: Path) -> None:
    source = tmp_path / "files"
    source.mkdir()
    for number in range(3):
        put(source / f"a{number}.txt", sentence(number).encode())
    put(source / "b.mbox", mailbox(100))
    put(source / "c.txt", sentence(9).encode())

    with Index(tmp_path / "index") as index:
        with pytest.raises(KeyboardInterrupt) as caught:
            index.update([source], progress=interruption(10))
        kept = {one.article.path for one in index.export()}
        assert kept == {"files/a0.txt", "files/a1.txt", "files/a2.txt", "files/b.mbox"}
        mails = index.statistics().articles - 3
        assert caught.value.__notes__ == [f"3 of 5 files are kept, files/b.mbox up to record {mails}"]
        assert 0 < mails < 75
        assert index.check(deep=True).damage == ()
        cleaned = 0

        def count(*given: Any) -> Any:
            nonlocal cleaned
            cleaned += 1
            return clean(*given)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("indexer.indexing.extraction.clean", count)
            report = index.update()
        assert cleaned == 100 - mails + 1
        assert (report.added, report.changed, report.unchanged) == (1, 1, 3)
        assert index.statistics().articles == 104
        assert index.check(deep=True).damage == ()
        assert len(list((tmp_path / "index").glob("segment-*.seg"))) == len(segments_of(index))


def segments_of(index: Index) -> list[str]:
    from indexer.store.snapshot import read_newest

    return [entry.name for entry in read_newest(IndexFolder(index.path)).segments]


def crashing(*arguments: Any) -> None:
    """The life of a worker that finishes small segments, and that crashes the first time it is within the mailbox."""
    with pytest.MonkeyPatch.context() as patch:
        split(patch)
        finish = worker.Worker.finish

        def crash(self: worker.Worker) -> Any:
            found = finish(self)
            mark = Path(arguments[1]).with_name("crashed")
            if found[1] is not None:
                written = mark.read_text() if mark.exists() else ""
                mark.write_text(f"{written}.")
                if len(written) == 3:
                    os.kill(os.getpid(), signal.SIGKILL)
            return found

        patch.setattr(worker.Worker, "finish", crash)
        work(*arguments)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("name", ["b.mbox", "b.tar"])
def test_behind_what_a_worker_had_written_of_a_file_when_it_crashed_it_is_read_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(workers, "work", crashing)
    source = tmp_path / "files"
    source.mkdir()
    put(source / "a.txt", sentence(0).encode())
    # In the archive names come again, as in one to which files were added that had changed.
    put(source / name, mailbox(100) if name == "b.mbox" else tape(70)[: -10 * KB] + tape(30))
    with Index(tmp_path / "index") as index:
        report = index.update([source], isolate=True, max_seconds=60)
        assert (report.added, report.articles, dict(report.failed)) == (2, 101, {})
        assert 6 < len((tmp_path / "crashed").read_text()) < 20
        assert index.check(deep=True).damage == ()
        assert len(list((tmp_path / "index").glob("segment-*.seg"))) == len(segments_of(index))


def crashing_again_and_again(*arguments: Any) -> None:
    """The life of a worker that finishes small segments, and that crashes whenever it comes to record 60."""
    with pytest.MonkeyPatch.context() as patch:
        split(patch)
        articles = worker.Worker._articles

        def crash(self: worker.Worker, file: FileBeingRead) -> Iterator[Any]:
            for found in articles(self, file):
                if file.position.records > 60:
                    os.kill(os.getpid(), signal.SIGTRAP)
                yield found

        patch.setattr(worker.Worker, "_articles", crash)
        work(*arguments)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_of_a_file_that_crashes_its_reader_again_and_again_what_comes_before_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "b.mbox"
    with Index(tmp_path / "index") as index:
        put(source, mailbox(50))
        index.update([source])
        put(source, mailbox(100), OLD + 10**9)
        monkeypatch.setattr(workers, "work", crashing_again_and_again)
        report = index.update([source], isolate=True, max_seconds=60)
        assert (report.changed, report.removed) == (1, 0)
        assert dict(report.failed) == {"b.mbox": "its reader crashed: SIGTRAP, perhaps for want of memory"}
        statistics = index.statistics()
        assert 50 < statistics.articles <= 60
        assert statistics.partial == {}
        assert index.check(deep=True).damage == ()
        monkeypatch.setattr(workers, "work", work)
        assert index.update([source]).bytes_read == 0
        assert index.update([source], max_seconds=60).articles == 100  # other limits may let it be read
        assert (index.statistics().articles, index.statistics().failed) == (100, {})
        assert index.check(deep=True).damage == ()


def test_a_crash_behind_what_was_read_of_a_file_is_told_with_what_was_wrong_there() -> None:
    partial = Partial(60, 9000, 2, 57, 58, 50, False, 1, True)
    entry = FileEntry(10_000, 5, "0a", 57, 58, problems=("line 7: not a mail",), failed=True, partial=partial)
    job = Job("b.mbox", "/b.mbox", 10_000, 5, identity=3, begun=entry)
    found = FileBeingRead.given_up(job, Reason(Cause.LIMIT, "more than 60 seconds"), again=False)
    told = ("line 7: not a mail", "limit exceeded: more than 60 seconds")
    assert found.articles_before == 57
    # What had gone wrong there may be readable the next time, as it was said then.
    assert found.entry == FileEntry(10_000, 0, "", 57, 58, failed=True, problems=told, identity=3)
    whole = FileBeingRead.given_up(job._replace(begun=None), Reason(Cause.CRASHED, "SIGSEGV"), again=False)
    reason = Reason(Cause.CRASHED, "SIGSEGV")
    assert whole.entry == FileEntry(10_000, 5, reason=reason, failed=True, identity=3)
    assert whole.articles_before == 0


@pytest.mark.usefixtures("splits")
def test_what_was_indexed_before_a_change_is_replaced_as_far_as_the_file_is_read(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", records(40))

    with Index(tmp_path / "index") as index:
        index.update([path])
        before = state(index)
        put(path, records(80).replace(b"coast", b"shore"), OLD + 10**9)
        with pytest.raises(KeyboardInterrupt):
            index.update(progress=interruption(4))
        assert state(index) == before
        changed = index.search("shore", limit=None, duplicates=True).total
        assert 0 < changed < 40
        assert index.search("coast", limit=None, duplicates=True).total == 40 - changed
        assert index.check(deep=True).damage == ()
        report = index.update()
        assert (report.changed, report.articles, index.statistics().articles) == (1, 80, 80)
        assert index.search("coast", duplicates=True).total == 0
        assert index.check(deep=True).damage == ()


@pytest.mark.usefixtures("splits")
def test_lines_of_a_site_are_removed_from_all_pages_of_a_stream(tmp_path: Path) -> None:
    lines = (
        json.dumps(
            {
                "text": f"{sentence(number)}\n\nGive to us, the wreath of the coast, today.",
                "url": f"https://coast.example/{number}",
            }
        )
        for number in range(60)
    )
    put(tmp_path / "a.jsonl", "\n".join(lines).encode())
    with Index(tmp_path / "index") as index:
        index.update([tmp_path / "a.jsonl"])
        assert index.search("keeper", duplicates=True).total == 60
        assert index.search("wreath").total == 0
        assert index.check(deep=True).damage == ()


def test_a_fault_with_a_record_costs_the_record_and_it_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(draft: Any, *others: Any) -> Any:
        return 1 // 0 if draft.title == "Day 3" else clean(draft, *others)

    put(tmp_path / "a.mbox", mailbox(8))
    with Index(tmp_path / "index") as index:
        with monkeypatch.context() as patch:
            patch.setattr("indexer.indexing.extraction.clean", failing)
            report = index.update([tmp_path / "a.mbox"])
        assert (report.articles, list(report.failed)) == (7, ["a.mbox"])
        assert report.failed["a.mbox"].startswith("#4 line 5: internal error: ZeroDivisionError")
        assert index.check(deep=True).damage == ()
        assert (index.update().articles, index.statistics().articles) == (8, 8)


def test_what_cannot_be_read_behind_what_was_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "a.mbox", mailbox(10))
    pieces = reading.pieces

    def cut(*given: Any) -> Iterator[Reading]:
        for number, piece in enumerate(pieces(*given)):
            if number == 4:
                raise SourceError("too large")
            yield piece

    with Index(tmp_path / "index") as index:
        monkeypatch.setattr(reading, "pieces", cut)
        report = index.update([tmp_path / "a.mbox"])
        assert (report.articles, dict(report.failed)) == (4, {"a.mbox": "too large"})
        assert index.check(deep=True).damage == ()


def test_a_record_of_a_stream_has_a_limit_of_its_own_and_the_stream_one_by_what_comes_out() -> None:
    limits = Limits(seconds=60)
    gigabyte = 2**30
    assert limits.exceeded(1000, 0, 59, 59) == ""
    assert limits.exceeded(1000, 0, 61, 61) == "more than 60 seconds"
    assert limits.exceeded(gigabyte, 0, 359, 5000) == ""
    assert limits.exceeded(gigabyte, 0, 361, 361) == "more than 360 seconds for a record"
    assert limits.exceeded(gigabyte, 0, 1, 6300) == "more than 6204 seconds"
    assert limits.exceeded(gigabyte, 10 * gigabyte, 1, 6300) == ""
    assert Limits(seconds=1).exceeded(23_000, 0, 2, 2) == "more than 1 second"  # of 1.00219
    assert Limits(seconds=1.54).exceeded(23_000, 0, 2, 2) == "more than 1.5 seconds"
    assert Limits(seconds=0.04).exceeded(23_000, 0, 2, 2) == "more than 0.04 seconds"
    assert Limits(seconds=0).exceeded(gigabyte, 0, 1e9, 1e9) == ""


class Parent:
    """The other end of a worker's pipe: it gives one job, and keeps what it is told."""

    def __init__(self, job: Job) -> None:
        self.answers: list[Any] = [[(0, job)], None]
        self.told: list[Any] = []

    def recv(self) -> Any:
        return self.answers.pop(0)

    def send(self, message: Any) -> None:
        self.told.append(message)


@pytest.mark.usefixtures("splits")
def test_a_worker_that_finishes_a_segment_is_at_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "a.mbox", mailbox(60))
    places = [-1, 0, 0]
    noted: list[tuple[bool, list[int]]] = []
    finish, read_on = worker.Worker.finish, worker.Worker._taken

    def finishing(self: worker.Worker) -> Any:
        noted.append((self.goes_on is not None, places[:2]))
        return finish(self)

    def reading_on(self: worker.Worker, *given: Any) -> Any:
        assert places[0] == 0
        assert places[1] > 0
        return read_on(self, *given)

    monkeypatch.setattr(worker.Worker, "finish", finishing)
    monkeypatch.setattr(worker.Worker, "_taken", reading_on)
    monkeypatch.setattr("gc.freeze", lambda: None)
    monkeypatch.setattr(Limits, "impose", lambda _: None)
    parent: Any = Parent(Job("a.mbox", str(path), path.stat().st_size, OLD))
    (tmp_path / "index").mkdir()
    work(0, tmp_path / "index", tmp_path, Settings(120, 1), 30.0, 1, Limits(), parent, places, 0)
    assert parent.told[-1] is None
    assert len(noted) > 2
    for goes_on, place in noted:
        assert place == [0 if goes_on else -1, AT_NO_RECORD]


def test_the_time_of_finishing_a_segment_counts_neither_for_a_record_nor_for_its_file() -> None:
    pool = workers._Pool((), [Job("a.mbox", "a.mbox", 1000, OLD)], 1, Limits(seconds=10), Processes(1))
    ended: list[bool] = []
    process: Any = SimpleNamespace(kill=lambda: ended.append(True))
    one = workers._Process(0, 0, process, process)
    pool._running.append(one)
    for step, looks in [(1, 4), (AT_NO_RECORD, 20), (7, 4)]:
        pool._places[:] = (0, step, 0)
        for _ in range(looks):
            pool._end_overdue(1.0)
    assert (one.seconds, one.all_seconds, ended) == (3, 7, [])
    for _ in range(4):
        pool._end_overdue(1.0)
    assert (one.overdue, ended) == ("more than 10 seconds", [True])


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_a_step_is_noted_for_each_piece_of_each_pass(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pieces(monkeypatch, 1000)
    data = records(400)
    path = put(tmp_path / name, data if name == "a.jsonl" else gzip.compress(data, 0))
    steps: list[tuple[int, int]] = []

    def heartbeat(_: Job, step: int, bytes_out: int) -> None:
        steps.append((step, bytes_out))

    one = worker.Worker(IndexFolder(tmp_path), Settings(120, 1), 60, heartbeat=heartbeat)
    first = next(one._articles(FileBeingRead(Job(name, str(path), path.stat().st_size, 1))))
    assert first[0].title == "Day 0"
    assert len(steps) > 2 * len(data) // 1000  # the fingerprint, and what the encoding is
    assert len({step for step, _ in steps}) == len(steps)
    assert all(before[1] <= after[1] for before, after in pairwise(steps))
    one.discard()


def test_a_file_may_have_more_bytes_than_an_index_passages(tmp_path: Path) -> None:
    put(tmp_path / "a.mbox", b"From ann@example.org Mon Feb  3 10:00:00 2020\n")
    os.truncate(tmp_path / "a.mbox", 3 * 2**30)
    with Index(tmp_path / "index") as index:
        assert index.preview([tmp_path / "a.mbox"], max_size=4 * 2**30).new == ("a.mbox",)
        assert index.preview([tmp_path / "a.mbox"], max_size=3 * 2**30 - 1).new == ()
