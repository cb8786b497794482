"""Charts that leave the site: each as a picture that stands alone, and as a small page for somebody else's frame.

In: charts, what the data are a version of. Out: {path below docs: content}: agencies/<id>/<chart>.svg and embed/<id>/<chart>/.
Not its business: drawing (charts/); PNG, which the reader's browser makes of the SVG with fonts that this machine need not have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from gongkai import policy
from gongkai.pages.body.files import to_charts_csv
from gongkai.pages.template import CONTENT, LANGUAGES, Frame, docs_path, environment, say

Charts = Mapping[tuple[str, str, str], Any]
"""agency id, chart id, language → chart"""

ALL = "all"
"""in place of a body's id, for charts over all bodies"""
WIDTH = 480
MARGIN = 16
FONTS = "-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',sans-serif"
STYLE = (
    "text{fill:#1c2326}.q,.q text{fill:#566166}[class^=s]{stroke:#fff;stroke-width:.8}.ti text{font-size:9px;fill:#fff}.ts text{font-weight:600}"
)
"""What charts.css says of a picture on the light page, in the picture itself"""

_SVG = re.compile(r'^<svg viewBox="(-?\d+) (-?\d+) (\d+) (\d+)" width="(\d+)"[^>]*>(.*?</desc>)?(.*)</svg>$', re.DOTALL)
_UNIT = re.compile(r"[\w.,%&+\-]+|\s+|.", re.ASCII)


@dataclass(frozen=True, slots=True)
class Picture:
    svg: str
    width: int
    height: int


@cache
def palette() -> tuple[str, ...]:
    """Return the colours of series on the light page, in order, from the site's style sheet."""
    style = (CONTENT / "assets" / "stylesheets" / "charts.css").read_text("utf-8")
    return tuple(re.findall(r"--chart-\d: (#[0-9a-f]{6})", style.partition("slate")[0]))


def render_embeds(charts: Charts, tables: Mapping[str, Frame], version: str = "", address: str = "") -> dict[str, str | bytes]:
    """Return the pictures and the pages for frames of every chart, and the figures of those over all bodies; a chart without a picture has none.

    version: of the data, as `commit date`. address: of the site on the web, "" if it is not known.
    """
    agencies = tables["agencies"]
    names = dict(zip(agencies["agency_id"].tolist(), agencies["agency_name"].tolist(), strict=True))
    found: dict[str, str | bytes] = {}
    for (agency_id, id, language), chart in charts.items():
        if not chart.svg:
            continue
        home = f"agencies/{agency_id}/" if agency_id else ""
        name = (names.get(agency_id) or say(language, "agency_unnamed")) if agency_id else say(language, "embed_all")
        source = to_source_line(language, name, version, f"{address}{home}" if address else "")
        picture = to_picture(chart, name, source)
        found[docs_path(language, f"{home or 'charts/'}{id}.svg")] = picture.svg
        page = _render_page(language, home, name, chart, picture, version, is_chinese=bool(names.get(agency_id)))
        found[docs_path(language, f"embed/{agency_id or ALL}/{id}/index.html")] = page
        if not agency_id and language == LANGUAGES[0]:
            found[f"charts/{id}.csv"] = to_charts_csv({id: chart})
    return found


def _render_page(language: str, home: str, name: str, chart: Any, picture: Picture, version: str, *, is_chinese: bool) -> str:
    here = "../../../"
    top = here if language == "zh" else here + "../"
    template = environment(language).get_template("embed.html")
    return template.render(
        here=here, top=top, home=home, name=name, is_chinese=is_chinese, chart=chart, picture=picture, version=version, short=to_short(version),
        policy=policy.POLICY,
    )


def to_source_line(language: str, name: str, version: str, address: str) -> str:
    """Whose figures, who read them, which version: what must go with a picture wherever it goes."""
    words = [say(language, "embed_source", name=name)]
    if version:
        words.append(say(language, "embed_version", version=to_short(version)))
    if address:
        words.append(address)
    return " · ".join(words)


