"""Which hits answer a query, and how are they shown?"""
