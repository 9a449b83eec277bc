"""First pass over films with tf.data: read, decode grey, resize, all maps in parallel."""

import time

import tensorflow as tf

from first_pass_films import arguments, report_pass

options, paths = arguments(lambda parser: parser.add_argument("--antialias", action="store_true"))


def load(path):
    film = tf.io.decode_image(tf.io.read_file(path), channels=1, expand_animations=False)
    film.set_shape([None, None, 1])
    return tf.image.resize(film, [options.size, options.size], antialias=options.antialias)


def first_pass():
    films = tf.data.Dataset.from_tensor_slices(paths)
    films = films.map(load, num_parallel_calls=tf.data.AUTOTUNE).batch(16).prefetch(tf.data.AUTOTUNE)
    threads = tf.data.Options()
    threads.threading.private_threadpool_size = options.threads
    return list(films.with_options(threads).as_numpy_iterator())


started = time.perf_counter()
for _ in range(options.passes):
    batches = first_pass()
report_pass(time.perf_counter() - started, batches, options, paths)
