"""Experiment E as a Keras notebook: three classes, three convolutions, films augmented."""

from tensorflow import keras
from tensorflow.keras import layers

from keras_notebook import arguments, class_folders, run_notebook


def model():
    network = keras.Sequential([
        keras.Input((256, 256, 3)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(128, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Dropout(0.25),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(3, activation="softmax"),
    ])
    network.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    return network


options = arguments()
run_notebook(
    options,
    model=model,
    augmentation={"rotation_range": 10, "zoom_range": 0.2, "horizontal_flip": True},
    size=256,
    color_mode="rgb",
    classes=class_folders(options.films),
    batch_size=16,
)
