"""Training of the D network in Keras."""

from keras_networks import network_d
from keras_training import start_keras, training_speed
from synthetic_films import synthetic_films

start_keras()
films, labels = synthetic_films(10 * 16, 500, 500)
training_speed(network_d(), films, labels, loss="sparse_categorical_crossentropy",
               batch_size=16, warm_up_steps=2)
