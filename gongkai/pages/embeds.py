"""Charts that leave the site: each as a picture that stands alone, and as a small page for somebody else's frame.

In: charts, what the data are a version of. Out: {path below docs: content}: agencies/<id>/<chart>.svg and embed/<id>/<chart>/.
Not its business: drawing (charts/); PNG, which the reader's browser makes of the SVG with fonts that this machine need not have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import Any

from gongkai import addresses, policy
from gongkai.pages.chart_csv import to_chart_csv
from gongkai.pages.template import CONTENT, LANGUAGES, docs_path, environment, say

Charts = Mapping[tuple[str, str, str], Any]
"""agency id, chart id, language → chart"""

WIDTH = 480
MARGIN = 16
FONTS = "-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',sans-serif"
PLOT = "p"
"""What names the plot within the picture: a page shows it alone, as received.svg#p, in an svg of its size: an img has the shape of the whole"""
_SHOWN = f"#{PLOT}:target~svg"
STYLE = (
    "text{fill:#1c2326}.q,.q text{fill:#566166}[class^=s]{stroke:#fff;stroke-width:.8}.ti text{font-size:9px;fill:#fff}.ts text{font-weight:600}"
    f"#{PLOT}:target~rect,#{PLOT}:target~text{{display:none}}"
)
"""What charts.css says of a picture on the light page, in the picture itself"""

_SVG = re.compile(r'^<svg viewBox="(-?\d+) (-?\d+) (\d+) (\d+)" width="(\d+)"[^>]*>(.*?</desc>)?(.*)</svg>$', re.DOTALL)
_UNIT = re.compile(r"[\w.,%&+\-]+|\s+|.", re.ASCII)


DARK_INK, DARK_PAGE = "#e4e9ea", "#14191b"
"""--g-ink and --g-page of the dark page, gongkai.css"""

@dataclass(frozen=True, slots=True)
class Picture:
    svg: str
    width: int
    height: int


@cache
def palette(scheme: str = "default") -> tuple[str, ...]:
    """Return the colours of series on the light page, or on the dark one (slate), in order, from the site's style sheet."""
    style = (CONTENT / "assets" / "stylesheets" / "charts.css").read_text("utf-8")
    light, _, dark = style.partition("slate")
    return tuple(re.findall(r"--chart-\d: (#[0-9a-f]{6})", dark if scheme == "slate" else light))


def render_embeds(charts: Charts, version: str = "", address: str = "") -> dict[str, str | bytes]:
    """Return the pictures and the pages for frames of the charts over all bodies, and their figures; a chart without a picture has none.

    version: of the data, as `commit date`. address: of the site on the web, "" if it is not known.
    """
    found: dict[str, str | bytes] = {}
    for (agency_id, _, language), chart in charts.items():
        if agency_id or not chart.svg:
            continue
        found |= render_chart("", language, chart, say(language, "embed_all"), version, address)
    return found


def render_chart(agency_id: str, language: str, chart: Any, name: str, version: str = "", address: str = "") -> dict[str, str | bytes]:
    """Return one chart as a picture that stands alone and as a page for somebody's frame. name: whose it is, "" if nobody knows."""
    if not chart.svg:
        return {}
    home = addresses.to_body(agency_id) if agency_id else ""
    shown = name or say(language, "agency_unnamed")
    picture = to_picture(chart, shown, to_source_line(language, shown, version, f"{address}{home}" if address else ""))
    page = _render_page(language, home, shown, chart, picture, version, is_chinese=any(map(_is_wide, name)))
    found: dict[str, str | bytes] = {}
    if language == LANGUAGES[0]:
        found[addresses.to_figures(agency_id, chart.id)] = to_chart_csv(chart, agency_id, name if agency_id else "", f"{address}{home}", version)
    return found | {
        docs_path(language, addresses.to_chart(agency_id, chart.id)): picture.svg,
        docs_path(language, f"{addresses.to_embed(agency_id, chart.id)}index.html"): page,
    }


