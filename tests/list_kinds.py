"""Made-up reports on 2016 whose list a hurried reader takes for what it is not; each in every format where it can exist, and what a reader says.

In: nothing. Out: Kinds: blocks of lines and tables, the formats that they are written in, and what stands in each row.
The expectation comes from what the page prints, never from what we read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from docx import Document as Word
from openpyxl import Workbook

from tests.statistics_documents import HEAD, HEADING, LINES, OPENING, TITLE, to_rows, to_said

Block = str | list[list[str]]
"""a line of text, or a table"""
Blocks = Sequence[Block]


@dataclass(frozen=True, slots=True)
class Kind:
    """said: row → as in statistics_documents. has, lacks: findings that a reader would expect, and that he would not. formats: () for all."""

    name: str
    blocks: Blocks
    said: Mapping[str, str]
    has: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    formats: tuple[str, ...] = ()
    title: str = TITLE
    flat: Mapping[str, str] = field(default_factory=dict)
    """what a reader of a cell a line says otherwise"""


def to_html(title: str, blocks: Blocks) -> bytes:
    drawn = "".join(
        f"<p>{escape(block)}</p>" if isinstance(block, str) else
        "<table border=1>" + "".join("<tr>" + "".join(f"<td>{escape(cell).replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>" for row in block) + "</table>"
        for block in blocks
    )
    return f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>{drawn}</body></html>".encode()


def to_word(title: str, blocks: Blocks) -> bytes:
    word = Word()
    word.add_paragraph(title)
    for block in blocks:
        if isinstance(block, str):
            word.add_paragraph(block)
            continue
        table = word.add_table(len(block), len(block[0]))
        for row, texts in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()


def to_sheet(title: str, blocks: Blocks) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append([title])
    for block in blocks:
        for row in [[block]] if isinstance(block, str) else block:
            sheet.append([int(text) if text.isdigit() else text or None for text in row])
        sheet.append([])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def to_markdown(title: str, blocks: Blocks) -> bytes:
    lines = [f"# {title}", ""]
    for block in blocks:
        if isinstance(block, str):
            lines += [block, ""]
            continue
        head, *body = ["| " + " | ".join(row) + " |" for row in block]
        lines += [head, "|" + "---|" * len(block[0]), *body, ""]
    return "\n".join(lines).encode()


def _to_text(title: str, blocks: Blocks, to_lines: Callable[[list[str]], list[str]]) -> bytes:
    lines = [title, ""]
    for block in blocks:
        lines += [block, ""] if isinstance(block, str) else [*(line for row in block for line in to_lines(row)), ""]
    return "\n".join(lines).encode()


FORMATS: dict[str, Callable[[str, Blocks], bytes]] = {
    "html": to_html, "docx": to_word, "xlsx": to_sheet, "md": to_markdown,
    "tabs.txt": lambda title, blocks: _to_text(title, blocks, lambda row: ["\t".join(row)]),
    "pipes.txt": lambda title, blocks: _to_text(title, blocks, lambda row: ["| " + " | ".join(row) + " |"]),
    "lines.txt": lambda title, blocks: _to_text(title, blocks, lambda row: row),
}
TABLES = ("html", "docx", "xlsx", "md", "tabs.txt", "pipes.txt")
PROSE = ("html", "docx", "md", "tabs.txt")


# --- kinds ----------------------------------------------------------------------------------------------------------

ROWS = to_rows()
ALL = [HEAD, *ROWS]
NOTHING: dict[str, str] = {}


def kinds() -> Iterator[Kind]:
    """All of them."""
    yield from _subordinates()
    yield from _cumulative()
    yield from _columns()
    yield from _captions()
    yield from _number_first()
    yield from _transposed()
    yield from _prose()
    yield from _samples()
    yield from _words()
    yield from _shapes()
    yield from _numberings()
    yield from _reworded()
    yield from _page_numbers()
    yield from _in_pieces()
    yield from _joined()


def _without(*rows: str) -> list[list[str]]:
    return [[label, unit or "——", text] for row, label, unit, text in LINES if row not in rows]


APPLICATIONS = tuple(row for row, *_ in LINES if row.startswith(("received", "closed")))
BELOW = [["收到申请数", "件", "88"], ["1.当面申请数", "件", "80"], ["2.传真申请数", "件", "8"], ["申请办结数", "件", "77"]]


def _subordinates() -> Iterator[Kind]:
    lacking = to_said(**dict.fromkeys(APPLICATIONS, "!"))
    own = [HEAD, *_without(*APPLICATIONS)]
    for at, heading in enumerate((
        "附：乡镇依申请公开情况", "附：各乡镇依申请公开情况", "附：所属事业单位依申请公开情况", "附：各科室、下属单位依申请公开情况", "其中：各乡镇（街道）",
        "附表：辖区内学校、医院依申请公开情况", "乡镇、街道办事处依申请公开情况",
    )):
        yield Kind(f"below-in-the-table-{at}", [*OPENING, HEADING, [*own, [heading, "", ""], *BELOW]], lacking)
        yield Kind(f"own-and-below-in-the-table-{at}", [*OPENING, HEADING, [*ALL, [heading, "", ""], *BELOW]], to_said())
    for at, heading in enumerate(("附表：下属单位依申请公开情况", "附：乡镇依申请公开情况表", "附表：各乡镇、街道依申请公开情况统计", "所属各单位情况如下：", "附表2：城关镇依申请公开情况")):
        yield Kind(f"below-in-a-table-{at}", [*OPENING, HEADING, own, heading, [HEAD, *BELOW]], lacking)
    at = next(i for i, row in enumerate(ALL) if row[0].startswith("（一）收到"))
    middle = [*ALL[:at + 1], ["其中：各乡镇", "", ""], ["收到申请数", "件", "12"], ["申请办结数", "件", "11"], *ALL[at + 1:]]
    yield Kind("among-them-in-the-middle", [*OPENING, HEADING, middle],
               to_said(**dict.fromkeys((row for row in APPLICATIONS if row.startswith("received_")), "~")))
    yield Kind("among-them-left-of-the-label", [*OPENING, HEADING, [*[["", *row] for row in own], *[["其中：各乡镇", *row] for row in BELOW]]], lacking, formats=TABLES)
    yield Kind("among-them-before-the-label", [*OPENING, HEADING, [*own, *[[f"其中：各乡镇{row[0]}", *row[1:]] for row in BELOW]]], lacking)
    yield Kind("below-in-brackets", [*OPENING, HEADING, [*own, *[[f"{row[0]}（各乡镇）", *row[1:]] for row in BELOW]]], lacking)


def _cumulative() -> Iterator[Kind]:
    for at, heading in enumerate((
        "2008—2016年累计政府信息公开情况统计表", "政府信息公开情况统计表（自2008年以来累计）", "2008年以来政府信息公开情况统计表", "政府信息公开情况累计统计表",
        "政府信息公开情况统计表（2008年至2016年）", "政府信息公开情况统计表（截至2016年底累计）", "自《条例》施行以来政府信息公开情况统计表", "政府信息公开情况统计表（2008年5月至2016年12月）",
        "历年累计政府信息公开情况统计表", "2015—2016年政府信息公开情况统计表", "政府信息公开情况统计表（数据为2008年以来累计数）",
    )):
        yield Kind(f"all-years-{at}", [*OPENING, heading, ALL], NOTHING, frozenset({"table-left-aside"}))
    yield Kind("all-years-in-a-row", [*OPENING, HEADING, [["2008—2016年累计政府信息公开情况统计表", "", ""], *ALL]], NOTHING, frozenset({"table-left-aside"}))
    yield Kind("the-whole-year", [*OPENING, "2016年全年累计政府信息公开情况统计表", ALL], to_said())
    lost = {row: "!" for row, *_ in LINES if row}
    for at, head in enumerate(("2008年以来累计", "2008—2016年累计数", "历年累计", "自2008年以来累计数", "截至2016年底累计", "总累计")):
        yield Kind(f"all-years-head-{at}", [*OPENING, HEADING, [["统计指标", "单位", head], *ROWS]], lost)
        yield Kind(f"all-years-head-beside-{at}", [*OPENING, HEADING, [["统计指标", "单位", "本年数", head], *[[*row, "999"] for row in ROWS]]], to_said(), formats=TABLES)
    for at, bracket in enumerate(("（自2008年以来累计）", "（累计数）", "（2008-2016年）", "（历年）")):
        rows = [[row[0] + bracket, *row[1:]] if row[0].startswith("（一）收到申请数") else row for row in ROWS]
        yield Kind(f"all-years-row-{at}", [*OPENING, HEADING, [HEAD, *rows]],
                   to_said(**dict.fromkeys((row for row in APPLICATIONS if row.startswith("received")), "!~")))


def _columns() -> Iterator[Kind]:
    lost = {row: "!~./" for row, *_ in LINES if row}
    for at, head in enumerate(("青山县统计局", "城关镇", "县教育局统计数", "各乡镇", "下属单位", "乡镇（街道）", "全县合计", "全县汇总数", "区政府统计数")):
        yield Kind(f"of-another-{at}", [*OPENING, HEADING, [["统计指标", "单位", head], *ROWS]], lost)
    for at, head in enumerate(("青山县水利局", "县水利局", "水利局统计数", "本级", "本机关", "我局", "本单位")):
        yield Kind(f"its-own-{at}", [*OPENING, HEADING, [["统计指标", "单位", head], *ROWS]], to_said())
    for at, head in enumerate(("办理数", "统计数（件）", "本年发生数", "数 值", "2016年", "2016年度数", "本年累计", "1-12月累计", "填报数字", "完成数", "数目", "2016年统计结果")):
        yield Kind(f"a-usual-head-{at}", [*OPENING, HEADING, [["统计指标", "单位", head], *ROWS]], to_said())


def _captions() -> Iterator[Kind]:
    for at, heading in enumerate((
        "2017年政府信息公开工作计划统计表", "2017年度政府信息公开情况统计表", "2017年信息公开目标任务统计表", "2015年全县政务公开工作主要指标统计表", "2016年政府信息公开工作计划表",
        "附表：2017年预计公开情况统计表",
        "全县政府信息公开情况统计表", "青山县2016年政府信息公开情况汇总统计表", "全县水利系统政府信息公开情况统计表",
        "政府信息公开情况统计表（2015年度各项数据）", "2017年青山县水利局信息公开指标分解表",
    )):
        yield Kind(f"caption-{at}", [*OPENING, heading, ALL], NOTHING, frozenset({"table-left-aside"}))
        yield Kind(f"caption-and-year-{at}", [*OPENING, heading, "（2016年度）", ALL], NOTHING, frozenset({"table-left-aside"}), frozenset({"before-the-form"}))
        yield Kind(f"caption-in-a-row-{at}", [*OPENING, [[heading, "", ""], *ALL]], NOTHING, frozenset({"table-left-aside"}))
    for at, heading in enumerate((
        "2016年青山县水利局政府信息公开工作有关数据统计表", "政府信息公开情况统计表（国办发〔2014〕32号）", "政府信息公开工作目标任务完成情况统计表", "（2016年1月1日至2016年12月31日）",
        "填报日期：2017年1月12日", "青山县水利局2016年度信息公开报表",
    )):
        yield Kind(f"own-caption-{at}", [*OPENING, HEADING, heading, ALL], to_said())


def _number_first() -> Iterator[Kind]:
    unclear = {row: "~!" + ("." if text == "" else "") for row, _, _, text in LINES if row}
    same = to_said()
    turned = [[row[2], row[1], row[0]] for row in ROWS]
    yield Kind("columns-turned", [*OPENING, HEADING, [["数量", "单位", "统计指标"], *turned]], same)
    yield Kind("columns-turned-other-heads", [*OPENING, HEADING, [["统计数", "计量单位", "项目"], *turned]], same)
    yield Kind("columns-turned-no-heads", [*OPENING, HEADING, turned], unclear)
    for name, lines in {
        "numbers-before-labels": [text for row, label, _, printed in LINES for text in (printed or "——", label)],
        "numbers-before-labels-no-dashes": [text for row, label, _, printed in LINES for text in ((printed, label) if printed else (label,))],
        "numbers-and-units-before-labels": [text for row, label, unit, printed in LINES for text in (printed or "——", unit or "——", label)],
        "numbers-with-units-before-labels": [text for row, label, unit, printed in LINES for text in ((f"{printed}{unit}", label) if printed else (label,))],
    }.items():
        yield Kind(name, [*OPENING, HEADING, *lines], unclear, formats=("html", "docx", "md", "tabs.txt", "xlsx"))
    one = [f"{printed} {unit} {label}" if printed else label for _, label, unit, printed in LINES]
    yield Kind("numbers-first-in-a-line", [*OPENING, HEADING, *one], {row: "~!." for row, *_ in LINES if row}, formats=PROSE, lacks=frozenset({"table-missing"}))


def _columns_of(rows: Sequence[str]) -> list[tuple[str, str, str, str]]:
    return [line for line in LINES if line[0] in rows]


def _transposed() -> Iterator[Kind]:
    plain = [line for line in LINES if line[0]]
    said = to_said()
    row = [["统计指标", *(label for _, label, *_ in plain)], ["单位", *(unit for _, _, unit, _ in plain)], ["统计数", *(text for *_, text in plain)]]
    yield Kind("turned-whole", [*OPENING, HEADING, row], said, formats=TABLES)
    yield Kind("turned-whole-no-heads", [*OPENING, HEADING, [row[0][1:], row[2][1:]]], said | {"fees": "~", "budget": "~"}, formats=TABLES)
    blocks = [[["统计指标", *(label for _, label, *_ in plain[at:at + 8])], ["数量", *(f"{text}" for *_, text in plain[at:at + 8])]] for at in range(0, len(plain), 8)]
    for block in blocks:
        for line in block:
            line += [""] * (9 - len(line))
    yield Kind("turned-in-strips", [*OPENING, HEADING, [line for block in blocks for line in block]], said | {"fees": "~", "budget": "~"}, formats=TABLES)
    yield Kind("turned-in-tables", [*OPENING, HEADING, *blocks], said | {"fees": "~", "budget": "~"}, formats=TABLES)
    blank = {line[0]: "." for line in plain[8:16]}
    strips = [line[:1] + [""] * 8 if at == 3 else line for at, line in enumerate(line for block in blocks for line in block)]
    yield Kind("turned-in-strips-one-blank", [*OPENING, HEADING, strips], said | {"fees": "~", "budget": "~"} | blank, formats=TABLES)
    two = [row[0], row[2], ["上年数", *["9"] * len(plain)]]
    yield Kind("turned-two-rows", [*OPENING, HEADING, two], said | {"fees": "~", "budget": "~"}, formats=TABLES)
    two = [row[0], ["城关镇", *["9"] * len(plain)], ["东关镇", *(text for *_, text in plain)]]
    yield Kind("turned-of-others", [*OPENING, HEADING, two], {r: "~!" for r, *_ in LINES if r}, formats=TABLES)


def _prose() -> Iterator[Kind]:
    said = to_said()

    def clause(line: tuple[str, str, str, str]) -> str:
        _, label, unit, printed = line
        return f"{label}{printed if printed else '0' * 0}{unit}" if line[3] and line[3] != "/" else f"{label}：{printed}"

    quiet = frozenset({"section-beyond-form", "section-not-found", "table-missing"})
    yield Kind("one-run", [*OPENING, HEADING, "；".join(map(clause, LINES)) + "。"], said, formats=PROSE, lacks=quiet)
    full = [line for line in LINES if (line[3] and line[3] != "/") or not line[0]]
    missing = {line[0]: "!" for line in LINES if line not in full}
    glued = "".join((clause(line) + "；") if line[0] else line[1] + "：" for line in full)
    yield Kind("one-run-glued-heads", [*OPENING, HEADING, glued.rstrip("；") + "。"], said | missing, formats=PROSE, lacks=quiet)
    yield Kind("one-run-glued-no-heading", [*OPENING, glued.rstrip("；") + "。"], said | missing, formats=PROSE, lacks=quiet)
    sections: list[str] = []
    for line in full:
        if (not line[0] or (line[0] in ("review", "litigation", "complaints", "fees"))) and line[1][0] != "（":
            sections.append("")
        sections[-1] += (clause(line) + "；") if line[0] else line[1] + "："
    yield Kind("a-run-a-section", [*OPENING, HEADING, *(text.rstrip("；") + "。" for text in sections)], said | missing, formats=PROSE, lacks=quiet)
    yield Kind("a-line-a-row", [*OPENING, HEADING, *map(clause, LINES)], said, formats=PROSE, lacks=quiet)
    brackets = [f"{label}（{unit}）：{printed or '——'}" for _, label, unit, printed in LINES]
    yield Kind("a-line-a-row-units-in-brackets", [*OPENING, HEADING, *brackets], to_said(by_wechat="/"), formats=PROSE, lacks=quiet)
    half = (len(LINES) + 1) // 2
    left, right = LINES[:half], [*LINES[half:], ("", "", "", "")]
    spaced = ["   ".join((one[1], one[2] or "——", one[3] or "——", other[1], other[2] or "——", other[3] or "——")).rstrip("— ") if not other[1]
              else "   ".join((one[1], one[2] or "——", one[3] or "——", other[1], other[2] or "——", other[3] or "——")) for one, other in zip(left, right, strict=False)]
    yield Kind("halves-in-spaces", [*OPENING, HEADING, "   ".join((*HEAD, *HEAD)), *spaced], to_said(by_wechat="/"), formats=("html", "docx", "md", "tabs.txt"), lacks=quiet)


def _samples() -> Iterator[Kind]:
    blank = [HEAD, *[[row[0], row[1], ""] for row in ROWS]]
    filled = [HEAD, *[[row[0], row[1], "123"] for row in ROWS]]
    for at, heading in enumerate(("附件1：政府信息公开情况统计表（样表）", "样表", "统计表样式", "附件1：填表示例")):
        for name, sample in (("blank", blank), ("filled", filled)):
            yield Kind(f"sample-{at}-{name}", [*OPENING, heading, sample, "附件2：政府信息公开情况统计表", ALL], to_said(), lacks=frozenset({"table-missing"}))
            yield Kind(f"sample-{at}-{name}-plain", [*OPENING, heading, sample, "政府信息公开情况统计表", ALL], to_said(), lacks=frozenset({"table-missing"}))
    yield Kind("how-to-fill-in", [*OPENING, "填表说明", "一、本表由各单位填写。", "二、没有的填“0”。", "政府信息公开情况统计表", ALL], to_said(), lacks=frozenset({"table-missing"}))
    yield Kind("how-to-fill-in-behind", [*OPENING, "政府信息公开情况统计表", ALL, "填表说明", "一、本表由各单位填写。"], to_said(), lacks=frozenset({"table-missing"}))
    yield Kind("a-sample-alone", [*OPENING, "样表", "政府信息公开情况统计表", ALL], NOTHING, frozenset({"table-left-aside"}))


def _words() -> Iterator[Kind]:
    blank = [f"{label} {printed}{unit}" if row != "information_disclosed" else label for row, label, unit, printed in LINES]
    yield Kind("label-with-a-number-in-it", [*OPENING, HEADING, *blank], to_said(information_disclosed="!."), formats=PROSE)
    no_unit = [["统计指标", "统计数"], *[[row[0], row[2]] for row in ROWS]]
    unsaid = to_said(fees="~", budget="~")
    told, others = frozenset({"amount-without-unit"}), frozenset({"row-ambiguous"})
    yield Kind("money-without-a-unit", [*OPENING, HEADING, no_unit], unsaid, told, others, formats=("html", "docx", "xlsx"))
    in_texts = ("md", "tabs.txt", "pipes.txt", "lines.txt")  # what else stood beside it there nobody knows
    yield Kind("money-without-a-unit-in-a-text", [*OPENING, HEADING, no_unit], unsaid, frozenset({"amount-unit-not-found"}), told | others, formats=in_texts)
    for at, unit in enumerate(("，单位万元，", "，万元，", "，单位：万元", " 单位 万元 ", "（万元）")):
        def worded(text: str, unit: str = unit) -> str:
            return text.replace("专项经费（", f"专项经费{unit}（").replace("收取的费用", f"收取的费用{unit.rstrip('，')}")

        rows = [[worded(label), "" if worded(label) != label else unit_cell, printed] for label, unit_cell, printed in ROWS]
        yield Kind(f"unit-in-the-label-{at}", [*OPENING, HEADING, [HEAD, *rows]], to_said(), lacks=told | {"amount-unit-not-found"}, formats=TABLES)


def _shapes() -> Iterator[Kind]:
    """Shapes of lists that a reader reads without a thought."""
    said, dashed = to_said(), to_said(by_wechat="/")
    lines = ("html", "docx", "md", "tabs.txt")
    for at, written in enumerate(("　　{label}……………{text}{unit}", "● {label}：{text}{unit}", "- {label}：{text} {unit}")):
        texts = [written.format(label=label, text=text or "——", unit=unit if text and text != "/" else "") for _, label, unit, text in LINES]
        yield Kind(f"leaders-and-bullets-{at}", [*OPENING, HEADING, *texts], dashed, formats=lines)
    inside = [f"{label}（{text}{unit}）" for row, label, unit, text in LINES if row and text and text != "/"]
    yield Kind("numbers-in-brackets", [*OPENING, HEADING, *inside], to_said(by_wechat="!", microblog_responses="!"), formats=lines)
    yield Kind("one-cell-a-row", [*OPENING, HEADING, [[f"{label}：{text or '——'}{unit if text and text != '/' else ''}"] for _, label, unit, text in LINES]], dashed)
    levels = [["一级指标", "二级指标", "三级指标", "单位", "数值"]]
    for label, unit, text in ROWS:
        at = 0 if label[1] == "、" else 1 if label[0] in "（制" else 2
        levels.append([*(label if i == at else "" for i in range(3)), unit, text])
    yield Kind("levels-in-columns", [*OPENING, HEADING, levels], said, formats=("html", "docx", "tabs.txt"))
    yield Kind("halves-of-the-year", [*OPENING, HEADING, [["统计指标", "单位", "1-6月", "7-12月", "1-12月"], *[[*row[:2], "1", "2", row[2]] for row in ROWS]]], said,
               formats=TABLES)
    numbered = [[f"（{row[0][0]}）{row[0][2:]}" if row[0][1] == "." else row[0], *row[1:]] for row in ROWS]
    yield Kind("digits-in-brackets", [*OPENING, HEADING, [HEAD, *numbered]], said)
    yield Kind("units-first", [*OPENING, HEADING, [["单位", "统计指标", "统计数"], *[[row[1], row[0], row[2]] for row in ROWS]]], said)
    strips = [text for at in range(0, len(LINES), 6) for part in (1, 3) for text in [line[part] or "——" for line in LINES[at:at + 6] if line[0]]]
    yield Kind("strips-a-cell-a-line", [*OPENING, HEADING, [[text] for text in strips]], {row: "~!" for row, *_ in LINES if row}, formats=("lines.txt",))
    yield Kind("a-point-on-those-below", [*OPENING, "（四）下属单位情况", "附件", "政府信息公开情况统计表", ALL], said)
    yield Kind("a-link-to-another-year", [*OPENING, HEADING, "上一篇：2015年政府信息公开情况统计表", ALL], said)
    disputes = [line for line in LINES if line[0].startswith(("review", "litigation"))]
    at = LINES.index(disputes[0])
    across = [["行政复议数量", *[""] * 3, "行政诉讼数量", *[""] * 3], [line[1] if "_" in line[0] else "总数" for line in disputes], [line[3] for line in disputes]]
    yield Kind("a-part-across", [*OPENING, HEADING, [HEAD, *to_rows(LINES[:at])], "四、行政复议和行政诉讼情况", across, [HEAD, *to_rows(LINES[at + 8:])]], said,
               formats=("html", "docx"))


def _numberings() -> Iterator[Kind]:
    """The rows numbered in other styles than the form's; and numbers before labels that count no rows, but may be what they amount to."""
    chinese, roman, ringed = "一二三四五六七八九十", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", "①②③④⑤⑥⑦⑧⑨"

    def path(mark: str) -> Callable[[tuple[int, ...]], str]:
        return lambda at: mark.join(map(str, at))

    def levels(*written: Callable[[int], str]) -> Callable[[tuple[int, ...]], str]:
        return lambda at: written[len(at) - 1](at[-1])

    point, item = (lambda n: f"（{chinese[n - 1]}）"), (lambda n: f"{n}.")
    styles: tuple[Callable[[tuple[int, ...]], str], ...] = (
        lambda at: path(".")(at) + " ", lambda at: f"（{path('.')(at)}）", path("-"), lambda at: path("．")(at) + "、", lambda at: f"[{path('.')(at)}]",
        lambda at: ".".join((roman[at[0] - 1], *map(str, at[1:]))) + " ", levels(lambda n: roman[n - 1] + "、", item, lambda n: f"{n}) ", lambda n: ringed[n - 1]),
        levels(lambda n: f"{'ABCDEFGHI'[n - 1]}. ", lambda n: f"{'abcdefghi'[n - 1]}) ", item, lambda n: ringed[n - 1]),
        levels(lambda n: f"第{chinese[n - 1]}部分 ", point, item, lambda n: f"（{n}）"), levels(lambda n: "壹贰叁肆伍陆柒捌玖"[n - 1] + "、", point, item, lambda n: f"({n})"),
        lambda at: f"{chinese[at[0] - 1]}{point(at[1]) if at[1:] else '、'}{path('.')(at[2:])}", lambda at: "".join(f"{n:02}" for n in at) + " ",
        lambda at: f"{'ABCDEFGHI'[at[0] - 1]}{''.join(f'{n:02}' for n in at[1:])} ", lambda at: "— " * (len(at) - 1),
    )
    for at, style in enumerate(styles):
        rows = [[style(where) + _unnumbered(line[1]), line[2] or "——", line[3] or ("" if line[0] else "——")] for where, line in zip(_outline(), LINES, strict=True)]
        yield Kind(f"numbered-{at}", [*OPENING, HEADING, [HEAD, *rows]], to_said())
    unclear = {row: "~!" for row, *_ in LINES if row}
    for at, written in enumerate(("{} {}", "{}{}", "（{}）{}")):
        rows = [[written.format(text, _unnumbered(label)) if text else label, unit, ""] for row, label, unit, text in LINES]
        yield Kind(f"amounts-before-labels-{at}", [*OPENING, HEADING, [HEAD, *rows]], unclear, formats=TABLES)


