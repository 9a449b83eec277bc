"""Images per second of a Keras network in training, graph mode, films in memory."""

import os
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
    """Trains for one epoch and reports images per second after the first steps."""
    steps = len(films) // batch_size
    data = tf.data.Dataset.from_tensor_slices((films, labels))
    data = data.shuffle(len(films), seed=1).batch(batch_size).prefetch(tf.data.AUTOTUNE)
    network.compile(keras.optimizers.Adam(1e-3), loss, metrics=["accuracy"])
    times = StepTimes()
    history = network.fit(data, epochs=1, verbose=0, callbacks=[times])
    seconds = times.times[-1] - times.times[warm_up_steps - 1]
    report((steps - warm_up_steps) * batch_size / seconds, {
        "params": network.count_params(),
        "data": int(films[..., :1].sum(dtype="int64")),
        "loss": float(history.history["loss"][0]),
    })
