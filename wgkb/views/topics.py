"""``.. topics::`` — the bibliography by topic, the first keyword of each entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from wgkb.rendering import item_html
from wgkb.views.base import View

if TYPE_CHECKING:
    from wgkb.graph import Graph, Reference
    from wgkb.rendering import LinkTo

OTHER = "other"
"""Topic of an entry without keywords."""


def _named(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        topic, _, words = line.partition(":")
        yield topic.strip(), words.strip()


def _names(text: str | None) -> str:
    """The option ``:names:``, checked."""
    for topic, words in _named(text or ""):
        if not topic or not words:
            raise ValueError(f'"{topic or words}" must be "keyword: words"')
    return text or ""


class Topics(View):
    """A foldable list of entries for each topic; ``:names:`` are lines of ``keyword: words``."""

    view_name = "topics"
    option_spec = {"names": _names}  # noqa: RUF012

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        found: dict[str, list[Reference]] = {}
        for reference in graph.bibliography.values():
            found.setdefault(_topic(reference), []).append(reference)
        names = dict(_named(options.get("names", "")))
        topics = Markup("\n").join(
            Markup("<details><summary>{} ({})</summary><ul>\n{}\n</ul></details>").format(
                names.get(topic, topic.replace("-", " ").capitalize()),
                len(found[topic]),
                Markup("\n").join(
                    Markup("<li>{} {}</li>").format(
                        item_html(graph.citation(reference.key), link_to), reference.title
                    )
                    for reference in sorted(
                        found[topic], key=lambda r: (r.label.casefold(), r.key)
                    )
                ),
            )
            for topic in sorted(found, key=lambda topic: names.get(topic, topic).casefold())
        )
        return Markup('<div class="wg-topics">\n{}\n</div>\n').format(topics)


def _topic(reference: Reference) -> str:
    keywords = dict(reference.fields).get("keywords", "")
    return keywords.partition(",")[0].strip() or OTHER
