"""The figures of a chart as a file: a line a bar or gap, in ids and in words.

In: a chart. Out: bytes. Not its business: which chart (charts/), where its link stands.
"""

from __future__ import annotations

from typing import Any

from gongkai.pages.body.files import to_csv

COLUMNS = ("panel", "series", "year", "value", "whole", "status", "form")
WORDS = ("panel_label_zh", "panel_label_en", "series_label_zh", "series_label_en", "unit", "unit_en")
BEHIND = ("agency_id", "agency_name", "source", "data_version")


def to_chart_csv(chart: Any, agency_id: str, name: str, source: str, version: str) -> bytes:
    """Write what a chart shows. agency_id, name: whose it is, "" over all bodies. source: the address of its page."""
    return to_csv(
        ("chart", *COLUMNS, *WORDS, *BEHIND),
        ((chart.id, *(line.get(column) for column in (*COLUMNS, *WORDS)), agency_id, name, source, version) for line in chart.data),
    )
