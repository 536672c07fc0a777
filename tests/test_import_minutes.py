"""IRC logs become minutes: every form of log, and nothing that a log can do."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
import tomllib
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from kb import Project
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from wgkb.cli import main
from wgkb.importers.events import NoteKind
from wgkb.importers.markdown import block, linked, literal
from wgkb.importers.minutes import Hints, LogError, Minutes, Note, Vote
from wgkb.importers.nicks import Nicks
from wgkb.importers.page import About, is_as_imported, make_page
from wgkb.importers.reading import read_log
from wgkb.importers.text import lines_of, visible
from wgkb.model.records import Person
from wgkb.model.records import Vote as RecordedVote

DATA = Path(__file__).parent / "data"
PEOPLE = (
    Person(id="ada-lovelace", title="Ada Lovelace", nicks=("ada",)),
    Person(id="grace-hopper", title="Grace Hopper", nicks=("grace",)),
)
DAY = Hints(date=dt.date(2017, 6, 7))
FUZZ = settings(max_examples=4 * settings().max_examples, deadline=None)
"""Logs are hostile: more examples than elsewhere."""


def read(name: str) -> Minutes:
    (minutes,) = read_log((DATA / name).read_bytes(), Hints(name))
    return minutes


def said(*lines: str, hints: Hints = DAY) -> Minutes:
    """The minutes of one meeting with these lines in it."""
    log = ["15:00:00 <ada> #startmeeting", *lines, "15:59:00 <ada> #endmeeting"]
    (minutes,) = read_log("\n".join(log).encode("utf-8", "surrogateescape"), hints)
    return minutes


def notes(minutes: Minutes) -> list[tuple[str, str, str]]:
    """Topic, kind and text of each note, without where in the log it stands."""
    return [
        (topic.title, item.kind.name, item.text)
        if isinstance(item, Note)
        else (topic.title, "VOTE", f"{item.question}: {dict(item.results)}")
        for topic in minutes.topics
        for item in topic.items
    ]


def page_of(minutes: Minutes) -> str:
    return make_page(minutes, About("2017-06-07-irc", "A meeting"), Nicks(PEOPLE)).text


# --- Every form of log ----------------------------------------------------------------------

FORMS = [
    "weekly.log.txt",
    "weekly.log.html",
    "weekly.irssi.txt",  # two hours ahead of UTC, without seconds
    "weekly.weechat.quoted.txt",  # four hours behind, quoted and wrapped by a mail program
]


@pytest.mark.parametrize("name", FORMS)
def test_all_forms_say_the_same(name: str) -> None:
    minutes = read(name)
    assert minutes.name == "Weekly meeting"
    assert minutes.day == dt.date(2017, 6, 7)
    assert f"{minutes.start:%H:%M %Z}–{minutes.end:%H:%M}" == "15:00 UTC–15:13"
    assert minutes.chairs == ("ada", "grace_")
    assert minutes.present == (("ada", 11), ("grace_", 11), ("linus", 10))
    assert minutes.introduced == ("hedy",)
    survey, when = "Survey of the operators", "When to meet"
    assert notes(minutes) == [
        ("", "INFO", "this stands before the first topic"),
        (survey, "LINK", "https://example.org/survey?a=1&b=2 the draft"),
        (survey, "LINK", "https://example.org/old-survey"),
        (survey, "IDEA", "ask *one* thing at a time"),
        (survey, "HELP", "somebody who speaks Spanish"),
        (survey, "AGREED", "the survey has ten questions"),
        (survey, "ACTION", "grace_ to shorten the survey by next week"),
        (survey, "ACTION", "write the announcement"),
        (
            when,
            "VOTE",
            "Do we move to Thursday: {'Yes': ('ada',), 'No': ('linus',), 'Abstain': ('grace_',)}",
        ),
        (when, "REJECTED", "moving to Thursday"),
        (when, "ACCEPTED", "staying on Wednesday"),
        (when, "ACTION", "hedy, ada: look at IDN-01 together"),
    ]
    # Each note leads to the line on which it stands.
    for topic in minutes.topics:
        for item in topic.items:
            if isinstance(item, Note) and len(item.text) < 30:
                assert item.text in minutes.log[item.line - 1]


def test_text_minutes() -> None:
    minutes = read("weekly.minutes.txt")
    assert minutes.summary_only
    assert (minutes.channel, minutes.name) == ("#weekly", "Weekly meeting")
    assert f"{minutes.start:%Y-%m-%d %H:%M}–{minutes.end:%H:%M}" == "2017-06-07 15:00–15:13"
    assert minutes.present[0] == ("ada", 13)
    found = notes(minutes)
    assert found[0] == ("", "LINK", "https://example.org/before")
    assert ("Survey of the operators", "AGREED", "the survey has ten questions") in found
    assert found[-1] == ("When to meet", "INFO", "a note on (nested) brackets")
    assert ":record: minutes" in page_of(minutes)


@pytest.mark.parametrize(
    ("line", "nick", "text"),
    [
        ("15:01:02 <linus> #info x", "linus", "x"),
        ("15:01 <+linus> #info x", "linus", "x"),
        ("[15:01] <linus> #INFO x", "linus", "x"),
        ("[15:01:02] <@linus>\t#info x", "linus", "x"),
        ("(15:01:02) <linus> #info x", "linus", "x"),
        ("2017-06-07T15:01:02 <linus> #info x", "linus", "x"),
        ("2017-06-07 15:01:02\tlinus\t#info x", "linus", "x"),
        ("2017-06-07 15:01:02.123\t@linus\t#info x", "linus", "x"),
        ("Jun 07 15:01:02 <linus>\t#info x", "linus", "x"),
        ("15:01:02  linus | #info x", "linus", "x"),
        ("15:01:02 <we[ir]d> #info \x02bold\x0f and \x0304,07red\x03", "we[ir]d", "bold and red"),
    ],
)  # fmt: skip
def test_forms_of_a_line(line: str, nick: str, text: str) -> None:
    (minutes,) = read_log(line.encode(), DAY)
    (note,) = minutes.topics[0].items
    assert isinstance(note, Note)
    assert (note.nick, note.text, note.time) == (nick, text, "15:01")


def test_without_times_and_without_bot() -> None:
    log = b"<ada> #topic One\n<linus> #action ada to write\n<linus> and so on\n"
    (minutes,) = read_log(log, DAY)
    assert notes(minutes) == [("One", "ACTION", "ada to write")]
    assert minutes.start is None
    page = page_of(minutes)
    assert ":start: 2017-06-07\n" in page
    assert ":record: partial\n" in page
    assert "{log}`line 2 <2>`" in page
    assert "In which time zone its clock runs is not known" in " ".join(page.split())


def test_time_zone_of_the_clock() -> None:
    """Local time is kept as such, with its zone, and midnight begins a new day."""
    zone = Hints(date=dt.date(2017, 6, 7), zone=ZoneInfo("America/Chicago"))
    log = b"23:58 <ada> #startmeeting x\n23:59 <ada> #info a\n00:10 <ada> #endmeeting\n"
    (minutes,) = read_log(log, zone)
    page = page_of(minutes)
    assert ":start: 2017-06-07 23:58 America/Chicago\n" in page
    assert ":end: 2017-06-08 00:10 America/Chicago\n" in page


def test_local_time_across_midnight() -> None:
    """The bot's UTC counts, even where the day is another one."""
    log = (
        b"01:30 <ada> #startmeeting x\n"
        b"01:30 <bot> Meeting started Tue Jun  6 23:30:11 2017 UTC.  The chair is ada.\n"
        b"02:05 <ada> #endmeeting\n"
    )
    (minutes,) = read_log(log, Hints())
    assert minutes.start == dt.datetime(2017, 6, 6, 23, 30, tzinfo=dt.UTC)
    assert minutes.end == dt.datetime(2017, 6, 7, 0, 5, tzinfo=dt.UTC)
    assert minutes.present == (("ada", 2),)  # the bot was not there


