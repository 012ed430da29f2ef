"""The models of NextMovie, MovieRatings and LikedNext in Keras 3, on the same data and splits.

    python keras_movielens.py next     # hit rate among the best ten, for three seeds
    python keras_movielens.py ratings  # loss and error on the held-out tenth, for three seeds
    python keras_movielens.py liked    # accuracy, AUC and loss on every fifth history, for three seeds
"""

import csv
import gzip
import os
import sys
from collections import defaultdict
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np
from keras import layers

HERE = Path(__file__).parent
STEPS = 50
RARE = 10


def ratings():
    with gzip.open(HERE / "ratings.csv.gz", "rt") as file:
        rows = list(csv.DictReader(file))
    return [
        (int(r["userId"]), int(r["movieId"]), float(r["rating"]), int(r["timestamp"])) for r in rows
    ]


def next_movie(seed):
    keras.utils.set_random_seed(seed)
    rows = ratings()
    counts = defaultdict(int)
    for _, movie, _, _ in rows:
        counts[movie] += 1
    known = sorted(m for m, n in counts.items() if n >= RARE)
    ids = {m: i + 1 for i, m in enumerate(known)}
    users = defaultdict(list)
    for user, movie, _, time in sorted(rows, key=lambda r: (r[0], r[3], r[1])):
        if movie in ids:
            users[user].append(ids[movie])
    histories, targets, tests, answers = [], [], [], []
    for watched in users.values():
        if len(watched) < 3:
            continue
        past = watched[:-1]
        for start in range(0, len(past) - 1, STEPS):
            part = past[start : start + STEPS + 1]
            histories.append(padded(part[:-1]))
            targets.append(padded(part[1:]))
        tests.append(padded(past[-STEPS:]))
        answers.append(watched[-1])
    x, y = np.array(histories, "int32"), np.array(targets, "int32")
    model = keras.Sequential(
        [
            keras.Input((STEPS,), dtype="int32"),
            layers.Embedding(len(known) + 1, 64, mask_zero=True),
            layers.Dropout(0.2),
            layers.GRU(128, return_sequences=True),
            layers.Dropout(0.2),
            layers.Dense(len(known) + 1),
        ]
    )
    model.compile(
        keras.optimizers.Adam(0.003), keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    )
    model.fit(x, y, epochs=15, batch_size=32, verbose=2)
    hits = 0
    for i, answer in enumerate(answers):
        scores = np.array(model(np.array([tests[i]], "int32"), training=False))[0, -1]
        scores[0] = -np.inf
        scores[[m for m in tests[i] if m]] = -np.inf
        hits += (scores > scores[answer]).sum() < 10
    popular = np.array([0] + [counts[m] for m in known], "float32")
    base = 0
    for i, answer in enumerate(answers):
        scores = popular.copy()
        scores[[m for m in tests[i] if m]] = -np.inf
        base += (scores > scores[answer]).sum() < 10
    print(
        f"seed {seed}: {len(known)} movies, {len(x)} rows, {len(answers)} users: "
        f"hit rate {hits / len(answers):.4f}, popularity {base / len(answers):.4f}"
    )


def padded(movies):
    return list(movies) + [0] * (STEPS - len(movies))


