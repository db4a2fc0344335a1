"""What is known of an article before its lines are looked at?"""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.articles import Removal

__all__ = ["Known"]


@dataclass(frozen=True, slots=True)
class Known:
    """What the markup or the header of a text declares, and the lines that were removed for it.

    `published` is the date as written. `sender` and `recipients` are those of a mail.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    captions: tuple[str, ...] = ()
    removed: tuple[Removal, ...] = ()
    language: str = ""
    sender: str = ""
    recipients: tuple[str, ...] = ()
