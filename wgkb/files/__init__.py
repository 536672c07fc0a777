"""The files of a knowledge base beside its pages, and git.

Belongs here: readers and writers of ``data/``, ``summit/``, ``.wgkb/`` and ``_build/``, each with
exact errors.  Imports :mod:`wgkb.model` only, and not Sphinx.
"""
