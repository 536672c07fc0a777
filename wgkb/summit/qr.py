"""QR codes as SVG (ISO/IEC 18004, by the library segno)."""

from __future__ import annotations

import segno
from markupsafe import Markup


def svg(address: str) -> Markup:
    """The code of *address*, black on white, as wide as its box."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(border=2, omitsize=True, light="#fff", svgclass="qr", lineclass=None)
    return Markup(drawn)
