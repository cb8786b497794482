"""The site on a local port, rebuilt when a report or a page changes.

In: reports/, content/, the package, mkdocs.yml; the port in $PORT. Out: http://127.0.0.1:PORT/ until Ctrl-C.
Not its business: how the site is built; that is build.py, run as a person would run it.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "site"
WATCHED = ("reports", "content", "gongkai", "mkdocs.yml", "mkdocs.en.yml", "build.py")


def state_of_sources() -> dict[str, tuple[int, int]]:
    """Return size and date of every file that the site is made from."""
    state = {}
    for top in WATCHED:
        path = ROOT / top
        for file in [path] if path.is_file() else path.rglob("*"):
            if "__pycache__" in file.parts:
                continue
            try:
                stat = file.stat()
            except FileNotFoundError:  # an editor's temporary file, gone again
                continue
            state[str(file)] = (stat.st_size, stat.st_mtime_ns)
    return state


def build() -> bool:
    """Run the build; where it fails, the site of before stays whole and is served on."""
    done = subprocess.run([sys.executable, "build.py", *sys.argv[1:]], cwd=ROOT)
    if done.returncode:
        print(f"The build ended with {done.returncode}; what is served is the last site that was whole.", flush=True)
    return done.returncode == 0


def rebuild_on_change(before: dict[str, tuple[int, int]]) -> None:
    """Look every second; wait until nothing moves before building, so that a copy under way is not read half."""
    while True:
        time.sleep(1)
        now = state_of_sources()
        if now == before:
            continue
        while (later := state_of_sources()) != now:
            now = later
            time.sleep(0.5)
        changed = sorted(path for path in now.keys() | before.keys() if now.get(path) != before.get(path))
        print(f"Changed: {', '.join(os.path.relpath(path, ROOT) for path in changed[:5])}", flush=True)
        before = now
        build()


class Pages(SimpleHTTPRequestHandler):
    """Serve the site as GitHub Pages does: 404.html for what is not there, nothing cached."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = SITE / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing of each request: the terminal belongs to the build."""


def main() -> None:
    port = int(os.environ.get("PORT") or 8000)
    state = state_of_sources()
    if not build() and not SITE.is_dir():
        sys.exit("There is no site to serve.")
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), functools.partial(Pages, directory=str(SITE)))
    except OSError as error:
        sys.exit(f"Port {port} cannot be used ({error.strerror}); choose another: make serve PORT=8001")
    threading.Thread(target=rebuild_on_change, args=(state,), daemon=True).start()
    print(f"The site is at http://127.0.0.1:{server.server_port}/ (Ctrl-C ends)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
