"""DOC, WPS and RTF → Document, by way of LibreOffice.

In: paths. Out: each as DOCX, many in one run of LibreOffice, and what the DOCX reader finds in it. Not its business:
what stands in a document (docx.py).

LibreOffice runs without a window, with a profile of its own that is thrown away, with macros and everything that
fetches switched off, and no longer than a time that grows with the number of documents.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from gongkai import machine
from gongkai.model import Unreadable
from gongkai.patience import HURRIED, REASONS, Patience
from gongkai.readers.office import docx, rtf
from gongkai.readers.parts import Parts

PROGRAMS = ("soffice", "libreoffice")
PLACES = ("/usr/lib/libreoffice/program/soffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
MISSING = "reading it needs LibreOffice: apt-get install libreoffice-writer-nogui (or save the document as DOCX)"
SECONDS_FOR_ONE = 75
"""that one document may take, the start of LibreOffice with it: it is ended once nothing has come out for so long"""
MOST_AT_ONCE = 200
SECONDS_BETWEEN_LOOKS = 0.25
FAILED = "LibreOffice cannot open it, or did not run; open it in Word or WPS and save it as DOCX"
MOST_MEMORY = 1_500_000_000
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
)
_OLE = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def read(path: Path, name: str) -> Parts:
    """Read one document by itself. Raises Unreadable where LibreOffice is missing or cannot open it."""
    with machine.room() as folder:
        converted = convert([path], folder)[path]
        if isinstance(converted, str):
            raise Unreadable(name, converted)
        return docx.read(converted, name)


def convert(paths: Iterable[Path], folder: Path, until: float | None = None) -> dict[Path, Path | str]:
    """Turn documents into DOCX in a folder, named by their content; one that is there already is not made again. until: as for Patience.

    Out: for each path its DOCX, or in one line why there is none. A document that brings LibreOffice down or hangs
    costs only itself: the first that a run leaves undone is tried once more by itself, those behind it in another run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    machine.sweep_files(folder, "*.[0-9]*")
    targets = {path: _path_to_target(path, folder) for path in paths}
    missing = [path for path, target in targets.items() if isinstance(target, Path) and not _is_kept(target)]
    program = find_program()
    untried = _convert(program, {path: Path(targets[path]) for path in missing}, until) if program else set()
    reason = FAILED if program else MISSING
    return {
        path: target if isinstance(target, str) or _is_kept(target) else REASONS[HURRIED] if path in untried else reason
        for path, target in targets.items()
    }


def is_running() -> bool:
    """Whether LibreOffice does its work here at all, tried on a document of ours: what it then cannot open is the fault of that document."""
    with machine.room() as folder:
        (ours := folder / "ours.rtf").write_bytes(rb"{\rtf1 1}")
        return isinstance(convert([ours], folder / "out")[ours], Path)


def find_program() -> str:
    """The LibreOffice of this machine, "" where it has none."""
    found = (shutil.which(program) for program in (*PROGRAMS, *PLACES))
    return next((program for program in found if program), "")


def _path_to_target(path: Path, folder: Path) -> Path | str:
    try:
        content = path.read_bytes()
    except OSError as error:
        return f"the file cannot be opened ({error.strerror or error})"
    if content.startswith(_OLE) and _LOCKED in content:
        return "the document is locked; save a copy without a password"
    return folder / _to_name(content)


def _to_name(content: bytes) -> str:
    return f"{hashlib.sha256(_made_by() + content).hexdigest()}.docx"


def is_of(converted: Path, content: bytes) -> bool:
    """Whether a conversion is that of a document that holds these bytes."""
    return converted.name == _to_name(content)


@cache
def _made_by() -> bytes:
    """What a conversion depends on besides the document: a kept one of another way of converting is none."""
    return Path(__file__).read_bytes() + Path(rtf.__file__).read_bytes()


