"""Editions in HTML: pages as a content management system serves them, and pages for a browser to print.

In: a Source and the Form. Out: the text of the page. Not its business: encoding, printing.
"""

from __future__ import annotations

from html import escape
from typing import Any

from editions.grids import Cell, grid_of
from editions.source import TABLE_OF_SECTION, Form, Source, Table

WEB_STYLE = (
    ".main{width:900px;margin:0 auto;font:16px/1.9 SimSun,serif}table{border-collapse:collapse;width:100%}"
    "td{border:1px solid #333;padding:2px 5px;text-align:center}td.label{text-align:left}"
    "h1{text-align:center;font-size:22px}.xxgk td{border-color:#bbb;font-size:13px;text-align:left}"
)
PRINT_STYLE = (
    '@page{size:A4;margin:22mm 20mm 20mm;@bottom-center{content:"- " counter(page) " -";font:10pt %(font)s}}'
    "body{font:%(size)spt/1.75 %(font)s;margin:0}"
    "h1{font-size:18pt;font-weight:normal;text-align:center;margin:0 0 8mm}"
    "h2{font-size:13pt;font-weight:normal;margin:4mm 0 2mm;break-after:avoid}"
    "p{text-indent:2em;margin:0}p.sign{text-align:right}"
    "table{border-collapse:collapse;width:100%%;font-size:%(cell)spt;line-height:1.3;margin:2mm 0 5mm;"
    "table-layout:fixed}"
    "td{border:0.7pt solid #000;padding:%(pad)smm 1mm;text-align:center;vertical-align:middle}"
    "td.label{text-align:left}td.block{background:#dce6f1}"
    "td.vertical span{%(vertical)s}tr{break-inside:avoid}%(thead)s"
)
FONTS = "'Liberation Sans','Droid Sans Fallback'"
"""TrueType fonts: Chromium embeds a subset of them, while it draws the outlines of Noto CJK anew in every size."""
VERTICAL = {
    "stacked": "display:inline-block;width:1em;line-break:anywhere",
    "upright": "writing-mode:vertical-rl;letter-spacing:2pt;font-family:'Noto Sans CJK SC'",
}
LABEL_WIDTHS = {"requests": (5, 11, 30)}
"""Widths of the three label columns in per cent; the seven columns of figures share the rest."""


def cell_to_html(cell: Cell) -> str:
    spans = f' colspan="{cell.across}"' if cell.across > 1 else ""
    spans += f' rowspan="{cell.down}"' if cell.down > 1 else ""
    style = f' class="{cell.kind}"' if cell.kind in ("label", "block", "vertical") else ""
    text = escape(cell.text, quote=False).replace("\n", "<br>") or "&nbsp;"
    if cell.kind == "vertical":
        text = f"<span>{text}</span>"
    return f"<td{style}{spans}>{text}</td>"


def table_to_html(form: Form, table: Table) -> str:
    rows = grid_of(form, table)
    heads = [row for row in rows if row.key in ("head_1", "head_2", "head_3")]
    lines = ["<table>"]
    if table.id in LABEL_WIDTHS:
        wide = LABEL_WIDTHS[table.id]
        widths = [*wide, *[round((100 - sum(wide)) / 7, 2)] * 7]
        lines.append("<colgroup>" + "".join(f'<col style="width:{width}%">' for width in widths) + "</colgroup>")
    for tag, part in (("thead", heads), ("tbody", [row for row in rows if row not in heads])):
        if part:
            lines.append(f"<{tag}>")
            lines += ["<tr>" + "".join(map(cell_to_html, row.cells)) + "</tr>" for row in part]
            lines.append(f"</{tag}>")
    return "\n".join([*lines, "</table>"])


def body(form: Form, source: Source) -> list[str]:
    lines = [f"<p>{escape(line, quote=False)}</p>" for line in source.opening]
    for number, paragraphs in source.sections.items():
        lines.append(f"<h2>{source.headings[number]}</h2>")
        if number in TABLE_OF_SECTION:
            lines.append(table_to_html(form, source.tables[TABLE_OF_SECTION[number]]))
        lines += [f"<p>{escape(line, quote=False)}</p>" for line in paragraphs]
    return lines + [f'<p class="sign">{escape(line, quote=False)}</p>' for line in source.signature]


def page(head: str, content: list[str]) -> str:
    return "\n".join(["<!DOCTYPE html>", '<html lang="zh-CN">', head, "<body>", *content, "</body>", "</html>", ""])


def source_to_web_page(form: Form, source: Source) -> str:
    """A page with the metadata table, the navigation and the footer that stand around a report on a government site."""
    title = escape("".join(source.title))
    facts = source.style["metadata"]
    cells = "".join(f"<td>{key}：</td><td>{escape(value)}</td>" for key, value in facts.items())
    head = (
        f'<head>\n<meta http-equiv="Content-Type" content="text/html; charset={source.style["encoding"]}">\n'
        f"<title>{title}</title>\n<style>{WEB_STYLE}</style>\n</head>"
    )
    around = ['<div class="nav"><a href="#">首页</a> &gt; <a href="#">政府信息公开</a> &gt; 政府信息公开年报</div>']
    content = ['<div class="main">', f'<table class="xxgk"><tr>{cells}</tr></table>', f"<h1>{title}</h1>"]
    content += ['<div class="tools">字体：大 中 小 打印 分享</div>', '<div class="TRS_Editor" id="zoom">']
    return page(
        head, [*around, *content, *body(form, source), "</div>", "</div>", '<div class="foot">网站地图 联系我们</div>']
    )


def source_to_print_page(form: Form, source: Source) -> str:
    style: dict[str, Any] = {"font": FONTS, "vertical": "stacked", "size": 12, "cell": 9, "pad": 1.1}
    style |= source.style.get("print", {})
    style["vertical"] = VERTICAL[style["vertical"]]
    style["thead"] = "" if source.style.get("repeat_header") else "thead{display:table-row-group}"
    title = "<br>".join(escape(line) for line in source.title)
    head = (
        f'<head>\n<meta charset="utf-8">\n<title>{escape(source.heading_line)}</title>\n'
        f"<style>{PRINT_STYLE % style}</style>\n</head>"
    )
    return page(head, [f"<h1>{title}</h1>", *body(form, source)])
