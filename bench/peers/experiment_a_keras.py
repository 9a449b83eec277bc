"""Experiment A as a Keras notebook: three classes, tiny CNN, films much augmented."""

from tensorflow import keras
from tensorflow.keras import layers

from keras_notebook import arguments, class_folders, run_notebook


def model():
    network = keras.Sequential([
        keras.Input((256, 256, 1)),
        layers.Conv2D(5, 5, strides=3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Dropout(0.1),
        layers.Conv2D(3, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Dropout(0.2),
        layers.Flatten(),
        layers.Dense(3, activation="softmax"),
    ])
    network.compile("adam", "categorical_crossentropy", metrics=["accuracy", keras.metrics.AUC()])
    return network


options = arguments()
run_notebook(
    options,
    model=model,
    augmentation={
        "zoom_range": 0.2,
        "rotation_range": 25,
        "width_shift_range": 0.2,
        "height_shift_range": 0.2,
        "horizontal_flip": True,
    },
    size=256,
    color_mode="grayscale",
    classes=class_folders(options.films),
    batch_size=16,
)
