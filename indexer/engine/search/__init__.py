"""Which documents of a segment match a query, and with which score?"""
