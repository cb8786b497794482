"""The divisions of GB/T 2260, and what the beginning of a name can mean."""

import csv
import io
import json
from pathlib import Path

import pytest
import renew_regions

from gongkai.agencies import regions
from gongkai.agencies.identity import Identity, identify
from gongkai.model import Sidecar
from tests.reports import document

TITLES = Path(__file__).parents[1].parent / "shared" / "samples" / "titles.json"
LEVELS = {"乡": "township", "县": "county", "市": "prefectural", "省": "provincial", "国家": "national", "垂直管理": "vertical"}
KINDS = {
    "中埠镇人民政府": "town", "拖市镇人民政府": "town", "梅溪湖街道办事处": "subdistrict", "岳阳市信访局": "department",
    "五华科技产业园管理委员会": "development_zone", "临洮县人民政府": "government", "水利部": "department", "广州海关": "customs",
    "怀远二中": "school", "阿拉善盟额济纳旗温图高勒苏木人民政府": "town", "滁州市气象局": "meteorology", "陇南市人民政府办公室": "office",
    "重庆解放碑中央商务区管理委员会": "development_zone", "宝坻区消防救援支队": "fire_rescue", "广西壮族自治区北部湾办": "department",
    "海南州人民政府": "government", "洪山区人民政府珞南街道办事处": "subdistrict", "西咸新区底张街道办事处": "subdistrict",
}


def read(name: str, year: int | None = None) -> list[str]:
    return [f"{regions.to_full_name(r.region)}+{r.rest}" for r in regions.read(name, year)]


def test_every_division_has_one_above_it_and_every_successor_is_one() -> None:
    codes = {r.code for r in regions.load()}
    assert len(codes) > 3200
    for region in regions.load():
        assert (region.parent in codes) == (region.level != "provincial"), region
        assert set(region.successors) <= codes, region
        assert regions.to_path(region)[0].level == "provincial", region


def test_the_country_is_whole() -> None:
    now = [r for r in regions.load() if r.until is None]
    count = {level: sum(1 for r in now if r.level == level) for level in ("provincial", "prefectural", "county")}
    assert (count["provincial"], count["prefectural"]) == (34, 333)
    assert 2840 <= count["county"] <= 2860


def test_a_division_with_a_new_code_is_the_same_division() -> None:
    former = regions.by_code("350427")
    assert former is not None and former.name == "沙县" and former.until == 2021
    assert regions.to_full_name(regions.to_present(former)) == "福建省三明市沙县区"
    assert [(r.code, r.name) for r in regions.to_former(regions.to_present(former))] == [("350427", "沙县")]
    assert read("洪泽县财政局", 2012) == read("洪泽区财政局", 2020) == ["江苏省淮安市洪泽区+财政局"]


def test_a_division_that_was_joined_with_another_has_no_heir() -> None:
    qinghe = regions.by_code("320802")
    assert qinghe is not None and qinghe.successors == ("320812",)
    assert regions.to_present(qinghe) == qinghe


def test_a_code_that_is_none_is_none() -> None:
    assert regions.by_code("999999") is None


@pytest.mark.parametrize("name", ["洪泽区人民政府", "淮安市洪泽区人民政府", "江苏省淮安市洪泽区人民政府", "江苏省洪泽区人民政府"])
def test_a_name_is_read_with_and_without_the_divisions_above(name: str) -> None:
    assert read(name) == ["江苏省淮安市洪泽区+人民政府"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("海南州人民政府", ["青海省海南藏族自治州+人民政府"]),
        ("海南省统计局", ["海南省+统计局"]),
        ("克州乌恰县", ["新疆维吾尔自治区克孜勒苏柯尔克孜自治州乌恰县+"]),
        ("内蒙古自治区统计局", ["内蒙古自治区+统计局"]),
        ("北票市长皋乡人民政府", ["辽宁省朝阳市北票市+长皋乡人民政府"]),
        ("正蓝旗政务服务局", ["内蒙古自治区锡林郭勒盟正蓝旗+政务服务局"]),
        ("天门市拖市镇", ["湖北省天门市+拖市镇"]),
        ("广州海关", ["广东省广州市+海关"]),
        ("西咸新区底张街道办事处", ["陕西省+西咸新区底张街道办事处"]),
        ("国家税务总局淮安市洪泽区税务局", ["江苏省淮安市洪泽区+国家税务总局税务局"]),
    ],
)
def test_short_forms_and_traps(name: str, found: list[str]) -> None:
    assert read(name) == found


