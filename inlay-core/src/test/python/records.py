"""Writes the TFRecord files of src/test/resources/records with TensorFlow. Run by hand:

    python records.py ../resources/records
"""

import pathlib
import sys

import tensorflow as tf

folder = pathlib.Path(sys.argv[1])
terms = ["omar", "stringer", "märlo", "", "日本"]
for name, compression in [("plain.tfrecord", ""), ("zlib.tfrecord", "ZLIB"), ("vocabulary.tfrecord.gz", "GZIP")]:
    with tf.io.TFRecordWriter(str(folder / name), options=compression) as writer:
        for term in terms:
            writer.write(term.encode())


def feature(values):
    if values and isinstance(values[0], str):
        return tf.train.Feature(bytes_list=tf.train.BytesList(value=[v.encode() for v in values]))
    if values and isinstance(values[0], float):
        return tf.train.Feature(float_list=tf.train.FloatList(value=values))
    return tf.train.Feature(int64_list=tf.train.Int64List(value=values))


with tf.io.TFRecordWriter(str(folder / "examples.tfrecord")) as writer:
    for example in [
        {"age": [39.0], "job": ["Sales", "märlo"], "id": [7, -1, 2**40], "y": [1], "w": [0.5]},
        {"age": [17.5], "y": [0], "w": [1.0], "other": ["left out"]},
        {"job": [""], "id": [-(2**62)], "y": [1], "w": [2.0]},
    ]:
        features = tf.train.Features(feature={name: feature(values) for name, values in example.items()})
        writer.write(tf.train.Example(features=features).SerializeToString())
