"""VGG16 forward in Keras."""

import time

import keras
import numpy as np

from keras_training import start_keras
from report import report

start_keras()
network = keras.applications.VGG16(weights=None, include_top=False, input_shape=(224, 224, 3))
xs = np.random.default_rng(1).random((16, 224, 224, 3), np.float32)
network.predict_on_batch(xs)
start = time.perf_counter()
for _ in range(3):
    features = network.predict_on_batch(xs)
images = 3 * len(features)
report(images / (time.perf_counter() - start),
       {"params": network.count_params(), "images": images})