def _convert(program: str, targets: Mapping[Path, Path], until: float | None) -> set[Path]:
    """Convert documents, and return those that were not tried by themselves for want of time."""
    patience = Patience(SECONDS_FOR_ONE, until=until)
    waiting, alone = list(targets), []
    while waiting and patience.allowed:
        some, waiting = waiting[:MOST_AT_ONCE], waiting[MOST_AT_ONCE:]
        _try(program, {path: targets[path] for path in some}, patience)
        left = [path for path in some if not _is_kept(targets[path])]
        if len(left) == len(some):  # it may be any of them, or LibreOffice itself
            alone += left if len(some) > 1 else []
        else:
            alone, waiting = alone + left[:1], left[1:] + waiting
    untried = {*waiting}
    for path in alone:
        if patience.allowed:
            _try(program, {path: targets[path]}, patience)
        else:
            untried.add(path)
    return untried


def _try(program: str, targets: Mapping[Path, Path], patience: Patience) -> None:
    """Run it. Where it does not start, none of them is there afterwards; where the disk is full, that is nothing to say of a document."""
    try:
        _run(program, targets, patience)
    except OSError as error:
        if machine.is_withheld(error):
            raise


def _run(program: str, targets: Mapping[Path, Path], patience: Patience) -> None:
    """Convert documents in one run; those that come out as they should are moved to their targets."""
    with machine.room() as room:
        sources, out = Path(room, "in"), Path(room, "out")
        sources.mkdir()
        _write_profile(Path(room, "profile"))
        # one that has changed since its target was named is none of them
        contents = {path: content for path, target in targets.items() if is_of(target, content := path.read_bytes())}
        numbered = dict(enumerate(contents))
        for number, path in numbered.items():
            # names come from strangers and may be alike
            (sources / f"{number}.doc").write_bytes(rtf.with_signs(contents[path]))
        arguments = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
        command = [program, f"-env:UserInstallation=file://{room}/profile", *arguments]
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out)]
        command += [str(sources / f"{number}.doc") for number in numbered]
        _wait(command, room, out, patience)
        for number, path in numbered.items():
            made = out / f"{number}.docx"
            if made.is_file() and made.stat().st_size:
                _keep(made, targets[path])


def _is_kept(target: Path) -> bool:
    """Whether a conversion is there, and as it was made: beside it stands its checksum."""
    try:
        return hashlib.sha256(target.read_bytes()).hexdigest() == _to_checksum(target).read_text("ascii")
    except (OSError, ValueError):
        return False


def _keep(made: Path, target: Path) -> None:
    """Put a conversion where it belongs, whole or not at all, with its checksum."""
    content = made.read_bytes()
    for path, part in ((target, content), (_to_checksum(target), hashlib.sha256(content).hexdigest().encode())):
        new = path.with_name(f"{path.name}.{os.getpid()}")  # what convert sweeps where a program was killed just here
        new.write_bytes(part)
        new.replace(path)


def _to_checksum(target: Path) -> Path:
    return target.with_suffix(".sha256")


def _wait(command: list[str], room: Path, out: Path, patience: Patience) -> None:
    # a proxy that is not there: what still wants to fetch something gets nothing
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")
    around = {**os.environ, **nowhere, "HOME": str(room), "no_proxy": "", "SAL_USE_VCLPLUGIN": "svp"}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, env=around, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    ) as process:
        _limit(process.pid, SECONDS_FOR_ONE * MOST_AT_ONCE // 4)
        made, since = 0, time.monotonic()
        try:
            while process.poll() is None:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=SECONDS_BETWEEN_LOOKS)
                now = len(list(out.iterdir())) if out.is_dir() else 0
                if now > made:
                    made, since = now, time.monotonic()
                elif process.poll() is None and (silent := time.monotonic() - since) > patience.allowed:
                    patience.spend(silent)
                    break
        finally:
            if process.poll() is None:  # soffice is a script; the program itself is its child
                os.killpg(process.pid, signal.SIGKILL)


def _limit(pid: int, seconds: int) -> None:
    """Limit the data of a process and of those that it starts, and their time, should this one be killed; where the system can do so (Linux)."""
    try:
        import resource

        resource.prlimit(pid, resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
        resource.prlimit(pid, resource.RLIMIT_CPU, (seconds, seconds))
    except (ImportError, AttributeError, OSError, ValueError):
        return


def _write_profile(profile: Path) -> None:
    (profile / "user").mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )
