"""A verdict (changes.py) as Markdown, and as the one comment of its kind below a pull request.

    python comment.py show verdict.json                  Markdown on standard output, for the summary page of a run
    python comment.py post verdict.json                  writes or renews the comment, with `gh`; what it needs to know is in the environment

In: JSON that a stranger's change may have written. Out: Markdown in which everything of it is text: no link, no mention, no HTML, no image.
Not its business: judging. Needs Python alone, and imports nothing of ours: with `post` it runs with a token that may write.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

MARKER = "<!-- the verdict on the data -->"
LONGEST = 60_000
"""characters; a comment may have 65,536"""
LONGEST_PART = 6_000
"""of what always stands there, the reasons in one language, the notes, the names of files: together they leave room"""
LONGEST_TEXT = 600
MOST_BYTES = 8_000_000
HEADS = {
    "ready": ("可以合并", "ready to merge", "✅"),
    "look": ("需要人看", "needs a look", "👀"),
    "cannot": ("不能合并", "cannot be merged", "⛔"),
}
CHANGES = {"new": ("新增", "new"), "changed": ("改动", "changed"), "gone": ("删除", "gone"), "moved": ("换了地方", "moved")}
STATUSES = {
    "read": ("已读出", "read"), "partly_read": ("部分读出", "partly read"), "unreadable": ("读不出来", "cannot be read"),
    "not_a_report": ("不是年度报告", "no annual report"), "duplicate": ("同一机关同一年的另一份", "another document of its body and year"),
    "gone": ("已删除", "deleted"), "absent": ("没有这份文件", "not there"),
    "list": ("有不能用的内容", "with what cannot be used"),
    "elsewhere": ("不在 reports/ 下，没有读", "outside reports/, not read"),
}
WHY = {
    "new_document": ("它的文件变了", "its document is another one"),
    "new_reader": ("文件没变，读法或附注变了", "the document is the same, what reads it or its sidecar is not"),
}
SEVERITIES = {"error": ("错误", "error"), "warning": ("警告", "warning"), "info": ("提示", "info")}
LEGEND = {
    "zh": ". 空白　/ 短横或无　~ 有几种读法　? 没有读准　! 没有这一格",
    "en": ". blank, / dash or 无, ~ more than one reading, ? not read for certain, ! no such cell",
}
BY_ITSELF = {"zh": "它改了程序：下面的结论由改过的程序得出", "en": "it changes the program, and what follows was said by the changed one"}
MOST_FILES = 3_000
"""of a pull request that GitHub tells of"""
MOST_WANTED = 50
"""lines of content/reasons.csv that are shown to be copied"""
ZH, EN = 0, 1


# --- text that stays text -------------------------------------------------------------------------------------------


def plain(text: object, longest: int = LONGEST_TEXT) -> str:
    """Return text that Markdown and HTML show as it is, on one line, and in which no mention, address or reference becomes a link."""
    words = " ".join(str(text).split())
    words = words if len(words) <= longest else words[: longest - 1] + "…"
    # a word joiner behind these: GitHub makes links of @name, #1 and GH-1, and pictures of :name:, in the text that is shown
    return re.sub(r"(@|#|:|gh-)(?=\w)", lambda found: found[0] + JOINER, words, flags=re.IGNORECASE).translate(_SIGNS)


class _Signs(dict[int, str]):
    """What each character is written as: letters, digits and Chinese punctuation as they are, all else as references."""

    def __missing__(self, number: int) -> str:
        sign = chr(number)
        if sign.isalnum() or sign in " ,;'?%，。、；：？！“”‘’（）《》〔〕·…—／":
            return sign
        # what turns the direction of writing, or is not seen, is shown as what it is
        return f"&#{number};" if sign.isprintable() or sign == JOINER else "\ufffd"


JOINER = "\u2060"
_SIGNS = _Signs()


def code(text: object) -> str:
    """Text in the type of code, where GitHub looks for nothing at all, to be copied as it stands; line by line."""
    lines = str(text)[:2_000].split("\n")
    return "<br>".join(f"<code>{line.translate(_SIGNS)}</code>" for line in lines if line.strip())


def words(texts: object, language: int) -> str:
    """A text of ours in one language, as it came through a stranger's hands."""
    found = texts.get(("zh", "en")[language], "") if isinstance(texts, Mapping) else ""
    return plain(found, 1_500)


