"""Writes random models that are compiled in random ways, each with how it is fitted and what Keras reports of that.

    KERAS_BACKEND=jax python random_fits.py FOLDER [--fits 100] [--seed 0] [--only OPTIMIZER] [--rows]

`conformance/keras-files FOLDER` runs the same fits. NAME.keras is the model before the fit, fitted/NAME.keras the one after it,
NAME.json has the data, the arguments, the history and evaluations. Rows are never shuffled, nothing is drawn at random within a
model. On TensorFlow Keras squares the gradients of repeated ids one by one; JAX and PyTorch sum them first.
"""

import argparse
import json
import math
import os
import pathlib
import random
import warnings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
warnings.simplefilter("ignore")

import keras
import numpy as np
from keras import Input, Model, Sequential, layers as L

r = random.Random(0)


def maybe(p=0.5):
    return r.random() < p


def pick(*of):
    return r.choice(of)


def floats(*shape):
    return np.array([round(r.uniform(-1, 1), 3) for _ in range(int(np.prod(shape)))], "float32").reshape(shape)


def ints(bound, *shape):
    return np.array([r.randrange(bound) for _ in range(int(np.prod(shape)))], "int32").reshape(shape)


# Optimizers and what they all may do.

def rate(number):
    s = keras.optimizers.schedules
    return r.choice([number] * 6 + [
        s.ExponentialDecay(number, r.randint(2, 9), 0.7, staircase=maybe()),
        s.InverseTimeDecay(number, r.randint(2, 9), 0.5, staircase=maybe()),
        s.PolynomialDecay(number, r.randint(2, 9), number / 10, power=pick(1.0, 0.5, 2.0), cycle=maybe()),
        s.PiecewiseConstantDecay([3, 7], [number, number / 2, number / 5]),
        s.CosineDecay(number, r.randint(4, 12), alpha=0.1, **(dict(warmup_target=number * 2, warmup_steps=3) if maybe() else {})),
        s.CosineDecayRestarts(number, r.randint(2, 4), t_mul=pick(1.0, 2.0), m_mul=pick(1.0, 0.8), alpha=0.1)])


def betas():
    return {"beta_1": pick(0.9, 0.5, 0.8), "beta_2": pick(0.999, 0.9, 0.99), "epsilon": pick(1e-7, 1e-3)}


OPTIMIZERS = {
    "SGD": lambda: dict(learning_rate=rate(0.1), momentum=pick(0.0, 0.9, 0.5), nesterov=maybe()),
    "RMSprop": lambda: dict(learning_rate=rate(0.01), rho=pick(0.9, 0.5), momentum=pick(0.0, 0.9), centered=maybe(), epsilon=pick(1e-7, 1e-3)),
    "Adam": lambda: dict(learning_rate=rate(0.02), amsgrad=maybe(), **betas()),
    "AdamW": lambda: dict(learning_rate=rate(0.02), amsgrad=maybe(), **betas()),
    "Adadelta": lambda: dict(learning_rate=rate(1.0), rho=pick(0.95, 0.5), epsilon=pick(1e-7, 1e-3)),
    "Adagrad": lambda: dict(learning_rate=rate(0.1), initial_accumulator_value=pick(0.1, 0.0, 0.5), epsilon=pick(1e-7, 1e-3)),
    "Adamax": lambda: dict(learning_rate=rate(0.02), **betas()),
    "Adafactor": lambda: dict(learning_rate=rate(0.05), beta_2_decay=pick(-0.8, -0.5), epsilon_1=pick(1e-30, 1e-6), epsilon_2=pick(1e-3, 0.1), clip_threshold=pick(1.0, 0.3, 3.0), relative_step=maybe()),
    "Nadam": lambda: dict(learning_rate=rate(0.02), **betas()),
    "Ftrl": lambda: dict(learning_rate=rate(0.1), learning_rate_power=pick(-0.5, -0.3, 0.0), initial_accumulator_value=pick(0.1, 0.5), l1_regularization_strength=pick(0.0, 0.01),
                         l2_regularization_strength=pick(0.0, 0.1), l2_shrinkage_regularization_strength=pick(0.0, 0.1), beta=pick(0.0, 0.3)),
    "Lion": lambda: dict(learning_rate=rate(0.01), beta_1=pick(0.9, 0.5), beta_2=pick(0.99, 0.9)),
    "Lamb": lambda: dict(learning_rate=rate(0.02), **betas()),
    "Muon": lambda: dict(learning_rate=rate(0.02), exclude_embeddings=maybe(), adam_lr_ratio=pick(1.0, 0.5), nesterov=maybe(), momentum=pick(0.95, 0.5), ns_steps=pick(5, 3), rms_rate=pick(0.2, None),
                         adam_weight_decay=pick(0.004, None, 0.1), exclude_layers=pick([], ["hidden"])),
    "ScheduleFreeAdamW": lambda: dict(learning_rate=0.02, warmup_steps=pick(0, 3), **betas()),
}
NO_DECAY = ("ScheduleFreeAdamW",)


