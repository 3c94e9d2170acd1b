// Sorts digits into ten clusters, by the k-means network and by Lloyd's algorithm, and compares them.
//
//   node examples/cluster-digits.mjs
import { confusionTable, cosine, KMeansNetwork, lloyd, purity } from "@elbowjs/kmeans-nn";
import { openDataset } from "@elbowjs/mnist-data";

const { train, test } = await openDataset("digits", { size: { train: 3000, test: 500 } }); // or "mnist"

const net = new KMeansNetwork({ k: 10, features: train.features, update: "normalized" });
await net.init("k-means++", train, { seed: 0 });
await net.fit(train, { epochs: 5, seed: 0, learningRate: cosine(1, 0) }); // η falls, and with it the noise of the steps
const { inertia } = await net.evaluate(train);

const reference = await lloyd(train, { k: 10, seed: 0 });
console.log(
  `Inertia: network ${inertia.toFixed(0)}, Lloyd ${reference.inertia.toFixed(0)} after ${reference.iterations} passes`,
);

const table = confusionTable(test.labels, await net.assign(test), { classes: 10, k: 10 });
console.log(`Purity on ${test.size} test digits: ${purity(table).toFixed(3)}`);
net.dispose();
