"""What comes out of files of every kind, and is it what they say?

    python tests/bench/zoo.py [--data FOLDER] [--json]

`zoo.json` and `zoo_documents.json` beside the tests say of each file of the zoo what a person sees in it: how many
articles (`articles`), words of their texts that must be there (`has`) or must not (`lacks`), the first one's `title`,
the `parts` they are in, and what is wrong with the rest (`problems`); or for what reason there is none (`refused`). The
files themselves are not part of this repository.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1]
DATA = TESTS.parents[1] / "shared" / "data"
TABLES = ("zoo.json", "zoo_documents.json")
WORDS = 120

Truth = Mapping[str, Any]


def truths() -> dict[str, Truth]:
    """What each file of the zoo says, by its path in the zoo."""
    tables = (TESTS / name for name in TABLES)
    return {
        file: truth
        for table in tables
        if table.is_file()
        for file, truth in json.loads(table.read_text(encoding="utf-8")).items()
    }


def listed(data: Path) -> list[str]:
    """The files that the zoo should have."""
    with (data / "zoo" / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        return [row["file"] for row in csv.DictReader(manifest, delimiter="\t")]


def faults(file: Path, truth: Truth) -> Iterator[str]:
    """In what the outcome of one file differs from what it says."""
    from indexer.errors import SourceError
    from indexer.indexing.extraction import extract

    try:
        found = extract(str(file), file.read_bytes(), WORDS)
    except SourceError as error:
        if not str(error).startswith(truth.get("refused", "\0")):
            yield f"refused: {error}"
        return
    articles = [article for article, _ in found.articles]
    reasons = [problem.reason for problem in found.problems]
    if "refused" in truth:
        if articles or not any(reason.startswith(truth["refused"]) for reason in reasons):
            yield f"not refused: {len(articles)} articles, {reasons[:3]}"
        return
    if len(articles) != truth["articles"]:
        yield f"{len(articles)} articles instead of {truth['articles']}"
    texts = [article.text for article in articles]
    yield from (f"without {words!r}" for words in truth.get("has", ()) if not any(words in text for text in texts))
    yield from (f"with {words!r}" for words in truth.get("lacks", ()) if any(words in text for text in texts))
    if "title" in truth and (articles[0].title if articles else "") != truth["title"]:
        yield f"title {articles[0].title if articles else ''!r}"
    parts = {article.part for article in articles}
    yield from (f"without the part {part}" for part in truth.get("parts", ()) if part not in parts)
    yield from (
        f"without the problem {wanted!r}"
        for wanted in truth.get("problems", ())
        if not any(reason.startswith(wanted) for reason in reasons)
    )


def figures(data: Path) -> dict[str, Any]:
    """How many files of the zoo there are truths of, how many come out right, and what is wrong with the others."""
    known = truths()
    wrong = [
        {"file": file, "faults": found}
        for file, truth in sorted(known.items())
        if (found := list(faults(data / "zoo" / file, truth)))
    ]
    return {"files": len(known), "right": len(known) - len(wrong), "wrong": wrong}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = figures(options.data)
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    print(f"{found['right']} of {found['files']} files come out right")
    for file in found["wrong"]:
        print(f"  {file['file']}: {'; '.join(file['faults'])}")


if __name__ == "__main__":
    main()
