"""The mark of the site as pictures: what old browsers show beside its name, and what stands beside a link that is passed on.

In: content/assets/favicon.svg. Out: {path below the site: bytes}, the same for the same mark. Not its business: where pages name them
(content/overrides/main.html).
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

ICON = "favicon.ico"
CARD = "assets/card.png"
_CARD_PIXELS = 512
_ICON_PIXELS = 48


def to_files(mark: Path) -> dict[str, bytes]:
    """Draw the icon and the card."""
    svg = mark.read_text("utf-8")
    icon = io.BytesIO()
    _draw(svg, _ICON_PIXELS).save(icon, "ICO", sizes=[(16, 16), (32, 32), (_ICON_PIXELS, _ICON_PIXELS)])
    card = io.BytesIO()
    _draw(svg, _CARD_PIXELS).quantize(32).save(card, "PNG", optimize=True)
    return {ICON: icon.getvalue(), CARD: card.getvalue()}


def _draw(svg: str, pixels: int) -> Image.Image:
    """The drawing in a square of so many pixels, whatever its own size is."""
    import vl_convert  # tens of megabytes

    width = Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=1))).width
    drawn = Image.open(io.BytesIO(vl_convert.svg_to_png(svg, scale=2 * pixels / width))).convert("RGBA")
    drawn.thumbnail((pixels, pixels), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (pixels, pixels))
    square.paste(drawn, ((pixels - drawn.width) // 2, (pixels - drawn.height) // 2))
    return square
