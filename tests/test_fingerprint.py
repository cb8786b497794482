"""What a kept thing depends on: what it is made by, and nothing else."""

from __future__ import annotations

import ast

from gongkai import fingerprint


def names(*modules: str) -> set[str]:
    return {path.relative_to(fingerprint._PACKAGE).as_posix() for path in fingerprint._sources(modules)}


def test_what_a_document_is_read_as_depends_on_readers_matching_names_and_the_form() -> None:
    found = names("pipeline.cards", "readers")
    assert {"readers/pdf/text.py", "readers/office/docx.py", "match/cells.py", "agencies/regions.csv", "form.csv", "versions.csv", "model.py"} <= found


def test_a_change_of_what_is_shown_reads_no_document_anew() -> None:
    found = names("pipeline.cards", "readers")
    assert not {name for name in found if name.startswith(("pages/", "charts/", "tables/", "publish/")) or name in ("show.py", "pipeline/many.py")}


def test_a_change_of_a_page_or_a_chart_settles_no_body_anew() -> None:
    found = names("bodies.settling")
    assert {"checks/rules.py", "pipeline/duplicates.py", "tables/lines.py", "tables/columns.csv", "findings.csv", "form.csv"} <= {
        name.removeprefix("checks/") if name.endswith("findings.csv") else name for name in found}
    assert not {name for name in found if name.startswith(("pages/", "charts/", "publish/")) or name == "tables/workbook.py"}


def test_what_is_shown_depends_on_pages_and_charts_and_on_no_reader() -> None:
    found = names("bodies.showing")
    assert {"pages/body/agency.py", "charts/plans.py", "form.csv"} <= found and not {name for name in found if name.startswith(("readers/", "match/"))}


def test_a_library_of_another_version_is_another_hash() -> None:
    assert fingerprint.of("model") != fingerprint.of("model", libraries=("lxml",))
    assert fingerprint.of("model") == fingerprint.of("model")


def test_every_import_and_every_table_that_is_named_is_found() -> None:
    package = fingerprint._PACKAGE
    for path in package.rglob("*.py"):
        found = set(fingerprint._named_in(path))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "gongkai":
                base = package.joinpath(*node.module.split(".")[1:])
                for alias in node.names:
                    ways = [base / f"{alias.name}.py", base / alias.name / "__init__.py", base.with_suffix(".py"), base / "__init__.py"]
                    assert found & set(ways), (path, node.module, alias.name)
            elif isinstance(node, ast.Import):
                assert not any(alias.name.startswith("gongkai") for alias in node.names), path
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith((".csv", ".txt")) and "/" not in node.value:
                assert found >= set(package.rglob(node.value)), (path, node.value)
