"""Writes models of kinds that random_models.py doesn't draw, each with options drawn at random: how models lie within
models, how layers are called, what they take and give, preprocessing, policies, states, and how they were compiled.

    python varied_models.py FOLDER [--draws 3] [--seed 0] [--only WORD]

Some are trained a little first; NAME.json then says what one more epoch makes of them. Wants TensorFlow's backend.
"""

import argparse
import random

import keras
import numpy as np
from keras import Input, Model, Sequential, layers as L, ops

from make_keras_files import OPTIMIZERS, floats, ids, scramble, write_drawn

r = random.Random(0)
KINDS = {}


def kind(make):
    """Registers a function that draws a model, inputs and maybe labels to train it on."""
    KINDS[make.__name__] = make
    return make


def maybe(p=0.5):
    return r.random() < p


def pick(*of):
    return r.choice(of)


def words(*shape):
    return np.array([pick("a", "b", "cat", "Dog", "é", "unknown", "") for _ in range(int(np.prod(shape)))], dtype=object).reshape(shape)


# Models within models.


@kind
def sequential_in_functional():
    x = Input((5,), name=pick("x", "in put", "a.b"))
    inner = Sequential([Input((5,)), L.Dense(4, activation="relu"), L.Dropout(0.1), L.Dense(3)] if maybe() else [L.Dense(4), L.LayerNormalization()], name=pick("seq", "Seq", "inner_1"))
    h = inner(x)
    if maybe():
        h = L.Concatenate()([h, inner(x * 2)])
    return scramble(Model(x, L.Dense(2)(h), name=pick("m", "functional_3"))), floats(3, 5)


@kind
def functional_in_sequential():
    a = Input((4, 3))
    h = L.Conv1D(3, 2, padding="same")(a)
    inner = Model(a, L.Add()([h, a]))
    layers = [inner, L.GlobalAveragePooling1D(), L.Dense(2)]
    return scramble(Sequential(([Input((4, 3))] if maybe() else []) + ([L.Activation("tanh")] if maybe() else []) + layers)), floats(2, 4, 3)


@kind
def sequential_in_sequential_in_functional():
    s = Sequential([Sequential([L.Dense(3), L.BatchNormalization()]), Sequential([L.Dense(3, activation="tanh")])])
    x = Input((3,))
    return scramble(Model(x, [s(x), s(s(x))])), floats(3, 3)


@kind
def shared_many_times():
    d, n = L.Dense(4, activation=pick("tanh", "gelu")), L.LayerNormalization()
    x, y = Input((4,), name="x"), Input((4,), name="y")
    h = x
    for _ in range(r.randint(2, 5)):
        h = n(d(h)) + y
    return scramble(Model([x, y], [h, d(y)])), {"x": floats(3, 4), "y": floats(3, 4) * 0.5}


@kind
def shared_embedding_with_mask():
    e = L.Embedding(10, 4, mask_zero=True)
    a, b = Input((5,), dtype="int32", name="a"), Input((None,), dtype="int64", name="b")
    rnn = pick(L.LSTM, L.GRU, L.SimpleRNN)(3, return_sequences=maybe(0.0))
    return scramble(Model({"a": a, "b": b}, L.Dot(-1, normalize=maybe())([rnn(e(a)), rnn(e(b))]))), {"a": ids(3, 5), "b": ids(3, 4).astype("int64")}


@kind
def model_of_layers_of_another():
    x = Input((4,), name="x")
    h = L.Dense(3, name="h")(x)
    whole = Model(x, L.Dense(2, name="o")(h))
    part = Model(whole.input, whole.get_layer("h").output, name="part")
    z = Input((4,), name="z")
    return scramble(Model(z, L.Concatenate()([part(z), whole(z)]))), floats(3, 4)


@kind
def sequential_of_one():
    return scramble(Sequential([Input((3,)), pick(L.Dense(2), L.Flatten(), L.Activation("relu"), L.Rescaling(2.0))])), floats(3, 3)


@kind
def functional_identity():
    x = Input((3,), name="x")
    return Model(x, pick(x, [x, x], {"y": x})), floats(2, 3)


@kind
def sequential_built_by_call():
    m = Sequential([L.Dense(3, activation="relu"), L.Dense(2)], name=pick("s", None))
    m(floats(2, 4))
    return scramble(m), floats(2, 4)


@kind
def sequential_built_by_shape():
    m = pick(lambda: Sequential([L.Embedding(10, 3), L.GRU(2)]), lambda: Sequential([L.Embedding(10, 3, mask_zero=True), L.LSTM(2), L.Dense(1)]))()
    m.build((None, 5))
    return scramble(m), ids(3, 5)


@kind
def sequential_built_sequences():
    m = Sequential([L.Masking(), L.Bidirectional(L.LSTM(2, return_sequences=True)), L.TimeDistributed(L.Dense(2))])
    m.build((None, None, 3))
    x = floats(2, 4, 3)
    x[0, 2:] = 0
    return scramble(m), x


@kind
def sequential_batch_shape():
    return scramble(Sequential([Input(batch_shape=(pick(None, 2), 3)), L.Dense(2), L.Reshape((2, 1)), L.GRU(2)])), floats(2, 3)


