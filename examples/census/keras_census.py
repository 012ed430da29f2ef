"""CensusWideDeep in Keras 3 on TensorFlow: the same columns, crosses, layers and two optimizers, for its figures and time.

    python keras_census.py adult.data adult.test [SEED]
"""

import csv
import os
import sys
import time
import zlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf
from keras import layers

HEADER = ("age workclass fnlwgt education education_num marital_status occupation relationship race gender "
          "capital_gain capital_loss hours_per_week native_country income").split()
CATEGORIES = "workclass education marital_status occupation relationship race gender native_country".split()
AGES = [18, 25, 30, 35, 40, 45, 50, 55, 60, 65]
CROSSES = [(("education", "occupation"), 1_000), (("native_country", "occupation"), 1_000),
           (("age_range", "education", "occupation"), 10_000)]


def read(name):
    with open(name, newline="") as file:
        rows = [[cell.strip() for cell in row] for row in csv.reader(file) if len(row) == len(HEADER)]
    columns = dict(zip(HEADER, zip(*rows)))
    columns["age_range"] = [str(i) for i in np.digitize(np.array(columns["age"], "float32"), AGES)]
    return columns, np.array([income.startswith(">50K") for income in columns["income"]], "float32")


def features(columns, vocabularies, scales):
    ids = [np.array([vocabularies[c].get(v, len(vocabularies[c])) for v in columns[c]]) for c in CATEGORIES]
    ids.append(np.array(columns["age_range"], "int64"))
    for keys, buckets in CROSSES:
        values = zip(*(columns[key] for key in keys))
        ids.append(np.array([zlib.crc32("_X_".join(v).encode()) % buckets for v in values]))
    numbers = [(np.array(columns[c], "float32") - mean) / spread for c, (mean, spread) in scales.items()]
    numbers += [np.log1p(np.array(columns[c], "float32")) for c in ("capital_gain", "capital_loss")]
    return {"ids": np.stack(ids, 1).astype("int32"), "numbers": np.stack(numbers, 1)}


class WideDeep(keras.Model):
    """A linear model by Ftrl and a network by Adagrad, whose logits are added."""

    def __init__(self, sizes):
        super().__init__()
        self.offsets = np.cumsum([0] + sizes[:-1]).astype("int32")
        self.weights_of_categories = layers.Embedding(sum(sizes), 1, embeddings_initializer="zeros")
        self.bias = layers.Dense(1, kernel_initializer="zeros")
        normal = keras.initializers.TruncatedNormal(stddev=8**-0.5)
        self.tables = [layers.Embedding(n, 8, embeddings_initializer=normal) for n in sizes[: len(CATEGORIES)]]
        self.ranges = layers.CategoryEncoding(len(AGES) + 1, output_mode="one_hot")
        self.network = keras.Sequential(
            [layers.Dense(100, "relu"), layers.Dropout(0.3), layers.Dense(50, "relu"), layers.Dropout(0.3),
             layers.Dense(1)])
        self.linear_optimizer = keras.optimizers.Ftrl(0.01)

    def call(self, x, training=False):
        ids = x["ids"]
        wide = tf.reduce_sum(self.weights_of_categories(ids + self.offsets), 1) + self.bias(tf.zeros_like(x["numbers"][:, :1]))
        deep = [table(ids[:, i]) for i, table in enumerate(self.tables)]
        deep += [self.ranges(ids[:, len(CATEGORIES)]), x["numbers"]]
        return wide + self.network(tf.concat(deep, 1), training=training)

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            loss = self.compute_loss(x, y, self(x, training=True))
        wide = self.weights_of_categories.trainable_variables + self.bias.trainable_variables
        deep = [v for v in self.trainable_variables if all(v is not w for w in wide)]
        gradients = tape.gradient(loss, [v.value for v in wide + deep])
        self.linear_optimizer.apply(gradients[: len(wide)], wide)
        self.optimizer.apply(gradients[len(wide):], deep)
        self._loss_tracker.update_state(loss)
        return self.get_metrics_result()


keras.utils.set_random_seed(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
start = time.perf_counter()
train, labels = read(sys.argv[1])
test, test_labels = read(sys.argv[2])
known = {c: {v: i for i, v in enumerate(sorted(set(train[c]) - {"?"}))} for c in CATEGORIES}
scale = {c: (np.mean(n), np.std(n)) for c in ("age", "education_num", "hours_per_week")
         for n in [np.array(train[c], "float32")]}
x, x_test = features(train, known, scale), features(test, known, scale)
model = WideDeep([len(known[c]) + 1 for c in CATEGORIES] + [len(AGES) + 1] + [n for _, n in CROSSES])
model.compile(keras.optimizers.Adagrad(0.02), keras.losses.BinaryCrossentropy(from_logits=True))
model.fit(x, labels[:, None], batch_size=40, epochs=10, verbose=0)
# Measured apart: metrics in every step of the training would take longer than the step.
predicted = keras.ops.sigmoid(model.predict(x_test, batch_size=1000, verbose=0))[:, 0]
for metric in keras.metrics.BinaryAccuracy(), keras.metrics.AUC(name="auc"), keras.metrics.BinaryCrossentropy():
    metric.update_state(test_labels, predicted)
    print(f"{metric.name} {float(metric.result()):.4f}")
print(f"{time.perf_counter() - start:.1f} s from CSV to metrics")
