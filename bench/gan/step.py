"""Median milliseconds of a training step of the networks of @elbowjs/gan in PyTorch, by name, as JSON. Usage: step.py [steps]"""
import json
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn.functional import softplus


def dense():
    generator = nn.Sequential(
        *[nn.Linear(64, 256), nn.ReLU(), nn.BatchNorm1d(256), nn.Linear(256, 512), nn.ReLU(), nn.BatchNorm1d(512)],
        *[nn.Linear(512, 784), nn.Unflatten(1, (1, 28, 28)), nn.Sigmoid()],
    )
    discriminator = nn.Sequential(
        *[nn.Flatten(), nn.Linear(784, 512), nn.LeakyReLU(0.2), nn.Linear(512, 256), nn.LeakyReLU(0.2), nn.Linear(256, 1)]
    )
    return generator, discriminator


def convolutional():
    generator = nn.Sequential(
        *[nn.Linear(64, 3136), nn.Unflatten(1, (64, 7, 7)), nn.ReLU(), nn.BatchNorm2d(64)],
        *[nn.ConvTranspose2d(64, 32, 4, 2, 1), nn.ReLU(), nn.BatchNorm2d(32), nn.ConvTranspose2d(32, 1, 4, 2, 1), nn.Sigmoid()],
    )
    discriminator = nn.Sequential(
        *[nn.Conv2d(1, 32, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(32, 64, 4, 2, 1), nn.LeakyReLU(0.2)],
        *[nn.Flatten(), nn.Linear(3136, 1)],
    )
    return generator, discriminator


found = {}
for make in (dense, convolutional):
    generator, discriminator = make()
    players = [torch.optim.Adam(network.parameters(), 0.0002, (0.5, 0.999)) for network in (discriminator, generator)]
    images, times = torch.rand(64, 1, 28, 28), []
    for _ in range(int((sys.argv + ["50"])[1])):
        begun = time.perf_counter()
        with torch.no_grad():
            made = generator(torch.randn(64, 64))
        loss = softplus(-discriminator(2 * images - 1)).mean() + softplus(discriminator(2 * made - 1)).mean()
        players[0].zero_grad()
        loss.backward()
        players[0].step()
        loss = softplus(-discriminator(2 * generator(torch.randn(64, 64)) - 1)).mean()
        players[1].zero_grad()
        loss.backward()
        players[1].step()
        times.append(1000 * (time.perf_counter() - begun))
    found[make.__name__] = statistics.median(times[3:])
print(json.dumps(found))
