// LeNet-5 (lecture 14) layer by layer, with Table I's connections and radial basis outputs, trained on MNIST by hand.
// Prints the layers with their counts, then loss and accuracy per epoch.
//
//   node examples/classic-nn/lenet5.mjs --data-dir=<folder with mnist/> --epochs=4 --seed=0
//
// Flags: --batch=32, --rate=0.001 (falls linearly to a tenth), --train=60000, --test=10000.
// Without --data-dir the data come from @elbowjs/mnist-data's cache or mirrors.
import { parseArgs } from "node:util";
import {
  adam,
  initialLenet5,
  lenet5Accuracy,
  lenet5Epoch,
  lenet5Layers,
  lenet5Size,
} from "@elbowjs/classic-nn";
import { openDataset } from "@elbowjs/mnist-data";

const { values: flags } = parseArgs({
  options: {
    "data-dir": { type: "string" },
    epochs: { type: "string", default: "4" },
    seed: { type: "string", default: "0" },
    batch: { type: "string", default: "32" },
    rate: { type: "string", default: "0.001" },
    train: { type: "string", default: "60000" },
    test: { type: "string", default: "10000" },
  },
});
const [epochs, seed, batchSize, rate] = [flags.epochs, flags.seed, flags.batch, flags.rate].map(Number);

for (const { name, kind, maps, side, parameters, connections } of lenet5Layers)
  console.log(
    `${name.padEnd(6)} ${kind.padEnd(12)} ${`${maps}@${side}×${side}`.padEnd(9)} ${String(parameters).padStart(6)} parameters, ${String(connections).padStart(6)} connections`,
  );
console.log(`${lenet5Size} parameters in all\n`);

const { train, test, source } = await openDataset("mnist", { dataDir: flags["data-dir"] });
const digits = (split, n) => {
  const part = split.take(Number(n));
  const { pixels } = part;
  return {
    images: Float32Array.from({ length: 784 * part.size }, (_, i) => pixels[i] / 255),
    labels: part.labels,
  };
};
const [seen, unseen] = [digits(train, flags.train), digits(test, flags.test)];
console.log(
  `MNIST from ${source}: ${seen.labels.length} training and ${unseen.labels.length} test images; seed ${seed}, batches of ${batchSize}`,
);

let parameters = initialLenet5({ seed });
let state = adam().init(lenet5Size);
for (let epoch = 1; epoch <= epochs; epoch++) {
  const share = 1 - (0.9 * (epoch - 1)) / Math.max(1, epochs - 1);
  const start = performance.now();
  const done = lenet5Epoch(parameters, adam({ learningRate: rate * share }), state, seen, {
    batchSize,
    seed: seed * 1000 + epoch,
  });
  ({ parameters, state } = done);
  const accuracy = (100 * lenet5Accuracy(parameters, unseen)).toFixed(2);
  console.log(
    `epoch ${epoch}: loss ${done.loss.toFixed(3)}, training accuracy ${(100 * done.accuracy).toFixed(2)}%, test accuracy ${accuracy}% (${((performance.now() - start) / 1000).toFixed(0)} s)`,
  );
}
