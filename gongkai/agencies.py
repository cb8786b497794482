"""Whose report a document is, and of which year.

In: a Document, its Sidecar, its path below the reports folder. Out: an Identity, and for many of them the Agencies with stable ids.
Not its business: figures. A name is taken as printed; what could be two bodies is no body.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from pypinyin import Style, lazy_pinyin

from gongkai.model import Agency, Document, Sidecar
from gongkai.text import to_arabic_years, to_line, to_plain, to_years

_YEAR = r"[(（]?20[0-4]\d年?度?[)）]?"
_TITLE = re.compile(
    r"(?:政府|政务)?(?:信息|政务)公开(?:工作)?(?:开展)?(?:情况)?(?:" + _YEAR + r")?(?:工作)?(?:年度)?(?:工作)?(?:情况)?(?:报告|年报|年度报)"
)
_SUFFIX = r"(?:人民政府|委员会|管委会|办公室|办公厅|办事处|管理局|工作部|局|厅|院|支队|总队|中心|署)"
_BODY = re.compile(
    r"(?:^|(?<=[。，、；：“”《》（）(),:;\s])|(?<=成立)|(?<=组建)|(?<=由)|(?<=系)|(?<=为))"
    r"([一-鿿]{2,7}[省市县区州盟旗][一-鿿]{2,24}?" + _SUFFIX + r")(?=[。，、；：“”（）(),:;\s]|政府信息公开|政务公开|信息公开|20\d\d年|$)"
)
_OTHERS = re.compile(r"(?:根据|按照|依据|转发|印发|请与|与|联系|经|原)[^。；]{0,12}$")
_PLACED = re.compile(r"[省市县区旗州盟镇乡]|街道|苏木|^国家|^中国|^中华|海关|部$|总局$|开发区|管委会|管理委员会|农场|林场|学校|中学|[一二三四五六七八九十]中$")
_REGION_ONLY = re.compile(r"^[一-鿿]{2,}(?:省|市|县|区|自治州|自治县|自治旗|旗|盟|地区)$")
_FILE_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_USUAL_PLACE = re.compile(r"(?:^|/)(\d{6})/([a-z0-9][a-z0-9_-]*)/[^/]+$")


@dataclass(frozen=True, slots=True)
class Identity:
    """name, year: what the report is filed under ("" and None where nothing says). printed_*: as the document says itself.

    disagreements: (what, in the document, elsewhere, where) for each point on which sidecar or folder differ from the document.
    """

    name: str
    year: int | None
    printed_name: str
    printed_year: int | None
    title: str
    disagreements: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def has_title(self) -> bool:
        return bool(self.title)


def identify(document: Document, sidecar: Sidecar) -> Identity:
    """Find body and year in the text; take from the sidecar, then from the file's name, what the text leaves out."""
    title, name, year = find_title(document)
    if not is_placed(name):
        name = find_placed(name, document) if name else find_in_text(document)
    if year is None:
        year = find_period_year(document)
    disagreements = []
    if sidecar.agency and name and not is_same_name(sidecar.agency, name):
        disagreements.append(("agency", name, sidecar.agency, "sidecar"))
    if sidecar.year and year and sidecar.year != year:
        disagreements.append(("year", str(year), str(sidecar.year), "sidecar"))
    of_file = _FILE_YEAR.findall(PurePosixPath(document.path).stem)
    in_file = int(of_file[0]) if len(set(of_file)) == 1 else None
    if in_file and year and in_file != year:
        disagreements.append(("year", str(year), str(in_file), "file name"))
    return Identity(
        name=complete_region(name or to_line(sidecar.agency)),
        year=year or sidecar.year or in_file,
        printed_name=name,
        printed_year=year,
        title=title,
        disagreements=tuple(disagreements),
    )


