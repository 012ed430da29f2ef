"""Records core, merging, normalising and attention layers, and their gradients, as Keras has them.

    KERAS_BACKEND=tensorflow python core_layers.py

Writes ../resources/golden/keras_layers_core.json.
"""

import json
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tensorflow as tf
from keras import layers as L

from arrays import array, write

rng = np.random.default_rng(5)
CASES = []


def floats(*shape):
    return np.round(rng.normal(size=shape), 3).astype("float32")


def case(layer, *inputs, mask=None, **kwargs):
    nested = len(inputs) > 1 and not isinstance(
        layer, (L.MultiHeadAttention, L.GroupQueryAttention))
    given = [list(inputs)] if nested else list(inputs)
    tensors = [[tf.constant(x) for x in g] if isinstance(g, list) else tf.constant(g) for g in given]
    call = dict(kwargs)
    if mask is not None:
        call["mask"] = ([None if m is None else tf.constant(m) for m in mask]
                        if isinstance(mask, list) else tf.constant(mask))
    layer(*tensors, **call)
    for v in layer.variables:
        if "seed" in v.path or v.dtype != "float32":
            continue
        if v.name in ("moving_variance", "moving_stddev", "renorm_stddev"):
            v.assign(np.abs(floats(*v.shape)) + 0.5)
        else:
            v.assign(np.round(0.4 * floats(*v.shape), 3))
    before = {v.path: v.numpy() for v in layer.variables}
    flat = [t for g in tensors for t in (g if isinstance(g, list) else [g])]
    watched = [t for t in flat if t.dtype == tf.float32]
    variables = [v for v in layer.trainable_variables]
    with tf.GradientTape() as tape:
        for t in watched:
            tape.watch(t)
        out = layer(*tensors, **call)
        outs = list(out) if isinstance(out, (tuple, list)) else [out]
        cot = [floats(*o.shape) for o in outs]
        scalar = sum(tf.reduce_sum(c * tf.cast(o, "float32")) for c, o in zip(cot, outs))
    grads = tape.gradient(scalar, watched + [v.value for v in variables])
    grads = [None if g is None else tf.convert_to_tensor(g).numpy() for g in grads]
    changed = [v for v in layer.variables if not np.array_equal(before[v.path], v.numpy())]
    golden_kwargs = {k: v for k, v in kwargs.items()}
    if mask is not None:
        golden_kwargs["mask"] = ([None if m is None else array(m) for m in mask]
                                 if isinstance(mask, list) else array(mask))
    CASES.append({
        "id": "keras_layers_core-%04d" % len(CASES), "kind": "layer", "class": type(layer).__name__,
        "config": json.loads(json.dumps(layer.get_config(), default=str)),
        "inputs": [array(t.numpy()) for t in flat],
        "call_kwargs": golden_kwargs,
        "weights": [dict(array(before[v.path]), path=v.path, name=v.name) for v in layer.variables
                    if v.dtype == "float32"],
        "expected_outputs": [array(o.numpy()) for o in outs],
        "cotangents": [array(c) for c in cot],
        "expected_grad_inputs": [array(np.zeros(t.shape, "float32") if g is None else g)
                                 for t, g in zip(watched, grads)],
        "expected_grad_weights": [{"path": v.path, "grad": None if g is None else array(g)}
                                  for v, g in zip(variables, grads[len(watched):])],
        "weights_changed_after_call": [dict(array(v.numpy()), path=v.path) for v in changed],
    })


def bits(*shape):
    m = rng.random(shape) > 0.4
    m[..., 0] = True
    return m.astype(bool)


