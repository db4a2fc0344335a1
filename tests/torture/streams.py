"""Is a file of any size read in bounded memory, and how much work does an interruption cost?

What is indexed is made of a pool of paragraphs that are at hand, put together at random.
"""

from __future__ import annotations

import base64
import html
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from memory import peak_of

from indexer import Index

__all__ = ["Interrupted", "interrupted_runs", "paragraphs", "peaks", "scratch_folder"]

COMMIT_SECONDS: Final = 30.0
RUNNER: Final = Path(__file__).with_name("runner.py")
_FEWEST: Final = 60  # characters of a paragraph
_MOST_PARAGRAPHS: Final = 200_000
_LONGEST_WAIT: Final = 600.0
_FOLDED: Final = 72


class Interrupted(NamedTuple):
    """What interruptions cost: how many there were, the most seconds of work that one lost, and what was wrong."""

    turns: int
    lost_s: float
    wrong: list[str]


def paragraphs(folders: Sequence[Path]) -> list[str]:
    """The paragraphs of the text files in some folders."""
    found: dict[str, None] = {}
    for folder in folders:
        for place, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                if not name.endswith((".txt", ".md", ".rst", ".py", "copyright", ".TXT", "README")):
                    continue
                try:
                    text = Path(place, name).read_text("utf-8")
                except (OSError, UnicodeDecodeError):
                    continue
                blocks = (" ".join(block.split()) for block in text.split("\n\n"))
                found.update(dict.fromkeys(block for block in blocks if len(block) >= _FEWEST))
                if len(found) > _MOST_PARAGRAPHS:
                    return list(found)
    return list(found)


class _Texts:
    """Texts of any length, no two of them alike."""

    def __init__(self, pool: Sequence[str], seed: int) -> None:
        self.chance = random.Random(seed)
        self._pool = pool
        self._number = 0

    def next(self, size: int) -> list[str]:
        """Paragraphs of about so many characters."""
        self._number += 1
        found = [f"This is number {self._number} of them, the {self.chance.random()} one."]
        while size > 0:
            found.append(self.chance.choice(self._pool))
            size -= len(found[-1])
        return found

    def size(self) -> int:
        """How long the next text should be: mostly a few thousand characters, and some of them many more."""
        return min(200_000, int(self.chance.lognormvariate(8.0, 1.0)))


