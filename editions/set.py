"""Sets the editions: every file of sources/ into its place in editions/reports/, with its sidecar.

    python -m editions.set [NAME…]     all of them, or the sources named (without .yml)

Not its business: reading editions back; the build does that as with any report.
"""

from __future__ import annotations

import sys
from pathlib import PurePosixPath

from editions.flat import source_to_text
from editions.markup import source_to_print_page, source_to_web_page
from editions.press import docx_to_pdf, page_to_pdf
from editions.source import REPORTS, Form, Source, read_form, read_sources
from editions.word import source_to_docx


def source_to_edition(form: Form, source: Source) -> bytes:
    """The bytes of an edition, by the ending of its path; style.set says which producer prints a PDF."""
    match PurePosixPath(source.path).suffix, source.style["set"]:
        case ".txt" | ".md", _:
            return source_to_text(form, source).encode(source.style.get("encoding", "utf-8"))
        case ".html", _:
            return source_to_web_page(form, source).encode(source.style["encoding"])
        case ".docx", _:
            return source_to_docx(form, source)
        case ".pdf", "chromium":
            return page_to_pdf(source_to_print_page(form, source))
        case ".pdf", "libreoffice":
            return docx_to_pdf(source_to_docx(form, source))
    raise ValueError(f"{source.name}: nothing sets {source.path} with {source.style['set']}")


def main(names: list[str]) -> None:
    form = read_form()
    for source in read_sources():
        if not names or source.name in names:
            path = REPORTS / source.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source_to_edition(form, source))
            path.with_name(path.name + ".yml").write_text(source.sidecar(), encoding="utf-8")
            print(f"editions/reports/{source.path}  {path.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
