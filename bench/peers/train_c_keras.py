"""Training of the C network in Keras."""

import numpy as np

from keras_networks import network_c
from keras_training import start_keras, training_speed
from synthetic_films import synthetic_films

start_keras()
films, labels = synthetic_films(14 * 32, 200, 200)
films = np.repeat(films, 3, axis=-1)
training_speed(network_c(), films, labels, loss="binary_crossentropy",
               batch_size=32, warm_up_steps=2)
