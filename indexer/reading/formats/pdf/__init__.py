"""How is a PDF read?"""