def find_title(document: Document) -> tuple[str, str, int | None]:
    """The title line (also one broken over two lines), the body it names, "" if none, and its year."""
    heads = [to_line(p.text) for p in document.paragraphs[:40]]
    lines = [to_line(t) for t in document.titles]
    lines += [line for line in heads if len(line) <= 60]
    lines += [a + b for a, b in zip(heads, heads[1:], strict=False) if len(a) <= 40 and len(b) <= 40]
    best: tuple[str, str, int | None] = ("", "", None)
    for line in lines:
        title, name, year = parse_title(line)
        if title and (not best[0] or (not best[1] and name) or (best[2] is None and year is not None)):
            best = (title, name or best[1], year if year is not None else best[2])
        if best[1] and best[2] is not None:
            break
    return best


def parse_title(line: str) -> tuple[str, str, int | None]:
    """Split one line into title, body and year; ("", "", None) where it is no title of such a report."""
    compact = to_arabic_years(re.sub(r"\s+", "", line))
    match = _TITLE.search(compact)
    if match is None or re.search(r"[。；]", compact[: match.start()]) or re.match(r"^[(（]?[一二三四五六]+[)）、.]", compact):
        return "", "", None
    before, after = compact[: match.start()], compact[match.end():]
    if len(before) > 45 or re.search(r"根据|按照|现将|编制|关于做好|通知", before):
        return "", "", None
    name = re.sub(_YEAR, "", re.sub(r"20[0-4]\d年度?", "", before)).strip("《》“”\"'.-_：:|·>")
    name = re.sub(r"^(?:.*[>|｜»])", "", name)
    if name.endswith("人民") and compact[match.start():].startswith("政府"):
        name += "政府"  # 岳阳市人民政府信息公开…: printed with a single 政府
    name = re.sub(r"^(?:关于|年度)", "", name)
    name = re.sub(r"关区$", "", name) if "海关" in name else name
    years = to_years(before) or to_years(match[0]) or to_years(after[:12])
    return compact, name if re.fullmatch(r"[一-鿿（）()·、]{2,40}", name) else "", years[0] if years else None


def is_placed(name: str) -> bool:
    """Whether a name says where its body is: 公安局 could be any county's."""
    return bool(_PLACED.search(name)) and not re.match(r"自治区|[省市县区州旗镇乡](?!.*[省市县区州旗镇乡])", name)


def find_placed(bare: str, document: Document) -> str:
    """The one full name in the text that ends in a bare one (公安局 → 白水县公安局), "" where there is none or more than one."""
    pattern = re.compile(r"([一-鿿]{2,12}?[省市县区州盟旗])" + re.escape(bare))
    found = {m[1] + bare for p in document.paragraphs for m in pattern.finditer(re.sub(r"\s", "", to_plain(p.text))) if len(m[1]) <= 6}
    return found.pop() if len(found) == 1 else ""


def find_in_text(document: Document) -> str:
    """The body that a text without a name in its title speaks of as itself: it signs it, or it is named again and again.

    Who issued a notice, compiled the report or answers the telephone is not the body; with two equally good names there is none.
    """
    texts = [re.sub(r"\s+", "", to_plain(p.text)) for p in document.paragraphs]
    last = [t for t in texts[-8:] if t]
    for i, text in enumerate(last[:-1]):
        signature = re.fullmatch(r"[一-鿿]{4,30}?" + _SUFFIX, text)
        if signature and re.match(r"(20\d\d|二[〇○零]).*日$", last[i + 1]):
            return text
    counts: Counter[str] = Counter()
    for text in texts:
        for match in _BODY.finditer(text):
            body = re.sub(r"^(?:成立|组建|由|系|为|是|在)+", "", match[1])
            if not _OTHERS.search(text[: match.start(1)]) and not body.startswith("原"):
                counts[body] += 2 if text[match.end():].startswith(("政府信息公开工作领导小组", "政务公开工作领导小组")) else 1
    ranked = counts.most_common(2)
    if ranked and ranked[0][1] >= 3 and (len(ranked) == 1 or ranked[1][1] < ranked[0][1]):
        return ranked[0][0]
    return ""


def find_period_year(document: Document) -> int | None:
    """The year of the statistical period (1 January to 31 December), if the text gives one."""
    for paragraph in document.paragraphs:
        text = re.sub(r"\s+", "", to_plain(paragraph.text))
        match = re.search(r"(20[0-4]\d)年1月1日(?:起|始)?(?:至|到|—|-|－)(?:(20[0-4]\d)年)?12月31日", text)
        if match and match[2] in (None, match[1]):
            return int(match[1])
    return None


