"""Level, kind and scope of a body, and the file in which people say what they know of bodies."""

import pytest

from gongkai.agencies.names import Body, Succession, read_bodies, to_body_name, to_kind, to_level, to_scope
from tests.reports import document


@pytest.mark.parametrize(
    ("name", "region_level", "level", "kind"),
    [
        ("人民政府", "county", "county", "government"),
        ("行政公署", "prefectural", "prefectural", "government"),
        ("人民政府办公室", "prefectural", "prefectural", "office"),
        ("人民政府办公厅", "provincial", "provincial", "office"),
        ("城市管理委员会", "provincial", "provincial", "department"),
        ("住房和城乡建设局", "county", "county", "department"),
        ("乡村振兴局", "county", "county", "department"),
        ("城镇管理局", "county", "county", "department"),
        ("经济技术开发区管理委员会", "prefectural", "prefectural", "development_zone"),
        ("统计局", "provincial", "provincial", "department"),
        ("气象局", "prefectural", "vertical", "meteorology"),
        ("税务局", "county", "vertical", "tax"),
        ("国家统计局调查队", "county", "vertical", "statistics_survey"),
        ("消防救援大队", "county", "vertical", "fire_rescue"),
        ("海关", "prefectural", "vertical", "customs"),
        ("黄河河务局", "provincial", "vertical", "water_basin"),
        ("中国人民银行分行", "prefectural", "vertical", "finance_regulator"),
        ("长皋乡人民政府", "county", "township", "town"),
        ("温图高勒苏木人民政府", "county", "township", "town"),
        ("珞南街道办事处", "county", "township", "subdistrict"),
        ("呼家楼地区办事处", "county", "township", "subdistrict"),
        ("永宁镇便民服务中心", "county", "township", "department"),
        ("第一中学", "county", "county", "school"),
        ("人民医院", "county", "county", "hospital"),
        ("水务集团有限公司", "prefectural", "prefectural", "enterprise"),
        ("水利部", "", "national", "department"),
        ("国家能源局", "", "national", "department"),
        ("自治区统计局", "", "provincial", "department"),
        ("区医疗保障", "", "county", "unknown"),
        ("公安局", "", "", "department"),
    ],
)
def test_level_and_kind_follow_from_the_name(name: str, region_level: str, level: str, kind: str) -> None:
    assert (to_level(name, region_level), to_kind(name)) == (level, kind)


def test_what_goes_without_saying_is_said() -> None:
    assert [to_body_name(n) for n in ("", "永宁镇", "永宁镇政府", "湖滨街道", "办公室", "管委会")] == [
        "人民政府", "永宁镇人民政府", "永宁镇人民政府", "湖滨街道办事处", "人民政府办公室", "管理委员会",
    ]


@pytest.mark.parametrize(
    ("kind", "title", "text", "scope"),
    [
        ("government", "", "本报告为全市汇总，包括市、县区和各部门。", "summary"),
        ("government", "", "本报告由市政府办公室根据各县区、各部门年度报告汇总编制。", "summary"),
        ("government", "", "本报告所列数据涵盖各镇、街道和县政府各部门。", "summary"),
        ("government", "", "全市政府信息公开工作扎实推进，主动公开信息一万条。", "unknown"),
        ("government", "", "统计数据仅包括本级。", "own"),
        ("government", "甲市2022年年度报告（本级）", "", "own"),
        ("department", "", "本局认真贯彻条例，组织各单位学习。", "own"),
        ("department", "", "本报告数据包括局机关和各下属单位。", "summary"),
        ("customs", "广州海关关区2022年年度报告", "", "summary"),
        ("unknown", "", "", "unknown"),
    ],
)
def test_a_report_speaks_for_its_region_only_where_it_says_so(kind: str, title: str, text: str, scope: str) -> None:
    assert to_scope(title, kind, document([], text)) == scope


def test_bodies_are_read_with_their_names_and_successions() -> None:
    text = """
- name: 甲市工业和信息化局
  id: 110000-gongxin
  names: [甲市工信局]
  predecessors:
    - {name: 甲市经济局, year: 2019, source: 'https://example.org/'}
"""
    assert read_bodies(text)[0] == [
        Body("甲市工业和信息化局", "110000-gongxin", ("甲市工信局",), (Succession("甲市经济局", 2019, "https://example.org/"),))
    ]
    assert read_bodies("") == read_bodies("[]") == read_bodies("# nothing\n") == ([], [])


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("- id: x", "no name"),
        ("- {name: 甲局, color: red}", "color"),
        ("- {name: 甲局, id: ../etc}", "id"),
        ("- {name: 甲局, names: 乙局}", "names"),
        ("- {name: 甲局, names: [丙局]}", "丙局"),
        ("- {name: 甲局, id: a}", "'a'"),
        ("- {name: 甲局, predecessors: [{name: 乙局, year: 2019}]}", "source"),
        ("- {name: 甲局, predecessors: [{name: 乙局, year: [2019], source: x}]}", "source"),
        ("- {name: 甲局, predecessors: [乙局]}", "source"),
        ("- 甲局", "no name"),
    ],
)
def test_a_wrong_entry_of_the_file_of_bodies_costs_itself_and_is_told(entry: str, told: str) -> None:
    bodies, wrong = read_bodies(f"- {{name: 首局, id: a, names: [丙局]}}\n{entry}\n- name: 末局\n")
    assert [body.name for body in bodies] == ["首局", "末局"]
    assert len(wrong) == 1 and wrong[0].startswith("entry 2 was left aside: ") and told in wrong[0]


@pytest.mark.parametrize(("text", "told"), [("a: b", "not a list"), ("- [", "line"), ("- &a {name: 甲局}\n- *a", "refers"), ("- " * 5000, "YAML")])
def test_a_file_of_bodies_that_is_none_is_told(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_bodies(text)
