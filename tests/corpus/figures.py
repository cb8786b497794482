"""Draws the figures of a report, breaks some of its sums, and prints each cell in the way of its author.

In: a generator of random numbers, the Form, a version for each table. Out: the truth of every cell, and which relations do not hold.
Not its business: labels, layout, prose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from gongkai.form import Form
from gongkai.model import CellId
from tests.corpus.made import Truth

GROUPS = ("review", "litigation_direct", "litigation_after_review")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
NOT_NUMBERS = ("约{n}", "{n}余", "见附件", "{n}或{m}", "{n} {m}", "待统计", "**")


@dataclass(frozen=True, slots=True)
class Hand:
    """How the author of a report fills cells in."""

    zero: str
    totals_zero: str
    only_totals: bool
    blank_organisations: bool
    blank_detail_totals: bool
    grouped: str
    full_width: bool
    pad: str
    unit: float
    note: float
    odd: float
    not_number: float


def draw_hand(rng: Random) -> Hand:
    zero = rng.choices(("0", "", "-", "/", "—", "无", "－－", "\u00a0"), (60, 16, 4, 5, 3, 3, 1, 4))[0]
    plain = rng.random() < 0.6
    full_width = rng.random() < 0.08
    return Hand(
        zero=zero,
        totals_zero=rng.choice((zero, "0")),
        only_totals=rng.random() < 0.06,
        blank_organisations=rng.random() < 0.06,
        blank_detail_totals=rng.random() < 0.05,
        grouped=rng.choices(("", ",", "，"), (80, 15, 5))[0],
        full_width=full_width,
        pad="" if full_width else rng.choices(("", "\u3000", "\u00a0", "  "), (80, 7, 7, 6))[0],
        unit=0 if plain else rng.choice((0, 0, 0.1, 1.0)),
        note=0 if plain else rng.choice((0, 0, 0.15)),
        odd=0 if plain else rng.choice((0, 0, 0.03)),
        not_number=0 if plain else rng.choice((0, 0, 0, 0.02)),
    )


# --- numbers --------------------------------------------------------------------------------------------------------


def draw_numbers(rng: Random, form: Form, forms: Mapping[str, str]) -> dict[CellId, Decimal]:
    """Figures of all three tables that add up."""
    numbers: dict[CellId, int | Decimal] = {}
    size = rng.choices((0, 1, 3, 12, 90, 700), (8, 22, 25, 25, 14, 6))[0]
    columns = [c.id for c in form.columns("requests", forms["requests"])]
    leaves = [r.id for r in form.rows("requests", forms["requests"]) if r.parent]
    leaves.remove("outcome_total")
    for column in columns[:-1]:
        scale = size if column == "natural_person" else size // 6 if rng.random() < 0.6 else 0
        for row in leaves:
            numbers[CellId("requests", row, column)] = rng.randint(0, scale) if rng.random() < 0.4 else 0
        done = sum(numbers[CellId("requests", row, column)] for row in leaves)
        left = rng.randint(0, max(1, scale)) if scale and rng.random() < 0.5 else 0
        brought = rng.randint(0, min(max(1, scale), int(done + left))) if scale and rng.random() < 0.5 else 0
        numbers[CellId("requests", "outcome_total", column)] = done
        numbers[CellId("requests", "carried_out", column)] = left
        numbers[CellId("requests", "carried_in", column)] = brought
        numbers[CellId("requests", "new_received", column)] = done + left - brought
    for row in (*leaves, "outcome_total", "carried_out", "carried_in", "new_received"):
        numbers[CellId("requests", row, "total")] = sum(numbers[CellId("requests", row, c)] for c in columns[:-1])
    for group in GROUPS:
        most = rng.choice((0, 0, 2, 9, 40))
        outcomes = form.columns("disputes", forms["disputes"])
        parts = [rng.randint(0, most) for _ in outcomes[:-1]]
        for column, number in zip(outcomes, (*parts, sum(parts)), strict=True):
            numbers[CellId("disputes", group, column.id)] = number
    for cell in form.cells(forms["proactive_disclosure"], "proactive_disclosure"):
        numbers[cell] = draw_proactive(rng, cell)
    for cell in [c for c in numbers if c.column == "items_change"]:
        before = CellId(cell.table, cell.row, "items_prev_year")
        numbers[cell] = max(numbers[cell], -numbers[before])
    for row in ("rules", "normative_documents"):
        new, public = (CellId("proactive_disclosure", row, c) for c in ("published_this_year", "total_published"))
        if new in numbers:
            numbers[public] = numbers[new] + numbers[public]
    return {cell: Decimal(number) for cell, number in numbers.items()}


def draw_proactive(rng: Random, cell: CellId) -> int | Decimal:
    if cell.row == "rules" and rng.random() < 0.85:
        return 0
    if cell.column in ("amount", "amount_wan"):
        return rng.choice((Decimal(0), Decimal(rng.randint(1, 99999999)) / rng.choice((1, 10, 100, 1000, 10000)), Decimal(rng.randint(1, 400))))
    if cell.column == "items_change":
        return rng.choice((0, 0, rng.randint(-9, 9), rng.randint(-40, 1100)))
    if cell.column == "decisions":
        return rng.choice((0, rng.randint(0, 90), rng.randint(0, 30000), rng.randint(0, 20_000_000)))
    return rng.choice((0, 0, rng.randint(0, 20), rng.randint(0, 1500)))


def break_sums(rng: Random, numbers: dict[CellId, Decimal]) -> None:
    """Slips of arithmetic: one to three cells get another number."""
    cells = sorted(c for c in numbers if c.table in ("requests", "disputes"))
    for cell in rng.sample(cells, rng.choice((1, 1, 1, 2, 3))):
        shift = rng.choice((1, -1, 2, 9, 10, 100))
        numbers[cell] = numbers[cell] + shift if numbers[cell] + shift >= 0 else numbers[cell] + abs(shift)


# --- print ----------------------------------------------------------------------------------------------------------


def to_truths(rng: Random, form: Form, hand: Hand, numbers: Mapping[CellId, Decimal]) -> dict[CellId, Truth]:
    return {cell: to_truth(rng, form, hand, cell, number) for cell, number in numbers.items()}


def beside_two(cells: Mapping[CellId, Truth]) -> set[CellId]:
    """The empty cells of rows in which one has two numbers, of which one may be theirs."""
    rows = {(cell.table, cell.row) for cell, truth in cells.items() if re.search(r"\d \d", truth.raw)}
    return {cell for cell, truth in cells.items() if (cell.table, cell.row) in rows and truth.status == "blank"}


def to_truth(rng: Random, form: Form, hand: Hand, cell: CellId, number: Decimal) -> Truth:
    column = form.column_of(cell)
    is_total = cell.column == "total" or cell.row in ("outcome_total",)
    if cell.table == "requests":
        is_frame = cell.row in ("new_received", "carried_in", "outcome_total", "carried_out")
        if hand.only_totals and cell.column != "total":
            return Truth("blank", None, "")
        if hand.blank_organisations and cell.column not in ("natural_person", "total") and not number:
            return Truth("blank", None, "")
        if hand.blank_detail_totals and cell.column == "total" and not is_frame:
            return Truth("blank", None, "")
    if not number:
        zero = hand.totals_zero if is_total else hand.zero
        if cell.row == "rules" and rng.random() < 0.2:
            zero = rng.choice(("/", "", "不涉及"))
        if zero != "0":
            return Truth("not_applicable" if zero.strip() else "blank", None, zero)
    if column.type == "count" and rng.random() < hand.not_number:
        text = rng.choice(NOT_NUMBERS).format(n=number, m=number + 1)
        return Truth("unreadable", None, text)
    return Truth("reported", number, to_text(rng, form, hand, cell, number))


def to_text(rng: Random, form: Form, hand: Hand, cell: CellId, number: Decimal) -> str:
    column = form.column_of(cell)
    text = format(abs(number), f"{hand.grouped}f") if hand.grouped == "," else format(abs(number), "f")
    if hand.grouped == "，":
        text = format(abs(number), ",f").replace(",", "，")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if hand.full_width:
        text = text.translate(FULL_WIDTH)
    if number < 0:
        text = rng.choice(("-", "-", "－")) + text
    elif column.type == "delta" and number and rng.random() < 0.4:
        text = "+" + text
    if cell.column == "amount":
        text += rng.choice(("", "元", "万元")) if number else ""
    elif column.type == "count" and rng.random() < hand.unit:
        text += column.unit
    if cell.table == "proactive_disclosure" and column.type == "count" and number > 1 and rng.random() < hand.note:
        text += rng.choice(("（其中修订{n}件）", "(含自然失效{n}件)", "（含上年{n}）", "\n（其中修订 {n} 件）")).format(n=rng.randint(1, int(number)))
    return hand.pad + text + (hand.pad if rng.random() < 0.5 else "")


# --- relations ------------------------------------------------------------------------------------------------------


def to_relations(form: Form, forms: Mapping[str, str], cells: Mapping[CellId, Truth]) -> tuple[set[tuple[str, CellId]], set[tuple[str, CellId]]]:
    """(broken, doubtful): all printed and does not hold; some blank and the printed ones do not close it."""
    broken, doubtful = set(), set()
    for table, version in forms.items():
        for relation in form.relations(version):
            if relation.total.table != table or any(t.last_year for t in relation.terms):
                continue
            total, parts = cells[relation.total], [cells[t.cell] for t in relation.terms]
            if total.status != "reported" or any(p.status not in ("reported", "blank", "not_applicable") for p in parts):
                continue
            if all(p.number is None for p in parts):
                continue
            computed = sum(t.sign * (p.number or 0) for t, p in zip(relation.terms, parts, strict=True))
            assert total.number is not None
            if (total.number >= computed) if relation.is_bound else (total.number == computed):
                continue
            (broken if all(p.status == "reported" for p in parts) else doubtful).add((relation.id, relation.total))
    return broken, doubtful
