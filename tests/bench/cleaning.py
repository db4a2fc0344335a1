"""How well, and how fast, is an article told from what is around it?

    python tests/bench/cleaning.py [--rounds 3] [--rivals trafilatura,…] [--limit N] [--worst N] [--json]

Web pages are read by `indexer` and its rivals, those that are installed here or in another environment
(`--rival-python`). They take turns, round by round, each with its own process; speeds are pages per CPU second,
start-up excluded, medians of the rounds. Text is compared by its shingles of four words. Precision and recall of a page
are over its multiset of shingles; a set's are the means over its pages, and F1 is their harmonic mean. A title is right
if its words are, the authors if their names are, a date if it is the day.

Short texts, those of passages, are cleaned as if they were pasted: `pasted_ms` is the CPU time that one takes, start-up
excluded, on a machine on which `import numpy` takes 100 ms.

Then `indexer index` and `trafilatura`, each with two processes, read the same 1,000 pages from the disk (wall time,
start-up included; trafilatura writes text only), what is taken out of clean texts is counted (`firings.py`), and every
file of the zoo (`zoo.py`) and of the small cases (`cases.py`) is held to what it says.

With `--json` the last line is an object with the figures. The data is not part of this repository (`--data`).
"""

from __future__ import annotations

import argparse
import collections
import gzip
import itertools
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent)]

import cases  # noqa: E402
import firings  # noqa: E402
import zoo  # noqa: E402
from extractors import READERS, Answer  # noqa: E402 - beside this program, wherever it is run from

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
TEXT_SETS = ("wcxb-dev", "readability")
DATE_SET = "htmldate"
WIDTH = 4
INDEXED_PAGES = 1000
PASSAGES = Path("passages", "passages-100k.jsonl.gz")
SHORT_TEXTS = 2000
PASTED = "pasted"
"""Asks for the work of cleaning short texts."""
UNIT = "import time; began = time.process_time(); import numpy; print(time.process_time() - began)"
UNIT_MS = 100.0


def pages(data: Path, name: str, limit: int | None) -> list[tuple[str, str, Answer]]:
    """The id, the decoded page and the truth of every page of a set."""
    truth = json.loads((data / "html" / name / "truth.json").read_text(encoding="utf-8"))
    found = []
    for key in sorted(truth)[:limit]:
        raw = gzip.decompress((data / "html" / name / "html" / f"{key}.html.gz").read_bytes())
        try:
            page = raw.decode("utf-8")
        except UnicodeDecodeError:
            page = raw.decode("cp1252", "replace")
        found.append((key, page, truth[key]))
    return found


def work(system: str, data: Path, limit: int | None, output: Path) -> None:
    """Read all pages with one system and write its answers and its speed to `output`."""
    read = READERS[system]()
    read("<p>Once, so that everything is imported and compiled.</p>", "")
    answers: dict[str, dict[str, Answer]] = {}
    spent = 0.0
    count = 0
    for name in (*TEXT_SETS, DATE_SET):
        answers[name] = {}
        for key, page, truth in pages(data, name, limit):
            started = time.process_time()
            answers[name][key] = read(page, truth.get("url") or "")
            spent += time.process_time() - started
            count += 1
    output.write_text(json.dumps({"answers": answers, "pages_per_second": count / spent}), encoding="utf-8")


def clean_short_texts(data: Path) -> float:
    """Clean short texts and return the CPU seconds that each took."""
    from indexer.cleaning import clean
    from indexer.model.drafts import Draft

    with gzip.open(data / PASSAGES, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in itertools.islice(lines, SHORT_TEXTS)]
    texts = ["\n\n".join(filter(None, (record.get("title"), record["text"]))) + "\n" for record in records]
    clean(Draft("text", "Once, so that everything is imported and compiled."))
    began = time.process_time()
    for text in texts:
        clean(Draft("text", text))
    return (time.process_time() - began) / len(texts)


