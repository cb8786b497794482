"""What the files that the site's scripts load have to be, by content/assets/schemas/site.json."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

SCHEMA = Path(__file__).resolve().parents[1] / "content/assets/schemas/site.json"


@cache
def _validator(kind: str) -> Any:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator({"$ref": f"#/definitions/{kind}", "definitions": schema["definitions"]})


def wrong(kind: str, content: Any) -> list[str]:
    """Say where a file's content is not as a definition of the schema says."""
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in _validator(kind).iter_errors(content)]
