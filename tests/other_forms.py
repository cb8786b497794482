"""Forms that there are not: form.csv with a column and lines more, as somebody adds a version."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from importlib import resources

from gongkai.form import Form, load, parse

NEWEST = load().versions[-1]
"""what a version more is like: tests that add one hold whichever was added last"""
TEXT, VERSIONS = (resources.files("gongkai").joinpath(name).read_text("utf-8") for name in ("form.csv", "versions.csv"))


def with_version(
    version: str, labels: Mapping[str, str] | None = None, lines: Sequence[Mapping[str, str]] = (), like: str = "", changed: Mapping[str, str] | None = None
) -> Form:
    """The form with one version more, the last or, where it begins before all others, the first.

    like: the version whose labels it has where `labels` ("requests row granted" → label, "" for none) says nothing else. lines: of new
    rows and columns, each behind the line whose id is its `after`, or at the end. changed: "requests row outcome_total equals" → another text.
    """
    reader = csv.DictReader(TEXT.splitlines())
    names = list(reader.fieldnames or ())
    column = f"label_{version}"
    first = next(i for i, name in enumerate(names) if name.startswith("label_"))
    names.insert(first if version < names[first].removeprefix("label_") else names.index("label_en"), column)
    made = [dict(line) for line in reader]
    for line in made:
        name = f"{line['table']} {line['axis']} {line['id']}"
        line[column] = (labels or {}).get(name, line[f"label_{like}"] if like else "")
        line.update({key.split()[-1]: text for key, text in (changed or {}).items() if key.rpartition(" ")[0] == name})
    for line in lines:
        after = line.get("after", "")
        at = next((i for i, other in enumerate(made) if after and after == f"{other['table']} {other['axis']} {other['id']}"), len(made) - 1)
        new = dict.fromkeys(names, "") | {"definition_zh": "…", "definition_en": "…", "article": "1", "label_en": line["id"]} | line
        made.insert(at + 1, {name: new[name] for name in names} | {column: line["label"]})
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(made)
    return parse(text.getvalue(), f"{VERSIONS}{version},{version[:4]},国办公开办函〔{version[:4]}〕{version[5:]}号,国务院令第711号\n")


def with_an_older_table() -> Form:
    """A version before all others that has one table of its own, in which a row with rows below it holds a number too."""
    table = {"table": "counts"}
    return with_version("2008-01", lines=[
        table | {"axis": "table", "id": "counts", "label": "统计表"},
        table | {"axis": "row", "id": "received", "label": "（一）收到申请数", "unit": "件", "type": "count"},
        table | {"axis": "row", "id": "received_online", "parent": "received", "label": "网络申请数", "unit": "件", "type": "count"},
        table | {"axis": "column", "id": "number", "label": "统计数", "type": "count"},
    ])


def with_one_of_2031(**changes: str) -> Form:
    """A version that renames a row of the requests and a column of what was disclosed, and has a row more."""
    return with_version(
        "2031-12", {
            "requests row denied_enforcement_file": "7.属于甲类执法卷宗",
            "requests row other_misc": "4.其他",
            "proactive_disclosure column in_force": "年末继续有效件数",
        } | changes,
        [{"table": "requests", "axis": "row", "id": "other_withdrawn", "parent": "other_disposal", "label": "3.申请人撤回申请", "after": "requests row other_fee_overdue"}],
        like=NEWEST,
    )


def with_an_outcome_more() -> Form:
    """A version with another kind of outcome, in none of the groups that there were, and a row of another name."""
    total = next(e for e in load().entries if (e.table, e.axis, e.id) == ("requests", "row", "outcome_total"))
    equals = "; ".join(f"{id}: {expression}" for _, id, expression, _ in total.relations)
    return with_version(
        "2031-12", {"requests row denied_enforcement_file": "7.属于甲类执法卷宗", "requests row carried_in": "二、年初在办申请数量", "requests row outcome_total": "（八）总计"},
        [{"table": "requests", "axis": "row", "id": "handed_over", "parent": "outcomes", "label": "（七）移交其他机关", "label_en": "Handed over to another body",
          "after": "requests row other_misc"}],
        like=NEWEST, changed={"requests row outcome_total equals": f"{equals} handed_over"},
    )


def with_a_row_less() -> Form:
    return with_version("2031-12", {"requests row unable_unclear": ""}, like=NEWEST)


def with_a_column_more() -> Form:
    """A version that has another kind of outcome of disputes, so that there are eighteen numbers."""
    return with_version(
        "2031-12", {},
        [{"table": "disputes", "axis": "column", "id": "withdrawn", "label": "撤回申请或起诉", "unit": "件", "type": "count", "after": "disputes column other_outcome"}],
        like=NEWEST, changed={"disputes column total equals": "T4-SUM: upheld corrected other_outcome withdrawn pending"},
    )


def with_a_row_more() -> Form:
    """A version that adds a row, and changes nothing else."""
    return with_version(
        "2031-12", {}, [{"table": "requests", "axis": "row", "id": "denied_personal", "parent": "denied", "label": "9.属于个人隐私", "after": "requests row denied_admin_inquiry"}],
        like=NEWEST,
    )


def with_the_list_again() -> Form:
    """A version with four tables: the three, and the list of 2014 to 2018 with a row more."""
    rows = {f"{e.table} {e.axis} {e.id}": e.labels["2014-32"] for e in load().entries if e.table == "statistics"}
    newer = {f"{e.table} {e.axis} {e.id}": e.labels.get(NEWEST, "") for e in load().entries if e.table != "statistics"}
    return with_version(
        "2031-12", rows | newer,
        [{"table": "statistics", "axis": "row", "id": "received_by_mail", "parent": "received", "label": "5.电子邮件申请数", "unit": "件", "type": "count",
          "after": "statistics row received_by_letter"}],
    )
