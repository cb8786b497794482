"""Whose figures a table holds, and of which year: what stands over it is read with it.

In: the lines over tables, and whose report this is. Out: for each place in the document, "" or the line that says that what follows is not
this body's or not this year's. Not its business: which body a report is of; lines that are running text: only a line that is a heading to the
last word counts, so that no sentence about last year puts this year's tables aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from gongkai.match import scope
from gongkai.model import Document
from gongkai.text import has_text, kept_with, to_arabic_years, to_plain

_LONGEST = 60
_YEAR = re.compile(r"(?<![\d〔\[])(20[0-4]\d)(?:年度|年)?(?!\d)")
_NO_YEAR_OF_DATA = re.compile(
    r"20[0-4]\d(?:年\d|[-./]\d)|[〔\[(（]20[0-4]\d[〕\])）](?=\d|第)|20[0-4]\d年?(?:版|修订|格式|起|以来|制定|印发|发布|公布)|令|号|办函|http|www"
)
"""a date, the number of a notice, a version of the form"""
_PREFIX = re.compile(
    r"^(?:[(]?[一二三四五六七八九十\d]{1,3}[)、.])?(?:(?:附件|附表|附录|附|续表|图表|表)[一二三四五六七八九十\d]*(?:[-.]\d+)?[)、.:]?)*"
)
_REPORT = re.compile(
    r"(?:政府|政务)?(?:信息|政务)公开(?:工作)?(?:情况)?的?(?:20[0-4]\d年?度?)?(?:工作)?(?:年度)?(?:工作)?(?:情况)?(?:报告|年报)"
    r"[(]?(?:20[0-4]\d年?度?)?[)]?"
)
_VOCABULARY = """
附件 附表 附录 附 表格 图表 统计表 汇总表 情况表 明细表 表 续 以下 如下 所列 为 是 的 及 和 与 供 仅 作 用 数据 数字 统计 情况 内容 主动公开
政府信息 政务 政府 信息 公开 工作 收到 处理 依申请 申请 行政机关 行政复议 行政诉讼 行政 复议 诉讼 因 被 提起 年度 报告 年报 上年度 上年 上一年度
上一年 去年 前年 往年 历年 上期 同期 基期 本年度 本年 当年 今年 对照 对比 比较 参考 参照 样表 样式 样例 样本 示例 范例 范本 模板 填表 填报 填写
说明 全市 全县 全区 全省 全镇 全州 全系统 汇总 合计 本级 本机关 机关 各 单位 部门 上半年 下半年 半年度 半年 季度 第 度 年 期 件 项 元 万元 更正
勘误 订正 修订 稿 版 时间 期限 周期 区间 时段 自 所属 下属 直属 局属 下设 下级 二级 企事业 事业 机构 前 后 一 二 三 四 1 2 3 4
"""
_WORDS = re.compile("|".join(sorted(_VOCABULARY.split(), key=len, reverse=True)))
_MARKS = re.compile(r"[\s()（）《》〈〉【】\[\]“”\"'、,，.:：·•\-—–_~～/|*#]+")
_OTHER_TIME = re.compile(r"上一?年|去年|前年|往年|历年|上期|同期|基期")
_NOT_THE_REPORT = re.compile(r"对照|对比|比较|参考|参照|样表|样式|样例|样本|示例|范例|范本|模板|填表|填报|填写")
_LINK = re.compile(r"上一?[篇条]|下一?[篇条]|相关|链接|点击|下载|当前位置|来源")
_SAMPLE = re.compile(r"样表|样式|样例|样本|示例|范例|范本|模板|填表|填报|填写")
_PART_OF_A_YEAR = re.compile(r"上半年|下半年|半年|季度|1[-至到—–~]\d{1,2}月")
_TABLE = re.compile(r"主动公开|申请|复议|诉讼")
_STRONG = re.compile(r"附|表|数据|数字|报告|年报|统计|对照|对比|参考|样|例|范本|模板|说明|汇总")
"""words of a heading over more than the next table; without one it is a heading within a section, and ends with it"""
_SUFFIX = re.compile(
    r"人民政府|委员会|办公室|办公厅|办事处|街道|中心|公司|集团|医院|学院|大学|学校|[局厅委院队署馆站处所社校镇乡县市区省州盟旗部园]"
)
_NAME = re.compile(r"(?:[一-鿿·、]|[(（][一-鿿·、]+[)）])+")
_LEFT_OUT = re.compile(r"不含|不包[括含]|未含|未包[括含]|不计")
_OWN_WORDS = re.compile(r"^(?:全|本|各|我|该|其|所属|下属|上|县|市|区|省)(?:[省市县区州盟旗镇乡]|级|机关|系统|单位)?")
_SUBORDINATE = re.compile(r"(?<![及和与含、括])(?:所属|下属|直属|局属|下设|下级|二级)(?:各|企?事业|预算)*(?:单位|机构|部门)")
_DEPARTMENT = re.compile(r"(?:局|委|委员会|厅|中心)$")
_REGION = re.compile(r"[省市县区州盟旗]$")
_ALL_OF = re.compile(r"全(?:省|市|县|区|州|盟|旗|镇|乡|系统)|各(?:级|有关)?(?:单位|部门)")
_BRANCH = re.compile(r"(?:分[局馆院校所站]|分中心|分公司|[支大中]队|支局|派出所|管理所|监管所|执法队|服务中心|服务站|监测站)$")
_WHOLE_YEAR = re.compile(
    r"(20[0-4]\d)年0?1月(?:0?1日|份)?起?(?:[-—–~－]{1,2}|至|到)(?:\1年)?12月(?:31日|份)?(?:止|期间)?|(20[0-4]\d)年1[-—–~－至到]12月份?|截[至止](20[0-4]\d)年(?:12月(?:31日|底)|底)"
)
"""a period that is a year"""
_SECTION = re.compile(r"^[(]?([一二三四五六])[)、.]")
_POINTS = re.compile(
    r"(?:下表|以下(?:各?表格?|数据)|下列(?:表格?|数据)|下面的?表格?|[本此]表(?:数据)?)[^。;,]{0,14}?(?:为|是|系|列|反映|统计)[^。;,]{0,6}?(?P<year>20[0-4]\d(?=年)|上一?年|去年|前年)"
)
"""a sentence that says of the table under it which year's it is"""
_POINTS_BACK = re.compile(
    r"(?:上表|以上(?:各?表格?|数据|数字|统计|内容)?|上述(?:表格|数据|统计)|[本此]表(?:数据)?|表中数据)[^。;,]{0,10}?"
    r"(?:(?:为|是|系|反映)[^。;,\d]{0,4}?(?P<year>20[0-4]\d(?=年)|上一?年|去年|前年)年?度?(?:全年)?的?(?:统计|工作)?(?:数据|情况|数字|统计|报表|数)?"
    r"|(?:为|是|系)(?P<part>(?:20[0-4]\d年)?(?:上半年|下半年|第?[一二三四]季度)|历年累计|累计|示例|样[表例]|作废|计划|预计)(?:数据|情况|数字|统计|报表|表|数)?"
    r"|截[至止](?P<until>20[0-4]\d)年(?:底|末|12月(?:31日|底)?))(?:,?仅?供?(?:对照|参考|对比))?[。;)]?$"
)
"""a note that says of the table over it which year's it is"""
_OVER_ALL = re.compile(
    r"^申请人(?:情况|类别|类型|数量?)?(?:占比|比例|比重|[(（\[【](?:单位[:：]?)?"
    r"(?:上一?年度?|去年|前年|[%％‰]|[十百千万亿][件项条个人]?|预计|计划|占比|比例)[^()（）]{0,6}[)）\]】])$"
)
"""the head over all columns of the table of requests, where it says that they are no counts of this year"""
_NUMBERED = re.compile(r"^([一二三四五六])、")
_FIRST = re.compile(r"^[(]?一[)、.].{0,6}(?:总体|概述|概况|基本情况)")


