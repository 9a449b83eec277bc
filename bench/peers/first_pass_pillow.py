"""First pass over films with Pillow: open, convert to grey, resize, as Keras's generators do it."""

import io
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from PIL import Image

from first_pass_films import arguments, report_pass

RESAMPLING = {"nearest": Image.Resampling.NEAREST, "bilinear": Image.Resampling.BILINEAR}

options, paths = arguments(
    lambda parser: parser.add_argument("--interpolation", choices=RESAMPLING, default="nearest")
)


def load(path):
    with open(path, "rb") as file:
        film = Image.open(io.BytesIO(file.read()))
    film = film.convert("L").resize((options.size, options.size), RESAMPLING[options.interpolation])
    return np.asarray(film, dtype="float32")


def first_pass(threads):
    return list(threads.map(load, paths))


started = time.perf_counter()
with ThreadPoolExecutor(options.threads) as threads:
    for _ in range(options.passes):
        films = first_pass(threads)
report_pass(time.perf_counter() - started, films, options, paths)
