"""How are documents of word processors read?"""