def _unnumbered(label: str) -> str:
    return re.sub(r"^(?:其中：)?(?:[一二三四五六七八九]、|（[一二三四]）|\d\.)?", "", label)


def _outline() -> Iterator[tuple[int, ...]]:
    """Where each of LINES stands: section, point, item, part of an item."""
    at = [0, 0, 0, 0]
    for row, label, *_ in LINES:
        depth = 0 if label[1] == "、" else 1 if label[0] == "（" else 2 if label[0].isdigit() and not row.startswith("refused_") else 3
        at = [*at[:depth], at[depth] + 1, *[0] * (3 - depth)]
        yield tuple(number for number in at[: depth + 1] if number)


def _reworded() -> Iterator[Kind]:
    """A sum under a label of the place's own, over the form's parts: they are read where it can be no other, and in doubt where it may be."""
    def worded(row: str, label: str) -> list[Block]:
        return [*OPENING, HEADING, [HEAD, *to_rows(tuple((r, label if r == row else x, unit, text) for r, x, unit, text in LINES))]]

    for at, (row, label) in enumerate((
        ("received", "（一）受理申请件数"), ("closed", "（二）申请办理完毕件数"), ("answered", "（三）对申请作出答复情况"), ("refused", "4.拒绝公开答复件数"),
        ("review", "四、行政复议案件总量"), ("litigation", "五、行政诉讼案件总量"), ("staff", "（三）信息公开工作人员情况"),
    )):
        yield Kind(f"reworded-sum-{at}", worded(row, label), to_said(**{row: "!"}), lacks=frozenset({"sum-unknown", "row-added"}))
    for at, (row, label) in enumerate((
        ("received", "（一）上年收到申请情况"), ("review", "四、行政裁决案件"), ("litigation", "五、行政赔偿案件"), ("received", "（一）各乡镇收到申请情况"), ("staff", "（三）其他队伍"),
    )):
        parts = {r: "!~" for r, *_ in LINES if r.startswith(f"{row}_") or (row == "staff" and r in ("full_time_staff", "part_time_staff"))}
        yield Kind(f"another-sum-{at}", worded(row, label), to_said(**{row: "!~"}, **parts))


