"""Prints the last line of a side; see bench/harness/bench_row.ts."""

import json
import re
import resource
import sys


def report(value, check=None):
    """Prints value, checks and this process's peak resident memory."""
    print(json.dumps({"value": value, "peak_rss_mb": peak_rss_mb(), "check": check or {}}))


def peak_rss_mb():
    """Peak resident memory in MB of 10^6 bytes."""
    if sys.platform != "linux":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    with open("/proc/self/status") as status:
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read())[1]) * 1024 / 1e6
