"""Writes models from the odd corners of the format, as make_keras_files.py does with others.

    python odd_corners.py [FOLDER] [NAME ...]

Without a folder, all of them are written beside the other fixtures, of which only some are committed. Wants TensorFlow's
backend.
"""

import keras
import numpy as np
from keras import Input, Model, Sequential, layers as L, ops

from make_keras_files import floats, ids, main, model, scramble


def corner(make):
    """Registers a model under its function's name with "corner_" in front."""
    make.__name__ = "corner_" + make.__name__
    return model(make)


def texts(*rows):
    return np.array([[t] if isinstance(t, str) else t for t in rows], dtype=object)


# Structure.


@corner
def functional_in_sequential():
    x = Input((4,), name="inner")
    inner = Model(x, L.Add()([L.Dense(4)(x), x]), name="residual")
    return scramble(Sequential([Input((4,)), inner, L.Dense(2)])), floats(3, 4)


@corner
def functional_in_sequential_first():
    x = Input((4,), name="inner")
    inner = Model(x, L.Dense(3)(x))
    return scramble(Sequential([inner, L.Dense(2)])), floats(3, 4)


@corner
def nested_thrice():
    m = Sequential([Input((3,)), L.Dense(3)], name="level_0")
    for i in range(3):
        x = Input((3,), name="in_%d" % i)
        m = Model(x, L.Dense(3, name="d%d" % i)(m(x)) + x, name="level_%d" % (i + 1))
    return scramble(m), floats(2, 3)


@corner
def shared_across_levels():
    shared = L.Dense(3, name="shared")
    x = Input((3,), name="x")
    inner = Model(x, L.Activation("relu")(shared(x)), name="inner")
    y = Input((3,), name="y")
    return scramble(Model(y, L.Add()([shared(y), inner(y)]))), floats(2, 3)


@corner
def shared_between_siblings():
    shared = L.Embedding(10, 3, name="table")
    a, b = Input((4,), name="a", dtype="int32"), Input((4,), name="b", dtype="int32")
    one = Model(a, L.Flatten()(shared(a)), name="one")
    two = Sequential([Input((4,), dtype="int32"), shared, L.GlobalMaxPooling1D()], name="two")
    p, q = Input((4,), name="p", dtype="int32"), Input((4,), name="q", dtype="int32")
    return scramble(Model([p, q], L.Dense(2)(L.Concatenate()([one(p), two(q)])))), {"p": ids(3, 4), "q": ids(3, 4)[::-1].copy()}


@corner
def model_twice_in_sequential():
    inner = Sequential([Input((3,)), L.Dense(3, activation="tanh")], name="again")
    return scramble(Sequential([Input((3,)), inner, L.Dense(3), inner])), floats(2, 3)


@corner
def layer_twice_in_sequential():
    d = L.Dense(3, activation="tanh")
    return scramble(Sequential([Input((3,)), d, L.Dense(3), d])), floats(2, 3)


@corner
def model_called_on_two():
    x = Input((3,), name="x")
    tower = Sequential([Input((3,)), L.Dense(4, activation="relu"), L.Dense(2)], name="tower")
    a, b, c = (Input((3,), name=n) for n in "abc")
    return scramble(Model([a, b, c], L.Concatenate()([tower(a), tower(b), tower(c)]))), {"a": floats(2, 3), "b": -floats(2, 3), "c": floats(2, 3) ** 2}


@corner
def nested_output_order():
    """A model of several outputs within, whose outputs are outputs of the outer one, the second call's too."""
    x = Input((3,), name="x")
    inner = Model(x, [L.Dense(2, name="p")(x), L.Dense(1, name="q")(x)], name="inner")
    a, b = Input((3,), name="a"), Input((3,), name="b")
    p, q = inner(a)
    r, s = inner(b)
    return scramble(Model([a, b], [s, p, r, q])), {"a": floats(2, 3), "b": floats(2, 3) + 1}


@corner
def outputs_the_same():
    x = Input((3,), name="x")
    y = L.Dense(2, name="y")(x)
    return scramble(Model(x, [y, y])), floats(2, 3)


@corner
def input_is_output():
    x, y = Input((3,), name="x"), Input((2,), name="y")
    return scramble(Model([x, y], [y, L.Dense(2)(x)])), {"x": floats(2, 3), "y": floats(2, 2)}


@corner
def unused_input():
    x, y = Input((3,), name="x"), Input((2,), name="unused")
    return scramble(Model([x, y], L.Dense(2)(x))), {"x": floats(2, 3), "unused": floats(2, 2)}


@corner
def inputs_dict_unsorted():
    a, b = Input((3,), name="zz"), Input((2,), name="aa")
    return scramble(Model({"second": b, "first": a}, L.Dense(2)(L.Concatenate()([b, a])))), {"second": floats(2, 2), "first": floats(2, 3)}


@corner
def inputs_dict_other_names():
    a, b = Input((3,), name="one"), Input((3,), name="two")
    return scramble(Model({"size": a, "price": b}, L.Dense(2)(L.Subtract()([a, b])))), {"size": floats(2, 3), "price": floats(2, 3) ** 2}


@corner
def inputs_nested_lists():
    a, b, c = (Input((2,), name=n) for n in "abc")
    return scramble(Model([a, [b, c]], L.Dense(2)(L.Concatenate()([a, b, c])))), [floats(2, 2), [floats(2, 2) + 1, floats(2, 2) * 3]]


@corner
def inputs_dict_of_lists():
    a, b, c = (Input((2,), name=n) for n in "cab")
    return scramble(Model({"pair": [a, b], "lone": c}, L.Dense(2)(L.Concatenate()([a, b, c])))), {"pair": [floats(2, 2), floats(2, 2) + 1], "lone": floats(2, 2) * 3}


@corner
def outputs_nested():
    x = Input((3,), name="x")
    return scramble(Model(x, {"b": [L.Dense(2, name="b1")(x), L.Dense(1, name="b2")(x)], "a": L.Dense(3, name="a1")(x)})), floats(2, 3)


@corner
def outputs_dict_nested_call():
    x = Input((3,), name="x")
    inner = Model(x, {"v": L.Dense(2, name="v")(x), "k": L.Dense(2, name="k")(x)}, name="heads")
    y = Input((3,), name="y")
    out = inner(y)
    return scramble(Model(y, {"first": out["v"], "second": out["k"] * 2.0})), floats(2, 3)


@corner
def inner_model_of_dict_in_list():
    a, b = Input((3,), name="a"), Input((2,), name="b")
    inner = Model({"x": a, "y": b}, L.Dense(2, name="d")(L.Concatenate()([b, a])), name="inner")
    p, q = Input((3,), name="p"), Input((2,), name="q")
    return scramble(Model([p, q], inner({"y": q, "x": p}))), {"p": floats(2, 3), "q": floats(2, 2)}


@corner
def names_odd():
    x = Input((3,), name="größe µ")
    h = L.Dense(3, name="日本語")(x)
    h = L.Dense(3, name="with.dots and spaces")(h)
    h = L.Dense(2, name="quote\"back\\")(h)
    return scramble(Model(x, h, name="модель")), floats(2, 3)


@corner
def names_like_kinds():
    """Names that look like those of other layers; order of the groups in the file is another."""
    x = Input((3,), name="dense")
    h = L.Dense(3, name="dense_2")(x)
    h = L.Dense(3, name="dense_1")(h)
    h = L.Dense(3, name="layers")(h)
    return scramble(Model(x, L.Dense(2, name="vars")(h))), floats(2, 3)


@corner
def many_layers():
    x = Input((3,), name="x")
    h = x
    for i in range(13):
        h = L.Dense(3, activation="tanh")(h)
        if i % 3 == 2:
            h = L.Add()([h, x])
    return scramble(Model(x, h)), floats(2, 3)


@corner
def deep_chain():
    x = Input((2,), name="x")
    h = x
    for i in range(150):
        h = h + 0.01
    return Model(x, h), floats(2, 2)


@corner
def subclassed_functional_name():
    x = Input((3,), name="x")
    m = keras.models.Model(inputs=x, outputs=L.Dense(2)(x), name="plain", trainable=False)
    return scramble(m), floats(2, 3)


@corner
def model_without_weights():
    x = Input((3,), name="x")
    return Model(x, L.Flatten()(L.RepeatVector(2)(x))), floats(2, 3)


@corner
def multi_output_layers_in_between():
    x = Input((4, 3), name="x")
    y, h, c = L.LSTM(2, return_sequences=True, return_state=True)(x)
    return scramble(Model(x, [L.Concatenate()([h, c]), y, L.Dense(2)(c)])), floats(2, 4, 3)


# Types of inputs and policies.


@corner
def input_uint8():
    x = Input((4,), name="x", dtype="uint8")
    return scramble(Model(x, L.Dense(2)(L.Rescaling(1 / 255.0)(x)))), (ids(3, 4, most=200) % 256).astype("uint8")


