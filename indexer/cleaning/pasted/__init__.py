"""Which lines of a pasted text are the article?"""
