// A 3-layer network (784-256-128-10) trained on MNIST with Adagrad, RMSprop and Adam, every step by hand.
// Prints loss and accuracy per epoch and writes the objective against epoch to out/mnist-optimizers.svg.
//
//   node examples/classic-nn/mnist-optimizers.mjs --data-dir=<folder with mnist/> --epochs=12 --seed=0
//
// Flags: --optimizers=adagrad,rmsprop,adam (also sgd, momentum, nesterov, adamw), --batch=128, --svg=<file>.
// Without --data-dir the data come from @elbowjs/mnist-data's cache or mirrors.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import {
  adagrad,
  adam,
  adamW,
  digitAccuracy,
  digitEpoch,
  digitNetwork,
  momentum,
  nesterov,
  objectiveFigure,
  rmsprop,
  sgd,
} from "@elbowjs/classic-nn";
import { openDataset } from "@elbowjs/mnist-data";

const { values: flags } = parseArgs({
  options: {
    "data-dir": { type: "string" },
    epochs: { type: "string", default: "12" },
    seed: { type: "string", default: "0" },
    batch: { type: "string", default: "128" },
    optimizers: { type: "string", default: "adagrad,rmsprop,adam" },
    svg: { type: "string", default: "out/mnist-optimizers.svg" },
  },
});
const [epochs, seed, batchSize] = [flags.epochs, flags.seed, flags.batch].map(Number);

// Base rate, and whether it falls linearly to a tenth over the run. With constant steps the others keep jumping about the
// minimum; Adagrad's steps shrink of themselves, and shrinking them twice stops it too early.
const rules = {
  sgd: [0.1, true, sgd],
  momentum: [0.02, true, momentum],
  nesterov: [0.02, true, nesterov],
  adagrad: [0.02, false, adagrad],
  rmsprop: [0.001, true, rmsprop],
  adam: [0.001, true, adam],
  adamw: [0.001, true, adamW],
};
const share = (epoch) => 1 - (0.9 * epoch) / Math.max(1, epochs - 1);

const { train, test, source } = await openDataset("mnist", { dataDir: flags["data-dir"] });
console.log(
  `MNIST from ${source}: ${train.size} training and ${test.size} test images; seed ${seed}, batches of ${batchSize}`,
);

const keys = flags.optimizers.split(",");
const unknown = keys.find((key) => !(key in rules));
if (unknown !== undefined)
  throw new RangeError(`expected --optimizers among ${Object.keys(rules)}, got ${unknown}`);

const curves = [];
for (const key of keys) {
  const [base, falls, make] = rules[key];
  const started = process.cpuUsage();
  let network = digitNetwork([784, 256, 128, 10], { seed });
  let states;
  const losses = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const batches = train.batches({ batchSize, shuffle: true, seed, epoch });
    const result = digitEpoch(
      network,
      batches,
      make({ learningRate: falls ? base * share(epoch) : base }),
      states,
    );
    ({ network, states } = result);
    losses.push(result.loss);
    const accuracy = digitAccuracy(network, test.batches({ batchSize: 500 }));
    console.log(
      `${key} epoch ${epoch + 1}: loss ${result.loss.toFixed(5)}, training accuracy ${(100 * result.accuracy).toFixed(2)}%, ` +
        `test accuracy ${(100 * accuracy).toFixed(2)}% (${(process.cpuUsage(started).user / 1e6).toFixed(1)} s of CPU)`,
    );
  }
  curves.push({ name: key, losses });
}
await mkdir(dirname(flags.svg), { recursive: true });
await writeFile(flags.svg, objectiveFigure(curves));
console.log(`objective against epoch: ${flags.svg}`);
