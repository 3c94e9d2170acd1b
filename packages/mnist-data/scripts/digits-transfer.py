"""How well a network trained on generated digits reads real ones.

For each seed: writes 60,000 digits of that seed to a temporary folder (write-digits.mjs; needs the package
built), trains a perceptron 784-256-128-10 (ReLU, Adam, learning rate 1e-3 falling linearly to 0, batch 128,
no augmentation), and measures it on the real MNIST test set, which is used for nothing else.

    OMP_NUM_THREADS=1 python3 scripts/digits-transfer.py --mnist ../../../shared/data/mnist

Needs numpy and torch.
"""

import argparse
import gzip
import os
import pathlib
import subprocess
import tempfile

import numpy as np
import torch


def read_idx(folder, part):
    images = gzip.open(folder / f"{part}-images-idx3-ubyte.gz").read()
    labels = gzip.open(folder / f"{part}-labels-idx1-ubyte.gz").read()
    return (
        torch.from_numpy(np.frombuffer(images, np.uint8, offset=16).reshape(-1, 784).copy()),
        torch.from_numpy(np.frombuffer(labels, np.uint8, offset=8).astype(np.int64)),
    )


def generate(count, seed):
    writer = pathlib.Path(__file__).with_name("write-digits.mjs")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["node", writer, folder, str(count), str(seed)], check=True)
        pixels = np.fromfile(f"{folder}/pixels", np.uint8).reshape(-1, 784)
        labels = np.fromfile(f"{folder}/labels", np.uint8).astype(np.int64)
    return torch.from_numpy(pixels), torch.from_numpy(labels)


def train(pixels, labels, epochs, seed):
    torch.manual_seed(seed)
    net = torch.nn.Sequential(
        torch.nn.Linear(784, 256), torch.nn.ReLU(),
        torch.nn.Linear(256, 128), torch.nn.ReLU(),
        torch.nn.Linear(128, 10),
    )
    steps = epochs * (len(pixels) // 128)
    optimiser = torch.optim.Adam(net.parameters(), 1e-3)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / steps)
    for _ in range(epochs):
        for batch in torch.randperm(len(pixels))[: len(pixels) // 128 * 128].split(128):
            loss = torch.nn.functional.cross_entropy(net(pixels[batch].float() / 255), labels[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return net


def predict(net, pixels):
    with torch.no_grad():
        return torch.cat([net(part.float() / 255).argmax(1) for part in pixels.split(10000)])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mnist", type=pathlib.Path, default=os.environ.get("ELBOW_DATA_DIR"), help="folder of the four IDX files")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--count", type=int, default=60000)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--split", choices=["test", "train"], default="test", help="which part of MNIST to read; use train while changing the generator")
    options = parser.parse_args()
    if options.mnist is None:
        parser.error("expected --mnist or ELBOW_DATA_DIR")
    real, truth = read_idx(pathlib.Path(options.mnist), {"test": "t10k", "train": "train"}[options.split])
    accuracies = []
    for seed in options.seeds:
        net = train(*generate(options.count, seed), options.epochs, seed)
        guess = predict(net, real)
        accuracies.append((guess == truth).double().mean().item())
        print(f"seed {seed}: {accuracies[-1]:.4f} of the MNIST {options.split} set", flush=True)
        table = torch.zeros(10, 10, dtype=torch.int64)
        table.index_put_((truth, guess), torch.ones_like(truth), accumulate=True)
        print("row = digit, column = read as\n" + "\n".join(" ".join(f"{n:5d}" for n in row) for row in table.tolist()))
    print(f"mean {np.mean(accuracies):.4f}, lowest {min(accuracies):.4f}, highest {max(accuracies):.4f}")


if __name__ == "__main__":
    main()
