"""Which text do these bytes encode?"""
