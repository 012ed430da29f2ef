"""Records losses and their gradients as Keras on TensorFlow computes them.

    KERAS_BACKEND=tensorflow python losses.py

Writes ../resources/golden/keras_losses_more.json: arguments that the other recorded cases leave at
their defaults.
"""

import keras
import numpy as np
import tensorflow as tf

from arrays import array, write

RNG = np.random.default_rng(11)


def probabilities(*shape):
    x = RNG.uniform(0.05, 1, shape)
    return (x / x.sum(-1, keepdims=True)).astype("float32")


def one_hot(*shape):
    return np.eye(shape[-1], dtype="float32")[RNG.integers(0, shape[-1], shape[:-1])]


def floats(*shape):
    return RNG.normal(0, 1.5, shape).astype("float32")


def unit(*shape):
    x = floats(*shape)
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


def binary(*shape):
    return RNG.integers(0, 2, shape).astype("float32")


def share(*shape):
    return RNG.uniform(0.02, 0.98, shape).astype("float32")


WEIGHTS = np.array([0.5, 0, 2, 1], "float32")
CASES = []


def case(name, y_true, y_pred, weights=None, reduction="sum_over_batch_size", **config):
    loss = getattr(keras.losses, name)(reduction=reduction, **config)
    x = tf.constant(y_pred)
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = loss(y_true, x, sample_weight=weights)
        total = tf.reduce_sum(value)
    gradient = tf.convert_to_tensor(tape.gradient(total, x))
    CASES.append({
        "kind": "loss",
        "class": name,
        "config": {"reduction": reduction, **config},
        "y_true": array(y_true),
        "y_pred": array(y_pred),
        "sample_weight": None if weights is None else array(weights),
        "expected": array(value.numpy()),
        "expected_grad_y_pred_of_sum": array(gradient.numpy()),
        "id": f"keras_losses_more-{len(CASES):04d}",
    })


for reduction in ("sum", "none", "mean_with_sample_weight"):
    for weights in (None, WEIGHTS):
        case("BinaryFocalCrossentropy", binary(4, 3), share(4, 3), weights, reduction,
             apply_class_balancing=True, alpha=0.4, gamma=1.5, label_smoothing=0.2)
        case("CategoricalFocalCrossentropy", one_hot(4, 3), floats(4, 3), weights, reduction,
             alpha=0.6, gamma=3.0, from_logits=True, label_smoothing=0.2)
        case("CategoricalGeneralizedCrossEntropy", RNG.integers(0, 3, 4), probabilities(4, 3),
             weights, reduction, q=0.3)
        case("Circle", np.array([1, 1, 2, 3]), unit(4, 5), weights, reduction,
             gamma=3.0, margin=0.2)
        case("CTC", np.array([[1, 2, 0], [2, 2, 1], [1, 0, 0], [2, 1, 2]]), floats(4, 6, 4),
             weights, reduction)
case("BinaryFocalCrossentropy", binary(4, 3), floats(4, 3), from_logits=True)
case("BinaryFocalCrossentropy", binary(4, 3, 2), share(4, 3, 2), WEIGHTS[:, None], "none", axis=1)
case("CategoricalFocalCrossentropy", one_hot(4, 3), probabilities(4, 3))
case("CategoricalFocalCrossentropy", np.moveaxis(one_hot(4, 2, 3), 2, 1),
     np.moveaxis(probabilities(4, 2, 3), 2, 1), WEIGHTS[:, None], "none", axis=1)
case("Circle", np.array([1, 1, 2, 2]), unit(4, 5), remove_diagonal=False)
case("CTC", np.array([[0, 0, 0], [2, 2, 1]]), floats(2, 5, 3))
for reduction in ("sum_over_batch_size", "none"):
    case("Dice", binary(4, 3), share(4, 3), None, reduction)
    case("Dice", binary(4, 3), share(4, 3), WEIGHTS, reduction, axis=[1])
    case("Dice", binary(4, 2, 3), share(4, 2, 3), WEIGHTS, reduction, axis=[1, 2])
    case("Tversky", binary(4, 3), share(4, 3), None, reduction)
    case("Tversky", binary(4, 2, 3), share(4, 2, 3), WEIGHTS, reduction, alpha=0.3, beta=0.3,
         axis=[1, 2])
case("Dice", binary(4, 3), share(4, 3), WEIGHTS)
case("Huber", floats(4, 3), floats(4, 3), WEIGHTS, delta=0.25)
case("CosineSimilarity", floats(4, 3), floats(4, 3), axis=0)
case("CosineSimilarity", floats(4, 3, 2), floats(4, 3, 2), WEIGHTS[:, None], "none", axis=1)
case("SparseCategoricalCrossentropy", np.array([[0, 2], [-1, 1], [1, -1], [2, 2]]),
     floats(4, 2, 3), WEIGHTS[:, None], from_logits=True, ignore_class=-1)
case("SparseCategoricalCrossentropy", np.array([0, 255, 1, 2]), probabilities(4, 3), WEIGHTS,
     "mean_with_sample_weight", ignore_class=255)
case("SparseCategoricalCrossentropy", np.array([0, 255, 1, 2]), probabilities(4, 3), None,
     "sum", ignore_class=255)
case("BinaryCrossentropy", binary(4, 3, 2), share(4, 3, 2), WEIGHTS[:, None], "none", axis=1)
case("CategoricalCrossentropy", np.moveaxis(one_hot(4, 3, 3), 2, 1), floats(4, 3, 3), None,
     from_logits=True, axis=1, label_smoothing=0.3)
case("Hinge", binary(4, 3), floats(4, 3), WEIGHTS)
case("SquaredHinge", 2 * binary(4, 3) - 1, floats(4, 3), WEIGHTS)
case("CategoricalHinge", one_hot(4, 3), floats(4, 3), WEIGHTS)
case("MeanSquaredError", floats(4), floats(4, 1), WEIGHTS)
case("MeanAbsoluteError", floats(4, 2, 3), floats(4, 2, 3), WEIGHTS[:, None])
case("MeanAbsolutePercentageError", binary(4, 3), floats(4, 3), WEIGHTS)
case("Poisson", np.abs(floats(4, 3)), np.abs(floats(4, 3)), WEIGHTS, "sum")
case("KLDivergence", probabilities(4, 3), probabilities(4, 3), WEIGHTS, "none")
case("LogCosh", floats(4, 3), 30 * floats(4, 3), WEIGHTS, "none")

write("../resources/golden/keras_losses_more.json",
      f"Keras {keras.__version__} on TensorFlow {tf.__version__}, by src/test/python/losses.py",
      CASES)
