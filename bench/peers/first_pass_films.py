"""Command line and result that the peers of the first pass share."""

import argparse
import pathlib

import numpy as np

from report import report

ENDINGS = {".jpg", ".jpeg", ".png"}


def arguments(add):
    """Options, with those that `add` declares, and the films' paths in order."""
    parser = argparse.ArgumentParser()
    for name in ["size", "passes", "threads"]:
        parser.add_argument(f"--{name}", type=int, required=True)
    parser.add_argument("--films", required=True)
    add(parser)
    options = parser.parse_args()
    files = sorted(pathlib.Path(options.films).rglob("*"))
    return options, [str(path) for path in files if path.suffix.lower() in ENDINGS]


def report_pass(seconds, arrays, options, paths):
    """Reports films a second; `arrays` hold the last pass's pixels."""
    mean = np.mean([np.mean(array) for array in arrays])
    report(options.passes * len(paths) / seconds, {"films": len(paths), "mean": float(mean)})
