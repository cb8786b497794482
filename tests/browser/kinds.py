"""One address of every kind of page, for tests that hold for all of them."""

from __future__ import annotations

from gongkai.publish import sql_js

KINDS = {
    "home": "",
    "bodies": "agencies/",
    "body": "agencies/350581-ziranziyuan/",
    "body of seven years": "agencies/320583-zhengfu/",
    "text": "agencies/350581-ziranziyuan/2024/",
    "tables": "agencies/320583-zhengfu/2019/",
    "regions": "regions/",
    "region": "regions/350581/",
    "indicators": "indicators/",
    "indicator": "indicators/disclosure_rate/",
    "indicator of some": "indicators/requests_accepted/?level=county&sort=-&b=350581-caizheng",
    "compare": "compare/?b=350581-ziranziyuan,350581-caizheng&i=disclosure_rate&y=2024",
    "search": "search/?q=%E8%B4%A2%E6%94%BF%E5%B1%80",
    "quality": "quality/",
    "data": "data/",
    "about": "about/",
    "embed": "embed/350581-ziranziyuan/received/",
    "embed of all": "embed/all/reports/",
    "404": "404.html",
    **({"query": "query/"} if sql_js.find() else {}),
}
LANGUAGES = {"zh": "", "en": "en/"}
