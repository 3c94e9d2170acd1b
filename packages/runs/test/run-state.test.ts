import { readSafetensors, writeSafetensors } from "@elbowjs/safetensors";
import { describe, expect, it } from "vitest";
import { checkSame, isTrainingState, readRun, resumeRun, writeRun } from "../src/index.js";

const values = (...numbers: number[]) => ({ shape: [numbers.length], values: Float32Array.from(numbers) });
const model = { tensors: new Map([["weight", values(1, 2)]]), metadata: { model: "line", version: "1" } };
const settings = { data: "4x2:ab", epochs: undefined, learningRate: 0.1 };
const run = (seconds: number) => ({
  epochs: [{ epoch: 1, loss: 0.5, seconds }],
  tensors: new Map([["momentum/weight", values(3, 4)]]),
});

describe("writeRun", () => {
  it("writes the model's file with the run beside it, and resumeRun takes both out again", () => {
    const bytes = writeRun(model, settings, run(1));
    const file = readSafetensors(bytes);
    expect(file.metadata).toMatchObject(model.metadata);
    const state = resumeRun<{ epoch: number }>("A.fit", file, settings);
    expect(state.epochs).toEqual([{ epoch: 1, loss: 0.5 }]);
    expect([...state.model]).toEqual([["weight", values(1, 2)]]);
    expect([...state.tensors]).toEqual([["momentum/weight", values(3, 4)]]);
    expect([...file.tensors.keys()].filter(isTrainingState)).toEqual(["training/momentum/weight"]);
  });

  it("writes the same bytes whatever the time", () => {
    expect(writeRun(model, settings, run(1))).toEqual(writeRun(model, settings, run(2)));
    expect(writeRun(model, settings, run(1))).not.toEqual(writeRun(model, { ...settings, seed: 1 }, run(1)));
  });
});

describe("resumeRun", () => {
  const file = readSafetensors(writeRun(model, settings, run(1)));

  it("refuses a run with other settings, and names the first difference", () => {
    expect(() => resumeRun("A.fit", file, { ...settings, learningRate: 0.2 })).toThrow(
      "A.fit: expected a checkpoint of a run with learningRate 0.2, got one with 0.1",
    );
    expect(() => resumeRun("A.fit", file, { ...settings, clipNorm: 1 })).toThrow(
      "A.fit: expected a checkpoint of a run with clipNorm 1, got one with none",
    );
  });

  it("refuses a file without a run, and one whose run is no JSON", () => {
    const plain = readSafetensors(writeSafetensors(model.tensors, { metadata: model.metadata }));
    expect(() => resumeRun("A.fit", plain, settings)).toThrow(
      "A.fit: expected resume to be a checkpoint, got a file without training's state",
    );
    const damaged = { ...file, metadata: { ...file.metadata, training: "{" } };
    expect(() => resumeRun("A.fit", damaged, settings)).toThrow(
      "A.fit: expected resume to hold training's state in JSON, got other text",
    );
  });
});

it("readRun(bytes) tells settings and reports; nothing of a model's own file", () => {
  expect(readRun(writeRun(model, settings, run(1)))).toEqual({
    settings: { data: "4x2:ab", learningRate: 0.1 },
    epochs: [{ epoch: 1, loss: 0.5 }],
  });
  expect(readRun(writeSafetensors(model.tensors))).toBeUndefined();
});

it("checkSame(caller, what, wanted, saved) takes what is undefined for missing", () => {
  expect(() => checkSame("A.fit", "network", { k: 2, gone: undefined }, { k: 2 })).not.toThrow();
  expect(() => checkSame("A.fit", "network", { k: 2 }, { k: 3 })).toThrow(
    "A.fit: expected a checkpoint of a network with k 2, got one with 3",
  );
});
