// npm run bench -- recurrent-nn [--rounds 5] [--count 10] [--small]
//
// Times a training step of a stacked LSTM of @elbowjs/recurrent-nn beside PyTorch (Debian's python3-torch; named where it is absent): the
// same sizes, Adam, gradients clipped, float32, two threads; one run of a small LSTM over ten letters; and the tensors and the heap over
// 1,000 steps. Best of the rounds, in milliseconds of the wall's clock: on a busy machine they say little. --small is a try of the
// program, not a measurement. brain.js is not installed here; its issue #807 gives 15 ms per run of a network of this size.
import { spawnSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { RecurrentNetwork } from "@elbowjs/recurrent-nn";
import { memory } from "@tensorflow/tfjs-core";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    count: { type: "string", default: "10" },
    small: { type: "boolean", default: false },
  },
});
const [rounds, count] = values.small ? [1, 2] : [Number(values.rounds), Number(values.count)];
const threads = Math.min(2, cpus().length);
const work = values.small
  ? { letters: 8, units: 8, layers: 2, batch: 5, steps: 10 }
  : { letters: 65, units: 128, layers: 2, batch: 50, steps: 50 };

console.log(`${cpus()[0].model}, ${threads} threads, load ${loadavg()[0].toFixed(2)}`);
await useBackend({ prefer: ["wasm"], threads });

/** Milliseconds of a step, the best of the rounds; a step is one window of a text. */
async function stepTime({ letters, units, layers, batch, steps }) {
  const hidden = Array.from({ length: layers }, () => units);
  const net = await RecurrentNetwork.create({ inputs: letters, hidden });
  const tokens = Int32Array.from({ length: batch * (steps * count) + batch }, (_, i) => (i * 7919) % letters);
  const options = {
    epochs: 1,
    batchSize: batch,
    truncate: steps,
    clipNorm: 5,
    optimizer: { type: "adam", learningRate: 0.002 },
  };
  await net.fit({ tokens }, options);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const { seconds } = await net.fit({ tokens }, options);
    best = Math.min(best, (1000 * seconds) / count);
  }
  net.dispose();
  return best;
}

const ours = await stepTime(work);
const { status, stdout, stderr } = spawnSync(
  "/usr/bin/python3",
  [
    fileURLToPath(new URL("recurrent-nn/peer.py", import.meta.url)),
    JSON.stringify({ ...work, threads, rounds, count }),
  ],
  { encoding: "utf8" },
);
const name = `${work.layers} × ${work.units} LSTM, ${work.steps} steps, batch ${work.batch}, one training step`;
if (status === 0) {
  const { milliseconds, version } = JSON.parse(stdout);
  console.log(
    `${name}: Elbow ${ours.toFixed(1)} ms, PyTorch ${version} ${milliseconds.toFixed(1)} ms, ratio ${(ours / milliseconds).toFixed(2)}`,
  );
} else console.log(`${name}: Elbow ${ours.toFixed(1)} ms; no PyTorch (${stderr.trim().split("\n").at(-1)})`);

const tiny = await RecurrentNetwork.create({ inputs: 8, hidden: [20], outputs: 8 });
const runs = values.small ? 20 : 2000;
const letters = [[0, 1, 2, 3, 4, 5, 6, 7, 0, 1]];
const read = () => {
  const trace = tiny.forward(letters);
  const data = trace.outputs.dataSync();
  trace.dispose();
  return data;
};
for (let i = 0; i < 20; i++) read();
const begun = performance.now();
for (let i = 0; i < runs; i++) read();
console.log(
  `one run of an LSTM of 20 over ten letters, with its whole trace: ${((performance.now() - begun) / runs).toFixed(3)} ms`,
);

const steps = values.small ? 20 : 1000;
const text = Int32Array.from({ length: 10 * (5 * steps) + 10 }, (_, i) => (i * 31) % 8);
await tiny.fit({ tokens: text.subarray(0, 2000) }, { epochs: 1, batchSize: 10, truncate: 5 });
const before = memory();
await tiny.fit({ tokens: text }, { epochs: 1, batchSize: 10, truncate: 5 });
console.log(
  `over ${steps} steps: ${memory().numTensors - before.numTensors} tensors more, ${memory().numBytes - before.numBytes} bytes`,
);
process.exit();
