"""Vega for the site, which takes seconds to put together and is the same until a library changes.

In: a folder to keep it in. Out: JavaScript. Not its business: drawing.
"""

from __future__ import annotations

from pathlib import Path

from gongkai import fingerprint
from gongkai.shelf import Shelf

NOTICE = "/* Vega, Vega-Lite, Vega-Embed and what they need: BSD-3-Clause and compatible licences, https://vega.github.io */\n"


def write_vega(folder: Path | None = None) -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one ES module, for the site's own copy; it sets window.vegaEmbed."""
    shelf = Shelf(folder, fingerprint.of("charts.kept", libraries=("vl-convert-python",)))
    content = shelf.take("vega")
    if content is None:
        import vl_convert  # tens of megabytes

        content = (NOTICE + str(vl_convert.javascript_bundle(snippet=None))).encode()  # type: ignore[arg-type]
        shelf.put("vega", content)
    return content.decode()
