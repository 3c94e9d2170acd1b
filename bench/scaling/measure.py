"""The Python side of measure.mjs: python3 measure.py '{"method":"lloyd",…}' prints { seconds, megabytes }."""
import json
import resource
import sys
import time

import numpy as np

point = json.loads(sys.argv[1])


def rows():
    n, k, d = point["n"], point["k"], point["d"]
    rng = np.random.default_rng(1)
    centers = rng.integers(0, 256, (k, d), dtype=np.uint8)
    x = np.empty((n, d), np.float32)
    for start in range(0, n, 10_000):  # in pieces, or what lies between takes more memory than the rows
        count = min(10_000, n - start)
        u = rng.integers(0, 256, (count, d), dtype=np.uint8)
        mixed = (13 * centers[np.arange(start, start + count) % k].astype(np.uint16) + 243 * u.astype(np.uint16)) >> 8
        x[start : start + count] = np.where(u < 51, 0, mixed) / np.float32(255)
    return x


def least_of(times, run):
    least = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        run()
        least = min(least, time.perf_counter() - start)
    return least


def lloyd():
    from sklearn.cluster import KMeans

    x = rows()
    k = point["k"]
    model = KMeans(k, init=x[:k], n_init=1, max_iter=point.get("iterations", 10), tol=0, algorithm="lloyd")
    return least_of(point.get("runs", 3), lambda: model.fit(x)) / model.n_iter_


def mini_batch():
    from sklearn.cluster import MiniBatchKMeans

    x = rows()
    k = point["k"]
    model = MiniBatchKMeans(
        k, init=x[:k], n_init=1, batch_size=1024, max_iter=1, tol=0, max_no_improvement=None, reassignment_ratio=0
    )
    return least_of(3, lambda: model.fit(x))


def network():
    import torch

    torch.set_num_threads(point["threads"])
    x = torch.from_numpy(rows())
    k, b = point["k"], point["b"]
    centers = x[:k].clone().requires_grad_(True)

    def epoch():
        order = torch.randperm(len(x))
        for start in range(0, len(x), b):
            batch = x[order[start : start + b]]
            shares = torch.softmax(20 * (batch @ centers.T - (centers**2).sum(1) / 2), 1)
            loss = ((shares @ centers - batch) ** 2).mean()
            (gradient,) = torch.autograd.grad(loss, centers)
            with torch.no_grad():
                centers.sub_(gradient)

    epoch()
    return least_of(3, epoch)


if point["method"] in ("lloyd", "mini-batch", "network"):
    seconds = {"lloyd": lloyd, "mini-batch": mini_batch, "network": network}[point["method"]]()
else:
    from networks import networks

    seconds = least_of(12, networks[point["method"]](point))
print(json.dumps({"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000}))
