"""What does a person get who searches from the shell?"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import examples, start
from hypothesis import given
from hypothesis import strategies as st

from indexer import Article, Index
from indexer.cli.console import Console
from indexer.cli.context import Context
from indexer.errors import QuerySyntaxError, UsageError
from indexer.text.widths import width_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Run, RunInstalled

ARTICLES = {
    "harbour.txt": """\
The night the harbour lamp went out

By Ada Moor

Published 3 May 2021

The lighthouse keeper climbed the stairs at dusk and found the lamp cold. He didn't wait for help from the town.

"Nobody would have believed that a lamp of that size could fail," the harbour master said on the following morning.
""",
    "odd-words.txt": """\
We don't know why the multi-agent simulation was written in C++ and not in Rust.

Prices rose by 3.5% in the U.S. while the letter c and the number 3 stayed what they had always been.

Agents multiply; a simulation may have multi purposes, and one agent of the state spoke for us all.
""",
    "sub/orchard.txt": """\
Apples and pears

The orchard keeper counted 35 apples, 5 pears and 3 plums. Don Carter and his plus-one were there.
""",
}
UGLY = [
    '"',
    "'",
    "(",
    ")",
    "[a TO",
    "AND",
    "NOT",
    "foo:bar",
    "^",
    "~",
    "*",
    "-",
    "\\",
    "title:",
    "💥",
    "a" * 3000,
    "  ",
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three articles and their index."""
    folder = tmp_path_factory.mktemp("library")
    for name, text in ARTICLES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        os.utime(folder / name, (10**9, 10**9))
    with Index(folder / ".indexer") as index:
        index.update([folder])
    return folder


@pytest.fixture(scope="module")
def opened(library: Path) -> Iterator[Index]:
    with Index(library / ".indexer") as index:
        yield index


@pytest.fixture
def changing(library: Path, tmp_path: Path) -> Path:
    """A copy of the library, for tests that change its files."""
    return Path(shutil.copytree(library, tmp_path / "library"))


def fault_of(index: Index, query: str) -> UsageError | None:
    """The error that the query ends in, if it does."""
    try:
        index.search(query)
    except UsageError as error:
        return error
    return None


def test_promise_6_a_hit_is_title_author_date_then_place_then_snippet(run: Run, library: Path) -> None:
    done = run("search", "keeper", "lamp", cwd=library)
    title, place, *snippet = done.stdout.split("\n\n")[0].splitlines()
    assert title == "1. The night the harbour [lamp] went out — Ada Moor, 2021-05-03"
    assert re.fullmatch(r"   harbour\.txt:7  [a-z2-7]{12}\.1", place)
    assert " ".join(" ".join(snippet).split()).startswith("The lighthouse [keeper] climbed the stairs at dusk")
    assert len(snippet) <= 3


def test_promise_6_a_snippet_has_at_most_three_lines_cut_between_words(run: Run, library: Path) -> None:
    done = run("search", "--mark", "never", "lamp", "morning", "keeper", "agent", cwd=library)
    words = set(" ".join(ARTICLES.values()).split())
    for hit in done.stdout.split("\n\n"):
        snippet = hit.splitlines()[2:]
        assert 1 <= len(snippet) <= 3
        assert all(len(line) <= 80 and line.startswith("   ") for line in snippet)
        assert set(" ".join(snippet).split()) - {"…"} <= words


@pytest.mark.parametrize(
    ("mark", "color", "shown"),
    [
        ([], [], "harbour [lamp] went"),
        (["--mark", "auto"], ["--color", "always"], "\x1b[1mThe night the harbour \x1b[0m\x1b[31m\x1b[1mlamp\x1b[0m"),
        (["--mark", "always"], ["--color", "always"], "harbour \x1b[0m\x1b[31m\x1b[1m[lamp]\x1b[0m"),
        (["--mark", "always"], [], "harbour [lamp] went"),
        (["--mark", "never"], [], "harbour lamp went"),
    ],
)
def test_matches_are_in_brackets_where_there_is_no_colour(
    run: Run, library: Path, mark: list[str], color: list[str], shown: str
) -> None:
    assert shown in run("search", *mark, *color, "lamp", cwd=library).stdout


