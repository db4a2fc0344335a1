"""How is an extra of this package installed in the environment at hand?

On the public package index, `indexer` is somebody else's package, whose setup would run. So what a person is told to
install is what is installed already: from the folder or address that it came from, in the environment that runs now.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

__all__ = ["DISTRIBUTION", "how_to_install"]

DISTRIBUTION: Final = "indexer-articles"
"""What this package is called where packages are installed; imported and run it is `indexer`."""


def how_to_install(extra: str) -> str:
    """Return the command that installs an extra beside this package."""
    installer = f"{_quoted(sys.executable)} -m pip install"
    if find_spec("pip") is None:
        installer = f"uv pip install --python {_quoted(sys.executable)}"
    return f"{installer} {_with_extra(extra)}"


def _with_extra(extra: str) -> str:
    """What pip is given for an extra: the package, from where it was installed."""
    try:
        found = metadata.distribution(DISTRIBUTION)
    except metadata.PackageNotFoundError:  # it is run from its source
        return f"-e {_quoted(f'{Path(__file__).resolve().parents[1]}[{extra}]')}"
    try:
        origin = json.loads(found.read_text("direct_url.json") or "{}")
        parts = urlsplit(str(origin.get("url", "")))
        editable = "-e " if origin.get("dir_info", {}).get("editable") else ""
        vcs = origin.get("vcs_info", {}).get("vcs", "")
    except (ValueError, AttributeError):
        return _quoted(f"{DISTRIBUTION}[{extra}]")
    if parts.scheme == "file" and not vcs:
        return editable + _quoted(f"{unquote(parts.path)}[{extra}]")
    address = f" @ {vcs}{'+' if vcs else ''}{parts.geturl()}" if parts.scheme else ""
    return _quoted(f"{DISTRIBUTION}[{extra}]{address}")


def _quoted(text: str) -> str:
    return shlex.quote(text) if os.name != "nt" else f'"{text}"'
