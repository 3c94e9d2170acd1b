import { fileURLToPath } from "node:url";
import { useBackend } from "@elbowjs/backend";
import { openDataset } from "@elbowjs/mnist-data";
import { toSamples } from "@elbowjs/samples";
import { tensor2d } from "@tensorflow/tfjs-core";

/** Data in files of the repository's neighbour, if no folder is given. */
const beside = fileURLToPath(new URL("../../../../shared/data/mnist", import.meta.url));

/** MNIST's splits as samples, from a folder of its four IDX files. */
export async function openMnist(dataDir = beside) {
  const { name } = await useBackend({ prefer: ["wasm"] });
  console.log(`backend ${name}, data of ${dataDir}`);
  const { train, test } = await openDataset("mnist", { dataDir });
  return { train: await toSamples("openMnist", train), test: await toSamples("openMnist", test) };
}

/** The first of some samples. */
export const first = (samples, count) =>
  samples.subset(Array.from({ length: Math.min(count, samples.size) }, (_, i) => i));

/** All values of samples, n × d, as `pca` takes them. */
export const pointsOf = (samples) => ({
  data: samples.slice(0, samples.size),
  shape: [samples.size, samples.features],
});

/** What a model makes of samples, batch by batch: `encode` or `reconstruct`. */
export async function mapRows(samples, map, batchSize = 500) {
  const parts = [];
  for (let start = 0; start < samples.size; start += batchSize) {
    const end = Math.min(start + batchSize, samples.size);
    const x = tensor2d(samples.slice(start, end), [end - start, samples.features]);
    const y = map(x);
    parts.push(await y.data());
    x.dispose();
    y.dispose();
  }
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    all.set(part, place);
    place += part.length;
  }
  return all;
}

/** Mean over images of the squared error, a sum over pixels. */
export function squaredError(a, b, features) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return (sum * features) / a.length;
}
