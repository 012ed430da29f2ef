"""Writes the .keras files that the tests read, each with inputs and the outputs that Keras predicts.

    python make_keras_files.py [FOLDER] [NAME ...]

Needs Keras 3 (3.15.1 wrote those that are committed) with any backend; models over texts and states of optimizers want
TensorFlow's. NAME.json has the inputs and outputs as {dtype, shape, data}. Files are packed again, for HDF5 is mostly
air; those whose names begin with "stored" stay as Keras wrote them.
"""

import json
import os
import sys
import zipfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
from keras import Input, Model, Sequential, layers as L, ops

MODELS = {}


def model(make):
    """Registers a function that gives a model, its inputs by name (or the only one), and maybe what is to be done with it."""
    MODELS[make.__name__] = make
    return make


def ids(*shape, most=9):
    return np.arange(np.prod(shape)).reshape(shape).astype("int32") * 7 % (most + 1)


def floats(*shape):
    return np.cos(np.arange(np.prod(shape)) * 0.7).reshape(shape).astype("float32")


def scramble(m):
    """Weights away from zeros and ones, so that a wrong order shows."""
    for i, w in enumerate(m.weights):
        if "float" not in str(w.dtype):
            continue
        value = 0.4 * np.sin(np.arange(np.prod(w.shape)) * 1.3 + i).reshape(w.shape)
        if "variance" in w.path:
            value = np.abs(value) + 0.5
        w.assign(value.astype("float32"))
    return m


# Sequential.


@model
def stored_sequential():
    return scramble(Sequential([Input((4,)), L.Dense(3, activation="relu"), L.Dense(2)])), floats(5, 4)


@model
def sequential_without_input():
    m = Sequential([L.Embedding(10, 3), L.Flatten(), L.Dense(2)], name="no_input")
    m.build((None, 4))
    return scramble(m), ids(3, 4)


@model
def sequential_unbuilt():
    return Sequential([L.Dense(3, name="later"), L.Dense(1)]), None


@model
def sequential_named():
    return (
        scramble(
            Sequential(
                [
                    Input((4,), name="given.name"),
                    L.Dense(3, name="b layer"),
                    L.Activation("tanh", name="a-1"),
                    L.Dense(2, name="dense_7", trainable=False),
                    L.Dense(2, name="dense"),
                ],
                name="Named_Model",
            )
        ),
        floats(3, 4),
    )


@model
def sequential_with_sequential():
    inner = Sequential([Input((3,)), L.Dense(4, activation="relu"), L.Dense(3)], name="inner")
    return scramble(Sequential([Input((4,)), L.Dense(3), inner, L.Dense(1)])), floats(3, 4)


@model
def sequential_normalized():
    return (
        scramble(
            Sequential(
                [
                    Input((4, 6)),
                    L.BatchNormalization(scale=False),
                    L.LayerNormalization(epsilon=1e-4),
                    L.GroupNormalization(2),
                    L.RMSNormalization(),
                    L.UnitNormalization(),
                    L.Dropout(0.3, seed=3),
                    L.GaussianNoise(0.1),
                    L.SpatialDropout1D(0.2),
                    L.GlobalAveragePooling1D(),
                ]
            )
        ),
        floats(3, 4, 6),
    )


@model
def sequential_spectral():
    return scramble(Sequential([Input((4,)), L.SpectralNormalization(L.Dense(3)), L.Dense(2)])), floats(3, 4)


@model
def sequential_activations():
    return (
        scramble(
            Sequential(
                [
                    Input((4,)),
                    L.Dense(4, activation=keras.activations.gelu),
                    L.LeakyReLU(negative_slope=0.2),
                    L.PReLU(),
                    L.ELU(alpha=0.5),
                    L.Dense(4, activation="silu"),
                    L.ReLU(max_value=3.0, negative_slope=0.1, threshold=0.05),
                    L.Dense(4, activation="leaky_relu"),
                    L.Activation("softplus"),
                    L.Softmax(),
                ]
            )
        ),
        floats(3, 4),
    )


@model
def sequential_convolutions():
    return (
        scramble(
            Sequential(
                [
                    Input((12, 3)),
                    L.Conv1D(4, 3, padding="causal", dilation_rate=2, activation="relu"),
                    L.SeparableConv1D(5, 3, padding="same"),
                    L.DepthwiseConv1D(3, depth_multiplier=2),
                    L.MaxPooling1D(2),
                    L.Conv1DTranspose(3, 3, strides=2),
                    L.ZeroPadding1D((1, 2)),
                    L.Cropping1D(1),
                    L.UpSampling1D(2),
                    L.AveragePooling1D(2, padding="same"),
                    L.GlobalMaxPooling1D(),
                ]
            )
        ),
        floats(2, 12, 3),
    )


