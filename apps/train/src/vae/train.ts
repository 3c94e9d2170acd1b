import { architectureDiagram, GaussianVae, imageSheet } from "@elbowjs/gaussian-vae";
import type { Split } from "@elbowjs/mnist-data";
import { concat, type Tensor4D, tensor4d, tidy } from "@tensorflow/tfjs-core";
import type { VaeSettings } from "../command-line.js";
import { openData } from "../open-data.js";
import type { Outcome } from "../outcome.js";
import { Progress } from "../progress.js";
import { startBackend } from "../start-backend.js";
import { reportPage, type SamplesOfEpoch } from "./page.js";
import type { VaeReport } from "./report.js";

/** The homework asks for twenty digits. */
const sampleCount = 20;

/**
 * Trains the Gaussian autoencoder, with samples after every epoch.
 *
 * @param signal stops the training; what was reached by then is reported.
 */
export async function trainVae(settings: VaeSettings, signal: AbortSignal): Promise<Outcome> {
  const backend = await startBackend(settings);
  const opening = performance.now();
  const data = await openData(settings, signal);
  const open = seconds(opening);
  console.log(
    `Data: ${data.name}, ${data.source}: ${data.train.size} training and ${data.test.size} test images`,
  );

  const vae = await GaussianVae.create({ latent: settings.latent, seed: settings.seed });
  try {
    const training = performance.now();
    const { history, samples, interrupted } = await fit(vae, data, settings, signal);
    const train = seconds(training);

    const evaluating = performance.now();
    const test = await vae.evaluate(data.test);
    const evaluate = seconds(evaluating);
    console.log(`
Test loss              ${test.loss.toFixed(5)} (z ${test.latentTerm.toFixed(5)}, f − x ${test.reconstructionTerm.toFixed(5)})
Error by pixel         ${test.pixelError.toFixed(5)}
Negative ELBO          ${test.nats.toFixed(1)} nats an image`);

    const report: VaeReport = {
      dataset: data.name,
      source: data.source,
      backend,
      settings,
      interrupted,
      images: { train: data.train.size, test: data.test.size },
      history,
      test,
      timings: { open, train, evaluate },
    };
    const fromPrior = await sheet(() => vae.sample(sampleCount, { seed: settings.seed, noise: 1 }));
    const fromSource = await sheet(() => vae.sample(sampleCount, { seed: settings.seed, noise: "source" }));
    const reconstructions = await sheet(() => {
      const x = firstImages(data.test, 10);
      return concat([x, vae.reconstruct(x)], 0);
    });
    const pictures = { samples, fromPrior, fromSource, reconstructions, diagram: architectureDiagram(vae) };
    return {
      interrupted,
      files: {
        "samples.png": fromPrior,
        "reconstructions.png": reconstructions,
        "architecture.svg": pictures.diagram,
        "report.html": reportPage(report, pictures),
        "report.json": `${JSON.stringify(report, null, 1)}\n`,
      },
    };
  } finally {
    vae.dispose();
  }
}

async function fit(
  vae: GaussianVae,
  data: { readonly train: Split; readonly test: Split },
  settings: VaeSettings,
  signal: AbortSignal,
): Promise<{ history: VaeReport["history"]; samples: SamplesOfEpoch[]; interrupted: boolean }> {
  const steps: number[] = [];
  const epochs: { epoch: number; loss: number; testLoss: number }[] = [];
  const samples: SamplesOfEpoch[] = [];
  const progress = new Progress(
    "Training",
    settings.epochs * Math.ceil(data.train.size / settings.batchSize),
    "steps",
  );
  let started = performance.now();
  let interrupted = false;
  try {
    await vae.fit(data.train, {
      epochs: settings.epochs,
      batchSize: settings.batchSize,
      optimizer: { type: settings.optimizer, learningRate: settings.eta },
      seed: settings.seed,
      validation: data.test,
      signal,
      onBatch: ({ loss }) => {
        steps.push(loss);
        progress.update(steps.length, `loss ${loss.toFixed(4)}`);
      },
      onEpoch: async ({ epoch, loss, validation }) => {
        const testLoss = validation!.loss;
        epochs.push({ epoch, loss, testLoss });
        samples.push({ epoch, png: await sheet(() => vae.sample(10, { seed: settings.seed, noise: 1 })) });
        const line = `Epoch ${epoch}/${settings.epochs}  training loss ${loss.toFixed(4)}  test loss ${testLoss.toFixed(4)}`;
        progress.line(`${line}  ${seconds(started).toFixed(1)} s`);
        started = performance.now();
      },
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    interrupted = true;
  } finally {
    progress.stop();
  }
  return { history: { steps, epochs }, samples, interrupted };
}

/** Draws the images that a function makes, ten a row, and frees them. */
async function sheet(make: () => Tensor4D): Promise<Uint8Array> {
  const images = tidy(make);
  try {
    return await imageSheet(images, { columns: 10, scale: 3 });
  } finally {
    images.dispose();
  }
}

function firstImages(split: Split, n: number): Tensor4D {
  const images = split.take(Math.min(n, split.size));
  const values = Float32Array.from(
    { length: images.size * split.features },
    (_, i) => images.image(Math.floor(i / split.features))[i % split.features]! / 255,
  );
  return tensor4d(values, [images.size, ...split.shape, 1]);
}

const seconds = (since: number): number => (performance.now() - since) / 1000;
