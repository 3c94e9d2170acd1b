"""Trains the network of `DeepAutoencoder` on MNIST with PyTorch, whose bfloat16 products take a fifth of the time that WebAssembly's
float32 takes on a processor with AVX-512; `node scripts/pretrained.mjs` turns its file into the weights that ship. Linear, ELU and
BatchNorm1d for each hidden layer, squared error, Adam, 200 steps of warm-up and half a cosine. With --affine half of each batch is
turned, scaled, sheared a little, anew in each epoch. With --layout the code is drawn to a layout of the images by their
neighbours, without labels: λ ‖z − layout‖² is added, λ falling from --layout-weight to --layout-last in so many epochs.
--held-out keeps the last images of the training set away and measures on them, so that the test images choose nothing.

The commands that made the weights are in weights/README.md. PyTorch 1.13: python3 pretrained.py <folder of the IDX files> <file> ...
"""

import argparse
import math
import pathlib
import time

import torch

from mnist_network import autoencoder, images, labels, moved, read, write
from neighbour_layout import layout, neighbour_accuracy

parser = argparse.ArgumentParser()
parser.add_argument("data", type=pathlib.Path)
parser.add_argument("file", type=pathlib.Path, help="for the weights, as safetensors")
parser.add_argument("--code", type=int, default=30)
parser.add_argument("--activation", choices=["elu", "tanh", "relu", "sigmoid"], default="elu")
parser.add_argument("--no-batch-norm", action="store_true")
parser.add_argument("--epochs", type=int, default=60)
parser.add_argument("--stop", type=int, help="after so many of the epochs")
parser.add_argument("--batch", type=int, default=128)
parser.add_argument("--rate", type=float, default=0.002)
parser.add_argument("--constant", action="store_true", help="the rate stays as it is")
parser.add_argument("--affine", type=float, default=0, help="largest change of scale; 1.5 times as much of angle and shear, in radians")
parser.add_argument("--layout", type=int, default=0, help="epochs for which the code is drawn to the layout")
parser.add_argument("--layout-file", type=pathlib.Path, help="where the layout is kept; made if it is not there")
parser.add_argument("--layout-weight", type=float, default=1, help="λ of the first step")
parser.add_argument("--layout-last", type=float, default=0, help="the least λ, kept to the end")
parser.add_argument("--held-out", type=int, default=0)
parser.add_argument("--limit", type=int, default=60000)
parser.add_argument("--neighbours", type=int, default=0, help="accuracy of ten nearest neighbours after each so many epochs")
parser.add_argument("--start", type=pathlib.Path, help="a file of this program to go on from")
parser.add_argument("--seed", type=int, default=0)
options = parser.parse_args()
torch.manual_seed(options.seed)
torch.set_num_threads(1)
random = torch.Generator().manual_seed(options.seed)


def measured(split):
    net.eval()
    with torch.no_grad():
        error = sum(((torch.sigmoid(net["decoder"](net["encoder"](x))) - x) ** 2).sum().item() for x in split.split(2000))
    net.train()
    return error / len(split)


def accuracy():
    net.eval()
    with torch.no_grad():
        codes = torch.cat([net["encoder"](x.float() / 255) for x in train.split(2000)])
        own = torch.cat([net["encoder"](x) for x in measured_on.split(2000)])
    net.train()
    return neighbour_accuracy(codes, train_labels, own, measured_labels)


pixels, digits = images(options.data, "train")[: options.limit], labels(options.data, "train")[: options.limit]
if options.held_out:
    name, train, train_labels = "held out", pixels[: -options.held_out], digits[: -options.held_out]
    measured_on, measured_labels = pixels[-options.held_out :].float() / 255, digits[-options.held_out :]
else:
    name, train, train_labels = "test", pixels, digits
    measured_on, measured_labels = images(options.data, "t10k").float() / 255, labels(options.data, "t10k")
places = None
if options.layout:
    if options.layout_file and options.layout_file.exists():
        places = torch.load(options.layout_file)
    else:
        places = layout(train.float() / 255, seed=options.seed)
        places = 3 * places / places.std()
        if options.layout_file:
            torch.save(places, options.layout_file)
    print(f"layout: {time.process_time():.0f} s of processor; its own neighbours {100 * neighbour_accuracy(places, train_labels, places[:5000], train_labels[:5000], 11):.2f} %", flush=True)
net = autoencoder([784, 1000, 500, 250, options.code], options.activation, not options.no_batch_norm)
if options.start:
    read(net, options.start)
adam = torch.optim.Adam(net.parameters(), options.rate)
batches = len(train) // options.batch
step = 0
for epoch in range(options.stop or options.epochs):
    order, total = torch.randperm(len(train), generator=random), 0
    for rows in order[: batches * options.batch].split(options.batch):
        if not options.constant:
            warm = min(1, (step + 1) / 200)
            for group in adam.param_groups:
                group["lr"] = options.rate * warm * 0.5 * (1 + math.cos(math.pi * step / (batches * options.epochs)))
        x = train[rows].float() / 255
        if options.affine:
            x = moved(x, options.affine, random)
        with torch.autocast("cpu", torch.bfloat16):
            code = net["encoder"](x)
            before = net["decoder"](code)
        error = ((torch.sigmoid(before.float()) - x) ** 2).sum(1).mean()
        loss = error
        if places is not None:
            pull = max(options.layout_last, options.layout_weight * (1 - step / (batches * options.layout)))
            loss = error + pull * ((code.float() - places[rows]) ** 2).sum(1).mean()
        adam.zero_grad()
        loss.backward()
        adam.step()
        step, total = step + 1, total + error.item()
    line = f"epoch {epoch + 1} training {total / batches:.4f} {name} {measured(measured_on):.4f}"
    if options.neighbours and (epoch + 1) % options.neighbours == 0:
        line += f", 10 nearest neighbours {100 * accuracy():.2f} %"
    print(f"{line}, {time.process_time():.0f} s of processor", flush=True)
    write(net, options.file)
