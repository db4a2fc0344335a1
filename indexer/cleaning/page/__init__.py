"""Where on a web page is the article, and what is its text?"""