def test_date_from_the_file_name() -> None:
    log = b"14:00:05 <ada> #startmeeting x\n14:01:00 <ada> #endmeeting\n"
    (minutes,) = read_log(log, Hints("x.2015-02-09-16.00.log.txt"))
    assert f"{minutes.start:%Y-%m-%d %H:%M}" == "2015-02-09 16:00"


def test_two_meetings_and_all_lines() -> None:
    log = (
        b"09:59 <ada> before\n10:00 <ada> #startmeeting one\n10:05 <ada> #info in one\n"
        b"10:10 <ada> #endmeeting\n10:11 <linus> between\n11:00 <linus> #startmeeting two\n"
        b"11:01 <linus> #info in two\n11:02 <linus> still running"
    )
    one, two = read_log(log, DAY)
    assert notes(one) == [("", "INFO", "in one")]
    assert notes(two) == [("", "INFO", "in two")]
    assert [*one.log, *two.log] == log.decode().split("\n")
    assert (one.has_end, two.has_end) == (True, False)
    assert two.topics[0].items[0].line == 2  # in its own part of the log


# --- What commands mean ---------------------------------------------------------------------


def test_only_chairs_decide() -> None:
    minutes = said(
        "15:01 <mallory> #agreed nobody pays",
        "15:01 <mallory> #topic mine",
        "15:01 <mallory> #endmeeting",
        "15:02 <mallory> #info anybody may say this",
        "15:03 <ada> #chair bob, linus",
        "15:04 <linus> #agreed linus may",
        "15:05 <ada> #unchair linus",
        "15:06 <linus> #agreed linus may no more",
    )
    assert [text for _, _, text in notes(minutes)] == ["anybody may say this", "linus may"]
    assert minutes.chairs == ("ada", "bob")
    assert minutes.has_end