def _render_page(language: str, home: str, name: str, chart: Any, picture: Picture, version: str, *, is_chinese: bool) -> str:
    here = "../../../"
    top = here if language == "zh" else here + "../"
    template = environment(language).get_template("embed.html")
    return template.render(
        here=here, top=top, home=home, name=name, is_chinese=is_chinese, chart=chart, picture=picture, version=version,
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


def to_cited(language: str, cited: str, version: str, **known: str) -> str:
    """How a chart over many bodies is cited, with {title} and {address} left to the page. cited: of the wording; version: "" is left out."""
    of = say(language, "embed_cited_version", version=to_short(version)) if version else ""
    return say(language, cited, **{"title": "{title}", "address": "{address}", "version": of, **known})


def to_span(years: Iterable[int]) -> str:
    """The first year and the last, or the only one; "" of none."""
    known = sorted(years)
    return "–".join(map(str, dict.fromkeys((known[0], known[-1])))) if known else ""


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
    shown_width, shown_height = round(across * zoom), round(down * zoom)
    width = max(WIDTH, shown_width + 2 * MARGIN)
    pen = _Pen(width)
    pen.write(name, 12, "class='q'")
    pen.write(chart.title, 15, "font-weight='600'")
    pen.write(chart.subtitle, 12, "class='q'")
    pen.down(10)
    place = f'{MARGIN} {pen.y:.0f} {shown_width} {shown_height}'
    x, y, w, h = place.split()
    pen.add(f'<svg x="{x}" y="{y}" width="{w}" height="{h}" viewBox="{left} {top} {across} {down}" font-size="10" fill="#1c2326" color="#1c2326">'
            f'{match[7]}</svg>')
    pen.down(shown_height + 8)
    pen.legend(chart.legend)
    for note in chart.notes:
        pen.write(note, 11, "class='q'")
    pen.down(6)
    pen.write(source, 10, "class='q'")
    height = round(pen.y + MARGIN - 4)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="{FONTS}"><title>{escape(chart.title)}</title><desc>{escape(chart.description)}</desc>'
        f'<view id="{PLOT}" viewBox="{place}"/><style>{STYLE}{_to_dark(match[7])}</style><rect width="{width}" height="{height}" fill="#fff"/>'
    )
    return Picture(f"{head}{''.join(pen.parts)}</svg>\n", width, height)


def _to_dark(content: str) -> str:
    """What a plot looks like on a dark page: only as a page shows it, and only where that is dark."""
    used = sorted({int(digit) for digit in re.findall(r'class="s(\d)"', content)})
    colours = "".join(f"{_SHOWN} .s{at}{{fill:{palette('slate')[at]}}}" for at in used)
    return (
        f"@media(prefers-color-scheme:dark){{{_SHOWN}{{color:{DARK_INK}}}{_SHOWN} text{{fill:{DARK_INK}}}"
        f"{_SHOWN} [class^=s]{{stroke:{DARK_PAGE}}}{_SHOWN} .ti text{{fill:{DARK_PAGE}}}{colours}}}"
    )


def to_plot(chart: Any) -> tuple[int, int]:
    """How large the plot of a chart's picture is on a page, in pixels; (0, 0) where there is no picture."""
    match = _SVG.match(chart.svg) if chart.svg else None
    if match is None:
        return 0, 0
    across, down, shown = (int(match[i]) for i in range(3, 6))
    zoom = min(shown, 2 * WIDTH) / across
    return round(across * zoom), round(down * zoom)


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
    wide = sum(map(_is_wide, text))
    return wide + 0.58 * (len(text) - wide)


@lru_cache(maxsize=10_000)
def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WFA"


@lru_cache(maxsize=10_000)
def to_lines(text: str, room: float) -> tuple[str, ...]:
    """Break a text into lines: between words, and anywhere in Chinese."""
    lines, line, width = [], "", 0.0
    for unit in _UNIT.findall(text):
        across = to_width(unit)
        if line and width + across > room and unit not in "，。；：、）”":
            lines.append(line.rstrip())
            line = unit.lstrip()
            width = to_width(line)
        else:
            line += unit
            width += across
    return (*lines, line.rstrip()) if line.strip() else tuple(lines)
