"""Records layers over space and their gradients as Keras computes them.

    KERAS_BACKEND=tensorflow python space_layers.py

Writes ../resources/golden/keras_layers_space.json: convolutions, pooling and reshaping with the
settings and odd lengths that the other recorded cases leave out. TensorFlow on CPU can't run most of
them with channels first, so those are run with channels last and told as the other.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

from arrays import array, write

RNG = np.random.default_rng(5)
CASES = []


def floats(*shape):
    return np.round(RNG.uniform(-1, 1, shape), 3).astype("float32")


def first(values, rank):
    """Channels from the end to the second place."""
    return np.moveaxis(values, -1, 1) if np.ndim(values) == rank + 2 else values


def case(name, shape, channels_first=False, **config):
    rank = len(shape) - 2
    layer = getattr(keras.layers, name)(**config)
    x = tf.constant(floats(*shape))
    layer.build(x.shape)
    for weight in layer.weights:
        weight.assign(floats(*weight.shape))
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = layer(x)
        cotangent = floats(*y.shape)
        scalar = tf.reduce_sum(y * cotangent)
    wanted = [x] + [w.value for w in layer.trainable_weights]
    gradients = [tf.convert_to_tensor(g) for g in tape.gradient(scalar, wanted)]
    settings = {k: v for k, v in layer.get_config().items() if k != "dtype"}
    if channels_first:
        settings["data_format"] = "channels_first"
    place = (lambda v: first(v, rank)) if channels_first else (lambda v: v)
    CASES.append({
        "id": f"keras_layers_space-{len(CASES):04d}",
        "kind": "layer",
        "class": name,
        "config": settings,
        "call_kwargs": {},
        "inputs": [array(place(x.numpy()))],
        "weights": [
            {"name": w.name, "path": w.path, "trainable": w.trainable, **array(w.numpy())}
            for w in layer.weights
        ],
        "expected_outputs": [array(place(y.numpy()))],
        "cotangents": [array(place(cotangent))],
        "expected_grad_inputs": [array(place(gradients[0].numpy()))],
        "expected_grad_weights": [
            {"path": w.path, "grad": array(g.numpy())}
            for w, g in zip(layer.trainable_weights, gradients[1:])
        ],
    })


LINE, PLANE, VOLUME = (2, 7, 3), (2, 5, 6, 2), (1, 3, 4, 5, 2)
CONV = {"activation": "tanh"}

case("Conv1D", LINE, filters=4, kernel_size=4, padding="same", strides=3)
case("Conv1D", LINE, filters=2, kernel_size=3, padding="causal", dilation_rate=2, **CONV)
case("Conv1D", LINE, filters=2, kernel_size=2, padding="causal", strides=2, use_bias=False)
case("Conv1D", (2, 6, 4), True, filters=6, kernel_size=3, groups=2, padding="same")
case("Conv2D", PLANE, filters=3, kernel_size=(2, 3), padding="same", strides=(2, 3))
case("Conv2D", PLANE, True, filters=4, kernel_size=3, groups=2, dilation_rate=(1, 2))
case("Conv2D", PLANE, filters=3, kernel_size=1, strides=2)
case("Conv3D", VOLUME, filters=2, kernel_size=2, padding="same", strides=(1, 2, 2))
case("Conv3D", VOLUME, True, filters=2, kernel_size=(1, 3, 2), **CONV)
for padding in ("valid", "same"):
    case("Conv1DTranspose", LINE, filters=2, kernel_size=3, padding=padding, strides=2)
    case("Conv1DTranspose", LINE, True, filters=2, kernel_size=2, padding=padding, strides=3)
    case(
        "Conv1DTranspose", LINE, filters=2, kernel_size=5, padding=padding, strides=3,
        output_padding=1, **CONV)
    case("Conv1DTranspose", LINE, filters=2, kernel_size=3, padding=padding, dilation_rate=2)
    case(
        "Conv2DTranspose", PLANE, filters=2, kernel_size=(4, 3), padding=padding, strides=(3, 2),
        output_padding=(2, 1))
    case("Conv2DTranspose", PLANE, True, filters=3, kernel_size=2, padding=padding, strides=2)
    case("Conv3DTranspose", VOLUME, filters=2, kernel_size=2, padding=padding, strides=(1, 2, 1))
    case(
        "DepthwiseConv1D", LINE, kernel_size=3, depth_multiplier=2, padding=padding, strides=2,
        **CONV)
    case("DepthwiseConv2D", PLANE, True, kernel_size=2, depth_multiplier=3, padding=padding)
    case("DepthwiseConv2D", PLANE, kernel_size=(3, 2), padding=padding, dilation_rate=2)
    case("DepthwiseConv2D", PLANE, kernel_size=2, padding=padding, strides=2, dilation_rate=2)
    case(
        "SeparableConv1D", LINE, filters=4, kernel_size=3, depth_multiplier=2, padding=padding,
        dilation_rate=2, use_bias=False)
    case("SeparableConv2D", PLANE, True, filters=3, kernel_size=2, padding=padding, strides=2)
    for kind in ("Max", "Average"):
        case(f"{kind}Pooling1D", LINE, pool_size=3, strides=2, padding=padding)
        case(f"{kind}Pooling2D", PLANE, True, pool_size=(2, 3), padding=padding)
        case(f"{kind}Pooling2D", PLANE, pool_size=3, strides=(1, 2), padding=padding)
        case(f"{kind}Pooling3D", VOLUME, pool_size=2, strides=(2, 1, 2), padding=padding)
for kind in ("Max", "Average"):
    case(f"Global{kind}Pooling1D", LINE, True, keepdims=True)
    case(f"Global{kind}Pooling2D", PLANE, keepdims=True)
    case(f"Global{kind}Pooling3D", VOLUME, True)
    case(f"Adaptive{kind}Pooling1D", LINE, output_size=3, data_format="channels_last")
    case(f"Adaptive{kind}Pooling2D", PLANE, output_size=(2, 4), data_format="channels_last")
    case(f"Adaptive{kind}Pooling3D", VOLUME, output_size=(2, 3, 2), data_format="channels_last")
for interpolation in ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"):
    case("UpSampling2D", (1, 3, 4, 2), size=(2, 3), interpolation=interpolation)
case("UpSampling3D", (1, 2, 3, 2, 2), True, size=(1, 2, 3))
case("Cropping1D", LINE, cropping=(0, 2))
case("Cropping3D", VOLUME, True, cropping=((1, 0), (0, 2), (1, 1)))
case("ZeroPadding1D", LINE, True, padding=(2, 0))
case("ZeroPadding2D", PLANE, padding=((1, 0), (0, 2)))
case("ZeroPadding3D", VOLUME, padding=(0, 1, 2))
case("Permute", PLANE, dims=(3, 1, 2))
case("Flatten", PLANE, True)
case("Reshape", PLANE, target_shape=(4, -1, 3))

write(
    "../resources/golden/keras_layers_space.json",
    f"Keras {keras.__version__} on TensorFlow {tf.__version__} CPU, executed by space_layers.py",
    CASES,
)