def test_a_phrase_is_in_one_pair_of_brackets(run: Run, library: Path) -> None:
    assert "[lighthouse keeper] climbed" in run("search", '"lighthouse keeper"', cwd=library).stdout


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "lines"])
def test_data_has_no_brackets(run: Run, library: Path, form: str) -> None:
    output = run("search", "--format", form, "--mark", "always", "lamp", cwd=library).stdout
    assert "lamp" in output
    assert "[lamp]" not in output


def test_a_hit_by_its_title_alone_is_said_to_be(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gale.txt").write_text("The great gale\n\nThe boats stayed in the harbour until it was over.\n")
    (tmp_path / "harbour.txt").write_text("The harbour\n\nA gale broke the mast.\n")
    assert run("index", ".", cwd=tmp_path).returncode == 0
    hits = run("search", "gale", cwd=tmp_path).stdout.split("\n\n")
    assert ["(in title)" in hit for hit in hits] == ["gale.txt" in hit for hit in hits]
    assert "(in title)" not in run("search", "language:en", cwd=tmp_path).stdout
    (hit,) = json.loads(run("search", "great", "--format", "json", cwd=tmp_path).stdout)["hits"]
    assert (hit["highlights"], hit["title_highlights"]) == ([], [[4, 9]])


def test_a_caption_that_matches_is_shown(run: Run, tmp_path: Path) -> None:
    caption = "Waves at dawn. " * 20 + "The harbour in a gale."
    with Index(tmp_path / ".indexer") as index:
        index.add([Article("Nothing of it is said here.", title="A photo", path="photo", captions=("None.", caption))])
    _, place, *lines = run("search", "caption:harbours", cwd=tmp_path).stdout.splitlines()
    assert place.endswith("  (in caption)")
    assert len(lines) == 3
    assert lines[0].startswith("   … ")
    assert " ".join(lines).endswith("The [harbour] in a gale.")
    (hit,) = json.loads(run("search", "caption:harbours", "--format", "json", cwd=tmp_path).stdout)["hits"]
    assert hit["caption"] == {"snippet": caption, "highlights": [[304, 311]]}
    assert "(in caption)" not in run("search", "caption:harbour OR said", cwd=tmp_path).stdout


def test_promise_6_hyperlinks_name_the_file_by_its_uri(run: Run, library: Path) -> None:
    done = run("search", "--hyperlink", "lamp", cwd=library)
    uri = (library / "harbour.txt").as_uri()
    assert f"\x1b]8;;{uri}\x1b\\harbour.txt:7\x1b]8;;\x1b\\" in done.stdout


@pytest.mark.parametrize(("query", "code"), [("lamp", 0), ("zzyzzyx", 1), ('"lamp', 2)])
def test_promise_2_the_exit_code_tells_hits_from_none_and_errors(
    run: Run, library: Path, query: str, code: int
) -> None:
    for form in ("text", "json"):
        assert run("search", "--format", form, query, cwd=library).returncode == code


def test_promise_3_stdout_has_only_results_and_messages_are_on_stderr(run: Run, library: Path) -> None:
    done = run("search", "lamp", cwd=library)
    assert "matching passage" in done.stderr
    assert "matching passage" not in done.stdout
    nothing = run("search", "zzyzzyx", cwd=library)
    assert nothing.stdout == ""
    assert "nothing found" in nothing.stderr


def test_promise_3_quiet_silences_messages_but_not_errors(run: Run, library: Path) -> None:
    assert run("search", "-q", "lamp", cwd=library).stderr == ""
    assert run("search", "-q", "zzyzzyx", cwd=library).stderr == ""
    assert run("search", "-q", '"lamp', cwd=library).stderr.startswith("error: ")


def test_promise_7_files_counts_and_nul_as_in_grep(run: Run, library: Path) -> None:
    names = run("search", "-l", "keeper", cwd=library).stdout
    assert sorted(names.splitlines()) == ["harbour.txt", "sub/orchard.txt"]
    assert sorted(run("search", "-c", "keeper", cwd=library).stdout.splitlines()) == [
        "harbour.txt:1",
        "sub/orchard.txt:1",
    ]
    assert run("search", "-l", "-0", "keeper", cwd=library).stdout == names.replace("\n", "\0")
    assert run("search", "-c0", "apples", cwd=library).stdout == "sub/orchard.txt\x001\n"
    nothing = run("search", "-l", "zzyzzyx", cwd=library)
    assert (nothing.returncode, nothing.stdout) == (1, "")


@pytest.mark.parametrize(
    ("query", "typed"),
    [("don't", "don't"), ("multi-agent", "multi-agent"), ("C++", "C++"), ("3.5%", "3.5%"), ("U.S.", "U.S.")],
)
def test_promise_9_words_with_signs_are_found_as_typed(opened: Index, query: str, typed: str) -> None:
    first = opened.search(query, per_article=0).hits[0]
    marked = [first.snippet.text[start:end] for start, end in first.snippet.highlights]
    assert typed in first.text
    assert any(mark.strip("%+.") == typed.strip("%+.") for mark in marked)


def test_promise_9_words_with_signs_go_through_the_shell(run_installed: RunInstalled, library: Path) -> None:
    done = run_installed("search", cwd=library, shell='"$@" --format json C++ 3.5% "don\'t" U.S. multi-agent')
    assert json.loads(done.stdout)["hits"][0]["path"] == "odd-words.txt"


@pytest.mark.parametrize("query", UGLY)
def test_promise_9_a_query_is_read_or_its_fault_is_shown(opened: Index, query: str) -> None:
    fault = fault_of(opened, query)
    assert fault is None or (str(fault) and fault.hint)
    assert not isinstance(fault, QuerySyntaxError) or 0 <= fault.start < fault.end


@given(st.text(st.characters(codec="utf-8"), max_size=60) | st.text("\"'()[]{}:^~*?+-!&|/\\ aND", max_size=30))
def test_promise_9_any_string_is_a_query_or_an_error_and_literally_always_a_query(opened: Index, query: str) -> None:
    opened.search(query, literal=True)
    fault = fault_of(opened, query)
    assert fault is None or str(fault)


@pytest.mark.parametrize("query", ['"', "-", "(AND [* TO", b"\xff\xfe", "", "\n\t"])
def test_promise_9_literal_never_errs_on_the_command_line(run: Run, library: Path, query: str | bytes) -> None:
    done = run("search", "--literal", "--", query, cwd=library)
    assert done.returncode in {0, 1}
    assert "error" not in done.stderr


def test_promise_10_an_unknown_field_is_named_with_those_there_are(run: Run, library: Path) -> None:
    done = run("search", "lamp foo:bar", cwd=library)
    assert done.returncode == 2
    error, query, caret = done.stderr.splitlines()[:3]
    assert re.fullmatch(r'error: no field "foo"; fields: (\w+, )+\w+', error)
    assert {"author", "date", "title"} <= set(re.findall(r"\w+", error))
    assert caret.index("^") == query.index("foo")


def test_promise_10_the_word_that_is_missing_is_named_and_a_real_word_suggested(run: Run, library: Path) -> None:
    done = run("search", "ligthouse", cwd=library)
    assert done.returncode == 1
    assert 'no passage has "ligthouse"; did you mean lighthouse?' in done.stderr
    # `simul` is the stem that is looked up; it is no word.
    assert "did you mean simulation?" in run("search", "simulatoin", cwd=library).stderr


def test_promise_10_only_the_missing_word_of_several_is_named(run: Run, library: Path) -> None:
    done = run("search", "--all", "lamp", "zzyzzyx", cwd=library)
    assert done.returncode == 1
    assert '"zzyzzyx"' in done.stderr
    assert '"lamp"' not in done.stderr
    answer = json.loads(run("search", "--format", "json", "--all", "lamp", "ligthouse", cwd=library).stdout)
    assert answer["missing"] == {"ligthouse": ["lighthouse"]}


@pytest.mark.parametrize("change", ["edited", "deleted"])
def test_promise_11_a_changed_source_is_warned_of_once_and_its_hits_are_stale(
    run: Run, changing: Path, change: str
) -> None:
    if change == "edited":
        (changing / "harbour.txt").write_text("Another text altogether.\n")
        said = "has changed since indexing; run indexer index"
    else:
        (changing / "harbour.txt").unlink()
        said = "was deleted or moved since indexing, or its drive is not mounted"
    done = run("search", "--format", "json", "--per-article", "0", "lamp", "keeper", "harbour", cwd=changing)
    assert done.returncode == 0
    assert [line for line in done.stderr.splitlines() if line.startswith("warning:")] == [
        f"warning: harbour.txt {said}"
    ]
    stale = {hit["path"]: hit["stale"] for hit in json.loads(done.stdout)["hits"]}
    assert stale == {"harbour.txt": True, "sub/orchard.txt": False}


@pytest.mark.parametrize("option", ["-l", "-c"])
def test_promise_11_a_listed_file_that_is_gone_is_warned_of(run: Run, changing: Path, option: str) -> None:
    assert "warning" not in run("search", option, "lamp", cwd=changing).stderr
    (changing / "harbour.txt").unlink()
    done = run("search", option, "lamp", cwd=changing)
    assert "harbour.txt" in done.stdout
    assert "warning: harbour.txt was deleted or moved since indexing" in done.stderr


def test_of_many_listed_files_that_are_gone_the_number_is_told(run: Run, tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number}.txt").write_text(f"The keeper lit lamp {number}.\n")
    run("index", ".", cwd=tmp_path)
    for number in range(11):
        (tmp_path / f"{number}.txt").unlink()
    done = run("search", "-l", "keeper", cwd=tmp_path)
    assert len(done.stdout.splitlines()) == 12
    (warning,) = [line for line in done.stderr.splitlines() if line.startswith("warning:")]
    assert warning.startswith("warning: 11 of these files were deleted or moved")


def test_promise_11_touching_a_source_does_not_make_it_stale(run: Run, changing: Path) -> None:
    (changing / "harbour.txt").touch()
    done = run("search", "--format", "json", "lamp", cwd=changing)
    assert json.loads(done.stdout)["hits"][0]["stale"] is False
    assert "warning" not in done.stderr


def test_promise_11_a_stale_hit_is_marked_in_text_too(run: Run, changing: Path) -> None:
    (changing / "harbour.txt").unlink()
    done = run("search", "lamp", cwd=changing)
    assert "(changed since)" in done.stdout
    assert run("search", "-q", "lamp", cwd=changing).stderr == ""


def test_hits_can_be_bounded_by_date(run: Run, library: Path) -> None:
    assert run("search", "-l", "--since", "2021-05", "keeper", cwd=library).stdout == "harbour.txt\n"
    assert run("search", "-l", "--until", "2021-05-02", "keeper", cwd=library).returncode == 1
    assert run("search", "-l", "keeper date:2021-05-03", cwd=library).stdout == "harbour.txt\n"


def test_any_and_all(run: Run, library: Path) -> None:
    assert len(run("search", "-l", "lamp", "pears", cwd=library).stdout.splitlines()) == 2
    assert run("search", "-l", "--all", "lamp", "pears", cwd=library).returncode == 1


def test_an_option_that_was_meant_as_an_excluded_word_is_explained(run: Run, library: Path) -> None:
    done = run("search", "keeper", "-zebra", cwd=library)
    assert done.returncode == 2
    assert "hint: to leave out a word write: NOT word" in done.stderr
    assert run("search", "-l", "--", "keeper", "-lamp", cwd=library).stdout == "sub/orchard.txt\n"


@pytest.mark.parametrize("form", ["text", "json", "paths", "-l"])
def test_promise_2_a_reader_that_has_gone_ends_the_search_quietly(library: Path, form: str) -> None:
    options = [form] if form.startswith("-") else ["--format", form]
    process = start(["search", *options, "keeper"], library, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    _, complaint = process.communicate(timeout=60)
    assert complaint.strip() in {"", "1–2 of 2 matching passages"}
    assert process.returncode not in {1, 2}  # it is neither "nothing found" nor an error


PIECES = st.sampled_from(
    [
        *(
            "lamp",
            "light*",
            "ke?per",
            "lamb~",
            "lamp~2",
            "=keeper",
            "wi-fi",
            "O'Leary",
            "C++",
            "灯台",
            "U.S.",
            "the",
            "*",
            "é",
        ),
        *('"sun valve"', '"sun valve"~3', '"', "“lamp”", "(", ")", "[", "]", "[2019 TO 2020]", "[a TO b]"),
        *("AND", "OR", "NOT", "&&", "||", "|", "+", "-", "!", "^2", "^0", "^x", "~", "~1", "~9", ":", "::", "="),
        *("title:", "Author:", "site:", "date:", "year:", "from:", "to:", "subject:", "language:", "autor:", "text:"),
        *(
            "2019",
            "2019-02",
            "2019..2021",
            ">=2020",
            "02/03/2023",
            "20 Feb 2019",
            "last week",
            "Feb",
            "de",
            "http://a/b?c",
        ),
        *(" ", "\t", "\n", "\0", "\u202e", "\udcff", "𝕏", "ẞ", "ﬁ", "🙂"),
    ]
)


@examples(300)
@given(st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join) | st.lists(PIECES, max_size=9).map(" ".join))
def test_promise_9_whatever_is_put_together_is_a_query_or_one_line_with_a_caret_and_a_hint(
    opened: Index, query: str
) -> None:
    fault = fault_of(opened, query)
    if fault is None:
        return
    assert isinstance(fault, QuerySyntaxError)
    assert fault.hint
    assert "\n" not in str(fault) + fault.hint
    err = io.StringIO()
    console = Console(replace(Context.of_process(), stderr=err, terminals=frozenset()))
    console.report(fault)
    said, shown, caret, hint = err.getvalue().split("\n")[:4]
    assert (said[:7], hint[:6]) == ("error: ", "hint: ")
    assert re.fullmatch(r" {2,}\^+", caret)
    assert width_of(caret) <= max(width_of(shown), 3) <= console.context.size.columns


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("autor:marsh", "did you mean author:?"),
        ("foo:bar", "put the text in quotes"),
        ("lamp AND", 'or "and" for the word itself'),
        ("lamp NOT", 'or "not" for the word itself'),
        ("lamp ||", "write words beside it"),
        ('say "lamp', "close it at the end of the phrase"),
        ("(lamp", "close it with )"),
        ("lamp)", "or open one before it"),
        ("site:[a TO b]", "site:(one two)"),
        ("(lamp tide)~2", "(wind~ tide~)"),
        ("*", "photogr*"),
        ("date:soon", "write 2019, 2019-02"),
        ("language:klingon", "language:German"),
    ],
)
def test_a_hint_says_what_to_write_instead(run: Run, library: Path, query: str, hint: str) -> None:
    done = run("search", query, cwd=library)
    assert done.returncode == 2
    assert hint in done.stderr.splitlines()[3]


