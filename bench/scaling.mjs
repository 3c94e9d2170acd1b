// npm run bench -- scaling [--only lloyd] [--out bench/scaling/results]
//
// How time and memory grow with the number of samples, centres, features, the batch and the threads, beside scikit-learn's or
// PyTorch's in the same run, alternating, and beside the straight line of the work. Writes one JSON file, pictures of every curve, and a page that
// shows them.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { page } from "./scaling/page.mjs";
import { peerOf, picture, pictureName, quantities } from "./scaling/picture.mjs";
import { curves, exponent } from "./scaling/plan.mjs";

const { values: flags } = parseArgs({
  options: {
    only: { type: "string" },
    out: { type: "string", default: fileURLToPath(new URL("scaling/results", import.meta.url)) },
  },
});
const program = (name) => fileURLToPath(new URL(`scaling/${name}`, import.meta.url));
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
for (const { name, method, unit, by, at, base, work } of curves.filter(
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
  const slope = exponent(
    at,
    points.map(({ elbow }) => elbow.seconds),
  );
  console.log(`  seconds ~ ${by}^${slope.toFixed(2)}`);
  const curve = { name, method, unit, by, base, exponent: slope, points };
  results.push(curve);
  for (const quantity of quantities(by))
    writeFileSync(`${flags.out}/${pictureName(curve, quantity)}`, picture(curve, quantity));
}
const machine = `${cpus()[0].model}, ${cpus().length} cores; Node ${process.version}`;
const measured = { machine, date: new Date().toISOString().slice(0, 10), results };
const suffix = flags.only === undefined ? "" : `-${flags.only}`;
writeFileSync(`${flags.out}/scaling${suffix}.json`, `${JSON.stringify(measured, null, 1)}\n`);
writeFileSync(`${flags.out}/README${suffix}.md`, page(measured));
