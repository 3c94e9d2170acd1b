// Seconds of a training step of each network, by its own package; networks.py takes the same step in PyTorch.
import { useBackend } from "@elbowjs/backend";
import { DeepAutoencoder } from "@elbowjs/deep-autoencoder";
import { GaussianVae } from "@elbowjs/gaussian-vae";
import { defaultRng } from "@elbowjs/numpy-random";
import { RecurrentNetwork } from "@elbowjs/recurrent-nn";
import { Decoder } from "@elbowjs/transformer";
import { leastOf } from "./least-of.mjs";

const STEPS = 4;
const LETTERS = 65;
const adam = { type: "adam", learningRate: 1e-3 };

/** Of a step, the quickest epoch of three after one that compiles and allocates. */
async function perStep(model, data, options) {
  const run = () => model.fit(data, { epochs: 1, optimizer: adam, ...options });
  await run();
  return (await leastOf(3, run)) / STEPS;
}

const images = (b) => ({
  data: Float32Array.from(defaultRng(2).random(STEPS * b * 784)),
  shape: [STEPS * b, 28, 28],
});
const letters = (rows, length) =>
  Array.from({ length: rows }, (_, r) =>
    Int32Array.from({ length }, (_, i) => (r + i * i + (i >> 3)) % LETTERS),
  );

export const networks = {
  async autoencoder({ b, h, threads }) {
    await useBackend({ prefer: ["wasm"], threads });
    const model = await DeepAutoencoder.create({
      widths: [784, h, h / 2, 30],
      activation: "relu",
      batchNorm: false,
    });
    return perStep(model, images(b), { batchSize: b, loss: "squared" });
  },
  async vae({ b, h, threads }) {
    await useBackend({ prefer: ["wasm"], threads });
    const model = await GaussianVae.create({
      latent: 10,
      dropout: 0,
      stages: [{ type: "flatten" }, { type: "linear", units: h }],
    });
    return perStep(model, images(b), { batchSize: b });
  },
  async recurrent({ b, h, t, threads }) {
    await useBackend({ prefer: ["wasm"], threads });
    const model = await RecurrentNetwork.create({ inputs: LETTERS, hidden: [h] });
    const [tokens] = letters(1, STEPS * b * t + b);
    return perStep(model, { tokens }, { batchSize: b, truncate: t });
  },
  async transformer({ b, h, t, heads, threads }) {
    await useBackend({ prefer: ["wasm"], threads });
    const model = await Decoder.create({
      vocabulary: LETTERS,
      width: h,
      heads,
      layers: 2,
      context: t,
      norm: "pre",
      dropout: 0,
    });
    return perStep(model, letters(STEPS * b, t + 1), { batchSize: b, shuffle: false });
  },
};
