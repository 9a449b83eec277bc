"""Images per second of a Keras network in training, graph mode, films in memory."""

import math
import os
import sys
import time

import keras
import tensorflow as tf

from report import report


def start_keras():
    """Holds TensorFlow to the threads that the harness names, and seeds it."""
    tf.config.threading.set_intra_op_parallelism_threads(int(os.environ["TF_NUM_INTRAOP_THREADS"]))
    keras.utils.set_random_seed(1)


class StepTimes(keras.callbacks.Callback):
    """When each step ended."""

    def __init__(self):
        super().__init__()
        self.times = []

    def on_train_batch_end(self, batch, logs=None):
        self.times.append(time.perf_counter())


def training_speed(network, films, labels, *, loss, batch_size, warm_up_steps):
    """Trains for one epoch and reports images per second after the first steps.

    XLA (jit_compile=True) makes these networks slower on a processor; arrays or train_on_batch in
    place of tf.data are as fast. With `--gflops` on the command line it reports billions of operations a second.
    """
    steps = len(films) // batch_size
    data = tf.data.Dataset.from_tensor_slices((films, labels))
    data = data.shuffle(len(films), seed=1).batch(batch_size).prefetch(tf.data.AUTOTUNE)
    network.compile(keras.optimizers.Adam(1e-3), loss, metrics=["accuracy"])
    times = StepTimes()
    history = network.fit(data, epochs=1, verbose=0, callbacks=[times])
    seconds = times.times[-1] - times.times[warm_up_steps - 1]
    images_per_second = (steps - warm_up_steps) * batch_size / seconds
    gflop = training_flops(network) / 1e9
    report(images_per_second * gflop if "--gflops" in sys.argv else images_per_second, {
        "params": network.count_params(),
        "gflop": gflop,
        "data": int(films[..., :1].sum(dtype="int64")),
        "loss": float(history.history["loss"][0]),
    })


def training_flops(network):
    """Operations an image, counted as bench/ours/training_flops.ts does."""
    forward = [
        2 * math.prod(layer.kernel.shape) * math.prod(layer.output.shape[1:-1])
        for layer in network.layers if hasattr(layer, "kernel")
    ]
    return 3 * sum(forward) - forward[0]
