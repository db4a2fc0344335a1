"""What does a page declare about its article: title, authors, dates, site?"""
