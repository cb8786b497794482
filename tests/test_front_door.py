"""What a stranger meets first: the lock files, the setup, make's targets, .ci/run."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-test.lock")

STUB_PYTHON = """#!/bin/sh
if [ "$1" = scripts/browser.py ]; then echo /bin/true; exit; fi
for word; do printf '<%s>' "$word"; done >> called
echo >> called
"""


def pins(lock: str) -> dict[str, frozenset[str]]:
    """Every pinned library of a lock file, with its marker, and the hashes of its files."""
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8"))
    hashes = re.compile(r"--hash=(sha256:[0-9a-f]{64})")
    return {entry.split("\\")[0].strip(): frozenset(hashes.findall(entry)) for entry in entries}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_library_is_pinned_and_has_a_hash(lock: str) -> None:
    for name, hashes in pins(lock).items():
        assert re.match(r"[a-z0-9.-]+==\S+", name), name
        assert hashes, name


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_registry_and_no_folder_of_a_machine(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|index-url|find-links|(^|\s)/\w", text)


def test_what_comes_from_npm_is_pinned_by_hash_and_names_no_registry() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: {field: told for field, told in entry.items() if field != "funding"} for name, entry in json.loads(text)["packages"].items() if name}
    assert not re.search(r"https?:|resolved|file:", json.dumps(packages))
    assert [name for name, entry in packages.items() if not entry.get("dev")] == ["node_modules/sql.js"], "and a site needs that alone"
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert entry["license"] == "MIT" or (entry["license"] == "Apache-2.0" and "typescript" in name and entry["dev"]), name
    assert all(pins("requirements-query.lock").values())


def test_what_queries_run_in_is_asked_for_once_and_not_at_all_where_it_is_not_wanted(checkout: Path) -> None:
    for name in ("package.json", "package-lock.json", "requirements-query.lock"):
        shutil.copy(ROOT / name, checkout)
    asked = "<requirements-query.lock>"
    assert make(checkout, "site", "QUERY=0").returncode == 0
    assert not [line for line in called(checkout) if asked in line]
    assert make(checkout, "site").returncode == 0, "and a site without it is built"
    assert [line for line in called(checkout) if asked in line]
    make(checkout, "site")
    assert not [line for line in called(checkout) if asked in line], "what could not be had is not asked for again"
    make(checkout, "site", "QUERY=1")
    assert [line for line in called(checkout) if asked in line]


def test_a_site_asks_for_nothing_that_only_tests_and_lint_need(checkout: Path) -> None:
    for name in ("package.json", "package-lock.json", "requirements-query.lock"):
        shutil.copy(ROOT / name, checkout)
    npm = checkout / ".venv/npm"
    make(checkout, "site")
    [alone] = called(npm)
    assert "<ci><--omit=dev>" in alone
    make(checkout, "setup-test")
    [whole] = called(npm)
    assert "<ci><--ignore-scripts>" in whole
    make(checkout, "setup-test")
    assert not called(npm)


def test_whoever_has_the_libraries_of_the_tests_has_those_of_the_site() -> None:
    site, tests = (pins(lock) for lock in LOCKS)
    assert site.items() <= tests.items()


def test_every_library_the_project_asks_for_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for lock, wanted in zip(LOCKS, (project["dependencies"], project["optional-dependencies"]["test"]), strict=True):
        have = {re.split("==", name)[0] for name in pins(lock)}
        missing = {re.match(r"[\w.-]+", name)[0].lower().replace("_", "-") for name in wanted} - have
        assert not missing, f"{', '.join(missing)} not in {lock}: make lock"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout under a name with a space, whose .venv has a Python that only writes down what it is asked."""
    folder = tmp_path / "a check out"
    (folder / ".venv/bin").mkdir(parents=True)
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", *LOCKS):
        shutil.copy(ROOT / name, folder)
    python = folder / ".venv/bin/python"
    python.write_text(STUB_PYTHON)
    python.chmod(0o755)
    return folder


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", *arguments], cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=environment
    )


def called(folder: Path) -> list[str]:
    """What the stub was asked to do since last time."""
    log = folder / "called"
    lines = log.read_text().splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return lines


def test_a_second_run_sets_nothing_up_again(checkout: Path) -> None:
    assert make(checkout, "site").returncode == 0
    first = called(checkout)
    assert any("<install>" in line and "<--require-hashes>" in line for line in first)
    done = make(checkout, "site")
    assert not [line for line in called(checkout) if "<pip>" in line]
    assert done.returncode == 0
    assert "setup" not in done.stderr


def test_a_lock_with_other_content_is_installed(checkout: Path) -> None:
    make(checkout, "site")
    called(checkout)
    with (checkout / "requirements.lock").open("a") as lock:
        lock.write("# another line\n")
    make(checkout, "site")
    assert any("<install>" in line for line in called(checkout))