@dataclass(frozen=True, slots=True)
class Own:
    """Whose report a document is, as far as that is known before its tables are read: the body's name, "" where not, and the year."""

    name: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that is a heading to the last word. is_other, is_own: whether it says that what follows is not, or is, of this body and year.

    is_strong: whether it stands over more than the next table. is_bare: whether it is a name and nothing else, has_name: whether there is one.
    """

    is_title: bool
    is_other: bool
    is_own: bool
    names_table: bool
    is_strong: bool
    is_bare: bool = False
    has_name: bool = False


@dataclass(slots=True)
class Standing:
    """What holds at a place of a document. whole: the line that put everything from there on aside; table: only the table under it.

    is_loose: a bare name put it aside, and no table has come yet: where running text comes before one, it stood over nothing.
    is_sample: a sample or what explains one put it aside; is_behind: its table or its text has come, so that the next caption is of another.
    is_weak: a point of a section put the table aside (（四）下属单位情况), which an annex or the caption of a table ends.
    is_of_other_body: another body's name put it aside, and no table has come yet: this year over it does not make it this body's.
    is_captioned: a caption did, and no table has come yet: a year between both (（2016年度）) takes nothing of it back.
    section: the highest number of a section so far; is_within: a line within it put the rest aside, and a table has come since: where
    the next section of the form follows, it is the report's own; False: no table yet; None: no such line, or sections under it are its own.
    sheet: the name of the sheet, where that puts all on it aside.
    """

    own: Own
    whole: str = ""
    table: str = ""
    is_table_own: bool = False
    has_begun: bool = False
    is_loose: bool = False
    is_of_other_body: bool = False
    is_captioned: bool = False
    is_sample: bool = False
    is_behind: bool = False
    is_weak: bool = False
    section: int = 0
    is_within: bool | None = None
    sheet: str = ""

    @property
    def aside(self) -> str:
        """The line that says that what stands here is not this body's or not this year's, "" if none does."""
        return self.sheet or self.table or ("" if self.is_table_own else self.whole)

    def turn_to(self, sheet: str) -> None:
        """Take in the name on the tab of a sheet."""
        heading = read_heading(to_compact(sheet), self.own) if sheet else None
        self.sheet = sheet if heading is not None and heading.is_other else ""

    def leave_table(self) -> None:
        """A table has ended."""
        self.is_of_other_body = self.is_captioned = False
        self.is_behind = self.is_sample
        if self.is_within is False:
            self.is_within = True

    def hear(self, text: str, in_grid: bool = False) -> None:
        """Take in one line over a table, or a line of a table that is a heading."""
        line = to_compact(text)
        if not in_grid and _is_pointer(line, self.own):
            self.table, self.is_table_own = text.strip(), False
            return
        if not in_grid and is_first_section(line):
            if not self.has_begun:
                self.whole = ""
            self.has_begun, self.table, self.is_table_own = True, "", False
        if not in_grid and len(line) <= _LONGEST and (numbered := _NUMBERED.match(line)):
            self._go_on("一二三四五六".index(numbered[1]) + 1, line)
        heading = Heading(False, True, False, True, False) if in_grid and _OVER_ALL.match(line) else read_heading(line, self.own)
        if self.is_captioned and is_year(line) and heading is not None and not heading.is_other:
            return
        if heading is not None and heading.is_other:
            self.is_captioned = not heading.is_title and scope.is_table_caption(line)
        if self.is_loose and (in_grid or (heading is None and _is_running(line))):
            self.whole, self.table, self.is_loose = self.whole if in_grid else "", self.table if in_grid else "", False
        self.is_behind = self.is_behind or (self.is_sample and not in_grid and _is_running(line))
        if self.is_behind and heading is not None and not heading.is_other and scope.is_table_caption(line):
            self.whole, self.table, self.is_sample, self.is_behind = "", "", False, False
        if self.is_weak and not in_grid and heading is not None and not heading.is_other and (scope.is_table_caption(line) or line[0] == "附"):
            self.table, self.is_weak = "", False
        if heading is None or not (heading.is_other or heading.is_own):
            is_section = bool(_SECTION.match(line)) and len(line) <= _LONGEST
            if not in_grid and (is_section or (heading is not None and heading.names_table)):
                self.table, self.is_table_own = "", False
        elif heading.is_other and (heading.names_table or in_grid or not (heading.is_title or heading.is_strong)):
            self.table, self.is_table_own, self.is_loose = text.strip(), False, heading.is_bare and not in_grid
            self.is_sample, self.is_behind = _SAMPLE.search(line) is not None, False
            self.is_weak = not in_grid and _SECTION.match(line) is not None
        elif heading.is_other:
            self.is_sample, self.is_behind = _SAMPLE.search(line) is not None, False
            self.whole, self.table, self.is_table_own, self.is_loose = text.strip(), "", False, heading.is_bare
            self.is_of_other_body = heading.has_name
            self.is_within = None if heading.is_title else False
        elif self.is_of_other_body and not heading.has_name and not heading.is_title:
            return
        else:
            self.table, self.is_table_own = "", heading.names_table or in_grid
            self.whole = self.whole if self.is_table_own else ""

    def _go_on(self, number: int, line: str) -> None:
        """A numbered section begins."""
        if self.is_within and 0 < self.section == number - 1 and _TABLE.search(line):
            self.whole = ""
        self.is_within, self.section = None, max(self.section, number)


def is_first_section(line: str) -> bool:
    """Whether a compact line is the heading of the first section of a report."""
    return len(line) <= _LONGEST and _FIRST.match(line) is not None


def is_year(text: str) -> bool:
    """Whether a text is a year and nothing else: 2022年度, 上年."""
    return re.fullmatch(r"[(]?(?:20[0-4]\d年?度?|[上本去前今]一?年度?)[)]?", to_compact(text)) is not None


def _is_pointer(line: str, own: Own) -> bool:
    """Whether a line of running text says that the table under it is another year's: 下表为2022年的数据，供参考。"""
    found = _POINTS.search(line.replace("，", ",").replace("；", ";"))
    return found is not None and (not found["year"].isdigit() or (own.year is not None and int(found["year"]) != own.year))


