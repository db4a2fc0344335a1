"""Which language is a text most likely in, by py3langid's model?

The model is kept unpacked in the user's cache folder, 74 MB, and mapped into memory from there: all processes share it,
and to open it takes 10 ms. To unpack it, which the library does in every process, takes half a second and 110 MB each.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

__all__ = ["classify"]

_ARRAYS = ("weights", "priors", "moves", "rows", "features")
"""Of the model, in the order in which the library gives them, but for the languages: the weight of each feature in each
language and the frequency of each language; the automaton that finds features, its states sharing rows of moves."""

_LANGUAGES = "languages.json"


def classify(text: str) -> str:
    """The code of the language that `text` is most likely in, as the model has it."""
    return str(_identifier().classify(text)[0])


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid import langid

    packed = langid.MODEL_DIR / langid.MODEL_FILE
    status = packed.stat()
    folder = _cache_folder() / f"py3langid-{status.st_size:x}-{status.st_mtime_ns:x}"
    model = _mapped(folder)
    if model is None:
        with suppress(OSError):  # without a place to keep it, or room, it is unpacked each time
            shutil.rmtree(folder, ignore_errors=True)
            _unpack(packed, folder)
            model = _mapped(folder)
    if model is None:
        return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)
    weights, priors, languages, moves, rows, features = model
    return langid.LanguageIdentifier(weights, priors, languages, moves, features, tk_row=rows)


def _cache_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("indexer", appauthor=False))


def _unpack(packed: Path, folder: Path) -> None:
    """Unpack the model into a new `folder`, complete or not at all. Raises OSError."""
    import numpy as np
    from py3langid.modelio import load_model

    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{folder.name}.", dir=folder.parent) as temporary:
        weights, priors, languages, moves, rows, features = load_model(packed)
        arrays = (weights, priors, moves, rows, np.array(features, np.int32))
        for name, array in zip(_ARRAYS, arrays, strict=True):
            with open(Path(temporary, f"{name}.npy"), "xb") as file:
                np.save(file, np.asarray(array), allow_pickle=False)
                file.flush()
                os.fsync(file.fileno())
        Path(temporary, _LANGUAGES).write_text(json.dumps(languages), encoding="utf-8")
        os.rename(temporary, folder)
        os.mkdir(temporary)  # so that it can be removed


def _mapped(folder: Path) -> Any:
    """The model that is unpacked in a folder, as the library takes it; None where it is not, or not whole."""
    import numpy as np

    try:
        languages = json.loads((folder / _LANGUAGES).read_text(encoding="utf-8"))
        weights, priors, moves, rows, features = (
            np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _ARRAYS
        )
    except (OSError, ValueError):
        return None
    if weights.shape[1:] != (len(languages),) or priors.shape != (len(languages),) or len(rows) != len(features):
        return None
    # Lists and memory are looked up one by one in half the time that arrays are.
    return weights.view(np.ndarray), priors[:], languages, memoryview(moves), rows.tolist(), features.tolist()