# Names.


@kind
def names():
    a = pick("a/b", "x:0", "with space", "Ünïcode", "层", "dense", "layers", "vars", "0", "-", "a.b.c", "kernel", "UPPER", "_private")
    b = pick("a_b", "dense_1", "bias", "層", "1", "CamelCase", "lstm/cell", "trailing_")
    x = Input((4,), name=pick("x", "ein gang", "é", "input_layer_7"))
    h = L.Dense(3, name=a)(x)
    inner = Sequential([Input((3,)), L.Dense(3, name=a), L.Dense(2, name="z" + b)], name=b)
    return scramble(Model(x, {pick("out", "o/1", "é"): inner(h), "second": L.Dense(1, name="c" + b)(h)}, name=pick("m/m", "模", "model"))), floats(3, 4)


@kind
def classes_with_digits():
    x = Input((6, 4), name="x")
    hs = [L.Conv1D(2, 2, padding="same"), L.Conv1DTranspose(2, 2, padding="same"), L.Conv1D(2, 3, padding="causal"), L.SeparableConv1D(2, 2, padding="same"), L.DepthwiseConv1D(2, padding="same"), L.GRU(2, return_sequences=True), L.GRU(2, return_sequences=True, reset_after=False)]
    r.shuffle(hs)
    return scramble(Model(x, L.Concatenate()([h(x) for h in hs]))), floats(2, 6, 4)


# Inputs and outputs.


@kind
def structured():
    a, b, c = Input((2,), name="a"), Input((3,), name="b"), Input((2,), name="c")
    h = L.Concatenate()([a, b, c])
    y, z = L.Dense(2)(h), L.Dense(1)(h)
    inputs = pick([a, b, c], [c, a, b], (a, b, c), {"c": c, "b": b, "a": a}, {"z": a, "y": b, "x": c}, {"p": [a, b], "q": c}, [a, [b, c]], [{"u": a, "t": b}, c])
    outputs = pick([y, z], [z, y], (y,), {"z": z, "y": y}, {"b": {"d": y, "c": z}}, [y, [z, h]], {"k": [z, y]}, [[y]], {"only": y})
    x = {"a": floats(3, 2), "b": floats(3, 3), "c": floats(3, 2) + 1}
    given = keras.tree.map_structure(lambda t: x[t.name], inputs)
    return scramble(Model(inputs, outputs)), given


@kind
def inner_structured():
    a, b = Input((3,), name="a"), Input((3,), name="b")
    inner = Model(pick([a, b], {"b": b, "a": a}, {"n": a, "m": b}), pick({"s": L.Add()([L.Dense(3)(a), b]), "d": L.Subtract()([a, b])}, [L.Dense(2)(a), L.Dense(2)(b)]), name="inner")
    x, y = Input((3,), name="x"), Input((3,), name="y")
    keys = list(inner.input) if isinstance(inner.input, dict) else None
    out = inner({keys[0]: y, keys[1]: x} if keys else [x, y])
    outs = keras.tree.flatten(out)
    return scramble(Model([x, y], L.Concatenate()(outs + [x]))), {"x": floats(2, 3), "y": floats(2, 3) * 2}


@kind
def optional_inputs():
    a, b = Input((3,), name="a"), Input((3,), name="b", optional=True)
    return scramble(Model([a, b], L.Add()([L.Dense(3)(a), b]))), {"a": floats(2, 3), "b": floats(2, 3)}


@kind
def scalars_a_row():
    a, b = Input((), name="a"), Input((), name="b", dtype=pick("int32", "int64", "float32", "bool", "uint8"))
    h = ops.expand_dims(a, -1)
    k = ops.one_hot(ops.cast(b, "int32"), 4)
    return scramble(Model([a, b], L.Dense(2)(ops.concatenate([h, k], axis=-1)))), {"a": floats(4), "b": np.array([0, 1, 1, 0]).astype(b.dtype)}


# Calls.


@kind
def attention_keywords():
    q, v = Input((4, 6), name="q"), Input((5, 6), name="v")
    m = pick(L.MultiHeadAttention(2, 3, value_dim=pick(None, 2), output_shape=pick(None, 4), use_bias=maybe(), dropout=0.1), L.GroupQueryAttention(3, 4, 2))
    how = r.randrange(5)
    if how == 0:
        y = m(query=q, value=v, key=v)
    elif how == 1:
        y = m(q, value=v, return_attention_scores=True)
    elif how == 2:
        y = m(q, v, key=v * 2)
    elif how == 3:
        y = m(value=v, query=q, attention_mask=ops.cast(ops.ones((1, 4, 5)), "bool"))
    else:
        y = m(q, q, use_causal_mask=True)
    return scramble(Model([q, v], keras.tree.flatten(y))), {"q": floats(2, 4, 6), "v": floats(2, 5, 6) * 0.7}


