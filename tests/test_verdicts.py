"""What a contributor is told of a pull request: check.yml's own steps in a fresh clone, its comment and how the check ends."""

from __future__ import annotations

import difflib
import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import changes
import comment
import pytest
import verdict

import build
from tests.quirks.paper import tables, to_docx, to_page
from tests.test_workflows import ROOT, commit, git, make_clone, read_workflow, run_steps

VERDICTS = Path(__file__).parent / "verdicts"
LAST_STEP = "Come to a verdict"
HOSTILE = (
    "](javascript:x) **b** <img src=x onerror=alert(1)> <!-- --> @octocat #1 GH-1 :tada: https://example.org/ `code` | =HYPERLINK(\"x\") "
    "abc ::error::gone ${{ github.token }} $(touch ran)"
)


def page(body: str, year: int = 2023, **rows: str) -> str:
    figures = {name.replace("__", " "): text for name, text in rows.items()}
    return to_page(tables(rows=figures), title=body + "{year}年政府信息公开工作年度报告", year=year)


def write(clone: Path, name: str, content: str) -> None:
    path = clone / "reports" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def good(clone: Path) -> None:
    write(clone, "350581/caizheng/2023.html", page("石狮市财政局"))
    write(clone, "350581/caizheng/2023.html.yml", "source_url: https://www.example.gov.cn/2023.html\n")


def sidecar(clone: Path) -> None:
    """A good report, of whose sidecar one field is misspelt and one is no year."""
    good(clone)
    write(clone, "350581/caizheng/2023.html.yml", "source_url: https://www.example.gov.cn/2023.html\nyear: 二三年\npublisehd: 2024-01-31\n")


def changed(clone: Path) -> None:
    write(clone, "350581/shangwu/2023.html", page("石狮市商务局", proactive_disclosure__licensing="97"))