def test_after_an_hour_anybody_may_end() -> None:
    (minutes,) = read_log(
        b"15:00 <ada> #startmeeting\n16:01 <linus> #endmeeting\n16:02 <linus> #info late\n", DAY
    )
    assert minutes.end is None  # the zone is not known
    assert minutes.has_end
    assert notes(minutes) == []


def test_undo_and_commands_without_words() -> None:
    minutes = said(
        "15:01 <ada> #info one",
        "15:01 <ada> #topic gone",
        "15:01 <ada> #undo",
        "15:02 <ada> #undo",
        "15:03 <ada> #undo",
        "15:04 <ada> #action",
        "15:05 <ada> #info",
        "15:06 <ada> #link",
        "15:07 <ada> #idea two",
    )
    assert notes(minutes) == [("", "IDEA", "two")]


def test_votes() -> None:
    minutes = said(
        "15:01 <linus> #startvote may I? yes, no",
        "15:01 <ada> #startvote no question mark",
        "15:01 <ada> #vote yes",
        "15:02 <ada> #startvote Which colour? red, blue",
        "15:03 <ada> #vote RED",
        "15:03 <ada> #vote blue",
        "15:03 <linus> #vote green",
        "15:04 <ada> #endvote",
        "15:05 <ada> #startvote Agreed?",
        "15:06 <linus> #vote yes",
        "15:07 <ada> #endvote",
    )
    votes = [item for topic in minutes.topics for item in topic.items if isinstance(item, Vote)]
    assert [dict(vote.results) for vote in votes] == [
        {"red": (), "blue": ("ada",)},
        {"Yes": ("linus",), "No": ()},
    ]
    page = page_of(minutes)
    assert '```{vote} V1 Which colour?\n:results: "red 0, blue 1"\n\nAsked at {log}`' in page
    assert "\n- blue: ada\n" in page


