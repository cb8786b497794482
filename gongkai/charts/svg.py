"""The inside of a still picture as a whole one: its title and description, and the names of its panels, in a language.

In: `viewBox|content`, as still.py and rows.py write it: one path a colour, colours as classes. Out: an <svg> on one line. Not its business: what the
picture shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from gongkai.charts.plan import Text

PALETTE = ("#1f5fa8", "#157a6e", "#8a5a00", "#7a4fa3", "#5d6770", "#a13a6b", "#4b3fa0", "#6f5642")
"""Each at least 4.5:1 against white; charts.css gives others, as strong, on a dark page. No red and no green: a colour tells series apart, never
good from bad."""

ZOOM = 1.2
"""How large a picture stands on a page with room for it."""


def to_svg(inline: str, title: str, description: str, panels: Mapping[str, Text], language: str) -> str:
    """Write the whole picture on one line, named for those who do not see it, its panels in a language."""
    box, _, content = inline.partition("|")
    left, top, width, height = (int(side) for side in box.split())
    for panel, label in panels.items():
        if panel:
            text = label.to(language)
            content = content.replace(f">{panel}</text>", f">{escape(text)}</text>")
            width = max(width, sum(11 if c > "\u2e7f" else 6 for c in text) - left)
    return (
        f'<svg viewBox="{left} {top} {width} {height}" width="{width * ZOOM:.0f}" role="img" fill="currentColor" font-size="10">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{content}</svg>"
    )
