"""Where is the index on the disk, and how is it opened, locked and changed as one thing?"""
