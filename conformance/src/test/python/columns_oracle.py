"""Random column sets on random data, answered by a real TensorFlow, as cases for conformance/run.

    python columns_oracle.py FOLDER [--sets 50] [--rows 10000] [--seed 0]
    conformance/run FOLDER

Each file is one set: the ids of every categorical column, what all dense columns feed to a model, a
linear model over everything, and each column of a sequence. Needs TensorFlow 2.21; no part of the
build needs this.
"""

import argparse
import json
import math
import pathlib
import random

import numpy as np
import tensorflow as tf
from tensorflow.python.feature_column import feature_column_v2 as v2

fc = tf.feature_column
WORDS = ["a", "b", "c", "private", "Self-emp-not-inc", "?", " lead", "trail ", "UPPER", "0", "-1", "10", "3.14",
         "São Paulo", "東京", "ß", "emoji 🚀", "tab\there", "x" * 70, "New York", "HS-grad", "zz"]
COMBINERS = ["sum", "mean", "sqrtn"]


class State(v2.StateManager):
    """Variables with the values that the set has drawn for them."""

    def __init__(self, draw):
        self.draw, self.tables, self.variables = draw, {}, {}

    def create_variable(self, feature_column, name, shape, dtype=None, trainable=True, use_resource=True,
                        initializer=None):
        table = self.draw(shape)
        self.tables[feature_column.name] = table
        self.variables[feature_column, name] = tf.compat.v1.get_variable(
            f"{len(self.variables)}_{name}", initializer=tf.constant(table), dtype=dtype)

    def get_variable(self, feature_column, name):
        return self.variables[feature_column, name]

    def add_resource(self, feature_column, name, resource):
        self.variables[feature_column, name] = resource

    def has_resource(self, feature_column, name):
        return (feature_column, name) in self.variables

    def get_resource(self, feature_column, name):
        return self.variables[feature_column, name]


class Feature:
    """A feature as TensorFlow takes it and as a case writes it."""

    def __init__(self, array=None, rows=None, dtype=None):
        self.array, self.rows, self.dtype = array, rows, dtype

    def json(self):
        if self.rows is None:
            return encoded(self.array)
        indices = [[i, j] for i, row in enumerate(self.rows) for j in range(len(row))]
        values = [v for row in self.rows for v in row]
        return {"sparse": True, "indices": encoded(np.array(indices, np.int64).reshape(-1, 2)),
                "values": {"shape": [len(values)], "dtype": self.dtype, "data": values},
                "dense_shape": [len(self.rows), max(map(len, self.rows), default=0)]}

    def tensor(self):
        if self.rows is None:
            return tf.constant(self.array.astype(object) if self.array.dtype.kind == "U" else self.array)
        of_type = {"string": tf.string, "int64": tf.int64, "float32": tf.float32}[self.dtype]
        indices = [[i, j] for i, row in enumerate(self.rows) for j in range(len(row))]
        return tf.SparseTensor(np.array(indices, np.int64).reshape(-1, 2),
                               tf.constant([v for row in self.rows for v in row], of_type),
                               [len(self.rows), max(map(len, self.rows), default=0)])


def encoded(array):
    array = np.asarray(array)
    data = array.reshape(-1).tolist()
    if array.dtype.kind == "f":
        data = [v if math.isfinite(v) else "NaN" if v != v else "Infinity" if v > 0 else "-Infinity" for v in data]
    if array.dtype.kind in "US":
        return {"shape": list(array.shape), "dtype": "string", "data": data}
    return {"shape": list(array.shape), "dtype": str(array.dtype), "data": data}