def test_no_record_says_the_same_twice() -> None:
    """A title that says all is enough; one that is cut, or has a link, is followed by the text."""
    long = "ada to write " + "and write " * 20 + "it"
    page = page_of(
        said(
            "15:01 <ada> #action ada to write it",
            "15:02 <ada> #agreed meet  again",
            "15:03 <ada> #accepted the plan",
            "15:04 <ada> #rejected the other plan",
            f"15:05 <ada> #action {long}",
            "15:06 <ada> #agreed read https://example.org/a",
        )
    )
    for words in ("to write it", "meet again", "the plan", "the other plan"):
        assert page.count(words) == 1, words
    flat = " ".join(page.split())
    assert "D2 the plan Accepted. Noted by ada, {log}`15:03" in flat
    assert "D3 Rejected: the other plan Noted by ada," in flat
    assert long in flat
    assert "<https://example.org/a>" in page


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("ada to write it", "ada-lovelace"),
        ("ADA_: write it", "ada-lovelace"),
        ("ada|away and grace__ to write it", "ada-lovelace, grace-hopper"),
        ("ada to ask grace", "ada-lovelace"),
        ("somebody asks grace.", "grace-hopper"),
        ("linus to write it", ""),  # present, but nobody knows who that is
        ("adams to write it", ""),
    ],
)
def test_owners(text: str, owners: str) -> None:
    page = page_of(said("15:01 <linus> hello", f"15:02 <ada> #action {text}"))
    found = re.search(r"\{action\}.*\n(?::owner: (.*)\n)?:state: open\n", page)
    assert found is not None
    assert (found[1] or "") == owners


def test_nicks_that_differ_by_a_mark() -> None:
    """Two people whose nicks differ only in what clients add are told apart exactly."""
    nicks = Nicks(
        [Person(id="a-b", title="A", nicks=("ab",)), Person(id="a-c", title="C", nicks=("ab_",))]
    )
    assert (nicks.person("ab"), nicks.person("ab_"), nicks.person("ab|away")) == ("a-b", "a-c", "")


# --- What a log can do ----------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script> <img src=x onerror=alert(1)> &lt;b&gt; &amp;",
    "{include}`/etc/passwd` {req}`IDN-01` {{ substitution }} {abbr}`a`",
    "`code` ``x`` ``` ```{include} /etc/passwd",
    ":include: /etc/passwd",
    ".. include:: /etc/passwd",
    ".. raw:: html",
    "*strong* _emph_ **x** __y__ ~~gone~~ ^up^ ~down~ $x$ $$y$$ \\(z\\)",
    "[link](javascript:alert(1)) ![i](http://x/y.png) [ref]: http://x [^1] <http://auto.link>",
    "# heading",
    "## heading ##",
    "- list",
    "+++",
    "---",
    "===",
    "% comment",
    "(target)=",
    "> quote",
    "1. one",
    "1) one",
    "| a | b |",
    "|---|---|",
    ": definition",
    "\\",
    "line ends in a backslash\\",
    "\x00 \x07 \x1b[31m \x85 \u2028 \u202e evil \u2066 \u200b \ufeff \udcff\udcfe",
    "#",
    "::: {note}",
    "~~~{note}",
    "term\u00a0: x",
    "https://example.org/(a)_b_*c*`d`",
    "javascript://%0aalert(1)",
    "x" * 5000,
    "word " * 2000,
]


def test_markup_of_a_log_is_never_active(project: Project) -> None:
    """A page for each hostile text, which stands behind every command; all in one build."""
    commands = ["topic", "info", "action", "agreed", "link", "idea", "startvote"]
    logs = {}
    for number, text in enumerate(HOSTILE, 1):
        lines = [f"15:01:00 <ada> #{command} {text}" for command in commands]
        lines += [f"15:02:00 <ada> #startvote {text}? {text}, b", "15:03:00 <ada> #endvote"]
        minutes = said(*lines)
        name = f"meetings/2017/2017-06-07-irc-{number}"
        page = page_of(minutes)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", page)
        project.write({f"{name}.md": page})
        log = "".join(f"{line}\n" for line in minutes.log)
        (project.root / f"{name}.log.txt").write_text(log, "utf-8")
        logs[name] = minutes.log
    built = project.build()
    # Nothing is wrong with the pages but that nobody owns the actions.
    rules = set(re.findall(r"\[([\w.-]+)\]$", built.report, re.MULTILINE))
    assert rules == {"wg.unowned-action", "wg.uncited-reference"}, built.report
    for name, lines in logs.items():
        html = built.html(name)
        article = html[html.index("<article") : html.index("</article")]
        assert re.findall(r"<(?:script|img|iframe|[a-z]+ on[a-z]+=)\b", article) == []
        assert re.findall(r"<(strong|sub|sup|blockquote|hr|s|math|mark)/?>", article) == []
        assert set(re.findall(r'href="([a-z]+):', article)) <= {"http", "https"}
        # The whole log is published beside it, as text.
        published = (built.outdir / f"{name}.log.html").read_text("utf-8")
        assert published.count('<span id="l-') == len(lines)
        assert re.findall(r"<(script|img)", published) == []


