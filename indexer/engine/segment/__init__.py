"""How is a segment read, inverted and merged?"""
