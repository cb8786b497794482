"""Vega's SVG made small and fit to stand in a page: one path a colour, one text element a text, colours as classes.

In: the SVG that vl-convert writes. Out: the inside of an <svg>, and the whole with its title and description in a
language. Not its business: what the picture shows. A page holds several pictures and has a budget, and Vega spends three
quarters of it on nested groups.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from xml.etree import ElementTree

from gongkai.charts.plans import Text

PALETTE = ("#1f5fa8", "#157a6e", "#b3362b", "#8a5a00", "#7a4fa3", "#5d6770")
"""Each at least 4.5:1 against white; charts.css gives others, as strong, on a dark page."""

ZOOM = 1.2
"""How large a picture stands on a page with room for it."""

_MOVE = re.compile(r"translate\(([-\d.]+)[ ,]+([-\d.]+)\)")
_RECT = re.compile(r"M([-\d.]+),([-\d.]+)h([-\d.]+)v([-\d.]+)h-[\d.]+Z")
_SHAPES = {"path", "line", "text"}
_ANCHORS = {"tm": ' text-anchor="middle"', "te": ' text-anchor="end"', "ts": "", "ti": ' text-anchor="middle"'}
"""kind of text → how it hangs on its place; "ts" are panels' names, "ti" stands on a bar"""


class _Picture:
    """What is gathered on the way through Vega's groups."""

    def __init__(self) -> None:
        self.bars: dict[int, list[str]] = {}
        self.lines: list[str] = []
        self.texts: list[tuple[str, float, float, str]] = []
        self.box = [1e9, 1e9, -1e9, -1e9]

    def grow(self, left: float, top: float, right: float, bottom: float) -> None:
        box = self.box
        box[0], box[1], box[2], box[3] = min(box[0], left), min(box[1], top), max(box[2], right), max(box[3], bottom)


def to_inline_svg(drawn: str) -> str:
    """Return `viewBox|content`: what `to_svg` needs to write a picture in either language."""
    picture = _Picture()
    _walk(ElementTree.fromstring(drawn), 0.0, 0.0, picture)
    parts = []
    if picture.lines:
        parts.append(f'<path class="ax" stroke="currentColor" stroke-opacity=".3" d="{"".join(picture.lines)}"/>')
    for index, found in sorted(picture.bars.items()):
        parts.append(f'<path class="s{index}" fill="{PALETTE[index]}" d="{"".join(found)}"/>')
    for kind, anchor in _ANCHORS.items():
        texts = "".join(f'<text x="{x:.0f}" y="{y:.0f}">{escape(text)}</text>' for k, x, y, text in picture.texts if k == kind)
        if texts:
            parts.append(f'<g class="{kind}"{anchor}>{texts}</g>')
    left, top, right, bottom = picture.box
    box = f"{left - 2:.0f} {top - 2:.0f} {right - left + 4:.0f} {bottom - top + 4:.0f}"
    return f"{box}|{''.join(parts)}"


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


def _walk(element: ElementTree.Element, x: float, y: float, picture: _Picture) -> None:
    for move in _MOVE.finditer(element.get("transform", "")):
        x, y = x + float(move[1]), y + float(move[2])
    tag = element.tag.rpartition("}")[2]
    if tag in _SHAPES and element.get("display") != "none" and element.get("class") not in ("background", "foreground"):
        {"path": _add_bar, "line": _add_line, "text": _add_text}[tag](element, x, y, picture)
    for child in element:
        _walk(child, x, y, picture)


def _add_bar(element: ElementTree.Element, x: float, y: float, picture: _Picture) -> None:
    fill = element.get("fill", "")
    for match in _RECT.finditer(element.get("d", "")):
        left, top, width, height = (float(match[i]) for i in range(1, 5))
        if height <= 0 or fill not in PALETTE:
            continue
        found = picture.bars.setdefault(PALETTE.index(fill), [])
        # whole pixels across, where nothing is measured; a tenth in height, which is the number
        start, across = round(left + x), round(left + x + width) - round(left + x)
        found.append(f"M{start},{_to_short(top + y)}h{across}v{_to_short(height)}h-{across}z")
        picture.grow(left + x, top + y, left + x + width, top + y + height)


def _add_line(element: ElementTree.Element, x: float, y: float, picture: _Picture) -> None:
    right, down = float(element.get("x2", 0)), float(element.get("y2", 0))
    step = f"h{_to_short(right)}" if not down else f"v{_to_short(down)}"
    line = f"M{_to_short(x)},{_to_short(y)}{step}"
    if line not in picture.lines:
        picture.lines.append(line)
    picture.grow(x, y, x + right, y + down)


def _add_text(element: ElementTree.Element, x: float, y: float, picture: _Picture) -> None:
    text = "".join(element.itertext())
    if not text:
        return
    is_inside = element.get("fill") == "#fefefe"
    kind = "ti" if is_inside else {"middle": "tm", "end": "te"}.get(element.get("text-anchor", ""), "ts")
    width = len(text) * 6.0
    left = x - {"tm": width / 2, "ti": width / 2, "te": width, "ts": 0.0}[kind]
    picture.texts.append((kind, x, y, text))
    if kind == "ts":  # a panel's name: how wide it is, its language decides
        width = 0
    picture.grow(left, y - 10, left + width, y + 3)


def _to_short(number: float) -> str:
    """One decimal at most: a tenth of a pixel is not seen."""
    return f"{round(number, 1) + 0:.1f}".removesuffix(".0")
