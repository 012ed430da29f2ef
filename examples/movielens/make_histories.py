"""Makes histories.csv.gz of ratings.csv.gz and movies.csv.gz: will this user like this movie?

Every fifth rating that a user has given, in the order of time, is a row: the movie with its year and genres, the up to
ten movies that the user has rated before it, the oldest first, with their stars, and whether it got four stars or more.
"""

import csv
import gzip
import pathlib

folder = pathlib.Path(__file__).parent


def read(name):
    with gzip.open(folder / name, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


movies = {row["movieId"]: row for row in read("movies.csv.gz")}
users = {}
for row in read("ratings.csv.gz"):
    users.setdefault(int(row["userId"]), []).append((int(row["timestamp"]), int(row["movieId"]), row["rating"]))
with gzip.GzipFile(folder / "histories.csv.gz", "wb", mtime=0) as file:
    def line(*cells):
        file.write((",".join(cells) + "\n").encode())

    line("movie", "year", "genres", "watched", "stars", "liked")
    count = 0
    for user in sorted(users):
        seen = sorted(users[user])
        for i, (_, movie, rating) in enumerate(seen):
            if i > 0 and count % 5 == 0:
                before = seen[max(0, i - 10):i]
                line(str(movie), movies[str(movie)]["year"], movies[str(movie)]["genres"],
                     "|".join(str(m) for _, m, _ in before), "|".join(s for _, _, s in before),
                     "yes" if float(rating) >= 4 else "no")
            count += 1
