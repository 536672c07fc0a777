"""The nouns of a working group's knowledge base: one frozen class per record type.

A record type is declared once, here.  The directive that writes it, its validation, the JSON
Schema of the export, the "record fields" reference page and the templates of ``wgkb new`` are
all derived from the annotations below.  This module knows nothing of Sphinx or docutils.

A field is written in one of three ways, which its annotation says, unless it is taken from the
page (:class:`FromPage`):

* an *option* of the directive (the default): plain text, lists separated by commas;
* the *statement*: the paragraphs that open the content (:class:`Statement`);
* a *part*: a named field in the content, with ordinary markup (:class:`Part`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, get_args, get_origin
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from wgkb.model.words import counted

# --- Values -------------------------------------------------------------------------------


class Status(StrEnum):
    """How far a use case or a requirement is agreed."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class EvidenceLevel(StrEnum):
    """The strongest level at which a source shows a use case."""

    DEPLOYED = "deployed"
    TRIAL = "trial"
    PROPOSED = "proposed"


class Autonomy(StrEnum):
    """Must a site go on working while it is cut off?"""

    REQUIRED = "required"
    WANTED = "wanted"
    NOT_NEEDED = "not-needed"
    UNSTATED = "unstated"


class Priority(StrEnum):
    """Weight of a requirement, in the words of RFC 2119 (section 1, 3 and 5)."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Origin(StrEnum):
    """Does a public document ask for the requirement, or was it derived from use cases?"""

    STATED = "stated"
    DERIVED = "derived"


class Severity(StrEnum):
    """Weight of a gap for those whom it concerns."""

    BLOCKING = "blocking"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class EvidenceKind(StrEnum):
    """What a piece of evidence is, the strongest first.

    A figure, a test that failed or passed, the code itself, what a project documents, what
    somebody says, and what this site concludes.
    """

    MEASUREMENT = "measurement"
    TEST = "test"
    CODE = "code"
    DOCUMENTATION = "documentation"
    STATEMENT = "statement"
    ANALYSIS = "analysis"


class GapState(StrEnum):
    """Where a gap stands in one release."""

    OPEN = "open"
    PARTIAL = "partial"
    CLOSED = "closed"
    OBSOLETE = "obsolete"


UNMET = (GapState.OPEN, GapState.PARTIAL)
"""States of a gap in which something is missing."""


class ProjectStatus(StrEnum):
    """Standing of a component's project."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    RETIRED = "retired"
    EXTERNAL = "external"
    MIXED = "mixed"


class MeetingKind(StrEnum):
    """The form of a meeting or session."""

    FACE_TO_FACE = "face-to-face"
    IRC = "irc"
    CALL = "call"
    BOF = "bof"
    FORUM = "forum"
    TALK = "talk"
    PLENARY = "plenary"
    WORKSHOP = "workshop"
    UNKNOWN = "unknown"


class Completeness(StrEnum):
    """What of a meeting could be read."""

    FULL = "full"
    PARTIAL = "partial"
    MINUTES = "minutes"
    DECK = "deck"
    AGENDA = "agenda"
    ANNOUNCEMENT = "announcement"
    ABSTRACT = "abstract"
    MENTION = "mention"
    SCHEDULE = "schedule"


class ActionState(StrEnum):
    """Where an action item stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Coverage(StrEnum):
    """How a component meets a requirement; the five values of the coverage matrix."""

    MET = "met"
    PARTIAL = "partial"
    MISSING = "missing"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


# --- Ids, times and links -------------------------------------------------------------------

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
"""Id of a record that is a page of its own: the name of its file."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]+$")]
"""Prefix of the ids on a page, such as ``IDN`` or ``KEYSTONE``."""

NumberedId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]+-[0-9]{2}$")]
SupportId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]+-S[0-9]{2}$")]
MeetingId = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}(-[0-9]{2})?(-[a-z0-9]+)+$")
]
DecisionId = Annotated[str, StringConstraints(pattern=r"^[^/ ]+/D[1-9][0-9]*$")]
ActionId = Annotated[str, StringConstraints(pattern=r"^[^/ ]+/A[1-9][0-9]*$")]
VoteId = Annotated[str, StringConstraints(pattern=r"^[^/ ]+/V[1-9][0-9]*$")]
ReleaseId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.]*$")]

_WHEN = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2})"
    r"( (?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}) (?P<zone>[A-Za-z_+/0-9-]+))?)?"
)


