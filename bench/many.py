"""A folder of many documents: walked, read in processes, read again from what was kept.

In: how many documents to make up (in Markdown, which is quick to make). Out: a table. Not its business: how fast each format is read (reading.py).
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from gongkai import form, pipeline
from tests.corpus import kinds


def main(arguments: list[str]) -> None:
    count = int(arguments[0]) if arguments else 400
    jobs = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as temporary:
        root, cache = Path(temporary, "reports"), Path(temporary, "cache")
        kinds.write(count, 11, ["md"], root, form.load())
        print(f"{count} documents, {jobs} processes\n\n{'':<24}{'seconds':>9}{'a second':>10}{'MB held':>9}")
        _print("walked", count, lambda: pipeline.find_documents(root))
        _print("read, nothing kept", count, lambda: pipeline.read_all(root, jobs))
        _print("read, kept", count, lambda: pipeline.read_all(root, jobs, cache_dir=cache))
        _print("again, from what is kept", count, lambda: pipeline.read_all(root, jobs, cache_dir=cache))
        kept = sum(p.stat().st_size for p in cache.rglob("*") if p.is_file())
        print(f"\nkept on disk: {kept / 1e3 / count:.0f} kB a document; memory at the most: {_peak():.0f} MB")


def _print(what: str, count: int, work: Callable[[], object]) -> None:
    before, started = _held(), time.perf_counter()
    result = work()
    seconds = time.perf_counter() - started
    print(f"{what:<24}{seconds:>9.2f}{count / seconds:>10.0f}{_held() - before:>9.0f}", flush=True)
    del result


def _held() -> float:
    """Megabytes of this process now, 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


if __name__ == "__main__":
    main(sys.argv[1:])
