"""Prints what Keras's optimizers make of an embedding whose ids repeat, for OptimizerStateTest.

    KERAS_BACKEND=tensorflow python optimizer_rows.py
    KERAS_BACKEND=jax python optimizer_rows.py

The model is the sum of three rows of a table of four; three steps are made.
"""

import keras
import numpy as np
from keras import layers, optimizers

TABLE = np.array([[1, 2], [3, 5], [7, 11], [0.5, -0.5]], "float32")
IDS = np.array([[0, 0, 1], [2, 0, 1]])
LABELS = np.array([[1], [2]], "float32")


class Total(layers.Layer):
    def call(self, x):
        return keras.ops.sum(x, axis=(1, 2))[:, None]


def run(optimizer):
    model = keras.Sequential([keras.Input((3,), dtype="int32"), layers.Embedding(4, 2), Total()])
    model.layers[0].set_weights([TABLE])
    model.compile(optimizer, "mse")
    losses = [float(model.train_on_batch(IDS, LABELS)) for _ in range(3)]
    print(type(optimizer).__name__)
    print("  ", losses)
    print("  ", model.layers[0].get_weights()[0].reshape(-1).tolist())


def rows(optimizer):
    """The table alone, moved by gradients of rows given by hand: one id comes with both signs."""
    import tensorflow as tf

    table = keras.Variable(TABLE, name="embeddings")
    ids = [0, 0, 1, 2, 0, 1]
    values = np.array(
        [[3, 1], [-2, 1], [1, 1], [0.5, 2], [-1, 0.25], [2, -3]], "float32"
    )
    optimizer.build([table])
    for _ in range(3):
        optimizer.apply([tf.IndexedSlices(values, ids, dense_shape=[4, 2])], [table])
    print("by hand", type(optimizer).__name__)
    print("  ", np.array(table).reshape(-1).tolist())


run(optimizers.Adamax(0.1))
run(optimizers.Adadelta(10.0))
run(optimizers.Adam(0.1, clipnorm=0.5))
run(optimizers.Adagrad(0.1, global_clipnorm=0.5))
run(optimizers.Adagrad(0.1, clipvalue=2.0))
if keras.backend.backend() == "tensorflow":
    rows(optimizers.Adamax(0.1))
    rows(optimizers.Adadelta(10.0))
    for kept in (
        optimizers.SGD(0.1, clipvalue=1.5),
        optimizers.Adagrad(0.1, clipvalue=1.5),
        optimizers.RMSprop(0.1, clipvalue=1.5),
        optimizers.Adadelta(10.0, clipvalue=1.5),
        optimizers.Adam(0.1, clipvalue=1.5),
    ):
        rows(kept)