def test_a_date_that_may_be_two_days_is_refused_with_both(run: Run, library: Path) -> None:
    for arguments in (["date:02/03/2023"], ["lamp", "--since", "02/03/2023"], ["year: 02-03-2023"]):
        done = run("search", *arguments, cwd=library)
        assert done.returncode == 2
        assert "2023-03-02 (2 March) or 2023-02-03 (3 February)" in done.stderr


def test_since_after_until_is_an_error(run: Run, library: Path) -> None:
    for command in ("search", "export", "timeline"):
        done = run(command, "lamp", "--since", "2020", "--until", "2019", cwd=library)
        assert done.returncode == 2
        assert "error: since 2020-01-01 is later than until 2019-12-31" in done.stderr


@pytest.mark.parametrize("query", ["lamp date:2021", "lamp Date:2021", "lamp date: 2021", "lamp DATE : 2021"])
def test_a_field_is_read_however_it_is_written(opened: Index, query: str) -> None:
    found = opened.search(query, limit=None)
    assert found.total
    assert {hit.published.year for hit in found.hits if hit.published} == {2021}


def test_of_a_long_query_what_is_around_the_fault_is_shown(run: Run, library: Path) -> None:
    done = run("search", "word " * 60 + "autor:x " + "more " * 50, cwd=library, columns=60)
    _, shown, caret, _ = done.stderr.splitlines()
    assert len(shown) <= 60
    assert shown[caret.index("^") : caret.rindex("^") + 1] == "autor"
