// npm run bench -- deep-autoencoder [--rounds 3] [--small]
//
// Times a training step and an epoch of @elbowjs/deep-autoencoder beside PyTorch (Debian's python3-torch; named where it is absent):
// 784-1000-500-250-30 and back, ELU, batch normalisation, squared error, Adam, batches of 128, float32, two threads. Best of the rounds,
// of the wall's clock: on a busy machine they say little. --small is a try of the program, not a measurement.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { DeepAutoencoder } from "@elbowjs/deep-autoencoder";
import { defaultRng } from "@elbowjs/numpy-random";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "3" }, small: { type: "boolean", default: false } },
});
const rounds = Number(values.rounds);
const batch = 128;

/** What is timed: so many images in batches of 128, with a report of the time per step or of all. */
const works = values.small
  ? { "a step": { images: 4 * batch, per: "step", widths: [784, 100, 10] } }
  : {
      "a step": { images: 40 * batch, per: "step", widths: [784, 1000, 500, 250, 30] },
      "an epoch of 60,000": { images: 60_000, per: "epoch", widths: [784, 1000, 500, 250, 30] },
    };

const load = loadavg()[0];
console.log(`${cpus()[0].model}, ${cpus().length} cores, load ${load.toFixed(1)}; Node ${process.version}\n`);
const table = [];
function report(work, contender, times) {
  table.push({ work, contender, times });
  console.log(
    `${work.padEnd(20)} ${contender.padEnd(12)} ${Math.min(...times)
      .toFixed(1)
      .padStart(9)} ms`,
  );
}

const { name: backend } = await useBackend({ prefer: ["wasm"] });
for (const [work, { images, per, widths }] of Object.entries(works)) {
  const pixels = defaultRng(0).random(images * 784);
  const data = { data: Float32Array.from(pixels), shape: [images, 784] };
  const model = await DeepAutoencoder.create({ widths });
  const fit = () => model.fit(data, { epochs: 1, batchSize: batch, learningRate: 0.001 });
  if (per === "step") await fit();
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const { seconds } = await fit();
    times.push((1000 * seconds) / (per === "step" ? Math.ceil(images / batch) : 1));
  }
  model.dispose();
  report(work, `elbow ${backend}`, times);
}

const peer = spawnSync(
  "/usr/bin/python3",
  [
    fileURLToPath(new URL("deep-autoencoder/peer.py", import.meta.url)),
    JSON.stringify({ works, rounds, batch }),
  ],
  { encoding: "utf8" },
);
if (peer.status === 0) for (const { work, times } of JSON.parse(peer.stdout)) report(work, "PyTorch", times);
else console.log(`PyTorch: ${peer.error?.message ?? peer.stderr.trim().split("\n").at(-1)}`);

if (!values.small) {
  const out = new URL("../out/", import.meta.url);
  mkdirSync(out, { recursive: true });
  const file = new URL("bench-deep-autoencoder.json", out);
  writeFileSync(file, `${JSON.stringify({ load, table }, undefined, 2)}\n`);
}
process.exit();
