"""Pictures of every kind of page, for people to look at: build/screenshots, kept with a run in CI. The test sees that none is blank."""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.browser.conftest import Quiet, served
from tests.browser.kinds import KINDS, LANGUAGES
from tests.conftest import ROOT

FOLDER = ROOT / "build" / "screenshots"
TALLEST = 6000
"""Pixels; a longer page is cut: 300 bodies in a list look alike"""


EVERY = [("light", 1280), ("light", 390), ("dark", 390), ("dark", 1280)]
# each width and each scheme once; where the pictures are kept, each with each
PICTURED = EVERY if os.environ.get("CI") else EVERY[::2]


@pytest.fixture(scope="module")
def address(made_site: Path) -> Iterator[str]:
    with served(made_site / "name") as found:
        yield found.removesuffix("name/")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_is_pictured(browser: Any, address: str, kind: str, language: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    quiet = Quiet(page)
    devtools = context.new_cdp_session(page)
    shown = ""
    for scheme, width in PICTURED:
        page.set_viewport_size({"width": width, "height": 844})
        if scheme != shown:  # told when a page begins
            page.emulate_media(color_scheme=scheme)
            page.goto(address + LANGUAGES[language] + KINDS[kind])
            shown = scheme
        quiet.settle()
        height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        # packed in less time than Playwright's own pictures are
        taken = devtools.send("Page.captureScreenshot", {"clip": clip, "captureBeyondViewport": True, "optimizeForSpeed": True})
        packed = base64.b64decode(taken["data"])
        (FOLDER / f"{kind}-{language}-{width}-{scheme}.png").write_bytes(packed)
        with Image.open(io.BytesIO(packed)) as image:
            assert image.width == width
            some = image.convert("RGB").resize((width // 2, height // 2), Image.Resampling.NEAREST)
            assert len(some.getcolors(1 << 20) or range(9)) > 8, f"{kind}-{language}-{width}-{scheme} is blank"
    context.close()
