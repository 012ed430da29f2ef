"""Records what fits of real Keras report, call, write and end with, for all kinds of arguments.

    KERAS_BACKEND=tensorflow python fits.py

Writes ../resources/records/keras_fits.json. Rows are never shuffled, so that another random generator
doesn't matter. FitsAsInKerasTest runs the same fits.
"""

import json
import os
import tempfile
import warnings

import keras
import numpy as np
import tensorflow as tf

RNG = np.random.default_rng(7)
ROWS = 23


def floats(*shape):
    return RNG.normal(0, 1, shape).astype("float32").round(3)


DATA = {
    "x": floats(ROWS, 2),
    "y": floats(ROWS, 1),
    "classes": RNG.integers(0, 3, (ROWS, 1)).astype("float32"),
    "one_hot": np.eye(3, dtype="float32")[RNG.integers(0, 3, ROWS)],
    "halves": (RNG.integers(-1, 6, (ROWS, 1)) / 2).astype("float32"),
    "steps_x": floats(ROWS, 4, 2),
    "steps_y": floats(ROWS, 4, 1),
    "w": RNG.choice([0.25, 0.5, 1, 2, 3], ROWS).astype("float32"),
    "w2": RNG.choice([0, 0.5, 1, 4], ROWS).astype("float32"),
    "ones": np.ones(ROWS, "float32"),
    "val_ones": np.ones(11, "float32"),
    "w_steps": RNG.choice([0, 0.5, 1, 4], (ROWS, 4)).astype("float32"),
    "val_x": floats(11, 2),
    "val_y": floats(11, 1),
    "val_one_hot": np.eye(3, dtype="float32")[RNG.integers(0, 3, 11)],
    "val_w": RNG.choice([0.25, 0.5, 1, 2, 3], 11).astype("float32"),
}
WEIGHTS = {
    "one": [floats(2, 3), floats(3), floats(3, 1), floats(1)],
    "two": [floats(2, 3), floats(3), floats(3, 1), floats(1), floats(3, 3), floats(3)],
    "steps": [floats(2, 3), floats(3), floats(3, 1), floats(1), floats(3, 1), floats(1)],
}


def model(kind):
    if kind == "one":
        made = keras.Sequential([
            keras.Input((2,), name="x"), keras.layers.Dense(3, activation="tanh", name="h"),
            keras.layers.Dense(1, name="out")])
    elif kind == "two":
        x = keras.Input((2,), name="x")
        h = keras.layers.Dense(3, activation="tanh", name="h")(x)
        made = keras.Model(x, {
            "a": keras.layers.Dense(1, name="a")(h),
            "b": keras.layers.Dense(3, activation="softmax", name="b")(h)})
    else:
        x = keras.Input((4, 2), name="x")
        h = keras.layers.Dense(3, activation="tanh", name="h")(x)
        pooled = keras.layers.GlobalAveragePooling1D(name="pooled")(h)
        made = keras.Model(x, {
            "a": keras.layers.Dense(1, name="a")(h), "b": keras.layers.Dense(1, name="b")(pooled)})
    made.set_weights(WEIGHTS[kind])
    return made