MARKDOWN = create_md_parser(
    MdParserConfig(
        enable_extensions={
            "fieldlist", "deflist", "dollarmath", "amsmath", "strikethrough", "substitution",
            "attrs_inline", "attrs_block", "colon_fence", "tasklist", "html_image",
        }
    ),
    RendererHTML,
)  # fmt: skip
ACTIVE = st.text(
    st.sampled_from("\\`*_[]{}<>()#+-.!|~$&^=:%\"'@ \t\n\r1aé\u202e\u2028\x00\x85 "), max_size=120
)


@FUZZ
@given(st.text(max_size=80) | ACTIVE, st.sampled_from(["", "- ", "  - "]))
def test_inert_text_is_shown_as_it_is(text: str, bullet: str) -> None:
    shown = literal(visible(text))
    rendered = MARKDOWN.parse(block(["before", shown], bullet) + "\n\n" + block([shown]))
    inline = [token for token in rendered if token.type == "inline"]
    children = {child.type for token in inline for child in token.children or ()}
    assert children <= {"text", "text_special", "softbreak"}
    blocks = {token.type for token in rendered if not token.type.endswith("_close")}
    assert blocks <= {"inline", "paragraph_open", "bullet_list_open", "list_item_open"}
    words = [
        " ".join(
            "".join(
                " " if child.type == "softbreak" else child.content
                for child in token.children or ()
            ).split()
        )
        for token in inline
    ]
    expected = " ".join(visible(text).split())
    assert words == [f"before {expected}".strip(), *([expected] if expected else [])]


@FUZZ
@given(st.lists(ACTIVE | st.sampled_from(["http://a.b/", "https://", "(https://c.d/?e=f)"])))
def test_only_web_addresses_become_links(parts: list[str]) -> None:
    for text in (" ".join(parts), "".join(parts)):
        rendered = MARKDOWN.parse(block(["before", linked(visible(text), 200)]))
        assert {t.type for t in rendered} == {"paragraph_open", "inline", "paragraph_close"}
        children = rendered[1].children or []
        inert = {"text", "text_special", "softbreak", "link_open", "link_close"}
        assert {child.type for child in children} <= inert
        for child in children:
            if child.type == "link_open":
                assert re.match(r"https?://(.*@)?[\w%\[]", str(child.attrs["href"]))


LINES = st.one_of(
    st.text(max_size=60),
    st.binary(max_size=40).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    st.builds(
        lambda stamp, nick, command, text: f"{stamp}{nick}{command}{text}",
        st.sampled_from(["", "15:00:01 ", "15:00 ", "[23:59] ", "00:00:00 ", "2017-06-07T25:00 ",
                         "> 15:00 ", "2017-13-40 15:00\t", "--- Day changed Wed Jun 31 2017"]),
        st.sampled_from(["<ada> ", "< @ada> ", "* ada ", "ada | ", "ada\t", "<b> ", " | ", "<> "]),
        st.sampled_from([
            "", "#startmeeting ", "#endmeeting ", "#topic ", "#info ", "#action ", "#agreed ",
            "#undo", "#chair ", "#unchair ", "#nick ", "#startvote ", "#vote ", "#endvote",
            "#link ", "#meetingname ", "http://",
            "Meeting started Wed Jun  7 15:00:04 2017 UTC",
            "Meeting started Xxx Feb 31 99:99:99 0000 UTC",
        ]),
        st.text(max_size=40),
    ),
    st.sampled_from(["Meeting started by x at 15:00 UTC.", "Meeting summary", "---------------",
                     "* a  (ada, 15:01:02)", "<html>", "<pre>", "</pre>", "&lt;x"]),
)  # fmt: skip


