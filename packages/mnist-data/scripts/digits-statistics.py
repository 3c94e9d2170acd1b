"""Statistics of generated digits beside those of the MNIST training set.

For each: mean and standard deviation of the pixels in [0, 1]; the largest box of ink; the largest distance of
the centre of mass from pixel (14, 14) along an axis; k-means with 10 clusters on the first 8,000 images (mean
square error per pixel, purity, smallest and largest cluster); and the share of the next 4,000 that lie nearest to
their own class's mean. Then, class by class, mean intensity, stroke width (twice the ink over the length of
its outline), slant (minus the covariance of x and y over the variance of y), height and width of the box,
as mean ± standard deviation.

    OMP_NUM_THREADS=1 python3 scripts/digits-statistics.py --mnist ../../../shared/data/mnist

Needs numpy and scikit-learn, and the package built.
"""

import argparse
import gzip
import os
import pathlib
import subprocess
import tempfile

import numpy as np
from sklearn.cluster import KMeans


def read_mnist(folder):
    images = gzip.open(folder / "train-images-idx3-ubyte.gz").read()
    labels = gzip.open(folder / "train-labels-idx1-ubyte.gz").read()
    return np.frombuffer(images, np.uint8, offset=16).reshape(-1, 28, 28), np.frombuffer(labels, np.uint8, offset=8)


def generate(count, seed):
    writer = pathlib.Path(__file__).with_name("write-digits.mjs")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["node", writer, folder, str(count), str(seed)], check=True)
        pixels = np.fromfile(f"{folder}/pixels", np.uint8).reshape(-1, 28, 28)
        return pixels, np.fromfile(f"{folder}/labels", np.uint8)


def report(name, images, labels):
    x = images / 255
    mass = x.sum((1, 2))
    rows, columns = np.mgrid[:28, :28]
    cx = (x * columns).sum((1, 2)) / mass
    cy = (x * rows).sum((1, 2)) / mass
    dx = columns - cx[:, None, None]
    dy = rows - cy[:, None, None]
    slant = -(x * dx * dy).sum((1, 2)) / (x * dy * dy).sum((1, 2))
    has_row, has_column = images.any(2), images.any(1)
    height = 28 - has_row[:, ::-1].argmax(1) - has_row.argmax(1)
    width = 28 - has_column[:, ::-1].argmax(1) - has_column.argmax(1)
    outline = np.hypot(np.diff(x, axis=2)[:, :-1], np.diff(x, axis=1)[:, :, :-1]).sum((1, 2))
    stroke = 2 * mass / outline

    flat = x.reshape(-1, 784)
    means = np.stack([flat[:8000][labels[:8000] == k].mean(0) for k in range(10)])
    distances = (means**2).sum(1) - 2 * flat[8000:12000] @ means.T
    nearest = (distances.argmin(1) == labels[8000:12000]).mean()
    clusters = KMeans(10, n_init=2, random_state=0).fit(flat[:8000])
    table = np.zeros((10, 10), int)
    np.add.at(table, (clusters.labels_, labels[:8000]), 1)
    sizes = table.sum(1)

    print(f"{name}: mean {x.mean():.4f}, SD {x.std():.4f}, box at most {height.max()}×{width.max()}, "
          f"centre within {max(abs(cx - 14).max(), abs(cy - 14).max()):.2f}")
    print(f"  k-means: error {clusters.inertia_ / 8000 / 784:.4f}, purity {table.max(1).sum() / 8000:.2f}, "
          f"clusters of {sizes.min()} to {sizes.max()}; nearest class mean: {nearest:.3f}")
    print("  digit  mean intensity  stroke width    slant         height        width")
    for k in range(10):
        own = labels == k
        columns_ = [f"{a[own].mean():.{d}f} ± {a[own].std():.{d}f}" for a, d in
                    ((x.mean((1, 2)), 3), (stroke, 2), (slant, 2), (height, 1), (width, 1))]
        print(f"  {k}      " + "   ".join(columns_))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mnist", type=pathlib.Path, default=os.environ.get("ELBOW_DATA_DIR"), help="folder of the IDX files")
    parser.add_argument("--count", type=int, default=60000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if options.mnist is not None:
        report("MNIST", *read_mnist(pathlib.Path(options.mnist)))
    report("digits", *generate(options.count, options.seed))


if __name__ == "__main__":
    main()
