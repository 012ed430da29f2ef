"""Writes random models, each with inputs and what Keras predicts, as odd_corners.py does with chosen ones.

    python random_models.py FOLDER [--models 100] [--seed 0] [--ops] [--gradients] [--only PREFIX]

A model is a graph of layers and operations over inputs of several kinds, with layers that are used again, models within,
and outputs in lists, maps or alone. With --ops, there is instead one model for each operation of keras.ops. With --gradients,
outputs get cotangents, and floats among the inputs the gradients that Keras has for these, by the backend at hand.
"""

import argparse
import itertools
import random

import keras
import numpy as np
from keras import Input, Model, Sequential, layers as L, ops

from make_keras_files import encoded, scramble, write_drawn

r = random.Random(0)


def floats(*shape):
    return np.array([round(r.uniform(-1, 1), 3) for _ in range(int(np.prod(shape)))], "float32").reshape(shape)


def maybe(p=0.5):
    return r.random() < p


def pick(*of):
    return r.choice(of)


# One operation each.

ELEMENTWISE = """abs absolute arccos arccosh arcsin arcsinh arctan arctanh cbrt ceil conjugate cos cosh deg2rad exp exp2 expm1 floor
    imag real isfinite isinf isnan isneginf isposinf isreal log log10 log1p log2 logaddexp logical_not negative nan_to_num positive reciprocal round rint
    rsqrt sign signbit sin sinh sinc sqrt square tan tanh trunc rad2deg angle i0
    celu elu gelu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu log_sigmoid mish relu relu6 selu sigmoid
    silu soft_shrink softplus softsign sparse_plus sparse_sigmoid squareplus swish tanh_shrink erf erfinv ones_like zeros_like copy stop_gradient
    softmax log_softmax sparsemax glu normalize lgamma digamma""".split()
PAIRS = """add subtract multiply divide true_divide divide_no_nan floor_divide mod remainder fmod power maximum minimum fmax fmin arctan2 hypot logaddexp logaddexp2 greater greater_equal
    less less_equal equal not_equal logical_and logical_or logical_xor copysign heaviside ldexp nextafter isclose inner cross""".split()
REDUCTIONS = """sum mean max min amax amin prod var std any all logsumexp median count_nonzero argmax argmin norm nansum nanmean nanmax nanmin nanprod nanstd nanvar nanmedian ptp average""".split()
ALONG = """cumsum cumprod flip sort argsort expand_dims squeeze softmax log_softmax diff logcumsumexp""".split()
INTEGERS = """bitwise_and bitwise_or bitwise_xor left_shift right_shift gcd lcm""".split()


def single(function, *xs):
    """A model of one operation."""
    inputs = [Input(x.shape[1:], name="abcd"[i], dtype=str(x.dtype)) for i, x in enumerate(xs)]
    out = function(*inputs)
    return Model(inputs[0] if len(xs) == 1 else inputs, out), xs[0] if len(xs) == 1 else {"abcd"[i]: x for i, x in enumerate(xs)}