@corner
def input_int64_cast():
    x = Input((4,), name="x", dtype="int64")
    return scramble(Model(x, L.Dense(2)(ops.cast(x, "float32")))), ids(3, 4).astype("int64")


@corner
def input_int_to_dense():
    x = Input((4,), name="x", dtype="int32")
    return scramble(Model(x, L.Dense(2)(x))), ids(3, 4)


@corner
def input_bool():
    x = Input((4,), name="x", dtype="bool")
    return scramble(Model(x, L.Dense(2)(ops.cast(x, "float32")))), ids(3, 4) > 4


@corner
def input_float_ids():
    x = Input((4,), name="x")
    return scramble(Model(x, L.GlobalAveragePooling1D()(L.Embedding(10, 3)(x)))), ids(3, 4).astype("float32")


@corner
def input_float16():
    x = Input((4,), name="x", dtype="float16")
    return scramble(Model(x, L.Dense(2)(x))), floats(3, 4).astype("float16")


@corner
def input_float64():
    x = Input((4,), name="x", dtype="float64")
    return scramble(Model(x, L.Dense(2)(x))), floats(3, 4).astype("float64")


@corner
def input_sparse():
    x = Input((4,), name="x", sparse=True)
    return scramble(Model(x, L.Dense(2)(x))), floats(3, 4)


@corner
def input_optional():
    x, y = Input((4,), name="x"), Input((4,), name="y", optional=True)
    return scramble(Model([x, y], L.Dense(2)(x + y))), {"x": floats(3, 4), "y": floats(3, 4)}


@corner
def input_unknown_lengths():
    x = Input((None, None, 2), name="x")
    return scramble(Model(x, L.GlobalAveragePooling2D()(L.Conv2D(3, 2, padding="same")(x)))), floats(2, 4, 5, 2)


@corner
def policy_float64():
    return scramble(Sequential([Input((4,), dtype="float64"), L.Dense(3, activation="tanh", dtype="float64"), L.Dense(2, dtype="float64")])), floats(3, 4).astype("float64")


@corner
def policy_autocast_off():
    x = Input((4,), name="x")
    return scramble(Model(x, L.Dense(2, autocast=False)(x))), floats(3, 4)


@corner
def policy_bfloat16_whole():
    return scramble(Sequential([Input((3,)), L.Dense(4, dtype="bfloat16"), L.Dense(2)])), floats(2, 3)


@corner
def policy_object():
    return scramble(Sequential([Input((4,)), L.Dense(3, dtype=keras.DTypePolicy("float32"))])), floats(3, 4)


@corner
def policy_map():
    m = keras.dtype_policies.DTypePolicyMap()
    m["dense"] = keras.DTypePolicy("float32")
    x = Input((4,), name="x")
    return scramble(Model(x, L.Dense(3, dtype="float32")(x))), floats(3, 4)


@corner
def mixed_with_float_output():
    """Mixed precision whose result is float32: small whole numbers are exact in 16 bits."""
    x = Input((4,), name="x")
    h = L.Dense(3, dtype="mixed_float16", kernel_initializer="ones")(x)
    m = Model(x, L.Activation("linear", dtype="float32")(h))
    return m, ids(3, 4).astype("float32")


@corner
def mixed_bfloat16_exact():
    x = Input((4,), name="x")
    h = L.Dense(3, dtype="mixed_bfloat16", kernel_initializer="ones", activation="relu")(x)
    m = Model(x, L.Dense(2, dtype="float32")(h))
    return m, (ids(3, 4) - 4).astype("float32")


@corner
def mixed_float16_rounded():
    x = Input((4,), name="x")
    h = L.Dense(8, dtype="mixed_float16", activation="relu")(x)
    return scramble(Model(x, L.Dense(2, dtype="float32")(h))), floats(3, 4)


@corner
def mixed_float16_layers():
    old = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    try:
        x = Input((4, 6), name="x")
        h = L.LayerNormalization()(x)
        h = L.Conv1D(5, 2, padding="same", activation="elu")(h)
        h = L.Bidirectional(L.LSTM(2, return_sequences=True))(h)
        h = h * 2 - ops.mean(h, axis=-1, keepdims=True)
        a, b = L.GRU(3)(h), L.Dense(3, activation="softmax")(L.GlobalAveragePooling1D()(x))
        c = L.EinsumDense("abc,cd->abd", (4, 2), bias_axes="d", activation="sigmoid")(h)
    finally:
        keras.config.set_dtype_policy(old)
    return scramble(Model(x, [a, b, L.BatchNormalization()(c), L.Dense(2, activation="softplus", dtype="float16")(b)])), floats(3, 4, 6)


@corner
def quantized_int8():
    m = scramble(Sequential([Input((8,)), L.Dense(6, activation="relu"), L.Dense(2)]))
    m.quantize("int8")
    return m, floats(3, 8)


@corner
def quantized_int8_embedding():
    x = Input((4,), name="x", dtype="int32")
    m = scramble(Model(x, L.GlobalAveragePooling1D()(L.Embedding(10, 4)(x))))
    m.quantize("int8")
    return m, ids(3, 4)


@corner
def quantized_int4():
    m = scramble(Sequential([Input((8,)), L.Dense(6, activation="relu"), L.Dense(2)]))
    m.quantize("int4")
    return m, floats(3, 8)


@corner
def quantized_float8():
    m = scramble(Sequential([Input((16,)), L.Dense(16, activation="relu"), L.Dense(16)]))
    m.quantize("float8")
    return m, floats(3, 16)


@corner
def quantized_einsum():
    x = Input((4, 6), name="x")
    m = scramble(Model(x, L.EinsumDense("abc,cd->abd", output_shape=(None, 5), bias_axes="d")(x)))
    m.quantize("int8")
    return m, floats(2, 4, 6)


@corner
def quantized_one_layer():
    d = L.Dense(6, activation="relu")
    m = scramble(Sequential([Input((8,)), d, L.Dense(2)]))
    d.quantize("int8")
    return m, floats(3, 8)


def quantized_kinds():
    """Every kind of layer that has weights to be quantized, plainly and within a model."""
    s, i = Input((6, 10), name="s"), Input((3,), name="i", dtype="int32")
    h = L.Dense(7, activation="relu")(s)
    h = L.EinsumDense("abc,cde->abde", output_shape=(6, 2, 3), bias_axes="e", activation="tanh")(h)
    h = L.EinsumDense("abde,def->abf", output_shape=(6, 5))(h)
    h = L.EinsumDense("abf,bfg->abg", output_shape=(6, 3))(h)
    inner = Sequential([Input((18,)), L.Dense(9, activation="gelu"), L.Dense(4, use_bias=False)], name="inner")
    tied, untied = L.ReversibleEmbedding(11, 5), L.ReversibleEmbedding(11, 5, tie_weights=False, logit_soft_cap=2.0)
    e = L.Add()([tied(i), untied(i), L.Embedding(11, 5)(i)])
    outputs = [inner(L.Flatten()(h)), tied(e, reverse=True), untied(e, reverse=True)]
    return scramble(Model([s, i], outputs)), {"s": floats(4, 6, 10), "i": ids(4, 3)}


def quantized_wide():
    """Wider than a block of 4 bits, and of odd widths."""
    i = Input((2,), name="i", dtype="int32")
    h = L.Flatten()(L.Embedding(10, 131)(i))
    h = L.Dense(135, activation="relu")(h)
    return scramble(Model(i, L.Dense(3)(h))), ids(5, 2)


def quantized(make, mode, config=None, name=None):
    """Registers a model before and after it is quantized, with the outputs of the latter for both."""

    def after():
        m, x = make()
        m.quantize(mode, config=config) if config is None else m.quantize(config=config)
        return m, x

    after.__name__ = name or make.__name__ + "_" + mode
    return corner(after)


def quantized_before(make, name):
    def before():
        return make()

    before.__name__ = name
    return corner(before)


quantized_before(quantized_kinds, "before_quantized_kinds")
quantized_before(quantized_wide, "before_quantized_wide")
quantized(quantized_kinds, "int8")
quantized(quantized_kinds, "int4")
quantized(quantized_wide, "int8")
quantized(quantized_wide, "int4")
quantized(quantized_kinds, "int8", keras.quantizers.Int8QuantizationConfig(activation_quantizer=None), "quantized_kinds_weights_only")
quantized(quantized_kinds, "int4", keras.quantizers.Int4QuantizationConfig(block_size=None), "quantized_kinds_int4_whole")
quantized(quantized_wide, "int4", keras.quantizers.Int4QuantizationConfig(block_size=None, activation_quantizer=keras.quantizers.AbsMaxQuantizer()), "quantized_wide_int4_rounded")