def instant(when: str) -> dt.datetime | None:
    """The exact time that *when* names, with its time zone, or None if it gives no time.

    :raises ValueError: *when* is no date, no time of day or names no IANA time zone.
    """
    match = _WHEN.fullmatch(when)
    if match is None:
        raise ValueError(
            "write YYYY-MM-DD HH:MM Zone/City, or YYYY-MM-DD, or YYYY-MM when no more is known"
        )
    year, month = int(match["year"]), int(match["month"])
    day = int(match["day"] or 1)
    if match["hour"] is None:
        dt.date(year, month, day)
        return None
    try:
        zone = ZoneInfo(match["zone"])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{match['zone']!r} is not an IANA time zone") from None
    return dt.datetime(year, month, day, int(match["hour"]), int(match["minute"]), tzinfo=zone)


def _checked_when(when: str) -> str:
    instant(when)
    return when


When = Annotated[str, AfterValidator(_checked_when)]
"""A point in time, as exact as its source: month, day, or minute with an IANA time zone."""


def _checked_tally(tally: str) -> str:
    if not re.fullmatch(r"\S.* [0-9]+", tally):
        raise ValueError("must be an answer and the number of its votes, such as Yes 2")
    return tally


Tally = Annotated[str, AfterValidator(_checked_tally)]
"""An answer of a vote and how many chose it, such as ``Yes 2``."""


def _checked_tracked(tracked: str) -> str:
    tracker, colon, name = tracked.partition(":")
    if not (colon and tracker and name) or " " in tracked:
        raise ValueError("must be the name of a tracker and an id, such as launchpad:1795922")
    return tracked


Tracked = Annotated[str, AfterValidator(_checked_tracked)]
"""A report, plan or change in a public tracker, such as ``launchpad:1795922``."""


@dataclass(frozen=True, slots=True)
class Link:
    """Marks a field that holds ids of other records.

    *to* names the record types that it may point at (none: any); *back* is the label of the
    link as it is shown on the record it points at; a view, which is no record, has none.
    """

    to: tuple[str, ...]
    back: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """Marks the field that holds the text of the opening paragraphs."""


@dataclass(frozen=True, slots=True)
class Part:
    """Marks a field that is written as a named field in the content."""


@dataclass(frozen=True, slots=True)
class Argument:
    """Marks a field of a view that is written behind the name of its directive."""


@dataclass(frozen=True, slots=True)
class FromPage:
    """Marks a field that nobody writes: it is taken from the text of the record's page."""


Links = tuple[str, ...]

EVIDENCE = (
    'A nested list "kind: what it shows, with its source"; the kinds, the strongest first: '
    f"{', '.join(EvidenceKind)}."
)


class HistoryEntry(BaseModel):
    """One step of a gap: its state from *release* on, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    release: ReleaseId
    state: GapState
    reason: str = Field(min_length=1)


class Piece(BaseModel):
    """A piece of evidence: what kind of thing it is, and what it shows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: EvidenceKind | None = Field(default=None, description="None: nobody has said it yet.")
    text: str = Field(min_length=1)


def _as_pieces(written: Any) -> Any:
    """Evidence that is one text, as it was before it had kinds, is a piece of no kind."""
    return ({"text": written},) if isinstance(written, str) and written else written


Evidence = Annotated[tuple[Piece, ...], BeforeValidator(_as_pieces)]
"""What shows a judgement: pieces in the order in which they are written."""


def strongest(evidence: Iterable[Piece]) -> EvidenceKind | None:
    """The strongest kind among the pieces of *evidence*; None if none of them has a kind."""
    kinds = {piece.kind for piece in evidence}
    return next((kind for kind in EvidenceKind if kind in kinds), None)


class Suppression(BaseModel):
    """A rule that one record is allowed to break, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    reason: str = Field(min_length=1)


class Topic(BaseModel):
    """What a meeting talked about: a section of its page."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    anchor: str = Field(default="", description="HTML id of the section on the page.")


class MinutedLink(BaseModel):
    """An address that the minutes of a meeting give."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    words: str
    topic: str = Field(default="", description="Title of the topic; none: before the first.")


class PersonRole(BaseModel):
    """A role that a public source gives a person, and since when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    since: str = ""
    affiliation: str = ""
    sources: tuple[str, ...] = ()