def _page_numbers() -> Iterator[Kind]:
    """The number of a page in a row of the list, or on a line between its halves: marked as one it is left out, bare it may be the row's above."""
    at = next(i for i, row in enumerate(ROWS) if row[0].startswith("（一）收到申请数")) + 1
    for number, text in enumerate(("- 3 -", "第3页 共5页", "—3—", "3/5", "第三页")):
        for column in (0, 2):
            row = ["", "", ""]
            row[column] = text
            yield Kind(f"page-number-{column}-{number}", [*OPENING, HEADING, [HEAD, *ROWS[:at], row, *ROWS[at:]]], to_said())
        yield Kind(f"page-number-between-{number}", [*OPENING, HEADING, [HEAD, *ROWS[:at]], text, ROWS[at:]], to_said(), formats=TABLES)
    yield Kind("page-number-bare", [*OPENING, HEADING, [HEAD, *ROWS[:at], ["3", "", ""], *ROWS[at:]]], to_said(received="~"))


def _in_pieces() -> Iterator[Kind]:
    """A row in two or three rows of the page: together where one of them has the number beside a piece of the label, in doubt where none of them has."""
    for number, name in enumerate(("normative_documents_issued", "refused_other_law", "full_time_staff", "trainings")):
        at = next(i for i, line in enumerate(LINES) if line[0] == name)
        label, unit, text = ROWS[at]
        third = len(label) // 3
        one, two, three = label[:third], label[third:2 * third], label[2 * third:]
        for place in range(3):
            pieces = [[piece, unit if i == place else "", text if i == place else ""] for i, piece in enumerate((one, two, three))]
            yield Kind(f"in-three-rows-{place}-{number}", [*OPENING, HEADING, [HEAD, *ROWS[:at], *pieces, *ROWS[at + 1:]]], to_said(), formats=TABLES)
        above = [["", unit, text], [one, "", ""], [two + three, "", ""]]
        unclear = to_said(**{LINES[at - 1][0]: (LINES[at - 1][3] or ".") + "~", name: "!~"})
        yield Kind(f"label-below-its-number-{number}", [*OPENING, HEADING, [HEAD, *ROWS[:at], *above, *ROWS[at + 1:]]], unclear)
    at = next(i for i, line in enumerate(LINES) if line[0] == "information_disclosed")
    label, *rest = ROWS[at]
    cut = label.index("（", 1) + 1
    for number, pieces in enumerate(([[label[:cut], "", ""], [label[cut:], *rest]], [[label[:cut], *rest], [label[cut:], "", ""]])):
        yield Kind(f"cut-behind-a-bracket-{number}", [*OPENING, HEADING, [HEAD, *ROWS[:at], *pieces, *ROWS[at + 1:]]], to_said())


