"""Trains the network of `DeepAutoencoder` on MNIST with PyTorch, whose bfloat16 products take a fifth of the time that WebAssembly's
float32 takes on a processor with AVX-512; `node scripts/pretrained.mjs` turns its file into the weights that ship. Linear, ELU and
BatchNorm1d for each hidden layer, squared error, Adam, 200 steps of warm-up and half a cosine. With --affine half of each batch is
turned, scaled, sheared a little, anew in each epoch.

The commands that made the weights are in weights/README.md. PyTorch 1.13: python3 pretrained.py <folder of the IDX files> <file> ...
"""

import argparse
import gzip
import json
import math
import pathlib
import struct
import time

import numpy as np
import torch
from torch import nn

parser = argparse.ArgumentParser()
parser.add_argument("data", type=pathlib.Path)
parser.add_argument("file", type=pathlib.Path, help="for the weights, as safetensors")
parser.add_argument("--code", type=int, default=30)
parser.add_argument("--epochs", type=int, default=60)
parser.add_argument("--stop", type=int, help="after so many of the epochs")
parser.add_argument("--batch", type=int, default=128)
parser.add_argument("--rate", type=float, default=0.002)
parser.add_argument("--affine", type=float, default=0, help="largest change of scale; 1.5 times as much of angle and shear, in radians")
parser.add_argument("--start", type=pathlib.Path, help="a file of this program to go on from")
parser.add_argument("--seed", type=int, default=0)
options = parser.parse_args()
torch.manual_seed(options.seed)
torch.set_num_threads(1)


def images(name):
    return torch.tensor(np.frombuffer(gzip.open(options.data / f"{name}.gz").read(), np.uint8, offset=16).reshape(-1, 784).copy())


def mlp(widths):
    hidden = [[nn.Linear(a, b), nn.ELU(), nn.BatchNorm1d(b)] for a, b in zip(widths[:-2], widths[1:-1])]
    return nn.Sequential(*sum(hidden, []), nn.Linear(widths[-2], widths[-1]))


def write(path):
    state = {k: v.float().contiguous() for k, v in net.state_dict().items() if not k.endswith("num_batches_tracked")}
    header, place = {}, 0
    for name, value in state.items():
        size = 4 * value.numel()
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [place, place + size]}
        place += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(v.numpy().tobytes() for v in state.values()))


def read(path):
    raw = path.read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + size])
    state = net.state_dict()
    for name, entry in header.items():
        a, b = entry["data_offsets"]
        state[name].copy_(torch.tensor(np.frombuffer(raw[8 + size + a : 8 + size + b], np.float32).copy()).reshape(entry["shape"]))


def moved(x, size):
    """Half of the images, turned, scaled and sheared."""
    n = len(x) // 2
    uniform = lambda: (torch.rand(n, generator=random) - 0.5) * 2 * size
    angle, scale, shear = uniform() * 1.5, 1 + uniform(), uniform() * 1.5
    matrix = torch.zeros(n, 2, 3)
    matrix[:, 0, 0], matrix[:, 0, 1] = scale * angle.cos(), shear - angle.sin()
    matrix[:, 1, 0], matrix[:, 1, 1] = angle.sin(), scale * angle.cos()
    grid = nn.functional.affine_grid(matrix, (n, 1, 28, 28), align_corners=False)
    drawn = nn.functional.grid_sample(x[:n].view(-1, 1, 28, 28), grid, mode="bicubic", align_corners=False)
    return torch.cat([drawn.clamp(0, 1).reshape(-1, 784), x[n:]])


def test_error():
    net.eval()
    with torch.no_grad():
        error = sum(((torch.sigmoid(net["decoder"](net["encoder"](x))) - x) ** 2).sum().item() for x in test.split(2000))
    net.train()
    return error / len(test)


train = images("train-images-idx3-ubyte")
test = images("t10k-images-idx3-ubyte").float() / 255
widths = [784, 1000, 500, 250, options.code]
net = nn.ModuleDict({"encoder": mlp(widths), "decoder": mlp(widths[::-1])})
if options.start:
    read(options.start)
adam = torch.optim.Adam(net.parameters(), options.rate)
random = torch.Generator().manual_seed(options.seed)
batches = len(train) // options.batch
step, started = 0, time.time()
for epoch in range(options.stop or options.epochs):
    order, total = torch.randperm(len(train), generator=random), 0
    for rows in order[: batches * options.batch].split(options.batch):
        warm = min(1, (step + 1) / 200)
        for group in adam.param_groups:
            group["lr"] = options.rate * warm * 0.5 * (1 + math.cos(math.pi * step / (batches * options.epochs)))
        x = train[rows].float() / 255
        if options.affine:
            x = moved(x, options.affine)
        with torch.autocast("cpu", torch.bfloat16):
            before = net["decoder"](net["encoder"](x))
        loss = ((torch.sigmoid(before.float()) - x) ** 2).sum(1).mean()
        adam.zero_grad()
        loss.backward()
        adam.step()
        step, total = step + 1, total + loss.item()
    print(f"epoch {epoch + 1} training {total / batches:.4f} test {test_error():.4f} {time.process_time():.0f} s of processor", flush=True)
    write(options.file)
