"""Which body a text says that it is of, and which year: its title, its signature, who issues it.

In: a Document. Out: names and years as printed. Not its business: which body a name stands for (identity.py), years elsewhere (years.py).
What could be two bodies is no body.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gongkai.agencies import metadata, regions
from gongkai.model import Document
from gongkai.text import to_arabic_years, to_line, to_plain, to_years

_YEAR = r"[(（]?20[0-4]\d年?度?[)）]?"
_TITLE = re.compile(
    r"(?:政府|政务)?(?:信息|政务)公开(?:工作)?(?:开展)?(?:情况)?的?(?:" + _YEAR + r")?(?:工作)?(?:年度)?(?:工作)?(?:情况)?(?:报告|年报|年度报)"
)
_SHORT_YEAR = re.compile(r"(?:(?<=[局委办厅院镇乡县市区府])|^)([12]\d)年度(?=政府信息公开|政务公开|信息公开|[一-鿿]{3,30}政府信息公开)")
_DAY = re.compile(r"20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:\d?\d:\d\d(?::\d\d)?)?|20\d\d年\d{1,2}月\d{1,2}日(?![至到起—-])")
_LABEL = re.compile("^(?:" + "|".join(metadata.TITLES) + r")(?=[一-鿿\d])")
"""what a content management system writes before a title, where the colon is a border between cells"""
_TOLD_OF = re.compile("[》”]?(?:中|里|已|所)")
"""what follows the name of another report: 2020年…年度报告中指出的问题"""
_SENT = re.compile(r"([^《“]*?)关于(?:印发|发布|公布|公开|转发|报送)[《“\"]?(.*)$")
"""what a letter that goes with a report is called: 办公室关于印发青禾县2023年…的通知"""
_OF_MANY = re.compile("[》”]?(?:汇编|合集|合订本)")
"""what follows where a file holds the reports of several bodies: which is whose, each of their own titles says"""
_PART_OF_YEAR = re.compile(
    r"(?:第?[一二三四1-4]|前[二三23]|[1-4][-—–~至][2-4])个?季度?|[上下]半年|半年度|半年(?=工作|情况|报|总结)|(?<=年)(?!0?1月?[-—–~至到]12)\d{1,2}月?[-—–~至到]\d{1,2}月|[季月]报"
)
_WHOLE_YEAR = re.compile("年度(?:工作)?(?:情况)?报告?|(?<!半)年报|全年")
_YEAR_BEHIND = re.compile(r"^[^:\d时日]{0,6}20[0-4]\d(?!\d|[-/.]\d|年\d{1,2}月)")
_YEAR_BEFORE = re.compile(r"20[0-4]\d年度?$")
_ALL_MONTHS = re.compile(r"(?<=年)0?1月?[-—–~至到]12月份?")
_SPAN = re.compile(r"20[0-4]\d年?度?[-—–~至]20[0-4]\d年")
_SUFFIX = r"(?:人民政府|委员会|管委会|办公室|办公厅|办事处|管理局|工作部|局|厅|院|支队|总队|中心|署)"
_BODY = re.compile(
    r"(?:^|(?<=[。，、；：“”《》（）(),:;\s])|(?<=成立)|(?<=组建)|(?<=由)|(?<=系)|(?<=为))"
    r"([一-鿿]{2,7}[省市县区州盟旗][一-鿿]{2,24}?" + _SUFFIX + r")(?=[。，、；：“”（）(),:;\s]|政府信息公开|政务公开|信息公开|20\d\d年|$)"
)
_DATE = r"(?:20\d\d|二[〇○零][^年]{2})年[^年月日]{1,3}月[^年月日]{1,3}日"
_SIGNED = re.compile(rf"([一-鿿]{{2,30}}?{_SUFFIX})(?:印章|公章)?{_DATE}")
"""a signature and its date that stand on one line, or were joined to one"""
_TELLS = re.compile(r"报告|发布|公布|印发|编制|成立|联系|电话")
_OTHERS = re.compile(r"(?:根据|按照|依据|转发|印发|请与|与|联系|经|原)[^。；]{0,12}$")
_PLACED = re.compile(
    r"[省市县区旗州盟镇乡]|街道|苏木|^国家|^中国|^中华|海关|部$|总局$|开发区|管委会|管理委员会|"
    r"农场|林场|学校|中学|[一二三四五六七八九十]中$"
)
_CORRECTED_TITLE = re.compile("更正|勘误|修订|修正|重新(?:公布|发布|公开)")
_CORRECTED_LINE = re.compile(
    "^[(（【]?(?:更正|勘误|修订|修正)(?:[版稿件后]|说明|公告|通知)?(?:$|[)）】:：])|(?:更正|勘误|修订|修正)[版稿件][)）】]?$"
)
_HEADS = 8
_OPENING = 40
_SHORT = 100
_PARAGRAPHS, _GRIDS, _ROWS = 200, 4, 8
_FOR_OTHERS = re.compile("政府(?:办公[室厅]|办)$|信息中心$|网$|融媒体|新闻")
"""who publishes what others write"""
_LONGEST_REGION = 40
_ENOUGH = 500  # places in one text where a name stands; a report has a dozen


def find_title(document: Document) -> tuple[str, str, int | None]:
    """The title line (also one broken over two lines), the body it names, "" if none, and its year; in a row of a table where no line is one."""
    found = _find_title([p.text for p in document.paragraphs[:_OPENING]], document)
    return found if found[0] or not document.grids else _find_title(list(to_short_lines(document))[:_OPENING], document)


def _find_title(texts: Sequence[str], document: Document) -> tuple[str, str, int | None]:
    heads = [to_line(text) for text in texts]
    lines = [line for line in heads if len(line) <= 60]
    lines += [text for label, text in metadata.find_fields(document) if label in metadata.TITLES]
    lines += [a + b for a, b in pairwise(heads) if len(a) <= 40 and len(b) <= 40 and _goes_on(a, b) and _may_name(a, b)]
    lines += [a + b + c for a, b, c in zip(heads, heads[1:], heads[2:], strict=False) if is_placed(a) and len(a + b + c) <= 60 and _goes_on(a + b, c)]
    lines = _without_unseen([to_line(one) for one in document.titles], lines, document) + lines
    best: tuple[str, str, int | None] = ("", "", None)
    elsewhere: set[int] = set()
    for line in lines:
        title, name, year = parse_title(line)
        if title and (not best[0] or (not best[1] and name)):
            best = (title, name, year if year is not None else best[2])
        elif title and best[1] and _completes(name, best[1]):
            best = (title, name, best[2])
        elif title and year is not None and (not name or name.endswith(best[1]) or best[1].endswith(name)):
            elsewhere.add(year)  # a link to another body's report, or to those of several years, says nothing of this one
        if is_placed(best[1]) and best[2] is not None:
            break
    return best if best[2] is not None or len(elsewhere) != 1 else (best[0], best[1], elsewhere.pop())


def to_short_lines(document: Document) -> Iterator[str]:
    """Short lines of the text, and rows of the tables that are one text, in the order in which they stand."""
    before = 0
    paragraphs = document.paragraphs[:_PARAGRAPHS]
    for grid in document.grids[:_GRIDS]:
        yield from (p.text for p in paragraphs[before:grid.after] if len(p.text) <= _SHORT)
        before = max(before, grid.after)
        for row in grid.rows[:_ROWS]:
            texts = list(dict.fromkeys(cell for cell in row if cell and cell.strip()))
            if len(texts) == 1 and len(texts[0]) <= _SHORT:
                yield texts[0]
    yield from (p.text for p in paragraphs[before:] if len(p.text) <= _SHORT)


def _without_unseen(titles: list[str], lines: list[str], document: Document) -> list[str]:
    """The titles of a file, less those that it holds and does not show where what it shows names one body and year: they may be of its template."""
    shown = {(name, year) for title, name, year in map(parse_title, lines) if title and is_placed(name) and year is not None}
    if not titles or len(shown) != 1:
        return titles
    text = re.sub(r"\s+", "", "".join(to_line(paragraph.text) for paragraph in document.paragraphs))
    return [title for title in titles if re.sub(r"\s+", "", title) in text]


def _completes(name: str, end: str) -> bool:
    """Whether a name is one of which only the end stood on the title's line: 青禾县住房和城乡 over 建设局."""
    start = name.removesuffix(end)
    if is_placed(end) or start in ("", name) or not is_placed(start):
        return False
    return re.search(r"(?:网|站|平台|公开|首页|政府|局|委|办|厅|室)$", start) is None


