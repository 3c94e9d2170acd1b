"""The contender of bench/deep-autoencoder.mjs: the same network in PyTorch, float32, two threads. Prints JSON.

    /usr/bin/python3 bench/deep-autoencoder/peer.py '{"works": {…}, "rounds": 3, "batch": 128}'
"""

import json
import sys
import time

import torch
from torch import nn

torch.set_num_threads(2)
torch.manual_seed(0)


def mlp(widths):
    hidden = [[nn.Linear(a, b), nn.ELU(), nn.BatchNorm1d(b)] for a, b in zip(widths[:-2], widths[1:-1])]
    return nn.Sequential(*sum(hidden, []), nn.Linear(widths[-2], widths[-1]))


def timed(work, rounds, batch):
    images = torch.rand(work["images"], 784)
    net = nn.Sequential(mlp(work["widths"]), mlp(work["widths"][::-1]))
    adam = torch.optim.Adam(net.parameters(), 0.001)

    def epoch():
        order = torch.randperm(len(images))
        for rows in order.split(batch):
            x = images[rows]
            loss = ((torch.sigmoid(net(x)) - x) ** 2).sum(1).mean()
            adam.zero_grad()
            loss.backward()
            adam.step()

    per = -(-len(images) // batch) if work["per"] == "step" else 1
    if work["per"] == "step":
        epoch()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        epoch()
        times.append(1000 * (time.perf_counter() - start) / per)
    return times


task = json.loads(sys.argv[1])
print(json.dumps([{"work": name, "times": timed(work, task["rounds"], task["batch"])} for name, work in task["works"].items()]))
