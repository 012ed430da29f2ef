"""Opens the .keras files that Inlay wrote in real Keras, and holds its predictions against those recorded.

    python check_written.py WRITTEN [RECORDED]

WRITTEN is a folder of files written by Inlay (run KerasWriterTest with -Dinlay.written=WRITTEN), RECORDED that of the
NAME.json beside the files of make_keras_files.py. Prints a line for each file, then the sums.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

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
UNREADABLE = ("corner_shared_",)


def check(path, recorded):
    model = keras.models.load_model(path)
    inputs = {k[3:]: array(v) for k, v in recorded.items() if k.startswith("in_")}
    texts = any(v.dtype == object for v in inputs.values())
    inputs = {k: tensor(v, texts) for k, v in inputs.items()}
    if not inputs:
        return
    if list(inputs) == ["0"]:
        given = inputs["0"]
    elif isinstance(model.input, dict):
        given = inputs
    else:
        given = [inputs[t.name] for t in model.inputs]
    out = keras.tree.flatten(model(given, training=False))
    wanted = [array(v) for k, v in recorded.items() if k.startswith("out_")]
    assert len(out) == len(wanted), "%d outputs instead of %d" % (len(out), len(wanted))
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
            check(os.path.join(written, name), tree)
            passed += 1
        except Exception as e:
            failed += 1
            print("failed  %s: %s" % (name, " ".join(str(e).split())[:400]))
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
