"""Makes src/test/resources/records/tf_rnn_estimators.json: four steps of recurrent networks over two sequences and a
context, from the same first weights, by Adagrad with clipped gradients as TensorFlow's RNN estimators have it; then the
logits. Keras has the layers, and what is not in Keras 3 (Adagrad with epsilon beside the root) is written out.

Needs TensorFlow with Keras 3. Usage: python rnn_estimators.py OUTPUT
"""
import json
import sys

import keras
import numpy as np
import tensorflow as tf

IDS = [[0, 2, 1], [1], [], [2, 2, 0, 1], [0, 1], [1, 1, 2]]
NUMBERS = [[.5, 1, -1], [2], [], [.1, .2, .3, .4], [-2, 1], [0, 0, 1]]
AGE = np.array([1, 2, 3, 4, 5, 6], np.float32)[:, None] / 4
BINARY = np.array([0, 1, 0, 1, 0, 1], np.float32)[:, None]
CLASSES = np.array([0, 1, 2, 1, 0, 2])
TABLE = np.array([[.1, .2], [-.3, .4], [.5, -.6]], np.float32)
CELLS = {'simple': (keras.layers.SimpleRNN, [3]), 'lstm': (keras.layers.LSTM, [3]), 'gru': (keras.layers.GRU, [4, 3])}


def kernel(shape):
  return (0.1 * (np.arange(np.prod(shape)) % 7) - 0.25).astype(np.float32).reshape(shape)


def run(cell, context, classes, of_steps=False):
  layer, units = CELLS[cell]
  layers = [layer(n, return_sequences=of_steps or i < len(units) - 1) for i, n in enumerate(units)]
  table = tf.Variable(TABLE)
  dense = keras.layers.Dense(1 if classes == 2 else classes)

  def logits(rows):
    steps = max(max(len(IDS[r]) for r in rows), 1)
    ids, x = np.zeros((len(rows), steps), np.int32), np.zeros((len(rows), steps, 1), np.float32)
    mask = np.zeros((len(rows), steps), bool)
    for i, r in enumerate(rows):
      n = len(IDS[r])
      ids[i, :n], x[i, :n, 0], mask[i, :n] = IDS[r], NUMBERS[r], True
    parts = [tf.gather(table, ids) * mask[..., None].astype(np.float32), x]
    if context:
      parts.append(np.tile(AGE[rows][:, None], (1, steps, 1)))
    h = tf.concat(parts, 2)
    for l in layers:
      h = l(h, mask=mask)
    return dense(h)

  def loss_of_steps(rows, z):
    """The mean over the steps that the rows have: what is flattened by the mask in TensorFlow."""
    losses = [
        tf.nn.sparse_softmax_cross_entropy_with_logits((IDS[r][t] + t) % 3, z[i, t])
        for i, r in enumerate(rows) for t in range(len(IDS[r]))
    ]
    return tf.reduce_mean(tf.stack(losses))

  logits([0, 1])
  for l in layers + [dense]:
    l.set_weights([kernel(w.shape) if 'kernel' in w.path else w.numpy() for w in l.weights])
  variables = [table] + [w.value for l in layers + [dense] for w in l.trainable_weights]
  memory = [np.full(v.shape, .1, np.float32) for v in variables]
  losses = []
  for step in range(4):
    rows = [0, 1, 2] if step % 2 == 0 else [3, 4, 5]
    with tf.GradientTape() as tape:
      z = logits(rows)
      loss = loss_of_steps(rows, z) if of_steps else tf.reduce_mean(
          tf.nn.sigmoid_cross_entropy_with_logits(BINARY[rows], z) if classes == 2 else
          tf.nn.sparse_softmax_cross_entropy_with_logits(CLASSES[rows], z))
    losses.append(float(loss))
    for i, (v, g) in enumerate(zip(variables, tape.gradient(loss, variables))):
      g = tf.clip_by_norm(tf.convert_to_tensor(g), 5).numpy()
      memory[i] += g * g
      v.assign_sub(.05 * g / (np.sqrt(memory[i]) + 1e-7))
  z = logits(list(range(6)))
  return {'losses': losses, 'logits': z.numpy().ravel().tolist(), 'table': table.numpy().ravel().tolist()}


json.dump({
    'simple': run('simple', False, 2),
    'lstm with context': run('lstm', True, 2),
    'two gru of three classes': run('gru', True, 3),
    'two gru of three classes for each step': run('gru', True, 3, True),
}, open(sys.argv[1], 'w'), indent=1)
