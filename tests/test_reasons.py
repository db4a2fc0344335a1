"""Is it compared by a code, and told in a sentence, why a file is not in the index?"""

from __future__ import annotations

import json
import multiprocessing
import pickle
import zipfile
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from indexer import Index
from indexer.errors import UNSUPPORTED, IndexerError, SourceError
from indexer.indexing.limits import Limits
from indexer.indexing.messages import JobRequest
from indexer.indexing.planning import Job
from indexer.indexing.process import work
from indexer.model.drafts import Problem
from indexer.reasons import Cause, Reason
from indexer.store.manifest import Settings

REASONS = st.builds(Reason, st.sampled_from(Cause), st.text(), st.text())


@pytest.mark.parametrize(
    ("reason", "label", "sentence"),
    [
        (Reason(Cause.DUPLICATE, "a of b (c): d"), "duplicate", "duplicate of a of b (c): d"),
        (Reason(Cause.UNSUPPORTED), "unsupported format", "unsupported format"),
        (Reason(Cause.UNSUPPORTED, "not XML"), "unsupported format", "unsupported format: not XML"),
        (Reason(Cause.TOO_LARGE, "3 MB, limit 2 MB"), "too large", "too large (3 MB, limit 2 MB)"),
        (Reason(Cause.TOO_LARGE), "too large", "too large"),
        (Reason(Cause.UNREADABLE, "Permission denied"), "unreadable", "unreadable: Permission denied"),
        (Reason(Cause.NO_SUCH_PART, "#7"), "no such part", "there is no #7 in it"),
        (Reason.of("damaged zip", "bad CRC: x"), "damaged zip", "damaged zip: bad CRC: x"),
        (Reason.of("encrypted"), "encrypted", "encrypted"),
        (Reason.of(UNSUPPORTED, "x"), "unsupported format", "unsupported format: x"),
    ],
)
def test_a_reason_is_counted_by_its_label_and_told_as_a_sentence(reason: Reason, label: str, sentence: str) -> None:
    assert (reason.label, str(reason)) == (label, sentence)


@given(REASONS)
def test_a_reason_is_stored_as_text_and_read_again(reason: Reason) -> None:
    stored = json.loads(json.dumps(reason))
    assert Reason.stored(stored) == reason
    assert Reason.stored(stored).cause is reason.cause
    assert pickle.loads(pickle.dumps(reason)).cause is reason.cause
    assert reason.label


@given(st.text(min_size=1), st.text())
def test_a_phrase_is_what_is_wrong_with_the_content_even_if_it_reads_like_a_code(phrase: str, detail: str) -> None:
    assert Reason.of(phrase, detail) == (Cause.CONTENT, detail, phrase)
    for cause in Cause:
        assert Reason.of(str(cause.value), detail).cause is Cause.CONTENT
        assert Reason.of(cause, detail) == (cause, detail, "")


def test_only_an_unsupported_format_is_no_failure() -> None:
    failed = {cause: SourceError(cause).failed for cause in Cause}
    assert [cause for cause, is_failure in failed.items() if not is_failure] == [Cause.UNSUPPORTED]
    assert SourceError("encrypted").failed
    assert not pickle.loads(pickle.dumps(SourceError(UNSUPPORTED))).failed


def test_a_problem_says_where_and_why() -> None:
    assert str(Problem(3, "not valid JSON", detail="Expecting value")) == "line 3: not valid JSON: Expecting value"
    assert str(Problem(0, Cause.TOO_LARGE, "!/a", detail="more than 5 MB")) == "!/a: too large (more than 5 MB)"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Files of which hardly any can be read, with names that look like reasons."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a (one): of two.txt").write_text("The keeper lit the lamp of the lighthouse.")
    (folder / "b duplicate of nothing.txt").write_text("The keeper lit the lamp of the lighthouse.")
    (folder / "c.xyz").write_text("?")
    (folder / "d.txt").write_text("x" * 5000)
    (folder / "e.txt").symlink_to("nowhere")
    (folder / "f.json").write_text("{")
    (folder / "g.txt").write_text("")
    with zipfile.ZipFile(folder / "h.zip", "w") as archive:
        archive.writestr("a.txt", "The tide came in over the flats.")
        archive.writestr("b.png", "?")
    return tmp_path


EXPECTED = {
    "files/b duplicate of nothing.txt": (Cause.DUPLICATE, "files/a (one): of two.txt", ""),
    "files/c.xyz": (Cause.UNSUPPORTED, "", ""),
    "files/d.txt": (Cause.TOO_LARGE, "4.9 KB, limit 2 KB", ""),
    "files/e.txt": (Cause.BROKEN_LINK, "", ""),
    "files/g.txt": (Cause.EMPTY, "", ""),
    "files/h.zip!/b.png": (Cause.UNSUPPORTED, "", ""),
}


def test_a_report_has_the_codes(library: Path) -> None:
    with Index(library / ".indexer") as index:
        for _ in range(2):  # as found, and as stored
            report = index.update([library / "files"], max_size=2048)
            assert report.skipped == EXPECTED
            assert list(report.failed) == ["files/f.json"]
        statistics = index.statistics()
    assert statistics.skipped == {
        "duplicate": 1,
        "unsupported format": 1,
        "too large": 1,
        "broken link": 1,
        "empty after cleaning": 1,
    }
    assert statistics.failed == {"not valid JSON": 1}


def test_a_duplicate_is_read_when_the_other_file_is_gone(library: Path) -> None:
    with Index(library / ".indexer") as index:
        index.update([library / "files"])
        (library / "files" / "a (one): of two.txt").unlink()
        assert index.update().added == 1
        assert [hit.path for hit in index.search("lighthouse").hits] == ["files/b duplicate of nothing.txt"]


def test_the_command_counts_by_label_and_tells_by_sentence(library: Path, run: Run) -> None:
    done = run("index", "-v", "--max-size", "2048", "files", cwd=library)
    assert done.returncode == 1
    assert (
        "skipped: 1 broken link, 1 duplicate, 1 empty after cleaning, 1 too large, 2 unsupported format" in done.stderr
    )
    assert "  files/b duplicate of nothing.txt: duplicate of files/a (one): of two.txt" in done.stderr
    assert "  files/d.txt: too large (4.9 KB, limit 2 KB)" in done.stderr
    data = json.loads(run("index", "-q", "--format", "json", cwd=library).stdout)
    assert data["skipped"]["files/c.xyz"] == "unsupported format"
    assert data["failed"]["files/f.json"].startswith("not valid JSON: ")


def test_a_fault_in_a_worker_is_reported_by_its_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise LookupError("something unforeseen")

    monkeypatch.setattr("indexer.indexing.worker.Worker.read", fail)
    monkeypatch.setattr("indexer.indexing.limits.Limits.impose", lambda _: None)
    ours, theirs = multiprocessing.Pipe()
    with ours, theirs:
        ours.send([(0, Job("a.txt", "a.txt", 1, 1))])
        work(0, tmp_path / ".indexer", tmp_path, Settings(120, 1), 30.0, 1, Limits(), theirs, [-1], 0)
        assert isinstance(ours.recv(), JobRequest)
        failure = ours.recv()
    assert isinstance(failure, IndexerError)
    assert "LookupError: something unforeseen" in str(failure)
    assert "--debug" in failure.hint
    assert "in fail" in "".join(failure.__notes__)
