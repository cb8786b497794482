"""The module of Vega for the site, which takes seconds to put together and is the same until a library changes.

In: a folder to keep it in. Out: JavaScript. Not its business: drawing.
"""

from __future__ import annotations

from pathlib import Path

from gongkai import fingerprint
from gongkai.charts import drawing
from gongkai.shelf import Shelf


def write_vega(folder: Path | None) -> str:
    shelf = Shelf(folder, fingerprint.of("charts.drawing", libraries=("altair", "vl-convert-python")))
    content = shelf.take("vega")
    if content is None:
        content = drawing.write_vega().encode()
        shelf.put("vega", content)
    return content.decode()
