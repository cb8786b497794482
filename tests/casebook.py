"""The documents of tests/cases: what each is, and how it was made.

    python -m tests.casebook [NAME…]     makes the documents again (all, or those named); never what `show` should print for them

In: nothing. Out: files in tests/cases. Not its business: the .expected beside each; a person reads it against the document, line by line.
All bodies and figures are made up, all words are our own. A name begins with the quirk that the document is about.
"""

from __future__ import annotations

import email.message
import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

from editions.flat import table_chunks
from editions.grids import NOTE_CELL, grid_of, ordered
from editions.press import program
from editions.press import with_fixed_dates as with_fixed_dates_in_pdf
from editions.source import HEADINGS, Table
from editions.word import with_fixed_dates
from gongkai import readers
from tests.quirks.paper import LAYOUT_FORM, add_table, new_document, parts, tables, to_docx, to_page, to_text
from tests.statistics_documents import case_halves, case_lines, case_word
from tests.test_formats import grid_to_ofd, ofd, ofd_text

CASES = Path(__file__).parent / "cases"
Maker = Callable[[], str | bytes]
MAKERS: dict[str, Maker] = {}

PRINT_STYLE = (
    "<style>@page{size:A4;margin:18mm}body{font:11pt 'Liberation Sans','Droid Sans Fallback'}h1{font-size:15pt;text-align:center;font-weight:normal}"
    "h2{font-size:12pt;font-weight:normal}table{border-collapse:collapse;width:100%;font-size:8pt}td{border:.7pt solid #000;text-align:center}"
    "td.label{text-align:left}td.vertical span{display:inline-block;width:1em;line-break:anywhere}tr{break-inside:avoid}</style></head>"
)


def case(name: str) -> Callable[[Maker], Maker]:
    def keep(maker: Maker) -> Maker:
        MAKERS[name] = maker
        return maker

    return keep


