"""Reports without a year, and sidecars with characters that are none: the whole site is built, and says what to do."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest

import build
from gongkai import pipeline

ROOT = Path(__file__).parents[1]
GOOD = ROOT / "editions" / "reports" / "350581" / "shangwu" / "2019.md"
TEXT = GOOD.read_text("utf-8")


def undated(text: str = TEXT) -> str:
    """The report with no year in its title, its period and its opening."""
    return re.sub(r"20\d\d\s*年", "", text)


def broken_links(site: Path) -> list[str]:
    """Every link within the site that leads to no file."""
    broken = []
    for page in site.rglob("index.html"):
        here = "/" + page.relative_to(site).as_posix().removesuffix("index.html")
        for link in re.findall(r'<a\s[^>]*href="([^"#?]+)', page.read_text("utf-8")):
            target = unquote(urljoin(here, link))
            if re.match(r"[a-z]+:", link) or target.startswith("//"):
                continue
            file = site / target.lstrip("/")
            if not (file.is_file() or (file / "index.html").is_file()):
                broken.append(f"{here}: {link}")
    return broken


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One body with a dated report and two without a year; two bodies whose only report has none, one of which contradicts itself."""
    folder = tmp_path_factory.mktemp("undated")
    reports = folder / "reports"
    reports.mkdir()
    (reports / "dated.md").write_text(TEXT, "utf-8")
    (reports / "no-year.md").write_text(undated(), "utf-8")
    (reports / "no-year-either.md").write_text(undated() + "\n又一行。\n", "utf-8")
    (reports / "alone.md").write_text(undated().replace("石狮市商务局", "晋江市商务局"), "utf-8")
    contradicting = re.sub(r"^(\|[^\n]*?本年新收政府信息公开申请数量[^\n]*\| *)\d+( *\|)$", r"\g<1>987\2", undated(), flags=re.MULTILINE)
    assert contradicting != undated()
    (reports / "contradicts.md").write_text(contradicting.replace("石狮市商务局", "南安市商务局"), "utf-8")
    (reports / "dated.md.yml").write_text('{"note": "\\ud872\\udf5a城"}', "utf-8")
    (reports / "bodies.yml").write_text(json.dumps([{"name": "石狮市商务局", "names": ["石狮市\U0002cb5a城局"]}]), "utf-8")
    asked = ["--reports", str(reports), "--no-cache", "--no-pictures", "--jobs", "1"]
    assert build.run([*asked, "--site-dir", str(folder / "site")]) == 0
    assert build.run([*asked, "--site-dir", str(folder / "again"), "--previous", str(folder / "site" / "data")]) == 0
    return folder / "site"


def test_a_site_with_reports_without_a_year_is_built_and_every_link_leads_somewhere(site: Path) -> None:
    assert broken_links(site) == []


def test_a_report_without_a_year_has_its_page_and_is_found_from_the_front_page(site: Path) -> None:
    bodies = [folder for folder in (site / "agencies").iterdir() if (folder / "undated" / "index.html").is_file()]
    assert len(bodies) == 3
    listed = (site / "agencies" / "index.html").read_text("utf-8")
    for body in bodies:
        assert body.name in listed
        assert "undated" in (body / "index.html").read_text("utf-8")


@pytest.mark.parametrize(("page", "words"), [("quality", "加一行“year: 年份”"), ("en/quality", "Add a line “year: YYYY”")])
def test_the_page_of_findings_says_what_to_do_about_a_report_without_a_year(site: Path, page: str, words: str) -> None:
    text = (site / page / "index.html").read_text("utf-8")
    for name in ("alone.md", "contradicts.md", "no-year.md", "no-year-either.md"):
        assert name in text
    assert all(f"{name}.yml" in text for name in ("alone.md", "contradicts.md"))
    assert ("neither names its year" if page.startswith("en/") else "两份都没写年度") in text
    assert words in text


def test_a_rare_character_in_a_sidecar_is_shown(site: Path) -> None:
    assert any("\U0002cb5a城" in page.read_text("utf-8") for page in (site / "agencies").rglob("index.html"))


@pytest.mark.parametrize("fields", ['{"note": "\\ud872"}', '{"agency": "\\udf5a城县财政局"}', '{"source_url": "https://a.cn/\\ud872"}', '{"note": "a\\u0000b"}'])
def test_half_a_character_in_a_sidecar_leaves_it_aside_with_one_line(tmp_path: Path, fields: str) -> None:
    (tmp_path / "a.md").write_text(TEXT, "utf-8")
    (tmp_path / "a.md.yml").write_text(fields, "utf-8")
    (reading,) = pipeline.read_all(tmp_path)
    told = [c.message_en for c in reading.checks if "a.md.yml" in c.message_en]
    assert len(told) == 1 and told[0].encode()


def test_half_a_character_in_bodies_yml_leaves_it_aside_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "bodies.yml").write_text('[{"name": "\\ud872城县财政局"}]', "utf-8")
    (reading,) = pipeline.read_all(tmp_path)
    assert reading.read_status == "unreadable" and reading.message.encode()


def test_a_file_name_in_another_encoding_is_one_line_and_a_wide_space_in_one_is_none(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "2019\u3000年.md").write_text(TEXT, "utf-8")
    try:
        Path(os.fsdecode(os.fsencode(str(folder)) + b"/\xb9\xab\xbf\xaa.md")).write_text(TEXT, "utf-8")
    except (OSError, UnicodeError):
        pytest.skip("this file system has names in UTF-8 only")
    good, bad = pipeline.read_all(folder, cache_dir=tmp_path / "cache")
    assert good.report is not None and good.path == "2019\u3000年.md"
    assert bad.read_status == "unreadable" and "another name" in bad.message and bad.path.encode()
