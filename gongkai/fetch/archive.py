"""A page → itself with what it needs in one file, as it came (MHTML, RFC 2557).

In: the answer, its Page, a Web. Out: bytes, and what could not be had. Not its business: whether a report stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP

from gongkai.fetch.links import Page
from gongkai.fetch.web import Answer, Refused, Web

MOST_PARTS = 40
MOST_OF_PARTS = 8_000_000
_ARCHIVE = SMTP.clone(max_line_length=900)


def to_archive(web: Web, answer: Answer, page: Page) -> tuple[bytes, list[Mapping[str, str]]]:
    """The page with its style sheets and pictures; the page alone where it has none. Also what could not be had."""
    missing: list[Mapping[str, str]] = []
    parts, size = [], 0
    for address in [*page.sheets, *page.pictures][:MOST_PARTS]:
        if size > MOST_OF_PARTS:
            missing.append({"zh": "网页太大，有的图片没有保存", "en": "the page is too large, some pictures were not saved"})
            break
        try:
            part = web.get(address)
        except Refused as error:
            missing.append({language: f"{address}: {text}" for language, text in error.reason.items()})
            continue
        size += len(part.content)
        parts.append((address, part))
    if not parts:
        return answer.content, missing
    whole = EmailMessage(policy=_ARCHIVE)
    whole["MIME-Version"] = "1.0"
    whole["Content-Type"] = 'multipart/related; type="text/html"; boundary="----a-page-and-what-it-needs"'
    for address, part in [(answer.address, answer), *parts]:
        main, _, sub = (part.type or "application/octet-stream").partition("/")
        inner = EmailMessage(policy=_ARCHIVE)
        inner.set_content(part.content, maintype=main, subtype=sub or "octet-stream", cte="base64")
        if charset := to_charset(part):
            inner.set_param("charset", charset)
        inner["Content-Location"] = address
        whole.attach(inner)
    return whole.as_bytes(), missing


def to_charset(answer: Answer) -> str:
    """The encoding that the server gives, "" for none."""
    match = re.search(r"charset=[\"']?([\w-]{1,40})", answer.headers.get("content-type", ""), re.IGNORECASE)
    return match[1] if match else ""
