"""SciPy and POT on the problems of bench/divergences.mjs: one line of JSON for each. Run by it, with the number of rounds."""

import json
import sys
import time

import numpy as np
import scipy.optimize
import scipy.spatial.distance
import scipy.stats

try:
    import ot
except ImportError:
    ot = None


def points(rng, n, d):
    return rng.random(n * d).reshape(n, d)


def transport(n):
    rng = np.random.default_rng(1)
    return scipy.spatial.distance.cdist(points(rng, n, 2), points(rng, n, 2), "sqeuclidean"), np.full(n, 1 / n)


def line():
    rng = np.random.default_rng(1)
    x, y = rng.random(10**6), rng.random(10**6)
    return lambda: scipy.stats.wasserstein_distance(x, y)


def exact(n):
    cost, mass = transport(n)
    return lambda: ot.emd2(mass, mass, cost, numItermax=10**7)


def assignment(n):
    cost, _ = transport(n)
    return lambda: cost[scipy.optimize.linear_sum_assignment(cost)].mean()


def entropic():
    cost, mass = transport(1000)
    return lambda: float((ot.sinkhorn(mass, mass, cost, 0.01, method="sinkhorn_log", stopThr=1e-6) * cost).sum())


def discrepancy():
    rng = np.random.default_rng(1)
    x, y = points(rng, 10_000, 64), points(rng, 10_000, 64)

    def kernel(a, b):
        squares = (a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T
        return np.exp(-squares / 8).sum()

    n = 10_000
    return lambda: (kernel(x, x) - n) / (n * (n - 1)) + (kernel(y, y) - n) / (n * (n - 1)) - 2 * kernel(x, y) / n**2


works = [
    ("W₁ on a line, 1,000,000 points", "SciPy", line),
    ("transport 300 × 300", "SciPy", lambda: assignment(300)),
    ("transport 1,000 × 1,000", "SciPy", lambda: assignment(1000)),
    ("MMD 10,000 against 10,000 of 64", "NumPy", discrepancy),
]
if ot:
    works += [
        ("transport 300 × 300", "POT", lambda: exact(300)),
        ("transport 1,000 × 1,000", "POT", lambda: exact(1000)),
        ("transport 3,000 × 3,000", "POT", lambda: exact(3000)),
        ("Sinkhorn 1,000 × 1,000, ε = 0.01", "POT", entropic),
    ]

for work, contender, prepare in works:
    run = prepare()
    times = []
    for _ in range(int(sys.argv[1])):
        start = time.perf_counter()
        value = run()
        times.append(1000 * (time.perf_counter() - start))
    print(json.dumps({"work": work, "contender": contender, "times": times, "value": float(value)}, ensure_ascii=False), flush=True)
