"""Random layers, losses, metrics, optimizers and the rest of Keras, answered by a real Keras, as cases for conformance/run.

    python keras_oracle.py FOLDER [--cases 20] [--seed 0] [--only NAME]
    conformance/run FOLDER

There are `cases` of every class; each kind has a file. Needs Keras 3.15 on TensorFlow 2.21; no part of the build needs
this.
"""

import argparse
import json
import math
import os
import pathlib
import random
import sys
import warnings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
warnings.simplefilter("ignore")

import keras
import numpy as np
import tensorflow as tf
from keras import layers as L

r = random.Random(0)


def encoded(value):
    """Arrays as golden files write them, within lists and maps."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict):
        return {k: encoded(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [encoded(v) for v in value]
    if isinstance(value, tf.RaggedTensor):
        return {"ragged": True, "values": value.to_list(), "dtype": value.dtype.name}
    if isinstance(value, (tf.SparseTensor, keras.src.backend.common.keras_tensor.KerasTensor)):
        value = tf.sparse.to_dense(value)
    array = np.asarray(keras.ops.convert_to_numpy(value) if keras.ops.is_tensor(value) else value)
    if array.dtype.kind in "OUS":
        texts = [t.decode() if isinstance(t, bytes) else str(t) for t in array.reshape(-1).tolist()]
        return {"shape": list(array.shape), "dtype": "string", "data": texts}
    data = [number(v) if isinstance(v, float) else v for v in shortest(array)]
    return {"shape": list(array.shape), "dtype": str(array.dtype), "data": data}


def shortest(array):
    if array.dtype == np.float32:
        return [float(str(v)) for v in array.reshape(-1)]
    return array.astype(np.float64).reshape(-1).tolist() if array.dtype.kind == "f" or array.dtype.name == "bfloat16" \
        else array.reshape(-1).tolist()


def number(v):
    return v if math.isfinite(v) else "NaN" if v != v else "Infinity" if v > 0 else "-Infinity"


def floats(*shape, low=-1.0, high=1.0):
    n = int(np.prod(shape))
    return np.array([round(r.uniform(low, high), 3) for _ in range(n)], np.float32).reshape(shape)


def ints(bound, *shape, low=0):
    return np.array([r.randrange(low, bound) for _ in range(int(np.prod(shape)))], np.int32).reshape(shape)


def rows():
    return r.choice([1, 2, 3])


def maybe(p=0.5):
    return r.random() < p


def pick(*of):
    return r.choice(of)


def left(rows, length):
    """A mask of rows that are filled from the left, none empty."""
    lengths = [r.randint(1, length) for _ in range(rows)]
    return np.array([[t < n for t in range(length)] for n in lengths])


def mask(rows, length):
    """Any mask without an empty row."""
    m = some(rows, length)
    m[:, 0] |= ~m.any(axis=1)
    return m


def some(*shape):
    """Any mask."""
    return np.array([maybe(0.7) for _ in range(int(np.prod(shape)))]).reshape(shape)


# Settings that many share.

SMOOTH = ["tanh", "sigmoid", "linear", None, "softplus", "softsign", "selu", "elu", "swish", "silu", "gelu", "mish", "exponential",
          "relu", "relu6", "leaky_relu", "hard_sigmoid", "hard_silu", "hard_swish", "softmax", "log_softmax", "celu",
          "hard_tanh", "tanh_shrink", "squareplus", "log_sigmoid", "sparse_plus", "sparse_sigmoid", "sparsemax", "soft_shrink",
          "hard_shrink"]


def activation():
    if maybe(0.1):
        return pick(lambda: L.LeakyReLU(negative_slope=0.2), lambda: L.ReLU(max_value=0.5, negative_slope=0.1),
                    lambda: L.ELU(alpha=0.7), lambda: L.Softmax(), lambda: L.Activation("tanh"))()
    return pick(*SMOOTH)


def initializer():
    i = keras.initializers
    return pick("glorot_uniform", "he_normal", "lecun_uniform", "zeros", "ones", "random_normal", "truncated_normal",
                "orthogonal", i.VarianceScaling(2.0, mode="fan_avg", distribution="uniform"), i.Constant(0.3),
                i.RandomUniform(-0.2, 0.2, seed=3), i.HeUniform(seed=7), i.GlorotNormal(), "GlorotNormal", "uniform", "normal")


def regularizer():
    g = keras.regularizers
    return pick(None, None, "l1", "l2", "l1_l2", g.L1(0.02), g.L2(0.1), g.L1L2(0.1, 0.2), g.OrthogonalRegularizer(0.1, "columns"))


def constraint():
    c = keras.constraints
    return pick(None, None, "non_neg", c.MaxNorm(2), "max_norm", c.UnitNorm(0), c.MinMaxNorm(0.1, 0.9, 0.5, 0), "unit_norm")


def weighty(*names):
    """Settings of weights."""
    config = {}
    for n in names:
        if maybe(0.3):
            config[n + "_initializer"] = initializer() if n != "recurrent" and "bias" not in n else pick("zeros", "ones", "glorot_uniform")
        if maybe(0.2):
            config[n + "_regularizer"] = pick(None, "l2", keras.regularizers.L1(0.1))
        if maybe(0.2):
            config[n + "_constraint"] = constraint()
    if maybe(0.1):
        config["activity_regularizer"] = pick("l2", keras.regularizers.L1(0.01))
    return config


LAYERS = {}


def layer(*names):
    def register(make):
        for name in names:
            LAYERS[name] = make
        return make

    return register


# Core.


@layer("Dense")
def dense(name):
    shape = pick((rows(), 3), (2, 3, 2), (2, 2, 3, 2))
    return L.Dense(r.randint(1, 4), activation(), maybe(0.8), **weighty("kernel", "bias"),
                   **({"lora_rank": 2, "lora_alpha": pick(None, 3)} if maybe(0.1) else {})), [floats(*shape)], {}


@layer("EinsumDense")
def einsum(name):
    equation, out, shape, bias = pick(
        ("ab,bc->ac", 4, (2, 3), "c"), ("abc,cd->abd", (None, 4), (2, 3, 2), "d"), ("...x,xy->...y", 4, (2, 3, 2), "y"),
        ("abc,cde->abde", (None, 2, 3), (2, 3, 4), "de"), ("abc,bd->adc", (4, 2), (2, 3, 2), "d"),
        ("abcd,cde->abe", (3, 5), (2, 3, 2, 4), "e"), ("ab...,bc->ac...", (4, 2), (2, 3, 2), None),
        ("btd,ndh->bnth", (2, None, 3), (2, 4, 5), "nh"), ("abc,cb->ab", 3, (2, 3, 4), "b"), ("ab...,b->a...", (2,), (2, 3, 2), None),
        ("ab,b->ab", 3, (2, 3), "b"), ("abc,bd->abd", (3, 4), (2, 3, 2), None), ("...a,ab->...b", 4, (2, 3), "b"))
    return L.EinsumDense(equation, out, activation=pick(None, "relu", "tanh"), bias_axes=bias if maybe(0.7) else None,
                         **weighty("kernel", "bias")), [floats(*shape)], {}


@layer("Embedding")
def embedding(name):
    shape = pick((3,), (2, 3), (2, 2, 3), (3, 1))
    x = ints(6, *shape)
    if maybe(0.2):
        x = (x + pick(0.0, 0.4)).astype(np.float32)
    return L.Embedding(6, r.randint(1, 4), mask_zero=maybe(0.3), **{k: v for k, v in weighty("embeddings").items() if k[:3] != "act"}), [x], {}


@layer("ReversibleEmbedding")
def reversible(name):
    reverse = maybe()
    d = r.randint(1, 3)
    made = L.ReversibleEmbedding(5, d, tie_weights=maybe(), logit_soft_cap=pick(None, None, 2.0), mask_zero=maybe(0.2))
    return made, [floats(2, 3, d) if reverse else ints(5, 2, 3)], {"reverse": True} if reverse else {}


@layer("Masking")
def masking(name):
    x = floats(2, 4, 2)
    x[0, 1] = 0
    x[1, 2:] = pick(0, 0.5)
    return L.Masking(pick(0.0, 0.5)), [x], {}


@layer("Identity", "ActivityRegularization", "Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "GaussianNoise",
       "GaussianDropout", "AlphaDropout")
def quiet(name):
    axes = {"SpatialDropout1D": 3, "SpatialDropout2D": 4, "SpatialDropout3D": 5}.get(name) or r.randint(2, 3)
    x = floats(2, *[2] * (axes - 1))
    training = {"training": pick(False, None)} if maybe() else {}
    make = {"Identity": lambda: L.Identity(),
            "ActivityRegularization": lambda: L.ActivityRegularization(pick(0.0, 0.1), pick(0.0, 0.2)),
            "Dropout": lambda: L.Dropout(pick(0.5, 0), noise_shape=pick(None, (2,) + (1,) * (axes - 1)), seed=pick(None, 3)),
            "SpatialDropout1D": lambda: L.SpatialDropout1D(0.3), "SpatialDropout2D": lambda: L.SpatialDropout2D(0.3, pick(None, "channels_first")),
            "SpatialDropout3D": lambda: L.SpatialDropout3D(0.3), "GaussianNoise": lambda: L.GaussianNoise(0.3),
            "GaussianDropout": lambda: L.GaussianDropout(0.3, seed=4), "AlphaDropout": lambda: L.AlphaDropout(0.3)}[name]
    made = make()
    if name == "Identity" or name == "ActivityRegularization":
        training = {}
    elif getattr(made, "rate", 1) == 0 and maybe():
        training = {"training": True}
    return made, [x], training


@layer("Rescaling")
def rescaling(name):
    return L.Rescaling(pick(0.5, 2, [1.0, 2.0, 3.0]), pick(0.0, 1, -0.5, [0.1, 0.2, 0.3])), [floats(2, 3)], {}


# Activations.


@layer("Activation", "ReLU", "LeakyReLU", "ELU", "PReLU", "Softmax")
def activations(name):
    shape = pick((2, 3), (2, 3, 4), (2, 3, 2, 2))
    x = floats(*shape, low=-3, high=3)
    if name == "Activation":
        return L.Activation(activation() or "linear"), [x], {}
    if name == "ReLU":
        return L.ReLU(pick(None, 1.0, 2), pick(0.0, 0.1), pick(0.0, 0.5)), [x], {}
    if name == "LeakyReLU":
        return L.LeakyReLU(pick(0.3, 0.1, 0.0)), [x], {}
    if name == "ELU":
        return L.ELU(pick(1.0, 0.5)), [x], {}
    if name == "PReLU":
        axes = pick(None, [1], list(range(1, len(shape))), [len(shape) - 1])
        return L.PReLU(pick("zeros", "ones", keras.initializers.Constant(0.2)), shared_axes=axes), [x], {}
    axis = pick(-1, 1, -2, (-1, -2), [1, 2]) if len(shape) > 2 else pick(-1, 1, (1,))
    m = {}
    if maybe(0.4):
        full = np.array([maybe(0.7) for _ in range(x.size)]).reshape(shape)
        full[..., 0] = True
        full[:, 0] = True
        m = {"mask": full}
    return L.Softmax(axis), [x], m


# Merging.


@layer("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")
def merge(name):
    a, b = pick(((2, 3), (2, 3)), ((2, 3, 2), (2, 3, 2)), ((2, 1, 3), (2, 2, 1)), ((2, 3), (2, 1)), ((2, 3, 4), (2, 4)), ((2, 1), (2, 4, 1)))
    n = 2 if name == "Subtract" else r.randint(2, 4)
    return getattr(L, name)(), [[floats(*(a if i % 2 == 0 else b)) for i in range(n)]], {}


@layer("Concatenate")
def concatenate(name):
    rank = r.randint(2, 4)
    axis = r.randint(1, rank - 1)
    shape = [2] + [r.randint(1, 3) for _ in range(rank - 1)]
    xs = []
    for _ in range(r.randint(2, 4)):
        shape = list(shape)
        shape[axis] = r.randint(1, 3)
        xs.append(floats(*shape))
    return L.Concatenate(axis=axis if maybe() else axis - rank), [xs], {}


@layer("Dot")
def dot(name):
    a, b, axes = pick(((2, 3), (2, 3), 1), ((2, 3), (2, 3), -1), ((2, 3, 4), (2, 3, 5), 1), ((2, 3, 4), (2, 4, 5), (2, 1)), ((2, 3, 4), (2, 5, 4), -1),
                      ((2, 3, 4), (2, 4), (2, 1)), ((2, 3, 4), (2, 4), -1), ((2, 3), (2, 3, 4), 1), ((2, 3, 4, 2), (2, 4, 5), (2, 1)),
                      ((2, 3, 2, 4), (2, 5, 4, 3), (3, 2)), ((2, 3, 4), (2, 5, 4), (2, 2)), ((2, 3, 4), (2, 5, 3), [1, 2]),
                      ((2, 3, 4), (2, 4, 5), (-1, 1)))
    return L.Dot(axes, normalize=maybe(0.4)), [[floats(*a), floats(*b)]], {}


# Reshaping.


def data_format(config):
    if maybe(0.4):
        config["data_format"] = pick("channels_first", "channels_last")
    return config


@layer("Flatten", "Reshape", "Permute", "RepeatVector")
def reshaping(name):
    shape = (2,) + tuple(r.randint(1, 4) for _ in range(r.randint(1, 3)))
    x = floats(*shape)
    if name == "Flatten":
        return L.Flatten(**data_format({})), [x], {}
    if name == "RepeatVector":
        return L.RepeatVector(r.randint(1, 3)), [floats(2, 3)], {}
    if name == "Permute":
        dims = list(range(1, len(shape)))
        r.shuffle(dims)
        return L.Permute(tuple(dims)), [x], {}
    n = int(np.prod(shape[1:]))
    target = pick((n,), (-1,), (1, n), (n, 1), (-1, 1), (1, -1, 1), shape[:0:-1], (-1, shape[-1]))
    return L.Reshape(target), [x], {}


@layer("Cropping1D", "Cropping2D", "Cropping3D", "ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D", "UpSampling1D", "UpSampling2D", "UpSampling3D")
def space(name):
    d = int(name[-2])
    x = floats(2, *[r.randint(3, 5) for _ in range(d)], r.randint(3, 4))
    if name.startswith("Up"):
        if d == 1:
            return L.UpSampling1D(r.randint(1, 3)), [x], {}
        size = pick(2, tuple(r.randint(1, 3) for _ in range(d)))
        config = data_format({})
        if d == 2:
            config["interpolation"] = pick("nearest", "nearest", "bilinear")
        return getattr(L, name)(size, **config), [x], {}
    config = data_format({}) if d > 1 or name[0] == "Z" else {}
    pair = lambda: (r.randint(0, 1), r.randint(0, 1))
    amount = pick(1, tuple(r.randint(0, 1) for _ in range(d)) if d > 1 else pair(), tuple(pair() for _ in range(d)) if d > 1 else pair())
    return getattr(L, name)(amount, **config), [x], {}


# Convolution and pooling.


def spatial(d, low=4, high=7):
    return [r.randint(low, high) for _ in range(d)]


def several(d, low, high):
    return r.randint(low, high) if maybe() else tuple(r.randint(low, high) for _ in range(d))


def of_channels(config, x):
    """Channels first where the config says so."""
    return np.moveaxis(x, -1, 1) if config.get("data_format") == "channels_first" else x


@layer("Conv1D", "Conv2D", "Conv3D")
def conv(name):
    d = int(name[-2])
    config = data_format({"kernel_size": several(d, 1, 3), "padding": pick("valid", "same", *(["causal"] * (d == 1)))})
    if config["padding"] == "causal":
        config.pop("data_format", None)
    if maybe():
        config["strides"] = several(d, 1, 2)
    elif maybe():
        config["dilation_rate"] = several(d, 1, 2)
    channels, filters = r.randint(1, 3), r.randint(1, 3)
    if maybe(0.2) and config.get("data_format") != "channels_first":
        config["groups"] = 2
        channels, filters = 4, pick(2, 4)
    x = of_channels(config, floats(2, *spatial(d, 5, 7 if d < 3 else 6), channels))
    return getattr(L, name)(filters, activation=pick(None, "relu", "tanh"), use_bias=maybe(0.8), **config, **weighty("kernel", "bias")), [x], {}


@layer("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose")
def transposed(name):
    d = int(name[4])
    config = data_format({"kernel_size": several(d, 1, 4 if d < 3 else 3), "padding": pick("valid", "same")})
    if maybe(0.6):
        strides = several(d, 2, 3 if d < 3 else 2)
        config["strides"] = strides
        if maybe(0.4):
            config["output_padding"] = pick(0, 1) if d == 1 or maybe() else tuple(r.randint(0, 1) for _ in range(d))
    elif maybe():
        config["dilation_rate"] = several(d, 1, 2)
    x = of_channels(config, floats(2, *spatial(d, 2, 5 if d < 3 else 3), r.randint(1, 3)))
    return getattr(L, name)(r.randint(1, 3), activation=pick(None, "relu"), use_bias=maybe(0.8), **config, **weighty("kernel", "bias")), [x], {}


@layer("DepthwiseConv1D", "DepthwiseConv2D")
def depthwise(name):
    d = int(name[-2])
    size = r.randint(1, 3)
    config = data_format({"kernel_size": several(d, 1, 3), "padding": pick("valid", "same"), "depth_multiplier": r.randint(1, 3)})
    if maybe():
        config["strides"] = pick(1, 2)
    elif maybe():
        config["dilation_rate"] = pick(1, 2)
    x = of_channels(config, floats(2, *spatial(d, 5, 7), r.randint(1, 3)))
    return getattr(L, name)(activation=pick(None, "relu"), use_bias=maybe(0.8), **config, **weighty("depthwise", "bias")), [x], {}


@layer("SeparableConv1D", "SeparableConv2D")
def separable(name):
    d = int(name[-2])
    config = data_format({"kernel_size": several(d, 1, 3), "padding": pick("valid", "same", *(["causal"] * (d == 1))), "depth_multiplier": r.randint(1, 2)})
    if config["padding"] == "causal":
        config.pop("data_format", None)
    if maybe():
        config["strides"] = pick(1, 2)
    elif maybe():
        config["dilation_rate"] = pick(1, 2)
    x = of_channels(config, floats(2, *spatial(d, 5, 7), r.randint(1, 3)))
    return getattr(L, name)(r.randint(1, 3), activation=pick(None, "relu"), use_bias=maybe(0.8), **config,
                            **weighty("depthwise", "pointwise", "bias")), [x], {}


@layer(*["%sPooling%dD" % (k, d) for k in ("Max", "Average") for d in (1, 2, 3)])
def pooling(name):
    d = int(name[-2])
    config = data_format({"pool_size": several(d, 1, 3), "padding": pick("valid", "same")})
    if maybe():
        config["strides"] = several(d, 1, 3)
    x = of_channels(config, floats(2, *spatial(d, 3, 6), r.randint(1, 3)))
    return getattr(L, name)(**config), [x], {}


@layer(*["Global%sPooling%dD" % (k, d) for k in ("Max", "Average") for d in (1, 2, 3)])
def global_pooling(name):
    d = int(name[-2])
    config = data_format({"keepdims": maybe()})
    x = of_channels(config, floats(2, *spatial(d, 2, 4), r.randint(1, 3)))
    m = {}
    if name == "GlobalAveragePooling1D" and maybe():
        m = {"mask": mask(2, x.shape[2 if config.get("data_format") == "channels_first" else 1])}
    return getattr(L, name)(**config), [x], m


@layer(*["Adaptive%sPooling%dD" % (k, d) for k in ("Max", "Average") for d in (1, 2, 3)])
def adaptive(name):
    d = int(name[-2])
    config = data_format({"output_size": several(d, 1, 4)})
    x = of_channels(config, floats(2, *spatial(d, 4, 6), r.randint(1, 3)))
    return getattr(L, name)(**config), [x], {}


# Normalisation.


@layer("BatchNormalization")
def batch_normalization(name):
    shape = pick((4, 3), (3, 4, 2), (2, 3, 2, 2))
    config = {"axis": pick(-1, 1), "momentum": pick(0.99, 0.8), "epsilon": pick(1e-3, 1e-5), "center": maybe(0.8), "scale": maybe(0.8)}
    if maybe(0.1):
        config["renorm"] = True
        if maybe():
            config["renorm_clipping"] = {"rmin": 0.5, "rmax": 2.0, "dmax": 1.0}
    if maybe(0.2):
        config.update(moving_mean_initializer="ones", gamma_regularizer="l2", beta_constraint="non_neg")
    kwargs = {"training": pick(True, False)} if maybe(0.7) else {}
    if len(shape) == 3 and maybe(0.4) and config["axis"] == -1:
        kwargs["mask"] = mask(3, 4)
    return L.BatchNormalization(**config), [floats(*shape)], kwargs


@layer("LayerNormalization", "RMSNormalization", "UnitNormalization", "GroupNormalization")
def normalization(name):
    shape = pick((2, 4), (2, 3, 4), (2, 2, 3, 4))
    x = floats(*shape)
    axes = len(shape)
    if name == "GroupNormalization":
        axis = pick(-1, axes - 1, 1) if axes > 2 else -1
        return L.GroupNormalization(pick(-1, 1, *([2, 4] if shape[axis] == 4 else [])), axis, pick(1e-3, 1e-5), maybe(0.8), maybe(0.8)), [x], {}
    axis = pick(-1, axes - 1, *([1, [1, 2], (-1, -2), [-2]] if axes > 2 else []))
    if name == "LayerNormalization":
        return L.LayerNormalization(axis=axis, epsilon=pick(1e-3, 1e-6), center=maybe(0.8), scale=maybe(0.8)), [x], {}
    if name == "RMSNormalization":
        axis = pick(-1, axes - 1, [-1])
        return L.RMSNormalization(axis=axis, epsilon=pick(1e-6, 1e-3)), [x], {}
    return L.UnitNormalization(axis=axis), [x], {}


@layer("SpectralNormalization")
def spectral(name):
    inner, x = pick((L.Dense(3), floats(2, 4)), (L.Conv1D(3, 2), floats(2, 5, 2)), (L.Conv2D(2, (2, 1)), floats(2, 3, 3, 2)),
                    (L.Embedding(5, 3), ints(5, 2, 3)), (L.EinsumDense("ab,bc->ac", 3), floats(2, 4)))
    return L.SpectralNormalization(inner, power_iterations=pick(1, 3)), [x], pick({}, {"training": False}, {"training": True})


# Recurrent.

RNNS = ["SimpleRNN", "LSTM", "GRU"]


def cell_config(name):
    config = {"units": r.randint(1, 3), "activation": pick("tanh", "tanh", "relu", "sigmoid", "linear", "softsign"), "use_bias": maybe(0.8)}
    if name.startswith(("LSTM", "GRU")):
        config["recurrent_activation"] = pick("sigmoid", "sigmoid", "hard_sigmoid", "tanh")
    if name.startswith("LSTM"):
        config["unit_forget_bias"] = maybe()
    if name.startswith("GRU"):
        config["reset_after"] = maybe()
    config.update({k: v for k, v in weighty("kernel", "recurrent", "bias").items() if k != "activity_regularizer"})
    return config


def rnn_config():
    config = {"return_sequences": maybe(), "return_state": maybe(0.3), "go_backwards": maybe(0.25), "unroll": maybe(0.2)}
    if maybe(0.1):
        config["zero_output_for_mask"] = True
    return config


def states(name, units, rows):
    s = floats(rows, units)
    return [s, floats(rows, units)] if name.startswith("LSTM") else [s] if maybe() else s


@layer(*RNNS)
def recurrent(name):
    config = {**cell_config(name), **rnn_config()}
    n, t = rows(), r.randint(2, 4)
    kwargs = {}
    if maybe(0.3):
        kwargs["mask"] = pick(left, mask)(n, t)
    if maybe(0.3):
        kwargs["initial_state"] = states(name, config["units"], n)
    elif maybe(0.15):
        config["stateful"] = True
    if maybe(0.1):
        config["dropout"] = 0.2
        config["recurrent_dropout"] = pick(0.0, 0.3)
    return getattr(L, name)(**config), [floats(n, t, r.randint(1, 3))], kwargs


def cells():
    name = pick(*RNNS) + "Cell"
    return name, getattr(L, name)(**cell_config(name))


@layer("RNN")
def rnn(name):
    config = rnn_config()
    n, t = rows(), r.randint(2, 4)
    made = [cells()[1] for _ in range(r.randint(1, 3))]
    cell = made[0] if maybe() else pick(made, L.StackedRNNCells(made))
    kwargs = {}
    if maybe(0.3):
        kwargs["mask"] = pick(left, mask)(n, t)
    flat = [np.zeros(0)] * 0
    if maybe(0.3):
        of = made if cell is not made[0] else made[:1]
        tree = []
        for c in of:
            size = c.state_size if isinstance(c.state_size, (list, tuple)) else [c.state_size]
            tree.append([floats(n, s) for s in size])
        if cell is made[0]:
            kwargs["initial_state"] = tree[0]
        else:
            kwargs["initial_state"] = [s if len(s) > 1 else s[0] for s in tree]
    return L.RNN(cell, **config), [floats(n, t, 2)], kwargs


@layer("SimpleRNNCell", "LSTMCell", "GRUCell")
def cell(name):
    config = cell_config(name)
    s = states(name, config["units"], 2)
    return getattr(L, name)(**config), [floats(2, 3)], {"states": s if isinstance(s, list) else [s]}


@layer("Bidirectional")
def bidirectional(name):
    inner = pick(*RNNS)
    config = {**cell_config(inner), **rnn_config()}
    config.pop("zero_output_for_mask", None)
    config["go_backwards"] = maybe(0.1)
    n, t = rows(), r.randint(2, 4)
    kwargs = {}
    if maybe(0.3):
        kwargs["mask"] = pick(left, mask)(n, t)
    if maybe(0.2):
        one = states(inner, config["units"], n)
        two = states(inner, config["units"], n)
        flat = lambda s: s if isinstance(s, list) else [s]
        kwargs["initial_state"] = flat(one) + flat(two)
    layer = getattr(L, inner)(**config)
    backward = None
    if maybe(0.2):
        back = dict(config, go_backwards=not config["go_backwards"], name="back")
        if maybe():
            back["activation"] = "relu"
        backward = getattr(L, inner)(**back)
    return L.Bidirectional(layer, merge_mode=pick("concat", "sum", "mul", "ave", None), backward_layer=backward), [floats(n, t, 2)], kwargs


@layer("TimeDistributed")
def time_distributed(name):
    inner, x = pick((L.Dense(3, "relu"), floats(2, 4, 3)), (L.Conv1D(2, 2), floats(2, 3, 4, 2)), (L.Conv2D(2, 2), floats(2, 3, 3, 3, 2)), (L.Flatten(), floats(2, 3, 2, 2)),
                    (L.LayerNormalization(), floats(2, 3, 4)), (L.BatchNormalization(), floats(2, 3, 4)), (L.LSTM(2), floats(2, 3, 4, 2)), (L.GlobalAveragePooling1D(), floats(2, 3, 4, 2)),
                    (L.Embedding(5, 2), ints(5, 2, 3, 2)), (L.Activation("tanh"), floats(2, 3, 4)), (L.Reshape((2, 2)), floats(2, 3, 4)))
    kwargs = {"mask": mask(2, x.shape[1])} if maybe(0.3) else {}
    return L.TimeDistributed(inner), [x], kwargs


@layer("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D")
def conv_lstm(name):
    d = int(name[-2])
    config = {"kernel_size": several(d, 1, 2), "padding": pick("valid", "same"), "return_sequences": maybe(), "return_state": maybe(0.3), "go_backwards": maybe(0.2),
              "use_bias": maybe(0.8), "recurrent_activation": pick("sigmoid", "hard_sigmoid"), "activation": pick("tanh", "relu"), "unit_forget_bias": maybe()}
    if maybe(0.3):
        config["strides"] = several(d, 1, 2)
    elif maybe(0.3):
        config["dilation_rate"] = several(d, 1, 2)
    data_format(config)
    x = floats(2, r.randint(1, 3), *spatial(d, 3, 4), 2)
    x = np.moveaxis(x, -1, 2) if config.get("data_format") == "channels_first" else x
    kwargs = {"mask": mask(2, x.shape[1])} if maybe(0.2) else {}
    return getattr(L, name)(r.randint(1, 2), **config), [x], kwargs


# Attention.


@layer("Attention", "AdditiveAttention")
def attention(name):
    n, t, s, d = 2, r.randint(1, 3), r.randint(2, 4), r.randint(1, 3)
    x = [floats(n, t, d), floats(n, s, d)]
    if maybe():
        x.append(floats(n, s, d))
    config = {"use_scale": maybe(), "dropout": pick(0.0, 0.0, 0.2)}
    if name == "Attention":
        config["score_mode"] = pick("dot", "concat")
    kwargs = {}
    if maybe(0.5):
        kwargs["mask"] = [mask(n, t) if maybe(0.5) else None, mask(n, s) if maybe(0.7) else None]
    if maybe(0.2):
        kwargs["use_causal_mask"] = True
    if maybe(0.3):
        kwargs["return_attention_scores"] = True
    if maybe(0.2):
        kwargs["training"] = False
    return getattr(L, name)(**config), [x], kwargs


@layer("MultiHeadAttention", "GroupedQueryAttention")
def multi_head(name):
    n, t, s, d = 2, r.randint(1, 4), r.randint(2, 4), r.randint(1, 4)
    config = {"use_bias": maybe(0.8), "dropout": pick(0.0, 0.0, 0.3)}
    if maybe(0.15):
        config["use_gate"] = True
    if maybe(0.15):
        config["sliding_window"] = r.randint(1, 3)
        s = t
    if maybe(0.3):
        config.update({k: v for k, v in weighty("kernel", "bias").items()})
    heads = r.randint(1, 3)
    if name == "MultiHeadAttention":
        config.update(num_heads=heads, key_dim=r.randint(1, 3))
        if maybe(0.3):
            config["value_dim"] = r.randint(1, 3)
        if maybe(0.3):
            config["output_shape"] = pick(3, (4,), (2, 3))
        if maybe(0.1):
            return four_axes(config)
        made = L.MultiHeadAttention(**config)
    else:
        groups = r.randint(1, 2)
        heads = groups * r.randint(1, 2)
        config.update(head_dim=r.randint(1, 3), num_query_heads=heads, num_key_value_heads=groups)
        made = L.GroupQueryAttention(**config)
    args = [floats(n, t, d), floats(n, s, d)]
    key = maybe(0.4)
    if key:
        args.append(floats(n, s, d))
    kwargs = {}
    if maybe(0.3):
        kwargs["attention_mask"] = pick(np.array([[[maybe(0.7) or k == 0 for k in range(s)] for _ in range(t)] for _ in range(n)]),
                                        np.array([[[maybe(0.7) or k == 0 for k in range(s)]] for _ in range(n)]))
    if maybe(0.3):
        kwargs["query_mask"] = mask(n, t)
    if maybe(0.3):
        kwargs["value_mask"] = mask(n, s)
    if key and maybe(0.3):
        kwargs["key_mask"] = mask(n, s)
    if maybe(0.3):
        kwargs["use_causal_mask"] = True
    if maybe(0.3) :
        kwargs["return_attention_scores"] = True
    return made, args, kwargs


def four_axes(config):
    config.pop("sliding_window", None)
    config["attention_axes"] = pick((1,), (2,), (1, 2))
    return L.MultiHeadAttention(**config), [floats(2, 3, 2, 3), floats(2, 3, 2, 3)], {}


# Layers that are told by data.


@layer("Normalization")
def data_normalization(name):
    shape = pick((3, 2), (2, 3, 2))
    axis = pick(-1, -1, len(shape) - 1, None, 1, (1, 2) if len(shape) == 3 else (1,))
    invert = maybe(0.3)
    if axis is None:
        mean, variance = 0.3, 2.0
    else:
        axes = axis if isinstance(axis, tuple) else (axis,)
        size = [shape[a] for a in axes]
        mean, variance = floats(*size).tolist(), floats(*size, low=0.1, high=2).tolist()
        if maybe(0.3):
            mean, variance = 0.5, pick(2.0, 0.0)
    return L.Normalization(axis=axis, mean=mean, variance=variance, invert=invert), [floats(*shape)], {}


def randomize(made):
    """Gives weights other values than the first ones."""
    for v in made.variables:
        if "seed_generator" in v.path or not str(v.dtype).startswith("float") or "Normalization" == type(made).__name__:
            continue
        low = 0.1 if "variance" in v.path or "stddev" in v.path else -1
        v.assign(floats(*v.shape, low=low))


def flat(tree):
    return [t for t in keras.tree.flatten(tree) if t is not None]


def answer_layer(name):
    made, args, kwargs = LAYERS[name](name)
    call = {k: v for k, v in kwargs.items()}
    made(*args, **call)
    randomize(made)
    if getattr(made, "stateful", False):
        made.reset_states()
        made(*args, **call)
    weights = [{"path": v.path, "name": v.name, "trainable": v.trainable, **encoded(v.numpy() if hasattr(v, "numpy") else v)} for v in made.variables]
    base = {"kind": "layer", "class": type(made).__name__, "config": clean(made.get_config()), "weights": weights}
    tensors = keras.tree.map_structure(tf.constant, args)
    inputs = [t for t in flat(tensors) if t.dtype.is_floating]
    watched = [v for v in made.trainable_variables]
    with tf.GradientTape(persistent=False) as tape:
        for t in inputs:
            tape.watch(t)
        outputs = flat(made(*tensors, **call))
        cotangents = [floats(*o.shape) for o in outputs]
        scalar = tf.add_n([tf.reduce_sum(tf.cast(o, tf.float32) * c) for o, c in zip(outputs, cotangents)])
    gradients = tape.gradient(scalar, inputs + [v.value for v in watched])
    gradients = [tf.convert_to_tensor(g) if g is not None else None for g in gradients]
    cases = []
    args_json, kwargs_json = encoded(args), encoded(call)
    for i, out in enumerate(outputs):
        if maybe():
            cases.append({**base, "inputs": {"args": args_json, "kwargs": kwargs_json}, "expected": encoded(out), "output_index": i, "num_outputs": len(outputs),
                          "tolerance": {"atol": 1e-5, "rtol": 1e-5}})
    changed = []
    if not getattr(made, "stateful", False):
        for w, v in zip(weights, made.variables):
            now = encoded(v.numpy())
            if "seed" not in v.path and now["data"] != w["data"]:
                changed.append({"path": v.path, **now})
    whole = {**base, "call_kwargs": plain_masks(call, kwargs_json), "inputs": keras.tree.flatten_up_to if False else [encoded(a) for a in flat(args)], "expected_outputs": [encoded(o) for o in outputs],
             "cotangents": [encoded(c) for c in cotangents], "scalar": float(scalar),
             "expected_grad_inputs": [encoded(g if g is not None else np.zeros(t.shape, np.float32)) for g, t in zip(gradients, inputs)],
             "expected_grad_weights": [{"path": v.path, "grad": encoded(g)} for v, g in zip(watched, gradients[len(inputs):])]}
    if "states" in call or "initial_state" in call:
        pass  # These are inputs of ours, and so have gradients.
    elif len(args) == 1 or name in ("MultiHeadAttention", "GroupedQueryAttention"):
        if changed:
            whole["weights_changed_after_call"] = changed
        cases.append(whole)
    elif not cases:
        cases.append({**base, "inputs": {"args": args_json, "kwargs": kwargs_json}, "expected": encoded(outputs[0]), "output_index": 0, "num_outputs": len(outputs)})
    return cases


def plain_masks(call, kwargs_json):
    return {k: (v.tolist() if isinstance(v, np.ndarray) and v.dtype == bool else kwargs_json[k]) for k, v in call.items()}


def clean(tree):
    """What JSON can hold."""
    return json.loads(json.dumps(tree, default=lambda o: keras.saving.serialize_keras_object(o) if not isinstance(o, np.ndarray) else o.tolist()))


def write(folder, name, cases):
    for i, c in enumerate(cases):
        c["id"] = "%s-%04d" % (name, i)
    path = pathlib.Path(folder) / (name + ".json")
    path.write_text(json.dumps({"generator": "Keras %s on %s" % (keras.__version__, keras.backend.backend()), "cases": cases}, allow_nan=False))
    print(path.name, len(cases), flush=True)


def draw(kind, names, answer, args):
    """A file for each class."""
    for name in names:
        if args.only and name not in args.only:
            continue
        cases = []
        errors = 0
        for i in range(args.cases):
            r.seed("%s %s %d" % (name, args.seed, i))
            keras.utils.set_random_seed(i)
            try:
                cases += answer(name)
            except Exception as e:
                errors += 1
                if errors <= 2:
                    print("!!", name, type(e).__name__, " ".join(str(e).split())[:300], file=sys.stderr)
        if errors:
            print("!!", name, errors, "refused", file=sys.stderr)
        write(args.folder, "%s_%s" % (kind, name), cases)


# Losses.

REDUCTIONS = ["sum_over_batch_size", "sum_over_batch_size", "sum", "none", None, "mean", "mean_with_sample_weight"]


def probabilities(*shape):
    p = np.exp(floats(*shape, low=-2, high=2))
    return (p / p.sum(-1, keepdims=True)).astype(np.float32)


def one_hot(shape):
    return np.eye(shape[-1], dtype=np.float32)[ints(shape[-1], *shape[:-1])]


def loss_data(name):
    """Settings, labels and predictions."""
    shape = pick((3,), (4, 3), (4, 3), (2, 3, 2), (2, 2, 2, 3))
    logits = {"from_logits": maybe()}
    smooth = {"label_smoothing": pick(0.0, 0.1, 0.3)}
    if name in ("MeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError", "LogCosh"):
        return {}, floats(*shape, low=-2, high=2), floats(*shape, low=-2, high=2)
    if name == "MeanSquaredLogarithmicError":
        return {}, floats(*shape, low=0, high=3), floats(*shape, low=-0.5, high=3)
    if name == "Huber":
        return {"delta": pick(1.0, 0.5, 2.0)}, floats(*shape, low=-2, high=2), floats(*shape, low=-2, high=2)
    if name in ("Poisson",):
        return {}, ints(4, *shape).astype(np.float32), floats(*shape, low=0.1, high=3)
    if name in ("Hinge", "SquaredHinge"):
        y = ints(2, *shape)
        return {}, (y if maybe() else 2 * y - 1).astype(np.float32), floats(*shape, low=-2, high=2)
    if len(shape) == 1:
        shape = (4, 3)
    if name == "CosineSimilarity":
        return {"axis": pick(-1, 1, *([-2] if len(shape) > 2 else []))}, floats(*shape), floats(*shape)
    if name == "KLDivergence":
        return {}, probabilities(*shape), probabilities(*shape)
    if name == "CategoricalHinge":
        return {}, one_hot(shape), floats(*shape)
    if name in ("BinaryCrossentropy", "BinaryFocalCrossentropy"):
        config = {**logits, **smooth}
        if len(shape) > 2 and maybe(0.3):
            config["axis"] = pick(1, -2)
        if name == "BinaryFocalCrossentropy":
            config.update(gamma=pick(2.0, 1.5, 0.0), alpha=pick(0.25, 0.7), apply_class_balancing=maybe())
        y = ints(2, *shape).astype(np.float32) if maybe(0.8) else floats(*shape, low=0)
        return config, y, floats(*shape, low=-3, high=3) if config["from_logits"] else np.round(floats(*shape, low=0.02, high=0.98), 3)
    if name in ("CategoricalCrossentropy", "CategoricalFocalCrossentropy"):
        config = {**logits, **smooth}
        if name == "CategoricalFocalCrossentropy":
            config.update(gamma=pick(2.0, 1.5), alpha=pick(0.25, 0.7))
        y = one_hot(shape) if maybe(0.8) else probabilities(*shape)
        p = floats(*shape, low=-3, high=3) if config["from_logits"] else pick(lambda: probabilities(*shape), lambda: floats(*shape, low=0.05, high=1))()
        if len(shape) > 2 and maybe(0.2):
            config["axis"] = 1
            y, p = np.swapaxes(y, 1, -1).copy(), np.swapaxes(p, 1, -1).copy()
        return config, y, p
    if name == "SparseCategoricalCrossentropy":
        y = ints(shape[-1], *shape[:-1])
        config = dict(logits)
        if maybe(0.3):
            config["ignore_class"] = pick(0, -1)
            if config["ignore_class"] == -1:
                y.reshape(-1)[1] = -1
        if maybe(0.3):
            y = y[..., None]
        p = floats(*shape, low=-3, high=3) if config["from_logits"] else probabilities(*shape)
        return config, y if maybe() else y.astype(np.float32), p
    if name in ("Dice", "Tversky"):
        shape = pick((2, 3, 2), (2, 2, 2, 1), (3, 4))
        config = {"axis": pick(None, tuple(range(1, len(shape))), (1,))}
        if name == "Tversky":
            config.update(alpha=pick(0.5, 0.3), beta=pick(0.5, 0.7))
        return config, ints(2, *shape).astype(np.float32), floats(*shape, low=0, high=1)
    if name == "Circle":
        p = floats(5, 3)
        p /= np.linalg.norm(p, axis=-1, keepdims=True)
        return {"gamma": pick(80.0, 8.0), "margin": pick(0.4, 0.25), "remove_diagonal": maybe(0.7)}, ints(2, 5), p.astype(np.float32)
    if name == "CategoricalGeneralizedCrossEntropy":
        return {"q": pick(0.5, 0.7)}, ints(3, 4), probabilities(4, 3)
    if name == "CTC":
        return {}, ints(4, 2, 3, low=1), floats(2, 6, 4, low=-2, high=2)
    raise ValueError(name)


LOSSES = ["MeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError", "LogCosh", "MeanSquaredLogarithmicError", "Huber", "Poisson", "Hinge",
          "SquaredHinge", "CosineSimilarity", "KLDivergence", "CategoricalHinge", "BinaryCrossentropy", "BinaryFocalCrossentropy", "CategoricalCrossentropy",
          "CategoricalFocalCrossentropy", "SparseCategoricalCrossentropy", "Dice", "Tversky", "Circle", "CategoricalGeneralizedCrossEntropy", "CTC"]


def weight_for(loss, y, p):
    """A weight for each sample, some broadcast."""
    if maybe():
        return None
    try:
        each = type(loss)(**{**{k: v for k, v in loss.get_config().items() if k != "dtype"}, "reduction": "none"})(y, p).shape
    except Exception:
        return None
    options = [float(floats(1, low=0)[0])]
    if len(each):
        options += [floats(*each, low=0), floats(each[0], low=0)[(...,) + (None,) * (len(each) - 1)]]
        if maybe(0.3):
            options.append(floats(each[0], 1, low=0) if len(each) == 1 else floats(each[0], low=0)[:, None])
    return pick(*options)


def answer_loss(name):
    config, y, p = loss_data(name)
    loss = getattr(keras.losses, name)(reduction=pick(*REDUCTIONS), **config)
    if p.min() < 0 and name != "Circle" and maybe(0.3):
        p = np.round(p, pick(0, 1)).astype(np.float32) + 0  # Zeros and ties.
    w = weight_for(loss, y, p)
    # Not every class tells all its settings.
    kept = {**loss.get_config(), **config}
    x = tf.constant(p)
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = loss(y, x, sample_weight=w)
        total = tf.reduce_sum(value)
    g = tape.gradient(total, x)
    cases = [{"kind": "loss", "class": name, "config": clean(kept), "y_true": encoded(y), "y_pred": encoded(p), "sample_weight": encoded(w),
              "expected": encoded(value), **({"expected_grad_y_pred_of_sum": encoded(g)} if g is not None else {})}]
    args = [encoded(y), encoded(p)]
    cases.append({"kind": "loss", "class": name, "config": clean(kept), "inputs": {"args": args, "kwargs": {} if w is None else {"sample_weight": encoded(w)}},
                  "expected": encoded(value), "tolerance": {"atol": 1e-5, "rtol": 1e-5}})
    snake = keras.src.utils.naming.to_snake_case(name)
    if name == "CategoricalGeneralizedCrossEntropy":
        snake = "categorical_generalized_cross_entropy"
    function = getattr(keras.losses, {"KLDivergence": "kl_divergence", "LogCosh": "log_cosh"}.get(name, snake), None)
    if function:
        value = function(y, p, **config)
        cases.append({"kind": "loss_function", "class": function.__name__, "config": {}, "inputs": {"args": args, "kwargs": clean(config)}, "expected": encoded(value),
                      "tolerance": {"atol": 1e-5, "rtol": 1e-5}})
    return cases


# Metrics.

METRICS = ["Accuracy", "BinaryAccuracy", "CategoricalAccuracy", "SparseCategoricalAccuracy", "TopKCategoricalAccuracy", "SparseTopKCategoricalAccuracy",
           "FalsePositives", "FalseNegatives", "TrueNegatives", "TruePositives", "Precision", "Recall", "SensitivityAtSpecificity", "SpecificityAtSensitivity",
           "PrecisionAtRecall", "RecallAtPrecision", "AUC", "ConcordanceCorrelation", "PearsonCorrelation", "FBetaScore", "F1Score", "Hinge", "SquaredHinge",
           "CategoricalHinge", "IoU", "BinaryIoU", "MeanIoU", "OneHotIoU", "OneHotMeanIoU", "KLDivergence", "Poisson", "BinaryCrossentropy",
           "CategoricalCrossentropy", "SparseCategoricalCrossentropy", "Sum", "Mean", "MeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError",
           "MeanSquaredLogarithmicError", "RootMeanSquaredError", "LogCoshError", "CosineSimilarity", "R2Score", "MeanMetricWrapper"]


def metric_data(name):
    """Settings, and how labels, predictions and the shape of weights of one update are drawn."""
    n = r.randint(3, 8)
    if name in ("Sum", "Mean"):
        shape = pick((n,), (n, 2), ())
        return {}, lambda: (floats(*shape, low=-3, high=3),), [shape] if shape else [()]
    if name == "Accuracy":
        shape = pick((n,), (n, 1), (n, 3))
        return {}, lambda: (ints(3, *shape), ints(3, *shape)), [(n,)] if len(shape) == 1 or shape[1] == 1 else [shape]
    if name == "BinaryAccuracy":
        shape = pick((n,), (n, 1), (n, 3))
        return {"threshold": pick(0.5, 0.3)}, lambda: (ints(2, *shape), floats(*shape, low=0)), [(n,)]
    if name in ("CategoricalAccuracy", "TopKCategoricalAccuracy"):
        shape = pick((n, 4), (2, 3, 4)) if name[0] == "C" else (n, 5)
        return {"k": pick(1, 2, 3)} if name[0] == "T" else {}, lambda: (one_hot(shape), probabilities(*shape)), [shape[:-1]]
    if name in ("SparseCategoricalAccuracy", "SparseTopKCategoricalAccuracy"):
        shape = pick((n, 4), (2, 3, 4)) if name[6] == "C" else (n, 5)
        last = maybe(0.4)
        return {"k": pick(1, 2, 3)} if name[6] == "T" else {}, lambda: (ints(shape[-1], *shape[:-1])[..., None] if last else ints(shape[-1], *shape[:-1]), probabilities(*shape)), [shape[:-1]]
    if name in ("FalsePositives", "FalseNegatives", "TrueNegatives", "TruePositives"):
        shape = pick((n,), (n, 3))
        return {"thresholds": pick(None, 0.3, [0.2, 0.5, 0.8])}, lambda: (ints(2, *shape), floats(*shape, low=0)), [shape, (n, 1)[:len(shape)]]
    if name in ("Precision", "Recall"):
        shape = pick((n,), (n, 4))
        config = {"thresholds": pick(None, 0.3, [0.2, 0.5, 0.8])}
        if len(shape) == 2:
            config["class_id"] = pick(None, 1)
            if maybe(0.4):
                config["top_k"] = pick(1, 2)
                config["thresholds"] = pick(None, 0.4)
        return config, lambda: (ints(2, *shape), floats(*shape, low=0)), [shape, (n, 1)[:len(shape)]]
    if "At" in name:
        key = name.split("At")[1].lower()
        shape = pick((n,), (n, 3))
        config = {key: pick(0.3, 0.5, 0.8), "num_thresholds": pick(200, 5, 1, 40)}
        if len(shape) == 2:
            config["class_id"] = pick(None, 2)
        return config, lambda: (ints(2, *shape), floats(*shape, low=0)), [shape]
    if name == "AUC":
        config = {"num_thresholds": pick(200, 5, 20), "curve": pick("ROC", "PR", "prgain"), "summation_method": pick("interpolation", "minoring", "majoring"), "from_logits": maybe(0.2)}
        shape = pick((n,), (n, 1), (n, 3))
        if len(shape) == 2 and shape[1] == 3 and maybe():
            config["multi_label"] = True
            if maybe():
                config["num_labels"] = 3
            if maybe():
                config["label_weights"] = [0.2, 0.5, 0.3]
                config["num_labels"] = 3
        if maybe(0.2):
            config["thresholds"] = [0.2, 0.6]
            config.pop("num_thresholds")
        low = -3 if config["from_logits"] else 0
        return config, lambda: (ints(2, *shape), floats(*shape, low=low, high=3 if low else 1)), [(n,) if len(shape) == 1 else (n, 1), shape]
    if name in ("ConcordanceCorrelation", "PearsonCorrelation"):
        shape = pick((n, 3), (n, 4))
        return {"axis": pick(-1, 1, 0)}, lambda: (floats(*shape), floats(*shape)), []
    if name in ("FBetaScore", "F1Score"):
        config = {"average": pick(None, "micro", "macro", "weighted"), "threshold": pick(None, 0.5, 0.3)}
        if name[1] == "B":
            config["beta"] = pick(1.0, 0.5, 2.0)
        return config, lambda: (ints(2, n, 3) if config["threshold"] else one_hot((n, 3)), floats(n, 3, low=0)), [(n,)]
    if name in ("Hinge", "SquaredHinge"):
        return {}, lambda: (2 * ints(2, n, 3) - 1, floats(n, 3)), [(n,)]
    if name == "CategoricalHinge":
        return {}, lambda: (one_hot((n, 3)), floats(n, 3)), [(n,)]
    if name in ("IoU", "MeanIoU"):
        config = {"num_classes": 3}
        if name == "IoU":
            config["target_class_ids"] = pick([0], [0, 2], (0, 1, 2))
        if maybe(0.3):
            config["ignore_class"] = pick(0, 2, -1)
        sparse = (maybe(0.7), maybe(0.6))
        config.update(sparse_y_true=sparse[0], sparse_y_pred=sparse[1])
        shape = pick((n,), (2, 4))
        axis = -1
        def draw_iou():
            y = ints(3, *shape)
            if config.get("ignore_class") == -1 and sparse[0]:
                y.reshape(-1)[0] = -1
            return (y if sparse[0] else np.eye(3, dtype=np.float32)[ints(3, *shape)], ints(3, *shape) if sparse[1] else probabilities(*shape, 3))
        return config, draw_iou, [shape]
    if name in ("OneHotIoU", "OneHotMeanIoU"):
        config = {"num_classes": 3, "sparse_y_pred": maybe(0.3)}
        if name == "OneHotIoU":
            config["target_class_ids"] = pick([0], [0, 2])
        if maybe(0.3):
            config["ignore_class"] = pick(0, 2)
        return config, lambda: (one_hot((n, 3)), ints(3, n) if config["sparse_y_pred"] else probabilities(n, 3)), [(n,)]
    if name == "BinaryIoU":
        shape = pick((n,), (2, 2, 1))
        return {"target_class_ids": pick([0, 1], [0], [1]), "threshold": pick(0.5, 0.3)}, lambda: (ints(2, *shape), floats(*shape, low=0)), [shape]
    if name == "KLDivergence":
        return {}, lambda: (probabilities(n, 3), probabilities(n, 3)), [(n,)]
    if name == "Poisson":
        return {}, lambda: (ints(4, n, 2), floats(n, 2, low=0.1, high=3)), [(n,)]
    if name == "BinaryCrossentropy":
        config = {"from_logits": maybe(), "label_smoothing": pick(0, 0.1)}
        return config, lambda: (ints(2, n, 2), floats(n, 2, low=-2, high=2) if config["from_logits"] else floats(n, 2, low=0.02, high=0.98)), [(n,)]
    if name in ("CategoricalCrossentropy", "SparseCategoricalCrossentropy"):
        config = {"from_logits": maybe()}
        if name[0] == "C":
            config["label_smoothing"] = pick(0, 0.1)
        elif maybe(0.3):
            config["ignore_class"] = pick(0, 1)
        return config, lambda: (one_hot((n, 3)) if name[0] == "C" else ints(3, n), floats(n, 3, low=-2, high=2) if config["from_logits"] else probabilities(n, 3)), [(n,)]
    if name == "R2Score":
        outs = pick(1, 2, 3)
        return {"class_aggregation": pick("uniform_average", "variance_weighted_average", None), "num_regressors": 0 if outs > 1 else pick(0, 0, 1)}, lambda: (floats(n, outs), floats(n, outs)), [(n,), (n, 1)]
    if name == "MeanMetricWrapper":
        return {"fn": pick("mean_squared_error", "binary_accuracy")}, lambda: (ints(2, n, 2), floats(n, 2, low=0)), [(n,)]
    if name == "MeanSquaredLogarithmicError":
        return {}, lambda: (floats(n, 2, low=0), floats(n, 2, low=0)), [(n,)]
    if name == "CosineSimilarity":
        return {"axis": pick(-1, 1)}, lambda: (floats(n, 3), floats(n, 3)), [(n,)]
    shape = pick((n,), (n, 2))
    return {}, lambda: (floats(*shape), floats(*shape)), [(n,)]


def answer_metric(name):
    config, draw_update, weights = metric_data(name)
    if name == "MeanMetricWrapper":
        config = {"fn": getattr(keras.metrics, config["fn"])}
    if "IoU" in name:
        config["dtype"] = "float32"
    metric = getattr(keras.metrics, name)(**config)
    weighted = weights and maybe(0.4)
    updates, arguments, results = [], [], []
    for _ in range(r.randint(1, 3)):
        data = draw_update()
        w = floats(*pick(*weights), low=0) if weighted else None
        metric.update_state(*data, sample_weight=w)
        value = metric.result()
        value = [encoded(v) for v in value] if isinstance(value, list) else encoded(value)
        results.append(value)
        names = ["values"] if len(data) == 1 else ["y_true", "y_pred"]
        updates.append({**dict(zip(names, map(encoded, data))), "sample_weight": encoded(w)})
        arguments.append({"args": [encoded(d) for d in data], **({} if w is None else {"kwargs": {"sample_weight": encoded(w)}})})
    kept = clean(metric.get_config())
    cases = [{"kind": "metric", "class": name, "config": kept, "updates": arguments, "expected": results[-1], "tolerance": {"atol": 1e-5, "rtol": 1e-5}}]
    if len(names) == 2:
        cases.append({"kind": "metric", "class": name, "config": kept, "updates": updates, "expected_after_update": results})
    snake = keras.src.utils.naming.to_snake_case(name)
    function = getattr(keras.metrics, {"KLDivergence": "kl_divergence"}.get(name, snake), None)
    if callable(function) and name not in ("Accuracy",):
        arguments = {k: v for k, v in config.items()}
        value = function(*data, **arguments)
        cases.append({"kind": "metric_function", "class": function.__name__, "config": {}, "inputs": {"args": [encoded(d) for d in data], "kwargs": clean(arguments)},
                      "expected": encoded(value), "tolerance": {"atol": 1e-5, "rtol": 1e-5}})
    return cases


# Optimizers and schedules.

OPTIMIZERS = ["SGD", "RMSprop", "Adam", "AdamW", "Adadelta", "Adagrad", "Adamax", "Adafactor", "Nadam", "Ftrl", "Lion", "Lamb", "Muon", "LossScaleOptimizer"]
SCHEDULES = ["ExponentialDecay", "PiecewiseConstantDecay", "PolynomialDecay", "InverseTimeDecay", "CosineDecay", "CosineDecayRestarts"]


def schedule(name):
    s = keras.optimizers.schedules
    rate = pick(0.1, 0.5, 0.01)
    steps = pick(2, 5, 10)
    return {"ExponentialDecay": lambda: s.ExponentialDecay(rate, steps, pick(0.9, 0.5), staircase=maybe()),
            "PiecewiseConstantDecay": lambda: s.PiecewiseConstantDecay(*pick(([2, 5], [0.1, 0.05, 0.01]), ([3], [1.0, 0.1]), ([1, 2, 8], [0.4, 0.3, 0.2, 0.1]))),
            "PolynomialDecay": lambda: s.PolynomialDecay(rate, steps, pick(1e-4, 0.02), pick(1.0, 2.0, 0.5), maybe()),
            "InverseTimeDecay": lambda: s.InverseTimeDecay(rate, steps, pick(0.5, 1.0), staircase=maybe()),
            "CosineDecay": lambda: s.CosineDecay(rate, steps, pick(0.0, 0.1), **({"warmup_target": pick(0.6, 1.0), "warmup_steps": pick(2, 4)} if maybe() else {})),
            "CosineDecayRestarts": lambda: s.CosineDecayRestarts(rate, steps, pick(2.0, 1.0, 1.5), pick(1.0, 0.8), pick(0.0, 0.1))}[name]()


def answer_schedule(name):
    made = schedule(name)
    steps = sorted({0, 1} | {r.randrange(40) for _ in range(8)})
    config = clean(made.get_config())
    s = pick(*steps)
    return [{"kind": "schedule", "class": name, "config": config, "steps": steps, "expected": [number(float(made(s))) for s in steps], "tolerance": {"atol": 1e-6, "rtol": 1e-5}},
            {"kind": "schedule", "class": name, "config": config, "inputs": {"args": [s]}, "expected": number(float(made(s))), "tolerance": {"atol": 1e-6, "rtol": 1e-5}}]


def optimizer_config(name):
    config = {"learning_rate": pick(0.1, 0.01, 0.5) if maybe(0.8) else schedule(pick(*SCHEDULES))}
    if maybe(0.25) and name != "Muon":
        config["weight_decay"] = pick(0.01, 0.1)
    if maybe(0.3):
        config[pick("clipnorm", "clipvalue", "global_clipnorm")] = pick(0.5, 1.0)
    if maybe(0.2):
        config.update(use_ema=True, ema_momentum=pick(0.9, 0.5), ema_overwrite_frequency=pick(None, 2, 3))
    if maybe(0.1):
        config["gradient_accumulation_steps"] = pick(2, 3)
    if maybe(0.1):
        config["loss_scale_factor"] = pick(2.0, 8.0)
    if name == "SGD":
        config.update(momentum=pick(0.0, 0.9), nesterov=maybe())
    if name == "RMSprop":
        config.update(rho=pick(0.9, 0.5), momentum=pick(0.0, 0.9), epsilon=pick(1e-7, 1e-3), centered=maybe())
    if name in ("Adam", "AdamW", "Adamax", "Nadam", "Lamb"):
        config.update(beta_1=pick(0.9, 0.8), beta_2=pick(0.999, 0.9), epsilon=pick(1e-7, 1e-3))
        if name in ("Adam", "AdamW"):
            config["amsgrad"] = maybe()
    if name == "Adadelta":
        config.update(rho=pick(0.95, 0.8), epsilon=pick(1e-7, 1e-3))
    if name == "Adagrad":
        config.update(initial_accumulator_value=pick(0.1, 0.0, 1.0), epsilon=pick(1e-7, 1e-3))
    if name == "Adafactor":
        config.update(beta_2_decay=pick(-0.8, -0.5), epsilon_1=pick(1e-30, 1e-6), epsilon_2=pick(1e-3, 1e-2), clip_threshold=pick(1.0, 0.5), relative_step=maybe())
    if name == "Ftrl":
        config.update(learning_rate_power=pick(-0.5, -0.3, 0.0), initial_accumulator_value=pick(0.1, 0.5), l1_regularization_strength=pick(0.0, 0.01),
                      l2_regularization_strength=pick(0.0, 0.02), l2_shrinkage_regularization_strength=pick(0.0, 0.1), beta=pick(0.0, 0.3))
    if name == "Lion":
        config.update(beta_1=pick(0.9, 0.8), beta_2=pick(0.99, 0.9))
    if name == "Muon":
        config.update(momentum=pick(0.95, 0.8), nesterov=maybe(), ns_steps=pick(5, 3), adam_beta_1=0.9, adam_weight_decay=pick(0.0, 0.01), weight_decay=pick(0.0, 0.1))
    if name == "ScheduleFreeAdamW":
        config = {"learning_rate": pick(0.1, 0.01), "beta_1": pick(0.9, 0.8), "warmup_steps": pick(0, 3)}
    return config


def answer_optimizer(name):
    if name == "LossScaleOptimizer":
        inner = keras.optimizers.SGD(0.1, momentum=pick(0.0, 0.9))
        made = keras.optimizers.LossScaleOptimizer(inner, initial_scale=pick(4.0, 1024.0), dynamic_growth_steps=pick(2, 3, 2000))
    else:
        made = getattr(keras.optimizers, name)(**optimizer_config(name))
    config = clean(made.get_config())
    shapes = [pick((3, 2), (4,), (2, 3), (2, 2, 2)) for _ in range(r.randint(1, 2))]
    init = [floats(*s) for s in shapes]
    names = ["variable"] * len(shapes)
    variables = [keras.Variable(i, name=n) for i, n in zip(init, names)]
    steps = [[floats(*s, low=-2, high=2) for s in shapes] for _ in range(r.randint(1, 6))]
    if name == "LossScaleOptimizer" and maybe() and len(steps) > 2:
        steps[1][0].reshape(-1)[0] = np.inf
    expected = []
    for i, gradients in enumerate(steps):
        made.apply([tf.constant(g) for g in gradients], variables)
        for j, v in enumerate(variables):
            expected.append({"after_step": i + 1, "var": j, "expected": encoded(v.numpy()), "tolerance": {"atol": 2e-6, "rtol": 2e-5}})
    return [{"kind": "optimizer", "class": name, "config": config, "variables_init": encoded(init), "variable_names": names, "gradients_per_step": encoded(steps), "expected": expected}]


# Training: the one model that the golden cases train, with any optimizer.


def wide_and_deep():
    cat, num = keras.Input((2,), dtype="int32", name="cat"), keras.Input((3,), name="num")
    deep = L.Concatenate()([L.Flatten()(L.Embedding(7, 4, name="emb")(cat)), num])
    deep = L.Dense(1, name="d2")(L.Dense(8, "relu", name="d1")(deep))
    wide = keras.ops.sum(L.Embedding(7, 1, name="wide")(cat), axis=1)
    return keras.Model([cat, num], L.Activation("sigmoid")(L.Add()([deep, wide])))


def answer_training(name):
    made = getattr(keras.optimizers, name)(**optimizer_config(name))
    model = wide_and_deep()
    for v in model.weights:
        v.assign(floats(*v.shape, low=-0.5, high=0.5))
    weights = lambda: [{"path": v.path, **encoded(v.numpy())} for v in model.weights]
    model.compile(made, "binary_crossentropy", metrics=["accuracy", keras.metrics.AUC()])
    size, batches = r.randint(1, 6), r.randint(1, 4)
    cat, num, y = ints(7, size * batches, 2).astype(np.int64), floats(size * batches, 3), ints(2, size * batches, 1).astype(np.float32)
    config, first, steps = clean(made.get_config()), weights(), []
    for step in range(r.randint(1, 20)):
        rows = slice(size * (step % batches), size * (step % batches + 1))
        model.reset_metrics()
        steps.append([number(float(v)) for v in model.train_on_batch([cat[rows], num[rows]], y[rows])])
    last = weights()
    return [{"kind": "training", "name": name, "optimizer": {"class": name, "config": config}, "cat": encoded(cat), "num": encoded(num), "y": encoded(y), "batch_size": size,
             "model": "concat(flatten(Embedding(7,4)(cat)),num)->Dense(8,relu)->Dense(1) + sum(Embedding(7,1)(cat)) -> sigmoid; binary_crossentropy",
             "initial_weights": first, "expected_per_step_[loss,accuracy,auc]_before_update": steps, "expected_final_weights": last,
             "expected_evaluate_[loss,accuracy,auc]": [number(float(v)) for v in model.evaluate([cat, num], y, verbose=0)],
             "expected_predictions": encoded(model.predict([cat, num], verbose=0))}]


# Functions.

ACTIVATIONS = ["celu", "elu", "exponential", "gelu", "glu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh", "leaky_relu", "linear", "log_sigmoid",
               "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid", "silu", "soft_shrink", "softmax", "softplus", "softsign", "sparse_plus", "sparse_sigmoid", "sparsemax",
               "squareplus", "swish", "tanh", "tanh_shrink", "threshold"]


def answer_activation(name):
    x = floats(*pick((6,), (3, 4), (2, 2, 4)), low=-4, high=4)
    kwargs = {}
    if name in ("celu", "elu") and maybe():
        kwargs = {"alpha": pick(0.5, 2.0)}
    if name == "gelu":
        kwargs = {"approximate": maybe()}
    if name in ("glu", "softmax", "log_softmax", "sparsemax") and maybe() and x.ndim > 1:
        kwargs = {"axis": pick(-1, x.ndim - 1, *([-2] if x.shape[-2] % 2 == 0 or name != "glu" else []))}
    if name in ("glu", "softmax", "log_softmax") and x.ndim == 1 and name == "softmax":
        x = x[None]
    if name in ("hard_shrink", "soft_shrink") and maybe():
        kwargs = {"threshold": pick(0.2, 1.0)}
    if name == "threshold":
        kwargs = {"threshold": 0.5, "default_value": pick(0.0, -1.0)}
    if name == "leaky_relu" and maybe():
        kwargs = {"negative_slope": pick(0.1, 0.5)}
    if name == "relu" and maybe(0.7):
        kwargs = {k: v for k, v in {"negative_slope": pick(0.0, 0.2), "max_value": pick(None, 1.0, 2), "threshold": pick(0.0, 0.5)}.items() if maybe(0.6)}
    if name == "squareplus" and maybe():
        kwargs = {"b": pick(1, 2.0)}
    value = getattr(keras.activations, name)(tf.constant(x), **kwargs)
    args = [encoded(x)]
    if kwargs and maybe(0.3) and name in ("celu", "elu", "gelu", "glu", "softmax", "hard_shrink", "leaky_relu", "squareplus"):
        args += list(kwargs.values())
        kwargs = {}
    return [{"kind": "activation", "class": name, "config": {}, "inputs": {"args": args, "kwargs": kwargs}, "expected": encoded(value), "tolerance": {"atol": 1e-6, "rtol": 1e-5}}]


def answer_small(name):
    """Constraints, regularizers, initializers."""
    x = floats(*pick((3, 4), (4,), (2, 3, 2)))
    axis = pick(0, *([1, [0, 1]] if x.ndim > 1 else []))
    c, g, i = keras.constraints, keras.regularizers, keras.initializers
    base = lambda kind, made, value: [{"kind": kind, "class": type(made).__name__, "config": clean(made.get_config()), "inputs": {"args": [encoded(x)]},
                                       "expected": encoded(value), "tolerance": {"atol": 1e-6, "rtol": 1e-5}}]
    if name in ("MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm"):
        made = {"MaxNorm": lambda: c.MaxNorm(pick(0.5, 2), axis), "MinMaxNorm": lambda: c.MinMaxNorm(pick(0.0, 0.5), pick(0.7, 1.0), pick(1.0, 0.5), axis), "NonNeg": c.NonNeg,
                "UnitNorm": lambda: c.UnitNorm(axis)}[name]()
        return base("constraint", made, made(tf.constant(x)))
    if name in ("L1", "L2", "L1L2", "OrthogonalRegularizer"):
        if name == "OrthogonalRegularizer":
            x = floats(3, 4)
        made = {"L1": lambda: g.L1(pick(0.01, 0.3)), "L2": lambda: g.L2(0.2), "L1L2": lambda: g.L1L2(pick(0.0, 0.1), 0.2),
                "OrthogonalRegularizer": lambda: g.OrthogonalRegularizer(pick(0.01, 0.5), pick("rows", "columns"))}[name]()
        return base("regularizer", made, made(tf.constant(x)))
    made = {"Constant": lambda: i.Constant(pick(0.0, 2, -0.5)), "Ones": i.Ones, "Zeros": i.Zeros, "Identity": lambda: i.Identity(pick(1.0, 0.5)), "STFT": lambda: i.STFT()}[name]()
    shape = list(x.shape) if name != "Identity" else [r.randint(1, 4), r.randint(1, 4)]
    return [{"kind": "initializer", "class": type(made).__name__, "config": {**clean(made.get_config()), **({"gain": made.gain} if name == "Identity" else {})}, "inputs": {"args": [shape], "kwargs": {"dtype": "float32"}},
             "expected": encoded(made(shape, dtype="float32")), "tolerance": {"exact": True}}]


SMALL = ["MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm", "L1", "L2", "L1L2", "OrthogonalRegularizer", "Constant", "Ones", "Zeros", "Identity"]


# Preprocessing.

TERMS = ["a", "b", "c", "dd", "ée", "東京", "", "B", "x y", "[UNK]", "0", "-1"]
SENTENCES = ["The quick brown fox", "the lazy dog.", "fox, and  dog!", "", "Über-Maß, straße", "one two one two three", "don't   stop\tnow", "a-b_c (d)", "ÀÉ 東京 tower", "x"]


def words(n=None, *shape):
    shape = shape or (n,)
    return np.array([pick(*TERMS) for _ in range(int(np.prod(shape)))], object).reshape(shape)


def lookup_options(name, integers):
    config = {}
    mode = pick("int", "int", "int", "one_hot", "multi_hot", "count", "tf_idf")
    config["output_mode"] = mode
    if maybe(0.4):
        config["num_oov_indices"] = pick(0, 1, 2, 3)
    if maybe(0.4):
        config["mask_token"] = (pick(0, -5) if integers else pick("", "a"))
    if maybe(0.2):
        config["oov_token"] = (-9 if integers else "[OOV]")
    if maybe(0.3) and config.get("num_oov_indices", 1):
        config["max_tokens"] = r.randint(5, 9)
        if mode != "int" and maybe():
            config["pad_to_max_tokens"] = True
    if mode == "int" and maybe(0.15):
        config["invert"] = True
        config.pop("num_oov_indices", None)
    return config


def answer_preprocessing(name):
    n = r.randint(1, 4)
    adapt, config, kwargs = None, {}, {}
    if name in ("StringLookup", "IntegerLookup"):
        integers = name[0] == "I"
        config = lookup_options(name, integers)
        known = [5, 7, 12, -3, 40, 3] if integers else ["b", "a", "dd", "ée", "c", "zz"]
        if maybe(0.3) and config.get("num_oov_indices", 1) > 1:
            config["salt"] = pick(7, [3, 9])
            if integers:
                config["oov_method"] = "farmhash"
        elif integers and maybe(0.15):
            config["oov_method"] = "farmhash"
        if maybe():
            v = r.sample(known[:5] if "max_tokens" in config else known, r.randint(1, 4 if "max_tokens" in config else 6))
            if config.get("mask_token") in v:
                v.remove(config["mask_token"])
            config["vocabulary"] = v
            if "max_tokens" in config:
                config["max_tokens"] = len(v) + config.get("num_oov_indices", 1) + 1 + pick(0, 3)
            if config["output_mode"] == "tf_idf":
                config["idf_weights"] = floats(len(v), low=0.1, high=2).tolist()
        else:
            adapt = (np.array([pick(5, 7, 12, -3, 40, 3, 0) for _ in range(12)], np.int64) if integers
                     else np.array([pick("b", "a", "dd", "ée", "c", "a", "") for _ in range(12)], object))
            if config["output_mode"] == "tf_idf" or maybe(0.3):
                adapt = adapt.reshape(4, 3)
        shape = (n, r.randint(1, 3)) if maybe(0.7) or config["output_mode"] != "int" else pick((n,), (n, 2, 2))
        if config["output_mode"] == "one_hot" and maybe():
            shape = (n, 1)
        count = int(np.prod(shape))
        if config.get("invert"):
            x = ints(8, *shape).astype(np.int64)
        elif config.get("num_oov_indices", 1) == 0 and config["output_mode"] == "int":
            pool = config.get("vocabulary") or sorted(set(t for t in adapt.reshape(-1).tolist() if t != config.get("mask_token")))
            pool = [p for p in pool if "max_tokens" not in config] or pool[:1]
            x = np.array([pick(*pool) for _ in range(count)], np.int64 if integers else object).reshape(shape)
        else:
            pool = known + ([99, 100, -7, 0] if integers else ["zzz", "", "東", "[UNK]", "A"])
            x = np.array([pick(*pool) for _ in range(count)], np.int64 if integers else object).reshape(shape)
        inputs = [x]
    elif name == "Hashing":
        config = {"num_bins": pick(1, 2, 3, 10, 1000)}
        if maybe(0.5):
            config["salt"] = pick(133, [133, 137], 0, -4 if False else 5)
        integers = maybe(0.4)
        if maybe(0.3):
            config["mask_value"] = pick(0, 7) if integers else pick("", "a")
            config["num_bins"] = pick(2, 5, 10)
        config["output_mode"] = pick("int", "int", "one_hot", "multi_hot", "count")
        shape = pick((n,), (n, 1), (n, 3)) if config["output_mode"] == "int" else pick((n, 1), (n, 3))
        inputs = [np.array([pick(0, 7, -3, 10 ** 12, 42) for _ in range(int(np.prod(shape)))], np.int64).reshape(shape) if integers else words(None, *shape)]
        if config["num_bins"] > 20 and config["output_mode"] != "int":
            config["num_bins"] = 6
    elif name == "HashedCrossing":
        config = {"num_bins": pick(1, 5, 10, 1000), "output_mode": pick("int", "int", "one_hot")}
        if config["output_mode"] == "one_hot":
            config["num_bins"] = 6
        shape = pick((n,), (n, 1))
        one = lambda: words(None, *shape) if maybe() else np.array([pick(0, 7, -3, 10 ** 12, 42) for _ in range(n)], np.int64).reshape(shape)
        inputs = [one() for _ in range(r.randint(2, 3))]
    elif name == "CategoryEncoding":
        config = {"num_tokens": 5, "output_mode": pick("one_hot", "multi_hot", "count")}
        shape = pick((n,), (n, 1), (n, 3)) if config["output_mode"] != "one_hot" else pick((n, 1), (n,), (n, 3), (n, 2, 2))
        inputs = [pick(ints(5, *shape), ints(5, *shape).astype(np.int64), ints(5, *shape).astype(np.float32))]
        if config["output_mode"] == "count" and maybe(0.4):
            kwargs["count_weights"] = floats(*shape, low=0.1)
    elif name == "Discretization":
        config = {"output_mode": pick("int", "int", "one_hot", "multi_hot", "count")}
        if maybe(0.7):
            config["bin_boundaries"] = sorted(set(floats(r.randint(1, 5), low=-1, high=2).tolist()))
        else:
            config["num_bins"] = r.randint(2, 5)
            if maybe(0.3):
                config["epsilon"] = 0.1
            adapt = floats(r.randint(5, 30), pick(1, 2), low=-3, high=3)
        shape = pick((n,), (n, 1), (n, 3), (n, 2, 2)) if config["output_mode"] == "int" else pick((n, 1), (n, 3))
        inputs = [floats(*shape, low=-2, high=3) if maybe(0.8) else ints(4, *shape, low=-2)]
    elif name == "Normalization":
        shape = pick((4, 2), (3, 3, 2))
        axis = pick(-1, len(shape) - 1, None, 1, *([(1, 2)] if len(shape) > 2 else [(-1,)]))
        config = {"axis": axis, "invert": maybe(0.3)}
        adapt = floats(*shape, low=-4, high=9)
        if maybe(0.2):
            adapt[..., 0] = 2.0
        inputs = [floats(n, *shape[1:], low=-3, high=3) if maybe(0.8) else ints(9, n, *shape[1:])]
    elif name == "Rescaling":
        config = {"scale": pick(0.5, 2, 1.0 / 255), "offset": pick(0.0, 1, -0.5)}
        inputs = [floats(n, 3) if maybe() else ints(9, n, 3)]
    else:
        config = {"standardize": pick("lower_and_strip_punctuation", "lower_and_strip_punctuation", None, "lower", "strip_punctuation"),
                  "split": pick("whitespace", "whitespace", "whitespace", "character", None), "output_mode": pick("int", "int", "multi_hot", "count", "tf_idf")}
        if maybe(0.3):
            config["ngrams"] = pick(1, 2, 3, (2,), (1, 3))
        if maybe(0.3):
            config["max_tokens"] = pick(5, 10)
            if config["output_mode"] != "int" and maybe():
                config["pad_to_max_tokens"] = True
        if config["output_mode"] == "int":
            if maybe(0.4):
                config["output_sequence_length"] = pick(2, 4, 8)
            elif maybe(0.2) and config["split"]:
                config["ragged"] = True
        adapt = np.array([pick(*SENTENCES) for _ in range(6)], object)
        if maybe(0.3):
            adapt = None
            config["vocabulary"] = ["fox", "dog", "the", "a"][:3 if "max_tokens" in config else 4]
            if config["output_mode"] == "tf_idf":
                config["idf_weights"] = floats(len(config["vocabulary"]), low=0.1).tolist()
        x = np.array([pick(*SENTENCES) for _ in range(n)], object)
        inputs = [x[:, None] if maybe(0.3) and config["split"] else x]
    made = getattr(L, name)(**config)
    if adapt is not None:
        made.adapt(tf.constant(adapt) if adapt.dtype == object else adapt)
    tensors = [tf.constant(i) for i in inputs]
    value = made(tensors if name == "HashedCrossing" else tensors[0], **kwargs)
    base = {"kind": "preprocessing", "class": name, "config": clean(config), "adapt": encoded(adapt), "inputs": encoded(inputs), "expected": encoded(value)}
    if name in ("StringLookup", "IntegerLookup", "TextVectorization"):
        base["expected_vocabulary"] = [str(t) for t in made.get_vocabulary()]
    if name == "Discretization" and adapt is not None:
        base["expected_bin_boundaries"] = encoded(np.array(made.bin_boundaries, np.float32))
    if name == "Normalization":
        base["expected_mean"], base["expected_variance"] = encoded(made.mean), encoded(made.variance)
    cases = [base] if not kwargs else []
    full = made.get_config()
    if name == "TextVectorization" and adapt is not None:
        full["vocabulary"] = None
    cases.append({"kind": "layer", "class": name, "config": clean(full), "inputs": {"args": [encoded(inputs) if name == "HashedCrossing" else plain(inputs[0])], "kwargs": encoded(kwargs)},
                  "weights": [], "expected": encoded(value), "output_index": 0, "num_outputs": 1, "tolerance": {"atol": 1e-5, "rtol": 1e-5},
                  **({"adapt": {"args": [plain(adapt)]}} if adapt is not None else {})})
    if name in ("StringLookup", "IntegerLookup", "TextVectorization"):
        special = maybe()
        cases.append({"kind": "layer_get_vocabulary", "class": name, "config": clean(full), "inputs": {} if special else {"kwargs": {"include_special_tokens": False}},
                      "expected": [v if isinstance(v, str) else int(v) for v in made.get_vocabulary(include_special_tokens=special)], "output_index": None,
                      "num_outputs": 1, "tolerance": {"exact": True}, **({"adapt": {"args": [plain(adapt)]}} if adapt is not None else {})})
    return cases


def plain(array):
    """As a nested list, as texts are often written."""
    return array.tolist() if array.dtype == object and maybe() else encoded(array)


PREPROCESSING = ["StringLookup", "IntegerLookup", "Hashing", "HashedCrossing", "CategoryEncoding", "Discretization", "Normalization", "Rescaling", "TextVectorization"]


# Masks.


def answer_mask(name):
    made, args, kwargs = LAYERS[name](name)
    x = args[0]
    first = x[0] if isinstance(x, list) else x
    if len(args) > 1 or (first.ndim != 3 and name != "Concatenate"):
        return []
    axes = lambda: 2 if name != "Concatenate" else first.ndim - pick(0, 1)
    masks = [some(*t.shape[:axes()]) if maybe(0.8) else None for t in (x if isinstance(x, list) else [x])]
    given = masks if isinstance(x, list) else masks[0]
    made(*args)
    if not made.supports_masking:
        return []
    value = made.compute_mask(x, given)
    if isinstance(value, (list, tuple)):
        value = value[0]
    if value is None:
        return []
    return [{"kind": "layer_compute_mask", "class": type(made).__name__, "config": clean(made.get_config()), "inputs": {"args": [encoded(x), encoded(given)]}, "expected": encoded(value),
             "output_index": 0, "num_outputs": 1, "tolerance": {"atol": 1e-6, "rtol": 1e-6}}]


KINDS = {"layer": (LAYERS, answer_layer), "loss": (LOSSES, answer_loss), "metric": (METRICS, answer_metric), "optimizer": (OPTIMIZERS, answer_optimizer),
         "schedule": (SCHEDULES, answer_schedule), "training": (OPTIMIZERS[:-1], answer_training), "activation": (ACTIVATIONS, answer_activation), "small": (SMALL, answer_small),
         "preprocessing": (PREPROCESSING, answer_preprocessing), "mask": (LAYERS, answer_mask)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--cases", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--kinds", nargs="*")
    args = parser.parse_args()
    pathlib.Path(args.folder).mkdir(parents=True, exist_ok=True)
    for kind, (names, answer) in KINDS.items():
        if not args.kinds or kind in args.kinds:
            draw(kind, names, answer, args)


if __name__ == "__main__":
    main()
