"""Does each option of a search have an effect, or is it refused?"""

from __future__ import annotations

import itertools
import json
import os
from pathlib import Path

import pytest
from conftest import Run, RunInstalled

from indexer import Article, Index
from indexer.cli import Context, main

FILES = 9


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files on one thing, of which some have it more often, and their index."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "s").mkdir()
    for number in range(FILES):
        text = f"The zebra number {number} ran across the plain, near the river of that name, in year {number}. "
        (folder / "s" / f"{number}.txt").write_text(f"Zebra {number}\n\n" + text * (1 + number % 3 * 10))
    with Index(folder / ".indexer") as index:
        index.update([folder / "s"], passage_words=40)
    return folder


@pytest.mark.parametrize("form", [[], ["--format", "text"]])
@pytest.mark.parametrize("option", ["-l", "-c"])
def test_a_list_of_files_has_all_of_them_unless_a_number_is_given(
    run: Run, library: Path, option: str, form: list[str]
) -> None:
    whole = run("search", "zebra", option, *form, cwd=library).stdout.splitlines()
    assert len(whole) == FILES
    for limit, offset in itertools.product((None, 0, 1, 4, 99, 10**30), (None, 0, 3, 99, 10**30)):
        arguments = [*(["-n", str(limit)] if limit is not None else [])]
        arguments += ["--offset", str(offset)] if offset is not None else []
        done = run("search", "zebra", option, *form, *arguments, cwd=library)
        first = offset or 0
        assert done.stdout.splitlines() == whole[first : first + limit if limit else None]
        assert done.returncode == 0
        assert done.stderr == ("" if done.stdout else f"no more files: {FILES} match\n")


@pytest.mark.parametrize("option", ["-l", "-c"])
def test_a_list_of_files_can_be_data(run: Run, library: Path, option: str) -> None:
    lines = run("search", "zebra", option, "-n4", cwd=library).stdout.splitlines()
    data = json.loads(run("search", "zebra", option, "-n4", "--format", "json", cwd=library).stdout)
    assert (data["schema"], data["query"]) == (1, "zebra")
    rows = run("search", "zebra", option, "-n4", "--format", "jsonl", cwd=library).stdout.splitlines()
    assert [json.loads(row) for row in rows] == data["files"]
    shown = [file["path"] + (f":{file['passages']}" if option == "-c" else "") for file in data["files"]]
    assert shown == lines


def test_paths_and_names_of_files_are_the_same_list(run: Run, library: Path) -> None:
    for null in ([], ["-0"]):
        names = run("search", "zebra", "-l", *null, cwd=library)
        assert run("search", "zebra", "-l", "--format", "paths", *null, cwd=library).out == names.out
    assert names.out.count(b"\0") == FILES


@pytest.mark.parametrize(
    "arguments",
    [
        ["-l", "-c"],
        ["-l", "--per-article", "1"],
        ["-c", "--per-article", "0"],
        ["-l", "--duplicates", "show"],
        ["-c", "--duplicates", "hide"],
        ["-l", "--format", "csv"],
        ["-c", "--format", "csv"],
        ["-c", "--format", "paths"],
        ["-0"],
        ["-0", "--format", "json"],
        ["-l", "-0", "--format", "json"],
        ["-c", "-0", "--format", "jsonl"],
        ["--hyperlink", "--format", "json"],
        ["--hyperlink", "--format", "paths"],
        ["--since", "2020", "--until", "2019"],
        ["-l", "--since", "2020", "--until", "2019-12"],
        ["-n", "-1"],
        ["-n", "2.5"],
    ],
    ids=" ".join,
)
def test_what_has_no_effect_is_refused(run: Run, library: Path, arguments: list[str]) -> None:
    done = run("search", "zebra", *arguments, cwd=library)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ")
    assert done.stderr.splitlines()[-1].startswith("hint: ")


def test_days_are_kept_to_in_a_list_of_files(run: Run, tmp_path: Path) -> None:
    for year in (2018, 2019, 2020):
        (tmp_path / f"{year}.md").write_text(
            f"---\ndate: {year}-05-01\n---\n\nThe tide table of the harbour of {year}.\n"
        )
    run("index", ".", cwd=tmp_path)
    for option in ("-l", "-c"):
        found = run("search", option, "--since", "2019", "--until", "2019", "tide", cwd=tmp_path).stdout
        assert found.replace(":1", "") == "2019.md\n"


@pytest.mark.parametrize("option", [["-l"], ["-c"], ["--format", "text"]])
def test_links_lead_to_the_files(run: Run, library: Path, option: list[str]) -> None:
    out = run("search", "zebra", "-n2", "--hyperlink", *option, cwd=library).stdout
    assert out.count("\x1b]8;;file:///") == 2


