"""The browser that the tests drive.

In: the machine. Out: the path of a Chromium or Chrome that starts, or None.
Not its business: installing one (setup.sh).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find_browser() -> str | None:
    """Return the path of the first browser that starts: $BROWSER_PATH, an installed one, Playwright's own."""
    for path in (os.environ.get("BROWSER_PATH"), *(shutil.which(name) for name in NAMES), *MAC):
        if path and starts(path):
            return path
    path = playwright_browser()
    return path if path and starts(path) else None


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

        with sync_playwright() as playwright:
            return str(playwright.chromium.executable_path)
    except Exception:  # Playwright's driver is a program of its own; where it does not start it has no browser either
        return None


if __name__ == "__main__":
    browser = find_browser()
    print(browser or "no browser found")
    sys.exit(browser is None)
