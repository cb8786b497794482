"""From an issue or a list to a pull request: what the workflow's two scripts take from strangers, and what not."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import issue
import propose
import pytest
import yaml

from gongkai.fetch import lists
from tests.test_workflows import ROOT, commit, git

FORM = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/new-report.yml").read_text("utf-8"))


def filled(**answers: str) -> dict[str, object]:
    """An issue as GitHub makes it of the form."""
    fields = {field["id"]: field["attributes"]["label"] for field in FORM["body"] if "id" in field}
    return {"issue": {"body": "\r\n\r\n".join(f"### {label}\r\n\r\n{answers.get(name, '_No response_')}" for name, label in fields.items())}}


def test_an_issue_filled_in_becomes_a_line_of_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    event = tmp_path / "event.json"
    event.write_text(json.dumps(filled(agency="石狮市商务局", year="2019 年", source="见 <https://www.example.gov.cn/a.html>")))
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    assert issue.main(tmp_path / "list.csv") == 0
    wanted, wrong = lists.read((tmp_path / "list.csv").read_text("utf-8"))
    assert not wrong and [(one.agency_name, one.year, one.source_url) for one in wanted] == [("石狮市商务局", 2019, "https://www.example.gov.cn/a.html")]


@pytest.mark.parametrize(
    "answers",
    [{}, {"agency": "石狮市商务局", "year": "2019", "source": "file:///etc/passwd"}, {"agency": "$(touch ran)", "year": "2019", "source": "https://a.b/"},
     {"agency": "石狮市商务局", "year": "last", "source": "https://a.b/"}],
)
def test_an_issue_that_does_not_say_what_to_fetch_fetches_nothing(answers: dict[str, str]) -> None:
    assert issue.to_line(filled(**answers)) is None


def test_what_is_released_says_one_version_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"] == version
    assert json.loads((ROOT / ".zenodo.json").read_text("utf-8"))["version"] == version


def pack(path: Path, *members: tuple[str, bytes | None]) -> Path:
    with tarfile.open(path, "w") as packed:
        for name, content in members:
            member = tarfile.TarInfo(name)
            if content is None:
                member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
                packed.addfile(member)
            else:
                member.size = len(content)
                packed.addfile(member, io.BytesIO(content))
    return path


def test_only_new_documents_in_their_places_are_taken_from_what_was_fetched(tmp_path: Path) -> None:
    (tmp_path / "reports/350581/x").mkdir(parents=True)
    (tmp_path / "reports/350581/x/2020.pdf").write_bytes(b"old")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "reports/350582").symlink_to(tmp_path / "elsewhere")
    archive = pack(
        tmp_path / "a.tar", ("reports/350581/x/2021.pdf", b"new"), ("reports/350581/x/2021.pdf.yml", b"year: 2021"), ("reports/350581/x/2020.pdf", b"over"),
        ("../2021.pdf", b"out"), ("reports/../2021.pdf", b"out"), ("/2021.pdf", b"out"), (".github/workflows/2021.yml", b"run"), ("reports/350581/x/2022.pdf", None),
        ("reports/bodies.yml", b"x"), ("reports/350582/x/2021.pdf", b"linked"), ("gongkai/2021.py", b"x"),
    )
    assert propose.unpack(archive, tmp_path) == ["reports/350581/x/2021.pdf", "reports/350581/x/2021.pdf.yml"]
    assert (tmp_path / "reports/350581/x/2020.pdf").read_bytes() == b"old" and not list((tmp_path / "elsewhere").iterdir())


def test_what_was_fetched_becomes_a_branch_and_a_pull_request_once(tmp_path: Path) -> None:
    remote, work = tmp_path / "remote", tmp_path / "work"
    git(tmp_path, "init", "--quiet", "--bare", str(remote))
    git(tmp_path, "clone", "--quiet", str(remote), str(work))
    (work / "README").write_text("x")
    commit(work, "first")
    main = git(work, "branch", "--show-current").strip()
    tool = tmp_path / "bin/gh"
    tool.parent.mkdir()
    tool.write_text(f"#!{sys.executable}\nimport json, sys\nopen({str(tmp_path / 'log')!r}, 'a').write(json.dumps(sys.argv[1:]) + '\\n')\n")
    tool.chmod(0o755)
    archive = pack(tmp_path / "a.tar", ("reports/350581/x/2021.pdf", b"new"))
    (tmp_path / "fetch.log").write_text("::error::x\n# @octocat\n")
    environment = {**os.environ, "PATH": f"{tool.parent}:{os.environ['PATH']}", "ISSUE": "7", "GIT_CONFIG_GLOBAL": "/dev/null"}
    for _ in range(2):
        command = [sys.executable, "-I", str(ROOT / "scripts/propose.py"), str(archive), str(tmp_path / "fetch.log")]
        subprocess.run(command, cwd=work, env=environment, check=True, capture_output=True)
        git(work, "switch", "--quiet", "--force", main)
        git(work, "clean", "--quiet", "--force", "-d")
    asked = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert sum(one[:2] == ["pr", "create"] for one in asked) == 1
    body = next(one[one.index("--body") + 1] for one in asked if one[:2] == ["pr", "create"])
    assert body.startswith("Closes #7") and "    ::error::x\n    # @octocat" in body
    assert "reports/350581/x/2021.pdf" in git(remote, "ls-tree", "-r", "--name-only", next(line for line in git(remote, "branch").split() if "fetched" in line))
