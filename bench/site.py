"""What a country costs: every stage of a build, one after the other, beside plain MkDocs-Material pages of the same tables, by number of bodies.

In: how many bodies, several numbers for how it grows. Out: tables: CPU and wall by stage, per body, in ratios to the plain page; memory; weight.
Not its business: how fast documents of each format are read (reading.py), making the country up (country.py).
The builds are those of build.py, each in a process of its own, watched from inside; memory is that of all its processes together.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from bench import country

ROOT = Path(__file__).parents[1]
STAGES = {
    "read": "pipeline.collect", "settle": "bodies.settle_all", "data files": "tables.write_pieces", "frames of what is shared": "tables.to_frames",
    "copies, pictures": "copy_and_picture", "charts over all": "charts.draw_overview", "show": "bodies.show_all",
    "pages that span bodies": "pages.render_shared", "Vega's module": "write_vega", "docs/ written": "site.write_docs", "MkDocs": "site.run_mkdocs",
    "site in place": "site.publish",
}
"""what build.py calls, in its order; the last holds the two before it"""
RUNS = {
    "cold": "nothing kept", "kept reads": "what was read is kept, nothing else", "again": "nothing changed", "one more": "one new report",
}
PLAIN_PAGES = 100
SECONDS_BETWEEN_LOOKS = 0.1
BULK = ("data/", "assets/", "en/assets/")

Cost = dict[str, tuple[float, float]]
"""stage → seconds of CPU, seconds on the wall"""


def main(arguments: list[str]) -> None:
    counts = [int(argument) for argument in arguments] or [100]
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-", dir=os.environ.get("GONGKAI_BENCH_DIR")) as temporary:
        plain = measure_plain(Path(temporary, "plain"))
        print(f"a plain MkDocs-Material page with the three tables: {plain * 1000:.1f} ms of CPU\n", flush=True)
        for count in counts:
            place = Path(temporary, str(count))
            _print(count, plain, measure(count, place), place)
            shutil.rmtree(place)


def measure(count: int, place: Path) -> dict[str, dict[str, Any]]:
    """Build a country of so many bodies in each of the ways of RUNS."""
    reports = place / "reports"
    started = time.perf_counter()
    country.write(count, reports, jobs=os.cpu_count() or 1)
    print(f"{count:,} bodies made up in {time.perf_counter() - started:.0f} s", flush=True)
    found = {}
    for run in RUNS:
        if run == "kept reads":
            _keep_only_reads(place)
        if run == "one more":
            _add_report(count, reports)
        found[run] = _build(reports, place)
    return found


def _keep_only_reads(place: Path) -> None:
    for kept in (place / ".cache").iterdir():
        if kept.name != "reads":
            shutil.rmtree(kept)
    shutil.rmtree(place / "docs")
    shutil.rmtree(place / "site")


def _add_report(count: int, reports: Path) -> None:
    """The report of one more year by the body in the middle."""
    number = count // 2
    country.write_body(number, count, reports, 1, country.YEARS + 1)


def _build(reports: Path, place: Path) -> dict[str, Any]:
    with _watched_memory() as most, subprocess.Popen(
        [sys.executable, "-c", "from bench.site import watched; watched()", str(reports), str(place)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as process:
        most.append(process.pid)
        try:
            said, wrong = process.communicate()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode:
        raise SystemExit(said[-2000:] + wrong[-2000:])
    return {**json.loads(said.splitlines()[-1]), "MB": most[1] / 1e6 if len(most) > 1 else 0}


@contextmanager
def _watched_memory() -> Iterator[list[int]]:
    """A list to put the leader of a session into; at the end, the most bytes that all its processes had together stand behind it."""
    seen: list[int] = []
    done = threading.Event()

    def watch() -> None:
        most = 0
        while not done.wait(SECONDS_BETWEEN_LOOKS):
            if seen:
                most = max(most, _to_memory(seen[0]))
        seen.append(most)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()


def _to_memory(session: int) -> int:
    """Bytes resident of every process of a session."""
    found = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found += int(fields[21]) * 4096 if int(fields[3]) == session else 0
    return found


# --- in the build's process -----------------------------------------------------------------------------------------


def watched() -> None:
    """Run build.py on the folder of reports named on the command line, everything else in the one behind it; print what stages cost as JSON."""
    import build

    place = Path(sys.argv[2])
    cost: Cost = {}
    for stage, named in STAGES.items():
        module, _, name = named.rpartition(".")
        _watch(getattr(build, module) if module else build, name, stage, cost)
    build.find_origin = partial(_at, build.find_origin, build.ROOT)
    build.ROOT = place  # where the build keeps its caches
    publish = build.site.publish
    build.site.publish = lambda *given, **named: publish(*given, **(named | {"docs_dir": place / "docs"}))
    _watch(build, "main", "whole", cost)
    build.main(["--reports", sys.argv[1], "--site-dir", str(place / "site")])
    print(json.dumps(cost))


def _at(find_origin: Callable[..., Any], root: Path, _: Path, version: str = "") -> Any:
    """What the build is made from is still asked of the project itself."""
    return find_origin(root, version)


def _watch(module: Any, name: str, stage: str, cost: Cost) -> None:
    work: Callable[..., Any] = getattr(module, name)

    @contextmanager
    def watch() -> Iterator[None]:
        cpu, wall = _cpu(), time.perf_counter()
        try:
            yield
        finally:
            before = cost.get(stage, (0.0, 0.0))
            cost[stage] = before[0] + _cpu() - cpu, before[1] + time.perf_counter() - wall

    @contextmanager
    def open_timed(opened: Any) -> Iterator[Any]:
        with ExitStack() as stack:
            with watch():
                given = stack.enter_context(opened)
            yield given

    def timed(*given: Any, **named: Any) -> Any:
        with watch():
            result = work(*given, **named)
        return open_timed(result) if hasattr(result, "__exit__") else result

    setattr(module, name, timed)


def _cpu() -> float:
    """Seconds of CPU of this process and of those that it started: that have ended, and that are kept for the next calls."""
    ended = sum(who.ru_utime + who.ru_stime for who in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
    return ended + sum(map(_to_seconds, Path("/proc").glob("[0-9]*/stat")))


def _to_seconds(path: Path) -> float:
    """Of a process that this one started and that is still there, its own children that have ended included; 0 of any other."""
    try:
        fields = path.read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK") if int(fields[1]) == os.getpid() else 0.0


# --- beside it ------------------------------------------------------------------------------------------------------


def measure_plain(place: Path) -> float:
    """Seconds of CPU for one more Markdown page with the three tables, by MkDocs-Material and nothing else: the slope of two sites."""
    small, large = (_build_plain(place / str(count), count) for count in (1, 1 + PLAIN_PAGES))
    return (large - small) / PLAIN_PAGES


def _build_plain(place: Path, count: int) -> float:
    from tests.corpus import flat

    (place / "docs").mkdir(parents=True)
    numbers = iter(range(10**9))
    pages = (made for number in numbers for made in country.draw_body(f"甲市第{number}局", str(number)) if made.year and made.year >= 2019)
    for at in range(count):
        made = next(pages)
        lines = [f"# {made.pieces[0].text}", ""]
        for piece in made.pieces:
            lines += [*flat.pipe_rows(piece, None, rule=True), ""] if piece.kind == "table" else []  # type: ignore[arg-type]
        (place / "docs" / f"{f'page-{at}' if at else 'index'}.md").write_text("\n".join(lines), "utf-8")
    (place / "mkdocs.yml").write_text("site_name: plain\ntheme: {name: material, font: false}\nplugins: []\nnav: [index.md]\n", "utf-8")
    before = _cpu()
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=place, check=True, capture_output=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
    return _cpu() - before


# --- told -----------------------------------------------------------------------------------------------------------


def _print(count: int, plain: float, runs: Mapping[str, Mapping[str, Any]], place: Path) -> None:
    stages = [stage for stage in (*STAGES, "whole") if any(stage in run for run in runs.values())]
    print(f"\n{count:,} bodies of {country.YEARS} years; {', '.join(f'{run}: {what}' for run, what in RUNS.items())}")
    print(f"{'seconds, CPU / wall':<26}" + "".join(f"{run:>20}" for run in runs))
    for stage in stages:
        print(f"{stage:<26}" + "".join(f"{'{:.1f} / {:.1f}'.format(*run.get(stage, (0, 0))):>20}" for run in runs.values()))
    print(f"{'ms of CPU a body':<26}" + "".join(f"{run['whole'][0] / count * 1000:>20.0f}" for run in runs.values()))
    print(f"{'in plain pages':<26}" + "".join(f"{run['whole'][0] / count / plain:>20.1f}" for run in runs.values()))
    print(f"{'MB at the most':<26}" + "".join(f"{run['MB']:>20.0f}" for run in runs.values()))
    _print_weight(count, place / "site")


def _print_weight(count: int, site: Path) -> None:
    weights: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for path in (path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        kind = "bulk data and assets" if name.startswith(BULK) else "copies" if path.stem.isdigit() else path.suffix or path.name
        weights[kind] += path.stat().st_size
        files[kind] += 1
    print(f"\n{'weight':<22}{'files a body':>20}{'KB a body':>20}")
    for kind, size in weights.most_common():
        if size / count > 500:
            print(f"{kind:<22}{files[kind] / count:>20.1f}{size / count / 1000:>20.1f}")
    print(f"{'all':<22}{files.total() / count:>20.1f}{weights.total() / count / 1000:>20.1f}\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
