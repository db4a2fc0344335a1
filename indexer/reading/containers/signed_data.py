"""What is in a mail that is signed and put into its signature (S/MIME, RFC 8551)?

The mail is in a structure of ASN.1, in one piece or in several; the certificates and the signature around it are not
read, and nothing is verified.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

__all__ = ["content_of_signed"]

_SIGNED: Final = bytes.fromhex("2a864886f70d010702")
_DATA: Final = bytes.fromhex("2a864886f70d010701")
_SEQUENCE: Final = 0x30
_IDENTIFIER: Final = 0x06
_OCTETS: Final = 0x04
_CONSTRUCTED: Final = 0x20
_CONTENT: Final = 0xA0
_DEEPEST: Final = 16


class _Element(NamedTuple):
    """A value and where the next begins; that of an indefinite length ends where its members do."""

    tag: int
    begin: int
    end: int
    following: int


def content_of_signed(data: bytes) -> bytes:
    """Return the mail that was signed; b"" where `data` has none in it, or is damaged."""
    try:
        kind, content = islice(_members(data, _element(data, 0)), 2)
        if data[kind.begin : kind.end] != _SIGNED or content.tag != _CONTENT:
            return b""
        signed = _members(data, next(_members(data, content)))
        enclosed = next(member for member in signed if _holds_data(data, member))
        _, content = islice(_members(data, enclosed), 2)
        return _octets(data, next(_members(data, content)))
    except (IndexError, ValueError, StopIteration):
        return b""


def _holds_data(data: bytes, element: _Element) -> bool:
    members = [*islice(_members(data, element), 2)] if element.tag == _SEQUENCE else []
    return len(members) > 1 and members[0].tag == _IDENTIFIER and data[members[0].begin : members[0].end] == _DATA


def _octets(data: bytes, element: _Element, depth: int = 0) -> bytes:
    """Return the bytes of a string, which may be in several pieces."""
    if element.tag == _OCTETS:
        return data[element.begin : element.end]
    if element.tag != _OCTETS | _CONSTRUCTED or depth > _DEEPEST:
        raise IndexError
    return b"".join(_octets(data, member, depth + 1) for member in _members(data, element))


def _members(data: bytes, element: _Element) -> Iterator[_Element]:
    at = element.begin
    while at < element.end:
        member = _element(data, at)
        if member.tag == 0:
            break
        yield member
        at = member.following


def _element(data: bytes, at: int, depth: int = 0) -> _Element:
    """Return the element at `at`; raises IndexError where there is none."""
    tag, length, begin = data[at], data[at + 1], at + 2
    if length == 0x80:  # of indefinite length: up to two NULs
        if depth > _DEEPEST:
            raise IndexError
        end = begin
        while data[end] or data[end + 1]:
            end = _element(data, end, depth + 1).following
        return _Element(tag, begin, end, end + 2)
    if length > 0x80:
        size = length - 0x80
        length = int.from_bytes(data[begin : begin + size], "big")
        begin += size
    if begin + length > len(data):
        raise IndexError
    return _Element(tag, begin, begin + length, begin + length)