def broken(clone: Path) -> None:
    whole = to_docx(title="石狮市财政局{year}年政府信息公开工作年度报告")
    path = clone / "reports/350581/caizheng/2023.docx"
    path.parent.mkdir(parents=True)
    path.write_bytes(whole[: len(whole) // 2])


def no_report(clone: Path) -> None:
    write(clone, "350581/caizheng/2023.html", "<h1>石狮市财政局关于召开会议的通知</h1><p>定于三月五日召开会议，请准时参加。</p>")


def duplicate(clone: Path) -> None:
    write(clone, "350581/shangwu/2023-again.html", page("石狮市商务局", proactive_disclosure__licensing="97"))


def same(clone: Path) -> None:
    write(clone, "350581/shangwu/copy.html", page("石狮市商务局"))


def correction(clone: Path) -> None:
    write(clone, "350581/shangwu/2023-b.html", page("石狮市商务局", proactive_disclosure__licensing="97"))
    write(clone, "350581/shangwu/2023-b.html.yml", "supersedes: 350581/shangwu/2023.html\n")


def pushed_aside(clone: Path) -> None:
    """A document of which more is read than of the published one, so that its figures would be shown."""
    write(clone, "350581/gongxin/2023-b.html", page("石狮市工业信息化和科技局"))


def elsewhere(clone: Path) -> None:
    """A report beside the folder of reports, as it is easily put on the web page of a repository."""
    write(clone, "../2023 年报.html", page("石狮市财政局"))


def lists(clone: Path) -> None:
    """Lists of people's making: one entry without a name, one that no program knows; one without the head that tells its columns."""
    write(clone, "bodies.yml", "- names: [石狮市外经局]\n- name: 石狮市商务局\n  nmaes: [石狮市外经局]\n")
    write(clone, "expected.csv", "agency_name,first_year\n石狮市商务局,二〇一九\n")
    write(clone, "fetch.csv", "石狮市商务局,2019,https://www.example.gov.cn/\n石狮市商务局,2020,https://www.example.gov.cn/\n")


def of_site(clone: Path) -> None:
    """The file of who publishes the site: a field misspelt, colours that YAML takes for remarks."""
    text = (ROOT / "tests/site.yml").read_text("utf-8").replace("contact:", "contacts:").replace("colours:\n  light:", "colours:\n  light: #5b2a86")
    write(clone, "../site.yml", text)


def renamed(clone: Path) -> None:
    write(clone, "350581/shangwu/2024.html", page("石狮市商贸和口岸局", 2024))


def hostile(clone: Path) -> None:
    """A name of a file, a title, a cell and a sidecar that are markup, mentions, formulas and commands to a runner, each where it can be."""
    name = "350581/ceshi/" + HOSTILE.replace("/", "∕")
    shown = html.escape(HOSTILE)
    write(clone, f"{name}.html", page("石狮市商务局").replace("<h1>", f"<h1>{shown}").replace(">517<", f">{shown}<"))
    write(clone, f"{name}.html.yml", f"agency: {json.dumps(HOSTILE)}\n")


def deleted(clone: Path) -> None:
    """One with a sidecar that is left, beside that of a document that never came."""
    (clone / "reports/350581/shangwu/2023.html").unlink()
    write(clone, "350581/shangwu/2023.html.yml", "note: was here\n")
    write(clone, "350581/caizheng/2021.pdf.yml", "year: 2021\n")


CASES: dict[str, tuple[Callable[[Path], None], int]] = {
    "good": (good, 0), "sidecar": (sidecar, 0), "changed": (changed, 0), "broken": (broken, 1), "no-report": (no_report, 1), "duplicate": (duplicate, 1), "same": (same, 1),
    "correction": (correction, 0), "pushed-aside": (pushed_aside, 1), "elsewhere": (elsewhere, 0), "lists": (lists, 1), "site": (of_site, 1),
    "renamed": (renamed, 0), "hostile": (hostile, 0), "deleted": (deleted, 0),
}


def write_before(folder: Path) -> None:
    """A collection of three reports, one of which is not read whole."""
    write(folder, "350581/shangwu/2022.html", page("石狮市商务局", 2022))
    write(folder, "350581/shangwu/2023.html", page("石狮市商务局"))
    half = page("石狮市工业信息化和科技局")
    write(folder, "350581/gongxin/2023.html", half[: half.index("<h2>四")])


def hold_against_golden(name: str, said: str) -> None:
    golden = VERDICTS / f"{name}.md"
    if os.environ.get("RENEW"):
        golden.write_text(said, encoding="utf-8")
    if not golden.is_file():
        pytest.fail(f"{golden.name} is missing; what was said:\n{said}")
    expected = golden.read_text("utf-8")
    assert said == expected, "\n".join(difflib.unified_diff(expected.splitlines(), said.splitlines(), lineterm=""))


def build_data(folder: Path, before: Path | None = None) -> Path:
    previous = ["--previous", str(before)] if before else []
    options = ["--reports", str(folder / "reports"), "--site-dir", str(folder / "site"), "--data-only", "--no-cache", "--jobs", "1"]
    assert build.main([*options, *previous]) == 0
    return folder / "site/data"


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("before")
    write_before(folder)
    build_data(folder)
    return folder


@pytest.mark.parametrize("name", CASES)
def test_a_contributor_is_told_what_follows(name: str, before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change, status = CASES[name]
    shutil.copytree(before / "reports", tmp_path / "reports")
    change(tmp_path)
    contents = [{p.relative_to(folder).as_posix(): p.read_bytes() for p in (*folder.glob("reports/**/*"), *folder.glob("*.html"), folder / "site.yml") if p.is_file()} for folder in (before, tmp_path)]
    paths = sorted(path for path in contents[0].keys() | contents[1].keys() if contents[0].get(path) != contents[1].get(path))
    (tmp_path / "paths").write_text("\0".join(paths), encoding="utf-8")
    after = build_data(tmp_path, before / "site/data")
    monkeypatch.chdir(tmp_path)
    ended = changes.main([str(before / "site/data"), str(after), "--paths", "paths", "--to", "verdict.json"])
    hold_against_golden(name, comment.to_markdown(comment.read_verdict(Path("verdict.json")), "", 900_000) + "\n")
    assert ended == status


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        clone = make_clone(tmp_path_factory.mktemp("verdicts"), patch)
        shutil.rmtree(clone / "reports")
        write_before(clone)
        commit(clone, "before")
    return clone


EIGHT = ("good", "changed", "broken", "no-report", "duplicate", "renamed", "hostile", "deleted")
"""what people send; the others run the programs, and the steps where CI has the time"""
OUTSIDE = ("elsewhere", "site")
"""what stands outside reports/, of which the workflows, which trust nobody, say besides that it may change the program"""


def without_programs(said: str) -> str:
    """What was said, but for the words that a change of the program has besides."""
    said = said.replace("it changes the program, and what follows was said by the changed one; ", "").replace("它改了程序：下面的结论由改过的程序得出；", "")
    return re.sub(r"It changes more than reports: .*\n\n", "", said)


@pytest.mark.parametrize("name", CASES if os.environ.get("CI") else EIGHT)
def test_the_steps_of_the_workflows_say_it_and_end_as_they_should(name: str, clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(clone.parent / "gitconfig"))
    base = git(clone, "rev-parse", "HEAD").strip()
    change, status = CASES[name]
    (clone.parent / "build-summary.md").unlink(missing_ok=True)
    try:
        change(clone)
        commit(clone, name)
        workflow = read_workflow(ROOT / ".github/workflows/check.yml")
        expressions = {"github.event.pull_request.base.sha": base, "github.ref": "refs/pull/1/merge"}
        summary = run_steps(clone, workflow, "build", expressions, until=LAST_STEP, status=status)
        assert not list(clone.rglob("ran")), "a text of a document was run as a command"
        golden = (VERDICTS / f"{name}.md").read_text("utf-8")
        if name in OUTSIDE:
            assert without_programs(summary) == without_programs(golden)
        else:
            hold_against_golden(name, summary)
        files = tuple(filter(None, (clone / "build/paths").read_text("utf-8").split("\0")))
        _, given = run_comment_workflow(tmp_path, "new", [], files, (clone / "build/verdict.json").read_text("utf-8"))[-1]
        assert given is not None
        lines = [line for line in given["body"].splitlines() if "[artifact “site” of this run](https://github.com/a/b/actions/runs/1#artifacts)" in line]
        said = given["body"].replace(f"{lines[0]}\n\n", "", 1) + "\n"
        assert ("it changes the program" in said) == (name in OUTSIDE)
        said, golden = (without_programs(text) if name in OUTSIDE else text for text in (said, golden))
        assert len(lines) == 1 and said == golden, "below the pull request stands what stands in the summary, and where the site is"
    finally:
        git(clone, "reset", "--quiet", "--hard", base)
        shutil.rmtree(clone / "build", ignore_errors=True)
        shutil.rmtree(clone / "site", ignore_errors=True)
        git(clone, "worktree", "prune")


def test_a_change_of_site_yml_with_which_nothing_can_be_built_is_told_what_is_wrong_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site.yml").write_text((ROOT / "tests/site.yml").read_text("utf-8").replace("licence:", "license:"), "utf-8")
    (tmp_path / "paths").write_text("site.yml", "utf-8")
    assert changes.main(["before", "after", "--paths", "paths", "--to", "verdict.json"]) == 1
    said = comment.to_markdown(comment.read_verdict(Path("verdict.json")))
    assert said.startswith("⛔ **cannot be merged: the site could not be built, see the log of the run; site&#46;yml has what cannot be used**")
    assert "licence&#46;id is missing" in said and "licence&#46;id 没有写" in said


# --- the comment: what it is made of has passed through a stranger's hands -------------------------------------------------


def markup_in(text: str) -> set[str]:
    """What of a comment is markup that we never write: it would have to come from a document."""
    ours = r"</?(?:details|summary|code|sub|br)(?: open)?>|<!-- the verdict on the data -->|\[artifact “site” of this run\]\(https://github\.com/a/b/actions/runs/1#artifacts\)"
    return set(re.findall(r"<[^>]*>?|\]\(|!\[|@|https?://\S+|(?m:^::)", re.sub(ours, "", text.replace("http://localhost:8000/", ""))))


@pytest.mark.parametrize("junk", [HOSTILE, 7, None, [], {}, [HOSTILE], {"zh": HOSTILE, "en": HOSTILE}, [[[HOSTILE]]], "x" * 100_000, "<" * 100_000, "-" * 925])
def test_nothing_of_a_verdict_becomes_markup_whatever_it_holds(junk: object) -> None:
    inner = {"path": junk, "change": junk, "status": junk, "agency": junk, "year": junk, "message": junk, "todo": [{"zh": junk, "en": junk, "file": junk, "lines": junk}],
             "findings": [{"severity": junk, "zh": junk, "en": junk}], "tables": [{"version": "x", "zh": junk, "en": junk, "rows": junk}]}
    number = {"report_id": junk, "cell": junk, "before": junk, "after": junk, "printed": junk, "why": junk}
    for said in (
        {"verdict": junk, "reasons": junk, "notes": junk, "documents": junk, "numbers": junk, "programs": junk, "reports": junk},
        {"verdict": "ready", "reasons": [{"zh": junk, "en": junk}] * 12, "notes": [{"zh": junk, "en": junk}] * 12, "programs": [junk] * 20, "documents": [inner, junk], "numbers": [number, junk], "numbers_count": junk},
    ):
        text = comment.to_markdown(said, "https://github.com/a/b/actions/runs/1")
        assert not markup_in(text) and len(text) < 65_536
        assert not re.search(r"(?m)^#|\|\s*\n\s*\n\|(?! )", text)


@pytest.mark.parametrize("content", ["", "[]", "7", "{", "[" * 100_000, None])
def test_an_artifact_that_holds_no_verdict_is_none(content: str | None, tmp_path: Path) -> None:
    path = tmp_path / "verdict.json"
    if content is not None:
        path.write_text(content)
    assert comment.to_markdown(comment.read_verdict(path)).startswith("⛔ **cannot be merged: the check came to no verdict")


FAKE_GH = """#!{python}
import json, sys
arguments = sys.argv[1:]
given = json.load(sys.stdin) if "--input" in arguments else None
with open({log!r}, "a") as log:
    log.write(json.dumps([arguments, given]) + "\\n")
path = next(a for a in arguments if a.startswith("repos/"))
if path.endswith("/pulls"):
    print(json.dumps([{{"number": 5, "head": {{"sha": "old"}}}}, {{"number": 6, "head": {{"sha": "new"}}}}]))
elif path.endswith("/files"):
    print(json.dumps([{{"filename": name}} for name in {files}]))
elif path.endswith("/comments") and given is None:
    print(json.dumps({comments}))
"""


def run_comment_workflow(
    folder: Path, sha: str, comments: list[object], files: tuple[str, ...] = ("reports/350581/shangwu/2020.md",), said: str = ""
) -> list[tuple[list[str], dict[str, str] | None]]:
    """Run the steps of comment.yml with a `gh` that takes down what it is asked; return that. said: the artifact, as check.yml left it."""
    workflow = read_workflow(ROOT / ".github/workflows/comment.yml")
    log, tool = folder / "log", folder / "bin/gh"
    tool.parent.mkdir(parents=True)
    tool.write_text(FAKE_GH.format(python=sys.executable, log=str(log), comments=repr(comments), files=repr(files)))
    tool.chmod(0o755)
    (folder / "build/verdict").mkdir(parents=True)
    (folder / "build/verdict/verdict.json").write_text(
        said or json.dumps({"verdict": "ready", "reasons": [{"zh": "好", "en": "1 new report"}]}), encoding="utf-8")
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    [step] = [step for step in workflow["jobs"]["comment"]["steps"] if "run" in step]
    event = {"REPOSITORY": "a/b", "HEAD_OWNER": "someone", "HEAD_BRANCH": "$(touch ran)", "HEAD_SHA": sha, "RUN_URL": "https://github.com/a/b/actions/runs/1", "GH_TOKEN": ""}
    assert event.keys() == step["env"].keys()
    subprocess.run(["bash", "-eo", "pipefail", "-c", step["run"]], cwd=folder, env={"PATH": f"{tool.parent}:{os.environ['PATH']}", **event}, check=True)
    assert not list(folder.rglob("ran"))
    return [tuple(json.loads(line)) for line in log.read_text().splitlines()]


def test_the_comment_is_written_once_and_renewed_after(tmp_path: Path) -> None:
    strangers = [{"id": 1, "body": "hello", "user": {"type": "Bot"}}, {"id": 2, "body": f"x\n{comment.MARKER}", "user": {"type": "User"}}]
    asked, given = run_comment_workflow(tmp_path / "first", "new", strangers)[-1]
    assert asked[1:4] == ["--method", "POST", "repos/a/b/issues/6/comments"]
    assert given is not None and given["body"].startswith("✅ **ready to merge: 1 new report**")
    ours = {"id": 3, "body": given["body"], "user": {"type": "Bot"}}
    asked, _ = run_comment_workflow(tmp_path / "second", "new", [*strangers, ours])[-1]
    assert asked[1:4] == ["--method", "PATCH", "repos/a/b/issues/comments/3"]


@pytest.mark.parametrize("name", ["scripts/verdict.py", ".github/workflows/check.yml", "reports.py"])
def test_a_change_of_the_program_is_never_called_ready_whatever_its_own_verdict_says(tmp_path: Path, name: str) -> None:
    _, given = run_comment_workflow(tmp_path, "new", [], ("reports/350581/shangwu/2020.md", name))[-1]
    assert given is not None and given["body"].startswith("👀 **needs a look: it changes the program, and what follows was said by the changed one; 1 new report**")
    assert f"<code>{name.replace('.', '&#46;').replace('/', '&#47;').replace('_', '&#95;')}</code>" in given["body"]


def test_the_summary_of_the_run_does_not_call_it_ready_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = {"verdict": "ready", "reasons": [{"zh": "好", "en": "1 new report"}], "programs": ["scripts/verdict.py", 7]}
    (tmp_path / "verdict.json").write_text(json.dumps(said), "utf-8")
    assert comment.main(["show", str(tmp_path / "verdict.json")]) == 0
    assert capsys.readouterr().out.startswith("👀 **needs a look: it changes the program, and what follows was said by the changed one; 1 new report**")


def test_a_run_that_is_of_no_open_pull_request_is_not_spoken_of(tmp_path: Path) -> None:
    assert len(run_comment_workflow(tmp_path, "another", [])) == 1


def test_a_number_that_changes_without_a_reason_comes_with_the_line_to_write() -> None:
    cell = {"table": "requests", "row": "denied_state_secret", "column": "total"}
    line = {
        **cell, "cell_id": "a-2023/requests/denied_state_secret/total", "report_id": "a-2023", "year": "2023", "value_before": "3", "status_before": "value",
        "value": "", "status": "blank", "raw": "", "why": verdict.NEW_READER,
    }
    wanted, given = verdict.to_number(line), verdict.to_number(line, reasons=[verdict.to_change(line)])
    told = html.unescape(comment.to_numbers({"numbers": [wanted, given], "numbers_count": 2}))
    assert told.count("<code>a-2023/requests/denied_state_secret/total,3,blank,</code>") == 1 and "content/reasons.csv" in told
    judged = verdict.Judgement()
    verdict.judge_numbers([line], judged)
    assert judged.reasons == {"unexplained": 1}, "said once"


def test_a_sidecar_that_is_left_without_its_document_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/2019.md.yml").write_text("note: x\n")
    (tmp_path / "reports.csv").touch()
    before, after = (changes.Data(tmp_path, by_file) for by_file in ({"2019.md": {"report_id": "a"}}, {}))
    judged = verdict.Judgement()
    verdict.judge_rest(before, after, ["2019.md"], {"2019.md"}, [], [], judged)
    assert judged.reasons == {"nothing_there": 1}


def test_of_a_site_that_could_not_be_built_no_number_of_reports_is_told() -> None:
    assert "Published reports" not in comment.to_markdown(verdict.to_failure())
