"""Where a build's time goes: the first, one of an unchanged tree, one after a changed report.

In: how many bodies to make up (each with one report, in Markdown, which is quick to make). Out: a table, stage by stage, the memory and the size.
Not its business: how fast documents of each format are read (reading.py). The builds are those of build.py, watched from inside.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from gongkai import form
from tests.corpus import kinds

ROOT = Path(__file__).parents[1]
STAGES = (
    "pipeline.read_all", "tables.write", "tables.tabulate", "charts.draw", "pages.render", "write_vega",
    "site.write_docs", "site._run_mkdocs", "site.publish",
)
"""what build.py calls, in its order; publish holds write_docs and _run_mkdocs"""


def main(arguments: list[str]) -> None:
    count = int(arguments[0]) if arguments else 60
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as temporary:
        reports = Path(temporary, "reports")
        mades = kinds.write(count, 7, ["md"], reports, form.load())
        places = {"GONGKAI_BENCH_ROOT": temporary}
        first = _build(reports, places)
        again = _build(reports, places)
        changed = kinds.path_of(mades[0], reports)
        changed.write_text(changed.read_text("utf-8") + "\n", "utf-8")
        after = _build(reports, places)
        pages = sum(1 for _ in Path(temporary, "site").rglob("*.html"))
        size = sum(p.stat().st_size for p in Path(temporary, "site").rglob("*") if p.is_file())
    print(f"{count} bodies, {pages} pages, {size / 1e6:.1f} MB\n")
    print(f"{'seconds':<22}{'first':>9}{'again':>9}{'one changed':>13}")
    for stage in (*STAGES, "whole"):
        print(f"{stage:<22}{first[stage]:>9.2f}{again[stage]:>9.2f}{after[stage]:>13.2f}")
    print(f"{'pages a second':<22}{pages / first['whole']:>9.0f}{pages / again['whole']:>9.0f}{pages / after['whole']:>13.0f}")
    print(f"{'MB, build.py':<22}{first['own MB']:>9.0f}{again['own MB']:>9.0f}{after['own MB']:>13.0f}")
    print(f"{'MB, largest child':<22}{first['child MB']:>9.0f}{again['child MB']:>9.0f}{after['child MB']:>13.0f}")


def _build(reports: Path, around: dict[str, str]) -> dict[str, float]:
    """One build in a process of its own, as from the command line."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", "from bench.site import watched; watched()", str(reports)],
        cwd=ROOT, env=os.environ | around, capture_output=True, text=True,
    )
    if done.returncode:
        raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
    taken: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return taken | {"whole": time.perf_counter() - started}


def watched() -> None:
    """Run build.py on the folder of reports named on the command line, with a cache and pages of its own; print seconds by stage as JSON."""
    import build

    place = Path(os.environ["GONGKAI_BENCH_ROOT"])
    taken = dict.fromkeys(STAGES, 0.0)
    for stage in STAGES:
        module, _, name = stage.rpartition(".")
        _watch(getattr(build, module) if module else build, name, stage, taken)
    build.find_origin = partial(_at, build.find_origin, build.ROOT)
    build.ROOT = place  # where the build keeps its caches
    publish = build.site.publish
    build.site.publish = lambda *given, **named: publish(*given, **(named | {"docs_dir": place / "docs"}))
    build.main(["--reports", sys.argv[1], "--site-dir", str(place / "site")])
    for name, who in (("own MB", resource.RUSAGE_SELF), ("child MB", resource.RUSAGE_CHILDREN)):
        taken[name] = resource.getrusage(who).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    print(json.dumps(taken))


def _at(find_origin: Callable[..., Any], root: Path, _: Path, version: str) -> Any:
    """What the build is made from is still asked of the project itself."""
    return find_origin(root, version)


def _watch(module: Any, name: str, stage: str, taken: dict[str, float]) -> None:
    work: Callable[..., Any] = getattr(module, name)

    def timed(*given: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return work(*given, **named)
        finally:
            taken[stage] += time.perf_counter() - started

    setattr(module, name, timed)


if __name__ == "__main__":
    main(sys.argv[1:])
