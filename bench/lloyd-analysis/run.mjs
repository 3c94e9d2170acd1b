/**
 * Which learning rate really approximates Lloyd's algorithm best: mini-batch k-means on MNIST, on digits drawn by code and
 * on a Gaussian mixture, measured against Lloyd's fixed point.
 *
 *     node bench/lloyd-analysis/run.mjs [--data-dir DIR] [--out DIR] [--redraw]
 *
 * MNIST's files are read from --data-dir, else from the environment's ELBOW_DATA_DIR, else from where mnist-data looks;
 * without them the other two sets are run. --redraw makes the plot and the page from the results.json that is there.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { conclusions } from "./conclusions.mjs";
import { datasets } from "./datasets.mjs";
import { lloyd } from "./lloyd.mjs";
import { plan } from "./plan.mjs";
import { figures, plot } from "./plot.mjs";
import { withoutReassignment } from "./prediction.mjs";
import { rowsAsCentres } from "./sparse-rows.mjs";

const { values: flags } = parseArgs({
  options: { "data-dir": { type: "string" }, out: { type: "string" }, redraw: { type: "boolean" } },
});
const out = flags.out ?? fileURLToPath(new URL("results", import.meta.url));
const resultsFile = join(out, "results.json");

/** Where MNIST lies: the flag, or a folder of the environment that holds it or has it as its `mnist`. */
function dataDir() {
  const folder = flags["data-dir"] ?? process.env.ELBOW_DATA_DIR;
  if (folder === undefined) return undefined;
  return existsSync(join(folder, "mnist")) ? join(folder, "mnist") : folder;
}

const round = (x) =>
  Number.isFinite(x) ? Number(x.toPrecision(5)) : x === undefined ? undefined : String(x);

/** Measures every cell on as many threads as there are cores, the costly ones first. */
async function measureAll(sets, cells) {
  const results = new Array(cells.length);
  const queue = cells.map((_, index) => index).sort((i, j) => cells[j].cell.epochs - cells[i].cell.epochs);
  let done = 0;
  const workers = Array.from({ length: Math.min(availableParallelism(), 8) }, () => {
    const worker = new Worker(new URL("worker.mjs", import.meta.url), { workerData: sets });
    const next = () => {
      const index = queue.shift();
      if (index === undefined) return worker.terminate();
      return worker.postMessage({ index, ...cells[index] });
    };
    return new Promise((resolve, reject) => {
      worker.on("message", ({ index, result }) => {
        results[index] = result;
        if (++done % 100 === 0) console.log(`${done} of ${cells.length} cells`);
        next();
      });
      worker.on("error", reject);
      worker.on("exit", resolve);
      next();
    });
  });
  await Promise.all(workers);
  return results;
}

async function experiment() {
  const began = performance.now();
  const sets = (await datasets(dataDir())).map(({ name, source, rows, start, known }) => {
    const centres = rowsAsCentres(rows, start);
    console.log(`${name} (${source}): Lloyd's algorithm`);
    return { name, source, rows, start: centres, lloyd: lloyd(rows, centres), known };
  });
  const cells = sets.flatMap(({ rows }, set) => plan(rows.n).map((cell) => ({ set, cell })));
  const measured = await measureAll(
    sets.map(({ rows, start, lloyd }) => ({ rows, start, lloyd })),
    cells,
  );
  const results = {
    machine: {
      processor: cpus()[0]?.model ?? "unknown",
      threads: availableParallelism(),
      node: process.version,
    },
    seconds: Math.round((performance.now() - began) / 1000),
    cpuSeconds: Math.round((process.cpuUsage().user + process.cpuUsage().system) / 1e6),
    sets: sets.map(({ name, source, rows, start, lloyd, known }, set) => {
      const distance = (x, y) =>
        x.reduce((sum, value, at) => sum + (value - y[at]) ** 2, 0) / 10 / lloyd.inertia;
      return {
        name,
        source: source.replace(/^folder .*/, "files in a folder"),
        n: rows.n,
        d: rows.d,
        lloyd: {
          iterations: lloyd.iterations,
          inertia: round(lloyd.inertia),
          shares: lloyd.shares.map(round),
          moves: lloyd.moves.map((move) => round(move / lloyd.inertia)),
          fromStart: round(distance(start, lloyd.centres)),
          ...(known && { fromKnownCentres: round(distance(known, lloyd.centres)) }),
        },
        cells: cells.flatMap(({ set: of, cell }, index) => {
          if (of !== set) return [];
          const result = Object.fromEntries(
            Object.entries(measured[index]).map(([key, x]) => [key, round(x)]),
          );
          const predicted =
            cell.from === "lloyd" && (cell.rule === "idealised" || cell.rule === "hard") && cell.b < rows.n
              ? { predicted: round(withoutReassignment(lloyd, cell.rule, cell.b, cell.eta)) }
              : {};
          return [{ ...cell, eta: cell.eta === null ? null : round(cell.eta), ...result, ...predicted }];
        }),
      };
    }),
  };
  await mkdir(out, { recursive: true });
  const compact = JSON.stringify(results).replaceAll('{"b":', '\n{"b":');
  await writeFile(resultsFile, `${compact}\n`);
  return results;
}

const results = flags.redraw ? JSON.parse(await readFile(resultsFile, "utf8")) : await experiment();
for (const figure of figures) await writeFile(join(out, `${figure.key}.svg`), plot(results, figure));
await writeFile(join(out, "README.md"), conclusions(results));
console.log(`${out}: results.json, error.svg, excess.svg, README.md (measured in ${results.seconds} s)`);
