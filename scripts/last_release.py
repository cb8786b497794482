"""The data of the last release → a folder, to hold a build against.

    python scripts/last_release.py FOLDER

In: $GITHUB_SERVER_URL and $GITHUB_REPOSITORY. Out: FOLDER/data; exit 3 where there is no release, 1 where one could not be had whole: a check that
did not take place is no check that held. Needs Python alone. Not its business: comparing (guard.py).
"""

from __future__ import annotations

import http.client
import os
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

NONE = 3
NAME = "data.tar.gz"
SECONDS = 60
MOST = 20_000_000_000
"""bytes unpacked"""


def download(address: str, target: Path) -> bool:
    """Fetch a file, whole; False where there is none. OSError, HTTPException or EOFError where it did not come."""
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer, target.open("wb") as file:
            wanted, came = answer.headers.get("Content-Length"), 0
            while part := answer.read(1 << 20):
                file.write(part)
                came += len(part)
    except urllib.error.HTTPError as error:
        if error.code == http.client.NOT_FOUND:
            return False
        raise
    if wanted is not None and came != int(wanted):
        raise EOFError(f"{came:,} of {int(wanted):,} bytes came")
    return True


def unpack(archive: Path, folder: Path) -> None:
    with tarfile.open(archive) as packed:
        if sum(member.size for member in packed) > MOST:
            raise tarfile.TarError(f"it holds more than {MOST // 1_000_000_000} GB")
        packed.extractall(folder, filter="data")


def main(folder: Path) -> int:
    server, repository = os.environ.get("GITHUB_SERVER_URL", ""), os.environ.get("GITHUB_REPOSITORY", "")
    if not server or not repository:
        print("no repository is named, so there is no release to hold the data against")
        return NONE
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as passing:
        archive = Path(passing, NAME)
        try:
            if not download(f"{server}/{repository}/releases/latest/download/{NAME}", archive):
                print("there is no release yet to hold the data against")
                return NONE
            unpack(archive, folder)
        except (OSError, EOFError, ValueError, http.client.HTTPException, tarfile.TarError) as error:
            print(f"the last release could not be had: {str(error) or type(error).__name__}; run this again")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
