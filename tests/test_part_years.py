"""Reports on a part of a year are no yearly reports, whether their title says so or their text."""

from pathlib import Path

import pytest

from gongkai import pipeline
from gongkai.model import Reading
from tests.reports import FORM
from tests.small_pages import table


def read(title: str, line: str, tmp_path: Path) -> Reading:
    path = tmp_path / "a.html"
    path.write_text(f"<h1>{title}</h1><p>{line}</p><p>一、总体情况</p><p>略。</p><h2>二、主动公开政府信息情况</h2>{table('5', '7')}", "utf-8")
    return pipeline.to_readings([pipeline.read_one(path, path.name)], FORM)[0]


@pytest.mark.parametrize(("title", "line"), [
    ("青禾县档案馆政府信息公开工作年度报告", "本报告统计期限为2023年1月1日至2023年6月30日。"),
    ("青禾县档案馆政府信息公开工作年度报告", "2023年上半年，本馆认真做好公开工作。"),
    ("青禾县档案馆政府信息公开工作报告", "统计期限：2023年7月1日至9月30日。"),
    ("青禾县档案馆政府信息公开工作情况（上半年）", ""),
    ("青禾县档案馆政府信息公开半年报告", ""),
    ("青禾县档案馆2023年第三季度政府信息公开工作报告", ""),
])
def test_a_report_on_a_part_of_a_year_is_refused_and_not_published_without_a_year(title: str, line: str, tmp_path: Path) -> None:
    reading = read(title, line, tmp_path)
    assert reading.read_status == "not_a_report" and "another period" in reading.message


@pytest.mark.parametrize(("title", "line", "year"), [
    ("青禾县档案馆政府信息公开工作年度报告", "本报告统计期限为2023年1月1日至2023年12月31日。", 2023),
    ("青禾县档案馆2023年政府信息公开工作年度报告", "上半年，本馆共公开3件。", 2023),
    ("青禾县档案馆政府信息公开工作年度报告", "数据统计时间为2023年3月1日至2023年12月31日。", None),
    ("青禾县档案馆政府信息公开工作年度报告", "本馆认真做好公开工作。", None),
])
def test_a_yearly_report_is_none_of_these_whatever_it_tells_of_parts_of_the_year(title: str, line: str, year: int | None, tmp_path: Path) -> None:
    reading = read(title, line, tmp_path)
    assert reading.report is not None and reading.report.year == year
