"""Trains the U-Net of `Diffusion` on MNIST with PyTorch, whose bfloat16 convolutions take a tenth of the time that WebAssembly's float32
takes on a processor with AVX-512; `node scripts/pretrained.mjs` turns its file into the weights that ship. The network predicts the
velocity; in a tenth of the images the label is hidden; the weights written are a moving average.

The command that made the weights is in weights/README.md. PyTorch 1.13: python3 pretrained.py <folder of the IDX files> <file> ...
"""

import argparse
import copy
import gzip
import math
import pathlib
import time

import numpy as np
import torch

from u_net import UNet, cosine, write

parser = argparse.ArgumentParser()
parser.add_argument("data", type=pathlib.Path)
parser.add_argument("file", type=pathlib.Path, help="for the weights, as safetensors; beside it, .pt, all that a run needs to go on")
parser.add_argument("--steps", type=int, default=10000, help="of the training")
parser.add_argument("--decay", type=int, default=0, help="in so many last steps the rate falls along half a cosine")
parser.add_argument("--levels", type=int, default=200, help="of the chain")
parser.add_argument("--batch", type=int, default=64)
parser.add_argument("--rate", type=float, default=0.0015)
parser.add_argument("--average", type=float, default=0.999)
parser.add_argument("--hidden", type=float, default=0.1, help="share of the labels that are hidden")
parser.add_argument("--start", type=pathlib.Path, help="a .pt file of this program to go on from")
parser.add_argument("--seed", type=int, default=0)
options = parser.parse_args()
torch.manual_seed(options.seed)
torch.set_num_threads(1)


def rows(name, offset):
    return torch.tensor(np.frombuffer(gzip.open(options.data / f"{name}.gz").read(), np.uint8, offset=offset).copy())


images = rows("train-images-idx3-ubyte", 16).reshape(-1, 1, 28, 28)
labels = rows("train-labels-idx1-ubyte", 8).long()
net = UNet(classes=10)
average = copy.deepcopy(net)
adam = torch.optim.Adam(net.parameters(), options.rate, betas=(0.9, 0.99))
first = 0
if options.start:
    saved = torch.load(options.start)
    net.load_state_dict(saved["net"])
    average.load_state_dict(saved["average"])
    adam.load_state_dict(saved["adam"])
    first = saved["step"]
    torch.manual_seed(options.seed + first)
signal, noise = cosine(options.levels)
print(sum(p.numel() for p in net.parameters()), "weights", flush=True)


def save(step):
    state = {f"network.{name}": value for name, value in average.state_dict().items()}
    state["scale.shift"] = state["scale.scale"] = torch.tensor([0.5])
    state["scale.bound"] = torch.tensor([1.0])
    state["scale.shares"] = torch.bincount(labels, minlength=10) / len(labels)
    write(options.file, state)
    torch.save({"net": net.state_dict(), "average": average.state_dict(), "adam": adam.state_dict(), "step": step}, options.file.with_suffix(".pt"))


def one_step(step):
    fallen = max(0, step - options.steps + options.decay) / max(1, options.decay)
    rate = options.rate * min(1, (step + 1) / 200) * 0.5 * (1 + math.cos(math.pi * fallen))
    for group in adam.param_groups:
        group["lr"] = rate
    chosen = torch.randint(len(images), (options.batch,))
    x = images[chosen].float() / 127.5 - 1
    y = torch.where(torch.rand(options.batch) < options.hidden, torch.tensor(10), labels[chosen])
    t = torch.randint(options.levels, (options.batch,))
    a, b = signal[t].view(-1, 1, 1, 1), noise[t].view(-1, 1, 1, 1)
    e = torch.randn_like(x)
    with torch.autocast("cpu", torch.bfloat16):
        v = net(a * x + b * e, (t + 1) / options.levels, y)
    loss = ((v.float() - (a * e - b * x)) ** 2).mean()
    adam.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 1)
    adam.step()
    keep = min(options.average, (step + 1) / (step + 10))
    with torch.no_grad():
        for mean, value in zip(average.parameters(), net.parameters()):
            mean.lerp_(value, 1 - keep)
    return loss.item()


total, saved_at, started = 0, time.time(), time.time()
for step in range(first, options.steps):
    total += one_step(step)
    if (step + 1) % 100 == 0:
        print(f"step {step + 1} loss {total / 100:.5f} {time.process_time():.0f} s of processor, {time.time() - started:.0f} s", flush=True)
        total = 0
    if time.time() - saved_at > 120:
        save(step + 1)
        saved_at = time.time()
save(options.steps)
