"""Whose report a document is: one body however its name is printed, and never two bodies for one.

In: a Document and its Sidecar; then all Identities and what people know of bodies. Out: an Identity each, and Agencies with stable ids.
Not its business: figures. A name is shown as printed; a region that is not said, or could be two, is left open.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from gongkai.agencies import list_titles, names, regions, titles, years
from gongkai.agencies.english import to_english
from gongkai.agencies.homes import find_home, usual_place
from gongkai.agencies.names import Body
from gongkai.model import Agency, Document, Sidecar
from gongkai.text import to_line, to_plain

_REGION_ONLY = re.compile(r"^[一-鿿]{2,}(?:省|市|县|自治区|州|旗)$")
_FILE_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_AUTONOMOUS_REGION = re.compile(r"^自治区(?=[一-鿿])")


@dataclass(frozen=True, slots=True)
class Identity:
    """name, year: what the report is filed under ("" and None where nothing says). printed_*: as the document says itself.

    region: code of the division the body is of, "" where that is not known. body: its name without the region, comparable.
    is_completed: the region does not stand in the name. scope: own, summary or unknown.
    disagreements: (what, in the document, elsewhere, where) for each point on which sidecar or folder differ from the document;
    "region" with where "" lists the divisions that the name can mean, none of them where it says none.
    is_correction: the document calls itself one. other_period: what its title says it is on, where that is no one year (上半年).
    """

    name: str
    year: int | None
    printed_name: str
    printed_year: int | None
    title: str
    disagreements: tuple[tuple[str, str, str, str], ...] = ()
    region: str = ""
    body: str = ""
    is_completed: bool = False
    level: str = ""
    kind: str = "unknown"
    scope: str = "unknown"
    is_correction: bool = False
    other_period: str = ""

    @property
    def has_title(self) -> bool:
        return bool(self.title)


def identify(document: Document, sidecar: Sidecar) -> Identity:
    """Find body and year in the text; take from the sidecar, then from the file's name, what the text leaves out."""
    title, name, year = titles.find_title(document)
    listed = ("", "", None) if title else list_titles.find_list_title(document)
    name, year = name or listed[1], year or listed[2]
    if not titles.is_placed(name):
        placed = titles.find_placed(name, document) if name else titles.find_in_text(document)
        name = _name_autonomous_region(name, document) or placed or titles.find_issuer(name, document)
    if year is None or titles.parse_title(title)[2] is None:
        year = years.find_year(document) or year
    in_file = _year_of_file(document.path)
    filed_year = year or sidecar.year or in_file
    filed_name = complete_region(name or to_line(sidecar.agency))
    home = find_home(filed_name, filed_year, document, sidecar)
    kind = names.to_kind(home.body) if filed_name else "unknown"
    return Identity(
        name=filed_name,
        year=filed_year,
        printed_name=name,
        printed_year=year,
        title=title,
        disagreements=(*_disagreements(name, year, in_file, sidecar), *home.disagreements),
        region=home.region.code if home.region else "",
        body=home.body,
        is_completed=home.is_completed,
        level=home.level,
        kind=kind,
        scope=names.to_scope(title, kind, document) if filed_name else "unknown",
        is_correction=titles.is_correction(title, document),
        other_period=titles.find_other_period(title or listed[0], filed_year) or ("" if filed_year else _find_part_of_year(document)),
    )


def _find_part_of_year(document: Document) -> str:
    """What part of a year a report is on that names no year in its title: of its other titles and its text."""
    named = (titles.find_other_period(line, None) for line in document.titles)
    return next(filter(None, named), "") or years.find_part_of_year(document)


def _disagreements(name: str, year: int | None, in_file: int | None, sidecar: Sidecar) -> Iterator[tuple[str, str, str, str]]:
    if sidecar.agency and name and not is_same_name(sidecar.agency, name):
        yield "agency", name, sidecar.agency, "sidecar"
    if sidecar.year and year and sidecar.year != year:
        yield "year", str(year), str(sidecar.year), "sidecar"
    if in_file and year and in_file != year:
        yield "year", str(year), str(in_file), "file name"


def _year_of_file(path: str) -> int | None:
    years = set(_FILE_YEAR.findall(PurePosixPath(path).stem))
    return int(years.pop()) if len(years) == 1 else None


