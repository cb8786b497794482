"""The licences of the libraries that ship, from what is installed.

    python scripts/licences.py [LOCK…]     a line a library; exit 1 if one is AGPL or GPL, or if nobody can tell

In: lock files (default: those of the site and of scans). Out: each library with its licence. Not its business: what a licence asks for.
A library under two licences to choose from is under the one that we choose.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-scan.lock")
_NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", re.MULTILINE)
_REFUSED = re.compile(r"(?<![Ll])\bA?GPL|Affero|(?<!Lesser )(?<!Library or Lesser )General Public", re.IGNORECASE)
_KNOWN = re.compile(r"MIT|BSD|Apache|ISC|MPL|Mozilla|PSF|Python Software|0BSD|Zlib|CC0|HPND|Unlicense|LGPL|Lesser", re.IGNORECASE)


def to_names(text: str) -> list[str]:
    """The libraries of a lock file."""
    return sorted(set(_NAME.findall(text)))


def to_licence(expression: str | None, licence: str | None, classifiers: Iterable[str]) -> str:
    """What the metadata of a library say of its licence; the first that says something decides: SPDX, classifiers, free text."""
    told = [one.split("::")[-1].strip() for one in classifiers if one.startswith("License ::")]
    told = [one for one in told if one not in ("OSI Approved", "DFSG approved")]
    return expression or " OR ".join(told) or (licence or "").strip().partition("\n")[0]


def is_refused(licence: str) -> bool:
    """Whether there is no way round AGPL or GPL, or no licence that we know."""
    choices = re.split(r"\s+OR\s+", licence)
    return not any(_KNOWN.search(one) and not _REFUSED.search(one) for one in choices)


def find_licences(names: Sequence[str]) -> dict[str, str]:
    """Library → its licence; one that is not installed here (for another system) is left out."""
    found = {}
    for name in names:
        try:
            said = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        found[name] = to_licence(said.get("License-Expression"), said.get("License"), said.get_all("Classifier") or [])
    return found


def main(locks: Sequence[str]) -> int:
    found = find_licences([name for lock in locks for name in to_names((ROOT / lock).read_text("utf-8"))])
    for name, licence in sorted(found.items()):
        print(f"{'REFUSED ' if is_refused(licence) else ''}{name}: {licence or 'no licence is said'}")
    return int(any(is_refused(licence) for licence in found.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or LOCKS))
