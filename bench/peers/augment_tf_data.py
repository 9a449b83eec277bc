"""Augmented batches of tf.data with Keras's random layers, films cached in memory, in [0, 1].

Films have three channels; with `--grey`, one. Batches are changed as a whole; with `--per-film`,
each film before it is put into a batch.
"""

import os
import sys
import time

import keras
import tensorflow as tf
from keras import layers

from report import report
from synthetic_films import synthetic_films

tf.config.threading.set_intra_op_parallelism_threads(int(os.environ["TF_NUM_INTRAOP_THREADS"]))
keras.utils.set_random_seed(1)
films, labels = synthetic_films(256, 256, 256)
films = films.repeat(1 if "--grey" in sys.argv else 3, axis=-1)
augmentation = keras.Sequential([
    layers.RandomFlip("horizontal"),
    layers.RandomRotation(10 / 360, fill_mode="nearest"),
    layers.RandomZoom(0.2, 0.2, fill_mode="nearest"),
    layers.Rescaling(1 / 255),
])


def augment(xs, ys):
    """Changes a batch or a film at random."""
    return augmentation(tf.cast(xs, tf.float32), training=True), ys


data = tf.data.Dataset.from_tensor_slices((films, labels)).cache()
data = data.shuffle(len(films), seed=1)
if "--per-film" in sys.argv:
    data = data.map(augment, num_parallel_calls=tf.data.AUTOTUNE).batch(32)
else:
    data = data.batch(32).map(augment, num_parallel_calls=tf.data.AUTOTUNE)
data = data.prefetch(tf.data.AUTOTUNE)
images = 0
for epoch in range(5):  # the first warms up
    if epoch == 1:
        start = time.perf_counter()
    for xs, _ in data:
        images += len(xs) if epoch > 0 else 0
report(images / (time.perf_counter() - start),
       {"images": images, "channels": xs.shape[3], "mean": float(tf.reduce_mean(xs))})