def tuned(mode):
    x = Input((4,), name="x", dtype="int32")
    e, d, n = L.Embedding(10, 6), L.Dense(5, activation="relu"), L.EinsumDense("abc,cd->abd", output_shape=(None, 4))
    m = scramble(Model(x, n(d(e(x)))))
    m.quantize(mode)
    for layer in (e, d, n):
        layer.enable_lora(2, lora_alpha=3)
    return m, ids(3, 4)


@corner
def lora_quantized_int8():
    m, x = tuned("int8")
    for w in m.trainable_weights:
        if "lora" in w.path:
            w.assign(floats(*w.shape) * 0.3)
    return m, x


@corner
def lora_quantized_int4():
    return tuned("int4")


@corner
def lora_dense():
    d = L.Dense(6)
    m = Sequential([Input((8,)), d, L.Dense(2)])
    d.enable_lora(2)
    return scramble(m), floats(3, 8)


@corner
def lora_fitted():
    i = Input((3,), dtype="int32", name="i")
    e, d = L.Embedding(10, 4), L.Dense(4, activation="tanh")
    m = scramble(Model(i, L.Dense(1)(L.Flatten()(d(e(i))))))
    e.enable_lora(1)
    d.enable_lora(2)
    m.compile(keras.optimizers.Adam(0.01), "mse")
    m.fit(ids(8, 3), floats(8, 1), epochs=2, batch_size=4, verbose=0, shuffle=False)
    return m, ids(2, 3)


@corner
def lora_embedding():
    e = L.Embedding(10, 4)
    x = Input((4,), name="x", dtype="int32")
    m = Model(x, L.Flatten()(e(x)))
    e.enable_lora(2, lora_alpha=4)
    return scramble(m), ids(3, 4)


@corner
def lora_einsum():
    e = L.EinsumDense("abc,cd->abd", output_shape=(None, 5))
    x = Input((4, 6), name="x")
    m = Model(x, e(x))
    e.enable_lora(2)
    return scramble(m), floats(2, 4, 6)


@corner
def lora_attention():
    x = Input((4, 6), name="x")
    layer = L.MultiHeadAttention(2, 3)
    m = Model(x, layer(x, x))
    layer._query_dense.enable_lora(2)
    return scramble(m), floats(2, 4, 6)


# Calls.


@corner
def call_training_true():
    x = Input((4,), name="x")
    h = L.BatchNormalization()(L.Dense(3)(x), training=False)
    return scramble(Model(x, L.Dropout(0.5)(h, training=False))), floats(3, 4)


@corner
def call_constant_numpy():
    x = Input((3,), name="x")
    h = L.Add()([L.Dense(3)(x), np.arange(3, dtype="float32")[None]])
    return scramble(Model(x, h)), floats(2, 3)


@corner
def call_constant_tensor():
    x = Input((3,), name="x")
    h = L.Multiply()([L.Dense(3)(x), ops.convert_to_tensor([[1.0, 2.0, 3.0]])])
    return scramble(Model(x, h)), floats(2, 3)


@corner
def call_mask_none():
    x = Input((5, 3), name="x")
    return scramble(Model(x, L.LSTM(2)(x, mask=None))), floats(2, 5, 3)


@corner
def call_mask_computed():
    t = Input((5,), name="t", dtype="int32")
    e = L.Embedding(10, 3)(t)
    return scramble(Model(t, L.LSTM(2)(e, mask=ops.not_equal(t, 0)))), ids(3, 5)


@corner
def call_mask_of_constant():
    x = Input((4, 3), name="x")
    mask = np.array([[True, True, False, True], [True, False, False, True]])
    return scramble(Model(x, L.GRU(2)(x, mask=mask))), floats(2, 4, 3)


@corner
def call_two_ways():
    """The same layer, called with a mask and without."""
    x, m = Input((5, 3), name="x"), Input((5,), name="m", dtype="bool")
    rnn = L.LSTM(2)
    return scramble(Model([x, m], [rnn(x), rnn(x, mask=m)])), {"x": floats(3, 5, 3), "m": ids(3, 5) > 2}


@corner
def call_attention_two_ways():
    x = Input((4, 6), name="x")
    mha = L.MultiHeadAttention(2, 3)
    return scramble(Model(x, [mha(x, x), mha(x, x, use_causal_mask=True)])), floats(2, 4, 6)


@corner
def call_attention_scores():
    x, y = Input((4, 6), name="x"), Input((3, 6), name="y")
    out, scores = L.MultiHeadAttention(2, 3)(x, y, return_attention_scores=True)
    return scramble(Model([x, y], [out, scores])), {"x": floats(2, 4, 6), "y": floats(2, 3, 6)}


@corner
def call_attention_scores_plain():
    x, y = Input((4, 6), name="x"), Input((3, 6), name="y")
    out, scores = L.Attention(use_scale=True)([x, y], return_attention_scores=True)
    other = L.AdditiveAttention()([x, y, y])
    return scramble(Model([x, y], [out, scores, other])), {"x": floats(2, 4, 6), "y": floats(2, 3, 6)}


@corner
def call_attention_constant_mask():
    x = Input((4, 6), name="x")
    mask = np.tril(np.ones((1, 4, 4), dtype="bool"))
    return scramble(Model(x, L.MultiHeadAttention(2, 3)(x, x, attention_mask=mask))), floats(2, 4, 6)


@corner
def call_attention_keywords():
    x, y = Input((4, 6), name="x"), Input((3, 6), name="y")
    out = L.MultiHeadAttention(2, 3, value_dim=5, output_shape=7)(query=x, value=y, key=y + 1.0)
    return scramble(Model([x, y], out)), {"x": floats(2, 4, 6), "y": floats(2, 3, 6)}


@corner
def call_attention_padding():
    t = Input((5,), name="t", dtype="int32")
    e = L.Embedding(10, 6, mask_zero=True)(t)
    h = L.MultiHeadAttention(2, 3)(e, e)
    h = L.LayerNormalization()(L.Add()([e, h]))
    return scramble(Model(t, L.GlobalAveragePooling1D()(h))), ids(3, 5)


@corner
def call_attention_axes():
    x = Input((3, 4, 6), name="x")
    return scramble(Model(x, L.MultiHeadAttention(2, 3, attention_axes=(1, 2))(x, x))), floats(2, 3, 4, 6)


@corner
def call_states_given():
    x, h = Input((5, 3), name="x"), Input((2,), name="h")
    return scramble(Model([x, h], L.SimpleRNN(2)(x, initial_state=h))), {"x": floats(2, 5, 3), "h": floats(2, 2)}


@corner
def call_states_given_as_inputs():
    x = Input((5, 3), name="x")
    h, c = L.Dense(2)(x[:, 0]), L.Dense(2)(x[:, 1])
    out = L.LSTM(2, return_sequences=True)(x, [h, c])
    return scramble(Model(x, out)), floats(2, 5, 3)


@corner
def call_bidirectional_states():
    x = Input((5, 3), name="x")
    _, fh, fc, bh, bc = L.Bidirectional(L.LSTM(2, return_state=True))(x)
    y = L.Bidirectional(L.LSTM(2, return_sequences=True))(x, initial_state=[fh, fc, bh, bc])
    return scramble(Model(x, y)), floats(2, 5, 3)


@corner
def call_time_distributed_masked():
    t = Input((5,), name="t", dtype="int32")
    e = L.Embedding(10, 3, mask_zero=True)(t)
    h = L.TimeDistributed(L.Dense(2))(e)
    return scramble(Model(t, L.LSTM(2)(h))), ids(3, 5)


@corner
def call_count_weights():
    x, w = Input((3,), name="x", dtype="int32"), Input((3,), name="w")
    return Model([x, w], L.CategoryEncoding(10, output_mode="count")(x, count_weights=w)), {"x": ids(2, 3), "w": floats(2, 3)}


# Operations.


@corner
def operators():
    x, y = Input((3,), name="x"), Input((3,), name="y")
    z = -x + y * 2 - (x - 1) / (ops.abs(y) + 2)
    z = 1 - z + 3 * abs(x) - 2 / (ops.square(y) + 1)
    w = x**2 + 2 ** ops.clip(y, -1, 1)
    v = x // 0.3 + x % 0.3 + 1.0 // (ops.abs(y) + 1) + 5.0 % (ops.abs(y) + 1)
    b = ops.cast((x > y) & (x < 0.5) | ~(y >= 0), "float32") + ops.cast((x <= y) ^ (x != 0), "float32") + ops.cast(x == y, "float32")
    return Model([x, y], [z, w, v, b]), {"x": floats(3, 3), "y": floats(3, 3) ** 2}


@corner
def getitem():
    x = Input((4, 6, 2), name="x")
    parts = [x[0], x[:, 1:, None, 0], x[..., -1], x[:, -1, ..., 0], x[:, ::2, ::3], x[:, 3:0:-1], x[:, :, :1]]
    return Model(x, parts), floats(3, 4, 6, 2)


