"""Records metrics as Keras on TensorFlow computes them, batch by batch.

    KERAS_BACKEND=tensorflow python metrics.py

Writes ../resources/golden/keras_metrics_more.json: arguments that the other recorded cases leave at
their defaults. (R2Score's num_regressors is left out: Keras 3.16 counts samples, 3.15 all labels.)
"""

import keras
import numpy as np
import tensorflow as tf

from arrays import array, write

RNG = np.random.default_rng(12)
ROWS = 6
CASES = []


def floats(*shape):
    return RNG.normal(0, 1.5, (ROWS, *shape)).astype("float32")


def shares(*shape):
    return RNG.uniform(0, 1, (ROWS, *shape)).astype("float32").round(3)


def binary(*shape):
    return RNG.integers(0, 2, (ROWS, *shape)).astype("float32")


def ids(classes, *shape):
    return RNG.integers(0, classes, (ROWS, *shape)).astype("int64")


def one_hot(*shape):
    return np.eye(shape[-1], dtype="float32")[ids(shape[-1], *shape[:-1])]


def weights(*shape):
    return RNG.choice([0, 0.5, 1, 2], (ROWS, *shape)).astype("float32")


def case(name, y_true, y_pred, weight=None, **config):
    metric = getattr(keras.metrics, name)(**config)
    updates, expected = [], []
    for _ in range(2):
        labels, predictions = y_true(), y_pred()
        w = None if weight is None else weight()
        metric.update_state(labels, predictions, sample_weight=w)
        updates.append({
            "y_true": array(labels),
            "y_pred": array(predictions),
            "sample_weight": None if w is None else array(w),
        })
        result = np.asarray(metric.result())
        expected.append(array(result) if result.ndim else array(result)["data"][0])
    CASES.append({
        "kind": "metric",
        "class": name,
        "config": {k: list(v) if isinstance(v, tuple) else v for k, v in config.items()},
        "updates": updates,
        "expected_after_update": expected,
        "id": f"keras_metrics_more-{len(CASES):04d}",
    })


for curve in ("ROC", "PR", "PRGAIN"):
    for method in ("interpolation", "majoring", "minoring"):
        case("AUC", binary, shares, weights, curve=curve, summation_method=method,
             num_thresholds=9)
        case("AUC", lambda: binary(3), lambda: shares(3), None, curve=curve,
             summation_method=method, multi_label=True, num_labels=3,
             label_weights=[0.5, 2.0, 1.0])
    case("AUC", binary, shares, weights, curve=curve, thresholds=[0.1, 0.7, 0.2])
    case("AUC", binary, shares, None, curve=curve, thresholds=[0.25, 0.5, 0.75])
    case("AUC", lambda: binary(2), lambda: shares(2), weights, curve=curve, multi_label=True)
case("AUC", lambda: binary(2), lambda: shares(2), None, label_weights=[0.25, 0.75])
case("AUC", binary, floats, from_logits=True, num_thresholds=20)
for name, arg in (("PrecisionAtRecall", "recall"), ("RecallAtPrecision", "precision"),
                  ("SensitivityAtSpecificity", "specificity"),
                  ("SpecificityAtSensitivity", "sensitivity")):
    case(name, binary, shares, weights, num_thresholds=11, **{arg: 0.45})
    case(name, binary, shares, None, num_thresholds=1, **{arg: 0.3})
    case(name, lambda: one_hot(3), lambda: shares(3), weights, class_id=2, **{arg: 0.5})
for average in (None, "micro", "macro", "weighted"):
    case("FBetaScore", lambda: one_hot(3), lambda: shares(3), weights, average=average, beta=0.5)
    case("FBetaScore", lambda: binary(3), lambda: shares(3), average=average, beta=2.0,
         threshold=0.4)
    case("F1Score", lambda: binary(3), lambda: shares(3), weights, average=average, threshold=0.6)
case("IoU", lambda: ids(3), lambda: ids(4), weights, num_classes=3, target_class_ids=[0, 2],
     dtype="float32")
