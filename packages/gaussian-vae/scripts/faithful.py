"""The faithful model in PyTorch on MNIST, as faithful.mjs trains ours: SGD 0.1, batches of 64, dropout 0.1; prints the test loss
after each epoch, in evaluation mode with one draw of noise per image.

Usage: python3 faithful.py <folder of the four IDX files> [epochs] [seed]; needs PyTorch and NumPy.
"""

import gzip
import pathlib
import sys

import numpy as np
import torch
from torch import nn

folder = pathlib.Path(sys.argv[1])
epochs, seed = (int(value) for value in (sys.argv[2:] + ["10", "0"][len(sys.argv) - 2 :])[:2])
torch.manual_seed(seed)


def images(name):
    path = next(folder.glob(f"{name}-images-idx3-ubyte*"))
    data = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
    return torch.tensor(np.frombuffer(data, np.uint8, offset=16).reshape(-1, 1, 28, 28).copy()).float() / 255


def act(norm):
    return [nn.ReLU(), norm, nn.Dropout(0.1)]


encoder = nn.Sequential(
    nn.Conv2d(1, 20, 4, padding=1), *act(nn.BatchNorm2d(20)),
    nn.Conv2d(20, 20, 4, stride=2), *act(nn.BatchNorm2d(20)),
    nn.MaxPool2d(2), nn.Flatten(), nn.Linear(720, 360), *act(nn.BatchNorm1d(360)), nn.Linear(360, 10))
decoder = nn.Sequential(
    nn.Linear(10, 360), *act(nn.BatchNorm1d(360)), nn.Linear(360, 720), *act(nn.BatchNorm1d(720)),
    nn.Unflatten(1, (20, 6, 6)), nn.Upsample(scale_factor=2, mode="bicubic"),
    nn.ConvTranspose2d(20, 20, 4, stride=2, output_padding=1), *act(nn.BatchNorm2d(20)),
    nn.ConvTranspose2d(20, 1, 4, padding=1), nn.Sigmoid())


def output(x):
    z = encoder(x)
    return torch.cat([z, (decoder(z + torch.randn_like(z)) - x).flatten(1)], 1)


train, test = images("train"), images("t10k")
model = nn.ModuleList([encoder, decoder])
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(1, epochs + 1):
    model.train()
    for rows in torch.randperm(len(train)).split(64):
        optimizer.zero_grad()
        output(train[rows]).square().mean().backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        squares = sum(output(x).square().sum().item() for x in test.split(250))
    print(f"epoch {epoch}: test loss {squares / (len(test) * 794):.4f}", flush=True)
