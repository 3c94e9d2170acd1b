"""Trains a denoising autoencoder on MNIST with PyTorch, one thread: the network of `DeepAutoencoder`, shown x̂ ~ C(x̂|x) with fresh noise
in each epoch and compared with x by the squared error. `node experiments/denoising.mjs --model <file>` measures it in our package,
beside the Wiener filter. The last 5,000 training images are held out, and their error is what each epoch prints.

PyTorch 1.13: python3 denoiser.py <folder of the IDX files> <file> --corrupt gaussian --level 0.5 ...
"""

import argparse
import math
import pathlib
import time

import torch

from mnist_network import autoencoder, images, moved, read, write

parser = argparse.ArgumentParser()
parser.add_argument("data", type=pathlib.Path)
parser.add_argument("file", type=pathlib.Path, help="for the weights, as safetensors")
parser.add_argument("--corrupt", choices=["gaussian", "masking", "salt-and-pepper"], default="gaussian")
parser.add_argument("--level", type=float, default=0.5)
parser.add_argument("--widths", default="784,1000,500,250")
parser.add_argument("--epochs", type=int, default=50)
parser.add_argument("--stop", type=int, help="after so many of the epochs")
parser.add_argument("--batch", type=int, default=200)
parser.add_argument("--rate", type=float, default=0.0025)
parser.add_argument("--affine", type=float, default=0.1, help="largest change of scale of half of the images; 0 for none")
parser.add_argument("--start", type=pathlib.Path, help="a file of this program to go on from")
parser.add_argument("--seed", type=int, default=0)
options = parser.parse_args()
torch.manual_seed(options.seed)
torch.set_num_threads(1)
random = torch.Generator().manual_seed(options.seed)


def corrupted(x, random):
    level = options.level
    if options.corrupt == "gaussian":
        return x + level * torch.randn(x.shape, generator=random)
    hit = torch.rand(x.shape, generator=random)
    if options.corrupt == "masking":
        return x * (hit >= level)
    return torch.where(hit < level, (hit < level / 2).float(), x)


def held_out_error():
    net.eval()
    seeded = torch.Generator().manual_seed(1)
    with torch.no_grad():
        error = sum(((torch.sigmoid(net["decoder"](net["encoder"](corrupted(x, seeded)))) - x) ** 2).sum().item() for x in held_out.split(1000))
    net.train()
    return error / len(held_out)


pixels = images(options.data, "train")
train, held_out = pixels[:-5000], pixels[-5000:].float() / 255
net = autoencoder([int(w) for w in options.widths.split(",")])
if options.start:
    read(net, options.start)
adam = torch.optim.Adam(net.parameters(), options.rate)
batches = len(train) // options.batch
step = 0
for epoch in range(options.stop or options.epochs):
    order, total = torch.randperm(len(train), generator=random), 0
    for rows in order[: batches * options.batch].split(options.batch):
        warm = min(1, (step + 1) / 200)
        for group in adam.param_groups:
            group["lr"] = options.rate * warm * 0.5 * (1 + math.cos(math.pi * step / (batches * options.epochs)))
        x = train[rows].float() / 255
        if options.affine:
            x = moved(x, options.affine, random)
        with torch.autocast("cpu", torch.bfloat16):
            before = net["decoder"](net["encoder"](corrupted(x, random)))
        loss = ((torch.sigmoid(before.float()) - x) ** 2).sum(1).mean()
        adam.zero_grad()
        loss.backward()
        adam.step()
        step, total = step + 1, total + loss.item()
    print(f"epoch {epoch + 1} training {total / batches:.4f} held out {held_out_error():.4f} {time.process_time():.0f} s of processor", flush=True)
    write(net, options.file)
