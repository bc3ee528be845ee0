"""Runs one command and says what it took."""

import os
import subprocess
import time
from dataclasses import dataclass
from statistics import median


class Failed(Exception):
    """The command did not end with 0; carries what it said."""


@dataclass
class Cost:
    wall: float  # seconds
    cpu: float  # seconds, user and system
    peak: float  # megabytes; a process started from here never shows less than this Python's own ~15


def run(command, cwd, env):
    """The cost of a command that must succeed. Earlier writes are flushed first."""
    os.sync()
    log = cwd / "last-run.log"
    with open(log, "wb") as said:
        started = time.perf_counter()
        process = subprocess.Popen([str(word) for word in command], cwd=cwd, env=env,
                                   stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        tail = log.read_text(errors="replace")[-2000:]
        raise Failed(f"{' '.join(map(str, command))}\nended with {process.returncode}:\n{tail}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def middle(costs):
    """The median of each measure on its own."""
    return Cost(median(c.wall for c in costs), median(c.cpu for c in costs), median(c.peak for c in costs))
