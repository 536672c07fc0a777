"""From nicks to people: who is meant, and who is named in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wgkb.model.records import Person

_TOKEN = re.compile(r"[^\s,;:()/&!?\"'<>]{1,64}")
_JOINS = frozenset({"and", "or", "+"})
MAX_TOKENS = 200
"""So much of a text is searched for nicks."""


def bare(nick: str) -> str:
    """*nick* without what clients add: ``ada_``, ``ada|away`` and ``Ada`` are ``ada``."""
    return nick.casefold().partition("|")[0].rstrip("_`^-") or nick.casefold()


class Nicks:
    """The nicks of all people of the knowledge base."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._exact: dict[str, str] = {}
        self._bare: dict[str, str] = {}
        for person in people:
            for nick in person.nicks:
                self._exact.setdefault(nick.casefold(), person.id)
                # Two people with nicks that only differ in such marks are told apart by them.
                other = self._bare.setdefault(bare(nick), person.id)
                if other != person.id:
                    self._bare[bare(nick)] = ""

    def person(self, nick: str) -> str:
        """Id of the person with this *nick*, or an empty string."""
        return self._exact.get(nick.casefold()) or self._bare.get(bare(nick), "")

    def named_in(self, text: str, others: Iterable[str]) -> list[str]:
        """The nicks, of people or of *others*, to whom *text* gives a task.

        Those with which it begins ("ada, grace to ask"), else all that it mentions, as MeetBot
        takes it.
        """
        present = {nick.casefold() for nick in others}
        tokens = [(t, self._is_known(t, present)) for t in _tokens(text)]
        leading: list[str] = []
        for token, known in tokens:
            if known:
                leading.append(token)
            elif token.casefold() not in _JOINS:
                break
        chosen = leading or [token for token, known in tokens if known]
        return list({bare(nick): nick for nick in reversed(chosen)}.values())[::-1]

    def _is_known(self, token: str, present: set[str]) -> bool:
        return token.casefold() in present or bool(self.person(token))


def _tokens(text: str) -> Iterator[str]:
    for number, match in enumerate(_TOKEN.finditer(text)):
        if number == MAX_TOKENS:
            return
        yield match[0].removeprefix("@").rstrip(".") or match[0]
