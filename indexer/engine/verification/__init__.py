"""Does what is in a segment fit together, though its checksums may be right?"""
