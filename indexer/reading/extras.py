"""Which readers of further formats are installed?"""

from __future__ import annotations

from importlib.util import find_spec
from types import MappingProxyType

__all__ = ["is_installed"]

_MODULES = MappingProxyType({"pdf": "pypdfium2", "warc": "brotli"})
"""What each extra of this package that has readers installs."""


def is_installed(extra: str) -> bool:
    """Whether the readers of an extra can be used."""
    module = _MODULES.get(extra)
    return module is not None and find_spec(module) is not None
