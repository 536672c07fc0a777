"""The checks that a change must pass."""
