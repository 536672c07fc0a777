"""Sphinx configuration of the knowledge base; what is not obvious is explained where it stands."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the package ``wgkb`` lives beside this file

project = "Massively Distributed Clouds"
author = "the contributors of this knowledge base"
copyright = "the contributors; text under CC BY 4.0, code under Apache-2.0"
language = "en"

extensions = [
    "myst_parser",
    "sphinx_design",
    "sphinxcontrib.bibtex",
    "wgkb",
]
primary_domain = "wg"  # so that :req:`IDN-02` needs no prefix

source_suffix = {".rst": "restructuredtext", ".md": "markdown"}
exclude_patterns = [
    "_build",
    ".venv",
    ".tox",
    ".github",
    ".wgkb",
    "tests",
    "benchmarks",
    "releasenotes",
    "wgkb",
    "README.rst",
    "CONTRIBUTING.rst",
    "CHANGELOG.rst",
]
myst_enable_extensions = ["fieldlist", "deflist"]
nitpicky = True

bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "wg"
bibtex_reference_style = "wg"
bibtex_cite_id = "{key}"
suppress_warnings = ["bibtex.key_not_found"]  # rule wg.unknown-citation says it better

wg_source_namespace = "openstack"  # of projects that are named without one
# Short names for sources that are files of public repositories.
wg_source_links = {
    "opendev": "https://opendev.org/{project}/src/{revision}/{path}",
    "release-note": "https://opendev.org/{project}/src/{revision}/releasenotes/notes/{path}.yaml",
    "github": "https://github.com/{project}/blob/HEAD/{path}",
    "review": "https://review.opendev.org/{path}",
}
# Evidence is read on the branch of the release that it is about.
wg_release = "2026.1"  # outside gaps and supports, which name the release they are judged against
wg_source_revisions = {
    "openstack/*-specs": "branch/master",
    "openstack/ansible-hardening": "branch/master",
    "openstack/governance*": "branch/master",
    "openstack/operations-guide": "branch/master",
    "openstack/performance-docs": "branch/master",
    "openstack/zun": "branch/master",
    "starlingx/*": "branch/master",
    "*": "branch/stable/{release}",
}

# Who publishes the site says where it is, where its pages are edited and where errors are told,
# such as SITE_URL=https://example.org/wg/ EDIT_URL=https://example.org/repository/edit/main/{path}
# REPORT_URL=https://example.org/repository/issues/new?title={path}
html_baseurl = os.environ.get("SITE_URL", "")
wg_edit_url = os.environ.get("EDIT_URL", "")
wg_report_url = os.environ.get("REPORT_URL", "")

html_theme = "wgkb"
html_title = "Massively Distributed Clouds"
html_show_sphinx = False
html_theme_options = {
    "logo": {"text": "Massively Distributed Clouds"},
}
