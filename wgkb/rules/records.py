"""Rules on one record as somebody wrote it."""

from __future__ import annotations

from collections.abc import Iterator

from wgkb.model.draft import Draft, FieldError
from wgkb.model.findings import Finding, did_you_mean, rule

_AREA = """
    === requirements/identity.rst
    Identity
    ========

    .. requirement-area::
       :code: IDN

       Who may do what, and where.
"""

_DECISION = """
    === meetings/2017/2017-06-07-irc.md
    # Meeting of 7 June

    ```{meeting}
    :start: 2017-06-07 15:00 UTC
    :kind: irc
    :record: full

    A meeting.
    ```
"""


@rule(
    "record",
    bad=_AREA.replace(":code: IDN", ":code: IDN\n       :colour: blue"),
    good=_AREA,
)
def unknown_field(draft: Draft) -> Iterator[Finding]:
    """A record has only the fields of its type."""
    options = [spec.name for spec in draft.specs if spec.written_as == "option"]
    parts = [spec.name for spec in draft.specs if spec.written_as == "part"]
    for kind, written, known in (
        ("option", draft.options, options),
        ("field", draft.parts, parts),
    ):
        for name in written:
            if name in known:
                continue
            if name in options or name in parts:
                place = "an option" if name in options else "a field in the content"
                yield draft.finding("unknown-field", f'"{name}" is written as {place}', name)
            else:
                hint = did_you_mean(name, known) or (
                    f"; known: {', '.join(known)}" if known else "; this type has none here"
                )
                yield draft.finding("unknown-field", f'unknown {kind} "{name}"{hint}', name)


@rule(
    "field",
    bad=_AREA.replace("       :code: IDN\n", ""),
    good=_AREA,
)
def missing_field(error: FieldError) -> Iterator[Finding]:
    """A record has all fields that its type asks for, and none of them is empty."""
    spec = error.spec
    if spec is None or spec.written_as == "statement" or spec.name == "suppress":
        return
    if error.kind in ("missing", "string_too_short", "too_short"):
        words = f" (one of: {', '.join(spec.values)})" if spec.values else ""
        how = f":{spec.name}:" + (" in its content" if spec.written_as == "part" else "")
        yield error.finding("missing-field", f"needs {how}{words}")


@rule(
    "field",
    bad=_DECISION.replace(":kind: irc", ":kind: chat"),
    good=_DECISION,
)
def bad_value(error: FieldError) -> Iterator[Finding]:
    """A field holds a value of its kind: one of its words, a date, a time with a zone, a list."""
    spec = error.spec
    empty = error.kind in ("missing", "string_too_short", "too_short")
    if spec is None or (empty and spec.name != "suppress"):
        return
    value = f'"{error.value}"'
    if spec.name == "history" and error.value == "":
        yield error.draft.finding("missing-field", "needs :history: in its content", spec.name)
        return
    if error.kind == "enum":
        known = spec.values or spec.entry_values
        right = f"must be one of: {', '.join(known)}{did_you_mean(str(error.value), known)}"
    elif error.kind.startswith("date"):
        right = "must be a date such as 2026-04-01"
    elif spec.name == "suppress":
        yield error.draft.finding(
            "bad-value", ":suppress: must be: rule — reason, one on a line", "suppress"
        )
        return
    elif spec.name == "history" and error.kind == "tuple_type":
        value, right = "", "is a list of fields, one a line: :newton: open — what was so"
    elif error.kind == "too_long":
        value, right = "", "takes one id"
    elif error.kind == "string_pattern_mismatch" and spec.name == "code":
        right = "must be capital letters and digits, such as IDN"
    elif error.kind == "string_pattern_mismatch":
        right = "must be a release id, such as queens or 2026.1"
    else:
        right = error.message.removeprefix("Value error, ")
    message = " ".join(f":{spec.name}: {value} {right}".split())
    yield error.finding("bad-value", message)


@rule(
    "field",
    bad=_DECISION + "    \n    ```{decision} 1 Meet every week\n    We meet.\n    ```\n",
    good=_DECISION + "    \n    ```{decision} D1 Meet every week\n    We meet.\n    ```\n",
)
def malformed_id(error: FieldError) -> Iterator[Finding]:
    """An id has the form of its type and is followed by a title."""
    if error.spec is not None or error.attribute not in ("id", "title"):
        return
    draft = error.draft
    kind = draft.model.type
    form = {
        "requirement": "IDN-02",
        "gap": "KEYSTONE-03",
        "support": "KEYSTONE-S02",
        "decision": "D1",
        "action": "A1",
        "vote": "V1",
        "meeting": "2017-05-10-boston-f2f (the file name)",
    }.get(kind.name, "retail-store (the file name, in lower case)")
    if error.attribute == "id":
        yield draft.finding("malformed-id", f"the id of a {kind.label} looks like {form}")
    elif kind.place == "page":
        yield draft.finding(
            "malformed-id", "must stand directly under the title of its page, which names it"
        )
    else:
        yield draft.finding("malformed-id", f"needs a title: .. {kind.name}:: {form} Its title")


@rule(
    "field",
    bad=_AREA.replace("       Who may do what, and where.\n", ""),
    good=_AREA,
)
def empty_body(error: FieldError) -> Iterator[Finding]:
    """A record says in its opening paragraph what it is."""
    if error.spec is not None and error.spec.written_as == "statement":
        yield error.draft.finding(
            "empty-body", f"needs an opening paragraph (its {error.spec.name})"
        )


@rule(
    "record",
    bad=_AREA + "\n       .. requirement-area::\n          :code: CTL\n\n          Inside.\n",
    good=_AREA,
)
def nested_record(draft: Draft) -> Iterator[Finding]:
    """No record stands inside another: close the first before the next begins."""
    if draft.inside:
        yield draft.finding(
            "nested-record",
            f"stands inside {draft.inside}; end that record first (check the indentation)",
        )
