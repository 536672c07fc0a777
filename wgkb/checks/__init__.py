"""The checks that a change must pass, each a program: ``python -m wgkb.checks.run_all``.

Imports anything; nothing imports them.
"""
