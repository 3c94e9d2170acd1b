// What every JavaScript contender needs: the data, the tfjs kernels wished for, and a way to answer.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { useBackend } from "@elbowjs/backend";

export const features = 784;
export const pixels = new Uint8Array(readFileSync(join(process.env.BENCH_DATA, "images.u8")));
export const labels = new Uint8Array(readFileSync(join(process.env.BENCH_DATA, "labels.u8")));
export const size = labels.length;

/** The data as the packages take it. */
export const split = {
  size,
  features,
  pixels,
  labels,
  rows: Uint32Array.from({ length: size }, (_, i) => i),
};

/** First image of each digit, 10×784 in [0, 1]. */
export function digitImages() {
  const centers = new Float32Array(10 * features);
  for (let digit = 0; digit < 10; digit++) {
    const from = labels.indexOf(digit) * features;
    for (let j = 0; j < features; j++) centers[digit * features + j] = pixels[from + j] / 255;
  }
  return centers;
}

/** `n` images from `start` as floats in [0, 1]. */
export const images = (start, n) =>
  Float32Array.from(pixels.subarray(start * features, (start + n) * features), (value) => value / 255);

/** WASM with our kernels on all cores, on one for the contender `one-thread`, or with tfjs's own for `stock`. */
export const useKernels = () =>
  useBackend({
    prefer: ["wasm"],
    kernels: process.argv[2] === "stock" ? "stock" : "elbow",
    ...(process.argv[2] === "one-thread" && { threads: 1 }),
  });

/** Times `steps` calls after as many as `warmUp`, one by one. */
export async function timeSteps(step, { warmUp, steps }) {
  const times = [];
  for (let i = 0; i < warmUp + steps; i++) {
    const start = performance.now();
    await step(i);
    if (i >= warmUp) times.push(performance.now() - start);
  }
  return times;
}

/** Prints the answer and ends. */
export function answer(times, quality) {
  console.log(JSON.stringify({ times, quality }));
  process.exit(0);
}
