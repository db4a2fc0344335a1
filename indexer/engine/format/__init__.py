"""How are arrays, postings and stored texts laid out in a file?"""
