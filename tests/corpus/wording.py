"""How the author of a report words and sets labels, titles and names.

In: a generator of random numbers, entries of the form. Out: text as printed. Not its business: figures, layout.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from gongkai.form import Entry

KANGXI = dict(zip("一二人行立工力大小心户方日月水火生用目示老自色见角言走里金长门青面音高", "⼀⼆⼈⾏⽴⼯⼒⼤⼩⼼⼾⽅⽇⽉⽔⽕⽣⽤⽬⽰⽼⾃⾊⻅⾓⾔⾛⾥⾦⻓⻔⻘⾯⾳⾼", strict=True))
NUMERALS = "〇一二三四五六七八九"
PLACES = (
    "石狮市", "鲤城区", "沭阳县", "金湖县", "临洮县", "杭州市余杭区", "长沙市岳麓区", "阿拉善盟额济纳旗", "义乌市", "上海市徐汇区", "广东省", "四川省",
    "宿迁市", "乌恰县", "海城市", "绥江县", "重庆市开州区", "湖北省天门市", "仙居县", "延边朝鲜族自治州", "白水县", "五常市", "新疆维吾尔自治区", "陇南市",
)
OFFICES = (
    "人民政府", "人民政府办公室", "发展和改革局", "商务局", "教育局", "公安局", "自然资源局", "生态环境局", "住房和城乡建设局", "水利局", "农业农村局",
    "卫生健康委员会", "应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局", "信访局", "消防救援支队", "工业信息化和科技局", "文化和旅游局",
    "交通运输局", "人力资源和社会保障局", "民政局", "司法局", "财政局", "退役军人事务局", "气象局", "税务局", "机关事务管理局", "城市管理局",
)
TOWNS = ("顾村镇", "会仪镇", "背荫河镇", "下各镇", "原村乡", "兴国镇", "河包镇", "周湾镇")
STREETS = ("梅溪湖街道", "珞南街道", "黄金园街道", "打浦桥街道", "厚桥街道")
ZONES = ("经济技术开发区管理委员会", "高新技术产业开发区管理委员会")
TITLES = (
    "{b}{y}年政府信息公开工作年度报告", "{b}{y}年政府信息公开工作年度报告", "{b}{y}年政府信息公开工作年度报告", "{b}{y}年度政府信息公开工作年度报告",
    "{y}年{b}政府信息公开工作年度报告", "{b}政府信息公开工作年度报告（{y}年度）", "{b}政府信息公开工作{y}年度报告", "{b}{y}年政府信息公开工作报告",
    "{b}{y}年政府信息公开年度报告", "{b}{y}年信息公开年报", "{b}{y}年政务公开年报", "{b}{y}年政府信息公开年度工作报告", "{b}{y}年政务信息公开工作年度报告",
    "{b}关于{y}年政府信息公开工作的年度报告", "{b}{y}年政府信息公开工作年度报告（超链版）", "{b}{y}年政府信息公开工作年度报告(文字版)",
    "{b}政府信息公开工作年度报告({y})", "{b} {y} 年政府信息公开工作年度报告",
)
BARE_TITLES = ("{y}年政府信息公开工作年度报告", "{y}年度政府信息公开工作年度报告", "政府信息公开工作年度报告（{y}年度）")
NOTES = (
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)",
    "（数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "",
)
WILD = {
    "normative_documents": ("规范性文件", "行政规范性文件"),
    "rules": ("规章", "规 章", "规章（设区的市、自治州人民政府应提供相关数据）"),
    "issued_this_year": ("本年制发件数", "本年 制发件数", "本年制发数量", "本年度制发数"),
    "repealed_this_year": ("本年废止件数", "本年废止数", "本年废止数量"),
    "in_force": ("现行有效件数", "现行有效件", "现行有效数"),
    "items_prev_year": ("上一年项目数量", "上一年项目数量（指上一年事项数）"),
    "items_change": ("本年增/减", "本年增／减", "本年增/", "本年增/减（减用负值表示，如-8）"),
    "decisions": ("处理决定数量",),
    "amount_wan": ("本年收费金额（单位：万元）", "本年收费金额(单位:万元)", "本年收费金额\n（单位：万元）"),
    "amount": ("采购总金额",),
    "admin_fees": ("行政事业性收费", "行政事业型收费"),
    "new_received": ("一、本年新收政府信息公开申请数量", "一、本年新收政府信息公开申请", "本年新收政府信息公开申请数量"),
    "carried_in": ("二、上年结转政府信息公开申请数量", "二、上年结转政府信息公开申请"),
    "partially_granted": (
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开", "（二）部分公开（区分处理）", "（二）部分公开（区分处理的，只计这一情形，不计其他情形 ）",
    ),
    "denied_law_prohibited": ("2.其他法律行政法规禁止公开", "2.法律行政法规禁止公开", "2.其他法律、行政法规禁止公开"),
    "denied_security_stability": ("3.危及“三安全一稳定”", '3.危及"三安全一稳定"', "3.危及三安全一稳定", "3.危及”三安全一稳定“"),
    "unable_not_held": ("1.本机关不掌握相关政府信息", "1.本机关不掌握相关信息"),
    "not_processed_reconfirm": ("5.要求行政机关确认或重新出具已获取信息", "5.要求行政机关确认或重新出具"),
    "other_correction_overdue": (
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1.申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请",
        "1.申请人无正当理由逾期不补正/行政机关不再处理其政府信息公开申请", "1.申请人无正当理由逾期不补正",
    ),
    "other_fee_overdue": (
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "2.申请人逾期未按收费通知要求缴纳费用,行政机关不再处理其政府信息公开申请",
    ),
    "outcome_total": ("（七）总计", "（七）合计", "（七）总 计", "总计（七）"),
    "carried_out": ("四、结转下年度继续办理", "四、结转下一年度继续办理", "四、结转下年继续办理", "四、结转下一年继续办理", "四、结转下年度"),
    "public_welfare_org": ("社会公益组织", "社会组织", "公益组织"),
    "upheld": ("结果维持", "维持"),
    "corrected": ("结果纠正", "纠正"),
    "pending": ("尚未审结", "未审结"),
}


@dataclass(frozen=True, slots=True)
class Tongue:
    """How labels are worded in one report."""

    wild: float
    enumerator: str
    half_brackets: bool
    spaced: float
    broken: float
    kangxi: bool


def draw_tongue(rng: Random) -> Tongue:
    return Tongue(
        wild=rng.choice((0, 0, 0.3, 0.8)),
        enumerator=rng.choices((".", "．", "、", ". ", ""), (60, 10, 12, 12, 6))[0],
        half_brackets=rng.random() < 0.3,
        spaced=rng.choice((0, 0, 0, 0.1, 0.4)),
        broken=rng.choice((0, 0, 0, 0.15, 0.4)),
        kangxi=rng.random() < 0.06,
    )


def to_label(rng: Random, tongue: Tongue, entry: Entry, version: str, breaks: bool = True) -> str:
    """The label of an entry as this author prints it."""
    text = entry.labels[version]
    if rng.random() < tongue.wild:
        text = rng.choice(WILD.get(entry.id, (text,)) if entry.table != "statistics" else (text,))
        if entry.id == "decisions" and version == "2021-30":
            text = rng.choice(("本年处理决定数量", "本年度处理决定数量"))
    if len(text) > 2 and text[0].isdigit() and text[1] == ".":
        # without its number 其他 could also be the heading of a group
        text = text if not tongue.enumerator and entry.id == "other_misc" else (text[0] + tongue.enumerator if tongue.enumerator else "") + text[2:]
    if tongue.half_brackets:
        text = text.translate(str.maketrans("（）", "()"))
    return roughen(rng, tongue, text, breaks)


def roughen(rng: Random, tongue: Tongue, text: str, breaks: bool = True) -> str:
    """Put in the spaces, line breaks and odd characters of a carelessly set label."""
    if len(text) > 1 and rng.random() < tongue.spaced:
        for _ in range(rng.choice((1, 1, 2))):
            at = rng.randint(1, len(text) - 1)
            text = text[:at] + rng.choice((" ", " ", "\u3000", "\u00a0", "\u200b")) + text[at:]
    if breaks and len(text) > 3 and rng.random() < tongue.broken:
        at = rng.randint(2, len(text) - 1)
        text = text[:at] + "\n" + text[at:]
    if tongue.kangxi:
        text = "".join(KANGXI.get(c, c) for c in text)
    return text


def to_vertical(text: str) -> str:
    return "\n".join(text)


# --- names and titles -----------------------------------------------------------------------------------------------


def draw_body(rng: Random) -> str:
    place = rng.choice(PLACES)
    kind = rng.random()
    if kind < 0.7:
        return place + rng.choice(OFFICES)
    if kind < 0.8:
        return place + rng.choice(TOWNS) + "人民政府"
    if kind < 0.87:
        return place + rng.choice(STREETS) + "办事处"
    if kind < 0.92:
        return place + rng.choice(ZONES)
    return rng.choice(TOWNS) + "人民政府" if kind < 0.96 else rng.choice(STREETS) + "办事处"


def to_short(rng: Random, body: str) -> str:
    """The name as a title may shorten it: a government by its region, a street office by its street."""
    if rng.random() < 0.25:
        if body.endswith("街道办事处"):
            return body.removesuffix("办事处")
        if body.endswith("人民政府"):
            return body.removesuffix("人民政府")
    return body


def to_numerals(year: int, rng: Random) -> str:
    zero = rng.choice("〇○零")
    return "".join(zero if d == "0" else NUMERALS[int(d)] for d in str(year))


def to_title_lines(rng: Random, title: str, body: str) -> list[str]:
    """A title on one line, or broken over two or three."""
    cut = rng.random()
    if cut < 0.6 or len(title) < 12:
        return [title]
    if cut < 0.8 and title.startswith(body) and len(title) > len(body):
        return [body, title[len(body):]]
    at = title.find("公开工作") + 4
    if cut < 0.9 and 4 < at < len(title) - 1:
        return [title[:at], title[at:]]
    return [title[:-4], title[-4:]] if not set(title[-5:-3]) <= set("0123456789〇○零一二三四五六七八九") else [title]