def _name_autonomous_region(name: str, document: Document) -> str:
    """自治区北部湾办: of the one autonomous region that the text names, "" where it names none or several."""
    if not _AUTONOMOUS_REGION.match(name):
        return ""
    text = "".join(to_plain(p.text) for p in document.paragraphs)
    named = [r.name for r in regions.load() if r.level == "provincial" and r.name.endswith("自治区") and r.name in text]
    return _AUTONOMOUS_REGION.sub(named[0], name) if len(named) == 1 else ""


def is_same_name(one: str, other: str) -> bool:
    """Two printings of one name: equal, or one is the other with the names of higher regions before it."""
    a, b = (complete_region(to_line(name)) for name in (one, other))
    if a == b or a.endswith(b) or b.endswith(a) or names.to_zone_name(a) == names.to_zone_name(b):
        return True
    ours, theirs = ({(r.region.code, names.to_body_name(r.rest, r.region.name)) for r in regions.read(name)} for name in (a, b))
    return bool(ours & theirs)


def complete_region(name: str) -> str:
    """A report that names only its region is the region's government's: 天津市 → 天津市人民政府, 梅溪湖街道 → 梅溪湖街道办事处.

    Of what ends in 区 only a division of GB/T 2260 has a government (浦东新区): a zone has a committee, if any (云海综合实验区 stays as it is
    printed). A league (盟) and a prefecture (地区) have an office of their province (行政公署), and stay as printed too.
    """
    name = names.complete_name(name)
    has_government = _REGION_ONLY.fullmatch(name) or (name.endswith("区") and not name.endswith("地区") and is_division(name))
    return name + "人民政府" if has_government else name


def is_division(name: str) -> bool:
    """Whether a name is that of a division and nothing more: 浦东新区, 天津市和平区; not 苏州工业园区."""
    return any(not reading.rest and reading.by == "name" for reading in regions.read(name))


# --- ids ------------------------------------------------------------------------------------------------------------


Key = tuple[str, str]
"""(code of the region, name without it), or ("", the whole name) where the region is not known: what makes one body"""


def to_key(identity: Identity) -> Key:
    return (identity.region, identity.body) if identity.region else ("", names.to_zone_name(complete_region(identity.name)))


def to_name_keys(name: str) -> list[Key]:
    """Every key that a name of bodies.yml can have."""
    full = complete_region(to_line(name))
    readings = regions.read(full)
    if len(readings) != 1:
        return [("", names.to_zone_name(full))]
    return [(r.region.code, names.to_body_name(r.rest, r.region.name)) for r in readings]


def to_agencies(identities: Sequence[tuple[str, Identity]], known: Sequence[Body] = ()) -> list[Agency]:
    """One Agency for each (path, identity), in order: one body has one id however it is named, two bodies never share one.

    The id is what bodies.yml says; else the division code and the body's folder where a document of it lies in the usual place,
    else the division code and the rest of the name in pinyin, else the whole name in pinyin.
    """
    alias = {key: body for body in known for name in (body.name, *body.names) for key in to_name_keys(name)}
    groups: dict[Key, list[tuple[str, Identity]]] = defaultdict(list)
    for path, identity in identities:
        if identity.name:
            key = to_key(identity)
            groups[to_name_keys(alias[key].name)[0] if key in alias else key].append((path, identity))
    found: dict[Key, Agency] = {}
    taken: set[str] = set()
    for key in sorted(groups, key=lambda k: (k not in alias or not alias[k].id, _first_year(groups[k]), k)):
        id = _unused(_to_id(key, groups[key], alias.get(key)), taken)
        found[key] = _to_agency(id, key, groups[key], alias.get(key))
        taken.add(id)
    agencies: list[Agency] = []
    for path, identity in identities:
        if identity.name:
            key = to_key(identity)
            agencies.append(found[to_name_keys(alias[key].name)[0] if key in alias else key])
        else:
            agencies.append(_to_unnamed(path, taken))
            taken.add(agencies[-1].agency_id)
    return agencies


def _first_year(documents: list[tuple[str, Identity]]) -> int:
    return min(identity.year or 9999 for _, identity in documents)


