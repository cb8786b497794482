"""A name of a body that an English reader can read: derived from the Chinese one, and nobody's official translation.

In: a name, the division that it is of; english.csv (what bodies of that name do), english_ends.csv (what they are), romanised.csv (places that have a
spelling of their own). Out: English, "" where there is no name. Not its business: sounds (sounds.py), which division (homes.py).
What is in no list stays pinyin, so that nothing is translated wrongly: 石狮市商务局 → Shishi Municipal Commerce Bureau (Quanzhou, Fujian).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from gongkai.agencies import regions
from gongkai.agencies.regions import Region
from gongkai.agencies.sounds import spell

_ENDS = (
    ("特别行政区", "Special Administrative Region", ""), ("自治区", "Autonomous Region", ""), ("自治州", "Autonomous Prefecture", ""),
    ("自治县", "Autonomous County", ""), ("自治旗", "Autonomous Banner", ""), ("林区", "Forestry District", ""),
    ("特区", "Special District", ""),
    ("新区", "New Area", ""), ("矿区", "Mining District", ""), ("地区", "Prefecture", ""), ("省", "Province", "Provincial"),
    ("市", "City", "Municipal"), ("县", "County", ""), ("区", "District", ""), ("盟", "League", ""), ("旗", "Banner", ""),
)
"""How the name of a division ends → what it is, and what that is before the name of a body, where it is another word"""
_PEOPLES = {
    "蒙古": "Mongol", "回": "Hui", "藏": "Tibetan", "维吾尔": "Uygur", "苗": "Miao", "彝": "Yi", "壮": "Zhuang", "布依": "Buyei", "朝鲜": "Korean",
    "满": "Manchu", "侗": "Dong", "瑶": "Yao", "白": "Bai", "土家": "Tujia", "哈尼": "Hani", "哈萨克": "Kazak", "傣": "Dai", "黎": "Li",
    "傈僳": "Lisu", "佤": "Va", "畲": "She", "拉祜": "Lahu", "水": "Shui", "东乡": "Dongxiang", "纳西": "Naxi", "景颇": "Jingpo",
    "柯尔克孜": "Kirgiz", "土": "Tu",
    "达斡尔": "Daur", "仫佬": "Mulao", "羌": "Qiang", "布朗": "Blang", "撒拉": "Salar", "毛南": "Maonan", "仡佬": "Gelao", "锡伯": "Xibe",
    "普米": "Pumi", "塔吉克": "Tajik", "怒": "Nu", "鄂温克": "Ewenki", "保安": "Bonan", "裕固": "Yugur", "独龙": "Derung", "鄂伦春": "Oroqen",
}
"""The names of peoples as GB/T 3304 spells them"""
_PEOPLE = re.compile("((?:(?:" + "|".join(sorted(_PEOPLES, key=len, reverse=True)) + ")族?){1,9}|各族)$")
_PLACE = re.compile("[省市县区州盟旗镇乡园道]$")
"""how what stands before the name of a body ends, where it is a place"""
_OWNERS = {
    "国家税务总局": "State Taxation Administration", "国家统计局": "National Bureau of Statistics", "中国人民银行": "People's Bank of China",
    "中华人民共和国": "People's Republic of China",
}


def to_english(name: str, region: Region | None) -> str:
    """Return the name of a body in English."""
    if not name:
        return ""
    owner = next((owner for owner in _OWNERS if name.startswith(owner) and name != owner), "")
    head, rest = _part(name.removeprefix(owner), region)
    place = to_region(region, is_before=True) if region and head else ""
    words = " ".join(filter(None, (place, to_body(rest))))
    above = [to_stem(one) for one in reversed(regions.to_path(region)[:-1])] if region else []
    return words + (f", {_OWNERS[owner]}" if owner else "") + (f" ({', '.join(above)})" if above and head else "")


def _part(name: str, region: Region | None) -> tuple[str, str]:
    """The beginning of a name that names its division, with or without those above it, and what is left."""
    if region is None:
        return "", name
    names = [one.name for one in regions.to_path(region)]
    stems = [one.removesuffix(end) for one in names for end in ("省", "市", "自治区", "特别行政区") if one.endswith(end)][:2]
    heads = {"".join(names[at:]) for at in range(len(names))} | {names[0] + names[-1]} | {stem + names[-1] for stem in stems if len(stem) > 1}
    head = next((head for head in sorted(heads, key=len, reverse=True) if name.startswith(head)), "")
    return head, name.removeprefix(head)


def to_region(region: Region, is_before: bool = False) -> str:
    """A division in English: Fujian Province. is_before: as it stands before the name of a body: Fujian Provincial."""
    stem, word, before = _to_parts(region)
    return f"{stem} {(before if is_before and before else word)}".strip()


def to_stem(region: Region) -> str:
    """The name of a division without what it is: Fujian."""
    return _to_parts(region)[0]


def to_place(region: Region) -> str:
    """A division with those that it lies in: Gulou District (Nanjing, Jiangsu)."""
    above = [to_stem(one) for one in reversed(regions.to_path(region)[:-1])]
    return to_region(region) + (f" ({', '.join(above)})" if above else "")


@cache
def _to_parts(region: Region) -> tuple[str, str, str]:
    name = region.name
    end, word, before = next((one for one in _ENDS if name.endswith(one[0])), ("", "", ""))
    stem = name.removesuffix(end)
    if word == "City" and region.level == "provincial":
        word = "Municipality"
    if word.startswith("Autonomous") and (match := _PEOPLE.search(stem)) and match.start() > 1:
        peoples = re.findall("|".join(sorted(_PEOPLES, key=len, reverse=True)), match[0])
        named = " and ".join(_PEOPLES[people] for people in peoples)
        stem, word = stem[: match.start()], f"{named} {word}".strip()
    # 献县 is Xianxian County: one syllable alone is no name
    return to_pinyin(name if len(stem) == 1 else stem), word, before


def to_body(rest: str) -> str:
    """What is left of a name without its division: the longest end that a list has, the rest before it in pinyin.

    What a body does is translated whole or not at all: half of 工业信息化和科技局 is a body of another name.
    """
    bodies, ends = _read("english.csv"), _read("english_ends.csv")
    if rest in bodies:
        return bodies[rest]
    for end, word in sorted([*bodies.items(), *ends.items()], key=lambda pair: -len(pair[0])):
        if rest.endswith(end) and rest != end and (end in ends or _PLACE.search(rest.removesuffix(end))):
            return f"{to_pinyin(rest.removesuffix(end))} {word}"
    return ends.get(rest) or to_pinyin(rest)


def to_pinyin(text: str) -> str:
    """Chinese as one word of pinyin, tones left out, with the apostrophe that parts syllables (Xi'an); what has a spelling of its own has it."""
    known = _read("romanised.csv")
    if text in known:
        return known[text]
    parts: list[str] = []
    for run in re.findall("[\u3400-\u9fff]+|[^\u3400-\u9fff]+", text):
        parts.append(_join(spell(run)) if "\u3400" <= run[0] <= "\u9fff" else run.strip("（）() "))
    return " ".join(filter(None, parts))


def _join(syllables: Sequence[str]) -> str:
    joined = "".join(f"'{s}" if at and s[:1] in ("a", "e", "o") else s for at, s in enumerate(syllables))
    return joined.replace("v", "ü").capitalize()


@cache
def _read(name: str) -> Mapping[str, str]:
    lines = csv.DictReader(resources.files("gongkai.agencies").joinpath(name).read_text("utf-8").splitlines())
    return {line["zh"]: line["en"] for line in lines}
