"""The provinces, prefectures and counties of GB/T 2260, and which of them the beginning of a name can mean.

In: regions.csv beside this module (its source: scripts/renew_regions.py). Out: Regions by code, Readings of a name.
Not its business: choosing among several readings (identity.py). What has two readings here has two.
A division that was only renamed or given a new code is one division: 沙县 (350427) is 沙县区 (350405) since 2021.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

_PEOPLES = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 "
    "仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 普米 塔吉克 怒 鄂温克 保安 裕固 独龙 鄂伦春"
)
_AUTONOMOUS = re.compile(
    r"(.{2,20}?)(?:各族|(?:(?:" + "|".join(_PEOPLES.split()) + r")族?){1,6})自治(州|县|旗|区)"
)
_SHORT_FORMS = {"内蒙古自治区": ("内蒙古",), "克孜勒苏柯尔克孜自治州": ("克州",), "博尔塔拉蒙古自治州": ("博州",),
                "巴音郭楞蒙古自治州": ("巴州",)}
_STATE_NEW_AREAS = {"西咸新区": "610000", "雄安新区": "130000", "贵安新区": "520000", "滇中新区": "530000",
                    "赣江新区": "360000", "两江新区": "500000", "天府新区": "510000", "金普新区": "210200"}
"""New areas approved by the State Council that are no division of GB/T 2260 → the one division they lie in."""
_OWNER = re.compile(
    r"国家税务总局|国家统计局|中国人民银行|国家金融监督管理总局|中国银保监会|中国证监会|中华人民共和国|国家外汇管理局"
)
_NO_REST = re.compile(r"(?:街道|镇|乡|苏木|地区办事处)")
_TOWN_OR_ROAD = re.compile(r"[镇乡村路道]|街道|苏木|社区")
_ZONE = re.compile(r"开发区|园区|产业园|工业园|科技园|高新|经开|保税|新区|商务区|自贸|自由贸易")
_OF_THE_CITY = re.compile(r"海关|海事局|海事法院|机场|监管局|专员办|边防检查|边检|邮电|铁路|港务|出入境")
_NUMBERED_SCHOOL = re.compile(r"(?:第?[一二三四五六七八九十]{1,2})(?:中学?|小学?)$")
_LONGEST = 16


@dataclass(frozen=True, slots=True)
class Region:
    """A division as it was from the year `since` to before the year `until` (None: as far as the table knows).

    parent: code of the division above, "" for a province. level: provincial, prefectural or county.
    successors: codes of what took its place; its own code where only the name or the parent changed.
    """

    code: str
    name: str
    parent: str
    level: str
    since: int
    until: int | None
    successors: tuple[str, ...]

    def is_in_force(self, year: int) -> bool:
        return self.since <= year and (self.until is None or year < self.until)


@dataclass(frozen=True, slots=True)
class Reading:
    """One division that a name can begin with, as it is today, and what of the name is left.

    by: "name" (with its suffix: 洪泽区), "stem" (without: 洪泽) or "area" (a new area that lies in it).
    """

    region: Region
    rest: str
    by: str = "name"


@cache
def load() -> tuple[Region, ...]:
    text = resources.files("gongkai.agencies").joinpath("regions.csv").read_text("utf-8")
    return tuple(
        Region(
            line["code"], line["name"], line["parent"], line["level"], int(line["since"]),
            int(line["until"]) if line["until"] else None, tuple(line["successors"].split()),
        )
        for line in csv.DictReader(text.splitlines())
    )


@cache
def _of_code() -> dict[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = defaultdict(list)
    for region in load():
        found[region.code].append(region)
    return {code: tuple(sorted(records, key=lambda r: r.since)) for code, records in found.items()}


def by_code(code: str, year: int | None = None) -> Region | None:
    """The division of a code as it was in a year, else as last known; None for a code that is none."""
    records = _of_code().get(code, ())
    in_force = [r for r in records if year is not None and r.is_in_force(year)]
    return in_force[0] if in_force else (records[-1] if records else None)


@cache
def _origins() -> dict[str, frozenset[str]]:
    """Code → codes of the other divisions that ended in it."""
    found: dict[str, set[str]] = defaultdict(set)
    for region in load():
        for code in region.successors:
            if code != region.code:
                found[code].add(region.code)
    return {code: frozenset(codes) for code, codes in found.items()}


@cache
def to_present(region: Region) -> Region:
    """The division as it is today. One that was split or joined with another has no single heir and stays what it was."""
    if region.until is None or len(region.successors) != 1:
        return region
    code = region.successors[0]
    heir = by_code(code, region.until)
    if heir is None or heir == region or (code != region.code and len(_origins()[code]) != 1):
        return region
    return to_present(heir)


def to_former(region: Region) -> list[Region]:
    """Every record, oldest first, that is this division under another name, code or parent."""
    return list(_former().get(to_present(region), ()))


@cache
def _former() -> dict[Region, list[Region]]:
    found: dict[Region, list[Region]] = defaultdict(list)
    for region in sorted(load(), key=lambda r: (r.since, r.code)):
        if (present := to_present(region)) != region:
            found[present].append(region)
    return found


def to_path(region: Region) -> tuple[Region, ...]:
    """The division and those above it, the province first."""
    above = by_code(region.parent, region.since if region.until else None) if region.parent else None
    return (*to_path(above), region) if above else (region,)


def to_full_name(region: Region) -> str:
    return "".join(r.name for r in to_path(region))


def is_within(region: Region, other: Region) -> bool:
    """Whether a division is another one or lies in it."""
    return any(r.code == other.code for r in to_path(region))


# --- names ----------------------------------------------------------------------------------------------------------


@cache
def _forms() -> dict[str, tuple[Region, ...]]:
    """Every printed form that says by itself that a division is meant."""
    forms: dict[str, set[Region]] = defaultdict(set)
    for region in load():
        forms[region.name].add(region)
        for short in _SHORT_FORMS.get(region.name, ()):
            forms[short].add(region)
        match = _AUTONOMOUS.fullmatch(region.name)
        if match:
            suffixes = {"州": ("州", "自治州"), "县": ("县", "自治县"), "旗": ("旗",), "区": ("", "自治区")}[match[2]]
            for suffix in suffixes:
                forms[match[1] + suffix].add(region)
    forms["内蒙古自治区"] |= forms["内蒙古"]
    return {form: tuple(sorted(found, key=lambda r: (r.code, r.since))) for form, found in forms.items()}


@cache
def _stems() -> dict[str, tuple[Region, ...]]:
    """Names without their suffix: 广州 (海关), 怀远 (二中)."""
    stems: dict[str, set[Region]] = defaultdict(set)
    for region in load():
        match = _AUTONOMOUS.fullmatch(region.name)
        stem = match[1] if match else re.sub(r"(?:省|市|县|区|盟|旗|地区|特别行政区|自治区)$", "", region.name)
        if len(stem) >= 2:
            stems[stem].add(region)
    return {stem: tuple(sorted(found, key=lambda r: (r.code, r.since))) for stem, found in stems.items()}


def read(name: str, year: int | None = None) -> list[Reading]:
    """Every division that the beginning of a name can mean, in the order of the codes; [] where it names none.

    Of divisions of the same name those in force in the year (or the next, in which a report is printed) come before former ones.
    """
    owner = _OWNER.match(name)
    start = owner.end() if owner else 0
    found = list(_chains(name[start:], None)) or list(_areas(name[start:])) or _by_stem(name[start:])
    readings = _in_force(found, year)
    return [Reading(r.region, name[:start] + r.rest, r.by) for r in readings]


def _chains(name: str, above: Region | None) -> Iterator[Reading]:
    """江苏省淮安市洪泽区…: each division within the one before it; the deepest counts, and of its forms the longest."""
    for size in range(min(len(name), _LONGEST), 1, -1):
        rest = name[size:]
        if _NO_REST.match(rest):
            continue
        found = False
        for region in _forms().get(name[:size], ()):
            if above is not None and not _is_below(region, above):
                continue
            if above is None and region.level == "county" and size == 2 and name[1] == "区":
                continue  # 城区, 郊区, 东区: by themselves they are any town's
            found = True
            deeper = list(_chains(rest, region))
            yield from deeper or [Reading(region, rest)]
        if found:
            return
    if above is not None and above.level != "county" and _ZONE.search(name):
        yield from (Reading(r, name[size:], "stem") for r, size in _stems_of(name) if _is_below(r, above))


def _is_below(region: Region, above: Region) -> bool:
    return region.code != above.code and any(r.code == above.code for r in to_path(region))


def _areas(name: str) -> Iterator[Reading]:
    for area, code in _STATE_NEW_AREAS.items():
        region = by_code(code)
        if name.startswith(area) and region is not None:
            yield Reading(region, name, "area")


def _stems_of(name: str) -> Iterator[tuple[Region, int]]:
    for size in range(min(len(name) - 1, _LONGEST), 1, -1):
        regions = _stems().get(name[:size], ())
        if regions and name[size] not in "省市县区州盟旗":
            yield from ((region, size) for region in regions)
            return


def _by_stem(name: str) -> list[Reading]:
    """A name without a suffix is read only where what follows is named after the place: 广州海关, 怀远二中, 苏州工业园区."""
    found = [Reading(region, name[size:], "stem") for region, size in _stems_of(name)]
    if not found or _TOWN_OR_ROAD.search(found[0].rest):
        return []
    rest = found[0].rest
    if _ZONE.search(rest) or _NUMBERED_SCHOOL.match(rest) or rest.startswith("调查"):
        return found
    provinces = [r for r in found if r.region.level == "provincial"]
    if _OF_THE_CITY.search(rest):
        return [r for r in found if r.region.level != "county"]
    return found if provinces else []


def _in_force(readings: Iterable[Reading], year: int | None) -> list[Reading]:
    """Readings as of today, one a division, in the order of the codes; without a year any former division may be meant."""
    found = list(readings)
    now = [r for r in found if year is not None and (r.region.is_in_force(year) or r.region.is_in_force(year + 1))]
    present: dict[str, Reading] = {}
    for reading in now or found:
        region = to_present(reading.region)
        present.setdefault(f"{region.code} {region.since}", Reading(region, reading.rest, reading.by))
    return [present[key] for key in sorted(present)]


def find_before(text: str, end: int) -> tuple[str, list[Reading]]:
    """The longest name of a division that stands right before a place in a text, and what it can mean."""
    for start in range(max(0, end - 3 * _LONGEST), end - 1):
        printed = text[start:end]
        readings = [r for r in read(printed) if not r.rest] if printed[:2] in _openings() else []
        if readings:
            return printed, readings
    return "", []


@cache
def _openings() -> frozenset[str]:
    return frozenset(form[:2] for form in _forms())
