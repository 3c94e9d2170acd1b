/**
 * Writes the weights of `@elbowjs/gaussian-vae/pretrained` in half precision and prints what its card states.
 * Usage: node scripts/pretrained.mjs <weights> <folder of the four IDX files>
 */
import { readFileSync, writeFileSync } from "node:fs";
import { useBackend } from "@elbowjs/backend";
import { GaussianVae } from "@elbowjs/gaussian-vae";
import { openDataset } from "@elbowjs/mnist-data";

const [weights, dataDir] = process.argv.slice(2);
await useBackend({ prefer: ["wasm"] });
const vae = await GaussianVae.fromSafetensors(new Uint8Array(readFileSync(weights)));
const half = await vae.toSafetensors({ dtype: "F16" });
writeFileSync(new URL("../weights/mnist.safetensors", import.meta.url), half);
const { test } = await openDataset("mnist", { dataDir });
for (const [name, model] of [
  ["float32", vae],
  ["float16", await GaussianVae.fromSafetensors(half)],
]) {
  const { loss, latentTerm, reconstructionTerm, pixelError, nats } = await model.evaluate(test);
  console.log(
    `${name}: test loss ${loss.toFixed(4)} (z ${latentTerm.toFixed(4)}, f − x ${reconstructionTerm.toFixed(4)}), ` +
      `${nats.toFixed(1)} nats, pixel error ${pixelError.toFixed(4)}`,
  );
}
console.log(`${half.length} bytes`);