@corner
def getitem_batch():
    x = Input(batch_shape=(4, 3), name="x")
    return Model(x, [x[-1], x[1, 2], x[:, 1]]), floats(4, 3)


@corner
def ops_shape_arguments():
    x = Input((4, 6), name="x")
    parts = [ops.reshape(x, (-1, 3, 8)), ops.reshape(x, (-1, 24)), ops.reshape(x, (-1, 2, 2, 6)), ops.expand_dims(x, (1, -1))]
    parts += [ops.squeeze(ops.expand_dims(x, (1, -1))), ops.broadcast_to(x, (2, 4, 6)), ops.tile(x, (1, 1, 3))]
    parts += [ops.repeat(x, 3, axis=-1), ops.pad(x, ((0, 0), (1, 1), (2, 0)), constant_values=3.0), ops.moveaxis(x, (1, 2), (2, 1))]
    return Model(x, parts), floats(2, 4, 6)


@corner
def ops_pad_modes():
    x = Input((4, 6), name="x")
    return Model(x, [ops.pad(x, ((0, 0), (2, 1), (0, 0)), mode="reflect"), ops.pad(x, ((0, 0), (0, 0), (2, 2)), mode="symmetric")]), floats(2, 4, 6)


@corner
def ops_joins():
    x, y = Input((4,), name="x"), Input((4,), name="y")
    parts = [ops.concatenate([x, y]), ops.concatenate([x, y], axis=1), ops.stack([x, y]), ops.stack([x, y], axis=-1), ops.hstack([x, y]), ops.vstack([x, y]), ops.append(x, y, axis=1)]
    parts += list(ops.split(x, 2, axis=1)) + list(ops.split(x, [1, 3], axis=-1))
    parts += [ops.meshgrid(x[0], y[0])[0]]
    return Model([x, y], parts), {"x": floats(2, 4), "y": floats(2, 4) + 2}


@corner
def ops_reduce_all():
    x = Input((4, 3), name="x")
    parts = [ops.sum(x), ops.mean(x, axis=0), ops.max(x, axis=[1, 2]), ops.mean(x, axis=-1, keepdims=True), ops.amax(x, axis=1), ops.amin(x, axis=1)]
    parts += [ops.median(x, axis=1), ops.quantile(x, 0.25, axis=1), ops.cumprod(x, axis=1), ops.diff(x, axis=1), ops.count_nonzero(x, axis=1)]
    parts += [ops.all(x > -2, axis=1), ops.nanmean(x, axis=1), ops.ptp(x, axis=1) if hasattr(ops, "ptp") else ops.sum(x, axis=1)]
    parts += [ops.average(x, axis=1, weights=np.array([1.0, 2.0, 3.0, 4.0], dtype="float32"))]
    return Model(x, parts), floats(2, 4, 3)


@corner
def ops_sorting():
    x = Input((6,), name="x")
    parts = [ops.sort(x, axis=-1), ops.argsort(x, axis=-1), ops.top_k(x, 3)[0], ops.top_k(x, 3)[1], ops.flip(x, axis=-1), ops.argmax(x, axis=-1, keepdims=True)]
    parts += [ops.in_top_k(np.array([1, 2, 0], dtype="int32"), x, 2)]
    return Model(x, parts), floats(3, 6)


@corner
def ops_elements():
    x = Input((5,), name="x")
    names = "abs ceil cos cosh erf exp expm1 floor negative reciprocal round sign sin sinh square tan tanh arcsinh sigmoid log_sigmoid softplus softsign swish isnan isinf isfinite logical_not zeros_like ones_like deg2rad rad2deg sinc trunc cbrt exp2 positive conjugate real nan_to_num nextafter".split()
    parts = []
    for n in names:
        f = getattr(ops, n, None)
        if f and n not in ("nextafter",):
            parts.append(f(x))
    q = ops.abs(x) + 0.1
    parts += [ops.log(q), ops.log2(q), ops.log10(q), ops.log1p(q), ops.sqrt(q), ops.rsqrt(q), ops.arctanh(q / 2), ops.arccosh(q + 1)]
    return Model(x, parts), floats(2, 5)


@corner
def ops_pairs():
    x, y = Input((5,), name="x"), Input((5,), name="y")
    names = "maximum minimum multiply subtract add divide true_divide divide_no_nan floor_divide mod power logaddexp hypot equal not_equal greater less logical_and logical_or logical_xor squared_difference copysign heaviside fmod fmin fmax logaddexp2 isclose".split()
    parts = [getattr(ops, n)(x, y) for n in names if hasattr(ops, n) and n not in ("power",)]
    return Model([x, y], parts), {"x": floats(2, 5), "y": floats(2, 5) ** 2 - 0.3}


@corner
def ops_products():
    x, y, v = Input((4, 3), name="x"), Input((3, 5), name="y"), Input((3,), name="v")
    parts = [ops.matmul(x, y), x @ y, ops.einsum("bij,bjk->bik", x, y), ops.einsum("bij->bji", x), ops.einsum("...ij,...jk->...ik", x, y), ops.tensordot(x, floats(3, 2), axes=1)]
    parts += [ops.dot(x, floats(3, 2)), ops.matmul(v, floats(3, 2)), ops.outer(v[0], v[1]), ops.inner(v, floats(2, 3)), ops.vdot(v[0], v[1]), ops.einsum("bi,bi->b", v, v), ops.tensordot(x, floats(4, 2), axes=[[1], [0]])]
    parts += [ops.cross(v, floats(2, 3)), ops.matmul(x, floats(3, 2)), ops.einsum("bi,bj,bk->bijk", v, v, v)]
    return Model([x, y, v], parts), {"x": floats(2, 4, 3), "y": floats(2, 3, 5), "v": floats(2, 3)}


@corner
def ops_lookups():
    x, t = Input((5, 3), name="x"), Input((2,), name="t", dtype="int32")
    parts = [ops.take_along_axis(x, t[:, :, None] + ops.zeros_like(x[:, :2], dtype="int32"), axis=1), ops.one_hot(t, 5), ops.multi_hot(t, 5)]
    parts += [ops.take(floats(6, 2), t, axis=0), ops.one_hot(t, 5, axis=1), ops.where(t > 2, t, 0)]
    return Model([x, t], parts), {"x": floats(3, 5, 3), "t": ids(3, 2, most=1)}


@corner
def ops_neural():
    x = Input((6, 4), name="x")
    parts = [ops.softmax(x), ops.log_softmax(x, axis=1), ops.relu(x), ops.gelu(x, approximate=False), ops.leaky_relu(x, 0.3), ops.elu(x, 0.7), ops.celu(x, 0.8), ops.glu(x), ops.hard_tanh(x), ops.hard_shrink(x), ops.soft_shrink(x), ops.tanh_shrink(x), ops.threshold(x, 0.2, 0.1), ops.squareplus(x), ops.silu(x), ops.sparse_plus(x), ops.relu6(x), ops.mish(x) if hasattr(ops, "mish") else x]
    parts += [ops.max_pool(x, 2, padding="same"), ops.average_pool(x, 2, strides=1), ops.conv(x, floats(2, 4, 3)), ops.moments(x, axes=[1])[1], ops.normalize(x, axis=1), ops.rms_normalization(x, floats(4)), ops.layer_normalization(x, axis=-1)]
    return Model(x, parts), floats(2, 6, 4)


@corner
def ops_attention():
    q = Input((4, 2, 3), name="q")
    return Model(q, ops.dot_product_attention(q, q, q)), floats(2, 4, 2, 3)


