"""The types that TypeScript holds the scripts of the pages to, made of the schema of the files that they load, so that both say the same.

In: content/assets/schemas/site.json, which the tests hold what is built against. Out: content/shapes.d.ts. Run it when the schema was changed.
Not its business: whether a script keeps to them (front_end.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SCHEMA, SHAPES = ROOT / "content/assets/schemas/site.json", ROOT / "content/shapes.d.ts"
_PLAIN = {"string": "string", "number": "number", "integer": "number", "boolean": "boolean", "null": "null"}


def to_shapes(schema: Mapping[str, Any]) -> str:
    """Write every definition of a schema as a type."""
    head = "// Made of content/assets/schemas/site.json by scripts/shapes.py: change that one.\n"
    return head + "".join(f"\n{_to_note(one, '')}export type {name} = {_to_type(one, '')};\n" for name, one in schema["definitions"].items())


def _to_note(one: Mapping[str, Any], indent: str) -> str:
    return f"{indent}/** {one['description']} */\n" if one.get("description") else ""


def _to_type(one: Mapping[str, Any], indent: str) -> str:
    """Raises ValueError for what the schema does not say in one of these ways."""
    if "$ref" in one:
        return str(one["$ref"]).rpartition("/")[2]
    if "enum" in one:
        return " | ".join(json.dumps(value) for value in one["enum"])
    if "anyOf" in one:
        return " | ".join(_to_type(way, indent) for way in one["anyOf"])
    kinds = one["type"] if isinstance(one["type"], list) else [one["type"]]
    return " | ".join(_to_object(one, indent) if kind == "object" else _to_list(one, indent) if kind == "array" else _PLAIN[kind] for kind in kinds)


def _to_object(one: Mapping[str, Any], indent: str) -> str:
    if isinstance(one.get("additionalProperties"), dict):
        return f"Record<string, {_to_type(one['additionalProperties'], indent)}>"
    if one.get("additionalProperties") is not False:
        raise ValueError(f"an object that may hold anything: {one}")
    inner, needed = f"{indent}  ", one.get("required", ())
    fields = [
        f"{_to_note(of, inner)}{inner}{name}{'' if name in needed else '?'}: {_to_type(of, inner)};\n" for name, of in one["properties"].items()
    ]
    return f"{{\n{''.join(fields)}{indent}}}"


def _to_list(one: Mapping[str, Any], indent: str) -> str:
    if isinstance(one["items"], dict):
        return f"({_to_type(one['items'], indent)})[]"
    parts = [f"({_to_type(of, indent)}){'' if at < one['minItems'] else '?'}" for at, of in enumerate(one["items"])]
    more = one["additionalItems"]
    return f"[{', '.join([*parts, *([f'...({_to_type(more, indent)})[]'] if more else [])])}]"


if __name__ == "__main__":
    SHAPES.write_text(to_shapes(json.loads(SCHEMA.read_text("utf-8"))), "utf-8")
