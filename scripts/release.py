"""A release made ready: its number, its date and who publishes it, in every file that says so.

    python scripts/release.py 0.2.0            # writes; then commit, and push the tag v0.2.0
    python scripts/release.py --check v0.2.0   # whether the files say so; the workflow of a tag asks it

In: site.yml, CHANGELOG.md, the columns of the version before (git). Out: pyproject.toml, gongkai/tables/description.py, CHANGELOG.md, CITATION.cff,
.zenodo.json. Exit 1, and nothing written, where the number does not go with what changed. Not its business: building (release.yml).
"""

from __future__ import annotations

import csv
import datetime
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from gongkai import hosting  # noqa: E402
from gongkai.publisher import Publisher, load  # noqa: E402

COLUMNS = "gongkai/tables/columns.csv"
_PROJECT = re.compile(r'(?m)^version = "([0-9.]+)"$')
_DATA = re.compile(r'(?m)^VERSION = "([0-9.]+)"$')
_UNRELEASED = "## [Unreleased]\n"
_KEYWORDS = ("open government information", "annual reports", "China", "政府信息公开")
_TITLE = "{name}: annual reports on open government information in China, as data"
_ABSTRACT = (
    "The tables of the statutory annual reports on open government information (政府信息公开工作年度报告) of Chinese administrative bodies, "
    "cell by cell as printed, each with its raw text and its place in the document, checked against the form's own arithmetic. "
    "The data are licensed under {licence}, the program under the MIT License."
)


def to_cff(ours: Publisher, version: str, date: str = "") -> str:
    """CITATION.cff, as GitHub and reference managers read it. JSON is YAML: whatever a name holds, it stays one quoted string."""
    fields: dict[str, object] = {
        "cff-version": "1.2.0", "message": "If you use the data or the program, please cite it as below, with the date on which the site was built.",
        "title": _TITLE.format(name=ours.names["en"]), "type": "dataset", "authors": [{"name": ours.publishers["en"]}], "version": version,
        "date-released": date, "license": ours.licence.id, "url": ours.address, "repository-code": hosting.to_web(ours.repository),
        "keywords": list(_KEYWORDS), "abstract": _ABSTRACT.format(licence=ours.licence.name),
    }
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items() if value)


def to_zenodo(ours: Publisher, version: str, date: str = "") -> str:
    """What Zenodo reads to make a DOI of a release."""
    fields = {
        "title": _TITLE.format(name=ours.names["en"]), "upload_type": "dataset", "version": version, "publication_date": date,
        "license": ours.licence.id.lower(), "language": "zho", "creators": [{"name": ours.publishers["en"]}], "keywords": list(_KEYWORDS),
        "description": _ABSTRACT.format(licence=ours.licence.name),
    }
    return json.dumps({name: value for name, value in fields.items() if value}, ensure_ascii=False, indent=1) + "\n"


def find_broken(before: str, now: str) -> list[str]:
    """The columns of columns.csv that were promised and are gone, renamed or moved: "table.column"."""
    old, new = _to_names(before), _to_names(now)
    return [
        f"{table}.{column}" for table, columns in old.items() for at, column in enumerate(columns)
        if at >= len(new.get(table, ())) or new[table][at] != column
    ]


def _to_names(text: str) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in csv.DictReader(text.splitlines()):
        if line["column"]:
            found.setdefault(line["table"], []).append(line["column"])
    return found


def find_trouble(last: str, version: str, changelog: str, broken: Sequence[str]) -> str:
    """Why a number does not go with what changed since the last; "" where it does."""
    if not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version):
        return f"{version} is no version: major.minor.patch"
    old, new = (tuple(map(int, one.split("."))) for one in (last, version))
    if new <= old and f"## [{version}]" in changelog:
        return f"{version} is not above {last}, and is released"
    unreleased = changelog.partition(_UNRELEASED)[2].partition("\n## [")[0]
    if not re.search(r"(?m)^- ", unreleased):
        return "CHANGELOG.md says nothing below [Unreleased]"
    most = 0 if old[0] or new[0] else 1  # before 1.0.0 the second number stands for the first
    if broken and new[most] <= old[most]:
        return f"columns are gone, renamed or moved ({', '.join(broken[:5])}): that is a new major version of the data"
    return ""


def to_released(changelog: str, version: str, date: str) -> str:
    return changelog.replace(_UNRELEASED, f"{_UNRELEASED}\n## [{version}] - {date}\n", 1)


def check(root: Path, tag: str) -> list[str]:
    """The files that do not say the version of a tag."""
    version = tag.removeprefix("v")
    told = {
        "pyproject.toml": f'version = "{version}"\n', "gongkai/tables/description.py": f'VERSION = "{version}"\n',
        "CHANGELOG.md": f"\n## [{version}] - ",
        "CITATION.cff": f'version: "{version}"\n', ".zenodo.json": f'"version": "{version}"',
    }
    return [name for name, text in told.items() if text not in (root / name).read_text("utf-8")]


def write(root: Path, version: str, date: str, ours: Publisher) -> None:
    for name, pattern, text in (("pyproject.toml", _PROJECT, "version"), ("gongkai/tables/description.py", _DATA, "VERSION")):
        path = root / name
        path.write_text(pattern.sub(f'{text} = "{version}"', path.read_text("utf-8"), count=1), "utf-8", newline="\n")
    path = root / "CHANGELOG.md"
    path.write_text(to_released(path.read_text("utf-8"), version, date), "utf-8", newline="\n")
    (root / "CITATION.cff").write_text(to_cff(ours, version, date), "utf-8", newline="\n")
    (root / ".zenodo.json").write_text(to_zenodo(ours, version, date), "utf-8", newline="\n")


def to_before(root: Path, last: str) -> str:
    """columns.csv of the version before; "" where there is no such tag."""
    done = subprocess.run(["git", "-C", str(root), "show", f"v{last}:{COLUMNS}"], capture_output=True, text=True, encoding="utf-8")
    return done.stdout if done.returncode == 0 else ""


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    if arguments[0] == "--check":
        wrong = check(root, arguments[1])
        print(f"{arguments[1]}: " + (f"{', '.join(wrong)} say otherwise; scripts/release.py writes them" if wrong else "all files say so"))
        return int(bool(wrong))
    version, date = arguments[0], datetime.datetime.now(datetime.UTC).date().isoformat()
    found = _PROJECT.search((root / "pyproject.toml").read_text("utf-8"))
    last = found[1] if found else "0.0.0"
    broken = find_broken(before, (root / COLUMNS).read_text("utf-8")) if (before := to_before(root, last)) else []
    if trouble := find_trouble(last, version, (root / "CHANGELOG.md").read_text("utf-8"), broken):
        print(trouble)
        return 1
    write(root, version, date, load(root / "site.yml"))
    print(f"{version} of {date} is written: look it through, commit it, then git tag v{version} and git push --tags")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
