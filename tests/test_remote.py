"""Reports at an address and a site at another: a store in memory, a server of Amazon's protocol on this machine, a cluster whose workers share no folder."""

from __future__ import annotations

import csv
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

import build
from gongkai import pipeline, remote
from gongkai.pipeline.cards import pack_one
from gongkai.pipeline.sent import pack_sent, send

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "editions/reports"
STORE = Path(sys.prefix) / "store"
SERVER = (STORE / "bin/python", "-m", "moto.server")  # its own script names the folder that it was set up in


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    system = fsspec.filesystem("memory")
    yield system
    system.rm("/", recursive=True)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_put_is_brought_and_what_is_gone_goes(tmp_path: Path, memory: fsspec.AbstractFileSystem) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for name, text in (("index.html", "一"), ("a/b/数据.csv", "1"), ("a/c.txt", "2")):
        (ours / name).parent.mkdir(parents=True, exist_ok=True)
        (ours / name).write_text(text, "utf-8")
    assert remote.put(ours, "memory://place/site") == (3, 0)
    assert remote.put(ours, "memory://place/site") == (0, 0)
    assert remote.bring("memory://place/site", theirs) == []
    assert {name: text for name, text in files(theirs).items() if name != remote.LIST} == files(ours)
    (ours / "a/c.txt").unlink()
    (ours / "index.html").write_text("二", "utf-8")
    assert remote.put(ours, "memory://place/site") == (1, 1)
    remote.bring("memory://place/site", theirs)
    assert {name: text for name, text in files(theirs).items() if name != remote.LIST} == files(ours)
    assert not (theirs / "a/c.txt").exists()


@pytest.mark.parametrize("address", ["memory://hand/site", "s3://bucket/hand"])
def test_what_was_taken_away_or_cut_off_there_by_hand_is_put_again(
    address: str, tmp_path: Path, memory: fsspec.AbstractFileSystem, request: pytest.FixtureRequest
) -> None:
    if address.startswith("s3:"):
        request.getfixturevalue("bucket")
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for name in ("index.html", "a/b.csv", "a/c.txt", "d.html"):
        (ours / name).parent.mkdir(parents=True, exist_ok=True)
        (ours / name).write_text(name)
    remote.put(ours, address)
    place = remote.open_place(address)
    place.system.delete_file(place.path_of("a/b.csv"))
    remote._put_one(place, "d.html", b"d")
    assert remote.put(ours, address) == (2, 0) and remote.put(ours, address) == (0, 0)
    remote.bring(address, theirs)
    assert {name: text for name, text in files(theirs).items() if name != remote.LIST} == files(ours)


def test_pages_are_written_after_what_they_load_and_the_front_page_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: fsspec.AbstractFileSystem) -> None:
    for name in ("agencies/a/index.html", "en/index.html", "index.html", "assets/site.js", "data/cells.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    written: list[str] = []
    monkeypatch.setattr(remote, "_put_one", lambda place, name, content: written.append(name))
    remote.put(tmp_path, "memory://order")
    assert written[0] == remote.LIST and set(written[1:3]) == {"assets/site.js", "data/cells.csv"} and written[3] == "agencies/a/index.html"
    assert set(written[4:6]) == {"index.html", "en/index.html"} and written[6:] == [remote.LIST]


@pytest.mark.parametrize("is_first", [True, False])
def test_who_is_stopped_half_way_writes_the_rest_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: fsspec.AbstractFileSystem, is_first: bool
) -> None:
    """Whatever the next site is: the one that was being put, the one before, or one without some of their pages."""
    ours = tmp_path / "ours"
    ours.mkdir()

    def write(text: str, names: range) -> None:
        shutil.rmtree(ours)
        ours.mkdir()
        for n in names:
            (ours / f"{n}.txt").write_text(text)

    put_one = remote._put_one

    def stop(place: remote.Place, name: str, content: bytes) -> None:
        if name == "7.txt":
            raise OSError(28, "no room there")
        put_one(place, name, content)

    for turn, (text, names) in enumerate((("new", range(20)), ("old", range(20)), ("old", range(5, 9)))):
        address, theirs = f"memory://half{turn}", tmp_path / f"theirs{turn}"
        if not is_first:
            write("old", range(20))
            remote.put(ours, address)
        write("new", range(20))
        monkeypatch.setattr(remote, "_put_one", stop)
        with pytest.raises(remote.Unreachable, match="no room there"):
            remote.put(ours, address)
        monkeypatch.setattr(remote, "_put_one", put_one)
        write(text, names)
        remote.put(ours, address)
        remote.bring(address, theirs)
        assert {name: content for name, content in files(theirs).items() if name != remote.LIST} == files(ours)


