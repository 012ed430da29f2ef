"""Makes src/test/resources/records/tf_estimator_heads.json: losses, evaluations and predictions of TensorFlow's heads.

Needs tensorflow and tensorflow_estimator (its last commit works with TensorFlow 2.21 and tf_keras).
Usage: python estimator_heads.py OUTPUT
"""
import json
import sys

import numpy as np
import tensorflow as tf
from tensorflow_estimator.python.estimator.canned import baseline
from tensorflow_estimator.python.estimator.canned import linear as linear_models
from tensorflow_estimator.python.estimator.head import binary_class_head as binary
from tensorflow_estimator.python.estimator.head import multi_class_head as multi_class
from tensorflow_estimator.python.estimator.head import multi_head
from tensorflow_estimator.python.estimator.head import multi_label_head as multi_label
from tensorflow_estimator.python.estimator.head import regression_head as regression

STEPS = 4
FEATURES = {
    'item': np.array(['a', 'b', 'c', 'a', 'zz', 'b']),
    'x': np.array([1, 2, 3, 4, 5, 6], np.float32),
    'w': np.array([1, 2, 1, .5, 1, 3], np.float32),
    'w2': np.array([[1, 2], [2, 1], [1, 0], [.5, 1], [1, 1], [3, 2]], np.float32),
}
NUMBER = np.array([1, 3, 2, 5, 4, 6], np.float32)
SHARE = np.array([0, .25, 1, .5, .75, 1], np.float32)
PAIR = np.array([[1, 2], [3, 1], [2, 2], [5, 0], [4, 1], [6, 3]], np.float32)
BINARY = np.array([0, 1, 0, 1, 0, 1])
CLASS = np.array([0, 1, 2, 1, 0, 2])
MULTI_HOT = np.array([[1, 0, 1], [0, 1, 0], [0, 0, 0], [1, 1, 1], [1, 0, 0], [0, 1, 1]])


def columns():
  item = tf.feature_column.categorical_column_with_vocabulary_list(
      'item', ['a', 'b', 'c'], num_oov_buckets=1)
  return [item, tf.feature_column.numeric_column('x')]


def linear(head):
  return linear_models.LinearEstimatorV2(head=head, feature_columns=columns())


CASES = {
    'baseline regressor': (baseline.BaselineRegressorV2, NUMBER),
    'baseline classifier': (baseline.BaselineClassifierV2, BINARY),
    'baseline classifier of three': (lambda: baseline.BaselineClassifierV2(n_classes=3), CLASS),
    'baseline poisson': (lambda: baseline.BaselineEstimatorV2(head=regression.PoissonRegressionHead()), NUMBER),
    'poisson': (lambda: linear(regression.PoissonRegressionHead()), NUMBER),
    'poisson without the constant': (
        lambda: linear(regression.PoissonRegressionHead(compute_full_loss=False)), NUMBER),
    'logistic': (lambda: linear(regression.LogisticRegressionHead()), SHARE),
    'two numbers': (lambda: linear(regression.RegressionHead(label_dimension=2)), PAIR),
    'two numbers, weighted each': (
        lambda: linear(regression.RegressionHead(label_dimension=2, weight_column='w2')), PAIR),
    'two numbers, weighted rows, summed': (
        lambda: linear(regression.RegressionHead(
            label_dimension=2, weight_column='w', loss_reduction=tf.losses.Reduction.SUM)), PAIR),
    'binary with thresholds': (
        lambda: linear(binary.BinaryClassHead(
            weight_column='w', thresholds=[.25, .5, .00001], name='click')), BINARY),
    'weighted classes': (
        lambda: linear(multi_class.MultiClassHead(n_classes=3, weight_column='w')), CLASS),
    'multi-label': (
        lambda: linear(multi_label.MultiLabelHead(
            n_classes=3, weight_column='w', thresholds=[.4],
            classes_for_class_based_metrics=[0, 2])), MULTI_HOT),
    'multi-label with words': (
        lambda: linear(multi_label.MultiLabelHead(
            n_classes=3, label_vocabulary=['red', 'green', 'blue'],
            classes_for_class_based_metrics=['green'])),
        tf.compat.v1.SparseTensorValue(
            np.array([[0, 0], [0, 1], [1, 0], [3, 0], [3, 1], [3, 2], [4, 0], [5, 0], [5, 1]]),
            np.array(['red', 'blue', 'green', 'red', 'green', 'blue', 'red', 'green', 'blue']),
            (6, 3))),
    'two heads': (
        lambda: linear(multi_head.MultiHead(
            [regression.RegressionHead(name='size', weight_column='w'),
             multi_class.MultiClassHead(n_classes=3, name='kind')], head_weights=[.5, 2.])),
        {'size': NUMBER, 'kind': CLASS}),
}


def data(name, labels):
  # Baselines of TensorFlow 2 fail on several features: their variable's initializer waits for data.
  features = {'x': FEATURES['x']} if name.startswith('baseline') else FEATURES
  if isinstance(labels, tf.compat.v1.SparseTensorValue):
    labels = tf.SparseTensor(labels.indices, labels.values, labels.dense_shape)
  return tf.compat.v1.data.Dataset.from_tensor_slices((features, labels))


class Losses(tf.compat.v1.train.SessionRunHook):

  def __init__(self):
    self.losses = []

  def begin(self):
    self.loss = tf.compat.v1.get_collection(tf.compat.v1.GraphKeys.LOSSES)[-1]

  def before_run(self, context):
    return tf.compat.v1.train.SessionRunArgs(self.loss)

  def after_run(self, context, values):
    self.losses.append(float(values.results))


def plain(value):
  array = np.asarray(value)
  items = [v.decode() if isinstance(v, bytes) else v.item() if hasattr(v, 'item') else v
           for v in array.reshape(-1)]
  return items


def main(output):
  results = {}
  for name, (make, labels) in CASES.items():
    estimator = make()
    hook = Losses()
    estimator.train(lambda: data(name, labels).repeat().batch(3), steps=STEPS, hooks=[hook])
    evaluation = estimator.evaluate(lambda: data(name, labels).batch(4))
    first = next(estimator.predict(lambda: data(name, labels).batch(3)))
    results[name] = {
        'losses': hook.losses,
        'evaluation': {key: float(value) for key, value in evaluation.items()},
        'prediction': {
            key if isinstance(key, str) else '/'.join(key): plain(value)
            for key, value in first.items()},
    }
    print(name, hook.losses, flush=True)
  with open(output, 'w') as f:
    json.dump(results, f, indent=1)
    f.write('\n')


if __name__ == '__main__':
  main(sys.argv[1])
