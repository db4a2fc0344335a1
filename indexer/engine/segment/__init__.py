"""How is a segment read, inverted and merged?"""

SUFFIX = ".seg"
"""What the names of segments' files end with."""
