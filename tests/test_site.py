"""Pages become a site on disk, whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from gongkai.publish import site, sitemap
from gongkai.publish.batches import Batch, to_batch

PAGE = '---\ntitle: "{0}"\ndescription: "x & y"\nhtml: true\n---\n\n<div>\n<h1>{0}</h1>\n</div>\n'
MENU = re.findall(r"^  - \S+: (\S+\.md)$", (site.ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
PAGES: dict[str, str | bytes] = {
    f"{prefix}{path}": PAGE.format(path)
    for prefix in ("", "en/")
    for path in (*MENU, "agencies/a-b/index.md")
}


def publish(tmp_path: Path, pages: dict[str, str | bytes] = PAGES) -> Path:
    with site.data_place(tmp_path / "site") as data:
        data.mkdir()
        (data / "cells.csv").write_bytes(b"a,b\r\n")
        site.publish(pages, data, tmp_path / "site", docs_dir=tmp_path / "docs")
    return tmp_path / "site"


def test_a_site_has_both_languages_and_the_data(tmp_path: Path) -> None:
    made = publish(tmp_path)
    assert 'lang="zh"' in (made / "agencies" / "a-b" / "index.html").read_text("utf-8")
    assert 'lang="en"' in (made / "en" / "agencies" / "a-b" / "index.html").read_text("utf-8")
    assert (made / "data" / "cells.csv").read_bytes() == b"a,b\r\n"
    assert [path.name for path in tmp_path.iterdir() if path.name not in ("site", "docs")] == []


def test_a_failed_build_leaves_the_old_site_whole(tmp_path: Path) -> None:
    made = publish(tmp_path)
    before = {path: path.read_bytes() for path in made.rglob("*") if path.is_file()}
    broken = PAGES | {"about/index.md": "[nowhere](../nowhere/index.md)\n"}
    with pytest.raises(site.BuildFailed, match="nowhere"):
        publish(tmp_path, broken)
    assert {path: path.read_bytes() for path in made.rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["docs", "site"]


def test_a_body_that_is_gone_has_no_page_in_the_next_build(tmp_path: Path) -> None:
    publish(tmp_path)
    made = publish(tmp_path, {path: content for path, content in PAGES.items() if "a-b" not in path})
    assert not (made / "agencies" / "a-b").exists()
    assert not (made / "en" / "agencies" / "a-b").exists()


def test_a_path_that_leads_out_of_the_docs_is_refused(tmp_path: Path) -> None:
    for path in ("../outside.md", "agencies/../../outside.md", "/tmp/outside.md", "en/../../outside.md"):
        with pytest.raises(ValueError, match="leads out"):
            publish(tmp_path, PAGES | {path: "x"})
    assert not (tmp_path / "site").exists()


def test_two_builds_of_the_same_pages_are_the_same_bytes(tmp_path: Path) -> None:
    first = {path.relative_to(tmp_path): path.read_bytes() for path in sorted(publish(tmp_path).rglob("*")) if path.is_file()}
    second = {path.relative_to(tmp_path): path.read_bytes() for path in sorted(publish(tmp_path).rglob("*")) if path.is_file()}
    assert first == second


def test_every_address_on_a_page_is_relative(tmp_path: Path) -> None:
    made = publish(tmp_path)
    for path in made.rglob("index.html"):
        text = path.read_text("utf-8")
        assert 'href="/' not in text
        assert 'src="/' not in text
        assert "//fonts." not in text
        assert "unpkg.com" not in text


def test_a_page_of_many_is_what_mkdocs_would_make_of_it_and_none_that_only_held_the_frame_is_left(tmp_path: Path) -> None:
    made = publish(tmp_path)
    site.write_docs(PAGES, tmp_path / "docs", site.ROOT / "content" / "assets")
    site.run_mkdocs(tmp_path / "docs", tmp_path / "plain", tmp_path / "plain-en", "")
    for path, plain in (("agencies/a-b/index.html", "plain"), ("en/agencies/a-b/index.html", "plain-en")):
        assert (made / path).read_bytes() == (tmp_path / plain / "agencies" / "a-b" / "index.html").read_bytes()
    assert not [path for path in made.rglob("*") if "slot" in path.name]


def test_bodies_are_asked_for_one_by_one_and_written_in_their_frame(tmp_path: Path) -> None:
    def bodies() -> Iterator[Batch]:
        for name in ("b", "c"):
            written.append([path.name for path in (tmp_path / ".").glob(".site.build-*/new/agencies/*") if path.is_dir()])
            yield to_batch({f"agencies/{name}/index.md": PAGE.format(name), f"agencies/{name}/data.csv": b"x"})

    written: list[list[str]] = []
    with site.data_place(tmp_path / "site") as data:
        data.mkdir()
        site.publish(PAGES, data, tmp_path / "site", docs_dir=tmp_path / "docs", bodies=bodies())
    assert "<h1>c</h1>" in (tmp_path / "site" / "agencies" / "c" / "index.html").read_text("utf-8")
    assert "b" not in written[0] and "b" in written[1]


def test_the_map_of_a_site_lists_its_pages_by_province(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST", 2)
    pages = ["index.html", "agencies/350581-a/index.html", "en/agencies/350581-a/index.html", "regions/350581/index.html", "agencies/110000-b/index.html"]
    maps = sitemap.to_maps(pages, "https://example.org/x/", "2026-11-20T10:00:00Z")
    listed = re.findall("<loc>https://example.org/x/([^<]*)</loc>", maps.pop("sitemap.xml"))
    assert sorted(listed) == sorted(maps) == ["sitemaps/11.xml", "sitemaps/35-1.xml", "sitemaps/35-2.xml", "sitemaps/others.xml"]
    found = [path for content in maps.values() for path in re.findall("<loc>https://example.org/x/([^<]*)</loc>", content)]
    assert sorted(found) == sorted(path.removesuffix("index.html") for path in pages)


def test_a_known_address_makes_whole_addresses_for_search_engines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/name/")
    made = publish(tmp_path)
    for path in ("agencies/a-b/index.html", "en/agencies/a-b/index.html"):
        page = (made / path).read_text("utf-8")
        assert 'hreflang="zh" href="https://example.org/name/agencies/a-b/"' in page
        assert 'hreflang="en" href="https://example.org/name/en/agencies/a-b/"' in page
        assert f'rel="canonical" href="https://example.org/name/{path.removesuffix("index.html")}"' in page


def test_crawlers_may_read_everything_and_are_told_where_the_map_is() -> None:
    assert site.to_robots("") == "User-agent: *\nAllow: /\n"
    assert site.to_robots("https://example.org/g/").endswith("Sitemap: https://example.org/g/sitemap.xml\n")


def test_what_is_the_same_in_the_site_before_is_not_written_again_and_what_was_touched_there_is(tmp_path: Path) -> None:
    pages = PAGES | {"agencies/a-b/2019/index.md": PAGE.format("2019"), "agencies/a-b/data.csv": "a,b\r\n1,2\r\n"}
    made = publish(tmp_path, pages)
    kept, touched, changed = (made / "agencies" / "a-b" / name for name in ("data.csv", "index.html", "2019/index.html"))
    before = {path: (path.stat().st_ino, path.read_bytes()) for path in (kept, touched, changed)}
    touched.write_bytes(before[touched][1].replace(b"a-b", b"a-c"))
    publish(tmp_path, pages | {"agencies/a-b/2019/index.md": PAGE.format("2020")})
    assert (kept.stat().st_ino, kept.stat().st_nlink) == (before[kept][0], 1)
    assert touched.read_bytes() == before[touched][1]
    assert b"2020" in changed.read_bytes() and changed.stat().st_ino != before[changed][0]


def test_a_body_made_of_the_same_is_taken_over_unread_and_made_anew_where_anybody_touched_it(tmp_path: Path) -> None:
    def make(name: str) -> dict[str, str | bytes]:
        asked.append(name)
        both = {f"{language}agencies/{name}/index.md": PAGE.format(name) for language in ("", "en/")}
        return both | {f"agencies/{name}/data.csv": b"x", "assets/charts/of-both.json": b"{}"}

    def build(**keys: str) -> list[str]:
        asked.clear()
        with site.data_place(tmp_path / "site") as data:
            data.mkdir()
            batches = [Batch(partial(make, name), key and f"{name} {key}") for name, key in keys.items()]
            site.publish(PAGES, data, tmp_path / "site", docs_dir=tmp_path / "docs", bodies=batches, note=tmp_path / "note")
        return list(asked)

    asked: list[str] = []
    made = tmp_path / "site" / "agencies"
    build(b="1", c="1")
    first = {path.relative_to(tmp_path): (path.stat().st_ino, path.read_bytes()) for path in made.parent.glob("*/[bc]/*")}
    assert build(b="1", c="1") == [] and {path: (tmp_path / path).read_bytes() for path in first} == {path: seen[1] for path, seen in first.items()}
    assert all((tmp_path / path).stat().st_ino == seen[0] for path, seen in first.items())
    assert build(b="1", c="2") == ["c"], "of another key"
    (made / "b" / "data.csv").write_bytes(b"y")
    assert build(b="1", c="2") == ["b"] and (made / "b" / "data.csv").read_bytes() == b"x", "written over"
    (made.parent / "en" / "agencies" / "c" / "index.html").unlink()
    assert build(b="1", c="2") == ["c"], "taken away"
    assert build(b="1") == [] and not (made / "c").exists()
    (tmp_path / "note").write_text("[", "utf-8")
    assert build(b="1") == ["b"], "nothing is noted"
    assert build(b="") == build(b="") == ["b"], "without a key"