S = floats(2, 3, 4)
# activations
case(L.ReLU(max_value=1.0, negative_slope=0.1, threshold=0.3), S)
case(L.LeakyReLU(), S)
case(L.PReLU(shared_axes=[1]), S)
case(L.Softmax(axis=1), S)
case(L.Softmax(axis=(1, 2)), S)
case(L.Softmax(), floats(3, 4), mask=bits(3, 4))
# core
case(L.EinsumDense("abc,cde->abde", output_shape=(None, 2, 3), bias_axes="de"), S)
case(L.EinsumDense("abcd,cde->abe", output_shape=(None, 5), bias_axes="e", activation="tanh"), floats(2, 3, 2, 4))
case(L.EinsumDense("...x,xy->...y", output_shape=5, bias_axes="y"), S)
case(L.EinsumDense("ab...,bc->ac...", output_shape=5, bias_axes="c"), S)
case(L.EinsumDense("abc,bcd->abd", output_shape=(3, 2), bias_axes="bd"), S)
case(L.EinsumDense("abc,cd->adb", output_shape=(2, None)), S)
case(L.Masking(mask_value=0.0), np.where(rng.random((2, 3, 1)) > 0.5, S, 0).astype("float32"))
case(L.Identity(), S)
# merging
case(L.Add(), S, floats(2, 4), floats(2, 3, 1))
case(L.Multiply(), S, floats(2, 3, 1))
case(L.Average(), S, floats(2, 1, 4), S)
case(L.Maximum(), S, floats(2, 3, 4), floats(2, 3, 4))
case(L.Minimum(), S, floats(2, 4))
case(L.Concatenate(axis=1), S, floats(2, 2, 4))
case(L.Dot(axes=(1, 2)), S, floats(2, 5, 3))
case(L.Dot(axes=-1, normalize=True), S, floats(2, 4))
case(L.Dot(axes=(3, 1)), floats(2, 3, 2, 4), floats(2, 4, 2))
# normalisation
case(L.BatchNormalization(axis=1), S, training=True)
case(L.BatchNormalization(axis=1), S, training=False)
case(L.BatchNormalization(momentum=0.8), S, training=True, mask=bits(2, 3))
case(L.BatchNormalization(renorm=True, momentum=0.8, renorm_momentum=0.7), S, training=True)
case(L.BatchNormalization(renorm=True, renorm_clipping={"rmin": 0.5, "rmax": 1.5, "dmax": 0.5}, center=False), S, training=True)
case(L.BatchNormalization(renorm=True, scale=False), S, training=False)
case(L.LayerNormalization(), S)
case(L.LayerNormalization(axis=1, center=False), S)
case(L.LayerNormalization(axis=(1, 3)), floats(2, 3, 2, 4))
case(L.GroupNormalization(groups=2), S)
case(L.GroupNormalization(groups=3, axis=1), floats(2, 3, 2, 4))
case(L.GroupNormalization(groups=-1), floats(2, 3, 2, 4))
case(L.RMSNormalization(), S)
case(L.RMSNormalization(axis=(1, 2)), S)
case(L.UnitNormalization(axis=1), S)
case(L.UnitNormalization(axis=(1, 2)), S)
case(L.SpectralNormalization(L.Dense(3), power_iterations=2), floats(5, 4), training=True)
case(L.SpectralNormalization(L.Dense(3)), floats(5, 4), training=False)
# attention
V, K = floats(2, 5, 4), floats(2, 5, 4)
case(L.Attention(), S, V)
case(L.Attention(use_scale=True, score_mode="concat"), S, V, K, return_attention_scores=True)
case(L.Attention(use_scale=True), S, V, K, mask=[bits(2, 3), bits(2, 5)], use_causal_mask=True)
case(L.AdditiveAttention(), S, V, K, mask=[None, bits(2, 5)], return_attention_scores=True)
case(L.MultiHeadAttention(2, 3), S, V)
case(L.MultiHeadAttention(2, 3, value_dim=2, output_shape=(3, 2)), S, V, K, return_attention_scores=True)
case(L.MultiHeadAttention(2, 3), S, S, use_causal_mask=True)
case(L.MultiHeadAttention(2, 3, use_gate=True, use_bias=False), S, V, use_causal_mask=True)
case(L.MultiHeadAttention(2, 3, sliding_window=2), S, V, use_causal_mask=True, return_attention_scores=True)
case(L.MultiHeadAttention(2, 3, attention_axes=(2,)), floats(2, 2, 3, 4), floats(2, 2, 5, 4))
case(L.MultiHeadAttention(2, 3), floats(2, 2, 3, 4), floats(2, 2, 2, 4), return_attention_scores=True)
case(L.GroupQueryAttention(3, 4, 2), S, V)
case(L.GroupQueryAttention(3, 4, 1, use_gate=True), S, V, use_causal_mask=True, return_attention_scores=True)
case(L.GroupQueryAttention(3, 2, 2, sliding_window=2), S, V)
write(
    "../resources/golden/keras_layers_core.json",
    "core, merging, normalising and attention layers as Keras 3.15 on TensorFlow computes them",
    CASES,
)
