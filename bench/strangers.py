"""What a document costs that is no such report: a long page, a long PDF, a log, a picture book of rules, beside one that is.

In: how many rounds. Out: a table. Not its business: that they end as not_a_report (tests/test_pipeline.py). They are made up here.
"""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median

from gongkai import form, pipeline
from tests.corpus import kinds

WORDS = "会议研究了下一阶段工作部署各单位要认真落实责任加强协调按时完成全年目标任务并及时报送进展情况"


def main(arguments: list[str]) -> None:
    rounds = int(arguments[0]) if arguments else 1
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as temporary:
        folder = Path(temporary)
        for made in kinds.write(2, 3, ["md", "html"], folder, form.load()):
            path = kinds.path_of(made, folder)
            path.rename(folder / f"a report{path.suffix}")
        for name, make in STRANGERS.items():
            (folder / name).write_bytes(make(Random(name)))
        print(f"{'':<28}{'MB':>8}{'seconds':>10}{'ms a MB':>10}  became")
        for path in sorted(p for p in folder.iterdir() if p.is_file()):
            taken, status = _read(path, rounds)
            size = path.stat().st_size / 1e6
            print(f"{path.name:<28}{size:>8.2f}{taken:>10.3f}{1000 * taken / size:>10.0f}  {status}")


def _read(path: Path, rounds: int) -> tuple[float, str]:
    taken, status = [], ""
    for _ in range(rounds):
        started = time.process_time()
        status = pipeline.to_readings([pipeline.read_one(path, path.name)], form.load())[0].read_status
        taken.append(time.process_time() - started)
    return median(taken), status


def _to_prose(random: Random, letters: int) -> str:
    return "".join(random.choices(WORDS, k=letters))


def _make_page(random: Random) -> bytes:
    items = "".join(f'<li><a href="/art/{n}.html">{_to_prose(random, 30)}</a><span>2024-03-{n % 28 + 1:02}</span></li>' for n in range(55_000))
    return f"<html><head><meta charset='utf-8'><title>栏目列表</title></head><body><ul>{items}</ul></body></html>".encode()


def _make_tables(random: Random) -> bytes:
    rows = "".join(f"<tr><td>{n}</td><td>{_to_prose(random, 8)}</td>{'<td>12.5</td>' * 8}</tr>" for n in range(20_000))
    return f"<html><head><meta charset='utf-8'><title>价格表</title></head><body><table>{rows}</table></body></html>".encode()


def _make_log(random: Random) -> bytes:
    lines = (f"2024-05-01T12:{n % 60:02}:07 INFO worker-{n % 8} request {random.randrange(10**9)} done in 12 ms" for n in range(120_000))
    return "\n".join(lines).encode()


def _make_list(random: Random) -> bytes:
    return "\n".join("\t".join([_to_prose(random, 6), *(str(random.randrange(100)) for _ in range(9))]) for _ in range(60_000)).encode()


def _make_pdf(random: Random, pages: int = 200, with_rules: bool = False) -> bytes:
    """Pages of text, with or without rules all over them, in a font that every reader has: written by hand, no library is needed."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for _ in range(pages):
        lines = "".join(f"BT /F1 10 Tf 60 {780 - 15 * n} Td ({random.getrandbits(300):x}) Tj ET\n" for n in range(48))
        heights = range(780, 60, -15)
        rules = "".join(f"60 {y} m 500 {y} l S\n{60 + 9 * n} 75 m {60 + 9 * n} 780 l S\n" for n, y in enumerate(heights)) if with_rules else ""
        content = (rules + lines).encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
        objects.append(page % len(objects))
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(pages))
    objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode()
    file = io.BytesIO()
    file.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places))
    file.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return file.getvalue()


STRANGERS: dict[str, Callable[[Random], bytes]] = {
    "links 55,000.html": _make_page,
    "table 20,000 rows.html": _make_tables,
    "log 120,000 lines.txt": _make_log,
    "list 60,000 rows.txt": _make_list,
    "prose 200 pages.pdf": _make_pdf,
    "crowded tables 20 pages.pdf": lambda random: _make_pdf(random, 20, with_rules=True),
}


if __name__ == "__main__":
    main(["1"])
