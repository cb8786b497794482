"""Style sheets that stand in an address of the page itself: data:text/css;base64,…

In: an address. Out: the text of the sheet, None where it holds none. Not its business: sheets elsewhere, which are not at hand.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

_LONGEST_NAME = 200
"""characters before the comma"""


def with_data(fetch: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """Fetch also what an address holds itself."""
    return lambda address: data_to_text(address) if address[:5].lower() == "data:" else fetch(address)


def data_to_text(address: str) -> str | None:
    head, comma, body = address[5:].partition(",")
    words = [word.strip().lower() for word in head[:_LONGEST_NAME].split(";")]
    if not comma or len(head) > _LONGEST_NAME or words[0] != "text/css":
        return None
    content = unquote_to_bytes(body)
    if "base64" in words:
        try:
            content = base64.b64decode(content)
        except (binascii.Error, ValueError):
            return None
    charset = next((word.removeprefix("charset=") for word in words if word.startswith("charset=")), "utf-8")
    try:
        return content.decode(charset, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")
