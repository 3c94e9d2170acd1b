/**
 * Draws what a trained model does with MNIST: samples at standard deviations 2 (the source's) and 1, eight test digits with their
 * reconstructions, a line between two digits, and the architecture.
 * Usage: node scripts/pictures.mjs <weights> <folder of the four IDX files> <folder to write to>
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useBackend } from "@elbowjs/backend";
import { imageSheet } from "@elbowjs/figures";
import { architectureDiagram, GaussianVae, interpolate } from "@elbowjs/gaussian-vae";
import { openDataset } from "@elbowjs/mnist-data";
import { concat, slice, tensor } from "@tensorflow/tfjs-core";

const [weights, dataDir, folder] = process.argv.slice(2);
await useBackend({ prefer: ["wasm"] });
const vae = await GaussianVae.fromSafetensors(new Uint8Array(readFileSync(weights)));
const { test } = await openDataset("mnist", { dataDir });
mkdirSync(folder, { recursive: true });
const save = async (name, images, columns) =>
  writeFileSync(join(folder, `${name}.png`), await imageSheet(images, { columns, scale: 2 }));

await save("samples-source", vae.sample(20, { noise: "source" }), 10);
await save("samples-prior", vae.sample(20, { noise: 1 }), 10);
const digits = tensor(
  Float32Array.from({ length: 8 * 784 }, (_, i) => test.image(Math.floor(i / 784))[i % 784] / 255),
  [8, 28, 28, 1],
);
await save("reconstructions", concat([digits, vae.reconstruct(digits)]), 8);
const z = vae.encode(digits);
await save("interpolation", vae.decode(interpolate(slice(z, 0, 1), slice(z, 1, 1), 10)), 10);
writeFileSync(join(folder, "architecture.svg"), architectureDiagram(vae));