def known(table: Mapping[str, tuple[str, ...]], key: object, language: int) -> str:
    found = table.get(key) if isinstance(key, str) else None
    return found[language] if found else plain(key, 40)


def records(value: object, most: int = 200) -> list[Mapping[str, Any]]:
    return [one for one in value[:most] if isinstance(one, Mapping)] if isinstance(value, list) else []


# --- Markdown -------------------------------------------------------------------------------------------------------


def to_markdown(verdict: Mapping[str, Any], run: str = "", longest: int = LONGEST) -> str:
    """The whole comment, what follows in its first line. run: address of the run, where the built site is."""
    parts = [to_head(verdict), "", *to_frame(verdict, run)]
    documents = records(verdict.get("documents"))
    optional = [*(to_document(one) for one in documents), to_numbers(verdict), to_chinese(verdict, documents)]
    tables = [to_tables(one) for one in documents]
    text = "\n".join([*parts, ""])
    left = 0
    for part in [*optional, *filter(None, tables)]:
        if len(text) + len(part) > longest:
            left += 1
        else:
            text += "\n" + part
    if left:
        text += f"\n<sub>{left} parts of this are left out, it would be too long; the built site has them all.</sub>\n"
    return re.sub(r"\n{3,}", "\n\n", f"{text}\n{MARKER}")


def to_head(verdict: Mapping[str, Any]) -> str:
    zh, en, sign = HEADS.get(str(verdict.get("verdict")), HEADS["cannot"])
    reasons = records(verdict.get("reasons"), 12)
    return f"{sign} **{en}: {fit('; ', (words(one, EN) for one in reasons))}**\n\n{zh}：{fit('；', (words(one, ZH) for one in reasons))}"


def fit(between: str, texts: Iterable[str]) -> str:
    """As many of them as a part of a comment has room for, and that there are more."""
    found, length = [], 0
    for text in texts:
        length += len(text) + len(between)
        if length > LONGEST_PART:
            return between.join([*found, "…"])
        found.append(text)
    return between.join(found)


def to_frame(verdict: Mapping[str, Any], run: str) -> Iterator[str]:
    notes = records(verdict.get("notes"), 12)
    if notes:
        yield "Also: " + fit("; ", (words(note, EN) for note in notes)) + "\n"
    count = verdict.get("reports")
    if isinstance(count, Mapping) and all(isinstance(count.get(name), int) for name in ("before", "after")):
        yield f"Published reports: {count['before']} → {count['after']}.\n"
    if programs := verdict.get("programs"):
        names = fit(", ", (code(name) for name in programs[:20])) if isinstance(programs, list) else ""
        told = "So what stands here was made by the changed program. （除报告外还有改动，以上由改动后的程序得出。）"
        yield f"It changes more than reports: {names}. {told}\n"
    if run:
        yield (
            f"The site with this change: [artifact “site” of this run]({run}#artifacts). To see it: unpack it, "
            "`python3 -m http.server --directory site`, open http://localhost:8000/. "
            "（本次改动后的网站在上面的 artifact “site” 里，解压后照此查看。）\n"
        )


