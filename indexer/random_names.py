"""What name does no other file have?"""

from __future__ import annotations

import os

__all__ = ["random_hex"]


def random_hex() -> str:
    """64 random bits as 16 hexadecimal digits.

    The same as `secrets.token_hex(8)`, but `secrets` loads OpenSSL, which no search has a use for.
    """
    return os.urandom(8).hex()