case("IoU", lambda: ids(3), lambda: shares(3), num_classes=3, target_class_ids=[1],
     sparse_y_pred=False, ignore_class=2)
case("MeanIoU", lambda: ids(3, 4), lambda: ids(3, 4), lambda: weights(4), num_classes=3,
     dtype="float32", ignore_class=0)
case("MeanIoU", lambda: ids(3, 2), lambda: shares(2, 3), num_classes=3, sparse_y_pred=False)
case("OneHotIoU", lambda: one_hot(4), lambda: shares(4), num_classes=4, target_class_ids=[3, 1])
case("OneHotIoU", lambda: one_hot(4), lambda: ids(4), num_classes=4, target_class_ids=[0],
     sparse_y_pred=True)
case("OneHotMeanIoU", lambda: one_hot(2, 3), lambda: shares(2, 3), lambda: weights(2),
     num_classes=3, dtype="float32")
case("BinaryIoU", binary, shares, weights, target_class_ids=[1], threshold=0.3, dtype="float32")
for aggregation in (None, "uniform_average", "variance_weighted_average"):
    case("R2Score", lambda: floats(3), lambda: floats(3), weights, class_aggregation=aggregation)
case("R2Score", lambda: floats(1), lambda: floats(1))
for axis in (-1, 0, 1):
    case("PearsonCorrelation", lambda: floats(4), lambda: floats(4), axis=axis)
    case("ConcordanceCorrelation", lambda: floats(4), lambda: floats(4), axis=axis)
case("PearsonCorrelation", lambda: floats(4), lambda: floats(4), weights)
case("ConcordanceCorrelation", lambda: floats(4), lambda: floats(4), weights)
case("Precision", binary, shares, weights, thresholds=[0.0, 0.5, 1.0])
case("Precision", lambda: binary(4), lambda: shares(4), top_k=2)
case("Precision", lambda: binary(4), lambda: shares(4), weights, top_k=3, class_id=1)
case("Recall", lambda: binary(4), lambda: shares(4), weights, top_k=2, thresholds=[0.2, 0.6])
case("TrueNegatives", lambda: binary(4), lambda: shares(4), weights, thresholds=[0.9, 0.1])
case("BinaryAccuracy", lambda: binary(4), lambda: shares(4), lambda: weights(4), threshold=0.7)
case("TopKCategoricalAccuracy", lambda: one_hot(2, 5), lambda: shares(2, 5), lambda: weights(2),
     k=2)
case("SparseTopKCategoricalAccuracy", lambda: ids(5, 2), lambda: shares(2, 5), lambda: weights(2),
     k=2)
case("SparseCategoricalAccuracy", lambda: ids(5, 1), lambda: shares(5), weights)
case("CategoricalAccuracy", lambda: one_hot(2, 3), lambda: shares(2, 3), weights)
case("RootMeanSquaredError", lambda: floats(2), lambda: floats(2), lambda: weights(2))
case("CosineSimilarity", lambda: floats(3), lambda: floats(3), weights)
case("CosineSimilarity", lambda: floats(3, 2), lambda: floats(3, 2), axis=1)
case("CategoricalCrossentropy", lambda: one_hot(3), lambda: floats(3), weights, from_logits=True,
     label_smoothing=0.1)
case("SparseCategoricalCrossentropy", lambda: ids(3), lambda: floats(3), weights,
     from_logits=True, ignore_class=1)
case("BinaryCrossentropy", lambda: binary(2), lambda: shares(2), weights, label_smoothing=0.3)
for name in ("KLDivergence", "Poisson", "MeanSquaredLogarithmicError", "MeanAbsoluteError",
             "MeanAbsolutePercentageError", "LogCoshError", "Hinge", "SquaredHinge",
             "CategoricalHinge", "MeanSquaredError"):
    case(name, lambda: binary(3), lambda: shares(3) + 0.01, weights)

write("../resources/golden/keras_metrics_more.json",
      f"Keras {keras.__version__} on TensorFlow {tf.__version__}, by src/test/python/metrics.py",
      CASES)