def to_document(document: Mapping[str, Any], language: int = EN) -> str:
    whose = " ".join(filter(None, (plain(document.get("agency", "")), plain(document.get("year", "")))))
    read = known(STATUSES, document.get("status"), language)
    colon, comma = ("：", "，") if language == ZH else (": ", ", ")
    change = known(CHANGES, document.get("change"), language)
    lines = [f"**{code(document.get('path', ''))}** ({change}){colon}{whose + comma if whose else ''}{read}", ""]
    if document.get("status") not in ("read", "partly_read", "gone", "absent", "elsewhere") and words(document.get("message"), language):
        lines.append(f"- {words(document.get('message'), language)}")
    findings = records(document.get("findings"))
    for finding in [f for f in findings if f.get("severity") != "info"]:
        lines.append(f"- {known(SEVERITIES, finding.get('severity'), language)}{colon}{words(finding, language)}")
    if notes := [f for f in findings if f.get("severity") == "info"]:
        title = f"{len(notes)} 条提示" if language == ZH else f"{len(notes)} note{'s' * (len(notes) > 1)}"
        lines.append(f"- <details><summary>{title}</summary>{'<br>'.join(words(note, language) for note in notes)}</details>")
    for todo in records(document.get("todo"), 10):
        where = f" {code(todo['file'])}" if todo.get("file") else ""
        what = f"<br>{code(todo['lines'])}" if todo.get("lines") else ""
        lines.append(f"- **{words(todo, language)}**{where}{what}")
    return "\n".join(lines) + "\n"


def to_numbers(verdict: Mapping[str, Any]) -> str:
    numbers = records(verdict.get("numbers"))
    if not numbers:
        return ""
    count = verdict.get("numbers_count")
    total = count if isinstance(count, int) else len(numbers)
    rows = ["| report | 格 | cell | before | after | printed | why |", "| --- | --- | --- | --- | --- | --- | --- |"]
    rows += [
        "| " + " | ".join([
            code(n.get("report_id")), words(n.get("cell"), ZH), words(n.get("cell"), EN), plain(n.get("before")), plain(n.get("after")),
            plain(n.get("printed"), 80), known(WHY, n.get("why"), EN),
        ]) + " |"
        for n in numbers
    ]
    rest = f"\n\nand {total - len(numbers)} more" if total > len(numbers) else ""
    title = f"<details open><summary>Published numbers that change: {total}</summary>"
    return f"{title}\n\n" + "\n".join(rows) + rest + _to_wanted(numbers) + "\n\n</details>\n"


def _to_wanted(numbers: Sequence[Mapping[str, Any]]) -> str:
    """The lines of content/reasons.csv that are missing, to be copied."""
    lines = [code(n["reason_wanted"]) for n in numbers if n.get("reason_wanted")]
    if not lines:
        return ""
    what = "Write into content/reasons.csv, each with its reason behind the last comma · 在 content/reasons.csv 中写上，原因写在最后的逗号后："
    more = f"<br>and {len(lines) - MOST_WANTED} more" if len(lines) > MOST_WANTED else ""
    return f"\n\n{what}\n\n" + "<br>".join(lines[:MOST_WANTED]) + more


def to_chinese(verdict: Mapping[str, Any], documents: Sequence[Mapping[str, Any]]) -> str:
    if not documents:
        return ""
    return "<details><summary>中文</summary>\n\n" + "\n".join(to_document(one, ZH) for one in documents) + "\n</details>\n"


def to_tables(document: Mapping[str, Any]) -> str:
    tables = [table for table in records(document.get("tables"), 6) if table.get("version")]
    if not tables:
        return ""
    parts = []
    for table in tables:
        parts.append(f"{words(table, ZH)} · {words(table, EN)} ({plain(table.get('version'), 20)})\n")
        blocks = table.get("rows")
        for block in blocks[:12] if isinstance(blocks, list) else ():
            parts.append(_to_grid(block))
    whose = filter(None, (plain(document.get("agency", "")), plain(document.get("year", ""))))
    title = " ".join(whose) if document.get("agency") else code(document.get("path", ""))
    legend = f"\n<sub>{LEGEND['en']} · {LEGEND['zh']}</sub>\n"
    return f"<details><summary>The tables as read: {title}</summary>\n\n" + "\n".join(parts) + legend + "</details>\n"


def _to_grid(block: object) -> str:
    rows = [[plain(text, 60) for text in row[:20]] for row in block[:60] if isinstance(row, list)] if isinstance(block, list) else []
    if not rows:
        return ""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]]) + "\n"


