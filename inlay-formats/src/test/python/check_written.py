"""Opens the .keras files that Inlay wrote in real Keras, and holds its predictions against those recorded.

    python check_written.py WRITTEN [RECORDED]

WRITTEN is a folder of files written by Inlay (run KerasWriterTest or TrainingGoesOnTest with -Dinlay.written=WRITTEN; the
latter's models are trained on), RECORDED that of the NAME.json beside the files of make_keras_files.py. Prints a line for each file, then the sums.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import h5py
import keras
import numpy as np


def array(tree):
    kind = object if tree["dtype"] == "string" else tree["dtype"]
    return np.array(tree["data"], dtype=kind).reshape(tree["shape"])


def tensor(value, texts):
    """Keras takes arrays or tensors, not both; texts are tensors."""
    if not texts:
        return value
    import tensorflow as tf

    return tf.constant(value.tolist() if value.dtype == object else value)


# Keras can't read its own files of these: a layer that stands in a model and in one inside.
UNREADABLE = ("corner_shared_", "corner_names_of_other_scripts")


def check(path, recorded):
    model = keras.models.load_model(path)
    inputs = {k[3:]: array(v) for k, v in recorded.items() if k.startswith("in_")}
    texts = any(v.dtype == object for v in inputs.values())
    inputs = {k: tensor(v, texts) for k, v in inputs.items()}
    if not inputs:
        return model
    if isinstance(model, keras.utils.FeatureSpace):
        out = keras.tree.flatten(model(inputs))
        for got, want in zip(out, [array(v) for k, v in recorded.items() if k.startswith("out_")], strict=True):
            np.testing.assert_allclose(keras.ops.convert_to_numpy(got), want, rtol=1e-5, atol=1e-5)
        return model
    if list(inputs) == ["0"]:
        given = inputs["0"]
    elif isinstance(model.input, dict):
        given = inputs
    else:
        given = [inputs[t.name] for t in model.inputs]
    # What is traced joins steps that are rounded one by one otherwise; see make_keras_files.py.
    traced = any(layer.compute_dtype == "bfloat16" for layer in model.layers)
    out = keras.tree.flatten(model.predict(given, verbose=0) if traced else model(given, training=False))
    wanted = [array(v) for k, v in recorded.items() if k.startswith("out_")]
    assert len(out) == len(wanted), "%d outputs instead of %d" % (len(out), len(wanted))
    for got, want in zip(out, wanted):
        np.testing.assert_allclose(keras.ops.convert_to_numpy(got), want, rtol=1e-5, atol=1e-5)
    return model


def whole(model, path):
    """A model with all of the optimizer's memory. From an .h5 file load_model takes none but the count of steps, and
    such a model can't be trained on: Keras 3.15 builds the optimizer for no weights."""
    if not path.endswith(".h5"):
        return model
    old = model.optimizer
    optimizer = keras.optimizers.deserialize(keras.optimizers.serialize(old))
    optimizer.build(model.trainable_variables)
    with h5py.File(path) as f:
        memory = f["optimizer_weights"]
        names = memory.attrs["weight_names"]
        assert len(names) == len(optimizer.variables), "%d arrays for %d variables" % (len(names), len(optimizer.variables))
        for name, variable in zip(names, optimizer.variables):
            variable.assign(memory[name][()])
    model.optimizer = optimizer
    return model


def check_training(model, recorded):
    """The next epoch is the one that Keras ran on the model that it had saved."""
    x = array(recorded["in_0"])
    y = [array(v) for k, v in recorded.items() if k.startswith("y_")]
    if len(y) == 1:
        y = y[0]
    elif isinstance(model.output, dict):
        y = dict(zip(sorted(model.output), y))
    history = model.fit(x, y, epochs=1, batch_size=4, shuffle=False, verbose=0).history
    for metric, value in recorded["history"].items():
        np.testing.assert_allclose(history[metric][0], value, rtol=1e-5, atol=1e-5, err_msg=metric)
    out = keras.tree.flatten(model(x, training=False))
    wanted = [array(v) for k, v in recorded.items() if k.startswith("then_")]
    for got, want in zip(out, wanted):
        np.testing.assert_allclose(keras.ops.convert_to_numpy(got), want, rtol=1e-5, atol=1e-5)


def main():
    written = sys.argv[1]
    recorded = sys.argv[2] if len(sys.argv) > 2 else os.path.join(os.path.dirname(__file__), "../resources/keras")
    passed = failed = 0
    for name in sorted(os.listdir(written)):
        if not name.endswith((".keras", ".h5")) or name.startswith(UNREADABLE):
            continue
        try:
            with open(os.path.join(recorded, name.rsplit(".", 1)[0] + ".json")) as f:
                tree = json.load(f)
            model = check(os.path.join(written, name), tree)
            if "history" in tree and getattr(model, "optimizer", None) is not None:
                check_training(whole(model, os.path.join(written, name)), tree)
            passed += 1
        except Exception as e:
            failed += 1
            print("failed  %s: %s" % (name, " ".join(str(e).split())[:400]))
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