def test_a_place_that_holds_other_things_is_left_as_it_is(tmp_path: Path, memory: fsspec.AbstractFileSystem) -> None:
    memory.pipe("/mine/photos/cat.jpg", b"x")
    (tmp_path / "index.html").write_text("x")
    with pytest.raises(remote.Unreachable, match="no build put there"):
        remote.put(tmp_path, "memory://mine")
    assert memory.find("/mine") == ["/mine/photos/cat.jpg"]


def test_the_data_alone_leaves_the_pages_there(tmp_path: Path, memory: fsspec.AbstractFileSystem) -> None:
    (tmp_path / "data").mkdir()
    for name in ("index.html", "data/a.csv", "data/b.csv"):
        (tmp_path / name).write_text("1")
    remote.put(tmp_path, "memory://parts")
    (tmp_path / "index.html").unlink()
    (tmp_path / "data/b.csv").unlink()
    (tmp_path / "data/a.csv").write_text("2")
    assert remote.put(tmp_path, "memory://parts", "data/") == (1, 1)
    assert {path.removeprefix("/parts/") for path in memory.find("/parts")} == {"index.html", "data/a.csv", remote.LIST}


@pytest.mark.parametrize("name", ["../../out.md", "a/../../out.md", "数" * 86 + ".md"])
def test_a_name_that_cannot_stand_here_is_left_there_and_said(tmp_path: Path, name: str, memory: fsspec.AbstractFileSystem) -> None:
    memory.store[f"/odd/{name}"] = fsspec.implementations.memory.MemoryFile(memory, f"/odd/{name}", b"x")
    memory.pipe("/odd/good.md", b"x")
    left = remote.bring("memory://odd", tmp_path / "reports")
    assert [one for one, _ in left] == [name] and list(files(tmp_path / "reports")) == ["good.md"]
    found = pipeline.read_all(tmp_path / "reports")
    with pipeline.collect(tmp_path / "reports", left=left) as collection:
        [told] = collection.troubles
    assert len(found) == 1 and told.read_status == "unreadable" and "give it another" in told.message


def test_no_secret_of_an_address_is_shown() -> None:
    assert remote.to_shown("s3://key:secret@bucket/site?endpoint_override=x") == "s3://bucket/site"
    with pytest.raises(remote.Unreachable, match=r"^no-such-scheme://place/x: ") as told:
        remote.open_place("no-such-scheme://me:secret@place/x")
    assert "secret" not in str(told.value)
    for address in ("s3://key:se cret@bucket/x", "s3://key:se%cret@bucket/x", "s3://b/x?secret_key=se%20cret&nosuch=1"):
        with pytest.raises(remote.Unreachable) as told:
            remote.open_place(address)
        assert not re.search(r"key:|se.{0,3}cret(?!_)", str(told.value)), told.value


def test_a_file_within_what_is_a_file_itself_is_left_there_and_said(tmp_path: Path, bucket: str) -> None:
    place = remote.open_place("s3://bucket/objects")
    for name in ("2020.md", "2020.md/2020.md", "2020.md/a/b.md", "good.md"):
        remote._put_one(place, name, b"x")
    left = remote.bring("s3://bucket/objects", tmp_path / "reports")
    assert left == [(name, "another file has the name of its folder; give it another") for name in ("2020.md/2020.md", "2020.md/a/b.md")]
    assert set(files(tmp_path / "reports")) == {"2020.md", "good.md"}


def test_a_build_from_an_address_to_an_address_is_that_of_a_folder(
    tmp_path: Path, memory: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "ROOT", _to_root(tmp_path))
    folder = tmp_path / "reports"
    shutil.copytree(REPORTS / "350581", folder / "350581")
    for name, content in files(folder).items():
        memory.pipe(f"/reports/{name}", content)
    here, there = tmp_path / "here", tmp_path / "there"
    assert build.run(["--reports", str(folder), "--site-dir", str(here), "--data-only"]) == 0
    assert build.run(["--reports", "memory://reports", "--site-dir", "memory://site", "--data-only"]) == 0
    assert "memory://site: " in capsys.readouterr().out
    remote.bring("memory://site", there)
    assert {name: text for name, text in files(there).items() if name != remote.LIST} == files(here)
    shutil.copy(folder / "350581/shangwu/2019.md", folder / "350581/shangwu/2020.md")
    with monkeypatch.context() as patch:
        patch.setattr(remote, "_put_one", _no_room)
        assert build.run(["--reports", str(folder), "--site-dir", "memory://site", "--data-only"]) == 2
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said == "the site is built, but not all of it could be put there; the next build puts the rest: memory://site: no room there"
    assert build.run(["--reports", str(tmp_path), "--site-dir", "no-such-scheme://site"]) == 2
    assert "the old site is as it was: no-such-scheme://site: " in capsys.readouterr().err
    assert build.run(["--reports", "memory://nothing-here", "--site-dir", "memory://site", "--data-only"]) == 2
    said = capsys.readouterr().err.strip().splitlines()
    assert said[-1].startswith("the build failed, the old site is as it was: memory://nothing-here: "), said


