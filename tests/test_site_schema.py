"""What the scripts of a site load has one schema: what is built keeps to it, and the scripts' types are made of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import shapes

from tests import site_schema

FILES = {
    "Body": "agencies/*/data.json", "Charts": "agencies/*/charts.json", "Places": "assets/places.json", "Kinds": "assets/kinds.json", "Names": "assets/names.json",
    "Medians": "indicators/*/medians.json", "Words": "**/assets/cells.json", "TextYears": "assets/texts/index.json", "TextList": "assets/texts/*/list-*.json",
    "TextShard": "assets/texts/*/[0-9]*.json",
}
"""definition in site.json → which files of a site are such"""


@pytest.mark.parametrize("kind", FILES)
def test_what_a_site_has_for_its_scripts_keeps_to_the_schema(built_site: Path, kind: str) -> None:
    found = sorted(built_site.glob(FILES[kind]))
    assert found
    for path in found:
        assert not site_schema.wrong(kind, json.loads(path.read_text("utf-8"))), path.relative_to(built_site)


def test_the_settings_of_the_page_that_compares_keep_to_the_schema(built_site: Path) -> None:
    for path in ("compare/index.html", "en/compare/index.html"):
        settings = re.search(r'id="?compare-settings"?[^>]*>(.*?)</script>', (built_site / path).read_text("utf-8"), re.DOTALL)
        assert settings and not site_schema.wrong("Choices", json.loads(settings[1])), path


def test_the_types_of_the_scripts_are_made_of_the_schema() -> None:
    schema = json.loads(shapes.SCHEMA.read_text("utf-8"))
    assert shapes.to_shapes(schema) == shapes.SHAPES.read_text("utf-8"), "scripts/shapes.py was not run"
    assert set(FILES) < set(schema["definitions"])