def to_short(version: str) -> str:
    """A commit by its first letters, a date by its day."""
    commit, _, date = version.partition(" ")
    is_changed = commit.endswith("+changes")
    return " ".join(filter(None, (commit.removesuffix("+changes")[:10] + "+" * is_changed, date[:10])))


def to_picture(chart: Any, name: str, source: str) -> Picture:
    """Put a chart's picture, whose it is, its title, subtitle, legend, notes and source line into one SVG with its styles inside."""
    match = _SVG.match(chart.svg)
    if match is None:
        raise ValueError(f"the picture of {chart.id} is not as charts write it")
    left, top, across, down, shown = (int(match[i]) for i in range(1, 6))
    zoom = min(shown, 2 * WIDTH) / across
    width = max(WIDTH, round(across * zoom) + 2 * MARGIN)
    pen = _Pen(width)
    pen.write(name, 12, "class='q'")
    pen.write(chart.title, 15, "font-weight='600'")
    pen.write(chart.subtitle, 12, "class='q'")
    pen.down(10)
    pen.add(f'<svg x="{MARGIN}" y="{pen.y:.0f}" width="{across * zoom:.0f}" height="{down * zoom:.0f}" viewBox="{left} {top} {across} {down}" '
            f'font-size="10" fill="#1c2326" color="#1c2326">{match[7]}</svg>')
    pen.down(down * zoom + 8)
    pen.legend(chart.legend)
    for note in chart.notes:
        pen.write(note, 11, "class='q'")
    pen.down(6)
    pen.write(source, 10, "class='q'")
    height = round(pen.y + MARGIN - 4)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="{FONTS}"><title>{escape(chart.title)}</title><desc>{escape(chart.description)}</desc>'
        f'<style>{STYLE}</style><rect width="{width}" height="{height}" fill="#fff"/>'
    )
    return Picture(f"{head}{''.join(pen.parts)}</svg>\n", width, height)


class _Pen:
    """Writes from the top down; SVG breaks no lines of itself."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.y = float(MARGIN)
        self.parts: list[str] = []

    def add(self, part: str) -> None:
        self.parts.append(part)

    def down(self, by: float) -> None:
        self.y += by

    def write(self, text: str, size: int, more: str = "") -> None:
        for line in to_lines(text, (self.width - 2 * MARGIN) / size):
            self.down(size * 1.4)
            self.add(f'<text x="{MARGIN}" y="{self.y - size * .35:.0f}" font-size="{size}" {more}>{escape(line)}</text>')

    def legend(self, legend: Sequence[tuple[str, str]]) -> None:
        """Colours and their names, as many on a line as there is room for."""
        x = float(MARGIN)
        for at, (colour, label) in enumerate(legend):
            across = 16 + to_width(label) * 11 + 14
            if at == 0 or x + across > self.width:
                x = MARGIN
                self.down(16)
            self.add(f'<rect x="{x:.0f}" y="{self.y - 10:.0f}" width="9" height="9" fill="{palette()[int(colour[1:])]}"/>'
                     f'<text x="{x + 14:.0f}" y="{self.y - 2:.0f}" font-size="11">{escape(label)}</text>')
            x += across
        if legend:
            self.down(4)


def to_width(text: str) -> float:
    """How wide a text is, in its own size, generously: Chinese is a square, Latin some three fifths of one."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.58 for c in text)


def to_lines(text: str, room: float) -> list[str]:
    """Break a text into lines: between words, and anywhere in Chinese."""
    lines, line = [], ""
    for unit in _UNIT.findall(text):
        if line and to_width(line + unit) > room and unit not in "，。；：、）”":
            lines.append(line.rstrip())
            line = unit.lstrip()
        else:
            line += unit
    return [*lines, line.rstrip()] if line.strip() else lines
