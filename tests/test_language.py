"""The language of a text: plain ones without a model, all others by one."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