def _goes_on(line: str, below: str) -> bool:
    """Whether the line below can be the rest of a title: one that is whole ends where it ends, but for its year on a line of its own."""
    return not parse_title(line)[0] or re.fullmatch(_YEAR, re.sub(r"\s+", "", to_arabic_years(below))) is not None


def _may_name(line: str, below: str) -> bool:
    """Whether a line over a whole title can be the body's name: 无障碍 over 政府信息公开年报 are two links."""
    return not parse_title(below)[0] or is_placed(line) or re.search(_SUFFIX + "$|20[0-4]\\d年度?$", to_arabic_years(line)) is not None


def parse_title(line: str) -> tuple[str, str, int | None]:
    """Split one line into title, body and year; ("", "", None) where it is no title of such a report."""
    compact = _ALL_MONTHS.sub("", _SHORT_YEAR.sub(r"20\1年度", to_arabic_years(re.sub(r"\s+", "", line))))
    match = _TITLE.search(compact)
    if match is None or re.search(r"[。；]", compact[: match.start()]) or re.match(r"^[(（]?[一二三四五六]+[)）、.]", compact):
        return "", "", None
    before, after = _DAY.sub("", compact[: match.start()]), compact[match.end():]
    label, _, own = before.replace("：", ":").rpartition(":")
    own = _LABEL.sub("", re.sub(r"^(?:.*[>|｜»】\]])", "", own))
    if _TOLD_OF.match(after):
        return compact, "", None
    if (sent := _SENT.match(own)) is not None:  # whose report it is that is sent round; the sender's own where nobody is named
        own = sent[2] if re.sub(r"20[0-4]\d年度?", "", sent[2]) else sent[1] + sent[2]
    if _OF_MANY.match(after):
        return "", "", None
    if len(own) > 45 or re.search(r"根据|按照|现将|编制|关于做好|通知", own) or "现将" in before:
        return "", "", None
    name = re.sub(_YEAR, "", re.sub(r"20[0-4]\d年度?", "", own)).strip("《》“”\"'.-_：:|·>")
    if name.endswith("人民") and compact[match.start():].startswith("政府"):
        name += "政府"  # 岳阳市人民政府信息公开…: printed with a single 政府
    # a year that lost a numeral is no year, and no part of a name either
    name = re.sub(r"(?:关于)?二[〇○零一二三四五六七八九]{1,3}年度?$", "", name)
    name = re.sub(r"^(?:关于|年度)|关于$", "", name)
    name = re.sub(r"^(?:[(（](?:更正|修订|修正|勘误)[^（）()]{0,6}[)）]|(?:更正|修订|修正|重新(?:公布|发布|公开)|公布|发布)(?=[一-鿿]{4}))", "", name)
    name = re.sub(r"关区$", "", name) if "海关" in name else name
    told = (own, match[0], *(found[0] for found in (_YEAR_BEHIND.match(after), _YEAR_BEFORE.search(label)) if found))
    years = next((found for text in told if (found := to_years(text))), [])
    return compact, name if re.fullmatch(r"[一-鿿（）()·、]{2,40}", name) else "", years[0] if years and not _SPAN.search(compact) else None


