"""Where things stand on the site: paths of pages and files, keys of reports, anchors.

In: ids. Out: paths below the site's root (folders end in a slash) and anchors within a page. Not its business: what stands there.
What is written here is on other people's pages too: a change breaks their links.
"""

from __future__ import annotations

from gongkai.model import CellId, Report


def to_key(report: Report) -> str:
    """What names a report among its body's: 2023, or 2023-2 for a second document of the year."""
    return report.report_id.removeprefix(f"{report.agency.agency_id}-")


def to_body(agency_id: str) -> str:
    return f"agencies/{agency_id}/"


def to_report(agency_id: str, key: str) -> str:
    return f"agencies/{agency_id}/{key}/"


def to_region(code: str) -> str:
    return f"regions/{code}/"


def to_anchor(cell: CellId, key: str) -> str:
    """Of a number, on its body's page and on its report's. key: of the report."""
    return f"{cell.table}-{cell.row}-{cell.column}-{key}"


def to_finding(key: str, number: int) -> str:
    """Of a finding, on its body's page and on its report's. number: among the findings of the report, the gravest first, from 1."""
    return f"f-{key}-{number}"


def to_name(cell: CellId) -> str:
    """Of a cell in files and addresses: requests.granted.total."""
    return f"{cell.table}.{cell.row}.{cell.column}"


def to_picture(key: str, page: int) -> str:
    """Of a page of a document, in its body's folder."""
    return f"{key}-page-{page}.webp"


def to_chart(agency_id: str, id: str) -> str:
    """A chart as a picture that stands alone; "" as agency: over all bodies."""
    return f"{to_body(agency_id) if agency_id else 'charts/'}{id}.svg"


def to_figures(agency_id: str, id: str) -> str:
    """The figures of a chart as a file; "" as agency: over all bodies."""
    return f"{to_body(agency_id) if agency_id else 'charts/'}{id}.csv"


def to_embed(agency_id: str, id: str) -> str:
    """A chart as a page for somebody else's frame."""
    return f"embed/{agency_id or 'all'}/{id}/"