# --- Records ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecordType:
    """What is true of all records of one type."""

    name: str
    """Name of the type, of its directive and in exports."""
    label: str
    """The type in running text."""
    plural: str
    role: str
    """The role that refers to a record of this type."""
    place: Literal["page", "section", "data"]
    """Is the record a page, a section of a page, or an entry of a data file?"""
    folder: str = ""
    """Folder of its pages."""
    page: str = ""
    """The record type of the page on which it is written."""
    sections: tuple[str, ...] = ()
    """Titles of the sections that its page must have, in this order."""
    sourced: bool = True
    """Must it cite a source?"""

    def counted(self, number: int) -> str:
        """So many records in words: "1 gap", "2 gaps"."""
        return counted(number, self.label, self.plural)


class Record(BaseModel):
    """What every record has: a permanent id and a title."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True
    )

    type: ClassVar[RecordType]

    id: str
    title: str = Field(min_length=1)
    suppress: tuple[Suppression, ...] = Field(
        default=(),
        description='Rules that it may break: one "rule — reason" per line.',
    )

    @property
    def standing(self) -> str:
        """The word that its chip shows, or an empty string."""
        return ""


class UseCase(Record):
    """Somebody's need for one cloud over many sites."""

    type = RecordType(
        "use-case",
        "use case",
        "use cases",
        role="uc",
        place="page",
        folder="use-cases",
        sections=(
            "Who wants it",
            "Story",
            "Shape of the infrastructure",
            "Constraints",
            "Operations",
            "What it asks of the IaaS",
            "Real deployments",
            "Open questions",
        ),
    )

    id: Slug
    summary: Annotated[str, Statement()] = Field(min_length=1)
    industry: tuple[str, ...] = Field(min_length=1, description="Branches it comes from.")
    actors: tuple[str, ...] = Field(min_length=1, description="Who takes part.")
    status: Status
    evidence: EvidenceLevel
    scale: str = Field(min_length=1, description="Number and size of sites, one line.")
    latency: str = Field(min_length=1, description="Latency bound, one line.")
    autonomy: Autonomy
    needs: Annotated[Links, Link(("requirement",), "Needed by")] = Field(
        min_length=1, description="Requirements that it needs."
    )

    @property
    def standing(self) -> str:
        return self.status


class RequirementArea(Record):
    """A field of requirements; its page holds them."""

    type = RecordType(
        "requirement-area",
        "requirement area",
        "requirement areas",
        role="area",
        place="page",
        folder="requirements",
        sourced=False,
    )

    id: Slug
    summary: Annotated[str, Statement()] = Field(min_length=1)
    code: Code = Field(description="Prefix of the ids of its requirements.")


class Requirement(Record):
    """One testable thing that the cloud shall do."""

    type = RecordType(
        "requirement",
        "requirement",
        "requirements",
        role="req",
        place="section",
        page="requirement-area",
    )

    id: NumberedId
    statement: Annotated[str, Statement()] = Field(
        min_length=1, description='One sentence with exactly one "shall".'
    )
    status: Status
    priority: Priority
    origin: Origin
    components: Annotated[Links, Link(("component",), "Must meet")] = Field(
        min_length=1, description="Components that must meet it."
    )
    conflicts: Annotated[Links, Link(("requirement",), "In conflict with")] = ()
    rationale: Annotated[str, Part()] = Field(min_length=1)
    verification: Annotated[str, Part()] = Field(min_length=1, description="How to test it.")
    notes: Annotated[str, Part()] = ""

    @property
    def standing(self) -> str:
        return self.status


class Component(Record):
    """A part of the software that the gap analyses look at; its page holds them."""

    type = RecordType(
        "component",
        "component",
        "components",
        role="component",
        place="page",
        folder="gap-analyses",
    )

    id: Slug
    summary: Annotated[str, Statement()] = Field(min_length=1)
    code: Code = Field(description="Prefix of the ids of its gaps and supports.")
    project_status: ProjectStatus
    not_applicable: Annotated[Links, Link(("requirement",), "Does not concern")] = Field(
        default=(), description="Requirements that have nothing to do with it."
    )
    assumes: Annotated[str, Part()] = Field(
        min_length=1, description="What it takes for granted about its environment."
    )

    @property
    def standing(self) -> str:
        return self.project_status