def is_pointer_back(text: str, own: Own) -> bool:
    """Whether a line says of the table over it that it is another year's: 注：上表为2022年数据。"""
    if not 4 <= len(text) <= _LONGEST or own.year is None:
        return False
    found = _POINTS_BACK.search(to_compact(text).replace("，", ",").replace("；", ";").replace("）", ")"))
    if found is None:
        return False
    if found["part"]:
        return True
    if found["until"]:
        return int(found["until"]) < own.year
    return not found["year"].isdigit() or int(found["year"]) != own.year


def find_note_below(document: Document, number: int, own: Own) -> str:
    """The note under a table, or in its last row, that says that it is another year's; "" where there is none."""
    grid = document.grids[number]
    end = document.grids[number + 1].after if number + 1 < len(document.grids) else len(document.paragraphs)
    below = [p.text for p in document.paragraphs[grid.after : min(end, grid.after + 2)]]
    last = [text for text in (grid.rows[-1] if grid.rows else ()) if text and has_text(text)]
    return next((text.strip() for text in [*below, *(last if len(last) == 1 else [])] if is_pointer_back(text, own)), "")


def _is_running(line: str) -> bool:
    return len(line) > _LONGEST or re.search(r"[。;；]", line) is not None


def to_compact(text: str) -> str:
    return _to_compact(text[: 4 * _LONGEST])


