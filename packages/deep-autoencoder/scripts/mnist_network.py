"""What the programs of this folder share: MNIST's images, the network of `DeepAutoencoder` in PyTorch, its file, and small affine
changes of images."""

import gzip
import json
import struct

import numpy as np
import torch
from torch import nn

activations = {"elu": nn.ELU, "tanh": nn.Tanh, "relu": nn.ReLU, "sigmoid": nn.Sigmoid}


def images(folder, name):
    """Bytes, n × 784."""
    raw = gzip.open(folder / f"{name}-images-idx3-ubyte.gz").read()
    return torch.tensor(np.frombuffer(raw, np.uint8, offset=16).reshape(-1, 784).copy())


def labels(folder, name):
    raw = gzip.open(folder / f"{name}-labels-idx1-ubyte.gz").read()
    return torch.tensor(np.frombuffer(raw, np.uint8, offset=8).copy()).long()


def autoencoder(widths, activation="elu", batch_norm=True):
    """Linear, activation and BatchNorm1d for each hidden layer, of the encoder and of the decoder that mirrors it."""

    def mlp(sizes):
        layers = []
        for a, b in zip(sizes[:-2], sizes[1:-1]):
            layers += [nn.Linear(a, b), activations[activation]()] + ([nn.BatchNorm1d(b)] if batch_norm else [])
        return nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]))

    return nn.ModuleDict({"encoder": mlp(widths), "decoder": mlp(widths[::-1])})


def write(net, path):
    """The state as safetensors, float32."""
    state = {k: v.float().contiguous() for k, v in net.state_dict().items() if not k.endswith("num_batches_tracked")}
    header, place = {}, 0
    for name, value in state.items():
        size = 4 * value.numel()
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [place, place + size]}
        place += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(v.numpy().tobytes() for v in state.values()))


def read(net, path):
    raw = path.read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + size])
    state = net.state_dict()
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        a, b = entry["data_offsets"]
        kind = {"F32": np.float32, "F16": np.float16}[entry["dtype"]]
        values = np.frombuffer(raw[8 + size + a : 8 + size + b], kind).astype(np.float32)
        state[name].copy_(torch.tensor(values).reshape(entry["shape"]))


def moved(x, size, random):
    """Half of the images, turned, scaled and sheared: `size` is the largest change of scale, 1.5 times as much of angle and shear."""
    n = len(x) // 2
    uniform = lambda: (torch.rand(n, generator=random) - 0.5) * 2 * size
    angle, scale, shear = uniform() * 1.5, 1 + uniform(), uniform() * 1.5
    matrix = torch.zeros(n, 2, 3)
    matrix[:, 0, 0], matrix[:, 0, 1] = scale * angle.cos(), shear - angle.sin()
    matrix[:, 1, 0], matrix[:, 1, 1] = angle.sin(), scale * angle.cos()
    grid = nn.functional.affine_grid(matrix, (n, 1, 28, 28), align_corners=False)
    drawn = nn.functional.grid_sample(x[:n].view(-1, 1, 28, 28), grid, mode="bicubic", align_corners=False)
    return torch.cat([drawn.clamp(0, 1).reshape(-1, 784), x[n:]])