@corner
def ops_integers():
    x = Input((4,), name="x", dtype="int32")
    parts = [x + 1, x * x, x - 5, -x, abs(x - 5), x // 2, x % 4, x / 2, ops.maximum(x, 3), ops.sum(x, axis=1), ops.mean(x, axis=1), ops.max(x, axis=1), ops.cumsum(x, axis=1), ops.cast(x, "float32"), ops.where(x > 4, x, ops.zeros_like(x)), x + 0.5, ops.sqrt(x), ops.concatenate([x, x])]
    return Model(x, parts), ids(3, 4)


@corner
def ops_shape_of():
    x = Input((None, 3), name="x")
    n = ops.shape(x)
    return Model(x, [ops.reshape(x, (-1, n[1] * 3 if n[1] else 12)) if n[1] else ops.sum(x, axis=1), ops.mean(x, axis=1)]), floats(2, 4, 3)


@corner
def ops_masked_mean():
    t = Input((5,), name="t", dtype="int32")
    e = L.Embedding(10, 3)(t)
    m = ops.expand_dims(ops.cast(ops.not_equal(t, 0), "float32"), -1)
    return scramble(Model(t, L.Dense(1)(ops.sum(e * m, axis=1) / ops.maximum(ops.sum(m, axis=1), 1.0)))), ids(3, 5)


@corner
def ops_angles_and_gaps():
    x = Input((3, 4), name="x")
    y = 0.9 * ops.sin(x)
    gaps = ops.where(x > -0.9, x, ops.log(x))
    return Model(x, [ops.arctan(x), ops.arcsin(y), ops.arccos(y), ops.arctan2(y, -x), ops.signbit(x), ops.ldexp(x, 2), ops.nanmax(gaps, axis=1), ops.nanstd(gaps, axis=(1, 2)),
                     ops.nanprod(gaps, axis=-1), ops.diagonal(x, offset=1, axis1=1, axis2=2), ops.trace(x, axis1=1, axis2=2), ops.array_split(x, 2, axis=1)[0],
                     ops.split(x, [1], axis=2)[1], ops.select([x > 0.5, x < -0.5], [x, -x], 0.1), ops.take(x, np.array([[0, 1], [2, 2]]), axis=1),
                     ops.searchsorted(np.array([-0.5, 0.0, 0.5], "float32"), ops.reshape(x, (-1,))), ops.norm(x, ord=np.inf, axis=-1),
                     ops.cast(ops.cast(x, "float16"), "float32"), ops.argmax(x)]), floats(2, 3, 4)


@corner
def ops_whole_numbers():
    a, b = Input((4,), dtype="int32", name="a"), Input((4,), dtype="int32", name="b")
    data = {"a": np.array([[12, -7, 0, 5], [123456789, -33, 40, 9]], "int32"), "b": np.array([[18, 3, 4, 1], [1021, 2, 31, 6]], "int32")}
    return Model({"a": a, "b": b}, [ops.bitwise_and(a, b), ops.bitwise_or(a, np.array([6], "int32")), ops.bitwise_xor(a, b), ops.bitwise_not(a), ops.left_shift(a, np.array([3], "int32")), ops.right_shift(a, b), ops.gcd(a, b),
                                    ops.lcm(a - 1, b), a // b, a % -b, ops.mod(a, 1000), ops.bincount(a % 5, minlength=6)]), data


@corner
def ops_places():
    x = Input((3, 4), name="x")
    n = Input((2,), dtype="int32", name="n")
    data = {"x": floats(2, 3, 4), "n": np.array([[1, 2], [0, 1]], "int32")}
    return Model({"x": x, "n": n}, [ops.slice(x, (0, 1, 0), (-1, 2, 3)), ops.slice(x, (0, n[0, 0], n[0, 1]), (2, 1, 2)), ops.slice_update(x, (0, 1, 2), x[:, :2, :2] * 2),
                                    ops.slice_update(x, (0, n[0, 0], n[0, 1]), x[:, :1, :2] * 2), ops.take(x, n[0], axis=1), ops.take(x, n[1] - 1, axis=-1), ops.take_along_axis(x, ops.argsort(x, axis=1) - 3, axis=1),
                                    ops.rot90(x, axes=(1, 2)), ops.rot90(x, k=3, axes=(1, 2)), ops.fliplr(x), ops.segment_sum(x[0], np.array([0, 2, 0]), num_segments=4), ops.segment_max(x[0], np.array([1, 1, 0]), num_segments=2)]), data


@corner
def ops_orders_and_quantiles():
    x = Input((3, 4), name="x")
    gaps = ops.where(x > -0.5, x, ops.log(x))
    return Model(x, [ops.median(x, axis=(1, 2)), ops.nanmedian(gaps, axis=-1), ops.nanmedian(gaps, axis=(1, 2), keepdims=True), ops.nanquantile(gaps, [0.1, 0.75], axis=1), ops.quantile(x, 0.3, axis=(-1, 1), method="nearest"),
                     ops.median(gaps, axis=-1), ops.normalize(x, axis=1, order=1), ops.normalize(x, order=3), ops.norm(x, ord=3, axis=-1), ops.norm(x, ord=1, axis=(1, 2)), ops.norm(x, ord=np.inf, axis=(2, 1), keepdims=True),
                     ops.erfinv(x), ops.i0(x * 9), ops.nextafter(x, 2.0)]), floats(2, 3, 4)


@corner
def ops_losses_and_windows():
    x = Input((5, 4), name="x")
    truth, p = ops.cast(x > 0, "float32"), ops.abs(x)
    numbers = lambda *shape: (np.arange(1, 1 + np.prod(shape)).reshape(shape) / 7).astype("float32")
    return Model(x, [ops.binary_crossentropy(truth, p), ops.binary_crossentropy(truth, x * 20, from_logits=True), ops.binary_crossentropy(truth, ops.sigmoid(x * 90)), ops.categorical_crossentropy(truth, p, axis=1),
                     ops.categorical_crossentropy(truth, ops.softmax(x)), ops.sparse_categorical_crossentropy(ops.argmax(x, axis=-1), p), ops.sparse_categorical_crossentropy(ops.argmin(x, axis=-1), x, from_logits=True),
                     ops.depthwise_conv(x, numbers(2, 4, 2), padding="same"), ops.separable_conv(x, numbers(2, 4, 1), numbers(1, 4, 3)), ops.conv(x, numbers(2, 4, 3), strides=2, dilation_rate=1)]), floats(2, 5, 4)


@corner
def ops_distance():
    a, b = Input((4,), name="a"), Input((4,), name="b")
    d = L.Dense(3)
    x, y = ops.normalize(d(a)), ops.normalize(d(b))
    return scramble(Model([a, b], ops.sum(x * y, axis=-1, keepdims=True))), {"a": floats(3, 4), "b": floats(3, 4)[::-1].copy()}


@corner
def ops_linspace_arange():
    x = Input((4,), name="x")
    pos = ops.arange(0, 4, dtype="float32")
    e = L.Embedding(4, 4)(ops.arange(4))
    return scramble(Model(x, [x + pos, x @ ops.convert_to_tensor(np.eye(4, dtype="float32"))])), floats(2, 4)


@corner
def ops_as_activation():
    x = Input((4,), name="x")
    h = L.Dense(3, activation=ops.tanh)(x)
    h = L.Dense(3, activation=ops.relu6)(h)
    h = L.Activation(keras.activations.get("mish"))(h)
    return scramble(Model(x, h)), floats(2, 4)


@corner
def activations_functions():
    x = Input((4,), name="x")
    names = "celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_tanh leaky_relu linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu softmax soft_shrink softplus softsign sparse_plus sparse_sigmoid squareplus tanh tanh_shrink threshold".split()
    return Model(x, [L.Activation(n)(x) for n in names if n != "threshold" and hasattr(keras.activations, n)] + [keras.activations.gelu(x, approximate=True), keras.activations.relu(x, negative_slope=0.1, max_value=0.5, threshold=0.1)]), floats(2, 4)


@corner
def activation_layers_as_arguments():
    x = Input((4,), name="x")
    h = L.Dense(4, activation=L.LeakyReLU(negative_slope=0.15))(x)
    h = L.Dense(4, activation=L.ReLU(max_value=2.0))(h)
    h = L.Activation(L.ELU(0.3))(h)
    return scramble(Model(x, L.Dense(3, activation=L.Softmax(axis=-1))(h))), floats(2, 4)


@corner
def activation_prelu_shared_axes():
    x = Input((4, 5), name="x")
    return scramble(Model(x, L.PReLU(shared_axes=[1])(x))), floats(2, 4, 5)


# Settings as objects.


@corner
def objects_everywhere():
    i, r, c = keras.initializers, keras.regularizers, keras.constraints
    x = Input((4,), name="x")
    h = L.Dense(4, kernel_initializer=i.VarianceScaling(2.0, "fan_out", "untruncated_normal", seed=3), bias_initializer=i.Constant(0.3), kernel_regularizer=r.L1(0.1), kernel_constraint=c.MaxNorm(2, axis=0))(x)
    h = L.Dense(4, kernel_initializer=i.Orthogonal(1.5, seed=1), kernel_regularizer=r.L2(0.1), bias_constraint=c.NonNeg(), activity_regularizer=r.L1L2(0.1, 0.2))(h)
    h = L.Dense(4, kernel_initializer=i.RandomNormal(0.1, 0.2, seed=keras.random.SeedGenerator(5)), kernel_regularizer=r.OrthogonalRegularizer(0.02, "columns"), kernel_constraint=c.UnitNorm(axis=1))(h)
    h = L.Dense(4, kernel_initializer=i.Identity(2.0), kernel_constraint=c.MinMaxNorm(0.1, 0.9, 0.5))(h)
    h = L.Dense(4, kernel_initializer="he_normal", kernel_regularizer="l1", bias_regularizer="l2")(h)
    h = L.Dense(4, kernel_initializer=i.TruncatedNormal(stddev=0.1), bias_initializer=i.RandomUniform(-0.1, 0.1))(h)
    h = L.Dense(2, kernel_initializer=i.GlorotNormal(), bias_initializer="ones")(h)
    return scramble(Model(x, h)), floats(2, 4)


@corner
def random_layers_with_seeds():
    x = Input((6, 4), name="x")
    h = L.Dropout(0.2, noise_shape=(None, 1, 4), seed=8)(x)
    h = L.GaussianDropout(0.2, seed=3)(h)
    h = L.AlphaDropout(0.1)(h)
    h = L.SpatialDropout1D(0.1)(h)
    h = L.GaussianNoise(0.1, seed=1)(h)
    h = L.ActivityRegularization(0.1, 0.2)(h)
    return scramble(Model(x, L.Dense(2)(h))), floats(2, 6, 4)


@corner
def seeds_count_among_weights():
    """Layers with a state of random numbers between layers with weights of the same class."""
    x = Input((5, 3), name="x")
    h = L.LSTM(3, dropout=0.2, recurrent_dropout=0.1, return_sequences=True, seed=4)(x)
    h = L.GRU(3, dropout=0.2, return_sequences=True)(h)
    h = L.MultiHeadAttention(1, 2, dropout=0.1, seed=5)(h, h)
    h = L.Bidirectional(L.LSTM(2, dropout=0.3))(h)
    return scramble(Model(x, h)), floats(2, 5, 3)


@corner
def normalization_options():
    x = Input((4, 6), name="x")
    h = L.BatchNormalization(axis=1, center=False, momentum=0.5, epsilon=0.01)(x)
    h = L.LayerNormalization(axis=[1, 2], scale=False)(h)
    h = L.LayerNormalization(axis=1, center=False)(h)
    h = L.GroupNormalization(groups=3, axis=-1, scale=False)(h)
    h = L.UnitNormalization(axis=[1, 2])(h)
    h = L.RMSNormalization()(h)
    h = L.BatchNormalization(renorm=False)(h)
    return scramble(Model(x, h)), floats(2, 4, 6)


@corner
def normalization_renorm():
    return scramble(Sequential([Input((4,)), L.BatchNormalization(renorm=True), L.Dense(2)])), floats(3, 4)


@corner
def normalization_masked():
    x = Input((4, 3), name="x")
    data = floats(2, 4, 3)
    data[1, 2:] = 0
    return scramble(Model(x, L.GlobalAveragePooling1D()(L.BatchNormalization()(L.Masking()(x))))), data


@corner
def spectral_on_conv():
    x = Input((6, 3), name="x")
    return scramble(Model(x, L.SpectralNormalization(L.Conv1D(2, 2), power_iterations=2)(x))), floats(2, 6, 3)


# Recurrent.


@corner
def rnn_of_stacked():
    x = Input((4, 3), name="x")
    cells = L.StackedRNNCells([L.LSTMCell(2, name="one"), L.GRUCell(3, reset_after=False), L.SimpleRNNCell(2)])
    out = L.RNN(cells, return_sequences=True, return_state=True)(x)
    return scramble(Model(x, list(keras.tree.flatten(out)))), floats(2, 4, 3)


@corner
def rnn_backward_differs():
    x = Input((4, 3), name="x")
    b = L.Bidirectional(L.LSTM(2, return_sequences=True), backward_layer=L.GRU(2, return_sequences=True, go_backwards=True, activation="relu"), merge_mode="mul")
    return scramble(Model(x, b(x))), floats(2, 4, 3)


@corner
def rnn_merge_none():
    x = Input((4, 3), name="x")
    a, b = L.Bidirectional(L.GRU(2), merge_mode=None)(x)
    return scramble(Model(x, [a, b])), floats(2, 4, 3)


@corner
def rnn_stateful():
    x = Input(batch_shape=(2, 4, 3), name="x")
    return scramble(Model(x, L.LSTM(2, stateful=True)(x))), floats(2, 4, 3)


@corner
def conv_lstm3d_states():
    x = Input((2, 2, 3, 2, 2), name="x")
    first = L.ConvLSTM3D(2, 2, padding="same", data_format="channels_first", return_sequences=True, return_state=True, name="first")
    again = L.ConvLSTM3D(2, 2, padding="same", data_format="channels_first", name="again")
    h, *states = first(x)
    return scramble(Model(x, again(h, initial_state=states))), floats(2, 2, 2, 3, 2, 2)


@corner
def rnn_in_time_distributed():
    x = Input((3, 4, 2), name="x")
    return scramble(Model(x, L.GRU(2)(L.TimeDistributed(L.LSTM(3))(x)))), floats(2, 3, 4, 2)


@corner
def time_distributed_model():
    a = Input((4, 2), name="a")
    inner = Model(a, L.Dense(3)(L.Flatten()(L.Conv1D(2, 2)(a))), name="per_step")
    x = Input((3, 4, 2), name="x")
    return scramble(Model(x, L.LSTM(2)(L.TimeDistributed(inner)(x)))), floats(2, 3, 4, 2)


@corner
def time_distributed_twice():
    x = Input((2, 3, 4), name="x")
    return scramble(Model(x, L.TimeDistributed(L.TimeDistributed(L.Dense(2)))(x))), floats(2, 2, 3, 4)


@corner
def time_distributed_bidirectional():
    x = Input((2, 3, 4), name="x")
    return scramble(Model(x, L.TimeDistributed(L.Bidirectional(L.LSTM(2)))(x))), floats(2, 2, 3, 4)


@corner
def bidirectional_stacked_two():
    x = Input((4,), name="x", dtype="int32")
    h = L.Embedding(10, 4, mask_zero=True)(x)
    h = L.Bidirectional(L.LSTM(3, return_sequences=True), name="bi one")(h)
    h = L.Bidirectional(L.GRU(3, return_sequences=True), name="bi two", merge_mode="ave")(h)
    return scramble(Model(x, L.Dense(2)(L.GlobalMaxPooling1D()(h)))), ids(3, 4)


@corner
def rnn_zero_output_for_mask():
    t = Input((5,), name="t", dtype="int32")
    e = L.Embedding(10, 3, mask_zero=True)(t)
    h = L.RNN(L.LSTMCell(2), return_sequences=True, zero_output_for_mask=True)
    return scramble(Model(t, h(e))), ids(3, 5)


@corner
def conv_lstm():
    x = Input((3, 5, 2), name="x")
    y = L.ConvLSTM1D(3, 2, return_sequences=True, padding="same")(x)
    return scramble(Model(x, L.Bidirectional(L.ConvLSTM1D(2, 2))(y))), floats(2, 3, 5, 2)


# Convolutions and the like.


@corner
def conv_options():
    x = Input((8, 8, 4), name="x")
    h = L.Conv2D(4, (2, 3), groups=2, strides=(1, 2), activation="relu")(x)
    h = L.DepthwiseConv2D(2, depth_multiplier=2, padding="same")(h)
    h = L.SeparableConv2D(5, 2, depth_multiplier=2)(h)
    h = L.Conv2DTranspose(3, 3, strides=2, output_padding=1)(h)
    h = L.AveragePooling2D((2, 1), padding="same")(h)
    h = L.ZeroPadding2D(((1, 0), (0, 2)))(h)
    h = L.Cropping2D(1)(h)
    h = L.UpSampling2D((2, 1), interpolation="nearest")(h)
    h = L.MaxPooling2D()(h)
    return scramble(Model(x, [L.GlobalMaxPooling2D(keepdims=True)(h), L.Flatten()(h)])), floats(2, 8, 8, 4)


@corner
def conv_channels_first():
    x = Input((3, 8), name="x")
    h = L.Permute((2, 1))(x)
    h = L.GlobalAveragePooling1D(data_format="channels_first")(h)
    return scramble(Model(x, h)), floats(2, 3, 8)


@corner
def conv_3d():
    x = Input((4, 4, 4, 2), name="x")
    h = L.Conv3D(3, 2)(x)
    h = L.MaxPooling3D(2, strides=1)(h)
    return scramble(Model(x, L.GlobalAveragePooling3D()(h))), floats(2, 4, 4, 4, 2)


@corner
def locally_resized():
    x = Input((4, 4, 2), name="x")
    return Model(x, [L.UpSampling2D(2, interpolation="bilinear")(x), L.Resizing(3, 5)(x), L.CenterCrop(2, 2)(x)]), floats(2, 4, 4, 2)


@corner
def adaptive_pooling():
    x = Input((7, 3), name="x")
    return Model(x, [L.AdaptiveAveragePooling1D(3)(x), L.AdaptiveMaxPooling1D(2)(x)]), floats(2, 7, 3)


# Preprocessing.


def lookup_modes(make, data, dtype, **more):
    x = Input(data.shape[1:], name="x", dtype=dtype)
    outs = []
    for mode in ("int", "one_hot", "multi_hot", "count"):
        if mode == "one_hot" and data.shape[-1] != 1:
            continue
        outs.append(make(output_mode=mode, **more)(x))
    return Model(x, outs)


@corner
def string_lookup_modes():
    data = texts("a", "b", "z", "c")
    return lookup_modes(lambda **k: L.StringLookup(vocabulary=["a", "b", "c"], **k), data, "string"), data


@corner
def string_lookup_multi():
    data = np.array([["a", "", "z"], ["c", "b", "b"]], dtype=object)
    x = Input((3,), name="x", dtype="string")
    voc = ["a", "b", "c"]
    outs = [L.StringLookup(vocabulary=voc, mask_token="")(x), L.StringLookup(vocabulary=voc, num_oov_indices=3)(x), L.StringLookup(vocabulary=voc, output_mode="multi_hot", pad_to_max_tokens=True, max_tokens=8)(x)]
    outs += [L.StringLookup(vocabulary=voc, output_mode="tf_idf", idf_weights=[0.5, 1.0, 2.0])(x), L.StringLookup(vocabulary=voc, output_mode="count", mask_token="")(x)]
    return Model(x, outs), data


@corner
def string_lookup_adapted():
    lookup = L.StringLookup(output_mode="tf_idf", max_tokens=6)
    lookup.adapt([["red", "blue"], ["red", "green"], ["red", "white"], ["red", "blue"]])
    data = np.array([["red", "pink"], ["blue", "blue"]], dtype=object)
    x = Input((2,), name="x", dtype="string")
    return Model(x, lookup(x)), data


@corner
def string_lookup_unicode():
    lookup = L.StringLookup()
    lookup.adapt(np.array(["grün", "日本 語", "a\tb", "tab", "grün", " lead", "trail "]))
    data = texts("日本 語", "grün", "a\tb", " lead", "lead", "trail ")
    x = Input((1,), name="x", dtype="string")
    return Model(x, lookup(x)), data


@corner
def string_lookup_then_embedding():
    lookup = L.StringLookup(vocabulary=["a", "b", "c"])
    x = Input((1,), name="x", dtype="string")
    h = L.Flatten()(L.Embedding(lookup.vocabulary_size(), 3)(lookup(x)))
    return scramble(Model(x, L.Dense(1)(h))), texts("a", "b", "q")


@corner
def integer_lookup_modes():
    data = np.array([[5], [7], [9], [0]], dtype="int64")
    return lookup_modes(lambda **k: L.IntegerLookup(vocabulary=[5, 7, 1000], **k), data, "int64"), data


@corner
def integer_lookup_adapted():
    lookup = L.IntegerLookup(num_oov_indices=2, mask_token=0)
    lookup.adapt(np.array([[42, 1138], [42, 7], [1138, 42]]))
    x = Input((2,), name="x", dtype="int64")
    return Model(x, lookup(x)), np.array([[42, 0], [99, 7], [1138, 98]], dtype="int64")


@corner
def text_vectorization_modes():
    data = texts("The cat, the dog!", "a Bird", "cat cat fish", "")
    x = Input((1,), name="x", dtype="string")
    outs = []
    for kw in (
        {},
        {"output_sequence_length": 4},
        {"output_mode": "multi_hot"},
        {"output_mode": "count", "ngrams": 2},
        {"output_mode": "tf_idf"},
        {"standardize": "lower"},
        {"standardize": "strip_punctuation", "split": "character", "output_sequence_length": 5},
        {"standardize": None, "ngrams": (2,), "output_sequence_length": 3},
        {"max_tokens": 4, "output_mode": "count", "pad_to_max_tokens": True},
    ):
        t = L.TextVectorization(**kw)
        t.adapt(["the cat sat", "the dog sat", "a bird sat on the dog", "cat, dog!"])
        outs.append(t(x))
    return Model(x, outs), data


@corner
def text_vectorization_vocabulary():
    t = L.TextVectorization(vocabulary=["cat", "dog", "the"], output_sequence_length=4)
    x = Input((1,), name="x", dtype="string")
    h = L.Embedding(5, 3, mask_zero=True)(t(x))
    return scramble(Model(x, L.LSTM(2)(h))), texts("the cat", "dog dog cat bird the", "")


@corner
def text_vectorization_scalar():
    t = L.TextVectorization(vocabulary=["cat", "dog", "the"], output_sequence_length=4)
    return Sequential([Input((), dtype="string"), t]), np.array(["the cat", "dog bird"], dtype=object)


@corner
def normalization_adapted():
    data = floats(6, 4) * 3 + 2
    n = L.Normalization()
    n.adapt(data)
    inv = L.Normalization(invert=True)
    inv.adapt(data)
    x = Input((4,), name="x")
    return scramble(Model(x, [L.Dense(2)(n(x)), inv(x), L.Normalization(mean=1.5, variance=4.0)(x), L.Normalization(mean=[1, 2, 3, 4.0], variance=[1, 4, 9, 16.0])(x)])), data


@corner
def normalization_axes():
    data = floats(6, 4, 3) * 3 + 2
    x = Input((4, 3), name="x")
    outs = []
    for axis in (None, 1, -1, (1, 2)):
        n = L.Normalization(axis=axis)
        n.adapt(data)
        outs.append(n(x))
    return Model(x, outs), data[:2]


@corner
def normalization_scalar_column():
    n = L.Normalization(axis=None)
    n.adapt(np.arange(10, dtype="float32"))
    x = Input((1,), name="x")
    return scramble(Model(x, L.Dense(2)(n(x)))), floats(3, 1)


@corner
def discretization_modes():
    data = np.array([[-1.0], [0.2], [1.0], [7.5]], dtype="float32")
    m = lookup_modes(lambda **k: L.Discretization(bin_boundaries=[0.0, 1.0, 3.0], **k), data, "float32")
    return m, data


@corner
def discretization_adapted():
    d = L.Discretization(num_bins=4, epsilon=0.01)
    d.adapt(np.arange(100, dtype="float32").reshape(-1, 1))
    x = Input((1,), name="x")
    return Model(x, d(x)), np.array([[3.0], [40.0], [60.5], [99.0]], dtype="float32")


@corner
def category_encoding_modes():
    x, y = Input((3,), name="x", dtype="int32"), Input((1,), name="y", dtype="int32")
    return Model([x, y], [L.CategoryEncoding(10, output_mode="multi_hot")(x), L.CategoryEncoding(10, output_mode="count")(x), L.CategoryEncoding(10, output_mode="one_hot")(y), L.CategoryEncoding(10, output_mode="one_hot")(x)]), {"x": ids(2, 3), "y": ids(2, 1)}


@corner
def hashing_modes():
    data = texts("a", "b", "z", "")
    x = Input((1,), name="x", dtype="string")
    outs = [L.Hashing(7)(x), L.Hashing(7, salt=133)(x), L.Hashing(7, salt=[133, 137])(x), L.Hashing(7, mask_value="")(x), L.Hashing(7, output_mode="one_hot")(x), L.Hashing(7, output_mode="multi_hot")(x), L.Hashing(7, output_mode="count")(x)]
    return Model(x, outs), data


@corner
def hashing_integers():
    data = np.array([[5], [7], [123456789012], [0]], dtype="int64")
    x = Input((1,), name="x", dtype="int64")
    return Model(x, [L.Hashing(7)(x), L.Hashing(7, mask_value=0)(x), L.Hashing(3, salt=1)(x)]), data


@corner
def hashed_crossing_modes():
    a, b = Input((1,), name="a", dtype="string"), Input((1,), name="b", dtype="int64")
    return Model([a, b], [L.HashedCrossing(5)([a, b]), L.HashedCrossing(5, output_mode="one_hot")([a, b])]), {"a": texts("x", "y", "z"), "b": np.array([[1], [2], [3]], dtype="int64")}


@corner
def rescaling_options():
    x = Input((3,), name="x")
    return Model(x, [L.Rescaling(0.5)(x), L.Rescaling(scale=[1.0, 2.0, 3.0], offset=[0.1, 0.2, 0.3])(x)]), floats(2, 3)


@corner
def preprocessing_all_in_one():
    a, b, c = Input((1,), name="colour", dtype="string"), Input((1,), name="age"), Input((1,), name="code", dtype="int64")
    look = L.StringLookup(output_mode="one_hot")
    look.adapt(np.array([["red"], ["blue"], ["red"]]))
    norm = L.Normalization()
    norm.adapt(np.array([[20.0], [40.0], [60.0]]))
    code = L.IntegerLookup(output_mode="one_hot")
    code.adapt(np.array([[3], [3], [8]]))
    disc = L.Discretization(bin_boundaries=[30.0, 50.0], output_mode="one_hot")
    h = L.Concatenate()([look(a), norm(b), code(c), disc(b)])
    return scramble(Model({"colour": a, "age": b, "code": c}, L.Dense(1, activation="sigmoid")(h))), {"colour": texts("red", "blue", "green"), "age": np.array([[25.0], [45.0], [70.0]], dtype="float32"), "code": np.array([[3], [8], [1]], dtype="int64")}


@corner
def preprocessing_nested():
    x = Input((1,), name="x", dtype="string")
    look = L.StringLookup()
    look.adapt(np.array([["red"], ["blue"], ["red"]]))
    pre = Model(x, look(x), name="pre")
    y = Input((1,), name="y", dtype="string")
    return scramble(Model(y, L.Flatten()(L.Embedding(4, 2)(pre(y))))), texts("red", "x", "blue")


@corner
def feature_space_inside():
    space = keras.utils.FeatureSpace(
        features={
            "colour": "string_categorical",
            "age": "float_normalized",
            "code": "integer_categorical",
            "weight": keras.utils.FeatureSpace.float_discretized(num_bins=3),
            "size": keras.utils.FeatureSpace.float_rescaled(scale=0.5),
            "place": keras.utils.FeatureSpace.string_hashed(num_bins=5),
            "number": keras.utils.FeatureSpace.integer_hashed(num_bins=5),
            "raw": keras.utils.FeatureSpace.float(),
        },
        crosses=[keras.utils.FeatureSpace.cross(("colour", "code"), crossing_dim=8)],
        output_mode="concat",
    )
    raw = {
        "colour": np.array(["red", "blue", "red", "green"]),
        "age": np.array([20.0, 30.0, 45.0, 60.0], dtype="float32"),
        "code": np.array([1, 2, 1, 3]),
        "weight": np.array([0.1, 0.5, 0.7, 0.9], dtype="float32"),
        "size": np.array([1.0, 2.0, 3.0, 4.0], dtype="float32"),
        "place": np.array(["x", "y", "z", "x"]),
        "number": np.array([10, 20, 30, 40]),
        "raw": np.array([0.1, 0.2, 0.3, 0.4], dtype="float32"),
    }
    import tensorflow as tf

    space.adapt(tf.data.Dataset.from_tensor_slices(raw))
    inputs = space.get_inputs()
    encoded = space.get_encoded_features()
    m = Model(inputs, L.Dense(2)(encoded))
    data = {k: (v.reshape(-1, 1).astype(object) if v.dtype.kind == "U" else v.reshape(-1, 1)) for k, v in raw.items()}
    return scramble(m), data


@corner
def feature_space_outer():
    space = keras.utils.FeatureSpace(features={"colour": "string_categorical", "age": "float_normalized"}, output_mode="dict")
    raw = {"colour": np.array(["red", "blue", "red", "green"]), "age": np.array([20.0, 30.0, 45.0, 60.0], dtype="float32")}
    import tensorflow as tf

    space.adapt(tf.data.Dataset.from_tensor_slices(raw))
    out = space.get_encoded_features()
    m = Model(space.get_inputs(), L.Dense(2)(L.Concatenate()([out["colour"], out["age"]])))
    return scramble(m), {"colour": texts(*raw["colour"]), "age": raw["age"].reshape(-1, 1)}


# Other layers.


@corner
def masking_then_flatten_dense():
    x = Input((4, 3), name="x")
    data = floats(2, 4, 3)
    data[0, 2:] = 0
    h = L.Dense(2)(L.Masking(0.0)(x))
    return scramble(Model(x, [L.Flatten()(h), L.LSTM(2)(h)])), data


@corner
def softmax_masked():
    x, m = Input((4,), name="x"), Input((4,), name="m", dtype="bool")
    return Model([x, m], L.Softmax()(x, mask=m)), {"x": floats(3, 4), "m": ids(3, 4) > 2}


@corner
def reversible_embedding():
    t = Input((4,), name="t", dtype="int32")
    e = L.ReversibleEmbedding(10, 3)
    h = L.Dense(3)(e(t))
    return scramble(Model(t, e(h, reverse=True))), ids(2, 4)


@corner
def einsum_dense_kinds():
    x = Input((4, 6), name="x")
    a = L.EinsumDense("abc,cd->abd", output_shape=(4, 5), bias_axes="bd", activation="relu")(x)
    b = L.EinsumDense("...x,xy->...y", output_shape=3, bias_axes="y")(x)
    c = L.EinsumDense("abc,cde->abde", output_shape=(None, 2, 3), bias_axes="de")(x)
    return scramble(Model(x, [a, b, c])), floats(2, 4, 6)


@corner
def grouped_query_attention():
    x = Input((4, 6), name="x")
    return scramble(Model(x, L.GroupQueryAttention(3, 4, 2)(x, x, use_causal_mask=True))), floats(2, 4, 6)


@corner
def reshape_kinds():
    x = Input((4, 6), name="x")
    return Model(x, [L.Reshape((-1,))(x), L.Reshape((2, -1, 3))(x), L.Flatten()(x), L.Permute((2, 1))(x), L.Flatten(data_format="channels_first")(x), L.ZeroPadding1D(1)(x), L.Cropping1D((1, 0))(x), L.UpSampling1D(3)(x)]), floats(2, 4, 6)


@corner
def merge_broadcast():
    a, b, c = Input((4, 3), name="a"), Input((1, 3), name="b"), Input((3,), name="c")
    return Model([a, b, c], [L.Add()([a, b]), L.Multiply()([a, b]), L.Add()([a, c[:, None]]), L.Concatenate(axis=1)([a, b]), L.Dot(axes=-1)([c, c]), L.Average()([a, a, b])]), {"a": floats(2, 4, 3), "b": floats(2, 1, 3) + 1, "c": floats(2, 3)}


@corner
def embedding_then_everything():
    t = Input((5,), name="t", dtype="int32")
    e = L.Embedding(10, 4, mask_zero=True, embeddings_regularizer="l2", embeddings_constraint="max_norm")(t)
    h = L.Conv1D(3, 2, padding="same", activation="relu")(e)
    return scramble(Model(t, L.Concatenate()([L.GlobalMaxPooling1D()(h), L.GlobalAveragePooling1D()(e), L.Flatten()(e)]))), ids(3, 5)


@corner
def identity_layers():
    x = Input((3,), name="x")
    return scramble(Model(x, L.Identity(name="out")(L.Dense(2)(L.Identity()(x))))), floats(2, 3)


@corner
def attention_options():
    x = Input((5, 4), name="x")
    h = L.Attention(score_mode="concat", dropout=0.1)([x, x], use_causal_mask=True)
    return scramble(Model(x, h)), floats(2, 5, 4)


@corner
def attention_gates():
    x = Input((5, 4), name="x")
    h = L.MultiHeadAttention(2, 3, value_dim=2, use_gate=True)(x, x)
    h = L.GroupQueryAttention(3, 4, 2, use_bias=False, use_gate=True)(h, x)
    return scramble(Model(x, h)), floats(2, 5, 4)


@corner
def names_of_other_scripts():
    shared = L.Dense(3, activation="tanh", name="выход é")
    a, b = Input((3,), name="Größe"), Input((3,), name="中文 🙂")
    one = Model(a, shared(L.Dense(3, name="d" * 300)(a)), name="эрсте")
    two = Model(b, L.Dense(2, name="层.one:0")(shared(b)), name="zweites")
    return scramble(Model([a, b], L.Concatenate()([one(a), two(b)]), name="модель")), {"Größe": floats(2, 3), "中文 🙂": floats(2, 3)}


@corner
def constants_infinite():
    x = Input((3,), name="x")
    return Model(x, [ops.where(x > 0, x, np.array([-np.inf, 2, np.nan], "float32")) < 1, ops.clip(x, -np.inf, 0.5), ops.maximum(x, float("-inf")), ops.minimum(float("inf"), x)]), floats(4, 3)


# Compiled in all ways.


def compiled(make):
    def f():
        m, x = small_two()
        make(m)
        return m, x

    f.__name__ = make.__name__
    return corner(f)


def small_two():
    x = Input((3,), name="x")
    h = L.Dense(4, activation="relu")(x)
    return scramble(Model(x, {"a": L.Dense(1, activation="sigmoid", name="left")(h), "b": L.Dense(3, activation="softmax", name="right")(h)})), floats(4, 3)


@compiled
def compiled_dict_losses(m):
    m.compile("adam", loss={"a": "binary_crossentropy", "b": "sparse_categorical_crossentropy"}, metrics={"a": ["accuracy"]})


@compiled
def compiled_one_loss_missing(m):
    m.compile("adam", loss={"a": "binary_crossentropy", "b": None})


@compiled
def compiled_schedule(m):
    m.compile(keras.optimizers.SGD(keras.optimizers.schedules.CosineDecay(0.1, 100, warmup_target=0.2, warmup_steps=10)), loss="mse")


@compiled
def compiled_loss_scale(m):
    m.compile(keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam(0.01)), loss="mse")


@compiled
def compiled_metrics_objects(m):
    m.compile(keras.optimizers.AdamW(), loss=keras.losses.Huber(delta=2.0), weighted_metrics={"a": [keras.metrics.Precision(thresholds=[0.3, 0.6])], "b": [keras.metrics.SparseTopKCategoricalAccuracy(2)]}, jit_compile=False, steps_per_execution=3)


if __name__ == "__main__":
    main("corner_")
