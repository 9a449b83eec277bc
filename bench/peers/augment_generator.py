"""Augmented batches of Keras's ImageDataGenerator, films in memory, in [0, 1].

Films have three channels, as the notebook loads them; with `--grey`, one.
"""

import sys
import time

from keras.src.legacy.preprocessing.image import ImageDataGenerator

from report import report
from synthetic_films import synthetic_films

films, labels = synthetic_films(256, 256, 256)
films = films.repeat(1 if "--grey" in sys.argv else 3, axis=-1).astype("float32")
generator = ImageDataGenerator(rescale=1 / 255, rotation_range=10, zoom_range=0.2,
                               horizontal_flip=True)
batches = generator.flow(films, labels, batch_size=32, shuffle=True, seed=1)
images = 0
for epoch in range(5):  # the first warms up
    if epoch == 1:
        start = time.perf_counter()
    for _ in range(len(batches)):
        xs, _ = next(batches)
        images += len(xs) if epoch > 0 else 0
report(images / (time.perf_counter() - start),
       {"images": images, "channels": xs.shape[3], "mean": float(xs.mean())})
