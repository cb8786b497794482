"""What the reader of pages takes for shown, held against what a real browser paints.

A digit is seen if the picture of the page changes when another takes its place. Only what the reader is certain of is asked: a doubt publishes nothing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image, ImageChops

from tests.shown_cases import CELLS, Case

NOT_TEXT = ("control", "narrow-control", "generated", "script", "struck", "overlapping-struck", "no-text", "sheet")
"""kinds whose digits are no text of the page, or are painted though they do not count"""
ASKED = [case for case in CELLS if not case.doubt and case.name.rsplit("-", 1)[0] not in NOT_TEXT]
_MARKS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹②", "01234567892")
_DIGITS = """() => {
  const found = [], walker = document.createTreeWalker(document.getElementById('cell') || document.body, NodeFilter.SHOW_TEXT);
  window.texts = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    window.texts.push(node);
    for (let at = 0; at < node.data.length; at++) if (/[0-9②]/.test(node.data[at])) {
      const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      found.push([window.texts.length - 1, at, node.data[at], box.left, box.top, box.width, box.height]);
    }
  }
  return found;
}"""
_PUT = "([text, at, sign]) => { const node = window.texts[text]; node.replaceData(at, 1, sign); }"


@pytest.fixture(scope="module")
def sheet_of_paper(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 400})
    yield context.new_page()
    context.close()


def picture(page: Any) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(clip={"x": 0, "y": 0, "width": 500, "height": 400}))).convert("RGB")


def differ(one: Image.Image, other: Image.Image) -> bool:
    """Whether a person could tell two pictures apart: not by a shade."""
    return max(most for _, most in ImageChops.difference(one, other).getextrema()) > 24


def seen_digits(page: Any, markup: str) -> str:
    """The digits that are painted in the cell, from line to line and from left to right."""
    page.set_content(markup)
    page.add_style_tag(content="html{font-kerning:none;font-variant-numeric:tabular-nums}")  # so that a digit moves no other
    painted = picture(page)
    seen = []
    for text, at, sign, left, top, width, height in page.evaluate(_DIGITS):
        page.evaluate(_PUT, [text, at, "8" if sign in "123457" else "1"])
        if differ(picture(page), painted):
            seen.append((sign, left, top, width, height))
        page.evaluate(_PUT, [text, at, sign])
    lines: list[list[tuple[Any, ...]]] = []
    for one in sorted(seen, key=lambda one: one[2] + one[4] / 2):
        middle = one[2] + one[4] / 2
        if lines and middle <= lines[-1][0][2] + lines[-1][0][4]:
            lines[-1].append(one)
        else:
            lines.append([one])
    return "".join(one[0] for line in lines for one in sorted(line, key=lambda one: one[1]))


def to_digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text.translate(_MARKS))


@pytest.mark.parametrize("case", ASKED, ids=lambda case: case.name)
def test_a_browser_paints_what_the_reader_reads(sheet_of_paper: Any, case: Case) -> None:
    seen, read = seen_digits(sheet_of_paper, case.page()).translate(_MARKS), to_digits(case.text)
    if case.name.startswith("raised"):
        seen, read = "".join(sorted(seen)), "".join(sorted(read))  # where a mark stands is no question of order
    assert seen == read