@kind
def attention_classic():
    q, v, k = Input((4, 3), name="q"), Input((5, 3), name="v"), Input((5, 3), name="k")
    layer = pick(L.Attention(use_scale=maybe(), score_mode=pick("dot", "concat")), L.AdditiveAttention(use_scale=maybe()))
    y = pick(lambda: layer([q, v]), lambda: layer([q, v, k]), lambda: layer([q, v], return_attention_scores=True), lambda: layer(inputs=[q, q], use_causal_mask=True), lambda: layer([q, v], mask=[None, ops.any(v > -0.5, axis=-1)]))()
    return scramble(Model([q, v, k], keras.tree.flatten(y))), {"q": floats(2, 4, 3), "v": floats(2, 5, 3) * 0.7, "k": floats(2, 5, 3) * 1.3}


@kind
def states_between():
    x = Input((4, 3), name="x")
    c = pick(L.LSTM, L.GRU, L.SimpleRNN)
    y, *s = c(2, return_state=True, return_sequences=maybe())(x)
    out = c(2, return_sequences=maybe(), go_backwards=maybe())(x, initial_state=s if len(s) > 1 or maybe() else s[0])
    return scramble(Model(x, [y, out] + (s if maybe() else []))), floats(2, 4, 3)


@kind
def states_of_inputs():
    x, h, c = Input((4, 3), name="x"), Input((2,), name="h"), Input((2,), name="c")
    f = pick(lambda: L.LSTM(2, return_state=True, return_sequences=True)(x, initial_state=[h, c]), lambda: L.GRU(2, return_state=True)(x, initial_state=h), lambda: L.RNN([L.GRUCell(2), L.SimpleRNNCell(2)], return_state=True)(x, initial_state=[h, c]),
             lambda: L.Bidirectional(L.GRU(2, return_sequences=True))(x, initial_state=[h, c]), lambda: L.Bidirectional(L.LSTM(2, return_state=True), merge_mode=pick("sum", "concat", "mul"))(x, initial_state=[h, c, c, h]), lambda: L.RNN(L.LSTMCell(2))(x, initial_state=[h, c]))
    return scramble(Model([x, h, c], keras.tree.flatten(f()))), {"x": floats(2, 4, 3), "h": floats(2, 2), "c": floats(2, 2) * 0.3}


@kind
def bidirectional():
    f = pick(L.LSTM, L.GRU, L.SimpleRNN)
    sequences = maybe()
    back = pick(None, f(pick(2, 3), go_backwards=True, return_sequences=sequences, activation=pick("tanh", "relu")), L.GRU(2, go_backwards=True, return_sequences=sequences, name="other"))
    x = Input((pick(4, None), 3), name="x")
    h = L.Masking(-1.0)(x) if maybe(0.3) else x
    y = L.Bidirectional(f(2, return_sequences=sequences), backward_layer=back, merge_mode="concat")(h)
    v = floats(2, 4, 3)
    v[1, 3] = -1
    return scramble(Model(x, y)), v


@kind
def stacked_cells():
    cells = [pick(lambda: L.LSTMCell(2), lambda: L.GRUCell(3, reset_after=maybe()), lambda: L.SimpleRNNCell(2, activation="relu", use_bias=maybe()))() for _ in range(r.randint(1, 3))]
    x = Input((4, 3), name="x")
    y = L.RNN(pick(cells, L.StackedRNNCells(cells)), return_sequences=maybe(), return_state=maybe(), go_backwards=maybe(0.3), unroll=maybe(0.3))(x)
    return scramble(Model(x, keras.tree.flatten(y))), floats(2, 4, 3)


@kind
def recurrent_settings():
    c = pick(lambda: L.LSTM(3, unit_forget_bias=maybe(), recurrent_dropout=pick(0.0, 0.2), dropout=0.1, use_bias=maybe(), recurrent_activation=pick("sigmoid", "hard_sigmoid"), activation=pick("tanh", "relu", "linear"), kernel_regularizer="l2", seed=3),
             lambda: L.GRU(3, reset_after=maybe(), bias_initializer="ones", recurrent_constraint="unit_norm", return_sequences=True), lambda: L.SimpleRNN(3, activity_regularizer=keras.regularizers.L1L2(0.1, 0.2), recurrent_initializer="identity"),
             lambda: L.ConvLSTM1D(2, 2, padding="same", return_sequences=maybe()) if maybe(0.0) else L.LSTM(2, zero_output_for_mask=True, return_sequences=True))()
    x = Input((4, 3), name="x")
    return scramble(Model(x, c(L.Masking(0.0)(x) if maybe() else x))), floats(2, 4, 3)


@kind
def stateful():
    c = pick(L.LSTM, L.GRU, L.SimpleRNN)
    x = Input(batch_shape=(2, pick(3, None), 2), name="x")
    return scramble(Model(x, L.Dense(2)(c(2, stateful=True, return_sequences=maybe())(x)))), floats(2, 3, 2)


@kind
def time_distributed():
    x = Input((3, 4, 2), name="x")
    inner = pick(L.Conv1D(2, 2), L.LSTM(2), L.Flatten(), L.Dense(3), Sequential([Input((4, 2)), L.Flatten(), L.Dense(2)]), L.TimeDistributed(L.Dense(2)), L.GlobalMaxPooling1D(), L.LayerNormalization(), L.Bidirectional(L.GRU(2)), L.BatchNormalization())
    return scramble(Model(x, L.TimeDistributed(inner)(x))), floats(2, 3, 4, 2)


