"""Median milliseconds of a training step, and of 20 digits in 20 steps, of the networks of @elbowjs/diffusion in PyTorch, as JSON. Usage: step.py [steps]"""

import json
import pathlib
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "packages/diffusion/scripts"))
from u_net import TimeEmbedding, UNet, cosine  # noqa: E402


class Dense(nn.Module):
    """DenseDenoiser of 30 numbers, 240 wide, three blocks."""

    def __init__(self, numbers=30, width=240, depth=3):
        super().__init__()
        self.embedding = TimeEmbedding(128, 32, 0)
        self.start = nn.Linear(numbers, width)
        make = lambda: nn.ModuleList([nn.LayerNorm(width), nn.Linear(width, width), nn.Linear(128, width), nn.Linear(width, width)])
        self.blocks = nn.ModuleList([make() for _ in range(depth)])
        self.norm, self.last = nn.LayerNorm(width), nn.Linear(width, numbers)

    def forward(self, z, time, label=None):
        e, h = self.embedding(time, label), self.start(z)
        for norm, first, level, second in self.blocks:
            h = h + second(F.gelu(first(norm(h)) + level(e)))
        return self.last(self.norm(h))


def training_step(net, batch, shape, steps):
    signal, noise = cosine(200)
    adam = torch.optim.Adam(net.parameters(), 0.001)
    average = [p.detach().clone() for p in net.parameters()]
    data, times = torch.rand(batch, *shape), []
    for _ in range(steps):
        begun = time.perf_counter()
        t = torch.randint(200, (batch,))
        a, b = [rates[t].view(-1, *[1 for _ in shape]) for rates in (signal, noise)]
        e = torch.randn_like(data)
        loss = ((net(a * data + b * e, (t + 1) / 200) - (a * e - b * data)) ** 2).mean()
        adam.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1)
        adam.step()
        with torch.no_grad():
            for mean, value in zip(average, net.parameters()):
                mean.lerp_(value, 0.001)
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times[3:])


def sampling(net):
    times = []
    with torch.no_grad():
        for _ in range(3):
            begun, z = time.perf_counter(), torch.randn(20, 1, 28, 28)
            for step in range(20, 0, -1):
                z = net(z, torch.full((20,), step / 20))
            times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


steps = int((sys.argv + ["30"])[1])
found = {"u-net": training_step(UNet(), 64, (1, 28, 28), steps), "dense": training_step(Dense(), 256, (30,), steps), "sampling": sampling(UNet())}
print(json.dumps(found))