def options(name):
    config = {}
    if maybe(0.3):
        config["weight_decay"] = pick(0.01, 0.1)
    if maybe(0.4):
        config[pick("clipnorm", "clipvalue", "global_clipnorm")] = pick(0.05, 0.2, 1.0)
    if maybe(0.25):
        config.update(use_ema=True, ema_momentum=pick(0.99, 0.5), ema_overwrite_frequency=pick(None, 2, 3))
    if maybe(0.25):
        config["gradient_accumulation_steps"] = pick(2, 3)
    if maybe(0.1):
        config["loss_scale_factor"] = pick(4.0, 128.0)
    return config


def optimizer(only, said):
    name = only or pick(*OPTIMIZERS)
    made = getattr(keras.optimizers, name)(**OPTIMIZERS[name](), **options(name))
    if maybe(0.2):
        said["exclude_from_weight_decay"] = pick(["bias"], ["kernel", "bias"], ["embeddings"])
        made.exclude_from_weight_decay(var_names=said["exclude_from_weight_decay"])
    if maybe(0.07):
        made = keras.optimizers.LossScaleOptimizer(made, initial_scale=pick(8.0, 1024.0), dynamic_growth_steps=pick(2, 2000))
    return made


# Models.

def weighty(*names):
    config = {}
    for name in names:
        if maybe(0.12):
            config[name + "_regularizer"] = pick("l2", "l1", keras.regularizers.L1L2(0.01, 0.02), keras.regularizers.OrthogonalRegularizer(0.01) if name == "kernel" else "l2")
        if maybe(0.12):
            c = keras.constraints
            config[name + "_constraint"] = pick(c.NonNeg(), c.MaxNorm(0.5, axis=0), c.UnitNorm(axis=0), c.MinMaxNorm(0.2, 0.6, rate=0.7, axis=0), *([c.MaxNorm(0.4, axis=1)] if "bias" not in name else []))
    return config


def dense(units, **config):
    return L.Dense(units, use_bias=maybe(0.8), **weighty("kernel", "bias"), **config)


def between(t):
    """Something that may stand between layers."""
    for _ in range(r.randint(0, 2)):
        t = pick(lambda: L.BatchNormalization(momentum=pick(0.9, 0.5), center=maybe(0.8), scale=maybe(0.8)), lambda: L.Dropout(0.0), lambda: L.ActivityRegularization(0.01, 0.02), lambda: L.LayerNormalization(),
                 lambda: L.Activation(pick("relu", "tanh", "gelu", "silu", "softplus")), lambda: L.GaussianNoise(0.0), lambda: L.Rescaling(0.5, 0.1), lambda: L.RMSNormalization(),
                 lambda: L.Dense(t.shape[-1], activation="tanh", activity_regularizer=pick(None, "l2"), **weighty("kernel", "bias")), lambda: L.PReLU(shared_axes=[1] if len(t.shape) == 3 else None))()(t)
    return t


def rows_model(data, count):
    """Numbers and ids, by rows."""
    inputs, parts = [], []
    if maybe(0.8):
        x = Input((4,), name="x")
        inputs.append(x)
        data["x"] = floats(count, 4)
        parts.append(between(x))
    if maybe() or not inputs:
        steps = pick(1, 3)
        c = Input((steps,), name="c", dtype="int32")
        inputs.append(c)
        data["c"] = ints(7, count, steps)
        e = L.Embedding(9, 3, **weighty("embeddings"))(c)
        parts.append(L.Flatten()(e) if maybe() else L.GlobalAveragePooling1D()(e))
    t = parts[0] if len(parts) == 1 else L.Concatenate()(parts)
    return inputs, between(dense(5, activation="tanh", name="hidden")(t)), 2