@kind
def masks_given():
    x, m = Input((4, 3), name="x"), Input((4,), name="m", dtype="bool")
    layer = pick(L.LSTM(2), L.GRU(2, return_sequences=True), L.GlobalAveragePooling1D(), L.Bidirectional(L.GRU(2)), L.Softmax(axis=1) if False else L.SimpleRNN(2), L.LayerNormalization(), L.BatchNormalization())
    return scramble(Model([x, m], layer(x, mask=m))), {"x": floats(2, 4, 3), "m": np.array([[1, 1, 0, 0], [1, 1, 1, 1]], bool)}


@kind
def masks_through():
    i = Input((5,), dtype="int32", name="i")
    h = L.Embedding(10, 4, mask_zero=True)(i)
    for _ in range(r.randint(1, 3)):
        h = pick(L.Dense(4), L.Dropout(0.2), L.LayerNormalization(), L.Activation("relu"), L.SpatialDropout1D(0.1), L.Conv1D(4, 2, padding="same"), L.BatchNormalization(), L.Rescaling(0.5), L.PReLU(shared_axes=[1]), L.UnitNormalization(), L.Identity(), L.GroupNormalization(2), L.RMSNormalization())(h)
    h = pick(lambda: L.LSTM(3)(h), lambda: L.GlobalAveragePooling1D()(h), lambda: L.MultiHeadAttention(1, 2)(h, h), lambda: L.Attention()([h, h]), lambda: L.Flatten()(h), lambda: L.GlobalMaxPooling1D()(h), lambda: L.Softmax()(h), lambda: L.Concatenate()([h, h * 2]), lambda: L.Add()([h, L.Embedding(10, 4)(i)]), lambda: L.Lambda(lambda t: t)(h) if False else ops.sum(h, axis=1))()
    return scramble(Model(i, h)), ids(3, 5)


@kind
def constants():
    x = Input((3,), name="x")
    y = pick(lambda: L.Add()([x, ops.ones((1, 3))]), lambda: L.Concatenate()([x, ops.zeros_like(x)]), lambda: x + np.array([1.0, 2.0, 3.0], "float32"), lambda: L.Multiply()([x, x * np.float32(2)]), lambda: ops.where(x > np.float64(0.1), x, np.float16(0.5)), lambda: x @ np.ones((3, 2), "float32"), lambda: ops.matmul(np.eye(3, dtype="float32"), ops.transpose(x)), lambda: ops.add(x, np.array([1, 2, 3])), lambda: ops.take(np.arange(12, dtype="float32").reshape(4, 3), ops.cast(ops.abs(x) * 3, "int32"), axis=0), lambda: ops.einsum("ab,bc->ac", x, np.ones((3, 2), "float32")))()
    return Model(x, L.Dense(2)(y) if maybe() and len(y.shape) == 2 else y), floats(4, 3)