def find_other_period(title: str, year: int | None) -> str:
    """What a title says that its report is on where that is no one year: 第一季度, 上半年, 2022-2023年; else "". year: of the report, if known."""
    compact = _DAY.sub("", re.sub(r"\s+", "", to_arabic_years(title)))
    found = _PART_OF_YEAR.search(compact)
    if found and not _WHOLE_YEAR.search(compact):
        return found[0]
    span = _SPAN.search(compact) if year is None else None
    return span[0] if span else ""


def is_correction(title: str, document: Document) -> bool:
    """Whether a document calls itself a correction of another: in its title, or in a line of its own before the text begins."""
    heads = [to_line(p.text) for p in document.paragraphs[:_HEADS]]
    return bool(_CORRECTED_TITLE.search(title)) or any(len(line) <= 60 and _CORRECTED_LINE.search(re.sub(r"\s+", "", line)) for line in heads)


def is_placed(name: str) -> bool:
    """Whether a name says where its body is: 公安局 could be any county's."""
    return bool(_PLACED.search(name) or regions.read(name)) and not re.match(r"自治区|[省市县区州旗镇乡](?!.*[省市县区州旗镇乡])", name)


def find_placed(bare: str, document: Document) -> str:
    """The one full name in the text that ends in a bare one (公安局 → 白水县公安局, 市城管执法局 → 金华市城管执法局),
    "" where there is none or more than one."""
    level = bare[:1] if re.match(r"[省市县区州旗盟](?=[一-鿿]{2})", bare) else ""
    bare = bare.removeprefix(level)
    before: dict[str, None] = {}
    for paragraph in document.paragraphs:
        text = re.sub(r"\s+", "", to_plain(paragraph.text))
        before |= {text[max(0, m.start() - _LONGEST_REGION) : m.start()]: None for m in re.finditer(re.escape(bare), text)}
        if len(before) > _ENOUGH:
            break
    found: dict[str, set[str]] = {}
    for text in before:
        printed, readings = regions.find_before(text, len(text))
        if readings and printed.endswith(level):
            found.setdefault(" ".join(r.region.code for r in readings), set()).add(printed + bare)
    return max(found.popitem()[1], key=lambda name: (len(name), name)) if len(found) == 1 else ""