def steps_model(data, count):
    """Sequences with masks, whose steps or whose whole has an output."""
    steps = 4
    if maybe(0.7):
        ids = Input((steps,), name="c", dtype="int32")
        v = ints(7, count, steps) + 1
        lengths = [r.randint(1, steps) for _ in range(count)]
        masked = maybe(0.8)
        if masked:
            v = np.where(np.arange(steps)[None] < np.array(lengths)[:, None], v, 0)
        data["c"] = v.astype("int32")
        inputs, t = [ids], L.Embedding(9, 3, mask_zero=masked, **weighty("embeddings"))(ids)
    else:
        x = Input((steps, 3), name="x")
        v = floats(count, steps, 3)
        for i in range(count):
            v[i, r.randint(1, steps):] = 0.5
        data["x"] = v
        inputs, t = [x], L.Masking(0.5)(x) if maybe(0.8) else x
    whole = maybe(0.35)
    cell = pick(L.LSTM, L.GRU, L.SimpleRNN)
    config = dict(return_sequences=not whole, **weighty("kernel", "recurrent", "bias"))
    made = cell(4, **config) if not config.keys() & {"recurrent_regularizer", "recurrent_constraint"} else cell(4, return_sequences=not whole)
    if maybe(0.2):
        made = L.Bidirectional(cell(3, return_sequences=not whole))
    t = made(t)
    if not whole and maybe(0.4):
        t = pick(lambda: L.Dropout(0.0), lambda: L.LayerNormalization(), lambda: L.TimeDistributed(L.Dense(4, activation="tanh")), lambda: L.Dense(3, activation="relu"), lambda: L.BatchNormalization(momentum=0.8))()(t)
    return inputs, t, 2 if whole else 3


LOSSES = {
    "number": ["mse", "mae", "huber", "log_cosh", lambda: keras.losses.Huber(), lambda: keras.losses.MeanSquaredError(reduction=pick("sum", "sum_over_batch_size", "mean_with_sample_weight")), "cosine_similarity"],
    "binary": ["binary_crossentropy", lambda: keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=pick(0.0, 0.1)), lambda: keras.losses.BinaryFocalCrossentropy(apply_class_balancing=maybe()), "hinge"],
    "one_hot": ["categorical_crossentropy", lambda: keras.losses.CategoricalCrossentropy(from_logits=True), "kl_divergence", lambda: keras.losses.CategoricalFocalCrossentropy(), "categorical_hinge"],
    "class": ["sparse_categorical_crossentropy", lambda: keras.losses.SparseCategoricalCrossentropy(from_logits=True), lambda: keras.losses.SparseCategoricalCrossentropy(ignore_class=1)],
}
METRICS = {
    "number": ["mae", "mse", "cosine_similarity", lambda: keras.metrics.RootMeanSquaredError(), lambda: keras.metrics.MeanAbsoluteError(name="apart")],
    "binary": ["accuracy", "auc", lambda: keras.metrics.Precision(), lambda: keras.metrics.Recall(thresholds=0.4), lambda: keras.metrics.BinaryAccuracy(threshold=0.3), "binary_crossentropy", lambda: keras.metrics.AUC(curve="PR", num_thresholds=20)],
    "one_hot": ["accuracy", "acc", lambda: keras.metrics.TopKCategoricalAccuracy(2), "categorical_crossentropy", lambda: keras.metrics.F1Score(average="macro")],
    "class": ["accuracy", "sparse_categorical_accuracy", lambda: keras.metrics.SparseTopKCategoricalAccuracy(2), "sparse_categorical_crossentropy"],
}


def made(of):
    return of() if callable(of) else of


def some(of, most=2):
    return [made(m) for m in r.sample(of, r.randint(0, most))]


