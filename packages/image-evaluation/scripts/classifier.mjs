/**
 * Trains the classifier of MNIST's digits, or of Fashion-MNIST's clothes, on the training images, prints its test accuracy after
 * each epoch, and writes its weights in half precision with what its card states.
 * Usage: node scripts/classifier.mjs <folder of the four IDX files> [epochs] [seed] [file for the weights] [mnist | fashion-mnist]
 */
import { writeFileSync } from "node:fs";
import { useBackend } from "@elbowjs/backend";
import { ImageClassifier, sampleQuality } from "@elbowjs/image-evaluation";
import { openDataset } from "@elbowjs/mnist-data";

const [dataDir, epochs = "6", seed = "0", file, dataset = "mnist"] = process.argv.slice(2);
const { train, test } = await openDataset(dataset, { dataDir });
const { name, kernels } = await useBackend({ prefer: ["wasm"] });
const classifier = await ImageClassifier.create({ seed: Number(seed) });
console.log(`backend ${name} (${kernels} kernels), seed ${seed}, ${train.size} training images`);
console.log("epoch  train loss  test loss  test accuracy  seconds");
let start = performance.now();
await classifier.fit(train, {
  epochs: Number(epochs),
  // A sleeve that leaves the picture is lost: clothes fill their frame, digits do not.
  shift: dataset === "mnist" ? 2 : 1,
  validation: test,
  onEpoch({ epoch, loss, validation }) {
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `${String(epoch).padStart(5)}  ${loss.toFixed(4)}      ${validation.loss.toFixed(4)}     ${validation.accuracy.toFixed(4)}         ${seconds.toFixed(0)}`,
    );
    start = performance.now();
  },
});
const half = await classifier.toSafetensors({ dtype: "F16" });
const shipped = await ImageClassifier.fromSafetensors(half);
const { accuracy, loss } = await shipped.evaluate(test);
const { confident } = await sampleQuality(shipped, test);
console.log(
  `float16: test accuracy ${accuracy.toFixed(4)}, cross-entropy ${loss.toFixed(4)}, ${(100 * confident).toFixed(1)}% read with confidence, ${half.length} bytes`,
);
if (file) writeFileSync(file, half);
for (const model of [classifier, shipped]) model.dispose();
