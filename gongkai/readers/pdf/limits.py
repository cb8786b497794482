"""How much time and memory a program beside ours takes at the most, set by itself: whoever asked it may be gone."""

from __future__ import annotations


def limit(seconds: int, memory: int) -> None:
    """Hold this process to seconds of CPU and bytes of memory, where the system has such limits, and let it leave no core behind."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return
