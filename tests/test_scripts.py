"""What the scripts of the pages work out, without a page: CSV, figures, names, addresses, where a number stands, what a query means."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from statistics import quantiles
from typing import Any

import pytest

from gongkai.form import load
from gongkai.pages import names as index
from gongkai.pages import texts
from gongkai.pages.body.provenance import render_words
from tests.node import answer


def test_a_csv_is_written_and_read_back_as_python_does() -> None:
    rows = [["=1+1", 'x "y", z', None], ["two\nlines", -3, 0.1], ["＋8", "", "'=x"], ["-", "@a", "b"]]
    text, back = answer(
        """
        import { parse, toText } from "csv.js";
        const text = toText(["a", "b,c", "d"], given);
        return [text, parse(text)];
        """, rows)
    assert text.startswith("\ufeff") and text.endswith("\r\n")
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert read == [["a", "b,c", "d"], ["'=1+1", 'x "y", z', ""], ["two\nlines", "-3", "0.1"], ["'＋8", "", "''=x"], ["'-", "'@a", "b"]]
    assert [list(row.values()) for row in back] == [[str("" if value is None else value) for value in row] for row in rows]
    assert list(back[0]) == ["a", "b,c", "d"]


def test_a_csv_without_a_last_line_end_or_with_unix_ones_is_read_whole() -> None:
    read = 'import { parse } from "csv.js"; return given.map(parse);'.replace("; ", ";\n", 1)
    whole = [{"a": "1", "b": "2"}, {"a": "3", "b": ""}]
    assert answer(read, ["\ufeffa,b\r\n1,2\r\n3,\r\n", "a,b\n1,2\n3,", 'a,b\n"1","2"\n"3",""']) == [whole] * 3
    assert answer(read, ["a,b\r\n", "a,b"]) == [[], []]


@pytest.mark.parametrize(("value", "kind", "digits", "shown"), [
    (0.12345, "share", None, "12.3%"), (-0.5, "growth", None, "−50.0%"), (1234567, "count", None, "1,234,567"), (0, "count", None, "0"),
    (0.1234567, "count", None, "0.123457"), (1.25, "count", 1, "1.3"), (2 / 3, "ratio", None, "0.667"), (-3, "count", None, "−3"),
])
def test_a_figure_is_shown_as_what_it_is(value: float, kind: str, digits: int | None, shown: str) -> None:
    code = """
        import { format } from "figures.js";
        return given.digits === null ? format(given.value, given.kind) : format(given.value, given.kind, given.digits);
        """
    assert answer(code, {"value": value, "kind": kind, "digits": digits}) == shown


def test_a_line_says_why_there_is_no_figure() -> None:
    data = {
        "cells": ["requests.granted.total", "requests.denied.total"], "indicators": ["disclosure_rate"], "statuses": {"r": "reported", "b": "blank", ".": "not_on_form"},
    }
    report = {"scope": "own", "form_requests": "2021-30", "values": [7, None], "statuses": "rb", "indicators": [[0.5, 7, 14, "derived"]]}
    found = answer(
        """
        import { lines, unpack } from "figures.js";
        const reports = new Map([[2024, unpack(given.data, given.report)]]);
        const medians = { disclosure_rate: { 2024: [0.4, 9, ["2021-30"]], 2023: [0.3, 8, ["2014-32", "2019-60"]] } };
        const bodies = [{ id: "a", name: "甲", reports }, { id: "", name: "all", medians }];
        const parts = { "2014-32": 0, "2019-60": 1, "2021-30": 1 };
        const choices = ["requests.granted.total", "requests.denied.total", "disputes.review.total", "disclosure_rate"].map((id) => ({ id, label: id, parts }));
        return lines(bodies, choices, [2023, 2024]).map((line) => [line.agency_id, line.indicator, line.year, line.value, line.status, line.part]);
        """, {"data": data, "report": report})
    told = {(of, id, year): (value, status) for of, id, year, value, status, _ in found}
    assert told["a", "requests.granted.total", 2024] == (7, "reported") and told["a", "requests.granted.total", 2023] == (None, "no_report")
    assert told["a", "requests.denied.total", 2024] == (None, "blank") and told["a", "disputes.review.total", 2024] == (None, "not_on_form")
    assert told["a", "disclosure_rate", 2024] == (0.5, "reported")
    assert told["", "disclosure_rate", 2024] == (0.4, "reported")
    assert told["", "disclosure_rate", 2023] == (None, "no_median"), "reports of both sides of a break have no median together"
    assert told["", "requests.granted.total", 2024] == (None, "no_median")


def test_a_share_of_a_whole_that_its_parts_do_not_make_says_so() -> None:
    code = """
        import { figure, unpack } from "figures.js";
        const data = { cells: [], indicators: ["disclosure_rate"], statuses: {} };
        const report = (found) => unpack(data, { values: [], statuses: "", form_requests: "2021-30", indicators: [found] });
        return given.map((found) => figure(report(found), { id: "disclosure_rate" }).status);
        """
    shares = [[None, 13, 7, "printed"], [None, 0, 0, "printed"], [None, None, 7, "printed"], [0.5, 1, 2, "printed"]]
    assert answer(code, shares) == ["disagrees", "no_whole", "not_stated", "reported"]


def test_a_hit_has_its_english_name_first_and_the_printed_one_behind_it() -> None:
    code = 'import { toTitle } from "texts.js";\nreturn given.map((names) => Object.values(toTitle(...names)));'
    named = [["石狮市商务局", "Shishi Municipal Commerce Bureau"], ["石狮市商务局"], [""]]
    assert answer(code, named) == [["Shishi Municipal Commerce Bureau", "en", "石狮市商务局"], ["石狮市商务局", "zh", ""], ["", "", ""]]


def test_the_axis_holds_every_value_and_zero_in_round_steps() -> None:
    code = 'import { toTicks } from "plot.js";\nreturn given.map(toTicks);'
    cases = [[3, 17], [0.02, 0.31], [-5, 12], [0], [1], [-0.4, -0.1], [1234567]]
    for values, ticks in zip(cases, answer(code, cases), strict=True):
        steps = {round(after - before, 9) for before, after in pairwise(ticks)}
        assert len(steps) == 1 and 0 in ticks and ticks[0] <= min(values) and ticks[-1] >= max(values) and len(ticks) <= 7, values


@pytest.mark.parametrize(("language", "expected"), [
    ("zh", [" 件", "", " 件", " 万元", "", " 项", "", ""]), ("en", [" requests", "", " case", " × 10,000 yuan", "", " items", "", ""]),
])
def test_a_cited_number_says_what_it_counts_unless_that_is_printed_with_it(language: str, expected: list[str]) -> None:
    new, review, fees, items = "requests.new_received.total", "disputes.review.total", "proactive_disclosure.admin_fees.amount_wan", "proactive_disclosure.licensing.items_change"
    said = json.loads(render_words(load(), {}, "", "")[("" if language == "zh" else "en/") + "assets/cells.json"])
    asked = [
        (new, "1,191", 1191, ""), (new, "12件", 12, ""), (review, "1", 1, ""), (fees, "3.5", 3.5, "万元"), (fees, "35000", 3.5, "万元"), (items, "-2", -2, ""),
        (new, "", None, ""), (fees, "3.5", 3.5, ""),
    ]
    code = """
        import { unitOf } from "origin.js";
        return given.asked.map(([name, raw, value, unit]) => unitOf({ raw, value, unit }, name, given.said));
        """
    assert answer(code, {"asked": asked, "said": said}) == expected


def test_names_at_the_ends_of_lines_tell_bodies_of_one_name_apart() -> None:
    places = ("Fuzhou, Fujian", "Nanjing, Jiangsu", "Xuzhou, Jiangsu", "Kaifeng, Henan")
    names = [f"Gulou District People's Government ({place})" for place in places] + ["福建省福州市鼓楼区人民政府", "江苏省南京市鼓楼区人民政府", "All bodies: median", "全部机关：中位数"]
    shown = answer('import { atEnd } from "plot.js";\nreturn given.map(atEnd);', names)
    assert len(set(shown)) == len(names) and shown[-2:] == names[-2:]
    assert all(sum(1 + (c > "\u2e80") for c in name) <= 26 for name in shown), "and have room"


def test_a_body_is_found_by_part_sound_initials_and_letters_between() -> None:
    lines = [
        {"agency_id": id, "agency_name": name, "first_year": 2024, "last_year": 2024, "province": "", "prefecture": "", "county": "", "other_names": other}
        for id, name, other in [
            ("350581-a", "石狮市人民政府", ""), ("350581-b", "石狮市财政局", "石狮财局|SHISHI"), ("310000-c", "上海市市场监督管理局", ""), ("500000-d", "重庆市人民政府", ""),
        ]
    ]
    queries = ["财政", "shishi", "chongq", "czj", "石狮局", "350581", "石狮 政府", "ＳＨＩＳＨＩ", "", "没有", "ssczj", "sszf", "ssszf", "cqzf", "shishicaizheng"]
    code = """
        import { find, prepare } from "names.js";
        return given.queries.map((query) => { const { hits, similar } = find(prepare(given.index), query); return [hits.map((body) => body.id.slice(-1)).join(""), similar]; });
        """
    found = dict(zip(queries, answer(code, {"index": json.loads(index.names_index(lines)), "queries": queries}), strict=True))
    assert found == {
        "财政": ["b", False], "shishi": ["ab", False], "chongq": ["d", False], "czj": ["b", False], "石狮局": ["b", True], "350581": ["ab", False],
        "石狮 政府": ["a", False], "ＳＨＩＳＨＩ": ["ab", False], "": ["", False], "没有": ["", False],
        "ssczj": ["b", False], "sszf": ["a", False], "ssszf": ["a", False], "cqzf": ["d", False], "shishicaizheng": ["b", False],
    }


def test_a_body_is_found_in_traditional_characters_by_an_old_name_and_in_english() -> None:
    lines = [
        {"agency_id": f"{code}-z", "agency_name": name, "agency_name_en": english, "division_code": code, "first_year": 2024, "last_year": 2024,
         "province": "", "prefecture": "", "county": "", "other_names": ""}
        for code, name, english in [
            ("350200", "福建省厦门市人民政府", "Xiamen Municipal People's Government (Fujian)"), ("220723", "吉林省松原市乾安县人民政府", "Qian'an County People's Government"),
            ("350605", "福建省漳州市长泰区人民政府", "Changtai District People's Government (Zhangzhou, Fujian)"),
        ]
    ]
    code = """
        import { find, prepare } from "names.js";
        return given.queries.map((query) => find(prepare(given.index, given.english), query).hits.map((body) => body.id));
        """
    lines += [{**lines[0], "agency_id": f"350581-{at}", "agency_name": name, "division_code": "350581", "province": "福建省", "prefecture": "泉州市", "county": "石狮市",
               "agency_name_en": ""} for at, name in enumerate(["石狮市商务局", "福建省泉州市石狮市人民政府"])]
    given = {"index": json.loads(index.names_index(lines)), "english": json.loads(index.english_names(lines))}
    queries = ["shishi", "石狮", "廈門", "长泰县", "長泰縣人民政府", "乾安", "changtai district", "people's government", "Zhangzhou"]
    assert dict(zip(queries, answer(code, {**given, "queries": queries}), strict=True)) == {
        "shishi": ["350581-1", "350581-0"], "石狮": ["350581-1", "350581-0"], "廈門": ["350200-z"], "长泰县": ["350605-z"], "長泰縣人民政府": ["350605-z"], "乾安": ["220723-z"], "changtai district": ["350605-z"],
        "people's government": ["350200-z", "350605-z", "220723-z"], "Zhangzhou": ["350605-z"],
    }


def test_an_address_of_bodies_side_by_side_is_read_and_written_back() -> None:
    code = """
        import { fromAddress, toAddress } from "compare.js";
        const read = (address) => fromAddress(address, new Set(["x", "y.z"]));
        const { more, strange, ...choice } = read(given);
        return [choice, more, strange, toAddress(given, choice), read(toAddress(given, choice)).strange];
        """
    many = ",".join(f"b{number}" for number in range(26))
    choice, more, strange, back, again = answer(code, f"https://a.example/compare/?b={many},b0,../x&i=y.z,nothing&y=2024,2020,20x4&m=0#top")
    assert choice == {"b": [f"b{number}" for number in range(24)], "i": ["y.z"], "y": [2020, 2024], "m": ["0"]}
    assert (more, strange, again) == (["b24", "b25"], ["../x", "nothing", "20x4"], [])
    assert back.endswith("&i=y.z&y=2020,2024&m=0#top") and "%2C" not in back


BODY: dict[str, Any] = {
    "cells": ["t.a.x", "t.a.y", "t.b.x", "t.b.y"], "statuses": {"r": "reported", "b": "blank", "u": "unreadable", ".": "not_on_form"},
    "outcomes": {"h": "holds", "b": "broken", "-": "not_applicable"},
}
PRINTED: dict[str, Any] = {
    "form_requests": "new", "values": [5, None, None, 0], "statuses": "r.ur", "raw": {"2": "3?"}, "notes": {"0": "注"}, "places": [[2, 1, 1, 4, 2], [1]],
    "boxes": {"x": {"1.1.2": [10, 20], "1.1.3": [20, 30]}, "y": {"1.1.4": [5, 9]}, "odd": {}}, "outcomes": "b-",
    "findings": [{"check": "SUM", "outcome": "broken", "cell": "requests.a.total"}, {"check": "ODD", "outcome": "broken", "cell": "requests.a.x"}],
}


def test_where_a_number_stands_is_counted_over_the_cells_of_its_own_form() -> None:
    code = 'import { find } from "origin.js";\nreturn given.names.map((name) => find(given.data, given.report, name));'
    first, none, second, blank, unknown = answer(code, {"data": BODY, "report": PRINTED, "names": [*BODY["cells"], "t.c.x"]})
    assert first == {"status": "reported", "raw": "5", "place": {"page": 1, "grid": 1, "row": 4, "column": 2, "box": [10, 5, 20, 9]}, "note": "注", "value": 5, "unit": ""}
    assert none["status"] == "not_on_form" and none["raw"] == ""
    assert (second["status"], second["raw"], second["place"]["column"], second["place"]["box"]) == ("unreadable", "3?", 3, [20, 5, 30, 9])
    assert (blank["raw"], blank["place"]) == ("0", None), "printed, and nobody knows where"
    assert unknown == {"status": "missing", "raw": "", "place": None, "note": "", "value": None, "unit": ""}


def test_the_checks_of_a_number_are_those_that_it_takes_part_in() -> None:
    code = 'import { checksOf } from "origin.js";\nreturn given.names.map((name) => checksOf(given.data, given.report, "2024", name, given.words));'
    words = {"order": ["requests.a.total", "requests.a.x", "requests.a.y"], "relations": {"new": {"requests": [["SUM", 0, 1], ["NOT", 0, 2]]}}}
    total, part, other = answer(code, {"data": BODY, "report": PRINTED, "words": words, "names": words["order"]})
    assert [(one["code"], one["outcome"], one["finding"]["anchor"]) for one in total] == [("SUM", "broken", "f-2024-1")]
    assert [(one["code"], one.get("finding", {}).get("anchor")) for one in part] == [("SUM", "f-2024-1"), ("ODD", "f-2024-2")]
    assert other == []


def test_the_list_of_an_indicator_says_what_its_csv_says() -> None:
    code = """
        import { fits, ofYear, order, toFive } from "standing.js";
        const lines = ofYear(given, "2024");
        const choice = { region: "350500", level: "", kind: "", scope: "" };
        return [lines.map((line) => [line.id, line.value]), lines.filter((line) => fits(line, choice)).map((line) => line.id),
            order(lines, "-", false).lines.map((line) => line.id).join(""), order(lines, "-", false).out, toFive(lines).five, toFive(lines.slice(2)).five];
        """
    values = ["0.2", "1", "0.9", "", "0.4", "0.6", "0"]
    rows = [
        {"agency_id": id, "agency_name": id, "division_code": code, "level": "", "kind": "", "basis_2024": "derived", "scope_2024": "own", "value_2024": value,
         "numerator_2024": "1", "denominator_2024": "2" if id == "b" else "10"}
        for id, code, value in zip("abcdefg", ["350581", "350582", "350100", "350500", "", "350000", "110000"], values, strict=True)
    ]
    found, inside, ordered, out, five, few = answer(code, [*rows, {"agency_id": "x", "basis_2024": ""}])
    assert found == [[id, float(value) if value else None] for id, value in zip("abcdefg", values, strict=True)]
    assert (inside, ordered, out, few) == (["a", "b", "d"], "cfeagbd", 2, None)
    told = sorted([0.2, 0.9, 0.4, 0.6, 0])
    assert five == pytest.approx([told[0], *quantiles(told, n=4, method="inclusive"), told[-1]])


def test_a_slip_in_a_query_is_told_and_a_name_that_it_gives_is_none() -> None:
    code = """
        import { explain, strange } from "query.js";
        const texts = { error_no_table: "no {name}", error_syntax: "at {name}", error_other: "{message}", error_wide: "wide {name}" };
        globalThis.document = { documentElement: { lang: "en" } };
        return [given.map((query) => strange(query, ["year", "cells"])), explain("no such table: main.cels", "select 1", texts), explain("near \\"（\\": syntax error", "select count（*）", texts)];
        """
    queries = ['select "year" from cells', 'select "yaer" from cells', 'select 1 as "n" order by "n"', 'select count(*) "n" from cells', "select '\"x\"'", 'select 1 -- "x"']
    odd, table, wide = answer(code, queries)
    assert odd == ["", "yaer", "", "", "", ""]
    assert (table, wide) == ("no cels", "at （ wide （")


def test_a_search_in_texts_asks_for_the_same_pairs_and_pieces_as_the_index_has() -> None:
    text = "依申请公开 ２０２４年 Ｆｏｏ，𠮷野家；a"
    code = 'import { pairs, plain } from "texts.js";\nreturn pairs(plain(given)).sort();'
    assert answer(code, text) == sorted(texts._to_pairs([text]))
