"""The machine's rate of float32 matrix products, in TensorFlow."""

import os
import time

import tensorflow as tf

from report import report

SIZE = 2048

tf.config.threading.set_intra_op_parallelism_threads(int(os.environ["TF_NUM_INTRAOP_THREADS"]))
a, b = (tf.random.stateless_normal((SIZE, SIZE), (1, seed)) for seed in range(2))


def product_seconds():
    """Seconds of one product."""
    start = time.perf_counter()
    tf.matmul(a, b)
    return time.perf_counter() - start


for _ in range(3):
    product_seconds()
report(2 * SIZE**3 / sorted(product_seconds() for _ in range(25))[12] / 1e9)
