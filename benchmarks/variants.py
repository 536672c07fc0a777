"""The systems that are compared: what each loads, and how a site of it is built."""

from __future__ import annotations

import runpy
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from corpus import Site, revised
from markup import Cited, Dialect, Needs, WorkingGroup, file_name, write

ROOT = Path(__file__).resolve().parent.parent
PROJECT = runpy.run_path(str(ROOT / "conf.py"))
"""The configuration of the knowledge base itself."""

_COMMON = f"""\
project = "A working group"
source_suffix = {PROJECT["source_suffix"]!r}
myst_enable_extensions = {PROJECT["myst_enable_extensions"]!r}
exclude_patterns = []
nitpicky = True
"""
_BIBTEX = """\
bibtex_bibfiles = ["references.bib"]
bibtex_reference_style = "label"
"""
_THEIRS = [name for name in PROJECT["extensions"] if name != "wgkb"]
_SAME = [*_THEIRS, "notfound.extension"]
"""What wgkb loads, itself left out; the theme is one that Sphinx loads as such."""
_STOCK = f'{_COMMON}{_BIBTEX}html_theme = "pydata_sphinx_theme"\n'
_NEEDS = """\
needs_types = [
    {"directive": name, "title": name, "prefix": "", "color": "", "style": "node"}
    for name in (
        "use-case", "requirement-area", "requirement", "component", "gap", "support",
        "meeting", "decision", "action", "person",
    )
]
needs_id_regex = "^[A-Za-z0-9-]+$"
needs_fields = {
    f"wg_{name}": {"nullable": True}
    for name in (
        "industry", "actors", "evidence", "scale", "latency", "autonomy", "priority", "origin",
        "severity", "argued_by", "judged_against", "verified", "since", "start", "end", "channel",
        "kind", "record", "state", "code", "project_status", "nicks",
    )
}
needs_links = {
    f"wg_{name}": {"incoming": f"{name} of", "outgoing": name}
    for name in (
        "needs", "components", "fails", "meets", "chair", "attendees", "discusses", "owner",
        "closed_in", "about", "changes",
    )
}
"""


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the systems."""

    name: str
    label: str
    dialect: type[Dialect]
    conf: str


WGKB = Variant("wgkb", "this project", WorkingGroup, (ROOT / "conf.py").read_text("utf-8"))
PLAIN = Variant(
    "plain",
    "plain Sphinx, theme basic",
    Dialect,
    f'extensions = ["myst_parser"]\n{_COMMON}html_theme = "basic"\n',
)
SAME = Variant(
    "same",
    "Sphinx with the same extensions, stock pydata",
    Cited,
    f"extensions = {_SAME!r}\n{_STOCK}",
)
NEEDS = Variant(
    "needs",
    "sphinx-needs, stock pydata",
    Needs,
    f"extensions = {[*_THEIRS, 'sphinx_needs']!r}\n{_STOCK}{_NEEDS}",
)
VARIANTS = {variant.name: variant for variant in (WGKB, PLAIN, SAME, NEEDS)}


@dataclass
class Project:
    """The sources of a site for one of the systems, in a folder, and their build."""

    variant: Variant
    site: Site
    folder: Path
    edits: int = 0
    links: int = 0
    """The last edit that changed a title and a link; later ones leave them so."""
    _dialect: Dialect = field(init=False)

    def __post_init__(self) -> None:
        self._dialect = self.variant.dialect(self.site.sources)
        shutil.rmtree(self.folder, ignore_errors=True)
        write(self.folder / "src", self._dialect.files(self.site))
        write(self.folder / "src", {"conf.py": self.variant.conf})

    @property
    def output(self) -> Path:
        return self.folder / "html"

    def clean(self) -> None:
        """Remove what was built."""
        for name in ("html", "doctrees"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def edit(self, *, linked: bool) -> None:
        """Change one record, each time in another way."""
        self.edits += 1
        if linked:
            self.links = self.edits
        page = revised(self.site, self.edits, self.links)
        write(self.folder / "src", {file_name(page): self._dialect.page(page)})

    def command(self, jobs: int) -> list[str]:
        """What builds the site."""
        return [
            *(sys.executable, "-m", "sphinx", "-q", "-b", "html", "-j", str(jobs)),
            *("-d", str(self.folder / "doctrees"), str(self.folder / "src"), str(self.output)),
        ]
