"""The nouns: records, the pages on which they are written, findings, times.

Belongs here: what a knowledge base is made of, as frozen values, and what makes such a value of
text.  Imports nothing else of the package, and not Sphinx.
"""
