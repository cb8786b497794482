"""The values every stage hands to the next.

In: nothing. Out: frozen values. Not its business: how any of them is read, checked or shown. Imports nothing of ours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePosixPath
from typing import NamedTuple

Box = tuple[float, float, float, float]
"""left, top, right, bottom in points (1/72 inch) from the top left corner of the page"""

TABLES = ("proactive_disclosure", "requests", "disputes")

STATUSES = ("reported", "blank", "not_applicable", "ambiguous", "unreadable", "missing")
OUTCOMES = ("holds", "holds_if_blank_is_zero", "not_stated", "undetermined", "broken", "not_applicable")
SEVERITIES = ("error", "warning", "info")
KINDS = ("contradicts", "differs", "lacks", "reading", "notes")
"""Of what kind a finding is: the report contradicts itself (a sum of its own, its text and its tables, two sentences of it); it does not go on
from last year's report; it lacks what the form or the law asks for; our reading is in doubt; it is worth knowing, and no fault by itself."""
READ_STATUSES = ("read", "partly_read", "unreadable", "not_a_report", "duplicate")


class Unreadable(Exception):
    """A whole document cannot be read. `reason` says what is wrong and what to do, in one line (English)."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


OBJECT = "\ufffc"
NO_UNIT = "no unit is printed, and the amount may be in 元 as well as in 万元"
"""the note of an amount that is ambiguous for that alone"""
UNKNOWN_SUM = "the label that it stands under is not known"
"""the note of a part that is ambiguous for that alone"""
"""Unicode's sign for what stands in a text and is no character: a picture, a control, a drawing"""


class Cell(str):
    """The text of a cell as a reader of the document sees it, where the reader knows more of it than the text.

    doubt: why the text may not be what is seen there, a code of doubts.csv; "" where it is. What is doubtful is never a number, and never blank:
    where there are no characters, OBJECT stands for what does.
    """

    doubt: str

    def __new__(cls, text: str = "", doubt: str = "") -> Cell:
        cell = super().__new__(cls, text if text.strip() or not doubt else OBJECT)
        cell.doubt = doubt
        return cell


def doubt_of(text: str | None) -> str:
    """Why the text of a cell may not be what is seen, "" where no reader doubts it."""
    return text.doubt if isinstance(text, Cell) else ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell was printed. Page, grid, row and column count from 1; page is None in a format without pages."""

    page: int | None
    grid: int
    row: int
    column: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as printed on one page.

    rows: the text of each cell, a Cell where the reader doubts it; "" is an empty cell, None the continuation of a merged
    cell (to the right or below), or a place behind the last cell of a row that is shorter than others.
    exact: the columns line up as printed (ruled PDF, DOCX, HTML, XLSX); False where a text was flattened
    and a row may have lost or gained cells, so only counting can place its values.
    boxes: the box of each cell, in the shape of rows, or () where the format has none.
    is_loose: whether its cells are parted by spaces alone, which may stand within a cell too.
    after: how many paragraphs of the document stand before the grid. sheet: the name on the tab of its sheet, where there are several.
    """

    heading: str
    rows: tuple[tuple[str | None, ...], ...]
    page: int | None = None
    boxes: tuple[tuple[Box | None, ...], ...] = ()
    exact: bool = True
    after: int = 0
    sheet: str = ""
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader found in a file, nothing interpreted.

    path: as given, with forward slashes. titles: lines that the format itself marks as a title (HTML title and h1,
    DOCX title style and property). paragraphs: the running text in reading order, tables left out.
    troubles: what the reader could not take over, each one line in English (an image in place of a table, …).
    doubtful_pages: where so much could not be told for certain that nothing is to be taken on the word of one reading.
    """

    path: str
    sha256: str
    format: str
    pages: int | None
    titles: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    grids: tuple[Grid, ...]
    troubles: tuple[str, ...] = ()
    doubtful_pages: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name


class CellId(NamedTuple):
    """A cell of the form. A tuple and no dataclass, for a report asks for its cells by the ten thousand."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.column}"


@dataclass(frozen=True, slots=True)
class Value:
    """A cell of the form in one report. `number` is set if and only if `status` is "reported".

    raw: the text exactly as printed, None where the document has no such cell. unit: 件, 项, 元, 万元 or "" where none is known.
    doubt: why what is printed could not be told for certain, a code of doubts.csv, "" where it could: the doubt is about our reading.
    """

    cell: CellId
    status: str
    number: Decimal | None = None
    raw: str | None = None
    unit: str = ""
    note: str = ""
    place: Place | None = None
    doubt: str = ""

    @property
    def is_doubtful(self) -> bool:
        return self.doubt != ""

    def __post_init__(self) -> None:
        if (self.status == "reported") != (self.number is not None):
            raise ValueError(f"{self.cell}: a number and the status {self.status} do not go together")
        if self.doubt and self.status != "unreadable":
            raise ValueError(f"{self.cell}: what is doubtful is unreadable, not {self.status}")


