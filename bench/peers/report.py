"""Prints the last line of a side; see bench/harness/bench_row.ts."""

import json
import re
import sys


def report(value, check=None):
    """Prints value, checks and this process's peak resident memory."""
    line = {"value": value, "check": check or {}}
    memory = peak_rss_mb()
    if memory is not None:
        line["peak_rss_mb"] = memory
    print(json.dumps(line))


def peak_rss_mb():
    """Peak resident memory in MB of 10^6 bytes; None where the system does not tell."""
    if sys.platform != "linux":
        return None
    with open("/proc/self/status") as status:
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read())[1]) * 1024 / 1e6
