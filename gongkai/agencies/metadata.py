"""What a content management system prints about a document above it: its title, who issued it, its index number.

In: a Document. Out: (label, text) of what stands behind a label, in a line or in the cell beside it. Not its business: what of it to believe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gongkai.model import Document
from gongkai.text import to_label, to_line

_OF = ("", "政府信息", "信息", "文件", "公文", "文章", "资源")
TITLES = tuple(of + what for of in _OF for what in ("标题", "题目", "题名", "名称"))
ISSUERS = (
    "发布机构", "发布机关", "发布单位", "发文机关", "发文单位", "发文机构", "公开主体", "公开机构", "公开机关", "公开单位", "公开责任单位",
    "责任单位", "责任部门", "制作机关", "制作单位", "编制机关", "编制单位", "所属单位", "生成单位", "信息来源", "来源",
)
_PARAGRAPHS, _GRIDS, _ROWS = 40, 3, 12
_LONGEST = 400


def find_fields(document: Document) -> Iterator[tuple[str, str]]:
    """Titles and issuers that stand behind a label near the beginning of a document."""
    for paragraph in document.paragraphs[:_PARAGRAPHS]:
        line = to_line(re.sub(r"(?<=\S)\s+(?=[一-鿿]{2,8}[:：])", "|", paragraph.text[:_LONGEST]))
        for piece in line.split("|"):
            label, colon, text = piece.strip(" 【[").replace("：", ":").partition(":")
            label = to_label(label)
            if colon and (label in TITLES or label in ISSUERS):
                yield label, text.strip()
    for grid in document.grids[:_GRIDS]:
        for row in grid.rows[:_ROWS]:
            cells = [to_line(cell[:_LONGEST]) for cell in row if cell and cell.strip()]
            for label, text in pairwise(cells):
                if (name := to_label(label)) in TITLES or name in ISSUERS:
                    yield name, text


def find_issuers(document: Document) -> list[str]:
    """The bodies that metadata name as the document's own, each once."""
    return list(dict.fromkeys(text for label, text in find_fields(document) if label in ISSUERS and re.fullmatch("[一-鿿]{4,30}", text)))