class Gap(Record):
    """Something that a component lacks, with its history by release."""

    type = RecordType("gap", "gap", "gaps", role="gap", place="section", page="component")

    id: NumberedId
    statement: Annotated[str, Statement()] = Field(min_length=1)
    severity: Severity
    argued_by: tuple[str, ...] = Field(
        min_length=1,
        description='Who argues the severity: bibliography keys, or "analysis" for this site.',
    )
    judged_against: ReleaseId = Field(description="Newest release that the judgement is about.")
    verified: dt.date = Field(description="Day on which the evidence was read.")
    fails: Annotated[Links, Link(("requirement",), "Failed by")] = Field(
        min_length=1, description="Requirements that fail because of it."
    )
    tracked_by: tuple[Tracked, ...] = Field(
        default=(),
        description="Where public trackers have it: tracker:id, such as launchpad:1795922.",
    )
    evidence: Annotated[Evidence, Part()] = Field(min_length=1, description=EVIDENCE)
    severity_reason: Annotated[str, Part()] = ""
    history: Annotated[tuple[HistoryEntry, ...], Part()] = Field(
        min_length=1,
        description='Nested fields ":release: state — reason", oldest first; '
        "the last entry is the present state.",
    )
    closes_when: Annotated[str, Part()] = Field(min_length=1, description="What would close it.")
    alternatives: Annotated[str, Part()] = ""

    @property
    def standing(self) -> str:
        return self.history[-1].state

    @property
    def judges(self) -> Links:
        """The requirements that it says something about."""
        return self.fails

    @property
    def strongest_evidence(self) -> EvidenceKind | None:
        """The strongest kind among the pieces of its evidence."""
        return strongest(self.evidence)


class Support(Record):
    """Something that a component does meet, wholly or in part."""

    type = RecordType(
        "support", "support", "supports", role="support", place="section", page="component"
    )

    id: SupportId
    statement: Annotated[str, Statement()] = Field(min_length=1)
    since: ReleaseId = Field(description="First release that has it.")
    judged_against: ReleaseId
    verified: dt.date
    meets: Annotated[Links, Link(("requirement",), "Met by")] = Field(
        default=(), description="Requirements of which the component's share is met."
    )
    meets_in_part: Annotated[Links, Link(("requirement",), "Met in part by")] = Field(
        default=(), description="Requirements of which a part is missing; the limits say which."
    )
    evidence: Annotated[Evidence, Part()] = Field(min_length=1, description=EVIDENCE)
    limits: Annotated[str, Part()] = ""

    @property
    def standing(self) -> str:
        return Coverage.MET if self.meets else Coverage.PARTIAL

    @property
    def judges(self) -> Links:
        """The requirements that it says something about."""
        return (*self.meets, *self.meets_in_part)

    @property
    def strongest_evidence(self) -> EvidenceKind | None:
        """The strongest kind among the pieces of its evidence."""
        return strongest(self.evidence)


ATTENDANCE, SOURCES = "Attendance", "Sources and completeness"
"""Titles of the sections at the end of minutes that are no topics."""


class Meeting(Record):
    """A meeting or session, as complete as its sources."""

    type = RecordType(
        "meeting", "meeting", "meetings", role="meeting", place="page", folder="meetings"
    )

    id: MeetingId
    summary: Annotated[str, Statement()] = Field(min_length=1)
    start: When
    end: When | None = None
    place: str = ""
    channel: str = ""
    kind: MeetingKind
    record: Completeness = Field(description="What of it could be read.")
    series: str = ""
    chair: Annotated[Links, Link(("person",), "Chaired")] = ()
    speakers: Annotated[Links, Link(("person",), "Spoke at")] = ()
    attendees: Annotated[Links, Link(("person",), "Attended")] = ()
    discusses: Annotated[Links, Link((), "Discussed in")] = ()
    topics: Annotated[tuple[Topic, ...], FromPage()] = Field(
        default=(), description="Its sections in order, but for those on people and sources."
    )
    links: Annotated[tuple[MinutedLink, ...], FromPage()] = Field(
        default=(), description="Addresses outside the site that its topics give."
    )

    @property
    def standing(self) -> str:
        return self.record


class Decision(Record):
    """Something that a meeting decided."""

    type = RecordType(
        "decision",
        "decision",
        "decisions",
        role="decision",
        place="section",
        page="meeting",
        sourced=False,
    )

    id: DecisionId
    text: Annotated[str, Statement()] = Field(min_length=1)
    supersedes: Annotated[Links, Link(("decision",), "Superseded by")] = ()
    changes: Annotated[Links, Link((), "Changed by decision")] = ()


class Action(Record):
    """Something that somebody promised in a meeting."""

    type = RecordType(
        "action",
        "action",
        "actions",
        role="action",
        place="section",
        page="meeting",
        sourced=False,
    )

    id: ActionId
    text: Annotated[str, Statement()] = Field(min_length=1)
    owner: Annotated[Links, Link(("person",), "Owns")] = Field(
        default=(), description="Who promised it; rule unowned-action asks for it."
    )
    due: dt.date | None = None
    state: ActionState
    closed_in: Annotated[Links, Link(("meeting",), "Closed")] = Field(default=(), max_length=1)
    about: Annotated[Links, Link((), "Subject of action")] = ()

    @property
    def standing(self) -> str:
        return self.state