class Events(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.events = []

    def note(self, *event):
        self.events.append(list(event))

    def on_train_begin(self, logs=None):
        self.note("trainBegin")

    def on_epoch_begin(self, epoch, logs=None):
        self.note("epochBegin", epoch)

    def on_train_batch_begin(self, batch, logs=None):
        self.note("batchBegin", batch)

    def on_train_batch_end(self, batch, logs=None):
        self.note("batchEnd", batch, dict(sorted(logs.items())))

    def on_test_begin(self, logs=None):
        self.note("testBegin")

    def on_test_batch_end(self, batch, logs=None):
        self.note("testBatchEnd", batch, dict(sorted(logs.items())))

    def on_test_end(self, logs=None):
        self.note("testEnd", dict(sorted(logs.items())))

    def on_epoch_end(self, epoch, logs=None):
        self.note("epochEnd", epoch)

    def on_train_end(self, logs=None):
        self.note("trainEnd")


def named(tree):
    """Arrays by their names."""
    if isinstance(tree, str):
        return DATA[tree]
    return {key: DATA[name] for key, name in tree.items()} if tree is not None else None


def callback(kind, arguments, folder):
    arguments = dict(arguments)
    for key in ("filepath", "filename", "backup_dir"):
        if key in arguments:
            arguments[key] = os.path.join(folder, arguments[key])
    if kind == "LearningRateScheduler":
        halves = arguments.pop("halves")
        arguments["schedule"] = lambda epoch, rate: rate / 2 if epoch in halves else rate
    return getattr(keras.callbacks, kind)(**arguments)


def case(name, kind="one", compile=None, x="x", y="y", sample_weight=None, validation=None,
         data="arrays", callbacks=(), repeat=1, class_weight=None, then=(), **fit):
    made = model(kind)
    settings = {"optimizer": ["SGD", {"learning_rate": 0.1}], "loss": "mse"} | (compile or {})
    optimizer = getattr(keras.optimizers, settings["optimizer"][0])(**settings["optimizer"][1])
    # In graphs, TensorFlow doesn't know how many rows a batch has, and Keras then takes the mean of an
    # output's loss over batches, not over rows as it does elsewhere.
    made.compile(**(settings | {"optimizer": optimizer}), run_eagerly=True)
    epochs, batch = fit.get("epochs", 1), fit.pop("batch_size", 8)
    validation_data = None
    if validation is not None:
        validation_data = tuple(named(part) for part in validation)
    result = {"name": name, "kind": kind, "compile": settings, "x": x, "y": y,
              "sample_weight": sample_weight, "validation": validation, "data": data,
              "callbacks": [list(c) for c in callbacks], "repeat": repeat, "batch_size": batch,
              "class_weight": None if class_weight is None else
              {str(key): value for key, value in class_weight.items()},
              "fit": dict(fit), "then": list(then)}
    runs = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(repeat):
            events = Events()
            made_callbacks = [callback(*c, folder) for c in callbacks] + [events]
            arguments = dict(
                fit, shuffle=False, verbose=0, callbacks=made_callbacks,
                validation_data=validation_data, class_weight=class_weight)
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                if data == "arrays":
                    history = made.fit(
                        named(x), named(y), sample_weight=named(sample_weight), batch_size=batch,
                        **arguments)
                else:
                    parts = (named(x), named(y))
                    if sample_weight is not None:
                        parts += (named(sample_weight),)
                    dataset = tf.data.Dataset.from_tensor_slices(parts).batch(batch)
                    if data == "repeated":
                        dataset = dataset.repeat()
                    history = made.fit(dataset, **arguments)
            runs.append({
                "history": [[key, [float(v) for v in values]]
                            for key, values in history.history.items()],
                "epochs": history.epoch,
                "events": events.events,
                "out_of_data": any("ran out of data" in str(w.message) for w in caught)})
        result["runs"] = runs
        files = {}
        for file in sorted(os.listdir(folder)):
            path = os.path.join(folder, file)
            files[file] = open(path, newline="").read() if file.endswith(".csv") else ""
        result["files"] = files
    result["weights"] = [w.flatten().tolist() for w in made.get_weights()]
    result["learning_rate"] = float(made.optimizer.learning_rate)
    after = {}
    for what in then:
        if what == "evaluate":
            after[what] = made.evaluate(
                named(x), named(y), sample_weight=named(sample_weight), batch_size=5, verbose=0,
                return_dict=True)
        elif what == "test_on_batch":
            after[what] = made.test_on_batch(
                named(x), named(y), sample_weight=named(sample_weight), return_dict=True)
        elif what == "train_on_batch":
            after[what] = made.train_on_batch(
                named(x), named(y), sample_weight=named(sample_weight), return_dict=True)
    result["after"] = {key: {k: float(v) for k, v in sorted(values.items())}
                       for key, values in after.items()}
    CASES.append(result)


CASES = []
VALIDATION = ["val_x", "val_y"]
TWO = {"loss": {"a": "mse", "b": "categorical_crossentropy"}, "loss_weights": {"a": 0.7, "b": 1.3},
       "metrics": {"a": ["mae"], "b": ["categorical_accuracy"]},
       "weighted_metrics": {"a": ["mae", "mse"], "b": ["categorical_accuracy"]}}
TWO_Y = {"a": "y", "b": "one_hot"}

# Weights of single outputs.
case("a weight for each output", "two", TWO, y=TWO_Y, sample_weight={"a": "w", "b": "w2"},
     epochs=2, then=["evaluate", "test_on_batch", "train_on_batch"])
case("a weight for one output", "two", TWO, y=TWO_Y, sample_weight={"a": "ones", "b": "w2"}, epochs=2,
     then=["evaluate"])
case("weights of outputs are split", "two", TWO, y=TWO_Y, sample_weight={"a": "w", "b": "w2"},
     epochs=2, validation_split=0.3)
case("weights of outputs in validation", "two", TWO, y=TWO_Y, epochs=2,
     validation=["val_x", {"a": "val_y", "b": "val_one_hot"}, {"a": "val_w", "b": "val_ones"}])
case("weights of outputs from a data set", "two", TWO, y=TWO_Y, data="dataset",
     sample_weight={"a": "w", "b": "w2"}, epochs=2)
case("weights of steps for one output", "steps",
     {"loss": {"a": "mse", "b": "mse"}, "weighted_metrics": {"a": ["mae"], "b": ["mae"]}},
     x="steps_x", y={"a": "steps_y", "b": "y"}, sample_weight={"a": "w_steps", "b": "w"},
     epochs=2, then=["evaluate"])
case("weights of one output", sample_weight="w",
     compile={"metrics": ["mae"], "weighted_metrics": ["mae"]}, epochs=2, validation_split=0.2,
     then=["evaluate"])

# Weights of classes.
case("class weights", y="classes", class_weight={0: 2.0, 2: 0.5}, epochs=2, validation_split=0.2,
     compile={"weighted_metrics": ["mae"]})
case("class weights of halves", y="halves", class_weight={-1: 4.0, 0: 2.0, 1: 3.0, 2: 0.5}, epochs=1)

# Epochs, steps, validation.
case("validation is split from the end", validation_split=0.3, epochs=2,
     compile={"metrics": ["mae"]})
case("validation data stand above the split", validation_split=0.3, validation=VALIDATION, epochs=2)
case("validation every second epoch", validation=VALIDATION, validation_freq=2, epochs=5,
     compile={"metrics": ["mae"]},
     callbacks=[("CSVLogger", {"filename": "log.csv"}),
                ("EarlyStopping", {"monitor": "val_loss", "patience": 0, "min_delta": 10.0})])
case("validation at listed epochs", validation=VALIDATION, validation_freq=[1, 4], epochs=5)
case("validation steps and batch size", validation=VALIDATION, validation_steps=2,
     validation_batch_size=3, epochs=2)
case("an initial epoch", initial_epoch=2, epochs=4, validation=VALIDATION)
case("an initial epoch at the end", initial_epoch=4, epochs=4)
case("steps per epoch that end within the data", steps_per_epoch=2, epochs=4, data="dataset")
case("more steps per epoch than there are", steps_per_epoch=5, epochs=3, data="dataset")
case("steps per epoch of arrays", steps_per_epoch=2, epochs=4)
case("steps per epoch of repeated data", steps_per_epoch=4, epochs=3, data="repeated")

# Callbacks.
case("early stopping with a baseline", validation=VALIDATION, epochs=9,
     callbacks=[("EarlyStopping", {"patience": 2, "baseline": 0.01,
                                   "restore_best_weights": True})])
case("early stopping from an epoch on", validation=VALIDATION, epochs=9,
     callbacks=[("EarlyStopping", {"patience": 1, "min_delta": 5.0, "start_from_epoch": 3,
                                   "restore_best_weights": True})])
case("early stopping of a fit that ends first", validation=VALIDATION, epochs=3,
     compile={"optimizer": ["SGD", {"learning_rate": 0.3}]},
     callbacks=[("EarlyStopping", {"patience": 5, "restore_best_weights": True})])
case("early stopping twice", validation=VALIDATION, epochs=4, repeat=2,
     callbacks=[("EarlyStopping", {"patience": 1, "min_delta": 5.0})])
case("a plateau with cooldown", validation=VALIDATION, epochs=9,
     callbacks=[("ReduceLROnPlateau", {"factor": 0.5, "patience": 2, "cooldown": 2,
                                       "min_delta": 5.0, "min_lr": 0.03}),
                ("CSVLogger", {"filename": "log.csv", "separator": ";"})])
case("a plateau whose number is missing", validation=VALIDATION, validation_freq=3, epochs=7,
     callbacks=[("ReduceLROnPlateau", {"factor": 0.5, "patience": 1, "min_delta": 5.0})])
case("a schedule of epochs", epochs=4,
     callbacks=[("LearningRateScheduler", {"halves": [1, 3]}),
                ("CSVLogger", {"filename": "log.csv"})])
case("a log that is added to", epochs=2, repeat=2,
     callbacks=[("CSVLogger", {"filename": "log.csv", "append": True})])
case("a log that is written over", epochs=2, repeat=2, validation=VALIDATION,
     callbacks=[("CSVLogger", {"filename": "log.csv"})])
case("checkpoints by numbers", validation=VALIDATION, epochs=3,
     callbacks=[("ModelCheckpoint", {"filepath": "{epoch:02d}-{val_loss:.2f}-{loss:.3}.keras"})])
case("checkpoints of the best", validation=VALIDATION, epochs=6,
     compile={"optimizer": ["SGD", {"learning_rate": 0.3}]},
     callbacks=[("ModelCheckpoint", {"filepath": "{epoch}.keras", "save_best_only": True})])
case("checkpoints below a threshold", validation=VALIDATION, epochs=6,
     callbacks=[("ModelCheckpoint", {"filepath": "{epoch}.keras", "save_best_only": True,
                                     "initial_value_threshold": 0.9})])
case("checkpoints after batches", epochs=4,
     callbacks=[("ModelCheckpoint", {"filepath": "{epoch}-{batch:03d}-{loss:.1%}.keras",
                                     "save_freq": 4})])
case("checkpoints where the number is missing", validation=VALIDATION, validation_freq=2, epochs=4,
     callbacks=[("ModelCheckpoint", {"filepath": "{epoch}.keras", "save_best_only": True})])
EMA = {"optimizer": ["SGD", {"learning_rate": 0.1, "use_ema": True, "ema_momentum": 0.8,
                             "ema_overwrite_frequency": None}]}
case("averages in validation", validation=VALIDATION, epochs=3, compile=EMA,
     callbacks=[("SwapEMAWeights", {})])
case("averages at the end of epochs", validation=VALIDATION, epochs=3, compile=EMA,
     callbacks=[("SwapEMAWeights", {"swap_on_epoch": True})])

if __name__ == "__main__":
    def plain(value):
        if isinstance(value, (np.floating, float)):
            return float(np.float32(value))
        raise TypeError(type(value))

    out = {"keras": keras.__version__,
           "data": {k: {"shape": list(v.shape), "values": v.flatten().tolist()}
                    for k, v in DATA.items()},
           "weights": {k: [{"shape": list(w.shape), "values": w.flatten().tolist()} for w in v]
                       for k, v in WEIGHTS.items()},
           "cases": CASES}
    path = os.path.join(os.path.dirname(__file__), "../resources/records/keras_fits.json")
    with open(path, "w") as file:
        json.dump(json.loads(json.dumps(out, default=plain), parse_float=lambda t: float(
            np.format_float_positional(np.float32(t), unique=True, trim="0"))), file,
            separators=(",", ":"))
        file.write("\n")
    print(len(CASES), "cases,", os.path.getsize(path), "bytes")
