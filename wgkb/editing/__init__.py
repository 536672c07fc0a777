"""Changing source files by program: new records, moves and repairs."""
