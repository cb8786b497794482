"""Reports on a part of a year are no yearly reports, whether their title says so or their text."""

from pathlib import Path

import pytest

from gongkai import pipeline
from gongkai.model import Reading
from tests.reports import FORM
from tests.small_pages import table


def read(title: str, line: str, tmp_path: Path, name: str = "a.html") -> Reading:
    path = tmp_path / name
    path.write_text(f"<h1>{title}</h1><p>{line}</p><p>一、总体情况</p><p>略。</p><h2>二、主动公开政府信息情况</h2>{table('5', '7')}", "utf-8")
    return pipeline.to_readings([pipeline.read_one(path, path.name)], FORM)[0]


@pytest.mark.parametrize(("title", "line"), [
    ("青禾县档案馆政府信息公开工作年度报告", "本报告统计期限为2023年1月1日至2023年6月30日。"),
    ("青禾县档案馆政府信息公开工作报告", "统计期限：2023年7月1日至9月30日。"),
    ("青禾县档案馆政府信息公开工作情况（上半年）", ""),
    ("青禾县档案馆政府信息公开半年报告", ""),
    ("青禾县档案馆2023年第三季度政府信息公开工作报告", ""),
    ("青禾县档案馆政府信息公开工作年度报告", "现将2023年1至6月政府信息公开工作情况报告如下。"),
    ("青禾县档案馆政府信息公开工作年度报告", "根据要求，现公布我馆2023年度上半年政府信息公开工作年度报告。"),
    ("青禾县档案馆政府信息公开工作年度报告", "2023年，本馆认真做好公开工作。统计期限为2023年1月1日至2023年6月30日。"),
    ("青禾县档案馆政府信息公开工作年度报告", "现将2023年政府信息公开情况报告如下。统计期限：2023.1.1-2023.9.30。"),
    ("青禾县档案馆政府信息公开工作年度报告", "按照要求编制2023年度报告，统计期为上半年。"),
    ("青禾县档案馆政府信息公开工作年度报告", "（2023年1月—6月）"),
    ("青禾县档案馆政府信息公开工作年度报告", "报告期：2023年前三季度。"),
])
@pytest.mark.parametrize("name", ["a.html", "2023.html"])
def test_a_report_on_a_part_of_a_year_is_refused_and_not_published_without_a_year(title: str, line: str, name: str, tmp_path: Path) -> None:
    reading = read(title, line, tmp_path, name)
    assert reading.read_status == "not_a_report" and "another period" in reading.message


def test_a_report_that_tells_of_a_part_of_a_year_is_refused_where_nothing_else_says_its_year(tmp_path: Path) -> None:
    told = ("青禾县档案馆政府信息公开工作年度报告", "2023年上半年，本馆认真做好公开工作。")
    assert read(*told, tmp_path).read_status == "not_a_report" and read(*told, tmp_path, "2023.html").read_status != "not_a_report"


@pytest.mark.parametrize(("title", "line", "year"), [
    ("青禾县档案馆政府信息公开工作年度报告", "现将2023年政府信息公开情况报告如下。2023年3月至5月，本馆自查网站数据。", 2023),
    ("青禾县档案馆政府信息公开工作年度报告", "本报告统计期限为2023年1月1日至2023年12月31日。", 2023),
    ("青禾县档案馆2023年政府信息公开工作年度报告", "上半年，本馆共公开3件。", 2023),
    ("青禾县档案馆政府信息公开工作年度报告", "数据统计时间为2023年3月1日至2023年12月31日。", None),
    ("青禾县档案馆政府信息公开工作年度报告", "本馆认真做好公开工作。", None),
])
def test_a_yearly_report_is_none_of_these_whatever_it_tells_of_parts_of_the_year(title: str, line: str, year: int | None, tmp_path: Path) -> None:
    reading = read(title, line, tmp_path)
    assert reading.report is not None and reading.report.year == year
