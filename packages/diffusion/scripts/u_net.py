"""The U-Net of `@elbowjs/diffusion` in PyTorch, with the same names of weights: the twin that trains what ships and that the tests compare with."""

import json
import math
import struct

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

GROUPS = 8


class GroupNorm(nn.GroupNorm):
    """In float32 under autocast, too, which PyTorch 1.13 refuses to mix."""

    def forward(self, x):
        return super().forward(x.float())


class Block(nn.Module):
    """Two 3×3 convolutions, each after group norm and GELU, with the embedded time between them, added to what came in."""

    def __init__(self, inputs, channels, width):
        super().__init__()
        self.norm1 = GroupNorm(GROUPS, inputs)
        self.conv1 = nn.Conv2d(inputs, channels, 3, padding=1)
        self.time = nn.Linear(width, channels)
        self.norm2 = GroupNorm(GROUPS, channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.skip = nn.Conv2d(inputs, channels, 1) if inputs != channels else None
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)

    def forward(self, x, e):
        h = self.conv1(F.gelu(self.norm1(x))) + self.time(e)[:, :, None, None]
        h = self.conv2(F.gelu(self.norm2(h)))
        return h + (x if self.skip is None else self.skip(x))


class Attention(nn.Module):
    """Every place of an image attends to every other: group norm, one product for queries, keys and values, heads, a projection."""

    def __init__(self, channels, heads):
        super().__init__()
        self.heads = heads
        self.norm = GroupNorm(GROUPS, channels)
        self.qkv = nn.Linear(channels, 3 * channels)
        self.projection = nn.Linear(channels, channels)
        nn.init.zeros_(self.projection.weight)
        nn.init.zeros_(self.projection.bias)

    def forward(self, x):
        n, c, h, w = x.shape
        rows = self.norm(x).permute(0, 2, 3, 1).reshape(n, h * w, c)
        q, k, v = self.qkv(rows).reshape(n, h * w, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(-1, -2) / math.sqrt(c // self.heads)).softmax(-1)
        values = (weights @ v).permute(0, 2, 1, 3).reshape(n, h * w, c)
        return x + self.projection(values).reshape(n, h, w, c).permute(0, 3, 1, 2)


class TimeEmbedding(nn.Module):
    """The level t/T as sines and cosines, and the label if there are classes, as a vector; the last row of the table is "no label"."""

    def __init__(self, width, frequencies, classes):
        super().__init__()
        self.frequencies = frequencies
        self.time1 = nn.Linear(2 * frequencies, width)
        self.time2 = nn.Linear(width, width)
        self.label = nn.Embedding(classes + 1, width) if classes else None

    def forward(self, time, label):
        steps = torch.exp(torch.arange(self.frequencies) * (-math.log(10000) / self.frequencies))
        angles = 1000 * time[:, None] * steps[None]
        e = self.time2(F.gelu(self.time1(torch.cat([angles.sin(), angles.cos()], 1))))
        return F.gelu(e if self.label is None else e + self.label(label))


class UNet(nn.Module):
    """Full side, half, a quarter, and back; time is t/T, [n]."""

    def __init__(self, inputs=1, channels=(16, 48, 72), width=128, frequencies=32, heads=4, classes=0):
        super().__init__()
        a, b, c = channels
        self.embedding = TimeEmbedding(width, frequencies, classes)
        self.stem = nn.Conv2d(inputs, a, 3, padding=1)
        self.down1 = Block(a, a, width)
        self.half1 = nn.Conv2d(a, b, 2, stride=2)
        self.down2 = Block(b, b, width)
        self.half2 = nn.Conv2d(b, c, 2, stride=2)
        self.middle1 = Block(c, c, width)
        self.attention = Attention(c, heads)
        self.middle2 = Block(c, c, width)
        self.double2 = nn.ConvTranspose2d(c, b, 2, stride=2)
        self.up2 = Block(2 * b, b, width)
        self.double1 = nn.ConvTranspose2d(b, a, 2, stride=2)
        self.up1 = Block(2 * a, a, width)
        self.norm = GroupNorm(GROUPS, a)
        self.last = nn.Conv2d(a, inputs, 3, padding=1)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(self.last.bias)

    def forward(self, x, time, label=None):
        e = self.embedding(time, label)
        x1 = self.down1(self.stem(x), e)
        x2 = self.down2(self.half1(x1), e)
        h = self.middle2(self.attention(self.middle1(self.half2(x2), e)), e)
        h = self.up2(torch.cat([self.double2(h), x2], 1), e)
        h = self.up1(torch.cat([self.double1(h), x1], 1), e)
        return self.last(F.gelu(self.norm(h)))


def cosine(steps):
    """√ᾱ and √(1 − ᾱ) of levels 1 to `steps`: Nichol and Dhariwal's cosine, β ≤ 0.999."""
    f = lambda t: math.cos((t / steps + 0.008) / 1.008 * math.pi / 2) ** 2
    product, products = 1.0, []
    for t in range(1, steps + 1):
        product *= 1 - min(0.999, 1 - f(t) / f(t - 1))
        products.append(product)
    signal = torch.tensor(products, dtype=torch.float64)
    return signal.sqrt().float(), (1 - signal).sqrt().float()


def write(path, state):
    header, place = {}, 0
    values = {name: value.detach().float().contiguous(memory_format=torch.contiguous_format) for name, value in state.items()}
    for name, value in values.items():
        size = 4 * value.numel()
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [place, place + size]}
        place += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(v.numpy().astype(np.float32).tobytes() for v in values.values()))
