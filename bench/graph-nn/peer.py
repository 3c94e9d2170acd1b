"""The contender of bench/graph-nn.mjs: PyTorch, sparse by index_add and scatter_reduce, two threads. Prints JSON.

    /usr/bin/python3 bench/graph-nn/peer.py '{"works": {…}, "rounds": 5, "steps": 20}'
"""

import json
import math
import random
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(2)


def draw(graphs, vertices, edges, features, loops):
    random.seed(1)
    rows, columns = [], []
    for g in range(graphs):
        pairs = set()
        while len(pairs) < edges:
            a, b = random.randrange(vertices), random.randrange(vertices)
            if a != b:
                pairs.add((min(a, b), max(a, b)))
        for a, b in pairs:
            rows += [g * vertices + a, g * vertices + b]
            columns += [g * vertices + b, g * vertices + a]
        if loops:
            rows += range(g * vertices, (g + 1) * vertices)
            columns += range(g * vertices, (g + 1) * vertices)
    x = torch.randn(graphs * vertices, features)
    graph_of = torch.arange(graphs).repeat_interleave(vertices)
    y = torch.arange(graphs).remainder(2).float()
    return x, torch.tensor(rows), torch.tensor(columns), graph_of, y


def softmax_by_row(scores, rows, vertices):
    index = rows[:, None].expand_as(scores)
    largest = torch.full((vertices, scores.shape[1]), -math.inf).scatter_reduce(0, index, scores.detach(), "amax")
    e = (scores - largest[rows]).exp()
    total = torch.zeros(vertices, scores.shape[1]).index_add(0, rows, e)
    return e / total[rows]


def spread(alpha, values, rows, columns):
    return torch.zeros_like(values).index_add(0, rows, alpha[..., None] * values[columns])


class TransformerLayer(nn.Module):
    def __init__(self, width=32, heads=4, feed=64):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))
        self.f1, self.f2 = nn.Linear(width, feed), nn.Linear(feed, width)
        self.n1, self.n2 = nn.LayerNorm(width), nn.LayerNorm(width)

    def forward(self, x, rows, columns):
        n = len(x)
        q, k, v = (m(x).reshape(n, self.heads, -1) for m in (self.q, self.k, self.v))
        scores = (q[rows] * k[columns]).sum(-1) / math.sqrt(q.shape[-1])
        s = spread(softmax_by_row(scores, rows, n), v, rows, columns).reshape(n, -1)
        x = self.n1(x + self.o(s))
        return self.n2(x + self.f2(F.relu(self.f1(x))))


class GatLayer(nn.Module):
    def __init__(self, features, width, heads, inner):
        super().__init__()
        self.heads, self.width, self.inner = heads, width, inner
        self.w = nn.Linear(features, heads * width, bias=False)
        self.a, self.b = nn.Parameter(torch.randn(heads, width) / 3), nn.Parameter(torch.randn(heads, width) / 3)

    def forward(self, x, rows, columns):
        values = self.w(F.dropout(x, 0.6)).reshape(len(x), self.heads, self.width)
        left, right = (values * self.a).sum(-1), (values * self.b).sum(-1)
        alpha = softmax_by_row(F.leaky_relu(left[rows] + right[columns], 0.2), rows, len(x))
        x = spread(F.dropout(alpha, 0.6), values, rows, columns)
        return F.elu(x.reshape(len(x), -1)) if self.inner else x.mean(1)


class Network(nn.Module):
    def __init__(self, features, kind):
        super().__init__()
        if kind == "transformer":
            self.start, self.layers, width = nn.Linear(features, 32), nn.ModuleList([TransformerLayer(), TransformerLayer()]), 32
        else:
            self.start, width = nn.Identity(), 8
            self.layers = nn.ModuleList([GatLayer(features, 8, 8, True), GatLayer(64, 8, 1, False)])
        self.head = nn.Linear(width, 1)

    def forward(self, x, rows, columns, graph_of, graphs):
        x = self.start(x)
        for layer in self.layers:
            x = layer(x, rows, columns)
        return self.head(torch.zeros(graphs, x.shape[1]).index_add(0, graph_of, x))[:, 0]


def timed(size, rounds, steps):
    x, rows, columns, graph_of, y = draw(size["graphs"], size["vertices"], size["edges"], size["features"], size["kind"] == "gat")
    network = Network(size["features"], size["kind"])
    optimizer = torch.optim.Adam(network.parameters(), lr=0.003)

    def step():
        optimizer.zero_grad()
        logits = network(x, rows, columns, graph_of, size["graphs"])
        F.binary_cross_entropy_with_logits(logits, y).backward()
        optimizer.step()

    for _ in range(2):
        step()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(steps):
            step()
        times.append(1000 * (time.perf_counter() - start) / steps)
    return times


task = json.loads(sys.argv[1])
print(json.dumps([{"work": work, "times": timed(size, task["rounds"], task["steps"])} for work, size in task["works"].items()]))
