"""Augmented batches of Keras's ImageDataGenerator, films in memory."""

import time

from keras.src.legacy.preprocessing.image import ImageDataGenerator

from report import report
from synthetic_films import synthetic_films

films, labels = synthetic_films(256, 256, 256)
generator = ImageDataGenerator(rotation_range=10, zoom_range=0.2, horizontal_flip=True)
batches = generator.flow(films.astype("float32"), labels, batch_size=32, shuffle=True, seed=1)
images = 0
for epoch in range(5):  # the first warms up
    if epoch == 1:
        start = time.perf_counter()
    for _ in range(len(batches)):
        xs, _ = next(batches)
        images += len(xs) if epoch > 0 else 0
report(images / (time.perf_counter() - start), {"images": images, "mean": float(xs.mean())})
