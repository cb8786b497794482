"""The running text of a report: preamble, sections, signature, with the traps that real ones hold.

In: a generator of random numbers, whose report, the year, the figures. Out: pieces. Not its business: tables. The sentences are our own.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from gongkai.model import CellId
from tests.corpus.made import Cell, Piece
from tests.corpus.wording import to_numerals

HEADINGS = {
    1: ("总体情况", "概述", "工作基本情况"),
    2: ("主动公开政府信息情况", "行政机关主动公开政府信息情况", "主动公开政府信息的情况"),
    3: ("收到和处理政府信息公开申请情况", "收到和处理政府信息公开申请的情况"),
    4: ("政府信息公开行政复议、行政诉讼情况", "因政府信息公开工作被申请行政复议、提起行政诉讼情况", "政府信息公开行政复议和行政诉讼情况"),
    5: ("存在的主要问题及改进情况", "政府信息公开工作存在的主要问题及改进情况", "存在问题及改进情况"),
    6: ("其他需要报告的事项", "需要说明的其他事项", "其他报告的事项"),
}
NUMBERS = "〇一二三四五六"
NOTICES = ("国办公开办函〔2019〕60号", "国办公开办函〔2021〕30号", "国办公开办函〔2016〕201号")
GOOD = ("完善公开目录", "加强栏目维护", "规范答复文书", "开展业务培训", "做好政策解读", "健全审查机制", "更新办事指南", "回应群众关切")


def draw_headings(rng: Random) -> dict[int, str]:
    style = rng.choice(("{n}、{t}", "{n}、{t}", "{n}、{t}", "{n}、 {t}", "（{n}）{t}", "{n}．{t}"))
    return {n: style.format(n=NUMBERS[n], t=rng.choice(texts)) for n, texts in HEADINGS.items()}


def draw_preamble(rng: Random, body: str, year: int, has_period: bool, says_year: bool) -> list[Piece]:
    issuer = rng.choice(("国务院办公厅", "省政府办公厅", "市政务公开领导小组办公室"))
    texts = [f"本报告依照{issuer}《关于编制年度报告的格式》（{rng.choice(NOTICES)}，{rng.randint(2019, 2022)}年印发）的要求写成。"]
    if rng.random() < 0.5:
        texts.append("全文共六部分：一、总体情况；二、主动公开；三、收到和处理申请；四、行政复议、行政诉讼；五、问题及改进；六、其他事项。")
    if has_period:
        texts.append(rng.choice((
            f"所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。", f"统计时限为{year}年1月1日至12月31日。",
            f"统计期限从{year}年1月1日起，至12月31日止。" if says_year else f"数据的统计时间：{year}年1月1日至{year}年12月31日。",
        )))
    if rng.random() < 0.4:
        desk = rng.choice(("办公室", "政务公开科", "党政办公室综合科"))
        texts.append(f"如有疑问，请联系{desk}（地址：人民路{rng.randint(1, 300)}号，邮编：{rng.randint(100000, 799999)}，电话：0{rng.randint(100, 999)}-{rng.randint(2000000, 89999999)}）。")
    return [Piece("paragraph", "".join(texts))] if rng.random() < 0.6 else [Piece("paragraph", text) for text in texts]


def draw_section(rng: Random, number: int, year: int, figures: Mapping[CellId, Decimal]) -> list[Piece]:
    if number == 1:
        return draw_overview(rng, year, figures)
    if number == 5:
        return [Piece("paragraph", text) for text in (
            f"（一）存在的问题。{rng.choice(GOOD)}还不够，{rng.choice(GOOD)}仍有差距。", f"（二）{year + 1}年改进打算。一是{rng.choice(GOOD)}；二是{rng.choice(GOOD)}。",
        )]
    if number == 6:
        fee = rng.choice((0, 380, 400))
        return [Piece("paragraph", rng.choice(("无。", "没有其他需要报告的事项。", f"本年度收取信息处理费{fee}元。", "无")))]
    if rng.random() < 0.15:
        return [Piece("paragraph", f"注：以上数据不含{year - 1}年已经报送的部分。")]
    return []


def draw_overview(rng: Random, year: int, figures: Mapping[CellId, Decimal]) -> list[Piece]:
    new = figures[CellId("requests", "new_received", "total")]
    out = figures[CellId("requests", "carried_out", "total")]
    pieces = [Piece("paragraph", text) for text in (
        f"（一）主动公开。{year}年共发布信息{rng.randint(20, 9000)}条，其中政策解读{rng.randint(0, 20)}条；{rng.choice(GOOD)}，{rng.choice(GOOD)}。",
        f"（二）依申请公开。本年新收申请{new}件，结转下年度{out}件。" if rng.random() < 0.6 else f"（二）依申请公开。{rng.choice(GOOD)}，{rng.choice(GOOD)}。",
        f"（三）信息管理。{year - 1}年12月3日印发制度，{year}年5月15日起施行，{rng.choice(GOOD)}。",
        f"（四）平台建设。网站访问{rng.randint(1, 90)}万人次，同比增长{rng.randint(1, 40)}.{rng.randint(0, 9)}%。",
    )]
    if rng.random() < 0.15:
        pieces.insert(2, draw_other_table(rng, year))
    return pieces


def draw_other_table(rng: Random, year: int) -> Piece:
    """A table that is none of the form's."""
    kind = rng.randint(0, 2)
    if kind == 0:
        rows = [["序号", "文件名称", "日期"]] + [[str(n), f"关于{rng.choice(GOOD)}的通知", f"{year}年{n}月{n + 3}日"] for n in range(1, 4)]
    elif kind == 1:
        rows = [["公开渠道", "数量"], ["政府网站", str(rng.randint(10, 900))], ["微信公众号", str(rng.randint(10, 900))], ["其他", str(rng.randint(1, 9))]]
    else:
        rows = [["类别", "本年", "上年"], ["人大建议", "12", "9"], ["政协提案", "7", "8"], ["总计", "19", "17"]]
    return Piece("table", rows=tuple(tuple(Cell(text, kind="label") for text in row) for row in rows), is_of_form=False)


def draw_signature(rng: Random, body: str, year: int) -> list[Piece]:
    month, day = rng.randint(1, 3), rng.randint(1, 28)
    date = f"{to_numerals(year + 1, rng)}年{NUMBERS[month]}月十{NUMBERS[rng.randint(1, 6)]}日" if rng.random() < 0.2 else f"{year + 1}年{month}月{day}日"
    return [Piece("right", body), Piece("right", date)]
