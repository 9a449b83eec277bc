"""What a user runs to classify one film with Keras: FILM MODEL, prints the probabilities as JSON."""

import json
import sys

import numpy as np
from tensorflow import keras

film, model = sys.argv[1:]
network = keras.models.load_model(model)
pixels = keras.utils.img_to_array(keras.utils.load_img(film, target_size=(224, 224)))
print(json.dumps(network.predict(pixels[np.newaxis], verbose=0)[0].tolist()))
