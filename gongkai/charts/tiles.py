"""A country of tiles: a square a province, where it lies among the others, its figure in it, the deeper the higher.

In: code of a province → tile. Out: the inside of an SVG as svg.py writes them. Not its business: what is told (spreads.py).
All squares are alike, so that a large province does not seem to weigh more; one colour, since nobody says that much is good or bad.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from html import escape

PLACES = {
    "230000": (8, 0, "黑龙江", "HL"), "150000": (6, 1, "内蒙古", "NM"), "210000": (7, 1, "辽宁", "LN"), "220000": (8, 1, "吉林", "JL"),
    "650000": (0, 2, "新疆", "XJ"), "620000": (2, 2, "甘肃", "GS"), "640000": (3, 2, "宁夏", "NX"), "140000": (4, 2, "山西", "SX"),
    "130000": (5, 2, "河北", "HE"), "110000": (6, 2, "北京", "BJ"), "120000": (7, 2, "天津", "TJ"),
    "630000": (1, 3, "青海", "QH"), "610000": (3, 3, "陕西", "SN"), "410000": (4, 3, "河南", "HA"), "370000": (5, 3, "山东", "SD"),
    "540000": (0, 4, "西藏", "XZ"), "510000": (2, 4, "四川", "SC"), "500000": (3, 4, "重庆", "CQ"), "420000": (4, 4, "湖北", "HB"),
    "340000": (5, 4, "安徽", "AH"), "320000": (6, 4, "江苏", "JS"), "310000": (7, 4, "上海", "SH"),
    "520000": (3, 5, "贵州", "GZ"), "430000": (4, 5, "湖南", "HN"), "360000": (5, 5, "江西", "JX"), "330000": (6, 5, "浙江", "ZJ"),
    "530000": (2, 6, "云南", "YN"), "450000": (3, 6, "广西", "GX"), "440000": (4, 6, "广东", "GD"), "350000": (5, 6, "福建", "FJ"),
    "710000": (6, 6, "台湾", "TW"), "460000": (3, 7, "海南", "HI"), "820000": (4, 7, "澳门", "MO"), "810000": (5, 7, "香港", "HK"),
}
"""Column and row among the tiles, the name in Chinese, the letters of ISO 3166-2:CN"""

_SIDE, _STEP = 42, 44
_PALEST, _DEEPEST = Decimal("0.06"), Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Tile:
    """told: what stands in it. value: what its colour goes by, None where there is too little to tell."""

    told: str
    value: Decimal | None


def to_tiles(tiles: Mapping[str, Tile], language: str) -> str:
    """Draw all provinces; those that are not given stay empty."""
    values = [tile.value for tile in tiles.values() if tile.value is not None]
    low, high = min(values), max(values)
    fills, names, figures = [], [], []
    for code, (column, row, chinese, letters) in PLACES.items():
        left, top = column * _STEP, row * _STEP
        tile = tiles.get(code)
        if tile is not None and tile.value is not None:
            part = (tile.value - low) / (high - low) if high > low else Decimal(1)
            depth = _PALEST + (_DEEPEST - _PALEST) * part
            fills.append(f'<rect x="{left}" y="{top}" width="{_SIDE}" height="{_SIDE}" fill="#1f5fa8" fill-opacity="{depth:.2f}"/>')
        names.append(f'<text x="{left + _SIDE // 2}" y="{top + 17}">{escape(chinese if language == "zh" else letters)}</text>')
        if tile is not None:
            figures.append(f'<text x="{left + _SIDE // 2}" y="{top + 32}">{escape(tile.told)}</text>')
    edges = "".join(f"M{c * _STEP + .5},{r * _STEP + .5}h{_SIDE - 1}v{_SIDE - 1}h-{_SIDE - 1}z" for c, r, _, _ in PLACES.values())
    width, height = max(c for c, *_ in PLACES.values()) * _STEP + _SIDE, max(r for _, r, *_ in PLACES.values()) * _STEP + _SIDE
    return (
        f"-1 -1 {width + 2} {height + 2}|{''.join(fills)}"
        f'<path class="ax" stroke="currentColor" stroke-opacity=".3" fill="none" d="{edges}"/>'
        f'<g class="ts" text-anchor="middle">{"".join(names)}</g><g class="te" text-anchor="middle" font-size="9">{"".join(figures)}</g>'
    )
