"""What a browser may do with the pages: no script and no style but those in files of the site."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
from test_site import PAGES, publish

from gongkai import policy
from gongkai.publish import site

DATA = {"application/json", "application/ld+json"}
"""scripts that are none: a browser reads nothing in them"""


def test_every_page_says_its_policy_before_anything_else_and_has_no_script_or_style_of_its_own(tmp_path: Path) -> None:
    text = "---\ntitle: x\n---\n\n| a | b |\n|--:|:-:|\n| 1 | 2 |\n"
    made = publish(tmp_path, PAGES | {"about/index.md": text, "en/about/index.md": text})
    paths = sorted(made.rglob("*.html"))
    assert len(paths) > 10
    for path in paths:
        page = lxml.html.fromstring(path.read_bytes())
        head = [one for one in page.find("head") if isinstance(one.tag, str)]
        metas = [one for one in head if one.get("http-equiv") == "Content-Security-Policy"]
        assert [one.get("content") for one in metas] == [policy.POLICY], path
        assert head.index(metas[0]) == 1, "only the encoding may stand before it"
        for script in page.iter("script"):
            assert script.get("src") or script.get("type") in DATA, f"{path}: {lxml.html.tostring(script)!r}"
        assert not list(page.iter("style")) and not page.xpath("//@style"), path
        assert not [name for one in page.iter() for name in one.attrib if name.startswith("on")], path
    assert f"Content-Security-Policy: {policy.POLICY.split(';')[0]}" in (made / "_headers").read_text("utf-8")


def test_templates_and_scripts_write_no_style_or_handler_into_markup() -> None:
    for path in sorted((site.ROOT / "content").rglob("*.html")):
        assert not re.search(r"<style|\bstyle=|\son[a-z]+=\"|javascript:", path.read_text("utf-8")), path
    for path in sorted((site.ROOT / "content").rglob("*.js")):
        assert not re.search(r"\beval\(|new Function|\.innerHTML|insertAdjacentHTML|document\.write", path.read_text("utf-8")), path


def test_the_policy_allows_no_program_in_a_text_and_no_other_host() -> None:
    assert "script-src 'self'" in policy.POLICY and "style-src 'self'" in policy.POLICY and "default-src 'none'" in policy.POLICY
    assert "unsafe" not in policy.POLICY and "http" not in policy.POLICY and "*" not in policy.POLICY
