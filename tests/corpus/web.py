"""A made report as a web page: plain for printing, or as content systems leave it; and as a web archive (MHT).

In: a Made and a generator of random numbers. Out: bytes. Not its business: what is printed.
"""

from __future__ import annotations

import quopri
from html import escape
from random import Random

from tests.corpus.made import Cell, Made, Piece

CONTAINERS = ('id="zoom"', 'id="zoomcon"', 'id="ivs_content"', 'class="TRS_Editor"', 'class="article-content"', 'class="Custom_UnionStyle"', 'class="xxgk_content"', 'class="pages_content"')
PRINT_STYLE = """
@page {{ size: A4; margin: {margin}mm }}
body {{ font-family: "Noto {face} CJK SC"; font-size: 12pt; line-height: 1.5 }}
table {{ border-collapse: collapse; width: 100%; font-size: {size}pt; line-height: 1.25; margin: 6px 0 }}
td {{ border: 1px solid #000; text-align: center; padding: {pad}px; min-width: {narrow}px; height: 14pt }}
td.label {{ text-align: left }} td.value {{ word-break: {breaks} }} tr {{ break-inside: {inside} }} h1 {{ text-align: center; font-size: 18pt }} .right {{ text-align: right }}
"""


def to_print(made: Made, rng: Random) -> str:
    """A page for Chromium to print."""
    style = PRINT_STYLE.format(
        margin=rng.choice((18, 22, 25)), face=rng.choice(("Serif", "Sans")), size=rng.choice((8, 9, 10)), pad=rng.choice((1, 2, 4)), narrow=rng.choice((8, 12, 20)),
        breaks=rng.choice(("keep-all",) * 9 + ("normal",)), inside=rng.choice(("avoid", "avoid", "auto")),
    )
    repeats = rng.random() < 0.4
    body = "".join(piece_to_html(piece, plain, repeats) for piece in made.pieces)
    if made.watermark:
        place = "position:fixed;left:8%;top:45%;transform:rotate(-30deg);font-size:64pt;letter-spacing:12pt;color:rgba(120,120,120,0.25)"
        body = f'<div style="{place}">{made.watermark}</div>' + body
    return f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><style>{style}{TRICK_STYLE}</style></head><body>{body}</body></html>'


def plain(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))


def piece_to_html(piece: Piece, dress, repeats: bool = False, attributes: str = "") -> str:  # type: ignore[no-untyped-def]
    if piece.kind != "table":
        tag = {"title": "h1", "heading": "h2"}.get(piece.kind, "p")
        return f'<{tag} class="{piece.kind}">{dress(piece.text)}</{tag}>\n'
    rows = []
    heads = 0
    for r, row in enumerate(piece.rows):
        heads += r == heads and all(c.kind == "head" for c in row)
        rows.append("<tr>" + "".join(cell_to_html(c, dress) for c in row) + "</tr>\n")
    is_wide = any(c.of is not None and c.of.table != "proactive_disclosure" for c in piece.rows[-1])
    if repeats and is_wide and 0 < heads < len(rows):
        return f"<table {attributes}><thead>{''.join(rows[:heads])}</thead><tbody>{''.join(rows[heads:])}</tbody></table>\n"
    return f"<table {attributes}>{''.join(rows)}</table>\n"


def cell_to_html(cell: Cell, dress) -> str:  # type: ignore[no-untyped-def]
    spans = (f' colspan="{cell.across}"' if cell.across > 1 else "") + (f' rowspan="{cell.down}"' if cell.down > 1 else "")
    inner = to_dressed(cell, dress(cell.text)) if cell.dress else dress(cell.text)
    return f'<td class="{cell.kind}"{spans}>{inner}</td>'


