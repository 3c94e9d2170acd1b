// node bench/gan.mjs [--steps 50]
//
// A training step of both players at 64 MNIST-sized images, dense and convolutional, on one thread and on all, beside PyTorch with the same
// networks, losses and optimiser (Debian's python3-torch; named where it is absent): median milliseconds of the wall's clock.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { Gan } from "@elbowjs/gan";
import { defaultRng } from "@elbowjs/numpy-random";

const { values } = parseArgs({ options: { steps: { type: "string", default: "50" } } });
const steps = Number(values.steps);
const images = Float32Array.from(defaultRng(1).uniform(0, 1, 64 * steps * 784));
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function ours(generator) {
  const gan = await Gan.create({ generator });
  const times = [];
  let last = performance.now();
  await gan.fit(images, {
    epochs: 1,
    onBatch: () => {
      const now = performance.now();
      times.push(now - last);
      last = now;
    },
  });
  gan.dispose();
  return median(times.slice(3));
}

const script = fileURLToPath(new URL("gan/step.py", import.meta.url));
const { stdout, status } = spawnSync("/usr/bin/python3", [script, values.steps], { encoding: "utf8" });
const theirs = status === 0 ? JSON.parse(stdout) : undefined;
if (theirs === undefined) console.log("PyTorch is not here: its column is empty");
console.log("networks       one thread  all threads  PyTorch  ratio");
for (const generator of ["dense", "convolutional"]) {
  const found = [];
  for (const threads of [1, undefined]) {
    await useBackend({ prefer: ["wasm"], ...(threads && { threads }) });
    found.push(await ours(generator));
  }
  const torch = theirs?.[generator];
  console.log(
    `${generator.padEnd(14)} ${found.map((ms) => `${ms.toFixed(1)} ms`.padEnd(11)).join(" ")}  ${torch?.toFixed(1) ?? "–"} ms  ${torch ? (found[1] / torch).toFixed(2) : "–"}`,
  );
}