def _write(path: Path, size: int, records: Iterator[str]) -> int:
    """Write records until a file has so many bytes; how many they are."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        while size > 0:
            record = next(records)
            file.write(record)
            size -= len(record.encode())
            count += 1
    return count


def _mails(texts: _Texts) -> Iterator[str]:
    """Mails, each fourth with something attached that is not read."""
    number = 0
    while True:
        number += 1
        paragraphs = texts.next(texts.size() // 2)
        lines = (text[at : at + _FOLDED] for text in paragraphs for at in range(0, len(text), _FOLDED))
        body = "\n".join(lines)
        head = (
            f"From ann{number}@example.org Mon Feb  3 10:00:00 2020\nFrom: Ann {number} <ann{number}@example.org>\n"
            f"Subject: {paragraphs[1][:60]}\nDate: Mon, 3 Feb 2020 10:00:00 +0100\nMIME-Version: 1.0\n"
        )
        text = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + body
        if number % 4:
            yield f"{head}{text}\n\n"
            continue
        picture = base64.encodebytes(texts.chance.randbytes(20_000)).decode()
        yield (
            f'{head}Content-Type: multipart/mixed; boundary="=={number}=="\n\n--=={number}==\n{text}\n--=={number}==\n'
            f"Content-Type: image/jpeg; name=a.jpg\nContent-Transfer-Encoding: base64\n\n{picture}--=={number}==--\n\n"
        )


def _records(texts: _Texts) -> Iterator[str]:
    while True:
        paragraphs = texts.next(texts.size() // 2)
        yield json.dumps({"title": paragraphs[1][:60], "text": "\n\n".join(paragraphs)}) + "\n"


def write_library(folder: Path, size: int, texts: _Texts) -> int:
    """Write files of documentation of so many bytes in all; how many they are."""
    number = 0
    while size > 0:
        number += 1
        title, *body = texts.next(texts.size())
        kind = texts.chance.choice(("txt", "txt", "html", "html", "md", "rst", "json"))
        if kind == "html":
            inner = "".join(f"<p>{html.escape(text)}</p>\n" for text in body)
            content = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{inner}</body></html>"
        elif kind == "json":
            content = json.dumps({"title": title, "text": "\n\n".join(body)})
        else:
            content = (f"# {title}\n\n" if kind == "md" else f"{title}\n\n") + "\n\n".join(body) + "\n"
        place = folder / f"part{number // 500:03d}"
        place.mkdir(parents=True, exist_ok=True)
        path = place / f"{number:06d}.{kind}"
        path.write_text(content, encoding="utf-8")
        os.utime(path, ns=(10**18, 10**18))
        size -= len(content.encode())
    return number


def peaks(pool: Sequence[str], scratch: Path, size: int) -> tuple[dict[str, float], list[str]]:
    """The most private memory of all processes in MB while a mailbox is indexed, and a file of records, each of so many
    bytes, of the paragraphs of a pool; and what was wrong."""
    texts = _Texts(pool, 1)
    found: dict[str, float] = {}
    wrong: list[str] = []
    for name, records in (("mailbox.mbox", _mails(texts)), ("records.jsonl", _records(texts))):
        path, index = scratch / name, scratch / "index"
        count = _write(path, size, records)
        os.utime(path, ns=(10**18, 10**18))
        found[name] = peak_of(_started(path, index, scratch / "progress"))
        with Index(index) as opened:
            statistics = opened.statistics()
        if (statistics.files, statistics.articles) != (1, count):
            wrong.append(f"{name}: {statistics.articles} of {count} articles")
        path.unlink()
        shutil.rmtree(index)
    return found, wrong


def interrupted_runs(
    pool: Sequence[str], scratch: Path, size: int, count: int, seconds: float, commit: float = COMMIT_SECONDS
) -> Interrupted:
    """Index files of so many bytes, of the paragraphs of a pool, with a commit every `commit` seconds, and kill the run
    so many times, each after at most so many seconds; sooner where it ends before the first time.

    The work that is lost is counted in seconds of work, as the runner notes them: since as many files had been read as
    were found in the index.
    """
    source, index, progress = scratch / "library", scratch / "index", scratch / "progress"
    texts = _Texts(pool, 2)
    files = write_library(source, size, texts)
    lost: list[float] = []
    wrong: list[str] = []
    kept = 0
    turn = 0
    while turn < count:
        progress.unlink(missing_ok=True)
        process = _started(source, index, progress, commit)
        while process.poll() is None and not progress.exists():
            time.sleep(0.01)
        try:
            process.wait(texts.chance.uniform(0.3, 1.0) * seconds)
        except subprocess.TimeoutExpired:
            pass
        else:
            if lost:
                break  # all is indexed
            # This machine had done it before it could be interrupted.
            shutil.rmtree(index)
            seconds /= 2
            continue
        os.killpg(process.pid, signal.SIGSTOP)
        ended = _read_by(progress, files)
        os.killpg(process.pid, signal.SIGKILL if turn % 2 else signal.SIGTERM)
        os.killpg(process.pid, signal.SIGCONT)
        process.wait(_LONGEST_WAIT)
        with Index(index) as opened:
            now = opened.statistics().files if opened.exists() else 0
            damage = opened.check().damage if opened.exists() else ()
        if now < kept or damage:
            wrong.append(f"interruption {turn}: {now} files where {kept} were kept; {damage[:1]}")
        lost.append(max(0.0, ended - _read_by(progress, now - kept)))
        print(f"killed after {ended:.0f} s of work: {now - kept} files kept, {lost[-1]:.1f} s lost", flush=True)
        kept = now
        turn += 1
    process = _started(source, index, progress)
    process.wait()
    with Index(index) as opened:
        if opened.statistics().files != files or opened.check().damage:
            wrong.append(f"{opened.statistics().files} of {files} files in the end")
    return Interrupted(len(lost), max(lost, default=0.0), wrong)


def _started(source: Path, index: Path, progress: Path, commit: float = COMMIT_SECONDS) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, RUNNER, source, index, progress, str(commit)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,
    )


def _read_by(progress: Path, files: int) -> float:
    """How many seconds of work it took a run to read so many files."""
    when = 0.0
    with progress.open(encoding="ascii") as lines:
        for line in lines:
            time_, _, count = line.partition(" ")
            if int(count) > files:
                break
            when = float(time_)
    return when


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder for what is written here, which is removed with it."""
    return tempfile.TemporaryDirectory(prefix="indexer-streams-")
