"""A knowledge base in which everything is wrong; expected.txt is its whole report."""

extensions = ["myst_parser", "wgkb"]
primary_domain = "wg"
source_suffix = {".rst": "restructuredtext", ".md": "markdown"}
project = "A working group"
copyright = "nobody"
nitpicky = True
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "wg"
bibtex_reference_style = "wg"
bibtex_cite_id = "{key}"
suppress_warnings = ["bibtex.key_not_found"]
myst_enable_extensions = ["fieldlist"]
wg_source_links = {"opendev": "https://opendev.example/{project}/src/{revision}/{path}"}
html_theme = "wgkb"
