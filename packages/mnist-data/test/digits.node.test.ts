import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { sharedData } from "@elbowjs/test-kit/shared-data";
import { describe, expect, it } from "vitest";
import { generateDigits } from "../src/digits/index.js";

const PIXELS = 784;

it("the generator's source uses no function whose last bits differ between engines", () => {
  const folder = new URL("../src/digits/", import.meta.url);
  const exact = new Set(["min", "max", "floor", "round", "sqrt"]);
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  expect(files).toContain("raster.ts");
  for (const name of files) {
    const code = readFileSync(new URL(name, folder), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    for (const [, used] of code.matchAll(/\bMath\.(\w+)/g)) expect(exact, name).toContain(used);
    expect(code, name).not.toMatch(/\*\*/);
  }
});

/** The mean image of each class, and the share of other images that lie nearest to their own class's mean. */
function nearestMean(
  train: { pixels: Uint8Array; labels: Uint8Array },
  test: { pixels: Uint8Array; labels: Uint8Array },
): number {
  const means = Array.from({ length: 10 }, () => new Float64Array(PIXELS));
  const counts = new Float64Array(10);
  train.labels.forEach((label, i) => {
    counts[label]!++;
    for (let p = 0; p < PIXELS; p++) means[label]![p]! += train.pixels[i * PIXELS + p]!;
  });
  means.forEach((mean, label) => {
    for (let p = 0; p < PIXELS; p++) mean[p]! /= counts[label]!;
  });
  let right = 0;
  test.labels.forEach((label, i) => {
    const distances = means.map((mean) => {
      let sum = 0;
      for (let p = 0; p < PIXELS; p++) sum += (test.pixels[i * PIXELS + p]! - mean[p]!) ** 2;
      return sum;
    });
    if (distances.indexOf(Math.min(...distances)) === label) right++;
  });
  return right / test.labels.length;
}

const folder = sharedData("transfer of generated digits to real ones");

describe("worth training on", () => {
  const train = generateDigits(5000);

  it("the nearest class mean reads generated digits of another seed", () => {
    const accuracy = nearestMean(train, generateDigits(1000, { seed: 1 }));
    // 0.73 (MNIST's own means read 0.81 of MNIST): neither hopeless nor trivial
    expect(accuracy).toBeGreaterThan(0.68);
    expect(accuracy).toBeLessThan(0.85);
  });

  it.skipIf(folder === undefined)("the nearest class mean of generated digits reads real ones", () => {
    const read = (name: string, header: number): Uint8Array =>
      new Uint8Array(gunzipSync(readFileSync(`${folder}/mnist/${name}`))).subarray(header);
    const accuracy = nearestMean(train, {
      pixels: read("t10k-images-idx3-ubyte.gz", 16).subarray(0, 2000 * PIXELS),
      labels: read("t10k-labels-idx1-ubyte.gz", 8).subarray(0, 2000),
    });
    expect(accuracy).toBeGreaterThan(0.6);
  });
});