# --- the comment ----------------------------------------------------------------------------------------------------


def read_verdict(path: Path) -> Mapping[str, Any]:
    """What an artifact holds; what is not as it should be is a verdict that there is none."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MOST_BYTES:
            raise ValueError
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        found = None
    if isinstance(found, Mapping):
        return found
    why = {"zh": "检查没有得出结论，见运行记录", "en": "the check came to no verdict, see the log of the run"}
    return {"verdict": "cannot", "reasons": [why]}


def gh(*arguments: str, given: object = None) -> Any:
    done = subprocess.run(
        ["gh", "api", *arguments, *(["--input", "-"] if given is not None else [])],
        input=json.dumps(given) if given is not None else None, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True,
    )
    return json.loads(done.stdout) if done.stdout.strip() else None


def find_pull_request(repository: str, owner: str, branch: str, commit: str) -> int | None:
    """The open pull request whose newest commit was checked: by what GitHub says of the run, not by what the run says of itself."""
    found = gh("--method", "GET", f"repos/{repository}/pulls", "-f", "state=open", "-f", f"head={owner}:{branch}")
    return next((one["number"] for one in found if one["head"]["sha"] == commit), None)


def find_programs(repository: str, number: int) -> list[str]:
    """What a pull request changes besides reports, by what GitHub says of it: the verdict was made by the program that it may have changed."""
    found: list[str] = []
    for page in range(1, MOST_FILES // 100 + 1):
        files = gh("--method", "GET", f"repos/{repository}/pulls/{number}/files", "-f", "per_page=100", "-f", f"page={page}")
        names = [name for one in files for name in (one["filename"], one.get("previous_filename")) if name]
        found += [name for name in names if not name.startswith("reports/")]
        if len(files) < 100:
            return sorted(set(found))
    return sorted({*found, "…"})  # more than GitHub tells of


def with_programs(verdict: Mapping[str, Any], programs: Sequence[str]) -> Mapping[str, Any]:
    """A verdict that a changed program came to is looked at by a person, whatever it says."""
    if not programs:
        return {**verdict, "programs": []}
    is_ready = verdict.get("verdict") == "ready"
    return {
        **verdict, "programs": list(programs), **({"verdict": "look"} if is_ready else {}),
        "reasons": [BY_ITSELF, *records(verdict.get("reasons"), 11)],
    }


def post(verdict: Mapping[str, Any], environment: Mapping[str, str]) -> None:
    repository = environment["REPOSITORY"]
    number = find_pull_request(repository, environment["HEAD_OWNER"], environment["HEAD_BRANCH"], environment["HEAD_SHA"])
    if number is None:
        print("no open pull request has this commit as its newest: nothing to say")
        return
    verdict = with_programs(verdict, find_programs(repository, number))
    body = {"body": to_markdown(verdict, environment.get("RUN_URL", ""))}
    comments = gh("--method", "GET", f"repos/{repository}/issues/{number}/comments", "-f", "per_page=100")
    ours = [one["id"] for one in comments if one["body"].rstrip().endswith(MARKER) and one["user"]["type"] == "Bot"]
    if ours:
        gh("--method", "PATCH", f"repos/{repository}/issues/comments/{ours[0]}", given=body)
    else:
        gh("--method", "POST", f"repos/{repository}/issues/{number}/comments", given=body)


def main(arguments: Sequence[str]) -> int:
    match list(arguments):
        case ["show", path]:
            run = os.environ.get("RUN_URL", "")
            found = read_verdict(Path(path))
            programs = found.get("programs")
            found = with_programs(found, [name for name in programs if isinstance(name, str)] if isinstance(programs, list) else [])
            print(to_markdown(found, run if re.fullmatch(r"https://[\w./-]+", run) else "", 900_000))
        case ["post", path]:
            post(read_verdict(Path(path)), os.environ)
        case _:
            print("comment.py show|post verdict.json", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
