import { useBackend } from "@elbowjs/backend";
import { digitClassifier, sampleQuality } from "@elbowjs/image-evaluation";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { digitSampler } from "../src/aggregate-posterior/index.js";

beforeAll(async () => {
  await useBackend({ prefer: ["wasm", "cpu"] });
});

describe("digitSampler()", () => {
  it("draws digits that the classifier recognises, of every class", async () => {
    const before = memory().numTensors;
    const [digits, classifier] = [await digitSampler(), await digitClassifier()];
    const { confident, classShares } = await sampleQuality(classifier, digits, { count: 500, seed: 0 });
    // weights/README.md states the shares of 10,000; 500 have a standard error of 1.6 points.
    expect(confident).toBeGreaterThan(0.8);
    expect(Math.min(...classShares)).toBeGreaterThan(0.03);
    expect(Math.max(...classShares)).toBeLessThan(0.18);
    for (const model of [digits.model, classifier]) model.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it("the same seed gives the same digits", async () => {
    const digits = await digitSampler();
    const draw = async (seed: number) => {
      const images = digits.sample(3, { seed });
      const values = await images.data();
      images.dispose();
      return values;
    };
    expect(await draw(1)).toEqual(await draw(1));
    expect(await draw(1)).not.toEqual(await draw(2));
    digits.model.dispose();
  });

  it("says where it looked when there is nothing", async () => {
    const nowhere = new URL("../weights/none.safetensors", import.meta.url);
    await expect(digitSampler({ mixture: nowhere })).rejects.toThrow(/none\.safetensors|safetensors file/);
  });
});
