/**
 * Turns a file of scripts/pretrained.py into the weights that ship, in half precision.
 * Usage: node scripts/pretrained.mjs <file>
 */
import { readFileSync, writeFileSync } from "node:fs";
import { Diffusion } from "@elbowjs/diffusion";

const [file] = process.argv.slice(2);
const options = { classes: 10, steps: 200, schedule: "cosine", predict: "velocity" };
const full = await Diffusion.fromTorch(new Uint8Array(readFileSync(file)), options);
const bytes = await full.toSafetensors({ dtype: "F16" });
writeFileSync(new URL("../weights/mnist.safetensors", import.meta.url), bytes);
console.log(`${bytes.length} bytes`);
full.dispose();