class Vote(Record):
    """A question that a meeting voted on, and how many chose each answer."""

    type = RecordType(
        "vote",
        "vote",
        "votes",
        role="vote",
        place="section",
        page="meeting",
        sourced=False,
    )

    id: VoteId
    text: Annotated[str, Statement()] = Field(min_length=1)
    results: tuple[Tally, ...] = Field(
        min_length=1, description='Each answer and the number of its votes: "Yes 2, No 0".'
    )
    about: Annotated[Links, Link((), "Subject of vote")] = ()


class Person(Record):
    """Somebody whom a public source names."""

    type = RecordType("person", "person", "people", role="person", place="data", sourced=False)

    id: Slug
    nicks: tuple[str, ...] = ()
    summary: str = ""
    roles: tuple[PersonRole, ...] = ()


RECORD_TYPES: dict[str, type[Record]] = {
    model.type.name: model
    for model in (
        UseCase,
        RequirementArea,
        Requirement,
        Component,
        Gap,
        Support,
        Meeting,
        Decision,
        Action,
        Vote,
        Person,
    )
}


class Release(BaseModel):
    """A release of the software that is judged, from ``data/releases.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: ReleaseId
    name: str
    date: dt.date
    slurp: bool = False


# --- What the annotations say -----------------------------------------------------------------


WrittenAs = Literal["option", "statement", "part", "argument"]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What one field of a record type or of a view is, as its annotation says."""

    name: str
    """Name as it is written: with hyphens."""
    attribute: str
    required: bool
    description: str
    values: tuple[str, ...]
    """The allowed words, or none."""
    is_list: bool
    link: Link | None
    written_as: WrittenAs
    entry_values: tuple[str, ...] = ()
    """The words one of which each entry of a nested list must name, if it is one."""


def _field_spec(attribute: str, info: Any) -> FieldSpec:
    markers = {type(marker): marker for marker in info.metadata}
    written_as: WrittenAs = "option"
    if Statement in markers:
        written_as = "statement"
    elif Part in markers:
        written_as = "part"
    elif Argument in markers:
        written_as = "argument"
    bare = info.annotation
    options = [arg for arg in get_args(bare) if arg not in (type(None), Ellipsis)]
    enum = bare if isinstance(bare, type) and issubclass(bare, StrEnum) else None
    if enum is None and len(options) == 1 and isinstance(options[0], type):
        enum = options[0] if issubclass(options[0], StrEnum) else None
    return FieldSpec(
        name=attribute.replace("_", "-"),
        attribute=attribute,
        required=info.is_required(),
        description=info.description or "",
        values=tuple(enum) if enum else (),
        is_list=get_origin(bare) is tuple,
        link=markers.get(Link),
        written_as=written_as,
        entry_values=_entry_values(bare),
    )


def _entry_values(annotation: Any) -> tuple[str, ...]:
    """The words of the first enumeration among the fields of a list's entries."""
    entry = next(iter(get_args(annotation)), None)
    if not (isinstance(entry, type) and issubclass(entry, BaseModel)):
        return ()
    for info in entry.model_fields.values():
        for option in (info.annotation, *get_args(info.annotation)):
            if isinstance(option, type) and issubclass(option, StrEnum):
                return tuple(option)
    return ()


def from_page(model: type[BaseModel]) -> dict[str, str]:
    """The fields of *model* that are taken from its page and not written, with what they hold."""
    return {
        name: info.description or ""
        for name, info in model.model_fields.items()
        if any(isinstance(marker, FromPage) for marker in info.metadata)
    }


def fields_of(model: type[BaseModel]) -> tuple[FieldSpec, ...]:
    """The fields of *model* that are written, in the order in which they are declared."""
    return tuple(
        _field_spec(attribute, info)
        for attribute, info in model.model_fields.items()
        if attribute not in from_page(model)
    )


FIELDS: dict[str, tuple[FieldSpec, ...]] = {
    type_name: tuple(spec for spec in fields_of(model) if spec.name not in ("id", "title"))
    for type_name, model in RECORD_TYPES.items()
}
"""The fields of each record type that are written, in the order in which they are declared."""

LINK_FIELDS: dict[str, tuple[tuple[FieldSpec, Link], ...]] = {
    type_name: tuple((spec, spec.link) for spec in specs if spec.link)
    for type_name, specs in FIELDS.items()
}
