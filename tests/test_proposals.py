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
     {"agency": "石狮市商务局", "year": "last", "source": "https://a.b/"}, {"agency": "石狮市商务局", "year": "2019-2021", "source": "https://a.b/"}],
)
def test_an_issue_that_does_not_say_what_to_fetch_fetches_nothing(answers: dict[str, str]) -> None:
    assert issue.to_line(filled(**answers)) is None


@pytest.mark.parametrize(("year", "source"), [("２０１９年度", "网址：https://a.b/c.html。"), ("二〇一九", "https://a.b/c.html，谢谢"), ("二○一九年", "（https://a.b/c.html）")])
def test_an_issue_may_be_written_as_chinese_is(year: str, source: str) -> None:
    line = issue.to_line(filled(agency="石狮市商务局", year=year, source=source))
    assert line and (line["year"], line["source_url"]) == ("2019", "https://a.b/c.html")


def test_an_issue_is_told_what_it_does_not_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "event.json").write_text(json.dumps(filled(agency="Shishi Audit Bureau", year="2019")))
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))
    assert issue.main(tmp_path / "list.csv") == 1
    said = capsys.readouterr().out
    assert "the full name of the body, in Chinese" in said and "an address" in said and "the year" not in said


def test_a_file_attached_to_an_issue_is_fetched_and_only_from_where_github_keeps_it() -> None:
    attached = "https://github.com/user-attachments/files/123/2019.pdf"
    asked = {"agency": "石狮市商务局", "year": "2019"}
    line = issue.to_line(filled(**asked, more=f"here: [2019.pdf]({attached})"))
    assert line and (line["source_url"], line["file_url"]) == ("", attached)
    line = issue.to_line(filled(**asked, source="https://a.b/c.html", more=f"[2019.pdf]({attached})"))
    assert line and (line["source_url"], line["file_url"]) == ("https://a.b/c.html", attached)
    for other in (attached.replace("github.com", "github.com.evil.example"), attached.replace("pdf", "exe"), attached + ".exe", attached.replace("/123", "/../123")):
        assert issue.to_line(filled(**asked, more=other)) is None, other


ASSET = "https://github.com/user-attachments/assets/0a1b2c3d-1111-4222-8333-{:012d}"


def test_the_pictures_attached_to_an_issue_are_the_pages_of_its_report_in_their_order() -> None:
    asked = {"agency": "石狮市商务局", "year": "2019"}
    one, two, old = ASSET.format(2), ASSET.format(1), "https://user-images.githubusercontent.com/1/2-aa.PNG"
    more = f'见附件\r\n<img width="1240" alt="p1" src="{one}" />\r\n![p2]({two})\r\n![p2]({two})\r\n![p3]({old})'
    line = issue.to_line(filled(**asked, more=more))
    assert line and line["source_url"] == "" and line["file_url"].split() == [one, two, old]
    [wanted], _ = lists.read(f"agency_name,year,source_url,file_url\n石狮市商务局,2019,,{line['file_url']}\n")
    assert wanted.pictures == (one, two, old) and wanted.place == one
    line = issue.to_line(filled(**asked, source=f"https://a.b/c.html ![p1]({one})"))
    assert line and (line["source_url"], line["file_url"]) == ("https://a.b/c.html", one)
    document = "https://github.com/user-attachments/files/123/2019.pdf"
    line = issue.to_line(filled(**asked, more=f"![a picture of it]({one}) [2019.pdf]({document})"))
    assert line and line["file_url"] == document, "the document itself is better than pictures of it"
    for other in (one.replace("github.com", "github.com.evil.example"), one + "/../x", one.replace("assets", "asset"), one[:-1]):
        assert issue.to_line(filled(**asked, more=other)) is None, other


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


class Proposed:
    """A clone with a remote, a `gh` that writes down what it is asked, and what was fetched."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.remote, self.work, self.log = folder, folder / "remote", folder / "work", folder / "log"
        git(folder, "init", "--quiet", "--bare", str(self.remote))
        git(folder, "clone", "--quiet", str(self.remote), str(self.work))
        (self.work / "README").write_text("x")
        commit(self.work, "first")
        self.main = git(self.work, "branch", "--show-current").strip()
        self.archive = pack(folder / "a.tar", ("reports/350581/x/2021.pdf", b"new"))
        (folder / "fetch.log").write_text("::error::x\n# @octocat\n")
        tool = folder / "bin/gh"
        tool.parent.mkdir()
        tool.write_text(
            f"#!{sys.executable}\nimport json, os, sys\nlog, asked = {str(self.log)!r}, sys.argv[1:]\n"
            f"there = os.path.exists({str(folder / 'opened')!r})\nopen(log, 'a').write(json.dumps(asked) + '\\n')\n"
            "if asked[:2] == ['pr', 'list'] and there: print(12)\n"
            f"if asked[:2] == ['pr', 'create']:\n    if os.path.exists({str(folder / 'refuses')!r}): sys.exit(1)\n    open({str(folder / 'opened')!r}, 'w')\n")
        tool.chmod(0o755)
        self.environment = {**os.environ, "PATH": f"{tool.parent}:{os.environ['PATH']}", "ISSUE": "7", "GIT_CONFIG_GLOBAL": "/dev/null"}

    def run(self) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", str(ROOT / "scripts/propose.py"), str(self.archive), str(self.folder / "fetch.log")]
        done = subprocess.run(command, cwd=self.work, env=self.environment, capture_output=True, text=True)
        git(self.work, "switch", "--quiet", "--force", self.main)
        git(self.work, "clean", "--quiet", "--force", "-d")
        return done

    def asked(self, *words: str) -> list[list[str]]:
        return [one for one in map(json.loads, self.log.read_text().splitlines()) if one[: len(words)] == list(words)]


def test_what_was_fetched_becomes_a_branch_and_a_pull_request_once(tmp_path: Path) -> None:
    made = Proposed(tmp_path)
    assert [made.run().returncode for _ in range(2)] == [0, 0]
    [asked] = made.asked("pr", "create")
    body = asked[asked.index("--body") + 1]
    assert "Fetched: 1 document" in asked and body.startswith("Closes #7") and "    ::error::x\n    # @octocat" in body
    branch = next(line for line in git(made.remote, "branch").split() if "fetched" in line)
    assert "reports/350581/x/2021.pdf" in git(made.remote, "ls-tree", "-r", "--name-only", branch)


def test_where_github_refuses_the_pull_request_that_is_said_and_a_later_run_opens_it(tmp_path: Path) -> None:
    made = Proposed(tmp_path)
    (tmp_path / "refuses").touch()
    done = made.run()
    assert done.returncode == 1 and "Traceback" not in done.stderr and "::error::" in done.stdout and "create and approve pull requests" in done.stdout
    assert "fetched-" in made.asked("issue", "comment", "7")[0][-1]
    (tmp_path / "refuses").unlink()
    assert made.run().returncode == 0 and len(made.asked("pr", "create")) == 2 and (tmp_path / "opened").exists()


def test_an_issue_for_which_nothing_was_fetched_gets_an_answer(tmp_path: Path) -> None:
    made = Proposed(tmp_path)
    made.archive = pack(tmp_path / "none.tar")
    assert made.run().returncode == 0
    [comment] = made.asked("issue", "comment", "7")
    assert "没有取到新的报告" in comment[-1] and "    # @octocat" in comment[-1] and not made.asked("pr")
