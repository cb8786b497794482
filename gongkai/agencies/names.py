"""What the name of a body says of it: its level and kind, its name without the region, and whom a report of it speaks for.

In: names without their region (regions.py), paragraphs, and reports/bodies.yml, what people know of bodies beyond their names.
Out: level, kind, comparable names, scope, Bodies. Not its business: which region (regions.py), ids (identity.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gongkai import plain_yaml
from gongkai.model import Document
from gongkai.text import to_characters, to_plain

_LONGEST_REASON = 200
"""characters: what is wrong names what stands there, which may be anything"""
LEVELS = ("national", "provincial", "prefectural", "county", "township", "vertical")
SCOPES = ("own", "summary", "unknown")

_VERTICAL = {
    "tax": r"税务局|国税局|税务分局",
    "customs": r"海关",
    "meteorology": r"气象局",
    "fire_rescue": r"消防救援",
    "statistics_survey": r"调查(?:总队|队)$",
    "maritime": r"海事局",
    "tobacco": r"烟草专卖局",
    "postal": r"邮政管理局|邮政监管",
    "finance_regulator": r"人民银行|外汇管理局|金融监督管理|金融监管局|银保监|证监局|证券监督",
    "border_inspection": r"边防检查|边检",
    "communications": r"通信管理局",
    "mine_safety": r"矿山安全监察|煤矿安全监察",
    "water_basin": r"(?:长江|黄河|淮河|海河|珠江|松辽|太湖).*(?:水利委员会|流域管理局|河务局)",
    "railway_aviation": r"铁路监督管理局|民用航空.*管理局|民航.*管理局|能源监管局",
}
"""Kinds that answer to their own ministry and not to the government of the place."""
_TOWN = r"(?:镇|乡|苏木)(?:人民)?(?:政府|党政|$)"
_SUBDISTRICT = r"街道(?:办事处|办|$)|地区办事处$"
_BELOW_COUNTY = re.compile(
    _TOWN + "|" + _SUBDISTRICT
    + r"|^[一-鿿]{1,8}?(?:[^集市城乡村]镇|[^城]乡|苏木|街道)(?!建设|建)[一-鿿]{1,16}(?:所|站|中心|办公室|分局|局)$"
)
_ZONES = (
    r"(?:开发区|园区|产业园|工业园|科技园|高新区|经开区|保税区|新区|商务区|示范区|度假区|名胜区|旅游区|合作区|试验区|管理区|集聚区|经济区|产业带|港区|自贸区|实验区|片区|风景区|景区)"
)
_ZONE = _ZONES + (
    r"(?:建设|党工委|工作)*(?:管理)?(?:委员会|管委会|管理局)?$"
)
_KINDS = (
    *_VERTICAL.items(),
    ("town", _TOWN),
    ("subdistrict", _SUBDISTRICT),
    ("office", r"^(?:人民)?(?:政府|行政公署|行署)?(?:办公室|办公厅)$"),
    ("government", r"人民政府$|行政公署$|^$"),
    ("school", r"(?:大学|学院|学校|中学|小学|幼儿园|职教中心)$|[一二三四五六七八九十][中小]$"),
    ("hospital", r"(?:医院|卫生院|卫生服务中心|保健院)$"),
    ("enterprise", r"(?:公司|集团|厂)$"),
    ("development_zone", _ZONE),
    ("department", r"(?:局|厅|署|委员会|委|办公室|办|管委会|[总支大]队|中心|部|院|社|会|处|队|站|所|馆|场|库|台|中医药)$"),
)
KINDS = (*dict.fromkeys(kind for kind, _ in _KINDS), "unknown")
_NATIONAL = re.compile(
    r"^(?:国家|中国(?![（(])|中华|国务院|全国|中央(?!商务))|^(?:外交|国防|教育|科学技术|工业和信息化|公安|国家安全|民政|司法|财政|人力资源和?社会保障|自然资源|生态环境|"
    r"住房和城乡建设|交通运输|水利|农业农村|商务|文化和旅游|退役军人事务|应急管理)部$|^审计署$|^海关总署$|总局$"
)
_GENERIC_LEVEL = (("provincial", r"自治区|省"), ("prefectural", r"州|盟"), ("county", r"[县旗区]"))
_OWNER = re.compile(r"^(?:国家税务总局|中华人民共和国)")


def to_body_name(rest: str, region: str = "") -> str:
    """A body's name without its region, as two printings of one body share it: "" → 人民政府, 镇政府 → 镇人民政府.

    region: its name; a league (盟) and a prefecture (地区) have no government but an office of their province.
    """
    if not rest and region.endswith(("盟", "地区")):
        return "行政公署"
    name = re.sub(r"\s+", "", to_plain(rest)).replace("(", "（").replace(")", "）")
    name = _OWNER.sub("", name)
    name = re.sub(r"(?<=.)（[^（）]*）$", "", name)  # the second plate of one body: 发展和改革局（粮食和物资储备局）
    name = re.sub(r"^人民政府(?!办公[室厅]$)(?=[一-鿿]{2})", "", name)  # 人民政府外事办公室, 人民政府珞南街道办事处
    name = to_zone_name(name)
    name = re.sub(r"^政府(?=办公[室厅]$|$)", "人民政府", name)
    name = re.sub(r"^行署(?=$|办公室$)", "行政公署", name)
    name = re.sub(r"^办公(?=[室厅]$)", "人民政府办公", name)
    name = re.sub(r"(?<=[镇乡木])政府$", "人民政府", name)
    return complete_name(name) if name else "人民政府"


def to_zone_name(name: str) -> str:
    """A zone as two printings of it share it: 高新区, 高新区管委会 and 高新区党工委管委会 are one body, the committee of the zone."""
    name = re.sub(r"党工委[、和]?(?=管委会$|管理委员会$)", "", re.sub(r"管委会$", "管理委员会", name))
    return name + "管理委员会" if re.search(_ZONES + "$", name) else name


def complete_name(name: str) -> str:
    """What goes without saying: 梅溪湖街道 → 梅溪湖街道办事处, 拖市镇 → 拖市镇人民政府."""
    if name.endswith("街道"):
        return name + "办事处"
    return name + "人民政府" if re.search(r"[一-鿿]{2}(?:镇|乡|苏木)$", name) else name


def to_kind(name: str) -> str:
    """The kind of a body by its name without the region; "unknown" where the name does not say."""
    return next((kind for kind, pattern in _KINDS if re.search(pattern, name)), "unknown")


def to_level(name: str, region_level: str) -> str:
    """The level of a body by its name without the region, and the level of the region that its name begins with ("" for none)."""
    if to_kind(name) in _VERTICAL:
        return "vertical"
    if _BELOW_COUNTY.search(name):
        return "township"
    if region_level:
        return region_level
    if _NATIONAL.search(name):
        return "national"
    return next((level for level, prefix in _GENERIC_LEVEL if re.match(prefix, name)), "")


# --- scope ----------------------------------------------------------------------------------------------------------

_SUMS_UP = re.compile(
    r"(?:本(?:年度)?报告|本年报|(?:所列)?数据|统计(?:数据|范围|口径)?|附表)[^。；]{0,30}"
    r"(?:汇总(?:了)?|综合(?:了)?|涵盖|包括|包含|覆盖)[^。；]{0,20}(?:各(?:县|市|区|州|旗|镇|乡|街道|部门|单位|级)|所属|下属|下级|隶属|所辖)"
    r"|(?:根据|依据|由)[^。；]{0,30}各(?:县|市|区|州|旗|镇|乡|街道|部门|单位)[^。；]{0,30}(?:年度报告|年报|数据)[^。；]{0,8}(?:汇总|综合|编制|整理)"
    r"|汇总(?:形成|编制)?[^。；]{0,6}(?:全[省市县区州旗盟]|各(?:县|市|区|镇|乡|街道|部门|单位))[^。；]{0,16}(?:年度报告|年报|数据|统计|信息公开情况)"
)
_SPEAKS_FOR_ITSELF = re.compile(
    r"(?:本(?:年度)?报告|本年报|(?:所列)?数据|统计(?:数据|范围|口径)?)[^。；]{0,12}(?:仅|只)(?:反映|包括|包含|统计|涉及|为|限)?[^。；]{0,6}本(?:机关|级|单位|局|厅|委)"
    r"|(?:不含|不包括)[^。；]{0,10}(?:下属|所属|下级|各(?:县|市|区|镇|部门|单位))"
)
_ON_SCOPE = re.compile(r"汇总|综合|涵盖|包括|包含|覆盖|编制|整理|不含|仅|只")
_LONGEST_SENTENCE = 300
_ITSELF = frozenset({"department", "office", "town", "subdistrict", "school", "hospital", "enterprise"})


def to_scope(title: str, kind: str, document: Document) -> str:
    """Whom the figures speak for: the body itself (own), its region or system (summary), or the report does not say (unknown)."""
    sentences = (s for p in document.paragraphs for s in re.split("[。；]", re.sub(r"\s+", "", to_plain(p.text))))
    told = [s[:_LONGEST_SENTENCE] for s in sentences if _ON_SCOPE.search(s)]
    if any(map(_SPEAKS_FOR_ITSELF.search, told)) or re.search(r"本级[)）]", title):
        return "own"
    if re.search(r"汇总|关区", title) or any(map(_SUMS_UP.search, told)):
        return "summary"
    return "own" if kind in _ITSELF else "unknown"


# --- what people know -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Succession:
    """name: the body before or after. year: the first year in which the later one reports. source: where that is said."""

    name: str
    year: int
    source: str


@dataclass(frozen=True, slots=True)
class Body:
    """One entry of bodies.yml. id "" where it is to be derived; names: all the names that this one body goes by.

    name_en: "" where it is to be derived.
    """

    name: str
    id: str = ""
    names: tuple[str, ...] = ()
    predecessors: tuple[Succession, ...] = ()
    successors: tuple[Succession, ...] = ()
    name_en: str = ""


def read_bodies(text: str | bytes) -> tuple[list[Body], list[str]]:
    """The entries of bodies.yml, and a line for each that had to be left aside; ValueError where the whole is no list of bodies."""
    entries = plain_yaml.load(text) or []
    if not isinstance(entries, list):
        raise ValueError("not a list of bodies")
    bodies: list[Body] = []
    wrong: list[str] = []
    taken: set[tuple[str, str]] = set()
    for number, entry in enumerate(entries, start=1):
        try:
            body = _to_body(_to_characters(entry))
            marks = {("id", body.id), *(("name", name) for name in (body.name, *body.names))} - {("id", "")}
            if twice := sorted(marks & taken):
                raise ValueError(f"{body.name}: another entry has the {twice[0][0]} {twice[0][1]!r}")
        except ValueError as error:
            wrong.append(f"entry {number} was left aside: {_to_short(str(error))}")
            continue
        taken |= marks
        bodies.append(body)
    return bodies, wrong


def _to_short(text: str) -> str:
    return text if len(text) <= _LONGEST_REASON else text[:_LONGEST_REASON] + "…"


def _to_characters(value: object, depth: int = 3) -> object:
    """The texts of an entry (the deepest stand in predecessors: - name: …) as characters."""
    if isinstance(value, str):
        return to_characters(value)
    if isinstance(value, list) and depth:
        return [_to_characters(one, depth - 1) for one in value]
    if isinstance(value, dict) and depth:
        return {key: _to_characters(one, depth - 1) for key, one in value.items()}
    return value


def _to_body(entry: object) -> Body:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or not entry["name"].strip():
        raise ValueError("it has no name")
    name = entry["name"].strip()
    strange = sorted({str(k) for k in entry} - {"id", "name", "name_en", "names", "predecessors", "successors"})
    if strange:
        raise ValueError(f"{name}: unknown field {strange[0]!r}")
    identifier = entry.get("id") or ""
    if not isinstance(identifier, str) or not re.fullmatch(r"|[a-z0-9][a-z0-9-]{0,79}", identifier):
        raise ValueError(f"{name}: id is {identifier!r}; write small letters, digits and hyphens")
    names = entry.get("names") or []
    if not isinstance(names, list) or not all(isinstance(n, str) for n in names):
        raise ValueError(f"{name}: names is not a list of names")
    name_en = entry.get("name_en") or ""
    if not isinstance(name_en, str):
        raise ValueError(f"{name}: name_en is no text")
    links = [tuple(_to_successions(name, key, entry.get(key) or [])) for key in ("predecessors", "successors")]
    return Body(name, identifier, tuple(names), links[0], links[1], name_en.strip())


def _to_successions(name: str, key: str, entries: object) -> Iterable[Succession]:
    if not isinstance(entries, list):
        raise ValueError(f"{name}: {key} is not a list")
    for entry in entries:
        fields = entry if isinstance(entry, dict) else {}
        if strange := sorted({str(field) for field in fields} - {"name", "year", "source"}):
            raise ValueError(f"{name}: unknown field {strange[0]!r} in {key}")
        texts = [fields.get(field) for field in ("name", "year", "source")]
        other, year, source = (text if isinstance(text, str) else "" for text in texts)
        if not other.strip() or not re.fullmatch(r"(?:19[4-9]|20[0-9])[0-9]", year, re.ASCII) or not source.strip():
            raise ValueError(f"{name}: each of {key} has a name, a year and a source")
        yield Succession(other, int(year), source)
