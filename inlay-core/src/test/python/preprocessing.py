"""Writes src/test/resources/golden/keras_preprocessing_random.json: preprocessing layers with
random settings on random values, answered by Keras. The conformance runner replays it.

Run with Keras 3 and TensorFlow: python src/test/python/preprocessing.py
"""

import json
import os
import random

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf
from keras import layers

FILE = "src/test/resources/golden/keras_preprocessing_random.json"
WORDS = ["a", "b", "c", "d", "é", "日本", "A", "", "the", "𝒳", "\ud7ff", "\uffee", "zz", "x y"]
TEXTS = [
    "The fox, the DOG!", "unknown\tfox\u00a0nbsp", "Éa É\u0301 ÀB ß", "日本語 text", "a-b c_d  e.f", "",
    "  lead", 'ONE "two" (three) [4] {5} ~|^`', "İstanbul ǅ", "tab\x0bvt\x0cff\rcr\nnl",
    "x\u2003em y\u200bz", "emoji 😀 end", "don't stop",
]
MODES = ["int", "one_hot", "multi_hot", "count", "tf_idf"]

random.seed(7)
numbers = np.random.default_rng(7)
cases = []


def encoded(x):
    if isinstance(x, tf.RaggedTensor):
        return {"ragged": True, "values": x.to_list(), "dtype": x.dtype.name}
    x = np.array(x)
    data = x.ravel().tolist()
    if x.dtype.kind in "OSU":
        data = [v.decode() if isinstance(v, bytes) else str(v) for v in data]
        return {"shape": list(x.shape), "dtype": "string", "data": data}
    return {"shape": list(x.shape), "dtype": str(x.dtype), "data": data}


def add(cls, config, *inputs, adapt=None):
    layer = getattr(layers, cls)(**config)
    if adapt is not None:
        layer.adapt(adapt)
    output = layer(inputs if cls == "HashedCrossing" else inputs[0])
    case = {
        "id": "keras_preprocessing_random-%04d" % len(cases),
        "kind": "preprocessing",
        "class": cls,
        "config": config,
        "adapt": None if adapt is None else encoded(adapt),
        "inputs": [encoded(x) for x in inputs],
        "expected": encoded(output),
    }
    if hasattr(layer, "get_vocabulary"):
        case["expected_vocabulary"] = [str(v) for v in layer.get_vocabulary()]
    if cls == "Discretization" and adapt is not None:
        case["expected_bin_boundaries"] = encoded(np.float32(layer.bin_boundaries))
    cases.append(case)


def words(*shapes):
    shape = random.choice(shapes)
    chosen = [random.choice(WORDS) for _ in range(int(np.prod(shape)))]
    return np.array(chosen, dtype=object).reshape(shape)


def lookup(modes, masks, sizes):
    config = {"output_mode": random.choice(modes), "num_oov_indices": random.choice([1, 1, 2, 3])}
    if random.random() < 0.4:
        config["mask_token"] = random.choice(masks)
    if random.random() < 0.3:
        config["max_tokens"] = random.choice(sizes)
        config["pad_to_max_tokens"] = config["output_mode"] != "int" and random.random() < 0.5
    return config


for _ in range(30):
    config = lookup(MODES, ["", "a"], [5, 8, 20])
    if random.random() < 0.3:
        config["salt"] = random.choice([5, [1, 2]])
    seen = words((12,), (6, 2), (5, 3))
    add("StringLookup", config, words((4,), (3, 1), (2, 3), (2, 2, 2)), adapt=seen)

for _ in range(20):
    config = lookup(MODES, [0, 3], [6, 20])
    if random.random() < 0.4:
        config["oov_method"] = "farmhash"
        config["salt"] = random.choice([None, 9])
    seen = numbers.integers(-3, 6, random.choice([(12,), (6, 2)]))
    ids = numbers.integers(-4, 9, random.choice([(4,), (3, 1), (2, 3)]))
    add("IntegerLookup", config, ids, adapt=seen)

for _ in range(20):
    config = {"num_bins": random.choice([1, 2, 7, 1000]), "output_mode": random.choice(MODES[:4])}
    if random.random() < 0.4:
        config["salt"] = random.choice([5, [133, 137]])
    if random.random() < 0.5:
        config["mask_value"] = ""
        add("Hashing", config, words((4,), (3, 1), (2, 3), (2, 1, 2)))
    else:
        add("Hashing", config, tf.constant(numbers.normal(0, 9, (2, 3)).astype("float32")))

for _ in range(10):
    shape = random.choice([(4,), (3, 1)])
    crossed = [tf.constant(words(shape)), tf.constant(numbers.integers(-9, 99, shape))]
    config = {"num_bins": random.choice([1, 5, 2**30])}
    add("HashedCrossing", config, *crossed, tf.constant(words(shape)))

for _ in range(10):
    ids = numbers.integers(0, 7, random.choice([(3,), (3, 1), (2, 3), (2, 3, 2)]))
    config = {"num_tokens": 5, "output_mode": random.choice(MODES[1:4])}
    add("CategoryEncoding", config, ids)

for _ in range(20):
    x = np.float32(numbers.normal(0, 2, random.choice([(4,), (3, 1), (2, 3), (2, 3, 2)])))
    config = {"output_mode": random.choice(MODES[:4]), "num_bins": random.choice([2, 3, 5, 10])}
    config["epsilon"] = random.choice([0.01, 0.1, 0.3])
    seen = np.float32(numbers.normal(0, 2, (random.choice([5, 50, 333]), 1)))
    add("Discretization", config, x, adapt=seen)

for axis in -1, 1, None, [1, 2], 0:
    seen, x = np.float32(numbers.normal(1, 3, (2, 4, 3, 2)))
    add("Normalization", {"axis": axis, "invert": axis == 1}, x, adapt=seen)

for _ in range(50):
    split = random.choice(["whitespace", "whitespace", "character", None])
    mode = random.choice(MODES)
    if mode == "one_hot" and split:
        mode = "count"
    config = {"output_mode": mode, "split": split}
    config["standardize"] = random.choice(
        ["lower_and_strip_punctuation", "lower", "strip_punctuation", None]
    )
    if random.random() < 0.4:
        config["ngrams"] = random.choice([1, 2, 3])
    if random.random() < 0.3:
        config["max_tokens"] = random.choice([6, 30])
    if mode == "int" and random.random() < 0.5:
        config["output_sequence_length"] = random.choice([2, 5])
    if mode == "int" and split and random.random() < 0.3:
        config["ragged"] = True
    texts = np.array(random.sample(TEXTS, 6), dtype=object)
    texts = texts if split else texts.reshape(2, 3)
    seen = np.array(random.sample(TEXTS, 8), dtype=object)
    add("TextVectorization", config, tf.constant(texts), adapt=seen)

with open(FILE, "w", encoding="utf-8") as file:
    json.dump({"generator": "src/test/python/preprocessing.py", "cases": cases}, file)
