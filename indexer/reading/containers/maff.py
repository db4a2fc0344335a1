"""Which of the files in a ZIP archive are pages that were saved in it (MAFF), and where from?

Each page is in a folder of its own, with all that belongs to it and a description in RDF.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final

from indexer.errors import SourceError
from indexer.reading.encoding.decoding import decode

__all__ = ["DESCRIPTION", "Saved", "saved_page"]

DESCRIPTION: Final = "index.rdf"
_SAID: Final = re.compile(
    r"<(?:\w{1,20}:)?(?P<name>originalurl|indexfilename)\s{1,9}(?:\w{1,20}:)?resource=\"(?P<value>[^\"]{1,2000})\"",
    re.IGNORECASE,
)

Saved = Mapping[str, str]
"""The file of each page, with the address that it was saved from."""


def saved_page(name: str, description: bytes) -> Saved:
    """Return the page that is in the folder of the description `name`; none where it is a description of something
    else."""
    try:
        text, _ = decode(description)
    except SourceError:
        return {}
    said = {match["name"].lower(): html.unescape(match["value"]) for match in _SAID.finditer(text)}
    folder = name.removesuffix(DESCRIPTION)
    return {folder + said["indexfilename"]: said.get("originalurl", "")} if "indexfilename" in said else {}
