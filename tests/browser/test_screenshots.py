"""Pictures of every kind of page, for people to look at: build/screenshots, kept with a run in CI. The test sees that none is blank."""

from __future__ import annotations

import os
from typing import Any

import pytest
from PIL import Image

from tests.browser.conftest import Quiet, served
from tests.browser.kinds import KINDS, LANGUAGES
from tests.conftest import ROOT

FOLDER = ROOT / "build" / "screenshots"
TALLEST = 6000
"""Pixels; a longer page is cut: 300 bodies in a list look alike"""


EVERY = [("light", 1280), ("dark", 390), ("light", 390), ("dark", 1280)]


# each width and each scheme once; where the pictures are kept, each with each
@pytest.mark.parametrize(("scheme", "width"), EVERY if os.environ.get("CI") else EVERY[:2])
def test_every_kind_of_page_is_pictured(browser: Any, made_site: Any, scheme: str, width: int) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with served(made_site / "name") as address:
        context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce")
        page = context.new_page()
        quiet = Quiet(page)
        for language, prefix in LANGUAGES.items():
            for kind, path in KINDS.items():
                page.goto(address.removesuffix("name/") + prefix + path)
                quiet.settle()
                picture = FOLDER / f"{kind}-{language}-{width}-{scheme}.png"
                height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
                page.screenshot(path=picture, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
                with Image.open(picture) as image:
                    assert image.width == width
                    assert len(image.convert("RGB").getcolors(1 << 20) or ()) > 8, f"{picture.name} is blank"
        context.close()