def to_dressed(cell: Cell, text: str) -> str:
    """A cell of which a page shows something else than it holds (tricks). The choice between ways is by the text, so that it is the same each time."""
    other, ways = escape(cell.other), len(cell.other) + len(cell.text) + int(cell.other.isdigit() and int(cell.other))
    way = lambda *texts: texts[ways % len(texts)]  # noqa: E731
    digits = escape(cell.text.strip())
    match cell.dress:
        case "struck before":
            return way("<s>{o}</s>{t}", "<del>{o}</del> <ins>{t}</ins>", '<span style="text-decoration: line-through">{o}</span>{t}', "<strike>{o}</strike><br>{t}").format(o=other, t=text)
        case "struck":
            return way("<s>{o}</s>", '<span style="text-decoration-line: line-through;">{o}</span>', "<del>{o}</del>").format(o=other)
        case "raised":
            return text + way("<sup>{o}</sup>", '<span style="vertical-align: super; font-size: 60%">{o}</span>', "<sup>[{o}]</sup>").format(o=other)
        case "hidden":
            return way("{t}<span style='color:#fff'>{o}</span>", "<span class=unseen>{o}</span>{t}", "{t}<span style='opacity:0'>{o}</span>", "{t}<font color=white>{o}</font>").format(o=other, t=text)
        case "hidden alone":
            return way("<span style='color:white'>{o}</span>", "<span class=unseen>{o}</span>", "<span style='visibility:hidden'>{o}</span>").format(o=other)
        case "picture":
            return f'<svg width="{9 * len(digits)}" height="14"><path d="{to_strokes(digits)}" fill="none" stroke="#000" stroke-width="1.3"/></svg>'
        case "control":
            return way('<input type="text" size="4" value="{t}">', '<select><option>{o}</option><option selected>{t}</option></select>', "<textarea>{t}</textarea>").format(o=other, t=digits)
        case "generated":
            return f'<span class="said" data-said="{digits}"></span>'
        case "small":
            return text + way('<span style="font-size: 50%">{o}</span>', "<small style='font-size:6px'>{o}</small>").format(o=other)
        case "parted":
            return f'<div style="display:flex;gap:9px"><span>{text}</span><span>{other}</span></div>'
        case "written":
            return f'<span id="figure{digits}"></span><script>document.getElementById("figure" + {digits}).textContent = "{digits}"</script>'
        case "crossed":
            return f'<div style="background:linear-gradient(to top right,#fff 48%,#000,#fff 52%)">{text}</div>'
        case "covered":
            return (
                f'<span style="position:relative">{other}<span style="position:absolute;left:-4px;right:-4px;top:-2px;bottom:-2px;background:#fff;'
                f'min-width:{9 * max(len(digits), len(cell.other)) + 8}px">{digits}</span></span>'
            )
    raise ValueError(cell.dress)


TRICK_STYLE = ".unseen{display:none} .said::before{content:attr(data-said)}"
SEGMENTS = {"0": "abcdef", "1": "bc", "2": "abged", "3": "abgcd", "4": "fgbc", "5": "afgcd", "6": "afgcde", "7": "abc", "8": "abcdefg", "9": "abcdfg"}
STROKES = {"a": "M1 1h5", "b": "M6 1v5", "c": "M6 6v5", "d": "M1 11h5", "e": "M1 6v5", "f": "M1 1v5", "g": "M1 6h5"}


def to_strokes(digits: str) -> str:
    """Digits of seven strokes each, as the outline of a drawing."""
    pieces = []
    for at, digit in enumerate(digits):
        for segment in SEGMENTS[digit]:
            x, rest = STROKES[segment][1], STROKES[segment][2:]
            pieces.append(f"M{9 * at + int(x)}{rest}")
    return " ".join(pieces)


# --- as content systems leave it ------------------------------------------------------------------------------------


