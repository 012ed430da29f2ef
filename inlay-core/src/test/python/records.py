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
