"""The workflows do what they say: their own steps are run, in order, in a fresh clone, as GitHub's runner does."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))

STRANGE_NAME = "reports/350581/ceshi/2023 '$(touch ran)\"`touch ran`|<b> -- .html"

PUBLISHED_REPORT = """<!doctype html><meta charset="utf-8"><title>测试市商务局2023年政府信息公开工作年度报告</title>
<h1>测试市商务局2023年政府信息公开工作年度报告</h1>
<h2>四、政府信息公开行政复议、行政诉讼情况</h2>
<table border="1">
<tr><td colspan="5">行政复议</td><td colspan="10">行政诉讼</td></tr>
<tr><td rowspan="2">结果维持</td><td rowspan="2">结果纠正</td><td rowspan="2">其他结果</td>
<td rowspan="2">尚未审结</td><td rowspan="2">总计</td>
<td colspan="5">未经复议直接起诉</td><td colspan="5">复议后起诉</td></tr>
<tr><td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>
<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td></tr>
<tr><td>1</td><td>0</td><td>0</td><td>0</td><td>7</td>
<td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td></tr>
</table>
"""
"""one table of a report, with a total of 7 over a sum of 1"""


def read_workflow(path: Path) -> dict[Any, Any]:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(workflow, dict)
    return workflow


def steps(workflow: Mapping[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def permissions(workflow: Mapping[Any, Any]) -> set[tuple[str, str]]:
    """Everything that any job's token may do."""
    assert "permissions" in workflow, "without this line the token may do what the repository's settings say"
    return {pair for part in (workflow, *workflow["jobs"].values()) for pair in part.get("permissions", {}).items()}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit_and_says_which_release_that_is(path: Path) -> None:
    used = re.findall(r"^ *(?:- )?uses: *(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(used) == sum("uses" in step for step in steps(read_workflow(path)))
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), f"{action}: a tag can be moved to other code, a commit cannot"


def test_what_is_pinned_is_kept_fresh() -> None:
    updates = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))["updates"]
    assert {update["package-ecosystem"] for update in updates} == {"github-actions", "npm", "pip"}


