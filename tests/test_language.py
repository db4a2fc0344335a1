"""The language of a text: plain ones without a model, all others by one, which is kept unpacked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py3langid.modelio import load_model

from indexer.text import language_model
from indexer.text.language import language_of

PLAIN = {
    "en": "The keeper said that he had been on the island for ten years, and that they would not go back with him.",
    "de": "Der Wärter ist seit zehn Jahren auf der Insel und wird nicht mit einem Schiff nach Hause fahren.",
    "fr": "Les gardiens du phare sont sur une île depuis dix ans, mais ils ne sont pas rentrés avec leur bateau.",
    "es": "Los guardas del faro viven en la isla desde hace años, pero también hay una casa para las visitas.",
    "it": "Il guardiano che vive nella torre è sempre alla finestra, con le lampade che sono accese anche di giorno.",
    "pt": "O guarda não está na torre, mas uma lâmpada foi acesa pela mulher que também mora na ilha há dez anos.",
    "nl": "Het licht van de toren wordt niet door een wachter aangestoken, maar het brandt ook bij nacht en mist.",
    "pl": "Latarnik nie jest już na wyspie, ale światło, które było tam przez lata, jest także dzisiaj dla żeglarzy.",
    "ja": "灯台守は毎晩階段を上り、灯台の明かりをともして船を港へ導いた。夜が明けると本を書いた。",
    "ko": "등대지기는 매일 밤 계단을 올라 등불을 밝히고 배를 항구로 이끌었다. 아침에는 책을 썼다.",
    "zh": "灯塔看守人每天晚上爬上楼梯点亮灯塔的灯把船只引向港口。天亮之后他就在屋里写他的日记。",
    "ar": "كان حارس المنارة يصعد السلم كل ليلة ليضيء المصباح ويرشد السفن إلى الميناء ثم يكتب في دفتره",
}
OTHERS = {
    "ru": "Смотритель маяка каждый вечер поднимался по лестнице и зажигал лампу, чтобы корабли нашли гавань.",
    "hi": "दीपस्तंभ का रखवाला हर रात सीढ़ियाँ चढ़कर दीपक जलाता था और जहाज़ों को रास्ता दिखाता था, "
    "with the News App and what that is",
    "fa": "نگهبان فانوس دریایی هر شب از پله‌ها بالا می‌رفت و چراغ را روشن می‌کرد تا کشتی‌ها بندر را پیدا کنند",
    "sv": "Fyrvaktaren gick varje kväll uppför trappan och tände lampan så att fartygen kunde hitta till hamnen.",
}


@pytest.mark.parametrize(("language", "text"), [*PLAIN.items(), *OTHERS.items()])
def test_the_language_is_found(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "12 / 34", "Lamp.", "——————————————————————————"])
def test_too_little_to_tell_is_no_language(text: str) -> None:
    assert language_of(text) == ""


def test_plain_texts_need_no_model() -> None:
    program = f"""
import sys
from indexer.text.language import language_of
for language, text in {PLAIN!r}.items():
    assert language_of(text) == language, (language, language_of(text))
assert "py3langid" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@given(st.text(max_size=300))
def test_any_text_has_a_code_or_none(text: str) -> None:
    found = language_of(text)
    assert found == "" or (found.isascii() and found.islower())


# The model that is kept unpacked

TEXTS = [
    *(text for _, text in sorted({**PLAIN, **OTHERS}.items())),
    *("", "Lamp.", "Fyren lyste.", "O farol.", "12 / 34", "Маяк", "φάρος του λιμανιού", "😀 ☂"),
]


@cache
def read_by_the_library(packed: Path) -> Any:
    return load_model(packed)


@pytest.fixture
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the user's caches, with nothing in it; the model is not yet open. What the library reads of its own
    file, which takes most of the time, is the same whenever it does."""
    monkeypatch.setattr("py3langid.modelio.load_model", read_by_the_library)
    folder = tmp_path / "caches"
    folder.mkdir()
    monkeypatch.setattr(language_model, "_cache_folder", lambda: folder / "indexer")
    language_model._identifier.cache_clear()
    yield folder
    language_model._identifier.cache_clear()


def classified() -> list[str]:
    """The languages of the texts, by a model that is opened now."""
    language_model._identifier.cache_clear()
    return [language_model.classify(text) for text in TEXTS]


@cache
def by_the_library() -> list[str]:
    from py3langid import langid

    model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)
    return [model.classify(text)[0] for text in TEXTS]


def unpacked(caches: Path) -> Path:
    """The one folder that is there."""
    (folder,) = (caches / "indexer").iterdir()
    return folder


def test_the_answers_are_those_of_the_library(caches: Path) -> None:
    right = by_the_library()
    assert len(set(right)) > 10
    assert classified() == right
    before = {path.name: path.stat().st_mtime_ns for path in unpacked(caches).iterdir()}
    assert classified() == right
    assert {path.name: path.stat().st_mtime_ns for path in unpacked(caches).iterdir()} == before


def test_a_model_that_is_not_whole_is_unpacked_again(caches: Path) -> None:
    right = classified()
    for name, size in (
        *(("moves.npy", 1000), ("features.npy", 100), ("weights.npy", 0)),
        *(("languages.json", 0), ("languages.json", 10)),
    ):
        path = unpacked(caches) / name
        whole = path.stat().st_size
        os.truncate(path, size)
        assert classified() == right
        assert (unpacked(caches) / name).stat().st_size == whole
    for content in ("5", "[]"):  # no list, and one of another length than the weights
        (unpacked(caches) / "languages.json").write_text(content)
        assert classified() == right
    (unpacked(caches) / "rows.npy").unlink()
    assert classified() == right
    assert (unpacked(caches) / "rows.npy").exists()


def test_without_a_place_for_it_the_model_is_read_all_the_same(caches: Path) -> None:
    (caches / "indexer").write_text("not a folder")
    assert classified() == by_the_library()
    assert [path.name for path in caches.iterdir()] == ["indexer"]


def test_a_model_that_cannot_be_written_leaves_nothing_behind(caches: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("indexer.text.language_model.os.fsync", full)
        assert classified() == by_the_library()
    assert list((caches / "indexer").iterdir()) == []


def test_models_of_other_versions_are_removed_and_nothing_else(caches: Path) -> None:
    folder = caches / "indexer"
    for name in ("py3langid-45fce0-18eb6d1b8770aaa9", "py3langid-1-2", "py3langid-1-2-3", "py3langid-x-y", "mine"):
        (folder / name).mkdir(parents=True)
        (folder / name / "a.npy").write_text("x")
    (folder / "py3langid-3-4").symlink_to(folder / "mine")
    classified()
    names = {path.name for path in folder.iterdir()}
    assert len(names) == 5
    assert names > {"py3langid-1-2-3", "py3langid-x-y", "mine", "py3langid-3-4"}
    assert (folder / "mine/a.npy").exists()


def test_processes_that_unpack_it_at_once_all_answer(caches: Path) -> None:
    program = f"""
from pathlib import Path
from indexer.text import language_model
language_model._cache_folder = lambda: Path({os.fspath(caches / "indexer")!r})
print([language_model.classify(text) for text in {TEXTS!r}])
"""
    running = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, encoding="utf-8") for _ in range(2)
    ]
    answers = [process.communicate()[0].strip() for process in running]
    assert answers == [str(by_the_library())] * 2
    assert classified() == by_the_library()
    assert unpacked(caches).is_dir()
