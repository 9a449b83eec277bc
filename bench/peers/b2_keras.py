"""Experiment B2 as a Keras notebook: a frozen VGG16 (random weights) inside the model."""

from tensorflow import keras
from tensorflow.keras import layers

from keras_notebook import arguments, class_folders, run_notebook

options = arguments()


def model():
    base = keras.applications.VGG16(
        weights=None, include_top=False, input_shape=(options.size, options.size, 3)
    )
    base.trainable = False
    network = keras.Sequential([
        base,
        layers.GlobalAveragePooling2D(),
        layers.Dense(128, activation="relu"),
        layers.Dense(2, activation="softmax"),
    ])
    network.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    return network


run_notebook(
    options,
    model=model,
    augmentation={},
    size=options.size,
    color_mode="rgb",
    classes=class_folders(options.films, without=["normal"]),
    batch_size=32,
)
