"""The page that asks anything: SQL over the published database, in the reader's own browser (content/assets/query.js).

In: the definition of the tables, the size of the database, whole and packed. Where it is too large for a browser the page says how DuckDB answers the
same questions from the Parquet files. Out: {path below docs: Markdown}. Not its business: the database (tables/database.py),
where the browser's SQLite is from (publish/sql_js.py): without it there is no such page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gongkai.pages.template import LANGUAGES, render_page, say, to_bytes, wording

_FULLEST = "(SELECT year FROM reports GROUP BY year ORDER BY count(*) DESC, year DESC LIMIT 1)"
EXAMPLES = {
    "most": f"""SELECT agency_id, requests.agency_name, requests.year, total, scope
FROM requests JOIN reports USING (agency_id, report_id)
WHERE "row" = 'new_received' AND requests.year = {_FULLEST}
ORDER BY total DESC
LIMIT 20;""",
    "refused": f"""SELECT agencies.province, count(*) AS reports, round(median(value) * 100, 1) AS refused_percent
FROM indicators JOIN agencies USING (agency_id)
WHERE indicator = 'denied_share' AND agencies.level = 'county' AND denominator >= 5
  AND year = {_FULLEST}
GROUP BY agencies.province
ORDER BY refused_percent DESC;""",
    "series": """SELECT agency_name, year,
  sum(total) FILTER (WHERE "row" = 'new_received') AS received,
  sum(total) FILTER (WHERE "row" = 'granted') AS granted
FROM requests
WHERE agency_id = (SELECT agency_id FROM requests GROUP BY agency_id ORDER BY count(DISTINCT year) DESC, agency_id LIMIT 1)
GROUP BY agency_name, year
ORDER BY year;""",
    "findings": """SELECT "check", count(*) AS times, count(DISTINCT report_id) AS reports
FROM findings
WHERE kind = 'contradicts'
GROUP BY "check"
ORDER BY reports DESC;""",
    "coverage": """SELECT year, count(DISTINCT report_id) AS reports,
  sum(status = 'reported') AS with_number, sum(status = 'blank') AS blank, sum(status = 'unreadable') AS unreadable
FROM cells
GROUP BY year
ORDER BY year;""",
}
VIEWS = ("findings", "latest_reports", "coverage", "cells_with_source")


FINDINGS = "CREATE VIEW findings AS SELECT * FROM checks WHERE severity IS NOT NULL;"
"""the one view of the database that the examples ask"""


def to_examples(language: str) -> dict[str, str]:
    """The examples of a page: on English pages bodies have the names that English readers can read."""
    if language == LANGUAGES[0]:
        return EXAMPLES
    join = " JOIN agencies USING (agency_id)"
    most = EXAMPLES["most"].replace("requests.agency_name", "agency_name_en").replace("(agency_id, report_id)", f"(agency_id, report_id){join}")
    series = EXAMPLES["series"].replace("agency_name", "agency_name_en").replace("FROM requests\n", f"FROM requests{join}\n")
    return EXAMPLES | {"most": most, "series": series}


def render_query(language: str, schema: Mapping[str, Any], size: int, packed: int, address: str = "") -> dict[str, str]:
    """Return the page of a language. schema: tables.SCHEMA. size: of the database, in bytes; packed: the same as it is loaded, 0 where it is not.

    address: of the site on the web, "" if it is not known.
    """
    sizes = {"size": to_bytes(size), "packed": to_bytes(packed)}
    texts = {id.removeprefix("query_js_"): text for id, text in wording()[language].items() if id.startswith("query_js_")} | sizes
    tables = [(name, getattr(table, f"title_{language}", ""), _to_columns(table)) for name, table in schema.items() if name != "changes"]
    lead = say(language, "query_lead", **sizes) if packed else say(language, "query_too_large")
    path, text = render_page(
        language, "query/index.md", "query.html", title=say(language, "query_title"), description=lead, lead=lead,
        examples=list(to_examples(language).items()), size=size, packed=packed, views=to_views(schema, f"{address}data/"),
        tables=[*tables, *((name, say(language, "query_view"), ()) for name in VIEWS)],
        texts=json.dumps(texts, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
    )
    return {path: text}


def to_views(schema: Mapping[str, Any], folder: str) -> str:
    """What DuckDB is told before it is asked: the tables of a folder, or of an address, by their names."""
    names = [name for name in schema if name != "changes"]
    return "\n".join([*(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{folder}{name}.parquet');" for name in names), FINDINGS])


def _to_columns(table: Any) -> list[str]:
    names = [column.name for column in table.columns]
    return names if len(names) <= 40 else [*names[:12], "…"]
