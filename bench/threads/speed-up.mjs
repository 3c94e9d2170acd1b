// node bench/threads/speed-up.mjs [--rounds 30]
//
// The same work on one thread, two, and so on to as many as the machine runs at a time, alternating; the results have the same
// bits, which is checked.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { registerTrainingKernels } from "@elbowjs/backend/kernels";
import { GaussianVae } from "@elbowjs/gaussian-vae";
import { conv2d, matMul, randomUniform, sum, variableGrads } from "@tensorflow/tfjs-core";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "30" } } });
const rounds = Number(values.rounds);
const counts = Array.from({ length: availableParallelism() }, (_, i) => i + 1);
await useBackend({ prefer: ["wasm"], threads: counts.at(-1) });

const noise = (shape, seed) => randomUniform(shape, -1, 1, "float32", seed);
const product = (m, k, n) => {
  const [a, b] = [noise([m, k], 1), noise([k, n], 2)];
  return () => matMul(a, b);
};
const convolution = () => {
  const [x, filter] = [noise([64, 27, 27, 20], 1), noise([4, 4, 20, 20], 2)];
  return () => conv2d(x, filter, 2, "valid");
};
async function vaeGradients() {
  const vae = await GaussianVae.create({ seed: 0 });
  const x = noise([64, 28, 28, 1], 3);
  return () => {
    const { value, grads } = variableGrads(() => vae.trainingLoss(x, 1));
    for (const gradient of Object.values(grads)) gradient.dispose();
    return value;
  };
}
const works = {
  "product 1024×1024×1024": product(1024, 1024, 1024),
  "product 64×720×360": product(64, 720, 360),
  "conv2d 64×27×27×20 by 4×4×20×20, stride 2": convolution(),
  "Gaussian VAE, loss and gradients, b = 64": await vaeGradients(),
};

const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];
for (const [name, work] of Object.entries(works)) {
  const times = counts.map(() => []);
  let first;
  for (let round = -3; round < rounds; round++) {
    for (const [i, threads] of counts.entries()) {
      registerTrainingKernels({ threads });
      if (round < 0 || threads > 1) await new Promise((resolve) => setTimeout(resolve, 30)); // threads start
      work().dispose();
      const start = performance.now();
      const result = work();
      const bits = sum(result).dataSync()[0];
      if (round >= 0) times[i].push(performance.now() - start);
      result.dispose();
      first ??= bits;
      if (!Object.is(bits, first)) throw new Error(`${name}: other bits on ${threads} threads`);
    }
  }
  console.log(name);
  for (const [i, threads] of counts.entries()) {
    const ratios = times[i].map((time, round) => times[0][round] / time);
    console.log(
      `  ${threads} ${threads === 1 ? "thread " : "threads"} min ${Math.min(...times[i]).toFixed(2)} ms  median ${median(times[i]).toFixed(2)} ms  speed-up ${median(ratios).toFixed(2)}`,
    );
  }
}
process.exit(0);
