"""The rows of mnist-table.mjs that PyTorch and scikit-learn can repeat: the literal loop at two learning rates and from uniform
centres, and k-means++ with Lloyd; prints the mean square error of the 10,000 test images.

Usage: python3 mnist-table.py <folder of the four IDX files> [seed]; needs PyTorch, scikit-learn and NumPy.
"""

import gzip
import pathlib
import sys

import numpy as np
import torch
from sklearn.cluster import KMeans

folder, seed = pathlib.Path(sys.argv[1]), int((sys.argv[2:] or ["0"])[0])


def read(name, header):
    path = next(folder.glob(f"{name}-ubyte*"))
    data = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
    return np.frombuffer(data, np.uint8, offset=header)


train, test = (read(f"{part}-images-idx3", 16).reshape(-1, 784).astype(np.float32) / 255 for part in ("train", "t10k"))
labels = read("train-labels-idx1", 8)


def error(x, centers):
    scores = x @ centers.t() - 0.5 * (centers**2).sum(1)
    return torch.softmax(20 * scores, 1) @ centers - x


def loop(start, rate, epochs=10):
    torch.manual_seed(seed)
    x_all = torch.tensor(train)
    centers = torch.nn.Parameter(torch.tensor(start))
    optimizer = torch.optim.SGD([centers], lr=rate)
    for _ in range(epochs):
        for rows in torch.randperm(len(x_all)).split(64):
            optimizer.zero_grad()
            error(x_all[rows], centers).square().mean().backward()
            optimizer.step()
    with torch.no_grad():
        return error(torch.tensor(test), centers).square().mean().item()


random = np.random.default_rng(seed)
digits = np.stack([train[random.choice(np.flatnonzero(labels == digit))] for digit in range(10)])
print(f"digit images, rate 4.5: {loop(digits, 4.5):.4f}", flush=True)
print(f"digit images, rate 0.001: {loop(digits, 0.001):.4f}", flush=True)
print(f"uniform centres, rate 4.5: {loop(random.random((10, 784), np.float32), 4.5):.4f}", flush=True)
lloyd = KMeans(10, n_init=1, random_state=seed).fit(train)
nearest = lloyd.cluster_centers_[lloyd.predict(test)]
print(f"Lloyd, k-means++: {((nearest - test) ** 2).mean():.4f}")