def test_what_was_set_up_for_the_tests_will_do_for_the_site(checkout: Path) -> None:
    make(checkout, "setup-test")
    assert any("<requirements-test.lock>" in line for line in called(checkout))
    make(checkout, "site")
    assert not [line for line in called(checkout) if "<pip>" in line]


def test_a_setup_that_was_cut_off_begins_anew(checkout: Path) -> None:
    make(checkout, "site")
    called(checkout)
    python = checkout / ".venv/bin/python"
    python.write_text(STUB_PYTHON + '[ "$2" != pip ] || [ "$3" = --version ]\n')
    (checkout / "requirements.lock").write_text("other==1\n")
    assert make(checkout, "site").returncode != 0
    python.write_text(STUB_PYTHON)
    called(checkout)
    assert make(checkout, "site").returncode == 0
    assert any("<install>" in line for line in called(checkout))


def test_without_a_python_that_is_new_enough_setup_says_what_is_missing(checkout: Path, tmp_path: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    old = tmp_path / "bin"
    old.mkdir()
    for name in ("python", *(f"python3{minor}" for minor in ("", ".11", ".12", ".13", ".14"))):
        (old / name).write_text("#!/bin/sh\nexit 1\n")
        (old / name).chmod(0o755)
    done = subprocess.run(
        ["make", "site"],
        cwd=checkout,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": f"{old}:{os.environ['PATH']}", "PYTHON": ""},
    )
    assert done.returncode != 0
    assert "no Python 3.11 or newer" in done.stderr
    assert not (checkout / ".venv").exists()


def test_show_without_a_file_says_how_to_name_one(checkout: Path) -> None:
    done = make(checkout, "show")
    assert done.returncode != 0
    assert "make show FILE=" in done.stderr


@pytest.mark.parametrize(
    "name", ["a b.pdf", "a'b.pdf", 'a"b.pdf', "$(shell touch ran).pdf", "`touch ran`.pdf", "-x.pdf", "a;touch ran.pdf"]
)
def test_a_name_is_a_name_whatever_is_in_it(checkout: Path, name: str) -> None:
    assert make(checkout, "show", f"FILE={name}").returncode == 0
    assert called(checkout)[-1] == f"<-m><gongkai><show><--><{name}>"
    assert not (checkout / "ran").exists()


def test_make_alone_names_every_target_a_person_may_ask_for(checkout: Path) -> None:
    done = make(checkout)
    for target in ("site", "test", "serve", "lint", "bench", "show"):
        assert f"make {target}\t" in done.stdout


def test_what_lands_must_pass_make_test_and_nothing_else() -> None:
    lines = (ROOT / ".ci/run").read_text().splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["exec make test </dev/null"]
    assert os.access(ROOT / ".ci/run", os.X_OK)


@pytest.fixture
def served(checkout: Path) -> Iterator[tuple[Path, str]]:
    """A checkout being served, with a build that takes over one file or fails at the word broken."""
    shutil.rmtree(checkout / ".venv")
    (checkout / "reports").mkdir()
    (checkout / "reports/one.txt").write_text("first")
    (checkout / "build.py").write_text(
        "import pathlib, sys\n"
        "text = pathlib.Path('reports/one.txt').read_text()\n"
        "if text == 'broken': sys.exit(2)\n"
        "pathlib.Path('site').mkdir(exist_ok=True)\n"
        "pathlib.Path('site/index.html').write_text(text)\n"
        "pathlib.Path('site/404.html').write_text('not here')\n"
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serving = subprocess.Popen(
        ["python3", "scripts/serve.py"], cwd=checkout, env={**os.environ, "PORT": str(port)}, stdout=subprocess.DEVNULL
    )
    yield checkout, f"http://127.0.0.1:{port}/"
    serving.terminate()
    serving.wait(300)


def page(address: str) -> str:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=60) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.read().decode()}"
    except OSError:
        return ""


def wait_for(address: str, text: str) -> None:
    until = time.monotonic() + 300
    while (seen := page(address)) != text:
        assert time.monotonic() < until, f"{address} shows {seen!r}"
        time.sleep(0.1)


def test_the_served_site_follows_its_reports_and_survives_a_build_that_fails(served: tuple[Path, str]) -> None:
    folder, address = served
    wait_for(address, "first")
    assert page(address + "nowhere") == "404 not here"
    (folder / "reports/one.txt").write_text("second")
    wait_for(address, "second")
    (folder / "reports/one.txt").write_text("broken")
    time.sleep(3)
    assert page(address) == "second"
    (folder / "reports/one.txt").write_text("third")
    wait_for(address, "third")
