"""Changes of source files: from a template, to another id, to what a program knows is right.

Works on text, and imports nothing above the graph.
"""
