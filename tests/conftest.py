"""What several tests share: the documents at hand, a built site, a browser."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import find_browser

ROOT = Path(__file__).resolve().parents[1]
os.environ["GONGKAI_PUBLISHER"] = str(ROOT / "tests/site.yml")  # before gongkai reads it: whatever a copy of the project says in its own, the tests pass


QUICK = {
    "test_text", "test_form", "test_match", "test_heads", "test_columns", "test_page_breaks", "test_page_tables", "test_part_years", "test_other_tables", "test_stacked_rows", "test_witness",
    "test_series", "test_cases", "test_readers", "test_new_format", "test_markdown", "test_marking", "test_hidden_text",
    "test_agencies", "test_bodies", "test_regions", "test_english", "test_list_titles", "test_expected",
    "test_checks", "test_cross_year", "test_corrections", "test_rows_added", "test_units_shown", "test_indicators", "test_messages", "test_reasons", "test_pages",
    "test_layers", "test_docs", "test_hosting", "test_releases", "test_proposals", "test_policy",
}
"""modules that `make quick` runs: what is printed and how it is read, whose it is, what is said of it, and the rules of the house, in under a minute. Everything else
(a browser, LibreOffice, builds of a site, charts, workflows, every quirk in every format) is left to `make test` and CI"""


NOT_QUICK = frozenset({"built_site", "browser", "rendered"})
"""fixtures that make a site, or all its pages"""
_LONG = re.compile(r"\.(?:doc|wps|rtf|png)\]$")
"""cases that LibreOffice opens or that are recognised"""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """`-m quick`: what is left out is not even loaded, which takes longer than most of these tests."""
    is_test = collection_path.suffix == ".py" and collection_path.stem.startswith("test_")
    return True if config.option.markexpr == "quick" and is_test and collection_path.stem not in QUICK else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem in QUICK and not (NOT_QUICK & set(getattr(item, "fixturenames", ())) or _LONG.search(item.name)):
            item.add_marker(pytest.mark.quick)


APART = {"test_build", "test_cases", "test_front_door", "test_limits", "test_mutations", "test_verdicts", "test_workflows"}
"""modules whose tests share nothing that is dear to make, and are long: they, and those in a browser, are dealt out one by one; others stay together"""


SECONDS = {
    "browser/test_access.py::test_a_page_is_for_everybody[home-zh]": 1000, "test_data_formats": 900,  # the first builds the site of all in a browser, the other our own
    "test_scans": 75, "test_pipeline": 35, "test_limits": 15, "test_scan_strokes": 30, "test_sources": 27, "browser/test_access.py::test_a_page_is_for_everybody": 5, "test_versions": 20, "test_exchange": 20,
    "test_agency_page": 17, "test_formats": 17, "test_expressions": 15, "test_flattened": 15, "test_hostile": 13, "test_stopped": 12, "test_docs": 10, "test_second_reader": 10,
    "test_workflows::test_a_pu": 20, "test_release_steps": 18, "test_verdicts::test_the_steps": 10, "test_commands": 4, "test_undated": 5, "quirks": 8, "test_shown": 8, "test_seen": 8, "test_mutations": 6,
    "test_publisher": 7, "browser": 2,
}
"""Begin of what is handed out together → seconds that it takes about, where those are many: the longest come first, or one process would be at them when all others have ended"""


class LongestFirst(OrderedDict[str, dict[str, bool]]):
    """What is still to be handed out."""

    def popitem(self, last: bool = True) -> tuple[str, dict[str, bool]]:
        scope = max(self, key=self._to_seconds)
        return scope, self.pop(scope)

    def _to_seconds(self, scope: str) -> float:
        name = scope.removeprefix("tests/").replace(".py::", "::").removesuffix(".py")
        known = [seconds for start, seconds in SECONDS.items() if name.startswith(start.replace(".py::", "::"))]
        return max(known, default=0) or len(self[scope]) * 0.05


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from xdist.scheduler import LoadScopeScheduling

    class ByModule(LoadScopeScheduling):
        """What a module makes once is made once, not once a process."""

        def __init__(self, config: pytest.Config, log: Any) -> None:
            super().__init__(config, log)
            self.workqueue = LongestFirst()

        def _split_scope(self, nodeid: str) -> str:
            path = Path(nodeid.split("::")[0])
            return nodeid if path.stem in APART or path.parent.name == "browser" else path.as_posix()

    return ByModule(config, log) if config.getvalue("dist") == "load" else None


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The site of our editions, built once for all workers."""
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    site = shared / "built-site"
    with (shared / "built-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (site / "index.html").exists():
            shutil.rmtree(site, ignore_errors=True)
            done = subprocess.run(
                [sys.executable, "build.py", "--reports", "editions/reports", "--site-dir", str(site)],
                cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL,
            )
            assert done.returncode == 0, done.stdout + done.stderr
    return site


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real browser. Without one its tests are skipped on a person's machine, and fail in CI."""
    path = find_browser()
    if path is None:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("no Chromium or Chrome; make test installs one where it can")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Chromium's sandbox cannot be set up as root; the only pages opened are our own
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if os.getuid() == 0 else [])
        yield running
        running.close()