@dataclass(frozen=True, slots=True)
class Remark:
    """What matching has to say of its own work. code: of findings.csv. cell: the cell, row or table it is about. text: as printed.

    number: what a row that the form lacks prints, None where that is not told.
    """

    code: str
    cell: CellId
    text: str
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    """An administrative body. name is "" and agency_id "unnamed-…" where the document does not say whose it is."""

    agency_id: str
    name: str
    division_code: str = ""
    province: str = ""
    prefecture: str = ""
    county: str = ""
    level: str = ""
    kind: str = ""
    other_names: tuple[str, ...] = ()
    name_en: str = ""
    """derived by us, or what bodies.yml says; "" where there is no name"""


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a contributor says of a document in `<file>.yml`; every field optional.

    supersedes: the path of an older document of the same body and year, or the id of its report. note_en: the note for English pages.
    left_out: what of the file is not used, each one line in English that names the file.
    """

    agency: str = ""
    year: int | None = None
    source_url: str = ""
    published: str = ""
    retrieved: str = ""
    note: str = ""
    supersedes: str = ""
    note_en: str = ""
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One of the numbered parts of a report: 1 to 6 as in the form, 0 for what stands before the first."""

    number: int
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A document read as the form. forms: table id → version id, "" for a table that was not found.

    printed_name and printed_year are as the document gives them; agency and year are what the report is filed under.
    disagreements: (what, in the document, elsewhere, where), as found by agencies.identify.
    scope: whom the figures speak for: own (the body itself), summary (its region or system), unknown. remarks: of matching, on its own work.
    """

    report_id: str
    agency: Agency
    year: int | None
    printed_name: str
    printed_year: int | None
    forms: Mapping[str, str]
    document: Document
    sidecar: Sidecar
    values: Mapping[CellId, Value]
    sections: tuple[Section, ...] = ()
    disagreements: tuple[tuple[str, str, str, str], ...] = ()
    scope: str = "unknown"
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    sign: int
    cell: CellId
    last_year: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """`total` equals (or, if `is_bound`, is at least) the signed sum of `terms`. id as in form.md: T3-BAL, T3-SUM, …"""

    id: str
    total: CellId
    terms: tuple[Term, ...]
    is_bound: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One relation or rule tried on one report. check: the code in findings.csv. about: "report" or "reading".

    kind: of KINDS, where something was found (that is, where there is a severity), "" elsewhere. sentence: of the running text, that it is about.
    """

    check: str
    report_id: str
    outcome: str
    severity: str = ""
    about: str = "report"
    cell: CellId | None = None
    printed: str = ""
    computed: str = ""
    message_zh: str = ""
    message_en: str = ""
    place: Place | None = None
    kind: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one document. read_status as in contract: read, partly_read, unreadable, not_a_report, duplicate.

    report is None where there is nothing to publish; message is one line for a person, message_zh the same in Chinese where it is made there
    already: else messages.py has the words.
    """

    path: str
    sha256: str
    read_status: str
    message: str = ""
    format: str = ""
    pages: int | None = None
    report: Report | None = None
    checks: tuple[Check, ...] = field(default=())
    message_zh: str = ""


def to_data_version(readings: Iterable[Reading]) -> str:
    """What names the state of a body's data: of all its documents, so that it changes with them and with nothing else of the site."""
    return hashlib.sha256("".join(sorted(reading.sha256 for reading in readings)).encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Filed:
    """A document once it is known whose it is, and what became of it: what is told of it, and what stands beside its figures is made of.

    report_id, agency_id: "" where there is nothing to publish. is_in_error: a finding of severity error is about our reading.
    pages: those that figures with a known place were printed on.
    """

    path: str
    sha256: str
    format: str
    read_status: str
    message: str
    is_in_error: bool = False
    report_id: str = ""
    agency_id: str = ""
    year: int | None = None
    printed_name: str = ""
    scope: str = ""
    has_figures: bool = False
    pages: tuple[int, ...] = ()


def to_filed(reading: Reading) -> Filed:
    report = reading.report
    is_in_error = any(check.severity == "error" and check.about == "reading" for check in reading.checks)
    told = (reading.path, reading.sha256, reading.format, reading.read_status, reading.message, is_in_error)
    if report is None:
        return Filed(*told)
    pages = {v.place.page for v in report.values.values() if v.place and v.place.page and v.place.box}
    return Filed(
        *told, report.report_id, report.agency.agency_id, report.year, report.printed_name, report.scope, bool(report.values), tuple(sorted(pages)))
