"""The lines over a list → whose it is not, which part of the year it counts, in which multiples.

In: short lines that stand over a list, or in its first rows. Out: a line that puts the list aside, the unit that a line says all are counted in.
Not its business: headings over any table (ownership.py), which this adds to for the one list that was filled in for parts of a year too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from gongkai.match.ownership import Own, is_department, is_same_body, to_compact

_LONGEST = 60
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_RUN = re.compile(rf"(?:(20\d\d)年?)?({_MONTH})月?份?[-—–~～至到]({_MONTH})月")
_UNTIL = re.compile(rf"截[至止]到?(20\d\d)年({_MONTH})月")
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|[一二]?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])"
_TO = r"起?(?:[-—–~～－]{1,2}|至|到)"
_DAYS = re.compile(rf"(?:(20\d\d)年度?)?({_MONTH})月({_DAY})[日号]?{_TO}(?:(20\d\d)年|同年)?({_MONTH})月({_DAY})[日号]?")
_DOTTED = re.compile(rf"(20\d\d)[./-]({_MONTH})[./-]({_DAY}){_TO}(?:(20\d\d)[./-])?({_MONTH})[./-]({_DAY})(?!\d)")
_MONTHS = re.compile(rf"(20\d\d)年({_MONTH})月份?()(?:[-—–~～－]{{1,2}}|至|到)(20\d\d)年({_MONTH})月份?()(?!{_DAY}[日号])")
_YEARS = re.compile(
    r"(?:(?:统计|填报|报告|数据)?(?:时间|时段|期限|期间|周期|年度|区间)[:：]?|.{0,40}表)?[(]?(?:自|从)?(20\d\d)年?度?(?:[-—–~～－]{1,2}|至|到)(20\d\d)年?度?[)]?"
)
"""a line that is years and what says that they are the period"""
_ONE = re.compile(rf"(20\d\d)年度?({_MONTH})月份?(?!{_DAY}[日号]|[-—–~～至到]|底|末)")
_FILLED_BY = re.compile(
    r"^[(]?(?:(?:填报|报送|填表|报表|上报)(?:单位|机关|部门)|(?:单位|机关)(?:名称)?)[^:：]{0,6}[:：](.{3,40}?)[)]?"
    r"(?=$|填报|填表|报送|日期|单位:|负责)"
)
_OF_THOSE_BELOW = re.compile(r"^(?:附[件表]\d*[:：.、]?)?(?:20\d\d年度?)?各(?:乡镇|镇街|镇|乡|街道|县|区|市)[^:：]{0,30}统计表[^:：]{0,10}$")
_BODY = re.compile(r"(?:局|委|委员会|院|处|中心|镇|乡|街道|办事处|(?:镇|乡)人民政府)$")
_GOVERNMENT = re.compile(r"[省市县区州盟旗](?:人民)?政府(?:办公[室厅]|办)?$")
_MANY = re.compile(r"单位\s*[:：]?[^。]{0,20}?([百千万亿]+(?:条|件|次|篇|个|人))")
_LAST = {"12", "十二"}
_DIGITS = "〇一二三四五六七八九"
_DECEMBER, _LAST_DAY = 12, 31
_FIRST = {"1", "01", "一"}


def find_stranger(lines: Iterable[str], own: Own) -> str:
    """The line that says that a list is another body's, or counts another period; "" where none does."""
    for line in lines:
        compact = to_compact(line)
        is_apart = _is_other_period(compact) or _is_part_of_year(compact, own) or _is_of_another(compact, own) if len(compact) <= _LONGEST else False
        if is_apart and "。" not in compact:
            return line.strip()
    return ""


def find_multiple(lines: Iterable[str]) -> str:
    """The unit, such as 百件, in which a line says that all is counted; "" where none does."""
    return next((found[1] for line in lines if len(line) <= _LONGEST and (found := _MANY.search(to_compact(line)))), "")


def _is_other_period(line: str) -> bool:
    """Whether a line gives a period from one day, month or year to another that is not one calendar year: 2014—2016年."""
    years = _YEARS.fullmatch(line)
    if years is not None and years[1] != years[2]:
        return True
    for found in (found for period in (_DAYS, _DOTTED, _MONTHS) for found in period.finditer(line)):
        year, month, day, to_year, to_month, to_day = found.groups()
        is_whole = _to_int(month) == 1 and _to_int(day or "1") == 1 and _to_int(to_month) == _DECEMBER and _to_int(to_day or "31") == _LAST_DAY
        if not is_whole or (to_year is not None and year is not None and year != to_year):
            return True
    return False


def _to_int(text: str) -> int:
    """12, 十二, 三十一 as a number."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.index(tens or "一") * 10 if ten else 0) + _DIGITS.index(ones or "〇")


def _is_part_of_year(line: str, own: Own) -> bool:
    runs = [(start, end) for year, start, end in _RUN.findall(line) if _is_own_year(year, own)]
    until = [month for year, month in _UNTIL.findall(line) if _is_own_year(year, own)]
    ones = [month for year, month in _ONE.findall(_UNTIL.sub("", _RUN.sub("", line))) if _is_own_year(year, own)]
    return any(start not in _FIRST or end not in _LAST for start, end in runs) or any(month not in _LAST for month in (*until, *ones))


def _is_own_year(year: str, own: Own) -> bool:
    return not year or own.year is None or int(year) == own.year


def _is_of_another(line: str, own: Own) -> bool:
    """Whether one department's list stands in another's report; a government's is filled in by some office of it."""
    if _OF_THOSE_BELOW.match(line):
        return True
    found = _FILLED_BY.match(line)
    name = re.sub(r"[(（].*", "", found[1]) if found else ""
    is_office = _GOVERNMENT.search(name) is not None and is_department(own.name)
    may_be_another = is_office or (bool(_BODY.search(name)) and bool(_BODY.search(own.name)))
    return may_be_another and not is_same_body(name, own.name) and not own.name.endswith(name) and not name.endswith(own.name)