@lru_cache(maxsize=4096)
def _to_compact(text: str) -> str:
    return re.sub(r"\s+", "", to_arabic_years(to_plain(text)))


@kept_with
def read_heading(line: str, own: Own) -> Heading | None:
    """Read a compact line as a heading over tables; None where it is running text or names anything else."""
    if not 2 <= len(line) <= _LONGEST or re.search(r"[。;!?！？；]", line):
        return None
    period, printed = _WHOLE_YEAR.search(line), line
    line = _WHOLE_YEAR.sub(lambda found: f"{next(filter(None, found.groups()))}年度", line)
    report = _REPORT.search(line)
    is_title = report is not None and report.end() == len(line)
    if not is_title and scope.is_heading(printed, own.year):
        return Heading(False, True, False, _TABLE.search(line) is not None, True, not scope.is_table_caption(line))
    if not is_title and scope.is_bare_other(printed):
        return Heading(False, True, False, False, False, True)
    if _NO_YEAR_OF_DATA.search(line):
        return None
    years = {int(year) for year in _YEAR.findall(line)}
    rest = _YEAR.sub("", _PREFIX.sub("", line, count=1))
    name = ""
    if report is not None and is_title:
        name = _MARKS.sub("", re.sub(r"关于|度$", "", _YEAR.sub("", _PREFIX.sub("", line[: report.start()], count=1))))
        if name and not is_name(name):
            return None
    elif not _is_words(rest):
        name = next(_names_in(rest), "")
        if not name and _is_of_the_region(line, "", own) and not _LINK.match(line):
            return Heading(False, True, False, _TABLE.search(rest) is not None, True)
        if not name and scope.is_table_caption(line) and years and own.year is not None and own.year not in years and not _LINK.match(line):
            return Heading(False, True, False, _TABLE.search(rest) is not None, True)
        if not name:
            return None
    is_other = _is_of_another(line, years, name, own) and not (is_title and own.year in years and not name)
    is_own = not is_other and (bool(years) or bool(re.search(r"本年|当年|今年|本级|本机关", line)) or (bool(name) and bool(own.name)) or is_title)
    names_table = not is_title and _TABLE.search(rest) is not None
    is_strong = period is None and (_STRONG.search(line) is not None or not (names_table or _SECTION.match(line)))
    return Heading(is_title, is_other, is_own, names_table, is_strong, not is_title and name == line, bool(name))


