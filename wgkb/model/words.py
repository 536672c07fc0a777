"""Numbers in words."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """*number* and what is counted: "1 gap", "2 gaps".

    :param many: the plural; *one* with an s if it is not given.
    """
    return f"{number} {one if number == 1 else many or f'{one}s'}"
