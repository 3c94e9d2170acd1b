/**
 * The ring of 8 Gaussians and the grid of 25, five seeds each: modes found, share of points within three standard deviations of one, time;
 * and the vanilla GAN (minimax, no penalty) with the same networks and steps beside it.
 * Usage: node experiments/mixtures.mjs [--seeds=5] [--epochs=…] [--only=ring|grid] [--svg=folder]
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { dot, figure } from "@elbowjs/figures";
import { Gan } from "@elbowjs/gan";
import { defaultRng } from "@elbowjs/numpy-random";

const text = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
  options: { seeds: text("5"), epochs: text(""), only: text(""), svg: text(""), points: text("16384") },
});

const mixtures = {
  ring: {
    centres: Array.from({ length: 8 }, (_, i) => [Math.cos((i * Math.PI) / 4), Math.sin((i * Math.PI) / 4)]),
    deviation: 0.02,
    epochs: 63,
  },
  grid: {
    centres: Array.from({ length: 25 }, (_, i) => [(i % 5) / 2 - 1, Math.floor(i / 5) / 2 - 1]),
    deviation: 0.025,
    epochs: 94,
  },
};

/** n points of a mixture with equal shares. */
function draw({ centres, deviation }, n, seed) {
  const random = defaultRng(seed);
  const noise = random.normal(0, deviation, 2 * n);
  const which = random.integers(0, centres.length, n);
  return Float32Array.from(noise, (e, k) => centres[Number(which[k >> 1])][k % 2] + e);
}

/** Modes with at least a tenth of their share of the points, and the share of points within 3σ of one. */
function count({ centres, deviation }, points) {
  const found = new Array(centres.length).fill(0);
  for (let i = 0; i < points.length; i += 2)
    for (const [c, [x, y]] of centres.entries())
      if (Math.hypot(points[i] - x, points[i + 1] - y) <= 3 * deviation) found[c] += 1;
  const n = points.length / 2;
  const modes = found.filter((hits) => hits >= n / centres.length / 10).length;
  return { modes, near: found.reduce((sum, hits) => sum + hits, 0) / n };
}

const adam = (learningRate, beta1, beta2) => ({ optimizer: { type: "adam", learningRate, beta1, beta2 } });
const leaky = { type: "leakyRelu", slope: 0.2 };
const hidden = Array.from({ length: 3 }, () => [{ type: "linear", units: 128 }, leaky]).flat();
const rate = 0.003;
/** Constant for a fifth of the run, then down to 0: points draw near their modes. */
const falling = (progress) => rate * Math.min(1, (1 - progress) / 0.8);
const ways = {
  ours: {
    create: { loss: "non-saturating" },
    fit: { gradientPenalty: 0.1, averageDecay: 0.99 },
    player: adam(falling, 0, 0.99),
  },
  vanilla: { create: { loss: "minimax" }, fit: {}, player: adam(0.001, 0.5, 0.999) },
};

await useBackend({ prefer: ["wasm"], threads: 1 });
for (const [name, mixture] of Object.entries(mixtures)) {
  if (values.only && values.only !== name) continue;
  const points = draw(mixture, Number(values.points), 1);
  for (const [way, { create, fit, player }] of Object.entries(ways))
    for (let seed = 0; seed < Number(values.seeds); seed++) {
      const gan = await Gan.create({
        // A plane of z is cut into as many pieces as there are modes by fewer and shorter seams than a space of sixteen dimensions.
        ...{ latent: 2, imageShape: [2], seed, ...create },
        generator: [...hidden, { type: "linear", units: 2 }],
        discriminator: hidden,
      });
      const epochs = Number(values.epochs || mixture.epochs);
      const players = { generator: player, discriminator: player };
      const { seconds } = await gan.fit(points, { epochs, batchSize: 128, ...players, ...fit });
      const made = gan.sample(10_000, { seed: 1 });
      const drawn = await made.data();
      const { modes, near } = count(mixture, drawn);
      console.log(
        `${name}  ${way.padEnd(7)}  seed ${seed}  ${modes} of ${mixture.centres.length} modes  ${(100 * near).toFixed(1)} % within 3σ  ${seconds.toFixed(0)} s`,
      );
      if (values.svg && seed === 0) {
        const at = (k) => Array.from({ length: 2000 }, (_, i) => drawn[2 * i + k]);
        const marks = [dot({ name: "made", x: at(0), y: at(1), radius: 1 })];
        writeFileSync(
          `${values.svg}/${name}-${way}.svg`,
          figure({ title: `${name}, ${way}`, aspectRatio: 1, marks }),
        );
      }
      made.dispose();
      gan.dispose();
    }
}