def _to_id(key: Key, documents: list[tuple[str, Identity]], body: Body | None) -> str:
    if body is not None and body.id:
        return body.id
    code, name = key
    for path, _ in sorted(documents, key=lambda d: (d[1].year or 9999, d[0])):
        place = usual_place(path)
        region = regions.by_code(place[0]) if place else None
        if place and (not code or (region is not None and regions.to_present(region).code == code)):
            return f"{code or place[0]}-{place[1]}"
    return f"{code}-{to_slug(name)}" if code else to_slug(name)


def _to_agency(agency_id: str, key: Key, documents: list[tuple[str, Identity]], body: Body | None) -> Agency:
    """The body as all its documents show it: its name is the one most lately printed, the others are its other names."""
    latest = max(documents, key=lambda d: (d[1].year or 0, len(d[1].name), d[1].name))[1]
    region = regions.by_code(latest.region) if latest.region else None
    others = {identity.name for _, identity in documents} | ({body.name, *body.names} if body else set())
    if region is not None and latest.level != "vertical" and latest.body and _is_printed(latest.body, documents):
        others.add(regions.to_full_name(region) + latest.body)
    level = {r.level: r.name for r in (regions.to_path(region) if region else ())}
    return Agency(
        agency_id, latest.name, latest.region, level.get("provincial", ""), level.get("prefectural", ""), level.get("county", ""),
        latest.level, "" if latest.kind == "unknown" else latest.kind,
        tuple(sorted(others - {latest.name}, key=lambda n: (len(n), n))),
        (body.name_en if body else "") or to_english(latest.name, region),
    )


def _is_printed(body: str, documents: list[tuple[str, Identity]]) -> bool:
    """Whether a name may be shown that ends so: the committee of a zone and the office of a league only where a document prints them."""
    end = next((pattern for end, pattern in (("管理委员会", "管委会|管理委员会"), ("行政公署", "行政公署|行署")) if body.endswith(end)), "")
    return not end or any(re.search(end, identity.name) for _, identity in documents)


def _to_unnamed(path: str, taken: set[str]) -> Agency:
    """A body that no document names: by its folder."""
    place = usual_place(path)
    unique = _unused("-".join(place) if place else _unnamed_id(PurePosixPath(path).with_suffix("")), taken)
    region = regions.by_code(place[0]) if place else None
    level = {r.level: r.name for r in (regions.to_path(region) if region else ())}
    return Agency(unique, "", place[0] if place else "", level.get("provincial", ""), level.get("prefectural", ""), level.get("county", ""))


def to_predecessors(agencies: Iterable[Agency], known: Sequence[Body]) -> dict[str, str]:
    """agency_id → agency_id of the one body that it alone took over from; bodies that merged or were split are left out."""
    if not known:
        return {}
    id_of = {key: a.agency_id for a in agencies if a.name for name in (a.name, *a.other_names) for key in to_name_keys(name)}
    pairs = set()
    for body in known:
        own = _id_of_name(body.name, id_of)
        pairs |= {(_id_of_name(p.name, id_of), own) for p in body.predecessors} | {(own, _id_of_name(s.name, id_of)) for s in body.successors}
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for earlier, later in pairs:
        before[later].add(earlier)
        after[earlier].add(later)
    return {b: a for a, b in pairs if a in id_of.values() and b in id_of.values() and len(before[b]) == 1 and len(after[a]) == 1}


def _id_of_name(name: str, id_of: Mapping[Key, str]) -> str:
    key = to_name_keys(name)[0]
    return id_of.get(key, "".join(key))


def _unnamed_id(path: PurePosixPath) -> str:
    """An id from the folders of a document that names no body; its file name counts only where it is more than a year."""
    named = path.parent if _FILE_YEAR.fullmatch(path.name) and path.parent.name else path
    return "unnamed-" + to_slug(named.as_posix()).removeprefix("unnamed-")


def _unused(base: str, taken: set[str]) -> str:
    candidate, n = base, 2
    while candidate in taken:
        candidate, n = f"{base}-{n}", n + 1
    return candidate


def to_slug(name: str) -> str:
    """A name in ASCII: 石狮市商务局 → shishishishangwuju."""
    from pypinyin import Style, lazy_pinyin  # its tables take longer to load than a report to read, and readers need none

    letters = "".join(lazy_pinyin(name, style=Style.NORMAL, errors=lambda s: s))
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")[:80] or "unnamed"
