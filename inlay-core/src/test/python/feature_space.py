"""Writes src/test/resources/records/feature_space.json: what Keras's FeatureSpace makes of a few rows.

Run with Keras 3 and TensorFlow: python src/test/python/feature_space.py > src/test/resources/records/feature_space.json
"""

import json
import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
from keras.utils import FeatureSpace

data = {
    "plain": [0.5, -1.0, 2.0, 3.5, 0.0],
    "rescaled": [1.0, 2.0, 3.0, 4.0, 5.0],
    "normalized": [10.0, 20.0, 40.0, 70.0, 10.0],
    "discretized": [0.1, 0.9, 0.5, 0.7, 0.2],
    "integer": [3, 7, 7, 9, 3],
    "string": ["b", "a", "c", "a", "b"],
    "hashed": ["x", "y", "", "z", "日本"],
    "number": [100, -1, 0, 7, 100],
}
test = {
    "plain": [1.0, 2.0],
    "rescaled": [1.5, 2.5],
    "normalized": [30.0, 50.0],
    "discretized": [0.0, 0.6],
    "integer": [7, 8],
    "string": ["a", "zz"],
    "hashed": ["y", "x"],
    "number": [7, 8],
}


def space(output_mode):
    return FeatureSpace(
        features={
            "plain": "float",
            "rescaled": FeatureSpace.float_rescaled(scale=2.0, offset=-1.0),
            "normalized": "float_normalized",
            "discretized": FeatureSpace.float_discretized(num_bins=3),
            "integer": "integer_categorical",
            "string": FeatureSpace.string_categorical(num_oov_indices=2),
            "hashed": FeatureSpace.string_hashed(num_bins=5),
            "number": FeatureSpace.integer_hashed(num_bins=4),
        },
        crosses=[
            FeatureSpace.cross(("string", "integer"), crossing_dim=6),
            FeatureSpace.cross(("discretized", "hashed"), crossing_dim=5),
        ],
        output_mode=output_mode,
    )


def listed(x):
    return np.array(x).astype("float64").tolist()


rows = {k: np.array(v) for k, v in data.items()}
concat = space("concat")
concat.adapt(rows)
by_name = space("dict")
by_name.adapt(rows)
batch = {k: np.array(v) for k, v in test.items()}
single = {k: v[0] for k, v in test.items()}
print(
    json.dumps(
        {
            "data": data,
            "test": test,
            "concat": listed(concat(batch)),
            "single": listed(concat(single)),
            "dict": {k: listed(v) for k, v in by_name(batch).items()},
        },
        ensure_ascii=False,
        indent=1,
    )
)
