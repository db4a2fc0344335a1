"""Which articles are nearly the same, and which lines are repeated across a site?"""
