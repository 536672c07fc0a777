# ruff: noqa: E501 (a report has one line for each finding)
"""Every kind of broken internal link is found, and no right one is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from wgkb.checks.anchors import check, main


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def site(**pages: str) -> Path:
    """Write a site: one HTML file for each keyword, ``__`` standing for a folder."""
    root = Path("site")
    for name, body in ({"index": ""} | pages).items():
        path = root / (name.replace("__", "/") + ".html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<!DOCTYPE html>\n<title>{name}</title>\n{body}\n", encoding="utf-8")
    return root


def report(root: Path) -> list[str]:
    return [str(finding) for finding in check(root)]


def test_everything_that_is_right() -> None:
    root = site(
        index="""
        <a href="">here</a> <a href="#">here</a> <a href="#top">top</a> <a href="#one">one</a>
        <a href="a/b.html?query#two">relative</a> <a href="/a/b.html#two">from the root</a>
        <a href="a/../a/./b.html">dots</a> <a href=" a/b.html ">blanks</a>
        <a href="a/%C3%BC.html#%C3%BC">escaped</a> <a href="a/ü.html#ü">not escaped</a>
        <a href="a/b.html#:~:text=some">a text</a> <a href="a/b.html#two:~:text=some">both</a>
        <a href="go/X-1/#here">folder</a> <a href="go/X-1#here">without slash</a>
        <a href="_static/template.html#x">of a theme</a>
        <a href="image.svg#part">a part of an image is not looked at</a>
        <a href="https://example.org/x#y">out</a> <a href="//example.org/x">out</a>
        <a href="mailto:a@example.org">mail</a> <a href="javascript:void(0)">script</a>
        <img src="image.svg" srcset="image.svg 1x, image.svg?v=2 2x,">
        <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
        <svg><use xlink:href="image.svg"/></svg>
        <p id="one" style="background: url('image.svg')">
        """,
        a__b='<meta http-equiv=refresh content="0; url=../index.html#one"><a name="two"></a>'
        '<a href="./">no index, but see below</a>',
        a__index='<a href="..">up</a> <a href="../">up</a> <a href=".">here</a>',
        a__ü='<p id="ü">',
        go__X=" ",
    )
    (root / "go/X-1").mkdir()
    (root / "go/X-1/index.html").write_text('<p id="here"><a href="../../a/b.html">')
    (root / "image.svg").write_text("<svg/>")
    (root / "empty.html").touch()
    (root / "_static").mkdir()
    (root / "_static/template.html").write_text('<a href="{{ pathto(page) }}#x">')
    (root / "site.css").write_text(
        '@import "print.css"; /* url(gone.png) */ a { b: url( image.svg ) url("image.svg#x") }'
        "c { d: url(data:image/png;base64,aaaa) url(https://example.org/x.png) }"
    )
    (root / "print.css").touch()
    assert report(root) == []


WHOLE_REPORT = """\
site/deep/page.html:3: WARNING: link to ../pages.html: no such file (there is "../page.html", "page.html") [wg.broken-link]
site/deep/page.html:5: WARNING: link to v.png: no such file [wg.broken-link]
site/deep/page.html:6: WARNING: link to ../deep/page.html#a: no such anchor "a" [wg.broken-anchor]
site/deep/page.html:6: WARNING: link to page.html#a%20b: no such anchor "a b" [wg.broken-anchor]
site/index.html:3: WARNING: link to page.html#tokens-and-key: no such anchor "tokens-and-key" (page has "tokens-and-keys") [wg.broken-anchor]
site/index.html:4: WARNING: link to #nowhere: no such anchor "nowhere" [wg.broken-anchor]
site/index.html:4: WARNING: link to page.html#qwertz: no such anchor "qwertz" [wg.broken-anchor]
site/index.html:5: WARNING: link to Page.html: no such file (there is "page.html") [wg.broken-link]
site/index.html:6: WARNING: link to pgae.html#tokens: no such file (there is "page.html") [wg.broken-link]
site/index.html:7: WARNING: link to deep/: the folder has no index.html [wg.broken-link]
site/index.html:7: WARNING: link to deep: the folder has no index.html [wg.broken-link]
site/index.html:8: WARNING: link to page.html/: no such file (there is "page.html", "deep/page.html") [wg.broken-link]
site/index.html:9: WARNING: link to ../index.html: leads out of the site [wg.outside-link]
site/index.html:9: WARNING: link to /../x.html: leads out of the site [wg.outside-link]
site/index.html:9: WARNING: link to deep/../../out/x.html: leads out of the site [wg.outside-link]
site/index.html:10: WARNING: link to http://[bad: not a URL [wg.broken-link]
site/index.html:10: WARNING: link to x.png: no such file [wg.broken-link]
site/index.html:10: WARNING: link to y.png: no such file [wg.broken-link]
site/index.html:10: WARNING: link to z.png: no such file [wg.broken-link]
site/index.html:11: WARNING: link to form: no such file [wg.broken-link]
site/index.html:11: WARNING: link to w.png: no such file [wg.broken-link]
site/index.html:12: WARNING: link to #icon: no such anchor "icon" [wg.broken-anchor]
site/page.html:3: WARNING: id "tokens-and-keys" stands on line 3 already [wg.duplicate-anchor]
site/page.html:4: WARNING: id "tokens" stands on line 3 already [wg.duplicate-anchor]
site/page.html:5: WARNING: link to gone.html: no such file (there is "page.html", "index.html") [wg.broken-link]
site/page.html:6: WARNING: id "tokens" stands on line 3 already [wg.duplicate-anchor]
site/site.css:3: WARNING: link to u.css: no such file [wg.broken-link]
site/site.css:4: WARNING: link to pge.html: no such file (there is "page.html", "deep/page.html") [wg.broken-link]
broken links and anchors in site: 28
"""


def test_the_whole_report(capsys: pytest.CaptureFixture[str]) -> None:
    root = site(
        index="""<a href="page.html#tokens-and-key">a</a>
