"""What a running process has used so far: processor time and memory (memory on Linux only)."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

_WHOLE_PROCESS = 2
"""Linux: this clock of a process counts all its threads, in nanoseconds."""


def cpu_seconds(pid: int) -> float:
    """Processor time of all threads of a process, in seconds."""
    if sys.platform == "linux":
        return time.clock_gettime((~pid << 3) | _WHOLE_PROCESS)
    words = subprocess.run(
        ["/bin/ps", "-o", "time=", "-p", str(pid)], check=True, capture_output=True, text=True
    ).stdout.strip()
    seconds = 0.0
    for part in words.replace("-", ":").split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def memory_mb(pid: int) -> float:
    """Memory that a process holds now, in MB."""
    if sys.platform == "linux":
        words = Path(f"/proc/{pid}/status").read_text().split()
        return int(words[words.index("VmRSS:") + 1]) / 1024
    words = subprocess.run(
        ["/bin/ps", "-o", "rss=", "-p", str(pid)], check=True, capture_output=True, text=True
    ).stdout.split()
    return int(words[0]) / 1024
