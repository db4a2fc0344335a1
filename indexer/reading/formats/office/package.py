"""What files make up a document that is a ZIP archive, as those of word processors and books are?"""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import partial
from typing import TYPE_CHECKING

from indexer.errors import SourceError
from indexer.reading.budget import LIMIT, require_few_entries
from indexer.reading.compression import read_within

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Package", "attribute", "first_text", "local_name", "texts"]

_ENCRYPTED = 0x1
# What Word makes of a document with a password: a file of the older kind around it.
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class Package:
    """The files of a document. `what` is the format's name in errors.

    All it gives together is bounded, like what a compressed file may grow to. Every method, and making one, raises
    SourceError for what is damaged, encrypted or too large.
    """

    def __init__(self, data: bytes, what: str) -> None:
        self._what = what
        self._left = LIMIT
        if data.startswith(_OLE) and _ENCRYPTED_PACKAGE in data:
            raise SourceError("encrypted")
        require_few_entries(data)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self.damaged(str(error)) from None

    def damaged(self, detail: str) -> SourceError:
        """Return the error for a document that is not what it should be."""
        return SourceError(f"damaged {self._what}", detail=detail)

    def __contains__(self, name: str) -> bool:
        return name in self._archive.NameToInfo

    def read(self, name: str) -> bytes:
        """Return the bytes of a file that the document cannot do without."""
        if name not in self:
            raise self.damaged(f"there is no {name} in it")
        info = self._archive.getinfo(name)
        if info.flag_bits & _ENCRYPTED:
            raise SourceError("encrypted")
        try:
            content = read_within(partial(self._archive.open, info), self._what, limit=self._left)
        except (zipfile.BadZipFile, zlib.error, RuntimeError) as error:  # NotImplementedError is a RuntimeError
            raise self.damaged(str(error)) from None
        self._left -= len(content)
        return content

    def tree(self, name: str) -> etree._Element:
        """Return the root of a file of XML."""
        from lxml import etree

        # Entities are what small files explode by; no document has reason to declare any.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            return etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError as error:
            raise self.damaged(f"{name}: {error}") from None

    def tree_if_there(self, name: str) -> etree._Element | None:
        """Return the root of a file of XML that a document may do without, or None."""
        return self.tree(name) if name in self else None


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace, of which there are several for the same thing."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its name without namespace, or ""."""
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")


def texts(root: etree._Element | None, name: str) -> list[str]:
    """Return the texts of all elements of this name, without those that are empty."""
    if root is None:
        return []
    found = ("".join(map(str, element.itertext())).strip() for element in root.iter() if local_name(element) == name)
    return [text for text in found if text]


def first_text(root: etree._Element | None, *names: str) -> str:
    """Return the text of the first element that has one, asking for one name after the other; or ""."""
    return next((text for name in names for text in texts(root, name)), "")
