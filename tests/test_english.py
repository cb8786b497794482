"""Names that an English reader can read: right where a list has the words, pinyin where none has, and never presented as official."""

from __future__ import annotations

import pytest

from gongkai.agencies import regions
from gongkai.agencies.english import to_english, to_region
from gongkai.agencies.identity import Identity, to_agencies
from gongkai.agencies.names import Body
from gongkai.agencies.sounds import spell


@pytest.mark.parametrize(
    ("name", "code", "english"),
    [
        ("石狮市商务局", "350581", "Shishi Municipal Commerce Bureau (Quanzhou, Fujian)"),
        ("福州市鼓楼区人民政府", "350102", "Gulou District People's Government (Fuzhou, Fujian)"),
        ("鼓楼区人民政府", "350102", "Gulou District People's Government (Fuzhou, Fujian)"),
        ("宿迁市人民政府", "321300", "Suqian Municipal People's Government (Jiangsu)"),
        ("上海市人民政府办公厅", "310000", "Shanghai Municipal General Office of the People's Government"),
        ("献县人民政府", "130929", "Xianxian County People's Government (Cangzhou, Hebei)"),
        ("国家税务总局石狮市税务局", "350581", "Shishi Municipal Tax Bureau, State Taxation Administration (Quanzhou, Fujian)"),
        ("石狮市永宁镇人民政府", "350581", "Shishi Municipal Yongning Town People's Government (Quanzhou, Fujian)"),
        ("西安市某某局", "610100", "Xi'an Municipal Moumou Bureau (Shaanxi)"),
        ("泉州海关", "", "Quanzhou Customs"),
        ("石狮市工业信息化和科技局", "350581", "Shishi Municipal Industry, Information Technology, Science and Technology Bureau (Quanzhou, Fujian)"),
        ("石狮市种子和科技局", "350581", "Shishi Municipal Zhongzihekeji Bureau (Quanzhou, Fujian)"),
        ("石狮市高新区科技局", "350581", "Shishi Municipal Gaoxinqu Science and Technology Bureau (Quanzhou, Fujian)"),
        ("平潭综合实验区", "350128", "Pingtan Comprehensive Experimental Zone"),
        ("", "350581", ""),
    ],
)
def test_a_name_is_put_together_from_its_division_and_the_words_that_are_known(name: str, code: str, english: str) -> None:
    assert to_english(name, regions.by_code(code) if code else None) == english


@pytest.mark.parametrize(
    ("code", "english"),
    [("150000", "Inner Mongolia Autonomous Region"), ("540000", "Xizang Autonomous Region"), ("222400", "Yanbian Korean Autonomous Prefecture"),
     ("422800", "Enshi Tujia and Miao Autonomous Prefecture"), ("610000", "Shaanxi Province"), ("140000", "Shanxi Province"),
     ("110000", "Beijing Municipality"), ("232700", "Daxing'anling Prefecture")],
)
def test_a_division_is_called_what_it_is(code: str, english: str) -> None:
    region = regions.by_code(code)
    assert region is not None
    assert to_region(region) == english


@pytest.mark.parametrize(
    ("name", "sounds"),
    [("马尾", "ma wei"), ("什邡", "shi fang"), ("都昌", "du chang"), ("泊头", "bo tou"), ("乐陵", "lao ling"), ("荥经", "ying jing"), ("宕昌", "tan chang"),
     ("襄都", "xiang du"), ("朝阳", "chao yang"), ("漯河", "luo he"), ("六合", "lu he"), ("库尔勒", "ku er le")],
)
def test_places_are_spelt_as_they_are_spoken_there(name: str, sounds: str) -> None:
    assert " ".join(spell(name)) == sounds


def test_what_people_write_in_bodies_yml_goes_before_what_we_derive() -> None:
    own = Identity("石狮市商务局", 2023, "石狮市商务局", 2023, "", region="350581", body="商务局", level="county", kind="department")
    assert to_agencies([("a.html", own)])[0].name_en == "Shishi Municipal Commerce Bureau (Quanzhou, Fujian)"
    known = [Body("石狮市商务局", name_en="Bureau of Commerce of Shishi")]
    assert to_agencies([("a.html", own)], known)[0].name_en == "Bureau of Commerce of Shishi"
