"""Which files and mails are inside a file?"""
