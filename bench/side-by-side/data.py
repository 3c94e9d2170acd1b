"""What every Python contender needs: the data, and a way to answer."""
import json
import os
import time

import numpy as np

images = np.fromfile(os.path.join(os.environ["BENCH_DATA"], "images.u8"), np.uint8).reshape(-1, 784)
labels = np.fromfile(os.path.join(os.environ["BENCH_DATA"], "labels.u8"), np.uint8)


def digit_images():
    return np.stack([images[np.argmax(labels == digit)] for digit in range(10)]).astype(np.float32) / 255


def time_steps(step, warm_up, steps):
    times = []
    for i in range(warm_up + steps):
        start = time.perf_counter()
        step(i)
        if i >= warm_up:
            times.append(1000 * (time.perf_counter() - start))
    return times


def answer(times, **quality):
    print(json.dumps({"times": times, "quality": quality}))
