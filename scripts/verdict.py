"""What follows for a pull request from what it does to the published data: may it be merged, and if not as it is, why, and what to do.

In: the data of two builds and what differs (changes.py). Out: a Judgement, as values for JSON: texts of ours in two languages, others as they are.
Not its business: reading data; Markdown (comment.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from gongkai import form, messages
from gongkai.model import CellId
from gongkai.pipeline import sidecars
from gongkai.printable import to_line
from gongkai.show.findings import Line, to_name

if TYPE_CHECKING:
    from changes import Data, Record

NEW_READER = "new_reader"
"""why, in changes.csv: the document is the same, and we read it otherwise"""
READY, LOOK, CANNOT = "ready", "look", "cannot"
MOST_WRONG = 10
PUBLISHED = ("read", "partly_read")

REASONS = {
    "not_built": (CANNOT, "网站没有生成出来，见运行记录", "the site could not be built, see the log of the run"),
    "unreadable": (CANNOT, "{n} 份文件读不出来", "{n} document{s} cannot be read"),
    "list": (CANNOT, "reports/ 中的 {n} 份名单有不能用的内容", "{n} list{s} in reports/ with what cannot be used"),
    "site": (CANNOT, "site.yml 有不能用的内容", "site.yml has what cannot be used"),
    "not_a_report": (CANNOT, "{n} 份文件不是年度报告", "{n} document{s} that {is_} no annual report"),
    "duplicate": (CANNOT, "{n} 份文件，其机关和年度已有公布的报告", "{n} document{s} of a body and year that {is_} already published"),
    "pushed_aside": (CANNOT, "{n} 份已公布的报告会被顶替，而没有写明", "{n} published report{s} pushed aside without a word of it"),
    "lost": (CANNOT, "{n} 份已公布的报告不再能读", "{n} published report{s} can no longer be read"),
    "unexplained": (
        CANNOT, "{n} 个已公布的数字改变，文件没有变，content/reasons.csv 也没有写明原因",
        "{n} published number{s} change{third} though the document{s} did not, without a reason in content/reasons.csv",
    ),
    "withdrawn": (LOOK, "{n} 份已公布的报告被撤下", "{n} published report{s} withdrawn"),
    "numbers": (LOOK, "{n} 个已公布的数字改变", "{n} published number{s} change{third}"),
    "superseded": (LOOK, "{n} 份已公布的报告由写明取代它的文件取代", "{n} published report{s} replaced by a document that says so"),
    "replaced": (LOOK, "{n} 份已公布的报告换成另一份文件", "{n} published report{s} now from another document"),
    "renamed": (LOOK, "{n} 份已公布的报告归入另一机关或年度", "{n} published report{s} filed under another body or year"),
    "other_body": (LOOK, "{n} 个新机关与另一机关同在一个文件夹", "{n} new bod{y_ies} in the folder of another"),
    "unnamed": (LOOK, "{n} 份文件没有写明机关或年度", "{n} document{s} without a body or a year"),
    "says_otherwise": (LOOK, "{n} 份文件与文件夹或附注所说不符", "{n} document{s} that say{third} otherwise than folder or sidecar"),
    "sidecar": (LOOK, "{n} 个附注文件有没有采用的内容", "{n} sidecar{s} with what cannot be used"),
    "reading": (LOOK, "{n} 份文件没有全部读出", "{n} document{s} not read whole"),
    "elsewhere": (LOOK, "{n} 份文件不在 reports/ 下，因此没有读", "{n} document{s} outside reports/, where none is read"),
    "nothing_there": (LOOK, "{n} 个附注文件没有对应的文件", "{n} sidecar{s} without a document"),
    "no_before": (LOOK, "没有改动之前的数据可以比较", "there is no data of before to compare with"),
}
"""code → what follows, and the words of it. The gravest first."""

NOTES = {
    "new": ("{n} 份新报告", "{n} new report{s}"),
    "moved": ("{n} 份报告换了地方，数字不变", "{n} report{s} moved, no number differs"),
    "same": ("没有报告、数字或发现改变", "no report, number or finding differs"),
}

_UNNAMED = ("agency-not-named", "year-not-named")


@dataclass
class Judgement:
    """Reasons by code with their number, and notes where there is nothing to say against a change."""

    reasons: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    programs: list[str] = field(default_factory=list)

    def add(self, code: str, count: int = 1) -> None:
        self.reasons[code] = self.reasons.get(code, 0) + count

    def note(self, code: str) -> None:
        self.notes[code] = self.notes.get(code, 0) + 1

    def to_json(self) -> dict[str, Any]:
        codes = [code for code in REASONS if code in self.reasons]
        level = CANNOT if any(REASONS[code][0] == CANNOT for code in codes) else LOOK if codes else READY
        reasons = [_to_words(REASONS[code][1:], self.reasons[code]) for code in codes]
        notes = [_to_words(NOTES[code], self.notes[code]) for code in NOTES if code in self.notes]
        return {
            "verdict": level, "reasons": reasons or notes or [_to_words(NOTES["same"], 0)], "notes": notes if reasons else [],
            "programs": self.programs[:20], "programs_count": len(self.programs),
        }


def _to_words(texts: Sequence[str], n: int) -> dict[str, str]:
    is_one = n == 1
    words = {"n": n, "s": "" if is_one else "s", "is_": "is" if is_one else "are", "third": "s" if is_one else "", "y_ies": "y" if is_one else "ies"}
    return {"zh": texts[0].format(**words), "en": texts[1].format(**words)}


def to_failure(of_site: Sequence[str] = ()) -> dict[str, Any]:
    """The verdict of a change with which the site cannot be built. of_site: what of site.yml cannot be used, which may be why."""
    judged = Judgement()
    judged.add("not_built")
    told = [judge_list("site.yml", of_site, judged, "site")] if of_site else []
    return {**judged.to_json(), "documents": told, "documents_count": len(told), "numbers": [], "numbers_count": 0}


def judge_document(path: str, before: Data, after: Data, findings: Mapping[str, Sequence[Line]], judged: Judgement) -> dict[str, Any]:
    """Say what became of one document, and take down what of it has a bearing on the verdict."""
    old, new = before.by_file.get(path), after.by_file.get(path)
    line = new or old
    assert line is not None
    change = _to_change(path, before, after)
    lines = list(findings.get(line["report_id"], ())) if new else []
    todo: list[dict[str, str]] = []
    if new and new["read_status"] in ("unreadable", "not_a_report") and _is_other(old, new):
        judged.add(new["read_status"])
    elif new and new["read_status"] == "duplicate" and change != "moved":
        todo += _judge_duplicate(path, old, new, before, after, judged)
    elif new and new["read_status"] in PUBLISHED:
        todo += _judge_published(path, old, new, before, after, lines, judged)
        if change == "moved" or (change == "new" and new["report_id"] not in before.published):  # else it corrects one that was there
            judged.note(change)
    return {
        "path": path, "change": change, "status": new["read_status"] if new else "gone", "report_id": line["report_id"],
        "agency": line["agency_name"], "year": line["year"],
        "message": {"zh": (new or {}).get("read_message_zh") or (new or {}).get("read_message", ""), "en": (new or {}).get("read_message", "")},
        "findings": [{"severity": f.severity, "kind": f.kind, "zh": f.zh, "en": f.en} for f in lines], "todo": todo,
    }


def _to_change(path: str, before: Data, after: Data) -> str:
    old, new = before.by_file.get(path), after.by_file.get(path)
    if new is None:
        return "gone"
    if old is not None:
        return "changed"
    left = {line["source_sha256"] for file, line in before.by_file.items() if file not in after.by_file}
    return "moved" if new["source_sha256"] in left - {""} else "new"


def _is_other(old: Record | None, new: Record) -> bool:
    """Whether a document is not what it was: a word changed in the sidecar of a file that never could be read is no fault of a change."""
    return old is None or any(old[name] != new[name] for name in ("source_sha256", "read_status"))


def _judge_duplicate(path: str, old: Record | None, new: Record, before: Data, after: Data, judged: Judgement) -> list[dict[str, str]]:
    id = f"{new['agency_id']}-{new['year'] or 'undated'}"
    published = after.published.get(id, {}).get("source_file", "")
    if old is not None and old["read_status"] in PUBLISHED and before.published.get(id, {}).get("source_file") == path:
        return []  # it was published and is not now: judge_lost
    if old is None or old["read_status"] != "duplicate":
        judged.add("duplicate")
    if after.by_file.get(published, {}).get("source_sha256") == new["source_sha256"]:
        return [_do(f"删除这份文件：与 {published} 完全相同。", f"Remove this file: it is the very same as {published}.", path)]
    return [
        _do("如为更正后的报告，在附注文件中写：", "If this one is a correction, write in its sidecar:", f"{path}.yml", f"supersedes: {published}"),
        _do("如为另一年度或另一机关，在附注文件中写明：", "If it is of another year or body, say so in its sidecar:", f"{path}.yml",
            "year: YYYY\nagency: 机关全称"),
    ]


def _judge_published(
    path: str, old: Record | None, new: Record, before: Data, after: Data, lines: Sequence[Line], judged: Judgement
) -> list[dict[str, str]]:
    codes = {line.check for line in lines}
    todo = []
    is_news = old is None or any(old[name] != new[name] for name in ("source_sha256", "read_status", "findings_error", "findings_warning"))
    unread = [line for line in lines if line.about == "reading" and line.severity in ("error", "warning") and line.check not in _UNNAMED]
    if unread and is_news:
        judged.add("reading")
    if codes & {*_UNNAMED}:
        if is_news:
            judged.add("unnamed")
        missing = [text for code, text in zip(_UNNAMED, ("agency: 机关全称", "year: YYYY"), strict=True) if code in codes]
        todo.append(_do("在附注文件中写明：", "Say it in its sidecar:", f"{path}.yml", "\n".join(missing)))
    if "sidecar-left-out" in codes and is_news:
        judged.add("sidecar")
    if "says-otherwise" in codes and is_news:
        judged.add("says_otherwise")
    if codes & {"row-missing", "column-missing", "column-unknown", "table-missing"}:
        todo.append(_do(
            "如文件中确有这一行或这一列，其写法可加入格式表中该行的 aliases：",
            "If the document has that row or column, its wording can go into “aliases” of its line:", "gongkai/form.csv",
        ))
    if old is None:
        todo += _judge_body(path, new, before, judged)
        if not new["source_url"]:
            todo.append(_do("最好写明出处：", "Better say where it was published:", f"{path}.yml", "source_url: https://…"))
    return todo


def _judge_body(path: str, new: Record, before: Data, judged: Judgement) -> list[dict[str, str]]:
    """A body that was not there before, in a folder of reports by another: two names of one body, or a file in the wrong place."""
    if any(line["agency_id"] == new["agency_id"] for line in before.published.values()):
        return []
    folder = PurePosixPath(path).parent
    others = {line["agency_name"] for file, line in before.by_file.items()
              if PurePosixPath(file).parent == folder and line["read_status"] in PUBLISHED and line["agency_id"] != new["agency_id"]}
    if folder == PurePosixPath(".") or not others or not new["agency_name"]:
        return []
    judged.add("other_body")
    names = ", ".join(sorted(others))
    return [_do(
        f"同一文件夹中已有“{names}”的报告。如为同一机关的两个名称，加一项：",
        f"Its folder has reports of “{names}”. If the two are one body, add an entry:",
        "reports/bodies.yml", f"- name: {new['agency_name']}\n  names: [{names}]")]


def judge_lost(before: Data, after: Data, told: Collection[str], findings: Mapping[str, Sequence[Line]], judged: Judgement) -> None:
    """What became of every report that was published before."""
    hashes = {line["source_sha256"] for line in after.published.values()}
    for id, old in before.published.items():
        new, file = after.published.get(id), after.by_file.get(old["source_file"])
        if new is not None and (new["source_file"] == old["source_file"] or new["source_sha256"] == old["source_sha256"]):
            continue
        if new is not None:
            judged.add("replaced" if file is None else "superseded" if _says_so(new, findings) else "pushed_aside")
        elif file is None:
            judged.add("renamed" if old["source_sha256"] in hashes else "withdrawn")
        elif file["read_status"] in PUBLISHED:
            judged.add("renamed")
        elif file["read_status"] == "duplicate":
            judged.add("pushed_aside")
        elif old["source_file"] not in told:
            judged.add("lost")


def _says_so(report: Record, findings: Mapping[str, Sequence[Line]]) -> bool:
    """Whether a document says itself, or its sidecar, that it takes the place of another."""
    path = report["source_file"]
    sidecar = sidecars.read(Path("reports", path), path)
    return bool(sidecar.supersedes) or any(line.check == "document-corrected" for line in findings.get(report["report_id"], ()))


def judge_numbers(numbers: Sequence[Record], judged: Judgement, reasons: Collection[tuple[str, ...]] = ()) -> None:
    """reasons: the changes that have one, each as to_change has it: a line explains one change of one number, and no later one."""
    unexplained = sum(is_unexplained(line, reasons) for line in numbers)
    if unexplained:
        judged.add("unexplained", unexplained)
    if len(numbers) > unexplained:
        judged.add("numbers", len(numbers) - unexplained)


def is_unexplained(line: Record, reasons: Collection[tuple[str, ...]]) -> bool:
    return line["why"] == NEW_READER and to_change(line) not in reasons


def to_change(line: Record) -> tuple[str, ...]:
    """What a line of content/reasons.csv begins with: the number, what it was and what it is."""
    return line["cell_id"], line["value_before"] or line["status_before"], line["value"] or line["status"]


def judge_rest(
    before: Data, after: Data, documents: Sequence[str], told: Collection[str], programs: Sequence[str], strays: Sequence[str], judged: Judgement
) -> list[dict[str, Any]]:
    """What else there is. strays: documents outside reports/. Out: what is said of each of them, and of each sidecar whose document is not there."""
    judged.programs = sorted(programs)
    if not before.is_there:
        judged.add("no_before")
    alone = [path for path in documents if (path not in told or path not in after.by_file) and Path("reports", f"{path}.yml").exists()]
    if alone:
        judged.add("nothing_there", len(alone))
    if strays:
        judged.add("elsewhere", len(strays))
    remove = ("没有这份文件：删除它的附注文件，或把文件放在旁边。", "There is no such document: remove its sidecar, or put the document beside it.")
    place = "reports/<GB/T 2260>/<body>/<year>"
    move = ("如为一份年度报告，把它放到：", "If it is an annual report, move it to:")
    return [
        *(_to_unread(path, "absent", _do(*remove, f"{path}.yml")) for path in alone),
        *(_to_unread(to_line(path), "elsewhere", _do(*move, place + PurePosixPath(path).suffix.lower())) for path in strays),
    ]


def judge_list(path: str, wrong: Sequence[str], judged: Judgement, reason: str = "list") -> dict[str, Any]:
    """Say what of a file of people's making (bodies.yml and others), which the build leaves aside, cannot be used."""
    judged.add(reason)
    told = "; ".join([*wrong[:MOST_WRONG], *([f"and {len(wrong) - MOST_WRONG} more"] if len(wrong) > MOST_WRONG else [])])
    return {**_to_unread(path, "list"), "change": "changed", "message": {"zh": messages.to_chinese(told), "en": told}}


