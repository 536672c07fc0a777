"""Files of others that come with the package ``sphinx-revealjs``: reveal.js and a typeface.

reveal.js is under the MIT licence, Source Sans Pro under the SIL Open Font License 1.1; both may
be passed on, with the texts of their licences beside them.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

_FONT = "dist/theme/fonts/source-sans-pro/source-sans-pro-{}.{}"
FACES = {
    "regular": (400, "normal"),
    "italic": (400, "italic"),
    "semibold": (600, "normal"),
    "semibolditalic": (600, "italic"),
}
"""Names of the faces of Source Sans Pro, with weight and style in CSS."""
REVEAL = (
    "LICENSE",
    "dist/reset.css",
    "dist/reveal.css",
    "dist/reveal.js",
    "plugin/notes/notes.js",
    "plugin/notes/speaker-view.html",
)
"""What slides need of reveal.js."""
FONTS = (
    "dist/theme/fonts/source-sans-pro/LICENSE",
    *(_FONT.format(face, "woff") for face in FACES),
)


def folder() -> Path:
    """The folder of reveal.js in the installed package."""
    return Path(str(files("sphinx_revealjs"))) / "_static" / "revealjs"


def font_faces() -> str:
    """Style rules that make the typeface known to WeasyPrint as "Source Sans Pro"."""
    return "\n".join(
        '@font-face { font-family: "Source Sans Pro";'
        f" src: url({(folder() / _FONT.format(face, 'ttf')).as_uri()});"
        f" font-weight: {weight}; font-style: {style} }}"
        for face, (weight, style) in FACES.items()
    )
