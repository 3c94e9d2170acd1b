// Exercise III, question 5.6, measured: a variational autoencoder and a GAN on the same images with the same processor time. Says
// how blurred their samples are, how near and how many of the real images they come to, and what only the autoencoder has: a bound
// on the likelihood, and a z for an image.
//
//   node examples/vae-against-gan.mjs [--dataset digits|mnist|fashion-mnist] [--data <folder of IDX files>] [--images 20000]
//     [--seconds 60] [--count 2000] [--seed 0]
import { mkdir, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { imageSheet } from "@elbowjs/figures";
import { Gan } from "@elbowjs/gan";
import { StandardVae } from "@elbowjs/gaussian-vae";
import {
  digitClassifier,
  fashionClassifier,
  frechetDistance,
  precisionRecall,
  sampleQuality,
} from "@elbowjs/image-evaluation";
import { openDataset } from "@elbowjs/mnist-data";
import { toSamples } from "@elbowjs/samples";

const text = (value) => ({ type: "string", default: value });
const { values: flags } = parseArgs({
  options: {
    dataset: text("digits"),
    data: { type: "string" },
    images: text("20000"),
    seconds: text("60"),
    count: text("2000"),
    seed: text("0"),
  },
});
const [seconds, count, seed] = [Number(flags.seconds), Number(flags.count), Number(flags.seed)];
await useBackend({ prefer: ["wasm"] });
const { train, test } = await openDataset(flags.dataset, { dataDir: flags.data });
const first = (split, n) => split.subset(Array.from({ length: Math.min(n, split.size) }, (_, i) => i));
const images = first(train, Number(flags.images));
const held = first(test, count);
const classifier = await (flags.dataset === "fashion-mnist" ? fashionClassifier() : digitClassifier());
const real = await sampleQuality(classifier, held);
const sharpness = edges(await pixelsOf(held));
await mkdir("out", { recursive: true });

const models = {
  VAE: {
    model: await StandardVae.create({ latent: 20, seed }),
    options: { optimizer: { type: "adam", learningRate: 0.001 } },
  },
  GAN: {
    model: await Gan.create({ generator: "convolutional", seed }),
    options: Object.fromEntries(
      ["generator", "discriminator"].map((player) => [
        player,
        { optimizer: { type: "adam", learningRate: 0.0005, beta1: 0.5 } },
      ]),
    ),
  },
};
for (const [name, { model, options }] of Object.entries(models)) {
  const steps = await trainFor(seconds, model, options);
  const made = await sampleQuality(classifier, model, { count, seed });
  const { precision, recall, density, coverage } = await precisionRecall(real.read, made.read);
  const drawn = model.sample(count, { seed });
  const shown = model.sample(100, { seed });
  const sharp = edges(await drawn.data());
  await writeFile(`out/${name.toLowerCase()}.png`, await imageSheet(shown, { columns: 10 }));
  for (const tensor of [shown, drawn]) tensor.dispose();
  console.log(`${name}, ${steps} batches of 64 in ${seconds} s of processor time`);
  console.log(`  Fréchet distance ${frechetDistance(real.features, made.features).toFixed(2)}`);
  console.log(
    `  read with a probability of 0.9: ${percent(made.confident)} (of real images ${percent(real.confident)})`,
  );
  console.log(`  edges ${(sharp / sharpness).toFixed(2)} times as strong as in real images`);
  console.log(
    `  precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, density ${density.toFixed(3)}, coverage ${coverage.toFixed(3)}`,
  );
  if (model instanceof StandardVae) {
    const { loss, pixelError } = await model.evaluate(held);
    console.log(
      `  ln p(x) ≥ ${(-loss).toFixed(1)} nats for an image not seen; its z brings it back to ${pixelError.toFixed(4)} per pixel`,
    );
  } else console.log("  no likelihood, and no z for an image");
  model.dispose();
}
classifier.dispose();

/** Trains until so much processor time is spent; returns the number of batches. */
async function trainFor(seconds, model, options) {
  const budget = new AbortController();
  const start = process.cpuUsage();
  let batches = 0;
  const onBatch = () => {
    batches += 1;
    const { user, system } = process.cpuUsage(start);
    if (user + system > 1e6 * seconds) budget.abort();
  };
  try {
    await model.fit(images, {
      epochs: 1000,
      batchSize: 64,
      seed,
      onBatch,
      signal: budget.signal,
      ...options,
    });
  } catch (error) {
    if (!budget.signal.aborted) throw error;
  }
  return batches;
}

/** Pixels in [0, 1] of a split. */
async function pixelsOf(split) {
  const samples = await toSamples("vae-against-gan", split);
  return samples.slice(0, samples.size, new Float32Array(samples.size * samples.features));
}

/** Mean |∇x|² of images 28×28, by differences of neighbours: a blurred image has little of it. */
function edges(pixels) {
  let sum = 0;
  for (let at = 0; at < pixels.length; at++) {
    if (at % 28 < 27) sum += (pixels[at + 1] - pixels[at]) ** 2;
    if (at % 784 < 756) sum += (pixels[at + 28] - pixels[at]) ** 2;
  }
  return sum / pixels.length;
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
