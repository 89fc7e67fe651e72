"""The peer of tests/bench/engine.ts: the same work in NumPy, on the same values.

Usage: numpy_peer.py TABLE ROWS SMAA_ROWS CRITERIA OUT
TABLE holds doubles: criteria weights, then ROWS x CRITERIA values, then SMAA_ROWS x CRITERIA values.
Prints its version, then answers each line on stdin (a task's name) with the task's wall and processor
time in ms, so that both sides can take turns. Each task leaves its result in OUT, as doubles.
"""

import sys
import time

import numpy as np

table, rows, smaa_rows, criteria, out = sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5]
data = np.fromfile(table)
weights = data[:criteria]
values = data[criteria : criteria + rows * criteria].reshape(rows, criteria).copy()
smaa_values = data[criteria + rows * criteria :].reshape(smaa_rows, criteria).copy()
rng = np.random.default_rng(1)


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


tasks = {
    "order": order,
    "raw": measure_and_order,
    "smaa10k": lambda: smaa(10_000),
    "smaa100k": lambda: smaa(100_000),
}
order(), measure_and_order(), smaa(2000)
print(np.__version__, flush=True)
for line in sys.stdin:
    task = tasks[line.strip()]
    start, start_cpu = time.perf_counter(), time.process_time()
    result = task()
    elapsed, elapsed_cpu = time.perf_counter() - start, time.process_time() - start_cpu
    result.astype(np.float64).tofile(out)
    print(elapsed * 1e3, elapsed_cpu * 1e3, flush=True)
