"""The published folder becomes equal to the build, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgkb.site.publish import main, publish

Files = dict[str, str]


def write(root: Path, files: Files) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def read(root: Path) -> Files:
    """Every file below *root* with its text; a link counts as one, whatever it leads to."""
    return {
        path.relative_to(root).as_posix(): "a link" if path.is_symlink() else path.read_text()
        for path in root.rglob("*")
        if path.is_symlink() or path.is_file()
    }


@pytest.fixture
def build(tmp_path: Path) -> Path:
    files = {"index.html": "home", "_static/site.css": "a {}", "go/A-1/index.html": "to A-1"}
    return write(tmp_path / "build", files)


@pytest.fixture
def published(build: Path, tmp_path: Path) -> Path:
    publish(build, tmp_path / "published")
    return tmp_path / "published"


def test_first_time_everything_is_written(build: Path, tmp_path: Path) -> None:
    assert publish(build, tmp_path / "deep" / "published") == (3, 0)
    assert read(tmp_path / "deep" / "published") == read(build)


def test_unchanged_build_writes_nothing(build: Path, published: Path) -> None:
    assert publish(build, published) == (0, 0)


def test_only_what_changed_is_written(build: Path, published: Path) -> None:
    write(build, {"index.html": "new home"})
    assert publish(build, published) == (1, 0)
    assert read(published) == read(build)


def test_change_of_equal_length_is_seen(build: Path, published: Path) -> None:
    write(build, {"index.html": "HOME"})
    assert publish(build, published) == (1, 0)
    assert read(published)["index.html"] == "HOME"


def test_same_bytes_written_anew_keep_the_published_time(build: Path, published: Path) -> None:
    before = (published / "index.html").stat().st_mtime_ns
    (build / "index.html").unlink()
    write(build, {"index.html": "home"})
    assert publish(build, published) == (0, 0)
    assert (published / "index.html").stat().st_mtime_ns == before


def test_a_reader_keeps_the_page_it_opened(build: Path, published: Path) -> None:
    with (published / "index.html").open() as page:
        write(build, {"index.html": "new home"})
        publish(build, published)
        assert page.read() == "home"


def test_what_the_build_lacks_is_removed(build: Path, published: Path) -> None:
    write(published, {"old/a.html": "a", "old/b.html": "b", ".index.html.new": "interrupted"})
    assert publish(build, published) == (0, 3)
    assert not (published / "old").exists()
    assert read(published) == read(build)


def test_a_file_may_become_a_folder_and_back(build: Path, published: Path) -> None:
    (published / "index.html").unlink()
    write(published, {"index.html/was-a-folder.txt": ""})
    (published / "go/A-1/index.html").unlink()
    (published / "go/A-1").rmdir()
    write(published, {"go/A-1": "was a file"})
    assert publish(build, published) == (2, 2)
    assert read(published) == read(build)


def test_links_in_the_published_folder_are_replaced_not_followed(
    build: Path, published: Path, tmp_path: Path
) -> None:
    outside = write(tmp_path / "outside", {"site.css": "precious", "kept.txt": "precious"})
    (published / "_static/site.css").unlink()
    (published / "_static").rmdir()
    (published / "_static").symlink_to(outside)  # a folder that the build has
    (published / "stray").symlink_to(outside)  # one that it has not
    (published / ".index.html.new").symlink_to(outside / "kept.txt")
    write(build, {"index.html": "new home"})
    publish(build, published)
    assert read(published) == read(build)
    assert read(outside) == {"site.css": "precious", "kept.txt": "precious"}


@pytest.mark.parametrize("target", ["/outside/kept.txt", "/outside", "nowhere"])
def test_a_link_in_the_build_is_refused(
    build: Path, published: Path, tmp_path: Path, target: str
) -> None:
    write(tmp_path / "outside", {"kept.txt": "secret"})
    before = read(published)
    write(build, {"index.html": "new home"})
    (build / "go" / "link").symlink_to(target.replace("/outside", str(tmp_path / "outside")))
    with pytest.raises(ValueError, match="link is a symbolic link; a published site holds none"):
        publish(build, published)
    assert read(published) == before


def test_an_unfinished_build_leaves_the_last_good_site(
    build: Path, published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read(published)
    (build / "index.html").unlink()
    assert main([str(build), str(published)]) == 1
    assert capsys.readouterr() == (
        "",
        f"not published: {build} is not a finished site: it has no index.html\n",
    )
    assert read(published) == before


@pytest.mark.parametrize("published", ["build", "build/html", "."])
def test_the_build_is_not_published_into_itself(
    build: Path, tmp_path: Path, published: str
) -> None:
    before = read(build)
    with pytest.raises(ValueError, match="overlap"):
        publish(build, tmp_path / published)
    assert read(build) == before


def test_report(build: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(build), str(tmp_path / "published")]) == 0
    place = (tmp_path / "published" / "index.html").as_uri()
    assert capsys.readouterr().out == f"3 files written, 0 removed. The site: {place}\n"


names = st.sampled_from(["a", "b", "a/b", "a/c", "a/b/d", "e.html", "e.html/f"])
sites = st.dictionaries(names, st.sampled_from(["", "x", "y", "xy"])).map(
    lambda files: {
        name: text
        for name, text in files.items()
        if not any(other.startswith(f"{name}/") for other in files)
    }
)


@given(first=sites, second=sites)
def test_any_build_can_follow_any_other(
    first: Files, second: Files, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("site")
    published = root / "published"
    for number, files in enumerate((first, second)):
        build = write(root / f"build{number}", files | {"index.html": "home"})
        publish(build, published)
        assert read(published) == read(build)
        assert publish(build, published) == (0, 0)