def output(t, rank, name, count):
    """An output with its labels, loss and metrics."""
    kind = pick(*LOSSES)
    loss = made(pick(*LOSSES[kind]))
    logits = isinstance(loss, keras.losses.Loss) and loss.get_config().get("from_logits", False)
    units = {"number": pick(1, 2), "binary": 1, "one_hot": 3, "class": 3}[kind]
    activation = None if logits or kind == "number" else "sigmoid" if kind == "binary" else "softmax"
    lead = (count,) if rank == 2 else (count, t.shape[1])
    y = {"number": lambda: floats(*lead, units), "binary": lambda: ints(2, *lead, 1).astype("float32"), "one_hot": lambda: np.eye(3, dtype="float32")[ints(3, *lead)],
         "class": lambda: ints(3, *lead) if maybe() or rank == 3 else ints(3, *lead, 1)}[kind]()
    if rank == 3 and kind == "number" and loss == "cosine_similarity":
        loss = "mse"
    metrics = [m for m in METRICS[kind] if not (logits and str(m).endswith("crossentropy"))]
    if rank == 3:
        metrics = [m for m in metrics if not (callable(m) and isinstance(m(), keras.metrics.F1Score))]
    return L.Dense(units, activation=activation, name=name, dtype="float32", **weighty("kernel"))(t), y, loss, some(metrics), some(metrics)


def weights(rank, count, y):
    lead = (count,) if rank == 2 or maybe() else (count, y.shape[1])
    w = np.array([pick(0.25, 0.5, 1, 2, 3, 0) for _ in range(int(np.prod(lead)))], "float32").reshape(lead)
    return w[:, None] if rank == 2 and maybe(0.2) else w


def drawn(only):
    said = {}
    count = r.choice([17, 20, 23, 24])
    data = {}
    policy = pick("mixed_bfloat16", "mixed_float16") if maybe(0.08) else "float32"
    keras.config.set_dtype_policy(policy)
    inputs, t, rank = pick(rows_model, steps_model)(data, count)
    keras.config.set_dtype_policy("float32")
    several = pick(None, None, "dict", "list") if policy == "float32" else None
    outs = {name: output(t, rank, name, count) for name in (["a", "b"] if several else ["out"])}
    tree = {k: v[0] for k, v in outs.items()}
    model = Model(inputs if len(inputs) > 1 else inputs[0], tree if several == "dict" else list(tree.values()) if several else tree["out"])

    def structured(values):
        if several == "dict":
            return values
        return list(values.values()) if several else values["out"]

    y = {k: v[1] for k, v in outs.items()}
    settings = {"loss": structured({k: v[2] for k, v in outs.items()}), "metrics": structured({k: v[3] for k, v in outs.items()}), "weighted_metrics": structured({k: v[4] for k, v in outs.items()})}
    if several and maybe(0.4):
        settings["loss_weights"] = structured({"a": 0.7, "b": 1.5})
    model.compile(optimizer=optimizer(only, said), run_eagerly=keras.backend.backend() != "jax", jit_compile=False, **settings)
    scramble(model)
    fit = {"epochs": r.randint(2, 4), "batch_size": pick(4, 5, 8)}
    arguments = {}
    if maybe(0.4):
        w = {k: weights(rank, count, v) for k, v in y.items()}
        said["sample_weight"] = w
        arguments["sample_weight"] = structured(w)
    elif not several and rank == 2 and (y["out"].dtype.kind == "i" or settings["loss"] == "binary_crossentropy") and maybe(0.6):
        fit["class_weight"] = {0: 2.0, 1: 0.5}
    if maybe(0.5):
        fit["validation_split"] = pick(0.2, 0.3)
    if maybe(0.2):
        fit["steps_per_epoch"] = 2
    if maybe(0.15):
        fit["initial_epoch"] = 1
    if "validation_split" in fit and maybe(0.3):
        fit["validation_freq"] = 2
    if "validation_split" in fit and maybe(0.3):
        fit["validation_batch_size"] = 3
    callbacks = []
    constant = isinstance(getattr(model.optimizer, "_learning_rate", None), keras.Variable)
    monitor = "val_loss" if "validation_split" in fit and "validation_freq" not in fit else "loss"
    if maybe(0.2) and constant:
        callbacks.append(["ReduceLROnPlateau", {"monitor": monitor, "factor": 0.5, "patience": pick(0, 1), "min_delta": pick(0.0, 0.5), "cooldown": pick(0, 1)}])
    if maybe(0.25):
        stop = {"monitor": monitor, "patience": pick(0, 1), "min_delta": pick(0.0, 0.2), "restore_best_weights": maybe(), "start_from_epoch": pick(0, 1)}
        if maybe(0.3):
            stop["baseline"] = 0.5
        callbacks.append(["EarlyStopping", stop])
    if maybe(0.15) and constant:
        callbacks.append(["LearningRateScheduler", {"halves": [1, 3]}])
    if getattr(model.optimizer, "use_ema", False) and maybe(0.3):
        callbacks.append(["SwapEMAWeights", {"swap_on_epoch": maybe()}])
    return model, data, y, structured, arguments, fit, callbacks, said


