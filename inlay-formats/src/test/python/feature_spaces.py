"""Writes files of feature spaces, as FeatureSpace.save() does.

    python feature_spaces.py [FOLDER]

Beside each is NAME.json with inputs and outputs, as make_keras_files.py describes them.
"""

import json
import os
import sys

import keras
import numpy as np
import tensorflow as tf
from keras import layers as L

from make_keras_files import encoded, pack

F = keras.utils.FeatureSpace
COLUMNS = {
    "age": np.array([1.0, 2.5, 3.0, 10.0, -4.0], "float32"),
    "code": np.array([1, 2, 2, 5, 7], "int32"),
    "colour": np.array(["blue", "red", "blue", "grün", ""], dtype=object),
    "number": np.array([1, 2, 3, 4, 5], "int32"),
    "place": np.array(["x", "y", "z", "x", "Ω"], dtype=object),
    "raw": np.array([1.0, 2.0, 3.0, 4.0, 0.5], "float32"),
    "size": np.array([1.0, 2.0, 3.0, 4.0, 5.0], "float32"),
    "weight": np.array([0.1, 0.5, 0.7, 2.0, 9.0], "float32"),
}


def all_kinds():
    return F(
        features={
            "colour": F.string_categorical(num_oov_indices=2),
            "code": "integer_categorical",
            "weight": F.float_discretized(num_bins=3),
            "age": "float_normalized",
            "size": F.float_rescaled(scale=0.5, offset=1.0),
            "place": F.string_hashed(num_bins=5),
            "number": F.integer_hashed(num_bins=5),
            "raw": "float",
        },
        crosses=[F.cross(("colour", "code"), crossing_dim=8), ("weight", "place")],
        crossing_dim=6,
        output_mode="concat",
    )


def by_name():
    return F(
        features={
            "size": "float_normalized",
            "colour": F.string_categorical(output_mode="int", max_tokens=3),
            "age": F.float_normalized(),
            "place": F.string_categorical(),
            "code": F.integer_categorical(output_mode="int"),
            "weight": F.float_discretized(num_bins=4, output_mode="int"),
        },
        crosses=[F.cross(("place", "code"), crossing_dim=9, output_mode="int")],
        output_mode="dict",
    )


def given():
    """Layers of one's own choice, which have nothing to learn."""
    return F(
        features={
            "colour": F.string_hashed(num_bins=3),
            "code": F.feature("int32", L.CategoryEncoding(num_tokens=8, output_mode="one_hot"), "float"),
            "age": F.feature("float32", L.Normalization(mean=[2.0], variance=[4.0]), "float"),
        },
    )


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "../resources/keras")
    for make in (all_kinds, by_name, given):
        keras.utils.clear_session()
        space = make()
        columns = {name: COLUMNS[name] for name in space.features}
        data = {k: v.tolist() if v.dtype == object else v for k, v in columns.items()}
        space.adapt(tf.data.Dataset.from_tensor_slices(data).batch(4))
        path = os.path.join(folder, "feature_space_" + make.__name__ + ".keras")
        space.save(path)
        pack(path)
        out = keras.models.load_model(path)({k: tf.constant(v) for k, v in data.items()})
        tree = {"in_" + k: encoded(v) for k, v in columns.items()}
        tree["input_order"] = list(columns)
        for i, value in enumerate(keras.tree.flatten(out)):
            tree["out_%d" % i] = encoded(keras.ops.convert_to_numpy(value).astype("float32"))
        tree["output_names"] = sorted(out) if isinstance(out, dict) else ["features"]
        with open(path.replace(".keras", ".json"), "w") as f:
            json.dump(tree, f)


if __name__ == "__main__":
    main()