@model
def sequential_reshaped():
    return (
        scramble(
            Sequential(
                [
                    Input((12,)),
                    L.Reshape((3, -1)),
                    L.Permute((2, 1)),
                    L.EinsumDense("abc,cd->abd", output_shape=(None, 5), bias_axes="d"),
                    L.Flatten(),
                    L.RepeatVector(2),
                    L.Rescaling(0.5, offset=-0.1),
                    L.Identity(),
                ]
            )
        ),
        floats(2, 12),
    )


# Functional.


@model
def functional_two_inputs():
    a, b = Input((3,), name="first"), Input((2,), name="second", dtype="int32")
    h = L.Concatenate()([L.Dense(4, activation="relu")(a), L.Flatten()(L.Embedding(10, 3)(b))])
    return scramble(Model([a, b], L.Dense(2)(h))), {"first": floats(4, 3), "second": ids(4, 2)}


@model
def functional_shared():
    shared = L.Dense(3, activation="tanh", name="twice")
    a, b = Input((4,), name="a"), Input((4,), name="b")
    x, y = shared(a), shared(b)
    again = shared(L.Dense(4)(x))
    return scramble(Model([a, b], L.Dense(1)(L.Add()([x, y, again])))), {"a": floats(3, 4), "b": -floats(3, 4)}


@model
def functional_nested():
    x = Input((4,), name="inner_in")
    h = L.Dense(3, activation="relu", name="hidden")(x)
    inner = Model(x, [L.Dense(2, name="left")(h), L.Dense(2, name="right")(h)], name="inner")
    a, b = Input((4,), name="a"), Input((4,), name="b")
    left, right = inner(a)
    left2, right2 = inner(b)
    deep = Sequential([Input((2,)), L.Dense(2)], name="deep")
    return (
        scramble(Model([a, b], [L.Add(name="sum")([left, right2]), deep(L.Multiply()([right, left2]))])),
        {"a": floats(3, 4), "b": -floats(3, 4)},
    )


@model
def functional_dict():
    a, b = Input((3,), name="alpha"), Input((2,), name="beta")
    h = L.Dense(4)(L.Concatenate()([a, b]))
    m = Model({"beta": b, "alpha": a}, {"zeta": L.Dense(2, name="one")(h), "eta": L.Dense(1, name="two")(h)})
    return scramble(m), {"alpha": floats(3, 3), "beta": floats(3, 2)}


@model
def functional_nested_dict():
    a, b = Input((3,), name="alpha"), Input((3,), name="beta")
    inner = Model({"b": b, "a": a}, {"s": L.Dense(2, name="s")(a), "d": L.Dense(2, name="d")(L.Subtract()([a, b]))}, name="inner")
    x, y = Input((3,), name="x"), Input((3,), name="y")
    out = inner({"a": x, "b": y})
    return scramble(Model([x, y], L.Concatenate()([out["s"], out["d"]]))), {"x": floats(3, 3), "y": floats(3, 3) ** 2}


@model
def functional_out_of_order():
    """The second output is made of the first; an input is an output too; one layer has two outputs in the list."""
    x = Input((3,), name="x")
    h = L.Dense(3, name="h")(x)
    return scramble(Model(x, [L.Dense(2, name="top")(h), h, x])), floats(2, 3)


@model
def functional_merging():
    a, b = Input((3, 4), name="a"), Input((3, 4), name="b")
    parts = [L.Add()([a, b]), L.Subtract()([a, b]), L.Multiply()([a, b]), L.Average()([a, b])]
    parts += [L.Maximum()([a, b]), L.Minimum()([a, b]), L.Dot(axes=(1, 1))([a, b]), L.Dot(axes=2, normalize=True)([a, b])]
    return Model([a, b], [L.Flatten()(p) for p in parts]), {"a": floats(2, 3, 4), "b": floats(2, 3, 4)[::-1].copy()}


@model
def functional_fixed_batch():
    x = Input(batch_shape=(2, 3), name="x")
    return scramble(Model(x, L.Dense(2)(x))), floats(2, 3)


@model
def functional_rank_one():
    x = Input((), name="x", dtype="int32")
    return scramble(Model(x, L.Dense(2)(L.Embedding(10, 3)(x)))), ids(4)


@model
def functional_int64_bool():
    x, m = Input((3,), name="x", dtype="int64"), Input((3,), name="m", dtype="bool")
    h = L.Embedding(10, 4)(x) * ops.expand_dims(ops.cast(m, "float32"), -1)
    return (
        scramble(Model([x, m], L.Dense(2)(L.Flatten()(h)))),
        {"x": ids(4, 3).astype("int64"), "m": (ids(4, 3) > 4)},
    )


