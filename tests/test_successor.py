"""What comes after MkDocs-Material builds the same sources, and the check that says so sees a difference where there is one."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import successor  # noqa: E402

from gongkai import publisher  # noqa: E402
from gongkai.publish import frames, site  # noqa: E402

PAGE = "---\nhtml: true\ntitle: {0}\ndescription: 用于测试的{0}\n---\n\n<div><h1 id=\"top\">{0}</h1><p>*12* &lt;b&gt; <a href=\"../data/#codes\">数</a></p></div>\n"
NAMES = ("agencies", "regions", "indicators", "compare", "quality", "data", "about")
PAGES = {f"{language}{name}index.md": PAGE.format(name or "home") for language in ("", "en/") for name in ("", *(f"{one}/" for one in NAMES))}


def test_the_templates_use_nothing_of_python_that_the_successor_lacks() -> None:
    """Its templates are MiniJinja's: expressions without methods. The one of lang is Material's own, which both have."""
    for path in sorted((ROOT / "content/overrides").rglob("*.html")):
        for tag in re.findall(r"{[{%].*?[%}]}", path.read_text("utf-8"), re.DOTALL):
            assert not re.findall(r"(?<!lang)\.\w+\(", tag), f"{path.name}: {tag}"


def test_zensical_makes_the_same_pages_of_the_same_sources(tmp_path: Path) -> None:
    if not successor.PROGRAM.is_file():
        pytest.skip("Zensical is not installed; make successor does it")
    docs = tmp_path / "docs"
    site.write_docs(PAGES | frames.SLOTS, docs, site.ASSETS)
    assert successor.build([str(successor.PROGRAM)], docs, tmp_path) == ""
    site.run_mkdocs(docs, tmp_path / "ours", tmp_path / "en", "")
    (tmp_path / "en").rename(tmp_path / "ours" / "en")
    differing = [line.partition(":")[0] for line in successor.compare(tmp_path / "ours", tmp_path / "site")]
    assert set(differing) <= {"links", "article"}, differing
    for path in ("index.html", "data/index.html", "en/about/index.html"):
        was, now = (successor.to_page(path, (tmp_path / folder / path).read_text("utf-8")) for folder in ("ours", "site"))
        assert was == now
    assert publisher.load().names["en"] in (tmp_path / "site/en/index.html").read_text("utf-8")


def _page(title: str = "一", link: str = "a/", text: str = "12") -> str:
    return (f"<!doctype html><html><head><title>{title}</title><meta name=generator content={link}></head>"
            f"<body><article><h1>{title}</h1><p><a href={link}>{text}</a></p></article></body></html>")


@pytest.mark.parametrize(("now", "told"), [
    (_page(), []), (_page(text="13"), ["article"]), (_page(link="b/"), ["links", "article"]), (_page(title="二"), ["title", "headings", "article"]),
])
def test_what_differs_is_told_by_what_it_is(tmp_path: Path, now: str, told: list[str]) -> None:
    for folder, text in (("ours", _page()), ("theirs", now)):
        (tmp_path / folder / "x").mkdir(parents=True)
        (tmp_path / folder / "x/index.html").write_text(text, "utf-8")
    assert [line.partition(":")[0] for line in successor.compare(tmp_path / "ours", tmp_path / "theirs")] == told


def test_a_page_that_only_one_of_the_two_has_is_told(tmp_path: Path) -> None:
    for folder, name in (("ours", "x"), ("theirs", "y")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{name}.html").write_text(_page(), "utf-8")
    assert successor.compare(tmp_path / "ours", tmp_path / "theirs") == [
        "a page is missing: 1 of 1 pages, first x.html", "a page is new: 1 of 1 pages, first y.html"]


def test_a_generator_that_fails_is_said_in_a_line(tmp_path: Path) -> None:
    site.write_docs(PAGES, tmp_path / "docs", site.ASSETS)
    assert successor.build([sys.executable, "-c", "import sys; sys.exit('no such setting')"], tmp_path / "docs", tmp_path) == "zh: no such setting"