def pasted_ms(data: Path, rounds: int) -> float:
    """How many milliseconds of CPU time a short text takes on a machine on which `import numpy` takes UNIT_MS: each
    round has a process of its own for either, and medians are compared."""
    work = [sys.executable, __file__, "--work", PASTED, "--data", str(data)]
    costs: dict[str, list[float]] = {name: [] for name in ("unit", "work")}
    for _ in range(rounds):
        for name, command in (("unit", [sys.executable, "-c", UNIT]), ("work", work)):
            costs[name].append(float(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
    return UNIT_MS * statistics.median(costs["work"]) / statistics.median(costs["unit"])


def shingles(text: str) -> collections.Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    if len(words) < WIDTH:
        return collections.Counter([tuple(words)] if words else [])
    return collections.Counter(zip(*(words[i:] for i in range(WIDTH)), strict=False))


def agreement(true: str, found: str) -> tuple[float, float]:
    """Precision and recall of the text that was found on one page."""
    expected, given = shingles(true), shingles(found)
    shared = (expected & given).total()
    return shared / max(1, given.total()), shared / max(1, expected.total())


def text_scores(truth: dict[str, Answer], answers: dict[str, Answer]) -> dict[str, Any]:
    rows = [(*agreement(truth[key]["articleBody"], answers[key]["text"]), key) for key in sorted(answers)]
    precision = statistics.fmean(row[0] for row in rows)
    recall = statistics.fmean(row[1] for row in rows)
    return {
        "pages": len(rows),
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(1e-9, precision + recall),
        "worst": [row[2] for row in sorted(rows, key=lambda row: row[0] * row[1])],
    }


def folded(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def names(authors: list[str]) -> set[str]:
    return {author.lower().strip() for author in authors}


def are_others(true: list[str], found: list[str]) -> bool:
    """Whether authors were found and none of them is one of the truth's."""
    return bool(found) and not names(true) & names(found)


def day(truth: Answer) -> str:
    value = truth.get("date")
    return value if isinstance(value, str) and value != "None" else ""


def metadata_scores(truth: dict[str, Answer], answers: dict[str, Answer]) -> dict[str, float]:
    """The shares of pages whose title, authors and day are right, and whose authors are others, of those for which they
    are known."""
    titled = [key for key in answers if truth[key].get("title")]
    signed = [key for key in answers if truth[key].get("authors")]
    return {
        "title": statistics.fmean(folded(truth[key]["title"]) == folded(answers[key]["title"]) for key in titled),
        "authors": statistics.fmean(names(truth[key]["authors"]) == names(answers[key]["authors"]) for key in signed),
        "authors_wrong": statistics.fmean(are_others(truth[key]["authors"], answers[key]["authors"]) for key in signed),
        "day": day_score(truth, answers),
    }


def day_score(truth: dict[str, Answer], answers: dict[str, Answer]) -> float:
    dated = [key for key in answers if day(truth[key])]
    return statistics.fmean(day(truth[key]) == answers[key]["date"] for key in dated)


def measure(arguments: argparse.Namespace, systems: list[str]) -> dict[str, Any]:
    """Run the systems in turn and score their last answers; a rival that is not installed is left out."""
    runs: dict[str, list[dict[str, Any]]] = {system: [] for system in systems}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(arguments.rounds):
            for system in list(runs):
                output = Path(folder) / "answers.json"
                python = sys.executable if system.startswith("indexer") else arguments.rival_python
                command = [python, __file__, "--work", system, "--output", str(output), "--data", str(arguments.data)]
                command += ["--limit", str(arguments.limit)] if arguments.limit else []
                run = subprocess.run(command, capture_output=True, text=True, check=False)
                if run.returncode == 0:
                    runs[system].append(json.loads(output.read_text(encoding="utf-8")))
                elif system != "indexer" and re.search(
                    r"^(?:ImportError|ModuleNotFoundError)", run.stderr, re.MULTILINE
                ):
                    del runs[system]
                else:
                    sys.exit(run.stderr)
    report: dict[str, Any] = {}
    for system, results in runs.items():
        speeds = [result["pages_per_second"] for result in results]
        report[system] = {
            "pages_per_second": statistics.median(speeds),
            **scores(arguments.data, results[-1]["answers"]),
        }
    return report


def scores(data: Path, answers: dict[str, dict[str, Answer]]) -> dict[str, Any]:
    truths = {name: json.loads((data / "html" / name / "truth.json").read_text(encoding="utf-8")) for name in answers}
    found: dict[str, Any] = {name: text_scores(truths[name], answers[name]) for name in TEXT_SETS}
    found[TEXT_SETS[0]] |= metadata_scores(truths[TEXT_SETS[0]], answers[TEXT_SETS[0]])
    found[DATE_SET] = {"pages": len(answers[DATE_SET]), "day": day_score(truths[DATE_SET], answers[DATE_SET])}
    return found


def index_times(arguments: argparse.Namespace) -> dict[str, float]:
    """The seconds that `indexer index` and `trafilatura` take for the same pages, two processes each; medians."""
    commands = {
        "indexer": [str(Path(sys.executable).parent / "indexer"), "index", "-q", "--jobs", "2", "pages"],
        "trafilatura": [
            str(Path(arguments.rival_python).parent / "trafilatura"),
            *("--input-dir", "pages", "--output-dir", "texts", "--parallel", "2", "--no-comments"),
        ],
    }
    spent: dict[str, list[float]] = {name: [] for name in commands if Path(commands[name][0]).exists()}
    # As after an installation: what is imported from a checkout is compiled once, not again by every process.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    for command in commands.values():
        subprocess.run([command[0], "--version"], env=environment, capture_output=True, check=False)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pages").mkdir()
        for number, page in enumerate(sample(arguments.data, min(arguments.limit or INDEXED_PAGES, INDEXED_PAGES))):
            (folder / "pages" / f"{number:04}.html").write_bytes(page)
        for _ in range(arguments.rounds):
            for system, times in spent.items():
                for left in (".indexer", "texts"):
                    shutil.rmtree(folder / left, ignore_errors=True)
                started = time.perf_counter()
                run = subprocess.run(
                    commands[system], cwd=folder, env=environment, capture_output=True, text=True, check=False
                )
                times.append(time.perf_counter() - started)
                if run.returncode not in {0, 1}:
                    sys.exit(f"{system}: {run.stderr}")
    return {system: statistics.median(times) for system, times in spent.items()}


def sample(data: Path, count: int) -> list[bytes]:
    """So many pages, spread over all sets."""
    files = [file for name in (*TEXT_SETS, DATE_SET) for file in sorted((data / "html" / name / "html").iterdir())]
    step = max(1.0, len(files) / count)
    chosen = [files[int(place * step)] for place in range(min(count, len(files)))]
    return [gzip.decompress(file.read_bytes()) for file in chosen]


def figures(report: dict[str, Any], times: dict[str, float], data: Path, rounds: int) -> dict[str, float]:
    """The figures that are held to a limit; those that need a rival only where it is there."""
    own, rival = report["indexer"], report.get("trafilatura")
    wcxb, date_set = own[TEXT_SETS[0]], own[DATE_SET]
    found: dict[str, float] = {}
    if rival:
        found |= {f"f1_gain_{name.partition('-')[0]}": own[name]["f1"] - rival[name]["f1"] for name in TEXT_SETS}
        found["speed_vs_trafilatura"] = own["pages_per_second"] / rival["pages_per_second"]
    for name in TEXT_SETS:
        found[f"f1_{name.partition('-')[0]}"] = own[name]["f1"]
    found |= {"title": 100 * wcxb["title"], "author": 100 * wcxb["authors"], "day": 100 * wcxb["day"]}
    found["authors_wrong"] = 100 * wcxb["authors_wrong"]
    found["day_htmldate"] = 100 * date_set["day"]
    found["false_firings"] = 100 * firings.figures(data)["share"]
    animals = zoo.figures(data)
    found["zoo_right"] = animals["right"] / animals["files"]
    if cases.CASES.is_dir():
        small = cases.figures(cases.CASES)
        found["cases_right"] = small["right"] / small["files"]
    if (data / PASSAGES).is_file():
        found["pasted_ms"] = pasted_ms(data, rounds)
    if "trafilatura" in times:
        found["index_vs_trafilatura"] = times["trafilatura"] / times["indexer"]
    return {key: round(value, 4) for key, value in found.items()}


def show(report: dict[str, Any], times: dict[str, float], worst: int) -> None:
    for system, found in report.items():
        ratio = report["indexer"]["pages_per_second"] / found["pages_per_second"]
        print(f"{system}: {found['pages_per_second']:.0f} pages per CPU second (indexer is {ratio:.2f} times as fast)")
        for name in (*TEXT_SETS, DATE_SET):
            numbers = {key: value for key, value in found[name].items() if isinstance(value, float)}
            line = "  ".join(f"{key} {value:.3f}" for key, value in numbers.items())
            print(f"  {name:12} {found[name]['pages']:4} pages  {line}")
            if worst and "worst" in found[name]:
                print("    worst:", *found[name]["worst"][:worst])
    for system, seconds in times.items():
        print(f"{INDEXED_PAGES} pages from the disk, two processes: {system} {seconds:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder with the sets")
    parser.add_argument("--limit", type=int, help="only the first so many pages of each set")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rivals", default="trafilatura", help=f"some of: {', '.join(list(READERS)[1:])}; or all")
    parser.add_argument("--worst", type=int, default=0, help="name so many of the worst pages")
    parser.add_argument("--rival-python", default=sys.executable, help="the Python that has the rivals")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--work", choices=[*READERS, PASTED], help=argparse.SUPPRESS)
    parser.add_argument("--output", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work == PASTED:
        print(clean_short_texts(arguments.data))
        return
    if arguments.work:
        work(arguments.work, arguments.data, arguments.limit, arguments.output)
        return
    if not arguments.data.is_dir():
        sys.exit(f"no data at {arguments.data}")
    rivals = list(READERS)[1:] if arguments.rivals == "all" else arguments.rivals.split(",")
    report = measure(arguments, ["indexer", *filter(None, rivals)])
    times = index_times(arguments)
    show(report, times, arguments.worst)
    found = figures(report, times, arguments.data, arguments.rounds)
    if arguments.json:
        print(json.dumps({"figures": found, "load": os.getloadavg()[0]}))
    else:
        print("\n".join(f"{key:22} {value}" for key, value in found.items()))


if __name__ == "__main__":
    main()
