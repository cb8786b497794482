"""A site of one's own: what site.yml says stands wherever the site names itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai import publisher
from gongkai.messages import to_chinese

ROOT = Path(__file__).resolve().parents[1]
OURS = """
name: {zh: 晴川数据, en: Clearbrook}
publisher: {zh: 晴川数据社, en: The Clearbrook Society}
licence: {id: ODC-By-1.0, name: ODC-By 1.0, title: Open Data Commons Attribution, address: "https://opendatacommons.org/licenses/by/1-0/"}
contact: foi@example.org
address: https://data.example.org/foi
repository: gitlab+https://git.example.org/foi/
colours: {light: "#5b2a86", dark: "#c9a6ea"}
logo: ours.svg
languages: [zh]
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><rect width="32" height="32" fill="#5b2a86"/></svg>'


def read(folder: Path, text: str) -> publisher.Publisher:
    (folder / "site.yml").write_text(text, "utf-8")
    (folder / "ours.svg").write_text(LOGO, "utf-8")
    return publisher.load(folder / "site.yml")


def test_a_site_of_ones_own_names_itself_throughout(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for name in ("gongkai", "content"):
        shutil.copytree(ROOT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("build.py", "mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(ROOT / name, checkout)
    read(checkout, OURS + "colour: red\n")
    (checkout / "reports").mkdir()
    report = (ROOT / "editions/reports/350581/shangwu/2019.md").read_text("utf-8")
    (checkout / "reports/2019.md").write_text(report.replace("Gongkai", "某"), "utf-8")  # an edition says whose it is
    around = {name: value for name, value in os.environ.items() if name != "GONGKAI_PUBLISHER"}
    done = subprocess.run([sys.executable, "build.py", "--no-pictures"], cwd=checkout, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=around)
    assert done.returncode == 0, done.stderr
    site = checkout / "site"
    assert done.stdout.startswith("site.yml: nothing is known of 'colour'; it was left out\n")
    assert "<p>site.yml 中没有采用的内容： 没有这一项：&#39;colour&#39;</p>" in (site / "quality/index.html").read_text("utf-8")
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        seen = re.sub(r"<[^>]*>", " ", re.sub(r"gongkai\.(?:xlsx|sqlite)|python -m gongkai|import gongkai", "", text))
        assert "Gongkai" not in seen and "CC BY" not in text and "creativecommons" not in text, page
        if "embed" not in page.parts:
            assert "晴川数据" in text and "Clearbrook" in text and 'stylesheets/publisher.css"' in text and 'class="g-logo"' in text, page
        assert 'href="en/' not in text and "/en/" not in text and "hreflang" not in text and 'lang="en"' not in seen_as_frame(text), page
    assert not (site / "en").exists() and (site / "assets/favicon.svg").read_text("utf-8") == LOGO, "in Chinese alone, under its own mark"
    assert "#5b2a86" in (site / publisher.STYLE).read_text("utf-8")
    package = json.loads((site / "data/datapackage.json").read_text("utf-8"))
    assert package["licenses"][0]["name"] == "ODC-By-1.0" and package["contributors"][0]["title"] == "The Clearbrook Society"
    assert '<link rel="canonical" href="https://data.example.org/foi/' in (site / "index.html").read_text("utf-8")
    body = (site / "agencies/350581-shangwuju/index.html").read_text("utf-8")
    card = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):\w+)" content="([^"]*)"', body))
    assert card["og:url"] == "https://data.example.org/foi/agencies/350581-shangwuju/" and card["og:site_name"] == "晴川数据"
    assert card["og:title"] == "石狮市商务局" and card["og:description"].startswith("2019 年"), "what the report says, in its first sentence"
    assert card["og:image"] == "https://data.example.org/foi/assets/card.png" and (site / "assets/card.png").read_bytes()[:4] == b"\x89PNG"
    assert (site / "favicon.ico").is_file()
    assert '"https://git.example.org/foi/-/blob/HEAD/reports/2019.md"' in (site / "agencies/350581-shangwuju/2019/index.html").read_text("utf-8")
    assert '"https://git.example.org/foi/-/issues/new?issue%5Btitle%5D=' in body
    assert "https://git.example.org/foi/-/issues/new?issuable_template=new-report" in (site / "about/index.html").read_text("utf-8")
    assert '<a href="mailto:foi@example.org">' in (site / "about/index.html").read_text("utf-8")
    readme = (site / "data/README.txt").read_text("utf-8")
    assert package["contributors"][0]["email"] == "foi@example.org" and "联系 Contact: foi@example.org" in readme
    assert "ODC-By 1.0" in readme and readme.startswith("晴川数据 Clearbrook · ")
    for path in (path for path in site.rglob("*") if path.suffix in (".txt", ".json", ".csv", ".xml") and path.is_file()):
        text = path.read_text("utf-8")  # in small letters it is the name of the format: of files, of commands
        assert "Gongkai" not in text and "CC BY" not in text and "CC-BY" not in text, path.relative_to(site)


def seen_as_frame(page: str) -> str:
    return re.sub(r"<article.*?</article>", "", page, flags=re.DOTALL)


@pytest.mark.parametrize(("change", "said", "field"), [
    (("languages: [zh]", "languages: en"), "languages: zh, or zh and en", "languages"),
    (("ours.svg", "../../etc/passwd"), "logo is no file beside it", "logo"),
    (('colours: {light: "#5b2a86", dark: "#c9a6ea"}', "colours:\n  light: #5b2a86\n  dark: #c9a6ea"), "colours: write them in quotes", "colours"),
    (("gitlab+https://git.example.org", "javascript:alert(1)//"), "repository is no address", "repository"),
    (("#5b2a86", "red; x"), "colours: both", "colours"),
    (("contact: foi@example.org", "contact: javascript:alert(1)"), "contact is no address", "contact"),
    (("contact: foi@example.org", "contact: [a, b]"), "contact is to be one line of text", "contact"),
    (("address: https://data", "address: //data"), "address is no address", "address"),
    (("address: https://data", "adress: https://data"), "nothing is known of 'adress'", "address"),
])
def test_a_mistake_in_what_may_be_empty_costs_that_field_and_is_told(tmp_path: Path, change: tuple[str, str], said: str, field: str) -> None:
    found, whole = read(tmp_path, OURS.replace(*change)), publisher.load(tmp_path / "site.yml")
    assert found is whole and [reason for reason in found.left_out if said in reason] and len(found.left_out) == 1
    assert to_chinese(found.left_out[0]) != found.left_out[0]
    assert getattr(found, field) == {"languages": ("zh", "en"), "colours": {}}.get(field, "") and found.names == {"zh": "晴川数据", "en": "Clearbrook"}


@pytest.mark.parametrize(("change", "said"), [
    (("name: {zh: 晴川数据, en: Clearbrook}", "name: {en: Clearbrook}"), "name.zh is missing"),
    (("Clearbrook}", '"Clear<b>brook"}'), "name.en is to be one line of text"),
    (('"https://opendata', '"javascript:opendata'), "licence.address is no address"),
    (("name: {zh", "name: [{zh"), "no YAML"),
    ((OURS, "- a\n"), "it holds no fields"),
])
def test_without_a_name_or_a_licence_it_is_one_line_and_nothing_is_published(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=r"^site\.yml: ") as caught:
        read(tmp_path, OURS.replace(*change))
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_a_site_in_chinese_alone_needs_no_english_names_and_one_in_both_does(tmp_path: Path) -> None:
    alone = OURS.replace(", en: Clearbrook", "").replace(", en: The Clearbrook Society", "")
    found = read(tmp_path, alone)
    assert (found.names["en"], found.publishers["en"], found.full_name) == ("晴川数据", "晴川数据社", "晴川数据")
    publisher.load.cache_clear()
    with pytest.raises(ValueError, match=r"name\.en is missing"):
        read(tmp_path, alone.replace("[zh]", "zh, en"))


def test_without_colours_and_addresses_the_site_has_those_of_the_project(tmp_path: Path) -> None:
    found = read(tmp_path, re.sub(r"(?m)^(address|repository|colours):.*$", r"\1:", OURS))
    assert (found.address, found.repository, found.to_style()) == ("", "", "")


def test_the_tests_look_at_a_site_of_their_own_whatever_a_copy_says_in_its_site_yml() -> None:
    assert publisher.PATH == ROOT / "tests/site.yml" and publisher.load().languages == ("zh", "en")
    publisher.load(ROOT / "site.yml")
