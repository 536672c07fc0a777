"""Summit packs: the reference material for one session, made from the records of the site.

What a pack is; the site needs no more than this:

=================  ===========================================================================
:mod:`.pack`       a pack file ``summit/<name>.toml`` and what is wrong in it
:mod:`.select`     which records a pack holds, in which order
:mod:`.frozen`     the revision and the date that a pack names
:mod:`.built`      what was built of a pack
:mod:`.citation`   how to cite a pack
:mod:`.pages`      the page of each pack on the site
=================  ===========================================================================

Making it, ``wgkb summit``:

=================  ===========================================================================
:mod:`.making`     all of it, in order
:mod:`.revision`   the revision of the tree, and a clone at an earlier one
:mod:`.site`       a build of the site, and the text of each record from it
:mod:`.edition`    a pack, its records, the site and the revision together
:mod:`.book`       the chosen texts put together as one book, which paper and EPUB share
:mod:`.handbook`   the book as a PDF
:mod:`.brief`      one page for those who have a minute
:mod:`.slides`     slides for reveal.js
:mod:`.epub`       the book as an EPUB
:mod:`.offline`    the site for a memory stick
=================  ===========================================================================

Nothing needs more than Python but :mod:`.pdf`: WeasyPrint, which draws the PDFs, needs Pango.
"""