def operations():
    x = floats(2, 3, 4)
    y = floats(2, 3, 4)
    p = np.abs(x) + 0.5
    i = np.arange(24, dtype="int32").reshape(2, 3, 4) % 7
    for name in ELEMENTWISE:
        f = getattr(ops, name, None)
        if f is None:
            continue
        positive = name.startswith("log") and not name.startswith(("log_", "logical")) or name in ("sqrt", "rsqrt", "arccosh", "lgamma", "digamma")
        yield "elementwise_" + name, lambda f=f, v=(p + (1 if name == "arccosh" else 0)) if positive else x: single(f, v)
    for name in PAIRS:
        f = getattr(ops, name, None)
        if f is None:
            continue
        a, b = (p, y) if name in ("power",) else (x, y)
        if name == "cross":
            a, b = floats(2, 3), floats(2, 3)
        if name == "ldexp":
            b = i
        yield "pair_" + name, lambda f=f, a=a, b=b: single(f, a, b)
        if name not in ("cross", "inner", "ldexp"):
            yield "pair_number_" + name, lambda f=f, a=a: single(lambda t: f(t, 0.5), a)
            yield "pair_left_" + name, lambda f=f, a=p: single(lambda t: f(2.0, t), a)
    for name in REDUCTIONS:
        f = getattr(ops, name, None)
        if f is None:
            continue
        yield "reduce_" + name, lambda f=f: single(lambda t: f(t, axis=-1), x)
        yield "reduce_keep_" + name, lambda f=f: single(lambda t: f(t, axis=1, keepdims=True), x)
        yield "reduce_two_" + name, lambda f=f: single(lambda t: f(t, axis=(1, 2)), x)
        yield "reduce_all_" + name, lambda f=f: single(lambda t: f(t), x)
    for name in ALONG:
        f = getattr(ops, name, None)
        if f:
            v = x[:, :1] if name == "squeeze" else x
            yield "along_" + name, lambda f=f, v=v: single(lambda t: f(t, axis=1), v)
    for name in INTEGERS:
        f = getattr(ops, name, None)
        if f:
            yield "integer_" + name, lambda f=f: single(f, i, (i + 3) % 4)
    q = floats(2, 4, 5)
    more = {
        "reshape": lambda t: ops.reshape(t, (-1, 12)), "reshape_open": lambda t: ops.reshape(t, (-1, 4, 3)), "transpose": lambda t: ops.transpose(t, (0, 2, 1)), "ravel": lambda t: ops.reshape(t, (-1,)),
        "moveaxis": lambda t: ops.moveaxis(t, 1, 2), "swapaxes": lambda t: ops.swapaxes(t, 1, -1), "roll": lambda t: ops.roll(t, 2, axis=1), "repeat": lambda t: ops.repeat(t, 2, axis=1), "tile": lambda t: ops.tile(t, (1, 2, 1)),
        "clip": lambda t: ops.clip(t, -0.3, 0.4), "take": lambda t: ops.take(t, [2, 0], axis=1), "take_negative": lambda t: ops.take(t, -1, axis=2), "take_array": lambda t: ops.take(t, np.array([[0, 1], [2, 2]]), axis=1),
        "take_along_axis": lambda t: ops.take_along_axis(t, np.array([[[0, 1, 2, 3]]]), axis=1), "top_k": lambda t: ops.top_k(t, 2)[0], "top_k_both": lambda t: list(ops.top_k(t, 2)), "where": lambda t: ops.where(t > 0, t, 0.0), "where_both": lambda t: ops.where(t > 0, t * 2, -t),
        "one_hot": lambda t: ops.one_hot(ops.argmax(t, axis=-1), 4), "multi_hot": lambda t: ops.multi_hot(ops.argmax(t, axis=-1), 4), "cast_int": lambda t: ops.cast(t * 3, "int32"), "cast_bool": lambda t: ops.cast(t, "bool"), "cast_half": lambda t: ops.cast(ops.cast(t, "float16"), "float32"),
        "pad": lambda t: ops.pad(t, [[0, 0], [1, 2], [0, 1]]), "pad_reflect": lambda t: ops.pad(t, [[0, 0], [1, 1], [0, 0]], mode="reflect"), "pad_value": lambda t: ops.pad(t, [[0, 0], [1, 1], [0, 0]], constant_values=2.0), "split": lambda t: ops.split(t, 2, axis=2)[1], "split_at": lambda t: ops.split(t, [1, 3], axis=2), "array_split": lambda t: ops.array_split(t, 2, axis=1),
        "unstack": lambda t: ops.unstack(t, axis=1), "stack": lambda t: ops.stack([t, t * 2], axis=1), "concatenate": lambda t: ops.concatenate([t, t * 2, -t], axis=-1), "hstack": lambda t: ops.hstack([t, t]), "vstack": lambda t: ops.vstack([t, t]), "append": lambda t: ops.append(t, t, axis=1),
        "einsum": lambda t: ops.einsum("abc,abd->acd", t, t), "einsum_ellipsis": lambda t: ops.einsum("...c,...c->...", t, t), "einsum_three": lambda t: ops.einsum("abc,abd,abe->acde", t, t, t), "matmul": lambda t: ops.matmul(t, ops.transpose(t, (0, 2, 1))), "matmul_constant": lambda t: ops.matmul(t, floats(4, 2)), "dot": lambda t: ops.dot(t, floats(4, 2)), "tensordot": lambda t: ops.tensordot(t, floats(4, 2), axes=[[2], [0]]), "tensordot_count": lambda t: ops.tensordot(t, floats(4, 2), axes=1), "vdot": lambda t: ops.vdot(t, t), "outer": lambda t: ops.outer(t, floats(3)),
        "diag": lambda t: ops.diagonal(t, axis1=1, axis2=2), "trace": lambda t: ops.trace(t, axis1=1, axis2=2), "tril": lambda t: ops.tril(t), "triu": lambda t: ops.triu(t, 1), "broadcast_to": lambda t: ops.broadcast_to(t[:, :1], (2, 5, 4)), "arange": lambda t: t + ops.arange(4, dtype="float32"), "linspace": lambda t: t + ops.linspace(0.0, 1.0, 4), "full_like": lambda t: ops.full_like(t, 2.5), "eye": lambda t: ops.matmul(t, ops.eye(4)),
        "logical": lambda t: ops.logical_and(t > 0, t < 0.5), "any_axis": lambda t: ops.any(t > 0.5, axis=1), "isclose": lambda t: ops.isclose(t, t + 1e-9), "searchsorted": lambda t: ops.searchsorted(np.array([-0.5, 0.0, 0.5], "float32"), ops.reshape(t, (-1,))), "digitize": lambda t: ops.digitize(t, [-0.5, 0.0, 0.5]), "bincount": lambda t: ops.bincount(ops.argmax(t, axis=-1), minlength=4), "argpartition": lambda t: ops.sort(t, axis=-1)[..., :2],
        "quantile": lambda t: ops.quantile(t, 0.3, axis=-1), "quantiles": lambda t: ops.quantile(t, [0.2, 0.5], axis=1), "percentile": lambda t: ops.percentile(t, 30, axis=-1) if hasattr(ops, "percentile") else t, "histogram": lambda t: t, "select": lambda t: ops.select([t > 0.5, t < -0.5], [t, -t], 0.1), "get_item": lambda t: t[:, 1], "get_item_negative": lambda t: t[:, -1, :2], "get_item_step": lambda t: t[:, ::2, 1:3], "get_item_back": lambda t: t[:, ::-1], "get_item_new": lambda t: t[:, None, ..., 0], "get_item_int": lambda t: t[..., 2], "get_item_array": lambda t: t[0],
        "slice": lambda t: ops.slice(t, (0, 1, 0), (2, 2, 3)), "slice_update": lambda t: ops.slice_update(t, (0, 1, 0), np.ones((2, 1, 4), "float32")), "dynamic_slice": lambda t: t, "segment_sum": lambda t: ops.segment_sum(t, np.array([0, 0]), num_segments=1), "in_top_k": lambda t: ops.in_top_k(np.array([0, 1]), t[:, 0], 2), "moments": lambda t: list(ops.moments(t, axes=[1])), "batch_normalization": lambda t: ops.batch_normalization(t, np.zeros(4, "float32"), np.ones(4, "float32"), axis=-1, offset=np.ones(4, "float32")), "layer_normalization": lambda t: ops.layer_normalization(t, axis=-1), "rms_normalization": lambda t: ops.rms_normalization(t, axis=-1),
        "max_pool": lambda t: ops.max_pool(t, 2, 1), "average_pool": lambda t: ops.average_pool(t, 2, 1, "same"), "conv": lambda t: ops.conv(t, floats(2, 4, 3), padding="same"), "depthwise_conv": lambda t: ops.depthwise_conv(t, floats(2, 4, 1)), "conv_transpose": lambda t: ops.conv_transpose(t, floats(2, 3, 4), 2, data_format="channels_last"), "binary_crossentropy": lambda t: ops.binary_crossentropy(ops.cast(t > 0, "float32"), ops.sigmoid(t)), "categorical_crossentropy": lambda t: ops.categorical_crossentropy(ops.softmax(t * 3), ops.softmax(t)), "sparse_categorical_crossentropy": lambda t: ops.sparse_categorical_crossentropy(ops.argmax(t, axis=-1), ops.softmax(t)), "dot_product_attention": lambda t: ops.dot_product_attention(t[:, :, None], t[:, :, None], t[:, :, None]), "leaky_slope": lambda t: ops.leaky_relu(t, 0.3), "gelu_exact": lambda t: ops.gelu(t, approximate=False), "round_decimals": lambda t: ops.round(t, 1), "nan_to_num": lambda t: ops.nan_to_num(ops.log(t)), "cumsum_flat": lambda t: ops.cumsum(t), "kron": lambda t: t, "view": lambda t: t, "shape": lambda t: ops.reshape(t, (ops.shape(t)[0], -1)), "size": lambda t: t, "nonzero": lambda t: t, "logit": lambda t: ops.logit(ops.sigmoid(t)) if hasattr(ops, "logit") else t, "extract": lambda t: t, "meshgrid": lambda t: ops.meshgrid(t[0, 0], t[0, 1])[0], "norm_one": lambda t: ops.norm(t, ord=1, axis=-1), "norm_two": lambda t: ops.norm(t, ord=2, axis=-1), "norm_inf": lambda t: ops.norm(t, ord=np.inf, axis=-1), "normalize": lambda t: ops.normalize(t, axis=1, order=1), "polar": lambda t: t, "vectorize": lambda t: t, "correlate": lambda t: t, "squared_difference": lambda t: ops.square(t - ops.mean(t, axis=1, keepdims=True)), "rot90": lambda t: ops.rot90(t, axes=(1, 2)), "argmax_flat": lambda t: ops.argmax(t), "threshold": lambda t: ops.threshold(t, 0.1, -1.0), "zeros": lambda t: t + ops.zeros((4,)), "rescale": lambda t: (t - 0.5) / 2, "python": lambda t: abs(-t ** 2) % 0.3 // 0.1, "left": lambda t: 2 - t, "right_divide": lambda t: 1 / (t + 2), "invert": lambda t: ~(t > 0), "compare": lambda t: (t > 0) & (t < 0.5) | (t >= 0.7), "left_power": lambda t: 2 ** t, "left_matmul": lambda t: np.ones((3, 3), "float32") @ t, "cast_compare": lambda t: ops.cast(t > 0, "float32") * t}
    for name, f in more.items():
        yield "op_" + name, lambda f=f: single(f, x)
    yield "op_matmul_two", lambda: single(ops.matmul, x, q)
    yield "op_take_input", lambda: single(lambda a, b: ops.take(a, b[0, 0], axis=1), x, i % 3)
    yield "op_take_along_input", lambda: single(lambda a, b: ops.take_along_axis(a, b, axis=1), x, i % 3)
    yield "op_one_hot_input", lambda: single(lambda a: ops.one_hot(a, 7), i)
    yield "op_integer_arithmetic", lambda: single(lambda a: (a * 2 + 1) // 3 - a % 2, i)
    yield "op_integer_mean", lambda: single(lambda a: ops.mean(a, axis=1), i)
    yield "op_integer_divide", lambda: single(lambda a: a / 2, i)
    yield "op_integer_sum", lambda: single(lambda a: ops.sum(a, axis=-1), i)
    yield "op_where_three", lambda: single(lambda a, b: ops.where(b > 3, a, -a), x, i)


def odd(t):
    """Large whole numbers as what isn't finite, which inputs must not hold."""
    for number, meant in ((900.0, np.nan), (901.0, np.inf), (902.0, -np.inf)):
        t = ops.where(ops.equal(t, number), np.full((1,), meant, "float32"), t)
    return t


def even(x):
    """What odd() makes of the result is x."""
    return np.where(np.isnan(x), 900, np.where(x == np.inf, 901, np.where(x == -np.inf, 902, x))).astype("float32")


def further():
    """Operations at their edges: numbers that aren't finite, whole numbers, negative axes and places that are worked out."""
    x = floats(2, 3, 4)
    numbers = np.array([0.0, -0.0, 1.0, -1.0, np.nan, np.inf, -np.inf, 0.5, -3.75, 1e-3, 30.0, -0.999], "float32").reshape(1, 3, 4)
    gaps = np.where(np.abs(x) < 0.5, np.nan, x).astype("float32")
    gaps[0, 0] = np.nan
    i = np.array([round(r.uniform(-40, 40)) for _ in range(24)], "int32").reshape(2, 3, 4)
    j = np.array([round(r.uniform(1, 9)) for _ in range(24)], "int32").reshape(2, 3, 4)
    large = np.array([2 ** 31 - 1, -2 ** 31 + 1, 123456789, -123456789, 16777217, 0], "int32").reshape(1, 6)
    image = floats(2, 6, 6, 4)
    ids = np.array([[0, 2, 1], [1, 1, 0]], "int32")
    c = lambda *shape: (np.arange(1, 1 + np.prod(shape)).reshape(shape) / 7).astype("float32")
    for name in ["erfinv", "i0", "sinc", "isinf", "isnan", "signbit", "nan_to_num", "angle", "trunc", "round", "sign", "expm1", "log1p", "arcsinh", "arctanh", "arctan", "erf", "erfc", "cbrt", "deg2rad", "softsign", "relu", "sigmoid", "softplus", "square", "isreal", "conj"]:
        if hasattr(ops, name):
            yield "odd_" + name, lambda f=getattr(ops, name): single(lambda t: f(odd(t)), even(numbers))
    first, second = np.meshgrid(numbers.reshape(-1), numbers.reshape(-1))
    for name in ["fmax", "fmin", "arctan2", "hypot", "heaviside"]:
        yield "edges_" + name, lambda f=getattr(ops, name): single(lambda t, u: f(odd(t), odd(u)), even(first[None]), even(second[None]))
    for name in ["max", "min", "sum", "mean", "prod", "any", "all", "nanmax", "nanmin", "nansum", "nanmean", "nanprod", "nanvar", "nanstd", "nanmedian", "nanargmax", "nanargmin", "median", "argmax", "argmin", "count_nonzero", "logsumexp", "ptp"]:
        yield "gaps_" + name, lambda f=getattr(ops, name): single(lambda t: f(odd(t), axis=-1), even(gaps))
        yield "gaps_two_" + name, lambda f=getattr(ops, name): single(lambda t: f(odd(t), axis=(-1, 1)), even(gaps))
        if name != "count_nonzero":
            yield "gaps_keep_" + name, lambda f=getattr(ops, name): single(lambda t: f(odd(t), axis=-2, keepdims=True), even(gaps))
        if "median" not in name and "arg" not in name:
            yield "odd_reduce_" + name, lambda f=getattr(ops, name): single(lambda t: f(odd(t), axis=-1), even(numbers))
    for name in ["nancumsum", "nancumprod", "cumsum", "cumprod", "sort", "argsort", "diff"]:
        yield "gaps_" + name, lambda f=getattr(ops, name): single(lambda t: f(odd(t), axis=-1), even(gaps) if name.startswith("nan") else x)
    for name in ["bitwise_and", "bitwise_or", "bitwise_xor", "gcd", "lcm", "floor_divide", "mod", "maximum", "minimum", "add", "subtract", "multiply", "power", "true_divide", "greater", "equal", "not_equal", "logical_and"]:
        yield "whole_" + name, lambda f=getattr(ops, name): single(f, i, j)
        yield "whole_number_" + name, lambda f=getattr(ops, name): single(lambda t: f(t, 6), i)
        yield "whole_broadcast_" + name, lambda f=getattr(ops, name): single(lambda a, b: f(a, b[:, :1]), i, j)
    for name in ["bitwise_and", "bitwise_or", "bitwise_xor", "floor_divide", "mod", "gcd"]:
        yield "large_" + name, lambda f=getattr(ops, name): single(lambda t: f(t, 1021), large)
    for name in ["bitwise_left_shift", "left_shift", "bitwise_right_shift", "right_shift"]:
        yield "whole_" + name, lambda f=getattr(ops, name): single(f, i, j)
        yield "whole_number_" + name, lambda f=getattr(ops, name): single(lambda t: f(t, 3), i)
    for name in ["bitwise_invert", "bitwise_not", "abs", "negative", "sign", "square", "sum", "max", "min", "prod", "mean", "cumsum", "sort", "argmax", "argmin", "median", "var", "std", "any", "floor", "ceil", "round", "trunc", "relu"]:
        yield "whole_" + name, lambda f=getattr(ops, name): single(f if name not in ("sum", "max", "min", "prod", "mean", "cumsum", "sort", "argmax", "argmin", "median", "var", "std", "any") else (lambda t: f(t, axis=-1)), i)
    for name in ["mod", "floor_divide", "fmod", "remainder", "power", "true_divide", "divide_no_nan", "arctan2", "hypot", "logaddexp", "maximum", "minimum", "equal", "less", "heaviside", "nextafter", "copysign", "isclose", "fmax", "fmin"]:
        if hasattr(ops, name):
            yield "odd_pair_" + name, lambda f=getattr(ops, name): single(lambda t: f(odd(t), ops.flip(odd(t), axis=-1)), even(numbers))
            yield "signs_" + name, lambda f=getattr(ops, name): single(f, np.abs(x) + 0.1 if name == "power" else x * 10, np.sign(floats(2, 3, 4)) * 0.7)
    for order in [None, 0, 1, 2, 3, 2.5, -1, np.inf, -np.inf]:
        yield "norm_%s" % order, lambda order=order: single(lambda t: ops.norm(t, ord=order, axis=-1), x)
        yield "norm_keep_%s" % order, lambda order=order: single(lambda t: ops.norm(t, ord=order, axis=1, keepdims=True), x)
        yield "norm_matrix_%s" % order, lambda order=order: single(lambda t: ops.norm(t, ord=order, axis=(1, 2)), x)
        yield "norm_turned_%s" % order, lambda order=order: single(lambda t: ops.norm(t, ord=order, axis=(-1, -2), keepdims=True), x)
    for order in [1, 2, 3, 4]:
        yield "normalize_%d" % order, lambda order=order: single(lambda t: ops.normalize(t, axis=-1, order=order), x)
        yield "normalize_zeros_%d" % order, lambda order=order: single(lambda t: ops.normalize(t * 0, axis=1, order=order, epsilon=1e-3), x)
        yield "normalize_two_%d" % order, lambda order=order: single(lambda t: ops.normalize(t, axis=(1, 2), order=order), x)
    for method in ["linear", "lower", "higher", "nearest", "midpoint"]:
        for q in [0.1, 0.5, 0.75, 1.0]:
            yield "quantile_%s_%s" % (method, q), lambda m=method, q=q: single(lambda t: ops.quantile(t, q, axis=-1, method=m), x)
            yield "quantile_two_%s_%s" % (method, q), lambda m=method, q=q: single(lambda t: ops.quantile(t, q, axis=(1, 2), method=m, keepdims=True), x)
            yield "nanquantile_%s_%s" % (method, q), lambda m=method, q=q: single(lambda t: ops.nanquantile(odd(t), q, axis=-1, method=m), even(gaps))
        yield "quantile_some_%s" % method, lambda m=method: single(lambda t: ops.quantile(t, [0.0, 0.35, 1.0], axis=(1, 2), method=m), x)
        yield "nanpercentile_%s" % method, lambda m=method: single(lambda t: ops.nanpercentile(odd(t), [10, 60], axis=(1, -1), method=m), even(gaps))
    for k in range(-1, 5):
        yield "rot90_%d" % k, lambda k=k: single(lambda t: ops.rot90(t, k=k, axes=(1, 2)), x)
        yield "rot90_back_%d" % k, lambda k=k: single(lambda t: ops.rot90(t, k=k, axes=(-1, 1)), image)
    for name in ["segment_sum", "segment_max", "segment_min", "segment_prod"]:
        f = getattr(ops, name)
        yield name, lambda f=f: single(lambda t: f(t[0], np.array([0, 2, 0]), num_segments=4), x)
        yield name + "_sorted", lambda f=f: single(lambda t: f(t[0], np.array([0, 0, 1]), sorted=True), x)
        yield name + "_open", lambda f=f: single(lambda t: f(t[1], np.array([0, 1, 1])), x)
        yield name + "_negative", lambda f=f: single(lambda t: f(t[0], np.array([0, -1, 1]), num_segments=2), x)
        yield name + "_input", lambda f=f: single(lambda t, n: f(t[0], n[0], num_segments=3), x, ids)
        yield name + "_whole", lambda f=f: single(lambda t: f(t[0], np.array([0, 2, 0]), num_segments=3), i)
        yield name + "_vector", lambda f=f: single(lambda t: f(t[0, 0], np.array([0, 2, 0, 1]), num_segments=3), x)
    more = {
        "slice_rest": lambda t: ops.slice(t, (0, 1, 2), (-1, 2, -1)), "slice_array": lambda t: ops.slice(t, np.array([0, 1, 1]), (2, 1, 3)), "slice_update_inner": lambda t: ops.slice_update(t, (0, 1, 1), t[:, :2, :2] * 2),
        "slice_update_clamped": lambda t: ops.slice_update(t, (0, 2, 3), t[:, :2, :2] * 2), "slice_update_rows": lambda t: ops.slice_update(t, (1, 0, 2), np.ones((1, 3, 2), "float32")), "slice_of_square": lambda t: ops.slice(ops.matmul(t, ops.transpose(t, (0, 2, 1))), (0, 1, 1), (2, 2, 2)),
        "take_flat": lambda t: ops.take(t, [5, -1]), "take_matrix": lambda t: ops.take(t, np.array([[0, -1], [2, 1]]), axis=-1), "take_argmax": lambda t: ops.take(t, ops.argmax(t[0], axis=-1), axis=1), "take_argmax_last": lambda t: ops.take(t, ops.argmax(t[0], axis=0), axis=-1), "take_computed_square": lambda t: ops.take(t, ops.argsort(t[0], axis=-1)[:, :2], axis=2),
        "take_along_negative": lambda t: ops.take_along_axis(t, ops.argsort(t, axis=1) - 3, axis=1), "take_along_broadcast": lambda t: ops.take_along_axis(t, ops.argmax(t, axis=-1, keepdims=True)[:, :1], axis=-1), "take_along_last": lambda t: ops.take_along_axis(t, ops.argmin(t, axis=2, keepdims=True), axis=2), "take_along_constant": lambda t: ops.take_along_axis(t, np.array([[[1, 0]]]), axis=-1),
        "fliplr": ops.fliplr, "flipud": ops.flipud, "digitize": lambda t: ops.digitize(t, np.array([-0.5, 0.0, 0.5])), "isin": lambda t: ops.isin(ops.round(t * 3), np.array([1.0, -2.0], "float32")), "isin_invert": lambda t: ops.isin(ops.round(t * 3), np.array([1.0, -2.0], "float32"), invert=True),
        "trapezoid": lambda t: ops.trapezoid(t), "trapezoid_dx": lambda t: ops.trapezoid(t, dx=0.3, axis=1), "trapezoid_x": lambda t: ops.trapezoid(t, x=np.array([0.0, 0.5, 2.0, 2.5], "float32")), "kron": lambda t: ops.kron(t[0], np.array([[1.0, 2.0], [3.0, 4.0]], "float32")), "kron_left": lambda t: ops.kron(c(2, 2), t[1]), "vander": lambda t: ops.vander(t[0, 0]), "vander_up": lambda t: ops.vander(t[0, 0], N=3, increasing=True),
        "diag_vector": lambda t: ops.diag(t[0, 0]), "diag_vector_off": lambda t: ops.diag(t[0, 0], k=-1), "diag_matrix": lambda t: ops.diag(t[0], k=1), "diagflat": lambda t: ops.diagflat(t[0, :, :2], k=1), "corrcoef": lambda t: ops.corrcoef(t[0]), "correlate": lambda t: ops.correlate(t[0, 0], t[0, 1, :2]), "correlate_full": lambda t: ops.correlate(t[0, 0], t[0, 1, :3], mode="full"), "correlate_same": lambda t: ops.correlate(t[0, 0], t[0, 1, :2], mode="same"),
        "unravel_index": lambda t: list(ops.unravel_index(ops.argmax(t, axis=-1), (2, 2))), "hsplit": lambda t: ops.hsplit(t, 3), "vsplit": lambda t: ops.vsplit(t[0], 3), "dsplit": lambda t: ops.dsplit(t, [1, 3]), "dstack": lambda t: ops.dstack([t, t * 2]), "cdist": lambda t: ops.cdist(t, t[:, :2] * 2), "extract_sequences": lambda t: ops.extract_sequences(t, 2, 1), "extract_sequences_apart": lambda t: ops.extract_sequences(t, 2, 2), "empty_like": lambda t: t + 0 * ops.ones_like(t),
        "saturate_cast": lambda t: ops.saturate_cast(t * 300, "uint8"), "saturate_cast_int8": lambda t: ops.saturate_cast(t * 300, "int8"), "linspace": lambda t: ops.linspace(t[0], t[1], 5), "linspace_open": lambda t: ops.linspace(t[0], t[1], 5, endpoint=False, axis=-1), "logspace": lambda t: ops.logspace(t[0], t[1], 4), "geomspace": lambda t: ops.geomspace(ops.abs(t[0]) + 1, ops.abs(t[1]) + 2, 4), "allclose": lambda t: ops.allclose(t, t + 1e-9), "psnr": lambda t: ops.psnr(t, t * 0.9, 1.0),
        "bincount_weights": lambda t: ops.bincount(ops.argmax(t, axis=-1), weights=np.array([[0.5, 1.5, 2.0], [1.0, 1.0, 3.0]], "float32"), minlength=5), "bincount_row": lambda t: ops.bincount(ops.argmax(t[0], axis=-1), minlength=4), "histogram": lambda t: list(ops.histogram(t[0], bins=4, range=(-1.0, 1.0))), "histogram_open": lambda t: list(ops.histogram(t[0], bins=3)), "argpartition": lambda t: ops.argpartition(t[0, 0] * 10, 1), "full_like": lambda t: ops.full_like(t, 3), "view": lambda t: ops.view(t, "int32"),
        "binary_crossentropy_logits": lambda t: ops.binary_crossentropy(ops.cast(t > 0, "float32"), t * 50, from_logits=True), "binary_crossentropy_edges": lambda t: ops.binary_crossentropy(ops.cast(t > 0, "float32"), ops.clip(t * 2, 0.0, 1.0)), "binary_crossentropy_sigmoid": lambda t: ops.binary_crossentropy(ops.cast(t > 0, "float32"), ops.sigmoid(t * 100)), "categorical_crossentropy_logits": lambda t: ops.categorical_crossentropy(ops.softmax(t), t * 30, from_logits=True), "categorical_crossentropy_axis": lambda t: ops.categorical_crossentropy(ops.softmax(t, axis=1), ops.abs(t), axis=1),
        "sparse_categorical_crossentropy_logits": lambda t: ops.sparse_categorical_crossentropy(ops.argmax(t, axis=-1), t * 3, from_logits=True), "sparse_categorical_crossentropy_plain": lambda t: ops.sparse_categorical_crossentropy(ops.argmin(t, axis=-1, keepdims=True), ops.abs(t)), "scatter": lambda t: ops.scatter(np.array([[0, 1], [2, 0], [0, 1]]), t[0, :, 0], (3, 3)), "scatter_rows": lambda t: ops.scatter(np.array([[3], [0], [3]]), t[0], (5, 4)), "scatter_update": lambda t: ops.scatter_update(t[0], np.array([[0, 1], [2, 3]]), np.array([5.0, 6.0], "float32")), "scatter_update_rows": lambda t: ops.scatter_update(t[0], np.array([[1]]), np.ones((1, 4), "float32")), "scatter_update_add": lambda t: ops.scatter_update(t[0], np.array([[1], [1]]), np.ones((2, 4), "float32"), reduction="add"),
        "fft": lambda t: list(ops.fft((t, t * 0.5))), "fft2": lambda t: list(ops.fft2((t, t * 0.5))), "ifft2": lambda t: list(ops.ifft2((t, t * 0.5))), "rfft": lambda t: list(ops.rfft(t)), "rfft_length": lambda t: list(ops.rfft(t, fft_length=6)), "irfft": lambda t: ops.irfft(ops.rfft(t)), "det": lambda t: ops.det(t[:, :, :3]), "inv": lambda t: ops.inv(t[:, :, :3] + 2 * ops.eye(3)), "solve": lambda t: ops.solve(t[:, :, :3] + 2 * ops.eye(3), t), "cholesky": lambda t: ops.cholesky(ops.matmul(t, ops.transpose(t, (0, 2, 1))) + ops.eye(3)), "logdet": lambda t: ops.logdet(ops.matmul(t, ops.transpose(t, (0, 2, 1))) + ops.eye(3)),
        "mod_float": lambda t: ops.mod(t, 0.1), "floor_divide_float": lambda t: t // 0.1, "nonzero": lambda t: t, "size": lambda t: t * ops.size(t[0]), "rearrange": lambda t: ops.rearrange(t, "b h (w c) -> b w (h c)", c=2), "average_weights": lambda t: ops.average(t, axis=1, weights=np.array([1.0, 2.0, 3.0], "float32")), "einsum_trace": lambda t: ops.einsum("bij,bij->b", t, t), "in_top_k_edges": lambda t: ops.in_top_k(np.array([0, 1]), t[:, 0], 1), "tri": lambda t: ops.matmul(t, ops.tri(4)), "tile_more": lambda t: ops.tile(t, (2, 1, 1, 1)), "repeat_flat": lambda t: ops.repeat(t[0], 2), "repeat_each": lambda t: ops.repeat(t, [1, 2, 0], axis=1), "roll_two": lambda t: ops.roll(t, (1, 2), axis=(1, 2)), "roll_flat": lambda t: ops.roll(t[0], 3), "pad_symmetric": lambda t: ops.pad(t, [[0, 0], [1, 1], [2, 0]], mode="symmetric"), "clip_arrays": lambda t: ops.clip(t, np.array([-0.5, 0, 0, 0], "float32"), 0.5), "where_one": lambda t: ops.where(t > 0, 1, 0), "one_hot_out": lambda t: ops.one_hot(ops.argmax(t, axis=-1), 3), "one_hot_axis": lambda t: ops.one_hot(ops.argmax(t, axis=-1), 4, axis=1), "top_k_one": lambda t: ops.top_k(t, 1)[1], "cumsum_whole": lambda t: ops.cumsum(ops.argmax(t, axis=-1), axis=-1), "squeeze_two": lambda t: ops.squeeze(t[:, :1, :1], axis=(1, 2)), "expand_two": lambda t: ops.expand_dims(t, (1, -1)), "searchsorted_right": lambda t: ops.searchsorted(np.array([-0.5, 0.0, 0.5], "float32"), t[0, 0], side="right"), "cross_axis": lambda t: ops.cross(ops.transpose(t, (0, 2, 1)), ops.transpose(t, (0, 2, 1)) * 2 + 1), "logical_whole": lambda t: ops.logical_or(ops.argmax(t, axis=-1), ops.argmin(t, axis=-1)), "multi_hot_axis": lambda t: ops.multi_hot(ops.argmax(t, axis=-1), 4, axis=-1), "moments_two": lambda t: list(ops.moments(t, axes=[0, 1], keepdims=True)), "layer_normalization_scaled": lambda t: ops.layer_normalization(t, gamma=c(4), beta=c(4), axis=-1), "glu": lambda t: ops.glu(t, axis=-1), "sparsemax_axis": lambda t: ops.sparsemax(t, axis=1) if False else ops.sparsemax(t)}
    for name, f in more.items():
        yield "more_" + name, lambda f=f: single(f, x)
    images = {"depthwise_conv": lambda t: ops.depthwise_conv(t, c(2, 2, 4, 3), padding="same"), "depthwise_conv_strides": lambda t: ops.depthwise_conv(t, c(2, 3, 4, 1), strides=2), "depthwise_conv_dilated": lambda t: ops.depthwise_conv(t, c(2, 2, 4, 2), dilation_rate=2), "separable_conv": lambda t: ops.separable_conv(t, c(2, 2, 4, 2), c(1, 1, 8, 3)), "separable_conv_same": lambda t: ops.separable_conv(t, c(3, 3, 4, 1), c(1, 1, 4, 2), strides=2, padding="same"),
              "conv": lambda t: ops.conv(t, c(2, 3, 4, 2), strides=(1, 2), padding="valid"), "conv_dilated": lambda t: ops.conv(t, c(2, 2, 4, 2), dilation_rate=(2, 1), padding="same", data_format="channels_last"), "conv_groups": lambda t: ops.conv(t, c(2, 2, 2, 6)), "max_pool_two": lambda t: ops.max_pool(t, (2, 3), strides=(1, 2), padding="same"), "average_pool_two": lambda t: ops.average_pool(t, (2, 3), padding="same"), "adaptive_average_pool": lambda t: ops.adaptive_average_pool(t, (2, 4)), "adaptive_max_pool": lambda t: ops.adaptive_max_pool(t, 3),
              "depth_to_space": lambda t: ops.depth_to_space(t, 2), "space_to_depth": lambda t: ops.space_to_depth(t, 3), "unfold": lambda t: ops.unfold(t, 2), "unfold_padded": lambda t: ops.unfold(t, (2, 3), dilation=(2, 1), padding=1, stride=2), "fold": lambda t: ops.fold(ops.reshape(t, (-1, 16, 9)), (4, 4), 2), "rgb_to_grayscale": lambda t: keras.ops.image.rgb_to_grayscale(t[..., :3]), "extract_patches": lambda t: keras.ops.image.extract_patches(t, 2), "pad_images": lambda t: keras.ops.image.pad_images(t, 1, 2, 1, 0), "crop_images": lambda t: keras.ops.image.crop_images(t, 1, 1, 2, 0)}
    for name, f in images.items():
        yield "image_" + name, lambda f=f: single(f, image)
    yield "steps_depthwise_conv", lambda: single(lambda t: ops.depthwise_conv(t, c(2, 4, 2), strides=2, padding="same"), x)
    yield "steps_separable_conv", lambda: single(lambda t: ops.separable_conv(t, c(2, 4, 2), c(1, 8, 3)), x)
    yield "take_rows_by_input", lambda: single(lambda n: ops.take(c(5, 3), n, axis=0), ids)
    yield "take_columns_by_input", lambda: single(lambda n: ops.take(c(2, 5), n[0], axis=1), ids)
    yield "slice_at_input", lambda: single(lambda t, n: ops.slice(t, (0, n[0, 1], n[1, 0]), (2, 1, 3)), x, ids)
    yield "slice_at_vector", lambda: single(lambda t, n: ops.slice(t, n[0] * np.array([0, 1, 1], "int32"), (2, 1, 2)), x, ids)
    yield "slice_update_at_input", lambda: single(lambda t, n: ops.slice_update(t, (0, n[0, 1], n[1, 0]), t[:, :1, :2] * 9), x, ids)


# Graphs.


class Drawn:
    """A graph that grows: tensors with values' shapes, from which layers take."""

    def __init__(self, depth=0):
        self.depth, self.inputs, self.data, self.tensors, self.layers = depth, [], {}, [], []

    def input(self):
        name = "%s%d" % (pick("x", "in_", "Q"), len(self.inputs))
        kind = pick("flat", "sequence", "ids", "id", "image")
        if kind == "ids":
            t, v = pick(None, 4), np.array([r.randrange(6) for _ in range(12)], "int32").reshape(3, 4)
            x = Input((t,), name=name, dtype="int32")
            self.tensors.append(L.Embedding(6, r.randint(1, 4), mask_zero=maybe(0.3))(x))
        elif kind == "id":
            v = np.array([r.randrange(6) for _ in range(3)], "int32").reshape(3, 1)
            x = Input((1,), name=name, dtype=pick("int32", "int64"))
            v = v.astype(x.dtype)
            self.tensors.append(L.Flatten()(L.Embedding(6, r.randint(1, 4))(x)))
        else:
            shape = {"flat": (r.randint(1, 4),), "sequence": (4, r.randint(1, 3)), "image": (4, 5, r.randint(1, 2))}[kind]
            v = floats(3, *shape)
            open_shape = (None, shape[1]) if kind == "sequence" and maybe(0.4) else shape
            x = Input(open_shape, name=name)
            self.tensors.append(x)
        self.inputs.append(x)
        self.data[name] = v

    def flat(self):
        return [t for t in self.tensors if len(t.shape) == 2]

    def sequences(self):
        return [t for t in self.tensors if len(t.shape) == 3]

    def grow(self):
        t = r.choice(self.tensors)
        rank = len(t.shape)
        choices = [self.elementwise, self.elementwise, self.again, self.merged, self.operation]
        if rank == 2:
            choices += [self.dense, self.dense, self.normalized]
        if rank == 3:
            choices += [self.dense, self.recurrent, self.recurrent, self.pooled, self.convolved, self.attended, self.normalized, self.flattened]
        if rank == 4:
            choices += [self.image, self.image, self.flattened]
        if self.depth == 0:
            choices += [self.nested]
        made = pick(*choices)(t)
        if made is not None:
            self.tensors += made if isinstance(made, list) else [made]

    def keep(self, layer):
        self.layers.append(layer)
        return layer

    def dense(self, t):
        return self.keep(L.Dense(r.randint(1, 4), activation=pick(None, "relu", "tanh", "gelu", "softmax"), use_bias=maybe(0.8)))(t)

    def elementwise(self, t):
        return self.keep(pick(L.Activation(pick("relu", "selu", "mish", "hard_sigmoid", "log_softmax")), L.Dropout(0.3), L.LeakyReLU(0.1), L.Rescaling(0.5, 0.1), L.Identity(), L.GaussianNoise(0.1),
                              L.ELU(0.5), L.ReLU(0.8), L.UnitNormalization()))(t)

    def normalized(self, t):
        if t.shape[-1] is None:
            return None
        return self.keep(pick(L.LayerNormalization(), L.BatchNormalization(), L.RMSNormalization(), L.GroupNormalization(-1)))(t)

    def recurrent(self, t):
        config = {"return_sequences": maybe(), "go_backwards": maybe(0.2)}
        made = pick(lambda: L.LSTM(2, **config), lambda: L.GRU(2, reset_after=maybe(), **config), lambda: L.SimpleRNN(3, **config), lambda: L.Bidirectional(L.GRU(2, return_sequences=config["return_sequences"])),
                    lambda: L.RNN([L.GRUCell(2), L.LSTMCell(3)], **config), lambda: L.TimeDistributed(L.Dense(2)), lambda: L.Bidirectional(L.LSTM(1, return_sequences=True), merge_mode=pick("sum", "ave", "mul")))()
        if isinstance(made, L.GRU) and maybe(0.3):
            made = L.GRU(2, return_state=True, **config)
            states = made(t)
            if maybe():
                return list(states) + [L.GRU(2)(t, initial_state=states[-1])]
            return list(states)
        return self.keep(made)(t)

    def pooled(self, t):
        return pick(L.GlobalAveragePooling1D(), L.GlobalMaxPooling1D(), L.MaxPooling1D(2, padding="same"), L.AveragePooling1D(2))(t)

    def convolved(self, t):
        return pick(L.Conv1D(2, 2, padding=pick("same", "causal")), L.SeparableConv1D(2, 2, padding="same"), L.DepthwiseConv1D(2, padding="same"), L.Conv1DTranspose(2, 2, strides=2), L.ZeroPadding1D(1), L.UpSampling1D(2))(t)

    def attended(self, t):
        others = [o for o in self.sequences() if o.shape[-1] == t.shape[-1]]
        o = r.choice(others)
        kind = r.randrange(4)
        if kind == 0:
            return L.MultiHeadAttention(2, 2)(t, o, use_causal_mask=maybe(0.3) and o is t)
        if kind == 1:
            return L.Attention(use_scale=maybe())([t, o])
        if kind == 2:
            return list(L.MultiHeadAttention(1, 2)(t, o, return_attention_scores=True))[:1]
        return L.AdditiveAttention()([t, o])

    def image(self, t):
        return pick(L.Conv2D(2, 2, padding="same"), L.MaxPooling2D(2, padding="same"), L.DepthwiseConv2D(2), L.GlobalAveragePooling2D(), L.SeparableConv2D(2, 2), L.Conv2DTranspose(1, 2), L.Permute((2, 1, 3)), L.Cropping2D(1),
                    L.BatchNormalization(), L.TimeDistributed(L.LSTM(2)), L.UpSampling2D(2))(t)

    def flattened(self, t):
        if None in t.shape[1:]:
            return L.GlobalMaxPooling1D()(t) if len(t.shape) == 3 else None
        return pick(L.Flatten(), L.Reshape((-1,)), L.Reshape((-1, 1)))(t)

    def merged(self, t):
        alike = [o for o in self.tensors if tuple(o.shape) == tuple(t.shape)]
        rows = [o for o in self.tensors if len(o.shape) == len(t.shape) and tuple(o.shape[:-1]) == tuple(t.shape[:-1])]
        if maybe():
            return pick(L.Add, L.Multiply, L.Average, L.Maximum)()([t, r.choice(alike)])
        return L.Concatenate()([t, r.choice(rows)])

    def again(self, t):
        fits = [la for la in self.layers if getattr(la, "input_spec", None) is None or True]
        if not fits:
            return None
        try:
            return r.choice(fits)(t)
        except Exception:
            return None

    def operation(self, t):
        alike = [o for o in self.tensors if tuple(o.shape) == tuple(t.shape)]
        o = r.choice(alike)
        return pick(lambda: t * 2 + 1, lambda: t - o, lambda: ops.tanh(t) / 2, lambda: ops.where(t > 0, t, o), lambda: ops.maximum(t, 0.1), lambda: ops.concatenate([t, o], axis=-1), lambda: ops.mean(t, axis=-1, keepdims=True), lambda: t[:, :1],
                    lambda: ops.softmax(t, axis=-1), lambda: ops.sum(t, axis=1, keepdims=True), lambda: ops.expand_dims(ops.max(t, axis=-1), -1), lambda: ops.stack([t, o], axis=-1)[..., 0], lambda: ops.clip(t, -0.5, 0.5), lambda: t ** 2,
                    lambda: ops.einsum("...a,...a->...a", t, o), lambda: ops.flip(t, axis=-1), lambda: ops.cast(t > 0, "float32"), lambda: ops.square(t - o), lambda: ops.exp(-abs(t)), lambda: ops.roll(t, 1, axis=-1), lambda: 1.0 / (ops.abs(t) + 1))()

    def nested(self, t):
        inner = Drawn(depth=1)
        x = Input(t.shape[1:], name="inner_%d" % r.randrange(10 ** 6))
        inner.inputs.append(x)
        inner.tensors.append(x)
        for _ in range(r.randint(1, 3)):
            inner.grow()
        out = inner.tensors[-1]
        if out is x:
            return None
        structure = pick(out, [out], [out, inner.tensors[-2]] if len(inner.tensors) > 2 else out, {"out": out})
        model = Model(x, structure)
        made = keras.tree.flatten(model(t))
        if maybe(0.3) and not isinstance(structure, dict):
            alike = [o for o in self.tensors if tuple(o.shape) == tuple(t.shape)]
            made += keras.tree.flatten(model(r.choice(alike)))
        return made

    def model(self):
        for _ in range(r.randint(1, 3)):
            self.input()
        for _ in range(r.randint(3, 9)):
            self.grow()
        outputs = r.sample(self.tensors[len(self.inputs):] or self.tensors, 1)
        outputs = [self.tensors[-1]] + [o for o in outputs if o is not self.tensors[-1]]
        used = [o for o in outputs if not any(o is i for i in self.inputs)] or [self.tensors[-1] * 1.0]
        structure = pick(used, tuple(used), {"o%d" % i: o for i, o in enumerate(used)}, used[0], {"a": used})
        kind = pick("list", "dict", "nested")
        inputs = self.inputs[0] if len(self.inputs) == 1 else {x.name: x for x in self.inputs} if kind == "dict" else list(self.inputs)
        model = Model(inputs, structure)
        given = self.data[self.inputs[0].name] if len(self.inputs) == 1 else self.data
        if maybe(0.2) and len(used) == 1 and not isinstance(structure, (dict, tuple)):
            model.compile(pick("adam", "sgd", keras.optimizers.RMSprop(0.01)), loss=pick("mse", keras.losses.Huber(), "mae"))
        return model, given


def graphs(count, seed):
    for i in range(count):
        def make(i=i):
            r.seed("%d %d" % (seed, i))
            model, given = Drawn().model()
            return scramble(model), given
        yield "random_%d_%04d" % (seed, i), make


def pulled(function, values):
    """Outputs, and of their sum by cotangents the derivatives by the floats among some values."""
    backend = keras.backend.backend()
    if backend == "jax":
        import jax

        outs, back = jax.vjp(function, *values)
        return outs, lambda cotangents: back(tuple(cotangents))
    if backend == "tensorflow":
        import tensorflow as tf

        tape = tf.GradientTape(persistent=True)
        with tape:
            for v in values:
                tape.watch(v)
            outs = function(*values)
        return outs, lambda cotangents: tape.gradient(list(outs), list(values), list(cotangents), tf.UnconnectedGradients.ZERO)
    import torch

    values = [v.detach().clone().requires_grad_(True) for v in values]
    outs = function(*values)

    def back(cotangents):
        loss = sum((o * c).sum() for o, c in zip(outs, cotangents))
        found = torch.autograd.grad(loss, values, allow_unused=True) if torch.is_tensor(loss) and loss.requires_grad else [None] * len(values)
        return [torch.zeros_like(v) if g is None else g for v, g in zip(values, found)]

    return outs, back


def gradients(model, given):
    """Cotangents of the floats among the outputs, and the gradients of the floats among the inputs."""
    data = given if isinstance(given, dict) else {"0": given}
    names = [name for name, value in data.items() if value.dtype == "float32"]
    if not names:
        return {}

    def function(*floats):
        values = {name: ops.convert_to_tensor(value) for name, value in data.items()}
        values.update(zip(names, floats))
        outs = model(values if isinstance(given, dict) else values["0"], training=False)
        return tuple(o for o in keras.tree.flatten(outs) if keras.backend.is_float_dtype(o.dtype))

    outs, back = pulled(function, [ops.convert_to_tensor(data[name]) for name in names])
    if not outs:
        return {}
    cotangents = [np.cos(1 + np.arange(np.prod(o.shape, dtype=int))).astype("float32").reshape(o.shape) for o in outs]
    found = back([ops.convert_to_tensor(c) for c in cotangents])
    arrays = [ops.convert_to_numpy(g) for g in found]
    return {"cotangents": [encoded(c) for c in cotangents], **{"grad_" + name: encoded(a) for name, a in zip(names, arrays)}}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--models", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--ops", action="store_true")
    parser.add_argument("--gradients", action="store_true")
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    drawn = itertools.chain(operations(), further()) if args.ops else graphs(args.models, args.seed)
    drawn = (pair for pair in drawn if pair[0].startswith(args.only))
    write_drawn(drawn, args.folder, gradients if args.gradients else lambda model, x: {})


if __name__ == "__main__":
    main()
