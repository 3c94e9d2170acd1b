// npm run bench -- [work …] [--rounds 3] [--slow] [--data-dir folder]
//
// Times Elbow side by side with stock tfjs and with what a user would otherwise pick, alternating in one run, and prints
// one table with ratios. Peers in Python run where Debian's python3-torch and python3-sklearn are; absent ones are named.
// With --slow those that take minutes run too, in the first round only.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openDataset } from "@elbowjs/mnist-data";

/** What is timed, by whom; ratios are to the first one. */
const works = {
  "k-means-epoch": {
    unit: "k-means network, one epoch, b = 64",
    contenders: ["elbow", "torch", "stock", "jax-js"],
  },
  lloyd: {
    unit: "Lloyd to no change, k = 10, from the first image of each digit",
    contenders: ["elbow", "sklearn"],
    slow: ["ml-kmeans"],
  },
  "vae-step": {
    unit: "Gaussian VAE training step, b = 64",
    contenders: ["elbow", "one-thread", "torch", "stock"],
  },
  "autoencoder-step": {
    unit: "784-1000-500-250-30 autoencoder step, b = 128",
    contenders: ["elbow", "one-thread", "torch", "stock"],
  },
  "layers-cnn-step": {
    unit: "small CNN of tfjs-layers, one Adam step, b = 64",
    contenders: ["elbow", "one-thread", "stock"],
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "3" },
    slow: { type: "boolean", default: false },
    "data-dir": { type: "string" },
  },
});
const wanted = positionals.length > 0 ? positionals : Object.keys(works);
const unknown = wanted.find((name) => !Object.hasOwn(works, name));
if (unknown !== undefined) {
  console.error(`bench: expected some of ${Object.keys(works).join(", ")}, got ${unknown}`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "elbow-bench-"));
const dataDir = values["data-dir"] ?? fileURLToPath(new URL("../../shared/data/mnist", import.meta.url));
const data = await openDataset("mnist", { dataDir, cache: false, mirrors: [] }).catch(() =>
  openDataset("digits"),
);
console.log(
  `${cpus()[0].model}, ${cpus().length} cores; Node ${process.version}; ${data.name}, ${data.source}\n`,
);
writeFileSync(
  join(folder, "images.u8"),
  data.train.pixels.subarray(0, data.train.size * data.train.features),
);
writeFileSync(join(folder, "labels.u8"), data.train.labels);

/** Contenders with a program of their own. */
const programs = {
  torch: ".py",
  sklearn: ".py",
  "jax-js": "-jax-js.mjs",
  "ml-kmeans": "-ml-kmeans.mjs",
};

/** One run of one contender: `{ times, quality }`, milliseconds; undefined where it is not installed. */
function time(work, contender) {
  const here = fileURLToPath(new URL("side-by-side/", import.meta.url));
  const program = join(here, `${work}${programs[contender] ?? ".mjs"}`);
  const env = { ...process.env, BENCH_DATA: folder, OMP_NUM_THREADS: "2", OPENBLAS_NUM_THREADS: "1" };
  const command = program.endsWith(".py") ? (process.env.PYTHON ?? "/usr/bin/python3") : process.execPath;
  const { status, stdout, stderr } = spawnSync(command, [program, contender], { env, encoding: "utf8" });
  if (status !== 0) {
    console.error(`${work} ${contender}: not timed (${stderr.trim().split("\n").at(-1)})`);
    return undefined;
  }
  return JSON.parse(stdout.trim().split("\n").at(-1));
}

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
const table = [];
for (const work of wanted) {
  const { unit, slow = [] } = works[work];
  const contenders = [...works[work].contenders, ...(values.slow ? slow : [])];
  const runs = Object.fromEntries(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < Number(values.rounds); round++)
    for (const contender of contenders) {
      if (round > 0 && slow.includes(contender)) continue;
      const run = time(work, contender);
      if (run) runs[contender].push(run);
    }
  console.log(unit);
  const ours = runs.elbow.flatMap(({ times }) => times);
  for (const contender of contenders) {
    const times = runs[contender].flatMap((run) => run.times);
    if (times.length === 0) continue;
    const row = {
      work,
      contender,
      n: times.length,
      min: Math.min(...times),
      median: median(times),
      quality: runs[contender][0].quality,
    };
    row.elbowToThis = { min: Math.min(...ours) / row.min, median: median(ours) / row.median };
    table.push(row);
    const ratio =
      contender === "elbow"
        ? ""
        : `elbow takes ${row.elbowToThis.median.toFixed(2)} × (min ${row.elbowToThis.min.toFixed(2)} ×)`;
    console.log(
      `  ${contender.padEnd(10)} min ${row.min.toFixed(1).padStart(8)} ms  median ${row.median.toFixed(1).padStart(8)} ms  ${ratio.padEnd(34)} ${JSON.stringify(row.quality)}`,
    );
  }
}
rmSync(folder, { recursive: true });
mkdirSync(new URL("../out/", import.meta.url), { recursive: true });
const report = { cpu: cpus()[0].model, cores: cpus().length, node: process.version, data: data.name, table };
writeFileSync(new URL("../out/bench.json", import.meta.url), `${JSON.stringify(report, null, 1)}\n`);
console.log("\nWrote out/bench.json");
