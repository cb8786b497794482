"""A release made ready: its number, its date and who publishes it, in every file that says so.

    python scripts/release.py 0.2.0            # writes; then commit, and push the tag v0.2.0
    python scripts/release.py --check v0.2.0   # whether the files say so; the workflow of a tag asks it

In: site.yml, CHANGELOG.md, the columns and ids of the version before (git). Out: pyproject.toml, gongkai/tables/description.py,
CHANGELOG.md, CITATION.cff, .zenodo.json. Exit 1, and nothing written, where the number does not go with what changed.
Not its business: building (release.yml).
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
IDS = {"gongkai/form.csv": ("table", "axis", "id"), "gongkai/indicators.csv": ("id",)}
"""files of ids that scripts rely on → what an id is in them"""
FIRST = "0.0.0"
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
        "contact": [{"name": ours.publishers["en"], "website" if "://" in ours.contact else "email": ours.contact}] if ours.contact else "",
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


def find_added(before: str, now: str) -> list[str]:
    """The columns that are new, at the end of a table or in a new one."""
    old, new = _to_names(before), _to_names(now)
    return [f"{table}.{column}" for table, columns in new.items() for column in columns if column not in old.get(table, ())]


def find_lost_ids(before: str, now: str, parts: Sequence[str]) -> list[str]:
    """The ids of a file that are removed or renamed."""
    old, new = (["/".join(line[part] for part in parts if part in line) for line in csv.DictReader(text.splitlines())] for text in (before, now))
    return [id for id in dict.fromkeys(old) if id not in new]


def _to_names(text: str) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in csv.DictReader(text.splitlines()):
        if line["column"]:
            found.setdefault(line["table"], []).append(line["column"])
    return found


def find_trouble(last: str, version: str, changelog: str, broken: Sequence[str], added: Sequence[str] = ()) -> str:
    """Why a number does not go with what changed since the last; "" where it does."""
    if not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version):
        return f"{version} is no version: major.minor.patch"
    old, new = (tuple(map(int, one.split("."))) for one in (last, version))
    if new < old or (new == old and f"## [{version}]" in changelog):
        return f"{version} is not above {last}, which is the last"
    unreleased = changelog.partition(_UNRELEASED)[2].partition("\n## [")[0]
    if not re.search(r"(?m)^- ", unreleased):
        return "CHANGELOG.md says nothing below [Unreleased]"
    most = 0 if old[0] or new[0] else 1  # before 1.0.0 the second number stands for the first
    if broken and new[most] <= old[most]:
        return f"columns or ids are gone, renamed or moved ({', '.join(broken[:5])}): that is a new major version of the data"
    if added and new[:2] <= old[:2]:
        return f"columns are added ({', '.join(added[:5])}): that is a new minor version of the data"
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


def to_before(root: Path, last: str, name: str = COLUMNS) -> str:
    """A file of the version before; "" where there is no such tag."""
    done = subprocess.run(["git", "-C", str(root), "show", f"v{last}:{name}"], capture_output=True, text=True, encoding="utf-8")
    return done.stdout if done.returncode == 0 else ""


def find_last(root: Path, said: str, changelog: str) -> str:
    """The last released version: of the tags, or as the files say where that is in the changelog as released; else none, FIRST."""
    done = subprocess.run(["git", "-C", str(root), "tag", "--list", "v*"], capture_output=True, text=True, encoding="utf-8")
    tags = [tag[1:] for tag in done.stdout.split() if re.fullmatch(r"v[0-9]+\.[0-9]+\.[0-9]+", tag)] if done.returncode == 0 else []
    released = [said] if f"## [{said}]" in changelog else []
    return max([*tags, *released, FIRST], key=lambda one: tuple(map(int, one.split("."))))


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    if arguments[0] == "--check":
        wrong = check(root, arguments[1])
        print(f"{arguments[1]}: " + (f"{', '.join(wrong)} say otherwise; scripts/release.py writes them" if wrong else "all files say so"))
        return int(bool(wrong))
    version, date = arguments[0], datetime.datetime.now(datetime.UTC).date().isoformat()
    found = _PROJECT.search((root / "pyproject.toml").read_text("utf-8"))
    changelog = (root / "CHANGELOG.md").read_text("utf-8")
    said = found[1] if found else FIRST
    last = find_last(root, said, changelog)
    before = to_before(root, last)
    broken: list[str] = []
    added: list[str] = []
    if not before and last != FIRST:
        print(f"v{last} is released, but its tag is not here to compare with: git fetch --tags --unshallow (in a fork, from the original)")
        return 1
    if before:
        now = (root / COLUMNS).read_text("utf-8")
        broken, added = find_broken(before, now), find_added(before, now)
        for name, parts in IDS.items():
            broken += find_lost_ids(to_before(root, last, name), (root / name).read_text("utf-8"), parts)
    if trouble := find_trouble(said if last == FIRST else last, version, changelog, broken, added):
        print(trouble)
        return 1
    write(root, version, date, load(root / "site.yml"))
    print(f"{version} of {date} is written: look it through, commit it, then git tag v{version} and git push --tags")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
