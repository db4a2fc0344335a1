"""Files of every format and encoding, sound and broken, give what they say."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def zoo() -> ModuleType:
    """The benchmark that knows what is in the files."""
    path = Path(__file__).parent / "bench" / "zoo.py"
    specification = importlib.util.spec_from_file_location("zoo", path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_it_is_known_of_every_file_what_it_says(data: Path, zoo: ModuleType) -> None:
    known, listed = zoo.truths(), zoo.listed(data)
    assert [file for file in listed if file not in known] == []
    assert [file for file in known if file not in listed] == []


def test_every_file_comes_out_as_what_it_says(data: Path, zoo: ModuleType) -> None:
    assert zoo.figures(data)["wrong"] == []
