"""Grey films of noise, every other one brighter: the bytes of bench/ours/synthetic_films.ts."""

import numpy as np


def synthetic_films(num_films, height, width):
    """Returns uint8 films [num_films, height, width, 1] and their classes, 0 and 1 in turn."""
    films = np.empty((num_films, height, width, 1), np.uint8)
    labels = np.arange(num_films, dtype=np.int32) % 2
    size = height * width
    for film in range(num_films):  # one at a time: this is not to count as peak memory
        i = np.arange(film * size, (film + 1) * size, dtype=np.uint32)
        x = (i ^ (i >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
        x = (x ^ (x >> np.uint32(12))) * np.uint32(0x297A2D39)
        x = ((x ^ (x >> np.uint32(15))) & np.uint32(127)) + np.uint32(64 * labels[film])
        films[film] = x.astype(np.uint8).reshape(height, width, 1)
    return films, labels
