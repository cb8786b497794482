"""Draws one whole report: its figures, its words, its tables, and the truth about it.

In: a seed and a number, the Form. Out: a Made. Not its business: file formats (kinds).
"""

from __future__ import annotations

from random import Random

from gongkai.form import Form
from tests.corpus import figures, layout, prose, tricks, wording
from tests.corpus.made import Made, Piece

YEARS = (2019, 2025)
LAYOUTS = {2: layout.lay_proactive, 3: layout.lay_requests, 4: layout.lay_disputes}
TABLE_OF = {2: "proactive_disclosure", 3: "requests", 4: "disputes"}


def draw(seed: int, number: int, kind: str, form: Form, share: float = tricks.ODD, years: tuple[int, int] = YEARS) -> Made:
    """The report of that seed and number, always the same. share: of the reports that show something otherwise than their file says.

    years: the first and the last that there are reports on.
    """
    rng = Random(f"{seed} {number}")
    quirks: list[str] = []
    year = rng.randint(*years)
    forms = draw_forms(rng, form, year, quirks)
    numbers = figures.draw_numbers(rng, form, forms)
    if rng.random() < 0.25:
        figures.break_sums(rng, numbers)
        quirks.append("slip")
    cells = figures.to_truths(rng, form, figures.draw_hand(rng), numbers)
    odd = tricks.draw_tricks(Random(f"{seed} {number} {kind} tricks"), kind, form, share)
    tongue = wording.draw_tongue(rng)
    author = layout.Author(rng, form, tongue, cells, odd.order, odd.added, odd.unit)
    body = wording.draw_body(rng)
    pieces, bodies = draw_opening(rng, body, year, quirks)
    headings = prose.draw_headings(rng)
    for n, heading in headings.items():
        if not (n in TABLE_OF and rng.random() < 0.03):
            pieces.append(Piece("heading", heading))
        if n in TABLE_OF:
            pieces += LAYOUTS[n](author, forms[TABLE_OF[n]], quirks)
        pieces += prose.draw_section(rng, n, year, numbers)
    if "signed" in quirks or (bodies and rng.random() < 0.4):
        pieces += prose.draw_signature(rng, body, year)
    pieces = tricks.play(odd, form, author, forms, year, pieces, cells)
    broken, doubtful = figures.to_relations(form, forms, cells)
    if odd.what:
        quirks.append(f"odd: {odd.what}" + "".join(sorted({f", {c.dress}" for p in pieces for row in p.rows for c in row if c.dress})))
    return Made(
        f"report-{number:05d}", kind, year, bodies, forms, pieces, dict(cells), broken, doubtful, quirks, undecided=figures.beside_two(cells), shaky=odd.shaky,
        units={c: odd.unit for c in cells if odd.unit and c.column == "amount_wan"}, watermark=str(odd.rng.randint(10**6, 10**7)) if odd.what == "watermark" else "",
    )


def draw_forms(rng: Random, form: Form, year: int, quirks: list[str]) -> dict[str, str]:
    right = form.version_of(year)
    forms = dict.fromkeys(form.tables_of(right), right)
    other = next(v for v in reversed(form.versions_of("requests")) if v != right)
    if rng.random() < 0.08:
        quirks.append("hybrid")
        forms[rng.choice(("proactive_disclosure", "requests"))] = other
    elif rng.random() < 0.04:
        quirks.append("form of another year")
        forms = dict.fromkeys(form.tables_of(right), other)
    forms["disputes"] = forms["requests"]
    return forms


def draw_opening(rng: Random, body: str, year: int, quirks: list[str]) -> tuple[list[Piece], tuple[str, ...]]:
    """Title and preamble, and the names that are right for the body."""
    printed_year = wording.to_numerals(year, rng) if rng.random() < 0.12 else str(year)
    shown = wording.to_short(rng, body)
    bodies: tuple[str, ...] = (body, shown)
    has_year = True
    kind = rng.random()
    if kind < 0.86:
        title = rng.choice(wording.TITLES).format(b=shown, y=printed_year)
        lines = wording.to_title_lines(rng, title, shown)
    elif kind < 0.93:
        title = rng.choice(wording.BARE_TITLES).format(y=printed_year)
        lines, bodies = [title], (body,)
        quirks.append("title without the body")
        if rng.random() < 0.6:
            quirks.append("signed")
        else:
            bodies = ()
    else:
        title, has_year = f"{shown}政府信息公开工作年度报告", False
        lines = [title]
        quirks.append("title without the year")
    if len(lines) > 1:
        quirks.append("title on several lines")
    pieces = [Piece("title", line) for line in lines]
    return [*pieces, *prose.draw_preamble(rng, body, year, not has_year or rng.random() < 0.7, has_year)], bodies
