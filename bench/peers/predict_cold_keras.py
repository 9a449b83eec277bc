"""One film predicted by Keras from a cold process: imports, model, decoding, prediction."""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

from tensorflow import keras

from report import report

parser = argparse.ArgumentParser()
parser.add_argument("--films", required=True)
tests = pathlib.Path(parser.parse_args().films, "test")
film = sorted(str(path) for path in tests.rglob("*") if path.is_file())[0]

network = keras.Sequential([
    keras.Input((224, 224, 3)),
    keras.layers.Rescaling(1 / 127.5, offset=-1),
    keras.applications.MobileNetV2((224, 224, 3), alpha=0.35, include_top=False, weights=None),
    keras.layers.GlobalAveragePooling2D(),
    keras.layers.Dense(3, activation="softmax"),
])
with tempfile.TemporaryDirectory() as folder:
    network.save(f"{folder}/model.keras")
    script = pathlib.Path(__file__).with_name("predict_film_keras.py")
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, script, film, f"{folder}/model.keras"],
        check=True,
        stdout=subprocess.PIPE,
    )
    seconds = time.perf_counter() - started

probabilities = json.loads(done.stdout)
report(seconds, {
    "film": pathlib.Path(film).name,
    "params": int(network.count_params()),
    "sum of probabilities": sum(probabilities),
})
