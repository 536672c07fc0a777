"""Charts of measured figures, drawn from the very table that a page shows.

:mod:`.figures` reads the cells, :mod:`.scales` places them, :mod:`.drawing` makes the picture,
and :mod:`.directive` joins them to a page.  Only the last one knows docutils.
"""
