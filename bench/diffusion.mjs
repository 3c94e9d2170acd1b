// node bench/diffusion.mjs [--steps 30]
//
// A training step of the U-Net at 64 images of 28×28 and of the dense network (240 wide) at 256 codes of 30 numbers, and 20 digits in 20 steps of the
// sampler, on one thread and on all, beside PyTorch with the same networks, loss and optimiser (Debian's python3-torch; named where it is absent): median
// milliseconds of the wall's clock.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { Diffusion } from "@elbowjs/diffusion";
import { defaultRng } from "@elbowjs/numpy-random";

const { values } = parseArgs({ options: { steps: { type: "string", default: "30" } } });
const steps = Number(values.steps);
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const cases = {
  "u-net": { options: { shape: [28, 28, 1] }, batchSize: 64 },
  dense: { options: { shape: [30], width: 240, depth: 3 }, batchSize: 256 },
};

async function trainingStep({ options, batchSize }) {
  const model = await Diffusion.create(options);
  const numbers = options.shape.reduce((a, b) => a * b);
  const data = Float32Array.from(defaultRng(1).uniform(0, 1, batchSize * steps * numbers));
  const times = [];
  let last = performance.now();
  await model.fit(data, {
    ...{ epochs: 1, batchSize },
    onBatch: () => {
      const now = performance.now();
      times.push(now - last);
      last = now;
    },
  });
  model.dispose();
  return median(times.slice(3));
}

async function sampling() {
  const model = await Diffusion.create();
  const times = [];
  for (let k = 0; k < 3; k++) {
    const begun = performance.now();
    const digits = model.sample(20, { seed: k, steps: 20 });
    await digits.data();
    digits.dispose();
    times.push(performance.now() - begun);
  }
  model.dispose();
  return median(times);
}

const script = fileURLToPath(new URL("diffusion/step.py", import.meta.url));
const { stdout, status } = spawnSync("/usr/bin/python3", [script, values.steps], { encoding: "utf8" });
const theirs = status === 0 ? JSON.parse(stdout) : undefined;
if (theirs === undefined) console.log("PyTorch is not here: its column is empty");
console.log("what       one thread  all threads  PyTorch    ratio");
for (const name of ["u-net", "dense", "sampling"]) {
  const found = [];
  for (const threads of [1, undefined]) {
    await useBackend({ prefer: ["wasm"], ...(threads && { threads }) });
    found.push(await (name === "sampling" ? sampling() : trainingStep(cases[name])));
  }
  const torch = theirs?.[name];
  console.log(
    `${name.padEnd(10)} ${found.map((ms) => `${ms.toFixed(1)} ms`.padEnd(11)).join(" ")}  ${torch?.toFixed(1) ?? "–"} ms  ${torch ? (found[1] / torch).toFixed(2) : "–"}`,
  );
}