def is_same_name(one: str, other: str) -> bool:
    """Two printings of one name: equal, or one is the other with the names of higher regions before it."""
    a, b = to_line(one), to_line(other)
    return complete_region(a) == complete_region(b) or a.endswith(b) or b.endswith(a)


def complete_region(name: str) -> str:
    """A report that names only its region is the region's government's: 天津市 → 天津市人民政府, 梅溪湖街道 → 梅溪湖街道办事处."""
    if name.endswith("街道"):
        return name + "办事处"
    return name + "人民政府" if _REGION_ONLY.fullmatch(name) else name


# --- ids ------------------------------------------------------------------------------------------------------------


def usual_place(path: str) -> tuple[str, str] | None:
    """(division code, folder of the body) of a path like …/350581/shangwu/2019.pdf, or None."""
    match = _USUAL_PLACE.search(path)
    return (match[1], match[2]) if match else None


def to_agencies(identities: Sequence[tuple[str, Identity]]) -> list[Agency]:
    """One Agency for each (path, identity), in order: the same name has the same id, two names never share one.

    The id is the division code and the body's folder where any document of that name lies in the usual place, else the name in pinyin.
    """
    place_of: dict[str, tuple[str, str]] = {}
    for path, identity in identities:
        place = usual_place(path)
        if identity.name and place:
            place_of.setdefault(identity.name, place)
    ids: dict[str, str] = {}
    for name in sorted({i.name for _, i in identities if i.name}):
        base = "-".join(place_of[name]) if name in place_of else to_slug(name)
        ids[name] = _unused(base, ids.values())
    agencies: list[Agency] = []
    taken = set(ids.values())
    for path, identity in identities:
        place = usual_place(path)
        if identity.name:
            code = place_of.get(identity.name, ("", ""))[0]
            agencies.append(Agency(ids[identity.name], identity.name, division_code=code))
        else:
            base = "-".join(place) if place else _unnamed_id(PurePosixPath(path).with_suffix(""))
            unique = _unused(base, taken)
            taken.add(unique)
            agencies.append(Agency(unique, "", division_code=place[0] if place else ""))
    return agencies


def _unnamed_id(path: PurePosixPath) -> str:
    """An id from the folders of a document that names no body; its file name counts only where it is more than a year."""
    named = path.parent if _FILE_YEAR.fullmatch(path.name) and path.parent.name else path
    return "unnamed-" + to_slug(named.as_posix()).removeprefix("unnamed-")


def _unused(base: str, taken: Iterable[str]) -> str:
    used = set(taken)
    candidate, n = base, 2
    while candidate in used:
        candidate, n = f"{base}-{n}", n + 1
    return candidate


def to_slug(name: str) -> str:
    """A name in ASCII: 石狮市商务局 → shishishishangwuju."""
    letters = "".join(lazy_pinyin(name, style=Style.NORMAL, errors=lambda s: s))
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")[:80] or "unnamed"


def read_sidecar(fields: Mapping[str, object]) -> Sidecar:
    """A sidecar's fields, each optional; ValueError names the one that is wrong."""
    known = {"agency", "year", "source_url", "published", "retrieved", "note"}
    strange = sorted(set(map(str, fields)) - known)
    if strange:
        raise ValueError(f"unknown field {strange[0]!r}; known are {', '.join(sorted(known))}")
    for key, value in fields.items():
        if not isinstance(value, str | int | float | datetime.date | None):
            raise ValueError(f"{key} is a list or a mapping, not a text")
    year = fields.get("year")
    if year is not None and (not isinstance(year, int) or not 2000 <= year <= 2099):
        raise ValueError(f"year is {year!r}, not a year")
    url = str(fields.get("source_url") or "")
    if url and not re.match(r"https?://[^\s<>\"']+$", url):
        raise ValueError("source_url is no http or https address")
    text = {k: str(fields.get(k) or "") for k in ("agency", "published", "retrieved", "note")}
    return Sidecar(text["agency"], year, url, text["published"], text["retrieved"], text["note"])
