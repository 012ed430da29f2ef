"""Writes src/test/resources/masked_models.json: models over masked sequences, trained by Keras 3.

Weight number k of a model begins with 0.5 sin(0.37 i + k). Each model makes four steps of
gradient descent with one batch. Run with KERAS_BACKEND=tensorflow: on JAX metrics lose masks.
"""

import json
from pathlib import Path

import keras
import numpy as np
from keras import layers

IDS = np.array([[1, 2, 3, 0, 0], [4, 1, 0, 0, 0], [2, 2, 1, 3, 4], [0, 3, 0, 1, 0]], "int32")
SEQUENCES = np.sin(np.arange(20, dtype="float32")).reshape(4, 5, 1)
COLUMN = np.cos(np.arange(4, dtype="float32")).reshape(4, 1)
CLASSES = np.array([[0, 1, 2, 0, 0], [2, 1, 0, 0, 0], [1, 1, 2, 0, 1], [0, 2, 0, 1, 0]], "int32")
STEP_WEIGHTS = np.abs(np.sin(1 + np.arange(20, dtype="float32"))).reshape(4, 5)
WEIGHTS = np.array([[1.0], [0.5], [2.0], [0.25]], "float32")


def embedded(ids, width):
    return layers.Embedding(5, width, mask_zero=True)(ids)


def lengths():
    ids = keras.Input((5,), dtype="int32")
    x = layers.LSTM(3, return_sequences=True)(embedded(ids, 2))
    model = keras.Model(ids, layers.Dense(1)(layers.Dropout(0.0)(x)))
    return model, dict(loss="mse", metrics=["mae"]), SEQUENCES, None


def weighted():
    ids = keras.Input((5,), dtype="int32")
    x = layers.GRU(3, return_sequences=True)(embedded(ids, 2))
    model = keras.Model(ids, layers.Dense(1)(x))
    return model, dict(loss="mse", weighted_metrics=["mae"]), SEQUENCES, WEIGHTS


def weighted_steps():
    ids = keras.Input((5,), dtype="int32")
    x = layers.GRU(3, return_sequences=True)(embedded(ids, 2))
    model = keras.Model(ids, layers.Dense(3, activation="softmax")(x))
    settings = dict(
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
        weighted_metrics=["accuracy"],
    )
    return model, settings, CLASSES, STEP_WEIGHTS


def weighted_steps_without_masks():
    ids = keras.Input((5,), dtype="int32")
    x = layers.SimpleRNN(3, return_sequences=True)(layers.Embedding(5, 2)(ids))
    model = keras.Model(ids, layers.Dense(1)(x))
    return model, dict(loss="mse", weighted_metrics=["mae"]), SEQUENCES, STEP_WEIGHTS


def counted():
    """Metrics that take masked steps in, beside one that doesn't."""
    ids = keras.Input((5,), dtype="int32")
    x = layers.GRU(3, return_sequences=True)(embedded(ids, 2))
    model = keras.Model(ids, layers.Dense(1, activation="sigmoid")(x))
    metrics = [
        "mae",
        keras.metrics.RootMeanSquaredError(name="rmse"),
        keras.metrics.AUC(name="auc"),
        keras.metrics.Precision(name="precision"),
        keras.metrics.SensitivityAtSpecificity(0.3, name="sensitivity"),
        keras.metrics.BinaryIoU(name="iou"),
    ]
    return model, dict(loss="binary_crossentropy", metrics=metrics), (SEQUENCES > 0).astype("float32"), None


def outputs():
    ids = keras.Input((5,), dtype="int32")
    x = layers.SimpleRNN(3, return_sequences=True, go_backwards=True)(embedded(ids, 2))
    steps = layers.TimeDistributed(layers.Dense(1), name="steps")(x)
    last = layers.Dense(1, name="last")(layers.LSTM(2)(x))
    model = keras.Model(ids, [steps, last])
    settings = dict(loss=["mse", "mae"], loss_weights=[1.0, 0.5])
    return model, settings, [SEQUENCES, COLUMN], None


def merged():
    ids = keras.Input((5,), dtype="int32")
    inner = keras.Input((5, 4))
    both = layers.Bidirectional(layers.GRU(3, return_sequences=True), merge_mode="sum")(inner)
    tower = keras.Model(inner, layers.BatchNormalization()(both), name="tower")
    x = tower(layers.Concatenate()([embedded(ids, 2), embedded(ids, 2)]))
    x = layers.Add()([x, layers.LSTM(3, return_sequences=True)(embedded(ids, 2))])
    model = keras.Model(ids, layers.Dense(3, activation="softmax")(x))
    settings = dict(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model, settings, CLASSES, None


def replay(make):
    model, settings, y, weights = make()
    k = 0
    for weight in model.weights:
        if "seed" not in weight.path and "moving" not in weight.path:
            values = 0.5 * np.sin(0.37 * np.arange(np.prod(weight.shape)) + k)
            weight.assign(values.reshape(weight.shape).astype("float32"))
            k += 1
    model.compile(optimizer=keras.optimizers.SGD(0.1), **settings)
    steps = [
        {k: float(v) for k, v in model.train_on_batch(IDS, y, weights, return_dict=True).items()}
        for _ in range(4)
    ]
    predictions = model.predict(IDS, verbose=0)
    if not isinstance(predictions, list):
        predictions = [predictions]
    return {"steps": steps, "predictions": [p.reshape(-1).tolist() for p in predictions]}


CASES = [lengths, weighted, weighted_steps, weighted_steps_without_masks, counted, outputs, merged]

if __name__ == "__main__":
    answers = {make.__name__: replay(make) for make in CASES}
    target = Path(__file__).parent.parent / "resources" / "masked_models.json"
    target.write_text(json.dumps(answers, indent=1) + "\n")
