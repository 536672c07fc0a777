"""English that means nothing and reads like the pages of a working group.

Search indexing, hyphenation of lines and compression all depend on the words, so the sentences
have grammar, numbers and names, and as many different words as a real site of that size.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

_SUBJECTS = (
    "A site that is cut off from the others",
    "The regional data centre near {name}",
    "Each node in the cabinet",
    "The operator of {name}",
    "A deployment with {number} sites",
    "The scheduler of the second region",
    "An agent that lost its message bus",
    "Nobody at the site in {name}",
    "The team that runs the network",
    "A thin link with {number} milliseconds of delay",
    "The first release with this option",
    "Every driver that was looked at",
    "One of the talks in {name}",
    "The present code",
    "A tenant who moves between sites",
    "The database of the control plane",
    "The test bed in {name}",
    "A user plane close to the antenna",
)
_VERBS = (
    "keeps",
    "needs",
    "loses",
    "copies",
    "checks",
    "stores",
    "repeats",
    "asks for",
    "reports",
    "cannot find",
    "takes over",
    "waits for",
    "depends on",
    "does without",
    "gives away",
    "measures",
    "writes down",
    "replaces",
)
_OBJECTS = (
    "the tokens of its users",
    "a copy of the image",
    "{number} connections to the broker",
    "the state of its ports",
    "an address from the pool of {name}",
    "the keys that were rotated last",
    "a quorum of {number} members",
    "the quota of a project",
    "the record of a server that is gone",
    "one certificate for each host",
    "the table of routes",
    "a volume on the local disk",
    "the catalogue of services",
    "its own clock",
    "the log of the last {number} hours",
    "a policy that others wrote",
    "the placement of {number} instances",
    "the heartbeat of the agent",
    "a list of {number} flavours",
    "the answer of a service far away",
)
_CIRCUMSTANCES = (
    "while the link to {name} is down",
    "after {number} minutes without an answer",
    "as soon as the site is joined again",
    "when more than {number} hosts start together",
    "even though nobody asked for it",
    "in the default configuration",
    "because the message bus is shared",
    "until an administrator steps in",
    "although the documentation says otherwise",
    "before the first user signs in",
    "for every request that crosses the border of {name}",
    "with {number} sites and a round trip of {number} milliseconds",
    "on a machine with {number} gigabytes of memory",
    "whenever the leader changes",
    "according to the measurements made in {name}",
    "without a word in the log",
)
_JOINTS = (", and", "; then", ", but", ", so that", "; in the end")
_NOUNS = (
    "token",
    "image",
    "port",
    "quota",
    "agent",
    "broker",
    "router",
    "volume",
    "certificate",
    "catalogue",
    "heartbeat",
    "placement",
    "replica",
    "session",
    "address",
    "backup",
    "upgrade",
    "schema",
    "cache",
    "policy",
)
_TITLES = (
    "{Noun} without a {noun}",
    "One {noun} for each {noun}",
    "{Noun} lost with the {noun}",
    "No {noun} while the {noun} is away",
    "{Noun} and {noun} of {name}",
    "{Noun} known at {name} only",
    "A {noun} that outlives its {noun}",
)
_ONSETS = ("b", "br", "d", "f", "g", "h", "k", "kl", "l", "m", "n", "p", "r", "s", "st", "t", "v")
_VOWELS = ("a", "e", "i", "o", "u", "ei", "ou")
_CODAS = ("", "l", "n", "r", "s", "m", "nd", "rk")


class Prose:
    """Sentences, titles and names; the same ones for the same *seed*."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._names: set[str] = set()
        self._places: list[str] = []

    def name(self) -> str:
        """The name of a place that has not been named before."""
        while True:
            name = "".join(
                self.pick(_ONSETS) + self.pick(_VOWELS) + self.pick(_CODAS)
                for _ in range(self.random.choice((2, 2, 3)))
            )
            if name not in self._names:
                self._names.add(name)
                return name

    def title(self) -> str:
        """A title of a few words."""
        noun = self.pick(_NOUNS)
        return self.pick(_TITLES).format(
            Noun=self.pick(_NOUNS).capitalize(), noun=noun, name=self._place()
        )

    def sentence(self, notes: Sequence[str] = ()) -> str:
        """A sentence with *notes*, such as citations, before its full stop."""
        clause = f"{self.pick(_SUBJECTS)} {self.pick(_VERBS)} {self.pick(_OBJECTS)}"
        if self.random.random() < 0.7:
            clause += f" {self.pick(_CIRCUMSTANCES)}"
        if self.random.random() < 0.35:
            second = f"{self.pick(_SUBJECTS)} {self.pick(_VERBS)} {self.pick(_OBJECTS)}"
            clause += f"{self.pick(_JOINTS)} {second[0].lower()}{second[1:]}"
        return " ".join((self._filled(clause), *notes)) + "."

    def duty(self) -> str:
        """The sentence of a requirement: one "shall", and no word that a test cannot decide."""
        return self._filled(
            f"A site shall go on to serve its users with {self.pick(_OBJECTS)} "
            f"{self.pick(_CIRCUMSTANCES)}."
        )

    def paragraph(self, words: int, notes: Sequence[str] = ()) -> str:
        """About as many *words*, with *notes* spread over the sentences."""
        count = max(1, round(words / 20))
        return " ".join(self.sentence(notes[place::count]) for place in range(count))

    def pick(self, words: Sequence[str]) -> str:
        return self.random.choice(words)

    def _place(self) -> str:
        """A place; most of them are named more than once."""
        if not self._places or self.random.random() < 0.1:
            self._places.append(self.name().capitalize())
        return self.pick(self._places)

    def _filled(self, text: str) -> str:
        while "{name}" in text:
            text = text.replace("{name}", self._place(), 1)
        while "{number}" in text:
            text = text.replace("{number}", str(self.random.randint(2, 900)), 1)
        return text
