"""What a browser may do with a page of the site: a Content-Security-Policy.

In: nothing. Out: the policy, as every page says it in a meta tag, and as servers that read a file `_headers` say it of all files.
Not its business: writing either. Whatever of a stranger's text came to stand in a page as markup, nothing of it would run, and nothing be
sent anywhere: scripts and styles come from files of the site alone, no text is made a program (Vega interprets its expressions), and no
other host is asked.
"""

from __future__ import annotations

_ALLOWED = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",  # a chart that is taken away as PNG is painted from a blob
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
POLICY = "; ".join(f"{of} {allowed}" for of, allowed in _ALLOWED.items())
"""In a meta tag. Who may put a page into a frame can only be said in a header, and anybody may: /embed/ is there for it."""

_OF_FILES = "; ".join(
    f"{of} {allowed}" for of, allowed in {**_ALLOWED, "style-src": "'self' 'unsafe-inline'", "script-src": "'self' 'wasm-unsafe-eval'"}.items())
"""Of all files: a chart as SVG that stands alone has its styles in it, and the worker of /query/ runs SQLite as WebAssembly, for
which no page has leave (a worker goes by the header of its own file). Of a page its own meta tag holds too."""
HEADERS = f"""/*
  Content-Security-Policy: {_OF_FILES}
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
"""
