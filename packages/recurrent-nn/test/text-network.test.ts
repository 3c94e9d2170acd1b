import { useBackend } from "@elbowjs/backend";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { TextNetwork } from "../src/index.js";

beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
});

const text = "the cat sat on the mat. ".repeat(40);

describe("TextNetwork", () => {
  it("learns a text that repeats itself, and continues it", async () => {
    const model = await TextNetwork.create(text, { hidden: [24], forgetBias: 1, seed: 1 });
    const { epochs } = await model.fit(text, {
      epochs: 60,
      batchSize: 6,
      truncate: 24,
      optimizer: { type: "adam", learningRate: 0.02 },
      validation: text,
    });
    expect(epochs.at(-1)!.validation!.perplexity).toBeLessThan(1.2);
    for (const by of ["greedy", "beam"] as const) {
      const [{ text: next } = { text: "" }] = await model.complete("the cat sat on", { by, length: 9 });
      expect(next).toBe(" the mat.");
    }
    const drawn = await model.complete("the", { count: 3, length: 5, temperature: 0.5, seed: 2 });
    expect(drawn).toHaveLength(3);
    expect(await model.complete("the", { count: 3, length: 5, temperature: 0.5, seed: 2 })).toEqual(drawn);
    const read = await TextNetwork.fromSafetensors(await model.toSafetensors());
    expect(await read.evaluate(text)).toEqual(await model.evaluate(text));
    expect(read.vocabulary.toJSON()).toEqual(model.vocabulary.toJSON());
    read.dispose();
    model.dispose();
  });

  it("refuses unknown letters, no text and unknown ways to write; leaves nothing behind", async () => {
    const model = await TextNetwork.create(text, { hidden: [4] });
    const before = memory().numTensors;
    await expect(model.complete("xyz")).rejects.toThrow('expected tokens of the vocabulary, got "x" at 0');
    await expect(model.complete("")).rejects.toThrow(
      "TextNetwork.complete: expected beginning of at least one letter",
    );
    await expect(model.complete("t", { by: "best" as "beam" })).rejects.toThrow(
      "expected by to be one of 'sample', 'greedy', 'beam'",
    );
    await expect(model.fit("short")).rejects.toThrow(RangeError);
    await expect(TextNetwork.create("")).rejects.toThrow(RangeError);
    expect(memory().numTensors).toBe(before);
    model.dispose();
  });
});
