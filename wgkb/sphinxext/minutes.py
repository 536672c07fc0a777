"""Topics and links of minutes, taken from the page of the meeting when it has been read.

A topic is a section of the page: its text stays ordinary Markdown, and the record has its title
and where it stands.  Written twice, as a section and as a field, the two would come to differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes

from wgkb.model.records import ATTENDANCE, SOURCES, Meeting, MinutedLink, Topic

_NUMBER = re.compile(r" \(\d+\)$")
"""What the importer puts behind a title that a topic has already."""


def with_topics_and_links(meeting: Meeting, doctree: nodes.document) -> Meeting:
    """*meeting* with the topics and links of its page."""
    page = next((n for n in doctree.children if isinstance(n, nodes.section)), None)
    if page is None:
        return meeting
    sections = [
        child
        for child in page.children
        if isinstance(child, nodes.section) and "wg_record" not in child
    ]
    for title in (SOURCES, ATTENDANCE):  # the last sections of minutes, from the end
        if sections and _NUMBER.sub("", sections[-1][0].astext()) == title:
            sections.pop()
    topics = tuple(
        Topic(title=section[0].astext(), anchor=next(iter(section["ids"]), ""))
        for section in sections
    )
    links = dict.fromkeys(_links(page, sections))
    return meeting.model_copy(update={"topics": topics, "links": tuple(links)})


def _links(page: nodes.section, topics: list[nodes.section]) -> Iterator[MinutedLink]:
    """The links before the first topic and in each of *topics*, in order."""
    topic = ""
    for child in page.children:
        if isinstance(child, nodes.section) and "wg_record" not in child:
            if child not in topics:
                return  # what is no topic stands at the end
            topic = child[0].astext()
        for link in child.findall(nodes.reference):
            url = link.get("refuri", "")
            if "://" in url and not link.get("internal"):
                words = " ".join(link.astext().split())
                yield MinutedLink(url=url, words=words, topic=topic)
