"""Sphinx configuration of the knowledge base; what is not obvious is explained where it stands."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the package ``wgkb`` lives beside this file

project = "Massively Distributed Clouds"
author = "the contributors of this knowledge base"
copyright = "the contributors; text under CC BY 4.0, code under Apache-2.0"
language = "en"
version = "2026.1"  # the newest release that is judged; an EPUB must have one
latex_engine = "xelatex"  # the pages have letters such as ≈ and ✓
latex_use_xindy = False  # makeindex comes with TeX Live

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

wg_source_namespace = "openstack"  # of projects that are named without one
# Short names for sources that are files of public repositories.
wg_source_links = {
    "opendev": "https://opendev.org/{project}/src/{revision}/{path}",
    "release-note": "https://opendev.org/{project}/src/{revision}/releasenotes/notes/{path}.yaml",
    "github": "https://github.com/{project}/blob/HEAD/{path}",
    "review": "https://review.opendev.org/{path}",
}
# What the severities of gaps mean: which sites cannot run, and how many use cases that stops.
wg_definitions = {
    "severity": {
        "blocking": (
            "A class of sites that a use case describes, such as sites that are cut off or sites "
            "in thousands, cannot run while it is open, and no workaround leaves the use case "
            "whole. It stops one use case or more."
        ),
        "high": (
            "Such sites run, but something that several use cases must have fails at them, or "
            "each operator has to build a way around it. It stops no use case alone."
        ),
        "medium": (
            "The sites run and the use cases hold; operators pay for it in time, traffic or "
            "staff, or one use case loses a part."
        ),
        "low": "An inconvenience at some sites; no use case depends on it.",
    },
}
# Public trackers that the field tracked-by of a gap may name, and where each has an entry.
wg_trackers = {
    "launchpad": "https://bugs.launchpad.net/bugs/{id}",
    "blueprint": "https://blueprints.launchpad.net/{id}",
    "spec": "https://specs.openstack.org/openstack/{id}",
    "review": "https://review.opendev.org/{id}",
    "story": "https://storyboard.openstack.org/#!/story/{id}",
}
# Where "wgkb tracked" asks for the state of an entry, and the form of the answer.
wg_tracker_states = {
    "launchpad": ("launchpad", "https://api.launchpad.net/1.0/bugs/{id}/bug_tasks"),
    "review": ("gerrit", "https://review.opendev.org/changes/{id}"),
    "story": ("storyboard", "https://storyboard.openstack.org/api/v1/stories/{id}"),
}
# Evidence is read on the branch of the release that it is about.
wg_release = version  # outside gaps and supports, which name the release they are judged against
wg_source_revisions = {
    # Judged at 2026.2, whose branches could not be read: the last commit that could.
    "openstack/bifrost": "commit/1e5af6caad03344b8f9c6307b030895c5a68039d",
    "openstack/cinder": "commit/ab09bc39dbcd4d5b301f2f5da8fcfd9e5ef1fe8c",  # 2026-08-21
    "openstack/glance": "commit/c76abb08e2bc82582389059dcbbc234293ce13b9",  # 2026-07-22
    "openstack/horizon": "commit/4f5e00381a01475e4d5ff813d735b63d404e865b",  # 2026-07-22
    "openstack/kayobe": "commit/720683bc01f182056e8c94ee90a7aefa49daf117",
    "openstack/keystoneauth": "commit/9c28aa6eb6b2f62b7c3946bf02b90413f57db6bf",
    "openstack/kolla-ansible": "commit/1a681814eb19a4840ca307a25f21b2907b432272",
    "openstack/nova": "commit/00a030403f672b975364c855b7d25b40ef83e757",  # 2026-08-21
    "openstack/openstack-ansible": "commit/ff0803744ab500e08e3f6b61a586dbc19cc4e821",
    "openstack/openstacksdk": "commit/94758e92b6e754c44c32a0ae28627b78432b252b",
    "openstack/oslo.db": "commit/5530cb96cc17bd278b28282cb6fe354371d5e74c",
    "openstack/oslo.messaging": "commit/8ea2d5b486b53a2f23fcf930679d6e1b338cbe99",  # 18.1.0
    "openstack/placement": "commit/7ad9ef078b490423ac6605e805fad2b75c8f2107",  # 2026-06-25
    "openstack/python-openstackclient": "commit/5b7da4b49fd4cbc69bdfd86438dcc14e9894219a",
    "openstack/skyline-apiserver": "commit/483c6dc0d42b26f38937c85173405c463f12810d",  # 9.0.0rc1
    "openstack/swift": "commit/d57c078ef2744d0012729bbcb3aaca2c4e5a481d",  # 2026-08-21
    # These have no branch for a release.
    "openstack/*-specs": "branch/master",
    "openstack/*tempest*": "branch/master",
    "openstack/ansible-hardening": "branch/master",
    "openstack/governance*": "branch/master",
    "openstack/operations-guide": "branch/master",
    "openstack/performance-docs": "branch/master",
    "openstack/releases": "branch/master",
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