def find_in_text(document: Document) -> str:
    """The body that a text without a name in its title speaks of as itself: it signs it, or it is named again and again.

    Who issued a notice, compiled the report or answers the telephone is not the body; with two equally good names there is none.
    """
    texts = [re.sub(r"\s+", "", to_plain(p.text)) for p in document.paragraphs]
    last = [t for t in texts[-8:] if t]
    for i, text in enumerate(last):
        signed = _SIGNED.fullmatch(text)
        if signed and is_placed(signed[1]) and not _TELLS.search(signed[1]):
            return signed[1]
        if i + 1 == len(last):
            break
        signature = re.fullmatch(r"[一-鿿]{2,30}?" + _SUFFIX, text) and (len(text) > 7 or is_placed(text))
        if signature and re.match(r"(20\d\d|二[〇○零]).*日$", last[i + 1]):
            return text
    counts: Counter[str] = Counter()
    for text in texts:
        for match in _BODY.finditer(text):
            body = re.sub(r"^(?:成立|组建|由|系|为|是|在)+", "", match[1])
            if not _OTHERS.search(text[: match.start(1)]) and not body.startswith("原"):
                counts[body] += _weigh(text[match.end():])
    ranked = counts.most_common(2)
    if ranked and ranked[0][1] >= 3 and (len(ranked) == 1 or ranked[1][1] < ranked[0][1]):
        return ranked[0][0]
    return ""


def find_issuer(bare: str, document: Document) -> str:
    """The body that metadata give as the issuer, where it is the bare name in full, or the text speaks of itself as such a body (我局); else ""."""
    issuers = [name for name in metadata.find_issuers(document) if is_placed(name) and not _FOR_OTHERS.search(name)]
    if bare:
        issuers = [name for name in issuers if name.endswith(bare)]
    else:
        text = "".join(re.sub(r"\s+", "", to_plain(p.text)) for p in document.paragraphs)
        own = {word[1] for word in re.finditer("[我本]([局委办厅院校署镇乡处馆站所队])", text)}
        issuers = [name for name in issuers if name[-1] in own or (own & {"镇", "乡"} and re.search("[镇乡](?:人民政府)?$", name))]
    return issuers[0] if len(issuers) == 1 else ""


def _weigh(after: str) -> int:
    """How much a mention says that the body speaks of itself: （以下简称我局）, its own working group, or just a mention."""
    if re.match(r"[(（]以下(?:简)?称[“\"]?(?:我|本)[局委办厅院部镇乡机]", after):
        return 3
    return 2 if after.startswith(("政府信息公开工作领导小组", "政务公开工作领导小组")) else 1