@model
def functional_trainable():
    x = Input((3,), name="x")
    inner = Sequential([Input((3,)), L.Dense(3), L.BatchNormalization()], name="frozen_part")
    inner.trainable = False
    y = L.Dense(2, kernel_regularizer=keras.regularizers.L1L2(0.01, 0.02), bias_constraint="non_neg")(inner(x))
    return scramble(Model(x, y)), floats(3, 3)


# Operations.


@model
def operations_arithmetic():
    x, y = Input((4, 3), name="x"), Input((3,), name="y")
    z = (x + y[:, None, :]) * 2 - 1 / (ops.abs(x) + 1.5)
    z = ops.where(z > 0, z**2, -z) + ops.maximum(x, 0.1) - ops.sqrt(ops.square(x) + 1e-3)
    z = z * np.arange(3, dtype="float32") + ops.clip(x, -0.5, 0.5)
    return Model([x, y], [z, ops.exp(-z), ops.tanh(z) @ ops.transpose(x, (0, 2, 1))]), {"x": floats(2, 4, 3), "y": floats(2, 3)}


@model
def operations_indexing():
    x = Input((4, 6), name="x")
    parts = [x[:, 0], x[:, -1], x[..., 2], x[:, 1:3, ::2], x[:, :, None, 1], x[:, ::-1], x[:, -2:, :-1]]
    parts += [ops.take(x, [3, 0], axis=1), ops.split(x, 3, axis=-1)[1], ops.unstack(x, axis=1)[2]]
    return Model(x, parts), floats(2, 4, 6)


@model
def operations_reductions():
    x = Input((4, 3), name="x")
    parts = [ops.sum(x, axis=1), ops.mean(x, axis=(1, 2)), ops.max(x, axis=-1, keepdims=True), ops.min(x, axis=1)]
    parts += [ops.var(x, axis=1), ops.std(x, axis=-1), ops.logsumexp(x, axis=-1), ops.norm(x, axis=-1), ops.normalize(x, axis=-1)]
    parts += [ops.argmax(x, axis=1), ops.cumsum(x, axis=1), ops.prod(x, axis=-1), ops.cast(ops.any(x > 0.5, axis=1), "float32")]
    parts += [ops.softmax(x, axis=1), ops.log_softmax(x), ops.average(x, axis=1), ops.argmin(x, axis=-1)]
    return Model(x, parts), floats(2, 4, 3)


@model
def operations_shapes():
    x, v = Input((4, 3), name="x"), Input((6,), name="v")
    parts = [ops.reshape(x, (-1, 12)), ops.reshape(v, (-1, 2, 3)), ops.expand_dims(v, 1), ops.squeeze(ops.expand_dims(v, -1), -1)]
    parts += [ops.concatenate([x, x], axis=-1), ops.stack([v, v], axis=1), ops.tile(v, (1, 2)), ops.repeat(x, 2, axis=1)]
    parts += [ops.pad(x, ((0, 0), (1, 2), (0, 0))), ops.flip(x, axis=1), ops.roll(x, 1, axis=1), ops.swapaxes(x, 1, 2)]
    parts += [ops.moveaxis(x, 1, 2), ops.einsum("bij,bkj->bik", x, x), ops.dot(v, floats(6, 2)), ops.one_hot(ops.argmax(v, axis=-1), 6)]
    return Model([x, v], parts), {"x": floats(2, 4, 3), "v": floats(2, 6)}


@model
def operations_activations():
    x = Input((5,), name="x")
    names = "relu sigmoid tanh softplus gelu silu elu selu softsign hard_sigmoid leaky_relu relu6 hard_silu".split()
    return Model(x, [getattr(ops, n)(x) for n in names] + [keras.activations.relu(x, max_value=0.5)]), floats(2, 5)