class Dress:
    """How one content system wraps every text."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.kind = rng.choice(("plain", "mso", "font", "spans", "paragraph", "indented"))
        self.splits = rng.random() < 0.3
        self.entities = rng.random() < 0.5

    def __call__(self, text: str) -> str:
        inner = "<br/>".join(self.line(line) for line in text.split("\n"))
        if not text.strip() and self.rng.random() < 0.4:
            inner = "&nbsp;"
        if self.kind == "mso":
            return f"<p class=MsoNormal align=center style='text-align:center;line-height:16.0pt'><span lang=EN-US style='font-size:9.0pt'>{inner}<o:p></o:p></span></p>"
        if self.kind == "font":
            return f'<font face="宋体">{inner}</font>'
        if self.kind == "paragraph":
            return f"<p>{inner}</p>"
        if self.kind == "indented":
            return f"\n            {inner}\n        "
        return f"<span style=\"font-family:仿宋\">{inner}</span>" if self.kind == "spans" else inner

    def line(self, text: str) -> str:
        if self.splits and len(text) > 1 and self.rng.random() < 0.5:
            at = self.rng.randint(1, len(text) - 1)
            one, two = self.escape(text[:at]), self.escape(text[at:])
            return self.rng.choice((f"<span>{one}</span><span>{two}</span>", f"<font>{one}</font></span><span>{two}", f"{one}<b></b>{two}", f"<ucapcontent>{one}</ucapcontent>{two}"))
        return self.escape(text)

    def escape(self, text: str) -> str:
        text = escape(text)
        return text.replace("\u00a0", "&nbsp;").replace("\u3000", "&#12288;") if self.entities else text


def to_page(made: Made, rng: Random) -> str:
    """A page as saved from a content system, without the declaration of its charset."""
    dress = Dress(rng)
    attributes = rng.choice(('border="1"', 'style="border:none;border-collapse:collapse"', 'class="MsoTableGrid" border="1" cellspacing="0"', ""))
    is_titled = rng.random() < 0.5
    body = "".join(piece_to_html(piece, dress, rng.random() < 0.2, attributes) for piece in made.pieces)
    title = "".join(p.text for p in made.pieces if p.kind == "title")
    if not is_titled:
        body = body.replace("<h1", "<p").replace("</h1>", "</p>")
    if rng.random() < 0.2:
        body = f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>"
    if rng.random() < 0.2:
        body = f'<table width="100%"><tbody><tr><td valign="top">{body}</td></tr></tbody></table>'
    content = f'<div {rng.choice(CONTAINERS)}>{body}</div>'
    site = rng.choice(("某某人民政府门户网站", "政务公开网", "信息公开平台"))
    head = f"<title>{escape(title)}{rng.choice(('', f'_{site}', f' - {site}'))}</title><style>td {{ border: 1px }} {TRICK_STYLE}</style><script>var year = 2018; var n = '总计 12';</script>"
    return (
        f"<!DOCTYPE html><html><head>%CHARSET%{head}</head><body>{to_navigation(rng)}{to_metadata(rng, title, made)}{content}"
        f"{to_footer(rng)}</body></html>"
    )


def to_navigation(rng: Random) -> str:
    if rng.random() < 0.3:
        return ""
    items = "".join(f'<li><a href="#">{text}</a></li>' for text in ("首页", "政务公开", "办事服务", "互动交流", "繁體版", "无障碍", "政府信息公开年报"))
    return f'<div class="nav"><ul>{items}</ul></div><div class="position">当前位置：<a>首页</a> &gt; <a>政府信息公开</a> &gt; <a>年度报告</a></div><div style="display:none">2017年 {{{{ title }}}}</div>'


def to_metadata(rng: Random, title: str, made: Made) -> str:
    if rng.random() < 0.4:
        return ""
    year = (made.year or 2022) + 1
    rows = (
        ("索引号", f"{rng.randint(10000, 99999)}-{year}-{rng.randint(1, 999):05d}", "分类", "年度报告"),
        ("发布机构", rng.choice(("办公室", "政务公开科", "市政府办公室")), "公开日期", f"{year}-01-{rng.randint(10, 28)}"),
        ("名称", title, "文号", f"〔{year}〕{rng.randint(1, 40)}号"),
    )
    cells = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows)
    return f'<table class="xxgk_table">{cells}</table><div>字体：大 中 小 分享 打印 浏览次数：{rng.randint(10, 9999)}</div>'


def to_footer(rng: Random) -> str:
    return f'<div class="footer">主办单位：某办公室 ICP备{rng.randint(10000000, 99999999)}号 公安备案 {rng.randint(10 ** 13, 10 ** 14)}<br>网站标识码 35{rng.randint(10000000, 99999999)}</div>'


def to_html(made: Made, rng: Random) -> bytes:
    """With its charset declared right, wrong or not at all."""
    page = to_page(made, rng)
    actual, declared = rng.choice((
        ("utf-8", "utf-8"), ("utf-8", "utf-8"), ("utf-8", ""), ("utf-8", "gb2312"), ("utf-8-sig", ""), ("gb18030", "gb2312"), ("gb18030", "gbk"),
        ("gb18030", ""), ("gb18030", "utf-8"), ("utf-16", ""),
    ))
    made.quirks.append(f"{actual} declared {declared or 'not at all'}")
    mark = rng.choice(('<meta charset="{}">', '<meta http-equiv="Content-Type" content="text/html; charset={}" />')).format(declared) if declared else ""
    return page.replace("%CHARSET%", mark).encode(actual)


def to_mht(made: Made, rng: Random) -> bytes:
    page = to_page(made, rng).replace("%CHARSET%", "")
    charset = rng.choice(("utf-8", "gb18030"))
    part = quopri.encodestring(page.encode(charset))
    head = (
        'From: <Saved by Blink>\r\nSubject: report\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="----part"\r\n\r\n'
        f'------part\r\nContent-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: http://example.invalid/\r\n\r\n'
    )
    return head.encode() + part + b"\r\n------part--\r\n"
