"""How many letters must be changed to make one word of another?

The engine counts the same of all terms of a field at once (`engine/search/expansion.py`), without transpositions.
"""

from __future__ import annotations

__all__ = ["edit_distance"]


def edit_distance(one: str, other: str, *, transpositions: bool = False) -> int:
    """How many letters are inserted, deleted or replaced (Levenshtein), which is what a fuzzy query means; with
    `transpositions`, two neighbours that are swapped count as one edit (optimal string alignment), as people mistype.

    The table of Wagner and Fischer (1974), a row of it for each letter of `one`.
    """
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, against in enumerate(other, 1):
            edits = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != against))
            if transpositions and row > 1 < column and letter == other[column - 2] and one[row - 2] == against:
                edits = min(edits, before[column - 2] + 1)
            here.append(edits)
        before, above = above, here
    return above[-1]
