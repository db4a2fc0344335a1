"""How is a segment read, inverted and merged?"""

__all__ = ["SUFFIX"]

SUFFIX = ".seg"
"""What the names of segments' files end with."""
