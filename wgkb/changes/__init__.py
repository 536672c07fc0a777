"""What a change does to the records: two states compared, told in words, read from git.

Imports the graph and what is below it, and not Sphinx.
"""