def _is_of_another(line: str, years: set[int], name: str, own: Own) -> bool:
    if own.year is not None and years and own.year not in years:
        return True
    if name and own.name and not _OWN_WORDS.fullmatch(name) and (not is_same_body(name, own.name) or _is_branch(name, own.name)):
        return True
    if _SUBORDINATE.search(line) or _is_of_the_region(line, name, own):
        return True
    said = _MARKS.sub("", line)
    return any(words.search(said) for words in (_OTHER_TIME, _NOT_THE_REPORT, _PART_OF_A_YEAR))


def _is_of_the_region(line: str, name: str, own: Own) -> bool:
    """Whether the caption of a table in a department's report names all its region, or all departments of its kind: 全县…统计表."""
    if not scope.is_table_caption(line) or not is_department(own.name):
        return False
    rest = _YEAR.sub("", _PREFIX.sub("", line, count=1))
    is_region = bool(name) and _REGION.search(name) is not None and name in own.name
    return is_region or _ALL_OF.match(rest) is not None


def _is_branch(one: str, other: str) -> bool:
    """Whether one name is that of a branch of the other: 县档案馆城东分馆."""
    for long, short in ((one, other), (other, one)):
        body = _split(short)[1]
        at = long.find(body) if len(body) > 1 else -1
        if at >= 0 and len(long) > at + len(body) and _BRANCH.search(long[at + len(body):]):
            return True
    return False


def _is_words(text: str) -> bool:
    return not _MARKS.sub("", _WORDS.sub("", text))


def _names_in(rest: str) -> Iterator[str]:
    """The names of bodies that a heading begins or ends with, nothing but its words beside it."""
    for found in _SUFFIX.finditer(rest):
        start = re.match(r"[^一-鿿]*", rest)
        name = rest[start.end() if start else 0 : found.end()]
        if is_name(name) and _is_words(rest[found.end():]):
            yield name
    for inside in re.finditer(r"[(（《【]([^()（）《》【】]{3,30})[)）》】]", rest):
        if is_name(inside[1]) and _is_words(rest[: inside.start()] + rest[inside.end():]):
            yield inside[1]


def is_name(text: str) -> bool:
    """Whether a text can be the name of a body: it ends as one does, and is more than the words of headings."""
    ends = [found.end() for found in _SUFFIX.finditer(text)]
    return len(text) >= 3 and len(text) in ends and _NAME.fullmatch(text) is not None and not (_is_words(text) or _LEFT_OUT.match(text))


def is_department(name: str) -> bool:
    """Whether a name is that of a department of a government, as it ends."""
    return _DEPARTMENT.search(name) is not None


def is_same_body(one: str, other: str) -> bool:
    """Whether two names can be of one body: one is in the other, or only their regions are written out differently."""
    one, other = (re.sub(r"人民政府(?=.)|[()（）·]", "", name) for name in (one, other))
    if one in other or other in one:
        return True
    (region, body), (other_region, other_body) = (_split(name) for name in (one, other))
    return body == other_body and len(body) > 1 and (not region or not other_region or region in other_region or other_region in region)


def _split(name: str) -> tuple[str, str]:
    """A name's region and what is left of it."""
    found = re.match(r"(.*[省市县区州盟旗镇乡])(.+)", name)
    return (found[1], found[2]) if found else ("", name)


def find_lists(texts: list[str], own: Own) -> frozenset[int]:
    """The numbers of the lines that are titles of reports beside other such titles."""
    titles: list[int] = []
    for i, text in enumerate(texts):
        if len(text) <= 2 * _LONGEST and "报" in text and "公开" in text:
            heading = read_heading(to_compact(text), own)
            if heading is not None and heading.is_title:
                titles.append(i)
    beside = {i: to_compact(texts[i]) for i in titles}
    return frozenset(i for i in titles if any(beside.get(k, beside[i]) != beside[i] for k in (i - 1, i + 1)))
