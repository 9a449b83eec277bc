"""What the Keras notebooks share: their films' folders, and a clock that leaves imports out."""

import argparse
import pathlib
import time

from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator

from report import report


def arguments():
    """Command line: --films DIR (train/<class>, test/<class>) --epochs N [--size N]."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--films", required=True)
    parser.add_argument("--epochs", type=int, required=True)
    parser.add_argument("--size", type=int)
    return parser.parse_args()


def class_folders(films, without=()):
    """Names of the class folders, in order."""
    folders = sorted(path.name for path in pathlib.Path(films, "train").iterdir() if path.is_dir())
    return [name for name in folders if name.lower() not in without]


def run_notebook(options, *, model, augmentation, size, color_mode, classes, batch_size):
    """Reads the films' folders, trains, predicts the test films, reports the seconds of it all.

    `model` is a function that builds and compiles the network.
    """
    keras.utils.set_random_seed(1)
    started = time.perf_counter()
    films = {
        "target_size": (size, size),
        "color_mode": color_mode,
        "classes": classes,
        "class_mode": "categorical",
        "batch_size": batch_size,
    }
    train = ImageDataGenerator(rescale=1 / 255, **augmentation).flow_from_directory(
        f"{options.films}/train", **films
    )
    test = ImageDataGenerator(rescale=1 / 255).flow_from_directory(
        f"{options.films}/test", shuffle=False, **films
    )
    network = model()
    history = network.fit(train, epochs=options.epochs, verbose=0)
    probabilities = network.predict(test, verbose=0)
    seconds = time.perf_counter() - started

    report(seconds, {
        "films": int(train.n + test.n),
        "epochs": options.epochs,
        "params": int(network.count_params()),
        "train accuracy": history.history["accuracy"][-1],
        "test accuracy": float((probabilities.argmax(axis=1) == test.classes).mean()),
    })
