"""Records optimizers as Keras on JAX moves variables by them.

    KERAS_BACKEND=jax python optimizers.py

Writes ../resources/golden/keras_optimizers_more.json: optimizers that the other recorded cases
leave out, with gradients of all elements, one or several variables, and what their models' files say
of them.
"""

import keras
import numpy as np
from keras import optimizers

from arrays import array, write

RNG = np.random.default_rng(23)
STEPS = 6


def floats(*shape):
    return np.round(RNG.normal(0, 1, shape), 3).astype("float32")


def one(optimizer, shape):
    """A variable after each of its steps."""
    start = floats(*shape)
    variable = keras.Variable(start, name="variable_0")
    gradients = [floats(*shape) for _ in range(STEPS)]
    expected = []
    for gradient in gradients:
        optimizer.apply([keras.ops.convert_to_tensor(gradient)], [variable])
        expected.append(array(np.array(variable)))
    return {
        "kind": "optimizer",
        "class": type(optimizer).__name__,
        "config": keras.saving.serialize_keras_object(optimizer)["config"],
        "variable_init": array(start),
        "gradients_per_step": [array(g) for g in gradients],
        "expected_after_step": expected,
    }


def several(optimizer, shapes):
    """Variables named variable_0, variable_1, … at the end."""
    starts = [floats(*shape) for shape in shapes]
    variables = [
        keras.Variable(start, name=f"variable_{i}") for i, start in enumerate(starts)
    ]
    gradients = [[floats(*shape) for shape in shapes] for _ in range(STEPS)]
    for step in gradients:
        optimizer.apply([keras.ops.convert_to_tensor(g) for g in step], variables)
    return {
        "kind": "optimizer",
        "class": type(optimizer).__name__,
        "config": keras.saving.serialize_keras_object(optimizer)["config"],
        "variables_init": [array(s) for s in starts],
        "gradients_per_step": [[array(g) for g in step] for step in gradients],
        "expected": [
            {"after_step": STEPS, "var": i, "expected": array(np.array(v))}
            for i, v in enumerate(variables)
        ],
    }


CASES = [
    one(optimizers.Muon(0.1), (4, 3)),
    one(optimizers.Muon(0.1), (3, 5)),
    one(optimizers.Muon(0.1), (4,)),
    one(optimizers.Muon(0.1), (2, 3, 4)),
    one(optimizers.Muon(0.1, nesterov=False, momentum=0.8, weight_decay=0.1), (3, 3)),
    one(optimizers.Muon(0.1, rms_rate=None, ns_steps=3), (2, 6)),
    one(optimizers.Muon(0.1, muon_a=2.0, muon_b=-1.5, muon_c=0.5, ns_steps=2), (6, 2)),
    one(optimizers.Muon(0.1, weight_decay=None), (4, 3)),
    one(optimizers.Muon(0.1, clipnorm=0.5), (4, 3)),
    one(optimizers.Muon(0.1, use_ema=True, ema_overwrite_frequency=2), (4, 3)),
    one(optimizers.Muon(0.1, gradient_accumulation_steps=2), (4, 3)),
    one(optimizers.Muon(0.1, exclude_layers=["variable_0"], adam_lr_ratio=0.25), (4, 3)),
    one(optimizers.Muon(0.1, exclude_layers=["other"], adam_weight_decay=None), (5,)),
    one(optimizers.Muon(0.1, adam_lr_ratio=0.5, adam_weight_decay=0.2), (5,)),
    one(
        optimizers.Muon(0.1, adam_beta_1=0.8, adam_beta_2=0.9, epsilon=1e-3),
        (5,),
    ),
    one(
        optimizers.Muon(optimizers.schedules.ExponentialDecay(0.1, 2, 0.5)),
        (4, 3),
    ),
    several(optimizers.Muon(0.1), [(4, 3), (3,), (3, 2), (2,)]),
    several(
        optimizers.Muon(0.1, exclude_layers=["_2$"], global_clipnorm=1.0),
        [(4, 3), (3,), (3, 2), (2,)],
    ),
    one(optimizers.ScheduleFreeAdamW(0.1), (3, 2)),
    one(optimizers.ScheduleFreeAdamW(0.1, warmup_steps=4), (3, 2)),
    one(optimizers.ScheduleFreeAdamW(0.1, beta_1=0.7, beta_2=0.9, epsilon=1e-2), (5,)),
    one(optimizers.ScheduleFreeAdamW(0.1, weight_decay=0.1), (3, 2)),
    one(optimizers.ScheduleFreeAdamW(0.1, clipvalue=0.5), (3, 2)),
    one(optimizers.ScheduleFreeAdamW(0.1, gradient_accumulation_steps=3), (3, 2)),
    one(
        optimizers.ScheduleFreeAdamW(
            optimizers.schedules.PolynomialDecay(0.1, 4, 0.01)
        ),
        (3, 2),
    ),
    several(
        optimizers.MultiOptimizer(
            optimizers.OptimizerMap(
                optimizers.SGD(0.1),
                {
                    "variable_[01]": optimizers.Adam(0.05, global_clipnorm=1.0),
                    "variable_2": optimizers.Adagrad(0.2),
                },
            )
        ),
        [(4, 3), (3,), (3, 2), (2,)],
    ),
    several(
        optimizers.MultiOptimizer(
            optimizers.OptimizerMap(
                optimizers.Muon(0.1),
                {"variable_0": optimizers.SGD(0.1), "variable_.": optimizers.Lion(0.1)},
            )
        ),
        [(4, 3)],
    ),
    several(optimizers.SGD(0.1, global_clipnorm=0.7, momentum=0.9), [(4, 3), (3,)]),
    several(optimizers.Adam(0.1, clipnorm=0.7, use_ema=True), [(4, 3), (3,)]),
    several(
        optimizers.RMSprop(
            0.1, use_ema=True, ema_momentum=0.8, ema_overwrite_frequency=3
        ),
        [(4, 3), (3,)],
    ),
    several(
        optimizers.Adam(0.1, gradient_accumulation_steps=2, global_clipnorm=0.7),
        [(4, 3), (3,)],
    ),
    several(
        optimizers.Adam(
            0.1,
            gradient_accumulation_steps=2,
            use_ema=True,
            ema_momentum=0.5,
            ema_overwrite_frequency=2,
        ),
        [(4, 3), (3,)],
    ),
]

write(
    "../resources/golden/keras_optimizers_more.json",
    f"optimizers of Keras {keras.__version__} on JAX",
    CASES,
)
