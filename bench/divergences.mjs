// npm run bench -- divergences [--rounds 3] [--slow]
//
// Times @elbowjs/divergences beside SciPy and POT (Debian's python3-scipy and python3-pot; absent ones are named) and munkres-js, the
// peer in JavaScript, on the same numbers: seed 1 of numpy.random.default_rng. Best of the rounds, in milliseconds of the wall's clock:
// on a busy machine they say little. With --slow munkres-js gets the 1,000 × 1,000 problem too.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { costMatrix, earthMover, mmdSquared, sinkhorn, wasserstein1d } from "@elbowjs/divergences";
import { defaultRng } from "@elbowjs/numpy-random";
import computeMunkres from "munkres-js";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "3" }, slow: { type: "boolean", default: false } },
});

/** n points of d numbers, uniform. */
const points = (rng, n, d) => ({ data: rng.random(n * d), shape: [n, d] });

/** A problem of n points each in the unit square, squared distances. */
function transport(n) {
  const rng = defaultRng(1);
  const cost = costMatrix(points(rng, n, 2), points(rng, n, 2));
  return { cost, mass: new Float64Array(n).fill(1 / n) };
}

function hungarian(n) {
  const { cost } = transport(n);
  const rows = Array.from({ length: n }, (_, i) => [...cost.data.subarray(i * n, (i + 1) * n)]);
  return () => computeMunkres(rows).reduce((total, [i, j]) => total + rows[i][j], 0) / n;
}

/** Each work's own problem, and what is timed of it; the number is for comparison. */
const works = {
  "W₁ on a line, 1,000,000 points": () => {
    const rng = defaultRng(1);
    const [x, y] = [rng.random(1e6), rng.random(1e6)];
    return () => wasserstein1d(x, y);
  },
  "transport 300 × 300": () => {
    const { cost, mass } = transport(300);
    return () => earthMover(mass, mass, cost).cost;
  },
  "transport 1,000 × 1,000": () => {
    const { cost, mass } = transport(1000);
    return () => earthMover(mass, mass, cost).cost;
  },
  "transport 3,000 × 3,000": () => {
    const { cost, mass } = transport(3000);
    return () => earthMover(mass, mass, cost).cost;
  },
  "Sinkhorn 1,000 × 1,000, ε = 0.01": () => {
    const { cost, mass } = transport(1000);
    return () => sinkhorn(mass, mass, cost, { epsilon: 0.01 }).cost;
  },
  "MMD 10,000 against 10,000 of 64": () => {
    const rng = defaultRng(1);
    const [x, y] = [points(rng, 10_000, 64), points(rng, 10_000, 64)];
    return () => mmdSquared(x, y, { bandwidth: 2 });
  },
};

const load = loadavg()[0];
console.log(`${cpus()[0].model}, ${cpus().length} cores, load ${load.toFixed(1)}; Node ${process.version}\n`);
const table = [];
function report(work, contender, { times, value }) {
  const least = Math.min(...times);
  table.push({ work, contender, times, value });
  console.log(`${work.padEnd(34)} ${contender.padEnd(10)} ${least.toFixed(0).padStart(8)} ms   ${value}`);
}

function time(prepare, rounds) {
  const run = prepare();
  const times = [];
  let value;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    value = run();
    times.push(performance.now() - start);
  }
  return { times, value };
}

const rounds = Number(values.rounds);
for (const [work, prepare] of Object.entries(works)) report(work, "elbow", time(prepare, rounds));
report(
  "transport 300 × 300",
  "munkres-js",
  time(() => hungarian(300), 1),
);
if (values.slow)
  report(
    "transport 1,000 × 1,000",
    "munkres-js",
    time(() => hungarian(1000), 1),
  );

const program = fileURLToPath(new URL("divergences/peers.py", import.meta.url));
const python = process.env.PYTHON ?? "/usr/bin/python3";
const { status, stdout, stderr } = spawnSync(python, [program, values.rounds], { encoding: "utf8" });
if (status !== 0) console.error(`SciPy and POT: not timed (${stderr.trim().split("\n").at(-1)})`);
else
  for (const row of stdout.trim().split("\n")) {
    const { work, contender, ...timed } = JSON.parse(row);
    report(work, contender, timed);
  }

mkdirSync(new URL("../out/", import.meta.url), { recursive: true });
const machine = { cpu: cpus()[0].model, cores: cpus().length, load, node: process.version };
writeFileSync(
  new URL("../out/bench-divergences.json", import.meta.url),
  `${JSON.stringify({ ...machine, table }, null, 1)}\n`,
);
console.log("\nWrote out/bench-divergences.json");