@FUZZ
@given(st.lists(LINES, max_size=25), st.booleans())
def test_no_log_stops_the_import(lines: list[str], with_date: bool) -> None:
    data = "\n".join(lines).encode("utf-8", "surrogateescape")
    try:
        found = read_log(data, DAY if with_date else Hints())
    except LogError as error:
        assert "\n" not in str(error)
        return
    # Every line is kept, in its order, in one meeting or another.
    kept = [line for minutes in found for line in minutes.log]
    assert kept == [visible(line) for line in lines_of(data)]
    for minutes in found:
        page = page_of(minutes)
        assert is_as_imported(page)
        for line in re.findall(r"\{log\}`[^`]*<(\d+)>`", page):
            assert 1 <= int(line) <= len(minutes.log)


SPOKEN = st.tuples(
    st.sampled_from(["ada", "grace", "b", "n_"]),
    st.sampled_from(["", "#topic ", "#info ", "#action ", "#agreed ", "#rejected ", "#undo ",
                     "#link ", "#chair ", "#nick ", "#startvote ", "#vote ", "#endvote"]),
    ACTIVE | st.sampled_from(["Yes", "no", "ok? ", "go? Yes, No, `x`", "IDN-01 by grace, b"]),
)  # fmt: skip


def active(text: str) -> set[str]:
    """All that is active in a page: blocks, inline markup, roles, directives, link schemes."""
    found = set()
    for token in MARKDOWN.parse(text):
        if token.type == "fence":
            name, _, _ = token.info.partition(" ")
            found.add(name)
            lines = token.content.split("\n")
            body = next(n for n, line in enumerate(lines) if not line.startswith(":"))
            found |= {line.partition(": ")[0] for line in lines[:body]}
            found |= active("\n".join(lines[body:]))
        elif token.type != "inline" and not token.type.endswith("_close"):
            found.add(token.type)
        for child in token.children or ():
            if child.type == "myst_role":
                found.add(f"role {child.meta['name']}")
            elif child.type == "link_open":
                found.add(str(child.attrs["href"]).partition(":")[0])
            elif not child.type.endswith("_close"):
                found.add(child.type)
    return found


OURS = {
    *("heading_open", "paragraph_open", "bullet_list_open", "list_item_open", "table_open"),
    *("thead_open", "tbody_open", "tr_open", "th_open", "td_open", "myst_line_comment"),
    *("text", "text_special", "softbreak", "em_open", "role log", "role person", "http", "https"),
    *("{meeting}", ":start", ":end", ":kind", ":record", ":chair", ":attendees"),
    *("{decision}", "{action}", ":owner", ":state", "{vote}", ":results"),
}


@FUZZ
@given(st.lists(SPOKEN, max_size=20))
def test_a_page_has_the_markup_of_the_importer_only(spoken: list[tuple[str, str, str]]) -> None:
    """Votes among it, whose answers are an option that reads back."""
    minutes = said(*(f"15:01:00 <{nick}> {command}{text}" for nick, command, text in spoken))
    page = page_of(minutes)
    assert active(page) <= OURS
    votes = [item for topic in minutes.topics for item in topic.items if isinstance(item, Vote)]
    written = re.findall(r"^:results: (.*)$", page, re.MULTILINE)
    assert len(written) == len(votes)
    for vote, results in zip(votes, written, strict=True):
        tallies = yaml.safe_load(results).split(", ")
        assert [int(tally.rpartition(" ")[2]) for tally in tallies] == [
            len(voters) for _, voters in vote.results
        ]
        assert RecordedVote(id="m/V1", title="x", text="x", results=tuple(tallies))


