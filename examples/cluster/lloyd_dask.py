"""Lloyd's algorithm on a Dask cluster: an iteration is a `map` of @elbowjs/kmeans-nn for every shard, wherever a worker is free,
and one `reduce`. Nothing of k-means is in this page; Dask moves tasks, and repeats those of a worker that died.

    python3 lloyd_dask.py --scheduler tcp://127.0.0.1:8786 --kmeans "npx @elbowjs/kmeans-nn" \
        --centers centers.npy --iterations 20 shards/*.npy

The shards must be where every worker can read them. `--centers` is the start, [k, features], and is overwritten by each
iteration, whole. Needs distributed (Debian's python3-distributed).
"""
import argparse
import json
import shlex
import subprocess
import tempfile
from pathlib import Path

from distributed import Client, as_completed


def run(command, **options):
    """The stdout of a command; its stderr in the error if it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{shlex.join(command)}: {done.stderr.decode().strip()}")
    return done.stdout


def map_shard(kmeans, centers, shard):
    """The partial sums of one shard, a line. The centres travel with the task, so that no worker has old ones."""
    with tempfile.NamedTemporaryFile(suffix=".npy") as file:
        file.write(centers)
        file.flush()
        return run([*kmeans, "map", str(shard), "--centers", file.name])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scheduler", required=True)
    parser.add_argument("--kmeans", default="npx @elbowjs/kmeans-nn", help="how the workers call the command")
    parser.add_argument("--centers", type=Path, required=True)
    parser.add_argument("--iterations", type=int, default=100)
    parser.add_argument("shards", nargs="+", type=Path)
    options = parser.parse_args()
    kmeans = shlex.split(options.kmeans)
    with Client(options.scheduler) as client:
        for iteration in range(1, options.iterations + 1):
            centers = options.centers.read_bytes()
            tasks = [
                client.submit(map_shard, kmeans, centers, shard.resolve(), pure=False, retries=3)
                for shard in options.shards
            ]
            lines = []
            for task, line in as_completed(tasks, with_results=True):
                lines.append(line)
                print(json.dumps({"iteration": iteration, "shards": len(lines)}), flush=True)
            report = json.loads(run([*kmeans, "reduce", "--out", str(options.centers)], input=b"".join(lines)))
            print(json.dumps({"iteration": iteration, **report}), flush=True)
            if report["shift"] == 0:
                break


if __name__ == "__main__":
    main()
