"""Values as they are printed: Q1 to Q18 and what section 5 says of values."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.indicators import measure
from gongkai.model import CellId
from gongkai.text import to_line, to_printed
from tests.quirks.paper import FIGURES, all_rows, read, row, tables, to_docx, to_page, to_text, told, truth, value
from tests.reports import FORM, report

EVERY = ("requests new_received", "requests granted", "disputes review")


@pytest.mark.parametrize("version", FORM.versions_of("requests"))
def test_the_report_the_quirks_are_played_on_is_read_whole_in_every_format(tmp_path: Path, version: str) -> None:
    made = tables(version)
    year = FORM.first_year(version) + 1
    for name, content in {
        "a.html": to_page(made, year=year),
        "a.txt": to_text(made, year=year),
        "b.md": to_text(made, "pipes", year=year),
        "c.txt": to_text(made, "cell_a_line", year=year),
        "d.docx": to_docx(made, year=year),
    }.items():
        reading = read(tmp_path, name, content)
        assert all_rows(reading) == truth(version), name
        assert not [c for c in told(reading) if c.severity == "error"], name
        assert (reading.report.agency.name, reading.report.year) == ("青禾县人民政府", year)  # type: ignore[union-attr]


# --- versions -------------------------------------------------------------------------------------------------------


def test_q01_a_report_from_before_the_form_has_no_tables_and_no_figures(tmp_path: Path) -> None:
    page = (
        "<h1>青禾县2012年政府信息公开工作年度报告</h1><p>一、概述</p><p>全年主动公开信息1200条，收到申请15件，均已答复。</p>"
        "<p>二、咨询处理情况</p><table><tr><td>指标名称</td><td>单位</td><td>数量</td></tr><tr><td>主动公开信息数</td><td>条</td><td>1200</td></tr>"
        "<tr><td>收到申请数</td><td>件</td><td>15</td></tr></table>"
    )
    reading = read(tmp_path, "x.html", page)
    assert reading.report is not None and reading.report.year == 2012
    assert not any(reading.report.forms.values()) and not reading.report.values
    assert [c.check for c in told(reading) if c.cell is None and "form" in c.check] == ["before-the-form"]


@pytest.mark.parametrize("version", FORM.versions_of("requests"))
def test_q01_each_generation_of_the_form_is_known_by_its_labels_whatever_the_year(tmp_path: Path, version: str) -> None:
    reading = read(tmp_path, "x.html", to_page(tables(version), year=2024))
    assert set(reading.report.forms.values()) - {""} == {version}  # type: ignore[union-attr]


def test_q02_fee_items_of_the_trial_form_are_a_number_of_items_and_no_money(tmp_path: Path) -> None:
    reading = read(tmp_path, "x.html", to_page(tables("2019-60"), year=2020))
    assert row(reading, "proactive_disclosure admin_fees") == "7|-1"
    assert {value(reading, f"proactive_disclosure admin_fees {c}").unit for c in ("items_prev_year", "items_change")} == {"项"}
    assert CellId("proactive_disclosure", "admin_fees", "amount_wan") not in reading.report.values  # type: ignore[union-attr]
    assert row(reading, "proactive_disclosure central_procurement") == "2|180000"


def test_q03_a_row_that_a_form_lacks_is_absent_and_not_zero(tmp_path: Path) -> None:
    new = read(tmp_path, "new.html", to_page(tables("2021-30"))).report
    old = read(tmp_path, "old.html", to_page(tables("2019-60"), year=2020)).report
    assert new is not None and old is not None
    assert not [c for c in new.values if c.row in ("other_services", "central_procurement")]
    assert not [c for c in old.values if c.column in ("in_force", "repealed_this_year", "amount_wan")]


def test_q04_other_disposal_is_one_row_under_twenty_merged_ones(tmp_path: Path) -> None:
    page = to_page(tables("2019-60", {"requests other_disposal": "1|0|0|0|0|0|1"}), year=2020)
    assert 'rowspan="20"' in page
    reading = read(tmp_path, "x.html", page)
    assert row(reading, "requests other_disposal") == "1|0|0|0|0|0|1"
    assert len({c.row for c in reading.report.values if c.table == "requests"}) == 23  # type: ignore[union-attr]
    new = read(tmp_path, "y.html", to_page())
    assert 'rowspan="22"' in to_page()
    assert len({c.row for c in new.report.values if c.table == "requests"}) == 25  # type: ignore[union-attr]


def test_q05_a_local_extra_row_and_labels_with_definitions_shift_nothing(tmp_path: Path) -> None:
    labels = {
        "proactive_disclosure rules": "规章（设区的市、自治州人民政府应提供相关数据）",
        "proactive_disclosure items_change": "本年增/减（指2020年增加或减少的事项数，减用负值表示，如-8）",
        "proactive_disclosure items_prev_year": "上一年项目数量（指2019年事项数）",
        "proactive_disclosure decisions": "处理决定数量（指2020年办件量）",
    }
    page = to_page(tables("2019-60", labels=labels), year=2020)
    block = '<tr><td class="block" colspan="4">第二十条第（五）项'
    extra = '<tr><td class="label">其他主动公开文件（含以本单位名义印发的）</td><td>77</td><td>78</td><td>79</td></tr>\n' + block
    page = page.replace('<tr><td class="block" colspan="4">第二十条第（五）项', extra)
    assert "77" in page
    assert all_rows(read(tmp_path, "x.html", page)) == truth("2019-60")


@pytest.mark.parametrize(("raw", "number"), [("+1036", 1036), ("-8", -8), ("－８", -8), ("＋3", 3), ("0", 0)])
def test_q05_signs_are_legal_where_the_form_asks_for_a_change(tmp_path: Path, raw: str, number: int) -> None:
    reading = read(tmp_path, "x.html", to_page(tables("2019-60", {"proactive_disclosure licensing": f"40|{raw}|300"}), year=2020))
    found = value(reading, "proactive_disclosure licensing items_change")
    assert (found.number, found.raw) == (number, raw)
    assert not told(reading, "count-not-whole")


def test_q06_a_column_of_subtotals_that_no_form_has_is_never_taken_for_another(tmp_path: Path) -> None:
    """Eight values, one of them 法人小计: by its header it is left out; without a header the row is not decided."""
    columns = ["自然人", "法人小计", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    head = "".join(f"<td>{c}</td>" for c in columns)
    data = "".join(f"<td>{n}</td>" for n in (20, 6, 3, 1, 0, 2, 0, 26))
    line = f"<tr><td>一、本年新收政府信息公开申请数量</td>{data}</tr>"
    reading = read(tmp_path, "x.html", f"<h1>青禾县2023年政府信息公开工作年度报告</h1><table><tr><td></td>{head}</tr>{line}</table>")
    assert row(reading, "requests new_received") in ("20|3|1|0|2|0|26", "|".join(["ambiguous"] * 7))
    bare = read(tmp_path, "y.html", f"<h1>青禾县2023年政府信息公开工作年度报告</h1><table>{line}</table>")
    assert row(bare, "requests new_received") == "|".join(["ambiguous"] * 7)


# --- values ---------------------------------------------------------------------------------------------------------


def test_q07_blank_zero_and_dash_are_three_things(tmp_path: Path) -> None:
    made = tables(rows={"requests new_received": "0|&nbsp;|&nbsp;|&nbsp;|&nbsp;|&nbsp;|0", "requests carried_in": "0|/|-|—|无|不涉及|0"})
    reading = read(tmp_path, "x.html", to_page(made).replace("&amp;nbsp;", "&nbsp;"))
    assert row(reading, "requests new_received") == "0|blank|blank|blank|blank|blank|0"
    assert row(reading, "requests carried_in") == "0" + "|not_applicable" * 5 + "|0"
    assert value(reading, "requests carried_in legal_service_org").raw == "无"


@pytest.mark.parametrize("raw", ["/", "／", "-", "--", "—", "－－", "空", "无", "不涉及", "不适用", "N/A", "NA", "na", "null"])
def test_q07_every_mark_for_nothing_is_read_as_such_and_kept(raw: str) -> None:
    assert to_printed(raw).status == "not_applicable"


@pytest.mark.parametrize("raw", ["", "\u00a0", "\u3000", " \u00a0\u3000", "\u200b", None])
def test_q07_every_kind_of_empty_is_blank(raw: str | None) -> None:
    assert to_printed(raw).status == "blank"


def test_q08_blank_totals_are_not_stated_and_not_added_up_in_the_data(tmp_path: Path) -> None:
    reading = read(tmp_path, "x.html", to_page(tables(rows={"requests granted": "9|1|0|0|1|0|", "requests partially_granted": "2|1|0|0|0|0|"})))
    assert value(reading, "requests granted total").status == "blank"
    outcome = {(c.check, c.cell.row, c.cell.column): c.outcome for c in reading.checks if c.cell}
    assert outcome["T3-ROW", "granted", "total"] == "not_stated"
    assert not [c for c in told(reading) if c.severity == "error"]


def test_q09_a_blank_group_of_disputes_stays_blank_beside_a_filled_one(tmp_path: Path) -> None:
    for name, content in {
        "x.html": to_page(tables(rows={"disputes review": "8|||1|9", "disputes litigation_after_review": "||||"})),
        "x.docx": to_docx(tables(rows={"disputes review": "8|||1|9", "disputes litigation_after_review": "||||"})),
    }.items():
        reading = read(tmp_path, name, content)
        assert row(reading, "disputes review") == "8|blank|blank|1|9", name
        assert row(reading, "disputes litigation_after_review") == "|".join(["blank"] * 5), name


@pytest.mark.parametrize("setter", ["pipes", "tabs"])
def test_q10_tables_full_of_dashes_hold_dashes_and_no_zeros(tmp_path: Path, setter: str) -> None:
    rows = {f"requests {r}": "|".join("-" * 7) for r in tables()["requests"].rows} | {
        f"disputes {r}": "|".join("-" * 5) for r in tables()["disputes"].rows
    }
    reading = read(tmp_path, "x.txt", to_text(tables(rows=rows), setter))
    found = all_rows(reading)
    assert {v for k, v in found.items() if k.startswith("disputes")} == {"|".join(["not_applicable"] * 5)}
    assert {v for k, v in found.items() if k.startswith("requests")} == {"|".join(["not_applicable"] * 7)}


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("1,234", "1234"),
        ("1，234", "1234"),
        ("１２", "12"),
        ("\u300012\u3000", "12"),
        ("\u00a012", "12"),
        ("11398889", "11398889"),
        ("11,398,889", "11398889"),
    ],
)
def test_q11_separators_widths_and_spaces_around_a_number(tmp_path: Path, raw: str, number: str) -> None:
    found = value(read(tmp_path, "x.html", to_page(tables(rows={"proactive_disclosure licensing": raw}))), "proactive_disclosure licensing decisions")
    assert found.number == Decimal(number)


@pytest.mark.parametrize("raw", ["4068.208", "96171.6", "3415.74", "0.04"])
def test_q11_money_keeps_its_decimals_and_is_no_finding(tmp_path: Path, raw: str) -> None:
    reading = read(tmp_path, "x.html", to_page(tables(rows={"proactive_disclosure admin_fees": raw})))
    assert value(reading, "proactive_disclosure admin_fees amount_wan").number == Decimal(raw)
    assert not told(reading, "count-not-whole")


@pytest.mark.parametrize("raw", ["1.234", "1,23", "12,34,567", "１ ２", "1 9", "约12", "12-13", "3/4", "2021年", "--253"])
def test_q11_what_is_not_plainly_one_whole_number_is_no_count(raw: str) -> None:
    printed = to_printed(raw)
    assert printed.number is None or printed.number != printed.number.to_integral_value()


def test_q12_the_unit_in_a_cell_or_its_header_comes_along(tmp_path: Path) -> None:
    old = read(tmp_path, "old.html", to_page(tables("2019-60", {"proactive_disclosure central_procurement": "3|251000元"}), year=2019))
    assert (
        value(old, "proactive_disclosure central_procurement amount").number,
        value(old, "proactive_disclosure central_procurement amount").unit,
    ) == (251000, "元")
    wan = read(tmp_path, "wan.html", to_page(tables("2019-60", {"proactive_disclosure central_procurement": "3|160.5964万元"}), year=2019))
    assert value(wan, "proactive_disclosure central_procurement amount").unit == "万元"
    bare = read(tmp_path, "bare.html", to_page(tables("2019-60", {"proactive_disclosure central_procurement": "3|251000"}), year=2019))
    assert value(bare, "proactive_disclosure central_procurement amount").unit == ""
    assert told(bare, "amount-without-unit")
    headed = tables(
        "2019-60", {"proactive_disclosure central_procurement": "3|25.1"}, {"proactive_disclosure amount": "采购总金额（万元，保留四位小数）"}
    )
    assert value(read(tmp_path, "headed.html", to_page(headed, year=2019)), "proactive_disclosure central_procurement amount").unit == "万元"
    new = read(tmp_path, "new.html", to_page(prose={6: ("全年收取信息处理费380元。",)}))
    assert (value(new, "proactive_disclosure admin_fees amount_wan").number, value(new, "proactive_disclosure admin_fees amount_wan").unit) == (
        Decimal("4068.208"),
        "万元",
    )


@pytest.mark.parametrize(("raw", "number", "note"), [("22（其中修订 16 件）", 22, "其中修订"), ("55\n（含自然失效 29 件）", 55, "含自然失效")])
def test_q13_a_note_in_a_cell_is_kept_beside_its_number(tmp_path: Path, raw: str, number: int, note: str) -> None:
    made = tables(rows={"proactive_disclosure rules": f"{raw}|0|235"})
    for name, content in {"x.html": to_page(made), "x.docx": to_docx(made)}.items():
        found = value(read(tmp_path, name, content), "proactive_disclosure rules issued_this_year")
        assert found.number == number and note in found.note, name


def test_q14_digits_split_over_spans_are_one_number(tmp_path: Path) -> None:
    page = to_page(tables(rows={"proactive_disclosure licensing": "517"})).replace(
        '<td colspan="3">517</td>', '<td colspan="3"><span><font>5</font></span><span>17</span></td>'
    )
    page = page.replace("2023年", "<span><font>20</font></span><span>23</span>年")
    assert "<font>5</font>" in page
    reading = read(tmp_path, "x.html", page)
    assert row(reading, "proactive_disclosure licensing") == "517"
    assert reading.report.year == 2023  # type: ignore[union-attr]


def test_q14_digits_that_a_space_tears_apart_are_not_joined_and_not_halved(tmp_path: Path) -> None:
    reading = read(tmp_path, "x.html", to_page(tables(rows={"requests granted": "1 9|1|0|0|1|0|21"})))
    assert value(reading, "requests granted natural_person").status == "unreadable"
    too_many = to_text().replace("\t9\t1\t0\t0\t1\t0\t11", "\t9\t1\t0\t0\t1\t0\t1\t1")
    assert row(read(tmp_path, "x.txt", too_many), "requests granted") == "|".join(["ambiguous"] * 7)


def test_q15_a_number_that_lost_a_digit_is_caught_by_its_sum_and_stays_as_printed(tmp_path: Path) -> None:
    reading = read(tmp_path, "x.html", to_page(tables(rows={"disputes review": "2|0|1|0|12"})))
    assert row(reading, "disputes review") == "2|0|1|0|12"
    found = told(reading, "T4-SUM")
    assert [(c.outcome, c.printed, c.computed) for c in found] == [("broken", "12", "3")]


def test_q16_a_total_that_fell_out_of_its_row_leaves_the_row_undecided(tmp_path: Path) -> None:
    text = to_text().replace("\t2\t0\t0\t0\t1\t0\t3", "\t2\t0\t0\t0\t1\t0\t\t") + "\n3\n"
    assert row(read(tmp_path, "x.txt", text), "requests carried_out") == "|".join(["ambiguous"] * 7)


def test_q17_a_footnote_under_a_table_is_kept_with_its_section(tmp_path: Path) -> None:
    note = "注：行政复议、行政诉讼数量含上年度结转数量。"
    for name, content in {"x.html": to_page(prose={4: (note,)}), "x.docx": to_docx(prose={4: (note,)})}.items():
        sections = {s.number: s.paragraphs for s in read(tmp_path, name, content).report.sections}  # type: ignore[union-attr]
        assert to_line(note) in sections[4], name


def test_q18_hidden_characters_change_neither_label_nor_number(tmp_path: Path) -> None:
    page = (
        to_page().replace("予以公开", "予\u200b以\u202a公\u2060开").replace(">20<", ">\u200f2\u200b0\ufeff<").replace("青禾县", "青\u00ad禾\u200d县")
    )
    reading = read(tmp_path, "x.html", "\ufeff" + page)
    assert all_rows(reading) == truth()
    assert reading.report.agency.name == "青禾县人民政府"  # type: ignore[union-attr]


# --- section 5: values ----------------------------------------------------------------------------------------------


def test_s5_a_doubled_sign_is_no_number(tmp_path: Path) -> None:
    reading = read(tmp_path, "x.html", to_page(tables("2019-60", {"proactive_disclosure licensing": "300|--253|0"}), year=2020))
    found = value(reading, "proactive_disclosure licensing items_change")
    assert (found.status, found.raw) == ("unreadable", "--253")


def test_s5_a_number_in_the_wrong_column_stays_there(tmp_path: Path) -> None:
    """A change printed under 处理决定数量 is published there as printed, and told: a count has no sign."""
    reading = read(tmp_path, "x.html", to_page(tables("2019-60", {"proactive_disclosure licensing": "40||+22"}), year=2020))
    assert row(reading, "proactive_disclosure licensing") == "40|blank|22"
    assert value(reading, "proactive_disclosure licensing decisions").raw == "+22"
    assert told(reading, "count-not-whole")


def test_s5_an_implausible_number_is_published_as_printed(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "x.html", to_page(tables(rows={"proactive_disclosure rules": "47|0|0"}), title="青禾县河包镇{year}年政府信息公开工作年度报告")
    )
    assert row(reading, "proactive_disclosure rules") == "47|0|0"


def test_s5_blank_cells_in_the_middle_at_the_start_and_at_the_end_stay_where_they_are(tmp_path: Path) -> None:
    made = tables(
        "2019-60",
        {"proactive_disclosure rules": "||", "proactive_disclosure normative_documents": "5||80", "proactive_disclosure central_procurement": "|"},
    )
    for name, content in {"x.html": to_page(made, year=2020), "x.docx": to_docx(made, year=2020), "x.md": to_text(made, "pipes", year=2020)}.items():
        found = all_rows(read(tmp_path, name, content))
        assert found["proactive_disclosure rules"] == "blank|blank|blank", name
        assert found["proactive_disclosure normative_documents"] == "5|blank|80", name
        assert found["proactive_disclosure central_procurement"] == "blank|blank", name
        assert found["proactive_disclosure licensing"] == "40|-8|300", name


# --- section 9: what peers do to values -----------------------------------------------------------------------------


def test_s9_a_blank_is_never_a_zero_even_where_no_row_of_the_table_was_found() -> None:
    assert FIGURES  # the figures above are the only ones there are
    empty = report({})
    assert all(v.number is None for v in empty.values.values())
    assert not [i for i in measure([empty], FORM) if i.value == 0]
