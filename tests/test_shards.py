"""One site parted into several: every page is there once, every link leads to where it is, and no old address breaks."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest

import build
from gongkai.publish import shards, site

LINK = re.compile(r'(?<=[\s"])(?:href|src|action|data-(?:assets|beside|charts|here|names|places|texts|top))="([^"]+)"')
SHARED = re.compile(r"(?:href|src|action|data-[a-z-]+)=\"[^\"]*\"|<html[^>]*>")


@pytest.fixture(scope="module")
def several(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of our editions, parted."""
    folder = tmp_path_factory.mktemp("several")
    shutil.copytree(built_site, folder / "whole")
    assert shards.part(folder / "whole", "foi", folder / "sites") == ["foi", "foi-31", "foi-32", "foi-35"]
    return folder / "sites"


def pages(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def is_moved(text: str) -> bool:
    return 'http-equiv="refresh"' in text


def test_every_page_of_the_one_site_is_there_once_and_says_the_same(built_site: Path, several: Path) -> None:
    found = {}
    for path in pages(several):
        text = (several / path).read_text("utf-8")
        if not is_moved(text):
            found[path.partition("/")[2]] = SHARED.sub("", text)
    assert found.keys() == set(pages(built_site))
    assert found == {path: SHARED.sub("", (built_site / path).read_text("utf-8")) for path in found}


def test_every_link_leads_to_a_file_and_none_to_a_page_that_has_moved(several: Path) -> None:
    wrong = []
    for path in pages(several):
        text = (several / path).read_text("utf-8")
        for link in map(unescape, LINK.findall(text)):
            if re.match(r"[a-z]+:|/|#", link) or path.endswith("404.html"):
                continue
            target = unquote(urljoin(f"/{path}", link.partition("#")[0].partition("?")[0])).lstrip("/")
            file = several / target
            file = file / "index.html" if target.endswith("/") and (file / "index.html").exists() else file
            if not file.exists() or (file.suffix == ".html" and not is_moved(text) and is_moved(file.read_text("utf-8"))):
                wrong.append(f"{path}: {link}")
    assert not wrong, wrong[:10]


def test_at_the_old_address_of_a_page_stands_where_it_is(built_site: Path, several: Path) -> None:
    moved = [path for path in pages(built_site) if re.match(r"(en/)?agencies/\d\d", path)]
    assert len(moved) > 20
    for path in moved:
        text = (several / "foi" / path).read_text("utf-8")
        [address] = re.findall(r'content="1; url=([^"]*)"', text)
        place = urljoin(f"/foi/{path}", unescape(address))
        assert (several / place.lstrip("/") / "index.html").is_file(), place
        assert place == f"/foi-{re.findall(r'agencies/(..)', path)[0]}/{path.removesuffix('index.html')}"


def test_a_province_holds_its_bodies_and_what_spans_them_is_in_front(several: Path) -> None:
    for folder in sorted(several.iterdir()):
        bodies = {path.name for path in (folder / "agencies").glob("[0-9]*") if (path / "data.csv").is_file()}
        province = folder.name.partition("-")[2]
        assert bodies if province else not bodies
        assert all(name.startswith(province) for name in bodies)
        assert (folder / "data" / "cells.csv").is_file() == (not province)
        assert is_moved((folder / "index.html").read_text("utf-8")) == bool(province)
    assert (several / "foi/agencies/unnamed-gongxin-2019").is_dir() or list((several / "foi/agencies").glob("[a-z]*"))


def test_links_that_are_no_paths_of_the_site_are_left_alone() -> None:
    page = ('<html lang="zh"><a href="https://example.org/agencies/350000-x/">a</a><a href="#t">b</a><a href="mailto:a@b.c">c</a>'
            '<p data-say="../ agencies/35" title="agencies/350000-x/">d</p><a href="../../agencies/350000-x/?a=1&amp;b=2#z">e</a>')
    led = shards.lead(page, "regions/350000/index.html", "foi")
    assert led == page.replace("<html ", '<html data-sites="foi" ').replace(
        "../../agencies/350000-x/?a=1&amp;b=2#z", "../../../foi-35/agencies/350000-x/?a=1&amp;b=2#z")
    assert 'href="../../../foi/regions/350000/"' in shards.lead('<html lang="zh"><a href="../../regions/350000/">x</a>', "agencies/350000-x/index.html", "foi")


def test_a_folder_of_sites_may_be_replaced_and_one_with_other_things_not(several: Path, tmp_path: Path) -> None:
    assert site.may_replace(several)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "index.html").write_text("mine")
    assert not site.may_replace(tmp_path)
    assert site.weigh(several / "foi-31") == sum(path.stat().st_size for path in (several / "foi-31").rglob("*") if path.is_file())


def test_data_alone_is_not_parted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        build.main(["--reports", str(tmp_path), "--site-dir", str(tmp_path / "site"), "--shard", "--data-only"])
    assert stopped.value.code == 2
    assert "leave out one of them" in capsys.readouterr().err and not (tmp_path / "site").exists()
