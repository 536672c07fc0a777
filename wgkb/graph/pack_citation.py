"""How to cite a pack: BibTeX, and ``CITATION.cff`` (https://citation-file-format.github.io)."""

from __future__ import annotations

import json
import re

from wgkb.files.build_stamp import BuildStamp
from wgkb.files.packs import Pack
from wgkb.graph.graph import Graph

_SPECIAL = re.compile(r"[\\{}$&#^_~%]")
_TEX = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}


def speakers(graph: Graph, pack: Pack) -> list[str]:
    """Names of the people who give the session."""
    return [graph.entries[name].record.title for name in pack.speakers if name in graph.entries]


def bibtex(name: str, pack: Pack, authors: list[str], frozen: BuildStamp | None, url: str) -> str:
    """An entry of type ``misc``, which every BibTeX style knows.

    :param frozen: from what the pack was made; None if it was not.
    :param url: of its page; empty if that is not known.
    """
    date = frozen.date if frozen else pack.date
    fields = {
        "author": " and ".join(f"{{{_tex(author)}}}" for author in authors),
        "title": f"{{{_tex(pack.title)}}}",
        "howpublished": _tex(pack.event),
        "year": str(date.year),
        "month": str(date.month),
    }
    if frozen:
        fields["note"] = _tex(f"Revision {frozen.words}, {date.isoformat()}")
    if url:
        fields["url"] = url
    width = max(map(len, fields))
    lines = [f"  {key:{width}} = {{{value}}}" for key, value in fields.items()]
    return f"@misc{{{name},\n" + ",\n".join(lines) + "\n}\n"


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda match: _TEX.get(match[0], f"\\{match[0]}"), text)


def citation_cff(pack: Pack, authors: list[str], frozen: BuildStamp, url: str) -> str:
    """Version 1.2.0 of the format; strings are JSON, which is YAML (YAML 1.2, section 1.3)."""
    entries = [f"  - name: {json.dumps(name, ensure_ascii=False)}" for name in authors]
    lines = [
        "cff-version: 1.2.0",
        "message: If you use this material, please cite it as below.",
        "type: dataset",
        f"title: {json.dumps(pack.title, ensure_ascii=False)}",
        "authors:",
        *entries,
        f"date-released: {frozen.date.isoformat()}",
    ]
    if frozen.commit:
        lines.append(f"commit: {frozen.commit}")
    if url:
        lines.append(f"url: {json.dumps(url)}")
    if pack.licence:
        lines.append(f"license: {pack.licence}")
    return "\n".join(lines) + "\n"
