"""``extensions = ["wgkb"]`` in a project of somebody else: harmless, and useful."""

from __future__ import annotations

import shutil

import pytest
from kb import Project, pages_of

from wgkb.rules.examples import AREA, COMPONENT, GAP, REQUIREMENT

PLAIN = {"index.rst": "Welcome\n=======\n\nNothing of records. :any:`search`\n"}
SITE_WIDE = ("robots.txt", "llms.txt", "404.html", "index.html.md", "_static/search.js")
"""Files of our theme, which others would not expect."""
RECORDS = pages_of(AREA + REQUIREMENT + COMPONENT + GAP)
CITING = {
    "index.rst": """
        Home
        ====

        .. toctree::
           :glob:

           */*

        Cites :cite:`lebre2017revising`.
        """
}


@pytest.fixture
def bare(project: Project) -> Project:
    """A folder with nothing in it."""
    shutil.rmtree(project.root)
    return project


@pytest.mark.parametrize("theme", ["alabaster", "pydata_sphinx_theme", "wgkb", None])
def test_a_project_without_records_is_left_as_it_is(bare: Project, theme: str | None) -> None:
    """No data, no settings, no record."""
    chosen = f'html_theme = "{theme}"\n' if theme else ""
    bare.write({**PLAIN, "conf.py": f'extensions = ["wgkb"]\ntemplates_path = []\n{chosen}'})
    built = bare.build()
    assert built.report == ""
    page = built.html("index")
    assert "_static/wgkb/records.css" in page and "_static/wgkb/records.js" in page
    assert (built.outdir / "_static/wgkb/records.css").is_file()
    ours = theme == "wgkb"
    assert ("elsewhere.css" in page) is not ours
    for name in SITE_WIDE:
        assert (built.outdir / name).exists() is ours, name
    if theme in ("alabaster", None):
        assert "pydata_sphinx_theme" not in built.app.extensions
    assert "index" not in bare.build().written


def test_a_project_with_only_some_folders(bare: Project) -> None:
    """Gaps are judged by releases that no file names; the site is built all the same."""
    records = {name: text for name, text in RECORDS.items() if name.startswith("req")}
    bare.write({**CITING, **records, "conf.py": 'extensions = ["wgkb"]\nprimary_domain = "wg"\n'})
    built = bare.build()
    assert "wg.unknown-citation" in built.report  # there is no bibliography at all
    assert "Traceback" not in built.report
    assert 'class="wg-facts' in built.html("requirements/identity")


def test_what_no_page_lists_is_told_once(project: Project) -> None:
    """The entry is known, and one line says what to add."""
    (project.root / "references.rst").unlink()
    project.write(
        {**RECORDS, **CITING, "conf.py": 'extensions = ["wgkb"]\nprimary_domain = "wg"\n'}
    )
    built = project.build()
    told = [line for line in built.report.splitlines() if "lebre2017revising" in line]
    assert len(told) == 1
    assert 'put ".. bibliography::" with ":all:" on one' in told[0]
    assert "[wg.unlisted-citation]" in told[0]
    assert "Lebre and others 2017" in built.html("gap-analyses/keystone")


def test_what_was_built_below_the_sources_is_no_source(bare: Project) -> None:
    """Such as the text of each page, which is Markdown."""
    conf = 'extensions = ["myst_parser", "wgkb"]\nhtml_theme = "wgkb"\ntemplates_path = []\n'
    bare.write({**PLAIN, "conf.py": conf})
    bare.build(out="_build/site")
    assert bare.build(out="out").app.env.found_docs == {"index"}
    assert bare.build(out="out").app.env.found_docs == {"index"}
