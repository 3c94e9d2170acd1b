import { digitCount, type KMeansSettings, seedingOf } from "./k-means-settings.js";

/** The program that makes the same run outside this page, ready for Node or a bundler. */
export function kMeansCode({ data, init, k, seed, backend, ...rest }: KMeansSettings): string {
  const { temperature, reduction, gradient, epochs, batchSize, learningRate } = rest;
  const size = data === "digits" ? `, { size: ${JSON.stringify(digitCount)}, seed: 0 }` : "";
  const prefer = backend === "auto" ? "" : `{ prefer: ["${backend}"] }`;
  return `import { useBackend } from "@elbowjs/backend";
import { confusionTable, KMeansNetwork, purity } from "@elbowjs/kmeans-nn";
import { openDataset } from "@elbowjs/mnist-data";

await useBackend(${prefer});
const { train, test } = await openDataset("${data}"${size});
const network = new KMeansNetwork({
  k: ${k},
  features: 784,
  temperature: ${temperature},
  reduction: "${reduction}",
  gradient: "${gradient}",
});
await network.init("${seedingOf({ init, k })}", train, { seed: ${seed} });
await network.fit(train, { epochs: ${epochs}, batchSize: ${batchSize}, learningRate: ${learningRate}, seed: ${seed} });

const sample = test.take(1000);
const table = confusionTable(sample.labels, await network.assign(sample), { classes: 10, k: ${k} });
const { loss } = await network.evaluate(sample);
console.log("loss", loss.toFixed(4), "purity", purity(table).toFixed(3));
`;
}