def _joined() -> Iterator[Kind]:
    """Two rows of the list in one of the page, a line each; and a number in the cell of the row beside its own."""
    for number, name in enumerate(("received_by_fax", "full_time_staff", "granted")):
        at = next(i for i, line in enumerate(LINES) if line[0] == name)
        one, two = ROWS[at:at + 2]
        rows = [HEAD, *ROWS[:at], ["\n".join(pair) for pair in zip(one, two, strict=True)], *ROWS[at + 2:]]
        yield Kind(f"two-rows-in-one-{number}", [*OPENING, HEADING, rows], to_said(), formats=("html", "docx", "xlsx"))
        unclear = to_said(**{LINES[at][0]: "~?!", LINES[at + 1][0]: "~?!"})
        rows = [HEAD, *ROWS[:at], [f"{one[0]}\n{two[0]}", one[1], one[2]], *ROWS[at + 2:]]
        yield Kind(f"two-rows-and-one-number-{number}", [*OPENING, HEADING, rows], unclear, formats=("html", "docx", "xlsx"))
        rows = [HEAD, *ROWS[:at], [*one[:2], f"{one[2]}\n{two[2]}"], [*two[:2], ""], *ROWS[at + 2:]]
        yield Kind(f"two-numbers-in-one-{number}", [*OPENING, HEADING, rows], unclear, formats=("html", "docx", "xlsx"))
