"""The picture of the site in the READMEs: python scripts/screenshot.py [SITE] after a build, into assets/screenshot.png.

In: a built site (site/ if none is named). Out: the picture of the body's page that the READMEs speak of. Not its business: building.
"""

from __future__ import annotations

import io
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from browser import find_browser

ROOT = Path(__file__).resolve().parents[1]
PAGE, PICTURE = "agencies/350128-pingtan/", ROOT / "assets" / "screenshot.png"
WIDTH, HEIGHT = 1280, 1216


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def take(site: Path) -> None:
    """Take the picture, below the head of the page, in light colours."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(f"http://127.0.0.1:{server.server_port}/{PAGE}", wait_until="networkidle")
        top = page.locator(".g-agency").bounding_box()
        assert top is not None
        area = {"x": 0, "y": max(0, top["y"] - 40), "width": WIDTH, "height": HEIGHT}
        picture = page.screenshot(full_page=True, clip=area)  # type: ignore[arg-type]
        browser.close()
    server.shutdown()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(128).save(PICTURE, optimize=True)


if __name__ == "__main__":
    take(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "site"))
