"""What a kept thing depends on: what it is made by, and nothing else."""

from __future__ import annotations

from gongkai import fingerprint


def names(*modules: str) -> set[str]:
    return {path.relative_to(fingerprint._PACKAGE).as_posix() for path in fingerprint._sources(modules)}


def test_what_a_document_is_read_as_depends_on_readers_matching_names_and_the_form() -> None:
    found = names("pipeline.one", "readers")
    assert {"readers/pdf/text.py", "readers/office/docx.py", "match/cells.py", "agencies/regions.csv", "form.csv", "versions.csv", "model.py"} <= found


def test_a_change_of_what_is_shown_reads_no_document_anew() -> None:
    found = names("pipeline.one", "readers")
    assert not {name for name in found if name.startswith(("pages/", "charts/", "tables/", "publish/")) or name in ("show.py", "pipeline/many.py")}


def test_charts_are_kept_until_charts_or_the_form_change() -> None:
    found = names("charts")
    assert {"charts/plans.py", "form.csv"} <= found and not {name for name in found if name.startswith(("readers/", "pages/"))}


def test_a_library_of_another_version_is_another_hash() -> None:
    assert fingerprint.of("model") != fingerprint.of("model", libraries=("lxml",))
    assert fingerprint.of("model") == fingerprint.of("model")
