"""The machine's rate of float32 matrix products, in PyTorch."""

import os
import time

import torch

from report import report

SIZE = 2048

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
torch.manual_seed(1)
a, b = torch.randn(SIZE, SIZE), torch.randn(SIZE, SIZE)


def product_seconds():
    """Seconds of one product."""
    start = time.perf_counter()
    a @ b
    return time.perf_counter() - start


for _ in range(3):
    product_seconds()
report(2 * SIZE**3 / sorted(product_seconds() for _ in range(25))[12] / 1e9)
