"""Words that say that figures are not this body's own, or not of one year: of those below it, of all years together, of a plan.

In: a compact line (a heading, the head of a column, the label of a row or what stands in brackets behind it), and the year of the report.
Out: whether it says so. Not its business: names of bodies and single years (ownership.py), where a line stands.
"""

from __future__ import annotations

import re

from gongkai.text import kept_with

_UNITS = (
    r"乡镇|镇街|街镇|镇办|乡|镇|街道|办事处|开发区|园区|县市区|县区|区县|市县|县|区|市|单位|机构|部门|科室|股室|站所|分局|学校|医院|村|社区|企业|中心"
)
_BEFORE = r"各|所属|下属|直属|局属|下设|下级|二级|下辖|所辖|辖区内?|区属|县属|市属"
_BETWEEN = r"各|级|类|所属|下属|直属|企?事业|预算|党政|市直|县直|区直"
_BELOW = re.compile(rf"(?:{_BEFORE})(?:{_BETWEEN}){{0,4}}(?:{_UNITS})")
_INCLUDED = re.compile(rf"[及和与含、括](?:{_BEFORE})(?:{_BETWEEN}){{0,4}}(?:{_UNITS})")
_LEFT_OUT = re.compile(rf"(?:不含|不包括|不包含|未含|未包括|不计)(?:{_BEFORE}){{0,2}}(?:{_UNITS})")
_BARE_BELOW = re.compile(
    "^(?:乡镇|镇街|街镇|街道办事处|街道|基层单位|村级|社区)(?:[、和及与(（]|依申请|政府信息|主动|收到|信息公开|合计|小计|数据|统计|情况|数|$)"
)
_NUMBER = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．:：])?(?:(?:附件|附表|附录|附|续表|表|其中)[一二三四五六七八九十\d]{0,3}[)）、.．:：,，]*)?"
)
_SPAN = re.compile(r"(20[0-4]\d)年?度?(?:\d{1,2}月(?:\d{1,2}日)?份?|[初底末])?起?(?:[-—–~～－]{1,2}|至|到)(20[0-4]\d)(?!\d)")
_SINCE = re.compile(r"(?<!今年)(?<!年初)(?<!本年)(?<!本年度)(?<!当年)(?:以来|至今|迄今)|历年|总累计|累计总")
_ADDED_UP = re.compile(r"(?<!年)(?<!年度)(?<!月)(?<!月份)累计")
_UNTIL = re.compile(r"截[至止][^累]{0,16}累计")
_PLAN = re.compile(r"计划|规划|目标|指标分解|任务|预计|预期|预测|拟公开")
_DONE = re.compile(r"完成|落实|执行|实施|达标")
_A_TABLE = re.compile(r"表(?:[(（][^()（）]{0,40}[)）])?$")
_ENDS = re.compile(r"(?:情况|数据|统计|数字|数|累计|合计|汇总|如下|以来)(?:[(（][^()（）]{0,40}[)）])?[:：]?$")
_ANNEXED = re.compile(r"附[件表录:：]|其中")
_SECTION = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]")
_BARE_OTHER = re.compile(
    r"[(（]?(?:(?:20[0-4]\d年?度?)?(?:预计|预期|预测|计划|目标|拟定)(?:完成)?(?:数|值|数据|指标|情况)?|近[一二两三四五六七八九十\d]{1,2}年(?:来|度)?(?:数据|情况|统计)?"
    r"|20[0-4]\d年?度?(?:[-—–~～－、]|至|到|和|与|及)20[0-4]\d年?度?(?:数据|情况|统计)?|(?:占比|比例|比重|百分比|增长率|增幅|增减率|同比(?:增[长减])?|平均(?:数|值)?|人均数?)"
    r"(?:[(（]?[%％][)）]?)?|单位[:：]?[%％]|(?:已)?作废表?"
    r"|20[0-4]\d年(?!0?1(?:[-—–~～]|至|到)12月)\d{1,2}月?(?:[-—–~～]|至|到)\d{1,2}月份?(?:数据|情况|统计)?)[)）]?[:：]?"
)
"""a line that says nothing but that the figures under it are planned, of several years, shares or void"""
_INSIDE = re.compile(r"[(（\[【]([^()（）\[\]【】]{2,40})[)）\]】]")


def is_of_those_below(line: str) -> bool:
    """Whether a line says that figures are of the townships, units or offices below a body: 各乡镇, 所属事业单位; not 含下属单位."""
    line = _LEFT_OUT.sub("", line)
    return _BELOW.search(_INCLUDED.sub("", line)) is not None or _BARE_BELOW.match(_NUMBER.sub("", line, count=1)) is not None


def is_of_many_years(line: str, year: int | None) -> bool:
    """Whether a line says that figures are of several years together: 2008—2016年, 2008年以来, 历年累计; not 全年累计, 2016年以来."""
    if any(start != end for start, end in _SPAN.findall(line)):
        return True
    since = _SINCE.search(line)
    if since is not None and (year is None or not line[: since.start()].endswith((f"{year}年", f"{year}年初", f"{year}"))):
        return True
    return _ADDED_UP.search(line) is not None or _UNTIL.search(line) is not None


def is_plan(line: str) -> bool:
    """Whether a line is the caption of what is to be and not of what was: 2017年政府信息公开工作计划统计表."""
    return _A_TABLE.search(line) is not None and _PLAN.search(line) is not None and _DONE.search(line) is None


def is_heading(line: str, year: int | None) -> bool:
    """Whether a line that stands over figures says that they are of those below, of many years or planned. Sections of prose say nothing so."""
    if is_plan(line):
        return True
    if is_of_many_years(line, year):
        return is_table_caption(line) or _ENDS.search(line) is not None
    if not is_of_those_below(line):
        return False
    return is_table_caption(line) or _ANNEXED.match(line) is not None or (_ENDS.search(line) is not None and _SECTION.match(line) is None)


def is_bare_other(line: str) -> bool:
    """Whether a line says nothing but that figures are planned, of several years or a part of one, shares, or void."""
    return _BARE_OTHER.fullmatch(line) is not None


def is_table_caption(line: str) -> bool:
    """Whether a line ends as the caption of a table does: 统计表, 情况表（2016年度）."""
    return _A_TABLE.search(line) is not None


@kept_with
def says_scope(line: str, year: int | None) -> bool:
    """Whether a line says that figures are of those below a body, or of many years."""
    return is_of_those_below(line) or is_of_many_years(line, year)


@kept_with
def in_brackets(label: str, year: int | None) -> bool:
    """Whether what stands in brackets in a label says so: 收到申请数（各乡镇）, 主动公开政府信息数（自2008年以来累计）."""
    return any(says_scope(inside, year) for inside in _INSIDE.findall(label))
