"""An item of the list, with the row that it is."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.match.list_items import Item


@dataclass(frozen=True, slots=True)
class Named:
    """An item and the row that it is, "" for none of the form's, with the row that it stands under."""

    item: Item
    row: str
    under: str = ""