def movie_ratings(seed):
    keras.utils.set_random_seed(seed)
    rows = ratings()
    users = {u: i for i, u in enumerate(sorted({r[0] for r in rows}))}
    movies = {m: i for i, m in enumerate(sorted({r[1] for r in rows}))}
    u = np.array([users[r[0]] for r in rows], "int32")
    m = np.array([movies[r[1]] for r in rows], "int32")
    stars = np.array([r[2] for r in rows], "float32")
    y = (stars - 0.5) / 4.5
    test = np.arange(len(rows)) % 10 == 0

    user = keras.Input((1,), dtype="int32", name="user")
    movie = keras.Input((1,), dtype="int32", name="movie")

    def embedding(value, count, width):
        table = layers.Embedding(
            count,
            width,
            embeddings_initializer="he_normal" if width > 1 else "uniform",
            embeddings_regularizer=keras.regularizers.L2(1e-6) if width > 1 else None,
        )
        return layers.Flatten()(table(value))

    match = layers.Dot(axes=1)(
        [embedding(user, len(users), 50), embedding(movie, len(movies), 50)]
    )
    sums = layers.Add()(
        [match, embedding(user, len(users), 1), embedding(movie, len(movies), 1)]
    )
    model = keras.Model([user, movie], layers.Activation("sigmoid")(sums))
    model.compile(keras.optimizers.Adam(0.001), "binary_crossentropy")
    model.fit([u[~test], m[~test]], y[~test], epochs=5, batch_size=64, verbose=2)
    p = model.predict([u[test], m[test]], verbose=0)[:, 0]
    q = np.clip(p, 1e-7, 1 - 1e-7)
    loss = -(y[test] * np.log(q) + (1 - y[test]) * np.log(1 - q)).mean()
    error = np.sqrt(((p * 4.5 + 0.5 - stars[test]) ** 2).mean())
    print(f"seed {seed}: test loss {loss:.4f}, error {error:.4f} stars")


def liked(seed):
    keras.utils.set_random_seed(seed)
    with gzip.open(HERE / "histories.csv.gz", "rt") as file:
        rows = list(csv.DictReader(file))
    steps = 10

    def lists(name, make, empty, width):
        full = np.full((len(rows), width), empty, dtype=type(empty))
        for i, row in enumerate(rows):
            parts = [make(part) for part in row[name].split("|") if part]
            full[i, : len(parts)] = parts
        return full

    def numbered(*names):
        parts = {part for r in rows for name in names for part in r[name].split("|")}
        return {part: i + 1 for i, part in enumerate(sorted(parts))}

    ids, kinds = numbered("movie", "watched"), numbered("genres")
    year = np.array([float(r["year"] or "nan") for r in rows], "float32")
    year = np.nan_to_num((year - np.nanmean(year)) / np.nanstd(year))[:, None]
    x = {
        "watched": lists("watched", ids.get, 0, steps),
        "stars": lists("stars", lambda s: float(s) - 3.5, 0.0, steps).astype("float32")[..., None],
        "movie": np.array([[ids[r["movie"]]] for r in rows]),
        "genres": lists("genres", kinds.get, 0, len(kinds)),
        "year": year,
    }
    y = np.array([r["liked"] == "yes" for r in rows], "float32")
    test = np.arange(len(rows)) % 5 == 0

    inputs = {name: keras.Input(value.shape[1:], name=name) for name, value in x.items()}
    movies = layers.Embedding(len(ids) + 1, 16, mask_zero=True)
    genres = layers.Embedding(len(kinds) + 1, 8, mask_zero=True)(inputs["genres"])
    mean = layers.GlobalAveragePooling1D()
    context = layers.Concatenate()([mean(movies(inputs["movie"])), mean(genres), inputs["year"]])
    sequence = layers.Concatenate()(
        [movies(inputs["watched"]), inputs["stars"], layers.RepeatVector(steps)(context)]
    )
    mask = layers.Lambda(lambda t: t > 0)(inputs["watched"])
    h = layers.GRU(32, dropout=0.2)(sequence, mask=mask)
    model = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(h))
    metrics = ["accuracy", keras.metrics.AUC(name="auc")]
    model.compile(keras.optimizers.Adam(0.001), "binary_crossentropy", metrics=metrics)
    model.fit({k: v[~test] for k, v in x.items()}, y[~test], batch_size=64, verbose=0)
    tested = {k: v[test] for k, v in x.items()}
    print(seed, model.evaluate(tested, y[test], verbose=0, return_dict=True))


if __name__ == "__main__":
    task = {"next": next_movie, "ratings": movie_ratings, "liked": liked}[sys.argv[1]]
    for number in map(int, sys.argv[2:] or [1, 2, 3]):
        task(number)
