"""Where a body belongs: of the divisions that its name can mean, the one that folder, sidecar or text leave.

In: a name, its Document and Sidecar. Out: a Home. Not its business: ids (identity.py).
Nothing is guessed: where two divisions stay possible, or none is said, there is none, and the Home says which there were.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.agencies import names, regions, titles
from gongkai.agencies.regions import Reading, Region
from gongkai.model import Document, Sidecar
from gongkai.text import to_line, to_plain

_USUAL_PLACE = re.compile(r"(?:^|/)(\d{6})/([a-z0-9][a-z0-9_-]*)/[^/]+$")
_CONTACT = re.compile(r"地址|网址|网站|门户|邮编|邮政编码|联系|电话|版权|主办|承办|ICP|发布机构|信息来源")


@dataclass(frozen=True, slots=True)
class Home:
    """Where a body belongs, and its name without that. region None: not said, or more than one is possible."""

    region: Region | None
    body: str
    level: str
    is_completed: bool = False
    disagreements: tuple[tuple[str, str, str, str], ...] = ()


def find_home(name: str, year: int | None, document: Document, sidecar: Sidecar) -> Home:
    """The division of a body by its name; where that can be several or is not said, by folder, sidecar or text if one is left."""
    place = usual_place(document.path)
    folder = regions.by_code(place[0]) if place else None
    folder = regions.to_present(folder) if folder else None
    readings = regions.read(name, year) if name else []
    rest = readings[0].rest if readings else name
    body = names.to_body_name(rest, readings[0].region.name if readings else "") if name else ""
    chosen = _choose(name, readings, folder, year, document, sidecar) if readings else None
    if chosen is not None:
        told: tuple[tuple[str, str, str, str], ...] = ()
        if folder is not None and not (regions.is_within(folder, chosen.region) or regions.is_within(chosen.region, folder)):
            told = (("region", name, f"{folder.code} {regions.to_full_name(folder)}", "folder"),)
        by_stem = chosen.by == "stem" and chosen.region.level != "county" and names.to_kind(body) == "development_zone"
        return Home(chosen.region, body, names.to_level(body, "" if by_stem else chosen.region.level), chosen.by != "name", told)
    if readings:
        possible = "、".join(regions.to_full_name(r.region) for r in readings)
        level = {r.region.level for r in readings}
        return Home(None, body, names.to_level(body, level.pop() if len(level) == 1 else ""), False, (("region", name, possible, ""),))
    level_alone = names.to_level(body, "") if name else ""
    if level_alone == "national":
        return Home(None, body, level_alone)
    region = folder or _find_region(name, year, level_alone, document, sidecar)
    if region is None:
        return Home(None, body, level_alone, False, (("region", name, "", ""),) if name else ())
    return Home(region, body, names.to_level(body, region.level), True)


def _choose(
    name: str, readings: list[Reading], folder: Region | None, year: int | None, document: Document, sidecar: Sidecar
) -> Reading | None:
    """The one reading that stays; None where more than one does."""
    if len(readings) == 1:
        return readings[0]
    if folder is not None:
        kept = [r for r in readings if regions.is_within(r.region, folder) or regions.is_within(folder, r.region)]
        if kept:
            return kept[0] if len(kept) == 1 else None
    beside = {r.region.code for r in regions.read(to_line(sidecar.agency), year)}
    kept = [r for r in readings if r.region.code in beside]
    if len(kept) == 1:
        return kept[0]
    return _choose_by_text(name, readings, year, document)


def _choose_by_text(name: str, readings: list[Reading], year: int | None, document: Document) -> Reading | None:
    """The reading that the text names in full: the body (天津市和平区财政局), else its region (天津市和平区), else the city or
    province that titles or a line of contact name. None where that is true of none or of several."""
    bodies_named = regions.read(titles.find_placed(name, document), year)
    kept = [r for r in readings if r.region.code in {b.region.code for b in bodies_named}]
    if len(kept) == 1:
        return kept[0]
    texts = [re.sub(r"\s+", "", to_plain(t)) for t in (*document.titles, *(p.text for p in document.paragraphs))]
    contact = [t for t in texts if len(t) <= 200 and _CONTACT.search(t)] + [to_plain(t) for t in document.titles]
    longer = [r for r in readings if any(above.name + r.region.name in text for above in _above(r.region) for text in texts)]
    if len(longer) == 1:
        return longer[0]
    named = [r for r in longer or readings if any(above.name in text for above in _above(r.region) for text in contact)]
    return named[0] if len(named) == 1 else None


def _above(region: Region) -> tuple[Region, ...]:
    return regions.to_path(region)[:-1]


def _find_region(name: str, year: int | None, level: str, document: Document, sidecar: Sidecar) -> Region | None:
    """The region of a name that says none (拖市镇人民政府): from a fuller name of the same body, a town's also from its address."""
    fuller = [to_line(sidecar.agency)] if to_line(sidecar.agency).endswith(name) else []
    bare = re.sub(r"(?:人民政府|办事处)$", "", name)
    fuller += [found for tail in (name, bare) if len(tail) >= 2 and (found := titles.find_placed(tail, document))]
    for full in fuller:
        readings = regions.read(full, year)
        if len(readings) == 1:
            return readings[0].region
    if level != "township":
        return None
    addresses: dict[str, Region] = {}
    for paragraph in document.paragraphs:
        text = re.sub(r"\s+", "", to_plain(paragraph.text))
        for match in re.finditer(r"(?:地址|住所|地点)[:：]?(?:位于)?([一-鿿]{4,30})", text):
            readings = regions.read(match[1], year)
            if len(readings) == 1 and readings[0].region.level == "county" and readings[0].by == "name":
                addresses[readings[0].region.code] = readings[0].region
    return addresses.popitem()[1] if len(addresses) == 1 else None


def usual_place(path: str) -> tuple[str, str] | None:
    """(division code, folder of the body) of a path like …/350581/shangwu/2019.pdf, or None."""
    match = _USUAL_PLACE.search(path)
    return (match[1], match[2]) if match else None
