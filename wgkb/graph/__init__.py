"""What follows from all records together: links, coverage, histories, measures.

Belongs here: pure functions over :class:`~wgkb.graph.graph.Graph`.  Imports the model and the
files, and not Sphinx.
"""
