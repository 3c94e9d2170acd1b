// npm run bench -- scaling [--only lloyd] [--out bench/scaling/results]
//
// How time and memory grow with the number of samples, centres, features, the batch and the threads, beside scikit-learn's or
// PyTorch's in the same run, alternating, and beside the straight line of the work. Writes one JSON file and an SVG per curve.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { dot, figure, line } from "@elbowjs/figures";
import { curves, exponent } from "./scaling/plan.mjs";

const { values: flags } = parseArgs({
  options: {
    only: { type: "string" },
    out: { type: "string", default: fileURLToPath(new URL("scaling/results", import.meta.url)) },
  },
});
const program = (name) => fileURLToPath(new URL(`scaling/${name}`, import.meta.url));
const names = {
  n: "samples n",
  k: "centres k",
  d: "features d",
  b: "batch b",
  h: "width h",
  t: "length t",
  heads: "heads",
  threads: "threads",
};
const byScikitLearn = ["lloyd", "mini-batch"];
const peerOf = (method) => (byScikitLearn.includes(method) ? "scikit-learn" : "PyTorch");

/** { seconds, megabytes } of one process, or undefined where it cannot run here. */
function measure(command, file, point) {
  const { stdout, stderr, status } = spawnSync(command, [program(file), JSON.stringify(point)], {
    encoding: "utf8",
    env: { ...process.env, OMP_NUM_THREADS: "2" },
  });
  if (status === 0) return JSON.parse(stdout);
  console.error(stderr.trim().split("\n").at(-1));
  return undefined;
}

mkdirSync(flags.out, { recursive: true });
const results = [];
for (const { method, unit, by, at, base, work } of curves.filter(
  ({ method }) => (flags.only ?? method) === method,
)) {
  const points = at.map((value) => {
    const point = { method, ...base, [by]: value };
    const elbow = measure(process.execPath, "measure.mjs", point);
    const peer = measure("/usr/bin/python3", "measure.py", point);
    console.log(
      `${method} ${by} = ${value}: ${elbow?.seconds.toPrecision(3)} s, ${elbow?.megabytes} MB; ${peerOf(method)} ${peer?.seconds.toPrecision(3)} s, ${peer?.megabytes} MB`,
    );
    return { at: value, elbow, peer, work: work({ ...base, [by]: value }) };
  });
  const measured = points.filter(({ elbow }) => elbow !== undefined);
  const slope = exponent(
    measured.map(({ at }) => at),
    measured.map(({ elbow }) => elbow.seconds),
  );
  console.log(`  seconds ~ ${by}^${slope.toFixed(2)}`);
  results.push({ method, unit, by, base, exponent: slope, points });
  writeFileSync(`${flags.out}/${method}-${by}.svg`, picture({ method, unit, by, points: measured, slope }));
}
const machine = `${cpus()[0].model}, ${cpus().length} cores; Node ${process.version}`;
writeFileSync(
  `${flags.out}/scaling${flags.only === undefined ? "" : `-${flags.only}`}.json`,
  `${JSON.stringify({ machine, date: new Date().toISOString().slice(0, 10), results }, null, 1)}\n`,
);

/** The curve, its peer's, and the work's line through the middle point. */
function picture({ method, unit, by, points, slope }) {
  const x = points.map(({ at }) => at);
  const middle = points[points.length >> 1];
  const scale = middle.elbow.seconds / middle.work;
  const paired = points.filter(({ peer }) => peer !== undefined);
  const marks = [
    line({
      name: "the work",
      x,
      y: points.map((point) => scale * point.work),
      dash: "dashed",
      color: "muted",
    }),
    line({ name: "Elbow", x, y: points.map(({ elbow }) => elbow.seconds), color: 0 }),
    dot({ x, y: points.map(({ elbow }) => elbow.seconds), color: 0 }),
  ];
  if (paired.length > 1)
    marks.push(
      line({
        name: peerOf(method),
        x: paired.map(({ at }) => at),
        y: paired.map(({ peer }) => peer.seconds),
        color: 1,
      }),
    );
  return figure({
    title: `Time of ${unit}`,
    subtitle: `seconds ~ ${by}^${slope.toFixed(2)}; dashed: proportional to the multiply-adds`,
    x: { label: names[by], type: "log" },
    y: { label: "seconds", type: "log" },
    marks,
  });
}
