"""A made-up body with a report on every year from 2014 to 2025, on three forms, as pages.

Out: {file name: content}. Figures grow and shrink, so that a chart has something to show; 2017 lacks numbers, 2018's list contradicts itself.
"""

from __future__ import annotations

from tests.quirks.paper import tables, to_page
from tests.statistics_documents import HEADING, LINES, TITLE, Line, to_html, to_rows

BODY = "青禾县人民政府"
YEARS = range(2014, 2026)
_RECEIVED = {2014: 12, 2015: 17, 2016: 15, 2017: 31, 2018: 40, 2019: 37, 2020: 52, 2021: 61, 2022: 58, 2023: 90, 2024: 134, 2025: 120}


def documents() -> dict[str, bytes]:
    """The twelve documents."""
    return {f"{year}.html": to_older(year) if year < 2019 else to_newer(year) for year in YEARS}


def to_older(year: int) -> bytes:
    received = _RECEIVED[year]
    online, refused, sued = received - 3, year % 4, year - 2013
    own = {
        "information_disclosed": 900 + 37 * (year - 2014), "by_website": 700 + 31 * (year - 2014), "received": received, "received_in_person": 2,
        "received_by_fax": 0, "received_online": online, "received_by_letter": 1, "closed": received, "closed_on_time": received - 1,
        "closed_extended": 1, "answered": received, "already_public": 2, "granted": received - 4 - refused, "partially_granted": 1, "refused": refused,
        "refused_state_secret": 0, "refused_trade_secret": 0, "refused_privacy": refused, "refused_security_stability": 0,
        "refused_not_information": 0, "refused_other_law": 0, "not_this_body": 1, "does_not_exist": 0, "asked_to_amend": 0, "other_way": 0,
        "review": 3, "review_upheld": 2, "review_corrected": 1, "review_other": 0, "litigation": sued, "litigation_upheld": sued,
        "litigation_corrected": 0, "litigation_other": 0,
    }
    blank = {"review", "granted"} if year == 2017 else set()
    wrong = {"staff": "26"} if year == 2018 else {}
    lines: list[Line] = [
        (row, label, unit, "" if row in blank else wrong.get(row, str(own.get(row, printed)))) for row, label, unit, printed in LINES
    ]
    head = ["统计指标", "单位", "统计数"]
    page = to_html([head, *to_rows(tuple(lines))], before=(HEADING,))
    return page.replace(TITLE.encode(), f"{BODY}{year}年政府信息公开工作年度报告".encode()).replace("2016年".encode(), f"{year}年".encode())


def to_newer(year: int) -> bytes:
    # a table of items and documents that goes on from year to year
    version = "2019-60" if year < 2021 else "2021-30"
    received = _RECEIVED[year]
    carried = {2019: 0}.get(year, 2)
    granted = received + carried - 2 - 9
    rows = {
        "proactive_disclosure normative_documents": "0|0|80", "proactive_disclosure licensing": "40|0|300" if year < 2021 else "300",
        "proactive_disclosure other_services": "12|0|90", "proactive_disclosure admin_fees": "7|0" if year < 2021 else "4068.208",
        "requests new_received": f"{received - 6}|3|1|0|2|0|{received}",
        "requests carried_in": f"{carried}|0|0|0|0|0|{carried}",
        "requests granted": f"{granted - 3}|1|1|0|1|0|{granted}",
        "requests partially_granted": "1|2|0|0|0|0|3",
        "requests denied_third_party": "2|0|0|0|0|0|2",
        "requests unable_not_held": "3|0|0|0|0|0|3",
        "requests not_processed_duplicate": "0|0|0|0|1|0|1",
        "requests other_misc": "0|0|0|0|0|0|0",
        "requests other_disposal": "0|0|0|0|0|0|0",
        "requests outcome_total": f"{received + carried - 8}|3|1|0|2|0|{received + carried - 2}",
        "requests carried_out": "2|0|0|0|0|0|2",
        "disputes review": f"{year - 2018}|1|0|1|{year - 2016}",
        "disputes litigation_direct": "1|0|0|0|1",
        "disputes litigation_after_review": f"{year - 2019}|0|1|0|{year - 2018}",
    }
    return to_page(tables(version, rows), year=year, title=f"{BODY}{{year}}年政府信息公开工作年度报告").encode()
