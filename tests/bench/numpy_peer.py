"""The peer of tests/bench/engine.ts: the same work in NumPy, on the same values.

Usage: numpy_peer.py TABLE ROWS SMAA_ROWS CRITERIA ROUNDS OUT
TABLE holds doubles: criteria weights, then ROWS x CRITERIA values, then SMAA_ROWS x CRITERIA values.
Prints one line of JSON: the times of every round in ms, by task. Writes the order of the rows, and the
rank acceptabilities of 100,000 samples, to OUT for the comparison of results.
"""

import json
import sys
import time

import numpy as np

table, rows, smaa_rows, criteria, rounds, out = sys.argv[1], *map(int, sys.argv[2:6]), sys.argv[6]
data = np.fromfile(table)
weights = data[:criteria]
values = data[criteria : criteria + rows * criteria].reshape(rows, criteria).copy()
smaa_values = data[criteria + rows * criteria :].reshape(smaa_rows, criteria).copy()
rng = np.random.default_rng(1)


def timed(task, repeat):
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        result = task()
        times.append((time.perf_counter() - start) * 1e3)
    return times, result


def order():
    """Scores from values that are ready, and their order."""
    return np.argsort(-(values @ weights))


def measure_and_order():
    """The same from raw measures: min-max with half of the criteria costs, scores, order."""
    low, high = values.min(axis=0), values.max(axis=0)
    scaled = (values - low) / (high - low)
    scaled[:, 1::2] = 1 - scaled[:, 1::2]
    return np.argsort(-(scaled @ weights))


def smaa(samples, chunk=2000):
    """Rank acceptability indices: weights from exponentials, full ranks, counts by bincount."""
    counts = np.zeros(smaa_rows * smaa_rows, dtype=np.int64)
    places = np.arange(smaa_rows)
    for start in range(0, samples, chunk):
        size = min(chunk, samples - start)
        drawn = rng.standard_exponential((size, criteria))
        drawn /= drawn.sum(axis=1, keepdims=True)
        by_rank = np.argsort(-(drawn @ smaa_values.T), axis=1)
        counts += np.bincount((by_rank * smaa_rows + places).ravel(), minlength=smaa_rows * smaa_rows)
    return counts.reshape(smaa_rows, smaa_rows) / samples


order(), measure_and_order(), smaa(2000)
times = {}
times["order"], ordered = timed(order, rounds)
times["raw"], ordered_raw = timed(measure_and_order, rounds)
times["smaa10k"], _ = timed(lambda: smaa(10_000), rounds)
times["smaa100k"], acceptability = timed(lambda: smaa(100_000), rounds)
with open(out, "wb") as file:
    ordered.astype(np.float64).tofile(file)
    ordered_raw.astype(np.float64).tofile(file)
    acceptability.tofile(file)
print(json.dumps({"version": np.__version__, "times": times}))
