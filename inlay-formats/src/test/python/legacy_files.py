"""Writes whole-model .h5 files, as Keras 3 still writes them and as Keras 2 wrote them.

    python legacy_files.py [FOLDER]

Beside each is NAME.json with inputs and outputs, as make_keras_files.py describes them. The configs of Keras 2 are made
of those of Keras 3, for Keras 2 itself isn't at hand; Keras 3 has read each of them.
"""

import io
import json
import os
import sys
import zipfile

import h5py
import keras
import numpy as np
from keras import Input, Model, Sequential, layers as L

import odd_corners  # noqa: F401  registers its models
from make_keras_files import MODELS, floats, ids, pack, scramble, write

OLD_LAYERS = "_layer_checkpoint_dependencies"
AS_THEY_ARE = (
    "stored_sequential functional_nested functional_trainable recurrent_bidirectional preprocessing_numbers fitted_adam"
    " compiled_outputs corner_activation_layers_as_arguments"
).split()


def old(tree):
    """A config in the manner of Keras 2: class names alone, no dtype policies, batch_input_shape."""
    if isinstance(tree, list):
        return [old(t) for t in tree]
    if not isinstance(tree, dict):
        return tree
    if tree.get("class_name") == "DTypePolicy":
        return tree["config"]["name"]
    tree = {k: old(v) for k, v in tree.items() if k not in ("module", "registered_name", "build_config", "quantization_config", "optional")}
    if "batch_shape" in tree:
        tree["batch_input_shape"] = tree.pop("batch_shape")
    tree.pop("input_axes", None)
    tree.pop("output_axes", None)
    return tree


def old_nodes(config):
    """Calls of layers as [[layer, call, output, {}], ...]."""
    for layer in config["layers"]:
        nodes = []
        for node in layer["inbound_nodes"]:
            tensors = flat(node["args"])
            kwargs = {k: v for k, v in node["kwargs"].items() if v is not None}
            nodes.append([t["config"]["keras_history"] + [kwargs] for t in tensors])
        layer["inbound_nodes"] = nodes
    for key in ("input_layers", "output_layers"):
        if isinstance(config[key][0], str):
            config[key] = [config[key]]


def flat(args):
    if isinstance(args, dict):
        return [args]
    return [t for a in args for t in flat(a)]


def as_keras_2(path):
    with h5py.File(path, "r+") as f:
        config = old(json.loads(f.attrs["model_config"]))
        if config["class_name"] == "Functional":
            old_nodes(config["config"])
            config["class_name"] = "Model"
        f.attrs["model_config"] = json.dumps(config).encode("utf8")
        f.attrs["keras_version"] = b"2.4.0"
        f["model_weights"].attrs["keras_version"] = b"2.4.0"
        if "training_config" in f.attrs:
            training = old(json.loads(f.attrs["training_config"]))
            settings = training["optimizer_config"]["config"]
            settings = {k: v for k, v in settings.items() if k in ("name", "learning_rate", "beta_1", "beta_2", "epsilon", "amsgrad", "momentum", "nesterov")}
            settings["lr"] = settings.pop("learning_rate")
            settings["decay"] = 0.0
            training["optimizer_config"] = {"class_name": training["optimizer_config"]["class_name"], "config": settings}
            for key in ("run_eagerly", "steps_per_execution", "jit_compile"):
                training.pop(key, None)
            f.attrs["training_config"] = json.dumps(training).encode("utf8")
            del f["optimizer_weights"]


def keras_2_sequential():
    m = scramble(Sequential([Input((4,)), L.Dense(3, activation="relu"), L.BatchNormalization(), L.Dense(2)]))
    return m, floats(3, 4)


def keras_2_model():
    a, b = Input((4,), name="a", dtype="int32"), Input((3,), name="b")
    h = L.Embedding(10, 3)(a)
    h = L.Concatenate()([L.LSTM(2)(h), L.Dense(2, activation="tanh")(b)])
    return scramble(Model([a, b], L.Dense(1)(h))), {"a": ids(3, 4), "b": floats(3, 3)}


def keras_2_compiled():
    m, x = keras_2_sequential()
    m.compile(keras.optimizers.Adam(0.01), "mse", metrics=["mae"])
    m.fit(x, floats(3, 2), epochs=1, verbose=0)
    return m, x


def tf_keras():
    """What is learned, made and called in ways whose places have changed."""
    x, s = Input((4, 3), name="x"), Input((2,), dtype="string", name="s")
    normal, terms = L.Normalization(), L.StringLookup()
    terms.adapt(["a", "b", "a", "cat"])
    h = normal(x)
    h = L.SpectralNormalization(L.Dense(2))(L.MultiHeadAttention(1, 2)(h, value=h))
    m = scramble(Model([x, s], [h, L.Embedding(4, 2)(terms(s))]))
    normal.adapt(floats(8, 4, 3))
    return m, {"x": floats(2, 4, 3), "s": np.array([["a", "cat"], ["b", "?"]], dtype=object)}


def as_tf_keras(path):
    """A .keras file in the manner of TensorFlow's Keras 2.13, which lives on as tf_keras."""
    with zipfile.ZipFile(path) as z:
        entries = {i.filename: z.read(i) for i in z.infolist()}
    config = json.loads(entries["config.json"].replace(b'"module": "keras', b'"module": "tf_keras'))
    for layer in config["config"]["layers"]:
        if layer["class_name"] == "MultiHeadAttention":
            layer["config"].update({name + "_shape": [None, 4, 3] for name in ("query", "value", "key")})
        for node in layer["inbound_nodes"]:
            for name, value in node["kwargs"].items():
                node["kwargs"][name] = value and value["config"]["keras_history"]
    old_nodes(config["config"])
    entries["config.json"] = json.dumps(config).encode("utf8")
    weights = io.BytesIO(entries["model.weights.h5"])
    with h5py.File(weights, "r+") as f:
        f.move("layers", OLD_LAYERS)
    entries["model.weights.h5"] = weights.getvalue()
    with zipfile.ZipFile(path, "w") as z:
        for name, data in entries.items():
            z.writestr(name.replace("assets/layers", "assets/" + OLD_LAYERS), data)
    pack(path)


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "../resources/keras")
    for name in AS_THEY_ARE:
        write(MODELS[name], os.path.join(folder, "legacy_%s.h5" % name))
    for make in (keras_2_sequential, keras_2_model, keras_2_compiled):
        write(make, os.path.join(folder, "legacy_%s.h5" % make.__name__), as_keras_2)
    write(tf_keras, os.path.join(folder, "legacy_tf_keras.keras"), as_tf_keras)


if __name__ == "__main__":
    main()