@pytest.mark.parametrize(
    "name", ["兴国镇人民政府", "乌恰镇人民政府", "城区街道办事处", "东方小学", "北京西路街道办事处", "东区管理委员会", "自治区统计局", ""]
)
def test_a_town_street_or_school_named_like_a_division_is_not_read_as_one(name: str) -> None:
    assert read(name) == []


def test_a_name_of_several_divisions_has_all_of_them() -> None:
    assert read("和平区") == ["天津市和平区+", "辽宁省沈阳市和平区+"]
    assert len(read("鼓楼区人民政府", 2020)) == 4


def test_the_year_decides_between_a_present_and_a_former_division() -> None:
    assert read("清河区人民政府", 2020) == ["辽宁省铁岭市清河区+人民政府"]
    assert len(read("清河区人民政府", 2014)) == 2
    assert len(read("清河区人民政府")) == 2


def test_the_table_is_what_its_script_makes_of_the_source() -> None:
    source = (
        "代码,一级行政区,二级行政区,名称,级别,状态,启用时间,变更/弃用时间,新代码\n"
        "350000,福建省,,福建省,省级,在用,1981,,\n350400,福建省,三明市,三明市,地级,在用,1983,,\n"
        "350427,福建省,三明市,沙县,县级,弃用,1983,2021,350402[1990];350405\n429006,湖北省,直辖,天门市,县级,在用,1994,,\n"
        "352727,福建省,三明地区,沙县,县级,弃用,1981,1983,350427\n"
    )
    lines = list(renew_regions.to_lines(csv.DictReader(io.StringIO(source))))
    assert [(x["code"], x["parent"], x["until"], x["successors"]) for x in lines] == [
        ("350000", "", "", ""), ("350400", "350000", "", ""), ("350427", "350400", "2021", "350405"), ("429006", "420000", "", ""),
    ]


# --- real titles ----------------------------------------------------------------------------------------------------

needs_samples = pytest.mark.skipif(not TITLES.is_file(), reason="the samples beside the project (../shared/samples) are not here")


def real_titles() -> list[tuple[dict[str, str], Identity]]:
    """Each title with the body as its text names it, in short and in full."""
    entries = json.loads(TITLES.read_text("utf-8"))
    return [(e, identify(document([], e["title"], e["agency_in_text"], e["agency"]), Sidecar())) for e in entries]


def is_right_region(wanted: str | None, found: str) -> bool:
    """Whether every division of GB/T 2260 that is wanted was found, and no further one."""
    words = [w for w in (wanted or "").split() if not w.startswith("(") and w != "西咸新区"]
    region = regions.by_code(found) if found else None
    path = [{r.name, *("克州" for _ in range(r.code == "653000"))} for r in regions.to_path(region)] if region else []
    return len(words) == len(path) and all(any(n.startswith(w) for n in names) for w, names in zip(words, path, strict=True))


@needs_samples
def test_real_titles_have_the_right_region_and_level() -> None:
    found = real_titles()
    wrong_region = [e["title"] for e, i in found if not is_right_region(e["region"], i.region)]
    wrong_level = [e["title"] for e, i in found if i.level != LEVELS[e["level"]]]
    assert len(wrong_region) <= len(found) * 0.05, wrong_region
    assert len(wrong_level) <= len(found) * 0.05, wrong_level


@needs_samples
def test_what_is_not_right_was_left_open_and_not_guessed() -> None:
    for entry, identity in real_titles():
        if identity.level:
            assert identity.level == LEVELS[entry["level"]], entry["title"]
        if identity.region and not is_right_region(entry["region"], identity.region):
            region = regions.by_code(identity.region)
            assert region is not None and entry["region"].startswith(region.name[:2]), entry["title"]


@needs_samples
def test_real_titles_have_the_right_kind() -> None:
    kinds = {i.name: i.kind for _, i in real_titles()}
    assert {name: kinds[name] for name in KINDS} == KINDS
    assert "unknown" not in kinds.values()