@pytest.mark.parametrize(
    "query",
    [
        "date:2018",
        "Date:2018",
        "DATE:2018",
        "date: 2018",
        "Date:  2018",
        "date : 2018",
        "tide date: 2018",
        "Title: 2018",
        "title:2018",
        "(tide date: 2018)",
        "tide AND Year: 2018",
        "-date: 2019 tide",
        'Title: "tides of 2018"',
        "date: [2018 TO 2018]",
        "date: (2018 OR 2017)",
    ],
)
def test_a_field_is_one_however_it_is_written(run: Run, tmp_path: Path, query: str) -> None:
    for year in (2018, 2019):
        (tmp_path / f"{year}.md").write_text(
            f"---\ntitle: Tides of {year}\ndate: {year}-05-01\n---\n\nThe tide table for the day, printed by hand.\n"
        )
    run("index", ".", cwd=tmp_path)
    assert run("search", "-l", "--", query, cwd=tmp_path).stdout == "2018.md\n"


@pytest.mark.parametrize("query", ["update: table", "Note: table", "table :", "date:: table", "nosuch : table"])
def test_what_names_no_field_is_words(run: Run, tmp_path: Path, query: str) -> None:
    (tmp_path / "a.txt").write_text("The tide table for the day, printed by hand.")
    run("index", ".", cwd=tmp_path)
    assert run("search", "-l", query, cwd=tmp_path).stdout == "a.txt\n"


@pytest.mark.parametrize("query", ["\U0001f382", "–", "…", '"\U0001f382"', "€", "title:\U0001f382", "( \U0001f382 )"])
def test_the_hint_for_a_sign_does_not_offer_what_fails(run: Run, library: Path, query: str) -> None:
    done = run("search", query, cwd=library)
    assert done.returncode == 2
    assert "nothing to search for" in done.stderr
    hint = done.stderr.splitlines()[-1]
    assert "letters and digits" in hint
    assert "quotes" not in hint
    assert "--literal" not in hint


@pytest.mark.parametrize("query", ["", "  ", "\t"])
def test_the_hint_for_an_empty_query_asks_for_words(run: Run, library: Path, query: str) -> None:
    done = run("search", query, cwd=library)
    assert done.returncode == 2
    assert "word" in done.stderr.splitlines()[-1]
    assert "quotes" not in done.stderr


def test_an_index_with_an_absolute_path_needs_no_current_folder(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """As in a shell whose folder another one has removed."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    monkeypatch.delenv("INDEXER_INDEX", raising=False)

    def there(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(list(map(str, arguments)), Context.of_process())
        return code, *capfd.readouterr()

    index = library / ".indexer"
    for arguments in (
        ["search", "--index", index, "zebra"],
        ["search", "--index", index, "-l", "--format", "json", "zebra"],
        ["stats", "--index", index],
        ["show", "--index", index, library / "s" / "1.txt"],
        ["clean", library / "s" / "1.txt"],
        ["index", "--index", index, library / "s"],
        ["--help"],
        [],
    ):
        code, out, err = there(*arguments)
        assert code == 0, (arguments, err)
        assert str(library) in out + err or len(arguments) < 3
    for arguments in (["search", "zebra"], ["stats"], ["clean", "a.txt"], ["index", "--index", index, "s"]):
        code, out, err = there(*arguments)
        assert (code, out) == (2, "")
        assert "the current folder no longer exists" in err
        assert "Traceback" not in err


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ('"$@" search --index "$INDEX" -l zebra', 0, "/s/1.txt"),
        ('"$@" search zebra', 2, "the current folder no longer exists"),
    ],
)
def test_the_program_starts_where_the_current_folder_is_gone(
    run_installed: RunInstalled, library: Path, tmp_path: Path, line: str, code: int, said: str
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = run_installed(cwd=gone, env={"INDEX": str(library / ".indexer")}, shell=f'rmdir "$PWD" && {line}')
    assert (done.returncode, said in done.stdout + done.stderr) == (code, True), done.stderr


def test_an_article_from_no_file_is_listed_by_its_path(run: Run, tmp_path: Path) -> None:
    with Index(tmp_path / ".indexer") as index:
        index.add([Article("A zebra on the air.", path="https://radio.example/a")])
    for arguments in (["-l"], ["--format", "paths"]):
        done = run("search", "zebra", *arguments, cwd=tmp_path)
        assert done.stdout == "https://radio.example/a\n"
    assert os.listdir(tmp_path) == [".indexer"]
