"""Who may import whom: the table of ARCHITECTURE.md, section 1."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "gongkai"

MAY_IMPORT = {
    "model": set(),
    "simplified": set(),
    "text": {"model", "simplified"},
    "readers": {"model", "text"},
    "form": {"model", "text"},
    "match": {"model", "text", "form"},
    "regions": set(),
    "metadata": {"model", "text"},
    "titles": {"model", "text", "metadata", "regions"},
    "plain_yaml": set(),
    "sidecars": {"model", "text", "plain_yaml"},
    "bodies": {"model", "text", "plain_yaml"},
    "homes": {"model", "text", "regions", "titles", "bodies"},
    "years": {"model", "text"},
    "agencies": {"model", "text", "regions", "titles", "years", "bodies", "homes"},
    "catalogue": set(),
    "clauses": {"text"},
    "prose": {"model", "clauses"},
    "enumerations": {"prose"},
    "narrative": {"model", "form", "catalogue", "clauses", "prose", "enumerations"},
    "formalities": {"model", "text", "form", "catalogue"},
    "claims": {"model", "form", "catalogue", "clauses", "prose"},
    "quotations": {"model", "text", "simplified"},
    "witness": {"model", "form", "match"},
    "checks": {"model", "form", "catalogue", "narrative", "formalities", "claims", "quotations"},
    "cross_year": {"model", "text", "form", "catalogue"},
    "duplicates": {"model", "form", "catalogue"},
    "indicators": {"model", "form"},
    "origin": set(),
    "tables": {"model", "form", "indicators", "origin"},
    "show": {"model", "form"},
    "trace": {"model", "readers"},
    "copies": {"model"},
    "pictures": {"model", "readers", "shelf", "workers"},
    "charts": {"form", "shelf"},
    "pages": {"model", "form", "regions"},
    "exchange": set(),
    "site": {"exchange"},
    "shelf": set(),
    "workers": set(),
    "parcels": {"model"},
    "pipeline": {"model", "text", "readers", "form", "agencies", "bodies", "match", "witness", "checks", "cross_year", "duplicates", "parcels", "shelf", "sidecars", "workers"},
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
    "pyarrow": {"tables"},
    "xlsxwriter": {"tables"},
    "altair": {"charts"},
    "vl_convert": {"charts"},
    "jinja2": {"pages"},
    "mkdocs": {"site"},
    "distributed": {"pipeline"},
    "opencc": {"simplified"},
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """The line of the table that a file stands under: its folder's for a file in a folder, else its own."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


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


def test_every_line_of_the_table_is_in_the_architecture() -> None:
    text = (PACKAGE.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    missing = [name for name in MAY_IMPORT if f"`{name}" not in text and name != "__init__"]
    assert not missing
