"""Made-up readings: some three hundred bodies whose names overlap, and a few documents that went wrong.

Names, not figures, are the point here: the real reports are few, and a search that is right for six names may be wrong for three hundred.
"""

from __future__ import annotations

from decimal import Decimal

from gongkai.checks import rules
from gongkai.form import load
from gongkai.model import Agency, Document, Place, Reading, Report, Section, Sidecar, Value

PLACES = {
    "石狮市": "350581", "晋江市": "350582", "南安市": "350583", "福州市": "350100", "厦门市": "350200", "上海市": "310000", "重庆市": "500000",
    "重庆市开州区": "500154", "西安市": "610100", "长沙市": "430100", "长沙市岳麓区": "430104", "长治市": "140400", "石家庄市": "130100",
    "临洮县": "621124", "海南藏族自治州": "632500", "海南省": "460000",
}
BODIES = {
    "人民政府": "zhengfu", "人民政府办公室": "zhengfuban", "财政局": "caizheng", "自然资源和规划局": "ziranziyuanguihua", "自然资源局": "ziranziyuan",
    "教育局": "jiaoyu", "公安局": "gongan", "民政局": "minzheng", "司法局": "sifa", "审计局": "shenji", "统计局": "tongji", "商务局": "shangwu",
    "水利局": "shuili", "农业农村局": "nongyenongcun", "交通运输局": "jiaotong", "应急管理局": "yingji", "卫生健康委员会": "weisheng",
    "市场监督管理局": "shichang", "文化和旅游局": "wenhua", "发展和改革局": "fagai",
}
HOSTILE = Agency("hostile-name", '</title><script>alert("x")</script>某局', "", "某省")
LONG = Agency("320583-zhengfu", "昆山市人民政府", "320583", level="county", kind="government")
"""A body with a report for every year of the form, on both of its versions, without running text"""
LONG_SEED = 144
OTHER_NAMES = {"350581-caizheng": ("石狮市国库局",)}


def agencies() -> list[Agency]:
    return [
        Agency(f"{code}-{body}", place + name, code, level="county" if code[4:] != "00" else "prefectural", kind="department",
               other_names=OTHER_NAMES.get(f"{code}-{body}", ()))
        for place, code in PLACES.items() for name, body in BODIES.items()
    ] + [HOSTILE]


def readings() -> list[Reading]:
    found = [reading(agency, year, at) for at, agency in enumerate(agencies()) for year in ((2023, 2024) if at % 10 == 4 else (2024,))]
    return [
        *found,
        *(reading(LONG, year, LONG_SEED) for year in range(2019, 2026)),
        Reading("made/broken.pdf", "0" * 64, "unreadable", "The file ends in the middle. Fetch it again.", "pdf"),
        Reading("made/notice.html", "1" * 64, "not_a_report", "None of the three tables is in it.", "html"),
    ]


def reading(agency: Agency, year: int, seed: int) -> Reading:
    """A report on the form of its time whose sums hold, but for every tenth, whose total is one too high."""
    form = load()
    version = form.version_of(year)
    values = {}
    for cell in form.cells(version):
        number = Decimal(0)
        if cell.table == "requests" and cell.row in ("new_received", "granted", "outcome_total") and cell.column in ("natural_person", "total"):
            number = Decimal(seed + year - 2000)
        if seed % 10 == 4 and cell.table == "requests" and (cell.row, cell.column) == ("granted", "total"):
            number += 1
        place = Place(2, 1, 3, 4, (72.0, 100.0, 120.0, 118.0))
        if cell.table == "disputes" and cell.column == "pending":
            values[cell] = Value(cell, "blank", raw="", place=place)
        else:
            values[cell] = Value(cell, "reported", number, str(number), form.column_of(cell).unit, place=place)
    path = f"made/{agency.agency_id}/{year}.pdf"
    digest = f"{seed:032x}{year:032x}"
    document = Document(path, digest, "pdf", 5, (f"{agency.name}{year}年政府信息公开工作年度报告",), (), ())
    forms, text = dict.fromkeys(form.tables_of(version), version), () if agency is LONG else sections(agency, year, seed)
    report = Report(f"{agency.agency_id}-{year}", agency, year, agency.name, year, forms, document, Sidecar(), values, text)
    return Reading(path, digest, "read", "", "pdf", 5, report, rules.check(report, None, form))


def sections(agency: Agency, year: int, seed: int) -> tuple[Section, ...]:
    """Running text whose figures, and one sentence, change with the year; a hostile line; and a phrase that only one report has."""
    received = f"{agency.name}{year}年新收申请{seed + year - 2000}件，均按时答复。"
    plan = "下一步，我们将办好政务开放日。" if year % 2 else "下一步，我们将建好依申请公开平台。"
    rare = ("本机关的吉祥物是一只穿山甲。",) if agency.agency_id == "350581-caizheng" else ()
    return (
        Section(0, "", (f"本报告由{agency.name}编制，数据截至{year}年底。",)),
        Section(1, "总体情况", (received, "全年主动公开信息。栏目有专人维护；内容及时更新。", *rare)),
        Section(2, "主动公开政府信息情况", ()),
        Section(3, "收到和处理政府信息公开申请情况", ()),
        Section(4, "政府信息公开行政复议、行政诉讼情况", ()),
        Section(5, "存在的主要问题及改进情况", (
            f"主要问题是解读不够。{plan}", '<img src=x onerror="alert(1)"> & <b>粗体</b> [链](https://example.org/) **星**',
        )),
        Section(6, "其他需要报告的事项", ("无。",)),
    )
