"""Writes one whole-model .h5 file in the ways in which HDF5 libraries store arrays: in pieces, packed, checked.

    python packed_files.py [FOLDER]

Keras writes arrays in one piece; files that were packed to be shared aren't. Beside each is NAME.json with inputs and
outputs, as make_keras_files.py describes them.
"""

import json
import os
import sys

import h5py
import keras
import numpy as np
from keras import Input, Sequential, layers as L

from make_keras_files import describe, floats, scramble


def pieces(shape, *lengths):
    return tuple(max(1, min(n, k)) for n, k in zip(shape, lengths))


def gzip(shape):
    return dict(compression="gzip", compression_opts=9)


def all_filters(shape):
    return dict(chunks=pieces(shape, 7, 4), compression="gzip", shuffle=True, fletcher32=True)


def lzf(shape):
    return dict(chunks=pieces(shape, 40, 8), compression="lzf", shuffle=True)


def pieces_alone(shape):
    return dict(chunks=pieces(shape, 2, 3), maxshape=(None,) * len(shape))


def one_packed(shape):
    return dict(chunks=shape, compression="gzip")


def one(shape):
    return dict(chunks=shape)


def listed(shape):
    return dict(chunks=pieces(shape, 5, 7))


def listed_packed(shape):
    return dict(chunks=pieces(shape, 7, 7), compression="gzip", fletcher32=True)


def in_pages(shape):
    return dict(chunks=pieces(shape, 1, 1))


def growing(shape):
    return dict(chunks=pieces(shape, 1, 2), maxshape=(None,) + shape[1:])


def growing_sideways(shape):
    return dict(chunks=pieces(shape, 1, 1), maxshape=(*(n + 5 for n in shape[:-1]), None), compression="gzip")


def growing_both_ways(shape):
    return dict(chunks=pieces(shape, 1, 1), maxshape=(None,) * len(shape))


def growing_both_ways_packed(shape):
    return dict(chunks=pieces(shape, 3, 2), maxshape=(None,) * len(shape), compression="gzip", shuffle=True)


def with_room(shape):
    return dict(chunks=pieces(shape, 7, 7), maxshape=tuple(n + 9 for n in shape))


OLD = [gzip, all_filters, lzf, pieces_alone]
LATEST = [one_packed, one, listed, listed_packed, in_pages, growing, growing_sideways, growing_both_ways, growing_both_ways_packed, with_room]


def copy(source, target, options):
    for key, value in source.attrs.items():
        target.attrs[key] = value
    for name, item in source.items():
        if isinstance(item, h5py.Dataset):
            values = item[()]
            made = target.create_dataset(name, values.shape, values.dtype, **(options(values.shape) if values.shape else {}))
            if values.any():
                # Zeros are never written, so that pieces are missing.
                made[...] = values
        else:
            copy(item, target.require_group(name), options)


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "../resources/keras")
    keras.utils.set_random_seed(1)
    m = scramble(Sequential([Input((40,)), L.Dense(30, activation="tanh"), L.BatchNormalization(), L.Dense(2)]))
    m.layers[0].bias.assign(np.zeros(30))
    x = floats(2, 40)
    plain = os.path.join(folder, "plain.h5")
    m.save(plain)
    for options in OLD + LATEST:
        name = os.path.join(folder, "packed_" + options.__name__)
        with h5py.File(plain) as source, h5py.File(name + ".h5", "w", libver="latest" if options in LATEST else None) as target:
            copy(source, target, options)
        with open(name + ".json", "w") as f:
            json.dump(describe(keras.models.load_model(name + ".h5"), x), f)
    os.remove(plain)
    many_layers(folder)


def many_layers(folder):
    """Groups of more than eight links and attributes, which newer files keep in heaps."""
    m = scramble(Sequential([Input((3,))] + [L.Dense(3, activation="tanh", name="layer_%03d_%s" % (i, "x" * i)) for i in range(10)]))
    name = os.path.join(folder, "packed_many_layers")
    m.save("plain.h5")
    with h5py.File("plain.h5") as source, h5py.File(name + ".h5", "w", libver="latest") as target:
        note = target.create_group("note")
        for i in range(80):
            target["model_weights/%03d_%s" % (i * 7 % 80, "n" * i)] = note
        copy(source, target, lambda shape: {})
        for i in range(60):
            target.attrs["note_%d" % i] = "of no use " * i
    with open(name + ".json", "w") as f:
        json.dump(describe(keras.models.load_model(name + ".h5"), floats(2, 3)), f)
    os.remove("plain.h5")


if __name__ == "__main__":
    main()