def test_a_pull_request_with_a_library_that_is_known_to_be_weak_fails() -> None:
    job = read_workflow(ROOT / ".github/workflows/check.yml")["jobs"]["audit"]
    assert [step["run"] for step in job["steps"] if "run" in step] == ["make audit"]
    assert not any(step.get("continue-on-error") for step in job["steps"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_workflow_uses_a_secret_or_runs_a_stranger_s_code_with_rights(path: Path) -> None:
    workflow = read_workflow(path)
    assert "secrets" not in path.read_text(encoding="utf-8")
    triggers = set(workflow[True])  # YAML reads the key `on` as true
    assert triggers <= {"push", "pull_request", "workflow_dispatch", "workflow_run", "schedule", "issues"}
    if "pull_request" in triggers:
        assert permissions(workflow) == {("contents", "read")}
    if "workflow_run" in triggers:
        checkouts = [step for step in steps(workflow) if step.get("uses", "").startswith("actions/checkout@")]
        assert checkouts and not any("ref" in step["with"] or "repository" in step["with"] for step in checkouts), "only the program of main may run"
        assert not any("make" in step.get("run", "") for step in steps(workflow))
        assert {what for what, how in permissions(workflow) if how == "write"} <= {"pull-requests"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_checkout_leaves_its_token_behind(path: Path) -> None:
    for step in steps(read_workflow(path)):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nothing_is_put_into_the_text_of_a_command(path: Path) -> None:
    for step in steps(read_workflow(path)):
        assert "${{" not in step.get("run", "")


def test_the_job_that_asks_strangers_servers_cannot_write_and_the_one_that_writes_runs_one_script_of_main() -> None:
    workflow = read_workflow(ROOT / ".github/workflows/fetch.yml")
    assert workflow["permissions"] == {"contents": "read"} and "permissions" not in workflow["jobs"]["fetch"]
    assert "label.name == 'fetch'" in workflow["jobs"]["fetch"]["if"], "only who may label can start it"
    writing = workflow["jobs"]["propose"]
    assert writing["permissions"] == {"contents": "write", "issues": "write", "pull-requests": "write"}
    assert [step["run"].split()[:3] for step in writing["steps"] if "run" in step] == [["python3", "-I", "scripts/propose.py"]]


def test_only_the_job_that_deploys_may_write_and_only_to_pages() -> None:
    workflow = read_workflow(ROOT / ".github/workflows/publish.yml")
    assert workflow["permissions"] == {"contents": "read"}
    writing = {name for name, job in workflow["jobs"].items() if "write" in job.get("permissions", {}).values()}
    assert writing == {"deploy"}
    assert workflow["jobs"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert not [step for step in workflow["jobs"]["deploy"]["steps"] if "run" in step]


def test_the_job_that_makes_a_release_runs_nothing_of_the_repository() -> None:
    workflow = read_workflow(ROOT / ".github/workflows/release.yml")
    writing = {name: job for name, job in workflow["jobs"].items() if "write" in job.get("permissions", {}).values()}
    assert set(writing) == {"release"} and writing["release"]["permissions"] == {"contents": "write"}
    assert not [step for step in writing["release"]["steps"] if "uses" in step]
    lines = [line.strip() for step in writing["release"]["steps"] for line in step["run"].splitlines() if line.strip()]
    assert all(line.startswith("gh release ") or line.startswith("gh run download ") for line in lines)
    assert any("sbom.cdx.json" in step.get("run", "") for step in workflow["jobs"]["build"]["steps"])


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.hooksPath=/dev/null", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    clone = make_clone(tmp_path, monkeypatch)
    shutil.rmtree(clone / "reports")
    editions = sorted(path for path in (ROOT / "editions/reports").rglob("*") if path.is_file() and path.suffix != ".yml")
    for path in editions[:3]:
        place = clone / path.relative_to(ROOT / "editions")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
    commit(clone, "before")
    return clone


def commit(clone: Path, message: str) -> str:
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(clone, "rev-parse", "HEAD").strip()


def make_clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh clone of this repository, as the working tree stands, with this run's libraries."""
    if not (ROOT / ".git").exists():
        pytest.skip("no git history here to clone (an unpacked archive)")
    if not (Path(sys.prefix) / "requirements-test.lock").exists():
        pytest.skip("the steps run with the libraries of .venv: make test")
    # a runner checks out as another user than the one who runs
    (tmp_path / "gitconfig").write_text("[safe]\n\tdirectory = *\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(ROOT), str(clone))
    copy_what_is_not_committed(clone)
    (clone / ".git/info/exclude").write_text("/.venv\n")  # a link here, and no folder, which .gitignore names
    (clone / ".venv").symlink_to(sys.prefix)
    return clone


def copy_what_is_not_committed(clone: Path) -> None:
    for name in filter(None, git(ROOT, "ls-files", "-z", "--modified", "--others", "--exclude-standard").split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
        else:
            (clone / name).unlink(missing_ok=True)


def value_of(text: str, expressions: Mapping[str, str]) -> str:
    """Put in what GitHub would; an expression that nobody thought of is an error, not an empty word."""
    return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", lambda found: expressions[found[1]], text)


def run_steps(
    clone: Path, workflow: Mapping[Any, Any], job: str, expressions: Mapping[str, str], *, until: str = "", status: int = 0
) -> str:
    """Run a job's commands in order, as the runner does; return the summary that they wrote.

    until: the name of the last step to run. status: that the first step to fail ends with; after it only those run that say so.
    """
    assert workflow["defaults"]["run"]["shell"] == "bash"
    summary = clone.parent / f"{job}-summary.md"
    files = {name: str(clone.parent / name) for name in ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH")}
    for name in (summary, *files.values()):
        Path(name).touch()
    given = {"CI": "true", "GITHUB_WORKSPACE": str(clone), "GITHUB_STEP_SUMMARY": str(summary), **files}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "PYTEST"))}
    ended = 0
    for step in workflow["jobs"][job]["steps"]:
        if "run" not in step or (ended and not re.search(r"always\(\)|!cancelled\(\)", step.get("if", ""))):
            continue
        own: dict[str, str] = {}
        for part in (workflow, workflow["jobs"][job], step):
            own |= {name: value_of(str(value), expressions) for name, value in part.get("env", {}).items()}
        script = clone.parent / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=clone,
            env={**kept, **given, **own},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        ended = ended or done.returncode
        assert ended in (0, status), f"{job}: {step['run']}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        if until and step.get("name") == until:
            break
    assert ended == status
    return summary.read_text(encoding="utf-8")


def findings_of(clone: Path, source_file: str) -> set[str]:
    """The codes of the findings that the built site publishes of one document."""
    with (clone / "site/data/reports.csv").open(encoding="utf-8-sig", newline="") as file:
        report_ids = {line["report_id"] for line in csv.DictReader(file) if line["source_file"] == source_file}
    assert len(report_ids) == 1, f"{source_file} is not published"
    with (clone / "site/data/checks.csv").open(encoding="utf-8-sig", newline="") as file:
        return {line["check"] for line in csv.DictReader(file) if line["report_id"] in report_ids and line["severity"]}


def test_a_push_to_main_builds_the_site_that_is_published(clone: Path) -> None:
    workflow = read_workflow(ROOT / ".github/workflows/publish.yml")
    assert workflow[True]["push"]["branches"] == ["main"]
    address = "https://someone.example.org/reports"
    summary = run_steps(clone, workflow, "build", {"steps.pages.outputs.base_url": address})
    uploaded = [step["with"]["path"] for step in steps(workflow) if "upload-pages-artifact" in step.get("uses", "")]
    assert uploaded == ["site"]
    assert (clone / "site/index.html").exists()
    assert (clone / "site/data/cells.csv").exists()
    assert f"{address}/" in (clone / "site/index.html").read_text(encoding="utf-8")
    assert "What was built" in summary


def test_a_push_on_gitlab_builds_the_site_that_is_published_and_a_merge_request_is_tested(clone: Path) -> None:
    jobs = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text("utf-8"))
    assert jobs["test"]["script"] == ["make lint", ".ci/run"]
    given = {"CI_PAGES_URL": "https://someone.example.org/reports", "CI_PROJECT_URL": "https://forge.example.org/someone/reports"}
    own = {name: re.sub(r"\$(\w+)", lambda found: given[found[1]], value) for name, value in jobs["pages"]["variables"].items()}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "PYTEST", "GITHUB"))}
    script = "\n".join(["set -eo pipefail", *jobs["pages"]["script"]])
    done = subprocess.run(["bash", "-c", script], cwd=clone, env=kept | given | own, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    [place] = jobs["pages"]["artifacts"]["paths"]
    assert "https://someone.example.org/reports/" in (clone / place / "index.html").read_text("utf-8")
    assert "https://forge.example.org/someone/reports/-/issues/new?" in (clone / place / "about/index.html").read_text("utf-8")
    assert (clone / place / "data/cells.csv").exists() and not (clone / "site").exists()


def test_a_pull_request_shows_what_it_does_to_the_data(clone: Path) -> None:
    base = git(clone, "rev-parse", "HEAD").strip()
    document = clone / STRANGE_NAME
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text(PUBLISHED_REPORT, encoding="utf-8")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message", "a report with a total that is wrong")

    workflow = read_workflow(ROOT / ".github/workflows/check.yml")
    expressions = {"github.event.pull_request.base.sha": base, "github.ref": "refs/pull/1/merge"}
    summary = run_steps(clone, workflow, "build", expressions)

    assert (clone / "site/index.html").exists()
    assert not list(clone.rglob("ran")), "a file's name was run as a command"
    found = findings_of(clone, STRANGE_NAME.removeprefix("reports/"))
    assert found, "a total of 7 over a sum of 1 is a finding"
    assert summary.startswith("👀 **needs a look: ") and "Published reports: 3 → 4" in summary
    assert "the report prints 7" in summary.replace("&#58;", ":")
    assert "no data of before" not in summary
    uploaded = {step["with"]["name"]: step["with"]["path"] for step in steps(workflow) if "upload-artifact" in step.get("uses", "")}
    assert uploaded["verdict"] == "build/verdict.json" and uploaded["site"] == "site"


def test_a_pull_request_is_linted_and_tested() -> None:
    job = read_workflow(ROOT / ".github/workflows/check.yml")["jobs"]["test"]
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert commands == ["make lint", ".ci/run"]


def test_a_check_tries_once_what_cannot_be_read_and_leaves_time_for_a_verdict() -> None:
    job = read_workflow(ROOT / ".github/workflows/check.yml")["jobs"]["build"]
    commands = [step.get("run", "") for step in job["steps"]]
    after = [command for command in commands if re.search(r"build\.py|make site ", command) and "build/before &&" not in command]
    assert len(after) == 3 and all(re.search(r"(--failures |FAILURES=)build/failures", command) for command in after)
    [before] = [int(found[1]) for found in map(re.compile(r"timeout (\d+)m").search, commands) if found]
    [reading] = [int(found[1]) for found in map(re.compile(r"--minutes (\d+)").search, commands) if found]
    assert before + reading <= job["timeout-minutes"] * 2 / 3, "bodies, pages and pictures take their time too"
    names = [step.get("with", {}).get("name") or step.get("name") for step in job["steps"]]
    assert names.index("verdict") < names.index("Hold every published number against the last release") < names.index("Build the site")