def printed(page: str, style: str = "") -> bytes:
    """Printed by Chromium, without the structure that would triple its size."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program("chromium", "chromium-browser", "google-chrome"), args=["--no-sandbox"])
        sheet = browser.new_page()
        sheet.set_content(page.replace("</head>", PRINT_STYLE).replace("</head>", f"<style>{style}</style></head>"))
        made = sheet.pdf(prefer_css_page_size=True, tagged=False)
        browser.close()
    return with_fixed_dates_in_pdf(made)


def office(document: bytes, suffix: str, target: str = "") -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "x.docx").write_bytes(document)
        start = [program("soffice", "libreoffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        subprocess.run(
            [*start, "--convert-to", target or suffix, "--outdir", folder, f"{folder}/x.docx"], check=True, capture_output=True, timeout=800
        )
        return Path(folder, f"x.{suffix}").read_bytes()


def printed_by_office(document: bytes) -> bytes:
    untagged = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"false"},"ExportBookmarks":{"type":"boolean","value":"false"}}'
    return with_fixed_dates_in_pdf(office(document, "pdf", untagged))


def plain(page: str) -> str:
    return re.sub(r' class="\w+"', "", page)


# --- the forms themselves -------------------------------------------------------------------------------------------


def blank(version: str) -> bytes:
    empty = {f"{t.id} {r}": "|".join([""] * len(v)) for t in tables(version).values() for r, v in t.rows.items()}
    made = tables(version, empty)
    document = new_document()
    document.add_paragraph("政府信息公开工作年度报告格式")
    for heading, table in zip(list(HEADINGS.values())[1:4], made.values(), strict=True):
        document.add_paragraph(heading)
        add_table(document, table)
    written = io.BytesIO()
    document.save(written)
    return with_fixed_dates(written.getvalue())


@case("blank-2019.docx")
def blank_2019() -> bytes:
    return blank("2019-60")


@case("blank-2021.docx")
def blank_2021() -> bytes:
    return blank("2021-30")


# --- Word -----------------------------------------------------------------------------------------------------------


@case("q13-notes-in-cells.docx")
def notes_in_cells() -> bytes:
    rows = {"proactive_disclosure rules": "22（其中修订 16 件）|3|235", "proactive_disclosure normative_documents": "41|55\n（含自然失效 29 件）|310"}
    note = "注：行政复议、行政诉讼数量含上年度结转数量。"
    return with_fixed_dates(to_docx(tables(rows=rows), title="云岭市人民政府{year}年政府信息公开工作年度报告", year=2025, prose={4: (note,)}))


@case("q04-one-row-of-other-disposal.docx")
def one_row_of_other_disposal() -> bytes:
    rows = {
        "proactive_disclosure licensing": "40|+1036|300",
        "proactive_disclosure penalties": "52|-8|11",
        "proactive_disclosure central_procurement": "3|251000元",
    }
    return with_fixed_dates(to_docx(tables("2019-60", rows), title="云岭市水务局{year}年政府信息公开工作年度报告", year=2020))


@case("q43-blank-cells.docx")
def blank_cells() -> bytes:
    rows = {
        "requests new_received": "20|3|1||2||26",
        "requests carried_in": "2||||||2",
        "requests granted": "9|1|||1||11",
        "requests denied_state_secret": "||||||",
        "disputes review": "4|1||2|7",
        "disputes litigation_direct": "||||",
        "proactive_disclosure rules": "||",
    }
    return with_fixed_dates(to_docx(tables(rows=rows), title="青禾县人民政府办公室{year}年政府信息公开工作年度报告"))


@case("q17-old-word.doc")
def old_word() -> bytes:
    made = to_docx(
        tables(rows={"requests denied_process_info": "0|1|0|0|0|0|1", "requests granted": "9|-|0|0|1|0|10"}),
        title="青禾县林业局{year}年政府信息公开工作年度报告",
        year=2022,
    )
    return office(made, "doc")


@case("q29-kingsoft.wps")
def kingsoft() -> bytes:
    return office(to_docx(tables("2019-60"), title="青禾县河包镇{year}年政务公开年报", year=2019), "doc")


# --- pages ----------------------------------------------------------------------------------------------------------


@case("q44-content-system-gb18030.html")
def content_system() -> bytes:
    metadata = (
        "<table><tr><td>名称</td><td>青禾县财政局2021年政府信息公开工作年度报告</td><td>索引号</td><td>QH012/2022-00017</td></tr>"
        "<tr><td>发布机构</td><td>青禾县人民政府办公室</td><td>公开日期</td><td>2022-01-17</td></tr></table>"
    )
    nav = '<div class="nav"><ul><li>首页</li><li>繁體版</li><li>无障碍</li></ul></div><div>字体：大 中 小 打印 分享</div>'
    page = to_page(title="青禾县财政局{year}年政府信息公开工作年度报告", year=2021).replace("utf-8", "gb2312")
    page = page.replace("<body>", f'<body>{nav}{metadata}<div id="zoom" class="TRS_Editor">').replace(
        "</body>", "</div><div>ICP备12345678号 网站地图</div></body>"
    )
    return plain(page).encode("gb18030")


@case("q14-word-markup-digits-over-spans.html")
def word_markup() -> str:
    def dress(match: re.Match[str]) -> str:
        text = match[2]
        inner = f"<font>{text[:1]}</font></span><span lang=EN-US>{text[1:]}" if text.isdigit() and len(text) > 1 else text
        return f"<td{match[1]}><p class=MsoNormal style='text-align:center'><span lang=EN-US>{inner}<o:p></o:p></span></p></td>"

    rows = {
        "requests new_received": "120|13|1|0|2|0|136",
        "requests carried_in": "12|0|0|0|0|0|12",
        "requests outcome_total": "130|12|1|0|1|0|144",
        "requests granted": "119|10|0|0|1|0|130",
        "requests carried_out": "2|1|0|0|1|0|4",
    }
    page = plain(to_page(tables(rows=rows), title="青禾县教育局{year}年政府信息公开工作年度报告"))
    page = page.replace("2023年", "<span><font>20</font></span><span>23</span>年")
    return re.sub(r"<td([^>]*)>([^<]*)</td>", dress, page)


@case("q47-layout-table-no-borders.html")
def layout_table() -> str:
    page = plain(to_page(title="青禾县河包镇人民政府{year}年政府信息公开工作年度报告")).replace(
        "<table>", '<table style="border:none" cellspacing="0">'
    )
    return page.replace("<body>", '<body><table width="980"><tr><td width="200">首页<br>年报</td><td>').replace(
        "</body>", "</td></tr></table></body>"
    )


@case("q46-table-as-picture.html")
def table_as_picture() -> str:
    made = {k: v for k, v in tables().items() if k != "requests"}
    page = plain(to_page(made, title="青禾县统计局{year}年政府信息公开工作年度报告"))
    return page.replace("申请情况</h2>", '申请情况</h2>\n<p><img src="t1.png" width="700" height="900"></p>', 1)


@case("q07-blank-zero-dash.html")
def blank_zero_dash() -> str:
    rows = {
        "requests new_received": "0|\u00a0|\u00a0|\u00a0|\u00a0|\u00a0|0",
        "requests carried_in": "0|/|/|/|/|/|0",
        "requests granted": "-|—|－|无|不涉及|N/A|0",
        "requests outcome_total": "0|0|0|0|0|0|0",
        "requests carried_out": "0|0|0|0|0|0|0",
        "proactive_disclosure rules": "/|/|/",
    }
    zero = {f"requests {r}": "|".join("0" * 7) for r in tables()["requests"].rows}
    page = to_page(tables(rows=zero | rows), title="青禾县发展和改革局{year}年政府信息公开工作年度报告", prose={1: ("全年未收到政府信息公开申请。",)})
    return plain(page)


@case("q46-scripts-only.html")
def scripts_only() -> str:
    head = '<title>政府信息公开年报</title><script src="js/chunk-vendors.js"></script>'
    return f'<!DOCTYPE html><html><head>{head}</head><body><div id="app"></div></body></html>\n'


@case("q01-before-the-form.html")
def before_the_form() -> str:
    return (
        "<html><head><meta charset=utf-8></head><body><h1>青禾县2012年政府信息公开工作年度报告</h1><p>一、概述</p>"
        "<p>全年主动公开信息1200条，受理申请15件。</p>"
        "<table><tr><td>指标名称</td><td>单位</td><td>数量</td></tr><tr><td>主动公开信息数</td><td>条</td><td>1200</td></tr>"
        "<tr><td>收到申请数</td><td>件</td><td>15</td></tr></table></body></html>\n"
    )


@case("n-statistics-halves.html")
def statistics_in_halves() -> bytes:
    return case_halves()


@case("n-statistics-lines.txt")
def statistics_a_cell_a_line() -> bytes:
    return case_lines()


@case("n-statistics-two-pages.docx")
def statistics_on_two_pages() -> bytes:
    return with_fixed_dates(case_word())


@case("q32-sections-numbered-twice.html")
def sections_numbered_twice() -> str:
    prose = {
        1: (
            "一、组织领导情况",
            "领导小组由分管负责人任组长。",
            "三、主动公开工作情况",
            "全年公开信息120条，其中机构职能20条，政策文件30条，其他70条。",
            "四、政府信息公开申请情况",
            "全年收到政府信息公开申请28件，办结25件，结转下年度3件。",
        )
    }
    headings = {
        2: "一、主动公开政府信息情况",
        3: "二、收到和处理政府信息公开申请情况",
        4: "三、政府信息公开行政复议、行政诉讼情况",
        5: "四、存在的主要问题及改进情况",
        6: "五、其他需要报告的事项",
    }
    return plain(to_page(title="{year} 年青禾县科技局政府信息公开工作年度报告", year=2024, prose=prose, headings=headings))


@case("q18-hidden-characters.html")
def hidden_characters() -> str:
    page = plain(to_page(title="青禾县民政局{year}年政府信息公开工作年度报告"))
    return "\ufeff" + page.replace("予以公开", "予\u200b以\u202a公\u2060开").replace(">20<", ">\u200f2\u200b0\ufeff<").replace("一、", "⼀、")


@case("n-prose-and-tables-differ.html")
def prose_and_tables_differ() -> str:
    prose = {
        0: ("统计期限自2023年1月1日起至2023年12月30日止。",),
        1: (
            "全年收到政府信息公开申请30件，答复25件，其中予以公开11件，部分公开4件。自然人申请20件。",
            "因政府信息公开被申请行政复议9件，行政诉讼5件。",
            "承办人大建议5件（独办1件、主办1件、会办4件）。",
        ),
        5: ("无。",),
    }
    return plain(to_page(title="青禾县交通运输局{year}年政府信息公开工作年度报告", prose=prose))


@case("q44-archive.mht")
def archive() -> bytes:
    page = plain(to_page(title="青禾县文化和旅游局{year}年政府信息公开工作年度报告"))
    message = email.message.EmailMessage()
    message["From"] = "<Saved by a browser>"
    message.set_content("x")
    message.clear_content()
    message.add_related(page.encode("gb18030"), "text", "html", cte="quoted-printable", params={"charset": "gb18030"})
    message.set_boundary("----=_Part_1")
    return message.as_bytes()


# --- text and Markdown ----------------------------------------------------------------------------------------------


@case("q37-a-table-a-group.txt")
def a_table_a_group() -> str:
    groups = [
        "partially_granted",
        "denied_state_secret",
        "unable_not_held",
        "not_processed_petition",
        "other_correction_overdue",
        "outcome_total",
        "carried_out",
    ]
    return to_text(tables(layout={"split_before": groups}), title="青禾县农业农村局{year}年政府信息公开工作年度报告")


@case("q16-total-fell-out-gb18030.txt")
def total_fell_out() -> bytes:
    text = to_text(setter="tabs", title="青禾县司法局{year}年政府信息公开工作年度报告").replace("\t2\t0\t0\t0\t1\t0\t3", "\t2\t0\t0\t0\t1\t0\t\t")
    return text.replace("四、政府信息公开行政复议", "3\n\n四、政府信息公开行政复议").encode("gb18030")


@case("q10-dashes-utf-16.txt")
def dashes() -> bytes:
    rows = {f"requests {r}": "|".join("-" * 7) for r in tables()["requests"].rows} | {
        f"disputes {r}": "|".join("-" * 5) for r in tables()["disputes"].rows
    }
    return to_text(tables(rows=rows), "pipes", title="青禾县残疾人联合会{year}年政府信息公开工作年度报告").encode("utf-16")


@case("q43-a-cell-a-line.txt")
def a_cell_a_line() -> str:
    rows = {"requests denied_third_party": "1||1|0|0|0|2", "requests carried_in": "2|0|0|0|0|0|2"}
    return to_text(tables("2019-60", rows), "cell_a_line", title="青禾县商务局{year}年政府信息公开工作年度报告", year=2020)


@case("q40-poured.txt")
def poured() -> str:
    labels = [entry.labels["2021-30"] for entry in LAYOUT_FORM.of("requests", "row", "2021-30")]
    numbers = [n for values in tables()["requests"].rows.values() for n in values]
    lines = ["青禾县信访局2023年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", *labels, *numbers, "- 4 -", "1.", "2023年12月31日"]
    return "\n\n".join(lines) + "\n"


@case("q41-a-row-dropped.txt")
def a_row_dropped() -> str:
    text = to_text(title="青禾县审计局{year}年政府信息公开工作年度报告")
    return "\n".join(line for line in text.split("\n") if "2.其他法律" not in line)


@case("s5-identical-cells-dropped.txt")
def identical_cells_dropped() -> str:
    text = to_text(title="蒲河县气象局{year}年政府信息公开工作年度报告")
    for table in tables().values():
        for values in table.rows.values():
            text = text.replace("\t" + "\t".join(values), "\t" + "\t".join(dict.fromkeys(values)))
    return text


@case("s5-dates-that-lost-letters.txt")
def dates_that_lost_letters() -> str:
    prose = {
        0: ("依照国办公开办函〔202130号编制，统计期限自202311日起至20231231日止。", "发布日期：2024-01-17"),
        6: ("没有其他需要报告的事项。", "青禾县卫生健康局", "2024年1月17日"),
    }
    return to_text(title="政府信息公开工作年度报告", prose=prose)


@case("q15-a-digit-lost.txt")
def a_digit_lost() -> str:
    rows = {"disputes review": "2|0|1|0|12", "requests granted": "9|1|0|0|1|0|1", "requests new_received": "20|3|1|0|2|0|26"}
    return to_text(tables(rows=rows), title="青禾县公安局{year}年政府信息公开工作年度报告")


@case("q39-four-tables.md")
def four_tables() -> str:
    text = to_text(setter="pipes", title="# 青禾县市场监督管理局{year}年政府信息公开工作年度报告")
    return re.sub(r"\| (第二十条第（[五六八]）项) \| \| \| \|\n", r"\n\1\n\n", text)


@case("q27-wrong-header-over-the-rest.md")
def wrong_header() -> str:
    rows = table_chunks(LAYOUT_FORM, tables()["requests"])[0]
    at = next(i for i, line in enumerate(rows) if "（六）其他处理" in line)
    upper, lower = rows[:at], [[line[-8], *line[-7:]] for line in rows[at:]]
    lower[0][0] = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    wrong = ["项目", "本年新收件数", "上年结转件数", "予以公开", "部分公开", "不予公开", "其他", "总计"]
    text = to_text(setter="pipes", title="# 青禾县应急管理局{year}年政府信息公开工作年度报告")
    head, rest = text.split(f"| {NOTE_CELL}", 1)
    tail = rest.split("\n\n", 1)[1]
    return head + bars(upper) + "\n" + bars([wrong, *lower]) + "\n" + tail


def bars(rows: list[list[str]]) -> str:
    width = max(len(line) for line in rows)
    lines = ["| " + " | ".join([*line, *[""] * (width - len(line))]) + " |" for line in rows]
    return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]]) + "\n"


@case("q19-numbers-without-a-label.md")
def numbers_without_a_label() -> str:
    text = to_text(setter="pipes", title="# 青禾县人力资源和社会保障局{year}年政府信息公开工作年度报告")
    line = next(one for one in text.split("\n") if "2.其他法律行政法规禁止公开" in one)
    label = "|  |  | 2.其他法律行政法规禁止公开 |" + " |" * 7
    return text.replace(line, label + "\n|  |  |  | 0 | 0 | 0 | 0 | 0 | 0 | 0 |")


# --- PDF ------------------------------------------------------------------------------------------------------------


@case("q21-vertical-label-chromium.pdf")
def vertical_label() -> bytes:
    return printed(to_page(title="青禾县自然资源局{year}年政府信息公开工作年度报告"))


@case("q28-title-over-lines-libreoffice.pdf")
def title_over_lines() -> bytes:
    made = tables(
        rows={
            "requests new_received": "1,220|3|1|0|2|0|1,226",
            "requests outcome_total": "1,220|3|1|0|1|0|1,225",
            "requests granted": "1,209|1|0|0|1|0|1,211",
        }
    )
    document = new_document()
    for kind, text in [
        ("title", "青禾县住房和城乡"),
        ("title", "建设局2024年政府信息公开工作"),
        ("title", "年度报告"),
        *parts(made, lambda t: t.id)[1:],
    ]:
        if kind == "table":
            add_table(document, made[text])
        else:
            document.add_paragraph(text)
    written = io.BytesIO()
    document.save(written)
    return printed_by_office(written.getvalue())


@case("q05-hybrid-of-two-forms-chromium.pdf")
def hybrid() -> bytes:
    made = {**tables("2021-30"), "requests": tables("2019-60")["requests"], "disputes": tables("2019-60")["disputes"]}
    return printed(to_page(made, title="洪湖县人民政府{year}年政府信息公开工作年度报告"))


@case("q34-page-breaks-chromium.pdf")
def page_breaks() -> bytes:
    page = to_page(title="青禾县生态环境局{year}年政府信息公开工作年度报告")
    return printed(page, "@page{@bottom-center{content:'- ' counter(page) ' -';font:9pt 'Liberation Sans'}}td{padding:2.2mm 1mm}")


@case("q09-blank-cells-in-print-libreoffice.pdf")
def blank_cells_in_print() -> bytes:
    rows = {
        "requests new_received": "20|3|1||2||26",
        "requests granted": "9|1|||1||",
        "requests partially_granted": "2|1|||||",
        "disputes review": "8|||1|9",
        "disputes litigation_after_review": "||||",
        "proactive_disclosure rules": "22（其中修订16件）|0|235",
    }
    return printed_by_office(to_docx(tables(rows=rows), title="青禾县人民政府办公室{year}年政府信息公开工作年度报告", year=2022))


# --- workbooks ------------------------------------------------------------------------------------------------------


@case("q11-numbers-as-text.xlsx")
def numbers_as_text() -> bytes:
    rows = {
        "proactive_disclosure licensing": "1,234",
        "proactive_disclosure penalties": "１２",
        "proactive_disclosure coercive_measures": "1，234",
        "requests granted": "\u30009|1 |0|0|1|0|11",
    }
    made = tables(rows=rows)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["青禾县税务协管局2023年政府信息公开工作年度报告"])
    for table in made.values():
        add_sheet_rows(sheet, table)
    written = io.BytesIO()
    book.save(written)
    return with_fixed_dates(written.getvalue())


def add_sheet_rows(sheet: openpyxl.worksheet.worksheet.Worksheet, table: Table) -> None:
    for cells in ordered(grid_of(LAYOUT_FORM, table)):
        r, at = sheet.max_row + 1, 1
        for cell in cells:
            if cell.kind != "continued":
                number = int(cell.text) if cell.text.isascii() and cell.text.isdigit() else None
                sheet.cell(r, at, number if number is not None and at % 2 else cell.text or None)
                if cell.across > 1 or cell.down > 1:
                    sheet.merge_cells(start_row=r, end_row=r + cell.down - 1, start_column=at, end_column=at + cell.across - 1)
            at += cell.across


# --- OFD and scans --------------------------------------------------------------------------------------------------


@case("q21-vertical-label.ofd")
def ofd_package() -> bytes:
    """The page of another case, drawn with rules and letters."""
    original = readers.read(CASES / "q44-content-system-gb18030.html")
    grids = [grid for grid in original.grids if len(grid.rows) > 2]
    pages = [
        ofd_text(20, 10, "青禾县财政局2021年政府信息公开工作年度报告" if at == 0 else f"第{at + 1}页") + grid_to_ofd(grid, 20)
        for at, grid in enumerate(grids)
    ]
    return with_fixed_dates(ofd(*pages))


@case("q48-scan-of-one-table.png")
def scan_of_one_table() -> bytes:
    made = {"disputes": tables(rows={"disputes review": "14|1|0|27|42"})["disputes"]}
    page = to_page(made, title="青禾县城市管理局{year}年政府信息公开工作年度报告", prose={1: (), 5: (), 6: ()})
    style = "@page{size:A4 landscape}table{font-size:10pt}td{padding:2mm 1mm}h1{font-size:18pt}h2{display:none}"
    image = pypdfium2.PdfDocument(printed(page, style))[0].render(scale=200 / 72).to_pil().convert("L")
    image = image.rotate(0.4, Image.Resampling.BICUBIC, fillcolor=255).crop((0, 0, image.width, image.height // 2))
    written = io.BytesIO()
    image.point(lambda v: v // 32 * 36).save(written, "PNG", optimize=True)
    return written.getvalue()


def main(names: list[str]) -> None:
    CASES.mkdir(exist_ok=True)
    for name, maker in MAKERS.items():
        if not names or name in names:
            content = maker()
            (CASES / name).write_bytes(content if isinstance(content, bytes) else content.encode())
            print(f"tests/cases/{name}  {(CASES / name).stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
