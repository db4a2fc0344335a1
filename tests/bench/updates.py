"""What does it cost to replace some of the articles of an index?

    python tests/bench/updates.py [--rounds 3] [--json]

Articles of about 100 words are added to an index from memory, by one process; then some of them are replaced by others
of the same names, in one call, everything included: finding what is replaced, the new segment, the commit, and merging
where it is due. The same number of articles is also added to an index of their own, for comparison.
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from engine import SHARED, passages

from indexer.index import Index
from indexer.model.articles import Article

CASES = ((20_000, 500), (20_000, 2_000), (20_000, 8_000), (80_000, 2_000))
"""Articles in the index, and of them those that are replaced."""


def articles(data: Path, count: int, skipped: int = 0) -> Iterator[Article]:
    """Articles named by their place, with other texts where some are skipped."""
    texts = itertools.islice(passages(data, count + skipped), skipped, None)
    return (Article(passage.text, path=f"{number:06d}") for number, passage in enumerate(texts))


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "passages")
    options = parser.parse_args()
    times: dict[tuple[int, int, str], list[float]] = {}
    for _ in range(options.rounds):
        for count, replaced in CASES:
            for kind, had in (("replaced", count), ("alone", 0)):
                folder = Path(tempfile.mkdtemp(prefix="updates-"))
                with Index(folder / "index") as index:
                    if had:
                        index.add(articles(options.data, had))
                    new = list(articles(options.data, replaced, skipped=7))
                    begin = time.perf_counter()
                    index.add(new)
                    times.setdefault((count, replaced, kind), []).append(time.perf_counter() - begin)
                    assert index.statistics().articles == max(had, replaced)
                shutil.rmtree(folder)
    print("| articles | replaced | s | the same number alone, s |\n|---|---|---|---|")
    found = {}
    for count, replaced in CASES:
        took, alone = (statistics.median(times[count, replaced, kind]) for kind in ("replaced", "alone"))
        found[f"replace_{replaced}_of_{count}"] = round(took, 3)
        print(f"| {count:,} | {replaced:,} | {took:.2f} | {alone:.2f} |")
    if options.json:
        print(json.dumps({"figures": found}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