@kind
def operators():
    x, y = Input((3,), name="x"), Input((3,), name="y")
    z = pick(lambda: abs(x) ** 2 // 0.3, lambda: -x / (y + 3), lambda: (x > y) | ~(x < 0.2), lambda: x % 0.4 - 1, lambda: 2 ** x, lambda: (x == y) ^ (x != 0), lambda: x[:, ::-1] * y[:, 1:2], lambda: x[..., None] @ y[:, None], lambda: ops.stack([x, y], 1)[:, 1, :2], lambda: 1 - x + 2 * y, lambda: divmod(x, 0.5)[0] if False else x.__rsub__(1.0), lambda: x <= y, lambda: x >= 0, lambda: ops.cast(x, "float16"), lambda: ops.cast(x, "int32") // 2)()
    return Model([x, y], z), {"x": floats(4, 3), "y": floats(4, 3)[::-1].copy()}


# Settings.


@kind
def initializers_and_others():
    d = L.Dense(3, kernel_initializer=pick("he_normal", keras.initializers.RandomUniform(-1, 1, seed=2), keras.initializers.VarianceScaling(2.0, "fan_avg", "uniform"), keras.initializers.Orthogonal(0.5), keras.initializers.Constant(0.3), keras.initializers.IdentityInitializer(), keras.initializers.TruncatedNormal(stddev=0.2), "lecun_uniform", keras.initializers.STFT() if False else "glorot_normal"),
                bias_initializer=pick("zeros", keras.initializers.Constant([1.0, 2.0, 3.0]) if False else "ones", "random_normal"), kernel_regularizer=pick(None, "l1", keras.regularizers.L2(0.3), keras.regularizers.OrthogonalRegularizer(0.1)), kernel_constraint=pick(None, "non_neg", keras.constraints.MaxNorm(2, axis=0), keras.constraints.MinMaxNorm(0.1, 1.0, 0.5, 0)), activity_regularizer=pick(None, "l2"), trainable=maybe(0.7))
    e = L.Embedding(10, 3, embeddings_initializer=pick("uniform", keras.initializers.Constant(0.1), "zeros"), embeddings_constraint=pick(None, "unit_norm"), weights=None if maybe() else [floats(10, 3)])
    i = Input((2,), name="i", dtype="int32")
    return scramble(Model(i, d(L.Flatten()(e(i))))), ids(3, 2)


@kind
def activations():
    a = pick("relu", "relu6", "leaky_relu", "selu", "elu", "celu", "gelu", "silu", "swish", "mish", "softplus", "softsign", "tanh", "sigmoid", "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh", "hard_shrink", "soft_shrink", "tanh_shrink", "threshold" if False else "squareplus", "sparse_plus", "sparse_sigmoid", "exponential", "linear", "log_softmax", "log_sigmoid", "softmax", "sparsemax", "glu" if False else "relu")
    x = Input((4,), name="x")
    f = getattr(keras.activations, a)
    layer = pick(lambda: L.Dense(4, activation=a), lambda: L.Dense(4, activation=f), lambda: L.Activation(f), lambda: L.Activation(L.LeakyReLU(0.2)), lambda: L.Dense(3, activation=L.PReLU() if False else L.ELU(0.3)), lambda: L.Dense(4, activation=getattr(ops, a, f)), lambda: L.Softmax(axis=pick(-1, 1, [1])), lambda: L.ReLU(max_value=pick(None, 0.7), negative_slope=pick(0.0, 0.1), threshold=pick(0.0, 0.2)))()
    return scramble(Model(x, layer(x))), floats(3, 4)


@kind
def normalizations():
    x = Input((4, 6), name="x")
    n = pick(L.BatchNormalization(axis=pick(-1, 1, 2), center=maybe(), scale=maybe(), momentum=0.9), L.LayerNormalization(axis=pick(-1, [1, 2], 1, (2,)), center=maybe(), scale=maybe(), rms_scaling=False), L.GroupNormalization(pick(1, 2, 3, -1), axis=pick(-1, 2), scale=maybe()), L.RMSNormalization(axis=pick(-1, 1)), L.UnitNormalization(axis=pick(-1, 1, (1, 2))), L.SpectralNormalization(L.Dense(2), power_iterations=2))
    return scramble(Model(x, n(x))), floats(3, 4, 6)


@kind
def reshaping():
    x = Input((4, 6), name="x")
    h = pick(L.Reshape((-1, 3)), L.Reshape((2, 2, 6)), L.Permute((2, 1)), L.Flatten(), L.Cropping1D((1, 2)), L.ZeroPadding1D(2), L.ZeroPadding1D((0, 3)), L.UpSampling1D(3), L.RepeatVector(3) if False else L.Reshape((24,)), L.Cropping1D(1), L.Flatten(data_format="channels_first"))(x)
    return Model(x, h), floats(2, 4, 6)


@kind
def convolutions():
    x = Input((8, 4), name="x")
    c = pick(L.Conv1D(4, 3, strides=2, groups=2, padding=pick("same", "valid")), L.Conv1D(3, 2, dilation_rate=2, padding="causal", use_bias=False), L.Conv1DTranspose(2, 3, strides=pick(1, 2), padding=pick("same", "valid"), output_padding=None), L.SeparableConv1D(3, 2, depth_multiplier=2), L.DepthwiseConv1D(3, depth_multiplier=2, strides=2), L.Conv1D(2, 3, data_format="channels_first"), L.MaxPooling1D(3, strides=2, padding="same"), L.AveragePooling1D(2, padding="same"), L.GlobalMaxPooling1D(keepdims=True), L.MaxPooling1D(2, data_format="channels_first"), L.GlobalAveragePooling1D(data_format="channels_first"), L.AdaptiveAveragePooling1D(3) if hasattr(L, "AdaptiveAveragePooling1D") else L.MaxPooling1D(2))
    return scramble(Model(x, c(x))), floats(2, 8, 4)


@kind
def images():
    x = Input((6, 6, 2), name="x")
    c = pick(L.Conv2D(3, (2, 3), strides=(2, 1), padding=pick("same", "valid")), L.Conv2DTranspose(2, 3, strides=2, padding="same"), L.DepthwiseConv2D(2, depth_multiplier=2), L.SeparableConv2D(2, 2), L.MaxPooling2D(2), L.AveragePooling2D(3, padding="same"), L.ZeroPadding2D(((1, 0), (2, 1))), L.Cropping2D(1), L.UpSampling2D(2, interpolation=pick("nearest", "bilinear")), L.GlobalMaxPooling2D(), L.SpatialDropout2D(0.1), L.BatchNormalization())
    return scramble(Model(x, c(x))), floats(2, 6, 6, 2)


@kind
def einsums():
    x = Input((4, 6), name="x")
    e = pick(L.EinsumDense("abc,cd->abd", (None, 5), bias_axes="d"), L.EinsumDense("...x,xy->...y", 5, bias_axes="y", activation="relu"), L.EinsumDense("abc,bd->adc", (3, 6)), L.EinsumDense("abc,cde->abde", (4, 2, 3), bias_axes="de"), L.EinsumDense("abc,bcd->ad", 3, bias_axes="d"))
    return scramble(Model(x, e(x))), floats(2, 4, 6)


# Numbers of other types.


@kind
def policies():
    p = pick("mixed_float16", "mixed_bfloat16", "float64", "float32", keras.DTypePolicy("mixed_float16"), "bfloat16", "float16")
    x = Input((4,), name="x")
    h = L.Dense(4, activation="relu", dtype=p)(x)
    h = pick(lambda: L.Dropout(0.2, dtype=p)(h), lambda: L.Activation("relu", dtype=p)(h), lambda: h, lambda: L.Dense(4, dtype=p)(h))()
    return scramble(Model(x, L.Dense(2, dtype="float32")(h))), floats(3, 4)


@kind
def policy_of_all():
    old = keras.config.dtype_policy()
    keras.config.set_dtype_policy(pick("mixed_bfloat16", "mixed_float16", "float64"))
    try:
        x = Input((4,), name="x")
        m = Model(x, L.Dense(2, dtype=pick("float32", None))(L.Dense(3, activation="tanh")(x)))
    finally:
        keras.config.set_dtype_policy(old)
    return scramble(m), floats(3, 4)


@kind
def quantized():
    x = Input((6, 8), name="x")
    i = Input((3,), name="i", dtype="int32")
    h = L.Dense(6, activation="relu")(x)
    h = L.EinsumDense("abc,cd->abd", (None, 5), bias_axes="d")(h)
    e = L.Embedding(10, 5, mask_zero=maybe())(i)
    m = scramble(Model([x, i], [L.GlobalMaxPooling1D()(h), L.Flatten()(e), L.ReversibleEmbedding(9, 4)(i)]))
    mode = pick("int8", "int4", keras.quantizers.Int4QuantizationConfig(block_size=pick(None, 2, 4)))
    m.quantize(mode) if isinstance(mode, str) else m.quantize(config=mode)
    return m, {"x": floats(2, 6, 8), "i": ids(2, 3)}


@kind
def float8():
    x = Input((16,), name="x")
    m = Model(x, L.Dense(16)(L.EinsumDense("ab,bc->ac", 16, bias_axes="c", activation="relu")(x)))
    if maybe():
        m.compile("sgd", "mse")
    m.quantize("float8")
    if m.optimizer is not None:
        m.fit(floats(32, 16) * 3, floats(32, 16), epochs=2, verbose=0)
    return m, floats(3, 16)


@kind
def lora():
    d, e = L.Dense(3), L.Embedding(10, 4)
    i = Input((2,), name="i", dtype="int32")
    m = scramble(Model(i, d(L.Flatten()(e(i)))))
    d.enable_lora(2, lora_alpha=pick(None, 3))
    if maybe():
        e.enable_lora(1)
    return scramble(m), ids(3, 2)


# Preprocessing.


@kind
def string_lookup():
    v = ["a", "b", "cat", "Dog", "é"]
    mode = pick("int", "one_hot", "multi_hot", "count", "tf_idf")
    more = dict(idf_weights=[0.1, 0.2, 0.3, 0.4, 0.5]) if mode == "tf_idf" else {}
    mask = pick(None, "", "[M]")
    layer = L.StringLookup(vocabulary=v, output_mode=mode, num_oov_indices=pick(1, 2, 3), mask_token=mask if mode == "int" else None, oov_token="[OOV]", pad_to_max_tokens=False, **more)
    x = Input((3,) if mode != "one_hot" else (1,), name="x", dtype="string")
    h = layer(x)
    return Model(x, L.Embedding(layer.vocabulary_size(), 2)(h) if mode == "int" else h), words(4, x.shape[1])


@kind
def string_lookup_adapted():
    layer = L.StringLookup(max_tokens=pick(None, 4, 20), output_mode=pick("int", "multi_hot"), invert=False)
    layer.adapt(words(40))
    return Sequential([Input((2,), dtype="string"), layer]), words(4, 2)


@kind
def lookup_inverted():
    layer = L.StringLookup(vocabulary=["a", "b", "cat"], invert=True)
    x = Input((2,), dtype="int64", name="x")
    back = L.StringLookup(vocabulary=["cat", "a"])(layer(x))
    return Model(x, back), (ids(3, 2, most=3)).astype("int64")


@kind
def integer_lookup():
    mode = pick("int", "one_hot", "multi_hot", "count")
    layer = L.IntegerLookup(vocabulary=[3, 5, 7, 1000], num_oov_indices=pick(1, 2), mask_token=pick(None, 0) if mode == "int" else None, oov_token=-1, output_mode=mode)
    x = Input((1,) if mode == "one_hot" else (3,), name="x", dtype=pick("int32", "int64"))
    return Model(x, layer(x)), ids(4, x.shape[1]).astype(x.dtype)


@kind
def hashing():
    x = Input((2,), name="x", dtype=pick("string", "int64"))
    layer = L.Hashing(7, mask_value=pick(None, "a" if x.dtype == "string" else 3), salt=pick(None, 5, [7, 11]), output_mode=pick("int", "multi_hot", "count"))
    return Model(x, layer(x)), words(4, 2) if x.dtype == "string" else ids(4, 2).astype("int64")


@kind
def crossing():
    a, b = Input((1,), name="a", dtype="string"), Input((1,), name="b", dtype="string")
    return Model([a, b], L.HashedCrossing(9, output_mode=pick("int", "one_hot"))((a, b))), {"a": words(5, 1), "b": words(5, 1)}


@kind
def category_encoding():
    mode = pick("one_hot", "multi_hot", "count")
    x = Input((1,) if mode == "one_hot" else (3,), name="x", dtype="int32")
    return Model(x, L.CategoryEncoding(10, output_mode=mode)(x)), ids(4, x.shape[1])


@kind
def discretization():
    layer = L.Discretization(bin_boundaries=[-0.5, 0.0, 0.3], output_mode=pick("int", "one_hot" if False else "multi_hot", "count")) if maybe() else L.Discretization(num_bins=4, epsilon=0.05, output_mode="int")
    if layer.bin_boundaries is None:
        layer.adapt(floats(50, 1))
    x = Input((2,), name="x")
    return Model(x, layer(x)), floats(4, 2)


@kind
def normalization():
    layer = pick(lambda: L.Normalization(axis=pick(-1, None, 1)), lambda: L.Normalization(mean=[1.0, 2.0, 3.0], variance=[2.0, 0.5, 1.0], invert=maybe()), lambda: L.Normalization(mean=0.3, variance=2.0, axis=None))()
    if layer.input_mean is None:
        layer.adapt(floats(50, 3) * 3)
    x = Input((3,), name="x")
    return scramble_dense(Model(x, L.Dense(2)(layer(x)))), floats(4, 3)


def scramble_dense(m):
    for layer in m.layers:
        if isinstance(layer, L.Dense):
            layer.set_weights([floats(*w.shape) for w in layer.get_weights()])
    return m


@kind
def text_vectorization():
    mode = pick("int", "multi_hot", "count", "tf_idf")
    layer = L.TextVectorization(max_tokens=pick(None, 12), standardize=pick("lower_and_strip_punctuation", "lower", "strip_punctuation", None), split=pick("whitespace", "character", None) if maybe(0.3) else "whitespace", ngrams=pick(None, 2, (1, 3)), output_mode=mode, output_sequence_length=pick(None, 5) if mode == "int" else None, pad_to_max_tokens=maybe(0.3) if mode != "int" else False)
    data = np.array(["The cat sat on the mat.", "A dog, a cat!", "the Dog sat", "é ü cat  mat", ""], dtype=object)
    layer.adapt(data)
    x = Input((1,), name="x", dtype="string") if maybe() else Input((), name="x", dtype="string")
    given = data if len(x.shape) == 1 else data[:, None]
    return Model(x, layer(x)), given


@kind
def text_vectorization_given():
    layer = L.TextVectorization(vocabulary=["the", "cat", "sat", "the cat"], ngrams=pick(None, 2), output_sequence_length=4, standardize=pick("lower", "lower_and_strip_punctuation"))
    m = Sequential([Input((1,), dtype="string"), layer, L.Embedding(layer.vocabulary_size(), 3, mask_zero=True), L.GlobalAveragePooling1D(), L.Dense(1)])
    return scramble(m), np.array([["The cat sat"], ["on the mat"], ["cat cat, cat cat cat"]], dtype=object)


@kind
def feature_pipeline():
    c, n, k = Input((1,), name="color", dtype="string"), Input((1,), name="number"), Input((1,), name="kind", dtype="int64")
    e = L.Flatten()(L.Embedding(6, 3)(L.StringLookup(vocabulary=["a", "b", "cat"])(c)))
    o = L.CategoryEncoding(4, output_mode="one_hot")(L.IntegerLookup(vocabulary=[1, 2, 3])(k))
    z = L.Normalization(mean=0.2, variance=1.5, axis=None)(n)
    q = L.Discretization(bin_boundaries=[0.0, 0.5], output_mode="one_hot")(n)
    h = L.Concatenate()([e, o, z, q])
    return scramble_dense(Model({"color": c, "number": n, "kind": k}, L.Dense(2, activation="softmax")(h))), {"color": words(4, 1), "number": floats(4, 1), "kind": ids(4, 1, most=4).astype("int64")}


# Compiled and trained.


def trained_model():
    x = Input((3,), name="x")
    h = L.Dense(4, activation="tanh", name="hidden")(x)
    h = pick(lambda: h, lambda: L.BatchNormalization()(h), lambda: Sequential([Input((4,)), L.Dense(4, name="deep")], name="inner")(h), lambda: L.LayerNormalization()(h))()
    return scramble(Model(x, L.Dense(1, name="out")(h)))


@kind
def optimizers():
    name = pick(*sorted(OPTIMIZERS))
    o = OPTIMIZERS[name]()
    m = trained_model()
    if maybe(0.3):
        m.get_layer("hidden").trainable = False
    m.compile(o, loss=pick("mse", "mae", keras.losses.Huber(0.5), keras.losses.LogCosh(), keras.losses.mean_squared_error), metrics=pick(None, ["mae"], [keras.metrics.RootMeanSquaredError(name="r")], [["mse"]]), weighted_metrics=pick(None, []))
    x, y = floats(8, 3), np.abs(floats(8, 1))
    m.fit(x, y, epochs=r.randint(0, 2), batch_size=4, verbose=0, shuffle=False)
    return m, x, y


@kind
def optimizer_options():
    c = pick(keras.optimizers.SGD, keras.optimizers.Adam, keras.optimizers.RMSprop, keras.optimizers.AdamW, keras.optimizers.Nadam, keras.optimizers.Adagrad)
    s = keras.optimizers.schedules
    rate = pick(0.01, s.CosineDecay(0.05, 5), s.PiecewiseConstantDecay([2, 4], [0.1, 0.05, 0.01]), s.PolynomialDecay(0.1, 5), s.InverseTimeDecay(0.1, 3, 0.5, staircase=True), s.CosineDecayRestarts(0.05, 3))
    o = c(rate, **pick({}, {"clipnorm": 0.5}, {"clipvalue": 0.1}, {"global_clipnorm": 0.3}, {"weight_decay": 0.01}, {"use_ema": True, "ema_overwrite_frequency": pick(None, 2)}, {"gradient_accumulation_steps": 2}, {"loss_scale_factor": 4.0}, {"name": "my_optimizer"}))
    m = trained_model()
    m.compile(o, "mse")
    x, y = floats(8, 3), floats(8, 1)
    m.fit(x, y, epochs=r.randint(1, 2), batch_size=4, verbose=0, shuffle=False)
    return m, x, y


@kind
def classifier():
    x = Input((3,), name="x")
    kind_ = r.randrange(4)
    out = L.Dense(1 if kind_ < 2 else 3, activation=[None, "sigmoid", "softmax", None][kind_])(L.Dense(4, activation="relu")(x))
    m = scramble(Model(x, out))
    y = [np.array([[0], [1]] * 4), np.array([0, 1] * 4), np.eye(3)[[0, 1, 2, 0, 1, 2, 1, 1]], np.array([0, 1, 2, 0, 1, 2, 1, 1])][kind_]
    y = y.astype("float32") if kind_ < 3 else y.astype("int32")
    K = keras.losses
    loss = [pick(K.BinaryCrossentropy(from_logits=True, label_smoothing=pick(0.0, 0.1)), K.BinaryFocalCrossentropy(from_logits=True), "hinge"), pick("binary_crossentropy", K.BinaryFocalCrossentropy(gamma=1.5), K.Poisson()), pick("categorical_crossentropy", K.CategoricalFocalCrossentropy(), K.KLDivergence(), K.CategoricalCrossentropy(label_smoothing=0.1)), K.SparseCategoricalCrossentropy(from_logits=True)][kind_]
    M = keras.metrics
    metrics = [pick(["accuracy"], [M.BinaryAccuracy(threshold=0.0)]), pick(["accuracy"], ["AUC", M.Precision(), M.Recall(0.3)], [M.AUC(num_thresholds=20, curve="PR"), M.F1Score() if False else "mae"]), pick(["accuracy"], ["categorical_accuracy", M.TopKCategoricalAccuracy(2)], ["acc"]), pick(["accuracy"], ["sparse_categorical_accuracy"], [M.SparseCategoricalCrossentropy(from_logits=True)])][kind_]
    m.compile(pick("adam", "sgd", "rmsprop"), loss=loss, metrics=metrics)
    given = floats(8, 3)
    m.fit(given, y, epochs=1, batch_size=4, verbose=0, shuffle=False)
    return m, given, y


@kind
def several_outputs():
    x = Input((3,), name="x")
    h = L.Dense(4, activation="tanh")(x)
    a, b = L.Dense(1, name="a")(h), L.Dense(1, name="b", activation="sigmoid")(h)
    as_dict = maybe()
    m = scramble(Model(x, {"a": a, "b": b} if as_dict else [a, b]))
    loss = pick("mse", {"a": "mse", "b": "binary_crossentropy"}, ["mae", "mse"] if not as_dict else {"a": "mae", "b": "mse"})
    m.compile("adam", loss=loss, loss_weights=pick(None, {"a": 0.3, "b": 2.0}, [1.0, 0.5] if not as_dict else {"a": 2.0, "b": 0.1}), metrics=pick(None, {"a": ["mae"]}, {"a": "mae", "b": ["mse", "mae"]}, [["mae"], ["mse"]] if not as_dict else None))
    given, y = floats(8, 3), [floats(8, 1), np.abs(floats(8, 1))]
    labels = {"a": y[0], "b": y[1]} if as_dict else y
    m.fit(given, labels, epochs=1, batch_size=4, verbose=0, shuffle=False)
    return m, given, labels


def drawn(args):
    for name, make in KINDS.items():
        for draw in range(args.draws if args.only in name else 0):

            def seeded(make=make, seed="%s %d %d" % (name, args.seed, draw)):
                r.seed(seed)
                return make()

            yield "varied_%s_%d_%d" % (name, args.seed, draw), seeded


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--draws", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    write_drawn(drawn(args), args.folder)


if __name__ == "__main__":
    main()