class ColumnSet:
    def __init__(self, seed, rows):
        self.random, self.rows, self.features = random.Random(seed), rows, {}

    # Features.

    def name(self):
        return f"{self.random.choice('aBxzQ')}{len(self.features)}{self.random.choice(['', '_b', '.b', '-'])}"

    def add(self, feature):
        name = self.name()
        self.features[name] = feature
        return name

    def cells(self, value, filler, dtype, dense=None):
        """A categorical feature: one cell a row, several filled up, or rows of different lengths."""
        r = self.random
        kind = dense or r.choice(["one", "several", "ragged", "ragged"])
        if kind == "ragged":
            return Feature(rows=[[value() for _ in range(r.choice([0, 1, 1, 2, 3]))] for _ in range(self.rows)],
                           dtype=dtype)
        width = 1 if kind == "one" else r.randint(2, 4)
        cells = [[filler if r.random() < 0.2 else value() for _ in range(width)] for _ in range(self.rows)]
        array = np.array(cells, str if dtype == "string" else dtype)
        return Feature(array[:, 0] if kind == "one" and r.random() < 0.5 else array)

    def numbers(self, width, wild):
        def number():
            x = self.random.random()
            if wild and x < 0.02:
                return self.random.choice([math.nan, math.inf, -math.inf])
            return round(self.random.gauss(20, 30), self.random.choice([0, 3]))
        array = np.array([[number() for _ in range(width)] for _ in range(self.rows)], np.float32)
        return Feature(array)

    # Columns: TensorFlow's, and how a case writes it.

    def word(self):
        return self.random.choice(WORDS) if self.random.random() < 0.8 else f"w{self.random.randrange(500)}"

    def whole(self):
        return self.random.choice([0, 1, 7, -3, 101, 10 ** 12, -(10 ** 15)]) \
            if self.random.random() < 0.3 else self.random.randrange(60)

    def identity(self, make=fc.categorical_column_with_identity, prefix="", dense=None):
        buckets = self.random.randint(1, 40)
        default = self.random.choice([None, self.random.randrange(buckets)])
        wild = default is not None
        values = self.cells(lambda: self.whole() if wild else self.random.randrange(buckets), -1, "int64", dense)
        key = self.add(values)
        return make(key, buckets, default), {"type": f"{prefix}categorical_column_with_identity", "key": key,
                                             "num_buckets": buckets, "default_value": default}

    def hashed(self, make=fc.categorical_column_with_hash_bucket, prefix="", dense=None):
        size = self.random.choice([1, 2, 7, 100, 10 ** 6])
        words = self.random.random() < 0.7
        key = self.add(self.cells(self.word, "", "string", dense) if words
                       else self.cells(self.whole, -1, "int64", dense))
        return make(key, size, tf.string if words else tf.int64), \
            {"type": f"{prefix}categorical_column_with_hash_bucket", "key": key, "hash_bucket_size": size,
             "dtype": "string" if words else "int64"}

    def vocabulary(self, make=fc.categorical_column_with_vocabulary_list, prefix="", dense=None):
        words = self.random.random() < 0.7
        terms = self.random.sample(WORDS, self.random.randint(1, 12)) if words \
            else self.random.sample(range(60), self.random.randint(1, 20))
        oov = self.random.choice([0, 0, 1, 5])
        default = -1 if oov else self.random.choice([-1, -1, self.random.randrange(len(terms))])
        key = self.add(self.cells(self.word, "", "string", dense) if words
                       else self.cells(self.whole, -1, "int64", dense))
        dtype = tf.string if words else tf.int64
        return make(key, terms, dtype=dtype, default_value=default, num_oov_buckets=oov), \
            {"type": f"{prefix}categorical_column_with_vocabulary_list", "key": key, "vocabulary_list": terms,
             "dtype": "string" if words else "int64", "num_oov_buckets": oov, "default_value": default}

    def numeric(self, wild=False, width=None):
        width = width or self.random.choice([1, 1, 2, 3])
        key = self.add(self.numbers(width, wild))
        return fc.numeric_column(key, shape=(width,)), {"type": "numeric_column", "key": key, "shape": [width]}

    def bucketized(self):
        source, source_json = self.numeric(wild=True)
        boundaries = sorted({float(np.float32(self.random.choice([round(self.random.gauss(20, 30), 3),
                                                                  self.random.randrange(90)])))
                             for _ in range(self.random.randint(1, 6))})
        return fc.bucketized_column(source, boundaries), \
            {"type": "bucketized_column", "source": source_json, "boundaries": boundaries}

    def crossed(self, depth=0):
        keys = []
        for _ in range(self.random.choice([2, 2, 3])):
            kind = self.random.choice(["raw", "raw", "identity", "vocabulary", "bucketized"] + ["crossed"] * (depth == 0))
            if kind == "raw":
                key = self.add(self.cells(self.word, "", "string") if self.random.random() < 0.7
                               else self.cells(self.whole, -1, "int64"))
                keys.append((key, key))
            else:
                keys.append(getattr(self, kind)(*([1] if kind == "crossed" else [])))
        size = self.random.choice([2, 50, 5000])
        hash_key = self.random.choice([None, None, self.random.randrange(2 ** 40)])
        return fc.crossed_column([k for k, _ in keys], size, hash_key), \
            {"type": "crossed_column", "keys": [j for _, j in keys], "hash_bucket_size": size, "hash_key": hash_key}

    def categorical(self):
        return getattr(self, self.random.choice(["identity", "hashed", "vocabulary", "bucketized", "crossed"]))()

    def weighted(self):
        column, column_json = getattr(self, self.random.choice(["identity", "hashed", "vocabulary"]))(dense="ragged")
        feature = self.features[column_json["key"]]
        weights = [[self.random.choice([1.0, 0.0, -0.5, round(self.random.random() * 3, 3)]) for _ in row]
                   for row in feature.rows]
        key = self.add(Feature(rows=weights, dtype="float32"))
        return fc.weighted_categorical_column(column, key), \
            {"type": "weighted_categorical_column", "categorical": column_json, "weight_key": key}

    def embedding(self, categorical, categorical_json):
        dimension = self.random.randint(1, 6)
        combiner = self.random.choice(COMBINERS)
        max_norm = self.random.choice([None, None, 1.5])
        return fc.embedding_column(categorical, dimension, combiner, max_norm=max_norm), \
            {"type": "embedding_column", "categorical": categorical_json, "dimension": dimension,
             "combiner": combiner, "max_norm": max_norm}

    def table(self, shape):
        return np.array([self.random.gauss(0, 1) for _ in range(int(np.prod(shape)))],
                        np.float32).round(3).reshape(shape)

    def sequence(self):
        kind = self.random.choice(["identity", "hashed", "vocabulary", "numeric"])
        if kind == "numeric":
            width = self.random.choice([1, 2])
            rows = [[round(self.random.gauss(0, 5), 3) for _ in range(width * self.random.randint(0, 5))]
                    for _ in range(self.rows)]
            rows[0] = [1.0] * (width * 5)
            key = self.add(Feature(rows=rows, dtype="float32"))
            return fc.sequence_numeric_column(key, shape=(width,), default_value=0.5), \
                {"type": "sequence_numeric_column", "key": key, "shape": [width], "default_value": 0.5}
        makers = {"identity": fc.sequence_categorical_column_with_identity,
                  "hashed": fc.sequence_categorical_column_with_hash_bucket,
                  "vocabulary": fc.sequence_categorical_column_with_vocabulary_list}
        column = getattr(self, kind)(makers[kind], "sequence_", "ragged")
        small = column[0].num_buckets < 1000
        if small and self.random.random() < 0.4:
            return fc.indicator_column(column[0]), {"type": "indicator_column", "categorical": column[1]}
        return self.embedding(*column)

    def shared(self):
        """Two columns over one table."""
        size = self.random.randint(2, 50)
        keys = [self.add(self.cells(self.word, "", "string")) for _ in range(2)]
        inner = [fc.categorical_column_with_hash_bucket(key, size) for key in keys]
        combiner = self.random.choice(COMBINERS)
        table = self.table((size, 3))
        name = f"shared_{keys[0].encode().hex()}"
        columns = fc.shared_embeddings(inner, 3, combiner, initializer=tf.compat.v1.constant_initializer(table),
                                       shared_embedding_collection_name=name)
        described = [{"type": "categorical_column_with_hash_bucket", "key": key, "hash_bucket_size": size,
                      "dtype": "string"} for key in keys]
        return [(column, {"type": "shared_embedding_column", "categorical": d, "categoricals": described,
                          "dimension": 3, "combiner": combiner, "table": name})
                for column, d in zip(columns, described)], {name: table}

    # What TensorFlow answers.

    def keys(self, column_json):
        if isinstance(column_json, str):
            return {column_json}
        found = {v for k, v in column_json.items() if k in ("key", "weight_key")}
        for k in ("categorical", "source"):
            if k in column_json:
                found |= self.keys(column_json[k])
        for key in column_json.get("keys", []):
            found |= self.keys(key)
        return found

    def case(self, op, columns, answer):
        names = set().union(*(self.keys(c) for c in columns))
        return {"kind": "feature_column", "op": op, "name": op, **answer,
                "features": {name: self.features[name].json() for name in self.features if name in names}}

    def cases(self):
        with tf.Graph().as_default(), tf.compat.v1.Session() as session:
            categorical = [self.categorical() for _ in range(4)] + [self.weighted()]
            dense = [self.numeric(), self.bucketized()]
            for column, described in categorical:
                if column.num_buckets < 1000 and self.random.random() < 0.4:
                    dense.append((fc.indicator_column(column), {"type": "indicator_column", "categorical": described}))
                if column.num_buckets < 10 ** 6:
                    dense.append(self.embedding(column, described))
            shared, tables = self.shared()
            dense += shared
            sequences = [self.sequence() for _ in range(2)]

            tensors = {name: feature.tensor() for name, feature in self.features.items()}
            cache = v2.FeatureTransformationCache(tensors)
            state = State(self.table)
            for column, _ in categorical + dense + sequences:
                column.create_state(state)
            wanted = {}
            for i, (column, _) in enumerate(categorical):
                if not isinstance(column, v2.WeightedCategoricalColumn):
                    wanted["ids", i] = column.get_sparse_tensors(cache, state).id_tensor
            for i, (column, _) in enumerate(dense):
                block = column.get_dense_tensor(cache, state)
                wanted["dense", i] = tf.reshape(block, [self.rows, -1])
            for i, (column, _) in enumerate(sequences):
                pair = column.get_sequence_dense_tensor(cache, state)
                wanted["sequence", i] = pair.dense_tensor, pair.sequence_length
            units, combiner = self.random.choice([1, 3]), self.random.choice(COMBINERS)
            linear = [(c, d) for c, d in categorical if c.num_buckets < 10 ** 6] + dense[:1]
            variables = {}
            wanted["linear"] = tf.compat.v1.feature_column.linear_model(
                tensors, [c for c, _ in linear], units, combiner, cols_to_vars=variables)
            weights = {}
            for column, found in variables.items():
                name = column if isinstance(column, str) else column.name
                weights[name] = self.table(found[0].shape)
            session.run([tf.compat.v1.global_variables_initializer(), tf.compat.v1.tables_initializer()])
            for column, found in variables.items():
                session.run(found[0].assign(weights[column if isinstance(column, str) else column.name]))
            answers = session.run(wanted)

        state.tables.update(tables)
        cases = []
        for i, (column, described) in enumerate(categorical):
            if ("ids", i) in answers:
                ids = answers["ids", i]
                cases.append(self.case("ids", [described], {
                    "column": described, "num_buckets": int(column.num_buckets),
                    "expected_ids": {"sparse": True, "indices": encoded(ids.indices), "values": encoded(ids.values),
                                     "dense_shape": [int(n) for n in ids.dense_shape]}}))
        order = sorted(range(len(dense)), key=lambda i: dense[i][0].name)
        cases.append(self.case("dense_features", [d for _, d in dense], {
            "columns": [d for _, d in dense],
            "expected": encoded(np.concatenate([answers["dense", i] for i in order], axis=1)),
            "embedding_weights": {name: encoded(table) for name, table in state.tables.items()}}))
        for i, (column, described) in enumerate(sequences):
            values, lengths = answers["sequence", i]
            answer = {"column": described, "expected": encoded(values.reshape(*values.shape[:2], -1)),
                      "expected_sequence_length": encoded(lengths)}
            if column.name in state.tables:
                answer["embedding_weights"] = encoded(state.tables[column.name])
            cases.append(self.case("sequence", [described], answer))
        cases.append(self.case("linear_model", [d for _, d in linear], {
            "columns": [d for _, d in linear], "units": units, "sparse_combiner": combiner,
            # Sums of some hundreds may cancel to nearly nothing.
            "tolerance": {"atol": 2e-5, "rtol": 1e-5},
            "expected": encoded(answers["linear"]),
            "weights": {name: encoded(table) for name, table in weights.items()}}))
        return cases


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--sets", type=int, default=50)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for i in range(arguments.sets):
        cases = ColumnSet(f"{arguments.seed}/{i}", arguments.rows).cases()
        for n, case in enumerate(cases):
            case["id"] = f"set-{i:02}-{n}"
        with open(arguments.folder / f"set_{i:02}.json", "w") as file:
            json.dump({"generator": f"TensorFlow {tf.__version__}", "count": len(cases), "cases": cases}, file)
        print(f"set {i}: {len(cases)} cases", flush=True)


if __name__ == "__main__":
    main()