def test_megabyte_lines_and_many_lines() -> None:
    """Time is linear in the size of the log."""
    mega = 1_000_000
    start = time.process_time()
    for text in ("x" * mega, " " * mega, "`" * mega, "a, " * (mega // 3), "<" * mega, "(" * mega):
        for command in ("info", "action", "topic", "link http://", "startvote x?"):
            page_of(said(f"15:01:00 <ada> #{command} {text}"))
    read_log(b"<html><pre>15:00 &lt;a&gt; x\n" + b"<" * mega, DAY)
    assert time.process_time() - start < 60

    lines = [f"15:{n % 3600 // 60:02}:{n % 60:02} <n{n % 50}> " for n in range(10_000)]
    commands = ["", "", "#info ", "#action ada ", "#agreed ", "#link http://x.example/ "]
    log = [line + commands[n % 6] + "some words of text " * 3 for n, line in enumerate(lines)]
    start = time.process_time()
    page_of(said(*log))
    assert time.process_time() - start < 1


def test_no_speech() -> None:
    with pytest.raises(LogError, match="no message in it"):
        read_log(b"only\nprose\n", DAY)
    with pytest.raises(LogError, match="--date"):
        read_log(b"15:00 <ada> hello\n", Hints())


# --- The command ----------------------------------------------------------------------------


def run(project: Project, *arguments: str, log: bytes | None = None) -> Result:
    return CliRunner().invoke(
        main, ["import-minutes", "--root", str(project.root), *arguments], input=log
    )


PAGE = "meetings/2017/2017-06-07-weekly-meeting.md"


def test_import_build_and_import_again(project: Project) -> None:
    project.write(
        {
            "requirements/identity.rst": """
                Identity
                ========

                .. requirement-area::
                   :code: IDN

                   Who may do what.

                .. requirement:: IDN-01 Sign in while cut off
                   :status: withdrawn
                   :priority: must
                   :origin: stated
                   :components: keystone

                   A site shall authenticate its users :cite:`lebre2017revising,cherrueau2018edge`.

                   :rationale: Because.
                   :verification: Try it.
                """,
            "data/people.toml": '[ada-lovelace]\nname = "Ada Lovelace"\nnicks = ["ada"]\n',
        }
    )
    first = run(project, str(DATA / "weekly.log.txt"))
    assert first.exit_code == 0, first.output
    assert f"{PAGE}: written\n" in first.output
    assert 'name = "?"\nnicks = ["linus"]' in first.output
    assert "actions without an owner, on these lines of the log: 17, 18" in first.output
    page = (project.root / PAGE).read_text()
    assert ":discusses: IDN-01\n" in page
    kept = (project.root / PAGE.replace(".md", ".log.txt")).read_bytes()
    assert kept == (DATA / "weekly.log.txt").read_bytes()

    built = project.build()
    assert "unowned-action" in built.report
    html = built.html(PAGE.removesuffix(".md"))
    assert 'href="2017-06-07-weekly-meeting.log.html#l-17"' in html
    assert "<code>" not in html or "grace_" in html
    assert "15:00 UTC" in html
    log = (built.outdir / PAGE.replace(".md", ".log.html")).read_text()
    assert 'id="l-17"' in log
    assert "&lt;ada&gt; #action grace_ to shorten" in log
    assert 'href="2017-06-07-weekly-meeting.html"' in log
    records = json.loads((built.outdir / "api/v1/records.json").read_text("utf-8"))["records"]
    fields = records["2017-06-07-weekly-meeting"]["fields"]
    survey, when = "Survey of the operators", "When to meet"
    assert [topic["title"] for topic in fields["topics"]] == ["Opening", survey, when]
    assert [(link["topic"], link["url"]) for link in fields["links"]] == [
        (survey, "https://example.org/survey?a=1&b=2"),
        (survey, "https://example.org/old-survey"),
    ]
    # Seen from the requirement that was talked about.
    assert "Discussed in" in built.html("requirements/identity")

    again = run(project, str(DATA / "weekly.log.txt"))
    assert (again.exit_code, f"{PAGE}: unchanged" in again.output) == (0, True)
    assert (project.root / PAGE).read_text() == page


def test_page_as_imported_follows_the_people(project: Project) -> None:
    """Once people.toml knows a nick, the page that nobody edited gets its owner."""
    run(project, str(DATA / "weekly.log.txt"))
    project.write(
        {"data/people.toml": '[grace-hopper]\nname = "Grace Hopper"\nnicks = ["grace"]\n'}
    )
    again = run(project, str(DATA / "weekly.log.txt"))
    assert (again.exit_code, f"{PAGE}: written anew" in again.output) == (0, True)
    assert ":owner: grace-hopper" in (project.root / PAGE).read_text()


def test_edited_page_is_left_alone(project: Project) -> None:
    run(project, str(DATA / "weekly.log.txt"))
    project.edit(PAGE, "write the announcement\n:state: open", "write it\n:state: done")
    edited = (project.root / PAGE).read_bytes()
    again = run(project, str(DATA / "weekly.log.txt"))
    assert again.exit_code == 1
    assert "was edited and is left alone" in again.output
    assert "\n-:state: done\n" in again.output
    assert "\n+:state: open\n" in again.output
    assert (project.root / PAGE).read_bytes() == edited


def test_another_log_of_the_same_name(project: Project) -> None:
    run(project, str(DATA / "weekly.log.txt"))
    other = run(project, str(DATA / "weekly.irssi.txt"))
    assert other.exit_code == 2
    assert "holds another log" in other.output
    assert run(project, str(DATA / "weekly.irssi.txt"), "--slug", "copy").exit_code == 0
    assert (project.root / "meetings/2017/2017-06-07-copy.md").is_file()


def test_meeting_of_the_schedule(project: Project) -> None:
    project.write(
        {
            "data/schedule.yaml": """
                project: Weekly meeting of all
                meeting_id: weekly_meeting
                schedule:
                  - {time: '1500', day: Wednesday, irc: weekly, frequency: weekly,
                     start_date: 20170607}
                chair: Ada Lovelace
                description: Every week.
                """
        }
    )
    result = run(
        project, "--source", "https://example.org/x.log.html", str(DATA / "weekly.log.txt")
    )
    page = (project.root / PAGE).read_text()
    assert result.exit_code == 0
    assert page.startswith("# Weekly meeting of all, 7 June 2017\n")
    assert ':channel: "#weekly"\n' in page
    assert ':series: "Weekly meeting of all"\n' in page
    assert "published at <https://example.org/x.log.html>" in " ".join(page.split())
    assert "missing-minutes" not in project.build().report


@pytest.mark.parametrize(
    ("arguments", "log", "words"),
    [
        (["-"], b"", "-: there is no message in it"),
        (["-"], b"15:00 <ada> hello\n", "give"),
        (["-", "--timezone", "Mars/Olympus"], b"", "is not an IANA time zone"),
        (["no-such-file"], None, "no-such-file"),
    ],
)
def test_one_clear_line(
    arguments: list[str], log: bytes | None, words: str, project: Project
) -> None:
    result = run(project, *arguments, log=log)
    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output


def test_tables_for_people_can_be_pasted(project: Project) -> None:
    """Nicks that look alike, or like somebody known, get ids of their own."""
    nicks = ["grace-hopper", "grace^hopper", '"q\\', "§§", "±±"]
    log = "".join(f"15:00:0{n} <{nick}> hello\n" for n, nick in enumerate(nicks))
    (project.root / "x.log").write_text(log, "utf-8")
    result = run(project, str(project.root / "x.log"), "--date", "2017-06-07")
    tables = tomllib.loads(result.output[result.output.index("\n[") :])
    assert {name: table["nicks"] for name, table in tables.items()} == {
        "grace-hopper-2": ["grace-hopper"],
        "grace-hopper-3": ["grace^hopper"],
        "q": ['"q\\'],
        "somebody": ["§§"],
        "somebody-2": ["±±"],
    }


def test_wrong_people_file_stops_the_import(project: Project) -> None:
    project.write({"data/people.toml": "[ada\n"})
    result = run(project, str(DATA / "weekly.log.txt"))
    assert result.exit_code == 2
    assert "data/people.toml:1: is not valid TOML" in result.output
    assert not (project.root / "meetings").exists()


def test_kinds_of_notes_have_words() -> None:
    """A new kind of note needs a word, or none on purpose."""
    assert [kind.name for kind in NoteKind if not kind.value] == ["INFO"]
