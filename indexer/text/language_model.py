"""Which language is a text most likely in, by py3langid's model?

The model is kept unpacked in the user's cache folder, 68 MB, and mapped into memory from there: all processes share it,
and to open it takes 10 ms. To unpack it, which the library does in every process, takes half a second and 110 MB each.
A folder that is missing, or not whole, is made again; those of other versions are removed then.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import zlib
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
_END = 4096
_OURS = re.compile(r"py3langid-[0-9a-f]+-[0-9a-f]+")
"""The names of the folders that a model was unpacked into, by this version or an earlier one."""


def classify(text: str) -> str:
    """The code of the language that `text` is most likely in, as the model has it."""
    return str(_identifier().classify(text)[0])


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid import langid

    packed = langid.MODEL_DIR / langid.MODEL_FILE
    folder = _cache_folder() / _folder_name(packed)
    model = _mapped(folder)
    if model is None:
        with suppress(OSError):  # without a place to keep it, or room, it is unpacked each time
            _unpack(packed, folder)
            _remove_others(folder)
        model = _mapped(folder)  # which may be that of another process
    if model is None:
        return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)
    weights, priors, languages, moves, rows, features = model
    return langid.LanguageIdentifier(weights, priors, languages, moves, features, tk_row=rows)


def _cache_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("indexer", appauthor=False))


def _folder_name(packed: Path) -> str:
    """The name of the folder for a model: its size, and a checksum of its end, so that all installations of it share
    one. At the end of a file of xz is a checksum of all that is in it."""
    with open(packed, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        file.seek(max(0, size - _END))
        return f"py3langid-{size:x}-{zlib.crc32(file.read()):x}"


def _remove_others(folder: Path) -> None:
    """Remove the models of other versions, which are beside it."""
    for other in folder.parent.iterdir():
        if _OURS.fullmatch(other.name) and other.name != folder.name and not other.is_symlink():
            shutil.rmtree(other, ignore_errors=True)


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
        shutil.rmtree(folder, ignore_errors=True)  # one that is not whole
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
    except (OSError, ValueError, EOFError):
        return None
    if not isinstance(languages, list) or not all(array.ndim == 1 for array in (priors, moves, rows, features)):
        return None
    if weights.shape[1:] != (len(languages),) or priors.shape != (len(languages),) or len(rows) != len(features):
        return None
    # Lists and memory are looked up one by one in half the time that arrays are.
    return weights.view(np.ndarray), priors[:], languages, memoryview(moves), rows.tolist(), features.tolist()
