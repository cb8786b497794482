"""A text that is passed over as having no row of the list of 2014 to 2018 has none, however its labels are printed."""

from __future__ import annotations

import opencc
import pytest

from gongkai import form
from gongkai.match import row_traces
from gongkai.match.row_names import row_names_of
from gongkai.match.statistics import OLDER
from gongkai.model import Document, Grid, Paragraph

NAMES = row_names_of(form.load(), "statistics")
LABELS = sorted({label for e in form.load().entries if (e.table, e.axis) == ("statistics", "row") for label in (*e.labels.values(), *e.aliases)})
TO_TRADITIONAL = opencc.OpenCC("s2t")
AROUND = ("本机关全年工作平稳有序，网站功能不断完善。", "下一步将继续加强队伍建设，提高服务水平。")
PRINTINGS = {
    "as the form has it": lambda label: label,
    "numbered otherwise": lambda label: f"3.1 {label.lstrip('一二三四五六七八九十、（）0123456789.')}",
    "with a unit": lambda label: f"{label}（单位：件）",
    "with a remark within": lambda label: f"{label[:-2]}（含街道）{label[-2:]}",
    "with a remark in other brackets": lambda label: f"{label[:-2]}【含街道】{label[-2:]}",
    "with blanks": " ".join,
    "with marks of a title": lambda label: f"《{label}》",
    "with a letter misread": lambda label: f"{label[:-3]}口{label[-2:]}",
    "in traditional characters": TO_TRADITIONAL.convert,
    "half in traditional characters": lambda label: TO_TRADITIONAL.convert(label[:-3]) + label[-3:],
}


def _document(lines: tuple[str, ...]) -> Document:
    return Document("a.txt", "", "text", None, (), tuple(map(Paragraph, lines)), ())


@pytest.mark.parametrize("printing", PRINTINGS)
def test_a_label_of_the_list_leaves_a_trace_however_it_is_printed(printing: str) -> None:
    printed = {text: NAMES.candidates(text) for text in map(PRINTINGS[printing], LABELS)}
    known = {text: rows for text, rows in printed.items() if rows}
    assert len(known) > 20
    for text, rows in known.items():
        grid = Grid("", (("项", text, "12"), ("目", AROUND[0], "")))
        assert not row_traces.is_bare(grid, NAMES, OLDER), text
        for lines in ((text,), (text[:3], text[3:])):
            document = _document((AROUND[0], *lines, AROUND[1]))
            assert len(rows) < 1 or not row_traces.are_few(document, NAMES, 1), lines


def test_a_table_of_today_is_passed_over_beside_a_button_for_traditional_characters() -> None:
    today = Grid("", (("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), ("规章", "0", "0", "3"), ("行政规范性文件", "12", "1", "30")))
    assert row_traces.is_bare(today, NAMES, OLDER)
    lines = ("无障碍 繁體版 【大 中 小】", *AROUND, "收到行政复议申请两件。")
    assert row_traces.are_few(_document(lines), NAMES, 6)


def test_a_table_with_rare_characters_throughout_is_not_passed_over() -> None:
    """It takes no time either: each of a hundred thousand rare characters was looked at with all the others."""
    damaged = Grid("", tuple((LABELS[0], "嫇侊" * 50, str(number)) for number in range(1_000)))
    assert not row_traces.is_bare(damaged, NAMES, OLDER)