def callback(kind, config):
    config = dict(config)
    if kind == "LearningRateScheduler":
        halves = config.pop("halves")
        config["schedule"] = lambda epoch, lr: lr / 2 if epoch in halves else lr
    return getattr(keras.callbacks, kind)(**config)


def scramble(model):
    """Weights that a seed decides; those that a constraint rules obey it."""
    for v in model.trainable_variables:
        v.assign(floats(*v.shape) * 0.8)
        if v.constraint is not None:
            v.assign(v.constraint(v))


def encoded(value):
    if isinstance(value, dict):
        return {k: encoded(v) for k, v in value.items()}
    return {"dtype": str(value.dtype), "shape": list(value.shape), "data": [number(v) for v in value.reshape(-1).tolist()]}


def number(v):
    v = float(np.float32(v)) if isinstance(v, (float, np.floating)) else v
    return v if isinstance(v, int) or math.isfinite(v) else "NaN" if v != v else "Infinity" if v > 0 else "-Infinity"


def write(folder, name, only):
    model, data, y, structured, arguments, fit, callbacks, said = drawn(only)
    model.save(folder / (name + ".keras"))
    x = data if len(data) > 1 else next(iter(data.values()))
    given = dict(fit)
    labels = structured(y)
    made_callbacks = [callback(*c) for c in callbacks]
    history = model.fit(x, labels, shuffle=False, verbose=0, callbacks=made_callbacks, **given, **arguments)
    # Attached by a fit; the model is then written with them.
    model.save(folder / "fitted" / (name + ".keras"))
    tests = model.evaluate(x, labels, batch_size=7, verbose=0, return_dict=True, **arguments)
    step = model.train_on_batch(x, labels, return_dict=True, **arguments)
    after = model.evaluate(x, labels, batch_size=50, verbose=0, return_dict=True)
    if "class_weight" in fit:
        fit["class_weight"] = {str(k): v for k, v in fit["class_weight"].items()}
    out = {"in_" + k: encoded(v) for k, v in data.items()}
    out["fit"] = {"y": encoded(y) if len(y) > 1 else encoded(y["out"]), **fit, "callbacks": callbacks,
                  **{k: encoded(v) if k == "sample_weight" else v for k, v in said.items()}}
    if "sample_weight" in out["fit"] and len(y) == 1:
        out["fit"]["sample_weight"] = out["fit"]["sample_weight"]["out"]
    out["history"] = [[k, [number(float(v)) for v in vs]] for k, vs in history.history.items()]
    out["epochs"] = history.epoch
    out["backend"] = keras.backend.backend()
    out["then"] = [["evaluate", named(tests)], ["train_on_batch", named(step)], ["evaluate_unweighted", named(after)]]
    (folder / (name + ".json")).write_text(json.dumps(out))
    return model


def named(logs):
    return [[k, number(float(v))] for k, v in logs.items()]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--fits", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default=None)
    args = parser.parse_args()
    folder = pathlib.Path(args.folder)
    (folder / "fitted").mkdir(parents=True, exist_ok=True)
    for i in range(args.fits):
        name = "fit_%d_%04d" % (args.seed, i)
        r.seed(name)
        keras.backend.clear_session()
        try:
            write(folder, name, args.only)
        except Exception as e:
            (folder / (name + ".keras")).unlink(missing_ok=True)
            print(name, type(e).__name__, str(e)[:300].replace("\n", " "))


if __name__ == "__main__":
    main()
