"""Who may import whom: the table of ARCHITECTURE.md, section 1."""

from __future__ import annotations

import ast
from collections.abc import Container
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "gongkai"

MAY_IMPORT = {
    "model": set(),
    "messages": set(),
    "simplified": set(),
    "text": {"model", "simplified"},
    "plain_yaml": set(),
    "shelf": {"machine"},
    "fingerprint": set(),
    "policy": set(),
    "hosting": set(),
    "publisher": {"plain_yaml", "hosting"},
    "printable": set(),
    "machine": set(),
    "workers": {"machine"},
    "patience": {"workers"},
    "origin": {"publisher", "hosting"},
    "progress": set(),
    "remote": set(),
    "options": {"publisher", "remote", "publish"},
    "readers": {"model", "text", "machine", "patience"},
    "form": {"model", "text"},
    "match": {"model", "text", "form"},
    "agencies": {"model", "text", "printable", "plain_yaml"},
    "checks": {"model", "text", "simplified", "form", "messages"},
    "pipeline": {"patience", "progress", "model", "machine", "text", "printable", "plain_yaml", "shelf", "fingerprint", "workers", "readers", "form", "match", "agencies", "checks"},
    "series": {"model"},
    "reckoning": {"model", "form", "series"},
    "indicators": {"model", "form", "series", "reckoning"},
    "tables": {"model", "machine", "form", "indicators", "origin", "publisher", "messages", "shelf", "fingerprint"},
    "show": {"model", "form", "messages", "printable"},
    "fetch": {"agencies", "plain_yaml", "readers", "show"},
    "trace": {"model", "readers"},
    "charts": {"model", "form", "series", "shelf", "fingerprint"},
    "addresses": {"model"},
    "pages": {"model", "simplified", "form", "agencies", "addresses", "series", "policy", "publisher", "hosting", "messages"},
    "bodies": {"patience", "progress", "model", "machine", "form", "shelf", "publisher", "fingerprint", "workers", "pipeline", "tables", "charts", "pages"},
    "publish": {"patience", "model", "readers", "shelf", "fingerprint", "workers", "policy", "publisher"},
    "__init__": set(),
    "__main__": None,
}
"""module or folder → what it may import of ours; None: everything"""

ONLY_IMPORTED_BY = {
    "pdfplumber": {"readers"},
    "pypdfium2": {"readers"},
    "lxml": {"readers"},
    "tinycss2": {"readers"},
    "cssselect2": {"readers"},
    "docx": {"readers"},
    "rapidocr": {"readers"},
    "onnxruntime": {"readers"},
    "pandas": {"tables", "charts"},
    "pyarrow": {"tables", "remote", "pipeline"},
    "fsspec": {"remote"},
    "xlsxwriter": {"tables"},
    "altair": {"charts"},
    "vl_convert": {"charts"},
    "jinja2": {"pages"},
    "mkdocs": {"publish"},
    "distributed": {"pipeline"},
    "opencc": {"simplified"},
    "urllib3": {"fetch"},
    "protego": {"fetch"},
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """The line of the table that a file stands under: its folder's for a file in a folder, else its own."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


@cache
def imports(path: Path) -> set[str]:
    """Every module that a file imports, in full, wherever in the file it does so."""
    package = ("gongkai", *path.relative_to(PACKAGE).parts[:-1])
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            names |= {f"{base}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_the_table_allows(path: Path) -> None:
    here = room(path)
    assert here in MAY_IMPORT, f"{here} is not in the table: say in ARCHITECTURE.md and here what it may import"
    allowed = MAY_IMPORT[here]
    ours = {name.split(".")[1] for name in imports(path) if name.startswith("gongkai.")}
    if allowed is not None:
        strangers = ours - allowed - {here}
        assert not strangers, f"{here} must not import {', '.join(sorted(strangers))}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_library_stays_in_its_room(path: Path) -> None:
    here = room(path)
    libraries = {name.split(".")[0] for name in imports(path)}
    strangers = {name for name in libraries if here not in ONLY_IMPORTED_BY.get(name, {here})}
    assert not strangers, f"{here} must not import {', '.join(sorted(strangers))}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    names = {path.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__"): path for path in MODULES}
    left = {name: {one for one in (_to_module(full, names) for full in imports(path)) if one and one != name} for name, path in names.items()}
    while free := [name for name, needs in left.items() if not needs & left.keys()]:
        for name in free:
            del left[name]
    assert not left, f"in a circle, or behind one: {', '.join(sorted(left))}"


def _to_module(name: str, modules: Container[str]) -> str:
    """gongkai.text.to_plain → gongkai.text"""
    return name if name in modules else base if (base := name.rpartition(".")[0]) in modules else ""


def test_every_line_of_the_table_is_in_the_architecture() -> None:
    text = (PACKAGE.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    missing = [name for name in MAY_IMPORT if f"`{name}" not in text and name != "__init__"]
    assert not missing
