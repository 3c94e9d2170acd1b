import { useBackend } from "@elbowjs/backend";
import { GaussianVae, interpolate } from "@elbowjs/gaussian-vae";
import { pretrained } from "@elbowjs/gaussian-vae/pretrained";
import { type Dataset, openDataset } from "@elbowjs/mnist-data";
import { type Tensor, tensor2d } from "@tensorflow/tfjs-core";
import type { GaussianReport, GaussianRequest, LatentPoint } from "./gaussian-messages.js";

const digitCount = { train: 3000, test: 600 };
/** Milliseconds between two reports of a training. */
const reportInterval = 300;

let model: GaussianVae | undefined;
let digits: Promise<Dataset> | undefined;
let training: AbortController | undefined;
let queue: Promise<void> = Promise.resolve();

const report = (message: GaussianReport): void => postMessage(message);
const openDigits = (): Promise<Dataset> => (digits ??= openDataset("digits", { size: digitCount, seed: 0 }));

addEventListener("message", ({ data }: MessageEvent<GaussianRequest>) => {
  if (data.type === "pause" || data.type === "open") training?.abort();
  queue = queue
    .then(() => serve(data))
    .catch((error: unknown) =>
      report({ type: "failed", message: error instanceof Error ? error.message : String(error) }),
    );
});

async function serve(request: GaussianRequest): Promise<void> {
  if (request.type === "pause") return;
  if (request.type === "open") {
    model?.dispose();
    model = undefined;
    const backend = await useBackend();
    model =
      request.kind === "pretrained" ? await pretrained() : await GaussianVae.create({ seed: request.seed });
    const { test } = await openDigits();
    report({
      type: "ready",
      backend,
      points: await latentPoints(model),
      samples: test.pixels.slice(0, 50 * 784),
    });
    return;
  }
  const vae = model;
  if (vae === undefined) return;
  switch (request.type) {
    case "decode": {
      const z = tensor2d(request.z, [request.z.length / 10, 10]);
      report({ type: "images", to: request.to, images: await read(vae.decode(z), z) });
      return;
    }
    case "sample":
      report({
        type: "images",
        to: "samples",
        images: await read(vae.sample(request.count, { seed: request.seed, noise: 1 })),
      });
      return;
    case "interpolate": {
      const drawn = tensor2d([...request.from, ...request.to], [2, 784]);
      const ends = vae.encode(drawn);
      const values = await read(ends, drawn);
      const from = tensor2d(values.subarray(0, 10), [1, 10]);
      const to = tensor2d(values.subarray(10), [1, 10]);
      const path = interpolate(from, to, request.steps);
      report({ type: "images", to: "between", images: await read(vae.decode(path), path, from, to) });
      return;
    }
    case "train":
      await train(vae, request.epochs, request.seed);
      return;
    default:
      request satisfies never;
  }
}

/** The values of a tensor, which is then disposed of, and others with it. */
async function read(tensor: Tensor, ...others: readonly Tensor[]): Promise<Float32Array> {
  const values = await tensor.data<"float32">();
  for (const used of [tensor, ...others]) used.dispose();
  return Float32Array.from(values);
}

/** Where the generated test digits lie. */
async function latentPoints(vae: GaussianVae): Promise<LatentPoint[]> {
  const { test } = await openDigits();
  const [batch] = test.batches({ batchSize: test.size });
  const images = tensor2d(batch!.images, [test.size, 784]);
  const z = await read(vae.encode(images), images);
  return Array.from(test.labels, (label, i) => ({ label, z: [...z.subarray(i * 10, (i + 1) * 10)] }));
}

async function train(vae: GaussianVae, epochs: number, seed: number): Promise<void> {
  const { train } = await openDigits();
  training = new AbortController();
  const { signal } = training;
  let losses: number[] = [];
  let told = performance.now();
  let step = 0;
  let steps = 0;
  const tell = (): void => {
    report({ type: "progress", step, steps, losses });
    losses = [];
    told = performance.now();
  };
  try {
    await vae.fit(train, {
      epochs,
      seed,
      signal,
      optimizer: { type: "adam", learningRate: 0.002 },
      onBatch: ({ epoch, batch, batches, loss }) => {
        losses.push(loss);
        step = (epoch - 1) * batches + batch;
        steps = epochs * batches;
        if (performance.now() - told > reportInterval) tell();
      },
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    training = undefined;
  }
  tell();
  report({ type: "trained", points: await latentPoints(vae) });
}