<a href="page.html#qwertz">b</a> <a href="#nowhere">c</a>
<a href="Page.html">d</a>
<a href="pgae.html#tokens">e</a>
<a href="deep/">f</a> <a href="deep">g</a>
<a href="page.html/">h</a>
<a href="../index.html">i</a> <a href="deep/../../out/x.html">j</a> <a href="/../x.html">k</a>
<img src="x.png" srcset="y.png 1x, z.png 2x"> <a href="http://[bad">l</a>
<p style="background: url(w.png)"><form action="form"></form>
<svg><use xlink:href="#icon"/></svg>""",
        page="""<p id="tokens"><p id="tokens-and-keys"><p id="tokens-and-keys">
<p id="tokens"><a
   href="gone.html">multi-line</a>
<p id="tokens">""",
        deep__page="""<meta http-equiv="Refresh" content="0;URL='../pages.html'">
<style>
p { background: url("v.png") }
</style> <a href="page.html#a%20b">x</a> <a href="../deep/page.html#a">x</a>""",
    )
    (root / "site.css").write_text('/*\n*/\n@import "u.css";\na { b: url(pge.html) }\n')
    assert main(["site"]) == 1
    assert capsys.readouterr().out == WHOLE_REPORT


def test_a_link_on_every_page_is_reported_on_each() -> None:
    root = site(a='<a href="gone">', b='<a href="gone"><a href="gone">')
    assert report(root) == [
        "site/a.html:3: WARNING: link to gone: no such file [wg.broken-link]",
        "site/b.html:3: WARNING: link to gone: no such file [wg.broken-link]",
    ]


def test_status_when_nothing_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    site(index='<a href="#top">')
    assert main(["site"]) == 0
    assert capsys.readouterr().out == "broken links and anchors in site: 0\n"


def test_a_folder_without_a_site_is_not_a_site_without_findings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["nowhere"]) == 2
    assert capsys.readouterr().err == "nowhere is not a built site: it has no index.html\n"
