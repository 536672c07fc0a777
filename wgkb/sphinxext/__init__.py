"""The extension: what Sphinx calls while it reads, resolves and writes.

Belongs here: domain, directives, roles, builders and handlers of events, and nothing that could
be said without Sphinx.  Imports everything but the checks.
"""
