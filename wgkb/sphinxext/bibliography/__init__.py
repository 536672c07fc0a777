"""``references.bib``: what it says, how it looks, and what cites each entry."""