def _no_room(*_: object) -> None:
    raise OSError("no room there")


def _to_root(tmp_path: Path) -> Path:
    """The project, with a cache of its own."""
    root = tmp_path / "project"
    root.mkdir()
    for path in ROOT.iterdir():
        if path.name not in (".cache", ".git", "site", "docs", "build"):
            (root / path.name).symlink_to(path)
    return root


def test_a_document_arrives_as_it_lies_with_what_is_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "reports/350581/x/2020.md"
    path.parent.mkdir(parents=True)
    shutil.copy(next((REPORTS / "350581").rglob("*.md")), path)
    path.with_name("2020.md.yml").write_text("year: 2020\nnote: 我们的\n", "utf-8")
    name = "350581/x/2020.md"
    sent = send(path, name, None)
    here = pack_one(path, name, None)
    shutil.rmtree(tmp_path / "reports")
    assert pack_sent(sent, path, name, None) == here


# --- a server, and a cluster -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of an empty bucket on this machine."""
    if not (STORE / "bin/moto_server").is_file():
        pytest.skip("no server that stores objects: scripts/setup.sh could not get moto")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    where = f"http://127.0.0.1:{port}"
    around = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y", "AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true", "AWS_ENDPOINT_URL": where}
    before = {name: os.environ.get(name) for name in around}
    os.environ.update(around)
    server = subprocess.Popen([*SERVER, "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 120
        while True:
            try:
                urllib.request.urlopen(urllib.request.Request(f"{where}/bucket", method="PUT")).read()
                break
            except (urllib.error.URLError, ConnectionError):
                assert server.poll() is None and time.monotonic() < until, "the server does not start"
                time.sleep(0.2)
        yield where
    finally:
        server.kill()
        server.wait()
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)


def test_a_browser_is_told_what_each_file_is(tmp_path: Path, bucket: str) -> None:
    for name in ("index.html", "data.csv", "site.js", "x.ofd"):
        (tmp_path / name).write_text("x")
    remote.put(tmp_path, "s3://bucket/types")
    kinds = {name: urllib.request.urlopen(f"{bucket}/bucket/types/{name}").headers["Content-Type"] for name in ("index.html", "data.csv", "site.js")}
    assert kinds == {"index.html": "text/html; charset=utf-8", "data.csv": "text/csv; charset=utf-8", "site.js": "text/javascript; charset=utf-8"}
    with pytest.raises(remote.Unreachable, match=r"s3://no-such-bucket/x: .*NO_SUCH_BUCKET"):
        remote.bring("s3://no-such-bucket/x", tmp_path / "y")


def test_a_cluster_reads_from_a_store_a_worker_dies_and_the_site_is_put_whole(
    tmp_path: Path, bucket: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    distributed = pytest.importorskip("distributed", reason="the optional extra `cluster` is not installed")
    import dask

    monkeypatch.setattr(build, "ROOT", _to_root(tmp_path))
    reports = tmp_path / "reports"
    for n, path in enumerate(sorted(p for p in (REPORTS / "350581").rglob("*.*") if p.suffix in (".md", ".txt", ".html"))):
        for copy in range(4):
            target = reports / f"350581/b{n}x{copy}" / path.name
            target.parent.mkdir(parents=True)
            shutil.copy(path, target)
    remote.put(reports, "s3://bucket/reports")
    patient = {"distributed.comm.timeouts.connect": "120s", "distributed.comm.timeouts.tcp": "120s"}
    cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1")
    with dask.config.set(patient), cluster as one:
        killed: list[int] = []
        keep = pipeline.many.Collection.keep

        def kill_one(self: pipeline.Collection, *arguments: object) -> object:
            if not killed:
                with distributed.Client(one) as client:
                    killed.append(min(client.run(os.getpid).values()))
                os.kill(killed[0], signal.SIGKILL)
            return keep(self, *arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(pipeline.many.Collection, "keep", kill_one)
        given = ["--reports", "s3://bucket/reports", "--site-dir", "s3://bucket/site", "--data-only", "--scheduler", one.scheduler_address]
        assert build.run(given) == 0
    assert killed
    monkeypatch.setattr(pipeline.many.Collection, "keep", keep)
    assert build.run(["--reports", str(reports), "--site-dir", str(tmp_path / "here"), "--data-only", "--no-cache"]) == 0
    remote.bring("s3://bucket/site", tmp_path / "there")
    there = {name: text for name, text in files(tmp_path / "there").items() if name != remote.LIST}
    assert there == files(tmp_path / "here")
    with (tmp_path / "there/data/reports.csv").open(encoding="utf-8-sig", newline="") as file:
        assert not [line["source_file"] for line in csv.DictReader(file) if line["read_status"] == "unreadable"]
    assert "s3://bucket/site: " in capsys.readouterr().out
