"""The browser that the tests drive.

In: the machine. Out: the path of a Chromium or Chrome that starts, or None.
Not its business: installing one (setup.sh).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find_browser() -> str | None:
    """Return the path of the first browser that starts: $BROWSER_PATH, an installed one, Playwright's own."""
    installed = [os.environ.get("BROWSER_PATH"), *(shutil.which(name) for name in NAMES), *MAC]
    return next((path for path in [*installed, playwright_browser()] if path and starts(path)), None)


def starts(path: str) -> bool:
    """Say whether the program runs: Ubuntu's chromium-browser is a script that only tells where the snap store is."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and b"hrom" in done.stdout


def playwright_browser() -> str | None:
    """Return where Playwright keeps a Chromium of its own, or None."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    browser = find_browser()
    print(browser or "no browser found")
    sys.exit(browser is None)
