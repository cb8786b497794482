"""PDF and OFD tables with rules around some of their cells only, one way only, or nowhere: no figure is read where it does not stand, none is called blank."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import pytest

from gongkai import readers
from gongkai.match import Own, match
from gongkai.model import CellId, Value
from gongkai.text import to_printed
from tests.corpus.ofd import to_ofd
from tests.drawn import Ruled, page_of, pdf_of
from tests.quirks.paper import tables
from tests.reports import FORM

FREE = {
    "labels only": Ruled(free=("value",)),
    "labels and a frame": Ruled(free=("value",), frame=True),
    "labels and a block of all values": Ruled(free=("value",), block=True),
    "labels, apart from a block of all values": Ruled(free=("value", "head"), block=True, gap=5),
    "labels, not even heads": Ruled(free=("value", "head")),
    "columns of values without rows": Ruled(free=("value",), free_down=True),
    "rows of values without columns": Ruled(free=("value",), free_across=True),
    "values only": Ruled(free=("label", "vertical")),
    "across only": Ruled(down=False),
    "down only": Ruled(across=False),
    "nothing": Ruled(across=False, down=False),
}
MADE = tables()


def cells(folder: Path, page: str, kind: str, name: str) -> dict[tuple[str, str], tuple[Value, str]]:
    """Row and column → what is read there, what is printed."""
    path = folder / "a.pdf"
    path.write_bytes(pdf_of([page]))
    if kind == "ofd":
        (folder / "a.ofd").write_bytes(to_ofd(path, Random(1)))
        path = folder / "a.ofd"
    values = match(readers.read(path), FORM, Own("", 2023)).values
    table = MADE[name]
    columns = {row: [e.id for e in FORM.columns(name, table.version, row)] for row in table.rows}
    return {
        (row, id): (values.get(CellId(name, row, id), Value(CellId(name, row, id), "missing")), text)
        for row, texts in table.rows.items() for id, text in zip(columns[row], texts, strict=True)
    }


@pytest.mark.parametrize("kind", ["pdf", "ofd"])
@pytest.mark.parametrize("ruled", FREE.values(), ids=FREE)
def test_no_figure_without_rules_is_called_blank_or_given_to_another_cell(ruled: Ruled, kind: str) -> None:
    for name in MADE:
        with tempfile.TemporaryDirectory() as folder:
            for place, (value, text) in cells(Path(folder), page_of(MADE[name], ruled), kind, name).items():
                want = to_printed(text)
                is_sure = value.status in ("reported", "blank", "not_applicable")
                assert not is_sure or (value.status, value.number) == (want.status, want.number), (name, place, value, text)
