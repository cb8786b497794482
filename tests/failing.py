"""A reader that ends its process, hangs, meets an error of its own or takes a worker of a cluster with it, by the name of the document.

In a file of its own, because every process that it ends has to load it again.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from gongkai import pipeline
from gongkai.bodies import settling, showing
from gongkai.pipeline import cards, parcels


def read(path: Path, name: str, converted: object = None) -> bytes:
    if "crash" in name:
        os._exit(139)
    if "hang" in name:
        time.sleep(3600)
    if "raise" in name:
        raise IndexError("out of range")
    if "lost" in name:
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(3600)
    print("what a library prints is no answer")
    return cards.pack(pipeline.Read(name, "0", reason="fine"))


def read_sent(sent: object, path: Path, name: str, converted: object = None) -> bytes:
    return read(path, name, converted)


def settle(task: bytes, reads: list[bytes]) -> bytes:
    if "jiaoyuju" in settling_task(task):
        raise IndexError("out of range")
    return settling.settle(task, reads)


def show(agency_id: str, told: bytes, settled: bytes) -> bytes:
    if "jiaoyuju" in agency_id:
        raise IndexError("out of range")
    return showing.show(agency_id, told, settled)


def settling_task(task: bytes) -> str:
    asked = parcels.unpack(task)
    assert isinstance(asked, settling.Task)
    return asked.group.agency.agency_id
