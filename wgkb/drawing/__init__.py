"""Drawings: what a view or a record shows, apart from how a page, paper or a terminal shows it.

:mod:`.pieces` is the vocabulary, :mod:`.to_html` writes it for the site, and
:mod:`wgkb.sphinxext.to_nodes` turns it into docutils nodes for all other builders.  Nothing here
knows Sphinx, and no piece knows the page that shows it.
"""