def _to_unread(path: str, status: str, *todo: dict[str, str]) -> dict[str, Any]:
    """What is said of a document that never was there, and has a sidecar, or that is not where documents are read."""
    nothing = {"report_id": "", "agency": "", "year": "", "message": {}, "findings": []}
    return {"path": path, "change": "new", "status": status, **nothing, "todo": list(todo)}


def to_number(line: Record, unit_before: str = "", unit: str = "", reasons: Collection[tuple[str, ...]] = ()) -> dict[str, Any]:
    """A published number that changes, by the labels of its row and column, with its unit where that is not the label's."""
    cell = CellId(line["table"], line["row"], line["column"])
    try:
        the_form = form.load()
        versions = dict.fromkeys(the_form.tables, the_form.version_of(int(line["year"]) if line["year"] else None))
        names = {language: to_name(cell, the_form, versions, language, between) for language, between in (("zh", "·"), ("en", " / "))}
    except KeyError:  # a cell that only the form of before has
        names = {"zh": str(cell), "en": str(cell)}
    return {
        "report_id": line["report_id"], "cell": names, "id": str(cell),
        "before": f"{line['value_before'] or line['status_before'] or '—'} {unit_before}".rstrip(),
        "after": f"{line['value'] or line['status'] or '—'} {unit}".rstrip(), "printed": line["raw"], "why": line["why"],
        **({"reason_wanted": ",".join(to_change(line)) + ","} if is_unexplained(line, reasons) else {}),
    }


def _do(zh: str, en: str, file: str = "", text: str = "") -> dict[str, str]:
    """What to do. file: where; text: the lines to write there."""
    return {"zh": zh, "en": en, "file": file, "lines": text}