@model
def operations_integers():
    x = Input((4,), name="x", dtype="int32")
    return Model(x, [x // 3, x % 3, x + 1, x * 2, ops.cast(x, "float32") / 2, ops.cast(ops.equal(x, 3), "int32"), ops.sum(x, axis=1)]), ids(3, 4)


# Masks.


@model
def mask_embedding():
    t = Input((5,), name="t", dtype="int32")
    e = L.Embedding(10, 4, mask_zero=True)(t)
    h = L.LSTM(3, return_sequences=True)(L.Dropout(0.2)(e))
    return scramble(Model(t, [L.GRU(2)(h), L.GlobalAveragePooling1D()(h)])), ids(4, 5)


@model
def mask_masking():
    x = Input((5, 3), name="x")
    data = floats(3, 5, 3)
    data[1, 3:] = 0.25
    data[2, 0] = 0.25
    return scramble(Model(x, L.SimpleRNN(4)(L.Masking(0.25)(x)))), data


@model
def mask_given():
    x, m = Input((5, 3), name="x"), Input((5,), name="m", dtype="bool")
    y = L.LSTM(3, return_sequences=True)(x, mask=m)
    return scramble(Model([x, m], [y, L.GlobalAveragePooling1D()(x, mask=m)])), {"x": floats(3, 5, 3), "m": ids(3, 5) > 2}


@model
def mask_dropped():
    """Flatten and convolutions take all steps, masked or not."""
    t = Input((6,), name="t", dtype="int32")
    e = L.Embedding(10, 4, mask_zero=True)(t)
    h = L.Conv1D(3, 2)(e)
    return scramble(Model(t, [L.Flatten()(e), L.GlobalMaxPooling1D()(h), L.Flatten()(L.MaxPooling1D(2)(e))])), ids(3, 6)


@model
def mask_sequential():
    return scramble(Sequential([Input((6,), dtype="int32"), L.Embedding(10, 4, mask_zero=True), L.Bidirectional(L.LSTM(3)), L.Dense(1)])), ids(3, 6)


@model
def mask_merged():
    a, b = Input((4,), name="a", dtype="int32"), Input((4,), name="b", dtype="int32")
    e = L.Embedding(10, 3, mask_zero=True)
    return (
        scramble(Model([a, b], [L.LSTM(2)(L.Add()([e(a), e(b)])), L.LSTM(2)(L.Concatenate()([e(a), e(b)]))])),
        {"a": ids(3, 4), "b": ids(3, 4)[::-1].copy()},
    )


@model
def mask_concatenated_steps():
    a, b = Input((3,), name="a", dtype="int32"), Input((4,), name="b", dtype="int32")
    e = L.Embedding(10, 3, mask_zero=True)
    return scramble(Model([a, b], L.GRU(2)(L.Concatenate(axis=1)([e(a), e(b)])))), {"a": ids(3, 3), "b": ids(3, 4)}


@model
def mask_lengths():
    """Steps of unknown number."""
    t = Input((None,), name="t", dtype="int32")
    e = L.Embedding(10, 4, mask_zero=True)(t)
    return scramble(Model(t, L.Dense(2, activation="softmax")(L.LSTM(3)(e)))), ids(3, 7)


# Recurrent layers.


@model
def recurrent_states():
    x, h, c = Input((5, 3), name="x"), Input((2,), name="h"), Input((2,), name="c")
    y, h2, c2 = L.LSTM(2, return_sequences=True, return_state=True)(x, initial_state=[h, c])
    z, s = L.GRU(2, return_state=True, go_backwards=True)(y, initial_state=h2)
    return scramble(Model([x, h, c], [y, c2, z, s])), {"x": floats(2, 5, 3), "h": floats(2, 2), "c": -floats(2, 2)}


@model
def recurrent_encoder_decoder():
    source, target = Input((4,), name="source", dtype="int32"), Input((3,), name="target", dtype="int32")
    _, h, c = L.LSTM(3, return_state=True)(L.Embedding(10, 4, mask_zero=True)(source))
    y = L.LSTM(3, return_sequences=True)(L.Embedding(10, 4)(target), initial_state=[h, c])
    return scramble(Model([source, target], L.TimeDistributed(L.Dense(5, activation="softmax"))(y))), {"source": ids(2, 4), "target": ids(2, 3)}


@model
def recurrent_bidirectional():
    x = Input((5, 3), name="x")
    y = L.Bidirectional(L.LSTM(2, return_sequences=True), merge_mode="sum")(x)
    z = L.Bidirectional(L.GRU(2), backward_layer=L.LSTM(3, go_backwards=True), merge_mode="concat")(y)
    both = L.Bidirectional(L.SimpleRNN(2, return_state=True), merge_mode="ave")(y)
    return scramble(Model(x, [z] + list(both))), floats(2, 5, 3)


@model
def recurrent_cells():
    x = Input((4, 3), name="x")
    y = L.RNN([L.LSTMCell(2), L.GRUCell(3), L.LSTMCell(2)], return_sequences=True)(x)
    return scramble(Model(x, L.RNN(L.SimpleRNNCell(2))(y))), floats(2, 4, 3)


@model
def recurrent_stacked_both():
    x = Input((4, 3), name="x")
    return scramble(Model(x, L.Bidirectional(L.RNN([L.LSTMCell(2), L.LSTMCell(3)]))(x))), floats(2, 4, 3)


@model
def recurrent_options():
    x = Input((4, 3), name="x")
    y = L.GRU(3, reset_after=False, activation="relu", recurrent_activation="hard_sigmoid", return_sequences=True)(x)
    z = L.LSTM(3, use_bias=False, dropout=0.1, recurrent_dropout=0.2, unroll=True)(y)
    return scramble(Model(x, z)), floats(2, 4, 3)


@model
def recurrent_time_distributed():
    x = Input((4, 6, 2), name="x")
    inner = Sequential([Input((6, 2)), L.Conv1D(3, 2), L.GlobalMaxPooling1D()])
    return scramble(Model(x, L.LSTM(2)(L.TimeDistributed(inner)(x)))), floats(2, 4, 6, 2)


# Attention.


@model
def attention_self():
    x = Input((4, 6), name="x")
    y = L.MultiHeadAttention(2, 3, dropout=0.1)(x, x)
    y = L.LayerNormalization()(L.Add()([x, y]))
    return scramble(Model(x, L.Dense(2)(L.GlobalAveragePooling1D()(y)))), floats(2, 4, 6)


@model
def attention_cross():
    q, v, k = Input((3, 6), name="q"), Input((5, 4), name="v"), Input((5, 6), name="k")
    y, s = L.MultiHeadAttention(2, 3, value_dim=2, output_shape=5)(q, v, k, return_attention_scores=True)
    return scramble(Model([q, v, k], [y, s])), {"q": floats(2, 3, 6), "v": floats(2, 5, 4), "k": -floats(2, 5, 6)}


@model
def attention_causal():
    x = Input((4, 6), name="x")
    return scramble(Model(x, L.MultiHeadAttention(2, 3)(x, x, use_causal_mask=True))), floats(2, 4, 6)


@model
def attention_masked():
    t = Input((5,), name="t", dtype="int32")
    e = L.Embedding(10, 6, mask_zero=True)(t)
    return scramble(Model(t, L.GlobalAveragePooling1D()(L.MultiHeadAttention(2, 3)(e, e)))), ids(3, 5)


@model
def attention_given_mask():
    x, m = Input((4, 6), name="x"), Input((4, 4), name="m", dtype="bool")
    mask = np.tril(np.ones((4, 4), bool))[None].repeat(2, 0)
    return scramble(Model([x, m], L.MultiHeadAttention(2, 3)(x, x, attention_mask=m))), {"x": floats(2, 4, 6), "m": mask}


@model
def attention_plain():
    q, v = Input((3, 4), name="q"), Input((5, 4), name="v")
    parts = [L.Attention(use_scale=True)([q, v]), L.AdditiveAttention()([q, v]), L.Attention(score_mode="concat")([q, v])]
    return scramble(Model([q, v], parts + [L.Attention()([q, v], return_attention_scores=True)[1]])), {"q": floats(2, 3, 4), "v": floats(2, 5, 4)}


@model
def attention_grouped():
    x = Input((4, 6), name="x")
    return scramble(Model(x, L.GroupQueryAttention(3, 4, 2)(x, x))), floats(2, 4, 6)


# Preprocessing.


@model
def preprocessing_numbers():
    x, n = Input((3,), name="x"), Input((1,), name="n")
    norm = L.Normalization()
    norm.adapt(floats(20, 3) * 3 + 1)
    bins = L.Discretization(num_bins=4, output_mode="one_hot")
    bins.adapt(floats(30, 1))
    given = L.Normalization(mean=[1.0, 2.0, 3.0], variance=[1.0, 4.0, 0.5])
    h = L.Concatenate()([norm(x), given(x), bins(n), L.Discretization([-0.5, 0.5], output_mode="multi_hot")(n)])
    return scramble_dense(Model([x, n], L.Dense(2)(h))), {"x": floats(4, 3), "n": floats(4, 1)}


def scramble_dense(m):
    for layer in m.layers:
        if isinstance(layer, (L.Dense, L.Embedding)):
            scramble(layer)
    return m


@model
def preprocessing_texts():
    city, tags = Input((1,), name="city", dtype="string"), Input((3,), name="tags", dtype="string")
    lookup = L.StringLookup()
    lookup.adapt(np.array(["oslo", "rome", "rome", "bern", "löv"]))
    multi = L.StringLookup(vocabulary=["red", "blue"], num_oov_indices=2, output_mode="multi_hot")
    h = L.Concatenate()([L.Flatten()(L.Embedding(6, 3)(lookup(city))), multi(tags)])
    texts = {"city": np.array([["rome"], ["paris"], ["bern"], ["löv"]], dtype=object), "tags": np.array([["red", "x", "blue"]] * 4, dtype=object)}
    return scramble_dense(Model([city, tags], L.Dense(2)(h))), texts


@model
def preprocessing_text_vectorization():
    x = Input((), name="x", dtype="string")
    tv = L.TextVectorization(max_tokens=20, output_sequence_length=5)
    tv.adapt(np.array(["The cat sat.", "The dog ran!", "a cat"]))
    return scramble_dense(Model(x, L.Dense(1)(L.GlobalAveragePooling1D()(L.Embedding(20, 3)(tv(x)))))), np.array(["the cat ran far", "Dog", "what is this now then"], dtype=object)


@model
def preprocessing_tf_idf():
    x = Input((), name="x", dtype="string")
    tv = L.TextVectorization(output_mode="tf_idf")
    tv.adapt(np.array(["the cat sat", "the dog ran", "a cat"]))
    return scramble_dense(Model(x, L.Dense(1)(tv(x)))), np.array(["the cat ran far", "dog"], dtype=object)


@model
def preprocessing_integers():
    x, y = Input((1,), name="x", dtype="int64"), Input((2,), name="y", dtype="int32")
    lookup = L.IntegerLookup(num_oov_indices=2)
    lookup.adapt(np.array([5, 5, 7, 100000000000]))
    h = L.Concatenate()(
        [L.Flatten()(L.Embedding(6, 2)(lookup(x))), L.CategoryEncoding(10, output_mode="multi_hot")(y), L.Flatten()(L.Embedding(7, 2)(L.Hashing(7, salt=3)(x)))]
    )
    return scramble_dense(Model([x, y], L.Dense(2)(h))), {"x": np.array([[5], [7], [100000000000], [8]], dtype="int64"), "y": ids(4, 2)}


@model
def preprocessing_sequential():
    lookup = L.StringLookup(vocabulary=["a", "b", "c"])
    m = Sequential([Input((1,), dtype="string"), lookup, L.Embedding(4, 3), L.Flatten(), L.Dense(1)])
    return scramble_dense(m), np.array([["a"], ["z"], ["c"]], dtype=object)


# Compiled and fitted.


def fitted(m, x, y, optimizer, loss="mse", epochs=2, **compiling):
    """After it is saved, the model is trained on; what it predicts then is recorded too."""
    m.compile(optimizer, loss, **compiling)
    m.fit(x, y, epochs=epochs, batch_size=4, shuffle=False, verbose=0)
    return m, x, y


def small():
    return scramble(Sequential([Input((3,)), L.Dense(4, activation="tanh"), L.BatchNormalization(), L.Dense(1)]))


def deep():
    """Weights of ranks 1 to 3, a frozen layer, and a model within, whose names hold no model's name in front."""
    x = Input((4, 3), name="x")
    inner = Sequential([Input((2,)), L.Dense(3, activation="tanh", name="hidden"), L.Dense(2, name="last", trainable=False)], name="inner")
    h = L.GlobalAveragePooling1D()(L.Conv1D(2, 2, name="window")(x))
    return scramble(Model(x, L.Dense(1, name="out")(inner(h))))


def fit_deep(optimizer):
    return fitted(deep(), floats(8, 4, 3), floats(8, 1), optimizer)


def fit_with(optimizer, **compiling):
    return fitted(small(), floats(8, 3), floats(8, 1), optimizer, **compiling)


O = keras.optimizers
OPTIMIZERS = dict(
    sgd=lambda: O.SGD(0.05),
    momentum=lambda: O.SGD(0.05, momentum=0.8, nesterov=True),
    adam=lambda: O.Adam(0.01),
    amsgrad=lambda: O.Adam(0.01, amsgrad=True),
    adamw=lambda: O.AdamW(0.01, weight_decay=0.02),
    adamax=lambda: O.Adamax(0.01),
    nadam=lambda: O.Nadam(0.01),
    adagrad=lambda: O.Adagrad(0.1),
    adadelta=lambda: O.Adadelta(0.5),
    rmsprop=lambda: O.RMSprop(0.01, momentum=0.5, centered=True),
    ftrl=lambda: O.Ftrl(0.1, l1_regularization_strength=0.01),
    lion=lambda: O.Lion(0.01),
    lamb=lambda: O.Lamb(0.01),
    adafactor=lambda: O.Adafactor(0.05),
    muon=lambda: O.Muon(0.05),
    ema=lambda: O.SGD(0.05, use_ema=True, ema_momentum=0.9),
    clipped=lambda: O.Adam(0.01, clipnorm=0.1),
    accumulated=lambda: O.SGD(0.05, momentum=0.5, gradient_accumulation_steps=2),
    scheduled=lambda: O.Adam(keras.optimizers.schedules.ExponentialDecay(0.02, 3, 0.5)),
    scaled=lambda: O.LossScaleOptimizer(O.SGD(0.05, momentum=0.5)),
)


def several(default, **patterns):
    return O.MultiOptimizer(O.OptimizerMap(default, {k.replace("__", "/"): v for k, v in patterns.items()}))


def _twice():
    one = O.Adam(0.02)
    return O.MultiOptimizer(O.OptimizerMap(O.SGD(0.05), {"window/.*": one, "hidden/kernel": one}))


# Of a model with others within.
DEEP = dict(
    deep_adafactor=lambda: O.Adafactor(O.schedules.ExponentialDecay(0.05, 3, 0.5)),
    deep_adafactor_average=lambda: O.Adafactor(0.05, use_ema=True, ema_momentum=0.8, gradient_accumulation_steps=2),
    deep_muon=lambda: O.Muon(0.05, exclude_layers=["window"]),
    deep_amsgrad=lambda: O.Adam(0.02, amsgrad=True, use_ema=True, ema_momentum=0.8),
    deep_centered=lambda: O.RMSprop(0.02, centered=True, weight_decay=0.01),
    deep_nadam=lambda: O.Nadam(0.02, use_ema=True, ema_momentum=0.8),
    deep_schedule=lambda: O.SGD(O.schedules.ExponentialDecay(0.1, 2, 0.5)),
    deep_scaled=lambda: O.LossScaleOptimizer(O.Adam(O.schedules.ExponentialDecay(0.05, 3, 0.5)), initial_scale=64.0, dynamic_growth_steps=2),
    several=lambda: several(O.SGD(0.05, momentum=0.5), window__bias=O.Adam(0.02), nobody=O.Adagrad(0.1), **{"hidden/.*": O.Adam(0.03)}),
    several_averages=lambda: several(O.RMSprop(0.01), **{".*/kernel": O.Adafactor(0.05, use_ema=True), "hidden/bias": O.Nadam(0.02)}),
    several_scaled=lambda: O.LossScaleOptimizer(several(O.SGD(0.05, momentum=0.5), **{".*/bias": O.Lion(0.01)})),
    several_sharing=_twice,
    several_with_models=lambda: several(O.SGD(0.05, momentum=0.5), **{"inner/.*": O.Adam(0.03)}),
)


def _register(name, make):
    def f():
        return fit_deep(make()) if name in DEEP else fit_with(make())

    f.__name__ = "fitted_" + name
    model(f)


for _name, _make in {**OPTIMIZERS, **DEEP}.items():
    _register(_name, _make)


@model
def compiled_outputs():
    x = Input((3,), name="x")
    h = L.Dense(4, activation="relu")(x)
    m = scramble(Model(x, {"a": L.Dense(1, activation="sigmoid", name="a")(h), "b": L.Dense(3, activation="softmax", name="b")(h)}))
    y = {"a": (floats(8, 1) > 0).astype("float32"), "b": ids(8, 1, most=2)}
    return fitted(
        m,
        floats(8, 3),
        y,
        "adam",
        loss={"a": "binary_crossentropy", "b": keras.losses.SparseCategoricalCrossentropy()},
        loss_weights={"a": 0.5, "b": 2.0},
        metrics={"a": ["accuracy", keras.metrics.AUC(name="auc")], "b": "sparse_categorical_accuracy"},
    )


@model
def compiled_lists():
    x = Input((3,), name="x")
    m = scramble(Model(x, [L.Dense(1, name="a")(x), L.Dense(2, name="b")(x)]))
    y = [floats(8, 1), floats(8, 2)]
    return fitted(m, floats(8, 3), y, O.RMSprop(0.01), loss=["mse", "mae"], loss_weights=[1.0, 0.3], metrics=[["mae"], ["mse", "mae"]], weighted_metrics=[[], ["mse"]])


@model
def compiled_embedding():
    t = Input((4,), name="t", dtype="int32")
    m = scramble(Model(t, L.Dense(1)(L.GlobalAveragePooling1D()(L.Embedding(10, 3)(t)))))
    return fitted(m, ids(8, 4), floats(8, 1), O.Adam(0.05))


@model
def compiled_frozen():
    m = Sequential([Input((3,)), L.Dense(4, trainable=False, name="still"), L.Dense(1)])
    return fitted(scramble(m), floats(8, 3), floats(8, 1), O.Adam(0.05))


# What has to be refused.


@keras.saving.register_keras_serializable(package="mine")
class Scale(L.Layer):
    def __init__(self, start=1.0, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, shape):
        self.factor = self.add_weight(shape=(shape[-1],), initializer=keras.initializers.Constant(self.start), name="factor")

    def call(self, x):
        return x * self.factor

    def get_config(self):
        return {**super().get_config(), "start": self.start}


@keras.saving.register_keras_serializable(package="mine")
def squared(x):
    return x * x


@model
def refused_custom_layer():
    return scramble(Sequential([Input((3,)), L.Dense(2), Scale(2.0, name="my_scale"), L.Dense(1)])), floats(2, 3)


@model
def refused_custom_function():
    return Sequential([Input((3,)), L.Dense(2, activation=squared)]), floats(2, 3)


@model
def refused_lambda():
    return Sequential([Input((3,)), L.Lambda(lambda x: x * 2, name="twice")]), floats(2, 3)


@model
def precision_mixed_float16():
    return Sequential([Input((3,)), L.Dense(2, dtype="mixed_float16", name="half")]), floats(2, 3)


@model
def refused_images():
    return Sequential([Input((8, 8, 3)), L.RandomFlip(name="flipper"), L.Flatten()]), floats(2, 8, 8, 3)


# Writing.


def encoded(value):
    value = np.asarray(value)
    kind = str(value.dtype)
    if kind == "object" or kind.startswith("<U"):
        return {"dtype": "string", "shape": list(value.shape), "data": [str(v) for v in value.ravel()]}
    data = [float("%.9g" % v) if "float" in kind else bool(v) if kind == "bool" else int(v) for v in value.ravel()]
    return {"dtype": kind, "shape": list(value.shape), "data": data}


def tensors(x):
    mixed = any(v.dtype == object for v in keras.tree.flatten(x))
    return keras.tree.map_structure(lambda v: as_tensor(v) if mixed else v, x)


def as_tensor(v):
    import tensorflow as tf

    return tf.constant(v.tolist()) if v.dtype == object else tf.constant(v)


def describe(m, x):
    tree = {}
    if x is None:
        return tree
    if isinstance(x, dict) and all(isinstance(v, np.ndarray) for v in x.values()):
        for name, value in x.items():
            tree["in_" + name] = encoded(value)
        tree["input_order"] = list(x)
    elif isinstance(x, (dict, list)):
        for t, value in zip(m.inputs, keras.tree.flatten(x)):
            tree["in_" + t.name] = encoded(value)
        tree["input_order"] = [t.name for t in m.inputs]
    else:
        tree["in_0"] = encoded(x)
    # What is traced joins steps that are rounded one by one otherwise.
    traced = any(layer.compute_dtype == "bfloat16" for layer in getattr(m, "layers", []))
    out = m.predict(x, verbose=0) if traced else m(tensors(x), training=False)
    for i, value in enumerate(keras.tree.flatten(out)):
        tree["out_%d" % i] = encoded(keras.ops.convert_to_numpy(value))
    tree["output_names"] = sorted(out) if isinstance(out, dict) else getattr(m, "output_names", None)
    return tree


def go_on(m, x, y, tree):
    """Records one more epoch after the file was written: labels, losses and metrics, predictions."""
    flat = [y[k] for k in sorted(y)] if isinstance(y, dict) else y if isinstance(y, list) else [y]
    for i, value in enumerate(flat):
        tree["y_%d" % i] = encoded(value)
    history = m.fit(x, y, epochs=1, batch_size=4, shuffle=False, verbose=0).history
    tree["history"] = {k: float(v[0]) for k, v in history.items()}
    for i, value in enumerate(keras.tree.flatten(m(tensors(x), training=False))):
        tree["then_%d" % i] = encoded(keras.ops.convert_to_numpy(value))


def pack(path):
    entries = []
    with zipfile.ZipFile(path) as z:
        entries = [(i.filename, z.read(i)) for i in z.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        for name, data in entries:
            z.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED, 9)


def as_saved(m, path):
    """What Keras itself makes of the file, if it can read it; but not where states would be lost."""
    try:
        return m if any(getattr(layer, "stateful", False) for layer in m.layers) else keras.models.load_model(path)
    except Exception as e:
        print("%s: Keras can't read it: %s" % (path, " ".join(str(e).split())[:100]))
        return m


def write(make, path, change=lambda path: None, more=lambda model, x: {}):
    """Saves a model, changes the file maybe, and writes beside it what Keras makes of inputs, and maybe more."""
    keras.utils.clear_session()
    keras.utils.set_random_seed(1)
    m, x, *labels = make()
    m.save(path)
    change(path)
    model = m if labels or x is None else as_saved(m, path)
    tree = describe(model, x)
    tree.update(more(model, x))
    if labels:
        go_on(m, x, labels[0], tree)
    with open(os.path.splitext(path)[0] + ".json", "w") as f:
        json.dump(tree, f)


def write_drawn(models, folder, more=lambda model, x: {}):
    """Writes models that were drawn at random, pairs of names and functions that make them, and tells which Keras refuses."""
    os.makedirs(folder, exist_ok=True)
    refused = {}
    for name, make in models:
        path = os.path.join(folder, name + ".keras")
        try:
            write(make, path, more=more)
        except Exception as e:
            if os.path.exists(path):
                os.remove(path)
            refused[name] = " ".join(str(e).split())[:160]
    print(len(refused), "refused by Keras", file=sys.stderr)
    for name, why in refused.items():
        print("  ", name, why, file=sys.stderr)


def main(prefix=""):
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "../resources/keras")
    os.makedirs(folder, exist_ok=True)
    for name, make in MODELS.items():
        if not name.startswith(prefix):
            continue
        if len(sys.argv) > 2 and name not in sys.argv[2:]:
            continue
        try:
            write(make, os.path.join(folder, name + ".keras"), (lambda path: None) if name.startswith("stored") else pack)
        except Exception as e:  # an older Keras lacks a layer
            print("%s: %r" % (name, e))


if __name__ == "__main__":
    main()
