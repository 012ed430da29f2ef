"""The same model in Keras, for its figure: python keras_reviews.py, with Keras 3 and TensorFlow."""

import csv
import gzip
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
from keras import layers


def read(name):
    path = pathlib.Path(__file__).parent / name
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    texts = np.array([row["review"] for row in rows], dtype=object)
    return texts, np.array([row["score"] == "great" for row in rows], dtype="float32")


x, y = read("train.csv.gz")
x_test, y_test = read("test.csv.gz")
for seed in 1, 2, 3:
    keras.utils.set_random_seed(seed)
    vectorize = layers.TextVectorization(max_tokens=10_000, output_sequence_length=150)
    vectorize.adapt(x)
    model = keras.Sequential(
        [
            layers.Embedding(10_000, 32),
            layers.Conv1D(64, 5, activation="relu"),
            layers.GlobalMaxPooling1D(),
            layers.Dropout(0.3),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    metrics = ["accuracy", keras.metrics.AUC(name="auc")]
    model.compile("adam", "binary_crossentropy", metrics=metrics)
    model.fit(np.array(vectorize(x)), y, epochs=4, verbose=0)
    print(seed, model.evaluate(np.array(vectorize(x_test)), y_test, verbose=0, return_dict=True))
