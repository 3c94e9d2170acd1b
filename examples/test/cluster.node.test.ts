import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { lloyd } from "@elbowjs/kmeans-nn";
import { generateDigits } from "@elbowjs/mnist-data/digits";
import { npyFile, parseNpy } from "@elbowjs/row-files";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { afterAll, describe, expect, it } from "vitest";

const python = "/usr/bin/python3";
const hasDask = spawnSync(python, ["-c", "import distributed"]).status === 0;
if (!hasDask)
  console.warn("SKIPPED: k-means on a Dask cluster; install Debian's python3-distributed to run it");

const folder = mkdtempSync(join(tmpdir(), "elbow-cluster-"));
const running: ChildProcess[] = [];
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a process of its own; `ready` is a part of what it says when it is. */
async function start(
  args: readonly string[],
  ready: RegExp,
): Promise<{ child: ChildProcess; said: RegExpExecArray }> {
  const child = spawn(python, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  running.push(child);
  const said = await new Promise<RegExpExecArray>((resolve, reject) => {
    let text = "";
    const listen = (chunk: Buffer): void => {
      text += chunk;
      const found = ready.exec(text);
      if (found) resolve(found);
    };
    child.stdout!.on("data", listen);
    child.stderr!.on("data", listen);
    child.on("exit", () => reject(new Error(`${args.join(" ")} ended: ${text}`)));
  });
  return { child, said };
}

describe.skipIf(!isThorough("k-means on a Dask cluster") || !hasDask)("k-means on a Dask cluster", () => {
  it("ends at lloyd's centres to the bit, though one of three workers is killed in the middle of an iteration", async () => {
    const [n, d, k, iterations] = [600, 784, 5, 3];
    const { pixels } = generateDigits(n, { seed: 1 });
    const init = Float32Array.from(pixels.subarray(0, k * d), (u) => u / 255);
    writeFileSync(join(folder, "c.npy"), npyFile(Float64Array.from(init), [k, d]));
    const cuts = [0, 70, 200, 210, 400, 550, n];
    const shards = cuts.slice(1).map((end, i) => {
      const rows = pixels.slice(cuts[i]! * d, end * d);
      writeFileSync(join(folder, `shard-${i}.npy`), npyFile(rows, [rows.length / d, d]));
      return `shard-${i}.npy`;
    });

    const dashboard = ["--no-dashboard"];
    const { said } = await start(
      ["-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", ...dashboard],
      /Scheduler at:\s+(tcp:\S+)/,
    );
    const worker = [
      "-m",
      "distributed.cli.dask_worker",
      said[1]!,
      "--nthreads",
      "1",
      "--no-nanny",
      ...dashboard,
    ];
    const workers = await Promise.all([0, 1, 2].map(() => start(worker, /Registered to/)));

    const kmeans = fileURLToPath(new URL("../../packages/kmeans-nn/bin/kmeans-nn.js", import.meta.url));
    const driver = fileURLToPath(new URL("../cluster/lloyd_dask.py", import.meta.url));
    const run = spawn(
      python,
      [
        ...[driver, "--scheduler", said[1]!, "--kmeans", `${process.execPath} ${kmeans}`],
        ...["--centers", "c.npy", "--iterations", `${iterations}`, ...shards],
      ],
      { cwd: folder, stdio: ["ignore", "pipe", "inherit"] },
    );
    running.push(run);
    let isKilled = false;
    for await (const line of createInterface(run.stdout!)) {
      const { iteration, shards: done } = JSON.parse(line) as { iteration: number; shards?: number };
      // Six shards on three workers: when one is done, the other workers have more to do.
      if (iteration === 2 && done === 1 && !isKilled) isKilled = workers[1]!.child.kill("SIGKILL");
    }
    expect(isKilled).toBe(true);
    const { values, shape } = parseNpy(readFileSync(join(folder, "c.npy")));
    expect(shape).toEqual([k, d]);
    const rows = Uint32Array.from({ length: n }, (_, i) => i);
    const wanted = await lloyd(
      { size: n, features: d, pixels, rows },
      { k, init, maxIterations: iterations },
    );
    expect(Float32Array.from(values)).toEqual(wanted.centers);
  }, 180_000);
});
